package text

import (
	"cmp"
	"slices"
	"sort"
)

// A Copy says that the file has the bytes of a Range again, from At on.
type Copy struct {
	Range
	At    int
	reach int // the last end up to here
}

// Copies are what a file says twice: an edit goes into all copies of what it replaces. They are made by NewCopies, in the order of
// what is copied; of that one may hold another.
type Copies []Copy

// NewCopies makes Copies of a list, which it keeps. O(n), or O(n log n) if the list is in no order.
func NewCopies(list []Copy) Copies {
	byPlace := func(a, b Copy) int { return cmp.Or(a.Start-b.Start, b.End-a.End) }
	if !slices.IsSortedFunc(list, byPlace) {
		slices.SortFunc(list, byPlace)
	}
	reach := 0
	for i := range list {
		reach = max(reach, list[i].End)
		list[i].reach = reach
	}
	return list
}

// of are the places that have the bytes of a range again. False: a part of them has copies that the others have not. O(log n).
func (c Copies) of(r Range) (places []Range, whole bool) {
	for i := sort.Search(len(c), func(i int) bool { return c[i].Start >= r.End }) - 1; i >= 0 && c[i].reach > r.Start; i-- {
		switch {
		case c[i].Covers(r):
			at := c[i].At + r.Start - c[i].Start
			places = append(places, Range{at, at + r.Len()})
		case c[i].Overlaps(r):
			return nil, false
		}
	}
	return places, true
}

// shifted are those of what stands in a range, for a source that begins elsewhere.
func (c Copies) shifted(in Range, by int) Copies {
	var list []Copy
	for _, k := range c {
		if in.Covers(k.Range) {
			list = append(list, Copy{Range: k.Range.shift(by), At: k.At + by})
		}
	}
	return NewCopies(list)
}
