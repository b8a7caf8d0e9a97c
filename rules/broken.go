package rules

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

// What the rules on words broken in two share: is “dictator-” “ship” one word, a word with a
// hyphen, or no telling. The document is asked first, then the dictionary.

// A broken word is two runs of letters with a hyphen, and perhaps more, between them.
type broken struct {
	a, b    text.Span
	certain bool // the sign between them is never part of a word: U+00AD, ¬
}

// brokenAt is the broken word whose hyphen begins at hyphen and whose second half begins at next;
// ok is false if one of the halves is no run of letters, or the second begins with a capital
// and is not all capitals like the first.
func brokenAt(s string, hyphen, next int) (w broken, ok bool) {
	w.a = around(s, text.Span{Start: hyphen, End: hyphen}, letterOrMark)
	w.b = around(s, text.Span{Start: next, End: next}, letterOrMark)
	w.a.End, w.b.Start = hyphen, next
	if w.a.Len() == 0 || w.b.Len() == 0 || isDigit(runeBefore(s, w.a.Start)) || isDigit(runeAt(s, w.b.End)) {
		return w, false
	}
	if first := runeAt(s, next); !isLower(first) {
		return w, w.b.Len() > utf8.RuneLen(first) && inCapitals(s[w.a.Start:w.a.End]) && inCapitals(s[w.b.Start:w.b.End])
	}
	return w, true
}

func inCapitals(s string) bool {
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return s != ""
}

// A census counts certain forms in a document, in small letters: joined ones (dictatorship) and
// hyphenated ones (well-known) where they stand within a line.
type census map[string]int

func (c census) want(p *Pass, w broken) {
	a, b := p.halves(w)
	c[lower(a+b)], c[lower(a+"-"+b)] = 0, 0
}

// take counts the forms wanted in one pass. O(n).
func (c census) take(s string) {
	if len(c) == 0 {
		return
	}
	var form []byte
	last := 0 // where the word before the hyphen begins in form
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !letterOrMark(r) {
			if r == '-' && len(form) > last && i+1 < len(s) && letterOrMark(runeAt(s, i+1)) {
				c.count(form, last)
				form = append(form[:copy(form, form[last:])], '-')
				last = len(form)
			} else if len(form) > 0 {
				c.count(form, last)
				form, last = form[:0], 0
			}
			i += n
			continue
		}
		if r < utf8.RuneSelf {
			form = append(form, byte(r)|0x20)
		} else {
			form = utf8.AppendRune(form, unicode.ToLower(r))
		}
		i += n
	}
	c.count(form, last)
}

// count counts form[last:] and, if that follows a hyphen, the whole form.
func (c census) count(form []byte, last int) {
	if n, ok := c[string(form[last:])]; ok {
		c[string(form[last:])] = n + 1
	}
	if last > 0 {
		if n, ok := c[string(form)]; ok {
			c[string(form)] = n + 1
		}
	}
}

// usual is how often, per million words, a word is used that nobody need write with a hyphen though
// both its halves are words: dictatorship 18, battleship 1.7, but hardworking 1.1, wellknown 0.1.
const usual = 1.5

// clitics follow French verbs and names after a hyphen: portez-vous, Becs-de-Corail.
var clitics = setOf("je tu il elle on nous vous ils elles moi toi lui leur le la les en y ce ci là t m de des du")

func lower(s string) string {
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = utf8.AppendRune(out, unicode.ToLower(r))
	}
	return string(out)
}

// halves are the two parts of a broken word.
func (p *Pass) halves(w broken) (a, b string) {
	s := p.Text.Content
	return s[w.a.Start:w.a.End], s[w.b.Start:w.b.End]
}

// joins says how sure it is that a broken word is one word without a hyphen, and why; 0 if it
// is not, or nothing tells.
func (p *Pass) joins(w broken, c census) (confidence float64, why string) {
	a, b := p.halves(w)
	whole := a + b
	joined, hyphened := c[lower(whole)], c[lower(a+"-"+b)]
	switch {
	case w.certain:
		return 0.98, "the sign after " + shown(a) + " stands for a break and for nothing else"
	case hyphened > joined:
		return 0, ""
	case joined > hyphened:
		return 0.97, fmt.Sprintf("%s stands elsewhere in this text", shown(whole))
	case hyphened > 0 || p.Words == nil:
		return 0, ""
	case p.accepts(whole) && !p.accepts(a+"-"+b):
		return 0.97, fmt.Sprintf("%s is a word, %s is none", shown(whole), shown(a+"-"+b))
	case p.frequency(whole) >= usual:
		return 0.9, fmt.Sprintf("%s is a word", shown(whole))
	case p.accepts(whole):
		return 0, "" // wellknown is in large dictionaries
	case !clitics[lower(b)] && !p.accepts(b) && !p.accepts(a+"-"+b) && utf8.RuneCountInString(whole) > 3:
		return 0.7, fmt.Sprintf("%s is no word that could follow a hyphen", shown(b))
	}
	return 0, ""
}
