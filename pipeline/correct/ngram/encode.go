package ngram

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"slices"
)

func kept(es []entry) []entry {
	return slices.DeleteFunc(es, func(e entry) bool { return !e.keep })
}

// encode lays the model out as Open reads it.
func encode(spellings []string, uni []float64, bi, tri []entry, tokens uint64) ([]byte, error) {
	renumber, words, err := number(spellings)
	if err != nil {
		return nil, err
	}
	unis := words.singles(uni, bi, renumber)
	back := backoffs(uni, bi, tri)

	for i := range bi {
		bi[i].gram = pair(renumber(Word(bi[i].gram.context())), renumber(bi[i].gram.last()))
	}
	backOf := make(map[gram]float64, len(back))
	for g, v := range back {
		backOf[pair(renumber(Word(g.context())), renumber(g.last()))] = v
	}
	for i, e := range tri {
		tri[i].gram = triple(renumber(Word(e.gram>>40)), renumber(Word(e.gram>>20)&wordMask), renumber(e.gram.last()))
	}
	pairs, bis, err := table(bi, biWidth, hashBigram, func(slot []byte, e entry) {
		slot[2] = rounded(-math.Log(e.p))
		if b, ok := backOf[e.gram]; ok {
			slot[3] = max(1, round(lift-math.Log(b)))
		}
		slot[4] = rounded(-math.Log(e.top))
	})
	if err != nil {
		return nil, err
	}
	triples, tris, err := table(tri, 3, hashGram, func(slot []byte, e entry) { slot[2] = rounded(-math.Log(e.p)) })
	if err != nil {
		return nil, err
	}

	offsets, pool := spell(spellings, words)
	out := make([]byte, header)
	copy(out, magic)
	for _, part := range [][]byte{words.pilots, offsets, unis, pairs.pilots, bis, triples.pilots, tris, pool} {
		out = append(out, part...)
	}
	for i, n := range []uint64{
		version, uint64(crc32.Checksum(out[header:], crc32.MakeTable(crc32.Castagnoli))), tokens & math.MaxUint32, tokens >> 32,
		words.buckets, words.slots, pairs.buckets, pairs.slots, triples.buckets, triples.slots, uint64(len(pool)),
	} {
		binary.LittleEndian.PutUint32(out[8+4*i:], uint32(n))
	}
	return out, nil
}

// singles lays out what is known of single words, by slot.
func (p *placement) singles(uni []float64, bi []entry, renumber func(Word) Word) []byte {
	out := make([]byte, uniWidth*(p.slots+uint64(First)))
	for w, q := range uni {
		out[uniWidth*renumber(Word(w))] = round(-math.Log(q))
	}
	lower := func(g gram) float64 { return uni[g.last()] }
	groups(bi, func(g []entry) {
		u := out[uniWidth*renumber(Word(g[0].gram.context())):]
		u[1] = round(lift - math.Log(leftover(g, false, lower)))
		for i := range g {
			g[i].p, g[i].top = g[i].top, g[i].p
		}
		u[2] = round(lift - math.Log(leftover(g, false, lower)))
		for i := range g {
			g[i].p, g[i].top = g[i].top, g[i].p
		}
	})
	for w := uint64(0); w < p.slots+uint64(First); w++ {
		for k := uint64(1); k <= 2; k++ {
			if out[uniWidth*w+k] == 0 {
				out[uniWidth*w+k] = round(lift)
			}
		}
	}
	return out
}

// backoffs gives the back-off weight of each pair that begins a trigram, the shorter grams as the pruned model itself gives them.
func backoffs(uni []float64, bi, tri []entry) map[gram]float64 {
	single := make([]float64, len(uni))
	for i := range single {
		single[i] = 1
	}
	groups(bi, func(g []entry) {
		single[g[0].gram.context()] = leftover(g, false, func(g gram) float64 { return uni[g.last()] })
	})
	lower := func(g gram) float64 {
		if e := find(bi, g.shorter()); e.keep {
			return e.p
		}
		return single[g.shorter().context()] * uni[g.last()]
	}
	back := make(map[gram]float64, len(bi)/4)
	groups(tri, func(g []entry) { back[g[0].gram.context()] = leftover(g, false, lower) })
	return back
}

// number places the words: a word's slot is its number in the model.
func number(spellings []string) (func(Word) Word, placement, error) {
	hashes := make([]uint64, len(spellings))
	for i, s := range spellings {
		hashes[i] = hashWord(s)
	}
	p, err := newPlacement(hashes)
	return func(w Word) Word {
		if w < First {
			return w
		}
		return Word(p.slot(hashes[w-First])) + First
	}, p, err
}

func spell(spellings []string, p placement) (offsets, pool []byte) {
	at := make([]string, p.slots)
	for _, s := range spellings {
		at[p.slot(hashWord(s))] = s
	}
	for _, s := range at {
		offsets = binary.LittleEndian.AppendUint32(offsets, uint32(len(pool)))
		pool = append(pool, s...)
	}
	return binary.LittleEndian.AppendUint32(offsets, uint32(len(pool))), pool
}

// table places n-grams in slots of the given width; each slot begins with a 16-bit fingerprint.
func table(es []entry, width int, hash func(gram) uint64, fill func([]byte, entry)) (placement, []byte, error) {
	hashes := make([]uint64, len(es))
	for i, e := range es {
		hashes[i] = hash(e.gram)
	}
	p, err := newPlacement(hashes)
	out := make([]byte, uint64(width)*p.slots)
	for i, e := range es {
		slot := out[uint64(width)*p.slot(hashes[i]):]
		binary.LittleEndian.PutUint16(slot, uint16(hashes[i]))
		fill(slot, e)
	}
	return p, out, err
}
