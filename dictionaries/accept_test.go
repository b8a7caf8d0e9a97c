package dictionaries

import (
	"testing"
	"unicode/utf8"
)

func TestAccepts(t *testing.T) {
	right := []string{
		"the", "The", "THE", "a", "A", "I", "O", "labor", "labour", "Labour", "sympathise", "sympathize", "combatting",
		"clamouring", "fulfillments", "favorable", "favourable", "centre", "center", "connexion", "shew",
		// names and abbreviations in their own capitals
		"Stalin", "STALIN", "Albania", "Marxist", "NATO", "O'Connor", "MacArthur", "MACARTHUR", "Mr", "MR", "Prof", "Messrs",
		// closed list
		"vol", "Vol", "pp", "no", "ed", "cf", "viz", "ibid", "Ibid", "et", "al", "etc", "de", "von", "des",
		// apostrophes of both kinds
		"don't", "don’t", "he'd", "’tis", "Stalin's", "Stalin’s", "STALIN'S", "workers'", "workers’", "people's",
		"d'état", "d’état", "Marx's",
		// hyphens
		"to-day", "to-morrow", "co-operation", "Co-operation", "pre-eminent", "working-class", "anti-Soviet", "re-elected",
		"Franco-Prussian", "X-ray", "by-and-by", "twenty-five", "topsy-turvy", "good-humouredly", "self-criticism",
		"de-Stalinization", "theoretico-practical", "1917-18", "it--the",
		// accents where they belong
		"régime", "naïve", "employés", "rôle", "café", "mediæval", "Cæsar", "manœuvre", "coöperation", "tête", "cafe",
		"chateau", "attaches",
		// numbers
		"1917", "1,000", "3.5", "1917/18", "'17", "1st", "2nd", "3rd", "11th", "22nd", "101st", "112th", "1890s", "1890’s",
		"6d", "5s", "8vo", "XIV", "MCMXVII", "iii", "xiv", "V",
		// free derivation of long words
		"revolutionization", "technocratism", "bureaucratism", "deproletarianized", "uncriticised", "Trotskyists", "underconsumption",
		// terms
		"kulak", "soviets", "zemstvo",
	}
	wrong := []string{
		"", "trom", "Trom", "ot", "gf", "ana", "tho", "bo", "ia", "nt", "tbe", "TBE", "wliich", "arid-minclcd", "unprecendented",
		// single letters
		"b", "p", "l", "1'", "i", "o", "s",
		// names in small letters
		"stalin", "albania", "nato",
		// marks that are no genitive
		"ana’", "tha'", "’everything", "workers’’", "'s", "’", "-", "--", "s's's",
		// hyphens left over from line ends, and broken parts
		"collec-tion", "outbre-ak", "working-ciass", "-class", "class-", "ofthe",
		// specks
		"thé", "thére", "whîch", "yoü", "goöd", "téte",
		// numbers that are none
		"19S6", "l917", "1nd", "11st", "12rd", "1s", "IIII", "VX", "iiii", "vv", "1,", "1-", "4l",
		// short words of large lists
		"aa", "ut", "noo", "wud", "cs", "mu", "st", "ss",
		"d'splay", "d'minishes",
	}
	l := English()
	for _, w := range right {
		if !l.Accepts(w) {
			t.Errorf("%q refused: %s", w, l.Trace(w).Reason)
		}
	}
	for _, w := range wrong {
		if l.Accepts(w) {
			t.Errorf("%q accepted: %s", w, l.Trace(w).Reason)
		}
	}
}

func TestMatchHow(t *testing.T) {
	for _, c := range []struct {
		word string
		how  How
		form string
	}{
		{"The", AsWord, "The"}, {"STALIN", AsName, "STALIN"}, {"XIV", AsNumeral, "XIV"}, {"workers’", Possessive, "workers"},
		{"d’Albania", Elision, "Albania"}, {"working-class", Hyphenated, "class"}, {"anti-Soviet", Prefixed, "Soviet"},
		{"coöperate", AsWord, "coöperate"}, {"zoöphyte", Plain, "zoöphyte"}, {"technocratism", Derived, "technocrat"},
		{"tbe", Unknown, ""},
	} {
		if m := English().Match(c.word); m.How != c.how || m.Form != c.form {
			t.Errorf("Match(%q) = %d %q; want %d %q", c.word, m.How, m.Form, c.how, c.form)
		}
	}
}

func TestInPhrase(t *testing.T) {
	l := English()
	for _, c := range []struct {
		words []string
		at    int
		want  bool
	}{
		{[]string{"an", "ad", "hoc", "body"}, 2, true},
		{[]string{"an", "ad", "hoc", "body"}, 1, true},
		{[]string{"an", "ad", "hoc", "body"}, 3, false},
		{[]string{"an", "ad", "hoc", "body"}, 0, false},
		{[]string{"hoc", "body"}, 0, false},
		{[]string{"Raison", "d’État"}, 1, true},
		{[]string{"raison", "d'etat"}, 0, true},
		{[]string{"status", "quo", "ante"}, 2, true},
		{nil, 0, false},
	} {
		if got := l.InPhrase(c.words, c.at); got != c.want {
			t.Errorf("InPhrase(%q, %d) = %v", c.words, c.at, got)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	l := English()
	for _, w := range []string{"the", "The", "THE", "Stalin", "don’t", "workers’", "working-class", "tbe", "1917", "XIV", "technocratism"} {
		if n := testing.AllocsPerRun(100, func() { l.Accepts(w) }); n != 0 {
			t.Errorf("Accepts(%q): %v allocations", w, n)
		}
	}
	if n := testing.AllocsPerRun(100, func() { l.Frequency("revolution"); l.Lookup("revolution") }); n != 0 {
		t.Errorf("Frequency and Lookup: %v allocations", n)
	}
}

func TestShortFrequency(t *testing.T) {
	if quantise(1) != shortFrequency {
		t.Errorf("once in a million is %d", quantise(1))
	}
}

func TestNumbers(t *testing.T) {
	for _, s := range []string{"I", "X", "IV", "XIX", "MMMCMXCIX", "ii", "xxxix"} {
		if s != "I" && !isRoman(s) {
			t.Errorf("%q is roman", s)
		}
	}
	for _, s := range []string{"", "i", "x", "L", "C", "D", "M", "IC", "VV", "IIV", "MMMM", "mix", "ill", "civil", "lid"} {
		if isRoman(s) {
			t.Errorf("%q is not roman", s)
		}
	}
}

// FuzzAccepts: no bytes make any question panic; the two apostrophes are one;
// an accepted word is valid UTF-8.
func FuzzAccepts(f *testing.F) {
	for _, s := range []string{"the", "d’état", "co-op--eration", "19S6", "\xff", "’’’", "-", "coö", "x'y'z-'", "MACARTHUR", "ﬁrſt", "İ", "1st-2nd"} {
		f.Add(s)
	}
	l := English()
	f.Fuzz(func(t *testing.T, s string) {
		m := l.Match(s)
		if (m.How != Unknown) != l.Accepts(s) || l.Trace(s).Accepted != l.Accepts(s) {
			t.Errorf("Match, Accepts and Trace disagree on %q", s)
		}
		if l.Accepts(s) && !utf8.ValidString(s) {
			t.Errorf("accepted invalid UTF-8 %q", s)
		}
		if _, ok := l.Lookup(s); ok && !utf8.ValidString(s) {
			t.Errorf("found invalid UTF-8 %q", s)
		}
		if f := l.Frequency(s); f < 0 || f > 1e6 {
			t.Errorf("frequency of %q is %v", s, f)
		}
		l.InPhrase([]string{s, s}, 1)
		Unaccented(s)
	})
}
