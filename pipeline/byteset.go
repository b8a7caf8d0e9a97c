package pipeline

import "emend/pipeline/text"

// byteSet is a set of bytes of a part of a source, a bit each.
type byteSet struct {
	from int // where the part begins
	bits []uint64
}

func newByteSet(of text.Range) byteSet { return byteSet{of.Start, make([]uint64, of.Len()/64+1)} }

// overlaps reports whether any byte of the range is in the set; an empty range counts as the
// byte at its start. O(bytes of the range).
func (s byteSet) overlaps(r text.Range) bool {
	for i := r.Start - s.from; i < max(r.End, r.Start+1)-s.from; i++ {
		if s.bits[i/64]&(1<<(i%64)) != 0 {
			return true
		}
	}
	return false
}

func (s byteSet) add(r text.Range) {
	for i := r.Start - s.from; i < max(r.End, r.Start+1)-s.from; i++ {
		s.bits[i/64] |= 1 << (i % 64)
	}
}
