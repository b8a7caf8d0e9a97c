package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Escape names what would not show, or would show something else: control characters, line ends
// among them, bidirectional and other format characters, spaces other than U+0020, characters
// without a meaning or without ink, and bytes that are no character. // "a\x1b[2J" -> "a<U+001B>[2J"
//
// The result has one line and cannot drive a terminal. O(len(s)), without an allocation where
// there is nothing to name.
func Escape(s string) string {
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || !plain(r) {
			break
		}
		i += n
	}
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.WriteString(s[:i])
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, "<0x%02X>", s[i])
		case plain(r):
			b.WriteString(s[i : i+n])
		default:
			b.WriteString("<" + codePoint(r) + ">")
		}
		i += n
	}
	return b.String()
}

func codePoint(r rune) string { return fmt.Sprintf("U+%04X", r) }

// plain reports whether a character shows as itself.
func plain(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= ' ' && r != 0x7F
	}
	return unicode.IsPrint(r) && !unicode.Is(inkless, r)
}

// inkless is what Unicode calls printing although there is nothing to see: fillers, blanks,
// joiners and variation selectors.
var inkless = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x034F, Hi: 0x034F, Stride: 1}, // combining grapheme joiner
		{Lo: 0x115F, Hi: 0x1160, Stride: 1}, // Hangul fillers
		{Lo: 0x17B4, Hi: 0x17B5, Stride: 1}, // Khmer inherent vowels
		{Lo: 0x180B, Hi: 0x180F, Stride: 1}, // Mongolian selectors
		{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // Braille blank
		{Lo: 0x3164, Hi: 0x3164, Stride: 1}, // Hangul filler
		{Lo: 0xFE00, Hi: 0xFE0F, Stride: 1}, // variation selectors
		{Lo: 0xFFA0, Hi: 0xFFA0, Stride: 1}, // half-width Hangul filler
	},
	R32: []unicode.Range32{{Lo: 0xE0100, Hi: 0xE01EF, Stride: 1}},
}

// Named says a change by code points where it could not be seen otherwise, and "" where it
// can: readings that look alike (U+00A0 -> U+0020), letters of another script (U+0430 -> U+0061), marks
// and dashes beyond ASCII (U+2019 -> U+2018).
func Named(old, new string) string {
	if old == new {
		return ""
	}
	a, b := difference(old, new)
	alike := look(old) == look(new)
	switch {
	case len(a) > 4 || len(b) > 4:
		if !alike {
			return ""
		}
		a, b = without(a, b), without(b, a)
	case !alike && !otherScript(a, b) && !marks(a, b):
		return ""
	}
	if x, y := []rune(old), []rune(new); len(x) <= 4 && len(y) <= 4 && wordless(x) && wordless(y) {
		a, b = x, y
	}
	return codePoints(a) + " -> " + codePoints(b)
}

// without is each character of a that is not in b, once, and no more than four.
func without(a, b []rune) (only []rune) {
	for _, r := range a {
		if !slices.Contains(b, r) && !slices.Contains(only, r) && len(only) < 4 {
			only = append(only, r)
		}
	}
	return only
}

// difference is what is left of two readings without what they share at both ends; a letter
// is not parted from its combining marks.
func difference(old, new string) (a, b []rune) {
	a, b = []rune(old), []rune(new)
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && unicode.Is(unicode.M, a[n]) || n < len(b) && unicode.Is(unicode.M, b[n])) {
		n--
	}
	a, b = a[n:], b[n:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] && !unicode.Is(unicode.M, a[len(a)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

func codePoints(rs []rune) string {
	if len(rs) == 0 {
		return "nothing"
	}
	names := make([]string, len(rs))
	for i, r := range rs {
		names[i] = codePoint(r)
	}
	return strings.Join(names, " ")
}

// look is what a reading looks like: composed, white space folded, nothing inkless.
func look(s string) string {
	s = strings.Map(func(r rune) rune {
		if !plain(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(norm.NFC.String(s)), " ")
}

var scripts = []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Cherokee}

func otherScript(a, b []rune) bool {
	of := func(rs []rune) int {
		for _, r := range rs {
			if i := slices.IndexFunc(scripts, func(t *unicode.RangeTable) bool { return unicode.Is(t, r) }); i >= 0 {
				return i
			}
		}
		return -1
	}
	return of(a) >= 0 && of(b) >= 0 && of(a) != of(b)
}

// marks reports whether one mark, space or dash is to stand for another and one of them is
// beyond ASCII.
func marks(a, b []rune) bool {
	beyond := func(r rune) bool { return r >= utf8.RuneSelf }
	return len(a) > 0 && len(b) > 0 && wordless(a) && wordless(b) && (slices.ContainsFunc(a, beyond) || slices.ContainsFunc(b, beyond))
}

func wordless(rs []rune) bool {
	return !slices.ContainsFunc(rs, func(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.M) })
}
