package channel

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// A Confusion is an edit ready for use.
type Confusion struct {
	Read   string
	True   string
	Length int // of Read, in characters
	Cost   float32
}

// A Table finds edits by what was read. It is immutable.
type Table struct {
	byRead map[string][]Confusion // cheapest first
	cost   map[Edit]float32
}

// NewTable makes a Table of entries.
func NewTable(es []Entry) *Table {
	costs := make(map[Edit]float32, len(es))
	for _, e := range es {
		costs[e.Edit] = e.Cost()
	}
	return FromCosts(costs)
}

// FromCosts makes a Table of costs in nats. The map must not change afterwards.
func FromCosts(costs map[Edit]float32) *Table {
	t := &Table{byRead: map[string][]Confusion{}, cost: costs}
	for e, c := range costs {
		t.byRead[e.Read] = append(t.byRead[e.Read], Confusion{e.Read, e.True, utf8.RuneCountInString(e.Read), c})
	}
	for _, cs := range t.byRead {
		sortConfusions(cs)
	}
	return t
}

func sortConfusions(cs []Confusion) {
	slices.SortFunc(cs, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(a.Read, b.Read), cmp.Compare(a.True, b.True))
	})
}

// Each calls f for what may be read and what it may stand for, cheapest first, in no order of the former. The lists are the table's own.
func (t *Table) Each(f func(read string, list []Confusion)) {
	for read, list := range t.byRead {
		f(read, list)
	}
}

// Cost is the price of reading one segment for another, by the table alone.
func (t *Table) Cost(e Edit) (float32, bool) {
	c, ok := t.cost[e]
	return c, ok
}

// Costs are all costs of the table, in nats. The map is the table's own.
func (t *Table) Costs() map[Edit]float32 { return t.cost }

// Explain finds the cheapest way to misread truth as read: its cost in nats and its edits in order. What the two have in common at either end
// is left out but for two letters, which an edit might take in. O(n * m) table look-ups for what is left.
func (t *Table) Explain(read, truth string) (float32, []Edit) {
	read, truth = trim(read, truth)
	r, w := offsets(read), offsets(truth)
	n, m := len(r)-1, len(w)-1
	cost := make([]float32, (n+1)*(m+1))
	from := make([][2]int8, len(cost))
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			if i+j > 0 {
				cost[i*(m+1)+j], from[i*(m+1)+j] = t.step(read, truth, r, w, cost, i, j)
			}
		}
	}
	var edits []Edit
	for i, j := n, m; i > 0 || j > 0; {
		d := from[i*(m+1)+j]
		if e := (Edit{read[r[i-int(d[0])]:r[i]], truth[w[j-int(d[1])]:w[j]]}); e.Read != e.True {
			edits = append(edits, e)
		}
		i, j = i-int(d[0]), j-int(d[1])
	}
	slices.Reverse(edits)
	return cost[len(cost)-1], edits
}

// step finds the cheapest last edit of the first i characters read and the first j printed.
func (t *Table) step(read, truth string, r, w []int, cost []float32, i, j int) (float32, [2]int8) {
	best, how := float32(math.Inf(1)), [2]int8{}
	try := func(di, dj int, c float32) {
		if c += cost[(i-di)*len(w)+j-dj]; c < best {
			best, how = c, [2]int8{int8(di), int8(dj)}
		}
	}
	if i > 0 {
		x, _ := utf8.DecodeRuneInString(read[r[i-1]:])
		try(1, 0, Junk(x))
		if j > 0 {
			if read[r[i-1]:r[i]] == truth[w[j-1]:w[j]] {
				try(1, 1, 0)
			} else {
				try(1, 1, Unseen(x))
			}
		}
	}
	if j > 0 {
		try(0, 1, Lost)
	}
	for di := 0; di <= min(i, MaxSegment); di++ {
		for dj := 0; dj <= min(j, MaxSegment); dj++ {
			if di+dj == 0 {
				continue
			}
			if c, ok := t.cost[Edit{read[r[i-di]:r[i]], truth[w[j-dj]:w[j]]}]; ok {
				try(di, dj, c)
			}
		}
	}
	return best, how
}

// trim takes off what two words have in common at both ends, but for the last two characters of it.
func trim(a, b string) (string, string) {
	var edge [2]int // of the last characters in common, the nearest last
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		if utf8.RuneStart(a[at]) {
			edge[0], edge[1] = edge[1], at
		}
		at++
	}
	a, b = a[edge[0]:], b[edge[0]:]
	end := 0
	for end < len(a) && end < len(b) && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	for keep := 0; end > 0 && keep < 2; {
		end--
		if utf8.RuneStart(a[len(a)-1-end]) {
			keep++
		}
	}
	for end > 0 && !utf8.RuneStart(a[len(a)-end]) {
		end--
	}
	return a[:len(a)-end], b[:len(b)-end]
}

// offsets are where the characters of a word begin, and its end.
func offsets(s string) []int {
	at := make([]int, 0, len(s)+1)
	for i := range s {
		at = append(at, i)
	}
	return append(at, len(s))
}
