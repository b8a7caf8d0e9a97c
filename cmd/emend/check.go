package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"emend/pipeline/report"
)

func (s *session) checkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "check [PATH…]",
		GroupID: "texts",
		Short:   "find and report likely errors; never writes",
		Long: `Check reads texts and reports what is probably wrong in them, with the reason.

A PATH is a file, a folder (its texts, those below it too), a quoted glob, or - for standard
input; without one it is the current folder. Exit code 1 says that something was found that no editor has decided.`,
		Example: `  emend check article.txt
  emend check letters/ --select quote-mark,double-space
  pdftotext scan.pdf - | emend check - --stdin-filename scan.txt
  emend check --output text --output json=report.json letters/
  emend check --new-from-merge-base main --output github`,
		RunE: func(cmd *cobra.Command, args []string) error { return s.check(cmd, args) },
	}
	s.opts.bindFinding(c.Flags())
	s.opts.bindOutput(c.Flags(), " (default text)")
	s.opts.newness.bind(c.Flags())
	return c
}

func (s *session) check(cmd *cobra.Command, args []string) error {
	s.opts.flags = cmd.Flags()
	s.opts.unwritten = true
	if err := s.prepare(); err != nil {
		return err
	}
	news, known, err := s.newness(args)
	if err != nil {
		return err
	}
	rs, err := s.open("text")
	if err != nil {
		return err
	}
	inputs, err := s.gather(args)
	if err == nil {
		err = s.eachResult(news.only(s, inputs), func(r *result) error {
			known.narrow(s, r)
			news.narrow(s, r)
			return rs.add(r)
		})
	}
	if err := rs.close(err); err != nil {
		return err
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	sum := &rs.summary
	s.verdict(sum.Open+sum.Unasked > 0)
	line := fmt.Sprintf("%s in %s", count(sum.Findings, "finding"), count(sum.Files, "file"))
	if sum.Applied > 0 {
		line += fmt.Sprintf(", %d of them decided (emend fix writes those)", sum.Applied)
	}
	line += report.Left(sum)
	if sum.Open > 0 {
		line += "; emend explain RULE says why, emend accept and reject decide"
	}
	if sum.Files > 0 || s.code < failed {
		s.note("%s", line)
	}
	known.sum(s)
	news.sum(s)
	return nil
}
