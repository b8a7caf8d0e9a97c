package dictionaries

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Language is whose words a lexicon accepts, and by which rules they are made.
type Language uint8

const (
	EnglishWords Language = iota
	GermanWords
	FrenchWords
	OtherWords // lists alone: no derivation, no elision
)

// LanguageOf is the language of a BCP 47 tag; of one that the package has no rules for, OtherWords.
func LanguageOf(tag string) Language {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch base {
	case "en", "":
		return EnglishWords
	case "de":
		return GermanWords
	case "fr":
		return FrenchWords
	}
	return OtherWords
}

// Language is the language of the first list.
func (l *Lexicon) Language() Language { return l.language }

// OpenLexicon reads in place what Compile made of a language's words; the name is for Trace. Shape is checked, not every byte: what comes
// from outside goes through VerifyLexicon first.
func OpenLexicon(name string, language Language, data string) (*Lexicon, error) {
	t, err := openTable(data)
	if err != nil {
		return nil, err
	}
	return &Lexicon{layers: []layer{{name, t}}, language: language}, nil
}

// VerifyLexicon compares the checksum of what Compile made and walks all of it, so that no look-up in one that passes can fail. O(size).
func VerifyLexicon(data string) error {
	t, err := openTable(data)
	if err != nil {
		return err
	}
	if err := t.check(); err != nil {
		return fmt.Errorf("lexicon: %w", err)
	}
	return nil
}

// oneLetter tells whether a single letter is a word of the language.
func (g Language) oneLetter(word string) bool {
	switch g {
	case EnglishWords:
		return word == "a" || word == "A" || word == "I" || word == "O"
	case GermanWords:
		return word == "O"
	case FrenchWords:
		switch word {
		case "a", "A", "à", "À", "y", "Y", "ô", "Ô", "O":
			return true
		}
	}
	return false
}

// shortRate is what a word of two letters needs of logFreq: once in a million words of English, where word lists hold signs and
// abbreviations; twelve times where words were found by counting, since what is damaged even in clean texts is short.
func (g Language) shortRate() uint8 {
	if g == EnglishWords {
		return shortFrequency
	}
	return shortCounted
}

const shortCounted = 147

// elided are the words of French that lose their vowel before another, longest first.
var elided = [...]string{"jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu", "qu", "l", "d", "j", "m", "t", "s", "n", "c"}

// Elided is the length in bytes of what is elided at the beginning of a French word, the apostrophe included: l'homme -> 2. 0 if nothing
// is. A word that holds an apostrophe of its own, aujourd'hui, keeps it.
func Elided(word string) int {
	for _, e := range elided {
		if len(word) <= len(e) || !strings.EqualFold(word[:len(e)], e) {
			continue
		}
		n := 0
		if rest := word[len(e):]; rest[0] == '\'' {
			n = len(e) + 1
		} else if strings.HasPrefix(rest, "’") {
			n = len(e) + len("’")
		}
		if n > 0 && n < len(word) {
			return n
		}
	}
	return 0
}

// elision accepts what is elided before a word: l'homme, qu'elle.
func (l *Lexicon) elision(word string) Match {
	n := Elided(word)
	if n == 0 {
		return Match{at: -1}
	}
	m := l.Match(word[n:])
	if m.How != Unknown {
		m.How = Elision
	}
	return m
}

// Limits of German compounds: letters of the whole and of each part.
const (
	minCompound     = 8
	minCompoundPart = 3
	shortPart       = 4  // letters below which a part must be a common word
	commonPart      = 35 // size of such a one
	usualPart       = 60 // size of any other first part
)

// linking stands between the parts of a compound: Arbeit-s-zeit, Sonne-n-schein.
var linking = [...]string{"", "s", "n", "es", "en", "er"}

// compound accepts what German puts together of two words, or of three: Arbeiterfrage, Gewerkschaftskartell. The last part tells what
// it is: a noun, and then it has a capital, or a word in small letters.
func (l *Lexicon) compound(word string, sh shape, depth int) Match {
	if depth == 0 && (sh.letters < minCompound || sh.letters != sh.runes || sh.capitals != Lower && sh.capitals != Title) {
		return Match{at: -1}
	}
	if depth == 0 {
		if m := l.prefixed(word, sh); m.How != Unknown {
			return m
		}
	}
	var buf [maxTokenBytes + 8]byte
	for cut, letters := 0, 0; cut < len(word); letters++ {
		if letters >= minCompoundPart && utf8.RuneCountInString(word[cut:]) >= minCompoundPart {
			if last := l.lastPart(word[cut:], sh.capitals, depth); last.How != Unknown && l.firstPart(buf[:0], word[:cut], letters) {
				last.How, last.Form = Derived, word[cut:]
				return last
			}
		}
		_, w := utf8.DecodeRuneInString(word[cut:])
		cut += w
	}
	return Match{at: -1}
}

// germanPrefixes stand before verbs, and before what is made of them, without a hyphen: ab-geschritten, un-erheblich.
var germanPrefixes = [...]string{"ab", "an", "auf", "aus", "be", "bei", "ein", "ent", "er", "ge", "her", "hin", "los", "mit", "nach", "un", "um", "ver", "vor", "weg", "zer", "zu"}

// prefixed accepts a usual word in small letters after a prefix, and the genitive of a usual word with a capital: Elisabeths.
func (l *Lexicon) prefixed(word string, sh shape) Match {
	if sh.capitals == Title {
		if stem, ok := strings.CutSuffix(word, "s"); ok {
			if e, at, ok := l.resolve(stem, asIs); ok && e.Category&(Upper|Name) != 0 && e.Size <= usualPart {
				return Match{How: Derived, Form: stem, Entry: e, at: at}
			}
		}
		return Match{at: -1}
	}
	for _, p := range germanPrefixes {
		stem, ok := strings.CutPrefix(word, p)
		if !ok || sh.letters-len(p) < minStem {
			continue
		}
		if e, at, ok := l.resolve(stem, asIs); ok && e.Category&Word != 0 && e.Size <= usualPart {
			return Match{How: Derived, Form: stem, Entry: e, at: at}
		}
	}
	return Match{at: -1}
}

// lastPart is a word that may end a compound, or a compound itself.
func (l *Lexicon) lastPart(part string, whole Capitals, depth int) Match {
	letters := utf8.RuneCountInString(part)
	noun := capitalised(part)
	size := uint8(usualPart)
	if letters < shortPart {
		size = commonPart
	}
	if letters >= shortPart {
		if e, at, ok := l.resolve(noun, asIs); ok && whole == Title && e.Category&(Word|Upper) != 0 && e.Size <= size {
			return Match{How: AsWord, Entry: e, at: at}
		}
	}
	if e, at, ok := l.resolve(part, asIs); ok && e.Category&Word != 0 && e.Size <= size && letters > shortPart {
		return Match{How: AsWord, Entry: e, at: at}
	}
	if depth == 0 && letters >= minCompound {
		return l.compound(part, shape{capitals: whole, letters: letters, runes: letters}, 1)
	}
	return Match{at: -1}
}

// firstPart tells whether a word, what links it taken off, may begin a compound.
func (l *Lexicon) firstPart(buf []byte, part string, letters int) bool {
	for _, link := range linking {
		stem, ok := strings.CutSuffix(part, link)
		n := letters - len(link)
		if !ok || n < minCompoundPart {
			continue
		}
		size := uint8(usualPart)
		if n < shortPart {
			size = commonPart
		}
		first, w := utf8.DecodeRuneInString(stem)
		for _, r := range [2]rune{toUpper(first), toLower(first)} {
			form := append(utf8.AppendRune(buf[:0], r), stem[w:]...)
			if e, _, ok := l.resolve(string(form), asIs); ok && e.Category&(Word|Upper) != 0 && e.Size <= size {
				return true
			}
		}
	}
	return false
}
