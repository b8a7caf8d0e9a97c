package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

// letterOrMark reports whether r is part of a word: a letter or the combining mark of one.
func letterOrMark(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || r >= 0x300 && unicode.Is(unicode.M, r))
}

// wordRune is letterOrMark, or what nobody sees within a word.
func wordRune(r rune) bool { return letterOrMark(r) || isSoftHyphen(r) || isInvisible(r) }

// isAlone reports whether no more than one character of a word is seen.
func isAlone(word string) bool {
	seen := 0
	for _, r := range word {
		if letterOrMark(r) {
			seen++
		}
	}
	return seen < 2
}

func isLower(r rune) bool {
	return 'a' <= r && r <= 'z' || r >= utf8.RuneSelf && unicode.IsLower(r)
}

// around widens a span over the characters on both sides that satisfy part.
func around(s string, at text.Span, part func(rune) bool) text.Span {
	for at.Start > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:at.Start])
		if !part(r) {
			break
		}
		at.Start -= n
	}
	for at.End < len(s) {
		r, n := utf8.DecodeRuneInString(s[at.End:])
		if !part(r) {
			break
		}
		at.End += n
	}
	return at
}

// eachRun calls f with each run of characters that satisfy part and holds one that is wanted,
// in order, each once. leads are the first bytes, in UTF-8, of all that may be wanted. O(n) for each
// of them, at the speed of IndexByte.
func eachRun(s string, want, part func(rune) bool, f func(text.Span), leads ...byte) {
	places := make([]int, len(leads)) // of the next wanted character that begins with each
	for i, lead := range leads {
		places[i] = nextWanted(s, 0, lead, want)
	}
	for {
		first := len(s)
		for _, at := range places {
			first = min(first, at)
		}
		if first == len(s) {
			return
		}
		_, n := utf8.DecodeRuneInString(s[first:])
		at := around(s, text.Span{Start: first, End: first + n}, part)
		f(at)
		for i, lead := range leads {
			if places[i] < at.End {
				places[i] = nextWanted(s, at.End, lead, want)
			}
		}
	}
}

// nextWanted is the offset of the first wanted character at or after from that begins with lead;
// len(s) if there is none.
func nextWanted(s string, from int, lead byte, want func(rune) bool) int {
	for {
		i := strings.IndexByte(s[from:], lead)
		if i < 0 {
			return len(s)
		}
		from += i
		if r, _ := utf8.DecodeRuneInString(s[from:]); want(r) {
			return from
		}
		from++
	}
}

// triggers finds the next of several strings, each byte of the text looked at once for each.
type triggers struct {
	s        string
	prefixes []string
	places   []int // of the next occurrence of each; len(s) if there is none
}

func newTriggers(s string, prefixes ...string) *triggers {
	t := &triggers{s: s, prefixes: prefixes, places: make([]int, len(prefixes))}
	for i := range t.places {
		t.places[i] = -1
	}
	return t
}

// next is the offset of the first trigger at or after from, which must not decrease; len(s) if
// there is none.
func (t *triggers) next(from int) int {
	first := len(t.s)
	for i, at := range t.places {
		if at < from {
			at = len(t.s)
			if from < len(t.s) {
				if j := strings.Index(t.s[from:], t.prefixes[i]); j >= 0 {
					at = from + j
				}
			}
			t.places[i] = at
		}
		first = min(first, at)
	}
	return first
}

// shown is a text as a reason quotes it: in quotation marks, and not all of it if it is long.
func shown(s string) string {
	const most = 60
	if len(s) > most {
		cut := most
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + "…"
	}
	return "“" + s + "”"
}

// neighbours are the words before and after a span, as a reason quotes them.
func neighbours(s string, at text.Span) (left, right string) {
	const most = 40
	l := s[max(0, at.Start-most):at.Start]
	if i := strings.LastIndexAny(l, " \t\n\u00A0"); i >= 0 {
		l = strings.TrimLeft(l[i:], " \t\n\u00A0")
	}
	r := s[at.End:min(len(s), at.End+most)]
	if i := strings.IndexAny(r, " \t\n\u00A0"); i >= 0 {
		r = r[:i]
	}
	return "“" + strings.ToValidUTF8(l, "") + "”", "“" + strings.ToValidUTF8(r, "") + "”"
}
