package train

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"emend/pipeline/correct"
	"emend/pipeline/correct/ngram"
	"emend/pipeline/evaluate"
)

// An ablated is the corrector without one of its ingredients.
type ablated struct {
	name     string
	order    int // of the language model; 0: every word as likely as any other
	hand     bool
	without  correct.Without
	noRanker bool
}

var ablations = []ablated{
	{name: "everything", order: 3},
	{name: "no model: every word as likely as any other", order: 0, without: correct.Without{Aliens: true}},
	{name: "model of single words", order: 1},
	{name: "model of two words", order: 2},
	{name: "channel by hand: every error of a kind costs the same", order: 3, hand: true},
	{name: "the same, not adapted to the document", order: 3, hand: true, without: correct.Without{Adaptation: true}},
	{name: "channel learnt, not adapted to the document", order: 3, without: correct.Without{Adaptation: true}},
	{name: "no blanks lost or put in", order: 3, without: correct.Without{Splits: true}},
	{name: "no real words", order: 3, without: correct.Without{RealWords: true}},
	{name: "no ranker: the lattice taken at its word", order: 3, noRanker: true},
}

// Ablation writes what each ingredient is worth, as a table: the corrector without it, with channel, ranker and calibration learnt again, each set judged by
// what was learnt from the others. A row is a run of everything but the model, so it takes as many times as long as Ranker. row: only rows
// whose names hold it.
func (t *Training) Ablation(w io.Writer, row string) error {
	fmt.Fprintf(w, "| | fixed %%, at 0.5 broken /1,000 | at 0.1 | clean pages: findings /1,000 at 0.5 | at 0.9 |\n|---|--:|--:|--:|--:|\n")
	models := map[int][]byte{3: t.Data.Model}
	whole := t.Data
	defer func() { t.Data, t.without, t.hand = whole, correct.Without{}, false }()
	for _, a := range ablations {
		if !strings.Contains(a.name, row) {
			continue
		}
		if models[a.order] == nil {
			m, err := t.lower(a.order)
			if err != nil {
				return err
			}
			models[a.order] = m
		}
		t.Data = whole
		t.Data = t.fresh()
		t.Data.Model, t.Data.Rivals = models[a.order], nil
		t.without, t.hand = a.without, a.hand
		all, err := t.gather("", false)
		if err != nil {
			return err
		}
		figures, err := t.ablate(all, a.noRanker)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "| %s | %.1f | %.1f | %.2f | %.2f |\n", a.name, figures[0], figures[1], figures[2], figures[3])
	}
	return nil
}

// lower is the model's texts as a model of shorter contexts.
func (t *Training) lower(order int) ([]byte, error) {
	never := math.Inf(1)
	size := t.Recipe.Model
	o := ngram.Options{MinCount: orElse(size.Min, 3), PruneBi: orElse(size.Bi, 2), PruneTri: never, Scanner: t.scanner()}
	if order < 2 {
		o.PruneBi = never
	}
	b := ngram.NewBuilder(o)
	if order == 0 { // each word of the model once
		m, err := ngram.Open(t.Data.Model)
		if err != nil {
			return nil, err
		}
		var words []byte
		m.Words(func(fold string, _ ngram.Word) { words = append(append(words, fold...), '\n') })
		b = ngram.NewBuilder(ngram.Options{MinCount: 1, PruneBi: never, PruneTri: never, Scanner: t.scanner()})
		b.Add(string(words))
		return b.Build()
	}
	sources, err := t.sources()
	if err != nil {
		return nil, err
	}
	for _, s := range sources {
		if s.fate != counted {
			continue
		}
		text, err := s.read()
		if err != nil {
			return nil, err
		}
		b.Add(paragraphs(text))
	}
	return b.Build()
}

// ablate judges every set by what was learnt from the others: the share of the words read wrongly that are right when the surest corrections of all
// sets are applied until 0.5, or 0.1, right words in 1,000 are broken; and the findings of clean pages.
func (t *Training) ablate(all []page, noRanker bool) (row [4]float64, err error) {
	rankers, names, err := t.unseen(all)
	if err != nil {
		return row, err
	}
	if noRanker {
		for _, name := range names {
			rankers[name] = correct.ByLattice()
		}
	}
	type choice struct {
		p           float64
		right, harm bool
	}
	var choices []choice
	words, wrong, cleanWords := 0, 0, 0
	var found [2]int
	for i := range all {
		p := &all[i]
		if made(p.set) && p.set != clean || rankers[p.set] == nil {
			continue
		}
		if p.set == clean {
			cleanWords += p.words
		} else {
			words += p.words
			wrong += evaluate.NewReading(p.read, p.truth).Effect(p.read).Wrong
		}
		for _, k := range best(p, rankers[p.set]) {
			j := &p.judged[k]
			risk := j.Risk(rankers[p.set])
			if p.set == clean {
				for n, least := range []float64{0.5, 0.9} {
					if risk.Wrong >= least {
						found[n]++
					}
				}
				continue
			}
			choices = append(choices, choice{risk.Right, j.right, !j.right && !j.wrong})
		}
	}
	slices.SortStableFunc(choices, func(a, b choice) int { return cmp.Compare(b.p, a.p) })
	for n, budget := range []float64{0.5, 0.1} {
		fixed, harm := 0, 0
		for _, c := range choices {
			if c.harm {
				if harm++; float64(harm)*1000 > budget*float64(words) {
					break
				}
			}
			if c.right {
				fixed++
			}
		}
		row[n] = 100 * float64(fixed) / float64(max(1, wrong))
	}
	for n := range found {
		row[2+n] = 1000 * float64(found[n]) / float64(max(1, cleanWords))
	}
	return row, nil
}
