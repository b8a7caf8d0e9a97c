// Package ngram is the corrector's knowledge of which words follow which: a trigram model of words with
// interpolated modified Kneser-Ney smoothing (Chen and Goodman 1998), pruned, its probabilities
// rounded to a byte each, and read in place: opening a model decodes nothing and allocates a few words.
//
// Words of the model are folded (see Fold): lower case, straight apostrophe, possessive 's a word of its own.
package ngram

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// Word is a word's number in one model. Numbers below First are the model's own signs.
type Word uint32

// The signs: not words, but they stand where words stand.
const (
	Bound    Word = iota // a sentence's end, and so the context of the next one's first word
	Unknown              // a word in small letters that the model has never seen
	UnknownC             // an unknown word with a capital: mostly a name
	Number               // digits
	First
)

const (
	magic   = "emendLM\x00"
	version = 2
	header  = 8 + 4*14
	maxWord = 1 << 20

	// One step of a stored probability, in nats. 255 steps reach 21 nats, a probability of 1e-9.
	step = 1.0 / 12

	uniWidth = 3 // probability, back-off, back-off from counts as they are
	biWidth  = 5 // 16-bit fingerprint, probability, back-off (0: no trigram begins so), probability from counts as they are
)

// Errors of Open and Verify.
var (
	ErrFormat   = errors.New("ngram: not a model of this version")
	ErrChecksum = errors.New("ngram: checksum does not match: the file is damaged")
)

// A Model is immutable and may be used by any number of goroutines at once.
type Model struct {
	data []byte

	words   placement
	offsets []byte // uint32 a slot, one more than there are slots
	pool    []byte
	uni     []byte // a slot: probability, back-off, back-off from counts as they are
	pairs   placement
	bi      []byte // a slot: 16-bit fingerprint, probability, back-off, probability from counts as they are
	triples placement
	tri     []byte // a slot: 16-bit fingerprint, probability
	tokens  uint64
}

// Open reads a model in place; data must not change while the model is in use. It checks the shape of the file,
// not every byte: that is Verify's task.
func Open(data []byte) (*Model, error) {
	if len(data) < header || string(data[:8]) != magic || word(data, 0) != version {
		return nil, ErrFormat
	}
	m := &Model{data: data, tokens: uint64(word(data, 2)) | uint64(word(data, 3))<<32}
	rest := data[header:]
	take := func(n uint64) []byte {
		if n > uint64(len(rest)) {
			rest = nil
			return nil
		}
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	place := func(i int) placement {
		p := placement{buckets: uint64(word(data, i)), slots: uint64(word(data, i+1))}
		p.pilots = take(2 * p.buckets)
		return p
	}
	m.words = place(4)
	m.offsets = take(4 * (m.words.slots + 1))
	m.uni = take(uniWidth * (m.words.slots + uint64(First)))
	m.pairs = place(6)
	m.bi = take(biWidth * m.pairs.slots)
	m.triples = place(8)
	m.tri = take(3 * m.triples.slots)
	m.pool = take(uint64(word(data, 10)))
	if rest == nil || len(rest) != 0 || min(m.words.buckets, m.words.slots, m.pairs.buckets, m.pairs.slots, m.triples.buckets, m.triples.slots) == 0 {
		return nil, fmt.Errorf("%w: %d bytes", ErrFormat, len(data))
	}
	return m, nil
}

func word(data []byte, i int) uint32 { return binary.LittleEndian.Uint32(data[8+4*i:]) }

// Verify compares the checksum and walks every reference, so that a model that passes cannot make a look-up fail. O(size).
func (m *Model) Verify() error {
	if crc32.Checksum(m.data[header:], crc32.MakeTable(crc32.Castagnoli)) != word(m.data, 1) {
		return ErrChecksum
	}
	last := uint32(0)
	for i := uint64(0); i <= m.words.slots; i++ {
		o := binary.LittleEndian.Uint32(m.offsets[4*i:])
		if o < last || uint64(o) > uint64(len(m.pool)) {
			return fmt.Errorf("%w: word %d", ErrFormat, i)
		}
		last = o
	}
	return nil
}

// Tokens is the number of words the model was trained on.
func (m *Model) Tokens() uint64 { return m.tokens }

// Numbers is one more than the highest number of a word.
func (m *Model) Numbers() Word { return Word(m.words.slots) + First }

// Size is the number of bytes of the model.
func (m *Model) Size() int { return len(m.data) }

// Lookup finds a folded word.
func (m *Model) Lookup(w string) (Word, bool) { return lookup(m, w) }

// LookupBytes is Lookup for bytes.
func (m *Model) LookupBytes(w []byte) (Word, bool) { return lookup(m, w) }

func lookup[T string | []byte](m *Model, w T) (Word, bool) {
	if len(w) == 0 || m.words.slots == 0 {
		return Unknown, false
	}
	s := m.words.slot(hashWord(w))
	stored := m.spelling(s)
	if len(stored) != len(w) {
		return Unknown, false
	}
	for i := 0; i < len(stored); i++ {
		if stored[i] != w[i] {
			return Unknown, false
		}
	}
	return Word(s) + First, true
}

// Spelling is the folded word of a number that Lookup gave; a sign has none.
func (m *Model) Spelling(w Word) string {
	if w < First {
		return ""
	}
	return string(m.spelling(uint64(w - First)))
}

func (m *Model) spelling(slot uint64) []byte {
	from := binary.LittleEndian.Uint32(m.offsets[4*slot:])
	to := binary.LittleEndian.Uint32(m.offsets[4*slot+4:])
	return m.pool[from:to]
}

// Uni is -ln P(w) in nats.
func (m *Model) Uni(w Word) float32 { return float32(m.uni[uniWidth*w]) * step }

// Cost is -ln P(w | u v) in nats, u before v before w. A sentence begins after Bound, Bound.
func (m *Model) Cost(u, v, w Word) float32 {
	if v == Bound {
		return m.Bi(v, w)
	}
	back, ok := m.backoff(u, v)
	if !ok {
		return m.Bi(v, w)
	}
	h := hashTriple(u, v, w)
	s := m.tri[3*m.triples.slot(h):]
	if p := s[2]; p != 0 && binary.LittleEndian.Uint16(s) == uint16(h) {
		return float32(p-1) * step
	}
	if s := m.pair(v, w); s != nil {
		return back + float32(s[2]-1)*step
	}
	return back + float32(m.uni[uniWidth*v+1])*step - lift + m.Uni(w)
}

// Bi is -ln P(w | v) in nats, where nothing is known of the word before.
func (m *Model) Bi(v, w Word) float32 {
	if s := m.pair(v, w); s != nil {
		return float32(s[4]-1) * step
	}
	return float32(m.uni[uniWidth*v+2])*step - lift + m.Uni(w)
}

// pair is the slot of a bigram, nil if it is not kept.
func (m *Model) pair(v, w Word) []byte {
	h := hashPair(v, w)
	s := m.bi[biWidth*m.pairs.slot(h):]
	if s[2] != 0 && binary.LittleEndian.Uint16(s) == uint16(h) {
		return s
	}
	return nil
}

// backoff is -ln of the weight left to shorter contexts after u v, if any trigram begins so.
func (m *Model) backoff(u, v Word) (float32, bool) {
	if s := m.pair(u, v); s != nil && s[3] != 0 {
		return float32(s[3])*step - lift, true
	}
	return 0, false
}

// Seen tells whether v w stood together in the training text often enough to be kept.
func (m *Model) Seen(v, w Word) bool { return m.pair(v, w) != nil }

// A back-off weight may exceed one after pruning; lift moves the byte's range so that 2 nats of that fit.
const lift = 2

func round(nats float64) byte {
	return byte(max(0, min(255, math.Round(nats/step))))
}

// rounded is round, with 0 kept for "nothing here".
func rounded(nats float64) byte {
	return byte(max(1, min(255, math.Round(nats/step)+1)))
}

// Describe says in a few words how big the model is.
func (m *Model) Describe() string {
	return fmt.Sprintf("%d word slots, %d bigram slots, %d trigram slots", m.words.slots, m.pairs.slots, m.triples.slots)
}

// Words calls f for every word of the model, in the order of their numbers.
func (m *Model) Words(f func(folded string, w Word)) {
	m.Each(func(folded []byte, w Word) { f(string(folded), w) })
}

// Each is Words for whoever does not keep the word.
func (m *Model) Each(f func(folded []byte, w Word)) {
	for s := uint64(0); s < m.words.slots; s++ {
		if w := m.spelling(s); len(w) > 0 {
			f(w, Word(s)+First)
		}
	}
}
