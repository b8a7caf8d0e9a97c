package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"emend/pipeline/format"
	"emend/pipeline/review"
	"emend/pipeline/text"
	"emend/rules"
)

// errMark: the format of the file has no way to mark a correction.
var errMark = errors.New("has no marks for corrections; leave --mark out, or fix this file by itself")

// mark makes of each accepted correction one that leaves the old reading in the file, marked as an error with the new one beside
// it, and marks what the ledger calls an error of the print. Whole words are marked: <sic>tbe</sic>, not t<sic>b</sic>e; where
// markup stands inside the word or another correction meets it, what changes alone. Rules that only change how a
// letter is written down (Graphic) write it plainly.
func mark(config *Config, c *review.Changeset) error {
	f, err := format.Find(c.Document.Format)
	if err != nil {
		return err
	}
	enc, err := format.Lookup(c.Document.Encoding)
	if err != nil {
		return err
	}
	m := marker{config: config, c: c, format: f, enc: enc}
	if m.tag, err = enc.Encode("<"); err != nil {
		return err
	}
	var chosen []*review.Finding
	for i := range c.Findings {
		f := &c.Findings[i]
		if sic := f.Status == review.Rejected && f.Because == review.BySic; sic && f.Range.Len() > 0 ||
			f.Applied() && f.Taken() != nil && len(f.Taken().Edits) > 0 && !rules.Find(f.Rule).Graphic {
			chosen = append(chosen, f)
		}
	}
	if len(chosen) == 0 {
		return nil
	}
	if f.Mark == nil {
		return fmt.Errorf("%s: %s %w", c.Document.Path, f.Name, errMark)
	}
	m.words(chosen)
	for i, f := range chosen {
		if f.Status == review.Rejected {
			if e, err := m.edit(m.wide[i], nil, f); err == nil && m.whole[i] {
				c.Marks = append(c.Marks, e)
			}
			continue
		}
		if err := m.finding(i, f); err != nil {
			f.Status, f.Because = review.Unwritable, err.Error()
		}
	}
	return nil
}

// A marker is one file on its way to marked corrections.
type marker struct {
	config *Config
	c      *review.Changeset
	format *format.Format
	enc    format.Encoding
	tag    string       // < as the file has it
	wide   []text.Range // of each finding the words it is about
	whole  []bool       // they can be marked as they are
}

// words finds which findings can be marked as whole words.
func (m *marker) words(chosen []*review.Finding) {
	m.wide, m.whole = make([]text.Range, len(chosen)), make([]bool, len(chosen))
	taken := newByteSet(text.Range{End: len(m.c.Document.Source)})
	twice := newByteSet(text.Range{End: len(m.c.Document.Source)})
	add := func(r text.Range) {
		if taken.overlaps(r) {
			twice.add(r)
		}
		taken.add(r)
	}
	for i, f := range chosen {
		r := f.Range
		if f.Applied() {
			for _, e := range f.Taken().Edits {
				r = text.Range{Start: min(r.Start, e.Start), End: max(r.End, e.End)}
			}
		}
		m.wide[i] = r
		add(r)
	}
	for i := range m.c.Findings { // those that are written unmarked
		if f := &m.c.Findings[i]; f.Applied() && f.Taken() != nil && !slices.Contains(chosen, f) {
			for _, e := range f.Taken().Edits {
				add(e.Range)
			}
		}
	}
	for i, r := range m.wide {
		m.whole[i] = !twice.overlaps(r) && !bytes.Contains(m.c.Document.Source[r.Start:r.End], []byte(m.tag))
	}
}

// finding marks the correction of a finding.
func (m *marker) finding(i int, f *review.Finding) error {
	edits := f.Taken().Edits
	if m.whole[i] {
		e, err := m.edit(m.wide[i], edits, f)
		if err == nil {
			f.Taken().Edits = []text.Edit{e}
		}
		return err
	}
	marked := make([]text.Edit, len(edits))
	for k, e := range edits {
		var err error
		if marked[k], err = m.edit(e.Range, []text.Edit{e}, f); err != nil {
			return err
		}
	}
	f.Taken().Edits = marked
	return nil
}

// edit marks what the edits make of a range; without any, what stands there.
func (m *marker) edit(r text.Range, edits []text.Edit, f *review.Finding) (text.Edit, error) {
	d := m.c.Document
	old := d.Source[r.Start:r.End]
	inner := slices.Clone(edits)
	for i := range inner {
		inner[i].Start, inner[i].End = inner[i].Start-r.Start, inner[i].End-r.Start
	}
	out, err := text.Splice(old, inner)
	if err != nil {
		return text.Edit{}, err
	}
	span := d.Text.Locate(r)
	by := *m.config.Mark
	if by.Cert = "high"; f.Because != review.ByLedger && f.Taken() != nil && edits != nil {
		switch confidence := f.Taken().Confidence; {
		case confidence < 0.8:
			by.Cert = "low"
		case confidence < 0.95:
			by.Cert = "medium"
		}
	}
	return m.format.Mark(m.enc, text.Edit{Range: r, New: string(out)}, string(old), d.Text.Content[span.Start:span.End], by)
}
