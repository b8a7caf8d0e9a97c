package report

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// FuzzReports: whatever stands in a text, whatever is found in it, every report writes the same twice
// and, but for a diff that is not for eyes, nothing that drives a terminal.
func FuzzReports(f *testing.F) {
	f.Add("of tbe same\r\n\x1b[2J kind\u202e", "p\x07ath", "rule", "because\x9b", uint64(1))
	f.Add("名古屋\te\u0301\n\n", "a b", "", "\n", uint64(2))
	f.Fuzz(func(t *testing.T, content, path, rule, reason string, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 9))
		c := anyChangeset(content, path, rule, reason, r)
		for _, report := range All {
			var runs [2]bytes.Buffer
			for i := range runs {
				w := report.New(&runs[i], Options{Terminal: true, Width: r.IntN(3) * 30})
				var s review.Summary
				s.Add(c)
				if err := w.File(c); err != nil {
					t.Fatalf("%s: %v", report.Name, err)
				}
				if err := w.Close(&s); err != nil {
					t.Fatalf("%s: %v", report.Name, err)
				}
			}
			got := runs[0].String()
			for _, ch := range strings.ReplaceAll(got, "\ufffd", "?") {
				if ch != '\n' && !plain(ch) && !((report.Name == "diff" || report.Name == "tsv") && ch == '\t') || ch == utf8.RuneError {
					t.Fatalf("%s lets %q through: %q", report.Name, ch, got)
				}
			}
			if report.Name != "text" && got != runs[1].String() {
				t.Fatalf("%s says two things of one changeset", report.Name)
			}
		}
	})
}

// anyChangeset has up to eight findings, anywhere, that want anything.
func anyChangeset(content, path, rule, reason string, r *rand.Rand) *review.Changeset {
	content = strings.ToValidUTF8(content, "?")
	doc := document(path, content)
	content = doc.Text.Content
	var fs []review.Finding
	for range r.IntN(8) {
		at := r.IntN(len(content) + 1)
		end := at + r.IntN(len(content)-at+1)
		if at < len(content) && !utf8.RuneStart(content[at]) || end < len(content) && !utf8.RuneStart(content[end]) {
			continue
		}
		span := text.Span{Start: at, End: end}
		x := review.Finding{Rule: strings.ToValidUTF8(rule, "?"), Old: content[at:end], Range: doc.Text.Origin(span), Reason: reason,
			Confidence: r.Float64()*1.2 - 0.1, InQuote: r.IntN(2) == 0}
		for range r.IntN(4) {
			new := strings.ToValidUTF8([]string{reason, path, content[:at], ""}[r.IntN(4)], "?")
			edits, _ := doc.Text.Source(text.Change{Span: span, New: new})
			x.Suggestions = append(x.Suggestions, review.Suggestion{New: new, Confidence: r.Float64(), Edits: edits})
		}
		x.Status = []review.Status{review.Open, review.Rejected, review.Superseded, review.Conflicting, review.Unwritable}[r.IntN(5)]
		if len(x.Suggestions) > 0 && r.IntN(2) == 0 {
			x.Accept(r.IntN(len(x.Suggestions)), reason)
		}
		fs = append(fs, x)
	}
	review.Identify(fs)
	c := review.NewChangeset(doc, fs)
	c.Settle()
	return c
}
