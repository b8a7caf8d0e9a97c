package pipeline

import (
	"slices"

	"emend/pipeline/text"
)

// spanSet is a set of disjoint ranges, by start.
type spanSet []text.Range

// search is the index of the first range that ends after offset. O(log n).
func (s spanSet) search(offset int) int {
	i, _ := slices.BinarySearchFunc(s, offset, func(r text.Range, at int) int {
		if r.End > at {
			return 1
		}
		return -1
	})
	return i
}

func (s spanSet) overlaps(r text.Range) bool {
	i := s.search(r.Start)
	return i < len(s) && s[i].Start < max(r.End, r.Start+1)
}

func (s *spanSet) add(r text.Range) {
	if !s.overlaps(r) {
		*s = slices.Insert(*s, s.search(r.Start), r)
	}
}
