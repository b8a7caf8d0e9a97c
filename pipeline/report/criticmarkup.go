package report

import (
	"io"
	"slices"
	"strings"

	"emend/pipeline/criticmarkup"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

var criticmarkupReport = Report{
	Name: "criticmarkup",
	Doc:  "the texts with {~~old~>new~~}{>>reason<<} in place, for word processors and emend apply",
	New: func(w io.Writer, o Options) Writer {
		return &criticmarkupWriter{printer: newPrinter(w, false), accepted: o.Accepted, escaped: o.Terminal}
	},
}

type criticmarkupWriter struct {
	*printer
	accepted bool // only what is accepted
	escaped  bool // for eyes: what could drive a terminal is named
}

// File writes the reading text of a file with its findings marked, behind a comment that names the file and the findings. A file without
// any is left out. Line ends are LF, the encoding is UTF-8, whatever the file has.
func (w *criticmarkupWriter) File(c *review.Changeset) error {
	marks, ids := Marks(c, w.accepted)
	if len(marks) == 0 {
		return nil
	}
	content := c.Document.Text.Content
	w.print("{>>", criticmarkup.Escape(markLine(c.Document.Path, ids), "<<}"), "<<}\n")
	out := criticmarkup.Write(content, marks)
	if w.escaped {
		lines := strings.Split(out, "\n")
		for i := range lines {
			lines[i] = Escape(lines[i])
		}
		out = strings.Join(lines, "\n")
	}
	w.print(out)
	if !strings.HasSuffix(content, "\n") {
		w.print("\n")
	}
	return w.Flush()
}

func (w *criticmarkupWriter) Close(*review.Summary) error { return w.Flush() }

// Marks are the findings of a file as marks in its reading text, in order and apart: those accepted, or those shown. Of findings that lie
// over one another one mark is made. ids are those of all the findings.
func Marks(c *review.Changeset, accepted bool) (marks []criticmarkup.Mark, ids []string) {
	type place struct {
		text.Span
		changes  []text.Change
		comments []string
	}
	var all []place
	base := c.Document.Text
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) || f.Status == review.Unwritable || accepted && !f.Applied() {
			continue
		}
		p := place{Span: base.Locate(f.Range), comments: []string{comment(f)}}
		if s := f.Taken(); s != nil {
			for _, e := range s.Edits {
				if at := base.Locate(e.Range); at.Len() > 0 { // or it is a copy
					p.changes = append(p.changes, text.Change{Span: at, New: e.Reads})
					p.Start, p.End = min(p.Start, at.Start), max(p.End, at.End)
				}
			}
		}
		if p.Len() == 0 {
			continue
		}
		all, ids = append(all, p), append(ids, f.ID)
	}
	slices.SortStableFunc(all, func(a, b place) int { return a.Start - b.Start })
	for i := 0; i < len(all); {
		p := all[i]
		for i++; i < len(all) && all[i].Start < p.End; i++ {
			p.End = max(p.End, all[i].End)
			p.changes, p.comments = append(p.changes, all[i].changes...), append(p.comments, all[i].comments...)
		}
		slices.SortStableFunc(p.changes, func(a, b text.Change) int { return a.Start - b.Start })
		var b strings.Builder
		at := p.Start
		for _, x := range p.changes {
			if x.Start < at {
				continue // of two open findings that want the same the first is shown
			}
			b.WriteString(base.Content[at:x.Start] + x.New)
			at = x.End
		}
		b.WriteString(base.Content[at:p.End])
		marks = append(marks, criticmarkup.Mark{Change: text.Change{Span: p.Span, New: b.String()}, Comment: strings.Join(p.comments, "; ")})
	}
	return marks, ids
}

// comment says in a mark what the finding is.
func comment(f *review.Finding) string {
	return f.Rule + " " + percent(f.Confidence) + ": " + strings.Join(strings.Fields(f.Reason), " ")
}
