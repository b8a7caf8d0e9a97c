package review

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"errors"
	"io"

	"emend/pipeline/text"
)

// kept is a changeset without its document: what is to be found in a file that has not changed.
type kept struct {
	Findings []Finding
	Taken    []int // of each finding
	Stale    []Decision
	Used     []string // IDs
	Words    int
	Hidden   float64
	IDs      []string
}

// Keep is the changeset as bytes, without its document; ids are those of all findings that the ledger was asked for. False: it
// is not to be kept, for a rule failed or a decision taken in another file had its part in it.
func (c *Changeset) Keep(l *Ledger, path string, ids []string) ([]byte, bool) {
	if len(c.Failures) > 0 || len(c.Marks) > 0 || l.foreign(path, ids) {
		return nil, false
	}
	k := kept{Findings: c.Findings, Stale: c.Stale, Words: c.Words, Hidden: c.Hidden, IDs: ids}
	for i := range c.Findings {
		k.Taken = append(k.Taken, c.Findings[i].taken)
	}
	for _, d := range c.Used {
		k.Used = append(k.Used, d.Finding)
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(k); err != nil {
		return nil, false
	}
	return b.Bytes(), true
}

// ErrNotKept: what was kept does not hold any more.
var ErrNotKept = errors.New("not kept")

// Restore is the changeset that was kept of a document which is the same, under a ledger that says the same of the path; see
// Concerns.
func Restore(src []byte, doc *text.Document, l *Ledger, path string) (*Changeset, error) {
	var k kept
	if err := gob.NewDecoder(bytes.NewReader(src)).Decode(&k); err != nil || len(k.Taken) != len(k.Findings) || l.foreign(path, k.IDs) {
		return nil, ErrNotKept
	}
	c := NewChangeset(doc, k.Findings)
	for i := range c.Findings {
		c.Findings[i].taken = k.Taken[i] // they were sorted, and stay as they are
	}
	for _, id := range k.Used {
		if l == nil || l.here[id] == nil {
			return nil, ErrNotKept
		}
		c.Used = append(c.Used, l.here[id])
	}
	c.Stale, c.Words, c.Hidden = k.Stale, k.Words, k.Hidden
	return c, nil
}

// foreign reports whether a decision that was taken in another file has one of these IDs.
func (l *Ledger) foreign(path string, ids []string) bool {
	if l == nil {
		return false
	}
	for _, id := range ids {
		if d := l.here[id]; d != nil && d.Path != path {
			return true
		}
	}
	return false
}

// Concerns writes all that the ledger has to say of a file, but for decisions taken elsewhere that find their places by ID
// alone. False: it has more to say than that.
func (l *Ledger) Concerns(path string, w io.Writer) bool {
	if l == nil {
		return true
	}
	e := json.NewEncoder(w)
	for _, ds := range [][]*Decision{l.own[path], l.own[""]} {
		for _, d := range ds {
			if e.Encode(d) != nil {
				return false
			}
		}
		io.WriteString(w, "\x00")
	}
	return len(l.pending[path]) == 0
}
