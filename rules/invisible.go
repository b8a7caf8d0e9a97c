package rules

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

var invisible = &Rule{
	Name:    "invisible",
	Stage:   Normalize,
	Graphic: true,
	Doc: `Characters that nobody sees
Zero-width spaces and joiners, byte-order marks in mid-text and marks of writing direction come with
copied web pages. They part words from their dictionaries and lines from their searches. The rule
takes them out beside Latin, Greek and Cyrillic letters and beside marks and figures. They are left
where a script needs them: joiners and spaces beside letters of other scripts (Persian, Hindi, Thai) and in emoji,
direction marks in a line that holds letters written from right to left. A zero-width space between two words
that are not one becomes a space. An override of direction (U+202D, U+202E) makes a line read otherwise than
it is stored, so taking it out is proposed with less confidence. Control characters are noted, one note for
each kind, and stay: what stood there is not known. A form feed is a page break, not a fault.`,
	Examples: []Example{
		{"zero-width space in a word", "the prole\u200Btariat", "the proletariat"},
		{"byte-order mark in mid-text", "the end.\uFEFF A new", "the end. A new"},
		{"word joiner and joiners", "a\u2060b c\u200Cd e\u200Df", "ab cd ef"},
		{"direction marks in a Latin line", "\u200Ethe end\u200F.", "the end."},
		{"isolates and embeddings", "see \u2068Capital\u2069 and \u202AState\u202C", "see Capital and State"},
		{"Persian", "می\u200Cخواهم", "می\u200Cخواهم"},
		{"Hindi", "क्\u200Dष", "क्\u200Dष"},
		{"Thai", "ภาษา\u200Bไทย", "ภาษา\u200Bไทย"},
		{"emoji", "👩\u200D🌾", "👩\u200D🌾"},
		{"direction mark beside Hebrew", "the word \u200Fשלום\u200E, peace", "the word \u200Fשלום\u200E, peace"},
		{"what is seen", "the proletariat — “a class”…", "the proletariat — “a class”…"},
		{"a page break", "the end\f\nThe next", "the end\f\nThe next"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		part := func(r rune) bool { return isInvisible(r) || letterOrMark(r) }
		var at text.Span
		eachRun(s, isInvisible, part, func(next text.Span) {
			// Two that are one character apart are one change, for both may need that character.
			if at.End > 0 && next.Start-at.End <= utf8.RuneLen(runeAt(s, at.End)) && s[at.End] != '\n' {
				at.End = next.End
				return
			}
			checkInvisible(p, at)
			at = next
		}, 0xE2, 0xEF)
		checkInvisible(p, at)
		noteControls(p)
	},
}

func isInvisible(r rune) bool {
	return '\u200B' <= r && r <= '\u200F' || '\u202A' <= r && r <= '\u202E' ||
		'\u2060' <= r && r <= '\u2069' && r != '\u2065' || r == '\uFEFF'
}

// isDirection: marks, embeddings, overrides and isolates of the bidirectional algorithm.
func isDirection(r rune) bool {
	return r == '\u200E' || r == '\u200F' || '\u202A' <= r && r <= '\u202E' || '\u2066' <= r && r <= '\u2069'
}

// checkInvisible takes from a word what nobody sees and nothing there needs.
func checkInvisible(p *Pass, at text.Span) {
	s := p.Text.Content
	var new strings.Builder
	var first rune
	confidence, kept := 0.97, at.Start
	for i := at.Start; i < at.End; {
		r, n := utf8.DecodeRuneInString(s[i:])
		if isInvisible(r) && !needed(s, text.Span{Start: i, End: i + n}, r) {
			new.WriteString(s[kept:i])
			kept = i + n
			if first == 0 {
				first = r
			}
			if r == '\u202D' || r == '\u202E' || r == '\u202C' && overridden(s, i) {
				confidence = 0.6 // both or neither: an override without its end turns round the rest of the line
			}
			if r == '\u200B' && wordsApart(p, at, i) {
				new.WriteByte(' ')
				confidence = min(confidence, 0.8)
			}
		}
		i += n
	}
	if first == 0 {
		return
	}
	new.WriteString(s[kept:at.End])
	if new.Len() == 0 && line(s, at.Start) == at {
		return // all there is on its line
	}
	p.Suggest(at, confidence, fmt.Sprintf("U+%04X, %s, stands %s and shows nothing", first, invisibleNames[first], placed(new.String())), new.String())
}

// overridden reports whether the line of the byte at i has an override of direction.
func overridden(s string, i int) bool {
	of := line(s, i)
	return strings.ContainsAny(s[of.Start:of.End], "\u202D\u202E")
}

func placed(word string) string {
	if word == "" {
		return "between two words"
	}
	return "in " + shown(word)
}

// wordsApart reports whether the zero-width space at i stands for a space: both sides are words
// and both together are none.
func wordsApart(p *Pass, at text.Span, i int) bool {
	l, r := p.Text.Content[at.Start:i], p.Text.Content[i+len("\u200B"):at.End]
	return p.Words != nil && l != "" && r != "" && p.Words.Accepts(l) && p.Words.Accepts(r) && !p.Words.Accepts(l+r)
}

// needed reports whether a script or an emoji needs the invisible character there.
func needed(s string, at text.Span, r rune) bool {
	run := around(s, at, isInvisible)
	if !isDirection(r) {
		return !plain(runeBefore(s, run.Start)) || !plain(runeAt(s, run.End))
	}
	of := line(s, at.Start)
	return strings.IndexFunc(s[of.Start:of.End], isRightToLeft) >= 0
}

// plain reports whether a neighbour, or the lack of one, needs no joiner or zero-width space.
func plain(r rune) bool {
	switch {
	case r < 0x590 || r == utf8.RuneError || 0x1E00 <= r && r < 0x2200 || '\uFB00' <= r && r <= '\uFB06':
		return true
	case r >= 0x2200 && r < 0x2E80 || r >= 0xFE00 && r <= 0xFE0F || r >= 0x1F000:
		return false // signs, emoji and their variants
	}
	return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r)
}

func isRightToLeft(r rune) bool {
	return 0x590 <= r && r < 0x900 || 0xFB1D <= r && r < 0xFE00 || 0xFE70 <= r && r < 0xFEFF || 0x10800 <= r && r < 0x11000 || 0x1E800 <= r && r < 0x1F000
}

var invisibleNames = map[rune]string{
	0x200B: "a zero-width space", 0x200C: "a zero-width non-joiner", 0x200D: "a zero-width joiner",
	0x200E: "a left-to-right mark", 0x200F: "a right-to-left mark",
	0x202A: "a left-to-right embedding", 0x202B: "a right-to-left embedding", 0x202C: "the end of an embedding",
	0x202D: "a left-to-right override", 0x202E: "a right-to-left override",
	0x2060: "a word joiner", 0x2061: "an invisible function sign", 0x2062: "an invisible multiplication sign",
	0x2063: "an invisible separator", 0x2064: "an invisible plus",
	0x2066: "a left-to-right isolate", 0x2067: "a right-to-left isolate", 0x2068: "a first-strong isolate", 0x2069: "the end of an isolate",
	0xFEFF: "a byte-order mark",
}

// noteControls notes the first control character of each kind and how many there are.
func noteControls(p *Pass) {
	var first, count [0xA0]int
	found := false
	note := func(r rune, at int) {
		if count[r]++; count[r] == 1 {
			first[r], found = at, true
		}
	}
	s := p.Text.Content
	for i := 0; i < len(s); i++ {
		if i+8 <= len(s) && !hasControl(s[i:i+8]) {
			i += 7
			continue
		}
		if c := s[i]; (c < ' ' || c == 0x7F) && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			note(rune(c), i)
		}
	}
	for i := strings.Index(s, "\xC2"); i >= 0 && i+1 < len(s); {
		if c := s[i+1]; c < 0xA0 {
			note(rune(c), i)
		}
		j := strings.Index(s[i+2:], "\xC2")
		if j < 0 {
			break
		}
		i += 2 + j
	}
	if !found {
		return
	}
	for r := range rune(len(count)) {
		if count[r] == 0 {
			continue
		}
		reason := fmt.Sprintf("U+%04X, a control character, stands here; what was meant is not known", r)
		if count[r] > 1 {
			reason = fmt.Sprintf("U+%04X, a control character, stands here and %d times more; what was meant is not known", r, count[r]-1)
		}
		p.Report(Proposal{At: text.Span{Start: first[r], End: first[r] + utf8.RuneLen(r)}, Confidence: 0.9, Reason: reason})
	}
}

// hasControl reports whether one of eight bytes is below 0x20, or 0x7F: eight at a time
// (Mycroft's test for a zero byte). It may say so of a line end.
func hasControl(s string) bool {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	w := eight(s)
	low := (w - ones*0x20) &^ w & highs
	del := w ^ ones*0x7F
	return low|(del-ones)&^del&highs != 0
}
