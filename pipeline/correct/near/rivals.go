package near

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
)

// Rivals lists for each word of a model, by number, the words it may have been misread from, and says whether it is listed in small letters:
// looked for once and for all, since running text asks at every other word. It is read in place:
//
//	0   8  magic
//	8   4  version
//	12  4  CRC-32C of everything from byte 16 on
//	16  4  CRC-32C of the channel it was made with
//	20  4  words
//	24  4  CRC-32C of the automaton it was made with, as that one's own header has it
//	28     4 bytes a word and 4 more: where its rivals begin; bit 31 set for a word that the automaton lists in small letters
//	       4 bytes a rival: bits 0-22 its number, bit 23 set for a name, 24-31 its cost in sixteenths of a nat
type Rivals struct {
	starts []byte
	list   []byte
	words  uint32 // checksum of the automaton
}

// A Rival is a word by number, with the cost of having been misread.
type Rival struct {
	Word uint32
	Name bool
	Cost float32
}

const (
	rivalMagic   = "emendRIV"
	rivalVersion = 2
	rivalHeader  = 28
	rivalStep    = 16
	smallBit     = 1 << 31
)

// BuildRivals makes the bytes of the lists; lists[i] are the rivals of word i, which is spelled spelling(i).
func BuildRivals(lists [][]Rival, channel string, words *Words, spelling func(word uint32) string) []byte {
	out := make([]byte, rivalHeader, rivalHeader+4*len(lists))
	copy(out, rivalMagic)
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	binary.LittleEndian.PutUint32(out[8:], rivalVersion)
	binary.LittleEndian.PutUint32(out[16:], crc32.Checksum([]byte(channel), castagnoli))
	binary.LittleEndian.PutUint32(out[20:], uint32(len(lists)))
	binary.LittleEndian.PutUint32(out[24:], words.sum)
	n := uint32(0)
	for i, l := range lists {
		start := n
		if words.Small(spelling(uint32(i))) {
			start |= smallBit
		}
		out = binary.LittleEndian.AppendUint32(out, start)
		n += uint32(len(l))
	}
	out = binary.LittleEndian.AppendUint32(out, n)
	for _, l := range lists {
		for _, r := range l {
			cost := uint32(min(255, math.Round(float64(r.Cost)*rivalStep)))
			word := r.Word & 0x7fffff
			if r.Name {
				word |= 1 << 23
			}
			out = binary.LittleEndian.AppendUint32(out, word|cost<<24)
		}
	}
	binary.LittleEndian.PutUint32(out[12:], crc32.Checksum(out[16:], castagnoli))
	return out
}

// OpenRivals reads lists in place; data must not change while they are in use.
func OpenRivals(data []byte) (*Rivals, error) {
	if len(data) < rivalHeader+4 || string(data[:8]) != rivalMagic || binary.LittleEndian.Uint32(data[8:]) != rivalVersion {
		return nil, ErrFormat
	}
	end := rivalHeader + 4*(uint64(binary.LittleEndian.Uint32(data[20:]))+1)
	if uint64(len(data)) < end || uint64(len(data))-end != 4*uint64(binary.LittleEndian.Uint32(data[end-4:])) {
		return nil, fmt.Errorf("%w: %d bytes", ErrFormat, len(data))
	}
	return &Rivals{starts: data[rivalHeader:end], list: data[end:], words: binary.LittleEndian.Uint32(data[24:])}, nil
}

// VerifyRivals compares the checksum, and that the lists were made with a channel, given as text. All numbers of words must be below
// another.
func VerifyRivals(data []byte, channel string, words uint32) error {
	r, err := OpenRivals(data)
	if err != nil {
		return err
	}
	castagnoli := crc32.MakeTable(crc32.Castagnoli)
	if crc32.Checksum(data[16:], castagnoli) != binary.LittleEndian.Uint32(data[12:]) {
		return ErrChecksum
	}
	if crc32.Checksum([]byte(channel), castagnoli) != binary.LittleEndian.Uint32(data[16:]) {
		return fmt.Errorf("%w: made with another channel; make the lists again", ErrFormat)
	}
	last := uint32(0)
	for i := 0; i < len(r.starts); i += 4 {
		n := binary.LittleEndian.Uint32(r.starts[i:]) &^ smallBit
		if n < last || int(n) > len(r.list)/4 {
			return fmt.Errorf("%w: list %d", ErrFormat, i/4)
		}
		last = n
	}
	for i := 0; i < len(r.list); i += 4 {
		if binary.LittleEndian.Uint32(r.list[i:])&0x7fffff >= words {
			return fmt.Errorf("%w: rival %d is no word", ErrFormat, i/4)
		}
	}
	return nil
}

// A List is the rivals of one word, as they are stored.
type List []byte

// Of is the rivals of a word.
func (r *Rivals) Of(word uint32) List {
	at := 4 * uint64(word)
	if at+8 > uint64(len(r.starts)) {
		return nil
	}
	s := r.starts[at:][:8]
	return List(r.list[4*(binary.LittleEndian.Uint32(s)&^smallBit) : 4*(binary.LittleEndian.Uint32(s[4:])&^smallBit)])
}

// Len is how many rivals there are.
func (l List) Len() int { return len(l) / 4 }

// MadeWith tells whether the lists were made with an automaton, so that Small says what the automaton would.
func (r *Rivals) MadeWith(w *Words) bool { return r.words == w.sum }

// Small is Words.Small of a word by number; false of a word without a list.
func (r *Rivals) Small(word uint32) bool {
	return 4*uint64(word)+8 <= uint64(len(r.starts)) && binary.LittleEndian.Uint32(r.starts[4*word:])&smallBit != 0
}

// At is the i-th rival, 0 <= i < Len.
func (l List) At(i int) Rival {
	x := binary.LittleEndian.Uint32(l[4*i:])
	return Rival{x & 0x7fffff, x>>23&1 != 0, float32(x>>24) / rivalStep}
}
