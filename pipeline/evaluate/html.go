package evaluate

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"emend/pipeline/report"
)

//go:embed page.css
var pageStyle string

//go:embed page.tmpl
var pageTemplate string

// pageWords is how many words the lists of the page have.
const pageWords = 100

type htmlPage struct {
	Name, Title, Fitted, Version string
	Effects                      htmlTable
	Trade, Reliability           chart
	Classes                      classChart
	Tables                       []htmlTable
	Missed, Spoiled              []htmlWord
	Skipped                      []jsonSkipped
}

type htmlTable struct {
	Title, Note string
	Head        []htmlCell
	Rows        [][]htmlCell
}

type htmlCell struct {
	Text   string
	Figure bool
}

// htmlWord is a line of one of the lists; its strings have passed report.Escape, and html/template escapes them for HTML.
type htmlWord struct {
	Before, Old, New, After string
	Where                   string
	Facts                   []string
}

// writeHTML writes a page that loads nothing and runs nothing: its policy allows one style, by its hash.
func writeHTML(to io.Writer, r *Run) error {
	page, err := template.New("page").Parse(pageTemplate)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to)
	hash := sha256.Sum256([]byte(pageStyle))
	fmt.Fprintf(w, `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>emend: measured</title>
<style>%s</style>
</head>
`, base64.StdEncoding.EncodeToString(hash[:]), pageStyle)
	if err := page.Execute(w, r.page()); err != nil {
		return err
	}
	return w.Flush()
}

func (r *Run) page() *htmlPage {
	iv := r.intervals()
	p := &htmlPage{
		Name: report.Escape(r.Title), Title: r.title(), Fitted: report.Escape(r.Fitted), Version: report.Escape(r.Version),
		Trade: r.tradeChart(iv), Reliability: r.reliabilityChart(), Classes: r.classChart(),
	}
	for _, s := range r.Skipped {
		p.Skipped = append(p.Skipped, jsonSkipped{report.Escape(s.Path), report.Escape(s.Reason)})
	}
	for i, t := range r.tables() {
		if i == 0 {
			p.Effects = t.inHTML()
		} else if len(t.Rows) > 0 {
			p.Tables = append(p.Tables, t.inHTML())
		}
	}
	for _, m := range r.Missed[:min(pageWords, len(r.Missed))] {
		w := htmlWord{Before: m.Before, Old: m.Read, New: m.Truth, After: m.After, Where: fmt.Sprintf("%s:%d", m.Path, m.Line), Facts: []string{m.Class.String()}}
		if m.Count > 1 {
			w.Facts = append(w.Facts, number(m.Count)+" times")
		}
		p.Missed = append(p.Missed, w.escaped())
	}
	for _, s := range r.Spoiled[:min(pageWords, len(r.Spoiled))] {
		w := htmlWord{Before: s.Before, Old: s.Old, New: s.New, After: s.After, Where: fmt.Sprintf("%s:%d", s.Path, s.Line), Facts: []string{s.Rule, percent(s.Confidence, 0) + " %"}}
		if s.Applied {
			w.Facts = append(w.Facts, "applied by fix")
		}
		p.Spoiled = append(p.Spoiled, w.escaped())
	}
	return p
}

func (w htmlWord) escaped() htmlWord {
	return htmlWord{report.Escape(w.Before), report.Escape(w.Old), report.Escape(w.New), report.Escape(w.After), report.Escape(w.Where), w.Facts}
}

func (t *table) inHTML() htmlTable {
	row := func(cells []string) []htmlCell {
		out := make([]htmlCell, len(cells))
		for k, c := range cells {
			out[k] = htmlCell{report.Escape(c), !t.text(k)}
		}
		return out
	}
	h := htmlTable{Title: t.Title, Note: t.Note, Head: row(t.Head)}
	for _, r := range t.Rows {
		h.Rows = append(h.Rows, row(r))
	}
	return h
}
