package review

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"emend/pipeline/text"
)

// Parts are the changesets to show: of a file that packs others, one for each part with its findings, placed in it; of
// any other file, c itself. What is said of the whole file is said with the first. The findings are copies.
func (c *Changeset) Parts() []*Changeset {
	doc := c.Document
	if len(doc.Parts) == 0 {
		return []*Changeset{c}
	}
	all := make([]*Changeset, len(doc.Parts))
	at := 0
	for i, p := range doc.Parts {
		part := &Changeset{Document: doc.Part(i)}
		sum := sha256.Sum256(part.Document.Source)
		part.Digest = hex.EncodeToString(sum[:])
		if i == 0 {
			part.Stale, part.Warnings, part.Failures, part.Words, part.Hidden = c.Stale, c.Warnings, c.Failures, c.Words, c.Hidden
		}
		for ; at < len(c.Findings) && (c.Findings[at].Range.Start < p.Source.End || i == len(all)-1); at++ {
			part.Findings = append(part.Findings, c.Findings[at].moved(-p.Source.Start))
		}
		all[i] = part
	}
	return all
}

// moved is the finding with its places n bytes further on.
func (f Finding) moved(n int) Finding {
	f.Range = text.Range{Start: f.Range.Start + n, End: f.Range.End + n}
	f.Suggestions = slices.Clone(f.Suggestions)
	for i := range f.Suggestions {
		s := &f.Suggestions[i]
		s.Edits = slices.Clone(s.Edits)
		for k := range s.Edits {
			s.Edits[k].Start += n
			s.Edits[k].End += n
		}
	}
	return f
}
