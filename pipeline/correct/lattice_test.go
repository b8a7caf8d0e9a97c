package correct

import (
	"math"
	"testing"
)

// Between any two neighbouring atoms exactly one reading passes: the posteriors of all edges over a place sum to one.
func TestPosteriorsSumToOne(t *testing.T) {
	c := english0()
	p := c.page(document(passage("It was one of tbe great qnestions ofthe day, and a col lection of papcrs.")))
	windows := 0
	for _, w := range p.windows() {
		windows++
		first, last := w[0], w[1]
		l := p.decode(first, last)
		for at := range last - first {
			sum := 0.0
			for _, e := range l.edges {
				if int(e.from) <= at && at < int(e.to) {
					sum += float64(e.posterior)
				}
			}
			if math.Abs(sum-1) > 0.02 {
				t.Errorf("window %d-%d, place %d: %.3f", first, last, at, sum)
			}
		}
	}
	if windows == 0 {
		t.Error("nothing in doubt")
	}
}

func TestLogAdd(t *testing.T) {
	for _, c := range [][3]float64{{1, 1, 1 - math.Ln2}, {0, math.Inf(1), 0}, {math.Inf(1), 3, 3}, {2, 40, 2}} {
		if got := logAdd(c[0], c[1]); math.Abs(got-c[2]) > 1e-9 {
			t.Errorf("logAdd(%v, %v) = %v, want %v", c[0], c[1], got, c[2])
		}
	}
	if !math.IsInf(logAdd(math.Inf(1), math.Inf(1)), 1) {
		t.Error("of two impossibles")
	}
}
