package evaluate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A table is what all reports show: the first column is text, further ones are figures, but for those named in Words.
type table struct {
	Title, Note string
	Head        []string
	Rows        [][]string
	Words       []int // columns of text beside the first
}

func (t *table) text(column int) bool { return column == 0 || slices.Contains(t.Words, column) }

func (t *table) add(cells ...string) { t.Rows = append(t.Rows, cells) }

// shownDocuments and shownWords are how many a table shows.
const (
	shownDocuments = 25
	shownWords     = 20
)

// tables are all but the lists of words.
func (r *Run) tables() []table {
	iv := r.intervals()
	ts := []table{r.effects(iv), r.detection(iv), r.suggestions(), r.byClass(), r.byRule(), r.reliability()}
	if len(r.Documents) > 1 {
		ts = append(ts, r.byDocument())
	}
	return ts
}

func (r *Run) effects(iv *intervals) table {
	t := table{
		Title: "What it does to the text",
		Note: "CER, WER: case, marks and accents count. cMER: small letters and digits alone. Fixed: of the words read wrongly, those right " +
			"afterwards; broken: of 1,000 words read rightly, those wrong afterwards.",
		Head: []string{"", "findings", "CER %", "cMER %", "WER %", "fixed %", "broken /1,000", "fixed:broken"},
	}
	if len(r.Documents) > 1 {
		t.Note += " In brackets where the figure lies in 95 of 100 samples of as many documents."
	}
	b := r.Pooled.Fix.Before
	t.add("as read", "", percent(b.Characters.Rate(), 2), percent(b.Letters.Rate(), 2), percent(b.Words.Rate(), 2), "", "", "")
	row := func(name string, findings int, e *Effect, i *effectIntervals) {
		a := e.After
		t.add(name, number(findings), percent(a.Characters.Rate(), 2), percent(a.Letters.Rate(), 2), percent(a.Words.Rate(), 2),
			share(e.Fixed, e.Wrong)+r.bracket(i.Fixed.percent(1)), decimal(e.Harm(), 2)+r.bracket(i.Broken.decimal(2)), ratio(e.Fixed, e.Broken))
	}
	row("fix", r.Pooled.Applied, &r.Pooled.Fix, &iv.Fix)
	for i := range r.Pooled.Accepted {
		a := &r.Pooled.Accepted[i]
		row("accept ≥ "+trimZeros(r.Options.Accept[i]), a.Findings, &a.Effect, &iv.Accepted[i])
	}
	return t
}

func (r *Run) detection(iv *intervals) table {
	t := table{
		Title: "What it finds",
		Note: fmt.Sprintf("%s findings of confidence %s and more, %s of 1,000 words; by places: the shortest stretches of whole words that stand for each other in reading and truth. "+
			"Wording: all but marks and capitals.", number(r.Pooled.Shown()), trimZeros(r.Options.MinConfidence), decimal(r.Pooled.shownPer1000(), 2)),
		Head: []string{"", "errors", "precision %", "recall %", "F"},
	}
	row := func(name string, d Detection, i *detectionIntervals) {
		t.add(name, number(d.Wrong), share(d.Both, d.Flagged)+r.bracket(i.Precision.percent(1)), share(d.Both, d.Wrong)+r.bracket(i.Recall.percent(1)), decimal(d.F(), 3))
	}
	row("any difference", r.Pooled.All, &iv.All)
	row("wording", r.Pooled.Wording, &iv.Wording)
	return t
}

func (r *Run) suggestions() table {
	t := table{
		Title: "What it suggests",
		Note:  "Of errors in the wording: how often the first candidate is right, and how often one of the first three.",
		Head:  []string{"", "errors", "first right %", "three right %"},
	}
	s := r.Pooled.Errors
	t.add("detected", number(s.Detected), share(s.First, s.Detected), share(s.Three, s.Detected))
	t.add("all", number(s.Errors), share(s.First, s.Errors), share(s.Three, s.Errors))
	return t
}

func (r *Run) byClass() table {
	t := table{
		Title: "By class of error",
		Note:  "Missing: never read, so nothing to find. Line-end: a word broken at a line end on one side only; no error.",
		Head:  []string{"class", "errors", "detected %", "first right %", "three right %", "fixed by fix %"},
	}
	for c := None + 1; c < classes; c++ {
		s := r.Pooled.Classes[c]
		if s.Errors > 0 {
			t.add(c.String(), number(s.Errors), share(s.Detected, s.Errors), share(s.First, s.Errors), share(s.Three, s.Errors), share(s.Fixed, s.Errors))
		}
	}
	return t
}

func (r *Run) byRule() table {
	t := table{
		Title: "By rule",
		Note:  "Warranted: something is wrong there. Right: the first candidate is, or one of the first three. Spoils: the first candidate would break what was right. Applied: by fix, unasked.",
		Head:  []string{"rule", "findings", "warranted %", "first %", "three %", "spoils", "applied", "right %", "spoils"},
	}
	for _, name := range r.Pooled.RuleNames() {
		u := r.Pooled.Rules[name]
		t.add(name, number(u.Findings), share(u.Wrong, u.Findings), share(u.First, u.Findings), share(u.Three, u.Findings), number(u.Spoils),
			number(u.Applied), share(u.AppliedRight, u.Applied), number(u.AppliedSpoils))
	}
	return t
}

func (r *Run) reliability() table {
	f, c := &r.Pooled.Findings, &r.Pooled.Candidates
	t := table{
		Title: "Whether confidence means what it says",
		Note: fmt.Sprintf("Findings of any confidence: how often something is wrong there. Candidates: how often they are right. Expected calibration error %s and %s.",
			decimal(f.ECE(), 3), decimal(c.ECE(), 3)),
		Head: []string{"confidence", "findings", "mean %", "true %", "candidates", "mean %", "true %"},
	}
	for i := range f {
		name := fmt.Sprintf("%.1f to %.1f", float64(i)/10, float64(i+1)/10)
		t.add(name, number(f[i].Count), bin(f[i], f[i].Mean()), bin(f[i], f[i].Rate()), number(c[i].Count), bin(c[i], c[i].Mean()), bin(c[i], c[i].Rate()))
	}
	return t
}

func bin(b Bin, v float64) string {
	if b.Count == 0 {
		return ""
	}
	return percent(v, 1)
}

func (r *Run) byDocument() table {
	t := table{Title: "By document", Head: []string{"document", "words", "CER %", "fix %", "fixed %", "broken /1,000", "found %", "precision %"}}
	docs := slices.Clone(r.Documents)
	if len(docs) > shownDocuments {
		slices.SortStableFunc(docs, func(a, b Named) int {
			return b.Tally.Fix.Before.Characters.Errors - a.Tally.Fix.Before.Characters.Errors
		})
		docs = docs[:shownDocuments]
		t.Note = fmt.Sprintf("The %d of %d documents with most errors; the JSON report has all.", shownDocuments, len(r.Documents))
	}
	for _, d := range docs {
		e := &d.Tally.Fix
		t.add(d.Path, number(e.Before.Words.Of), percent(e.Before.Characters.Rate(), 2), percent(e.After.Characters.Rate(), 2), share(e.Fixed, e.Wrong),
			decimal(e.Harm(), 2), share(d.Tally.All.Both, d.Tally.All.Wrong), share(d.Tally.All.Both, d.Tally.All.Flagged))
	}
	return t
}

// missed and spoiled are the lists of words.
func (r *Run) missedTable(n int) table {
	t := table{
		Title: "Most missed", Note: "Errors that no finding is about, with the first place of each.",
		Head: []string{"read", "truth", "times", "class", "where", "context"}, Words: []int{1, 3, 4, 5},
	}
	for _, m := range r.Missed[:min(n, len(r.Missed))] {
		t.add(m.Read, m.Truth, number(m.Count), m.Class.String(), fmt.Sprintf("%s:%d", m.Path, m.Line), surrounded(m.Before, m.Read, m.After))
	}
	return t
}

func (r *Run) spoiledTable(n int) table {
	t := table{
		Title: "Worst broken", Note: "Words that were right and that a finding's first candidate breaks: those that fix applies, then the surest.",
		Head: []string{"right", "proposed", "confidence %", "rule", "where", "context"}, Words: []int{1, 3, 4, 5},
	}
	for _, s := range r.Spoiled[:min(n, len(r.Spoiled))] {
		p := percent(s.Confidence, 0)
		if s.Applied {
			p += " applied"
		}
		t.add(s.Old, s.New, p, s.Rule, fmt.Sprintf("%s:%d", s.Path, s.Line), surrounded(s.Before, s.Old, s.After))
	}
	return t
}

func surrounded(before, old, after string) string {
	return strings.TrimSpace(before + " [" + old + "] " + after)
}

// title is the first line of a report.
func (r *Run) title() string {
	e := &r.Pooled.Fix.Before
	what := "documents"
	if len(r.Documents) == 1 {
		what = "document"
	}
	return fmt.Sprintf("%s %s, %s words, %s characters", number(len(r.Documents)), what, number(e.Words.Of), number(e.Characters.Of))
}

func percent(v float64, digits int) string { return decimal(100*v, digits) }

// decimal is a number; minus zero is zero.
func decimal(v float64, digits int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	return strconv.FormatFloat(v+0, 'f', digits, 64)
}

func share(n, of int) string {
	if of == 0 {
		return "–"
	}
	return percent(Count{n, of}.Rate(), 1)
}

// ratio is fixed : broken.
func ratio(fixed, broken int) string {
	switch {
	case fixed == 0 && broken == 0:
		return "–"
	case broken == 0:
		return number(fixed) + ":0"
	}
	return decimal(float64(fixed)/float64(broken), 1) + ":1"
}

// number is a whole number with commas.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func trimZeros(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// bracket is an interval behind its figure. One document has none.
func (r *Run) bracket(interval string) string {
	if len(r.Documents) < 2 {
		return ""
	}
	return " " + interval
}

func (i Interval) percent(digits int) string {
	return "[" + percent(i.Low, digits) + "–" + percent(i.High, digits) + "]"
}

func (i Interval) decimal(digits int) string {
	return "[" + decimal(i.Low, digits) + "–" + decimal(i.High, digits) + "]"
}
