package witness

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// shapes folds letters that scanners take for each other into one: c, e and o are round, i, l, t, f, r and j a stroke, and m is a stroke and
// an n, so that "modem" and "modern" are folded alike. The classes are those of the commonest confusions counted for the
// channel (o for e, l for i, u for n, b for h, y for v, rn for m).
var shapes = func() (t [256]byte) {
	for c := 'a'; c <= 'z'; c++ {
		t[c] = byte(c)
	}
	for class, members := range map[byte]string{'e': "eco", 'i': "iltfjr", 'n': "nu", 'h': "hbk", 'v': "vy", 'g': "gq"} {
		for _, c := range members {
			t[c] = class
		}
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c-'a'+'A'] = t[c]
	}
	for digit, class := range map[byte]byte{'0': 'e', '1': 'i', '5': 's', '6': 'e', '9': 'g'} {
		t[digit] = class
	}
	return t
}()

// A letters reads the folded letters of a text one by one. Blanks, marks, and digits that stand on their own (a page's number, a
// note's) are passed over; a digit inside a word is a letter misread. // c1ass -> eiass
type letters struct {
	s       string
	at      int
	pending byte // the second stroke of an m
	from    int  // where the letter pending began
	word    bool // the character before is a letter
}

// next is the next folded letter and the byte it began at; false at the end.
func (l *letters) next() (class byte, from int, ok bool) {
	if l.pending != 0 {
		class, l.pending = l.pending, 0
		return class, l.from, true
	}
	for l.at < len(l.s) {
		from = l.at
		c := l.s[from]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(l.s[from:])
			l.at += n
			if class = foreign(r); class == 0 {
				l.word = l.word && unicode.Is(unicode.M, r)
				continue
			}
			l.word = true
			return class, from, true
		}
		l.at++
		class = shapes[c]
		switch {
		case class == 0:
			l.word = false
			continue
		case c <= '9' && !(l.at < len(l.s) && letter(l.s[l.at]) && (l.word || !digit(l.s[l.at]))):
			continue
		case c|0x20 == 'm':
			l.pending, l.from, class = 'n', from, 'i'
		}
		l.word = true
		return class, from, true
	}
	return 0, l.at, false
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

// foreign is the class of a character that is not ASCII: of the letter under its accent, or a class by its code. 0 for no letter.
func foreign(r rune) byte {
	switch r {
	case 'ſ':
		return 'i'
	case 'ß', 'æ', 'œ', 'ø', 'ð', 'þ', 'ł', 'đ', 'Æ', 'Œ', 'Ø', 'Ł', 'Đ':
		return 'x'
	}
	if !unicode.IsLetter(r) {
		return 0
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	if d := norm.NFD.Properties(buf[:n]).Decomposition(); len(d) > 0 && d[0] < utf8.RuneSelf {
		return shapes[d[0]]
	}
	return 0x80 | byte(unicode.ToLower(r))
}
