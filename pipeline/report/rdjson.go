package report

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"sort"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var rdjsonReport = Report{
	Name: "rdjson",
	Doc:  "Diagnostic Format of reviewdog, with suggestions",
	New:  func(w io.Writer, o Options) Writer { return newRDWriter(w, false) },
}

var rdjsonlReport = Report{
	Name: "rdjsonl",
	Doc:  "the same, one diagnostic a line",
	New:  func(w io.Writer, o Options) Writer { return newRDWriter(w, true) },
}

// The types are those of reviewdog's Diagnostic Format. Columns are bytes of UTF-8, 1-based; ends are
// exclusive.
type (
	rdDiagnostic struct {
		Message     string         `json:"message"`
		Location    rdLocation     `json:"location"`
		Severity    string         `json:"severity"`
		Source      *rdSource      `json:"source,omitempty"`
		Code        rdCode         `json:"code"`
		Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	}
	rdLocation struct {
		Path  string  `json:"path"`
		Range rdRange `json:"range"`
	}
	rdRange struct {
		Start rdPosition `json:"start"`
		End   rdPosition `json:"end"`
	}
	rdPosition struct {
		Line   int `json:"line"`
		Column int `json:"column,omitempty"`
	}
	rdSource struct {
		Name string `json:"name"`
	}
	rdCode struct {
		Value string `json:"value"`
	}
	rdSuggestion struct {
		Range rdRange `json:"range"`
		Text  string  `json:"text"`
	}
)

// longestSuggestion is the most bytes of a file that one suggestion replaces: a comment on a
// line is no place for more.
const longestSuggestion = 4 << 10

type rdWriter struct {
	*printer
	*encoder
	lines bool // rdjsonl
	some  bool
}

func newRDWriter(w io.Writer, lines bool) *rdWriter {
	r := &rdWriter{printer: newPrinter(w, false), encoder: newEncoder(), lines: lines}
	if !lines {
		r.print(`{"source":{"name":"emend"},"severity":"WARNING","diagnostics":[`)
	}
	return r
}

func (w *rdWriter) File(c *review.Changeset) error {
	var at *feeds
	var lines *text.Lines
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) {
			continue
		}
		d := rdDiagnostic{Message: message(f), Severity: "WARNING", Code: rdCode{f.Rule}}
		d.Location.Path = repositoryPath(c.Document.Path)
		if c.Document.Encoding == "utf-8" || c.Document.Encoding == "" {
			if at == nil {
				at = newFeeds(c.Document.Source)
			}
			d.Location.Range = at.span(f.Range)
			d.suggest(f, at)
		} else {
			if lines == nil {
				lines = text.NewLines(c.Document.Source, c.Document.Encoding)
			}
			d.Location.Range.Start.Line, d.Location.Range.End.Line = lineSpan(lines, f.Range)
			d.Message += " [no suggestion: the file is in " + Escape(c.Document.Encoding) + "]"
		}
		if w.lines {
			d.Source = &rdSource{"emend"}
		}
		line, err := w.marshal(d)
		if err != nil {
			return fmt.Errorf("%s: %w", c.Document.Path, err)
		}
		switch {
		case w.lines:
		case w.some:
			w.print(",\n")
		default:
			w.print("\n")
		}
		w.some = true
		w.Write(line)
		if w.lines {
			w.print("\n")
		}
	}
	return w.Flush()
}

func (w *rdWriter) Close(*review.Summary) error {
	if !w.lines {
		w.print("\n]}\n")
	}
	return w.Flush()
}

// suggest adds a suggestion for each reading: an alternative, for each is whole.
func (d *rdDiagnostic) suggest(f *review.Finding, at *feeds) {
	for _, s := range readings(f) {
		if r, put, ok := joined(at.src, s.Edits); ok {
			d.Suggestions = append(d.Suggestions, rdSuggestion{at.span(r), put})
		} else if len(s.Edits) > 0 {
			d.Message += " [no suggestion for " + quoted(s.New) + ": it is not one replacement]"
		}
	}
}

// joined is several edits as one: the bytes from the first to the last of them, and what is put there.
// False if there is nothing to replace, if that would be too long or no UTF-8, or if the line
// after the last one of the file were a part of it.
func joined(src []byte, edits []text.Edit) (r text.Range, put string, ok bool) {
	if len(edits) == 0 {
		return r, "", false
	}
	r = edits[0].Range
	for _, e := range edits {
		r.Start, r.End = min(r.Start, e.Start), max(r.End, e.End)
	}
	if r.Len() > longestSuggestion {
		return r, "", false
	}
	local := slices.Clone(edits)
	for i := range local {
		local[i].Start -= r.Start
		local[i].End -= r.Start
	}
	spliced, err := text.Splice(src[r.Start:r.End], local)
	if err != nil || !utf8.Valid(spliced) {
		return r, "", false
	}
	// A line end that stays is no part of it.
	for r.Len() > 0 && src[r.End-1] == '\n' && bytes.HasSuffix(spliced, lf) {
		r.End--
		spliced = spliced[:len(spliced)-1]
	}
	return r, string(spliced), r.End < len(src) || src[r.End-1] != '\n'
}

// feeds finds places as git and reviewdog count them: a line ends in the byte LF, a column is a byte.
type feeds struct {
	src    []byte
	starts []int // of lines
}

func newFeeds(src []byte) *feeds {
	f := &feeds{src: src, starts: []int{0}}
	for i := 0; ; {
		n := bytes.IndexByte(src[i:], '\n')
		if n < 0 {
			return f
		}
		i += n + 1
		f.starts = append(f.starts, i)
	}
}

func (f *feeds) at(offset int) rdPosition {
	line := sort.Search(len(f.starts), func(i int) bool { return f.starts[i] > offset })
	return rdPosition{line, offset - f.starts[line-1] + 1}
}

func (f *feeds) span(r text.Range) rdRange { return rdRange{f.at(r.Start), f.at(r.End)} }
