package report

import (
	"io"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var conciseReport = Report{
	Name: "concise",
	Doc:  "one finding a line, path:line:column first",
	New:  func(w io.Writer, o Options) Writer { return &conciseWriter{newPrinter(&logWriter{to: w}, o.Color)} },
}

type conciseWriter struct{ *printer }

func (w *conciseWriter) File(c *review.Changeset) error {
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
		w.position(c.Document.Path, line, column)
		w.change(f)
		confidence := f.Confidence
		if s := f.Taken(); s != nil {
			confidence = s.Confidence
		}
		w.print(" ", percent(confidence), doubt(f))
		if f.InQuote {
			w.print(" [in a quotation]")
		}
		if s := standing(f); s != "" {
			w.print(" [", Escape(s), "]")
		}
		w.identity(f)
		w.print("\n")
	}
	return w.Flush()
}

func (w *conciseWriter) Close(*review.Summary) error { return w.Flush() }
