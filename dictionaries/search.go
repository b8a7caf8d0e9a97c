package dictionaries

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// search is the state of one search.
type search struct {
	lexicon *Lexicon
	table   *table
	at      int // place of the list in the lexicon
	c       *Confusions
	reach   Reach
	bound   float64
	word    string
	mode    Capitals // Lower, Title or Allcaps
	n       int
	letters [maxNearRunes]rune      // of the word, capitals folded by mode
	offset  [maxNearRunes + 1]uint8 // of each letter in word, in bytes
	// usable[from[i]:from[i+1]] are the confusions whose observed side
	// stands at letter i, and those of nothing; cheapest first.
	usable []usable
	from   [maxNearRunes + 2]int32

	form  [maxFormRunes]rune
	path  [6]step
	found []hit
}

// step is an edit: n letters from at on stand for form[from:to].
type step struct {
	at, n, from, to uint8
	plain           bool
}

// usable is a confusion that fits at a letter.
type usable struct {
	cost     float64
	intended string
	next     uint64 // one bit for each way its intended side may begin
	n, wide  uint8  // letters observed and intended
}

// hit is a form reached.
type hit struct {
	list  int
	rank  uint32
	cost  float64
	entry Entry
	steps int
	path  [6]step
	form  string
}

// place is where a walk stands: before letter i of the word, in a state of
// the automaton.
type place struct {
	state      uint32
	rank       uint32
	cost       float64
	i          uint8
	length     uint8 // of the form so far
	steps      uint8
	confusions int8 // left
	plain      int8 // left
	final      bool
}

func (s *search) prepare(word string, c *Confusions, reach Reach) bool {
	s.word, s.c, s.reach, s.bound = word, c, reach, reach.Cost
	s.mode = CapitalsOf(word)
	for i, r := range word {
		if s.n == maxNearRunes {
			return false
		}
		if s.n == 0 && s.mode == Mixed {
			s.mode = Lower
			if toLower(r) != r {
				s.mode = Title
			}
		}
		if r == '’' {
			r = '\''
		}
		s.offset[s.n] = uint8(i)
		s.letters[s.n] = r
		if s.folds(uint8(s.n)) {
			s.letters[s.n] = toLower(r)
		}
		s.n++
	}
	s.offset[s.n] = uint8(len(word))
	for i := range s.n + 1 {
		s.from[i] = int32(len(s.usable))
		s.collect(i, -1, false)
		if i < s.n {
			read, _ := utf8.DecodeRuneInString(s.word[s.offset[i]:])
			if read == '’' {
				read = '\''
			}
			s.collect(i, read, false)
			if read != s.letters[i] {
				s.collect(i, s.letters[i], true)
			}
		}
		slices.SortStableFunc(s.usable[s.from[i]:], func(a, b usable) int { return cmp.Compare(a.cost, b.cost) })
	}
	s.from[s.n+1] = int32(len(s.usable))
	return s.n > 0
}

// collect notes the confusions that begin with first, or with nothing for -1,
// and whose observed side stands at letter i.
func (s *search) collect(i int, first rune, folded bool) {
	from, to := s.c.beginning(first)
	for k := from; k < to; k++ {
		c := &s.c.list[k]
		cost := c.Cost
		if folded {
			cost += foldCost
		}
		if cost > s.bound {
			break
		}
		if s.stands(c.Observed, i, folded) {
			s.usable = append(s.usable, usable{cost: cost, intended: c.Intended, next: ^uint64(0),
				n: uint8(utf8.RuneCountInString(c.Observed)), wide: uint8(utf8.RuneCountInString(c.Intended))})
		}
	}
}

// enter makes the search ready for the i-th list of l.
func (s *search) enter(l *Lexicon, i int) {
	s.lexicon, s.at, s.table = l, i, l.layers[i].table
	for k := range s.usable {
		u := &s.usable[k]
		if u.intended == "" {
			continue
		}
		r, _ := utf8.DecodeRuneInString(u.intended)
		u.next = symbolBit(s.table.symbol(r)) | symbolBit(s.table.symbol(toLower(r))) | symbolBit(s.table.symbol(toUpper(r)))
	}
}

// symbolBit hashes a symbol of the alphabet to one of 64 bits, none for 0.
func symbolBit(s uint8) uint64 {
	if s == 0 {
		return 0
	}
	return 1 << (s & 63)
}

// children has the bits of all symbols that lead on from the state at e.
func (t *table) children(e uint32) (bits uint64) {
	if e == 0 {
		return 0
	}
	edges := t.edges
	for i := int(e) * 8; i+8 <= len(edges); i += 8 {
		bits |= 1 << (edges[i] & 63)
		if edges[i+1]&(lastBit>>8) != 0 {
			break
		}
	}
	return bits
}

// stands reports whether observed stands at letter i.
func (s *search) stands(observed string, i int, folded bool) bool {
	for _, r := range observed {
		if i == s.n {
			return false
		}
		have := s.letters[i]
		if !folded && s.folds(uint8(i)) {
			have, _ = utf8.DecodeRuneInString(s.word[s.offset[i]:])
		}
		if have != r {
			return false
		}
		i++
	}
	return true
}

// folds reports whether capitals do not count for the n-th letter.
func (s *search) folds(n uint8) bool {
	return s.mode == Allcaps || s.mode == Title && n == 0
}

// walk goes on from p in every way: right to the end of the word first, and
// off by edits at every letter passed.
func (s *search) walk(p place) {
	for {
		if p.confusions > 0 {
			s.confuse(p)
		}
		if p.plain > 0 {
			s.edit(p)
		}
		if int(p.i) == s.n {
			if p.final && p.steps > 0 {
				s.record(p)
			}
			return
		}
		if p.state == 0 || int(p.length) == maxFormRunes {
			return
		}
		r := s.letters[p.i]
		p.i++
		if s.folds(p.length) {
			s.spellRune(r, p, "")
			return
		}
		x, ok := s.table.find(p.state, s.table.symbol(r))
		if !ok {
			return
		}
		s.form[p.length] = r
		p.follow(x)
	}
}

// confuse applies every listed edit that fits at p.
func (s *search) confuse(p place) {
	fit := s.usable[s.from[p.i]:s.from[p.i+1]]
	if len(fit) == 0 || p.cost+fit[0].cost > s.bound {
		return
	}
	next := s.table.children(p.state)
	for k := range fit {
		u := &fit[k]
		if p.cost+u.cost > s.bound {
			break
		}
		if u.next&next == 0 && u.intended != "" {
			continue
		}
		q := p
		q.cost += u.cost
		q.i += u.n
		q.confusions--
		s.take(p, &q, u.n, u.wide, false)
		s.spell(u.intended, q)
	}
}

// take notes an edit of n letters at p for wide letters of the form.
func (s *search) take(p place, q *place, n, wide uint8, plain bool) {
	s.path[p.steps] = step{at: p.i, n: n, from: p.length, to: p.length + wide, plain: plain}
	q.steps++
}

// edit applies every plain edit that fits at p.
func (s *search) edit(p place) {
	plain := &s.c.plain
	if p.cost+min(plain.Added, plain.Lost, plain.Substitute, plain.Swapped, plain.Case) > s.bound {
		return
	}
	more := int(p.i) < s.n
	p0 := p
	p.plain--
	if q := p; more && q.cost+plain.Added <= s.bound {
		q.cost += plain.Added
		q.i++
		s.take(p0, &q, 1, 0, true)
		s.walk(q)
	}
	if q := p; int(p.i)+1 < s.n && q.cost+plain.Swapped <= s.bound && s.letters[p.i] != s.letters[p.i+1] {
		q.cost += plain.Swapped
		q.i += 2
		s.take(p0, &q, 2, 2, true)
		s.spellRune(s.letters[p.i+1], q, string(s.letters[p.i]))
	}
	lost, other := p.cost+plain.Lost <= s.bound, more && p.cost+min(plain.Substitute, plain.Case) <= s.bound
	if p.state == 0 || !lost && !other || int(p.length) == maxFormRunes {
		return
	}
	for e := p.state; ; e++ {
		x := s.table.edge(e)
		if label := int(edgeSymbol(x)); label > 0 && label <= len(s.table.symbols) {
			r := s.table.symbols[label-1]
			q := p
			s.form[q.length] = r
			q.follow(x)
			small := s.mode == Lower && toLower(r) != r // ill is no Bill
			if lost && !(small && q.cost+plain.Lost+plain.Case > s.bound) {
				l := q
				l.cost += plain.Lost
				if small {
					l.cost += plain.Case
				}
				s.take(p0, &l, 0, 1, true)
				s.walk(l)
			}
			if other {
				s.substitute(p0, q, r)
			}
		}
		if x&lastBit != 0 {
			return
		}
	}
}

// substitute reads the letter at p as r, which leads to q.
func (s *search) substitute(p, q place, r rune) {
	have := s.letters[p.i]
	cost := s.c.plain.Substitute
	if toLower(have) == toLower(r) {
		if have == r || s.folds(p.length) {
			return
		}
		cost = s.c.plain.Case
	} else if s.mode == Lower && toLower(r) != r {
		cost += s.c.plain.Case // tbe is no Abe
	}
	if q.cost+cost > s.bound {
		return
	}
	q.cost += cost
	q.i++
	s.take(p, &q, 1, 1, true)
	s.walk(q)
}

// follow goes along edge x.
func (p *place) follow(x uint64) {
	p.length++
	if p.final {
		p.rank++
	}
	p.rank += edgeSkip(x)
	p.final = x&finalBit != 0
	p.state = edgeTarget(x)
}

// spell follows the letters of intended, then walks on.
func (s *search) spell(intended string, p place) {
	if intended == "" {
		s.walk(p)
		return
	}
	r, w := utf8.DecodeRuneInString(intended)
	s.spellRune(r, p, intended[w:])
}

// spellRune follows r, in either case where capitals do not count.
func (s *search) spellRune(r rune, p place, rest string) {
	if p.state == 0 || int(p.length) == maxFormRunes {
		return
	}
	if !s.folds(p.length) {
		s.along(r, p, rest)
		return
	}
	low, up := toLower(r), toUpper(r)
	s.along(low, p, rest)
	if up != low {
		s.along(up, p, rest)
	}
}

// along follows r exactly, then spells the rest.
func (s *search) along(r rune, p place, rest string) {
	if x, ok := s.table.find(p.state, s.table.symbol(r)); ok {
		s.form[p.length] = r
		p.follow(x)
		s.spell(rest, p)
	}
}
