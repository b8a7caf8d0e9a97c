package dictionaries

import (
	"strings"
	"unicode/utf8"
)

// prefixes that make a word with a hyphen of any word.
var prefixes = [...]string{
	"after", "all", "anti", "arch", "be", "bi", "by", "co", "counter", "de", "demi", "dis", "en", "ex", "extra",
	"fore", "half", "hyper", "in", "inter", "intra", "macro", "micro", "mid", "mini", "mis", "mono", "multi", "neo",
	"non", "off", "out", "over", "pan", "para", "poly", "post", "pre", "pro", "proto", "pseudo", "quasi", "re",
	"self", "semi", "sub", "super", "supra", "trans", "tri", "ultra", "un", "under", "uni", "vice",
	// of peoples and sciences, and of names
	"afro", "anglo", "austro", "franco", "germano", "graeco", "greco", "hispano", "ibero", "indo", "italo",
	"japano", "judaeo", "judeo", "russo", "serbo", "sino", "socio", "politico", "economico", "agro", "electro",
	"hydro", "psycho", "turco", "yugo",
}

func isPrefix(s string) bool {
	for _, p := range prefixes {
		if len(p) == len(s) && strings.EqualFold(p, s) {
			return true
		}
	}
	return false
}

// hyphenated accepts a word whose parts are all accepted (working-class), or
// are so after prefixes (de-proletarianised), or which is one word without its
// hyphens, given that its first part is a prefix or its parts are words: to-day,
// pre-eminent. A hyphen left over from a line end (collec-tion) is thus no word.
func (l *Lexicon) hyphenated(word string) Match {
	var last Match
	how := Hyphenated
	known := true
	for i, rest := 0, word; rest != ""; i++ {
		part, after, more := cutHyphen(rest)
		if part == "" || more && after == "" || i > 7 {
			return Match{at: -1}
		}
		rest = after
		if more && isPrefix(part) {
			if i == 0 {
				how = Prefixed
			}
			continue
		}
		f := l.part(part)
		if f.How == Unknown {
			known = false
			break
		}
		last = f
	}
	if known && last.How != Unknown {
		last.How = how
		return last
	}
	if how != Prefixed {
		return Match{at: -1}
	}
	var buf [maxTokenBytes]byte
	joined := buf[:0]
	for rest := word; rest != ""; {
		part, after, _ := cutHyphen(rest)
		joined = append(joined, part...)
		rest = after
	}
	s := string(joined)
	f := l.Match(s)
	if f.How != Unknown {
		f.How, f.Form = Prefixed, word
	}
	return f
}

// part accepts a part of a hyphenated word: a word, a figure, or a capital
// as in X-ray and T-shirt.
func (l *Lexicon) part(s string) Match {
	if len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z' {
		return Match{How: AsName, Form: s, at: -1}
	}
	return l.Match(s)
}

func cutHyphen(s string) (part, after string, more bool) {
	for i, r := range s {
		if r == '-' || r == '‐' || r == '‑' {
			return s[:i], s[i+utf8.RuneLen(r):], true
		}
	}
	return s, "", false
}

// derived accepts what English makes freely of long words. See derivations.
func (l *Lexicon) derived(word string, sh shape) Match {
	return Match{at: -1}
}
