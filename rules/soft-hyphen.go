package rules

import (
	"strings"
	"unicode/utf8"

	"emend/pipeline/text"
)

var softHyphen = &Rule{
	Name:    "soft-hyphen",
	Stage:   Normalize,
	Graphic: true,
	Doc: `Soft hyphens inside words
U+00AD marks where a word may be broken, or was broken when its page was set. Nothing shows it
within a line, but a search does not find the word, and a dictionary does not know it. The rule
takes it out between letters. At a line end it is the hyphen of that line end and left to
line-end-hyphen; before a space or a figure it may be a hyphen that is meant, and is left. It is
wrong where a text was given its soft hyphens on purpose, to be set in narrow columns.`,
	Examples: []Example{
		{"of a printed line end", "the produc\u00ADtion of linen", "the production of linen"},
		{"several in a word", "re-in\u00ADdus\u00ADtriali\u00ADza\u00ADtion", "re-industrialization"},
		{"after a hyphen", "anti-\u00ADrevisionist", "anti-revisionist"},
		{"at a line end", "the produc\u00AD\ntion of linen", "the produc\u00AD\ntion of linen"},
		{"before a capital", "Gabriel\u00ADJean", "Gabriel\u00ADJean"},
		{"a suspended hyphen", "Vor\u00AD und Nachteile", "Vor\u00AD und Nachteile"},
		{"between figures", "1914\u00AD18", "1914\u00AD18"},
		{"at the beginning of a line it is a dash", "\u00AD first", "\u00AD first"},
		{"a hyphen", "anti-revisionist", "anti-revisionist"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		part := func(r rune) bool { return isSoftHyphen(r) || r == '-' || letterOrMark(r) }
		eachRun(s, isSoftHyphen, part, func(at text.Span) {
			word := s[at.Start:at.End]
			if new := dropSoftHyphens(word); new != word {
				p.Suggest(at, p.softened(word, new), "U+00AD, the soft hyphen of a line end, stands inside "+shown(new), new)
			}
		}, 0xC2)
	},
}

func isSoftHyphen(r rune) bool { return r == '\u00AD' }

// softened is how sure it is that a word without its soft hyphens is the word that was meant: less so
// where it is none and its last part is one, as in “haussez” “vous”.
func (p *Pass) softened(word, new string) float64 {
	last := word[strings.LastIndex(word, "\u00AD")+len("\u00AD"):]
	if p.Words != nil && !p.accepts(new) && (p.accepts(last) || clitics[last]) {
		return 0.8
	}
	return 0.99
}

// dropSoftHyphens drops those between a letter or hyphen and a letter, but not before a capital
// in a word of small letters: Gabriel Jean.
func dropSoftHyphens(word string) string {
	var out strings.Builder
	for i := 0; i < len(word); {
		r, n := utf8.DecodeRuneInString(word[i:])
		if !isSoftHyphen(r) {
			out.WriteString(word[i : i+n])
			i += n
			continue
		}
		end := i
		for end < len(word) && strings.HasPrefix(word[end:], word[i:i+n]) {
			end += n
		}
		if i == 0 || end == len(word) || !letterOrMark(runeAt(word, end)) || isLower(runeBefore(word, i)) && !isLower(runeAt(word, end)) {
			out.WriteString(word[i:end])
		}
		i = end
	}
	return out.String()
}
