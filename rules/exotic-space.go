package rules

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

var exoticSpace = &Rule{
	Name:    "exotic-space",
	Stage:   Normalize,
	Graphic: true,
	Doc: `Spaces of other widths, and tabs in a sentence
Typesetting has em spaces, thin spaces, figure spaces and more (U+2000 to U+200A, U+205F), East Asian
text an ideographic one (U+3000), Ogham a drawn one (U+1680). In a transcription they are mostly what a
program left behind, and a search for two words does not find them. The rule writes a space. Left are those beside
letters of the script they are for, those before ; : ! ? » › %, after « and ‹, beside dashes and between
figures. A tab becomes a space only within a sentence: one tab in a line, between small letters, with no
tab in the lines beside it; any other tab may be a table or an indent. It is wrong for a poem or a table that is set
with wide spaces.`,
	Examples: []Example{
		{"em and thin spaces", "the\u2003working\u2009class", "the working class"},
		{"hair spaces beside a dash", "class\u200A—\u200Aand", "class\u200A—\u200Aand"},
		{"ideographic space in English", "the\u3000class", "the class"},
		{"a tab within a sentence", "the interests of the\tworking class as a whole", "the interests of the working class as a whole"},
		{"ideographic space in its script", "資本\u3000論", "資本\u3000論"},
		{"Ogham", "᚛ᚐ\u1680ᚁ᚜", "᚛ᚐ\u1680ᚁ᚜"},
		{"French marks", "Quoi\u2009? «\u2009Non\u2009»", "Quoi\u2009? «\u2009Non\u2009»"},
		{"figures", "10\u2009000", "10\u2009000"},
		{"an indent", "the end.\n\tthe next", "the end.\n\tthe next"},
		{"a table", "wages\tof labour\nprofit\tof stock", "wages\tof labour\nprofit\tof stock"},
		{"a name and its number", "Chapter One\t35", "Chapter One\t35"},
		{"a no-break space is another matter", "the\u00A0class", "the\u00A0class"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		eachRun(s, isExotic, isExotic, func(at text.Span) {
			if foreignSpace(s, at) || meantSpace(s, at) {
				return
			}
			left, right := neighbours(s, at)
			new := strings.Repeat(" ", utf8.RuneCountInString(s[at.Start:at.End]))
			p.Suggest(at, 0.9, fmt.Sprintf("%U, a space of another width, stands between %s and %s", runeAt(s, at.Start), left, right), new)
		}, 0xE1, 0xE2, 0xE3)
		for i := 0; ; i++ {
			j := strings.IndexByte(s[i:], '\t')
			if j < 0 {
				break
			}
			if i += j; tabInSentence(s, i) {
				left, right := neighbours(s, text.Span{Start: i, End: i + 1})
				p.Suggest(text.Span{Start: i, End: i + 1}, 0.8, fmt.Sprintf("a tab stands within a sentence, between %s and %s", left, right), " ")
			}
		}
	},
}

func isExotic(r rune) bool {
	return '\u2000' <= r && r <= '\u200A' || r == '\u205F' || r == '\u3000' || r == '\u1680'
}

// foreignSpace reports whether a space stands beside letters of the script it is for, or where the
// text begins or a line does: an indent.
func foreignSpace(s string, at text.Span) bool {
	l, r := runeBefore(s, at.Start), runeAt(s, at.End)
	if at.Start == 0 || l == '\n' {
		return true
	}
	own := func(r rune) bool {
		return unicode.Is(unicode.Ogham, r) || 0x2E80 <= r && r < 0xE000 || 0xFF00 <= r && r < 0xFFF0 || r >= 0x20000
	}
	return own(l) || own(r)
}

// tabInSentence reports whether the tab at i is neither an indent nor a table's.
func tabInSentence(s string, i int) bool {
	l, r := runeBefore(s, i), runeAt(s, i+1)
	if !(isLower(l) || l == ',') || !isLower(r) {
		return false
	}
	at := line(s, i)
	if strings.Count(s[at.Start:at.End], "\t") > 1 {
		return false
	}
	if at.Start > 0 {
		if above := line(s, at.Start-1); strings.Contains(s[above.Start:above.End], "\t") {
			return false
		}
	}
	if at.End < len(s) {
		if below := line(s, at.End+1); strings.Contains(s[below.Start:below.End], "\t") {
			return false
		}
	}
	return true
}
