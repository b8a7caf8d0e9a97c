package dictionaries

import (
	"strings"
	"testing"
)

func list(t *testing.T, name, lines string) *Lexicon {
	t.Helper()
	l, err := ReadList(name, strings.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLayers(t *testing.T) {
	project := list(t, "words.txt", "\ufeff# terms\r\nrevanchizer\nKellezi # a name\n-combatting\n!trotskyization\n-the\nd’Hondtish\nxq\n")
	later := list(t, "more.txt", "the\n-Kellezi\n")
	two, three := Layer(English(), project), Layer(English(), project, later)
	for _, c := range []struct {
		l    *Lexicon
		word string
		want bool
	}{
		{two, "revanchizer", true}, {two, "Revanchizer", true}, {two, "REVANCHIZER", true}, {two, "revanchizer's", true},
		{two, "Kellezi", true}, {two, "KELLEZI", true}, {two, "kellezi", false}, {two, "Kellezi’s", true},
		{two, "combatting", false}, {two, "Combatting", false}, {two, "people", true},
		{English(), "trotskyization", true}, {two, "trotskyization", false}, {two, "Trotskyization", false},
		{two, "the", false}, {two, "The", false}, {three, "the", true}, {three, "Kellezi", false},
		{two, "d'Hondtish", true}, {two, "xq", true}, {two, "xq-people", true},
	} {
		if got := c.l.Accepts(c.word); got != c.want {
			t.Errorf("%v accepts %q: %v; %s", c.l.Lists(), c.word, got, c.l.Trace(c.word).Reason)
		}
	}
}

func TestTrace(t *testing.T) {
	l := Layer(English(), list(t, "words.txt", "Kellezi\n-combatting\n!arid\n"))
	for _, c := range []struct {
		word, list string
		accepted   bool
		reason     string
	}{
		{"the", "english", true, "“the” is a word; list english has a word of size 10"},
		{"KELLEZI", "words.txt", true, "“KELLEZI” is a name or abbreviation in these capitals; list words.txt has a name"},
		{"combatting", "words.txt", false, "list words.txt takes “combatting” out"},
		{"Arid", "words.txt", false, "list words.txt says that “arid” is never a word"},
		{"ana", "english", false, "list english has “ana”, a word of size 70: too rare for a word of 3 letters to be taken on trust"},
		{"stalin", "english", false, "list english has “Stalin”, a capitalised word of size 50, which a token written “stalin” may not be a use of"},
		{"tbe", "", false, "no list has “tbe”, and no rule makes it"},
		{"workers’", "english", true, "“workers’” is the possessive of “workers”; list english has a word of size 10"},
	} {
		tr := l.Trace(c.word)
		if tr.List != c.list || tr.Accepted != c.accepted || tr.Reason != c.reason {
			t.Errorf("Trace(%q) = %q %v %q", c.word, tr.List, tr.Accepted, tr.Reason)
		}
	}
	if s := l.Trace("combatting").Steps; len(s) != 2 || s[0].List != "words.txt" || s[1].List != "english" {
		t.Errorf("steps %+v", s)
	}
}

func TestReadListErrors(t *testing.T) {
	for _, c := range []struct{ lines, want string }{
		{"ok\ntwo words\n", `w:2: a blank inside "two words"; one word a line`},
		{"-\n", `w:1: "-" without a word`},
		{"!\n", `w:1: "!" without a word`},
		{"ok\n\n--x\n", `w:3: more than one mark before "-x"`},
		{"ok\n\xff\n", `w:2: word "\xff" is not UTF-8`},
		{"a\x00b\n", `w:1: control character U+0000 in word "a\x00b"`},
		{strings.Repeat("x", 65), "w:1: word of more than 64 letters: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"},
		{"ok\n" + strings.Repeat("x", 5000), "w:2: line longer than 4096 bytes; one word a line"},
	} {
		if _, err := ReadList("w", strings.NewReader(c.lines)); err == nil || err.Error() != c.want {
			if err == nil || !strings.HasPrefix(err.Error(), c.want[:4]) || !strings.Contains(c.want, "more than 64") {
				t.Errorf("%.20q: %v; want %s", c.lines, err, c.want)
			}
		}
	}
}

// FuzzReadList: any bytes give a list or an error that names the place.
func FuzzReadList(f *testing.F) {
	f.Add("a\n-b\n!c # d\n\ufeffe’e")
	f.Fuzz(func(t *testing.T, s string) {
		l, err := ReadList("w", strings.NewReader(s))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "w:") {
				t.Error(err)
			}
			return
		}
		both := Layer(English(), l)
		for _, w := range strings.Fields(s) {
			both.Accepts(w)
		}
	})
}
