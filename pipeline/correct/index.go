package correct

import "math/bits"

// An index finds a document's forms by their spelling: every word of a text asks it once, so that it is made for short keys. Slots
// hold a form's number and one, 0 for none; a place taken is passed over to the next (Knuth 1973, 6.4, linear probing).
type index struct {
	slots []slot
	used  int
}

// A slot holds the spelling itself, if it has no more than eight bytes, and otherwise its hash.
type slot struct {
	key  uint64
	size uint32
	form int32
}

// golden is 2^64 divided by the golden ratio (Knuth 1973, 6.4).
const golden = 0x9e3779b97f4a7c15

// keyOf is a spelling of up to eight bytes as a number, or a hash of a longer one, mixed eight bytes at a time.
func keyOf(s string) uint64 {
	if len(s) <= 8 {
		return load(s, len(s))
	}
	h := uint64(0)
	for len(s) >= 8 {
		h = (bits.RotateLeft64(h, 23) ^ load(s, 8)) * golden
		s = s[8:]
	}
	return (bits.RotateLeft64(h, 23) ^ load(s, len(s))) * golden
}

// load is n bytes as a number; of the same length no two strings give the same.
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

// first is where the search for a key begins.
func (x *index) first(key uint64, size uint32) uint32 {
	return uint32((key^uint64(size)<<56)*golden>>32) & uint32(len(x.slots)-1)
}

// find gives a spelling's form, or the slot where it belongs.
func (x *index) find(forms []form, s string) (n int32, at uint32, ok bool) {
	if 2*x.used >= len(x.slots) {
		x.grow()
	}
	key, size, mask := keyOf(s), uint32(len(s)), uint32(len(x.slots)-1)
	for at = x.first(key, size); ; at = (at + 1) & mask {
		e := &x.slots[at]
		if e.form == 0 {
			return 0, at, false
		}
		if e.key == key && e.size == size && (size <= 8 || forms[e.form-1].text == s) {
			return e.form - 1, at, true
		}
	}
}

// put fills the slot that find gave for a spelling.
func (x *index) put(at uint32, s string, n int32) {
	x.slots[at] = slot{keyOf(s), uint32(len(s)), n + 1}
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
		at := x.first(e.key, e.size)
		for x.slots[at].form != 0 {
			at = (at + 1) & mask
		}
		x.slots[at] = e
	}
}
