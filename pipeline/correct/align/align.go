// Package align lays two readings of one text side by side: what a scanner read, and what stands in the book.
//
// Whole books are aligned in time that grows with their length: first by words that stand once on both sides and in the
// same order (the patience diff of Cohen, 2003), recursively, then by characters within the short runs left over.
package align

import (
	"sort"
	"unicode/utf8"
)

// A Run is a piece of the alignment: Read[ReadStart:ReadEnd] stands for True[TrueStart:TrueEnd]. Offsets are bytes.
// Runs follow each other without gaps on either side. In an Equal run both sides are the same bytes; in any other,
// one side may be empty.
type Run struct {
	ReadStart, ReadEnd int
	TrueStart, TrueEnd int
	Equal              bool
}

// Texts aligns two texts character by character. The runs cover both texts completely.
func Texts(read, truth string) []Run {
	a := aligner{read: read, truth: truth}
	a.words(words(read, 0), words(truth, 0), span{0, len(read)}, span{0, len(truth)}, 0)
	return a.runs
}

type span struct{ start, end int }

type aligner struct {
	read, truth string
	runs        []Run
	table       []uint8 // way back of the last character table
	costs       []int32
}

// words finds the words of a text: runs of anything but blanks.
func words(s string, base int) []span {
	var ws []span
	start := -1
	for i := 0; i <= len(s); i++ {
		blank := i == len(s) || s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r'
		switch {
		case !blank && start < 0:
			start = i
		case blank && start >= 0:
			ws = append(ws, span{base + start, base + i})
			start = -1
		}
	}
	return ws
}

// words aligns the given words and the blanks around them, r and t being the bytes they stand in.
func (a *aligner) words(rw, tw []span, r, t span, depth int) {
	if (r.end-r.start)*(t.end-t.start) <= 1<<14 || depth > 12 {
		a.characters(r, t)
		return
	}
	anchors := a.anchors(rw, tw)
	if len(anchors) == 0 {
		a.characters(r, t)
		return
	}
	ri, ti := 0, 0
	for _, m := range anchors {
		if m[0] < ri || m[1] < ti {
			continue
		}
		rs, ts := rw[m[0]], tw[m[1]]
		a.words(rw[ri:m[0]], tw[ti:m[1]], span{r.start, rs.start}, span{t.start, ts.start}, depth+1)
		a.emit(rs, ts, true)
		r.start, t.start = rs.end, ts.end
		ri, ti = m[0]+1, m[1]+1
	}
	a.words(rw[ri:], tw[ti:], r, t, depth+1)
}

// anchors are pairs of words that match, rising on both sides: words found once on each side, together with a neighbour while
// there are enough such, else alone.
func (a *aligner) anchors(rw, tw []span) [][2]int {
	for _, n := range [...]int{3, 2, 1} {
		type place struct{ read, truth int }
		seen := map[string]place{}
		note := func(s string, ws []span, set func(*place, int)) {
			for i := 0; i+n <= len(ws); i++ {
				key := s[ws[i].start:ws[i+n-1].end]
				p, ok := seen[key]
				if !ok {
					p = place{-1, -1}
				}
				set(&p, i)
				seen[key] = p
			}
		}
		note(a.read, rw, func(p *place, i int) {
			if p.read == -1 {
				p.read = i
			} else {
				p.read = -2
			}
		})
		note(a.truth, tw, func(p *place, i int) {
			if p.truth == -1 {
				p.truth = i
			} else {
				p.truth = -2
			}
		})
		var pairs [][2]int
		for _, p := range seen {
			if p.read >= 0 && p.truth >= 0 {
				pairs = append(pairs, [2]int{p.read, p.truth})
			}
		}
		if len(pairs) > 0 {
			return rising(pairs)
		}
	}
	return nil
}

// rising is a longest subset of the pairs that rises in both numbers. O(n log n).
func rising(pairs [][2]int) [][2]int {
	sort.Slice(pairs, func(i, j int) bool { return pairs[i][0] < pairs[j][0] })
	var ends []int // index of the pair that ends the best chain of each length
	before := make([]int, len(pairs))
	for i, p := range pairs {
		k := sort.Search(len(ends), func(k int) bool { return pairs[ends[k]][1] >= p[1] })
		before[i] = -1
		if k > 0 {
			before[i] = ends[k-1]
		}
		if k == len(ends) {
			ends = append(ends, i)
		} else {
			ends[k] = i
		}
	}
	chain := make([][2]int, len(ends))
	for i, k := ends[len(ends)-1], len(ends)-1; k >= 0; i, k = before[i], k-1 {
		chain[k] = pairs[i]
	}
	return chain
}

// emit appends a run, joined to the last one of the same sort.
func (a *aligner) emit(r, t span, equal bool) {
	if r.start == r.end && t.start == t.end {
		return
	}
	if n := len(a.runs); n > 0 && a.runs[n-1].Equal == equal {
		a.runs[n-1].ReadEnd, a.runs[n-1].TrueEnd = r.end, t.end
		return
	}
	a.runs = append(a.runs, Run{r.start, r.end, t.start, t.end, equal})
}

// Beyond this many cells two stretches are taken as having nothing in common.
const maxCells = 64 << 20

const (
	same = iota
	substitute
	drop   // a character read that is not in the book
	insert // a character of the book that was not read
)

// characters aligns two short stretches by weighted edit distance (Wagner and Fischer 1974). A blank never stands for a letter, so
// that words stay with words.
func (a *aligner) characters(r, t span) {
	for r.start < r.end && t.start < t.end && a.read[r.start] == a.truth[t.start] && a.read[r.start] < utf8.RuneSelf {
		a.emit(span{r.start, r.start + 1}, span{t.start, t.start + 1}, true)
		r.start++
		t.start++
	}
	rr, tr := []rune(a.read[r.start:r.end]), []rune(a.truth[t.start:t.end])
	n, m := len(rr), len(tr)
	if n == 0 || m == 0 || n*m > maxCells {
		a.emit(r, t, false)
		return
	}
	w := m + 1
	if len(a.table) < (n+1)*w {
		a.table = make([]uint8, (n+1)*w)
	}
	if len(a.costs) < 2*w {
		a.costs = make([]int32, 2*w)
	}
	back, prev, cur := a.table, a.costs[:w], a.costs[w:2*w]
	for j := range prev {
		prev[j], back[j] = int32(j)*4, insert
	}
	for i := 1; i <= n; i++ {
		cur[0], back[i*w] = int32(i)*4, drop
		for j := 1; j <= m; j++ {
			best, how := prev[j-1]+price(rr[i-1], tr[j-1]), uint8(substitute)
			if rr[i-1] == tr[j-1] {
				how = same
			}
			if c := prev[j] + 4; c < best {
				best, how = c, drop
			}
			if c := cur[j-1] + 4; c < best {
				best, how = c, insert
			}
			cur[j], back[i*w+j] = best, how
		}
		prev, cur = cur, prev
	}
	var path []uint8
	for i, j := n, m; i > 0 || j > 0; {
		how := back[i*w+j]
		path = append(path, how)
		if how != insert {
			i--
		}
		if how != drop {
			j--
		}
	}
	for k, i, j := len(path)-1, 0, 0; k >= 0; k-- {
		rs, ts := span{r.start, r.start}, span{t.start, t.start}
		if path[k] != insert {
			_, size := utf8.DecodeRuneInString(a.read[r.start:])
			rs.end += size
			i++
		}
		if path[k] != drop {
			_, size := utf8.DecodeRuneInString(a.truth[t.start:])
			ts.end += size
			j++
		}
		// Of bytes that are no character one is not another, though both decode to U+FFFD.
		a.emit(rs, ts, path[k] == same && a.read[rs.start:rs.end] == a.truth[ts.start:ts.end])
		r.start, t.start = rs.end, ts.end
	}
}

// price is what reading x for y costs, in quarters of an edit.
func price(x, y rune) int32 {
	switch {
	case x == y:
		return 0
	case blank(x) && blank(y):
		return 1
	case blank(x) || blank(y):
		return 9
	}
	return 4
}

func blank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' }
