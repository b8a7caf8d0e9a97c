package dictionaries

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

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
