package main

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"emend/pipeline"
	"emend/pipeline/correct"
	"emend/pipeline/format"
	"emend/pipeline/report"
	"emend/pipeline/review"
	"emend/pipeline/witness"
	"emend/rules"
)

func (s *session) collateCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "collate TEXT OTHER…",
		GroupID: "texts",
		Short:   "compare a text with other readings of it: where they differ, one is wrong",
		Long: `Collate lays other readings of one text beside it: the output of another OCR program, another
typist's transcription, a reprint. Where they differ it says what each reads and which reading
is the likelier one, by what scanners confuse, by the dictionary, and by how many read so.

It reports, on TEXT, and writes nothing. --min-confidence 0 shows every difference. With
--accept the surer readings are taken: --output diff then gives the patch. Texts that
are to be heard by check, review and fix go into the library: emend sources add --witness.`,
		Example: `  emend collate page.tesseract.txt page.abbyy.txt page.typist.txt
  emend collate a.txt b.txt --min-confidence 0
  emend collate a.txt b.txt c.txt --accept 0.9 --output diff | patch a.txt`,
	}
	accept := c.Flags().Float64("accept", 2, "take the readings at least as sure as `P`, 0 to 1")
	s.opts.bindFinding(c.Flags())
	s.opts.bindOutput(c.Flags(), " (default text)")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) < 2 {
			return errors.New("collate which texts? one, and at least one other reading of it")
		}
		return s.collate(cmd, args, *accept)
	}
	return c
}

func (s *session) collate(cmd *cobra.Command, args []string, accept float64) error {
	s.opts.flags, s.opts.noLibrary = cmd.Flags(), true
	if err := s.prepare(); err != nil {
		return err
	}
	inputs, err := s.gather(args[:1])
	if err != nil {
		return err
	}
	if len(inputs) != 1 {
		return fmt.Errorf("%s: want one text, and other readings of it after it", args[0])
	}
	in := inputs[0]
	config := *in.settings.pipeline
	if config.Library, err = s.readings(args[1:], in.settings); err != nil {
		return err
	}
	config.Modes = make(map[string]rules.Mode)
	for name, mode := range in.settings.pipeline.Modes {
		if r := rules.Find(name); r.Stage == rules.Normalize && mode != rules.Off {
			config.Modes[name] = rules.Read
		}
	}
	config.Modes["witness"] = rules.Suggest
	config.Narrowed = true
	config.Memory, config.Tool = nil, ""
	in.settings.pipeline = &config
	rs, err := s.open("text")
	if err != nil {
		return err
	}
	err = s.eachResult(inputs, func(r *result) error {
		for i := range r.changes.Findings {
			if f := &r.changes.Findings[i]; f.Status == review.Open && len(f.Suggestions) > 0 && f.Suggestions[0].Confidence >= accept {
				f.Accept(0, "--accept")
			}
		}
		r.changes.Settle()
		var err error
		if r.out, err = pipeline.Write(&config, r.changes); err != nil {
			return err
		}
		return rs.add(r)
	})
	if err := rs.close(err); err != nil {
		return err
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	sum := &rs.summary
	s.verdict(sum.Open+sum.Unasked > 0)
	s.note("%s between %s%s", count(sum.Findings, "difference"), count(len(args), "reading"), report.Left(sum))
	return nil
}

// readings is a library of other readings of one text.
func (s *session) readings(names []string, set *settings) (*pipeline.Library, error) {
	b := witness.NewBuilder(nil)
	var texts []string
	for _, name := range names {
		path := s.projects.abs(name)
		src, _, err := s.read(&input{path: path})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, reason(err))
		}
		doc, _, err := format.Read(filepath.ToSlash(name), src, format.Options{Format: automatic(set.values["format"].Text), Encoding: set.pipeline.Encoding})
		if err != nil {
			return nil, err
		}
		texts = append(texts, doc.Text.Content)
		if err := b.Add(witness.Witness{Path: s.projects.shown(path)}, doc.Text.Content); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		return nil, err
	}
	ix, err := witness.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		return nil, err
	}
	all := &witness.Source{Witness: true}
	confusions := correct.EnglishChannel()
	if c, ok := set.pipeline.Corrector.(*correct.Corrector); ok {
		confusions = c.Channel()
	}
	return &pipeline.Library{Archive: true, Library: &witness.Library{
		Index: ix, Lexicon: set.lexicon, Channel: confusions, Every: true,
		Source: func(int) *witness.Source { return all },
		Read: func(w, from, to int) (string, error) {
			return texts[w][min(from, len(texts[w])):min(to, len(texts[w]))], nil
		},
	}}, nil
}
