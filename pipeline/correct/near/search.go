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
type Search struct {
	words  *Words
	byRead map[string][]edit

	read       []rune
	symbols    []uint8
	edits      [][channel.MaxSegment + 1][]edit // that may begin at each place, cheapest first
	substitute []float32                        // any other letter
	junk       []float32                        // no letter
	least      []float32                        // cost of any error from here on
	limit      float32
	slack      float32
	best       float32
	out        []rune
	found      []Match
	steps      int
	known      [1024]exits // of states seen lately
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
	truth  [channel.MaxSegment]uint8
	n      uint8 // of truth
	length uint8 // of what was read, in characters
	cost   float32
}

// NewSearch returns a Search over words with the confusions of a table.
func NewSearch(w *Words, t *channel.Table) *Search {
	s := &Search{words: w, byRead: make(map[string][]edit, 512)}
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
				e.truth[e.n] = x
				e.n++
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
	s.walk(s.words.root, 0, 0, false)
}

func (s *Search) prepare(read string) {
	s.read = s.read[:0]
	for _, r := range read {
		s.read = append(s.read, r)
	}
	s.symbols, s.edits, s.substitute, s.junk = s.symbols[:0], s.edits[:0], s.substitute[:0], s.junk[:0]
	var buf [channel.MaxSegment * utf8.UTFMax]byte
	s.least = append(s.least[:0], make([]float32, len(s.read)+1)...)
	for i := 0; i <= len(s.read); i++ {
		var at [channel.MaxSegment + 1][]edit
		at[0] = s.byRead[""]
		b := buf[:0]
		for n := 1; n <= channel.MaxSegment && i+n <= len(s.read); n++ {
			b = utf8.AppendRune(b, s.read[i+n-1])
			at[n] = s.byRead[string(b)]
		}
		s.edits = append(s.edits, at)
		least := float32(channel.Lost)
		for _, list := range at {
			if len(list) > 0 {
				least = min(least, list[0].cost)
			}
		}
		if i < len(s.read) {
			least = min(least, channel.Junk(s.read[i]), channel.Unseen(s.read[i]))
		}
		s.least[i] = least
		if i < len(s.read) {
			s.symbols = append(s.symbols, s.words.symbol(s.read[i]))
			s.substitute = append(s.substitute, channel.Unseen(s.read[i]))
			s.junk = append(s.junk, channel.Junk(s.read[i]))
		}
	}
	for i := len(s.read) - 1; i >= 0; i-- {
		s.least[i] = min(s.least[i], s.least[i+1])
	}
}

// exact follows what was read letter by letter, where no more errors can be paid for.
func (s *Search) exact(state uint32, i int, cost float32) {
	for _, c := range s.symbols[i:] {
		next, ok := uint32(0), false
		if c != 0 {
			next, ok = s.words.step(state, c)
		}
		if !ok {
			return
		}
		state = next
	}
	if class, ok := s.words.ends(state); ok && cost > 0 {
		s.found = append(s.found, Match{string(s.out) + string(s.read[i:]), class, cost})
		s.best = min(s.best, cost)
	}
}

// walk tries everything that may follow at place i in a state. inserted: the last step took a letter that was not read; two such
// in a row are not tried.
func (s *Search) walk(state uint32, i int, cost float32, inserted bool) {
	if s.steps++; s.steps > maxSteps {
		return
	}
	if cost+s.least[i] > min(s.limit, s.best+s.slack) {
		s.exact(state, i, cost)
		return
	}
	if i == len(s.read) {
		if class, ok := s.words.ends(state); ok && cost > 0 {
			s.found = append(s.found, Match{string(s.out), class, cost})
			s.best = min(s.best, cost)
		}
	} else if c := s.symbols[i]; c != 0 {
		if next, ok := s.words.step(state, c); ok {
			s.out = append(s.out, s.read[i])
			s.walk(next, i+1, cost, false)
			s.out = s.out[:len(s.out)-1]
		}
	}
	bound := min(s.limit, s.best+s.slack)
	out := *s.leaving(state) // a copy: deeper walks write over it
	for n := range s.edits[i] {
		if n == 0 && inserted {
			continue
		}
		list := s.edits[i][n]
		for k := range list {
			e := &list[k]
			if cost+e.cost > bound {
				break // they come cheapest first
			}
			if c := e.truth[0]; out[c>>6]>>(c&63)&1 != 0 {
				s.take(state, i, cost, e)
			}
		}
	}
	other := bound - cost // what is left for an error that no table knows
	substitute := float32(channel.MaxCost + 1)
	if i < len(s.read) {
		if junk := s.junk[i]; junk <= other {
			s.walk(state, i+1, cost+junk, false)
		}
		substitute = s.substitute[i]
	}
	lost := !inserted && channel.Lost <= other
	if substitute > other && !lost {
		return
	}
	for e := state; ; e++ {
		x := s.words.edge(e)
		if c := uint8(x); c != 0 {
			s.out = append(s.out, s.words.runes[c])
			if substitute <= other && i < len(s.read) && c != s.symbols[i] {
				s.walk(x>>shift, i+1, cost+substitute, false)
			}
			if lost {
				s.walk(x>>shift, i, cost+channel.Lost, true)
			}
			s.out = s.out[:len(s.out)-1]
		}
		if x&lastBit != 0 {
			return
		}
	}
}

// take follows an edit's true side.
func (s *Search) take(state uint32, i int, cost float32, e *edit) {
	n := len(s.out)
	for _, c := range e.truth[:e.n] {
		next, ok := s.words.step(state, c)
		if !ok {
			s.out = s.out[:n]
			return
		}
		state = next
		s.out = append(s.out, s.words.runes[c])
	}
	s.walk(state, i+int(e.length), cost+e.cost, e.length == 0)
	s.out = s.out[:n]
}
