package report

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// FuzzPlatforms: whatever a text, a path or a reason is, JSON is valid, XML well-formed, no line of the
// annotations is anything but one command, every row has all columns, and what is suggested makes
// the file that the edits make.
func FuzzPlatforms(f *testing.F) {
	f.Add("of tbe same\r\n::error::x kind\n", "a,line=9::b\n::add-path::/x%0A.txt", "rule", "see\n::warning::it", uint64(1))
	f.Add("\ufeff名古屋\te\u0301\r\rz\n\n", "=cmd|' /C calc'!A0", "-x", "]]>\ufffe&{0}[a](b)", uint64(2))
	for seed := range uint64(20) {
		f.Add("tbe\nman\r\nof ié\n", "p", "r", "because", seed+3)
	}
	f.Fuzz(func(t *testing.T, content, path, rule, reason string, seed uint64) {
		c := anyChangeset(content, path, rule, reason, rand.New(rand.NewPCG(seed, 11)))
		for _, f := range c.Findings {
			for _, s := range f.Suggestions {
				for _, e := range s.Edits {
					if strings.HasPrefix(content, "\ufeff") && e.Start < len("\ufeff") {
						return // no text of a format has its byte-order mark to edit
					}
				}
			}
		}
		var step bytes.Buffer
		for _, name := range []string{"sarif", "github", "gitlab", "rdjson", "rdjsonl", "junit", "checkstyle", "tsv"} {
			var out bytes.Buffer
			w := Find(name).New(&out, Options{Version: reason, StepSummary: &step, Rules: []RuleDoc{{rule, reason, content}}})
			s := review.Summary{Skipped: slices.Repeat([]review.Skipped{{Path: path, Reason: reason}}, 11)}
			s.Add(c)
			if err := w.File(c); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(&s); err != nil {
				t.Fatal(err)
			}
			if err := holds(name, out.String(), c); err != nil {
				t.Fatalf("%s: %v\n%s", name, err, out.String())
			}
		}
		for line := range strings.Lines(step.String()) {
			if strings.HasPrefix(line, "| ") && strings.Count(strings.ReplaceAll(line, `\|`, ""), "|") != 6 {
				t.Fatalf("a row of the step summary is %q", line)
			}
		}
	})
}

func holds(name, out string, c *review.Changeset) error {
	switch name {
	case "gitlab":
		var fs []gitlabFinding
		seen := make(map[string]bool)
		if err := json.Unmarshal([]byte(out), &fs); err != nil {
			return err
		}
		for _, f := range fs {
			if f.Description == "" || f.Location.Lines.Begin < 1 || f.Location.Lines.End < f.Location.Lines.Begin || seen[f.Fingerprint] {
				return fmt.Errorf("%+v", f)
			}
			seen[f.Fingerprint] = true
		}
	case "sarif":
		return sarifApplies(out, c)
	case "rdjson":
		var result struct{ Diagnostics []rdDiagnostic }
		if err := json.Unmarshal([]byte(out), &result); err != nil {
			return err
		}
		return rdApplies(result.Diagnostics, c)
	case "rdjsonl":
		for line := range strings.Lines(out) {
			if !json.Valid([]byte(line)) {
				return fmt.Errorf("%q", line)
			}
		}
	case "junit", "checkstyle":
		return wellFormed(out)
	case "github":
		for line := range strings.Lines(out) {
			if err := isCommand(strings.TrimSuffix(line, "\n"), c.Document.Path); err != nil {
				return fmt.Errorf("%q: %w", line, err)
			}
		}
	case "tsv":
		for line := range strings.Lines(out) {
			cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
			if len(cells) != len(tsvColumns) {
				return fmt.Errorf("%d cells: %q", len(cells), line)
			}
			for _, c := range cells {
				if strings.ContainsAny(c[:min(len(c), 1)], `=+-@"`) {
					return fmt.Errorf("a formula: %q", c)
				}
			}
		}
	}
	return nil
}

// isCommand reads a workflow command as the runner does: properties up to the next ::, parted by
// commas, each a name and a value.
func isCommand(line, path string) error {
	kind, rest, _ := strings.Cut(strings.TrimPrefix(line, "::"), " ")
	properties, _, ok := strings.Cut(rest, "::")
	if !strings.HasPrefix(line, "::") || !slices.Contains([]string{"warning", "error", "notice"}, kind) || !ok || strings.Contains(line, "\r") {
		return fmt.Errorf("not one command")
	}
	var names []string
	for _, p := range strings.Split(properties, ",") {
		name, value, _ := strings.Cut(p, "=")
		names = append(names, name)
		value = strings.NewReplacer("%0D", "\r", "%0A", "\n", "%3A", ":", "%2C", ",", "%25", "%").Replace(value)
		if want := repositoryPath(path); name == "file" && Escape(want) == want && value != want {
			return fmt.Errorf("file is %q", value)
		}
	}
	for _, want := range []string{"file,line,col,endColumn,title", "file,line,endLine,title", "file,title", "title"} {
		if strings.Join(names, ",") == want {
			return nil
		}
	}
	return fmt.Errorf("properties %q", names)
}

// spliced are the files that the readings of a finding make, in their order.
func spliced(c *review.Changeset, f *review.Finding) (files []string) {
	for _, s := range readings(f) {
		if len(s.Edits) == 0 {
			continue
		}
		if out, err := text.Splice(c.Document.Source, s.Edits); err == nil {
			files = append(files, string(out))
		}
	}
	return files
}

// offsetOf is where a place stands that is counted in lines (ended by CR LF, LF, CR) and code points.
func offsetOf(src string, line, column int) int {
	at := 0
	if strings.HasPrefix(src, "\ufeff") {
		at = len("\ufeff")
	}
	for l, c := 1, 1; at < len(src) && (l != line || c != column); {
		r, n := utf8.DecodeRuneInString(src[at:])
		c++
		if r == '\n' || r == '\r' && !strings.HasPrefix(src[at:], "\r\n") {
			l, c = l+1, 1
		}
		at += n
	}
	return at
}

func sarifApplies(out string, c *review.Changeset) error {
	var log struct {
		Runs []struct{ Results []sarifResult }
	}
	if err := json.Unmarshal([]byte(out), &log); err != nil {
		return err
	}
	byID := make(map[string]*review.Finding)
	n := 0
	for i := range c.Findings {
		if f := &c.Findings[i]; shown(f) {
			byID[f.ID] = f
			n++
		}
	}
	if len(log.Runs) != 1 || len(log.Runs[0].Results) != n {
		return fmt.Errorf("%d of %d findings", len(log.Runs[0].Results), n)
	}
	src, last := string(c.Document.Source), 101.0
	for _, r := range log.Runs[0].Results {
		f := byID[r.PartialFingerprints["findingID/v1"]]
		if r.Rank > last || f == nil {
			return fmt.Errorf("rank %v after %v", r.Rank, last)
		}
		last = r.Rank
		at := r.Locations[0].Physical
		if path, err := url.PathUnescape(strings.TrimPrefix(at.Artifact.URI, "file://")); err != nil || path != repositoryPath(c.Document.Path) {
			return fmt.Errorf("path %q: %v", path, err)
		}
		if start := offsetOf(src, at.Region.StartLine, at.Region.StartColumn); c.Document.Encoding == "utf-8" && start != f.Range.Start && f.Range.Start > 2 {
			return fmt.Errorf("starts at %d, not %d", start, f.Range.Start)
		}
		if *at.Region.ByteOffset != f.Range.Start || *at.Region.ByteLength != f.Range.Len() {
			return fmt.Errorf("region %+v", at.Region)
		}
		want := spliced(c, f)
		if len(r.Fixes) != len(want) {
			return fmt.Errorf("%d fixes, not %d", len(r.Fixes), len(want))
		}
		for i, fix := range r.Fixes {
			var edits []text.Edit
			for _, p := range fix.Changes[0].Replacements {
				var e text.Edit
				if p.Inserted.Binary != nil {
					raw, err := base64.StdEncoding.DecodeString(*p.Inserted.Binary)
					if err != nil {
						return err
					}
					e.New, e.Start = string(raw), *p.Deleted.ByteOffset
					e.End = e.Start + *p.Deleted.ByteLength
				} else {
					e.New = *p.Inserted.Text
					e.Start, e.End = offsetOf(src, p.Deleted.StartLine, p.Deleted.StartColumn), offsetOf(src, p.Deleted.EndLine, p.Deleted.EndColumn)
				}
				edits = append(edits, e)
			}
			if got, err := text.Splice(c.Document.Source, edits); err != nil || string(got) != want[i] && !strings.HasPrefix(src, "\ufeff") {
				return fmt.Errorf("fix %d makes %q, not %q: %v", i, got, want[i], err)
			}
		}
	}
	return nil
}

// rdApplies makes each suggestion come true as reviewdog does: the start of the first line, the text,
// the end of the last line.
func rdApplies(ds []rdDiagnostic, c *review.Changeset) error {
	n := 0
	lines := strings.SplitAfter(string(c.Document.Source), "\n")
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) {
			continue
		}
		if n == len(ds) {
			return fmt.Errorf("only %d diagnostics", n)
		}
		d := ds[n]
		n++
		want := spliced(c, f)
		left := strings.Count(d.Message, "[no suggestion for ")
		if c.Document.Encoding != "utf-8" {
			if len(d.Suggestions) > 0 || !strings.Contains(d.Message, "[no suggestion: ") {
				return fmt.Errorf("%+v", d)
			}
			continue
		}
		if len(d.Suggestions)+left < len(want) {
			return fmt.Errorf("%d suggestions, not %d: %+v", len(d.Suggestions), len(want), d)
		}
		for _, s := range d.Suggestions {
			a, z := s.Range.Start, s.Range.End
			got := strings.Join(lines[:a.Line-1], "") + lines[a.Line-1][:a.Column-1] + s.Text + lines[z.Line-1][z.Column-1:] + strings.Join(lines[z.Line:], "")
			if !slices.Contains(want, got) {
				return fmt.Errorf("%+v makes %q, none of %q", s, got, want)
			}
		}
	}
	if n != len(ds) {
		return fmt.Errorf("%d diagnostics of %d findings", len(ds), n)
	}
	return nil
}

// TestFixesApply does the same for the samples, an ISO 8859-1 file among them.
func TestFixesApply(t *testing.T) {
	for _, c := range samples() {
		for _, name := range []string{"sarif", "rdjson", "gitlab", "github", "tsv"} {
			if err := holds(name, runOf(t, name, Options{}, []*review.Changeset{c}), c); err != nil && !strings.Contains(err.Error(), "file is") {
				t.Errorf("%s, %s: %v", c.Document.Path, name, err)
			}
		}
	}
}

// TestSuggestionsOverDamage: a suggestion whose places have a byte between them that is no character
// cannot be said in JSON; what is said instead would change the byte.
func TestSuggestionsOverDamage(t *testing.T) {
	doc := &text.Document{Path: "x", Encoding: "utf-8", Source: []byte("tbe \xe9 tbe\n"), Text: &text.Text{}}
	e := func(at int) text.Edit { return text.Edit{Range: text.Range{Start: at, End: at + 1}, New: "h"} }
	c := review.NewChangeset(doc, []review.Finding{{Rule: "r", Old: "tbe", ID: "1", Range: text.Range{Start: 0, End: 9},
		Suggestions: []review.Suggestion{{New: "the", Edits: []text.Edit{e(1), e(7)}}, {New: "he", Edits: []text.Edit{e(1)}}}}})
	if err := holds("rdjson", runOf(t, "rdjson", Options{}, []*review.Changeset{c}), c); err != nil {
		t.Error(err)
	}
	if err := holds("sarif", runOf(t, "sarif", Options{}, []*review.Changeset{c}), c); err != nil {
		t.Error(err)
	}
	if _, _, ok := joined(doc.Source, []text.Edit{e(1), e(7)}); ok {
		t.Error("a damaged byte is suggested as U+FFFD")
	}
}
