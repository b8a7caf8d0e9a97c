package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

// Byte classes. The low four bits are those of text.Shape, so a word's shape is the bytes of
// its letters or-ed together.
const (
	wordByte  = uint8(text.Letters | text.Digits)
	lowerByte = uint8(text.Lower)
	upperByte = uint8(text.Upper)
	stopByte  = 0x10 // may end a sentence
	markByte  = 0x20 // quotation marks and brackets
	wideByte  = 0x80 // part of a character of several bytes
)

var class = func() (t [256]uint8) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z':
			t[c] = uint8(text.Letters | text.Lower)
		case 'A' <= c && c <= 'Z':
			t[c] = uint8(text.Letters | text.Upper)
		case '0' <= c && c <= '9':
			t[c] = uint8(text.Digits)
		case c >= 0x80:
			t[c] = wideByte
		}
	}
	for _, c := range ".!?:" {
		t[c] = stopByte
	}
	for _, c := range "\"'`()[]{}" {
		t[c] = markByte
	}
	return t
}()

// wide is the class of a character that is not ASCII; 0 for one that stands between words and
// says nothing about sentences.
func wide(r rune) uint8 {
	switch {
	case 0x2010 <= r && r <= 0x203A || r == '«' || r == '»':
		return markByte | stopByte
	case unicode.IsUpper(r) || unicode.IsTitle(r):
		return uint8(text.Letters | text.Upper)
	case unicode.IsLower(r):
		return uint8(text.Letters | text.Lower)
	case unicode.IsLetter(r):
		return uint8(text.Letters)
	case unicode.IsDigit(r):
		return uint8(text.Digits)
	}
	return 0
}

// Words is the tokens of a string that is one paragraph. lang is the language of its function words:
// they tell an abbreviation in a sentence (St. Petersburg) from one at its end (etc. The). O(n).
func Words(s, lang string) []text.Token {
	return words(s, []block{{Span: text.Span{Start: 0, End: len(s)}}}, languageOf(lang))
}

// words finds the tokens of s. The first token of each block begins a sentence, unless the
// block continues the one before.
func words(s string, blocks []block, main languages) []text.Token {
	out := make([]text.Token, 0, len(s)/7+16)
	for i, b := 0, 0; ; {
		from, gap := i, uint8(0)
		for i < len(s) {
			k := class[s[i]]
			if k&wordByte != 0 {
				break
			}
			if k == wideByte {
				r, n := utf8.DecodeRuneInString(s[i:])
				if k = wide(r); k&wordByte != 0 {
					break
				}
				i += n - 1
			}
			gap |= k
			i++
		}
		if i == len(s) {
			return out
		}
		t := text.Token{Span: text.Span{Start: i}}
		t.End, t.Shape = word(s, i)
		i = t.End
		opens := false
		for ; b < len(blocks) && blocks[b].Start <= t.Start; b++ {
			opens = !blocks[b].continues
		}
		if opens || gap&(stopByte|markByte) != 0 && begins(s, out, from, t, main) {
			t.Shape |= text.SentenceStart
		}
		if main == french && t.Is(text.Apostrophe) {
			for n := elidedHead(s[t.Start:t.End]); n > 0; n = elidedHead(s[t.Start:t.End]) {
				head := t
				head.End = t.Start + n
				out = append(out, head)
				t.Start += n
				t.Shape = head.Shape &^ (text.SentenceStart | text.Initial)
				if r, _ := utf8.DecodeRuneInString(s[t.Start:]); wideOrASCII(r)&upperByte != 0 {
					t.Shape |= text.Initial
				}
			}
		}
		if len(out) == cap(out) {
			// Grow to what the density so far lets expect.
			grown := make([]text.Token, len(out), int(float64(len(out)+64)*1.05*float64(len(s))/float64(i))+64)
			copy(grown, out)
			out = grown
		}
		out = append(out, t)
	}
}

// word is the end and the shape of the token that begins at i, where a letter or digit stands.
func word(s string, i int) (int, text.Shape) {
	var shape text.Shape
	var all, last uint8
	first := i
	for i < len(s) {
		c := s[i]
		k := class[c]
		switch {
		case k&wordByte != 0:
			if k&upperByte != 0 && all&lowerByte != 0 {
				shape |= text.InnerUpper
			}
			all |= k
			last = k
			i++
			continue
		case c == '\'':
			if last&uint8(text.Letters) != 0 && letterAt(s, i+1) {
				shape |= text.Apostrophe
				i++
				continue
			}
		case k == wideByte:
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == '’' {
				if last&uint8(text.Letters) == 0 || !letterAt(s, i+n) {
					break
				}
				shape |= text.Apostrophe | text.NonASCII
				i += n
				continue
			}
			k = wide(r)
			if k&wordByte == 0 && !(i > first && unicode.Is(unicode.M, r)) {
				break
			}
			if k&upperByte != 0 && all&lowerByte != 0 {
				shape |= text.InnerUpper
			}
			if k &= 0x0F; k != 0 {
				last = k
			}
			all |= k
			shape |= text.NonASCII
			i += n
			continue
		}
		break
	}
	shape |= text.Shape(all & 0x0F)
	r := rune(s[first])
	if r >= 0x80 {
		r, _ = utf8.DecodeRuneInString(s[first:])
	}
	if wideOrASCII(r)&upperByte != 0 {
		shape |= text.Initial
	}
	return i, shape
}

// heads are the words of French that lose their vowel before another, longest first; I is l misread.
var heads = [...]string{"jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu", "qu", "l", "d", "j", "m", "t", "s", "n", "c", "I"}

// elidedHead is the length of what is elided at a French word's beginning, the apostrophe included, 0 if nothing is: l'homme -> 2.
// aujourd'hui is one word.
func elidedHead(word string) int {
	for _, h := range heads {
		if len(word) <= len(h) || !strings.EqualFold(word[:len(h)], h) || h == "I" && word[0] != 'I' {
			continue
		}
		n := 0
		if rest := word[len(h):]; rest[0] == '\'' {
			n = len(h) + 1
		} else if strings.HasPrefix(rest, "’") {
			n = len(h) + len("’")
		}
		if n > 0 && n < len(word) {
			return n
		}
	}
	return 0
}

func wideOrASCII(r rune) uint8 {
	if r < 0x80 {
		return class[r]
	}
	return wide(r)
}

func letterAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	if s[i] < 0x80 {
		return class[s[i]]&uint8(text.Letters) != 0
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return wide(r)&uint8(text.Letters) != 0
}
