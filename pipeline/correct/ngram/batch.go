package ngram

import "encoding/binary"

// The tables are far larger than a processor's near memory, so that nearly each look-up waits for a read; of reads that do not depend
// on one another it can have a dozen under way. What follows asks many questions stage by stage: all first reads, then all second ones.

// block is how many questions are asked at once: enough to hide the waiting, few enough to stay in the nearest memory.
const block = 128

// A Bigram asks what W costs after V, a Trigram what it costs after U V.
type (
	Bigram  struct{ V, W Word }
	Trigram struct{ U, V, W Word }
)

// key is where a key lies: its hash, and in which slot.
type key struct {
	hash uint64
	at   uint64
}

// held is what a pair's slot holds; found is false where the pair is not kept.
type held struct {
	p, back, raw uint8
	found        bool
}

// find sets where the keys lie, given by their hashes.
func (p *placement) find(keys []key) {
	for i := range keys {
		k := &keys[i]
		k.at = p.bucket(k.hash)
		k.at = uint64(binary.LittleEndian.Uint16(p.pilots[2*k.at:]))
	}
	for i := range keys {
		k := &keys[i]
		k.at = p.place(k.hash, uint16(k.at))
	}
}

// entries reads the pairs at the keys.
func (m *Model) entries(keys []key, es []held) {
	m.pairs.find(keys)
	for i := range keys {
		k := &keys[i]
		s := m.bi[biWidth*k.at:][:biWidth]
		es[i] = held{s[2], s[3], s[4], s[2] != 0 && binary.LittleEndian.Uint16(s) == uint16(k.hash)}
	}
}

// Read sets costs[i] to the cost in nats of words[i] after the two before it, costs[0] and costs[1] to nothing: what Cost says of each. A
// text begins with Bound, Bound, and has one Bound between two sentences. O(len(words)), without allocation.
func (m *Model) Read(words []Word, costs []float32) {
	var qs [block]Trigram
	for first := 2; first < len(words); first += block {
		n := min(block, len(words)-first)
		for i := range n {
			qs[i] = Trigram{words[first+i-2], words[first+i-1], words[first+i]}
		}
		m.CostEach(qs[:n], costs[first:])
	}
}

// CostEach sets costs[i] to what Cost says of each question.
func (m *Model) CostEach(qs []Trigram, costs []float32) {
	for len(qs) > 0 {
		n := min(block, len(qs))
		m.costs(qs[:n], costs)
		qs, costs = qs[n:], costs[n:]
	}
}

// costs is CostEach of one block.
func (m *Model) costs(qs []Trigram, costs []float32) {
	var (
		keys    [block]key
		which   [block]int
		found   [block]held
		pairs   [block]held // of V W
		context [block]held // of U V
	)
	for i, q := range qs {
		keys[i].hash = hashPair(q.V, q.W)
	}
	m.entries(keys[:len(qs)], pairs[:])
	asked := 0
	for i, q := range qs {
		if i == 0 || (q.U != qs[i-1].V || q.V != qs[i-1].W) && (q.U != qs[i-1].U || q.V != qs[i-1].V) {
			keys[asked].hash, which[asked] = hashPair(q.U, q.V), i
			asked++
		}
	}
	m.entries(keys[:asked], found[:])
	next := 0
	for i, q := range qs {
		switch {
		case next < asked && which[next] == i:
			context[i] = found[next]
			next++
		case q.U == qs[i-1].V && q.V == qs[i-1].W: // running text
			context[i] = pairs[i-1]
		default: // several words in one place
			context[i] = context[i-1]
		}
	}
	asked = 0
	for i, q := range qs {
		e, c := pairs[i], context[i]
		switch back := float32(c.back)*step - lift; {
		case q.V == Bound || !c.found || c.back == 0:
			costs[i] = m.biOf(q.V, q.W, e)
			continue
		case e.found:
			costs[i] = back + float32(e.p-1)*step
		default:
			costs[i] = back + float32(m.uni[uniWidth*q.V+1])*step - lift + m.Uni(q.W)
		}
		keys[asked].hash, which[asked] = hashTriple(q.U, q.V, q.W), i
		asked++
	}
	m.triples.find(keys[:asked])
	for k, i := range which[:asked] {
		s := m.tri[3*keys[k].at:][:3]
		if s[2] != 0 && binary.LittleEndian.Uint16(s) == uint16(keys[k].hash) {
			costs[i] = float32(s[2]-1) * step
		}
	}
}

// biOf is Bi of a pair whose slot was read.
func (m *Model) biOf(v, w Word, e held) float32 {
	if e.found {
		return float32(e.raw-1) * step
	}
	return float32(m.uni[uniWidth*v+2])*step - lift + m.Uni(w)
}

// BiEach sets costs[i] to what Bi says of each question.
func (m *Model) BiEach(qs []Bigram, costs []float32) {
	var (
		keys [block]key
		es   [block]held
	)
	for len(qs) > 0 {
		n := min(block, len(qs))
		for i, q := range qs[:n] {
			keys[i].hash = hashPair(q.V, q.W)
		}
		m.entries(keys[:n], es[:])
		for i, q := range qs[:n] {
			costs[i] = m.biOf(q.V, q.W, es[i])
		}
		qs, costs = qs[n:], costs[n:]
	}
}
