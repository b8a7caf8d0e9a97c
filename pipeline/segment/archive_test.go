package segment

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/text"
)

// A row is an annotation of an archive's text: a place, and whether it stands in a quotation.
type row struct {
	File             string
	Line, Start, End int // 1-based; offsets in runes within the line
	Text, Class, Why string
	InQuote          bool `json:"in_quote"`
}

func rows(t *testing.T, path string) []row {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for sc := bufio.NewScanner(bytes.NewReader(b)); sc.Scan(); {
		var r row
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// span is the bytes of a row in the text.
func (r row) span(t *testing.T, s string) text.Span {
	t.Helper()
	at := 0
	for range r.Line - 1 {
		at += strings.IndexByte(s[at:], '\n') + 1
	}
	skip := func(i, n int) int {
		for range n {
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
		}
		return i
	}
	start := skip(at, r.Start)
	sp := text.Span{Start: start, End: skip(start, r.End-r.Start)}
	if s[sp.Start:sp.End] != r.Text {
		t.Fatalf("%s line %d: found %q, want %q", r.File, r.Line, s[sp.Start:sp.End], r.Text)
	}
	return sp
}

func load(t *testing.T, path string) *text.Document {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return Document(plain(string(b)), "en")
}

// TestArticleQuotations compares every annotated place of the sample article. The citation behind a quotation counts
// as part of it there and not here: a Quotation is what the marks hold.
func TestArticleQuotations(t *testing.T) {
	d := load(t, "../../testdata/seed/article.txt")
	for _, r := range rows(t, "../../testdata/seed/gold.jsonl") {
		sp := r.span(t, d.Text.Content)
		got := d.Quoted(sp) || r.Class == "citation" && d.Regions.Touches(text.Citation, sp)
		if got != r.InQuote {
			t.Errorf("line %d %q: quoted %v, want %v", r.Line, r.Text, got, r.InQuote)
		}
	}
}

// TestArticleTraps: of the places of the article that must be left alone, those that a region keeps safe stand in one.
func TestArticleTraps(t *testing.T) {
	d := load(t, "../../testdata/seed/article.txt")
	seen := 0
	for _, r := range rows(t, "../../testdata/seed/traps.jsonl") {
		var kind text.RegionKind
		switch {
		case r.Line >= 8 && r.Line <= 10:
			kind = text.Header
		case strings.HasPrefix(r.Why, "heading") || r.Line == 33:
			kind = text.Heading
		case strings.Contains(r.Why, "scare quotes") || strings.Contains(r.Why, "in quotation marks"):
			kind = text.Exhibit
		case strings.Contains(r.Why, "leading ellipsis"):
			kind = text.BlockQuotation
		case strings.HasPrefix(r.Text, "[Vol.") || strings.HasPrefix(r.Text, "Vol. 11"):
			kind = text.Citation
		default:
			continue
		}
		seen++
		if sp := r.span(t, d.Text.Content); !d.Regions.Touches(kind, sp) {
			t.Errorf("line %d %q stands in no %v", r.Line, r.Text, kind)
		}
	}
	if seen < 15 {
		t.Errorf("%d traps looked at, want at least 15", seen)
	}
}

// TestArchiveQuotations measures the same over the archive's other texts. Three places differ: reported speech that
// no marks hold, annotated as quoted, and two pairs of marks, annotated as not.
func TestArchiveQuotations(t *testing.T) {
	const dir, floor = "../../testdata/archive", 0.96
	docs := make(map[string]*text.Document)
	all := rows(t, filepath.Join(dir, "gold.jsonl"))
	agree := 0
	for _, r := range all {
		if docs[r.File] == nil {
			docs[r.File] = load(t, filepath.Join(dir, r.File))
		}
		d := docs[r.File]
		sp := r.span(t, d.Text.Content)
		if d.Quoted(sp) == r.InQuote {
			agree++
			continue
		}
		t.Logf("%s line %d:%d %q (%s): quoted %v, want %v", r.File, r.Line, r.Start, r.Text, r.Class, !r.InQuote, r.InQuote)
	}
	rate := float64(agree) / float64(len(all))
	t.Logf("%d of %d annotated places agree: %.3f", agree, len(all), rate)
	if rate < floor {
		t.Errorf("agreement %.3f, want at least %.2f", rate, floor)
	}
}
