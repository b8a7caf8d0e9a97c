package dictionaries

import (
	"strings"
	"unicode/utf8"
)

// apostrophe accepts possessives and elisions.
func (l *Lexicon) apostrophe(word string) Match {
	stem, tail := cutLastApostrophe(word)
	switch tail {
	case "s", "S":
		if f := l.stem(stem); f.How != Unknown {
			f.How = Possessive
			return f
		}
	case "":
		// workers' but not ana': only after an s, where a genitive can be.
		if n := len(stem); n > 2 && strings.ContainsRune("sSxzXZ", rune(stem[n-1])) {
			if f := l.stem(stem); f.How != Unknown {
				f.How = Possessive
				return f
			}
		}
	}
	if l.language == FrenchWords {
		return l.elision(word)
	}
	for _, p := range elisions {
		rest, ok := cutElision(word, p)
		if !ok {
			continue
		}
		if first, _ := utf8.DecodeRuneInString(Unaccented(rest)); !strings.ContainsRune("aeiouhAEIOUH", first) {
			continue // d'splay
		}
		if f := l.Match(rest); f.How != Unknown && utf8.RuneCountInString(rest) > 2 {
			f.How = Elision
			return f
		}
	}
	return Match{at: -1}
}

// stem accepts what stands before 's: anything but another possessive.
func (l *Lexicon) stem(s string) Match {
	if s == "" || strings.HasSuffix(s, "'") || strings.HasSuffix(s, "’") {
		return Match{at: -1}
	}
	return l.Match(s)
}

// cutLastApostrophe splits word at its last apostrophe.
func cutLastApostrophe(word string) (before, after string) {
	i, w := strings.LastIndexByte(word, '\''), 1
	if j := strings.LastIndex(word, "’"); j > i {
		i, w = j, len("’")
	}
	if i < 0 {
		return "", word
	}
	return word[:i], word[i+w:]
}

// elisions of French and Italian names and phrases: d'état, l’ouverture.
var elisions = [...]string{"d", "l", "qu", "dell", "all", "D", "L"}

func cutElision(word, letters string) (string, bool) {
	rest, ok := strings.CutPrefix(word, letters)
	if !ok {
		return "", false
	}
	if r, ok := strings.CutPrefix(rest, "'"); ok {
		return r, true
	}
	return strings.CutPrefix(rest, "’")
}

// unaccented accepts ligatures that were given up since, and the diaeresis
// that older prints put on a vowel after a prefix: æther, manœuvre, coöperate.
// No other accent is taken on trust, since a speck over a letter makes them
// too (thére): régime and its like stand in the lists.
func (l *Lexicon) unaccented(word string) Match {
	for i, r := range word {
		switch {
		case r < utf8.RuneSelf, r == '’', r == 'æ', r == 'œ', r == 'Æ', r == 'Œ':
		case l.language == EnglishWords && i < 4 && hasAnyPrefixFold(word, "coö", "reë", "preë", "zoö"):
		default:
			return Match{at: -1}
		}
	}
	var buf [maxTokenBytes + 64]byte
	plain := string(appendPlain(buf[:0], word))
	if plain == word {
		return Match{at: -1}
	}
	m := l.Match(plain)
	if m.How != Unknown {
		m.How, m.Form = Plain, word
	}
	return m
}

func hasAnyPrefixFold(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if len(s) > len(p) && strings.EqualFold(s[:len(p)], p) {
			return true
		}
	}
	return false
}
