package report

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// document is a plain text in UTF-8, line ends CR LF read as LF.
func document(path, src string) *text.Document {
	doc := &text.Document{Path: path, Format: "plain", Encoding: "utf-8", Source: []byte(src)}
	var content strings.Builder
	var segments []text.Segment
	add := func(s string, from, to int, kind text.Kind) {
		if s != "" {
			start := content.Len()
			content.WriteString(s)
			segments = append(segments, text.Segment{Text: text.Span{Start: start, End: content.Len()}, Source: text.Range{Start: from, End: to}, Kind: kind})
		}
	}
	at := 0
	for at < len(src) {
		if i := strings.Index(src[at:], "\r\n"); i >= 0 {
			add(src[at:at+i], at, at+i, text.Verbatim)
			add("\n", at+i, at+i+2, text.Rewritten)
			at += i + 2
			continue
		}
		add(src[at:], at, len(src), text.Verbatim)
		break
	}
	doc.Text = &text.Text{Content: content.String(), Segments: segments}
	return doc
}

// latin1 is a plain text in ISO 8859-1.
func latin1(path, content string) *text.Document {
	escape := func(s string) (string, error) {
		var b []byte
		for _, r := range s {
			if r > 0xFF {
				return "", fmt.Errorf("%q is not in iso-8859-1", r)
			}
			b = append(b, byte(r))
		}
		return string(b), nil
	}
	src, err := escape(content)
	if err != nil {
		panic(err)
	}
	t := &text.Text{Content: content}
	t.Segments = []text.Segment{{Text: text.Span{Start: 0, End: len(content)}, Source: text.Range{Start: 0, End: len(src)}, Width: 1, Writer: t.Writer(escape)}}
	return &text.Document{Path: path, Format: "plain", Encoding: "iso-8859-1", Source: []byte(src), Text: t}
}

// find is a finding at the n-th (0-based) place where the old reading stands in the content.
func find(doc *text.Document, n int, rule, old, reason string, candidates ...review.Suggestion) review.Finding {
	at := -1
	for ; n >= 0; n-- {
		i := strings.Index(doc.Text.Content[at+1:], old)
		if i < 0 {
			panic(fmt.Sprintf("%q stands not that often in %s", old, doc.Path))
		}
		at += 1 + i
	}
	span := text.Span{Start: at, End: at + len(old)}
	f := review.Finding{Rule: rule, Old: old, Range: doc.Text.Origin(span), Reason: reason, Confidence: 0.5}
	f.Before, f.After = review.Context(doc.Text.Content, span)
	for _, c := range candidates {
		edits, err := doc.Text.Source(text.Change{Span: span, New: c.New})
		if err != nil {
			f.Status, f.Because = review.Unwritable, err.Error()
		}
		c.Edits = edits
		f.Suggestions = append(f.Suggestions, c)
	}
	if len(candidates) > 0 {
		f.Confidence = candidates[0].Confidence
	}
	return f
}

func to(new string, confidence float64) review.Suggestion {
	return review.Suggestion{New: new, Confidence: confidence}
}

const longLine = "The delegates had been brought trom the provinces in closed wagons, and when they arrived at the station they were " +
	"met by a band, by the mayor, and by a crowd that had waited since the early morning in tbe rain; nobody who saw it forgot it, " +
	"and many years afterwards it was still told in the villages how the old men had taken off their hats.\n"

// samples are changesets of every kind of finding.
func samples() []*review.Changeset {
	var all []*review.Changeset
	add := func(doc *text.Document, findings ...review.Finding) *review.Changeset {
		review.Identify(findings)
		c := review.NewChangeset(doc, findings)
		c.Words = len(strings.Fields(doc.Text.Content))
		all = append(all, c)
		return c
	}

	doc := document("herald.txt", longLine+"\nIt is is  known that Begin Balluku was sent to to the coast , and\nthat “tbe same man” came back.\n")
	trom := find(doc, 0, "misspelling", "trom", "“trom” is no word; “from” differs by t for f, a common scanner's error", to("from", 0.97), to("tram", 0.02))
	trom.Accept(0, "ledger")
	tbe := find(doc, 1, "misspelling", "tbe", "“tbe” is no word; “the” differs by b for h", to("the", 0.995), to("toe", 0.003))
	tbe.InQuote = true
	silenced := find(doc, 0, "misspelling", "Begin", "a verb where a name stands", to("Beqir", 0.4))
	silenced.Status, silenced.Because = review.Rejected, "ledger"
	comma := find(doc, 0, "spacing", "coast ,", "a blank before a comma", to("coast,", 0.9))
	comma.Accept(0, "mode fix")
	add(doc, trom, find(doc, 0, "misspelling", "tbe", "“tbe” is no word", to("the", 0.99)), silenced, comma, tbe,
		find(doc, 0, "doubled-word", "is is", "a word twice over", to("is", 0.6)),
		find(doc, 0, "doubled-word", "to to", "a word twice over", to("to", 0.93)),
		find(doc, 0, "spacing", "  ", "two blanks", to(" ", 0.8)),
		find(doc, 0, "note", "nobody who saw it", "the sentence has no verb that anyone could see"))

	doc = document("a folder/signs.txt", "caf\u00a0e and co\u00adop, the ‘‘end’’ of it\r\nСССР and сorn; e\u0301te\u0301\r\nfirst line of dictator-\r\nship, and 名古屋 was tbe city\r\n")
	odd := find(doc, 0, "script", "сorn", "a Cyrillic letter in a Latin word", to("corn", 0.98))
	odd.Status, odd.Because = review.Unwritable, "the encoding cannot hold it"
	hyphen := find(doc, 0, "line-end-hyphen", "dictator-\nship", "a hyphen kept from a line's end", to("dictatorship", 0.88), to("dictator-ship", 0.1))
	hyphen.Accept(1, "ledger") // the editor knew better
	add(doc,
		find(doc, 0, "no-break-space", "caf\u00a0e", "a no-break space in a word", to("caf e", 0.7)),
		find(doc, 0, "soft-hyphen", "co\u00adop", "a soft hyphen", to("coop", 0.99)),
		find(doc, 0, "quote-mark", "‘‘", "two single marks for one double", to("“", 0.9)),
		odd,
		find(doc, 0, "composed", "e\u0301te\u0301", "letters in two parts", to("\u00e9t\u00e9", 1)),
		hyphen,
		find(doc, 0, "misspelling", "tbe", "“tbe” is no word", to("the", 0.99)))

	many := document("many.txt", strings.Repeat("the end, ’tis said, ’tis done\n", 6))
	var fs []review.Finding
	for i := range 12 {
		fs = append(fs, find(many, i, "quote-mark", "’tis", "a closing mark opens a word", to("‘tis", 0.5)))
	}
	add(many, fs...)

	hostile := document("evil\x1b]0;owned\x07\n\u202etxt.<b>", "one \x1b[31mtw0\x1b[0m and \u202ethree\u202c\rfour\x07 <script>alert(1)</script>\n")
	add(hostile, find(hostile, 0, "misspelling", "\x1b[31mtw0\x1b[0m", "it says \x1b[2J and \u009b31m", to("two", 0.9), to("\x1b]0;x\x07", 0.1)),
		find(hostile, 0, "bidi", "\u202ethree\u202c\r", "an override", to("three\n", 0.9)),
		find(hostile, 0, "markup", "<script>alert(1)</script>", "looks like a script", to("</style><script>", 0.2)))

	old := latin1("old.txt", "Le cafe et le théé de l'été,\nce quon sait.\n")
	cafe := find(old, 0, "accent", "cafe", "“cafe” is no word; “café” is", to("café", 0.9))
	cafe.Accept(0, "ledger")
	add(old, cafe, find(old, 0, "misspelling", "théé", "“théé” is no word", to("thé", 0.8)),
		find(old, 0, "apostrophe", "quon", "a mark is lost", to("qu’on", 0.9)))

	add(document("clean.txt", "There is nothing wrong here.\n"))
	return all
}

// runOf is what a report writes of changesets.
func runOf(t testing.TB, name string, o Options, cs []*review.Changeset) string {
	var out bytes.Buffer
	w := Find(name).New(&out, o)
	var s review.Summary
	for _, c := range cs {
		s.Add(c)
		if err := w.File(c); err != nil {
			t.Fatal(err)
		}
	}
	s.Skipped = append(s.Skipped, review.Skipped{Path: "broken\x1b.txt", Reason: "unreadable"})
	if err := w.Close(&s); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var ruleDocs = []RuleDoc{
	{"misspelling", "A word is misspelt or misread", "The word is in no dictionary, and a likelier one is near.\n\nWrong for [names](x) and {0}."},
	{"unused", "A rule without findings", "Not listed."},
}

func TestGolden(t *testing.T) {
	cases := []struct {
		name, report string
		o            Options
	}{
		{"text", "text", Options{}},
		{"text-narrow", "text", Options{Width: 40}},
		{"text-color", "text", Options{Color: true, Width: 100}},
		{"concise", "concise", Options{}},
		{"json", "json", Options{}},
		{"jsonl", "jsonl", Options{}},
		{"diff", "diff", Options{}},
		{"html", "html", Options{Version: "1.2.3"}},
		{"words", "words", Options{}},
		{"words-color", "words", Options{Color: true}},
		{"diff-terminal", "diff", Options{Color: true}},
		{"sarif", "sarif", Options{Version: "1.2.3", Rules: ruleDocs}},
		{"github", "github", Options{}},
		{"gitlab", "gitlab", Options{}},
		{"rdjson", "rdjson", Options{}},
		{"rdjsonl", "rdjsonl", Options{}},
		{"junit", "junit", Options{}},
		{"checkstyle", "checkstyle", Options{Version: "1.2.3"}},
		{"tsv", "tsv", Options{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			golden(t, c.name, runOf(t, c.report, c.o, samples()))
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; go test -update rewrites it. got\n%s", file, got)
	}
}

func TestReportsAreDocumented(t *testing.T) {
	names := make(map[string]bool)
	for _, r := range All {
		if r.Name == "" || r.Doc == "" || strings.Contains(r.Doc, "\n") || names[r.Name] || Find(r.Name) != r {
			t.Errorf("%q: %q", r.Name, r.Doc)
		}
		names[r.Name] = true
	}
	if Find("none") != nil {
		t.Error("a report of no name")
	}
}

// TestHostileText holds that nothing in a text, a path or a message reaches a terminal as a
// control, format or bidirectional character; colours are the reports' own.
func TestHostileText(t *testing.T) {
	for _, r := range All {
		for _, color := range []bool{false, true} {
			got := runOf(t, r.Name, Options{Color: color, Terminal: true}, samples())
			if color {
				got = plainText(got)
			}
			for i, c := range got {
				if c != '\n' && (!plain(c) || c == utf8.RuneError) && !((r.Name == "diff" || r.Name == "tsv") && c == '\t') {
					t.Errorf("%s, colour %v: %q in %q", r.Name, color, c, got[max(0, i-40):min(len(got), i+20)])
					break
				}
			}
		}
	}
}

func TestSameFindingsSameBytes(t *testing.T) {
	for _, r := range All {
		first := runOf(t, r.Name, Options{}, samples())
		for range 5 { // maps are walked in another order each time
			if again := runOf(t, r.Name, Options{}, samples()); again != first {
				t.Fatalf("%s: two runs differ", r.Name)
			}
		}
	}
}

func TestNoColorUnasked(t *testing.T) {
	for _, r := range All {
		if r.Name != "diff" && r.Name != "criticmarkup" && strings.Contains(runOf(t, r.Name, Options{}, samples()), "\x1b") {
			t.Errorf("%s has colours, or worse", r.Name)
		}
	}
}

// full is a disk.
type full struct{ free int }

var errFull = errors.New("disk full")

func (f *full) Write(p []byte) (int, error) {
	if f.free -= len(p); f.free < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteErrorsAreSaid(t *testing.T) {
	for _, r := range All {
		w := r.New(&full{10}, Options{})
		var said error
		for _, c := range samples() {
			if err := w.File(c); err != nil {
				said = err
			}
		}
		if err := w.Close(&review.Summary{}); !errors.Is(err, errFull) {
			t.Errorf("%s: closing says %v, a file said %v", r.Name, err, said)
		}
	}
}

func TestSummaryLine(t *testing.T) {
	for want, s := range map[string]review.Summary{
		"9 findings in 1 file, 2 applied, about 6 errors left":                                             {Files: 1, Findings: 9, Applied: 2, Expected: 5.8},
		"no findings in 3 files":                                                                           {Files: 3, Expected: 0.3},
		"1 finding in 2 files, 4 rejected before, about 1 error left":                                      {Files: 2, Findings: 1, Rejected: 4, Expected: 0.5},
		"no findings in 1 file; 2 stale decisions; incomplete: 1 not checked":                              {Files: 1, Stale: 2, Skipped: []review.Skipped{{}}},
		"2 findings in 1 file, 1 applied, about 1 error left; 1 stale decision; incomplete: 2 not checked": {Files: 1, Findings: 2, Applied: 1, Expected: 0.99, Stale: 1, Skipped: make([]review.Skipped, 2)},
	} {
		if got := SummaryLine(&s); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}
