package near

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"emend/pipeline/correct/channel"
)

// A Match is a word that may have been read as the one searched for.
type Match struct {
	Text  string
	Class Class
	Cost  float32 // nats, of the cheapest way to misread it so
}

// A Search holds what a walk needs; it is kept by one goroutine and used again and again.
//
// A word is looked for twice, from its beginning and from its end (Mihov and Schulz 2004): of all errors that are paid for together, those of
// one half or those of the other cost no more than half the limit. So each walk pays half the limit at most before the middle, where the
// automaton is widest, and the rest behind it, where few words are left.
type Search struct {
	words  *Words
	byRead map[string][]edit
	sides  [2]side

	limit float32
	slack float32
	best  float32
	out   []rune
	found []Match
	steps int
	known [1024]exits // of states seen lately
}

// A side is what was read, in one of the two ways to read it. Places are counted from where the walk begins.
type side struct {
	way        int
	read       []rune
	symbols    []uint8
	edits      [][channel.MaxSegment + 1][]edit // that may begin at each place, by length read, cheapest first
	substitute []float32                        // any other letter
	junk       []float32                        // no letter
	least      []float32                        // cost of any error from here on
	early      []float32                        // the same of the errors that half the limit must pay
	middle     int                              // ahead, errors that begin before it are paid by half the limit; mirrored, those that end there at the latest
	half       int                              // up to here all errors are
}

// exits are the symbols that lead out of a state.
type exits struct {
	state uint32
	set   [4]uint64
}

// leaving is Words.leaving, remembered: walks pass the same states near the root again and again.
func (s *Search) leaving(state uint32) *[4]uint64 {
	k := &s.known[state%uint32(len(s.known))]
	if k.state != state || k.set[0] == 0 {
		k.state, k.set = state, s.words.leaving(state)
	}
	return &k.set
}

// edit is a confusion in the symbols of the automaton.
type edit struct {
	truth  [2][channel.MaxSegment]uint8 // ahead, mirrored
	n      uint8                        // of truth
	length uint8                        // of what was read, in characters
	cost   float32
}

// NewSearch returns a Search over words with the confusions of a table.
func NewSearch(w *Words, t *channel.Table) *Search {
	s := &Search{words: w, byRead: make(map[string][]edit, 512)}
	s.sides[mirrored].way = mirrored
	t.Each(func(read string, list []channel.Confusion) {
		es := make([]edit, 0, len(list))
	next:
		for _, c := range list {
			e := edit{length: uint8(c.Length), cost: c.Cost}
			for _, r := range c.True {
				x := w.symbol(r)
				if x == 0 {
					continue next // no word has it
				}
				e.truth[ahead][e.n] = x
				e.n++
			}
			for k := range e.n {
				e.truth[mirrored][k] = e.truth[ahead][e.n-1-k]
			}
			es = append(es, e)
		}
		s.byRead[read] = es
	})
	return s
}

// maxSteps bounds the work on one word, whatever it is.
const maxSteps = 6000

// again is how many nats beyond the best word found a second walk goes, where the first one's limit was lower.
const again = 4

// Steps of the limit: most misread words are found within the first, without one error that no table knows.
var deepening = [...]float32{9.4, 13, 16}

// Find lists the words that were read as read at a cost of at most limit nats, and at most slack nats dearer than the
// cheapest one, cheapest first; read itself is not among them. It is folded but for capitals inside it. The slice is the caller's.
func (s *Search) Find(read string, limit, slack float32) []Match {
	s.prepare(read)
	s.slack, s.steps = slack, 0
	for _, l := range deepening {
		s.run(min(l, limit))
		if len(s.found) > 0 || l >= limit || s.steps > maxSteps {
			if enough := min(limit, s.best+again); len(s.found) > 0 && enough > l {
				s.run(enough)
			}
			break
		}
	}
	slices.SortFunc(s.found, func(a, b Match) int { return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Cost, b.Cost)) })
	s.found = slices.CompactFunc(s.found, func(a, b Match) bool { return a.Text == b.Text })
	s.found = slices.DeleteFunc(s.found, func(m Match) bool { return m.Cost > s.best+s.slack })
	slices.SortStableFunc(s.found, func(a, b Match) int { return cmp.Compare(a.Cost, b.Cost) })
	return s.found
}

func (s *Search) run(limit float32) {
	s.limit, s.best = limit, limit
	s.out, s.found = s.out[:0], nil
	for way := range s.sides {
		s.walk(&s.sides[way], s.words.roots[way], 0, 0, false)
	}
}

func (s *Search) prepare(read string) {
	a, m := &s.sides[ahead], &s.sides[mirrored]
	a.read = a.read[:0]
	for _, r := range read {
		a.read = append(a.read, r)
	}
	n := len(a.read)
	m.read = append(m.read[:0], a.read...)
	slices.Reverse(m.read)
	a.middle, m.middle = n/2, n-n/2
	a.half, m.half = a.middle, max(0, m.middle-channel.MaxSegment+1)
	for way := range s.sides {
		d := &s.sides[way]
		d.edits = slices.Grow(d.edits[:0], n+1)[:n+1]
		d.symbols, d.substitute, d.junk = d.symbols[:0], d.substitute[:0], d.junk[:0]
		for _, r := range d.read {
			d.symbols = append(d.symbols, s.words.symbol(r))
			d.substitute = append(d.substitute, channel.Unseen(r))
			d.junk = append(d.junk, channel.Junk(r))
		}
	}
	var buf [channel.MaxSegment * utf8.UTFMax]byte
	for i := 0; i <= n; i++ {
		a.edits[i], m.edits[n-i] = [channel.MaxSegment + 1][]edit{}, [channel.MaxSegment + 1][]edit{}
	}
	for i := 0; i <= n; i++ {
		a.edits[i][0], m.edits[n-i][0] = s.byRead[""], s.byRead[""]
		b := buf[:0]
		for k := 1; k <= channel.MaxSegment && i+k <= n; k++ {
			b = utf8.AppendRune(b, a.read[i+k-1])
			list := s.byRead[string(b)]
			a.edits[i][k], m.edits[n-i-k][k] = list, list
		}
	}
	for way := range s.sides {
		s.sides[way].cheapest()
	}
}

// cheapest finds what the cheapest error costs from each place on.
func (d *side) cheapest() {
	n := len(d.read)
	d.least = slices.Grow(d.least[:0], n+1)[:n+1]
	d.early = slices.Grow(d.early[:0], d.half)[:d.half]
	for i := range d.least {
		least := float32(channel.Lost)
		for _, list := range d.edits[i] {
			if len(list) > 0 {
				least = min(least, list[0].cost)
			}
		}
		if i < n {
			least = min(least, d.junk[i], d.substitute[i])
		}
		d.least[i] = least
	}
	copy(d.early, d.least)
	for i := d.half - 2; i >= 0; i-- {
		d.early[i] = min(d.early[i], d.early[i+1])
	}
	for i := n - 1; i >= 0; i-- {
		d.least[i] = min(d.least[i], d.least[i+1])
	}
}

// allowed is what errors may cost together with one at place i that takes so many characters.
func (s *Search) allowed(d *side, i, length int) float32 {
	full := min(s.limit, s.best+s.slack)
	if d.way == ahead && i < d.middle || d.way == mirrored && i+length <= d.middle {
		return full / 2
	}
	return full
}

// follow goes on letter by letter as was read, to a place.
func (s *Search) follow(d *side, state uint32, i, to int) (uint32, bool) {
	for ; i < to; i++ {
		c, ok := d.symbols[i], false
		if c != 0 {
			state, ok = s.words.step(state, c)
		}
		if !ok {
			return 0, false
		}
		s.out = append(s.out, d.read[i])
	}
	return state, true
}

// walk tries everything that may follow at place i in a state. inserted: the last step took a letter that was not read; two such
// in a row are not tried.
func (s *Search) walk(d *side, state uint32, i int, cost float32, inserted bool) {
	if s.steps++; s.steps > maxSteps {
		return
	}
	length := len(s.out)
	full := min(s.limit, s.best+s.slack)
	to := i
	if i < d.half && cost+d.early[i] > full/2 {
		to = d.half
	}
	if to >= d.half && cost+d.least[to] > full {
		to = len(d.read)
	}
	if to > i {
		ok := false
		if state, ok = s.follow(d, state, i, to); !ok {
			s.out = s.out[:length]
			return
		}
		i, inserted = to, false
	}
	if i == len(d.read) {
		if class, ok := s.words.ends(state); ok && cost > 0 {
			s.found = append(s.found, Match{s.text(d), class, cost})
			s.best = min(s.best, cost)
		}
	} else if c := d.symbols[i]; c != 0 {
		if next, ok := s.words.step(state, c); ok {
			s.out = append(s.out, d.read[i])
			s.walk(d, next, i+1, cost, false)
			s.out = s.out[:len(s.out)-1]
		}
	}
	s.err(d, state, i, cost, inserted)
	s.out = s.out[:length]
}

// err tries every error at place i.
func (s *Search) err(d *side, state uint32, i int, cost float32, inserted bool) {
	out := *s.leaving(state) // a copy: deeper walks write over it
	for n := range d.edits[i] {
		if n == 0 && inserted {
			continue
		}
		bound := s.allowed(d, i, n)
		list := d.edits[i][n]
		for k := range list {
			e := &list[k]
			if cost+e.cost > bound {
				break // they come cheapest first
			}
			if c := e.truth[d.way][0]; out[c>>6]>>(c&63)&1 != 0 {
				s.take(d, state, i, cost, e)
			}
		}
	}
	substitute := false
	if i < len(d.read) {
		left := s.allowed(d, i, 1) - cost // for an error that no table knows
		if junk := d.junk[i]; junk <= left {
			s.walk(d, state, i+1, cost+junk, false)
		}
		substitute = d.substitute[i] <= left
	}
	lost := !inserted && cost+channel.Lost <= s.allowed(d, i, 0)
	if !substitute && !lost {
		return
	}
	for e := state; ; e++ {
		x := s.words.edge(e)
		if c := uint8(x); c != 0 {
			s.out = append(s.out, s.words.runes[c])
			if substitute && c != d.symbols[i] {
				s.walk(d, x>>shift, i+1, cost+d.substitute[i], false)
			}
			if lost {
				s.walk(d, x>>shift, i, cost+channel.Lost, true)
			}
			s.out = s.out[:len(s.out)-1]
		}
		if x&lastBit != 0 {
			return
		}
	}
}

// take follows an edit's true side.
func (s *Search) take(d *side, state uint32, i int, cost float32, e *edit) {
	n := len(s.out)
	for _, c := range e.truth[d.way][:e.n] {
		next, ok := s.words.step(state, c)
		if !ok {
			s.out = s.out[:n]
			return
		}
		state = next
		s.out = append(s.out, s.words.runes[c])
	}
	s.walk(d, state, i+int(e.length), cost+e.cost, e.length == 0)
	s.out = s.out[:n]
}

// text is the word that a walk has come to the end of.
func (s *Search) text(d *side) string {
	if d.way == ahead {
		return string(s.out)
	}
	word := slices.Clone(s.out)
	slices.Reverse(word)
	return string(word)
}
