package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var dashSpacing = &Rule{
	Name:    "dash-spacing",
	Stage:   Detect,
	Graphic: true,
	Doc: `A dash spaced otherwise than the file's dashes

One archive sets – with blanks, one — without, one --. The file's own habit decides, dash by dash; where
it has none (fewer than eight of a kind, or less than nine in ten alike) only a dash with a blank on one side
alone is named, and only where the file has no other like it.

Left alone: dashes next to a stop, a quotation mark or a line end, dashes of ranges, and an en dash that joins
two names. Wrong where the printer himself was careless.`,
	Examples: []Example{
		{"one side", strings.Repeat("It came--as such things come--and went. ", 6) + "The paper-- charges were made.", strings.Repeat("It came--as such things come--and went. ", 6) + "The paper--charges were made."},
		{"lost", strings.Repeat("It came – as such things come – and went. ", 6) + "A paper–like the rest.", strings.Repeat("It came – as such things come – and went. ", 6) + "A paper – like the rest."},
		{"alone", "It was the intelligentsia— lack of it, that is.", "It was the intelligentsia—lack of it, that is."},
		{"no habit", "It came – as such things come—and went.", "It came – as such things come—and went."},
		{"range", strings.Repeat("It came – as such things come – and went. ", 6) + "See 40–41.", strings.Repeat("It came – as such things come – and went. ", 6) + "See 40–41."},
		{"names", strings.Repeat("It came – as such things come – and went. ", 6) + "The Franco–Prussian war.", strings.Repeat("It came – as such things come – and went. ", 6) + "The Franco–Prussian war."},
	},
	Check: checkDashSpacing,
}

// A dash between words: the blanks at its sides are bit 1 (left) and bit 2 (right).
type dash struct {
	span   text.Span // blanks counted in
	spaced int
}

func checkDashSpacing(p *Pass) {
	for _, mark := range [...]string{"—", "–", "--"} {
		p.dashes(mark)
	}
}

// dashes judges one kind of dash.
func (p *Pass) dashes(mark string) {
	s := p.Text.Content
	var all []dash
	var seen [4]int
	eachDash(s, mark, func(d dash) {
		all = append(all, d)
		seen[d.spaced]++
	})
	if len(all) == 0 {
		return
	}
	usual := 0
	for k, n := range seen {
		if n > seen[usual] {
			usual = k
		}
	}
	if usual == 1 || usual == 2 {
		if len(all) == 1 {
			d := all[0]
			w := p.around(d.span)
			p.doubt(w, 0.6, 0.4, "a blank on one side of the file’s only dash", p.replaced(w, d.span, mark), p.replaced(w, d.span, " "+mark+" "))
		}
		return
	}
	h := habit{seen[usual], len(all) - seen[usual]}
	// A few may be slips; one in thirty all through a book is its printer's way.
	clear := h.clear(8, 0.9) && (h.other <= 5 || h.clear(8, 0.97))
	for _, d := range all {
		oneSided := d.spaced == 1 || d.spaced == 2
		if d.spaced == usual || !clear && !(oneSided && seen[1]+seen[2] == 1) || p.joinsOnPurpose(d, mark) {
			continue
		}
		new, how := mark, "have no blank"
		if usual == 3 {
			new, how = " "+mark+" ", "have a blank on each side"
		}
		confidence := 0.7
		switch {
		case clear && oneSided:
			confidence = 0.9
		case !clear && h.usual < 2:
			confidence = 0.5
		}
		w := p.around(d.span)
		p.Suggest(w, confidence, fmt.Sprintf("%s dashes “%s” in this file %s", h.of(), mark, how), p.replaced(w, d.span, new))
	}
}

// joinsOnPurpose reports whether a dash stands for letters left out (the L— arms, the —th) or joins names (Franco–Prussian).
func (p *Pass) joinsOnPurpose(d dash, mark string) bool {
	s := p.Text.Content
	w := p.TokenAt(d.span.Start - 1)
	if d.spaced == 2 && w < len(p.Tokens) && p.Tokens[w].Len() == 1 {
		return true
	}
	switch p.wordAfter(d.span.End) {
	case "th", "st", "nd", "rd": // the —th regiment
		return true
	}
	return d.spaced == 0 && mark == "–" && isUpper(runeAt(s, d.span.End))
}

// eachDash calls f for each dash of one kind that stands between words.
func eachDash(s, mark string, f func(dash)) {
	for at := 0; ; {
		i := strings.Index(s[at:], mark)
		if i < 0 {
			return
		}
		i += at
		at = i + len(mark)
		if runeBefore(s, i) == '-' || runeAt(s, at) == '-' { // a rule of hyphens
			for at < len(s) && s[at] == '-' {
				at++
			}
			continue
		}
		if d, ok := dashAt(s, i, at); ok {
			f(d)
		}
	}
}

// dashAt is the dash at s[i:end] with its blanks, if words stand on both its sides.
func dashAt(s string, i, end int) (dash, bool) {
	d := dash{span: text.Span{Start: i, End: end}}
	if isBlank(runeBefore(s, i)) {
		d.spaced |= 1
		d.span.Start--
	}
	if isBlank(runeAt(s, end)) {
		d.spaced |= 2
		d.span.End++
	}
	if s[d.span.Start] >= 0x80 && d.spaced&1 != 0 || d.spaced&2 != 0 && s[d.span.End-1] >= 0x80 {
		return d, false // a no-break space
	}
	b, a := runeBefore(s, d.span.Start), runeAt(s, d.span.End)
	if !isWordRune(b) && b != ')' || !isWordRune(a) || isDigit(b) && isDigit(a) {
		return d, false
	}
	return d, true
}

func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'À' && r <= 'Þ' }
