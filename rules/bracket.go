package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var bracket = &Rule{
	Name:  "bracket",
	Stage: Detect,
	Doc: `A bracket without its partner

A bracket opened in a paragraph and never closed, or closed and never opened, or closed by another kind.

Where the file says the same words between brackets elsewhere, the lost one is suggested there; a bracket that
stands right before a word and is never closed may be a speck, so that taking it out is offered. Left alone:
enumerations — a) and 1) —, signs like :), a bracket that closes in one of the next paragraphs, and files in which
the brackets are not read well enough to tell. Wrong where the printer himself forgot one.`,
	Examples: []Example{
		{"elsewhere", "Read One [in Russian], Two [in Russian], and Three in Russian].", "Read One [in Russian], Two [in Russian], and Three [in Russian]."},
		{"other kind", "He said so (Vol. 11, p. 40] and left.", "He said so (Vol. 11, p. 40) and left."},
		{"enumeration", "There are: a) one, b) two; 1) three, 2) four; iv) five.", "There are: a) one, b) two; 1) three, 2) four; iv) five."},
		{"sign", "He came :) and went ;-) again.", "He came :) and went ;-) again."},
		{"over paragraphs", "He came (as they say.\n\nAnd it is so) to us.", "He came (as they say.\n\nAnd it is so) to us."},
		{"nested", "He came (as they [the men] say) to us.", "He came (as they [the men] say) to us."},
	},
	Check: checkBracket,
}

func checkBracket(p *Pass) {
	s := p.Text.Content
	var found []loneBracket
	brackets, par := 0, 0
	next := newTriggers(s, "(", ")", "[", "]")
	p.paragraphs(func(span text.Span) {
		par++
		var opened int
		if found, opened = loneBrackets(s, span, par, next, found); opened > 0 {
			brackets += opened
		}
	})
	if len(found) > 4 && len(found)*12 > brackets {
		return
	}
	pairAcross(s, found)
	for _, f := range found {
		if !f.edge && !f.paired {
			p.loneBracket(f.at, f.partner)
		}
	}
}

// loneBracket is a bracket without partner in its paragraph.
type loneBracket struct {
	at, par int
	partner int  // of another kind; 0: none
	edge    bool // at the broken edge of its paragraph: not judged
	paired  bool // with one of another paragraph
}

// loneBrackets appends those of one paragraph, and counts the brackets that open in it.
func loneBrackets(s string, span text.Span, par int, next *triggers, found []loneBracket) ([]loneBracket, int) {
	var stack []int
	opened := 0
	for at := next.next(span.Start); at < span.End; at = next.next(at + 1) {
		c := s[at]
		if c == '(' || c == '[' {
			if c != '(' || runeBefore(s, at) != ':' {
				stack = append(stack, at)
				opened++
			}
			continue
		}
		n := len(stack)
		switch {
		case n > 0 && s[stack[n-1]] == opener(c):
			stack = stack[:n-1]
		case n > 1 && s[stack[n-2]] == opener(c) && !enumerates(s, at):
			found = append(found, loneBracket{at: stack[n-1], par: par})
			stack = stack[:n-2]
		case c == ')' && (enumerates(s, at) || emoticon(s, at)):
		case n > 0 && at-stack[n-1] < 120:
			found = append(found, loneBracket{at: at, par: par, partner: stack[n-1]})
			stack = stack[:n-1]
		default:
			found = append(found, loneBracket{at: at, par: par, edge: breaksIn(s, span)})
		}
	}
	for _, at := range stack {
		found = append(found, loneBracket{at: at, par: par, edge: breaksOff(s, span)})
	}
	return found, opened
}

// pairAcross marks the brackets that open in one paragraph and close in one of the next.
func pairAcross(s string, found []loneBracket) {
	for k := range found {
		f := &found[k]
		if f.paired || f.partner != 0 || s[f.at] != '(' && s[f.at] != '[' {
			continue
		}
		for m := k + 1; m < len(found) && found[m].par <= f.par+12; m++ {
			if g := &found[m]; !g.paired && g.partner == 0 && s[g.at] == closer(s[f.at]) {
				f.paired, g.paired = true, true
				break
			}
		}
	}
}

func opener(c byte) byte {
	if c == ')' {
		return '('
	}
	return '['
}

func closer(c byte) byte {
	if c == '(' {
		return ')'
	}
	return ']'
}

// enumerates reports whether the bracket at i closes a), 12) or iv).
func enumerates(s string, i int) bool {
	start := i
	for start > 0 && i-start < 5 && isWordRune(rune(s[start-1])) {
		start--
	}
	n := i - start
	if n > 0 && s[start] == '.' || n == 0 {
		return n == 0 && i > 1 && s[i-1] == '.' && isWordRune(rune(s[i-2])) && enumerates(s, i-1) // a.)
	}
	if b := runeBefore(s, start); !isSpace(b) && !strings.ContainsRune("—–-\"“‘([*_", b) {
		return false
	}
	w := strings.ToLower(s[start:i])
	return n == 1 || n <= 3 && isDigit(rune(w[0])) || strings.Trim(w, "ivxl") == ""
}

// emoticon reports whether the bracket at i belongs to :) or ;-).
func emoticon(s string, i int) bool {
	b := runeBefore(s, i)
	return b == ':' || b == ';' || b == '-' && (runeBefore(s, i-1) == ':' || runeBefore(s, i-1) == ';') || b == '?' && runeBefore(s, i-1) == ' '
}

func (p *Pass) loneBracket(at, partner int) {
	s := p.Text.Content
	span := text.Span{Start: at, End: at + 1}
	w := p.around(span)
	c := s[at]
	switch {
	case partner > 0:
		right := string(closer(s[partner]))
		p.Suggest(w, 0.8, fmt.Sprintf("“%c” closes what “%c” opened", c, s[partner]), p.replaced(w, span, right))
	case c == ')' || c == ']':
		p.neverOpened(at, w)
	default:
		p.neverClosed(at, w)
	}
}

// neverOpened looks for the words before the bracket between brackets elsewhere in the file.
func (p *Pass) neverOpened(at int, w text.Span) {
	s := p.Text.Content
	open := string(opener(s[at]))
	last := p.TokenAt(at) // the token after the bracket
	for k := last - 1; k >= 0 && k > last-6; k-- {
		words := s[p.Tokens[k].Start : at+1]
		if strings.ContainsAny(words, "\n([") {
			break
		}
		if strings.Contains(s, open+words) {
			span := text.Span{Start: p.Tokens[k].Start, End: at + 1}
			p.Suggest(span, 0.9, fmt.Sprintf("“%s%s” stands elsewhere in this file", open, words), open+words)
			return
		}
	}
	p.Suggest(w, 0.6, fmt.Sprintf("“%c” closes what nothing in the paragraph opens", s[at]))
}

func (p *Pass) neverClosed(at int, w text.Span) {
	s := p.Text.Content
	span := text.Span{Start: at, End: at + 1}
	reason := fmt.Sprintf("“%c” opens what nothing in the paragraph closes", s[at])
	if s[at] == '(' && isLetter(runeAt(s, at+1)) && isBlank(runeBefore(s, at)) && p.accepts(p.wordAfter(at+1)) {
		p.Suggest(w, 0.6, reason, p.replaced(w, span, ""))
		return
	}
	p.Suggest(w, 0.6, reason)
}
