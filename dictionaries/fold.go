package dictionaries

import (
	"unicode"
	"unicode/utf8"
)

// fold says how the capitals of a token are read when it is looked up.
type fold uint8

const (
	asIs       fold = iota
	lowerFirst      // The -> the
	lowerAll        // THE -> the
	titleAll        // STALIN -> Stalin
)

func (f fold) rune(r rune, first bool) rune {
	switch {
	case f == lowerFirst && !first, f == asIs:
		return r
	case f == titleAll && first:
		return r
	}
	return toLower(r)
}

func toLower(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

func toUpper(r rune) rune {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}
	return unicode.ToUpper(r)
}

// Capitals is the pattern of capitals of a token.
type Capitals uint8

const (
	Uncased Capitals = iota // no letter with case: 1917
	Lower                   // from
	Title                   // From; also a single capital: I
	Allcaps                 // FROM
	Mixed                   // fRom, McDonald
)

// shape is what one pass over a token finds out.
type shape struct {
	capitals   Capitals
	letters    int // letters only
	runes      int
	digits     int
	hyphens    int
	apostrophe bool
	accented   bool // a letter outside ASCII
	odd        bool // anything else, or invalid UTF-8
}

func shapeOf(s string) shape {
	var sh shape
	var upper, lower int
	firstUpper := false
	for i := 0; i < len(s); {
		r, w := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, w = utf8.DecodeRuneInString(s[i:])
		}
		i += w
		sh.runes++
		switch {
		case 'a' <= r && r <= 'z':
			lower++
			sh.letters++
		case 'A' <= r && r <= 'Z':
			if sh.letters == 0 {
				firstUpper = true
			}
			upper++
			sh.letters++
		case '0' <= r && r <= '9':
			sh.digits++
		case r == '-' || r == '‐' || r == '‑':
			sh.hyphens++
		case r == '\'' || r == '’':
			sh.apostrophe = true
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			sh.accented = true
			if unicode.IsUpper(r) {
				if sh.letters == 0 {
					firstUpper = true
				}
				upper++
			} else if unicode.IsLower(r) {
				lower++
			}
			sh.letters++
		default:
			sh.odd = true
		}
	}
	switch {
	case upper == 0 && lower == 0:
		sh.capitals = Uncased
	case upper == 0:
		sh.capitals = Lower
	case firstUpper && upper == 1:
		sh.capitals = Title
	case lower == 0:
		sh.capitals = Allcaps
	default:
		sh.capitals = Mixed
	}
	return sh
}

// CapitalsOf tells the pattern of capitals of s. O(len(s)).
func CapitalsOf(s string) Capitals { return shapeOf(s).capitals }

// plainLetters pairs accented letters and ligatures with what English texts
// print instead: régime -> regime, Cæsar -> Caesar.
var plainLetters = [...]struct{ plain, accented string }{
	{"a", "àáâãäåāăą"}, {"ae", "æ"}, {"c", "çćĉċč"}, {"d", "ďđ"}, {"e", "èéêëēĕėęě"},
	{"g", "ĝğġģ"}, {"i", "ìíîïĩīĭįı"}, {"l", "ĺļľł"}, {"n", "ñńņň"}, {"o", "òóôõöøōŏő"},
	{"oe", "œ"}, {"r", "ŕŗř"}, {"s", "śŝşš"}, {"ss", "ß"}, {"t", "ţťŧț"}, {"u", "ùúûüũūŭůűų"},
	{"y", "ýÿŷ"}, {"z", "źżž"},
	{"A", "ÀÁÂÃÄÅĀĂĄ"}, {"AE", "Æ"}, {"C", "ÇĆĈĊČ"}, {"D", "ĎĐ"}, {"E", "ÈÉÊËĒĔĖĘĚ"},
	{"G", "ĜĞĠĢ"}, {"I", "ÌÍÎÏĨĪĬĮİ"}, {"L", "ĹĻĽŁ"}, {"N", "ÑŃŅŇ"}, {"O", "ÒÓÔÕÖØŌŎŐ"},
	{"OE", "Œ"}, {"R", "ŔŖŘ"}, {"S", "ŚŜŞŠ"}, {"T", "ŢŤŦȚ"}, {"U", "ÙÚÛÜŨŪŬŮŰŲ"},
	{"Y", "ÝŸŶ"}, {"Z", "ŹŻŽ"},
}

// appendPlain appends s without its diacritics. Letters it has no plain form
// for stay as they are.
func appendPlain(dst []byte, s string) []byte {
	for i, r := range s {
		if r < utf8.RuneSelf {
			dst = append(dst, byte(r))
			continue
		}
		if p := plainOf(r); p != "" {
			dst = append(dst, p...)
		} else {
			_, w := utf8.DecodeRuneInString(s[i:])
			dst = append(dst, s[i:i+w]...)
		}
	}
	return dst
}

// Unaccented is s without diacritics and ligatures: régime -> regime.
func Unaccented(s string) string { return string(appendPlain(nil, s)) }

func plainOf(r rune) string {
	for i := range plainLetters {
		for _, a := range plainLetters[i].accented {
			if a == r {
				return plainLetters[i].plain
			}
		}
	}
	return ""
}
