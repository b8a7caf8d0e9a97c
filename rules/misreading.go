package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A misreading is an encoding of one byte a character that UTF-8 was taken for.
type misreading struct {
	byteOf   func(rune) (byte, bool)
	believed func(sequence, rune, rune) float64
}

var misreadings = [...]misreading{
	{byteOfWestern, believeWestern},
	{func(r rune) (byte, bool) {
		b, ok := charmap.Macintosh.EncodeRune(r)
		return b, ok && b >= 0x80
	}, believeMac},
}

// byteOfWestern is the byte of a character in Windows-1252 or Latin-1, which share all but the bytes 80 to
// 9F. Programs pass those that Windows-1252 leaves empty as control characters.
func byteOfWestern(r rune) (byte, bool) {
	if 0x80 <= r && r <= 0xFF {
		return byte(r), true
	}
	b, ok := charmap.Windows1252.EncodeRune(r)
	return b, ok && b >= 0x80
}

// A sequence is one character of UTF-8 as it was misread.
type sequence struct {
	rune         // what it was
	lead    byte // its first byte
	old     string
	last    rune // the last character of old
	control bool // a control character is in it: U+0080 to U+009F
	more    bool // another one follows
}

// first is the sequence that s begins with.
func (m misreading) first(s string) (q sequence, ok bool) {
	var utf [utf8.UTFMax]byte
	n, size := 0, 0
	for _, r := range s {
		b, ok := m.byteOf(r)
		if !ok || n == 0 && b < 0xC2 || n > 0 && b >= 0xC0 {
			return q, false
		}
		utf[n] = b
		n++
		size += utf8.RuneLen(r)
		q.last = r
		q.control = q.control || 0x80 <= r && r < 0xA0
		if utf8.FullRune(utf[:n]) || n == len(utf) {
			break
		}
	}
	r, length := utf8.DecodeRune(utf[:n])
	q.rune, q.lead, q.old = r, utf[0], s[:size]
	return q, r != utf8.RuneError && length == n
}

// undo undoes one misreading of a run with the neighbours l and r, or two where only both
// together make sense. It gives 0 where there is none, or where a first half without its second is left; whole
// says that nothing of the run was left as it is.
func (m misreading) undo(run string, l, r rune) (new string, confidence float64, whole bool) {
	var out strings.Builder
	found, block, tried := false, rune(-1), 0
	confidence, whole = 1, true
	write := func(s string, sure float64) {
		found, confidence = true, min(confidence, sure)
		if out.WriteString(s); s != "" {
			l = runeBefore(s, len(s))
		}
	}
	for i := 0; i < len(run); {
		if i >= tried {
			chain, decoded := m.chain(run[i:])
			tried = i + chain
			next := r
			if tried < len(run) {
				next = runeAt(run, tried)
			}
			if new, sure := undoWhole(decoded, l, next); sure > 0 {
				write(new, sure)
				i, block = tried, -1
				continue
			}
		}
		q, ok := m.first(run[i:])
		if !ok {
			c, n := utf8.DecodeRuneInString(run[i:])
			if (c == 'Â' || c == 'Ã') && i+n < len(run) {
				return "", 0, false
			}
			out.WriteString(run[i : i+n])
			i, l, block, whole = i+n, c, -1, false
			continue
		}
		rest, next := run[i+len(q.old):], r
		if rest != "" {
			next = runeAt(rest, 0)
		}
		following, more := m.first(rest)
		sure := 0.0
		s := scriptBlock(q.rune)
		switch {
		case s >= 0 && (block == s || more && scriptBlock(following.rune) == s):
			sure = 0.97
		case s < 0:
			q.more = more
			sure = m.believed(q, l, next)
		}
		block = s
		if sure == 0 {
			_, n := utf8.DecodeRuneInString(run[i:])
			out.WriteString(run[i : i+n])
			i, l, block, whole = i+n, runeAt(run, i), -1, false
			continue
		}
		write(q.meant(l == 0), sure)
		i += len(q.old)
	}
	if !found {
		return "", 0, false
	}
	return out.String(), confidence, whole
}

// chain is how many bytes of s are sequences one after the other, and what they were, whether it is
// to be believed or not. // ÃƒÂ© -> Ã©
func (m misreading) chain(s string) (n int, decoded string) {
	var out strings.Builder
	for {
		q, ok := m.first(s[n:])
		if !ok {
			return n, out.String()
		}
		n += len(q.old)
		out.WriteRune(q.rune)
	}
}

// undoWhole undoes a run that must be mojibake from one end to the other.
func undoWhole(run string, l, r rune) (string, float64) {
	if utf8.RuneCountInString(run) < 2 {
		return "", 0
	}
	for _, m := range misreadings {
		if new, sure, whole := m.undo(run, l, r); sure > 0 && whole {
			return new, sure
		}
	}
	return "", 0
}

// meant is the character that stood there; a byte-order mark at the start of the text is none.
func (q sequence) meant(start bool) string {
	switch {
	case q.rune == '\uFEFF' && start:
		return ""
	case q.lead == 0xC2 && q.rune < 0xA0: // Windows-1252 that had been taken for Latin-1 before
		return string(charmap.Windows1252.DecodeByte(byte(q.rune)))
	}
	return string(q.rune)
}

// scriptBlock numbers the scripts other than Latin of which one character alone proves nothing; -1
// for all else.
func scriptBlock(r rune) rune {
	switch {
	case 0x370 <= r && r < 0x530: // Greek, Cyrillic
		return r >> 7 &^ 1
	case 0x5D0 <= r && r < 0x5EB, 0x620 <= r && r < 0x660: // Hebrew, Arabic
		return r >> 6
	}
	return -1
}

// Signs that may follow a capital in a text that is right: MARQUÉ… GARÇON™
const afterCapital = "’‘”“–—…›»•™\u00A0®"

// believeWestern is how sure it is that a sequence is mojibake, by its neighbours; 0: not enough.
func believeWestern(q sequence, l, next rune) float64 {
	loose := strings.ContainsRune(afterCapital, q.last)
	lower, upper := isLower(l), unicode.IsUpper(l)
	switch {
	case q.lead >= 0xF0:
		return sureIf(q.rune >= 0x1F000, 0.98)
	case q.lead >= 0xE0:
		return sureIf(isSymbol(q.rune) || q.rune == '\uFEFF', 0.98)
	case q.lead == 0xC2 && q.rune < 0xA0:
		b := charmap.Windows1252.DecodeByte(byte(q.rune))
		return sureIf(q.control && b != utf8.RuneError && b >= 0xA0, 0.9)
	case q.lead == 0xC2:
		return sureIf(!upper && l != '„' && l != '“' && l != '«' && l != '‘', 0.95)
	case q.control:
		return sureIf(q.rune < 0x180 || letterOrMark(l) && q.rune >= 0x300 && q.rune < 0x370, 0.97)
	case q.lead == 0xC3:
		switch {
		case lower:
			return 0.97
		case upper:
			return sureIf(!loose || isLower(next) || q.more, 0.85)
		case q.last == '\u00A0':
			return sureIf(!letterOrMark(next), 0.9)
		}
		return sureIf(!loose || isLower(next), 0.93)
	case q.lead == 0xC4 || q.lead == 0xC5:
		if lower {
			return sureIf(!loose || isLower(next) || q.more, 0.93)
		}
		return sureIf(q.more || !loose && isLower(next), 0.85)
	case q.rune >= 0x300 && q.rune < 0x370:
		return sureIf(lower && !loose, 0.85)
	}
	return 0
}

// believeMac is believeWestern for Mac OS Roman, where the first halves are √ and ¬.
func believeMac(q sequence, l, next rune) float64 {
	switch {
	case q.lead >= 0xE0:
		return sureIf(isSymbol(q.rune), 0.97)
	case q.lead == 0xC3 && strings.ContainsRune("πµ∂∑∏∫∞Ω≤≥≈≠±√◊∆", q.last): // √π may be meant
		return sureIf(isLower(l) && isLower(next), 0.85)
	case q.lead == 0xC3:
		return sureIf(isLower(l) || isLower(next), 0.93)
	case q.lead == 0xC2 && strings.ContainsRune("†£©∞", q.last):
		return 0.9
	case q.rune == '«':
		return sureIf(letterOrMark(next), 0.9)
	case q.rune == '»':
		return sureIf(isLower(l) || strings.ContainsRune(".!?", l), 0.9)
	}
	return 0
}

// isSymbol: punctuation, currencies, arrows and mathematics, and Latin ligatures.
func isSymbol(r rune) bool {
	return 0x2010 <= r && r < 0x2300 || r == '\u200B' || r == '\u2009' || r == '\u200A' || '\uFB00' <= r && r <= '\uFB06'
}

func sureIf(ok bool, confidence float64) float64 {
	if ok {
		return confidence
	}
	return 0
}
