// Package near finds the words that a misread one may have been: a walk over a minimal automaton of all words with the
// scanner's confusions at hand.
package near

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"unicode/utf8"
)

// Class is what is known of a word besides its spelling.
type Class uint8

// A class is a tier in its low bits, and what else holds of the word.
const (
	TierMask Class = 0x0f // 0 for the commonest words, 7 for those of large dictionaries only
	Name     Class = 0x10 // always written with a capital
	Unlisted Class = 0x20 // in the training text, but in no dictionary
)

// A Form is a word in small letters with its class.
type Form struct {
	Text  string
	Class Class
}

// Words is an automaton, read in place:
//
//	0   8  magic
//	8   4  version
//	12  4  CRC-32C of everything from byte 16 on
//	16  4  symbols: runes, ascending; symbol n is the n-th, from 1
//	20  4  edges
//	24  4  root of the words as they are
//	28  4  root of the words from their last letter to their first
//	32     4 bytes a symbol, 4 bytes an edge
//
// The edges of a state lie side by side: bits 0-7 the symbol, bit 8 set on the last one, bits 9-31 the state it leads
// to. An edge with symbol 0 leads nowhere: a word ends here, and its class stands in the place of the state.
type Words struct {
	edges  []byte
	roots  [2]uint32
	ascii  [128]uint8
	others map[rune]uint8
	runes  []rune
	sum    uint32         // checksum of the bytes
	first  [2][256]uint32 // where each symbol leads from a root; 0 nowhere
}

const (
	magic   = "emendWRD"
	version = 2
	header  = 32
	lastBit = 1 << 8
	shift   = 9
)

// The two ways to read a word.
const (
	ahead    = 0
	mirrored = 1
)

// Errors of Open and Verify.
var (
	ErrFormat   = errors.New("near: not an automaton of this version")
	ErrChecksum = errors.New("near: checksum does not match: the file is damaged")
)

// Build makes the bytes of an automaton. Of several forms with one text the first after sorting by class counts.
func Build(forms []Form) ([]byte, error) {
	forms = slices.Clone(forms)
	slices.SortFunc(forms, func(a, b Form) int { return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Class, b.Class)) })
	forms = slices.CompactFunc(forms, func(a, b Form) bool { return a.Text == b.Text })
	var alphabet []rune
	for _, f := range forms {
		if f.Text == "" || !utf8.ValidString(f.Text) {
			return nil, fmt.Errorf("near: %q is no word", f.Text)
		}
		alphabet = append(alphabet, []rune(f.Text)...)
	}
	slices.Sort(alphabet)
	alphabet = slices.Compact(alphabet)
	if len(alphabet) > 255 {
		return nil, fmt.Errorf("near: %d different letters, 255 at most", len(alphabet))
	}
	symbols := map[rune]uint32{}
	for i, r := range alphabet {
		symbols[r] = uint32(i + 1)
	}
	b := builder{symbols: symbols, states: map[string]uint32{}}
	root := b.state(forms, 0)
	back := b.state(backwards(forms), 0)

	out := make([]byte, header)
	copy(out, magic)
	binary.LittleEndian.PutUint32(out[8:], version)
	binary.LittleEndian.PutUint32(out[16:], uint32(len(alphabet)))
	binary.LittleEndian.PutUint32(out[20:], uint32(len(b.edges)))
	binary.LittleEndian.PutUint32(out[24:], root)
	binary.LittleEndian.PutUint32(out[28:], back)
	for _, r := range alphabet {
		out = binary.LittleEndian.AppendUint32(out, uint32(r))
	}
	for _, e := range b.edges {
		out = binary.LittleEndian.AppendUint32(out, e)
	}
	binary.LittleEndian.PutUint32(out[12:], crc32.Checksum(out[16:], crc32.MakeTable(crc32.Castagnoli)))
	return out, nil
}

// backwards gives the forms with their letters from last to first, sorted.
func backwards(forms []Form) []Form {
	out := make([]Form, len(forms))
	for i, f := range forms {
		letters := []rune(f.Text)
		slices.Reverse(letters)
		out[i] = Form{string(letters), f.Class}
	}
	slices.SortFunc(out, func(a, b Form) int { return cmp.Compare(a.Text, b.Text) })
	return out
}

type builder struct {
	symbols map[rune]uint32
	states  map[string]uint32 // by their edges: equal states are one
	edges   []uint32
}

// state makes the state for sorted forms that share their first n bytes.
func (b *builder) state(forms []Form, n int) uint32 {
	var edges []uint32
	if len(forms[0].Text) == n {
		edges = append(edges, uint32(forms[0].Class)<<shift)
		forms = forms[1:]
	}
	for len(forms) > 0 {
		r, w := utf8.DecodeRuneInString(forms[0].Text[n:])
		same := 1
		for same < len(forms) {
			if s, _ := utf8.DecodeRuneInString(forms[same].Text[n:]); s != r {
				break
			}
			same++
		}
		edges = append(edges, b.symbols[r]|b.state(forms[:same], n+w)<<shift)
		forms = forms[same:]
	}
	edges[len(edges)-1] |= lastBit
	key := make([]byte, 0, 4*len(edges))
	for _, e := range edges {
		key = binary.LittleEndian.AppendUint32(key, e)
	}
	if s, ok := b.states[string(key)]; ok {
		return s
	}
	s := uint32(len(b.edges))
	b.states[string(key)] = s
	b.edges = append(b.edges, edges...)
	return s
}

// Open reads an automaton in place; data must not change while it is in use.
func Open(data []byte) (*Words, error) {
	if len(data) < header || string(data[:8]) != magic || binary.LittleEndian.Uint32(data[8:]) != version {
		return nil, ErrFormat
	}
	symbols := uint64(binary.LittleEndian.Uint32(data[16:]))
	edges := uint64(binary.LittleEndian.Uint32(data[20:]))
	w := &Words{others: map[rune]uint8{}, sum: binary.LittleEndian.Uint32(data[12:])}
	w.roots[ahead], w.roots[mirrored] = binary.LittleEndian.Uint32(data[24:]), binary.LittleEndian.Uint32(data[28:])
	if symbols > 255 || uint64(len(data)) != header+4*symbols+4*edges || uint64(max(w.roots[ahead], w.roots[mirrored])) >= edges {
		return nil, fmt.Errorf("%w: %d bytes", ErrFormat, len(data))
	}
	w.runes = make([]rune, symbols+1)
	for i := uint64(1); i <= symbols; i++ {
		r := rune(binary.LittleEndian.Uint32(data[header+4*(i-1):]))
		w.runes[i] = r
		if r >= 0 && r < 128 {
			w.ascii[r] = uint8(i)
		} else {
			w.others[r] = uint8(i)
		}
	}
	w.edges = data[header+4*symbols:]
	for way, root := range w.roots {
		for e := uint64(root); e < edges; e++ {
			x := w.edge(uint32(e))
			if uint8(x) != 0 {
				w.first[way][uint8(x)] = x >> shift
			}
			if x&lastBit != 0 {
				break
			}
		}
	}
	return w, nil
}

// Verify compares the checksum and walks every edge, so that no look-up in an automaton that passes can fail. O(size).
func Verify(data []byte) error {
	w, err := Open(data)
	if err != nil {
		return err
	}
	if crc32.Checksum(data[16:], crc32.MakeTable(crc32.Castagnoli)) != binary.LittleEndian.Uint32(data[12:]) {
		return ErrChecksum
	}
	n := uint32(len(w.edges) / 4)
	first := uint32(0) // of the state that edge e belongs to
	for e := range n {
		x := w.edge(e)
		if s := x & 0xff; s != 0 && (int(s) >= len(w.runes) || x>>shift >= first) {
			return fmt.Errorf("%w: edge %d leads astray", ErrFormat, e)
		}
		if x&lastBit != 0 {
			first = e + 1
		}
	}
	if first != n {
		return fmt.Errorf("%w: the last state has no end", ErrFormat)
	}
	return nil
}

func (w *Words) edge(e uint32) uint32 { return binary.LittleEndian.Uint32(w.edges[4*e:]) }

func (w *Words) symbol(r rune) uint8 {
	if uint32(r) < 128 {
		return w.ascii[r]
	}
	return w.others[r]
}

// step follows the edge with a symbol.
func (w *Words) step(state uint32, s uint8) (uint32, bool) {
	for way, root := range w.roots {
		if state == root {
			return w.first[way][s], w.first[way][s] != 0
		}
	}
	for e := state; ; e++ {
		x := w.edge(e)
		if c := uint8(x); c == s {
			return x >> shift, true
		} else if c > s || x&lastBit != 0 {
			return 0, false
		}
	}
}

// leaving is the set of symbols of a state's edges, and 0, with which nothing begins and so anything goes on.
func (w *Words) leaving(state uint32) (set [4]uint64) {
	for e := state; ; e++ {
		x := w.edge(e)
		set[uint8(x)>>6] |= 1 << (x & 63)
		if x&lastBit != 0 {
			set[0] |= 1
			return set
		}
	}
}

// ends tells whether a word ends in a state, and its class.
func (w *Words) ends(state uint32) (Class, bool) {
	x := w.edge(state)
	return Class(x >> shift), uint8(x) == 0
}

// Small tells whether a dictionary has a word in small letters, and not only with a capital.
func (w *Words) Small(word string) bool {
	class, ok := w.Lookup(word)
	return ok && class&(Name|Unlisted) == 0
}

// Lookup finds a word in small letters.
func (w *Words) Lookup(word string) (Class, bool) {
	state := w.roots[ahead]
	for _, r := range word {
		s := w.symbol(r)
		if s == 0 {
			return 0, false
		}
		var ok bool
		if state, ok = w.step(state, s); !ok {
			return 0, false
		}
	}
	return w.ends(state)
}
