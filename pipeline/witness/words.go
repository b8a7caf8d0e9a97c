package witness

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A word is a piece between blanks or dashes, bare of stops and quotation marks at its ends.
type word struct {
	start, end int    // bytes of the text it stands in
	form       string // its letters and digits, small, without accents
	letters    uint32 // which shapes of letters the form has, as bits
	editor     bool   // brackets of an editor touch it: [t]he, or stand before it
	after      bool   // what an editor put in, or left out, stands before it
}

const outer = ".,;:!?\"“”„‘’'‚‹›«»()[]…*_/\u00ad"

// words finds the words of s from start to end. Brackets and what stands in them alone is an editor's; skip reports what else to leave
// out. O(n).
func words(s string, start, end int, skip func(at int) (to int)) []word {
	var ws []word
	after := false
	for i := start; i < end; {
		if to := skip(i); to > i {
			if len(ws) > 0 && strings.HasPrefix(strings.ToLower(s[i+1:to]), "sic") {
				ws[len(ws)-1].editor = true // whoever quotes has seen it
			}
			i, after = to, true
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:end])
		if parting(r) {
			i += n
			continue
		}
		from := i
		for i < end && !parting(r) {
			if i > from && s[i] == '[' {
				if to := skip(i); to > i && (to >= end || !wordy(s, to)) {
					break
				}
			}
			i += n
			r, n = utf8.DecodeRuneInString(s[i:end])
			if n == 0 {
				break
			}
		}
		w := word{start: from, end: i, after: after}
		w.editor = strings.Contains(s[from:i], "[") && strings.Contains(s[from:i], "]")
		trimmed := strings.TrimLeft(s[from:i], outer)
		w.start = i - len(trimmed)
		w.end = w.start + len(strings.TrimRight(trimmed, outer))
		if w.form, w.letters = form(s[w.start:w.end]); w.form == "" {
			continue
		}
		after = false
		ws = append(ws, w)
	}
	return ws
}

// parting: blanks, hyphens and dashes stand between words.
func parting(r rune) bool {
	return r == '-' || unicode.IsSpace(r) || r >= 0x2010 && r <= 0x2015
}

func wordy(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// form is the letters and digits of a word, folded; a note's number at its end is left out. // Class,3 -> class
func form(s string) (string, uint32) {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < utf8.RuneSelf
	}
	if !ascii {
		s = norm.NFKD.String(strings.ReplaceAll(s, "’", "'"))
	}
	b := make([]byte, 0, len(s))
	var letters uint32
	numbers := 0 // digits at the end
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		case !unicode.IsLetter(r) && !odd(r):
			continue
		default:
			r = unicode.ToLower(r)
		}
		if r >= '0' && r <= '9' {
			numbers++
		} else {
			numbers = 0
		}
		bit := uint32(r)
		if r < utf8.RuneSelf && shapes[r] != 0 {
			bit = uint32(shapes[r])
		}
		letters |= 1 << (bit & 31)
		b = utf8.AppendRune(b, r)
	}
	if numbers > 0 && numbers < 3 && len(b) > numbers+2 && letter(b[len(b)-numbers-1]) && letter(b[0]) {
		b = b[:len(b)-numbers]
	}
	return string(b), letters
}

// odd marks in a word are letters misread. // <be, a{l, €ven
func odd(r rune) bool {
	return strings.ContainsRune(oddMarks, r) || unicode.Is(unicode.Sc, r)
}

const oddMarks = "|{}<>^~\\§¦#@%"
