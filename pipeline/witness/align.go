package witness

import (
	"math/bits"
	"strings"
)

// An op says that words of a passage answer to words of a witness: one to one, or one to two or three run together, or some to none.
type op struct {
	from, to   int // words of the passage
	like, upto int // words of the witness
	distance   float32
}

// Costs of an alignment, in words.
const (
	gapCost    = 1.0
	otherCost  = 1.9  // one word for quite another
	nearMost   = 0.67 // of letters, beyond which a word is another
	joinedMost = 0.34
	joinCost   = 0.3
)

// aligner lays words side by side (Needleman and Wunsch 1970; the witness's words before and after cost nothing). It keeps its tables.
type aligner struct {
	cost []float32
	how  []uint8
}

// never is a cost that no alignment has.
const never = 1e9

const (
	toNone = iota // a word of the witness that the passage has not
	toOne         // one for one
	added         // a word of the passage that the witness has not
	twoOne        // two of the passage are one of the witness
	oneTwo        // one of the passage is two of the witness
	twoTwo        // the blank is in another place
	threeOne
	oneThree
)

var opSteps = [...][2]int{{0, 1}, {1, 1}, {1, 0}, {2, 1}, {1, 2}, {2, 2}, {3, 1}, {1, 3}}

// cellsMost bounds the table of one alignment.
const cellsMost = 4 << 20

// beam is how much dearer than the best of its row an alignment may be and is still followed (Lowerre 1976): so many words may be left out at a
// time. oneMost is how many words of the witness a step takes.
const (
	beam    = 24
	oneMost = 3
)

// bandSlack is how many words an alignment may stray beyond what the difference of the lengths asks for.
const bandSlack = 16

// align finds the cheapest alignment of all of p with some of w, within a band about the diagonal. It fails where the table would be too
// large. O(len(p) * (len(w)-len(p))) distances of words.
func (a *aligner) align(p, w []word) ([]op, float32, bool) {
	n, m := len(p), len(w)
	if n == 0 || m == 0 || (n+1)*(m+1) > cellsMost {
		return nil, 0, false
	}
	stride := m + 1
	if len(a.cost) < (n+1)*stride {
		a.cost, a.how = make([]float32, (n+1)*stride), make([]uint8, (n+1)*stride)
	}
	cost, how := a.cost, a.how
	for j := 0; j <= m; j++ {
		cost[j], how[j] = 0, toNone
	}
	lo, hi := 1, m // the cells of the row before that are worth going on from
	for i := 1; i <= n; i++ {
		row := cost[i*stride : (i+1)*stride]
		for j := range row {
			row[j] = never
		}
		row[0], how[i*stride] = float32(i)*gapCost, added
		first, last, least := m+1, 0, row[0]
		for j := max(1, i-bandSlack, lo); j <= min(m, i+max(0, m-n)+bandSlack); j++ {
			if j > hi+oneMost && cost[i*stride+j-1] > least+beam {
				break
			}
			at := i*stride + j
			best, by := cost[at-stride-1]+substitution(&p[i-1], &w[j-1]), uint8(toOne)
			if c := cost[at-stride] + gapCost; c < best {
				best, by = c, added
			}
			gap := float32(gapCost)
			if i == n {
				gap = 1e-4 // what follows in the witness is not quoted
			}
			if c := cost[at-1] + gap; c < best {
				best, by = c, toNone
			}
			for k := twoOne; k <= oneThree; k++ {
				di, dj := opSteps[k][0], opSteps[k][1]
				if i < di || j < dj {
					continue
				}
				before := cost[(i-di)*stride+j-dj]
				if before+joinCost >= best {
					continue
				}
				if d := joined(p[i-di:i], w[j-dj:j]); d <= joinedMost && before+joinCost+1.6*d < best {
					best, by = before+joinCost+1.6*d, uint8(k)
				}
			}
			cost[at], how[at] = best, by
			least = min(least, best)
		}
		for j := max(0, lo-1); j <= min(m, hi+bandSlack*2); j++ {
			if row[j] <= least+beam {
				first, last = min(first, j), j
			}
		}
		lo, hi = max(1, first), max(last, 1)
	}
	end := 0
	for j := 1; j <= m; j++ {
		if cost[n*stride+j] < cost[n*stride+end] {
			end = j
		}
	}
	var ops []op
	for i, j := n, end; i > 0; {
		step := opSteps[how[i*stride+j]]
		o := op{i - step[0], i, j - step[1], j, 1}
		switch {
		case step == [2]int{1, 1}:
			o.distance = distance(&p[i-1], &w[j-1])
		case step[0] > 0 && step[1] > 0:
			o.distance = joined(p[o.from:o.to], w[o.like:o.upto])
		}
		ops = append(ops, o)
		i, j = o.from, o.like
	}
	for i, j := 0, len(ops)-1; i < j; i, j = i+1, j-1 {
		ops[i], ops[j] = ops[j], ops[i]
	}
	ends(ops, p, w)
	return ops, cost[n*stride+end], true
}

// ends lays the first and the last word of a passage beside the witness's where they are near: it costs less to take them for words that the witness
// has not, since what it has before and after is not quoted.
func ends(ops []op, p, w []word) {
	if o := &ops[0]; o.like == o.upto && o.like > 0 {
		if d := distance(&p[0], &w[o.like-1]); d <= nearMost {
			o.like, o.distance = o.like-1, d
		}
	}
	if o := &ops[len(ops)-1]; o.like == o.upto && o.upto < len(w) && o.to == len(p) {
		if d := distance(&p[len(p)-1], &w[o.upto]); d <= nearMost {
			o.upto, o.distance = o.upto+1, d
		}
	}
}

func substitution(x, y *word) float32 {
	d := distance(x, y)
	switch {
	case d == 0:
		return 0
	case d > nearMost:
		return otherCost
	}
	return 0.1 + 1.6*d
}

// distance is the share of letters that differ, 0 to 1.
func distance(x, y *word) float32 {
	if x.form == y.form {
		return 0
	}
	n := max(len(x.form), len(y.form))
	// Shapes that one has and the other has not must be edited, each at the price of a letter.
	least := max(bits.OnesCount32(x.letters&^y.letters), bits.OnesCount32(y.letters&^x.letters), n-min(len(x.form), len(y.form)))
	if float32(least) > nearMost*float32(n) {
		return 1
	}
	return edits(x.form, y.form) / float32(n)
}

func joined(p, w []word) float32 {
	n, m, mp, mw := 0, 0, uint32(0), uint32(0)
	for i := range p {
		n, mp = n+len(p[i].form), mp|p[i].letters
	}
	for i := range w {
		m, mw = m+len(w[i].form), mw|w[i].letters
	}
	most := max(n, m)
	if least := max(most-min(n, m), bits.OnesCount32(mp&^mw), bits.OnesCount32(mw&^mp)); float32(least) > joinedMost*float32(most) || most > 64 {
		return 1
	}
	// Most pairs begin or end alike; one that does neither is seldom the same.
	if a, b := p[0].form, w[0].form; a[0] != b[0] {
		if a, b = p[len(p)-1].form, w[len(w)-1].form; a[len(a)-1] != b[len(b)-1] {
			return 1
		}
	}
	x, y := join(p), join(w)
	if x == y {
		return 0
	}
	if most-min(n, m) > 1 {
		return 1 // a blank is in another place, and a letter or two are misread: no word is lost
	}
	for i := range p {
		for j := range w {
			if p[i].form == w[j].form {
				return 1 // then the other is lost or put in, and not joined to it: bare is not "a bare"
			}
		}
	}
	return edits(x, y) / float32(max(n, m))
}

func join(ws []word) string {
	if len(ws) == 1 {
		return ws[0].form
	}
	var b strings.Builder
	for i := range ws {
		b.WriteString(ws[i].form)
	}
	return b.String()
}

// edits is the distance of Levenshtein (1966), in bytes, of words no longer than 64; letters of one shape are half as far apart.
func edits(x, y string) float32 {
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if len(x) == 0 || len(y) == 0 || len(x) > 64 || len(y) > 64 {
		return float32(max(len(x), len(y)))
	}
	var row [65]int // in halves
	for j := range len(y) + 1 {
		row[j] = 2 * j
	}
	for i := range len(x) {
		diagonal := row[0]
		row[0] = 2 * (i + 1)
		for j := range len(y) {
			c := diagonal
			switch {
			case x[i] == y[j]:
			case shapes[x[i]] == shapes[y[j]] && shapes[x[i]] != 0:
				c++
			default:
				c += 2
			}
			diagonal = row[j+1]
			row[j+1] = min(c, row[j]+2, row[j+1]+2)
		}
	}
	return float32(row[len(y)]) / 2
}
