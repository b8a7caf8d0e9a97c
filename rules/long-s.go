package rules

import (
	"strings"

	"emend/pipeline/text"
)

var longS = &Rule{
	Name:    "long-s",
	Stage:   Normalize,
	Graphic: true,
	Doc: `Long s as s
Until about 1800, and in Fraktur until the twentieth century, s was printed as ſ but at the end
of a word. It is the same letter: no reader says it otherwise. The rule reads ſ as s, so that the
dictionaries know the word. Whether an edition prints ſ is its own choice, so profiles read it
and leave it standing. An f that a scanner made of a ſ is a misreading, and for the corrector. A ſ
that stands alone is spoken of, and left.`,
	Examples: []Example{
		{"in a word", "the Houſe of Commons", "the House of Commons"},
		{"several in a word", "paſſeſſion", "passession"},
		{"German", "daſs, Weisſagung, Waſſer", "dass, Weissagung, Wasser"},
		{"s already", "the House of Commons", "the House of Commons"},
		{"the letter spoken of", "printed with a long ſ, which", "printed with a long ſ, which"},
		{"an f is for the corrector", "the firft day", "the firft day"},
		{"other letters that look like it", "∫ f ƒ ʃ", "∫ f ƒ ʃ"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		eachRun(s, func(r rune) bool { return r == 'ſ' }, wordRune, func(at text.Span) {
			word := s[at.Start:at.End]
			if !isAlone(word) {
				new := strings.ReplaceAll(word, "ſ", "s")
				p.Suggest(at, 0.99, "U+017F, the long s, stands for s in "+shown(new), new)
			}
		}, 0xC5)
	},
}
