package correct

import (
	"cmp"
	"math"
	"slices"
)

// LeastRight is the least probability of a reading that may be taken unasked in a document of some noise (see Example.Noise), whatever the
// budget: on a clean page the budget alone would let through every doubt there is.
func LeastRight(noise float64) float64 { return max(0.5, 0.9-0.1*noise) }

// noisiness is the logarithm of the surely misread words in 1,000, and one.
func noisiness(sure, words int) float64 {
	return math.Log1p(1000 * float64(sure) / float64(max(200, words)))
}

// Within tells which corrections may be applied unasked if at most perThousand of every 1,000 right words may be expected to be
// broken. A correction breaks a right word with the probability 1 - Confidence. Those whose first reading is surest are taken first. The
// words are those that the corrections were found among: of one document, or of a whole batch, which gives more for the same harm, since
// documents in good order leave room for bad ones. O(n log n).
func Within(cs []Correction, words int, perThousand float64) []bool {
	sure := 0
	for _, c := range cs {
		if len(c.Candidates) > 0 && c.Candidates[0].Confidence > 0.9 {
			sure++
		}
	}
	least := LeastRight(noisiness(sure, words))
	order := make([]int, 0, len(cs))
	for i, c := range cs {
		if len(c.Candidates) > 0 && c.Candidates[0].Confidence >= least {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(cs[b].Candidates[0].Confidence, cs[a].Candidates[0].Confidence)
	})
	taken := make([]bool, len(cs))
	left := perThousand * float64(words) / 1000
	for _, i := range order {
		if left -= 1 - cs[i].Confidence; left < 0 {
			break
		}
		taken[i] = true
	}
	return taken
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
