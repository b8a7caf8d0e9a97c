package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"emend/pipeline/adopt"
	"emend/pipeline/review"
)

// conflictsName is where merge leaves what two editors decided differently: both decisions, as ledger
// lines, until the finding is decided again.
const conflictsName = ".emend/conflicts.jsonl"

func (s *session) readConflicts(root string) ([]review.Decision, error) {
	path := filepath.Join(root, filepath.FromSlash(conflictsName))
	src, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.projects.shown(path), reason(err))
	}
	ds, err := review.ReadLedger(bytes.NewReader(src))
	if err != nil {
		return nil, fmt.Errorf("%s:%w", s.projects.shown(path), err)
	}
	return ds, nil
}

// editConflicts changes that file; without conflicts it goes.
func (s *session) editConflicts(root string, edit func([]review.Decision) []review.Decision) error {
	path := filepath.Join(root, filepath.FromSlash(conflictsName))
	for try := 0; ; try++ {
		old, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s: %w", s.projects.shown(path), reason(err))
		}
		ds, err := review.ReadLedger(bytes.NewReader(old))
		if err != nil {
			return fmt.Errorf("%s:%w", s.projects.shown(path), err)
		}
		out, err := encode(edit(ds))
		if err != nil {
			return err
		}
		if bytes.Equal(out, old) {
			return nil
		}
		if !s.gate.enter() {
			return errInterrupted
		}
		if err = writeAtomic(path, out, old); err == nil && len(out) == 0 {
			err = os.Remove(path)
		}
		s.gate.leave()
		if err == nil {
			return nil
		}
		if !errors.Is(err, errChanged) || try == 99 {
			return fmt.Errorf("%s: %w", s.projects.shown(path), reason(err))
		}
	}
}

// settleConflicts drops the conflicts on what the ledger now decides.
func (s *session) settleConflicts(root string) error {
	open, err := s.readConflicts(root)
	if err != nil || len(open) == 0 {
		return err
	}
	delete(s.projects.ledgers, root)
	l, err := s.projects.ledger(root)
	if err != nil {
		return err
	}
	decided := make(map[string]bool, len(l.decisions))
	for _, d := range l.decisions {
		decided[d.Finding] = true
	}
	return s.editConflicts(root, func(ds []review.Decision) []review.Decision {
		return slices.DeleteFunc(ds, func(d review.Decision) bool { return decided[d.Finding] })
	})
}

func (s *session) ledgerMerge() *cobra.Command {
	c := &cobra.Command{
		Use: "merge FILE…", Short: "take another editor's ledger in",
		Long: `Merge takes the decisions of another ledger of the same texts in. What both decide, and alike, stays
as it is. What they decide differently is printed and decided by neither any more:
the finding is open again, emend review asks it and shows both answers, and
emend ledger list --contradictions lists it until then. --prefer ends the matter at once.

Exit code 1 says that there were conflicts.`,
		Example: "  emend ledger merge ../ann/.emend/ledger.jsonl\n  emend ledger merge --prefer theirs ann.jsonl",
	}
	prefer := ""
	c.Flags().Var(&choice{&prefer, []string{"ours", "theirs"}}, "prefer", "who is right where the two differ: ours, theirs")
	s.opts.bindConfig(c.Flags())
	c.RunE = func(cmd *cobra.Command, args []string) error {
		l, err := s.ledgerHere(cmd)
		if err != nil {
			return err
		}
		if len(args) == 0 {
			return errors.New("merge which ledger? name its file, as .emend/ledger.jsonl of another copy")
		}
		for _, a := range args {
			if err := s.merge(l.root, a, prefer); err != nil {
				return err
			}
		}
		return nil
	}
	return c
}

func (s *session) merge(root, name, prefer string) error {
	path := s.projects.abs(name)
	if isFolder(path) {
		path = filepath.Join(path, filepath.FromSlash(ledgerName))
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s: %w", name, reason(err))
	}
	theirs, err := review.ReadLedger(bytes.NewReader(src))
	if err != nil {
		return fmt.Errorf("%s:%w", name, err)
	}
	l, err := s.projects.ledger(root)
	if err != nil {
		return err
	}
	_, conflicts, _ := review.Merge(l.decisions, theirs)
	keep := func() error {
		if len(conflicts) == 0 || prefer != "" {
			return nil
		}
		return s.editConflicts(root, func(ds []review.Decision) []review.Decision {
			for _, c := range conflicts {
				for _, d := range []review.Decision{c.Ours, c.Theirs} {
					if !slices.Contains(ds, d) {
						ds = append(ds, d)
					}
				}
			}
			return ds
		})
	}
	// First kept, then taken out of the ledger: whatever happens between, both are somewhere.
	if err := keep(); err != nil {
		return err
	}
	added := 0
	err = s.editLedger(root, func(ours []review.Decision) (merged []review.Decision) {
		merged, conflicts, added = review.Merge(ours, theirs)
		for _, c := range conflicts {
			switch prefer {
			case "ours":
				merged = append(merged, c.Ours)
			case "theirs":
				merged = append(merged, c.Theirs)
			}
		}
		return merged
	})
	if err != nil {
		return err
	}
	if err := keep(); err != nil { // somebody may have decided more in between
		return err
	}
	for _, c := range conflicts {
		fmt.Fprintln(s.out, "conflict:")
		fmt.Fprintln(s.out, "  ours    "+sentence(c.Ours))
		fmt.Fprintln(s.out, "  theirs  "+sentence(c.Theirs))
	}
	line := fmt.Sprintf("%s: %s new, %s", name, count(added, "decision"), count(len(conflicts), "conflict"))
	if len(conflicts) > 0 {
		if prefer == "" {
			line += "; emend review asks those again"
			s.raise(found)
		} else {
			line += "; " + prefer + " stand"
		}
	}
	s.note("%s", line)
	return nil
}

func (s *session) ledgerSettle() *cobra.Command {
	c := &cobra.Command{
		Use: "settle [ID…]", Short: "end what a merge has left open",
		Long: `Settle takes one of the two decisions that emend ledger merge has left open: of the IDs, or without any
of all. emend review does so, too, finding by finding, where the finding is still there; a text that was
corrected meanwhile has it no more.`,
		Example: "  emend ledger settle --prefer ours 3f8a\n  emend ledger settle --prefer theirs",
	}
	prefer := ""
	c.Flags().Var(&choice{&prefer, []string{"ours", "theirs"}}, "prefer", "who is right: ours, theirs")
	c.MarkFlagRequired("prefer")
	s.opts.bindConfig(c.Flags())
	c.RunE = func(cmd *cobra.Command, args []string) error {
		l, err := s.ledgerHere(cmd)
		if err != nil {
			return err
		}
		return s.settleMerge(l.root, args, prefer)
	}
	return c
}

func (s *session) settleMerge(root string, ids []string, prefer string) error {
	open, err := s.readConflicts(root)
	if err != nil {
		return err
	}
	meant := func(d review.Decision) bool {
		return len(ids) == 0 || slices.ContainsFunc(ids, func(id string) bool { return strings.HasPrefix(d.Finding, strings.ToLower(id)) })
	}
	for _, id := range ids {
		if !findingID.MatchString(id) || !slices.ContainsFunc(open, func(d review.Decision) bool { return strings.HasPrefix(d.Finding, strings.ToLower(id)) }) {
			return fmt.Errorf("no conflict %s; emend ledger list --contradictions shows them", id)
		}
	}
	// Of the two decisions on a thing the first is ours.
	var taken []review.Decision
	at := make(map[string]int)
	for _, d := range open {
		if !meant(d) {
			continue
		}
		i, ok := at[d.Finding]
		switch {
		case !ok:
			at[d.Finding], taken = len(taken), append(taken, d)
		case prefer == "theirs":
			taken[i] = d
		}
	}
	if len(taken) == 0 {
		s.note("nothing is open")
		return nil
	}
	if err := s.editLedger(root, func(old []review.Decision) []review.Decision { return adopt.Replacing(old, taken) }); err != nil {
		return err
	}
	for _, d := range taken {
		fmt.Fprintln(s.out, describe(d, d.Path))
	}
	return s.settleConflicts(root)
}

func (s *session) ledgerPrune() *cobra.Command {
	c := &cobra.Command{
		Use: "prune [PATH…]", Short: "take decisions out that fit nothing any more",
		Long: `Prune finds decisions whose file has neither the old nor the new reading between such words any more,
and prints them. --yes takes them out; without it nothing is changed, and exit code 1 says
that there are some. Decisions on files that are gone stay unless --gone is given, for
a file may only have been moved.`,
		Example: "  emend ledger prune\n  emend ledger prune --yes letters/",
	}
	f := s.choosing(c)
	yes := c.Flags().Bool("yes", false, "take them out")
	gone := c.Flags().Bool("gone", false, "those on files that are gone, too")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		l, err := s.ledgerHere(cmd)
		if err != nil {
			return err
		}
		ds, err := s.sift(l, args, f)
		if err != nil {
			return err
		}
		stale, err := s.staleOf(l.root, ds, *gone)
		if err != nil {
			return err
		}
		if err := s.prune(l.root, stale, *yes); err != nil {
			return err
		}
		return s.pruneVariants(l, *yes)
	}
	return c
}

// pruneVariants takes out what another version read and has been decided, or stands nowhere any more.
func (s *session) pruneVariants(l *ledger, yes bool) error {
	waiting, _, err := s.readVariants(l.root)
	if err != nil || len(waiting) == 0 {
		return err
	}
	decided := make(map[string]bool, len(l.decisions))
	for _, d := range l.decisions {
		decided[d.Finding] = true
	}
	at := make(map[string]map[string]bool) // by path, then ID
	gone := make(map[review.Variant]bool)
	for _, v := range waiting {
		if at[v.Path] == nil {
			at[v.Path] = make(map[string]bool)
			doc := s.document(l.root, v.Path)
			if doc == nil {
				at[v.Path][""] = true // it may only have been moved
				continue
			}
			for _, p := range l.index.Variants(v.Path, doc.Text.Content) {
				at[v.Path][p.Variant.ID] = true
			}
		}
		if decided[v.ID] || !at[v.Path][v.ID] && !at[v.Path][""] {
			gone[v] = true
		}
	}
	switch {
	case len(gone) == 0:
		return nil
	case !yes:
		s.raise(found)
		s.note("other versions: %s decided or fitting nothing any more; --yes takes them out", count(len(gone), "reading"))
		return nil
	}
	err = s.editVariants(l.root, func(vs []review.Variant) []review.Variant {
		return slices.DeleteFunc(vs, func(v review.Variant) bool { return gone[v] })
	})
	if err == nil {
		s.note("other versions: %s taken out", count(len(gone), "reading"))
	}
	return err
}

// staleOf checks the files of decisions, which are sorted by path, and returns those that fit nothing.
func (s *session) staleOf(root string, ds []review.Decision, gone bool) (stale []review.Decision, err error) {
	s.opts.deciding, s.opts.anyConfidence = true, true
	s.opts.jobs, s.opts.maxSize = 1, maxFileSize
	byPath := make(map[string]map[review.Decision]bool)
	var paths []string
	for _, d := range ds {
		if d.Scope != review.Here {
			continue
		}
		if byPath[d.Path] == nil {
			byPath[d.Path] = make(map[review.Decision]bool)
			paths = append(paths, d.Path)
		}
		byPath[d.Path][d] = true
	}
	missing := 0
	for _, key := range paths {
		abs := filepath.Join(root, filepath.FromSlash(key))
		if !exists(abs) {
			missing += len(byPath[key])
			if gone {
				for _, d := range ds {
					if d.Path == key && d.Scope == review.Here {
						stale = append(stale, d)
					}
				}
			}
			continue
		}
		if s.ctx.Err() != nil {
			return nil, errInterrupted
		}
		set, err := s.projects.ready(abs)
		if err != nil {
			return nil, err
		}
		r := s.examine(&input{path: abs, shown: s.projects.shown(abs), key: key, named: true, settings: set})
		if r.err != nil {
			s.skip(r.shown, r.err)
			continue
		}
		for _, d := range r.changes.Stale {
			if byPath[key][d] {
				stale = append(stale, d)
			}
		}
	}
	if missing > 0 && !gone {
		s.note("%s on files that are gone stay; --gone takes them too", count(missing, "decision"))
	}
	return stale, nil
}

func (s *session) prune(root string, stale []review.Decision, yes bool) error {
	for _, d := range stale {
		fmt.Fprintln(s.out, sentence(d))
	}
	switch {
	case len(stale) == 0:
		s.note("no decision is stale")
		return nil
	case !yes:
		s.raise(found)
		s.note("%s fit nothing any more; --yes takes them out", count(len(stale), "decision"))
		return nil
	}
	err := s.editLedger(root, func(ds []review.Decision) []review.Decision {
		return slices.DeleteFunc(ds, func(d review.Decision) bool { return slices.Contains(stale, d) })
	})
	if err != nil {
		return err
	}
	s.note("%s taken out", count(len(stale), "decision"))
	return nil
}
