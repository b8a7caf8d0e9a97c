package report

import (
	"io"
	"strings"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var textReport = Report{
	Name: "text",
	Doc:  "each finding in its line, with reason and candidates",
	New: func(w io.Writer, o Options) Writer {
		t := &textWriter{printer: newPrinter(&logWriter{to: w}, o.Color), width: 80}
		if o.Width > 0 {
			t.width = o.Width
		}
		return t
	},
}

const (
	alikeShown      = 5  // findings alike that are shown in one file; the others are counted
	candidatesShown = 5  // of one finding
	readingColumns  = 60 // of a reading where it is quoted
)

type textWriter struct {
	*printer
	width int
	some  bool // something has been written
}

// likeness is what findings alike have in common.
type likeness struct{ rule, old, new string }

func likenessOf(f *review.Finding) likeness {
	l := likeness{rule: f.Rule, old: f.Old}
	if s := f.Taken(); s != nil {
		l.new = s.New
	}
	return l
}

func (w *textWriter) File(c *review.Changeset) error {
	seen := make(map[likeness]int)
	var many []*review.Finding // the first one too many of each likeness
	var lines *text.Lines
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) {
			continue
		}
		l := likenessOf(f)
		seen[l]++
		if n := seen[l]; n > alikeShown {
			if n == alikeShown+1 {
				many = append(many, f)
			}
			continue
		}
		if lines == nil {
			lines = text.NewLines(c.Document.Source, c.Document.Encoding)
		}
		w.finding(c, f, lines)
	}
	for _, f := range many {
		w.gap()
		w.styled(bold, shownPath(c.Document.Path), ":")
		w.print(" ")
		w.number(seen[likenessOf(f)] - alikeShown)
		w.print(" more of ")
		w.change(f)
		w.print("\n")
	}
	return w.Flush()
}

func (w *textWriter) Close(*review.Summary) error { return w.Flush() }

// gap parts what belongs to one finding from the next.
func (w *textWriter) gap() {
	if w.some {
		w.print("\n")
	}
	w.some = true
}

func (w *textWriter) finding(c *review.Changeset, f *review.Finding, lines *text.Lines) {
	w.gap()
	line, column := lines.At(f.Range.Start)
	w.position(c.Document.Path, line, column)
	w.change(f)
	w.print("\n")

	const gutter = "  | "
	doc := c.Document.Text
	win := windowOf(doc.Content, doc.Locate(f.Range), w.width-len(gutter))
	blank, marks := win.underline()
	w.styled(faint, gutter)
	w.print(win.before)
	w.styled(red, win.marked)
	w.print(win.after, "\n")
	w.styled(faint, gutter)
	w.print(blank)
	w.styled(red, marks)
	w.print("\n")
	if f.Reason != "" {
		w.print("  ", Escape(f.Reason), "\n")
	}
	w.candidates(f)
}

func (w *textWriter) candidates(f *review.Finding) {
	w.print("  ")
	if len(f.Suggestions) == 0 {
		w.print("no suggestion, ", percent(f.Confidence))
	}
	for i, s := range f.Suggestions {
		if i == candidatesShown {
			w.print(", and ")
			w.number(len(f.Suggestions) - i)
			w.print(" more")
			break
		}
		if i > 0 {
			w.print(", ")
		}
		w.print(quoted(s.New), " ", percent(s.Confidence))
	}
	w.print(doubt(f))
	if f.InQuote {
		w.print(" [in a quotation]")
	}
	if s := standing(f); s != "" {
		w.print(" ")
		w.styled(cyan, "[", Escape(s), "]")
	}
	w.identity(f)
	w.print("\n")
}

// doubt says how sure it is that something is wrong, where that is much surer than the first reading.
func doubt(f *review.Finding) string {
	if t := f.Taken(); t == nil || f.Confidence-t.Confidence < 0.2 || f.Applied() {
		return ""
	}
	return "; that something is wrong " + percent(f.Confidence)
}

// identityDigits of an ID are shown: enough for emend accept to know which is meant.
const identityDigits = 8

// identity ends a line with what a decision is to name.
func (p *printer) identity(f *review.Finding) {
	p.print("  ")
	p.styled(faint, f.ID[:min(len(f.ID), identityDigits)])
}

// position begins a line about a place.
func (p *printer) position(path string, line, column int) {
	if p.color {
		p.print(string(bold))
	}
	p.print(shownPath(path), ":")
	p.number(line)
	p.print(":")
	p.number(column)
	p.print(":")
	if p.color {
		p.print(reset)
	}
	p.print(" ")
}

// noCommand is a path for the beginning of a line. There "::" begins a workflow command in the log of GitHub
// Actions, and no file name may. // ::error::x.txt -> ./::error::x.txt
func noCommand(path string) string {
	if strings.HasPrefix(strings.TrimSpace(path), "::") {
		return "./" + path
	}
	return path
}

// shownPath is a path as it begins a line.
func shownPath(path string) string { return Escape(noCommand(path)) }

// change says which rule wants what: rule: “old” -> “new”.
func (p *printer) change(f *review.Finding) {
	p.print(Escape(f.Rule), ": ")
	p.styled(red, quoted(f.Old))
	s := f.Taken()
	if s == nil {
		return
	}
	p.print(" -> ")
	p.styled(green, quoted(s.New))
	if names := Named(f.Old, s.New); names != "" {
		p.print(" (", names, ")")
	}
}

// quoted is a reading as it is quoted, escaped, a line end as an arrow, and not too long.
func quoted(reading string) string {
	if reading == "" {
		return "nothing"
	}
	return "“" + clip(Escape(strings.ReplaceAll(reading, "\n", "↵")), readingColumns) + "”"
}
