package errata

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	htmlpkg "html"
	"strings"
	"testing"

	"emend/pipeline/review"
)

func entries() []Entry {
	d := review.Decision{Finding: "0123", Verdict: review.Accept, Scope: review.Here, Rule: "misspelling", Old: "tbe", New: "the", Before: "on", After: "road", Path: "a.txt", By: "Ann", Note: "scan, p. 3"}
	evil := d
	evil.Path, evil.Old, evil.New, evil.Note, evil.By = "=b.txt", "<script>alert(1)</script>|x", "@SUM(A1)", "-1+2\u202e", "+Bob*"
	left := d
	left.Verdict, left.New, left.Old = review.Reject, "", "colour"
	return []Entry{{d, 12}, {left, 3}, {evil, 0}}
}

func write(t *testing.T, f func(*strings.Builder) error) string {
	t.Helper()
	var b strings.Builder
	if err := f(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCSV(t *testing.T) {
	out := write(t, func(b *strings.Builder) error { return CSV(b, entries()) })
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) != 4 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, r := range rows {
		for _, cell := range r {
			if cell != "" && strings.IndexByte("=+-@\t\r", cell[0]) >= 0 {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
	if rows[1][0] != "a.txt" || rows[1][1] != "12" || rows[1][3] != "tbe" || rows[3][4] != "'@SUM(A1)" {
		t.Errorf("%q", rows)
	}
}

func TestPages(t *testing.T) {
	html := write(t, func(b *strings.Builder) error { return HTML(b, entries()) })
	md := write(t, func(b *strings.Builder) error { return Markdown(b, entries()) })
	for _, want := range []string{"line 12", "<del>tbe</del>", "<ins>the</ins>", "&lt;script&gt;", "Ann: scan, p. 3", "U&#43;202E", "2 corrected."} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, want := range []string{"| line 12 | tbe | the | on **tbe** road | Ann | scan, p\\. 3 |", "\\<script\\>", "\\|x", "2 corrected."} {
		if !strings.Contains(md, want) {
			t.Errorf("the table lacks %q:\n%s", want, md)
		}
	}
	// The policy names the hash of the very style that the page has.
	_, after, _ := strings.Cut(html, "<style>")
	sheet, _, _ := strings.Cut(after, "</style>")
	sum := sha256.Sum256([]byte(sheet))
	if hash := base64.StdEncoding.EncodeToString(sum[:]); !strings.Contains(htmlpkg.UnescapeString(html), "'sha256-"+hash+"'") {
		t.Errorf("the policy does not allow the style:\n%s", html[:600])
	}
	for name, page := range map[string]string{"html": html, "markdown": md} {
		if strings.Contains(page, "<script>") || strings.Contains(page, "colour") || strings.Contains(page, "\u202e") {
			t.Errorf("%s: what is no erratum, or dangerous, is in it:\n%s", name, page)
		}
	}
}

// Words around a reading stand as near to it as they do in print.
func TestContext(t *testing.T) {
	for _, c := range []struct{ before, after, want string }{
		{"the slogan of", "below the", "the slogan of |x| below the"},
		{"elements packing? [", ", p. 76] I", "elements packing? [|x|, p. 76] I"},
		{"he said “", "” and left", "he said “|x|” and left"},
		{"to believe “that", "(he", "to believe “that |x| (he"},
		{"", "", "|x|"},
	} {
		if got := upTo(c.before) + "|x|" + from(c.after); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
