package align

import (
	"strings"
	"testing"
)

func show(read, truth string) string {
	var b strings.Builder
	for _, r := range Texts(read, truth) {
		if r.Equal {
			b.WriteString(read[r.ReadStart:r.ReadEnd])
		} else {
			b.WriteString("{" + read[r.ReadStart:r.ReadEnd] + "|" + truth[r.TrueStart:r.TrueEnd] + "}")
		}
	}
	return b.String()
}

func TestTexts(t *testing.T) {
	for _, c := range []struct{ read, truth, want string }{
		{"", "", ""},
		{"same", "same", "same"},
		{"tbe", "the", "t{b|h}e"},
		{"modem times", "modern times", "mode{m|rn} times"},
		{"ofthe people", "of the people", "of{| }the people"},
		{"out break", "outbreak", "out{ |}break"},
		{"a b", "a\nb", "a{ |\n}b"},
		{"", "lost", "{|lost}"},
		{"Schüler", "Schuler", "Sch{ü|u}ler"},
	} {
		if got := show(c.read, c.truth); got != c.want {
			t.Errorf("%q %q: %s, want %s", c.read, c.truth, got, c.want)
		}
	}
}

// A book with a page lost in the middle is aligned before and behind it.
func TestLostPage(t *testing.T) {
	var truth, read strings.Builder
	for i := range 3000 {
		word := strings.Repeat("ab", i%7+1) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + " "
		truth.WriteString(word)
		if i < 1000 || i > 1400 {
			read.WriteString(word)
		}
	}
	equal := 0
	for _, r := range Texts(read.String(), truth.String()) {
		if r.Equal {
			equal += r.ReadEnd - r.ReadStart
		}
	}
	if equal < read.Len()*99/100 {
		t.Errorf("%d of %d bytes aligned", equal, read.Len())
	}
}

func FuzzTexts(f *testing.F) {
	f.Add("tbe  same", "the same")
	f.Add("\xff\xfe a", "a \xff")
	f.Fuzz(func(t *testing.T, read, truth string) {
		if len(read) > 2000 || len(truth) > 2000 {
			return
		}
		r, w := 0, 0
		for _, x := range Texts(read, truth) {
			if x.ReadStart != r || x.TrueStart != w || x.ReadEnd < r || x.TrueEnd < w {
				t.Fatalf("gap at %d, %d: %+v", r, w, x)
			}
			if x.Equal != (read[r:x.ReadEnd] == truth[w:x.TrueEnd]) {
				t.Fatalf("%q for %q marked equal: %v", read[r:x.ReadEnd], truth[w:x.TrueEnd], x.Equal)
			}
			r, w = x.ReadEnd, x.TrueEnd
		}
		if r != len(read) || w != len(truth) {
			t.Fatalf("covered %d of %d and %d of %d", r, len(read), w, len(truth))
		}
	})
}
