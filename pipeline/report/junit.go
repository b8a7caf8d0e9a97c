package report

import (
	"io"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var junitReport = Report{
	Name: "junit",
	Doc:  "XML of JUnit: a suite a file, a failure a finding",
	New: func(w io.Writer, o Options) Writer {
		j := &junitWriter{newPrinter(w, false)}
		j.print(xmlHeader, `<testsuites name="emend">`, "\n")
		return j
	},
}

type junitWriter struct{ *printer }

func (w *junitWriter) File(c *review.Changeset) error {
	var findings []*review.Finding
	for i := range c.Findings {
		if f := &c.Findings[i]; shown(f) {
			findings = append(findings, f)
		}
	}
	name := xmlText(c.Document.Path)
	w.suite(name, max(len(findings), 1), len(findings), 0)
	if len(findings) == 0 {
		// A suite without a test is taken for one that did not run.
		w.print(`<testcase classname="`, name, `" name="no findings"/>`, "\n</testsuite>\n")
		return w.Flush()
	}
	lines := text.NewLines(c.Document.Source, c.Document.Encoding)
	for _, f := range findings {
		line, column := lines.At(f.Range.Start)
		said, rule := xmlText(message(f)), xmlText(f.Rule)
		// The name has no line number, so that a platform knows the failure again after an edit elsewhere.
		w.print(`<testcase classname="`, name, `" name="`, rule, " ", xmlText(quoted(f.Old)), " ", f.ID, `">`)
		w.print(`<failure type="`, rule, `" message="`, said, `">`, name, ":")
		w.number(line)
		w.print(":")
		w.number(column)
		w.print(": ", said, "</failure></testcase>\n")
	}
	w.print("</testsuite>\n")
	return w.Flush()
}

func (w *junitWriter) suite(name string, tests, failures, errors int) {
	w.print(`<testsuite name="`, name, `" tests="`)
	w.number(tests)
	w.print(`" failures="`)
	w.number(failures)
	w.print(`" errors="`)
	w.number(errors)
	w.print(`">`, "\n")
}

func (w *junitWriter) Close(s *review.Summary) error {
	for _, k := range s.Skipped {
		name, why := xmlText(k.Path), xmlText(k.Reason)
		w.suite(name, 1, 0, 1)
		w.print(`<testcase classname="`, name, `" name="not checked"><error type="not checked" message="`, why, `"/></testcase>`, "\n</testsuite>\n")
	}
	w.print("</testsuites>\n")
	return w.Flush()
}
