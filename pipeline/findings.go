package pipeline

import (
	"cmp"
	"slices"

	"emend/pipeline/review"
	"emend/pipeline/text"
	"emend/rules"
)

// finding is a Finding with its place in the text that its rule saw.
type finding struct {
	review.Finding
	at text.Span
}

// findings makes findings of the proposals of one rule, and lets the ledger decide them.
func (r *run) findings(rule *rules.Rule, stage int, doc *text.Document, proposals []rules.Proposal) []finding {
	fs := make([]review.Finding, 0, len(proposals))
	at := make([]text.Span, 0, len(proposals))
	for _, p := range proposals {
		f := review.Finding{
			Rule:       rule.Name,
			Stage:      stage,
			Old:        doc.Text.Content[p.At.Start:p.At.End],
			Range:      doc.Text.Origin(p.At),
			Reason:     p.Reason,
			Confidence: p.Confidence,
			Witness:    p.Witness,
		}
		f.Before, f.After = review.Context(doc.Text.Content, p.At)
		if p.Comment != nil {
			f.Old, f.Range = p.Comment.Content, p.Comment.Range
		}
		for i, c := range p.Candidates {
			edits, err := doc.Text.Source(text.Change{Span: p.At, New: c.New})
			if p.Comment != nil {
				edits, err = []text.Edit{{Range: p.Comment.Range}}, nil
			}
			switch {
			case err != nil && i == 0:
				f.Status, f.Because = review.Unwritable, err.Error()
			case err != nil:
				continue // no editor can take it
			}
			f.Suggestions = append(f.Suggestions, review.Suggestion{New: c.New, Confidence: c.Confidence, Edits: edits})
		}
		fs = append(fs, f)
		at = append(at, p.At)
	}
	r.ids.Identify(fs)
	for i, p := range proposals {
		if p.ID != "" {
			fs[i].ID = p.ID
		}
	}
	for i := range fs {
		r.asked = append(r.asked, fs[i].ID)
	}
	for _, d := range r.config.Ledger.Decide(r.path, fs) {
		r.used[d] = true
	}
	if rule.Stage != rules.Last {
		r.silences.apply(fs)
	}
	out := make([]finding, len(fs))
	for i := range fs {
		if f := &fs[i]; f.Wanting() {
			edits, err := doc.Text.Source(text.Change{Span: at[i], New: f.Taken().New})
			if c := proposals[i].Comment; c != nil { // another comment; Write refuses what would be read
				edits, err = []text.Edit{{Range: c.Range, New: f.Taken().New}}, nil
			}
			if f.Taken().Edits = edits; err != nil {
				f.Status, f.Because = review.Unwritable, err.Error()
			}
		}
		out[i] = finding{fs[i], at[i]}
	}
	return out
}

// attested is 1 for a reading that another text has, which weighs more than any guess.
func attested(f *finding) int {
	if f.Witness != nil && len(f.Suggestions) > 0 {
		return 1
	}
	return 0
}

// surest keeps, of findings whose edits overlap, the attested one, or the one with the highest confidence; of equals,
// the one that stands first, then the one whose rule comes first in the alphabet, so that the order in which the rules
// ran leaves no trace. What the ledger decided is always kept. All stand in that part of the source.
func surest(all []finding, part text.Range) []finding {
	slices.SortStableFunc(all, func(a, b finding) int {
		return cmp.Or(-cmp.Compare(attested(&a), attested(&b)), -cmp.Compare(a.Confidence, b.Confidence), cmp.Compare(a.at.Start, b.at.Start), cmp.Compare(a.at.End, b.at.End), cmp.Compare(a.Rule, b.Rule))
	})
	if len(all) < 2 {
		return all
	}
	taken := newByteSet(part)
	return slices.DeleteFunc(all, func(f finding) bool {
		spans := []text.Range{f.Range}
		if len(f.Suggestions) > 0 && len(f.Suggestions[0].Edits) > 0 {
			spans = spans[:0]
			for _, e := range f.Suggestions[0].Edits {
				spans = append(spans, e.Range)
			}
		}
		free := true
		for _, s := range spans {
			free = free && !taken.overlaps(s)
		}
		if !free && f.Because != review.ByLedger {
			return true
		}
		for _, s := range spans {
			taken.add(s)
		}
		return false
	})
}
