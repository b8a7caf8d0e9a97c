// Package adopt turns another version of a text into decisions: an editor's patch or copy, or what some other corrector made of
// it.
//
// Its law: what is accepted of all readings of a comparison, replayed from the ledger, gives the other version, as far as it can be
// written at all.
package adopt

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"emend/pipeline"
	"emend/pipeline/collate"
	"emend/pipeline/correct"
	"emend/pipeline/format"
	"emend/pipeline/review"
	"emend/pipeline/segment"
	"emend/pipeline/text"
)

// A Comparison is a text, checked, beside another version of it.
type Comparison struct {
	Changeset *review.Changeset // of the text; findings however unsure
	Readings  []collate.Reading // where the other version differs, in order
	Untouched []*review.Finding // what the other version leaves as it is

	path   string
	places *review.Places
}

// Compare checks a file and lays another version's reading text beside it: exactly, or but for white space and line ends.
func Compare(config *pipeline.Config, path string, src []byte, other string, exactly bool) (*Comparison, error) {
	all := *config
	all.MinConfidence, all.MinVariant, all.MaxHarm, all.Propose = 0, 0, 0, false
	c, err := pipeline.Check(&all, path, src)
	if err != nil {
		return nil, err
	}
	changes := collate.Changes
	if exactly {
		changes = collate.Exactly
	}
	content := c.Document.Text.Content
	out := &Comparison{Changeset: c, path: path, places: review.NewPlaces(path, content)}
	out.Readings, out.Untouched = collate.Reconcile(c, changes(content, other))
	return out, nil
}

// Text is the reading text of bytes that are to take the place of the file: they must read in its format and encoding.
func (c *Comparison) Text(src []byte) (string, error) {
	return Text(c.Changeset.Document.Path, src, c.Changeset.Document.Format, c.Changeset.Document.Encoding)
}

// Text is the reading text of a file in a format and encoding that are known; both may be empty.
func Text(path string, src []byte, formatName, encoding string) (string, error) {
	doc, _, err := format.Read(path, src, format.Options{Format: formatName, Encoding: encoding})
	if err != nil {
		return "", err
	}
	return doc.Text.Content, nil
}

// errWhole: in an empty text there is nothing that a reading could stand for.
var errWhole = errors.New("cuts a word in two")

// Accept is the decision that a reading is right. It is an error if the file cannot hold it.
func (c *Comparison) Accept(r *collate.Reading) (review.Decision, error) {
	if f := r.Finding; f != nil {
		d := decision(f, review.Accept, c.path)
		d.New = r.New
		if r.Suggestion != collate.None {
			d.New = f.Suggestions[r.Suggestion].New
			return d, nil
		}
		_, err := c.Changeset.Document.Text.Source(r.Change)
		return d, err
	}
	content := c.Changeset.Document.Text.Content
	old := content[r.Start:r.End]
	p, ok := c.places.At(r.Span)
	if !ok {
		return review.Decision{}, fmt.Errorf("%q: %w", old, errWhole)
	}
	if _, err := c.Changeset.Document.Text.Source(r.Change); err != nil {
		return review.Decision{}, err
	}
	return review.Decision{
		Finding: p.ID, Verdict: review.Accept, Scope: review.Here, Rule: review.VariantRule,
		Old: old, New: r.New, Before: p.Before, After: p.After, Path: c.path,
	}, nil
}

// An Offer is a reading of another corrector's, weighed.
type Offer struct {
	collate.Reading
	Words      text.Change // the reading as whole words
	ID         string      // of the finding, or of the variant
	Confidence float64     // the probability that it is right
	Reason     string
}

// Plausible reports whether a scanner's confusions, the dictionary, the words around, or a rule explain the reading.
func (o *Offer) Plausible() bool { return o.Confidence >= 0.5 }

// Offers weighs the readings. Where a rule proposes the same, and is more sure than not, its word counts.
func (c *Comparison) Offers(corrector *correct.Corrector, lang string) []Offer {
	doc := *c.Changeset.Document
	changes := make([]text.Change, len(c.Readings))
	for i, r := range c.Readings {
		changes[i] = c.words(r.Change)
	}
	weights := corrector.Weigh(segment.Document(&doc, lang), changes)
	out := make([]Offer, len(c.Readings))
	for i, r := range c.Readings {
		o := Offer{Reading: r, Words: changes[i], Confidence: weights[i].Probability, Reason: weights[i].Reason}
		if f := r.Finding; f != nil {
			o.ID = f.ID
			if r.Suggestion != collate.None {
				if p := f.Suggestions[r.Suggestion].Confidence; p >= 0.5 && p > o.Confidence {
					o.Confidence, o.Reason = p, f.Reason
				}
			}
		} else if p, ok := c.places.At(r.Span); ok {
			o.ID = p.ID
		}
		out[i] = o
	}
	return out
}

// Finding is an offer as a finding, with what the witness reads first.
func (c *Comparison) Finding(o *Offer, witness string) review.Finding {
	doc := c.Changeset.Document
	var f review.Finding
	if o.Reading.Finding != nil {
		f = *o.Reading.Finding
		f.Accept(0, "") // the first is theirs now
		f.Status = review.Open
	} else {
		f = review.Finding{ID: o.ID, Rule: review.VariantRule, Old: doc.Text.Content[o.Start:o.End], Range: doc.Text.Origin(o.Span)}
		f.Before, f.After = review.Context(doc.Text.Content, o.Span)
	}
	theirs := review.Suggestion{New: o.New, Confidence: o.Confidence}
	var others []review.Suggestion
	for i, s := range f.Suggestions {
		if i == o.Suggestion {
			theirs.New, theirs.Edits = s.New, s.Edits
		} else {
			s.Confidence = min(s.Confidence, 1-o.Confidence)
			others = append(others, s)
		}
	}
	if theirs.Edits == nil {
		var err error
		if theirs.Edits, err = doc.Text.Source(o.Change); err != nil {
			f.Status, f.Because = review.Unwritable, err.Error()
		}
	}
	f.Suggestions = append([]review.Suggestion{theirs}, others...)
	f.Confidence, f.Reason = o.Confidence, o.reason(witness)
	return f
}

func (o *Offer) reason(witness string) string {
	mark := "implausible"
	if o.Plausible() {
		mark = "plausible"
	}
	return fmt.Sprintf("%s: %s reads “%s”; %s", mark, witness, o.Words.New, o.Reason)
}

// Variant is an offer that nobody has decided on, to be kept until somebody does. ok is false where it needs no keeping: a rule
// shows the same first, being at least as sure as the limit.
func (c *Comparison) Variant(o *Offer, witness string, limit float64) (v review.Variant, ok bool) {
	if f := o.Reading.Finding; f != nil && f.Rule != review.VariantRule && o.Suggestion == 0 && f.Confidence >= limit {
		return v, false
	}
	x := o.Words
	p, ok := c.places.At(x.Span)
	if !ok {
		return v, false
	}
	return review.Variant{
		ID: p.ID, Old: c.Changeset.Document.Text.Content[x.Start:x.End], New: x.New, Before: p.Before, After: p.After, Path: c.path,
		By: witness, Plausible: o.Plausible(), Confidence: float64(int(o.Confidence*1e4)) / 1e4, Reason: o.reason(witness),
	}, true
}

// Reject is the decision that a finding is no error.
func (c *Comparison) Reject(f *review.Finding) review.Decision {
	return decision(f, review.Reject, c.path)
}

func decision(f *review.Finding, v review.Verdict, path string) review.Decision {
	return review.Decision{
		Finding: f.ID, Verdict: v, Scope: review.Here, Rule: f.Rule, Old: f.Old, Before: f.Before, After: f.After, Path: path,
	}
}

// Decisions are those on the readings that are accepted and the findings that are not, made so that the ledger replays them
// beside the decisions that stand: where a rule would no longer find its error once the words around are other ones, the reading is
// a variant. errs are the readings that the file cannot hold; whole reports whether the ledger alone makes of the file what the
// readings, those apart, make of it.
func (c *Comparison) Decisions(config *pipeline.Config, accepted []collate.Reading, rejected []*review.Finding, standing []review.Decision) (ds []review.Decision, errs []error, whole bool, err error) {
	var held []collate.Reading
	for i := range accepted {
		d, err := c.Accept(&accepted[i])
		if err != nil {
			errs = append(errs, err)
			continue
		}
		ds, held = append(ds, d), append(held, accepted[i])
	}
	for _, f := range rejected {
		ds = append(ds, c.Reject(f))
	}
	want := c.content(held)
	for try := 0; ; try++ {
		replayed, used, err := c.replay(config, Replacing(standing, ds))
		if err != nil || replayed == want || try == 2 {
			return ds, errs, replayed == want, err
		}
		changed := false
		for i := range held {
			r := &held[i]
			if r.Finding == nil || used[ds[i]] && try == 0 {
				continue
			}
			alone := *r
			alone.Finding, alone.Suggestion = nil, collate.None
			alone.Change = c.words(alone.Change)
			if d, err := c.Accept(&alone); err == nil {
				ds[i], *r, changed = d, alone, true
			}
		}
		if !changed && try > 0 {
			return ds, errs, false, nil
		}
	}
}

// Replacing are decisions with others in place of those on the same things.
func Replacing(old, new []review.Decision) []review.Decision {
	type key struct{ id, path string }
	gone := make(map[key]bool, len(new))
	for _, d := range new {
		gone[key{d.Finding, ""}] = true
		gone[key{d.Finding, d.Path}] = true
	}
	kept := make([]review.Decision, 0, len(old)+len(new))
	for _, d := range old {
		k := key{d.Finding, ""}
		if d.Scope == review.File {
			k.path = d.Path
		}
		if !gone[k] {
			kept = append(kept, d)
		}
	}
	return append(kept, new...)
}

// content is the reading text with readings made, which are in order.
func (c *Comparison) content(rs []collate.Reading) string {
	old := c.Changeset.Document.Text.Content
	var b strings.Builder
	at := 0
	for _, r := range rs {
		if r.Start < at {
			continue // within another one
		}
		b.WriteString(old[at:r.Start])
		b.WriteString(r.New)
		at = r.End
	}
	b.WriteString(old[at:])
	return b.String()
}

// words widens a change to whole words.
func (c *Comparison) words(x text.Change) text.Change {
	old := c.Changeset.Document.Text.Content
	for x.Start > 0 {
		r, n := utf8.DecodeLastRuneInString(old[:x.Start])
		first, _ := utf8.DecodeRuneInString(old[x.Start:])
		if !review.WordRune(r) || !review.WordRune(first) {
			break
		}
		x.Start, x.New = x.Start-n, old[x.Start-n:x.Start]+x.New
	}
	for x.End < len(old) {
		r, n := utf8.DecodeRuneInString(old[x.End:])
		last, _ := utf8.DecodeLastRuneInString(old[:x.End])
		if !review.WordRune(r) || !review.WordRune(last) {
			break
		}
		x.End, x.New = x.End+n, x.New+old[x.End:x.End+n]
	}
	return x
}

// replay is what the file reads by the decisions of a ledger and nothing else, no mode, no harm budget, and which of them were used.
func (c *Comparison) replay(config *pipeline.Config, ds []review.Decision) (string, map[review.Decision]bool, error) {
	alone := *config
	alone.Ledger, alone.MaxHarm, alone.FixConfidence, alone.Propose = review.NewLedger(ds), 0, 2, false
	doc := c.Changeset.Document
	changes, err := pipeline.Check(&alone, c.path, doc.File())
	if err != nil {
		return "", nil, err
	}
	out, err := pipeline.Write(&alone, changes)
	if err != nil {
		return "", nil, err
	}
	used := make(map[review.Decision]bool, len(changes.Used))
	for _, d := range changes.Used {
		used[*d] = true
	}
	reads, err := c.Text(out)
	return reads, used, err
}
