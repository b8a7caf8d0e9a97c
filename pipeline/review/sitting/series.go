package sitting

import (
	"cmp"
	"slices"

	"emend/pipeline/review"
)

// A Pair is what findings alike have in common: the rule, the old reading and the best new one.
type Pair struct{ Rule, Old, New string }

type pair struct {
	Pair
	members []int32
}

// reading is what decisions are counted by: one may be accepted here and left there.
type reading struct{ rule, old string }

type tally struct{ accepted, left int }

func (s *Sitting) join(i int, rule, old, new string) int32 {
	key := Pair{rule, old, new}
	p, ok := s.pairNo[key]
	if !ok {
		p = int32(len(s.pairs))
		s.pairNo[key] = p
		s.pairs = append(s.pairs, pair{Pair: key})
	}
	s.pairs[p].members = append(s.pairs[p].members, int32(i))
	return p
}

func (s *Sitting) count(rule, old string, v review.Verdict, by int) {
	key := reading{rule, old}
	t := s.tallies[key]
	if t == nil {
		t = &tally{}
		s.tallies[key] = t
	}
	switch v {
	case review.Accept:
		t.accepted += by
	case review.Reject:
		t.left += by
	}
}

// Decided is how many decisions accepted and left the reading that an item doubts, under its
// rule, before and in this sitting. Where neither is 0 the editor should know.
func (s *Sitting) Decided(i int) (accepted, left int) {
	if t := s.tallies[reading{s.items[i].Rule, s.items[i].Old}]; t != nil {
		return t.accepted, t.left
	}
	return 0, 0
}

// OfReading is how many undecided findings have the rule and the old reading of an item, in its project
// and in its file. O(findings).
func (s *Sitting) OfReading(i int) (project, file int) {
	it := &s.items[i]
	for j := range s.items {
		if o := &s.items[j]; s.states[j] == Undecided && o.Rule == it.Rule && o.Old == it.Old && o.Project == it.Project {
			project++
			if o.Path == it.Path {
				file++
			}
		}
	}
	return project, file
}

// The words that an editor reads to judge one finding by itself, and to judge one more of a
// series, where it is shown with no more than the words around it.
const (
	aloneWords = 25
	alikeWords = 2*review.ContextWords + 1
)

// rate is expected errors removed per word read.
func (s *Sitting) rate(members []int32) float64 {
	sum, n := 0.0, 0
	for _, i := range members {
		if s.states[i] == Undecided {
			sum += s.items[i].gain()
			n++
		}
	}
	switch n {
	case 0:
		return 0
	case 1:
		return sum / aloneWords
	}
	return sum / float64(aloneWords+alikeWords*n)
}

// A Series is the undecided findings of one pair.
type Series struct {
	Pair
	Items    []int   // in the order of the files
	Expected float64 // errors that accepting all of them removes
	Files    int
}

// Series lists the pairs with at least that many undecided findings that the filter lets
// through, by the errors they remove, most first. O(findings).
func (s *Sitting) Series(least int) []Series {
	var all []Series
	for p := range s.pairs {
		if len(s.pairs[p].members) < least {
			continue
		}
		if se := s.series(int32(p)); len(se.Items) >= least {
			all = append(all, se)
		}
	}
	slices.SortStableFunc(all, func(a, b Series) int {
		return cmp.Or(cmp.Compare(b.Expected, a.Expected), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Old, b.Old))
	})
	return all
}

// SeriesOf is the series that an item belongs to, the item itself counted in if it is undecided.
func (s *Sitting) SeriesOf(i int) Series { return s.series(s.pairOf[i]) }

func (s *Sitting) series(p int32) Series {
	se := Series{Pair: s.pairs[p].Pair}
	for _, i := range s.pairs[p].members {
		if s.states[i] == Undecided && !s.hidden[i] {
			se.Items = append(se.Items, int(i))
			se.Expected += s.items[i].gain()
		}
	}
	slices.SortFunc(se.Items, func(a, b int) int { return compareItems(&s.items[a], &s.items[b]) })
	for k, i := range se.Items {
		if k == 0 || s.items[i].File != s.items[se.Items[k-1]].File {
			se.Files++
		}
	}
	return se
}
