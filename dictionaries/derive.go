package dictionaries

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// prefixes that make a word with a hyphen of any word.
var prefixes = [...]string{
	"after", "all", "anti", "arch", "be", "bi", "by", "co", "counter", "de", "demi", "dis", "en", "ex", "extra",
	"fore", "half", "hyper", "in", "inter", "intra", "macro", "micro", "mid", "mini", "mis", "mono", "multi", "neo",
	"non", "off", "out", "over", "pan", "para", "poly", "post", "pre", "pro", "proto", "pseudo", "quasi", "re",
	"self", "semi", "sub", "super", "supra", "trans", "tri", "ultra", "un", "under", "uni", "vice",
	// of peoples and sciences
	"afro", "anglo", "austro", "franco", "germano", "graeco", "greco", "hispano", "ibero", "indo", "italo", "japano",
	"judaeo", "judeo", "russo", "serbo", "sino", "turco", "socio", "politico", "economico", "historico", "theoretico",
	"critico", "physico", "chemico", "medico", "religio", "philosophico", "agro", "electro", "hydro", "psycho",
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
// hyphens, given that its first part is a prefix: pre-eminent. A hyphen left
// over from a line end (collec-tion) is thus no word. Two hyphens are a dash.
func (l *Lexicon) hyphenated(word string) Match {
	var last Match
	how := Hyphenated
	known := true
	for i, rest := 0, word; rest != ""; i++ {
		part, after, more := cutHyphen(rest)
		rest = after
		switch {
		case part == "" && i > 0 && more && after != "":
			continue
		case part == "" || more && after == "" || i > 9:
			return Match{at: -1}
		case more && isPrefix(part):
			if i == 0 {
				how = Prefixed
			}
			continue
		}
		m := l.part(part)
		if m.How == Unknown {
			known = false
			break
		}
		last = m
	}
	if known && last.How != Unknown {
		last.How = how
		return last
	}
	if how != Prefixed {
		return Match{at: -1}
	}
	joined := make([]byte, 0, len(word))
	for rest := word; rest != ""; {
		part, after, _ := cutHyphen(rest)
		joined = append(joined, part...)
		rest = after
	}
	m := l.Match(string(joined))
	if m.How != Unknown {
		m.How, m.Form = Prefixed, word
	}
	return m
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

// derivation makes words of stems: the stem with end instead of suffix.
type derivation struct {
	suffix string
	ends   []string
	names  bool // of names too: Trotsky, trotskyism
}

// derivations are the suffixes that English sets freely to long stems. Each
// stands for its own accepted forms: isms is not ism with a letter more.
var derivations = []derivation{
	{"isms", []string{"", "e", "ic", "ist", "y"}, true}, {"ism", []string{"", "e", "ic", "ist", "y"}, true},
	{"ists", []string{"", "e", "ic", "ism", "y"}, true}, {"ist", []string{"", "e", "ic", "ism", "y"}, true},
	{"istic", []string{"", "e", "ism", "ist"}, true},
	{"isation", []string{"", "e", "ise", "ize", "y", "ic"}, true}, {"ization", []string{"", "e", "ise", "ize", "y", "ic"}, true},
	{"ised", []string{"", "e", "ic", "ism", "y"}, true}, {"ized", []string{"", "e", "ic", "ism", "y"}, true},
	{"ising", []string{"", "e", "ic", "ism", "y"}, true}, {"izing", []string{"", "e", "ic", "ism", "y"}, true},
	{"nesses", []string{""}, false}, {"ness", []string{""}, false},
	{"edly", []string{"ed"}, false}, {"ingly", []string{"ing"}, false}, {"ings", []string{"ing"}, false},
	{"less", []string{""}, false}, {"ship", []string{""}, false}, {"dom", []string{""}, false},
	{"like", []string{""}, false},
}

// fusing prefixes need no hyphen: uncriticised, nonunion, overproduction.
var fusing = [...]string{
	"un", "non", "over", "under", "anti", "counter", "inter", "super", "semi", "pseudo", "re", "de", "pre", "mis", "sub",
}

const (
	minDerived = 8  // letters of a word that is taken for derived
	minStem    = 5  // letters of its stem
	stemSize   = 60 // of its stem in SCOWL, unless that is long itself
	longStem   = 9
)

// derived accepts what English makes freely of long words. Only long ones: a
// short word is more often damage than a new coinage.
func (l *Lexicon) derived(word string, sh shape) Match {
	switch l.language {
	case EnglishWords:
	case GermanWords:
		if sh.runes == 0 { // a word of small ASCII letters
			sh.runes = sh.letters
		}
		return l.compound(word, sh, 0)
	default:
		return Match{at: -1}
	}
	if sh.letters < minDerived || sh.digits > 0 || sh.capitals == Mixed || sh.capitals == Uncased || sh.accented {
		return Match{at: -1}
	}
	var buf [maxTokenBytes]byte
	low := buf[:0]
	for i := range len(word) {
		low = append(low, byte(toLower(rune(word[i]))))
	}
	for _, p := range fusing {
		if stem, ok := bytes.CutPrefix(low, []byte(p)); ok && len(stem) >= minStem {
			if m := l.stemOf(stem, "", false); m.How != Unknown {
				m.Form = word[len(p):]
				return m
			}
		}
	}
	for i := range derivations {
		d := &derivations[i]
		stem, ok := bytes.CutSuffix(low, []byte(d.suffix))
		if !ok || len(stem) < minStem {
			continue
		}
		for _, end := range d.ends {
			if m := l.stemOf(stem, end, d.names); m.How != Unknown {
				m.Form = word[:len(stem)]
				return m
			}
		}
	}
	return Match{at: -1}
}

// stemOf looks stem + end up among the common words, and among the names.
func (l *Lexicon) stemOf(stem []byte, end string, names bool) Match {
	var buf [maxTokenBytes + 8]byte
	form := append(append(buf[:0], stem...), end...)
	size := uint8(stemSize)
	if len(form) >= longStem {
		size = 80
	}
	if e, at, ok := l.resolve(string(form), asIs); ok && e.Category&Word != 0 && e.Size <= size {
		return Match{How: Derived, Entry: e, at: at}
	}
	if names {
		form[0] = byte(toUpper(rune(form[0])))
		if e, at, ok := l.resolve(string(form), asIs); ok && e.Category&(Name|Upper) != 0 && e.Size <= stemSize {
			return Match{How: Derived, Entry: e, at: at}
		}
	}
	return Match{at: -1}
}
