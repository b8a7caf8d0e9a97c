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

// backwardOpenings finds ’ that opens an inner quotation. Where more than three do, and most of the
// file's inner quotations open so, it is the file's habit: reported only if systematic is asked for.
func (p *Pass) backwardOpenings(systematic bool) {
	s := p.Text.Content
	var found []text.Span
	for at := 0; ; {
		i := strings.Index(s[at:], "’")
		if i < 0 {
			break
		}
		i += at
		at = i + len("’")
		if b := runeBefore(s, i); isWordRune(b) || !opens(b) || !isLetter(runeAt(s, at)) {
			continue
		}
		if end, ok := p.innerEnd(i); ok {
			found = append(found, text.Span{Start: i, End: end})
			at = end
		}
	}
	if len(found) == 0 {
		return
	}
	right := strings.Count(s, "‘")
	if habitual := len(found) > 3 && len(found) > right; habitual != systematic {
		return
	}
	for _, f := range found {
		at := text.Span{Start: f.Start, End: f.Start + len("’")}
		w := p.around(at)
		partner := p.around(text.Span{Start: f.End, End: f.End + len("’")})
		reason := fmt.Sprintf("a closing mark opens a quotation that ends at “%s”", s[partner.Start:partner.End])
		confidence := 0.85
		if systematic {
			reason += fmt.Sprintf(", as %d times in this file", len(found))
			confidence = 0.9
		}
		p.Suggest(w, confidence, reason, p.replaced(w, at, "‘"))
	}
}

// opens reports whether a quotation can open after r.
func opens(r rune) bool {
	return r == 0 || isSpace(r) || strings.ContainsRune("“\"(—–[-", r)
}

// innerEnd is where the quotation ends that ’ at i seems to open: at a ’ after a word or a stop, in
// the same sentence or the next, before any other opening.
func (p *Pass) innerEnd(i int) (int, bool) {
	s := p.Text.Content
	start := i + len("’")
	k := p.TokenAt(start)
	if k == len(p.Tokens) || p.Tokens[k].Start != start || p.elided(p.Word(k)) {
		return 0, false
	}
	for at := start; at < len(s) && at < start+300; {
		j := strings.IndexAny(s[at:min(len(s), start+300)], "’‘\n“”")
		if j < 0 {
			return 0, false
		}
		at += j
		if strings.HasPrefix(s[at:], "\n") && !strings.HasPrefix(s[at:], "\n\n") {
			at++
			continue
		}
		if !strings.HasPrefix(s[at:], "’") {
			return 0, false
		}
		b, a := runeBefore(s, at), runeAt(s, at+len("’"))
		if isWordRune(a) {
			if !isWordRune(b) {
				return 0, false // another such opening
			}
			at += len("’")
			continue
		}
		if isSpace(b) {
			return 0, false
		}
		// workers’ rights: a possessive ends in s and a word follows.
		if (b == 's' || b == 'z' || b == 'x') && isBlank(a) && isLetter(runeAt(s, at+len("’")+1)) && at-start > 25 {
			at += len("’")
			continue
		}
		// o’ an’ th’ doin’: dialect
		if l := p.TokenAt(at - 1); isLetter(b) && l < len(p.Tokens) && (p.Tokens[l].Start == start || !p.accepts(p.Word(l))) && !p.accepts(p.Word(l)) {
			return 0, false
		}
		return at, true
	}
	return 0, false
}

// elided reports whether a word is one that an apostrophe begins: ’tis, ’em, ’ouse.
func (p *Pass) elided(word string) bool {
	w := strings.ToLower(word)
	if i := strings.IndexAny(w, "'’"); i > 0 {
		w = w[:i]
	}
	if elisions[w] {
		return true
	}
	// ’appy: dialect drops its h
	return strings.ContainsRune("aeiou", runeAt(w, 0)) && !p.accepts(w) && p.accepts("h"+w)
}

// elisions are words as they stand after the apostrophe that took their beginning.
var elisions = setOf(`
	tis twas twere twill twould twixt tween em cause round gainst neath til till cept bout n ere mong mongst ave is e er im ow
	er s t d ll re ve m un ud ad as ood pon way cross long bove scaped spite tain tisn twasn twon prentice ristocrat un cos coz
	count special special pears member fraid change varsity phone bus plane flu cello kay low lowed f fore hind side stead
	low sides tother nother nuff most um ome ard ell eart orse our ouse and at it its if as all alf under
`)

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
