package train

import (
	"cmp"
	"fmt"
	"io"
	"math"

	"emend/pipeline/collate"
	"emend/pipeline/correct"
	"emend/pipeline/text"
)

// An offer is a change of a corrector's that was simulated, with the truth of it.
type offer struct {
	set   string
	good  bool // it makes what was printed
	words bool // it changes words, not marks or capitals alone
	kind  int  // of a bad one: of Meddlings
	correct.Weight
}

// share of words that a simulated corrector changes for the worse.
const meddled = 0.01

// enoughOf a set, in bytes of its truth.
const enoughOf = 600_000

// offers simulates a corrector on the recipe's pairs: it reads the scan, and writes the truth with a word in a hundred changed. Each of its
// changes is weighed.
func (t *Training) offers() ([]offer, error) {
	c, err := t.corrector()
	if err != nil {
		return nil, err
	}
	m, err := NewMeddler(t.fresh())
	if err != nil {
		return nil, err
	}
	var all []offer
	for _, set := range t.Recipe.Sets {
		ps, err := t.pairs(set)
		if err != nil {
			return nil, err
		}
		size := 0
		for i, p := range ps {
			if size > enoughOf {
				break
			}
			t.progress(set.Name, i, len(ps))
			size += len(p.truth)
			d := t.document(p.name, p.read)
			for kind := -1; kind < len(Meddlings); kind++ {
				m.Only = kind
				all = append(all, offered(c, set.Name, d, p.truth, m.Meddle(p.truth, meddled), kind)...)
			}
		}
	}
	return all, nil
}

// offered weighs what a corrector made of a document. Of a single kind of meddling (not negative) the bad changes alone are kept.
func offered(c *correct.Corrector, set string, d *text.Document, truth, theirs string, kind int) (out []offer) {
	right := make(map[text.Change]bool)
	for _, x := range collate.Changes(d.Text.Content, truth) {
		right[x] = true
	}
	var changes []text.Change
	for _, x := range collate.Changes(d.Text.Content, theirs) {
		if kind < 0 || !right[x] {
			changes = append(changes, x)
		}
	}
	for i, w := range c.Weigh(d, changes) {
		o := offer{set: set, good: right[changes[i]], kind: kind, Weight: w}
		o.words = w.Features[correct.WeightMarks] == 0 && w.Features[correct.WeightCase] == 0
		out = append(out, o)
	}
	return out
}

// Variants fits the weights of correct.Weigh on simulated correctors, says what they do on sources left out, and writes to out, if there is
// one, those fitted on all.
func (t *Training) Variants(out io.Writer) error {
	all, err := t.offers()
	if err != nil {
		return err
	}
	w := t.Report
	fmt.Fprintf(w, "%-22s %8s %8s %8s %8s  ", "set left out", "good", "kept", "words", "kept")
	for _, k := range append([]string{"any"}, Meddlings...) {
		fmt.Fprintf(w, " %14s", k)
	}
	fmt.Fprintln(w)
	for _, set := range t.Recipe.Sets {
		caught(w, set.Name, all, fitOffers(all, set.Name))
	}
	if out == nil {
		return nil
	}
	return correct.WriteWeighing(out, fitOffers(all, ""))
}

// dear is how much worse it is to take a bad change than to ask about a good one.
const dear = 2

// fitOffers fits weights on all sets but one. In each set good and bad changes count alike: how many of either there are depends on the scan.
func fitOffers(all []offer, left string) *correct.Question {
	count := map[string][2]float64{}
	for _, o := range all {
		n := count[o.set]
		if o.good {
			n[1]++
		} else {
			n[0]++
		}
		count[o.set] = n
	}
	var rows []row
	for _, o := range all {
		if o.set == left {
			continue
		}
		r := row{x: make([]float64, len(o.Features))}
		for i, v := range o.Features {
			r.x[i] = float64(v)
		}
		n := count[o.set]
		// The root: a large set says more than a small one, but not in proportion.
		scale := math.Sqrt(n[0] + n[1])
		if o.good {
			r.y, r.weight = 1, scale/n[1]
		} else {
			r.weight = dear * scale / n[0]
		}
		rows = append(rows, r)
	}
	total := 0.0
	for _, r := range rows {
		total += r.weight
	}
	for i := range rows {
		rows[i].weight *= float64(len(rows)) / total
	}
	return &correct.Question{Weights: regress(rows, 30), Trees: boost(rows)}
}

// caught prints how many good changes of a set are plausible by the weights, of all and of words, and how many bad ones are not.
func caught(w io.Writer, set string, all []offer, q *correct.Question) {
	var good, kept, words, wordsKept int
	bad, found := make([]int, len(Meddlings)+1), make([]int, len(Meddlings)+1)
	for _, o := range all {
		if o.set != set {
			continue
		}
		s := q.Logit(o.Features[:])
		switch {
		case !o.good:
			bad[o.kind+1]++
			if s < 0 {
				found[o.kind+1]++
			}
		case o.kind < 0:
			good++
			words += btoi(o.words)
			if s >= 0 {
				kept++
				wordsKept += btoi(o.words)
			}
		}
	}
	fmt.Fprintf(w, "%-22s %8d %7.1f%% %8d %7.1f%%  ", set, good, percent(kept, good), words, percent(wordsKept, words))
	for k := range bad {
		fmt.Fprintf(w, " %5d %6.1f%%", bad[k], percent(found[k], bad[k]))
	}
	fmt.Fprintln(w)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(cmp.Or(of, 1)) }
