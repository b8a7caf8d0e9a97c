package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var innerQuoteMark = &Rule{
	Name:    "inner-quote-mark",
	Stage:   Detect,
	Graphic: true,
	Doc: `The inner opening mark is always ’ in this file

Parts of some archives open every quotation within a quotation with ’ instead of ‘. One rule with its own
switch, so that an archive decides about all of them at once; where a file does it only here and there, the
rule quote-mark speaks.

Wrong where an apostrophe of dialect (’ouse) has a closing mark after it.`,
	Examples: []Example{
		{"systematic", strings.Repeat("“He said ’no’ to it.” ", 4), strings.Repeat("“He said ‘no’ to it.” ", 4)},
		{"once", "“He said ’no’ to it.”", "“He said ’no’ to it.”"},
		{"apostrophes", strings.Repeat("“’Tis so,” he said, “give ’em that.” ", 5), strings.Repeat("“’Tis so,” he said, “give ’em that.” ", 5)},
	},
	Check: func(p *Pass) { p.backwardOpenings(true) },
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
