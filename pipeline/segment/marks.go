package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// family is what marks must share to be partners.
type family uint8

const (
	single family = iota
	double
	angle // « »
	angled
	families
)

// A mark is a quotation mark or an apostrophe, with what stands beside it. A doubled single one (” “ ’’) is one mark.
type mark struct {
	at, end       int
	family        family
	form          rune // “ or ” for a doubled one
	before, after rune // nearest characters that are no marks; 0 at an end of the paragraph
	canOpen       bool // space, bracket or dash before, none after
	canClose      bool
}

// quoteByte is the bytes that a mark may begin with.
var quoteByte = [256]bool{'"': true, '\'': true, '`': true, ',': true, 0xC2: true, 0xE2: true}

// marksIn adds the marks of s[start:end] to ms. O(n).
func marksIn(ms []mark, s string, start, end int) []mark {
	for i := start; i < end; {
		if !quoteByte[s[i]] {
			i++
			continue
		}
		m, ok := markAt(s, i, end)
		if !ok {
			i = max(m.end, i+1)
			continue
		}
		m.before, m.after = beside(s, start, end, m.at, m.end)
		left := m.before == 0 || unicode.IsSpace(m.before) || strings.ContainsRune("([{—–-/|", m.before)
		right := m.after == 0 || unicode.IsSpace(m.after) || strings.ContainsRune(".,;:!?)]}—–-/…|", m.after)
		m.canOpen = left && m.after != 0 && !unicode.IsSpace(m.after)
		m.canClose = right && m.before != 0 && !unicode.IsSpace(m.before)
		ms = append(ms, m)
		i = m.end
	}
	return ms
}

func markAt(s string, i, end int) (mark, bool) {
	r, n := rune(s[i]), 1
	if r >= 0x80 {
		r, n = utf8.DecodeRuneInString(s[i:end])
	}
	m := mark{at: i, end: i + n, form: r}
	twice := i+2*n <= end && s[i:i+n] == s[i+n:i+2*n]
	switch r {
	case '“', '”', '„', '‟', '"':
		m.family = double
	case '«', '»':
		m.family = angle
	case '‹', '›':
		m.family = angled
	case '‘', '’', '‚', '‛', '\'', '`', '´':
		if twice {
			m.family, m.end = double, i+2*n
			switch r {
			case '‘', '`':
				m.form = '“'
			case '‚':
				m.form = '„'
			case '\'':
				m.form = '"'
			default:
				m.form = '”'
			}
		}
	case ',':
		if !twice || !(i == 0 || blank(s[i-1])) || !letterAt(s[:end], i+2) {
			return m, false
		}
		m.family, m.form, m.end = double, '„', i+2
	default:
		return m, false
	}
	return m, true
}

// beside is the nearest characters on both sides that are no marks, four marks away at most.
func beside(s string, start, end, from, to int) (before, after rune) {
	for range 4 {
		if from == start {
			before = 0
			break
		}
		r, n := utf8.DecodeLastRuneInString(s[start:from])
		if before = r; !quoteMark(r) {
			break
		}
		from -= n
	}
	for range 4 {
		if to == end {
			after = 0
			break
		}
		r, n := utf8.DecodeRuneInString(s[to:end])
		if after = r; !quoteMark(r) {
			break
		}
		to += n
	}
	return before, after
}

// elided is the words that lose their beginning to an apostrophe. // ’tis   ’em   ’40s
func elided(s string, at int, apostrophe bool) bool {
	i := at
	for i < len(s) && i < at+8 && class[s[i]]&wordByte != 0 {
		i++
	}
	w := s[at:i]
	if strings.HasPrefix(s[i:], "’") || strings.HasPrefix(s[i:], "'") {
		if !letterAt(s, i+1) && !letterAt(s, i+len("’")) {
			return false // ’em’ is quoted
		}
	}
	if len(w) >= 2 && digits(w[:2]) && (len(w) == 2 || len(w) == 3 && w[2] == 's') {
		return true
	}
	switch strings.ToLower(w) {
	case "tis", "twas", "twere", "twill", "twould", "twixt", "em", "til", "till", "tween", "neath", "gainst", "mongst", "bout", "cause", "cept", "round", "nuff", "tother":
		return true
	case "er", "im", "is", "e", "un", "ere", "op", "ow", "ome", "ouse", "ad", "ave", "as", "ead", "and", "ll", "d", "re", "ve", "n", "s", "t", "m", "o", "i":
		return apostrophe
	}
	return false
}

// beside1 is the characters right beside s[from:to], 0 at an end of s.
func beside1(s string, from, to int) (before, after rune) {
	if from > 0 {
		before, _ = utf8.DecodeLastRuneInString(s[:from])
	}
	if to < len(s) {
		after, _ = utf8.DecodeRuneInString(s[to:])
	}
	return before, after
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
