package report

import (
	"io"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var checkstyleReport = Report{
	Name: "checkstyle",
	Doc:  "XML of Checkstyle, for Jenkins and others",
	New: func(w io.Writer, o Options) Writer {
		c := &checkstyleWriter{newPrinter(w, false)}
		c.print(xmlHeader, `<checkstyle version="`, xmlText(o.Version), `">`, "\n")
		return c
	},
}

type checkstyleWriter struct{ *printer }

func (w *checkstyleWriter) File(c *review.Changeset) error {
	var lines *text.Lines
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) {
			continue
		}
		if lines == nil {
			lines = text.NewLines(c.Document.Source, c.Document.Encoding)
			w.print(`<file name="`, xmlText(c.Document.Path), `">`, "\n")
		}
		line, column := lines.At(f.Range.Start)
		w.print(`<error line="`)
		w.number(line)
		w.print(`" column="`)
		w.number(column)
		w.print(`" severity="warning" message="`, xmlText(message(f)), `" source="emend.`, xmlText(f.Rule), `"/>`, "\n")
	}
	if lines != nil {
		w.print("</file>\n")
	}
	return w.Flush()
}

func (w *checkstyleWriter) Close(s *review.Summary) error {
	for _, k := range s.Skipped {
		w.print(`<file name="`, xmlText(k.Path), `">`, "\n",
			`<error line="1" severity="error" message="not checked: `, xmlText(k.Reason), `" source="emend"/>`, "\n</file>\n")
	}
	w.print("</checkstyle>\n")
	return w.Flush()
}
