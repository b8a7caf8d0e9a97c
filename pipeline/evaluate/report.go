package evaluate

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"emend/pipeline/report"
)

// A Report is one way to show a run.
type Report struct {
	Name  string // as in --output NAME
	Doc   string // one line
	Write func(w io.Writer, r *Run) error
}

// Reports are all reports; the first is the standard one.
var Reports = []*Report{
	{"text", "tables for a terminal", writeText},
	{"json", "one JSON object, a contract: docs/eval.md", writeJSON},
	{"html", "one static page with charts", writeHTML},
	{"markdown", "tables for a document", writeMarkdown},
	{"row", "one row of a Markdown table, to compare runs", writeRow},
}

// FindReport is the report of that name, or nil.
func FindReport(name string) *Report {
	for _, r := range Reports {
		if r.Name == name {
			return r
		}
	}
	return nil
}

// textWidth is how wide the tables of the text report are at most.
const textWidth = 100

func writeText(to io.Writer, r *Run) error {
	w := bufio.NewWriter(to)
	if r.Title != "" {
		w.WriteString(report.Escape(r.Title) + ": ")
	}
	w.WriteString(r.title() + "\n")
	if r.Fitted != "" {
		wrapped(w, "fitted on: "+report.Escape(r.Fitted))
	}
	for _, t := range append(r.tables(), r.missedTable(shownWords), r.spoiledTable(shownWords)) {
		if len(t.Rows) == 0 {
			continue
		}
		w.WriteString("\n" + t.Title + "\n")
		wrapped(w, t.Note)
		w.WriteByte('\n')
		t.writeText(w)
	}
	return w.Flush()
}

// wrapped writes a paragraph.
func wrapped(w *bufio.Writer, s string) {
	column := 0
	for word := range strings.FieldsSeq(s) {
		n := utf8.RuneCountInString(word)
		switch {
		case column == 0:
		case column+1+n > textWidth:
			w.WriteByte('\n')
			column = 0
		default:
			w.WriteByte(' ')
			column++
		}
		w.WriteString(word)
		column += n
	}
	if column > 0 {
		w.WriteByte('\n')
	}
}

func (t *table) writeText(w *bufio.Writer) {
	rows := append([][]string{t.Head}, t.Rows...)
	widths := make([]int, len(t.Head))
	cells := make([][]string, len(rows))
	for i, row := range rows {
		cells[i] = make([]string, len(row))
		for k, c := range row {
			c = report.Escape(c)
			if t.text(k) && k < len(row)-1 {
				c = shortened(c, 38)
			}
			cells[i][k] = c
			widths[k] = max(widths[k], utf8.RuneCountInString(c))
		}
	}
	for _, row := range cells {
		line := ""
		for k, c := range row {
			pad := strings.Repeat(" ", widths[k]-utf8.RuneCountInString(c))
			if k > 0 {
				line += "  "
			}
			if t.text(k) {
				line += c + pad
			} else {
				line += pad + c
			}
		}
		w.WriteString(shortened(strings.TrimRight(line, " "), textWidth) + "\n")
	}
}

// shortened is a text of n characters at most; what is left out shows.
func shortened(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	rs := []rune(s)
	return string(rs[:n-1]) + "…"
}

func writeMarkdown(to io.Writer, r *Run) error {
	w := bufio.NewWriter(to)
	if r.Title != "" {
		w.WriteString("## " + inMarkdown(r.Title) + "\n\n")
	}
	w.WriteString(strings.ToUpper(r.title()[:1]) + r.title()[1:] + ".")
	if r.Fitted != "" {
		w.WriteString(" " + inMarkdown(r.Fitted))
	}
	w.WriteString("\n")
	ts := r.tables()
	if len(r.Documents) > 1 {
		ts = ts[:len(ts)-1]
	}
	for _, t := range ts {
		if len(t.Rows) == 0 {
			continue
		}
		w.WriteString("\n**" + t.Title + ".** " + t.Note + "\n\n")
		t.writeMarkdown(w)
	}
	return w.Flush()
}

// writeRow writes title, documents, words; CER and cMER before and after fix, words fixed, broken; fixed and broken by accepting at 0.9,
// if that was measured; findings of 1,000 words, their precision and recall, and the calibration error. docs/accuracy.sh has the head.
func writeRow(w io.Writer, r *Run) error {
	e, d := &r.Pooled.Fix, r.Pooled.All
	cells := []string{
		r.Title, number(len(r.Documents)), number(e.Before.Words.Of),
		percent(e.Before.Characters.Rate(), 2) + " → " + percent(e.After.Characters.Rate(), 2),
		percent(e.Before.Letters.Rate(), 2) + " → " + percent(e.After.Letters.Rate(), 2),
		share(e.Fixed, e.Wrong), decimal(e.Harm(), 2), "", "",
		decimal(r.Pooled.shownPer1000(), 1), share(d.Both, d.Flagged), share(d.Both, d.Wrong), decimal(r.Pooled.Findings.ECE(), 3),
	}
	if i := slices.Index(r.Options.Accept, 0.9); i >= 0 {
		a := &r.Pooled.Accepted[i].Effect
		cells[7], cells[8] = share(a.Fixed, a.Wrong), decimal(a.Harm(), 2)
	}
	line := "|"
	for _, c := range cells {
		line += " " + inMarkdown(c) + " |"
	}
	_, err := io.WriteString(w, line+"\n")
	return err
}

func (t *table) writeMarkdown(w *bufio.Writer) {
	line := func(row []string) {
		for _, c := range row {
			w.WriteString("| " + inMarkdown(c) + " ")
		}
		w.WriteString("|\n")
	}
	line(t.Head)
	for k := range t.Head {
		if t.text(k) {
			w.WriteString("|---")
		} else {
			w.WriteString("|--:")
		}
	}
	w.WriteString("|\n")
	for _, row := range t.Rows {
		line(row)
	}
}

var markdown = strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", "[", `\[`, "]", `\]`, "#", `\#`)

// inMarkdown is a text that no Markdown reader takes for anything else.
func inMarkdown(s string) string { return markdown.Replace(report.Escape(s)) }
