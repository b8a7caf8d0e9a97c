package witness

import (
	"cmp"
	"slices"
	"sort"
)

// A chain is a run of seeds on about one diagonal: a passage that a text shares with a witness.
type chain struct {
	witness     int
	start, end  int // of its seeds in the text, in bytes
	first, last int64
	seeds       int
	weight      float32
}

const (
	chainGap   = 1200 // bytes without a seed that end a chain
	chainsOpen = 64   // of one witness at a time
	leastSeeds = 3
	leastChain = 1.5 // weight; that of a seed that stands in one other place is 0.8
)

// chains finds the passages that a text shares with witnesses, in the order of witnesses and of the text. O(n) look-ups, one for a dozen letters.
func (ix *Index) chains(content string, skip func(int) bool) ([]chain, error) {
	l := lookup{ix: ix}
	var seeds []seed
	var failure error
	winnow(content, func(p fingerprint) {
		if failure != nil {
			return
		}
		first := len(seeds)
		n, err := l.remember(p.hash, seedMost, func(block uint32) {
			w := ix.of(block)
			if w == len(ix.Witnesses) || skip != nil && skip(w) {
				return
			}
			seeds = append(seeds, seed{w, int64(block-ix.Witnesses[w].first)*blockSize - int64(p.at), p.at, 0})
		})
		failure = err
		for i := first; i < len(seeds); i++ {
			seeds[i].weight = 4 / float32(4+n)
		}
	})
	slices.SortStableFunc(seeds, func(a, b seed) int { return cmp.Compare(a.witness, b.witness) })
	var done, open []chain
	for i, s := range seeds {
		if i > 0 && seeds[i-1].witness != s.witness {
			done, open = append(done, open...), open[:0]
		}
		joined := -1
		for k := 0; k < len(open); k++ {
			c := &open[k]
			gap := int64(s.at - c.end)
			if gap > chainGap {
				done = append(done, *c)
				open = slices.Delete(open, k, k+1)
				k--
				continue
			}
			if d := s.diagonal - c.last; joined < 0 && max(d, -d) <= 2*blockSize+gap/8 {
				joined = k
			}
		}
		if joined >= 0 {
			c := &open[joined]
			c.end, c.last = s.at, s.diagonal
			c.seeds++
			c.weight += s.weight
			continue
		}
		if len(open) < chainsOpen {
			open = append(open, chain{s.witness, s.at, s.at, s.diagonal, s.diagonal, 1, s.weight})
		}
	}
	done = append(done, open...)
	done = slices.DeleteFunc(done, func(c chain) bool { return c.seeds < leastSeeds || c.weight < leastChain })
	slices.SortStableFunc(done, func(a, b chain) int {
		return cmp.Or(cmp.Compare(a.witness, b.witness), cmp.Compare(b.weight, a.weight), cmp.Compare(a.start, b.start))
	})
	// Of two chains over the same words of a text, the heavier is the passage.
	kept := done[:0]
	from := 0
	for _, c := range done {
		if len(kept) > from && kept[from].witness != c.witness {
			from = len(kept)
		}
		if len(kept)-from >= chainsOpen || slices.ContainsFunc(kept[from:], func(k chain) bool { return c.start < k.end && k.start < c.end }) {
			continue
		}
		kept = append(kept, c)
	}
	return kept, failure
}

// A Shared is a passage that a text has in common with a witness.
type Shared struct {
	Witness    int
	From, To   int // words of the text
	Start, End int // in the reading text of the witness
	Same       int // words that are the same
	pieces     []aligned
}

// aligned is a piece of a Shared passage laid beside the witness.
type aligned struct {
	first int // word of the text that the piece begins with
	pl    Placement
	lo    int // steps of the alignment that count: lo..hi
	hi    int
}

const sharedPiece = 120 // words of a piece

// shared aligns the words of a text with a witness along a chain.
func (l *Library) shared(a *aligner, ws []word, c *chain) (Shared, error) {
	sh := Shared{Witness: c.witness, From: -1}
	at := func(offset int) int { return sort.Search(len(ws), func(i int) bool { return ws[i].end > offset }) }
	from, to := at(c.start-160), min(len(ws), at(c.end+160)+1)
	diagonal, slack := c.first, 3*blockSize // a seed is placed to a block
	for i := from; i < to; {
		n := min(sharedPiece, to-i)
		if to-i-n < sharedPiece/2 {
			n = to - i
		}
		p := piece{ws[i : i+n]}
		span := p.span()
		pl, ok, err := l.place(a, &p, c.witness, span.Start+int(diagonal)-slack, span.End+int(diagonal)+slack+span.Len()/16, leastTold)
		if err != nil {
			return sh, err
		}
		if len(pl.ops) > 0 {
			if lo, hi, same := best(pl.ops); same >= leastWords && (ok || hi-lo < len(pl.ops)) {
				sh.pieces = append(sh.pieces, aligned{i, pl, lo, hi})
				sh.Same += same
				first, last := pl.ops[lo], pl.ops[hi-1]
				if sh.From < 0 {
					sh.From, sh.Start = i+first.from, pl.base+pl.source[first.like].start
				}
				sh.To, sh.End = i+last.to, pl.base+pl.source[last.upto-1].end
				diagonal, slack = int64(sh.End-ws[sh.To-1].end), blockSize
			}
		}
		i += n
	}
	return sh, nil
}

// best is the run of steps that the two texts have in common: the one with the most words that are the same over those that are not
// (Kadane 1984). It begins and ends with words that are the same.
func best(ops []op) (lo, hi, same int) {
	most, sum, from := float32(0), float32(0), 0
	for i, o := range ops {
		switch {
		case o.from == o.to || o.like == o.upto:
			sum -= 1
		case o.distance == 0:
			sum++
		case o.distance <= joinedMost:
			sum += 0.3
		case o.distance <= nearMost:
			sum -= 0.5
		default:
			sum -= 1.5
		}
		if sum <= 0 {
			sum, from = 0, i+1
		} else if sum > most && o.distance == 0 {
			most, lo, hi = sum, from, i+1
		}
	}
	// Where two texts part, a word or two may be alike by chance: three in four are the same at both ends.
	is := func(i int) int {
		if o := ops[i]; o.distance == 0 && o.from < o.to && o.like < o.upto {
			return 1
		}
		return 0
	}
	for hi-lo >= 4 && (is(lo) == 0 || is(lo)+is(lo+1)+is(lo+2)+is(lo+3) < 3) {
		lo++
	}
	for hi-lo >= 4 && (is(hi-1) == 0 || is(hi-1)+is(hi-2)+is(hi-3)+is(hi-4) < 3) {
		hi--
	}
	if hi-lo < 4 {
		return lo, lo, 0
	}
	for _, o := range ops[lo:hi] {
		if o.distance == 0 {
			same += o.to - o.from
		}
	}
	return lo, hi, same
}
