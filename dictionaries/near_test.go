package dictionaries

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/agnivade/levenshtein"
)

func TestNear(t *testing.T) {
	for _, c := range []struct{ word, best string }{
		{"trom", "from"}, {"tbe", "the"}, {"TBE", "THE"}, {"Tbe", "The"}, {"wliich", "which"}, {"comrnon", "common"},
		{"gf", "of"}, {"ot", "of"}, {"ltaly", "Italy"}, {"Lenm's", "Lenin's"}, {"Lenm’s", "Lenin’s"},
		{"working-ciass", "working-class"}, {"mora}", "moral"}, {"c0untry", "country"}, {"C0UNTRY", "COUNTRY"},
		{"caUed", "called"}, {"govemment", "government"}, {"modem-clay", ""}, {"unprecendented", "unprecedented"},
		{"don”t", ""}, {"", ""}, {strings.Repeat("e", 50), ""}, {"\xff", ""},
	} {
		got := English().Near(c.word, DefaultConfusions(), Reach{})
		switch {
		case c.best == "" && (c.word == "" || c.word == "\xff" || len(c.word) == 50) && len(got) > 0:
			t.Errorf("Near(%q) = %v", c.word, got[0])
		case c.best != "" && (len(got) == 0 || got[0].Word != c.best):
			t.Errorf("Near(%q) begins %v; want %q", c.word, got[:min(3, len(got))], c.best)
		}
		for i, n := range got {
			if i > 0 && n.Cost < got[i-1].Cost {
				t.Errorf("Near(%q): %v after %v", c.word, n, got[i-1])
			}
		}
	}
}

func TestNearAnswersAreAccepted(t *testing.T) {
	l := English()
	for _, w := range damagedWords(200) {
		for _, n := range l.Near(w, DefaultConfusions(), Reach{}) {
			if !l.Accepts(n.Word) {
				t.Errorf("%q for %q: %s", n.Word, w, l.Trace(n.Word).Reason)
			}
			if got := apply(w, n.Edits); got != n.Word && CapitalsOf(w) == Lower {
				t.Errorf("edits %v of %q give %q, not %q", n.Edits, w, got, n.Word)
			}
		}
	}
}

// apply makes the edits.
func apply(word string, edits []Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(word[at:e.At])
		b.WriteString(e.Intended)
		at = e.At + len(e.Observed)
	}
	return b.String() + word[at:]
}

func TestNearEdits(t *testing.T) {
	n := English().Near("wliich", DefaultConfusions(), Reach{})[0]
	if len(n.Edits) != 1 || n.Edits[0] != (Edit{At: 1, Observed: "li", Intended: "h"}) {
		t.Errorf("%+v", n.Edits)
	}
	n = English().Near("ancien-rnen", DefaultConfusions(), Reach{})[0]
	if n.Word != "ancien-men" && apply("ancien-rnen", n.Edits) != n.Word {
		t.Errorf("%+v", n)
	}
}

// TestNearRecall: the word before damage is among the neighbours.
func TestNearRecall(t *testing.T) {
	l := English()
	for _, c := range []struct{ right, damaged string }{
		{"government", "govcrnrnent"}, {"proletariat", "prolctariat"}, {"have", "liave"}, {"which", "wbich"}, {"hundred", "bundrcd"},
		{"time", "tirne"}, {"their", "tlieir"}, {"people", "peoplc"}, {"Moscow", "Mosc0w"}, {"peasants", "pcasants"},
	} {
		if !slices.ContainsFunc(l.Near(c.damaged, DefaultConfusions(), Reach{}), func(n Neighbor) bool { return n.Word == c.right }) {
			t.Errorf("%q not among the neighbours of %q", c.right, c.damaged)
		}
	}
}

// plainChannel knows nothing but single edits at cost 1 each.
var plainChannel, _ = NewConfusions(nil, PlainCosts{Substitute: 1, Lost: 1, Added: 1, Swapped: math.Inf(1), Case: math.Inf(1)})

// FuzzNear: with plain edits only, Near finds what comparing with every word
// finds (github.com/agnivade/levenshtein), and nothing else.
func FuzzNear(f *testing.F) {
	f.Add("cat cart carts at act scat dog do", "cat", uint8(1))
	f.Add("été étés ete tee", "été", uint8(2))
	f.Add("a b ab ba aba bab", "ab", uint8(2))
	f.Add("", "x", uint8(1))
	f.Fuzz(func(t *testing.T, list, word string, distance uint8) {
		distance = distance%2 + 1
		var forms []Form
		var words []string
		for _, w := range strings.Fields(strings.ToLower(list)) {
			w = strings.ReplaceAll(w, "’", "'")
			if checkForm(w) != nil || len([]rune(w)) < 2 || CapitalsOf(w) != Lower || len(forms) > 50 {
				continue
			}
			forms = append(forms, Form{Text: w, Category: Word})
			if !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		word = strings.ReplaceAll(strings.ToLower(word), "’", "'")
		if CapitalsOf(word) != Lower || strings.ContainsAny(word, "-'") || len([]rune(word)) > maxNearRunes || checkForm(word) != nil {
			return
		}
		data, err := Compile(forms)
		if err != nil {
			return
		}
		l, err := ReadLexicon("fuzz", bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]float64{}
		for _, w := range words {
			if d := levenshtein.ComputeDistance(word, w); d > 0 && d <= int(distance) {
				want[w] = float64(d)
			}
		}
		got := l.Near(word, plainChannel, Reach{Cost: float64(distance), Plain: int(distance), Confusions: -1, Count: 1000})
		if len(got) != len(want) {
			t.Fatalf("Near(%q) in %q: %v; want %v", word, words, got, want)
		}
		for _, n := range got {
			if want[n.Word] != n.Cost || apply(word, n.Edits) != n.Word {
				t.Errorf("%q: %+v; want %v", word, n, want[n.Word])
			}
		}
	})
}

// FuzzNearEnglish: any word in reach of any channel is answered without a
// panic and in order, and never with itself.
func FuzzNearEnglish(f *testing.F) {
	for _, s := range []string{"tbe", "LENIN'S", "Mc-D0nald", "’tis", "ﬁrſt", "a", "aU", "}’-'s"} {
		f.Add(s)
	}
	l := English()
	f.Fuzz(func(t *testing.T, s string) {
		last := 0.0
		for _, n := range l.Near(s, DefaultConfusions(), Reach{Count: 8}) {
			if n.Word == s || n.Cost < last || n.Cost > 10 || len(n.Edits) == 0 {
				t.Errorf("Near(%q): %+v after %v", s, n, last)
			}
			last = n.Cost
		}
	})
}

func TestNewConfusionsRefuses(t *testing.T) {
	for _, c := range []Confusion{{"a", "a", 1}, {"a", "b", -1}, {"a", "b", math.NaN()}, {"abcd", "b", 1}, {"", "", 1}, {"\xff", "a", 1}} {
		if _, err := NewConfusions([]Confusion{c}, PlainCosts{}); err == nil {
			t.Errorf("%v taken", c)
		}
	}
	for _, s := range []string{"a", "a b", "a b c", "=wrong 3", "a b 1 2", "=lost -1", "rn m 2 3 4"} {
		if _, err := ReadConfusions("x", strings.NewReader("# c\n"+s)); err == nil || !strings.HasPrefix(err.Error(), "x:") {
			t.Errorf("%q: %v", s, err)
		}
	}
}
