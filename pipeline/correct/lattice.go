package correct

import (
	"math"
	"slices"

	"emend/pipeline/correct/ngram"
)

// An edge is one reading of one or more atoms.
type edge struct {
	from, to  int32 // atoms, end exclusive
	start     int   // what is replaced, in bytes of the content
	end       int
	new       string // the reading; of a keep edge nothing
	kind      string // of the correction; of a keep edge nothing
	read      string // folded, what the channel saw
	cand      candidate
	words     [4]ngram.Word
	n         int8
	cost      float32 // of the channel, and of spelling out unknown words
	posterior float32
}

func (e *edge) add(w ngram.Word) { e.words[e.n], e.n = w, e.n+1 }

// lattice is a window of atoms with all their readings. Its slices are used again from window to window.
type lattice struct {
	model  *ngram.Model
	edges  []edge
	byFrom [][]int32 // edges by their first atom, from the window's first on
	bounds []bool    // a sentence ends before that atom
	nodes  [][]node
	hops   []hop
	order  []float64
	asked  []ngram.Trigram // of a place
	costs  []float32
}

// node is a state of the model at a place: the last two words.
type node struct {
	u, v     ngram.Word
	forward  float64
	backward float64
}

// hop is an edge taken from a node to a node.
type hop struct {
	edge     int32
	from, to int32 // nodes of the edge's two places
	cost     float64
}

// Beam: how many states stay at a place, and how much dearer than the cheapest one a state may be.
const (
	beamStates = 24
	beamNats   = 16
)

// decode sets the posterior of each edge: its share of all readings of the window, by the forward-backward algorithm (Rabiner 1989)
// over states of two words. Costs are negative logarithms throughout.
func (l *lattice) decode(u, v ngram.Word, places int) {
	for len(l.nodes) <= places {
		l.nodes = append(l.nodes, nil)
	}
	for i := range l.nodes {
		l.nodes[i] = l.nodes[i][:0]
	}
	l.hops = l.hops[:0]
	l.nodes[0] = append(l.nodes[0], node{u: u, v: v, backward: math.Inf(1)})
	for at := 0; at < places; at++ {
		l.trim(at)
		l.ask(at)
		told := l.costs
		for n := range l.nodes[at] {
			told = l.leave(at, n, told)
		}
	}
	l.trim(places)
	for i := range l.nodes[places] {
		l.nodes[places][i].backward = 0
	}
	for i := len(l.hops) - 1; i >= 0; i-- {
		h := &l.hops[i]
		e := &l.edges[h.edge]
		from, to := &l.nodes[e.from][h.from], &l.nodes[e.to][h.to]
		from.backward = logAdd(from.backward, h.cost+to.backward)
	}
	total := l.nodes[0][0].backward
	for i := range l.edges {
		l.edges[i].posterior = 0
	}
	for _, h := range l.hops {
		e := &l.edges[h.edge]
		c := l.nodes[e.from][h.from].forward + h.cost + l.nodes[e.to][h.to].backward - total
		e.posterior += float32(math.Exp(-c))
	}
}

// ask asks the model what the words of every edge cost from every node of a place, all at once: in the order in which leave wants them.
func (l *lattice) ask(at int) {
	l.asked = l.asked[:0]
	for _, n := range l.nodes[at] {
		if math.IsInf(n.forward, 1) {
			continue
		}
		for _, i := range l.byFrom[at] {
			e := &l.edges[i]
			u, v := n.u, n.v
			if l.bounds[at] && v != ngram.Bound {
				l.asked = append(l.asked, ngram.Trigram{U: u, V: v, W: ngram.Bound})
				u, v = v, ngram.Bound
			}
			for _, w := range e.words[:e.n] {
				l.asked = append(l.asked, ngram.Trigram{U: u, V: v, W: w})
				u, v = v, w
			}
		}
	}
	l.costs = slices.Grow(l.costs[:0], len(l.asked))[:len(l.asked)]
	if len(l.asked) > fewAsked {
		l.model.CostEach(l.asked, l.costs)
		return
	}
	for i, q := range l.asked {
		l.costs[i] = l.model.Cost(q.U, q.V, q.W)
	}
}

// fewAsked questions are asked one by one.
const fewAsked = 2

// leave takes every edge from a node, told the costs of the words, and returns the costs that are left for other nodes.
func (l *lattice) leave(at, n int, told []float32) []float32 {
	if math.IsInf(l.nodes[at][n].forward, 1) {
		return told // given up
	}
	for _, i := range l.byFrom[at] {
		e := &l.edges[i]
		from := l.nodes[at][n]
		u, v := from.u, from.v
		cost := float64(e.cost)
		tell := func(w ngram.Word) {
			cost += float64(told[0])
			u, v, told = v, w, told[1:]
		}
		if l.bounds[at] && v != ngram.Bound {
			tell(ngram.Bound)
		}
		for _, w := range e.words[:e.n] {
			tell(w)
		}
		to := l.node(int(e.to), u, v)
		t := &l.nodes[e.to][to]
		t.forward = logAdd(t.forward, from.forward+cost)
		l.hops = append(l.hops, hop{i, int32(n), to, cost})
	}
	return told
}

// node finds or makes the state u v at a place.
func (l *lattice) node(at int, u, v ngram.Word) int32 {
	for i := range l.nodes[at] {
		if n := &l.nodes[at][i]; n.u == u && n.v == v {
			return int32(i)
		}
	}
	l.nodes[at] = append(l.nodes[at], node{u: u, v: v, forward: math.Inf(1), backward: math.Inf(1)})
	return int32(len(l.nodes[at]) - 1)
}

// trim gives up states that are too dear: they stay in place, so that hops keep their numbers, but nothing leaves them.
func (l *lattice) trim(at int) {
	if len(l.nodes[at]) == 0 {
		return
	}
	l.order = l.order[:0]
	for _, n := range l.nodes[at] {
		l.order = append(l.order, n.forward)
	}
	slices.Sort(l.order)
	limit := l.order[0] + beamNats
	if len(l.order) > beamStates {
		limit = min(limit, l.order[beamStates-1])
	}
	for i := range l.nodes[at] {
		if l.nodes[at][i].forward > limit {
			l.nodes[at][i].forward = math.Inf(1)
		}
	}
}

// logAdd is -ln(e^-a + e^-b).
func logAdd(a, b float64) float64 {
	if a > b {
		a, b = b, a
	}
	if math.IsInf(b, 1) {
		return a
	}
	return a - math.Log1p(math.Exp(a-b))
}
