package review

import (
	"fmt"
	"math"
)

// A Record is how a rule has fared on an archive: findings of it that were accepted, with whatever reading, and those that were left as
// they are.
type Record struct{ Right, Wrong int }

// Records are those of all rules that decisions speak of.
func Records(ds []Decision) map[string]Record {
	out := make(map[string]Record)
	for i := range ds {
		r := out[ds[i].Rule]
		if ds[i].Verdict == Accept {
			r.Right++
		} else {
			r.Wrong++
		}
		out[ds[i].Rule] = r
	}
	return out
}

// Interval is where the share that is right lies, in 95 of 100 archives that would give such a record (Wilson 1927).
func (r Record) Interval() (low, high float64) {
	n := float64(r.Right + r.Wrong)
	if n == 0 {
		return 0, 1
	}
	const z = 1.96
	p := float64(r.Right) / n
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, middle-half), min(1, middle+half)
}

// enoughRecord is how many decisions a rule is judged by at least.
const enoughRecord = 10

// Under reports whether the rule is right less often than that, as far as its record can tell.
func (r Record) Under(bar float64) bool {
	_, high := r.Interval()
	return r.Right+r.Wrong >= enoughRecord && high < bar
}

func (r Record) String() string {
	low, high := r.Interval()
	return fmt.Sprintf("%d of %d accepted, %.0f to %.0f%%", r.Right, r.Right+r.Wrong, 100*low, 100*high)
}
