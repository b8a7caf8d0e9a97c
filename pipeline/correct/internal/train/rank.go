package main

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/correct/align"
)

// A judged is a proposal with its truth.
type judged struct {
	correct.Example
	set   string
	doc   int
	right bool // the reading is what was printed
	wrong bool // what stands there is not what was printed
	truth string
}

// judge proposes on a page and compares with the truth.
func judge(c *correct.Corrector, set string, n int, p pair) []judged {
	examples := c.Examples(document(p.name, p.read))
	runs := align.Texts(p.read, p.truth)
	var out []judged
	for _, e := range examples {
		truth := printed(runs, p.truth, e.Start, e.End)
		j := judged{Example: e, set: set, doc: n, truth: truth}
		j.right = plain(truth) == plain(e.New) || unhyphened(truth) == unhyphened(e.New) && e.Kind == correct.SplitWord
		j.wrong = plain(truth) != plain(e.Old)
		out = append(out, j)
	}
	return out
}

// plain is a reading as it is compared: white space one blank, apostrophes straight, marks at the ends off.
func plain(s string) string {
	s = strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "’", "'")
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// unhyphened: the truth of some sets keeps the hyphen of a line end that is gone.
func unhyphened(s string) string { return strings.ReplaceAll(plain(s), "-", "") }

// printed is the truth that stands for what was read in [start, end), widened to whole words.
func printed(runs []align.Run, truth string, start, end int) string {
	i := sort.Search(len(runs), func(i int) bool { return runs[i].ReadEnd > start || runs[i].ReadEnd == start && runs[i].ReadStart == start })
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
		if at <= 0 || at >= len(truth) {
			return false
		}
		b, a := rune(truth[at-1]), rune(truth[at])
		return (unicode.IsLetter(b) || b >= 0x80) && (unicode.IsLetter(a) || a >= 0x80)
	}
	for inner(from) {
		from--
	}
	for inner(to) {
		to++
	}
	return strings.TrimSpace(truth[from:to])
}

// englishSets are the pair sets a ranker is fitted on; a prefix after the colon picks pages.
var englishSets = []string{"tess-dev:eng", "oldbooks-tess5-en", "icdar2017-mono-train-en", "overproof-hipe-en", "impresso-snippets-en", "acl-en"}

// gather judges every page of the sets below dir, and of the clean tuning books.
func gather(dir, texts string) ([]judged, map[string]int, error) {
	c := correct.New(dictionaries.English())
	var all []judged
	words := map[string]int{}
	n := 0
	for _, set := range englishSets {
		name, prefix, _ := strings.Cut(set, ":")
		ps, err := pairs(filepath.Join(dir, name), prefix)
		if err != nil {
			return nil, nil, err
		}
		for _, p := range ps {
			n++
			words[name] += len(strings.Fields(p.truth))
			all = append(all, judge(c, name, n, p)...)
		}
	}
	if texts != "" {
		names, _ := filepath.Glob(filepath.Join(texts, "*.txt"))
		for _, name := range names {
			if !within(filepath.Base(name), tuning) {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return nil, nil, err
			}
			// As pages of about 3,000 words.
			for rest := string(data); rest != ""; {
				cut := len(rest)
				if cut > 18000 {
					if i := strings.IndexByte(rest[18000:], '\n'); i >= 0 {
						cut = 18000 + i + 1
					}
				}
				n++
				page := rest[:cut]
				rest = rest[cut:]
				words["clean"] += len(strings.Fields(page))
				all = append(all, judge(c, "clean", n, pair{filepath.Base(name), page, page})...)
			}
		}
	}
	return all, words, nil
}

func trainRanker(args []string) error {
	flags := flag.NewFlagSet("ranker", flag.ContinueOnError)
	show := flags.String("show", "", "print the proposals of this set by falling score")
	out := flags.String("o", "", "the table of weights to write")
	if err := flags.Parse(args); err != nil {
		return err
	}
	all, words, err := gather(flags.Arg(0), flags.Arg(1))
	if err != nil {
		return err
	}
	// Leave one source out, then all.
	sets := []string{"clean"}
	for _, s := range englishSets {
		name, _, _ := strings.Cut(s, ":")
		sets = append(sets, name)
	}
	for _, left := range sets {
		var in, rest []judged
		for _, j := range all {
			if j.set == left {
				rest = append(rest, j)
			} else {
				in = append(in, j)
			}
		}
		w := fit(in, words)
		measure(left, rest, w, words[left])
		if *show == left {
			list(rest, w)
		}
	}
	if *out == "" {
		return nil
	}
	var b strings.Builder
	fmt.Fprintln(&b, "# emend ranker 1: feature, weight")
	for i, v := range fit(all, words) {
		fmt.Fprintf(&b, "%s\t%.5g\n", correct.FeatureNames()[i], v)
	}
	return os.WriteFile(*out, []byte(b.String()), 0o644)
}

func score(w []float64, j *judged) float64 {
	s := 0.0
	for i, x := range j.Features {
		s += w[i] * float64(x)
	}
	return s
}

// fit is logistic regression by Newton's method with a ridge of lambda on standardised features; each set weighs by the square root of
// its size, so that no large one drowns the others.
func fit(all []judged, words map[string]int) []float64 {
	n := len(all[0].Features)
	bySet := map[string]float64{}
	for _, j := range all {
		bySet[j.set]++
	}
	mean, dev := make([]float64, n), make([]float64, n)
	total := 0.0
	weight := func(j *judged) float64 { return 1 / math.Sqrt(bySet[j.set]) * 50 }
	for i := range all {
		wt := weight(&all[i])
		total += wt
		for k, x := range all[i].Features {
			mean[k] += wt * float64(x)
		}
	}
	for k := range mean {
		mean[k] /= total
	}
	for i := range all {
		for k, x := range all[i].Features {
			d := float64(x) - mean[k]
			dev[k] += weight(&all[i]) * d * d
		}
	}
	for k := range dev {
		dev[k] = math.Sqrt(dev[k]/total) + 1e-9
	}
	mean[0], dev[0] = 0, 1
	w := make([]float64, n)
	const lambda = 3.0
	for iter := 0; iter < 12; iter++ {
		g := make([]float64, n)
		h := make([][]float64, n)
		for k := range h {
			h[k] = make([]float64, n)
			g[k] = -lambda * w[k]
			h[k][k] = lambda
		}
		x := make([]float64, n)
		for i := range all {
			s := 0.0
			for k, v := range all[i].Features {
				x[k] = (float64(v) - mean[k]) / dev[k]
				s += w[k] * x[k]
			}
			p := 1 / (1 + math.Exp(-s))
			y := 0.0
			if all[i].right {
				y = 1
			}
			wt := weight(&all[i])
			for a := range x {
				g[a] += wt * (y - p) * x[a]
				for b := 0; b <= a; b++ {
					h[a][b] += wt * p * (1 - p) * x[a] * x[b]
				}
			}
		}
		step := solve(h, g)
		for k := range w {
			w[k] += step[k]
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
	out[0] += w[0]
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

// measure prints what a threshold gives: right fixes, right words broken and words changed, per 1,000 words.
func measure(name string, js []judged, w []float64, words int) {
	type at struct{ fixed, broken, shown int }
	levels := []float64{0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98}
	counts := make([]at, len(levels))
	rights := 0
	for i := range js {
		p := 1 / (1 + math.Exp(-score(w, &js[i])))
		if js[i].right {
			rights++
		}
		for k, l := range levels {
			if p >= l {
				counts[k].shown++
				if js[i].right {
					counts[k].fixed++
				} else if !js[i].wrong {
					counts[k].broken++
				}
			}
		}
	}
	fmt.Printf("%-24s %6d words, %5d proposals, %5d right;", name, words, len(js), rights)
	for k, l := range levels {
		c := counts[k]
		fmt.Printf("  %.2f: %d/%d %.1f%% harm %.2f", l, c.fixed, c.shown, 100*float64(c.fixed)/float64(max(1, c.shown)), 1000*float64(c.broken)/float64(max(1, words)))
	}
	fmt.Println()
}

func list(js []judged, w []float64) {
	sort.SliceStable(js, func(a, b int) bool { return score(w, &js[a]) > score(w, &js[b]) })
	for i := range js {
		mark := " "
		if js[i].right {
			mark = "+"
		} else if !js[i].wrong {
			mark = "-"
		}
		fmt.Printf("%s %.3f %s: %q -> %q (%q)\n", mark, 1/(1+math.Exp(-score(w, &js[i]))), js[i].Kind, js[i].Old, js[i].New, js[i].truth)
	}
}
