package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var unpairedQuote = &Rule{
	Name:  "unpaired-quote",
	Stage: Detect,
	Doc: `A quotation never closed, or never opened

Within a paragraph every double mark wants its partner. Where the place of the lost one is plain (a citation
follows, or the paragraph ends with a full stop) it is suggested; otherwise the finding is a note.

Left alone: a quotation of several paragraphs, each of which opens again and only the last closes, also where
those were run together; a paragraph at the start or the end of a file that is an extract; feet and inches;
and files in which more than one paragraph in seven is unpaired, for their marks are not read well enough to tell.`,
	Examples: []Example{
		{"citation", "He said: “We must do it now. [Vol. 11, p. 40] They did.", "He said: “We must do it now.” [Vol. 11, p. 40] They did."},
		{"several paragraphs", "“It was so.\n\n“It is so.\n\n“It will be so.”", "“It was so.\n\n“It is so.\n\n“It will be so.”"},
		{"run together", "“It was so. “It is so. “It will be so.”", "“It was so. “It is so. “It will be so.”"},
		{"paired", "He said: “Yes.” She said: “No.”", "He said: “Yes.” She said: “No.”"},
		{"inches", "A pipe of 6\" is here.", "A pipe of 6\" is here."},
		{"straight, several paragraphs", "\"It was so.\n\n\"It is so.\"", "\"It was so.\n\n\"It is so.\""},
	},
	Check: checkUnpairedQuote,
}

// unpaired is a mark without partner.
type unpaired struct {
	at      int
	opening bool
	par     int
}

func checkUnpairedQuote(p *Pass) {
	s := p.Text.Content
	curly := strings.Contains(s, "“")
	if !curly && strings.IndexByte(s, '"') < 0 {
		return
	}
	var pars []text.Span
	p.paragraphs(func(par text.Span) { pars = append(pars, par) })
	var found []unpaired
	quoting := 0
	for k, par := range pars {
		var n, marks int
		var u [2]unpaired
		if curly {
			n, marks = unpairedCurly(s, par, &u)
		} else {
			n, marks = unpairedStraight(s, par, &u)
		}
		if marks > 0 {
			quoting++
		}
		for _, m := range u[:n] {
			if m.par = k; !p.pairsAcross(pars, m) && !misdirected(s, m.at) && !ditto(s, m.at) {
				found = append(found, m)
			}
		}
	}
	if len(found) > 2 && len(found)*7 > quoting {
		return
	}
	for _, m := range found {
		p.unpairedQuote(pars, m)
	}
}

// unpairedCurly finds the first mark never closed and the first never opened of a paragraph.
func unpairedCurly(s string, par text.Span, u *[2]unpaired) (n, marks int) {
	open, extra, before := -1, -1, -1
	for at := par.Start; ; {
		i := nextCurly(s[:par.End], at)
		if i < 0 {
			break
		}
		at = i + len("“")
		marks++
		switch {
		case strings.HasPrefix(s[i:], "”"):
			if open < 0 && extra < 0 {
				extra = i
			}
			open = -1
		case open >= 0:
			// “ within “: a paragraph that was run together opens again after a stop, or at a line's start.
			if b := lastStop(s, trimBlanks(s, i)); b == 0 && runeBefore(s, i) != '\n' && before < 0 {
				before = open
			}
			open = i
		default:
			open = i
		}
	}
	if before < 0 {
		before = open
	}
	if extra >= 0 {
		u[n] = unpaired{at: extra}
		n++
	}
	if before >= 0 {
		u[n] = unpaired{at: before, opening: true}
		n++
	}
	return n, marks
}

// nextCurly is where the next “ or ” stands at or after from, -1 if none does.
func nextCurly(s string, from int) int {
	for {
		i := strings.IndexByte(s[from:], 0xE2)
		if i < 0 {
			return -1
		}
		if from += i; from+2 < len(s) && s[from+1] == 0x80 && s[from+2]&^1 == 0x9C {
			return from
		}
		from++
	}
}

func trimBlanks(s string, i int) int {
	for i > 0 && isBlank(runeBefore(s, i)) {
		i--
	}
	return i
}

// unpairedStraight finds the mark of an odd number that has no partner: the first that opens where one
// is open or closes where none is.
func unpairedStraight(s string, par text.Span, u *[2]unpaired) (n, marks int) {
	last, lone := -1, -1
	loneOpens := false
	for at := par.Start; ; {
		i := strings.IndexByte(s[at:par.End], '"')
		if i < 0 {
			break
		}
		i += at
		at = i + 1
		b, a := runeBefore(s, i), runeAt(s, at)
		if isDigit(b) && last < 0 {
			continue // inches
		}
		marks++
		opening := (opens(b) || i == par.Start) && !isSpace(a)
		closing := !opens(b) && i != par.Start && !isLetter(a)
		switch {
		case opening && !closing && last >= 0:
			if lone < 0 && lastStop(s, trimBlanks(s, i)) == 0 && b != '\n' {
				lone, loneOpens = last, true
			}
			last = i
		case closing && !opening && last < 0:
			if lone < 0 {
				lone, loneOpens = i, false
			}
		case last >= 0:
			last = -1
		default:
			last = i
		}
	}
	if last >= 0 && lone < 0 {
		lone, loneOpens = last, true
	}
	if marks%2 == 0 || lone < 0 {
		return 0, marks
	}
	u[0] = unpaired{at: lone, opening: loneOpens}
	return 1, marks
}

// misdirected reports whether the curly mark at i looks the wrong way: said ”if. The rule quote-mark turns it.
func misdirected(s string, i int) bool {
	b, a := runeBefore(s, i), runeAt(s, i+len("”"))
	switch {
	case strings.HasPrefix(s[i:], "”"):
		return isBlank(b) && isLetter(a)
	case strings.HasPrefix(s[i:], "“"):
		return (isLetter(b) || isStop(b)) && isSpace(a)
	}
	return false
}

// ditto reports whether the mark at i stands alone, as for the same again.
func ditto(s string, i int) bool {
	return isSpace(runeBefore(s, i)) && isSpace(runeAt(s, i+len(string(runeAt(s, i)))))
}

// pairsAcross reports whether the mark is right by the paragraphs before and after it.
func (p *Pass) pairsAcross(pars []text.Span, m unpaired) bool {
	s := p.Text.Content
	if m.opening && breaksOff(s, pars[m.par]) || !m.opening && breaksIn(s, pars[m.par]) {
		return true
	}
	if m.opening {
		if m.par+1 == len(pars) {
			return !plainEnd(s, pars[m.par], m.at)
		}
		// The next one opens again, or a block quotation or verse goes on until a closing mark.
		for k := m.par + 1; k < len(pars) && k < m.par+40; k++ {
			next := s[pars[k].Start:pars[k].End]
			if r := runeAt(next, 0); r == '“' || r == '"' || r == '‘' || r == '\'' {
				return true
			}
			i, j := strings.IndexAny(next, "”"), strings.IndexAny(next, "“")
			if i >= 0 && (j < 0 || i < j) {
				return true
			}
			if j >= 0 {
				break
			}
		}
		return false
	}
	// Closed, not opened: opened in one of the paragraphs before.
	for k := m.par - 1; k >= 0 && k > m.par-40; k-- {
		before := s[pars[k].Start:pars[k].End]
		i, j := strings.LastIndex(before, "“"), strings.LastIndex(before, "”")
		if i < 0 && j < 0 {
			if strings.IndexByte(before, '"') < 0 {
				continue
			}
			return true
		}
		return i > j
	}
	return true
}

// plainEnd reports whether a citation follows a full stop after the opening mark.
func plainEnd(s string, par text.Span, at int) bool {
	return citationAfter(s, at, par.End) > 0
}

// citationAfter is where the stop stands that a citation in brackets follows, 0 if there is none.
func citationAfter(s string, from, to int) int {
	for at := from; ; {
		i := strings.Index(s[at:to], " [")
		if i < 0 {
			return 0
		}
		i += at
		at = i + 2
		if b := runeBefore(s, i); b != '.' && b != '?' && b != '!' {
			continue
		}
		end := strings.IndexByte(s[at:to], ']')
		if end < 0 || end > 80 || !strings.ContainsAny(s[at:at+end], "0123456789") || end < 4 {
			continue
		}
		return i
	}
}

func (p *Pass) unpairedQuote(pars []text.Span, m unpaired) {
	s := p.Text.Content
	par := pars[m.par]
	mark := runeAt(s, m.at)
	at := text.Span{Start: m.at, End: m.at + len(string(mark))}
	w := p.around(at)
	if !m.opening {
		p.Suggest(w, 0.6, "a quotation ends here that nothing in the paragraph opens")
		return
	}
	closing := "\""
	if mark == '“' {
		closing = "”"
	}
	if i := citationAfter(s, m.at, par.End); i > 0 && !strings.ContainsRune(s[m.at+1:i], '“') {
		span := text.Span{Start: i, End: i}
		w := p.around(text.Span{Start: i - 1, End: i})
		p.Suggest(w, 0.7, fmt.Sprintf("the quotation that opens at “%s” is not closed before its citation", p.wordAfter(at.End)), p.replaced(w, span, closing))
		return
	}
	p.Suggest(w, 0.6, "a quotation opens here that nothing in the paragraph closes")
}

// wordAfter is the first word at or after offset.
func (p *Pass) wordAfter(offset int) string {
	if k := p.TokenAt(offset); k < len(p.Tokens) {
		return p.Word(k)
	}
	return ""
}
