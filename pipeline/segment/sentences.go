package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

// begins reports whether token t begins a sentence or a quotation, by what stands between it
// and the token before, which ends at from. A lower-case word begins no sentence, whatever the stop
// before it says: // Amen! is all that we need add
func begins(s string, before []text.Token, from int, t text.Token, main languages) bool {
	if len(before) == 0 {
		return true
	}
	gap := s[from:t.Start]
	if opensQuotation(s, from, t.Start) {
		return true
	}
	if !t.Is(text.Initial) && t.Is(text.Lower) && !capital(s, t) {
		return false
	}
	last := before[len(before)-1]
	ended, blank, dots := rune(0), false, 0
	for _, r := range gap {
		switch {
		case r == '.' || r == '!' || r == '?' || r == '…':
			if dots++; r != '.' {
				dots++
			}
			ended, blank = r, false
		case r == ':':
			ended, blank = r, false
		case r == ',' || r == ';' || r == '(' || r == '[':
			ended = 0
		case unicode.IsSpace(r):
			blank = ended != 0
		}
	}
	word := s[last.Start:last.End]
	switch {
	case ended == 0:
		return afterBracket(s, from, gap)
	case !blank:
		// A lost blank: // etc.The boundaries
		return ended != ':' && t.Is(text.Initial|text.Lower) && last.Is(text.Lower) && len(word) > 2
	case ended == ':':
		return t.Is(text.Initial)
	case dots == 1 && ended == '.' && gap[0] == '.' && abbreviation(word):
		return main&functionWord(s[t.Start:t.End]) != 0
	}
	return true
}

// capital reports whether the token has no small first letter: digits and scripts without case.
func capital(s string, t text.Token) bool {
	r, _ := utf8.DecodeRuneInString(s[t.Start:])
	return !unicode.IsLower(r)
}

// opensQuotation reports whether a quotation mark that can open stands right before at.
func opensQuotation(s string, from, at int) bool {
	i := at
	for i > from {
		r, n := utf8.DecodeLastRuneInString(s[from:i])
		if r == '«' {
			return true
		}
		if i == at && (r == '\u00a0' || r == '\u202f' || r == ' ') {
			// « Oui »
			return strings.HasSuffix(s[from:i-n], "«")
		}
		if !quoteMark(r) {
			return i < at && (unicode.IsSpace(r) || strings.ContainsRune("([{—–-", r))
		}
		i -= n
	}
	return i < at && from == 0
}

func quoteMark(r rune) bool {
	switch r {
	case '"', '\'', '`', '´', '“', '”', '„', '‟', '‘', '’', '‚', '‛', '«', '»', '‹', '›':
		return true
	}
	return false
}

// afterBracket looks past a note number, a citation or a list's number for the end of the sentence:
// // over.” [Vol. 11, p. 137] He called
func afterBracket(s string, from int, gap string) bool {
	if gap[0] != ')' && gap[0] != ']' || len(strings.TrimSpace(gap)) > 1 {
		return false
	}
	window := s[max(0, from-80):from]
	i := strings.LastIndexAny(window, "([")
	if i < 0 {
		return false
	}
	before := strings.TrimRight(window[:i], " \t\n\"”’'»")
	return before != "" && strings.ContainsAny(before[len(before)-1:], ".!?")
}

// abbreviation reports whether the word with a full stop after it is one that seldom ends a
// sentence, or an initial.
func abbreviation(word string) bool {
	if utf8.RuneCountInString(word) == 1 {
		return letterAt(word, 0)
	}
	if len(word) > 6 {
		return false
	}
	var low [6]byte
	for i := range len(word) {
		low[i] = word[i]
		if class[word[i]]&upperByte != 0 {
			low[i] |= 0x20
		}
	}
	switch string(low[:len(word)]) {
	case "mr", "mrs", "ms", "mss", "dr", "prof", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "messrs", "mme", "mlle",
		"st", "ste", "mt", "jr", "sr", "esq",
		"vol", "vols", "pp", "no", "nos", "nr", "ed", "eds", "edn", "cf", "ch", "chap", "chs", "sec", "secs", "sect", "art", "arts", "fig", "figs", "pl",
		"par", "para", "pt", "pts", "bk", "fol", "ll", "nn", "vv", "ff", "ser", "trans", "tr", "transl", "rep",
		"ibid", "ib", "id", "op", "cit", "loc", "al", "viz", "vs", "sc", "etc", "ca", "approx", "esp",
		"co", "corp", "inc", "ltd", "dept", "govt", "est",
		"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
		"bd", "bde", "hrsg", "usw", "bzw", "vgl", "str", "abb", "anm", "aufl", "jg", "jahrg", "hg", "ebd", "sog":
		return true
	}
	return false
}
