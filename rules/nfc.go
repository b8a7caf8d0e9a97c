package rules

import (
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"emend/pipeline/text"
)

var nfc = &Rule{
	Name:    "nfc",
	Stage:   Normalize,
	Graphic: true,
	Doc: `Letters in their composed form
An é can be written as one character or as an e and a combining accent. Both look the same and
mean the same, but a search for one does not find the other. The rule writes Unicode's
composed form, NFC, which is what keyboards, dictionaries and the web use; the letters stay what they
are. It is wrong only where a text is about the characters themselves. Compatibility
characters such as ½, … and ﬁ are not touched: NFC does not.`,
	Examples: []Example{
		{"e and a combining acute accent", "the old re\u0301gime fell", "the old régime fell"},
		{"two in one word", "de\u0301ja\u0300 vu", "déjà vu"},
		{"marks in another order than Unicode's", "a\u0323\u0302 and a\u0302\u0323", "ậ and ậ"},
		{"the Ångström sign is the letter", "10 \u212B", "10 Å"},
		{"composed already", "the old régime", "the old régime"},
		{"a letter that has no composed form keeps its mark", "n\u0308 and x\u0301", "n\u0308 and x\u0301"},
		{"compatibility characters are others", "½ … ﬁ ² ™", "½ … ﬁ ² ™"},
		{"Vietnamese and Greek, composed", "tiếng Việt, ἀρχή", "tiếng Việt, ἀρχή"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		i := firstDecomposable(s)
		for i += norm.NFC.QuickSpanString(s[i:]); i < len(s); {
			seg := text.Span{Start: i, End: i + norm.NFC.NextBoundaryInString(s[i:], true)}
			if old := s[seg.Start:seg.End]; norm.NFC.IsNormalString(old) {
				i = seg.End
			} else {
				at := around(s, seg, letterOrMark)
				if !letterOrMark(runeAt(s, seg.Start)) {
					at.Start = seg.Start // a mark on no letter: the word before it is another
				}
				p.Suggest(at, 0.99, decomposed(old), norm.NFC.String(s[at.Start:at.End]))
				i = at.End
			}
			i += norm.NFC.QuickSpanString(s[i:])
		}
	},
}

// firstDecomposable is where the character begins that stands before the first one that may
// not be in composed form; len(s) if there is none. All below U+0300 are, and all but a few of
// the punctuation and signs that begin with the byte E2. O(n), eight bytes at a time.
func firstDecomposable(s string) int {
	for i := 0; i < len(s); i++ {
		if i+8 <= len(s) && eight(s[i:])&0x8080808080808080 == 0 {
			i += 7
			continue
		}
		c := s[i]
		if c < 0xCC || c == 0xE2 && i+1 < len(s) && (s[i+1] == 0x80 && s[i+2] > 0x81 || s[i+1] == 0x86 || s[i+1] == 0x82) {
			continue
		}
		_, n := utf8.DecodeLastRuneInString(s[:i])
		return i - n
	}
	return len(s)
}

// eight is eight bytes as one number, the first one lowest.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// decomposed says how a segment is written and how it is written in composed form.
func decomposed(old string) string {
	composed := norm.NFC.String(old)
	if r, n := utf8.DecodeRuneInString(composed); n == len(composed) {
		return fmt.Sprintf("%s is written as %U here; its composed form is %U", shown(composed), []rune(old), r)
	}
	return fmt.Sprintf("%s is not written in its composed form here", shown(composed))
}
