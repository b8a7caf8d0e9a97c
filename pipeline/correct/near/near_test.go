package near

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/agnivade/levenshtein"

	"emend/pipeline/correct/channel"
)

var forms = []Form{
	{"the", 0}, {"then", 1}, {"them", 1}, {"tie", 3}, {"modern", 2}, {"modem", 7}, {"general", 1}, {"schulze", Name | 5}, {"of", 0}, {"off", 1},
	{"bradford", Name | 5}, {"collection", 2}, {"hammer", 3}, {"his", 0}, {"élan", 6},
}

func automaton(t testing.TB) *Words {
	t.Helper()
	data, err := Build(forms)
	if err != nil {
		t.Fatal(err)
	}
	if err := Verify(data); err != nil {
		t.Fatal(err)
	}
	w, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func table() *channel.Table {
	return channel.NewTable([]channel.Entry{
		{Edit: channel.Edit{Read: "b", True: "h"}, Count: 50, Of: 10000},
		{Edit: channel.Edit{Read: "m", True: "rn"}, Count: 20, Of: 1000},
		{Edit: channel.Edit{Read: "rn", True: "m"}, Count: 20, Of: 1000},
		{Edit: channel.Edit{Read: "I", True: "l"}, Count: 10, Of: 10000},
		{Edit: channel.Edit{Read: "}", True: "l"}, Count: 2, Of: 10000},
	})
}

func TestLookup(t *testing.T) {
	w := automaton(t)
	for _, f := range forms {
		if c, ok := w.Lookup(f.Text); !ok || c != f.Class {
			t.Errorf("Lookup(%q) = %d, %v; want %d", f.Text, c, ok, f.Class)
		}
	}
	for _, s := range []string{"", "th", "thee", "Schulze", "zzz", "\xff"} {
		if c, ok := w.Lookup(s); ok {
			t.Errorf("Lookup(%q) found class %d", s, c)
		}
	}
}

func TestFind(t *testing.T) {
	s := NewSearch(automaton(t), table())
	for _, c := range []struct{ read, first string }{
		{"tbe", "the"},
		{"modem", "modern"}, // a word is not near to itself
		{"schuIze", "schulze"},
		{"genera}", "general"},
		{"bradf rd", "bradford"},
		{"ofi", "of"}, // junk
		{"hamrner", "hammer"},
		{"elan", "élan"},
		{"qqqqqqqq", ""},
		{"", ""},
	} {
		got := ""
		found := s.Find(c.read, 15, 6)
		if len(found) > 0 {
			got = found[0].Text
		}
		if got != c.first {
			t.Errorf("Find(%q) = %v, want %q first", c.read, found, c.first)
		}
	}
}

// What Find gives costs what the table says it does, and comes cheapest first; every word at plain distance one is among it.
func TestFindAgainstDistance(t *testing.T) {
	s := NewSearch(automaton(t), table())
	for _, f := range forms {
		for i := range f.Text {
			read := f.Text[:i] + "q" + strings.TrimLeft(f.Text[i:], f.Text[i:i+1])
			found := s.Find(read, 12, 12)
			if !slices.IsSortedFunc(found, func(a, b Match) int { return int(1000 * (a.Cost - b.Cost)) }) {
				t.Errorf("Find(%q) not in order: %v", read, found)
			}
			for _, m := range found {
				if cost, _ := table().Explain(read, m.Text); cost > m.Cost+0.01 || cost < m.Cost-0.01 {
					t.Errorf("Find(%q) says %q costs %.2f, Explain %.2f", read, m.Text, m.Cost, cost)
				}
			}
			for _, g := range forms {
				if levenshtein.ComputeDistance(read, g.Text) == 1 && !slices.ContainsFunc(found, func(m Match) bool { return m.Text == g.Text }) {
					t.Errorf("Find(%q) misses %q: %v", read, g.Text, found)
				}
			}
		}
	}
}

func TestBuild(t *testing.T) {
	a, err := Build(forms)
	if err != nil {
		t.Fatal(err)
	}
	shuffled := slices.Clone(forms)
	slices.Reverse(shuffled)
	b, err := Build(shuffled)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("the order of forms changes the file")
	}
	if _, err := Build([]Form{{"", 0}}); err == nil {
		t.Error("an empty word was taken")
	}
	if _, err := Build([]Form{{"\xff", 0}}); err == nil {
		t.Error("a word that is no UTF-8 was taken")
	}
	for i := range a {
		bad := bytes.Clone(a)
		bad[i] ^= 0x81
		if Verify(bad) == nil {
			t.Fatalf("byte %d changed, and nobody noticed", i)
		}
	}
}
