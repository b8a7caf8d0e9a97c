package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"emend/pipeline/format"
	"emend/pipeline/segment"
	"emend/pipeline/text"
)

func (s *session) formatsCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "formats [FORMAT…]",
		GroupID: "reference",
		Short:   "list the formats that can be read, or say what is read of some",
		Long: `Formats lists the formats in the order in which a file is tried on them: by its name and how it
begins. --format names one, whatever the file looks like.`,
		Example: "  emend formats\n  emend formats html tei",
		RunE: func(_ *cobra.Command, args []string) error {
			for i, name := range args {
				f, err := format.Find(name)
				if err != nil {
					return err
				}
				if i > 0 {
					fmt.Fprintln(s.out)
				}
				fmt.Fprintf(s.out, "%s: %s\n", f.Name, strings.TrimRight(f.Doc, "\n"))
			}
			if len(args) > 0 {
				return nil
			}
			for _, f := range format.All {
				title, _, _ := strings.Cut(f.Doc, "\n")
				fmt.Fprintf(s.out, "%-9s  %s\n", f.Name, title)
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, f := range format.All {
				names = append(names, f.Name)
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func (s *session) textCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "text [PATH…]",
		GroupID: "reference",
		Short:   "print a file as emend reads it: its text without markup, part by part",
		Long: `Text prints what is read of a file, a line of text a line: where it begins in the file (in bytes, from 0),
where it begins in the text, what part it is of, and the text. Nothing else of the file is checked or changed.`,
		Example: "  emend text page.html\n  emend text scan.hocr --format hocr",
		RunE:    func(cmd *cobra.Command, args []string) error { return s.text(cmd, args) },
	}
	c.Flags().StringVar(&s.opts.lang, "lang", "", "language `TAG` of the texts (default en)")
	c.Flags().StringVar(&s.opts.encoding, "encoding", "auto", "`NAME` of the encoding, whatever the bytes say; auto: find out")
	c.Flags().StringVar(&s.opts.format, "format", "auto", "`NAME` of the format; auto: by name and content")
	s.opts.bindFiles(c.Flags())
	return c
}

func (s *session) text(cmd *cobra.Command, args []string) error {
	s.opts.flags = cmd.Flags()
	if err := s.prepare(); err != nil {
		return err
	}
	inputs, err := s.gather(args)
	if err != nil {
		return err
	}
	for _, in := range inputs {
		src := in.data
		if in.path != "" {
			if src, _, err = s.read(in); err != nil {
				s.skip(in.shown, fmt.Errorf("%s: %w", in.shown, err))
				continue
			}
		}
		c := in.settings.pipeline
		d, warnings, err := format.Read(in.key, src, c.Reading())
		if err != nil {
			s.skip(in.shown, renamed(err, in))
			continue
		}
		for _, w := range warnings {
			w.Path = in.shown
			s.note("%s", w)
		}
		fmt.Fprintf(s.out, "# %s: %s, %s\n", in.shown, d.Format, d.Encoding)
		s.printText(segment.Document(d, c.Lang))
	}
	return nil
}

// printText prints the reading text of a document, a line a line.
func (s *session) printText(d *text.Document) {
	for at := 0; at < len(d.Text.Content); {
		end := len(d.Text.Content)
		if n := strings.IndexByte(d.Text.Content[at:], '\n'); n >= 0 {
			end = at + n
		}
		if line := (text.Span{Start: at, End: end}); line.Len() > 0 {
			fmt.Fprintf(s.out, "%7d %7d  %-16s %s\n", d.Text.Origin(line).Start, at, partOf(d, line), escape(d.Text.Content[at:end]))
		}
		at = end + 1
	}
}

// partOf is what part of the document a line is of.
func partOf(d *text.Document, line text.Span) string {
	for _, k := range []text.RegionKind{text.Header, text.RunningHead, text.Heading, text.Note, text.BlockQuotation} {
		if around, ok := d.Regions.Around(k, line.Start); ok && around.Covers(line) {
			return k.String()
		}
	}
	return "-"
}
