package pipeline

import "emend/pipeline/text"

// byteSet is a set of bytes of a source, a bit each.
type byteSet []uint64

func newByteSet(size int) byteSet { return make(byteSet, size/64+1) }

// overlaps reports whether any byte of the range is in the set; an empty range counts as the
// byte at its start. O(bytes of the range).
func (s byteSet) overlaps(r text.Range) bool {
	for i := r.Start; i < max(r.End, r.Start+1); i++ {
		if s[i/64]&(1<<(i%64)) != 0 {
			return true
		}
	}
	return false
}

func (s byteSet) add(r text.Range) {
	for i := r.Start; i < max(r.End, r.Start+1); i++ {
		s[i/64] |= 1 << (i % 64)
	}
}
