package review

import (
	"slices"

	"emend/pipeline/text"
)

// Settle makes the accepted edits disjoint. Of two accepted findings that want the same bytes: what the
// ledger says beats what a mode says; equal edits are one; a later stage, which saw the earlier
// one's result, supersedes it; otherwise both are Conflicting and neither is written. An open
// finding whose bytes an accepted one replaces is Superseded too. O(n log n) in the edits.
func (c *Changeset) Settle() {
	type claim struct {
		text.Range
		finding int
	}
	var claims []claim
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Status != Accepted && f.Status != Open {
			continue
		}
		if s := f.Taken(); s != nil {
			for _, e := range s.Edits {
				claims = append(claims, claim{e.Range, i})
			}
		}
	}
	slices.SortStableFunc(claims, func(a, b claim) int { return a.Start - b.Start })
	// Claims that overlap form groups; within a group every pair that overlaps is judged.
	for at := 0; at < len(claims); {
		end, next := claims[at].End, at+1
		for next < len(claims) && claims[next].Start < end {
			end = max(end, claims[next].End)
			next++
		}
		for i := at; i < next; i++ {
			for j := i + 1; j < next && claims[j].Start < claims[i].End; j++ {
				if claims[i].finding != claims[j].finding {
					judge(&c.Findings[claims[i].finding], &c.Findings[claims[j].finding])
				}
			}
		}
		at = next
	}
}

func judge(a, b *Finding) {
	wants := func(f *Finding) bool { return f.Status == Accepted || f.Status == Conflicting }
	switch {
	case a.Status == Open && b.Status == Accepted:
		supersede(a, b)
	case b.Status == Open && a.Status == Accepted:
		supersede(b, a)
	case !wants(a) || !wants(b):
		return
	case a.Because != b.Because && a.Because == ByLedger:
		supersede(b, a)
	case a.Because != b.Because && b.Because == ByLedger:
		supersede(a, b)
	case a.Stage > b.Stage || slices.Equal(a.Taken().Edits, b.Taken().Edits):
		supersede(b, a)
	case b.Stage > a.Stage:
		supersede(a, b)
	default:
		a.Status, a.Because = Conflicting, "wants the same bytes as "+b.Rule
		b.Status, b.Because = Conflicting, "wants the same bytes as "+a.Rule
	}
}

func supersede(loser, winner *Finding) {
	loser.Status, loser.Because = Superseded, "covered by "+winner.Rule
}
