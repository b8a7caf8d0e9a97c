package train

import (
	"fmt"
	"io"
	"regexp"
	"sort"
	"strings"

	"emend/pipeline/correct"
	"emend/pipeline/evaluate"
)

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

// reliability prints how often findings of each confidence are right, on sources that neither ranker nor calibration has seen.
func reliability(w io.Writer, names []string, all []page, rankers map[string]*correct.Ranker) {
	edges := []float64{0.02, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01}
	for _, set := range names {
		n, right := make([]int, len(edges)), make([]int, len(edges))
		for i := range all {
			if all[i].set != set {
				continue
			}
			for _, k := range best(&all[i], rankers[set]) {
				j := &all[i].judged[k]
				p, _ := rankers[set].Answers(j.Features[:])
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
		fmt.Fprintf(w, "%-24s", set)
		for b := 0; b+1 < len(edges); b++ {
			fmt.Fprintf(w, "  %.2f: %d/%d", edges[b], right[b], n[b])
		}
		fmt.Fprintln(w)
	}
}

// measure prints what thresholds and budgets give on pages, scored as texts.
func measure(w io.Writer, name string, pages []page, m *correct.Ranker) {
	words := 0
	for _, p := range pages {
		words += p.words
	}
	fmt.Fprintf(w, "%-24s %6d words\n", name, words)
	var none evaluate.Effect
	readings := make([]*evaluate.Reading, len(pages))
	for i, p := range pages {
		readings[i] = evaluate.NewReading(aside(p.set, p.read), aside(p.set, p.truth))
		none.Add(readings[i].Effect(aside(p.set, p.read)))
	}
	doubted := 0.0
	for i := range pages {
		for _, k := range best(&pages[i], m) {
			doubted += pages[i].judged[k].Risk(m).Wrong
		}
	}
	fmt.Fprintf(w, "    %d plain words wrong, %.1f expected of those doubted\n", none.Wrong, doubted)
	fmt.Fprintf(w, "    before: cMER %.4f CER %.4f WER %.3f\n", none.Before.Letters.Rate(), none.Before.Characters.Rate(), none.Before.Words.Rate())
	report := func(label string, pick func(p *page) []bool) {
		var e evaluate.Effect
		shown, right, harm, expected := 0, 0, 0, 0.0
		for i := range pages {
			p := &pages[i]
			picked := pick(p)
			e.Add(readings[i].Effect(aside(p.set, apply(p, picked))))
			for k, ok := range picked {
				if ok {
					shown++
					expected += 1 - p.judged[k].Risk(m).Wrong
					if p.judged[k].right {
						right++
					} else if !p.judged[k].wrong {
						harm++
					}
				}
			}
		}
		fmt.Fprintf(w, "    %-12s cMER %.4f CER %.4f fixed %.1f%% broken %.2f/1k; %d edits, %.1f%% right, harm by label %.2f/1k, expected %.2f\n", label, e.After.Letters.Rate(), e.After.Characters.Rate(),
			100*e.FixedShare(), e.Harm(), shown, 100*float64(right)/float64(max(1, shown)), 1000*float64(harm)/float64(max(1, words)), 1000*expected/float64(max(1, words)))
	}
	for _, t := range []float64{0.5, 0.9} {
		report(fmt.Sprintf("p >= %.1f", t), func(p *page) []bool {
			picked := make([]bool, len(p.judged))
			for _, k := range best(p, m) {
				picked[k] = p.judged[k].Risk(m).Right >= t
			}
			return picked
		})
	}
	for _, budget := range []float64{0.5} {
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
	for _, budget := range []float64{0.5} {
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

var inWord = regexp.MustCompile(`(\pL)-(\pL)`)

// aside is a text without the hyphens inside its words, where the truth of its set keeps those of lost line ends: consi-derably.
func aside(set, s string) string {
	if !strings.HasPrefix(set, "icdar2017") {
		return s
	}
	return inWord.ReplaceAllString(s, "$1$2")
}

// within1000 picks, of the best readings of a page, what the harm budget allows.
func within1000(p *page, m *correct.Ranker, budget float64) []bool {
	order := best(p, m)
	risks := make([]correct.Risk, len(order))
	for i, k := range order {
		risks[i] = p.judged[k].Risk(m)
	}
	picked := make([]bool, len(p.judged))
	least := correct.Least(risks, p.words, budget)
	for i, r := range risks {
		picked[order[i]] = r.Worth() > least
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

func list(w io.Writer, pages []page, m *correct.Ranker) {
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
		fmt.Fprintf(w, "%s %.3f %.3f %s: %q -> %q (%q)\n", mark, j.Risk(m).Right, j.Risk(m).Wrong, j.Kind, j.Old, j.New, j.truth)
	}
}
