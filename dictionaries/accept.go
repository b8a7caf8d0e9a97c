package dictionaries

import "unicode/utf8"

// The policy below is that of a study of what OCR damage turns words into: of
// corrupted words of two or three letters 42 % are again "a word" of a large
// lexicon, 11 % of one that admits short words only when they are common and
// never takes a lower-case token for a name.

// How names the rule by which a word was accepted.
type How uint8

const (
	Unknown    How = iota
	AsWord         // the, The, THE
	AsName         // Stalin, STALIN
	AsNumeral      // 1917, 1,000, 3rd, 1890s, XIV
	Possessive     // workers’, Stalin's
	Elision        // d'état
	Hyphenated     // working-class, to-day
	Prefixed       // re-elect, anti-revisionist, Franco-Prussian
	Plain          // régime, as regime
	Derived        // technocratism, as technocrat + ism
)

// Match says how a word was accepted, and by what.
type Match struct {
	How How
	// Form is the part of the word that was found, as it stands there; of a
	// compound its last part.
	Form  string
	Entry Entry
	at    int
}

// Owns reports whether a list laid over the language's decided on a match of l's: a word of the project's.
func (l *Lexicon) Owns(m Match) bool { return m.How != Unknown && m.at >= max(1, l.base) }

// Accepts reports whether word is right as it stands, by the policy of the
// package comment. No allocation for words without diacritics; about 60 ns for
// a common word.
func (l *Lexicon) Accepts(word string) bool { return l.Match(word).How != Unknown }

// maxTokenBytes bounds the work on one token: a longer one is no word.
const maxTokenBytes = 256

// Match is Accepts with its evidence.
func (l *Lexicon) Match(word string) Match {
	if word == "" || len(word) > maxTokenBytes {
		return Match{at: -1}
	}
	if isSmall(word) { // nine tokens in ten: the way below, made short
		e, at, ok := l.resolve(word, asIs)
		switch {
		case ok && l.admits(e, len(word), false):
			return Match{How: AsWord, Form: word, Entry: e, at: at}
		case ok && e.Category&Never != 0:
			return Match{at: -1}
		case isRoman(word):
			return Match{How: AsNumeral, Form: word, at: -1}
		}
		return l.derived(word, shape{capitals: Lower, letters: len(word)})
	}
	sh := shapeOf(word)
	if f := l.simple(word, sh); f.How != Unknown || sh.odd && sh.digits == 0 {
		return f
	}
	if l.forbidden(word, sh) {
		return Match{at: -1}
	}
	if sh.digits > 0 {
		if isFigure(word) {
			return Match{How: AsNumeral, Form: word, at: -1}
		}
		if sh.hyphens == 0 {
			return Match{at: -1}
		}
	}
	if sh.apostrophe {
		if f := l.apostrophe(word); f.How != Unknown {
			return f
		}
	}
	if sh.hyphens > 0 {
		if f := l.hyphenated(word); f.How != Unknown {
			return f
		}
	}
	if sh.accented {
		if f := l.unaccented(word); f.How != Unknown {
			return f
		}
	}
	if sh.hyphens == 0 && !sh.apostrophe && !sh.odd {
		return l.derived(word, sh)
	}
	return Match{at: -1}
}

// isSmall reports whether word is of two or more small ASCII letters.
func isSmall(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return len(word) > 1
}

// simple accepts a word that stands in a list, and roman numerals.
func (l *Lexicon) simple(word string, sh shape) Match {
	if sh.runes == 1 {
		// One-letter words are a, I and O: whatever else stands alone is an
		// initial, or a mark in a list, which only its place can tell.
		switch {
		case l.language.oneLetter(word):
		case word == "V" || word == "X": // Henry V; part X
			return Match{How: AsNumeral, Form: word, at: -1}
		default:
			return Match{at: -1}
		}
	}
	try := func(f fold, how How) (Match, bool) {
		e, at, ok := l.resolve(word, f)
		letters := sh.letters
		if sh.accented && l.language == EnglishWords {
			letters = maxFormRunes // damage seldom makes an accented word: tête
		}
		if ok && l.admits(e, letters, how == AsName) {
			if e.Category&common != 0 {
				how = AsWord
			}
			return Match{How: how, Form: word, Entry: e, at: at}, true
		}
		return Match{at: -1}, false
	}
	switch sh.capitals {
	case Lower:
		if f, ok := try(asIs, AsWord); ok {
			return f
		}
	case Title:
		if f, ok := try(lowerFirst, AsWord); ok {
			return f
		}
		if f, ok := try(asIs, AsName); ok {
			return f
		}
	case Allcaps:
		if f, ok := try(lowerAll, AsWord); ok {
			return f
		}
		if f, ok := try(titleAll, AsName); ok {
			return f
		}
		if f, ok := try(asIs, AsName); ok {
			return f
		}
		if f, ok := l.anyCase(word, sh); ok {
			return f
		}
	case Mixed:
		if f, ok := try(asIs, AsName); ok {
			return f
		}
	}
	if isRoman(word) {
		return Match{How: AsNumeral, Form: word, at: -1}
	}
	return Match{at: -1}
}

// admits reports whether a token with that many letters may be a use of the
// form that e describes. capital: the form has capitals of its own, and the
// token has them too.
func (l *Lexicon) admits(e Entry, letters int, capital bool) bool {
	c := e.Category
	switch {
	case c&(Removed|Never) != 0, c&^Phrase == 0:
		return false
	case e.Size == 0, c&Closed != 0:
		return true
	case capital:
		return e.Size <= nameSize(letters)
	case c&Contraction != 0:
		return e.Size <= 60
	case c&Word != 0:
		return e.Size <= wordSize(letters) && (letters > 2 || e.logFreq >= l.language.shortRate() || letters == 1)
	case c&Foreign != 0:
		return true
	case c&Abbreviation != 0:
		return letters > 3 && e.Size <= 60
	}
	return false
}

// shortFrequency is what a two-letter word needs, once in a million words:
// SCOWL counts cs, mu and pi among the commonest.
const shortFrequency = 116

// wordSize is the largest SCOWL size at which a word of that many letters is
// taken for one: short words of large lists are mostly damage in real texts.
func wordSize(letters int) uint8 {
	switch {
	case letters <= 3:
		return 35
	case letters <= 5:
		return 60
	}
	return 80
}

func nameSize(letters int) uint8 {
	switch {
	case letters <= 3:
		return 50
	case letters <= 5:
		return 70
	}
	return 80
}

// forbidden reports whether a list says that word is never one.
func (l *Lexicon) forbidden(word string, sh shape) bool {
	if len(l.layers) == 1 {
		return false
	}
	for _, f := range [...]fold{asIs, lowerFirst, lowerAll} {
		if e, _, ok := l.resolve(word, f); ok && e.Category&Never != 0 {
			return true
		}
		if sh.capitals == Lower {
			break
		}
	}
	return false
}

// anyCase finds a form of mixed capitals for a token in capitals:
// MACARTHUR -> MacArthur.
func (l *Lexicon) anyCase(word string, sh shape) (Match, bool) {
	var buf [maxFormRunes * utf8.UTFMax]byte
	for i := len(l.layers) - 1; i >= 0; i-- {
		t := l.layers[i].table
		form, ok := t.matchAnyCase(t.root, word, buf[:0])
		if !ok {
			continue
		}
		e, at, ok := l.resolve(string(form), asIs)
		if ok && at == i && l.admits(e, sh.letters, true) {
			return Match{How: AsName, Form: word, Entry: e, at: at}, true
		}
	}
	return Match{at: -1}, false
}

// matchAnyCase appends the first form equal to word but for capitals.
func (t *table) matchAnyCase(state uint32, word string, form []byte) ([]byte, bool) {
	r, w := utf8.DecodeRuneInString(word)
	if state == 0 || len(form)+utf8.UTFMax > cap(form) {
		return nil, false
	}
	for _, c := range [2]rune{toLower(r), r} {
		x, ok := t.find(state, t.symbol(c))
		if !ok {
			continue
		}
		next := utf8.AppendRune(form, c)
		if w == len(word) {
			if x&finalBit != 0 {
				return next, true
			}
			continue
		}
		if f, ok := t.matchAnyCase(edgeTarget(x), word[w:], next); ok {
			return f, true
		}
	}
	return nil, false
}
