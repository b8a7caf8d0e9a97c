package collate

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/text"
)

func shown(old string, cs []text.Change) string {
	var out []string
	for _, c := range cs {
		out = append(out, fmt.Sprintf("%s>%s", old[c.Start:c.End], c.New))
	}
	return strings.Join(out, " | ")
}

func TestChanges(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"At tbe same time", "At the same time", "tbe>the"},
		{"rain, tbe, wind", "rain, the, wind", "tbe>the"},
		{"in the house,", "in the house.", ",>."},
		{"“trom us", "\"from us", "“>\" | trom>from"},
		{"the house", "the house,", "house>house,"},
		{"“the” house", "\"the\" house", "“>\" | ”>\""},
		{"the house", "the old house", "house>old house"},
		{"the old house", "the house", "old house>house"},
		{"of the town", "ofthe town", "of the>ofthe"},
		{"an out break of", "an outbreak of", "out break>outbreak"},
		// lines stay as they are
		{"At tbe\nsame time", "At the same time", "tbe>the"},
		{"of com-\nmercial life", "of commercial life", ""},
		{"of com-\nrnercial life", "of commercial life", "com-\nrnercial>com-\nmercial"},
		{"he out\nbroak of", "he outbreak of", "out\nbroak>outbreak"},
		{"ihe\nend", "the end", "ihe>the"},
		{"tbe\n  cnd of", "the end of", "tbe>the | cnd>end"},
		{"a  b\n", "a b", ""},
		{"\n\na b", "a\nb\n", ""},
		{"cafe\u0301 x", "cafe x", "cafe\u0301>cafe"},
	} {
		if got := shown(c.old, Changes(c.old, c.new)); got != c.want {
			t.Errorf("%q to %q\n gives %q\n  want %q", c.old, c.new, got, c.want)
		}
	}
	if got := shown("a  b\n", Exactly("a  b\n", "a b")); got != "a  b\n>a b" {
		t.Errorf("%q", got)
	}
}

// made is a text with changes made.
func made(s string, cs []text.Change) string {
	for _, c := range slices.Backward(cs) {
		s = s[:c.Start] + c.New + s[c.End:]
	}
	return s
}

// laidOut is a flat text read as if each of its blanks were a line end: a hyphen before one may have come to stand there. // At- ehts, At-|ehts
func laidOut(flat string) string { return unfold(strings.ReplaceAll(flat, " ", "\n")).flat }

// FuzzChanges: Exactly gives the other text, Changes the same but for white space and hyphens at line ends; changes are in order, apart
// and cut no character.
func FuzzChanges(f *testing.F) {
	f.Add("At tbe\nsame time, com-\nmercial", "At the same time commercial")
	f.Add("e\u0301 =\u0301 x", "e = \u0301x")
	f.Add("a b c d", "")
	f.Add("x-\ny", "xy z")
	f.Add("?\ne,co\b\x04\nmebcia", "At- ehts \x00e t?\x00e cLmmiceeal")
	f.Fuzz(func(t *testing.T, old, new string) {
		old, new = strings.ToValidUTF8(old, "?"), strings.ToValidUTF8(new, "?")
		exact, loose := Exactly(old, new), Changes(old, new)
		for _, cs := range [][]text.Change{exact, loose} {
			at := 0
			for _, c := range cs {
				if c.Start < at || c.End <= c.Start || c.End > len(old) || !utf8.RuneStart(old[c.Start]) || c.End < len(old) && !utf8.RuneStart(old[c.End]) {
					t.Fatalf("%q to %q: %v", old, new, cs)
				}
				at = c.End
			}
		}
		if got := made(old, exact); old != "" && got != new {
			t.Fatalf("%q to %q gives %q by %v", old, new, got, exact)
		}
		if a, b := unfold(made(old, loose)).flat, unfold(new).flat; unfold(old).flat != "" && laidOut(a) != laidOut(b) {
			t.Fatalf("%q to %q gives %q, want %q, by %v", old, new, a, b, loose)
		}
	})
}
