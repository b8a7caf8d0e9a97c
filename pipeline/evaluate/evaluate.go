package evaluate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"emend/pipeline/review"
)

// Options are what a measurement is made with. It is not changed and may be shared.
type Options struct {
	Accept        []float64         // thresholds: every finding of that confidence or more accepted, each with its first candidate
	MinConfidence float64           // findings below are not shown: they count in the reliability alone
	Accepts       func(string) bool // is it a word; tells real-word errors from others
}

// A Document is what was measured on one text.
type Document struct {
	Path    string
	Tally   Tally
	Missed  []Missed  // by reading
	Spoiled []Spoiled // in the order of the text
}

// Missed is an error that no finding is about.
type Missed struct {
	Path          string // of the first one
	Line          int
	Read, Truth   string
	Before, After string // of the first one, as read
	Class         Class
	Count         int
}

// Spoiled is a word that was right and that a finding's first candidate would break.
type Spoiled struct {
	Path          string
	Line          int
	Old, New      string
	Truth         string
	Before, After string
	Rule          string
	Confidence    float64
	Applied       bool // unasked
}

// Measured measures what was found in a text against the truth, as a reader sees both. The changeset holds all findings, unsure ones
// too, and has been through pipeline.Write, so that it is known what can be written. An error means that its edits do not fit its text.
func Measured(c *review.Changeset, truth string, o *Options) (*Document, error) {
	doc := &Document{Path: c.Document.Path}
	t := &doc.Tally
	t.Documents = 1
	base := c.Document.Text
	reading := NewReading(base.Content, truth)
	var last *Effect
	made := ""
	effect := func(c *review.Changeset) (Effect, error) {
		corrected, err := base.Promise(c.Edits())
		if err != nil {
			return Effect{}, fmt.Errorf("%s: %w", doc.Path, err)
		}
		if last == nil || made != corrected {
			e := reading.Effect(corrected)
			last, made = &e, corrected
		}
		return *last, nil
	}
	var err error
	if t.Fix, err = effect(c); err != nil {
		return nil, err
	}
	t.Applied = c.Count(review.Accepted)
	t.Accepted = make([]Accepted, len(o.Accept))
	for i, p := range o.Accept {
		d := accepted(c, p)
		if t.Accepted[i].Effect, err = effect(d); err != nil {
			return nil, err
		}
		t.Accepted[i].Findings = d.Count(review.Accepted)
	}
	newJudge(c, truth, o, doc).judge()
	return doc, nil
}

// accepted is the changeset with every finding of that confidence accepted, and what the modes accept reopened. What the ledger
// decided stands.
func accepted(c *review.Changeset, confidence float64) *review.Changeset {
	d := *c
	d.Findings = slices.Clone(c.Findings)
	for i := range d.Findings {
		f := &d.Findings[i]
		if strings.HasPrefix(f.Because, review.ByLedger) || f.Status == review.Unwritable {
			continue
		}
		f.Status, f.Because = review.Open, ""
		if f.Confidence >= confidence && len(f.Suggestions) > 0 {
			f.Accept(0, "accepted")
		}
	}
	d.Settle()
	return &d
}

// listed bounds the lists of a run.
const listed = 500

// A Run is many documents measured.
type Run struct {
	Options   *Options
	Title     string // what the texts are, if anybody says
	Truth     string // the suffix of the truth's files
	Fitted    string // what the figures were fitted on, if anything is known of it
	Version   string // of emend
	Documents []Named
	Pooled    Tally
	Missed    []Missed  // those in the wording first, then by falling count
	Spoiled   []Spoiled // those that fix applies first, then by falling confidence
	Skipped   []review.Skipped

	missed map[[2]string]*Missed
}

// Named is the tally of a document.
type Named struct {
	Path  string
	Tally Tally
}

// Add counts a document in. Documents come in the order of the report.
func (r *Run) Add(d *Document) {
	r.Documents = append(r.Documents, Named{d.Path, d.Tally})
	r.Pooled.Add(&d.Tally)
	if r.missed == nil {
		r.missed = make(map[[2]string]*Missed)
	}
	for _, m := range d.Missed {
		if have := r.missed[[2]string{m.Read, m.Truth}]; have != nil {
			have.Count += m.Count
		} else {
			r.missed[[2]string{m.Read, m.Truth}] = &m
		}
	}
	r.Spoiled = append(r.Spoiled, d.Spoiled...)
	if len(r.Spoiled) > 2*listed {
		r.sortSpoiled()
	}
}

func (r *Run) sortSpoiled() {
	slices.SortStableFunc(r.Spoiled, func(a, b Spoiled) int {
		if a.Applied != b.Applied {
			if a.Applied {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Confidence, a.Confidence)
	})
	r.Spoiled = r.Spoiled[:min(listed, len(r.Spoiled))]
}

// Close makes the lists of the run. The pooled tally of no document has the thresholds all the same.
func (r *Run) Close() {
	if r.Pooled.Accepted == nil {
		r.Pooled.Accepted = make([]Accepted, len(r.Options.Accept))
	}
	r.sortSpoiled()
	r.Missed = r.Missed[:0]
	for _, m := range r.missed {
		r.Missed = append(r.Missed, *m)
	}
	slices.SortFunc(r.Missed, func(a, b Missed) int {
		return cmp.Or(one(b.Class.Wording())-one(a.Class.Wording()), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Read, b.Read), cmp.Compare(a.Truth, b.Truth))
	})
	r.Missed = r.Missed[:min(listed, len(r.Missed))]
}
