package correct

import "math/bits"

// An index finds a document's forms by their spelling: every word of a text asks it once, so that it is made for short keys. Slots
// hold a form's number and one, 0 for none; a place taken is passed over to the next (Knuth 1973, 6.4, linear probing).
type index struct {
	slots []slot
	used  int
}

type slot struct {
	hash uint32
	form int32
}

// hashOf mixes a spelling eight bytes at a time.
func hashOf(s string) uint32 {
	const k = 0x9e3779b97f4a7c15
	h := uint64(len(s)) * k
	for len(s) >= 8 {
		h = (bits.RotateLeft64(h, 23) ^ load(s, 8)) * k
		s = s[8:]
	}
	h = (bits.RotateLeft64(h, 23) ^ load(s, len(s))) * k
	return uint32(h >> 32)
}

func load(s string, n int) (x uint64) {
	if n >= 4 { // two halves that may overlap
		a := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24
		s = s[n-4 : n]
		return a | (uint64(s[0])|uint64(s[1])<<8|uint64(s[2])<<16|uint64(s[3])<<24)<<32
	}
	for i := 0; i < n; i++ {
		x |= uint64(s[i]) << (8 * i)
	}
	return x
}

// find gives a spelling's form, or the slot where it belongs.
func (x *index) find(forms []form, s string) (n int32, at uint32, ok bool) {
	if 2*x.used >= len(x.slots) {
		x.grow()
	}
	h, mask := hashOf(s), uint32(len(x.slots)-1)
	for at = h & mask; ; at = (at + 1) & mask {
		e := x.slots[at]
		if e.form == 0 {
			return 0, at, false
		}
		if e.hash == h && forms[e.form-1].text == s {
			return e.form - 1, at, true
		}
	}
}

// put fills the slot that find gave for a spelling.
func (x *index) put(at uint32, s string, n int32) {
	x.slots[at] = slot{hashOf(s), n + 1}
	x.used++
}

func (x *index) grow() {
	old := x.slots
	x.slots = make([]slot, max(1024, 4*len(old)))
	mask := uint32(len(x.slots) - 1)
	for _, e := range old {
		if e.form == 0 {
			continue
		}
		at := e.hash & mask
		for x.slots[at].form != 0 {
			at = (at + 1) & mask
		}
		x.slots[at] = e
	}
}
