package evaluate

import (
	"cmp"
	"maps"
	"slices"
)

// A Tally is all that is counted on a document, or on many: tallies add up.
type Tally struct {
	Documents int
	Fix       Effect     // what fix would write unasked
	Applied   int        // findings it would apply
	Accepted  []Accepted // for each threshold of Options.Accept
	All       Detection  // of places that differ in any way
	Wording   Detection  // of places whose words differ, by findings that change words
	Errors    Suggested  // in wording
	Classes   [classes]Suggested
	Rules     map[string]*Rule

	Findings, Candidates Reliability
}

// Accepted is what comes of accepting every finding of a confidence, with its first candidate.
type Accepted struct {
	Effect   Effect
	Findings int
}

// Detection counts places: the shortest stretches of whole words that stand for each other.
type Detection struct{ Flagged, Wrong, Both int }

// Precision is the share of flagged places that are wrong.
func (d Detection) Precision() float64 { return Count{d.Both, d.Flagged}.Rate() }

// Recall is the share of wrong places that are flagged.
func (d Detection) Recall() float64 { return Count{d.Both, d.Wrong}.Rate() }

// F is the harmonic mean of the two.
func (d Detection) F() float64 { return Count{2 * d.Both, d.Flagged + d.Wrong}.Rate() }

func (d *Detection) add(o Detection) {
	d.Flagged += o.Flagged
	d.Wrong += o.Wrong
	d.Both += o.Both
}

// Suggested counts errors, and of them those that a finding is about, whose first candidate is right, of whose first three one is
// right, and that fix puts right unasked.
type Suggested struct{ Errors, Detected, First, Three, Fixed int }

func (s *Suggested) add(o Suggested) {
	s.Errors += o.Errors
	s.Detected += o.Detected
	s.First += o.First
	s.Three += o.Three
	s.Fixed += o.Fixed
}

// Rule counts the findings of a rule: those where something is wrong, whose first candidate is right, of whose first three one is
// right, whose first candidate would spoil what was right, and what fix applies.
type Rule struct {
	Findings, Wrong, First, Three, Spoils int
	Applied, AppliedRight, AppliedSpoils  int
}

func (r *Rule) add(o *Rule) {
	r.Findings += o.Findings
	r.Wrong += o.Wrong
	r.First += o.First
	r.Three += o.Three
	r.Spoils += o.Spoils
	r.Applied += o.Applied
	r.AppliedRight += o.AppliedRight
	r.AppliedSpoils += o.AppliedSpoils
}

// Reliability compares what confidences say with what came true, in ten bins from 0 to 1.
type Reliability [10]Bin

// A Bin holds statements of like confidence.
type Bin struct {
	Count, True int
	Sum         float64 // of the confidences
}

// Mean is the mean confidence.
func (b Bin) Mean() float64 {
	if b.Count == 0 {
		return 0
	}
	return b.Sum / float64(b.Count)
}

// Rate is the share that came true.
func (b Bin) Rate() float64 { return Count{b.True, b.Count}.Rate() }

func (r *Reliability) note(confidence float64, came bool) {
	if !(confidence >= 0) {
		confidence = 0
	}
	b := &r[min(9, int(confidence*10+1e-9))]
	b.Count++
	b.Sum += min(confidence, 1)
	if came {
		b.True++
	}
}

func (r *Reliability) add(o *Reliability) {
	for i := range r {
		r[i].Count += o[i].Count
		r[i].True += o[i].True
		r[i].Sum += o[i].Sum
	}
}

// ECE is the expected calibration error: how far confidence and truth lie apart, bin by bin, weighed by their counts.
func (r *Reliability) ECE() float64 {
	n, e := 0, 0.0
	for _, b := range r {
		n += b.Count
		if d := b.Sum - float64(b.True); d > 0 {
			e += d
		} else {
			e -= d
		}
	}
	if n == 0 {
		return 0
	}
	return e / float64(n)
}

// Count is how many statements there are.
func (r *Reliability) Count() int {
	n := 0
	for _, b := range r {
		n += b.Count
	}
	return n
}

// Add adds another document.
func (t *Tally) Add(o *Tally) {
	t.Documents += o.Documents
	t.Fix.Add(o.Fix)
	t.Applied += o.Applied
	if t.Accepted == nil {
		t.Accepted = make([]Accepted, len(o.Accepted))
	}
	for i := range o.Accepted {
		t.Accepted[i].Effect.Add(o.Accepted[i].Effect)
		t.Accepted[i].Findings += o.Accepted[i].Findings
	}
	t.All.add(o.All)
	t.Wording.add(o.Wording)
	t.Errors.add(o.Errors)
	for i := range o.Classes {
		t.Classes[i].add(o.Classes[i])
	}
	for name, r := range o.Rules {
		t.rule(name).add(r)
	}
	t.Findings.add(&o.Findings)
	t.Candidates.add(&o.Candidates)
}

func (t *Tally) rule(name string) *Rule {
	if t.Rules == nil {
		t.Rules = make(map[string]*Rule)
	}
	r := t.Rules[name]
	if r == nil {
		r = new(Rule)
		t.Rules[name] = r
	}
	return r
}

// RuleNames are the rules that found something, those that found most first.
func (t *Tally) RuleNames() []string {
	return slices.SortedFunc(maps.Keys(t.Rules), func(a, b string) int {
		return cmp.Or(cmp.Compare(t.Rules[b].Findings, t.Rules[a].Findings), cmp.Compare(a, b))
	})
}

// Shown is how many findings an editor would be shown.
func (t *Tally) Shown() int {
	n := 0
	for _, r := range t.Rules {
		n += r.Findings
	}
	return n
}

// shownPer1000 is how many findings 1,000 words of the truth bring.
func (t *Tally) shownPer1000() float64 {
	return 1000 * Count{t.Shown(), t.Fix.Before.Words.Of}.Rate()
}
