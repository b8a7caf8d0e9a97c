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
	members  []int32
	unsorted bool // the members are not in the order of the files
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
		s.readings[reading{rule, old}] = append(s.readings[reading{rule, old}], p)
	}
	members := s.pairs[p].members
	if n := len(members); n > 0 && compareItems(&s.items[members[n-1]], &s.items[i]) > 0 {
		s.pairs[p].unsorted = true
	}
	s.pairs[p].members = append(members, int32(i))
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
// and in its file. O(findings of the reading).
func (s *Sitting) OfReading(i int) (project, file int) {
	it := &s.items[i]
	for _, p := range s.readings[reading{it.Rule, it.Old}] {
		for _, j := range s.pairs[p].members {
			if s.states[j] != Undecided || s.items[s.ofFile[int(s.fileOf[j])][0]].Project != it.Project {
				continue
			}
			project++
			if int(s.fileOf[j]) == it.File {
				file++
			}
		}
	}
	return project, file
}

// Alike is how many findings the series of an item has, and in how many files. O(findings of the pair).
func (s *Sitting) Alike(i int) (findings, files int) {
	last, seen := int32(-1), make(map[int32]bool)
	for _, j := range s.pairs[s.pairOf[i]].members {
		if s.states[j] != Undecided || s.hidden[j] {
			continue
		}
		findings++
		if f := s.fileOf[j]; f != last {
			last, seen[f] = f, true
		}
	}
	return findings, len(seen)
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
			se.Expected += s.gains[i]
		}
	}
	if s.pairs[p].unsorted {
		slices.SortFunc(se.Items, func(a, b int) int { return compareItems(&s.items[a], &s.items[b]) })
	}
	for k, i := range se.Items {
		if k == 0 || s.fileOf[i] != s.fileOf[se.Items[k-1]] {
			se.Files++
		}
	}
	return se
}
