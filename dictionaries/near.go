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
	var room [192]usable
	s := search{usable: room[:0]}
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
