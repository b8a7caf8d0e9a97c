package correct

import (
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/ngram"
)

// A look is what every pass over a page asks of a form: small, so that those of a whole book lie in near memory.
type look struct {
	hash   uint64 // of the folded form, see hashOf
	shift  uint64 // what the hash of what stands before it is multiplied by
	word   ngram.Word
	uni    float32
	count  int32 // so far
	mid    int32
	state  state
	caps   dictionaries.Capitals
	tail   bool
	single bool // one letter, or none
}

func (f *form) look() look {
	l := look{word: f.words[0], uni: f.uni, state: f.state, caps: f.caps, tail: f.tail != ""}
	l.single = utf8.RuneCountInString(f.fold) <= 1
	l.hash, l.shift = hashOf(f.fold)
	return l
}

// hashOf is a hash by polynomial (Karp and Rabin 1987): that of two strings in a row is first*shift + second.
func hashOf[T string | []byte](s T) (hash, shift uint64) {
	const base = 0xd1342543de82ef95
	shift = 1
	for i := 0; i < len(s); i++ {
		hash = hash*base + uint64(s[i])
		shift *= base
	}
	return hash, shift
}

// wholes tells of most pairs of words, without spelling them, that they make no word together, or none so common: for each hash the least
// -ln of the share of text of the words that have it, rounded down. It fits into near memory, the model does not.
type wholes [1 << wholesBits]uint8

const (
	wholesBits = 17
	wholesStep = 1.0 / 12 // nats
)

func newWholes(m *ngram.Model) *wholes {
	t := new(wholes)
	for i := range t {
		t[i] = 255
	}
	m.Each(func(fold []byte, w ngram.Word) {
		hash, _ := hashOf(fold)
		c := t.cell(hash)
		*c = min(*c, uint8(min(254, m.Uni(w)/wholesStep)))
	})
	return t
}

func (t *wholes) cell(hash uint64) *uint8 { return &t[hash*golden>>(64-wholesBits)] }

// manyWords is from how many words on it pays to make the table of wholes.
const manyWords = 10000

// leastWhole is a bound from below of what the word costs that two spell together.
func (p *page) leastWhole(f, g *look) float32 {
	if p.whole == nil {
		return 0
	}
	return float32(*p.whole.cell(f.hash*g.shift + g.hash)) * wholesStep
}
