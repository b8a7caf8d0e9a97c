package dictionaries

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Form is one line of a list to be compiled.
type Form struct {
	Text     string
	Category Category
	Region   Region
	Size     uint8
	Variant  uint8
	// PerMillion is its frequency, 0 where unknown.
	PerMillion float64
}

// maxFormRunes bounds a form, and with it every walk.
const maxFormRunes = 64

// Compile makes the file that ReadLexicon reads. The same forms give the same
// bytes, in whatever order they come; of two entries of one form the
// categories and regions are united and the smaller size and variant kept.
//
// A form with more than 64 runes, with a control character or with invalid
// UTF-8, and more than 255 different runes, 256 different entries or four
// million edges in all are errors.
func Compile(forms []Form) ([]byte, error) {
	forms = slices.Clone(forms)
	for i := range forms {
		forms[i].Text = strings.ReplaceAll(forms[i].Text, "’", "'")
		if err := checkForm(forms[i].Text); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(forms, func(a, b Form) int {
		return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.PerMillion, b.PerMillion))
	})
	forms = unite(forms)

	alphabet := map[rune]bool{}
	for _, f := range forms {
		for _, r := range f.Text {
			alphabet[r] = true
		}
	}
	symbols := slices.Sorted(maps.Keys(alphabet))
	if len(symbols) > maxSymbols {
		return nil, fmt.Errorf("%d different letters in one list; at most %d", len(symbols), maxSymbols)
	}
	symbolOf := make(map[rune]uint8, len(symbols))
	for i, r := range symbols {
		symbolOf[r] = uint8(i + 1)
	}

	var b builder
	b.init()
	kinds, kindOf, freq := []string{}, make([]byte, 0, len(forms)), make([]byte, 0, len(forms))
	place := map[string]int{}
	word := make([]uint8, 0, maxFormRunes)
	for _, f := range forms {
		word = word[:0]
		for _, r := range f.Text {
			word = append(word, symbolOf[r])
		}
		b.add(word)
		kind := string([]byte{byte(f.Category), byte(f.Category >> 8), byte(f.Region), f.Size, f.Variant, 0, 0, 0})
		k, ok := place[kind]
		if !ok {
			if k = len(kinds); k == maxKinds {
				return nil, fmt.Errorf("more than %d different kinds of entry in one list", maxKinds)
			}
			place[kind] = k
			kinds = append(kinds, kind)
		}
		kindOf = append(kindOf, byte(k))
		freq = append(freq, quantise(f.PerMillion))
	}
	root := b.finish()
	if len(b.edges) > maxEdges {
		return nil, fmt.Errorf("list too large: %d edges; at most %d", len(b.edges), maxEdges)
	}

	out := header(len(symbols), len(kinds), len(b.edges), len(forms), root)
	for _, r := range symbols {
		out = binary.LittleEndian.AppendUint32(out, uint32(r))
	}
	for _, k := range kinds {
		out = append(out, k...)
	}
	for _, e := range b.edges {
		out = binary.LittleEndian.AppendUint64(out, e)
	}
	out = append(append(out, kindOf...), freq...)
	seal(out)
	return out, nil
}

func checkForm(s string) error {
	switch {
	case s == "":
		return errors.New("empty word")
	case !utf8.ValidString(s):
		return fmt.Errorf("word %q is not UTF-8", s)
	case utf8.RuneCountInString(s) > maxFormRunes:
		return fmt.Errorf("word of more than %d letters: %.40q…", maxFormRunes, s)
	}
	for _, r := range s {
		if r < ' ' || r == 0x7f {
			return fmt.Errorf("control character %U in word %q", r, s)
		}
	}
	return nil
}

// unite merges neighbours with the same text.
func unite(forms []Form) []Form {
	out := forms[:0]
	for _, f := range forms {
		if n := len(out); n > 0 && out[n-1].Text == f.Text {
			o := &out[n-1]
			o.Category |= f.Category
			o.Region |= f.Region
			o.Size = min(o.Size, f.Size)
			o.Variant = min(o.Variant, f.Variant)
			o.PerMillion = max(o.PerMillion, f.PerMillion)
			continue
		}
		out = append(out, f)
	}
	return out
}

// builder makes the minimal automaton of words added in order: each state is
// frozen, or replaced by an equal one, as soon as no later word can reach it
// (Daciuk, Mihov, Watson and Watson 2000).
type builder struct {
	edges  []uint64
	counts []uint32          // forms behind each state, by its first edge
	states map[string]uint32 // first edge of each frozen state, by its edges
	path   [][]uint64        // the open states of the last word; bits 32-63 unused
	last   []uint8
	key    []byte
}

func (b *builder) init() {
	b.edges = []uint64{lastBit} // position 0 means: no state
	b.counts = []uint32{0}
	b.states = map[string]uint32{}
	b.path = [][]uint64{nil}
}

// add takes a word greater than the last.
func (b *builder) add(word []uint8) {
	common := 0
	for common < len(word) && common < len(b.last) && word[common] == b.last[common] {
		common++
	}
	b.close(common)
	for i := common; i < len(word); i++ {
		b.path[i] = append(b.path[i], uint64(word[i]))
		b.path = append(b.path, nil)
	}
	n := len(word) - 1
	b.path[n][len(b.path[n])-1] |= finalBit
	b.last = append(b.last[:0], word...)
}

// close freezes all open states below depth.
func (b *builder) close(depth int) {
	for len(b.path)-1 > depth {
		n := len(b.path) - 1
		target := b.freeze(b.path[n])
		b.path = b.path[:n]
		up := b.path[n-1]
		up[len(up)-1] |= uint64(target) << 10
	}
}

func (b *builder) freeze(state []uint64) uint32 {
	if len(state) == 0 {
		return 0
	}
	b.key = b.key[:0]
	for _, e := range state {
		b.key = binary.LittleEndian.AppendUint32(b.key, uint32(e))
	}
	if at, ok := b.states[string(b.key)]; ok {
		return at
	}
	at := uint32(len(b.edges))
	b.states[string(b.key)] = at
	forms := uint32(0)
	for i, e := range state {
		e |= uint64(forms) << 32
		if i == len(state)-1 {
			e |= lastBit
		}
		b.edges = append(b.edges, e)
		b.counts = append(b.counts, 0)
		forms += b.counts[edgeTarget(e)]
		if e&finalBit != 0 {
			forms++
		}
	}
	b.counts[at] = forms
	return at
}

func (b *builder) finish() uint32 {
	b.close(0)
	return b.freeze(b.path[0])
}
