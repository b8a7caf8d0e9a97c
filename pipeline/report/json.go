package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"unicode/utf16"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var jsonReport = Report{
	Name: "json",
	Doc:  "one JSON object, a contract: docs/output.md",
	New:  func(w io.Writer, o Options) Writer { return newJSONWriter(w, false) },
}

var jsonlReport = Report{
	Name: "jsonl",
	Doc:  "one JSON object a finding and a line, then one for the run",
	New:  func(w io.Writer, o Options) Writer { return newJSONWriter(w, true) },
}

// contractVersion changes when a field changes its meaning or goes; a field that joins does not
// change it.
const contractVersion = 1

type jsonFinding struct {
	ID         string          `json:"id"`
	Path       string          `json:"path"`
	Start      int             `json:"start"` // bytes, 0-based
	End        int             `json:"end"`   // bytes, exclusive
	Line       int             `json:"line"`
	Column     int             `json:"column"` // code points
	Rule       string          `json:"rule"`
	Old        string          `json:"old"`
	Candidates []jsonCandidate `json:"candidates"`
	Confidence float64         `json:"confidence"`
	Applied    bool            `json:"applied"`
	InQuote    bool            `json:"in_quote"`
	Reason     string          `json:"reason"`
	Status     string          `json:"status"`
	Because    string          `json:"because,omitempty"`
	Before     string          `json:"before"`
	After      string          `json:"after"`
	Witness    *jsonWitness    `json:"witness,omitempty"`
}

// jsonWitness is another text that a finding rests on.
type jsonWitness struct {
	Name  string `json:"name"`
	Path  string `json:"path,omitempty"`
	At    int    `json:"at"` // byte of its reading text
	There string `json:"there,omitempty"`
	Here  string `json:"here,omitempty"`
}

type jsonCandidate struct {
	New        string  `json:"new"`
	Confidence float64 `json:"confidence"`
}

type jsonSkipped struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

type jsonSummary struct {
	Files     int     `json:"files"`
	Findings  int     `json:"findings"`
	Applied   int     `json:"applied"`
	Remaining float64 `json:"expected_remaining"`
}

// jsonRun is the last line of jsonl, and but for the findings the whole of json.
type jsonRun struct {
	Version  int           `json:"version"`
	Complete bool          `json:"complete"`
	Skipped  []jsonSkipped `json:"skipped"`
	Summary  jsonSummary   `json:"summary"`
	Shard    string        `json:"shard,omitempty"`
}

// jsonWriter writes findings as they come. So the members of the run that are known only at the end
// stand at the end.
type jsonWriter struct {
	*printer
	*encoder
	lines bool // jsonl
	some  bool // a finding has been written
}

func newJSONWriter(w io.Writer, lines bool) *jsonWriter {
	j := &jsonWriter{printer: newPrinter(w, false), encoder: newEncoder(), lines: lines}
	if !lines {
		fmt.Fprintf(j, "{\"version\": %d,\n\"findings\": [", contractVersion)
	}
	return j
}

func (w *jsonWriter) File(c *review.Changeset) error {
	var lines *text.Lines
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) {
			continue
		}
		if lines == nil {
			lines = text.NewLines(c.Document.Source, c.Document.Encoding)
		}
		j := jsonFinding{
			ID: f.ID, Path: c.Document.Path, Start: f.Range.Start, End: f.Range.End,
			Rule: f.Rule, Old: f.Old, Candidates: make([]jsonCandidate, 0, len(f.Suggestions)),
			Confidence: rounded(f.Confidence), Applied: f.Applied(), InQuote: f.InQuote, Reason: f.Reason,
			Status: f.Status.String(), Because: f.Because, Before: f.Before, After: f.After,
		}
		if t := f.Witness; t != nil {
			j.Witness = &jsonWitness{t.Name, t.Path, t.At, t.There, t.Here}
		}
		j.Line, j.Column = lines.At(f.Range.Start)
		// What is accepted comes first, whatever an editor chose.
		taken := f.Taken()
		if taken != nil {
			j.Candidates = append(j.Candidates, jsonCandidate{taken.New, rounded(taken.Confidence)})
		}
		for k := range f.Suggestions {
			if s := &f.Suggestions[k]; s != taken {
				j.Candidates = append(j.Candidates, jsonCandidate{s.New, rounded(s.Confidence)})
			}
		}
		line, err := w.marshal(j)
		if err != nil {
			return fmt.Errorf("%s: %w", c.Document.Path, err)
		}
		w.put(line)
	}
	return w.Flush()
}

func (w *jsonWriter) Close(s *review.Summary) error {
	run := jsonRun{
		Version: contractVersion, Complete: s.Complete(), Skipped: []jsonSkipped{}, Shard: s.Shard,
		Summary: jsonSummary{s.Files, s.Findings, s.Applied, round(s.Expected)},
	}
	for _, k := range s.Skipped {
		run.Skipped = append(run.Skipped, jsonSkipped(k))
	}
	line, err := w.marshal(run)
	if err != nil {
		return err
	}
	if !w.lines {
		w.print("\n],\n")
		_, line, _ = bytes.Cut(line, []byte(`,`)) // the version stands at the top
	}
	w.Write(line)
	w.print("\n")
	return w.Flush()
}

// An encoder writes JSON that is harmless in a terminal: what Escape would name is \uXXXX, the same to
// a program.
type encoder struct {
	buf bytes.Buffer
	enc *json.Encoder
}

func newEncoder() *encoder {
	e := new(encoder)
	e.enc = json.NewEncoder(&e.buf)
	e.enc.SetEscapeHTML(false)
	return e
}

// marshal is a value as JSON in one line, valid until the next call.
func (e *encoder) marshal(v any) ([]byte, error) {
	e.buf.Reset()
	if err := e.enc.Encode(v); err != nil {
		return nil, err
	}
	raw := bytes.TrimSuffix(e.buf.Bytes(), lf)
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if !plain(r) {
			return escapeJSON(raw, i), nil
		}
		i += n
	}
	return raw, nil
}

func escapeJSON(raw []byte, from int) []byte {
	out := append(make([]byte, 0, len(raw)+64), raw[:from]...)
	for i := from; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		switch {
		case plain(r):
			out = append(out, raw[i:i+n]...)
		case r > 0xFFFF:
			a, b := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, a, b)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		i += n
	}
	return out
}

// rounded is a probability with four digits: all that it can mean, and the same on every machine. What
// is no number is 0.
func rounded(p float64) float64 {
	if !(p > 0) {
		return 0
	}
	return math.Round(min(p, 1)*1e4) / 1e4
}
