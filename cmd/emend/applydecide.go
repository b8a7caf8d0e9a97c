package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"emend/pipeline/adopt"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

// decideAll writes the decisions on all texts into their ledgers, then the texts.
func (s *session) decideAll(texts []*emended, a *applying) error {
	if len(texts) == 0 {
		return errors.New("nothing to decide")
	}
	byRoot := make(map[string][]review.Decision)
	var roots, lines []string
	by := s.reviewer(a.by, texts[0].settings.place.root)
	sums := struct{ accepted, rejected, known, left int }{}
	for _, t := range texts {
		ds, err := s.decisionsOf(t, by, a)
		if err != nil {
			return err
		}
		root := t.settings.place.root
		if byRoot[root] == nil {
			roots = append(roots, root)
			byRoot[root] = []review.Decision{}
		}
		standing, err := s.standing(root)
		if err != nil {
			return err
		}
		where := text.NewLines(t.Changeset.Document.Source, t.Changeset.Document.Encoding)
		for _, d := range ds {
			if o, ok := standing[d.Finding]; ok && o.Verdict == d.Verdict && o.New == d.New && o.Scope == d.Scope {
				sums.known++
				continue
			}
			if d.Verdict == review.Accept {
				sums.accepted++
			} else {
				sums.rejected++
			}
			byRoot[root] = append(byRoot[root], d)
			at := t.shown
			if span, ok := d.Find(t.Changeset.Document.Text.Content); ok {
				line, column := where.At(t.Changeset.Document.Text.Origin(span).Start)
				at = fmt.Sprintf("%s:%d:%d", t.shown, line, column)
			}
			lines = append(lines, describe(d, at))
		}
		sums.left += t.left
	}
	for _, root := range roots {
		byRoot[root] = s.uncontested(byRoot[root])
	}
	written := 0
	if !a.dry {
		for _, root := range roots {
			if len(byRoot[root]) == 0 {
				continue
			}
			if err := s.editLedger(root, func(old []review.Decision) []review.Decision { return adopt.Replacing(old, byRoot[root]) }); err != nil {
				return err
			}
		}
		for _, t := range texts {
			wrote, err := s.writeEmended(t)
			if err != nil {
				s.skip(t.shown, fmt.Errorf("%s: not written: %w; the decisions are in the ledger, emend fix --write writes them", t.shown, reason(err)))
				continue
			}
			if wrote {
				written++
			}
		}
	}
	for _, l := range lines {
		if !s.opts.quiet {
			fmt.Fprintln(s.out, l)
		}
	}
	line := fmt.Sprintf("%d accepted, %d rejected; %s written", sums.accepted, sums.rejected, count(written, "file"))
	if a.dry {
		line = fmt.Sprintf("%d accepted, %d rejected; nothing is written (--dry-run)", sums.accepted, sums.rejected)
	}
	if sums.known > 0 {
		line += fmt.Sprintf("; %s stood in the ledger already", count(sums.known, "decision"))
	}
	made := 0
	for _, t := range texts {
		if t.made && len(t.accepted) > 0 {
			made++
		}
	}
	if made > 0 && !a.dry {
		line += fmt.Sprintf("; %s read so already", count(made, "file"))
	}
	if sums.left > 0 {
		line += fmt.Sprintf("; %s as emend wrote them stay undecided, --kept accept takes them", count(sums.left, "mark"))
	}
	s.note("%s", line)
	return nil
}

// standing are the decisions of a project on single places, by ID.
func (s *session) standing(root string) (map[string]review.Decision, error) {
	l, err := s.projects.ledger(root)
	if err != nil {
		return nil, err
	}
	if l.byID == nil {
		l.byID = make(map[string]review.Decision, len(l.decisions))
		for _, d := range l.decisions {
			if d.Scope == review.Here {
				l.byID[d.Finding] = d
			}
		}
	}
	return l.byID, nil
}

// decisionsOf are the decisions on one text; it says what of them cannot be held.
func (s *session) decisionsOf(t *emended, by string, a *applying) ([]review.Decision, error) {
	l, err := s.projects.ledger(t.settings.place.root)
	if err != nil {
		return nil, err
	}
	var standing []review.Decision
	for _, d := range l.decisions {
		if d.Path == t.key || d.Scope == review.Everywhere {
			standing = append(standing, d)
		}
	}
	ds, refused, whole, err := t.Decisions(t.settings.pipeline, t.accepted, t.rejected, standing)
	if err != nil {
		return nil, renamed(err, t.input)
	}
	for _, err := range refused {
		s.note("%s: written, but no decision: %v", t.shown, err)
	}
	if !whole {
		s.note("%s: the ledger cannot replay all of this; a passage that is never edited, or markup, was changed", t.shown)
	}
	if t.unknown > 0 {
		s.note("%s: %s that it was made of are not found any more: they are corrected, or the text or the rules have changed", t.shown, count(t.unknown, "finding"))
	}
	for i := range ds {
		ds[i].By, ds[i].Note = by, a.note
		if n := t.notes[ds[i].Finding]; n != "" {
			ds[i].Note = n
		}
	}
	return ds, nil
}

// uncontested drops the decisions on one ID that two texts, alike there, decide both ways.
func (s *session) uncontested(ds []review.Decision) []review.Decision {
	first := make(map[string]review.Decision)
	both := make(map[string]bool)
	for _, d := range ds {
		if o, ok := first[d.Finding]; ok && (o.Verdict != d.Verdict || o.New != d.New) && !both[d.Finding] {
			both[d.Finding] = true
			s.say("%s and %s: %q stands between the same words, and is decided both ways; neither is written down", o.Path, d.Path, d.Old)
		} else if !ok {
			first[d.Finding] = d
		}
	}
	return slices.DeleteFunc(ds, func(d review.Decision) bool { return both[d.Finding] })
}

// writeEmended puts the editor's version in place of the file, unless it reads so already.
func (s *session) writeEmended(t *emended) (bool, error) {
	if bytes.Equal(t.src, t.after) {
		return false, nil
	}
	if !s.gate.enter() {
		return false, errInterrupted
	}
	defer s.gate.leave()
	sum := sha256.Sum256(t.src)
	doc := *t.Changeset.Document
	doc.Source = t.src
	r := &result{input: t.input, mode: t.mode, out: t.after, changes: &review.Changeset{Document: &doc, Digest: hex.EncodeToString(sum[:])}}
	err := s.inPlace(r)
	for _, w := range r.warns {
		s.say("%s", w)
	}
	return r.written, err
}
