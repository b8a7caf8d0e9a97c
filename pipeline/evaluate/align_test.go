package evaluate

import (
	"strings"
	"testing"
)

// TestAligned: runs cover both texts without gaps and say truly what is equal, for texts with no passage in common, texts that repeat
// themselves, and large ones.
func TestAligned(t *testing.T) {
	read, truth := book(t, 3*chapter, 30)
	again := strings.Repeat(truth, 3)
	r := generator(3)
	for name, c := range map[string][2]string{
		"book":          {read, truth},
		"same":          {truth, truth},
		"thrice":        {misread(again, &r, 40), again},
		"one word":      {strings.Repeat("the ", 20000), strings.Repeat("the ", 19000)},
		"no blanks":     {strings.Repeat("ab", 40000), strings.Repeat("ba", 40000)},
		"nothing":       {"", truth},
		"other scripts": {strings.Repeat("щ ж ", 9000) + truth, truth + strings.Repeat(" 漢字", 9000)},
		"a page lost":   {truth[len(truth)/2:], truth},
	} {
		a, b := strict(c[0]), strict(c[1])
		at, to := 0, 0
		for _, x := range aligned(a, b) {
			if x.ReadStart != at || x.TrueStart != to {
				t.Fatalf("%s: a gap at %d, %d", name, at, to)
			}
			at, to = x.ReadEnd, x.TrueEnd
			if x.Equal != (a[x.ReadStart:x.ReadEnd] == b[x.TrueStart:x.TrueEnd]) {
				t.Fatalf("%s: equal %v: %.40q, %.40q", name, x.Equal, a[x.ReadStart:x.ReadEnd], b[x.TrueStart:x.TrueEnd])
			}
		}
		if at != len(a) || to != len(b) {
			t.Errorf("%s: ends at %d of %d, %d of %d", name, at, len(a), to, len(b))
		}
		if name == "thrice" {
			if s := Measure(c[0], c[1]); s.Characters.Rate() > 0.05 || s.Plain.Rate() > 0.2 {
				t.Errorf("a text that repeats itself is not aligned: %+v", s)
			}
		}
	}
}

// TestSlide: what was not read is whole words, if it can be.
func TestSlide(t *testing.T) {
	for _, c := range []struct{ read, truth, missing string }{
		{"from there. End", "from there. Yes. End", "Yes."},
		{"the man of it", "the man of the man of it", "the man of"},
		{"a e b", "a é é e b", "é é"},
	} {
		var got []string
		for _, p := range places(c.read, c.truth, nil) {
			if p.class == Missing {
				got = append(got, c.truth[p.truth.Start:p.truth.End])
			} else if p.class != None {
				t.Errorf("%q: %q for %q", c.truth, c.read[p.read.Start:p.read.End], c.truth[p.truth.Start:p.truth.End])
			}
		}
		if s := strings.Join(got, " "); s != c.missing {
			t.Errorf("%q: missing %q, want %q", c.truth, s, c.missing)
		}
	}
}
