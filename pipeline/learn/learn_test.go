package learn

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"testing"

	"emend/pipeline/review"
)

func decision(v review.Verdict, rule, old, new string) review.Decision {
	return review.Decision{Finding: old + new, Verdict: v, Scope: review.Here, Rule: rule, Old: old, New: new, Before: "of the old", After: "in the town"}
}

func TestFrom(t *testing.T) {
	ds := []review.Decision{
		decision(review.Accept, "misspelling", "tbe", "the"),
		decision(review.Accept, "misspelling", "otber", "other"),
		decision(review.Accept, "misspelling", "Kellczi", "Kellezi"),
		decision(review.Reject, "misspelling", "Balluku", ""),
		decision(review.Reject, "misspelling", "Balluku", ""),
		decision(review.Reject, "misspelling", "odd", ""),
		decision(review.Sic, "misspelling", "raysed", ""),
		decision(review.Reject, "misspelling", "tho", ""),
		decision(review.Reject, "misspelling", "tho", ""),
		decision(review.Accept, "misspelling", "tho", "the"),
		decision(review.Accept, "variant", "workmen", "labourers"),
	}
	l := From(ds, func(w string) bool { return w == "the" || w == "other" || w == "labourers" })
	if want := []string{"Balluku", "Kellezi"}; !slices.Equal(l.Words, want) {
		t.Errorf("words %q, want %q", l.Words, want)
	}
	found := ""
	for _, c := range l.Confusions {
		found += c.Read + ">" + c.True + " "
	}
	if found != "b>h " {
		t.Errorf("confusions %q", found)
	}
	// The same decisions in another order give the same file, and the file reads back.
	slices.Reverse(ds)
	out := l.Write()
	if again := From(ds, func(w string) bool { return w == "the" || w == "other" || w == "labourers" }).Write(); !bytes.Equal(out, again) {
		t.Errorf("%s\n%s", out, again)
	}
	back, err := Parse(out)
	if err != nil || fmt.Sprint(back) != fmt.Sprint(l) {
		t.Errorf("%v, %v", back, err)
	}
}

func TestOffset(t *testing.T) {
	var js []Judged
	for i := range 400 { // the ranker says 90 %, half of it is right
		js = append(js, Judged{0.9, i%2 == 0})
	}
	if got := Offset(js); math.Abs(got+math.Log(9)) > 0.1 {
		t.Errorf("offset %v, want about %v", got, -math.Log(9))
	}
	if got := Offset(js[:LeastJudged-1]); got != 0 {
		t.Errorf("too few decisions give %v", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("decisions = 3\noffset = -0.5\nwords = [\"a\"]\n[[confusions]]\nread = \"b\"\ntrue = \"h\"\ncount = 1\nof = 2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := Parse(data)
		if err != nil {
			return
		}
		if _, err := Parse(l.Write()); err != nil {
			t.Fatalf("%q: %v\n%s", data, err, l.Write())
		}
	})
}
