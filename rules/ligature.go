package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"emend/pipeline/text"
)

var ligatures = strings.NewReplacer(
	"ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "ſt", "ﬆ", "st",
)

var ligature = &Rule{
	Name:    "ligature",
	Stage:   Normalize,
	Graphic: true,
	Doc: `Printers' ligatures as letters
Scanners and PDF files keep ﬁ as one character. It is two letters cast on one body, not a
letter: a search for “first” does not find “ﬁrst”, and no dictionary has it. The rule writes the
letters. ﬅ becomes ſt, for its ſ is a letter; what becomes of that is for long-s. æ and œ
are letters of their own and stay. It is wrong where the ligature itself is spoken of, so a
ligature that stands alone is left.`,
	Examples: []Example{
		{"in a word", "the ﬁrst oﬃce", "the first office"},
		{"several in a word", "ﬂuﬀy", "fluffy"},
		{"long s and t", "beﬅ", "beſt"},
		{"s and t", "beﬆ", "best"},
		{"letters of their own", "Cæsar’s œuvre, Ǆ and ß", "Cæsar’s œuvre, Ǆ and ß"},
		{"a ligature spoken of", "the ligature ﬁ is cast on one body", "the ligature ﬁ is cast on one body"},
		{"letters already", "first office, fluff", "first office, fluff"},
		{"Armenian ligatures are not Latin", "ﬓ", "ﬓ"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		eachRun(s, isLigature, wordRune, func(at text.Span) {
			word := s[at.Start:at.End]
			new := ligatures.Replace(word)
			if isAlone(word) {
				return
			}
			i := strings.IndexFunc(word, isLigature)
			sign, _ := utf8.DecodeRuneInString(word[i:])
			p.Suggest(at, 0.99, fmt.Sprintf("%U, the ligature %c, stands for letters in %s", sign, sign, shown(new)), new)
		}, 0xEF)
	},
}

func isLigature(r rune) bool { return 'ﬀ' <= r && r <= 'ﬆ' }
