package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

func (s *session) baselineCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "baseline", GroupID: "decisions", Short: "set aside what is found today, so that check shows what is new",
		Long: `A baseline is a file of findings that check --baseline FILE leaves out. An archive that has
thousands of them can so keep new ones out at once, and work off the old ones one by one.

Only these commands write it, and check never does. It has no line numbers: an edit elsewhere or a
paragraph that moves changes nothing in it. A further error of a known kind is not in it.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	file := ""
	for _, v := range []struct{ use, short, example string }{
		{"create [PATH…]", "write all that is found to a new baseline", "  emend baseline create letters/\n  emend check letters/ --baseline .emend/baseline.jsonl"},
		{"update [PATH…]", "make the baseline what is found today, new findings and all", "  emend baseline update letters/"},
		{"prune [PATH…]", "take out of the baseline what is found no more; nothing is put in", "  emend baseline prune"},
	} {
		name, _, _ := strings.Cut(v.use, " ")
		sub := &cobra.Command{
			Use: v.use, Short: v.short, Example: v.example,
			RunE: func(cmd *cobra.Command, args []string) error { return s.writeBaseline(cmd, name, file, args) },
		}
		s.opts.bindFinding(sub.Flags())
		sub.Flags().StringVar(&file, "baseline", "", "the baseline is `FILE` (default "+baselineName+" of the current folder's project)")
		c.AddCommand(sub)
	}
	return c
}

func (s *session) writeBaseline(cmd *cobra.Command, verb, file string, args []string) error {
	s.opts.flags, s.opts.deciding = cmd.Flags(), true
	if err := s.prepare(); err != nil {
		return err
	}
	b, err := s.namedBaseline(file)
	if err != nil {
		return err
	}
	shown, before := s.projects.shown(b.path), b.size()
	switch {
	case verb == "create" && b.src != nil:
		return fmt.Errorf("%s: there is one; emend baseline update renews it", shown)
	case verb != "create" && b.src == nil:
		return fmt.Errorf("%s: no such file; emend baseline create writes it", shown)
	}
	inputs, err := s.gather(args)
	if err != nil {
		return err
	}
	if err := s.renew(b, inputs, verb == "prune"); err != nil {
		return err
	}
	if s.code == failed {
		return fmt.Errorf("%s: not written, for not everything could be checked", shown)
	}
	data, err := b.bytes()
	if err != nil {
		return err
	}
	if b.src == nil || !bytes.Equal(data, b.src) {
		if !s.gate.enter() {
			return errInterrupted
		}
		err := writeAtomic(b.path, data, b.src)
		s.gate.leave()
		if err != nil {
			return fmt.Errorf("%s: %w", shown, reason(err))
		}
	}
	s.note("%s: %s, %d before", shown, count(b.size(), "finding"), before)
	return nil
}

// namedBaseline is that of --baseline, or of the current folder's project.
func (s *session) namedBaseline(file string) (*baseline, error) {
	if file != "" {
		return s.baseline(s.projects.abs(file))
	}
	at, err := s.projects.at(s.projects.abs("x.txt"))
	if err != nil {
		return nil, err
	}
	return s.baseline(filepath.Join(at.root, filepath.FromSlash(baselineName)))
}

// renew makes the entries of the inputs what is found in them now, or what of it they know
// already. Those of files that are no more go.
func (s *session) renew(b *baseline, inputs []*input, knownOnly bool) error {
	checked := make(map[string]bool)
	err := s.eachResult(inputs, func(r *result) error {
		name := b.name(s.place(r.input))
		found := b.knownOf(name, r.changes)
		if knownOnly {
			isKnown, _ := recognize(b.entries[name], found)
			kept := found[:0]
			for i, f := range found {
				if isKnown[i] {
					kept = append(kept, f)
				}
			}
			found = kept
		}
		b.entries[name], checked[name] = found, true
		return nil
	})
	for name := range b.entries {
		if !checked[name] && !exists(filepath.Join(b.root, filepath.FromSlash(name))) {
			delete(b.entries, name)
		}
	}
	return err
}
