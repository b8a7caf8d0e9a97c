package review

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

// ContextWords is how many words either side of a finding go into its ID and its ledger line.
const ContextWords = 3

// Context quotes up to ContextWords words before and after a span, white space folded, never
// more than 120 bytes a side.
func Context(content string, s text.Span) (before, after string) {
	from := s.Start
	for words, inWord := 0, false; from > 0 && s.Start-from < 120; {
		r, n := utf8.DecodeLastRuneInString(content[:from])
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if inWord && !letter && !wordMark(r) {
			if words++; words == ContextWords {
				break
			}
		}
		inWord = letter || inWord && wordMark(r)
		from -= n
	}
	to := s.End
	for words, inWord := 0, false; to < len(content) && to-s.End < 120; {
		r, n := utf8.DecodeRuneInString(content[to:])
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if inWord && !letter && !wordMark(r) {
			if words++; words == ContextWords {
				break
			}
		}
		inWord = letter || inWord && wordMark(r)
		to += n
	}
	return strings.Join(strings.Fields(content[from:s.Start]), " "), strings.Join(strings.Fields(content[s.End:to]), " ")
}

func wordMark(r rune) bool { return r == '\'' || r == '’' || unicode.Is(unicode.M, r) }

// fold keeps the letters and digits of a context, in lower case, words parted by one space, so
// that an ID does not hang on punctuation or spacing nearby.
func fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !wordMark(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Identify gives the findings of one rule in one text their IDs: the first 12 hexadecimal
// digits of the SHA-256 of rule, old reading, the folded words either side, and how many
// findings alike stand before it, each closed by a zero byte. No offset, no path and no suggestion
// goes in: an edit elsewhere, a new name or a better dictionary leaves it as it is.
func Identify(findings []Finding) { make(Identifier).Identify(findings) }

// An Identifier is Identify on a text that is checked part by part: how many findings alike stand in all parts so far.
type Identifier map[[16]byte]int

// Identify gives findings their IDs, those of a part that comes after all others.
func (seen Identifier) Identify(findings []Finding) {
	for i := range findings {
		f := &findings[i]
		key := f.Rule + "\x00" + f.Old + "\x00" + fold(f.Before) + "\x00" + fold(f.After) + "\x00"
		sum := sha256.Sum256([]byte(key))
		alike := [16]byte(sum[:16])
		n := seen[alike]
		seen[alike]++
		sum = sha256.Sum256([]byte(key + strconv.Itoa(n) + "\x00"))
		f.ID = hex.EncodeToString(sum[:6])
	}
}

// likeness is how many of the words around two places are the same, from 0 to 1, and 1 where
// there are none. Words are compared by their distance from the place.
func likeness(before1, after1, before2, after2 string) float64 {
	same, all := 0, 0
	count := func(a, b []string, fromEnd bool) {
		n := max(len(a), len(b))
		all += n
		for i := range min(len(a), len(b)) {
			if fromEnd && a[len(a)-1-i] == b[len(b)-1-i] || !fromEnd && a[i] == b[i] {
				same++
			}
		}
	}
	count(strings.Fields(fold(before1)), strings.Fields(fold(before2)), true)
	count(strings.Fields(fold(after1)), strings.Fields(fold(after2)), false)
	if all == 0 {
		return 1
	}
	return float64(same) / float64(all)
}
