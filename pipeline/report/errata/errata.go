// Package errata shows a ledger to people: as a table for a spreadsheet, or as the page of errata
// that goes with a text: what stood there, what stands there now, who says so.
package errata

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/csv"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"

	"emend/pipeline/report"
	"emend/pipeline/review"
)

// An Entry is a decision and the 1-based line where it stands; 0 where that is not known.
type Entry struct {
	review.Decision
	Line int
}

// A Format is one way to show entries.
type Format struct {
	Name  string
	Doc   string
	Write func(io.Writer, []Entry) error
}

// All is every format.
var All = []Format{
	{"csv", "all decisions, for a spreadsheet", CSV},
	{"html", "a page of errata: the accepted ones", HTML},
	{"markdown", "the same as a table in Markdown", Markdown},
}

// CSV writes all entries with a head line (RFC 4180). A cell that a spreadsheet would take for
// a formula begins with an apostrophe: = + - @, tab and carriage return lead it to that.
func CSV(w io.Writer, es []Entry) error {
	c := csv.NewWriter(w)
	c.Write([]string{"path", "line", "verdict", "old", "new", "before", "after", "rule", "scope", "by", "note", "id"})
	for i := range es {
		e := &es[i]
		line := ""
		if e.Line > 0 {
			line = strconv.Itoa(e.Line)
		}
		cells := []string{e.Path, line, string(e.Verdict), e.Old, e.New, e.Before, e.After, e.Rule, string(e.Scope), e.By, e.Note, e.Finding}
		for k := range cells {
			cells[k] = harmless(cells[k])
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func harmless(cell string) string {
	if cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

//go:embed errata.tmpl
var page string

//go:embed errata.css
var style string

// corrected are the accepted entries; the others are no errata.
func corrected(es []Entry) []Entry {
	var out []Entry
	for _, e := range es {
		if e.Verdict == review.Accept {
			out = append(out, e)
		}
	}
	return out
}

// file is the entries of one text, as a page shows them.
type file struct {
	Path string
	Rows []line
}

// A line is a row. Before and After have their blanks towards the reading.
type line struct{ Place, Before, Old, New, After, By, Note string }

// files groups entries by path, in their order.
func files(es []Entry) (fs []file) {
	for _, e := range corrected(es) {
		if n := len(fs); n == 0 || fs[n-1].Path != report.Escape(e.Path) {
			fs = append(fs, file{Path: report.Escape(e.Path)})
		}
		l := line{
			Before: report.Escape(upTo(e.Before)), Old: shown(e.Old), New: shown(e.New), After: report.Escape(from(e.After)),
			By: report.Escape(e.By), Note: report.Escape(e.Note),
		}
		if e.Line > 0 {
			l.Place = "line " + strconv.Itoa(e.Line)
		}
		if e.Scope != review.Here {
			l.Place, l.Before, l.After = string(e.Scope), "", ""
		}
		f := &fs[len(fs)-1]
		f.Rows = append(f.Rows, l)
	}
	return fs
}

// upTo are the words before a reading with the blank that probably stood there, which no decision quotes: none behind a bracket or mark that
// stands by itself and opens, for it is cut off from what it opens. // "elements packing? [" -> the same; "the slogan of" -> "the slogan of "
func upTo(before string) string {
	words := strings.Fields(before)
	if len(words) == 0 || strings.Trim(words[len(words)-1], "([{“‘«„‚\"") == "" {
		return before
	}
	return before + " "
}

// from is the same behind a reading: none before a point, a comma, a bracket or mark that closes. // ", p. 76]" -> the same
func from(after string) string {
	if after == "" || strings.ContainsRune(".,;:!?)]}”’»", []rune(after)[0]) {
		return after
	}
	return " " + after
}

// shown is a reading for eyes.
func shown(reading string) string {
	if reading == "" {
		return "(nothing)"
	}
	return report.Escape(strings.ReplaceAll(reading, "\n", "↵"))
}

// HTML writes a page that loads nothing and runs nothing: its policy allows one style, by its hash.
func HTML(w io.Writer, es []Entry) error {
	t, err := template.New("errata").Parse(page)
	if err != nil {
		return err
	}
	hash := sha256.Sum256([]byte(style))
	return t.Execute(w, struct {
		Style template.CSS
		Hash  string
		Count int
		Files []file
	}{template.CSS(style), base64.StdEncoding.EncodeToString(hash[:]), len(corrected(es)), files(es)})
}

// Markdown writes a table a file.
func Markdown(w io.Writer, es []Entry) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Errata\n\n%d corrected.\n", len(corrected(es)))
	for _, f := range files(es) {
		fmt.Fprintf(&b, "\n## %s\n\n| place | for | read | context | by | note |\n|---|---|---|---|---|---|\n", literal(f.Path))
		for _, l := range f.Rows {
			context := ""
			if l.Before+l.After != "" {
				context = literal(l.Before) + "**" + literal(l.Old) + "**" + literal(l.After)
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", l.Place, literal(l.Old), literal(l.New), context, literal(l.By), literal(l.Note))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// literal is a text that Markdown leaves as it is.
func literal(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune("\\`*_{}[]<>()#+-.!|~&$:@", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
