package dictionaries

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sort"
	"unicode/utf8"
)

// The compiled form of a word list, little-endian, read in place:
//
//	0   8  magic "EMENDLEX"
//	8   4  version
//	12  4  length of the file
//	16 32  SHA-256 of everything from byte 48 on
//	48  4  symbols    runes of the alphabet, ascending; symbol n is the n-th, from 1
//	52  4  kinds      distinct entries but for the frequency
//	56  4  edges
//	60  4  forms
//	64  4  root       first edge of the root state
//	68     4 bytes a symbol, 8 bytes a kind, 8 bytes an edge,
//	       1 byte (its kind) and 1 byte (its frequency) a form, by rank
//
// The automaton is a minimal one of cased forms (Daciuk et al. 2000) whose
// edges of one state lie side by side in order of symbols. An edge is
//
//	bits 0-7   symbol
//	bit  8     the last edge of its state
//	bit  9     a form ends here
//	bits 10-31 first edge of the state it leads to, 0 for none
//	bits 32-63 forms that pass through earlier edges of the same state
//
// so that the sum of the last along a path, plus the forms that end on it
// before, is the rank of a form in the order of its symbols: a perfect hash
// (Lucchesi and Kowaltowski 1993). Every edge leads to a lower position than
// its own state has: a file in which one does not is refused, and so no walk
// can run in a circle.
const (
	magic         = "EMENDLEX"
	formatVersion = 1
	headerSize    = 68
	maxTableSize  = 256 << 20
	maxSymbols    = 255
	maxKinds      = 256
	maxEdges      = 1 << 22

	lastBit  = 1 << 8
	finalBit = 1 << 9
)

// ErrFormat is wrapped by every error about a compiled list that is damaged,
// cut short or of another version.
var ErrFormat = errors.New("not a compiled word list")

// table is a compiled list. It holds the file and a few offsets into it, and
// is never written after openTable.
type table struct {
	data    string
	edges   string // 8 bytes an edge
	kinds   string // 8 bytes a kind
	kindOf  string // by rank
	freq    string // by rank
	symbols []rune // by symbol - 1
	start   [256]uint32
	ascii   [128]uint8
	root    uint32
}

func u32(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

// edge reads the edge at position e. An e past the end cannot come from a
// checked file; it reads as an edge that matches nothing.
func (t *table) edge(e uint32) uint64 {
	if i := int(e) * 8; i+8 <= len(t.edges) {
		return u64(t.edges, i)
	}
	return lastBit
}

func u64(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func edgeSymbol(e uint64) uint8  { return uint8(e) }
func edgeTarget(e uint64) uint32 { return uint32(e) >> 10 }
func edgeSkip(e uint64) uint32   { return uint32(e >> 32) }

// openTable reads the header and checks that all parts lie inside data.
func openTable(data string) (*table, error) {
	if len(data) < headerSize || data[:8] != magic {
		return nil, fmt.Errorf("%w: no %q at its start", ErrFormat, magic)
	}
	if v := u32(data, 8); v != formatVersion {
		return nil, fmt.Errorf("%w: version %d, this program reads %d; compile the list again", ErrFormat, v, formatVersion)
	}
	symbols, kinds, edges, forms := uint64(u32(data, 48)), uint64(u32(data, 52)), uint64(u32(data, 56)), uint64(u32(data, 60))
	want := headerSize + 4*symbols + 8*kinds + 8*edges + 2*forms
	if uint64(u32(data, 12)) != want || uint64(len(data)) != want {
		return nil, fmt.Errorf("%w: %d bytes instead of %d", ErrFormat, len(data), want)
	}
	if symbols > maxSymbols || kinds > maxKinds || edges > maxEdges || edges == 0 || uint64(u32(data, 64)) >= edges {
		return nil, fmt.Errorf("%w: counts out of bounds", ErrFormat)
	}
	t := &table{data: data, root: u32(data, 64)}
	at := headerSize
	t.symbols = make([]rune, symbols)
	for i := range t.symbols {
		r := rune(u32(data, at+4*i))
		t.symbols[i] = r
		if r >= 0 && r < 128 {
			t.ascii[r] = uint8(i + 1)
		}
	}
	cut := func(n uint64) string {
		s := data[at : at+int(n)]
		at += int(n)
		return s
	}
	cut(4 * symbols)
	t.kinds = cut(8 * kinds)
	t.edges = cut(8 * edges)
	t.kindOf = cut(forms)
	t.freq = cut(forms)
	for e := t.root; e != 0; e++ {
		x := t.edge(e)
		t.start[edgeSymbol(x)] = e
		if x&lastBit != 0 {
			break
		}
	}
	return t, nil
}

// check verifies what openTable takes on trust: the checksum, the order of
// the alphabet, the direction of every edge and the kind of every form.
// O(length of the file).
func (t *table) check() error {
	sum := sha256.Sum256([]byte(t.data[48:]))
	if t.data[16:48] != string(sum[:]) {
		return fmt.Errorf("%w: its checksum is wrong; compile the list again", ErrFormat)
	}
	for i, r := range t.symbols {
		if !utf8.ValidRune(r) || i > 0 && t.symbols[i-1] >= r {
			return fmt.Errorf("%w: alphabet out of order", ErrFormat)
		}
	}
	n := uint32(len(t.edges) / 8)
	first := uint32(0)
	for e := range n {
		x := t.edge(e)
		if int(edgeSymbol(x)) > len(t.symbols) || e != 0 && edgeTarget(x) >= first && edgeTarget(x) != 0 {
			return fmt.Errorf("%w: edge %d leads astray", ErrFormat, e)
		}
		if x&lastBit != 0 {
			first = e + 1
		}
	}
	if first != n {
		return fmt.Errorf("%w: the last state has no end", ErrFormat)
	}
	kinds := len(t.kinds) / 8
	for i := range len(t.kindOf) {
		if int(t.kindOf[i]) >= kinds {
			return fmt.Errorf("%w: form %d is of no kind", ErrFormat, i)
		}
	}
	return nil
}

func readTable(r io.Reader) (*table, error) {
	var b bytes.Buffer
	n, err := b.ReadFrom(io.LimitReader(r, maxTableSize+1))
	if err != nil {
		return nil, err
	}
	if n > maxTableSize {
		return nil, fmt.Errorf("%w: larger than %d MiB", ErrFormat, maxTableSize>>20)
	}
	t, err := openTable(b.String())
	if err != nil {
		return nil, err
	}
	return t, t.check()
}

// symbol is r's place in the alphabet, 0 when it has none.
func (t *table) symbol(r rune) uint8 {
	if uint32(r) < 128 {
		return t.ascii[r]
	}
	if r == '’' { // one apostrophe is as good as the other
		return t.ascii['\'']
	}
	i := sort.Search(len(t.symbols), func(i int) bool { return t.symbols[i] >= r })
	if i < len(t.symbols) && t.symbols[i] == r {
		return uint8(i + 1)
	}
	return 0
}

// find returns the edge with symbol s of the state that begins at e.
func (t *table) find(e uint32, s uint8) (uint64, bool) {
	if e == t.root {
		e = t.start[s]
	}
	if e == 0 || s == 0 {
		return 0, false
	}
	edges := t.edges
	for i := int(e) * 8; i+8 <= len(edges); i += 8 {
		if c := edges[i]; c >= s {
			return u64(edges, i), c == s
		}
		if edges[i+1]&(lastBit>>8) != 0 {
			break
		}
	}
	return 0, false
}

// rank returns the place of form, read through fold, in the order of forms.
func (t *table) rank(form string, fold fold) (int, bool) {
	state, n := t.root, uint32(0)
	final := false
	for i := 0; i < len(form); {
		if state == 0 {
			return 0, false
		}
		var s uint8
		if c := form[i]; c < utf8.RuneSelf {
			if fold != asIs {
				c = byte(fold.rune(rune(c), i == 0))
			}
			s = t.ascii[c&127]
			i++
		} else {
			r, w := utf8.DecodeRuneInString(form[i:])
			s = t.symbol(fold.rune(r, i == 0))
			i += w
		}
		x, ok := t.find(state, s)
		if !ok {
			return 0, false
		}
		if final {
			n++
		}
		n += edgeSkip(x)
		final = x&finalBit != 0
		state = edgeTarget(x)
	}
	return int(n), final
}

// entry returns what the table knows of the form of that rank.
func (t *table) entry(rank int) (Entry, bool) {
	if uint(rank) >= uint(len(t.kindOf)) {
		return Entry{}, false
	}
	k := int(t.kindOf[rank]) * 8
	if k+8 > len(t.kinds) {
		return Entry{}, false
	}
	s := t.kinds[k : k+8]
	return Entry{
		Category: Category(s[0]) | Category(s[1])<<8,
		Region:   Region(s[2]),
		Size:     s[3],
		Variant:  s[4],
		logFreq:  t.freq[rank],
	}, true
}

func (t *table) lookup(form string, f fold) (Entry, bool) {
	if rank, ok := t.rank(form, f); ok {
		return t.entry(rank)
	}
	return Entry{}, false
}

// each calls f for every form in the order of its runes until it returns false.
func (t *table) each(f func(form string, e Entry) bool) {
	var buf []byte
	rank := 0
	var walk func(e uint32) bool
	walk = func(e uint32) bool {
		for ; e != 0; e++ {
			x := t.edge(e)
			keep := len(buf)
			if s := int(edgeSymbol(x)); s > 0 && s <= len(t.symbols) {
				buf = utf8.AppendRune(buf, t.symbols[s-1])
			}
			if x&finalBit != 0 {
				entry, ok := t.entry(rank)
				if !ok || !f(string(buf), entry) {
					return false
				}
				rank++
			}
			if !walk(edgeTarget(x)) {
				return false
			}
			buf = buf[:keep]
			if x&lastBit != 0 {
				break
			}
		}
		return true
	}
	walk(t.root)
}

func header(symbols, kinds, edges, forms int, root uint32) []byte {
	b := make([]byte, headerSize)
	copy(b, magic)
	for i, v := range []int{symbols, kinds, edges, forms, int(root)} {
		binary.LittleEndian.PutUint32(b[48+4*i:], uint32(v))
	}
	binary.LittleEndian.PutUint32(b[8:], formatVersion)
	return b
}

// seal fills in length and checksum.
func seal(b []byte) {
	binary.LittleEndian.PutUint32(b[12:], uint32(len(b)))
	sum := sha256.Sum256(b[48:])
	copy(b[16:], sum[:])
}
