package ngram

import (
	"unicode"
	"unicode/utf8"
)

// Kind is what a Scan token is.
type Kind uint8

// The kinds of token.
const (
	KindWord Kind = iota
	KindNumber
	KindBound // a mark that ends a sentence or a clause of its own: . ! ? and the end of a paragraph
)

// AppendFold appends the folded form of a word: lower case, straight apostrophe. It is idempotent.
func AppendFold(dst []byte, w string) []byte {
	for i := 0; i < len(w); {
		c := w[i]
		switch {
		case 'A' <= c && c <= 'Z':
			dst = append(dst, c+'a'-'A')
			i++
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			i++
		default:
			r, n := utf8.DecodeRuneInString(w[i:])
			i += n
			if r == '’' || r == '‘' || r == 'ʼ' {
				dst = append(dst, '\'')
			} else {
				dst = utf8.AppendRune(dst, unicode.ToLower(r))
			}
		}
	}
	return dst
}

// Fold is AppendFold for one string.
func Fold(w string) string { return string(AppendFold(nil, w)) }

// A Scanner is how the words of a language are told apart.
type Scanner struct {
	// Head is the length in bytes of what stands at a word's beginning and is a word of its own, 0 for none; nil where the language
	// elides nothing. // l'homme -> l' homme
	Head func(word string) int
}

// Scan is Scanner.Scan where nothing is elided.
func Scan(s string, yield func(kind Kind, start, end int)) { Scanner{}.Scan(s, yield) }

// Scan calls yield for each token of running text, in order: the spelling of words as it stands, possessive 's apart,
// hyphenated words part by part. Commas, quotation marks and brackets are passed over. It is how texts are read for training;
// the corrector cuts a document the same way.
func (c Scanner) Scan(s string, yield func(kind Kind, start, end int)) {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			end, digits := wordEnd(s, i)
			for c.Head != nil && !digits {
				n := c.Head(s[i:end])
				if n == 0 {
					break
				}
				yield(KindWord, i, i+n)
				i += n
			}
			if digits {
				yield(KindNumber, i, end)
			} else if cut := Possessive(s[i:end]); cut > 0 {
				yield(KindWord, i, end-cut)
				yield(KindWord, end-cut, end)
			} else {
				yield(KindWord, i, end)
			}
			i = end
		case r == '.' || r == '!' || r == '?' || r == '\n':
			yield(KindBound, i, i+n)
			i += n
		default:
			i += n
		}
	}
}

// wordEnd returns where the word that begins at i ends, and whether it holds a digit.
func wordEnd(s string, i int) (end int, digits bool) {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsDigit(r):
			digits = true
		case unicode.IsLetter(r) || unicode.IsMark(r):
		case (r == '\'' || r == '’') && followedByLetter(s, i+n): // don't
		default:
			return i, digits
		}
		i += n
	}
	return i, digits
}

func followedByLetter(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// Possessive is the length of a final 's or ’s in bytes, 0 when there is none.
func Possessive(w string) int {
	for _, p := range [...]string{"'s", "’s", "'S", "’S"} {
		if len(w) > len(p) && w[len(w)-len(p):] == p {
			return len(p)
		}
	}
	return 0
}
