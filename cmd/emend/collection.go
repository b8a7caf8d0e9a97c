package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"emend/pipeline/collection"
	"emend/pipeline/correct"
	"emend/pipeline/format"
	"emend/pipeline/segment"
)

// usual is what makes a term where nothing else is asked for.
var usual = collection.Options{Count: 5, Files: 2}

// collectionCommand counts a whole archive's own words.
func (s *session) collectionCommand() *cobra.Command {
	var o collection.Options
	out := ""
	c := &cobra.Command{
		Use:   "collection [PATH…] -o LIST",
		Short: "gather the names and terms of a whole archive as a word list",
		Long: `Collection counts the words of all texts and writes those that no dictionary has and that the texts use as
their own, again and again, as a word list: one a line, with how often and in how many texts it stands.
Words so near to a much commoner one that they are rather misread stand at its end as comments. Look it
through, then name it in emend.toml: its words are no findings any more, and are proposed where
something like them stands.

  dictionaries = ["words.txt", "collection.txt"]`,
		Example: "  emend train collection archive/ -o collection.txt\n  emend train collection --uses 10 --texts 3 -o - archive/",
		RunE: func(cmd *cobra.Command, args []string) error {
			s.opts.flags = cmd.Flags()
			return s.collection(args, o, out)
		},
	}
	f := c.Flags()
	f.StringVarP(&out, "out", "o", "", "write to `LIST`; - is standard output")
	c.MarkFlagRequired("out")
	f.IntVar(&o.Count, "uses", usual.Count, "leave out what stands less than `N` times")
	f.IntVar(&o.Files, "texts", usual.Files, "leave out what stands in less than `N` texts")
	s.opts.bindReading(f)
	s.opts.bindFiles(f)
	return c
}

func (s *session) collection(args []string, o collection.Options, out string) error {
	if err := s.prepare(); err != nil {
		return err
	}
	inputs, err := s.gather(args)
	if err != nil {
		return err
	}
	if len(inputs) == 0 {
		return nil // gather said so
	}
	var all collection.Vocabulary
	s.progress.start(inputs)
	type counted struct {
		page collection.Page
		err  error
	}
	at := 0
	inOrder(s.ctx, s.opts.jobs, len(inputs), func(i int) counted {
		defer s.progress.add(inputs[i].size)
		page, err := s.countWords(inputs[i])
		return counted{page, err}
	}, func(c counted) bool {
		if c.err != nil {
			s.skip(inputs[at].shown, c.err)
		} else {
			all.Add(c.page)
		}
		at++
		return true
	})
	s.progress.stop()
	if s.ctx.Err() != nil {
		return errInterrupted
	}
	set := inputs[0].settings
	corrector, ok := set.pipeline.Corrector.(*correct.Corrector)
	if !ok {
		return fmt.Errorf("no corrector for language %q", set.pipeline.Lang)
	}
	own, doubtful, err := all.Terms(set.lexicon, corrector, o)
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := collection.Write(&b, &all, own, doubtful); err != nil {
		return err
	}
	if out == "-" {
		fmt.Fprint(s.out, b.String())
	} else if err := s.writeTrained(out, []byte(b.String())); err != nil {
		return err
	}
	s.note("%s in %s, %d left out as doubtful", count(len(own), "word"), count(all.Files, "text"), len(doubtful))
	return nil
}

// countWords reads one file. What is no text counts nothing.
func (s *session) countWords(in *input) (collection.Page, error) {
	src := in.data
	if in.path != "" {
		var err error
		if src, _, err = s.read(in); err != nil {
			return collection.Page{}, fmt.Errorf("%s: %w", in.shown, err)
		}
	}
	c := in.settings.pipeline
	if kind := format.Kind(src); kind != "" && c.Format == "" && format.Detect(in.key, src).Name == "plain" {
		return collection.Page{}, nil
	}
	doc, _, err := format.Read(in.key, src, format.Options{Format: c.Format, Encoding: c.Encoding, Fallback: c.Fallback})
	if err != nil {
		return collection.Page{}, renamed(err, in)
	}
	return collection.Count(segment.Document(doc, c.Lang)), nil
}
