package dictionaries

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Neighbor is a form that word may have been before damage.
type Neighbor struct {
	// Word is the form in the capitals of the observed word (Trom -> From,
	// TBE -> THE); a name found for a lower-case word keeps its own
	// (lndia -> India).
	Word string
	// Cost is the sum of the costs of the edits, in nats.
	Cost float64
	// Entry is what the lexicon says of the form.
	Entry Entry
	// Edits turn the observed word into Word, left to right.
	Edits []Edit
}

// Edit is one segment edit: Observed stands at byte At of the observed word,
// Intended was meant. Either side may be empty. Plain: no Confusion lists it.
type Edit struct {
	At                 int
	Observed, Intended string
	Plain              bool
}

// Reach bounds a search. The zero value of a field means its default; a
// negative number of edits means none.
type Reach struct {
	Cost       float64 // greatest cost of a neighbour, in nats; 10
	Slack      float64 // greatest cost above that of the cheapest; 6
	Confusions int     // listed edits at most, not more than 4; 2
	Plain      int     // other edits at most, not more than 2; 1
	Count      int     // neighbours at most; 32
}

func (r Reach) withDefaults() Reach {
	if r.Cost <= 0 {
		r.Cost = 10
	}
	if r.Slack <= 0 {
		r.Slack = 6
	}
	if r.Confusions == 0 {
		r.Confusions = 2
	}
	if r.Plain == 0 {
		r.Plain = 1
	}
	if r.Count <= 0 {
		r.Count = 32
	}
	r.Confusions = min(max(r.Confusions, 0), 4)
	r.Plain = min(max(r.Plain, 0), 2)
	return r
}

// foldCost is added where a confusion of small letters is taken for capitals.
const foldCost = 1

// maxNearRunes bounds the words that are searched for: longer ones have no
// neighbours.
const maxNearRunes = 40

// Near lists the forms that word can be made into within reach, cheapest
// first, then the more frequent, then by alphabet. Word itself is not among
// them, nor is any form that Accepts would refuse. Possessives are found by
// their stem; in a hyphenated word the one part that is no word is replaced.
//
// The search walks the automaton along the observed letters and leaves it by
// edits, so that its cost depends on the reach and hardly on the size of the
// lexicon.
func (l *Lexicon) Near(word string, c *Confusions, reach Reach) []Neighbor {
	if word == "" || len(word) > maxTokenBytes || !utf8.ValidString(word) {
		return nil
	}
	reach = reach.withDefaults()
	out := l.near(word, c, reach)
	if stem, tail := cutLastApostrophe(word); stem != "" && (tail == "s" || tail == "S") {
		out = append(out, around(l.near(stem, c, reach), "", word[len(stem):])...)
	}
	if strings.Contains(word, "-") {
		if before, part, after, ok := l.brokenPart(word); ok {
			out = append(out, around(l.near(part, c, reach), before, after)...)
		}
	}
	return best(out, word, reach.Count)
}

// around puts neighbours of a part back into the word.
func around(list []Neighbor, before, after string) []Neighbor {
	for i := range list {
		list[i].Word = before + list[i].Word + after
		for j := range list[i].Edits {
			list[i].Edits[j].At += len(before)
		}
	}
	return list
}

// brokenPart finds the only part of a hyphenated word that is not accepted.
func (l *Lexicon) brokenPart(word string) (before, part, after string, ok bool) {
	for at := 0; at < len(word); {
		end := len(word)
		if i := strings.IndexByte(word[at:], '-'); i >= 0 {
			end = at + i
		}
		p := word[at:end]
		if l.part(p).How == Unknown && !(isPrefix(p) && end < len(word)) {
			if ok || p == "" {
				return "", "", "", false
			}
			before, part, after, ok = word[:at], p, word[end:], true
		}
		at = end + 1
	}
	return before, part, after, ok && part != word
}

// best sorts, drops duplicates and cuts to count.
func best(list []Neighbor, word string, count int) []Neighbor {
	slices.SortFunc(list, func(a, b Neighbor) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(b.Entry.logFreq, a.Entry.logFreq), cmp.Compare(a.Word, b.Word))
	})
	out := list[:0]
	for _, n := range list {
		if n.Word == word || slices.ContainsFunc(out, func(o Neighbor) bool { return o.Word == n.Word }) {
			continue
		}
		if out = append(out, n); len(out) == count {
			break
		}
	}
	return slices.Clip(out)
}

// near searches for the whole of word in every list.
func (l *Lexicon) near(word string, c *Confusions, reach Reach) []Neighbor {
	var s search
	if !s.prepare(word, c, reach) {
		return nil
	}
	for i := len(l.layers) - 1; i >= 0; i-- {
		s.enter(l, i)
		// Without plain edits first: what that finds, in a tenth of the time,
		// bounds the rest.
		s.walk(place{state: s.table.root, confusions: int8(reach.Confusions)})
		s.walk(place{state: s.table.root, confusions: int8(reach.Confusions), plain: int8(reach.Plain)})
	}
	s.found = slices.DeleteFunc(s.found, func(h hit) bool { return h.cost > s.bound })
	out := make([]Neighbor, 0, len(s.found))
	for i := range s.found {
		out = append(out, s.neighbor(&s.found[i]))
	}
	return out
}

// search is the state of one search: on the stack but for what it finds.
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
	room   [192]usable

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
	s.usable = s.room[:0]
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

// record keeps the form reached at p if the policy admits it.
func (s *search) record(p place) {
	if p.cost > s.bound {
		return
	}
	for i := range s.found {
		h := &s.found[i]
		if h.rank == p.rank && h.list == s.at {
			if p.cost < h.cost {
				h.cost, h.steps, h.path = p.cost, int(p.steps), s.path
				s.bound = min(s.bound, p.cost+s.reach.Slack)
			}
			return
		}
	}
	e, ok := s.table.entry(int(p.rank))
	if !ok {
		return
	}
	form := s.form[:p.length]
	letters, capital := 0, false
	for _, r := range form {
		if r != '\'' && r != '-' {
			letters++
		}
		capital = capital || toLower(r) != r
	}
	if !admits(e, letters, capital) || p.length == 1 && form[0] != 'a' && form[0] != 'I' && form[0] != 'O' {
		return
	}
	text := string(form)
	if len(s.lexicon.layers) > 1 {
		if _, at, _ := s.lexicon.resolve(text, asIs); at != s.at {
			return
		}
	}
	s.found = append(s.found, hit{list: s.at, rank: p.rank, cost: p.cost, entry: e, steps: int(p.steps), path: s.path, form: text})
	s.bound = min(s.bound, p.cost+s.reach.Slack)
	if len(s.found) >= 3*s.reach.Count+16 {
		s.cut()
	}
}

// cut forgets all but the best, and looks for nothing dearer from then on. A
// few more than asked for are kept, since two forms may give one word.
func (s *search) cut() {
	slices.SortFunc(s.found, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(b.entry.logFreq, a.entry.logFreq), cmp.Compare(a.form, b.form))
	})
	s.found = s.found[:2*s.reach.Count+8]
	s.bound = min(s.bound, s.found[len(s.found)-1].cost)
}

// neighbor gives a hit the capitals of the observed word.
func (s *search) neighbor(h *hit) Neighbor {
	n := Neighbor{Word: h.form, Cost: h.cost, Entry: h.entry, Edits: make([]Edit, 0, h.steps)}
	switch s.mode {
	case Title:
		r, w := utf8.DecodeRuneInString(h.form)
		n.Word = string(toUpper(r)) + h.form[w:]
	case Allcaps:
		n.Word = strings.ToUpper(h.form)
	}
	if strings.Contains(s.word, "’") {
		n.Word = strings.ReplaceAll(n.Word, "'", "’")
	}
	letters := []rune(n.Word)
	for _, st := range h.path[:h.steps] {
		from, to := s.offset[st.at], s.offset[st.at+st.n]
		e := Edit{At: int(from), Observed: s.word[from:to], Plain: st.plain}
		if int(st.to) <= len(letters) {
			e.Intended = string(letters[st.from:st.to])
		}
		n.Edits = append(n.Edits, e)
	}
	return n
}
