package main

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"emend/pipeline/witness"
)

func (s *session) sourcesDuplicates() *cobra.Command {
	c := &cobra.Command{
		Use:   "duplicates",
		Short: "list texts of the library that stand in another one, too",
		Long: `Duplicates names the texts of which most stands in another text of the library: the same article
transcribed twice, a reprint, a pamphlet that went into a book. Damaged words do not hide them.`,
		Example: "  emend sources duplicates\n  emend sources duplicates --least 0.3",
		Args:    noArguments,
	}
	least := c.Flags().Float64("least", 0.7, "print texts of which this `SHARE`, 0 to 1, stands in another")
	c.Flags().IntVarP(&s.opts.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "texts at a time; the result is the same for any `N`")
	s.opts.bindConfig(c.Flags())
	c.RunE = func(cmd *cobra.Command, _ []string) error { return s.duplicates(cmd, *least) }
	return c
}

func (s *session) duplicates(cmd *cobra.Command, least float64) error {
	if !(least > 0 && least <= 1) {
		return errors.New("--least is over 0, and 1 at most")
	}
	set, err := s.here(cmd)
	if err != nil {
		return err
	}
	root := set.place.root
	if s.opts.library != "" {
		root = s.projects.abs(s.opts.library)
	}
	sh, err := s.projects.shelf(root)
	if err != nil {
		return err
	}
	if sh == nil {
		return errors.New("no sources; emend sources add begins a library")
	}
	type overlaps struct {
		all []witness.Overlap
		err error
	}
	ws := sh.index.Witnesses
	lib := &witness.Library{Index: sh.index, Read: sh.read}
	found := 0
	inOrder(s.ctx, s.opts.jobs, len(ws), func(i int) overlaps {
		if !sh.asked(i) {
			return overlaps{}
		}
		content, err := sh.read(i, 0, ws[i].Length)
		if err != nil {
			return overlaps{err: fmt.Errorf("%s: %w", ws[i].Path, reason(err))}
		}
		all, err := lib.Overlaps(content, func(w int) bool { return w == i || !sh.asked(w) })
		return overlaps{all, err}
	}, func(o overlaps) bool {
		i := found
		found++
		if o.err != nil {
			s.skip(ws[i].Path, o.err)
		}
		for _, other := range o.all {
			if share := min(1, float64(other.Bytes)/float64(max(1, ws[i].Length))); share >= least {
				fmt.Fprintf(s.out, "%s: %.0f%% stands in %s\n", escape(ws[i].Path), 100*share, escape(ws[other.Witness].Path))
			}
		}
		return true
	})
	return s.ctx.Err()
}
