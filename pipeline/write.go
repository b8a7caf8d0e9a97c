package pipeline

import (
	"fmt"
	"slices"

	"emend/pipeline/format"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

// Write returns the file with what is accepted spliced in. It reads its own result again and
// compares it with what was promised, and its structure with what it was; the finding whose edit comes last before the
// first difference becomes Unwritable, and the rest is tried again. Where nothing is accepted the
// result is the source itself.
//
// Why in the program and not only in a test: in a file with a bare & the text "& amp;" is
// harmless until a space goes, and then text that nobody touched has become an entity.
func Write(config *Config, c *review.Changeset) ([]byte, error) {
	for {
		edits := c.Edits()
		if len(edits) == 0 {
			return c.Document.File(), nil
		}
		out, err := c.Document.Splice(edits)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.Document.Path, err)
		}
		again, _, err := format.Read(c.Document.Path, out, config.Reading())
		at := 0
		if err == nil {
			var broken error
			if at, broken = c.Document.Text.Differs(edits, again.Text.Content); broken != nil {
				return nil, fmt.Errorf("%s: %w", c.Document.Path, broken)
			}
		}
		if err == nil && at < 0 && again.Format == c.Document.Format {
			if again.Shape == c.Document.Shape {
				return out, nil
			}
			if !unshape(config, c) {
				return nil, fmt.Errorf("%s: the corrected file would be structured differently; nothing was written", c.Document.Path)
			}
			continue
		}
		if !forbid(c, edits, max(at, 0)) {
			return nil, fmt.Errorf("%s: the corrected file would not read as promised; nothing was written", c.Document.Path)
		}
	}
}

// unshape makes the findings Unwritable whose edits alone change the structure of the file, the last if none does.
func unshape(config *Config, c *review.Changeset) bool {
	last, found := -1, false
	for i := range c.Findings {
		f := &c.Findings[i]
		if !f.Applied() || f.Taken() == nil {
			continue
		}
		last = i
		out, err := c.Document.Splice(f.Taken().Edits)
		if err == nil {
			var again *text.Document
			if again, _, err = format.Read(c.Document.Path, out, config.Reading()); err == nil && again.Shape == c.Document.Shape {
				continue
			}
		}
		f.Status, f.Because, found = review.Unwritable, "the file would then be structured differently", true
	}
	if !found && last >= 0 {
		f := &c.Findings[last]
		f.Status, f.Because, found = review.Unwritable, "the file would then be structured differently", true
	}
	return found
}

// forbid makes the finding Unwritable whose edit is the last that begins at or before an offset in the
// promised content, or else the first edit's.
func forbid(c *review.Changeset, edits []text.Edit, at int) bool {
	bad, shift := edits[0], 0
	for _, e := range edits {
		span := c.Document.Text.Locate(e.Range)
		if span.Start+shift > at {
			break
		}
		bad = e
		shift += len(e.Reads) - span.Len()
	}
	if i := slices.Index(c.Marks, bad); i >= 0 {
		c.Marks = slices.Delete(c.Marks, i, i+1)
		return true
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Applied() && f.Taken() != nil && slices.Contains(f.Taken().Edits, bad) {
			f.Status, f.Because = review.Unwritable, "the file would then read differently elsewhere"
			return true
		}
	}
	return false
}
