package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"emend/dictionaries"
	"emend/pipeline/format"
	"emend/pipeline/segment"
	"emend/rules"
)

const authorityName = ".emend/names.txt"

// authority is the list of names of a project; nil if it has none.
func (p *projects) authority(root string) (*dictionaries.Authority, error) {
	path := filepath.Join(root, filepath.FromSlash(authorityName))
	src, err := readBounded(path, maxListSize)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil {
		err = p.ownFolder(path)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.shown(path), reason(err))
	}
	return dictionaries.ReadAuthority(p.shown(path), bytes.NewReader(src))
}

func (s *session) sourcesNames() *cobra.Command {
	c := &cobra.Command{
		Use:   "names [PATH…]",
		Short: "count the names in texts, for .emend/names.txt",
		Long: `Names prints the names of persons and places that stand often in the texts, those that stand
most often first: two words with capitals, the second of them no ordinary word. Read the list,
take out what is no name, and put it into .emend/names.txt: then a name that differs from one of
them by a letter or two is a finding (rule name). Variants that are right stand behind =.`,
		Example: `  emend sources names articles/ library/ > .emend/names.txt
  emend sources names --least 10 .`,
	}
	least := c.Flags().Int("least", 5, "print what stands `N` times at least")
	s.opts.bindFiles(c.Flags())
	c.RunE = func(cmd *cobra.Command, args []string) error { return s.countNames(cmd, args, *least) }
	return c
}

func (s *session) countNames(cmd *cobra.Command, args []string, least int) error {
	if _, err := s.here(cmd); err != nil {
		return err
	}
	s.opts.noLibrary = true
	inputs, err := s.gather(args)
	if err != nil {
		return err
	}
	counts := make(map[string]int)
	for _, in := range inputs {
		if s.ctx.Err() != nil {
			return errInterrupted
		}
		src := in.data
		if in.path != "" {
			if src, _, err = s.read(in); err != nil {
				s.skip(in.shown, fmt.Errorf("%s: %w", in.shown, err))
				continue
			}
		}
		if format.Kind(src) != "" {
			continue
		}
		doc, _, err := format.Read(in.key, src, format.Options{})
		if err != nil {
			s.skip(in.shown, renamed(err, in))
			continue
		}
		pass := rules.Pass{Document: segment.Document(doc, "en"), Words: in.settings.lexicon}
		pass.CountNames(counts)
	}
	var names []string
	for n, k := range counts {
		if k >= least {
			names = append(names, n)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b)) })
	for _, n := range names {
		fmt.Fprintf(s.out, "%s  # %d\n", escape(n), counts[n])
	}
	return nil
}
