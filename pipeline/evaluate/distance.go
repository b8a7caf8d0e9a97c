package evaluate

import (
	"strings"
	"unicode/utf8"

	"emend/pipeline/correct/align"
)

// Distance is the Levenshtein distance of two texts in code points; a byte that is no character counts as one. O(n·d/64) for
// texts of n characters that differ in d places; memory is O(n).
func Distance(a, b string) int { return distance(symbols(a), symbols(b), 64) }

// symbols are the code points of a text. Bytes that are no character get numbers below zero, each its own.
func symbols(s string) []int32 {
	out := make([]int32, 0, len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			r = -1 - rune(s[i])
		}
		out = append(out, r)
		i += n
	}
	return out
}

// distance widens a band around the diagonal until the path fits in (Ukkonen 1985). The guess is where to begin.
func distance(a, b []int32, guess int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return len(b)
	}
	p := newPattern(a)
	for k := max(guess, 64, len(b)-len(a)); ; k *= 2 {
		if d := p.within(b, k); d <= k || k >= len(b) {
			return d
		}
	}
}

// A pattern is one text made ready to be compared, 64 characters a block (Myers 1999, in the form of Hyyrö 2003).
type pattern struct {
	length   int
	number   map[int32]int
	common   [][]uint64 // by number: where in each block the symbol stands; nil for a rare one
	rare     [][]bits   // by number
	pv, mv   []uint64   // per block: rows that are one more, one less than the row above
	eq, none []uint64
}

type bits struct {
	block int
	set   uint64
}

func newPattern(a []int32) *pattern {
	blocks := (len(a) + 63) / 64
	p := &pattern{length: len(a), number: make(map[int32]int), pv: make([]uint64, blocks), mv: make([]uint64, blocks), eq: make([]uint64, blocks), none: make([]uint64, blocks)}
	for i, c := range a {
		n, ok := p.number[c]
		if !ok {
			n = len(p.rare)
			p.number[c] = n
			p.rare = append(p.rare, nil)
		}
		list := p.rare[n]
		if k := len(list); k == 0 || list[k-1].block != i/64 {
			list = append(list, bits{block: i / 64})
		}
		list[len(list)-1].set |= 1 << (i % 64)
		p.rare[n] = list
	}
	// A row for each symbol of a text in many scripts would take the square of its length.
	p.common = make([][]uint64, len(p.rare))
	for n, list := range p.rare {
		if blocks > 16 && len(list)*4 < blocks {
			continue
		}
		row := make([]uint64, blocks)
		for _, b := range list {
			row[b.block] = b.set
		}
		p.common[n] = row
	}
	return p
}

// row tells for the blocks first to last where the symbol stands.
func (p *pattern) row(c int32, first, last int) []uint64 {
	n, ok := p.number[c]
	if !ok {
		return p.none
	}
	if row := p.common[n]; row != nil {
		return row
	}
	clear(p.eq[first : last+1])
	list := p.rare[n]
	lo, hi := 0, len(list)
	for lo < hi {
		if mid := (lo + hi) / 2; list[mid].block < first {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for ; lo < len(list) && list[lo].block <= last; lo++ {
		p.eq[list[lo].block] = list[lo].set
	}
	return p.eq
}

// within is the distance to b, which is not shorter than the pattern, if it is k or less; else some larger number. A path of cost k
// leaves the diagonals between the two corners by (k - difference of the lengths) / 2 at most.
func (p *pattern) within(b []int32, k int) int {
	slack := (k - (len(b) - p.length)) / 2
	low, high := p.length-len(b)-slack, slack // rows of column j: from j+low to j+high, 1-based
	blocks := len(p.pv)
	height := func(b int) int { return min(64, p.length-b*64) }
	last := (min(p.length, max(1, high)) - 1) / 64
	score := 0 // of the lowest row of the last block
	for i := 0; i <= last; i++ {
		p.pv[i], p.mv[i] = ^uint64(0), 0
		score += height(i)
	}
	for j := 1; j <= len(b); j++ {
		first := max(0, j+low-1) / 64
		for last < blocks-1 && (min(p.length, j+high)-1)/64 > last {
			last++
			p.pv[last], p.mv[last] = ^uint64(0), 0
			score += height(last)
		}
		over := p.column(first, last, p.row(b[j-1], first, last), uint(height(last)-1))
		score += over
	}
	return score
}

// column moves the blocks first to last one column on. The row above them counts as one more; the result is the change of the
// row at the foot of the last block.
func (p *pattern) column(first, last int, eqs []uint64, foot uint) int {
	pvs, mvs := p.pv[first:last+1], p.mv[first:last+1]
	eqs = eqs[first : last+1][:len(pvs)]
	mvs = mvs[:len(pvs)]
	more, less := uint64(1), uint64(0) // the change of the row above
	for i, pv := range pvs {
		eq, mv := eqs[i], mvs[i]
		xv := eq | mv
		eq |= less
		xh := (((eq & pv) + pv) ^ pv) | eq
		ph, mh := mv|^(xh|pv), pv&xh
		if i == len(pvs)-1 {
			pvs[i] = mh<<1 | less | ^(xv | ph<<1 | more)
			mvs[i] = (ph<<1 | more) & xv
			return int(ph>>foot&1) - int(mh>>foot&1)
		}
		nextMore, nextLess := ph>>63, mh>>63
		ph, mh = ph<<1|more, mh<<1|less
		pvs[i], mvs[i] = mh|^(xv|ph), ph&xv
		more, less = nextMore, nextLess
	}
	return 0
}

// Longer texts are cut in the middle of long passages that both have.
const (
	wholeText  = 1 << 15 // bytes after which a cut is looked for
	longRun    = 32      // bytes that both have, word for word, on either side of a cut
	largestJob = 1 << 31 // steps; beyond them the alignment has to do
)

// A piece is a part of two aligned texts that is compared for itself.
type piece struct {
	read, truth string
	runs        []align.Run // of the whole texts, those that lie in it at least in part
}

// pieces cuts two aligned texts, single blanks between their words, at blanks within passages of 64 bytes that both have. Up to
// 32 KiB there is one piece.
func pieces(read, truth string, runs []align.Run) []piece {
	var out []piece
	r, t, from := 0, 0, 0
	for i, run := range runs {
		if !run.Equal || run.TrueEnd-wholeText < t || run.TrueEnd-run.TrueStart < 2*longRun {
			continue
		}
		at := max(run.TrueStart+longRun, min(t+wholeText, run.TrueEnd-longRun))
		blank := strings.IndexByte(truth[at:run.TrueEnd], ' ')
		if blank < 0 || at+blank > run.TrueEnd-longRun/2 {
			continue
		}
		at += blank
		readAt := run.ReadStart + at - run.TrueStart
		out = append(out, piece{read[r:readAt], truth[t:at], runs[from : i+1]})
		r, t, from = readAt, at, i
	}
	return append(out, piece{read[r:], truth[t:], runs[from:]})
}

// characterErrors is the Levenshtein distance of two texts in pieces: exact for each piece, and for the whole as good as the alignment
// at the cuts, which is never less than the true distance.
func characterErrors(ps []piece) int {
	n := 0
	for _, p := range ps {
		guess := 0
		for _, r := range p.runs {
			if !r.Equal {
				guess += max(r.ReadEnd-r.ReadStart, r.TrueEnd-r.TrueStart) // bytes, so no less than characters
			}
		}
		if guess/64*max(len(p.read), len(p.truth)) > largestJob {
			n += guess
			continue
		}
		n += distance(symbols(p.read), symbols(p.truth), guess)
	}
	return n
}

// wordErrors is the Levenshtein distance in words.
func wordErrors(ps []piece) Count {
	c := Count{}
	number := make(map[string]int32)
	numbers := func(s string) []int32 {
		var out []int32
		for w := range strings.FieldsSeq(s) {
			n, ok := number[w]
			if !ok {
				n = int32(len(number))
				number[w] = n
			}
			out = append(out, n)
		}
		return out
	}
	for _, p := range ps {
		r, t := numbers(p.read), numbers(p.truth)
		c.add(Count{distance(r, t, 64), len(t)})
	}
	return c
}
