package rules

import (
	"slices"
	"strings"
	"unicode"

	"emend/pipeline/text"
)

// A Mark is a comment that speaks to emend: emend:off silences rules from there on, emend:on ends that.
type Mark struct {
	text.Comment
	Verb    string   // as written after emend:
	Rules   []string // none: all of them
	Unknown []string // of the names given, those that no rule has
	Idle    []string // of Rules, those on which it has no effect; "" where it names none and has none
}

// Off reports whether the mark silences, On whether it ends that.
func (m *Mark) Off() bool { return m.Verb == "off" }
func (m *Mark) On() bool  { return m.Verb == "on" }

// ParseMark reads a comment. One with a word before emend: is prose that only mentions it. Behind a semicolon stands a
// note. // <!-- emend:off misspelling, real-word; dialect -->
func ParseMark(c text.Comment) (Mark, bool) {
	before, after, ok := strings.Cut(c.Content, "emend:")
	if !ok || strings.ContainsFunc(before, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return Mark{}, false
	}
	after, _, _ = strings.Cut(strings.TrimRight(after, " \t\r\n->)\"'"), ";")
	words := strings.FieldsFunc(after, func(r rune) bool { return unicode.IsSpace(r) || r == ',' })
	m := Mark{Comment: c}
	if len(words) > 0 && !strings.ContainsAny(after[:1], " \t\r\n,") {
		m.Verb, words = words[0], words[1:]
	}
	for _, w := range words {
		switch {
		case Find(w) == nil:
			m.Unknown = append(m.Unknown, w)
		case !slices.Contains(m.Rules, w):
			m.Rules = append(m.Rules, w)
		}
	}
	return m, true
}
