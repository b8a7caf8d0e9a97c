package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var noBreakSpace = &Rule{
	Name:    "no-break-space",
	Stage:   Normalize,
	Graphic: true,
	Doc: `No-break spaces as spaces
U+00A0 and U+202F keep two words on one line. Web pages and word processors scatter them for
reasons of layout, and then “working class” is one word to whoever looks for it. The rule reads them as
spaces. Where typography asks for them they are left: before ; : ! ? » › and %, after « and ‹, beside dashes, and
between figures. It is wrong where an archive sets Mr. Smith or § 5 with them on purpose, so profiles read
the space and leave the file as it is.`,
	Examples: []Example{
		{"between words", "the working\u00A0class", "the working class"},
		{"narrow", "the working\u202Fclass", "the working class"},
		{"several", "the end.\u00A0\u00A0A new", "the end.  A new"},
		{"beside a space", "the end.\u00A0 A new", "the end.  A new"},
		{"French marks", "Quoi\u00A0? «\u00A0Non\u00A0»\u202F; oui\u202F: jamais\u202F!", "Quoi\u00A0? «\u00A0Non\u00A0»\u202F; oui\u202F: jamais\u202F!"},
		{"figures", "10\u00A0000\u202F000 and 35\u00A0%", "10\u00A0000\u202F000 and 35\u00A0%"},
		{"a dash of a dialogue", "—\u00A0Oui, dit-il.", "—\u00A0Oui, dit-il."},
		{"spaces", "the working class", "the working class"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		isNoBreak := func(r rune) bool { return r == '\u00A0' || r == '\u202F' }
		eachRun(s, isNoBreak, isNoBreak, func(at text.Span) {
			if meantSpace(s, at) {
				return
			}
			left, right := neighbours(s, at)
			name := "U+00A0, a no-break space,"
			if runeAt(s, at.Start) == '\u202F' {
				name = "U+202F, a narrow no-break space,"
			}
			var new strings.Builder
			for range s[at.Start:at.End] {
				new.WriteByte(' ')
			}
			p.Suggest(at, 0.9, fmt.Sprintf("%s stands between %s and %s where no typography asks for it", name, left, right), new.String())
		}, 0xC2, 0xE2)
	},
}

// meantSpace reports whether a space stands where typography asks for one that does not break or
// is narrow: beside French marks and dashes and between figures.
func meantSpace(s string, at text.Span) bool {
	l, r := runeBefore(s, at.Start), runeAt(s, at.End)
	return strings.ContainsRune(";:!?»›%‰—–", r) || strings.ContainsRune("«‹—–", l) || isDigit(l) && isDigit(r)
}
