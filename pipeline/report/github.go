package report

import (
	"fmt"
	"io"
	"strings"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var githubReport = Report{
	Name: "github",
	Doc:  "annotations of GitHub Actions, with a step summary",
	New:  newGitHubWriter,
}

// annotations of a level are what GitHub shows of a step; further ones are lost without a word.
const annotations = 10

// githubWriter writes at the end: which findings are the surest is known only then.
type githubWriter struct {
	*printer
	surest best[string] // commands
	step   *stepSummary
}

func newGitHubWriter(w io.Writer, o Options) Writer {
	return &githubWriter{printer: newPrinter(w, false), surest: best[string]{limit: annotations}, step: newStepSummary(o)}
}

func (w *githubWriter) File(c *review.Changeset) error {
	var lines *text.Lines
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) {
			continue
		}
		if lines == nil {
			lines = text.NewLines(c.Document.Source, c.Document.Encoding)
		}
		w.surest.offer(f.Confidence, func() string { return annotation(c.Document.Path, f, lines) })
		w.step.finding(c.Document.Path, f, lines)
	}
	return nil
}

// annotation is the workflow command of a finding.
func annotation(path string, f *review.Finding, lines *text.Lines) string {
	line, column := lines.At(f.Range.Start)
	at := fmt.Sprintf("line=%d,", line)
	if end, endColumn := lines.At(f.Range.End); end == line {
		at += fmt.Sprintf("col=%d,endColumn=%d,", column, endColumn)
	} else {
		// Columns of two lines are not taken.
		_, last := lineSpan(lines, f.Range)
		at += fmt.Sprintf("endLine=%d,", last)
	}
	return "::warning file=" + commandProperty(repositoryPath(path)) + "," + at + "title=" + commandProperty(f.Rule) + "::" + commandData(message(f))
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// commandData is the message of a workflow command. It has no line end, so what it holds cannot begin a
// command of its own.
func commandData(s string) string { return Escape(dataEscapes.Replace(s)) }

// commandProperty is the value of a property of a workflow command: it cannot end the value
// either. // a,line=9::b -> a%2Cline=9%3A%3Ab
func commandProperty(s string) string { return Escape(propertyEscapes.Replace(s)) }

func (w *githubWriter) Close(s *review.Summary) error {
	for i, k := range s.Skipped {
		if i == annotations {
			break
		}
		w.print("::error file=", commandProperty(repositoryPath(k.Path)), ",title=not checked::", commandData(k.Reason), "\n")
	}
	for _, r := range w.surest.earliest() {
		w.print(r.value, "\n")
	}
	lost := w.surest.given - len(w.surest.heap)
	if unread := len(s.Skipped) - annotations; lost > 0 || unread > 0 {
		said := fmt.Sprintf("the %d surest of %d findings are annotated", len(w.surest.heap), w.surest.given)
		if unread > 0 {
			said += fmt.Sprintf(", and %d of %d files that were not checked", annotations, len(s.Skipped))
		}
		if w.step != nil {
			said += "; the step summary has the rest"
		}
		w.print("::notice title=emend::", commandData(said), "\n")
		if err := w.step.write(s, w.surest.given); err != nil {
			return err
		}
	}
	return w.Flush()
}
