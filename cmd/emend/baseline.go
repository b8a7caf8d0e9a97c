package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"emend/pipeline/review"
)

// A known finding is one line of a baseline. It has no line number: an edit elsewhere, or a paragraph
// that moves, leaves it as it is. That the same word in the same surroundings stands there again, its ID
// knows.
type known struct {
	Path   string `json:"path"` // from the folder of the project, with slashes
	Rule   string `json:"rule"`
	Old    string `json:"old"`
	Before string `json:"before,omitempty"` // the words around, as the ledger quotes them
	After  string `json:"after,omitempty"`
	ID     string `json:"id"`
}

func (k known) compare(l known) int {
	return cmp.Or(strings.Compare(k.Path, l.Path), strings.Compare(k.Rule, l.Rule), strings.Compare(k.Old, l.Old), strings.Compare(k.ID, l.ID))
}

// A side is a reading with the words before or after it: by one of them a finding is known again although
// the words on its other side have changed.
type side struct {
	rule, old, words string
	after            bool
}

func (k known) sides() (all []side) {
	if k.Before != "" {
		all = append(all, side{k.Rule, k.Old, k.Before, false})
	}
	if k.After != "" {
		all = append(all, side{k.Rule, k.Old, k.After, true})
	}
	return all
}

// A baseline is the findings that were there when somebody began to look. A nil one knows none.
type baseline struct {
	path    string // absolute
	root    string // what its paths are relative to
	src     []byte // as read; nil: there is none
	entries map[string][]known
	hidden  int // findings that it knows
	gone    int // findings that it knows and that are there no more
}

const baselineName = ".emend/baseline.jsonl"

// baseline reads a baseline, given absolute. Its paths are those from the folder that it is in, or from
// that above .emend.
func (s *session) baseline(path string) (*baseline, error) {
	b := &baseline{path: path, root: filepath.Dir(path), entries: make(map[string][]known)}
	if filepath.Base(b.root) == ".emend" {
		b.root = filepath.Dir(b.root)
	}
	src, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.projects.shown(path), reason(err))
	}
	b.src = append([]byte{}, src...)
	line := 0
	for l := range bytes.Lines(src) {
		line++
		if l = bytes.TrimSpace(l); len(l) == 0 {
			continue
		}
		var k known
		if err := json.Unmarshal(l, &k); err != nil || k.ID == "" || k.Path == "" || k.Rule == "" {
			return nil, fmt.Errorf("%s:%d: no line of a baseline; emend baseline update writes it anew where the file is taken away", s.projects.shown(path), line)
		}
		b.entries[k.Path] = append(b.entries[k.Path], k)
	}
	return b, nil
}

// bytes is the baseline as its file has it.
func (b *baseline) bytes() ([]byte, error) {
	var all []known
	for _, ks := range b.entries {
		all = append(all, ks...)
	}
	slices.SortFunc(all, known.compare)
	out := []byte{}
	for _, k := range all {
		var line bytes.Buffer
		enc := json.NewEncoder(&line)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(k); err != nil {
			return nil, err
		}
		out = append(out, line.Bytes()...)
	}
	return out, nil
}

// name is a file as the baseline names it.
func (b *baseline) name(abs string) string {
	return string([]rune(relative(b.root, abs))) // as JSON can say it
}

// knownOf are the findings of a file, as a baseline says them.
func (b *baseline) knownOf(name string, c *review.Changeset) (all []known) {
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Status != review.Rejected && f.Status != review.Superseded {
			all = append(all, known{name, f.Rule, f.Old, f.Before, f.After, f.ID})
		}
	}
	return all
}

// recognize pairs the findings of a file with the entries of the baseline, each with one: by ID, then
// those that share a side. It returns which findings are known, and how many entries are gone. O(n).
func recognize(entries, found []known) (isKnown []bool, gone int) {
	isKnown = make([]bool, len(found))
	byID := make(map[string]int)
	for i, e := range entries {
		byID[e.ID] = i
	}
	used := make([]bool, len(entries))
	for i, f := range found {
		if e, ok := byID[f.ID]; ok && !used[e] {
			isKnown[i], used[e] = true, true
		}
	}
	left := make(map[side][]int)
	for i, e := range entries {
		if !used[i] {
			for _, w := range e.sides() {
				left[w] = append(left[w], i)
			}
		}
	}
	for i, f := range found {
		for _, w := range f.sides() {
			for !isKnown[i] && len(left[w]) > 0 {
				e := left[w][0]
				left[w] = left[w][1:]
				isKnown[i], used[e] = !used[e], true
			}
		}
	}
	for _, u := range used {
		if !u {
			gone++
		}
	}
	return isKnown, gone
}

// narrow leaves in a result only what the baseline does not know.
func (b *baseline) narrow(s *session, r *result) {
	if b == nil {
		return
	}
	name := b.name(s.place(r.input))
	found := b.knownOf(name, r.changes)
	isKnown, gone := recognize(b.entries[name], found)
	if len(r.changes.Failures) == 0 {
		b.gone += gone
	}
	ids := make(map[string]bool)
	for i, f := range found {
		if isKnown[i] {
			ids[f.Rule+"\x00"+f.ID] = true
		}
	}
	b.hidden += r.keep(func(f *review.Finding) bool { return !ids[f.Rule+"\x00"+f.ID] })
}

// sum is what was left out, for the end of a run.
func (b *baseline) sum(s *session) {
	if b == nil {
		return
	}
	if b.hidden > 0 {
		s.note("%s known to the baseline not shown", count(b.hidden, "finding"))
	}
	if b.gone > 0 {
		s.note("%s of the baseline no longer there; emend baseline prune takes them out", count(b.gone, "finding"))
	}
}

func (b *baseline) size() (n int) {
	for _, ks := range b.entries {
		n += len(ks)
	}
	return n
}
