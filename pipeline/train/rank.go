package train

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"emend/pipeline/correct"
)

// RankerOptions say what is shown of fitting a ranker.
type RankerOptions struct {
	Show string // the set whose proposals are printed by falling score
}

// Ranker fits the ranker on the pairs, each set judged as it is and adapted to, and on clean pages, and reports what it does on sources left out.
func (t *Training) Ranker(o RankerOptions) error {
	w := t.Report
	all, err := t.gather("", false)
	if err != nil {
		return err
	}
	adapted, err := t.gather("", true)
	if err != nil {
		return err
	}
	all = append(all, adapted...)
	rankers, names, err := t.unseen(all)
	if err != nil {
		return err
	}
	for _, batch := range []bool{false, true} {
		var shown []page
		for _, left := range names {
			rest := slices.DeleteFunc(slices.Clone(all), func(p page) bool { return p.set != left || p.batch != batch })
			if len(rest) == 0 {
				continue
			}
			name := left
			if batch {
				name += ", adapted to"
			}
			measure(w, name, rest, rankers[left])
			if o.Show == left {
				list(w, rest, rankers[left])
			}
			shown = append(shown, rest...)
		}
		reliability(w, names, shown, rankers)
	}
	final := fitRanker(all)
	t.calibrate(final, t.graded(all, rankers, names), "")
	var b strings.Builder
	if _, err := final.WriteTo(&b); err != nil {
		return err
	}
	t.Data.Ranker = b.String()
	fmt.Fprintf(t.Say, "ranker: %d pages of %d sources, %d bytes\n", len(all), len(names), b.Len())
	return nil
}

// unseen gives for each source with proposals a ranker that never saw it, calibrated on sources that neither saw.
func (t *Training) unseen(all []page) (map[string]*correct.Ranker, []string, error) {
	names := slices.DeleteFunc(t.setNames(), func(name string) bool {
		return !slices.ContainsFunc(all, func(p page) bool { return p.set == name && len(p.judged) > 0 })
	})
	if len(names) < 2 {
		return nil, nil, errors.New("no two sources with errors to judge by; a ranker is fitted on one and measured on the other")
	}
	fitted := make([]*correct.Ranker, len(names))
	t.each("ranker: fit", len(names), func(i int) {
		var in []page
		for _, p := range all {
			if t.strangers(p.set, names[i]) {
				in = append(in, p)
			}
		}
		fitted[i] = fitRanker(in)
	})
	rankers := map[string]*correct.Ranker{}
	for i, name := range names {
		rankers[name] = fitted[i]
	}
	judged := t.graded(all, rankers, names)
	for _, name := range names {
		t.calibrate(rankers[name], judged, name)
	}
	return rankers, names, nil
}

// graded grades every proposal by the ranker that never saw its source. Logits know no calibration.
func (t *Training) graded(all []page, rankers map[string]*correct.Ranker, names []string) []graded {
	var out []graded
	for _, name := range names {
		r := rankers[name]
		for i := range all {
			if all[i].set != name {
				continue
			}
			for _, k := range best(&all[i], r) {
				j := &all[i].judged[k]
				out = append(out, graded{name, r.Right.Logit(j.Features[:]), r.Wrong.Logit(j.Features[:]), j.Noise(), j.right, j.wrong})
			}
		}
	}
	return out
}

// graded is a proposal's logits by a ranker that never saw its source, and the truth.
type graded struct {
	set          string
	right, wrong float64
	noise        float64
	isRight      bool
	isWrong      bool
}

// calibrate fits scale and shift of both questions on the graded proposals of all sets but one; each set counts the same.
func (t *Training) calibrate(r *correct.Ranker, all []graded, without string) {
	size := map[string]float64{}
	for _, g := range all {
		size[g.set]++
	}
	var right, wrong []row
	for _, g := range all {
		if without != "" && !t.strangers(g.set, without) {
			continue
		}
		w := 50 / math.Sqrt(size[g.set])
		right = append(right, row{x: regressors(g.right, g.noise, g.wrong), weight: w, y: truth(g.isRight)})
		wrong = append(wrong, row{x: regressors(g.wrong, g.noise, g.right), weight: w, y: truth(g.isWrong)})
	}
	r.Right.Calibration = calibration(regress(right, 0.01))
	r.Wrong.Calibration = calibration(regress(wrong, 0.01))
}

func regressors(logit, noise, other float64) []float64 {
	x := correct.Regressors(logit, noise, other)
	return x[:]
}

func calibration(w []float64) correct.Calibration {
	return correct.Calibration{Shift: w[0], Scale: w[1], Noise: w[2], Other: w[3], Cross: w[4]}
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
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
	return correct.Question{Weights: regress(rows, 3), Trees: boost(rows), Calibration: correct.Calibration{Scale: 1}}
}
