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

// Explain finds the cheapest way to misread truth as read: its cost in nats and its edits in order. O(len(read) * len(truth)) table
// look-ups.
func (t *Table) Explain(read, truth string) (float32, []Edit) {
	r, w := []rune(read), []rune(truth)
	n, m := len(r), len(w)
	cost := make([]float32, (n+1)*(m+1))
	from := make([][2]int8, len(cost))
	at := func(i, j int) int { return i*(m+1) + j }
	for i := 0; i <= n; i++ {
		for j := 0; j <= m; j++ {
			if i == 0 && j == 0 {
				continue
			}
			best, how := float32(math.Inf(1)), [2]int8{}
			try := func(di, dj int, c float32) {
				if c += cost[at(i-di, j-dj)]; c < best {
					best, how = c, [2]int8{int8(di), int8(dj)}
				}
			}
			if i > 0 && j > 0 {
				if r[i-1] == w[j-1] {
					try(1, 1, 0)
				} else {
					try(1, 1, Unseen(r[i-1]))
				}
			}
			if i > 0 {
				try(1, 0, Junk(r[i-1]))
			}
			if j > 0 {
				try(0, 1, Lost)
			}
			for di := 0; di <= min(i, MaxSegment); di++ {
				for dj := 0; dj <= min(j, MaxSegment); dj++ {
					if di+dj == 0 {
						continue
					}
					if c, ok := t.cost[Edit{string(r[i-di : i]), string(w[j-dj : j])}]; ok {
						try(di, dj, c)
					}
				}
			}
			cost[at(i, j)], from[at(i, j)] = best, how
		}
	}
	var edits []Edit
	for i, j := n, m; i > 0 || j > 0; {
		d := from[at(i, j)]
		e := Edit{string(r[i-int(d[0]) : i]), string(w[j-int(d[1]) : j])}
		if e.Read != e.True {
			edits = append(edits, e)
		}
		i, j = i-int(d[0]), j-int(d[1])
	}
	slices.Reverse(edits)
	return cost[at(n, m)], edits
}
