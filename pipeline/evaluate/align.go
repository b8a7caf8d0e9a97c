package evaluate

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"emend/pipeline/correct/align"
	"emend/pipeline/text"
)

// Large texts are cut into chapters before they are aligned character by character.
const (
	chapter  = 1 << 14 // bytes after which a cut is looked for
	gram     = 5       // words that are compared as one
	mostOnce = 32      // a gram that stands more often is no guide
	sequence = 4       // grams in a row that a cut needs before and behind it: 8 words alike on either side
)

// Align lays two texts side by side, of any length; see align.Texts.
func Align(read, truth string) []align.Run { return aligned(read, truth) }

// aligned lays two texts side by side as align.Texts does, and larger ones too: they are cut first, in passages of 16 words that
// both have, found as in a patience diff but also where a passage stands several times: the first time beside the first, the second
// beside the second. So a book that repeats itself, or the same book twice, is aligned as well. O(n log n) for texts that have such
// passages.
func aligned(read, truth string) []align.Run {
	head, tail := common(read, truth)
	var runs []align.Run
	add := func(rs []align.Run, r, t int) {
		for _, x := range rs {
			x.ReadStart, x.ReadEnd, x.TrueStart, x.TrueEnd = x.ReadStart+r, x.ReadEnd+r, x.TrueStart+t, x.TrueEnd+t
			if n := len(runs); n > 0 && runs[n-1].Equal == x.Equal {
				runs[n-1].ReadEnd, runs[n-1].TrueEnd = x.ReadEnd, x.TrueEnd
				continue
			}
			runs = append(runs, x)
		}
	}
	same := func(r, t, n int) {
		if n > 0 {
			add([]align.Run{{ReadEnd: n, TrueEnd: n, Equal: true}}, r, t)
		}
	}
	same(0, 0, head)
	r, t := head, head
	rEnd, tEnd := len(read)-tail, len(truth)-tail
	for _, c := range cuts(read[head:rEnd], truth[head:tEnd]) {
		add(align.Texts(read[r:head+c[0]], truth[t:head+c[1]]), r, t)
		r, t = head+c[0], head+c[1]
	}
	add(align.Texts(read[r:rEnd], truth[t:tEnd]), r, t)
	same(rEnd, tEnd, tail)
	slide(read, truth, runs)
	return runs
}

// slide moves what stands on one side only to where it is whole words, if the letters around allow: there[. Yes]. -> there.[ Yes.]
func slide(read, truth string, runs []align.Run) {
	for i := 1; i+1 < len(runs); i++ {
		g, before, after := &runs[i], &runs[i-1], &runs[i+1]
		s, a, b := read, g.ReadStart, g.ReadEnd
		if a == b {
			s, a, b = truth, g.TrueStart, g.TrueEnd
		}
		if g.Equal || (g.ReadStart == g.ReadEnd) == (g.TrueStart == g.TrueEnd) || !before.Equal || !after.Equal {
			continue
		}
		k := sliding(s, a, b, min(farthest, before.ReadEnd-before.ReadStart-1), min(farthest, after.ReadEnd-after.ReadStart-1))
		before.ReadEnd, before.TrueEnd = before.ReadEnd+k, before.TrueEnd+k
		g.ReadStart, g.ReadEnd, g.TrueStart, g.TrueEnd = g.ReadStart+k, g.ReadEnd+k, g.TrueStart+k, g.TrueEnd+k
		after.ReadStart, after.TrueStart = after.ReadStart+k, after.TrueStart+k
	}
}

// farthest is how many bytes a gap slides at most.
const farthest = 64

// sliding is how far s[a:b] has to slide, by left or right bytes at most, to be whole words; 0 if it is or cannot be.
func sliding(s string, a, b, left, right int) int {
	whole := func(k int) bool {
		from, to := a+k, b+k
		return utf8.RuneStart(s[from]) && (to == len(s) || utf8.RuneStart(s[to])) &&
			(from == 0 || space(s[from-1]) || space(s[from])) && (to == len(s) || space(s[to]) || space(s[to-1]))
	}
	if whole(0) {
		return 0
	}
	for k := 1; k <= right && b+k <= len(s) && s[a+k-1] == s[b+k-1]; k++ {
		if whole(k) {
			return k
		}
	}
	for k := 1; k <= left && s[a-k] == s[b-k]; k++ {
		if whole(-k) {
			return -k
		}
	}
	return 0
}

// common are the bytes of whole words that two texts begin and end with alike, if they are more than a page; they do not overlap.
func common(a, b string) (head, tail int) {
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	if head < len(a) || head < len(b) {
		head = strings.LastIndexByte(a[:head], ' ') + 1
	}
	if head < chapter {
		head = 0
	}
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	if i := strings.IndexByte(a[len(a)-tail:], ' '); i >= 0 && tail-i >= chapter {
		return head, tail - i
	}
	return head, 0
}

// cuts are pairs of offsets where words begin and both texts may be cut, at least a chapter apart.
func cuts(read, truth string) [][2]int {
	if max(len(read), len(truth)) < 2*chapter {
		return nil
	}
	a, b := fields(read), fields(truth)
	chain := matching(grams(read, a), grams(truth, b))
	var out [][2]int
	last := 0
	for i := sequence; i+sequence <= len(chain); i++ {
		first, end, at := chain[i-sequence], chain[i+sequence-1], chain[i]
		if end[0]-first[0] != 2*sequence-1 || end[1]-first[1] != 2*sequence-1 {
			continue
		}
		if t := b[at[1]].Start; t-last >= chapter && len(truth)-t >= chapter/2 {
			out = append(out, [2]int{a[at[0]].Start, t})
			last = t
		}
	}
	return out
}

// grams are the hashes (FNV-1a) of the passages that begin at each word.
func grams(s string, words []text.Span) []uint64 {
	single := make([]uint64, len(words))
	for i, w := range words {
		h := uint64(14695981039346656037)
		for k := w.Start; k < w.End; k++ {
			h = (h ^ uint64(s[k])) * 1099511628211
		}
		single[i] = h
	}
	out := make([]uint64, max(0, len(words)-gram+1))
	for i := range out {
		h := uint64(0)
		for _, x := range single[i : i+gram] {
			h = h*0x9e3779b97f4a7c15 ^ x
		}
		out[i] = h
	}
	return out
}

// matching pairs passages that stand as often in both texts, in their order, and keeps a longest chain that rises on both sides.
func matching(a, b []uint64) [][2]int {
	places := make(map[uint64][]int32, len(b))
	for i, h := range b {
		if l := places[h]; len(l) <= mostOnce {
			places[h] = append(l, int32(i))
		}
	}
	times := make(map[uint64]int32, len(a))
	for _, h := range a {
		times[h]++
	}
	seen := make(map[uint64]int32, len(a))
	var pairs [][2]int
	for i, h := range a {
		l := places[h]
		if len(l) == 0 || len(l) > mostOnce || int(times[h]) != len(l) {
			continue
		}
		pairs = append(pairs, [2]int{i, int(l[seen[h]])})
		seen[h]++
	}
	return rising(pairs)
}

// rising is a longest chain of pairs, sorted by their first number, that rises in the second (patience sorting). O(n log n).
func rising(pairs [][2]int) [][2]int {
	var ends []int
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
	if len(ends) == 0 {
		return nil
	}
	var chain [][2]int
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		chain = append(chain, pairs[i])
	}
	slices.Reverse(chain)
	return chain
}
