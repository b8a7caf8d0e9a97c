package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var quoteMark = &Rule{
	Name:    "quote-mark",
	Stage:   Detect,
	Graphic: true,
	Doc: `The wrong quotation mark

A closing mark where a quotation opens (’everything …’), two single marks for a double one (’’ or ” as ''),
an opening single mark as an apostrophe (Lenin‘s), a straight mark among curly ones.

The habit of the file decides; nothing is imposed on a file that has none. Left alone: apostrophes at the start of
a word (’tis, ’em, ’40s, ’ouse), possessives (Hertz’), feet and inches, and files whose inner opening mark is always ’,
which is the matter of the rule inner-quote-mark. Wrong where an apostrophe of dialect is not known.`,
	Examples: []Example{
		{"opening", "He said: “They think ’everything is well,’ and sleep.”", "He said: “They think ‘everything is well,’ and sleep.”"},
		{"one word", "He said: “They were ’flayed’ for it.”", "He said: “They were ‘flayed’ for it.”"},
		{"two for one", "He wrote \"one\" and ''two'' and \"three\" there.", "He wrote \"one\" and \"two\" and \"three\" there."},
		{"closing two", "He wrote “one” and “two’’ and “three” there.", "He wrote “one” and “two” and “three” there."},
		{"apostrophe", "It was Lenin‘s view, and not Stalin’s.", "It was Lenin’s view, and not Stalin’s."},
		{"straight partner", "The “collection\" was burned, it is said.", "The “collection” was burned, it is said."},
		{"elisions", "“’Tis so,” said he; “give ’em the ’40s and the workers’ rights, and ’ouses.”", "“’Tis so,” said he; “give ’em the ’40s and the workers’ rights, and ’ouses.”"},
		{"possessive", "He had Hertz’ book and the soldiers’ pay.", "He had Hertz’ book and the soldiers’ pay."},
		{"inches", "A board of 6' 3'' and one of 4''.", "A board of 6' 3'' and one of 4''."},
		{"two marks that end", "“He said ‘no.’” That was all.", "“He said ‘no.’” That was all."},
		{"systematic", strings.Repeat("“He said ’no’ to it.” ", 5), strings.Repeat("“He said ’no’ to it.” ", 5)},
	},
	Check: checkQuoteMark,
}

func checkQuoteMark(p *Pass) {
	p.backwardOpenings(false)
	p.twoForOne()
	p.openingApostrophes()
	p.straightAmongCurly()
	p.straightApostrophes()
	p.misdirectedDoubles()
}

// misdirectedDoubles finds ” before a word and “ after one.
func (p *Pass) misdirectedDoubles() {
	s := p.Text.Content
	for _, m := range [...]struct{ is, not, why string }{
		{"”", "“", "a closing mark before a word"}, {"“", "”", "an opening mark after a word"},
	} {
		for at := 0; ; {
			i := strings.Index(s[at:], m.is)
			if i < 0 {
				break
			}
			i += at
			at = i + len(m.is)
			if misdirected(s, i) {
				span := text.Span{Start: i, End: at}
				w := p.around(span)
				p.Suggest(w, 0.8, m.why, p.replaced(w, span, m.not))
			}
		}
	}
}

// twoForOne finds ” ’’ ‘‘ “ for a double mark.
func (p *Pass) twoForOne() {
	s := p.Text.Content
	for _, two := range [...]string{"''", "’’", "‘‘", "``", "‘'", "'’", "’'"} {
		n := strings.Count(s, two)
		if n == 0 {
			continue
		}
		straight, curly := strings.Count(s, "\""), strings.Count(s, "“")+strings.Count(s, "”")
		if n > 1 && n > max(straight, curly) {
			continue // the file's own double mark
		}
		for at := 0; ; {
			i := strings.Index(s[at:], two)
			if i < 0 {
				break
			}
			i += at
			at = i + len(two)
			b, a := runeBefore(s, i), runeAt(s, at)
			if isQuote(b) || isQuote(a) || isDigit(b) || isWordRune(b) == isWordRune(a) && isWordRune(b) ||
				isSpace(b) && isSpace(a) || opens(b) && p.elided(p.wordAfter(at)) || innerOpen(s, i) {
				continue
			}
			opening := opens(b) && !isSpace(a)
			new := "\""
			switch {
			case curly > straight && opening:
				new = "“"
			case curly > straight:
				new = "”"
			case straight == 0:
				continue // no double mark in the file to follow
			}
			span := text.Span{Start: i, End: at}
			w := p.around(span)
			p.Suggest(w, 0.85, fmt.Sprintf("two single marks for the double one that this file has %d times", max(straight, curly)), p.replaced(w, span, new))
		}
	}
}

// innerOpen reports whether a single mark opened a little before i, so that one of two marks at i closes it.
func innerOpen(s string, i int) bool {
	for at := i; at > 0 && i-at < 150; {
		j := strings.LastIndexAny(s[max(0, i-150):at], "'‘\n\"“”")
		if j < 0 {
			return false
		}
		at = max(0, i-150) + j
		if c := s[at]; c != '\'' && !strings.HasPrefix(s[at:], "‘") {
			return false
		}
		if opens(runeBefore(s, at)) && at+1 < i && s[at+1] != '\'' {
			return true
		}
	}
	return false
}

func isQuote(r rune) bool { return strings.ContainsRune("'\"’‘“”`", r) && r != 0 }

// openingApostrophes finds Lenin‘s and he ‘ll.
func (p *Pass) openingApostrophes() {
	s := p.Text.Content
	for at := 0; ; {
		i := strings.Index(s[at:], "‘")
		if i < 0 {
			return
		}
		i += at
		at = i + len("‘")
		end := at
		for end < len(s) && end < at+3 && isLetter(rune(s[end])) {
			end++
		}
		switch s[at:end] {
		case "s", "t", "d", "ll", "re", "ve", "m":
		default:
			continue
		}
		b := runeBefore(s, i)
		from := i
		if isBlank(b) && s[at:end] != "re" && s[at:end] != "m" {
			from--
			b = runeBefore(s, from)
		}
		if !isLetter(b) || isWordRune(runeAt(s, end)) || strings.HasPrefix(s[end:], "’") {
			continue
		}
		if s[at:end] != "s" {
			from = i // he ’ll: many printers set a blank there
		}
		span := text.Span{Start: from, End: at}
		w := text.Span{Start: from, End: end}
		if k := p.TokenAt(i) - 1; k >= 0 && p.Tokens[k].End >= i-1 {
			w.Start = p.Tokens[k].Start
		}
		p.Suggest(w, 0.9, fmt.Sprintf("an opening mark as the apostrophe of “’%s”", s[at:end]), p.replaced(w, span, "’"))
	}
}

// straightAmongCurly finds " where the file sets “ ”, or where its partner is curly.
func (p *Pass) straightAmongCurly() {
	s := p.Text.Content
	straight := strings.Count(s, "\"")
	if straight == 0 || straight > 500 {
		return
	}
	curly := strings.Count(s, "“") + strings.Count(s, "”")
	h := habit{curly, straight}
	habitual := h.clear(8, 0.9) && (straight <= 6 || h.clear(8, 0.97))
	if curly == 0 || straight > curly {
		return
	}
	p.paragraphs(func(par text.Span) {
		t := s[par.Start:par.End]
		if strings.IndexByte(t, '"') < 0 {
			return
		}
		open := false
		for at := 0; at < len(t); {
			j := strings.IndexAny(t[at:], "“”\"")
			if j < 0 {
				return
			}
			at += j
			r := runeAt(t, at)
			if r != '"' {
				open = r == '“'
				at += len("“")
				continue
			}
			i := par.Start + at
			at++
			b, a := runeBefore(s, i), runeAt(s, i+1)
			if isDigit(b) && !open || !habitual && !open {
				continue
			}
			new, next := "", open
			switch {
			case opens(b) && !isSpace(a) && !open:
				new, next = "“", true
			case !opens(b) && !isLetter(a) && open:
				new, next = "”", false
			default:
				continue
			}
			// A curly partner, or none that is straight
			if !habitual && !strings.Contains(t, "“") {
				continue
			}
			open = next
			span := text.Span{Start: i, End: i + 1}
			w := p.around(span)
			p.Suggest(w, 0.85, fmt.Sprintf("a straight mark: %s double marks in this file are curly", h.of()), p.replaced(w, span, new))
		}
	})
}

// straightApostrophes finds ' between letters where the file sets ’.
func (p *Pass) straightApostrophes() {
	s := p.Text.Content
	straight := strings.Count(s, "'")
	if straight == 0 || straight > 500 {
		return
	}
	h := habit{strings.Count(s, "’"), straight}
	if !h.clear(8, 0.9) || straight > 6 && !h.clear(8, 0.97) {
		return
	}
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '\'')
		if i < 0 {
			return
		}
		i += at
		at = i + 1
		if !isLetter(runeBefore(s, i)) || !isLetter(runeAt(s, at)) {
			continue
		}
		span := text.Span{Start: i, End: at}
		w := p.around(span)
		p.Suggest(w, 0.8, fmt.Sprintf("a straight apostrophe: %s in this file are curly", h.of()), p.replaced(w, span, "’"))
	}
}
