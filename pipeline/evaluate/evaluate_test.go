package evaluate

import (
	"strings"
	"testing"

	"emend/pipeline/format"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

// A claim is a finding of a test: that old, at its first place, is to be one of new.
type claim struct {
	old        string
	new        []string
	confidence float64
	applied    bool
}

func changeset(t testing.TB, path, read string, claims ...claim) *review.Changeset {
	doc, _, err := format.Read(path, []byte(read), format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var fs []review.Finding
	for _, c := range claims {
		at := strings.Index(doc.Text.Content, c.old)
		if at < 0 {
			t.Fatalf("no %q in %q", c.old, read)
		}
		span := text.Span{Start: at, End: at + len(c.old)}
		f := review.Finding{Rule: "rule", Old: c.old, Range: doc.Text.Origin(span), Confidence: c.confidence}
		for i, n := range c.new {
			edits, err := doc.Text.Source(text.Change{Span: span, New: n})
			if err != nil {
				t.Fatal(err)
			}
			f.Suggestions = append(f.Suggestions, review.Suggestion{New: n, Confidence: c.confidence / float64(i+1), Edits: edits})
		}
		if c.applied {
			f.Accept(0, "mode fix")
		}
		fs = append(fs, f)
	}
	return review.NewChangeset(doc, fs)
}

func isWord(s string) bool {
	return strings.Contains(" of the same then and arid out break outbreak man in he way ", " "+s+" ")
}

// TestMeasured: figures computed by hand, one passage each.
func TestMeasured(t *testing.T) {
	fix := func(old string, new ...string) []claim { return []claim{{old, new, 0.9, true}} }
	for _, c := range []struct {
		name, read, truth string
		claims            []claim
		class             Class
		suggested         Suggested // of that class
		all, wording      Detection // flagged, wrong, both
		effect            [4]int    // wrong, fixed, right, broken
		rule              Rule
	}{
		{"fixed", "of tbe same", "of the same", fix("tbe", "the"), NonWord, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{1, 1, 1}, [4]int{1, 1, 2, 0},
			Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"broken", "of the same", "of the same", fix("the", "tho"), NonWord, Suggested{}, Detection{1, 0, 0}, Detection{1, 0, 0}, [4]int{0, 0, 3, 1},
			Rule{Findings: 1, Spoils: 1, Applied: 1, AppliedSpoils: 1}},
		{"not found", "of tbe same", "of the same", nil, NonWord, Suggested{Errors: 1}, Detection{0, 1, 0}, Detection{0, 1, 0}, [4]int{1, 0, 2, 0}, Rule{}},
		{"found, wrongly mended", "of tbe same", "of the same", fix("tbe", "tie"), NonWord, Suggested{Errors: 1, Detected: 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{1, 0, 2, 0}, Rule{Findings: 1, Wrong: 1, Applied: 1}},
		{"half mended", "of tbc same", "of the same", fix("tbc", "thc"), NonWord, Suggested{Errors: 1, Detected: 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{1, 0, 2, 0}, Rule{Findings: 1, Wrong: 1, Applied: 1}},
		{"second is right", "of tbe same", "of the same", fix("tbe", "tie", "the"), NonWord, Suggested{Errors: 1, Detected: 1, Three: 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{1, 0, 2, 0}, Rule{Findings: 1, Wrong: 1, Three: 1, Applied: 1}},
		{"fourth is right", "of tbe same", "of the same", fix("tbe", "tie", "toe", "tbo", "the"), NonWord, Suggested{Errors: 1, Detected: 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{1, 0, 2, 0}, Rule{Findings: 1, Wrong: 1, Applied: 1}},
		{"unsure", "of tbe same", "of the same", []claim{{"tbe", []string{"the"}, 0.4, false}}, NonWord, Suggested{Errors: 1}, Detection{0, 1, 0}, Detection{0, 1, 0},
			[4]int{1, 0, 2, 0}, Rule{}},
		{"real word", "the man arid the way", "the man and the way", fix("arid", "and"), RealWord, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{1, 1, 4, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"split", "the out break of", "the outbreak of", fix("out break", "outbreak"), Split, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{1, 1, 2, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"joined, and should not be", "the out break of", "the out break of", fix("out break", "outbreak"), Split, Suggested{}, Detection{2, 0, 0}, Detection{2, 0, 0},
			[4]int{0, 0, 4, 2}, Rule{Findings: 1, Spoils: 1, Applied: 1, AppliedSpoils: 1}},
		{"merge", "ofthe same", "of the same", fix("ofthe", "of the"), Merge, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{2, 2, 1, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"boundary", "th eman same", "the man same", fix("th eman", "the man"), Boundary, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{2, 2, 1, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"two errors side by side", "ofthe out break", "of the outbreak", nil, Merge, Suggested{Errors: 1}, Detection{0, 2, 0}, Detection{0, 2, 0}, [4]int{3, 0, 0, 0}, Rule{}},
		{"mixed", "olthe same", "of the same", fix("olthe", "of the"), Mixed, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{2, 2, 1, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"digits", "in 19S6 he", "in 1956 he", fix("19S6", "1956"), Digits, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{1, 1, 2, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"punctuation", "the way of, the man", "the way of the man", fix("of,", "of"), Punctuation, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{},
			[4]int{0, 0, 5, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"a comma that was right", "the way, the man", "the way, the man", fix("way,", "way."), Punctuation, Suggested{}, Detection{1, 0, 0}, Detection{},
			[4]int{0, 0, 4, 0}, Rule{Findings: 1, Spoils: 1, Applied: 1, AppliedSpoils: 1}},
		{"case", "the Man", "the man", fix("Man", "man"), Case, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{},
			[4]int{0, 0, 2, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"mended beside a wrong mark", "of tbe, same", "of the. same", fix("tbe", "the"), NonWord, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{1, 1, 2, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"twice", "of the the same", "of the same", fix("the the", "the"), Extra, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{0, 0, 3, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"a note without candidates", "of “the same", "of “the” same", []claim{{"“the", nil, 0.9, false}}, Punctuation, Suggested{Errors: 1, Detected: 1}, Detection{1, 1, 1}, Detection{0, 0, 0},
			[4]int{0, 0, 3, 0}, Rule{Findings: 1, Wrong: 1}},
		{"never read", "the same", "the very same", nil, Missing, Suggested{Errors: 1}, Detection{}, Detection{}, [4]int{1, 0, 2, 0}, Rule{}},
		{"never read, with a stop", "the man. he", "the man. The way. he", nil, Missing, Suggested{Errors: 2}, Detection{}, Detection{}, [4]int{2, 0, 3, 0}, Rule{}},
		{"broken at a line end", "the out-\nbreak of", "the outbreak of", nil, LineEnd, Suggested{Errors: 1}, Detection{}, Detection{}, [4]int{0, 0, 3, 0}, Rule{}},
		{"two blanks", "the  same", "the same", fix("  ", " "), Punctuation, Suggested{}, Detection{}, Detection{}, [4]int{0, 0, 2, 0},
			Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
		{"an accent", "the cafe", "the café", fix("cafe", "café"), NonWord, Suggested{1, 1, 1, 1, 1}, Detection{1, 1, 1}, Detection{1, 1, 1},
			[4]int{1, 1, 1, 0}, Rule{Findings: 1, Wrong: 1, First: 1, Three: 1, Applied: 1, AppliedRight: 1}},
	} {
		d, err := Measured(changeset(t, "a.txt", c.read, c.claims...), c.truth, &Options{MinConfidence: 0.5, Accepts: isWord, Accept: []float64{0.3, 0.95}})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		m := &d.Tally
		if got := m.Classes[c.class]; got != c.suggested {
			t.Errorf("%s: %v %+v, want %+v", c.name, c.class, got, c.suggested)
		}
		for k := range m.Classes {
			if Class(k) != c.class && Class(k) != None && m.Classes[k].Errors > 0 && c.all.Wrong < 2 {
				t.Errorf("%s: %d of class %v", c.name, m.Classes[k].Errors, Class(k))
			}
		}
		if m.All != c.all || m.Wording != c.wording {
			t.Errorf("%s: detection %+v, wording %+v, want %+v, %+v", c.name, m.All, m.Wording, c.all, c.wording)
		}
		if got := [4]int{m.Fix.Wrong, m.Fix.Fixed, m.Fix.Right, m.Fix.Broken}; got != c.effect {
			t.Errorf("%s: wrong, fixed, right, broken %v, want %v", c.name, got, c.effect)
		}
		var r Rule
		if m.Rules["rule"] != nil {
			r = *m.Rules["rule"]
		}
		if r != c.rule {
			t.Errorf("%s: rule %+v, want %+v", c.name, r, c.rule)
		}
		for i, want := range []bool{len(c.claims) > 0, false} {
			if got := m.Accepted[i].Findings > 0; got != (want && len(c.claims[0].new) > 0) {
				t.Errorf("%s: accepted %d at %v", c.name, m.Accepted[i].Findings, i)
			}
		}
	}
}

// TestAccepted: accepting by confidence reopens what a mode accepted, leaves what the ledger decided, and settles what overlaps.
func TestAccepted(t *testing.T) {
	c := changeset(t, "a.txt", "of tbe samc wav", claim{"tbe", []string{"the"}, 0.6, true}, claim{"samc", []string{"same"}, 0.8, false}, claim{"wav", []string{"way"}, 0.1, false})
	for i := range c.Findings {
		if c.Findings[i].Old == "wav" {
			c.Findings[i].Accept(0, review.ByLedger)
		}
	}
	d, err := Measured(c, "of the same way", &Options{Accept: []float64{0.5, 0.7, 0.9}})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range [][2]int{{3, 3}, {2, 2}, {1, 1}} {
		if a := d.Tally.Accepted[i]; a.Findings != want[0] || a.Effect.Fixed != want[1] {
			t.Errorf("threshold %d: %d findings, %d fixed, want %v", i, a.Findings, a.Effect.Fixed, want)
		}
	}
	if d.Tally.Applied != 2 || d.Tally.Fix.Fixed != 2 {
		t.Errorf("fix applied %d, fixed %d", d.Tally.Applied, d.Tally.Fix.Fixed)
	}
	if c.Count(review.Accepted) != 2 {
		t.Error("the changeset was changed")
	}
}

// TestReliability: ten bins, their edges, and the error.
func TestReliability(t *testing.T) {
	var r Reliability
	for _, n := range []struct {
		p   float64
		was bool
		bin int
	}{{0, false, 0}, {0.1, false, 1}, {0.3, true, 3}, {0.7, true, 7}, {0.8999, true, 8}, {0.9, true, 9}, {1, true, 9}, {1.5, true, 9}, {-1, false, 0}} {
		before := r[n.bin].Count
		r.note(n.p, n.was)
		if r[n.bin].Count != before+1 {
			t.Errorf("%v is not in bin %d", n.p, n.bin)
		}
	}
	var e Reliability
	for i := range 10 {
		e.note(0.75, i < 5) // half of them true: 0.25 off
		e.note(0.25, false) // none of them: 0.25 off
	}
	if got := e.ECE(); got < 0.2499 || got > 0.2501 {
		t.Errorf("expected calibration error %v, want 0.25", got)
	}
}

// TestIntervals: the same on every run, around the figure, wider where documents differ.
func TestIntervals(t *testing.T) {
	mean := func(values []float64) func([]int, []float64) {
		return func(times []int, out []float64) {
			sum, n := 0.0, 0
			for i, k := range times {
				sum += float64(k) * values[i]
				n += k
			}
			out[0] = sum / float64(n)
		}
	}
	alike, unlike := make([]float64, 50), make([]float64, 50)
	for i := range alike {
		alike[i], unlike[i] = 10+float64(i%2), 10+20*float64(i%2)
	}
	a, b := Intervals(50, 1, mean(alike))[0], Intervals(50, 1, mean(unlike))[0]
	if again := Intervals(50, 1, mean(alike))[0]; again != a {
		t.Errorf("%v, then %v", a, again)
	}
	// The standard error of the mean of 50 that are 10 or 11 is 0.5/sqrt(50) = 0.071: 95 % lie within 0.14 of 10.5.
	if a.Low < 10.3 || a.Low > 10.42 || a.High < 10.58 || a.High > 10.7 {
		t.Errorf("%v", a)
	}
	if b.High-b.Low < 15*(a.High-a.Low) {
		t.Errorf("%v is not twenty times as wide as %v", b, a)
	}
	if got := Intervals(1, 1, mean([]float64{3}))[0]; got != (Interval{3, 3}) {
		t.Errorf("one document: %v", got)
	}
	Intervals(0, 3, nil)
}

// FuzzMeasured: whatever the texts, places cover every word of both sides once and in order, scores are within bounds, and nothing panics.
func FuzzMeasured(f *testing.F) {
	f.Add("of tbe same", "of the same", "tbe", "the")
	f.Add("ofthe  same.\r\nout-\nbreak", "of the same. outbreak", "ofthe", "of the")
	f.Add("\xff\u202e a\x00b", "", "a", "")
	f.Add("", "the", "", "x")
	f.Fuzz(func(t *testing.T, read, truth, old, new string) {
		var claims []claim
		if doc, _, err := format.Read("a.txt", []byte(read), format.Options{}); err != nil {
			return
		} else if i := strings.Index(doc.Text.Content, old); i >= 0 && old != "" {
			if _, err := doc.Text.Source(text.Change{Span: text.Span{Start: i, End: i + len(old)}, New: new}); err == nil {
				claims = append(claims, claim{old, []string{new, old, new + old}, 0.7, true})
			}
		}
		truth = strings.ToValidUTF8(truth, "\uFFFD")
		c := changeset(t, "a.txt", read, claims...)
		d, err := Measured(c, truth, &Options{Accept: []float64{0.5}, Accepts: isWord})
		if err != nil {
			t.Fatal(err)
		}
		m := &d.Tally
		for _, s := range []Suggested{m.Errors, m.Classes[NonWord], m.Classes[Split]} {
			if s.Detected > s.Errors || s.First > s.Three || s.Three > s.Detected || s.Fixed > s.First {
				t.Errorf("%+v", s)
			}
		}
		if e := m.Fix; e.Fixed > e.Wrong || e.Broken > e.Right || m.All.Both > min(m.All.Flagged, m.All.Wrong) {
			t.Errorf("%+v", *m)
		}
		conserved(t, c.Document.Text.Content, truth)
	})
}

// conserved checks that places cover every word of both sides, once and in order.
func conserved(t *testing.T, read, truth string) {
	var r, w []string
	lastRead, lastTruth := 0, 0
	for _, p := range places(read, truth, isWord) {
		if p.read.Start < lastRead || p.truth.Start < lastTruth {
			t.Fatalf("%q, %q: places overlap at %v, %v", read, truth, p.read, p.truth)
		}
		lastRead, lastTruth = p.read.End, p.truth.End
		r = append(r, strings.Fields(read[p.read.Start:p.read.End])...)
		w = append(w, strings.Fields(truth[p.truth.Start:p.truth.End])...)
		if p.class == None && strict(read[p.read.Start:p.read.End]) != strict(truth[p.truth.Start:p.truth.End]) {
			t.Fatalf("%q, %q: a difference without a class", read, truth)
		}
	}
	if got, want := strings.Join(r, " "), strings.Join(strings.Fields(read), " "); got != want {
		t.Fatalf("words read: %q, want %q", got, want)
	}
	if got, want := strings.Join(w, " "), strings.Join(strings.Fields(truth), " "); got != want {
		t.Fatalf("words of the truth: %q, want %q", got, want)
	}
}
