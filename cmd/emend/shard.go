package main

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"emend/pipeline/report"
)

// A shard is one of n parts of a batch: the files whose names fall to it. A file falls to the same one wherever the batch is run and
// whatever other files there are.
type shard struct{ i, n int }

func (s *shard) Type() string { return "I/N" }

func (s *shard) String() string {
	if s.n == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", s.i, s.n)
}

func (s *shard) Set(v string) error {
	a, b, _ := strings.Cut(v, "/")
	i, err1 := strconv.Atoi(a)
	n, err2 := strconv.Atoi(b)
	if err1 != nil || err2 != nil || i < 1 || n < i || n > 1<<20 {
		return errors.New("want I/N, the number of a part and of how many, such as 2/4")
	}
	s.i, s.n = i, n
	return nil
}

// of are the inputs that fall to the shard.
func (s *shard) of(inputs []*input) []*input {
	if s.n == 0 {
		return inputs
	}
	return slices.DeleteFunc(inputs, func(in *input) bool {
		sum := sha256.Sum256([]byte(in.key))
		return int(binary.BigEndian.Uint64(sum[:])%uint64(s.n)) != s.i-1
	})
}

func (s *session) mergeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "merge REPORT…",
		GroupID: "reference",
		Short:   "put the reports of the parts of a batch together",
		Long: `Merge reads reports that emend check --shard I/N --output jsonl (or json) wrote and writes the one that a run
over all files would have written. Of shards each must be there, once. Exit codes are those of check.`,
		Example: `  emend check --shard 1/2 --output jsonl=1.jsonl archive/
  emend check --shard 2/2 --output jsonl=2.jsonl archive/
  emend merge 1.jsonl 2.jsonl > all.jsonl`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("no reports; name those that the parts of the batch wrote")
			}
			return nil
		},
	}
	output := "jsonl"
	c.Flags().Var(&choice{&output, []string{"jsonl", "json"}}, "output", "jsonl or json")
	c.Flags().BoolVar(&s.opts.exit0, "exit-zero", false, "exit 0 though findings remain; still 2 on failure")
	c.RunE = func(_ *cobra.Command, args []string) error {
		var parts []report.Source
		for _, name := range args {
			f, err := os.Open(name)
			if err != nil {
				return fmt.Errorf("%s: %w", name, reason(err))
			}
			defer f.Close()
			parts = append(parts, report.Source{Name: name, Reader: f})
		}
		sum, err := report.Merge(s.out, output == "jsonl", parts)
		if err != nil {
			return err
		}
		if !sum.Complete() {
			s.say("%s not checked; the reports say which", count(len(sum.Skipped), "file"))
			s.raise(failed)
		}
		s.verdict(sum.Open+sum.Unasked > 0)
		return nil
	}
	return c
}
