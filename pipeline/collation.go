package pipeline

import (
	"fmt"
	"slices"
	"sort"

	"emend/pipeline/correct"
	"emend/pipeline/text"
	"emend/pipeline/witness"
	"emend/rules"
)

// A Library is texts that quotations are checked against.
type Library struct {
	*witness.Library
	// Path is how the ledger names the file of a witness, if it is one of the project's: a file is no witness of itself.
	Path    func(witness int) string
	Archive bool // some of the texts are witnesses of what they have in common with others
	// Asked says whether a witness may be asked; nil: all may.
	Asked func(witness int) bool
}

// collated is what the library says of one document.
type collated struct {
	quotations []witness.Quotation
	proposals  map[string][]rules.Proposal
	confirmed  []text.Span
}

// collation makes the collation of a document, once, when the first rule asks for it. Nil without a library.
func (r *run) collation(doc *text.Document) func(string) []rules.Proposal {
	if r.config.Library == nil {
		return nil
	}
	return func(rule string) []rules.Proposal {
		if r.collated == nil {
			r.collated = r.collate(doc)
		}
		return r.collated.proposals[rule]
	}
}

func (r *run) collate(doc *text.Document) *collated {
	l := r.config.Library
	c := &collated{proposals: make(map[string][]rules.Proposal)}
	skip := func(w int) bool {
		return l.Path != nil && l.Path(w) == r.path || l.Asked != nil && !l.Asked(w)
	}
	found, err := l.Collate(doc, func(w int) bool { return l.Witnesses(w) || skip(w) })
	if err != nil {
		r.failures = append(r.failures, fmt.Errorf("quotations were not checked: %w", err))
	}
	err = nil
	c.quotations = found
	for i := range found {
		q := &found[i]
		c.confirmed = append(c.confirmed, q.Confirmed...)
		for k := range q.Differences {
			rule, p := proposal(l, &q.Differences[k])
			c.proposals[rule] = append(c.proposals[rule], p)
		}
	}
	var votes []witness.Vote
	if l.Archive {
		votes, err = l.Votes(doc, func(w int) bool { return !l.Witnesses(w) || skip(w) })
	}
	if err != nil {
		r.failures = append(r.failures, fmt.Errorf("other witnesses were not heard: %w", err))
	}
	for i := range votes {
		v := &votes[i]
		c.proposals["witness"] = append(c.proposals["witness"], rules.Proposal{
			At: v.Span, Candidates: []correct.Candidate{{New: v.New, Confidence: v.Confidence}}, Confidence: v.Confidence,
			Reason:  fmt.Sprintf("%s, such as %s; there: “%s”; here: “%s”", v.Evidence(), l.Cite(v.Witness, v.At), v.There, v.Here),
			Witness: &text.Witness{Name: l.Cite(v.Witness, v.At), Path: l.Index.Witnesses[v.Witness].Path, At: v.At, Here: v.Here, There: v.There},
		})
	}
	for _, d := range l.Cited(doc, found) {
		c.proposals["cited-page"] = append(c.proposals["cited-page"], doubt(l, doc, &d))
	}
	slices.SortFunc(c.confirmed, func(a, b text.Span) int { return a.Start - b.Start })
	return c
}

// proposal is a difference as its rule proposes it.
func proposal(l *Library, d *witness.Difference) (rule string, p rules.Proposal) {
	w := &text.Witness{Name: l.Cite(d.Witness, d.At), Path: l.Index.Witnesses[d.Witness].Path, At: d.At, Here: d.Here, There: d.There}
	p = rules.Proposal{At: d.Span, Confidence: d.Confidence, Witness: w}
	what := ""
	switch d.Class {
	case witness.Misreading, witness.Dittography:
		what = fmt.Sprintf("%s has “%s”", w.Name, d.Source)
		if d.Class == witness.Dittography {
			what = w.Name + " has the word once"
		}
		p.Candidates = []correct.Candidate{{New: d.New, Confidence: d.Confidence}}
		rule = "quotation"
	case witness.Substitution:
		what = fmt.Sprintf("%s has “%s”, which no scanner's error explains (substitution)", w.Name, d.Source)
	case witness.Addition:
		what = w.Name + " has no such words (addition)"
	case witness.Omission:
		what = fmt.Sprintf("%s has “%s” here, left out without a mark (omission)", w.Name, d.Source)
	case witness.Saltus:
		what = fmt.Sprintf("%s has “%s” here: left out between two words that are the same (saut du même au même)", w.Name, d.Source)
	}
	if rule == "" {
		rule = "misquotation"
	}
	p.Reason = fmt.Sprintf("%s; there: “%s”; here: “%s”", what, d.There, d.Here)
	return rule, p
}

// confirmed drops the statistical corrections of words that the source of a quotation has, too.
func (r *run) confirmed(all []finding) []finding {
	if r.collated == nil || len(r.collated.confirmed) == 0 {
		return all
	}
	spans := r.collated.confirmed
	return slices.DeleteFunc(all, func(f finding) bool {
		if !correct.IsKind(f.Rule) {
			return false
		}
		i := sort.Search(len(spans), func(i int) bool { return spans[i].End > f.at.Start })
		return i < len(spans) && spans[i].Covers(f.at)
	})
}

// doubt is a citation that cannot be right, as its rule proposes it.
func doubt(l *Library, doc *text.Document, d *witness.Doubt) rules.Proposal {
	p := rules.Proposal{At: d.Span, Confidence: d.Confidence, Reason: d.Reason}
	if d.Witness >= 0 {
		p.Witness = &text.Witness{Name: l.Cite(d.Witness, d.At), Path: l.Index.Witnesses[d.Witness].Path, At: d.At, Here: doc.Text.Content[d.Start:d.End]}
	}
	for _, n := range d.New {
		p.Candidates = append(p.Candidates, correct.Candidate{New: n, Confidence: d.Confidence / float64(len(d.New))})
	}
	return p
}
