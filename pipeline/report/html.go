package report

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var htmlReport = Report{
	Name: "html",
	Doc:  "one static page, to read in a browser and to print",
	New:  newHTMLWriter,
}

//go:embed page.css
var pageStyle string

//go:embed page.tmpl
var pageTemplate string

// pageColumns is how much of a line the page shows.
const pageColumns = 180

// htmlWriter writes a page that loads nothing and runs nothing: its policy allows one style,
// by its hash, and whatever a text holds has passed html/template.
type htmlWriter struct {
	*printer
	page    *template.Template
	version string
	files   int // with findings: anchors are unique although IDs are so only in a file
	err     error
}

func newHTMLWriter(w io.Writer, o Options) Writer {
	h := &htmlWriter{printer: newPrinter(w, false), version: o.Version}
	h.page, h.err = template.New("page").Parse(pageTemplate)
	hash := sha256.Sum256([]byte(pageStyle))
	fmt.Fprintf(h, `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>emend: findings</title>
<style>%s</style>
</head>
<body>
<main>
`, base64.StdEncoding.EncodeToString(hash[:]), pageStyle)
	return h
}

// htmlFinding is a finding as the page has it; its strings are escaped for eyes, and
// html/template escapes them for HTML.
type htmlFinding struct {
	Anchor, ID, Rule          string
	Line, Column              int
	Before, Marked, After     string // of the line
	Old, New                  []htmlPart
	Names                     string // of an invisible change
	Deleted                   bool   // the new reading is nothing
	Reason, Percent, Standing string
	Status                    string
	InQuote                   bool
	Others                    []htmlCandidate
}

// htmlEntry is a line of the apparatus, as editions print it: the reading of the text, ], that of the witness, and which witness that is.
type htmlEntry struct {
	Anchor               string
	Line                 int
	Lemma, Reading, Name string
	Href                 string // of the witness, to the very words where a browser can find them; empty: unknown
	Note                 string // what was decided
}

func entry(f *review.Finding, h *htmlFinding) htmlEntry {
	e := htmlEntry{Anchor: h.Anchor, Line: h.Line, Lemma: oneLine(Escape(f.Old)), Name: Escape(f.Witness.Name), Href: placeOf(f.Witness), Note: h.Standing}
	if t := f.Taken(); t != nil {
		e.Reading = oneLine(Escape(t.New))
	} else {
		e.Reading = oneLine(Escape(f.Witness.There))
	}
	return e
}

// placeOf is a link to a witness, relative to the project's folder, with the words there as a text fragment (WICG, URL Fragment Text Directives).
func placeOf(w *text.Witness) string {
	if w.Path == "" || !utf8.ValidString(w.Path) {
		return ""
	}
	href := percentEncoded(w.Path)
	if words := strings.Fields(w.There); len(words) > 2 {
		href += "#:~:text=" + strings.NewReplacer("-", "%2D", "/", "%2F").Replace(percentEncoded(strings.Join(words, " ")))
	}
	return href
}

type htmlPart struct {
	Text    string
	Changed bool
}

type htmlCandidate struct{ New, Percent string }

func (w *htmlWriter) File(c *review.Changeset) error {
	var lines *text.Lines
	var entries []htmlEntry
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) {
			continue
		}
		if lines == nil {
			lines = text.NewLines(c.Document.Source, c.Document.Encoding)
			w.files++
			w.execute("file", Escape(c.Document.Path))
		}
		h := w.finding(c, f, lines)
		w.execute("finding", h)
		if f.Witness != nil {
			entries = append(entries, entry(f, h))
		}
	}
	if lines != nil {
		w.execute("end", entries)
	}
	return w.flush()
}

func (w *htmlWriter) finding(c *review.Changeset, f *review.Finding, lines *text.Lines) *htmlFinding {
	doc := c.Document.Text
	win := windowOf(doc.Content, doc.Locate(f.Range), pageColumns)
	h := &htmlFinding{
		Anchor: fmt.Sprintf("f%d-%s", w.files, f.ID), ID: f.ID, Rule: Escape(f.Rule),
		Before: win.before, Marked: win.marked, After: win.after,
		Reason: Escape(f.Reason), Percent: percent(f.Confidence),
		Standing: Escape(standing(f)), Status: f.Status.String(), InQuote: f.InQuote,
	}
	h.Line, h.Column = lines.At(f.Range.Start)
	taken := f.Taken()
	if taken == nil {
		return h
	}
	h.Percent = percent(taken.Confidence)
	h.Names, h.Deleted = Named(f.Old, taken.New), taken.New == ""
	old, new := compareWords(f.Old, taken.New)
	h.New = htmlParts(new)
	if oneLine(f.Old) == win.marked {
		h.Old = htmlParts(old)
	}
	for i := range f.Suggestions {
		if s := &f.Suggestions[i]; s != taken && len(h.Others) < candidatesShown {
			h.Others = append(h.Others, htmlCandidate{quoted(s.New), percent(s.Confidence)})
		}
	}
	return h
}

func htmlParts(parts []part) []htmlPart {
	hs := make([]htmlPart, len(parts))
	for i, p := range parts {
		hs[i] = htmlPart{oneLine(p.text), p.changed}
	}
	return hs
}

type htmlRule struct {
	Name  string
	Count int
}

func (w *htmlWriter) Close(s *review.Summary) error {
	foot := struct {
		Line    string
		Rules   []htmlRule
		Skipped []review.Skipped
		Version string
	}{Line: SummaryLine(s), Version: Escape(w.version)}
	for name, n := range s.RuleCount {
		foot.Rules = append(foot.Rules, htmlRule{Escape(name), n})
	}
	slices.SortFunc(foot.Rules, func(a, b htmlRule) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
	})
	for _, k := range s.Skipped {
		foot.Skipped = append(foot.Skipped, review.Skipped{Path: Escape(k.Path), Reason: Escape(k.Reason)})
	}
	w.execute("foot", foot)
	return w.flush()
}

func (w *htmlWriter) execute(name string, data any) {
	if w.err == nil {
		w.err = w.page.ExecuteTemplate(w, name, data)
	}
}

func (w *htmlWriter) flush() error {
	if err := w.Flush(); w.err == nil {
		w.err = err
	}
	return w.err
}
