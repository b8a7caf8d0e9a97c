package report

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var tsvReport = Report{
	Name: "tsv",
	Doc:  "a table for spreadsheets, columns parted by tabs",
	New: func(w io.Writer, o Options) Writer {
		t := &tsvWriter{newPrinter(w, false)}
		t.print(strings.Join(tsvColumns, "\t"), "\n")
		return t
	},
}

var tsvColumns = []string{"path", "line", "column", "start", "end", "rule", "old", "new", "confidence", "in_quote", "status", "reason", "before", "after", "id"}

type tsvWriter struct{ *printer }

func (w *tsvWriter) File(c *review.Changeset) error {
	var lines *text.Lines
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) {
			continue
		}
		if lines == nil {
			lines = text.NewLines(c.Document.Source, c.Document.Encoding)
		}
		line, column := lines.At(f.Range.Start)
		w.print(cell(noCommand(c.Document.Path)))
		for _, n := range []int{line, column, f.Range.Start, f.Range.End} {
			w.print("\t")
			w.number(n)
		}
		new, confidence := "", f.Confidence
		if s := f.Taken(); s != nil {
			new, confidence = s.New, s.Confidence
		}
		w.print("\t", cell(f.Rule), "\t", cell(f.Old), "\t", cell(new),
			"\t", strconv.FormatFloat(rounded(confidence), 'f', -1, 64), "\t", strconv.FormatBool(f.InQuote),
			"\t", cell(standingOrOpen(f)), "\t", cell(f.Reason), "\t", cell(f.Before), "\t", cell(f.After), "\t", cell(f.ID), "\n")
	}
	return w.Flush()
}

func (w *tsvWriter) Close(*review.Summary) error { return w.Flush() }

func standingOrOpen(f *review.Finding) string {
	if s := standing(f); s != "" {
		return s
	}
	return f.Status.String()
}

var tsvEscapes = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`)

// cell is a text within its cell: a tab is \t, a line end \n or \r, a backslash two. What a
// spreadsheet would take for a formula, or for a quotation that goes on over tabs and lines, gets an
// apostrophe before it. // =HYPERLINK(…) -> '=HYPERLINK(…)
func cell(s string) string {
	s = Escape(tsvEscapes.Replace(s))
	switch r, _ := utf8.DecodeRuneInString(s); r {
	case '=', '+', '-', '@', '"', '＝', '＋', '－', '＠':
		return "'" + s
	}
	return s
}
