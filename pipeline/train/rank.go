package train

import (
	"io"
	"io/fs"
	"math"

	"emend/pipeline/correct"
)

// RankerOptions say how rankers are fitted and what is shown of it.
type RankerOptions struct {
	Show  string // the set whose proposals are printed by falling score
	Batch bool   // adapt the channel to each set before
}

// Ranker fits the ranker on the sets below pairs and on clean texts, prints what it does on sources left out, and writes its weights.
func Ranker(w io.Writer, out io.Writer, dir, texts fs.FS, o RankerOptions) error {
	all, err := gather(dir, texts, "", o.Batch)
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
			} else if strangers(p.set, left) {
				in = append(in, p)
			}
		}
		r := fitRanker(in)
		rankers[left] = r
		for i := range rest {
			for _, k := range best(&rest[i], r) {
				j := &rest[i].judged[k]
				unseen = append(unseen, graded{left, r.Right.Logit(j.Features[:]), r.Wrong.Logit(j.Features[:]), j.Noise(), j.right, j.wrong})
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
		measure(w, left, rest, rankers[left])
		if o.Show == left {
			list(w, rest, rankers[left])
		}
	}
	reliability(w, all, rankers)
	if out == nil {
		return nil
	}
	final := fitRanker(all)
	calibrate(final, unseen, "")
	_, err = final.WriteTo(out)
	return err
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
func calibrate(r *correct.Ranker, all []graded, without string) {
	size := map[string]float64{}
	for _, g := range all {
		size[g.set]++
	}
	var right, wrong []row
	for _, g := range all {
		if without != "" && !strangers(g.set, without) {
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
