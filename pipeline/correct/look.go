package correct

import (
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/ngram"
)

// A look is what every pass over a page asks of a form: small, so that those of a whole book lie in near memory.
type look struct {
	word   ngram.Word
	uni    float32
	count  int32 // so far
	mid    int32
	head   [2]byte // of the folded form
	last   [2]byte
	size   uint8 // of the folded form, in bytes, 255 for more
	state  state
	caps   dictionaries.Capitals
	tail   bool
	single bool // one letter, or none
}

func (f *form) look() look {
	l := look{word: f.words[0], uni: f.uni, state: f.state, caps: f.caps, tail: f.tail != "", size: uint8(min(len(f.fold), 255))}
	l.single = utf8.RuneCountInString(f.fold) <= 1
	if n := len(f.fold); n > 0 {
		l.head[0], l.last[1] = f.fold[0], f.fold[n-1]
		if n > 1 {
			l.head[1], l.last[0] = f.fold[1], f.fold[n-2]
		}
	}
	return l
}

// wholes tells of two words, by their ends and their length alone, that they spell no word together, or none so common: the least -ln of
// the share of text of the words alike, rounded down. Most pairs of a text spell nothing, and it fits into near memory.
type wholes [1 << 16]uint8

// wholesStep is a unit of what wholes says, in nats.
const wholesStep = 1.0 / 12

func newWholes(m *ngram.Model) *wholes {
	t := new(wholes)
	for i := range t {
		t[i] = 255
	}
	m.Each(func(fold []byte, w ngram.Word) {
		if n := len(fold); n > 1 {
			at := wholeOf([2]byte{fold[0], fold[1]}, [2]byte{fold[n-2], fold[n-1]}, n)
			t[at] = min(t[at], uint8(min(254, m.Uni(w)/wholesStep)))
		}
	})
	return t
}

func wholeOf(head, last [2]byte, size int) uint16 {
	x := uint64(head[0]) | uint64(head[1])<<8 | uint64(last[0])<<16 | uint64(last[1])<<24 | uint64(size)<<32
	return uint16(x * 0x9e3779b97f4a7c15 >> 48)
}

// manyPairs is from how many words on it pays to make the table of wholes.
const manyPairs = 10000

// leastWhole is a bound from below of what the word costs that two spell together.
func (p *page) leastWhole(f, g *look) float32 {
	if p.whole == nil || f.size == 0 || g.size == 0 || f.size == 255 || g.size == 255 {
		return 0
	}
	head, last := f.head, g.last
	if f.size == 1 {
		head[1] = g.head[0]
	}
	if g.size == 1 {
		last[0] = f.last[1]
	}
	least := p.whole[wholeOf(head, last, int(f.size)+int(g.size))]
	if least == 255 {
		return 100
	}
	return float32(least) * wholesStep
}
