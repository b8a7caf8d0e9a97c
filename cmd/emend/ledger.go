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

	"emend/pipeline/review"
)

// A ledger is the decisions of a project.
type ledger struct {
	path      string // absolute
	root      string
	src       []byte // as read; nil: there is none
	head      []byte // the comment it begins with
	decisions []review.Decision
	index     *review.Ledger
	record    map[string]review.Record
	byID      map[string]review.Decision // of scope here; made when it is first asked for
}

// records are how the rules have fared.
func (l *ledger) records() map[string]review.Record {
	if l.record == nil {
		l.record = review.Records(l.decisions)
	}
	return l.record
}

const ledgerName = ".emend/ledger.jsonl"

// ledger reads the ledger of a project, once.
func (p *projects) ledger(root string) (*ledger, error) {
	if l, ok := p.ledgers[root]; ok {
		return l, nil
	}
	l := &ledger{root: root, path: filepath.Join(root, filepath.FromSlash(ledgerName))}
	for _, path := range []string{filepath.Dir(l.path), l.path} {
		if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 && !p.session.opts.followLinks {
			return nil, fmt.Errorf("%s: it is a symbolic link; --follow-symlinks allows that", p.shown(path))
		}
	}
	src, err := readBounded(l.path, maxLedgerSize)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("%s: %w", p.shown(l.path), reason(err))
	default:
		if err := l.parse(src); err != nil {
			return nil, fmt.Errorf("%s:%w", p.shown(l.path), err)
		}
	}
	l.index = review.NewLedger(l.decisions)
	if vs, _, err := p.session.readVariants(root); err != nil {
		return nil, err
	} else if len(vs) > 0 {
		l.index = l.index.WithVariants(vs)
	}
	p.ledgers[root] = l
	return l, nil
}

func (l *ledger) parse(src []byte) (err error) {
	l.src, l.head = src, nil
	for rest := string(src); strings.HasPrefix(rest, "#"); {
		line, after, _ := strings.Cut(rest, "\n")
		l.head = append(l.head, line+"\n"...)
		rest = after
	}
	l.decisions, err = review.ReadLedger(strings.NewReader(string(src)))
	return err
}

// editLedger changes the decisions of a project. Another run that wrote meanwhile is not
// overwritten: the change is made again on what it wrote.
func (s *session) editLedger(root string, edit func([]review.Decision) []review.Decision) error {
	for try := 0; ; try++ {
		delete(s.projects.ledgers, root)
		l, err := s.projects.ledger(root)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		out.Write(l.head)
		if err := review.WriteLedger(&out, edit(slices.Clone(l.decisions))); err != nil {
			return err
		}
		if !s.gate.enter() {
			return errInterrupted
		}
		err = writeAtomic(l.path, out.Bytes(), l.src)
		s.gate.leave()
		if err == nil {
			return nil
		}
		if !errors.Is(err, errChanged) || try == 99 {
			return fmt.Errorf("%s: %w", s.projects.shown(l.path), reason(err))
		}
	}
}

func (s *session) undecideCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "undecide ID…", GroupID: "decisions", Short: "take decisions back",
		Long:    "Undecide removes decisions from the ledger of the current folder's project: the findings are open again.",
		Example: "  emend undecide 3f8a",
		RunE:    func(cmd *cobra.Command, args []string) error { return s.undecide(cmd, args) },
	}
	s.opts.bindConfig(c.Flags())
	return c
}

func (s *session) undecide(cmd *cobra.Command, args []string) error {
	set, err := s.here(cmd)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return errors.New("undecide which findings? give their IDs, as the ledger has them")
	}
	for _, a := range args {
		if !findingID.MatchString(a) {
			return fmt.Errorf("%q is no ID; it is the first 4 to 12 digits, 0 to 9 and a to f", a)
		}
	}
	l, err := s.projects.ledger(set.place.root)
	if err != nil {
		return err
	}
	gone := make(map[string]bool)
	var errs []error
	for _, a := range args {
		ids := make(map[string]bool)
		for _, d := range l.decisions {
			if strings.HasPrefix(d.Finding, strings.ToLower(a)) {
				ids[d.Finding], gone[d.Finding] = true, true
			}
		}
		switch {
		case len(ids) == 0:
			errs = append(errs, fmt.Errorf("no decision %s in %s", a, s.projects.shown(l.path)))
		case len(ids) > 1:
			errs = append(errs, fmt.Errorf("%s may be any of %d decisions; give more digits", a, len(ids)))
		}
	}
	if errs != nil {
		return errors.Join(errs...)
	}
	for _, d := range l.decisions {
		if gone[d.Finding] {
			fmt.Fprintln(s.out, "took back", describe(d, d.Path))
		}
	}
	return s.editLedger(set.place.root, func(old []review.Decision) []review.Decision {
		return slices.DeleteFunc(old, func(d review.Decision) bool { return gone[d.Finding] })
	})
}
