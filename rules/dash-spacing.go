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

func (p *Pass) dashes(mark string) {
	s := p.Text.Content
	var seen [4]int
	var odd []dash
	usual := -1
	for round := range 2 {
		for at := 0; ; {
			i := strings.Index(s[at:], mark)
			if i < 0 {
				break
			}
			i += at
			at = i + len(mark)
			if runeBefore(s, i) == '-' || runeAt(s, at) == '-' {
				for at < len(s) && s[at] == '-' {
					at++
				}
				continue
			}
			d, ok := dashAt(s, i, at)
			switch {
			case !ok:
			case round == 0:
				seen[d.spaced]++
			case d.spaced != usual:
				odd = append(odd, d)
			}
		}
		if round == 0 {
			for k, n := range seen {
				if n > 0 && (usual < 0 || n > seen[usual]) {
					usual = k
				}
			}
			if usual < 0 {
				return
			}
			if total := seen[0] + seen[1] + seen[2] + seen[3]; total == 1 && usual != 0 && usual != 3 {
				usual = 0 // the only dash of the file: perhaps --like this, perhaps -- so
			} else if usual == 1 || usual == 2 {
				return
			}
		}
	}
	h := habit{seen[usual], 0}
	for k, n := range seen {
		if k != usual {
			h.other += n
		}
	}
	// A few may be slips; one in thirty all through a book is its printer's way.
	clear := h.clear(8, 0.9) && (h.other <= 5 || h.clear(8, 0.97))
	if h.usual == 0 && len(odd) == 1 {
		d := odd[0]
		w := p.around(d.span)
		p.doubt(w, 0.6, 0.4, "a blank on one side of the file’s only dash", p.replaced(w, d.span, mark), p.replaced(w, d.span, " "+mark+" "))
		return
	}
	for _, d := range odd {
		oneSided := d.spaced == 1 || d.spaced == 2
		if !clear && !(oneSided && seen[1]+seen[2] == 1) {
			continue
		}
		before, after := runeBefore(s, d.span.Start), runeAt(s, d.span.End)
		if w := p.TokenAt(d.span.Start - 1); d.spaced == 2 && w < len(p.Tokens) && p.Tokens[w].Len() == 1 {
			continue // the L— arms
		}
		if d.spaced == 0 && mark == "–" && (isUpper(after) || isDigit(before) && isDigit(after)) {
			continue
		}
		new := mark
		if usual == 3 {
			new = " " + mark + " "
		}
		confidence := 0.7
		switch {
		case clear && oneSided:
			confidence = 0.9
		case !clear && h.usual < 2:
			confidence = 0.5
		}
		how := "have no blank"
		if usual == 3 {
			how = "have a blank on each side"
		}
		w := p.around(d.span)
		p.Suggest(w, confidence, fmt.Sprintf("%s dashes “%s” in this file %s", h.of(), mark, how), p.replaced(w, d.span, new))
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
