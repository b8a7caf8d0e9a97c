package correct

import (
	"cmp"
	"math"
	"slices"
)

// noisiness is the logarithm of the surely misread words in 1,000, and one.
func noisiness(sure, words int) float64 {
	return math.Log1p(1000 * float64(sure) / float64(max(200, words)))
}

// A Risk is a correction as the harm budget sees it.
type Risk struct {
	Right  float64 // the probability that its first reading is right
	Wrong  float64 // the probability that what stands there is wrong
	Noise  float64 // of its document, see Correction
	Quoted bool    // it stands in a quotation, where the odd word may be the quoted author's
}

// Worth orders risks: right readings gained for each right word broken. Zero where a correction may not be taken unasked at all: on a clean page
// the budget alone would let through every doubt there is, so its readings must be surer than those of a bad one.
func (r Risk) Worth() float64 {
	least := 0.85 - 0.1*r.Noise
	if r.Quoted {
		least = 0.97 - 0.05*r.Noise
	}
	if r.Right < max(0.5, least) {
		return 0
	}
	return r.Right / max(1e-6, 1-r.Wrong)
}

// Least is the worth that a correction must exceed to be applied unasked, if at most perThousand of every 1,000 right words may be
// expected to be broken. A correction breaks a right word with the probability 1 - Wrong: a wrong reading in place of another wrong one is no
// harm done. Those that give most for the harm are taken first. The words are those that the corrections were found among: of one document, or of
// a whole batch, which gives more for the same harm, since documents in good order leave room for bad ones. O(n log n).
func Least(rs []Risk, words int, perThousand float64) float64 {
	order := make([]Risk, 0, len(rs))
	for _, r := range rs {
		if r.Worth() > 0 {
			order = append(order, r)
		}
	}
	slices.SortFunc(order, func(a, b Risk) int {
		return cmp.Or(cmp.Compare(b.Worth(), a.Worth()), cmp.Compare(b.Wrong, a.Wrong))
	})
	left := perThousand * float64(words) / 1000
	for _, r := range order {
		if left -= 1 - r.Wrong; left < 0 {
			return r.Worth()
		}
	}
	return 0
}

// Remaining is the expected number of misread words that are left when the corrections marked as taken are applied: those doubted
// and left alone, those put wrong instead of right, and a share for those that nothing points to.
func Remaining(cs []Correction, taken []bool) float64 {
	doubted, left := 0.0, 0.0
	for i, c := range cs {
		doubted += c.Confidence
		left += c.Confidence
		if i < len(taken) && taken[i] {
			left -= c.Candidates[0].Confidence
		}
	}
	return left + doubted*unnoticed
}

// unnoticed is how many misread words there are that no correction points to, for each that one does: measured, see docs/corrector.md.
const unnoticed = 0.5
