package main

import (
	"path/filepath"

	"github.com/spf13/cobra"
)

func (s *session) diffCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "diff [PATH…]",
		GroupID: "texts",
		Short:   "print what fix would change, as a unified diff; never writes",
		Long: `Diff prints what fix would do with the same flags: emend diff | patch -p1 gives byte for
byte what emend fix --write gives. Exit code 1 says that there is something to change.
Of a book or a Word document, which no patch reaches, it shows the words, in lines that begin with #.

With --proposals it prints what would be if the first candidate of every finding were right:
take hunks out, change right sides, and give the rest to emend apply.`,
		Example: `  emend diff letters/
  emend diff --proposals letters/ > fix.patch
  emend diff --words article.txt
  emend diff --mark letter.xml
  emend diff | patch -p1
  emend diff | git apply`,
	}
	words := c.Flags().Bool("words", false, "show each changed line with its changed words marked")
	c.Flags().BoolVar(&s.opts.proposals, "proposals", false, "show what is proposed as if it were accepted: to be edited and given to emend apply")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		standard := "diff" // both show only what is accepted: what fix would write
		if *words {
			standard = "words"
		}
		return s.diff(cmd, args, standard)
	}
	s.opts.bindFinding(c.Flags())
	s.opts.bindMark(c.Flags())
	s.opts.bindOutput(c.Flags(), " (default diff)")
	return c
}

func (s *session) diff(cmd *cobra.Command, args []string, standard string) error {
	s.opts.flags = cmd.Flags()
	if err := s.opts.checkMark(); err != nil {
		return err
	}
	if err := s.prepare(); err != nil {
		return err
	}
	rs, err := s.open(standard)
	if err != nil {
		return err
	}
	changed := false
	inputs, err := s.gather(args)
	if err == nil {
		s.fallen(inputs)
		for _, in := range inputs {
			// patch takes relative names only.
			if in.path != "" && filepath.IsAbs(in.shown) {
				in.shown = s.projects.shown(in.path)
			}
		}
		err = s.eachResult(inputs, func(r *result) error {
			if r.changed() && !filepath.IsLocal(r.shown) && r.path != "" {
				s.note("%s: patch and git apply take no path outside the current folder; run emend diff from above", r.shown)
			}
			changed = changed || r.changed()
			return rs.add(r)
		})
	}
	if err := rs.close(err); err != nil {
		return err
	}
	s.verdict(changed)
	if !changed && rs.summary.Open > 0 {
		s.note("nothing is accepted; %s open, emend check shows them", count(rs.summary.Open, "finding"))
	}
	return nil
}
