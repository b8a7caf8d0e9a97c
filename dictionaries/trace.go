package dictionaries

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Trace says which list decided on a word, and why.
type Trace struct {
	Word     string
	Accepted bool
	// List is the list that decided; "" where a rule or nothing did.
	List string
	// Reason is one sentence for an editor.
	Reason string
	// Steps tell what each list has, the one that decides first at the front.
	Steps []Step
}

// Step is one entry of one list that has to do with a word.
type Step struct {
	List, Form string
	Entry      Entry
}

// Trace explains what Accepts answers.
func (l *Lexicon) Trace(word string) Trace {
	tr := Trace{Word: word}
	m := l.Match(word)
	tr.Accepted = m.How != Unknown
	tr.List = l.listName(m.at)
	if len(word) > maxTokenBytes {
		tr.Reason = fmt.Sprintf("longer than %d bytes: no word", maxTokenBytes)
		return tr
	}
	seen := map[string]bool{}
	for i := len(l.layers) - 1; i >= 0; i-- {
		for _, form := range [...]string{word, lowerFirst.apply(word), lowerAll.apply(word), titleAll.apply(word), capitalised(word)} {
			key := fmt.Sprint(i, " ", form)
			if e, ok := l.layers[i].lookup(form, asIs); ok && !seen[key] {
				seen[key] = true
				tr.Steps = append(tr.Steps, Step{l.layers[i].name, form, e})
			}
		}
	}
	if tr.Accepted {
		tr.Reason = l.acceptance(word, m)
	} else {
		tr.Reason, tr.List = l.refusal(word, tr.Steps)
	}
	return tr
}

func (l *Lexicon) acceptance(word string, m Match) string {
	from := ""
	if m.at >= 0 {
		from = fmt.Sprintf("; list %s has %s", l.listName(m.at), describe(m.Entry))
	}
	switch m.How {
	case AsWord:
		return fmt.Sprintf("“%s” is a word%s", word, from)
	case AsName:
		return fmt.Sprintf("“%s” is a name or abbreviation in these capitals%s", word, from)
	case AsNumeral:
		return fmt.Sprintf("“%s” is a number", word)
	case Possessive:
		return fmt.Sprintf("“%s” is the possessive of “%s”%s", word, m.Form, from)
	case Elision:
		return fmt.Sprintf("“%s” is “%s” after an elided word%s", word, m.Form, from)
	case Hyphenated:
		return fmt.Sprintf("all parts of “%s” are words; the last is “%s”%s", word, m.Form, from)
	case Prefixed:
		return fmt.Sprintf("“%s” is a word with a prefix%s", word, from)
	case Plain:
		return fmt.Sprintf("“%s” without its accents is a word%s", word, from)
	case Derived:
		return fmt.Sprintf("“%s” is derived from “%s”%s", word, m.Form, from)
	}
	return ""
}

func (l *Lexicon) refusal(word string, steps []Step) (reason, list string) {
	if len(steps) == 0 {
		return fmt.Sprintf("no list has “%s”, and no rule makes it", word), ""
	}
	s := steps[0]
	sh := shapeOf(word)
	switch c := s.Entry.Category; {
	case c&Never != 0:
		return fmt.Sprintf("list %s says that “%s” is never a word", s.List, s.Form), s.List
	case c&Removed != 0:
		return fmt.Sprintf("list %s takes “%s” out", s.List, s.Form), s.List
	case sh.runes == 1:
		return "of single letters only a, I and O are words", ""
	case s.Form != word || c&(common|Closed|Foreign) == 0:
		return fmt.Sprintf("list %s has “%s”, %s, which a token written “%s” may not be a use of", s.List, s.Form, describe(s.Entry), word), s.List
	}
	return fmt.Sprintf("list %s has “%s”, %s: too rare for a word of %d letters to be taken on trust", s.List, s.Form, describe(s.Entry), sh.letters), s.List
}

// describe renders an entry: "a word of size 35".
func describe(e Entry) string {
	names := [...]string{"a word", "a contraction", "a capitalised word", "a name", "an abbreviation",
		"citation shorthand", "a word of a foreign phrase", "a foreign phrase", "a word taken out", "a word forbidden"}
	var parts []string
	for i, n := range names {
		if e.Category&(1<<i) != 0 {
			parts = append(parts, n)
		}
	}
	s := strings.Join(parts, " and ")
	if e.Size > 0 {
		s += fmt.Sprintf(" of size %d", e.Size)
	}
	switch e.Region {
	case American:
		s += ", American"
	case British, British | BritishIze, BritishIze:
		s += ", British"
	}
	return s
}

func capitalised(s string) string {
	r, w := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError {
		return s
	}
	return string(toUpper(r)) + s[w:]
}

func (f fold) apply(s string) string {
	var b strings.Builder
	for i, r := range s {
		b.WriteRune(f.rune(r, i == 0))
	}
	return b.String()
}
