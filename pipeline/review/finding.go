// Package review is what is proposed and what was decided: findings, the changeset of a file,
// and the ledger of decisions. It reads no files and writes none.
package review

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"emend/pipeline/text"
)

// Status is what has become of a Finding.
type Status uint8

const (
	Open        Status = iota // nobody has decided
	Accepted                  // will be written
	Rejected                  // will not be written and is not shown again
	Superseded                // an accepted edit covers this one, or says the same
	Conflicting               // two accepted edits want the same bytes differently: neither is written
	Unwritable                // cannot come about in this file; Because says why
)

var statusNames = [...]string{"open", "accepted", "rejected", "superseded", "conflicting", "unwritable"}

func (s Status) String() string { return statusNames[s] }

// A Suggestion is one reading that might replace the old one.
type Suggestion struct {
	New        string      // the new reading of all of Finding.Old
	Confidence float64     // the probability that this one is right
	Edits      []text.Edit // the smallest edits that do it; empty where Finding is Unwritable
}

// A Finding is a place where something is probably wrong, with what may stand there instead.
// It writes nothing: an editor, the ledger or a mode decides.
type Finding struct {
	ID          string // see Identify
	Rule        string
	Old         string     // the reading that is doubted
	Before      string     // up to three words before it, as the ledger quotes them
	After       string     // up to three words after it
	Range       text.Range // what to show, in bytes of the source
	Suggestions []Suggestion
	Reason      string        // one sentence that names the evidence
	Confidence  float64       // the probability that something is wrong here
	Witness     *text.Witness // the text that the finding rests on, if it is another one
	InQuote     bool
	Status      Status
	Because     string // who or what set the status: "ledger", "mode", "harm budget", or why it cannot be
	Stage       int    // order of its rule among the normalizing ones; detect rules share DetectStage
	taken       int    // index of the accepted suggestion
}

// DetectStage is the Stage of findings of rules that see the text as the normalizing ones left it.
const DetectStage = 1 << 20

// Applied reports whether the finding's edits are written.
func (f *Finding) Applied() bool { return f.Status == Accepted }

// Taken is the accepted suggestion; the first, best one where none was chosen. Nil if the
// finding has none.
func (f *Finding) Taken() *Suggestion {
	if f.taken < len(f.Suggestions) {
		return &f.Suggestions[f.taken]
	}
	return nil
}

// Accept marks the finding as one to write, with the suggestion of that index.
func (f *Finding) Accept(suggestion int, because string) {
	f.Status, f.taken, f.Because = Accepted, suggestion, because
}

// Decision is what a ledger says of the finding, found in the file at path: for Accept the reading is what is to stand there, for other verdicts
// it is of no matter. Its Scope is Here.
func (f *Finding) Decision(v Verdict, reading, path string) Decision {
	if v != Accept {
		reading = ""
	}
	return Decision{Finding: f.ID, Verdict: v, Scope: Here, Rule: f.Rule, Old: f.Old, New: reading, Before: f.Before, After: f.After, Path: path}
}

// A Changeset is all that was found in one file. It fits that file and no other: Digest.
type Changeset struct {
	Document *text.Document // as read, before any normalization
	Digest   string         // SHA-256 of the file, hexadecimal
	Findings []Finding      // by start of Range, then rule
	Stale    []Decision     // decisions on this file that fit nothing in it any more
	Marks    []text.Edit    // that mark errors of the print and change no reading
	Used     []*Decision    // decisions of scope here that findings were decided by, in no order
	Warnings []string       // such as a guessed encoding
	Failures []error        // rules that failed: what they would have found is missing
	Words    int            // words of the text, for rates
	Hidden   float64        // errors expected in the text that no finding shows
}

// NewChangeset takes over the findings and sorts them.
func NewChangeset(doc *text.Document, findings []Finding) *Changeset {
	sum := sha256.Sum256(doc.File())
	slices.SortStableFunc(findings, func(a, b Finding) int {
		if a.Range.Start != b.Range.Start {
			return a.Range.Start - b.Range.Start
		}
		if a.Range.End != b.Range.End {
			return a.Range.End - b.Range.End
		}
		return compare(a.Rule, b.Rule)
	})
	return &Changeset{Document: doc, Digest: hex.EncodeToString(sum[:]), Findings: findings}
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Edits are those of the accepted findings and the Marks, sorted and, after Settle, disjoint.
func (c *Changeset) Edits() []text.Edit {
	edits := slices.Clone(c.Marks)
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Applied() {
			if s := f.Taken(); s != nil {
				edits = append(edits, s.Edits...)
			}
		}
	}
	slices.SortFunc(edits, func(a, b text.Edit) int { return a.Start - b.Start })
	return edits
}

// Count is how many findings have the status.
func (c *Changeset) Count(s Status) int {
	n := 0
	for i := range c.Findings {
		if c.Findings[i].Status == s {
			n++
		}
	}
	return n
}
