package near

import (
	"cmp"
	"slices"

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
	words *Words
	table *channel.Table

	read    []rune
	symbols []uint8
	edits   [][channel.MaxSegment + 1][]channel.Confusion // that may begin at each place
	limit   float32
	slack   float32
	best    float32
	out     []rune
	found   []Match
	steps   int
}

// NewSearch returns a Search over words with the confusions of a table.
func NewSearch(w *Words, t *channel.Table) *Search { return &Search{words: w, table: t} }

// maxSteps bounds the work on one word, whatever it is.
const maxSteps = 60000

// Find lists the words that were read as read at a cost of at most limit nats, and at most slack nats dearer than the
// cheapest one, cheapest first. read is folded but for capitals inside it. The slice is the caller's.
func (s *Search) Find(read string, limit, slack float32) []Match {
	s.read = append(s.read[:0], []rune(read)...)
	s.symbols = s.symbols[:0]
	s.edits = s.edits[:0]
	for i, r := range s.read {
		s.symbols = append(s.symbols, s.words.symbol(r))
		s.edits = append(s.edits, s.table.At(s.read[i:]))
	}
	s.edits = append(s.edits, s.table.At(nil))
	s.limit, s.slack, s.best = limit, slack, limit
	s.out, s.found, s.steps = s.out[:0], nil, 0
	s.walk(s.words.root, 0, 0, false)

	slices.SortFunc(s.found, func(a, b Match) int { return cmp.Or(cmp.Compare(a.Text, b.Text), cmp.Compare(a.Cost, b.Cost)) })
	s.found = slices.CompactFunc(s.found, func(a, b Match) bool { return a.Text == b.Text })
	s.found = slices.DeleteFunc(s.found, func(m Match) bool { return m.Cost > s.best+s.slack })
	slices.SortStableFunc(s.found, func(a, b Match) int { return cmp.Compare(a.Cost, b.Cost) })
	return s.found
}

// walk tries everything that may follow at place i in a state. inserted: the last step took a letter that was not read; two such
// in a row are not tried, nor one at the place of another fault without an edit of its own.
func (s *Search) walk(state uint32, i int, cost float32, inserted bool) {
	if s.steps++; s.steps > maxSteps {
		return
	}
	if i == len(s.read) {
		if class, ok := s.words.ends(state); ok {
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
	for n := range s.edits[i] {
		if n == 0 && inserted {
			continue
		}
		list := s.edits[i][n]
		for k := range list {
			if cost+list[k].Cost > bound {
				break // they come cheapest first
			}
			s.take(state, i, cost, &list[k])
		}
	}
	if cost+channel.JunkCost > bound {
		return
	}
	if i < len(s.read) {
		s.walk(state, i+1, cost+channel.JunkCost, false)
	}
	for e := state; ; e++ {
		x := s.words.edge(e)
		if c := uint8(x); c != 0 {
			s.out = append(s.out, s.words.runes[c])
			if i < len(s.read) && c != s.symbols[i] && cost+channel.Unseen <= bound {
				s.walk(x>>shift, i+1, cost+channel.Unseen, false)
			}
			if !inserted {
				s.walk(x>>shift, i, cost+channel.JunkCost, true)
			}
			s.out = s.out[:len(s.out)-1]
		}
		if x&lastBit != 0 {
			return
		}
	}
}

// take follows an edit's true side.
func (s *Search) take(state uint32, i int, cost float32, e *channel.Confusion) {
	n := len(s.out)
	for _, r := range e.True {
		c := s.words.symbol(r)
		var ok bool
		if c != 0 {
			state, ok = s.words.step(state, c)
		}
		if !ok {
			s.out = s.out[:n]
			return
		}
		s.out = append(s.out, r)
	}
	s.walk(state, i+e.Length, cost+e.Cost, e.Length == 0)
	s.out = s.out[:n]
}
