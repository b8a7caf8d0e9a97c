package main

import (
	"flag"
	"fmt"
	"math"
	"os"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/correct"
	"emend/pipeline/correct/align"
	"emend/pipeline/evaluate"
)

// plain is a reading as it is compared: white space one blank, apostrophes straight, marks at the ends off.
func plain(s string) string {
	s = strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "’", "'")
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// unhyphened: the truth of some sets keeps the hyphen of a line end that is gone.
func unhyphened(s string) string { return strings.ReplaceAll(plain(s), "-", "") }

// printed is the truth that stands for what was read in [start, end), widened to whole words.
func printed(runs []align.Run, truth string, start, end int) string {
	i := sort.Search(len(runs), func(i int) bool {
		return runs[i].ReadEnd > start || runs[i].ReadEnd == start && runs[i].ReadStart == start
	})
	if i == len(runs) {
		return ""
	}
	at := func(r align.Run, offset int, up bool) int {
		if r.Equal {
			return r.TrueStart + offset - r.ReadStart
		}
		if up && offset > r.ReadStart || !up && offset >= r.ReadEnd {
			return r.TrueEnd
		}
		return r.TrueStart
	}
	from := at(runs[i], max(start, runs[i].ReadStart), false)
	k := sort.Search(len(runs), func(k int) bool { return runs[k].ReadEnd >= end })
	if k == len(runs) {
		return ""
	}
	to := at(runs[k], end, true)
	if k+1 < len(runs) && runs[k].ReadEnd == end && !runs[k+1].Equal && runs[k+1].ReadStart == runs[k+1].ReadEnd {
		to = runs[k+1].TrueEnd // letters lost at the word's end
	}
	to = max(to, from)
	inner := func(at int) bool { // inside a word
		before, _ := utf8.DecodeLastRuneInString(truth[:at])
		after, _ := utf8.DecodeRuneInString(truth[at:])
		return unicode.IsLetter(before) && unicode.IsLetter(after) || at < len(truth) && !utf8.RuneStart(truth[at])
	}
	for inner(from) {
		from--
	}
	for inner(to) {
		to++
	}
	return strings.TrimSpace(truth[from:to])
}

func trainRanker(args []string) error {
	flags := flag.NewFlagSet("ranker", flag.ContinueOnError)
	show := flags.String("show", "", "print the proposals of this set by falling score")
	out := flags.String("o", "", "the table of weights to write")
	batch := flags.Bool("batch", false, "adapt the channel to each set before")
	if err := flags.Parse(args); err != nil {
		return err
	}
	all, err := gather(flags.Arg(0), flags.Arg(1), "", *batch)
	if err != nil {
		return err
	}
	var unseen []graded // every proposal as graded by a ranker that never saw its source
	rankers := map[string]*correct.Ranker{}
	for _, left := range setNames() {
		var in, rest []page
		for _, p := range all {
			if p.set == left {
				rest = append(rest, p)
			} else {
				in = append(in, p)
			}
		}
		r := fitRanker(in)
		rankers[left] = r
		for i := range rest {
			for _, k := range best(&rest[i], r) {
				j := &rest[i].judged[k]
				unseen = append(unseen, graded{left, r.Right.Logit(j.Features[:]), r.Wrong.Logit(j.Features[:]), j.right, j.wrong})
			}
		}
	}
	// The scale that makes logits probabilities on unseen sources; for the figures below, fitted without the source itself.
	for _, left := range setNames() {
		calibrate(rankers[left], unseen, left)
		var rest []page
		for _, p := range all {
			if p.set == left {
				rest = append(rest, p)
			}
		}
		measure(left, rest, rankers[left])
		if *show == left {
			list(rest, rankers[left])
		}
	}
	reliability(all, rankers)
	if *out == "" {
		return nil
	}
	final := fitRanker(all)
	calibrate(final, unseen, "")
	f, err := os.Create(*out)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = final.WriteTo(f)
	return err
}

// best picks of each place the reading that the ranker likes best.
func best(p *page, r *correct.Ranker) []int {
	var out []int
	for k := range p.judged {
		j := &p.judged[k]
		if n := len(out); n > 0 && p.judged[out[n-1]].Place == j.Place {
			if r.Right.Logit(j.Features[:]) > r.Right.Logit(p.judged[out[n-1]].Features[:]) {
				out[n-1] = k
			}
			continue
		}
		out = append(out, k)
	}
	return out
}

// graded is a proposal's logits by a ranker that never saw its source, and the truth.
type graded struct {
	set          string
	right, wrong float64
	isRight      bool
	isWrong      bool
}

// calibrate fits scale and shift of both questions on the graded proposals of all sets but one; each set counts the same.
func calibrate(r *correct.Ranker, all []graded, without string) {
	size := map[string]float64{}
	for _, g := range all {
		size[g.set]++
	}
	var right, wrong []row
	for _, g := range all {
		if g.set == without {
			continue
		}
		w := 50 / math.Sqrt(size[g.set])
		right = append(right, row{x: []float64{1, g.right}, weight: w, y: truth(g.isRight)})
		wrong = append(wrong, row{x: []float64{1, g.wrong}, weight: w, y: truth(g.isWrong)})
	}
	w := regress(right, 0.01)
	r.Right.Shift, r.Right.Scale = w[0], w[1]
	w = regress(wrong, 0.01)
	r.Wrong.Shift, r.Wrong.Scale = w[0], w[1]
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// reliability prints how often findings of each confidence are right, on sources that neither ranker nor calibration has seen.
func reliability(all []page, rankers map[string]*correct.Ranker) {
	edges := []float64{0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01}
	for _, set := range setNames() {
		n, right := make([]int, len(edges)), make([]int, len(edges))
		for i := range all {
			if all[i].set != set {
				continue
			}
			for _, k := range best(&all[i], rankers[set]) {
				j := &all[i].judged[k]
				p := rankers[set].Right.Probability(j.Features[:])
				for b := len(edges) - 2; b >= 0; b-- {
					if p >= edges[b] {
						n[b]++
						if j.right {
							right[b]++
						}
						break
					}
				}
			}
		}
		fmt.Printf("%-24s", set)
		for b := 0; b+1 < len(edges); b++ {
			fmt.Printf("  %.2f: %d/%d", edges[b], right[b], n[b])
		}
		fmt.Println()
	}
}

func fitRanker(pages []page) *correct.Ranker {
	return &correct.Ranker{
		Right: fit(pages, func(j *judged) bool { return j.right }),
		Wrong: fit(pages, func(j *judged) bool { return j.wrong }),
	}
}

// fit fits regression and trees; each set weighs by the square root of its size, so that no large one drowns the others.
func fit(pages []page, is func(*judged) bool) correct.Question {
	bySet := map[string]float64{}
	for _, p := range pages {
		bySet[p.set] += float64(len(p.judged))
	}
	var rows []row
	n := len(correct.FeatureNames())
	for _, p := range pages {
		for k := range p.judged {
			j := &p.judged[k]
			r := row{x: make([]float64, n), weight: 50 / math.Sqrt(bySet[p.set]), y: truth(is(j))}
			for i, x := range j.Features {
				r.x[i] = float64(x)
			}
			rows = append(rows, r)
		}
	}
	return correct.Question{Weights: regress(rows, 3), Trees: boost(rows), Scale: 1}
}

// regress is logistic regression by Newton's method with a ridge on standardised features; the first feature is 1.
func regress(rows []row, ridge float64) []float64 {
	n := len(rows[0].x)
	mean, dev := make([]float64, n), make([]float64, n)
	total := 0.0
	for _, r := range rows {
		total += r.weight
		for k, x := range r.x {
			mean[k] += r.weight * x
		}
	}
	for k := range mean {
		mean[k] /= total
	}
	mean[0] = 0
	for _, r := range rows {
		for k, x := range r.x {
			dev[k] += r.weight * (x - mean[k]) * (x - mean[k])
		}
	}
	for k := range dev {
		dev[k] = math.Sqrt(dev[k]/total) + 1e-9
	}
	dev[0] = 1
	z := make([]float64, len(rows)*n)
	for i, r := range rows {
		for k, x := range r.x {
			z[i*n+k] = (x - mean[k]) / dev[k]
		}
	}
	w := make([]float64, n)
	for range 9 {
		g := make([]float64, n)
		h := make([][]float64, n)
		for k := range h {
			h[k] = make([]float64, n)
			g[k] = -ridge * w[k]
			h[k][k] = ridge
		}
		for i, r := range rows {
			x := z[i*n : i*n+n]
			s := 0.0
			for k, v := range x {
				s += w[k] * v
			}
			p := 1 / (1 + math.Exp(-s))
			q := r.weight * p * (1 - p)
			for a, xa := range x {
				g[a] += r.weight * (r.y - p) * xa
				c := q * xa
				for b, xb := range x[:a+1] {
					h[a][b] += c * xb
				}
			}
		}
		for k, d := range solve(h, g) {
			w[k] += d
		}
	}
	// Back to raw features.
	out := make([]float64, n)
	for k := range w {
		out[k] = w[k] / dev[k]
		if k > 0 {
			out[0] -= w[k] * mean[k] / dev[k]
		}
	}
	return out
}

// solve solves h x = g for a positive definite h, given by its lower half (Cholesky).
func solve(h [][]float64, g []float64) []float64 {
	n := len(g)
	for i := 0; i < n; i++ {
		for j := 0; j <= i; j++ {
			s := h[i][j]
			for k := 0; k < j; k++ {
				s -= h[i][k] * h[j][k]
			}
			if i == j {
				h[i][i] = math.Sqrt(max(s, 1e-12))
			} else {
				h[i][j] = s / h[j][j]
			}
		}
	}
	x := make([]float64, n)
	for i := 0; i < n; i++ {
		s := g[i]
		for k := 0; k < i; k++ {
			s -= h[i][k] * x[k]
		}
		x[i] = s / h[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		s := x[i]
		for k := i + 1; k < n; k++ {
			s -= h[k][i] * x[k]
		}
		x[i] = s / h[i][i]
	}
	return x
}

// measure prints what thresholds and budgets give on pages, scored as texts.
func measure(name string, pages []page, m *correct.Ranker) {
	words := 0
	for _, p := range pages {
		words += p.words
	}
	fmt.Printf("%-24s %6d words\n", name, words)
	var none evaluate.Effect
	for _, p := range pages {
		none.Add(evaluate.Compare(p.read, p.read, p.truth))
	}
	doubted := 0.0
	for i := range pages {
		for _, k := range best(&pages[i], m) {
			x := pages[i].judged[k].Features[:]
			doubted += max(m.Right.Probability(x), m.Wrong.Probability(x))
		}
	}
	fmt.Printf("    %d plain words wrong, %.1f expected of those doubted\n", none.Wrong, doubted)
	fmt.Printf("    before: cMER %.4f CER %.4f WER %.3f\n", none.Before.Letters.Rate(), none.Before.Characters.Rate(), none.Before.Words.Rate())
	report := func(label string, pick func(p *page) []bool) {
		var e evaluate.Effect
		shown, right, harm, expected := 0, 0, 0, 0.0
		for i := range pages {
			p := &pages[i]
			picked := pick(p)
			e.Add(evaluate.Compare(p.read, apply(p, picked), p.truth))
			for k, ok := range picked {
				if ok {
					shown++
					expected += 1 - max(m.Right.Probability(p.judged[k].Features[:]), m.Wrong.Probability(p.judged[k].Features[:]))
					if p.judged[k].right {
						right++
					} else if !p.judged[k].wrong {
						harm++
					}
				}
			}
		}
		fmt.Printf("    %-12s cMER %.4f CER %.4f fixed %.1f%% broken %.2f/1k; %d edits, %.1f%% right, harm by label %.2f/1k, expected %.2f\n", label, e.After.Letters.Rate(), e.After.Characters.Rate(),
			100*e.FixedShare(), e.Harm(), shown, 100*float64(right)/float64(max(1, shown)), 1000*float64(harm)/float64(max(1, words)), 1000*expected/float64(max(1, words)))
	}
	for _, t := range []float64{0.5, 0.7, 0.9} {
		report(fmt.Sprintf("p >= %.1f", t), func(p *page) []bool {
			picked := make([]bool, len(p.judged))
			for _, k := range best(p, m) {
				picked[k] = m.Right.Probability(p.judged[k].Features[:]) >= t
			}
			return picked
		})
	}
	for _, budget := range []float64{0.5, 1} {
		report(fmt.Sprintf("budget %.1f", budget), func(p *page) []bool { return within1000(p, m, budget) })
	}
	whole := page{words: words}
	var from []int
	for i := range pages {
		for _, k := range best(&pages[i], m) {
			j := pages[i].judged[k]
			j.Place = len(whole.judged)
			whole.judged = append(whole.judged, j)
			from = append(from, i<<20|k)
		}
	}
	for _, budget := range []float64{0.5, 1} {
		picked := make([][]bool, len(pages))
		for i := range pages {
			picked[i] = make([]bool, len(pages[i].judged))
		}
		for n, ok := range within1000(&whole, m, budget) {
			if ok {
				picked[from[n]>>20][from[n]&(1<<20-1)] = true
			}
		}
		report(fmt.Sprintf("batch %.1f", budget), func(p *page) []bool {
			for i := range pages {
				if p == &pages[i] {
					return picked[i]
				}
			}
			return nil
		})
	}
}

// within1000 picks the surest proposals of a page as long as no more right words than budget in 1,000 are expected to break.
func within1000(p *page, m *correct.Ranker, budget float64) []bool {
	order := best(p, m)
	sort.SliceStable(order, func(a, b int) bool {
		return m.Right.Probability(p.judged[order[a]].Features[:]) > m.Right.Probability(p.judged[order[b]].Features[:])
	})
	picked := make([]bool, len(p.judged))
	left := budget * float64(p.words) / 1000
	for _, k := range order {
		right := m.Right.Probability(p.judged[k].Features[:])
		left -= min(1-right, 1-m.Wrong.Probability(p.judged[k].Features[:]))
		if left < 0 || right < 0.85 {
			break
		}
		picked[k] = true
	}
	return picked
}

// apply makes the corrected text.
func apply(p *page, picked []bool) string {
	order := make([]int, 0, len(picked))
	for k, ok := range picked {
		if ok {
			order = append(order, k)
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return p.judged[order[a]].Start < p.judged[order[b]].Start })
	var b strings.Builder
	at := 0
	for _, k := range order {
		j := &p.judged[k]
		if j.Start < at {
			continue
		}
		b.WriteString(p.read[at:j.Start])
		b.WriteString(j.New)
		at = j.End
	}
	b.WriteString(p.read[at:])
	return b.String()
}

func list(pages []page, m *correct.Ranker) {
	var js []*judged
	for i := range pages {
		for k := range pages[i].judged {
			js = append(js, &pages[i].judged[k])
		}
	}
	sort.SliceStable(js, func(a, b int) bool { return m.Right.Logit(js[a].Features[:]) > m.Right.Logit(js[b].Features[:]) })
	for _, j := range js {
		mark := " "
		if j.right {
			mark = "+"
		} else if !j.wrong {
			mark = "-"
		}
		fmt.Printf("%s %.3f %.3f %s: %q -> %q (%q)\n", mark, m.Right.Probability(j.Features[:]), m.Wrong.Probability(j.Features[:]), j.Kind, j.Old, j.New, j.truth)
	}
}
