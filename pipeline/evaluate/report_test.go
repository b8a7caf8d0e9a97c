package evaluate

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/review"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sample is a run over texts that hold one of each error, and what a hostile one holds.
func sample(t testing.TB) *Run {
	o := &Options{Accept: []float64{0.5, 0.9}, MinConfidence: 0.5, Accepts: isWord}
	r := &Run{Options: o, Title: "three <letters>", Truth: ".gt.txt", Fitted: "nothing <of> *these*", Version: "test"}
	sure := func(old string, new ...string) claim { return claim{old, new, 0.95, true} }
	open := func(confidence float64, old string, new ...string) claim { return claim{old, new, confidence, false} }
	for _, d := range []struct {
		path, read, truth string
		claims            []claim
	}{
		{"letters/a", "It was tbe same man, ofthe out break in 19S6.\nHe was thc man arid the way.", "It was the same man, of the outbreak in 1956.\nHe was the man and the way.",
			[]claim{sure("tbe", "the", "tie"), open(0.8, "ofthe", "of the"), open(0.7, "out break", "outbreak"), open(0.6, "thc", "tho", "the"), open(0.2, "arid", "and")}},
		{"letters/b", "The cone of Ararat, the man of the way. Trom", "The cone of Ararat, the man of the way. From",
			[]claim{open(0.9, "cone", "one"), sure("way.", "way,"), open(0.99, "Trom", "From")}},
		{"<b>&\u202ec", "<script>alert(1)</script> \x1b[2J\u202ewas tbe |pipe| `tick` *star*", "<script>alert(2)</script> was the |pipe| `tick` *star*",
			[]claim{open(0.97, "|pipe|", "<img src=x onerror=alert(1)>")}},
	} {
		m, err := Measured(changeset(t, d.path, d.read, d.claims...), d.truth, o)
		if err != nil {
			t.Fatal(err)
		}
		r.Add(m)
	}
	r.Skipped = []review.Skipped{{Path: "d<i>.ocr.txt", Reason: "no truth: there is no d<i>.gt.txt"}}
	r.Close()
	return r
}

// TestReports: what each report says of the sample.
func TestReports(t *testing.T) {
	for _, r := range Reports {
		for name, run := range map[string]*Run{"sample": sample(t), "empty": {Options: &Options{Accept: []float64{0.5}}}} {
			if run.Pooled.Accepted == nil {
				run.Close()
			}
			var got bytes.Buffer
			if err := r.Write(&got, run); err != nil {
				t.Fatalf("%s: %v", r.Name, err)
			}
			file := filepath.Join("testdata", name+"."+r.Name)
			if *update {
				if err := os.MkdirAll("testdata", 0o777); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, got.Bytes(), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("%s is not what it was; go test ./pipeline/evaluate -update rewrites it", file)
			}
		}
	}
}

func written(t testing.TB, name string) string {
	var b bytes.Buffer
	if err := FindReport(name).Write(&b, sample(t)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestTextWidth: no line is wider than 100 columns, and none can drive a terminal.
func TestTextWidth(t *testing.T) {
	for line := range strings.Lines(written(t, "text")) {
		if line = strings.TrimSuffix(line, "\n"); utf8.RuneCountInString(line) > textWidth || strings.ContainsAny(line, "\x1b\u202e\x00") {
			t.Errorf("%q", line)
		}
	}
}

// TestPageIsSafe: the page allows its one style and nothing else, and what a text holds is text.
func TestPageIsSafe(t *testing.T) {
	page := written(t, "html")
	_, rest, _ := strings.Cut(page, "<style>")
	style, _, ok := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	if !ok || !strings.Contains(page, "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
		t.Error("the policy does not name the style")
	}
	for _, bad := range []string{"<script", "<img", " style=", " onerror=alert(1)>", "ZgotmplZ", "http:", "https:", "\u202e", "\x1b", "NaN", "Inf"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
}

// TestJSONIsDocumented: the report can be read, and docs/eval.md names each of its fields.
func TestJSONIsDocumented(t *testing.T) {
	out := written(t, "json")
	if strings.ContainsAny(out, "\x1b\u202e") {
		t.Error("the report can drive a terminal")
	}
	var v map[string]any
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "eval.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^ +"([a-z_0-9]+)":`).FindAllStringSubmatch(out, -1) {
		if !bytes.Contains(doc, []byte("`"+m[1]+"`")) && !bytes.Contains(doc, []byte("\""+m[1]+"\"")) && m[1] != "rule" {
			t.Errorf("docs/eval.md does not speak of %q", m[1])
		}
	}
	for c := None + 1; c < classes; c++ {
		if !bytes.Contains(doc, []byte("`"+c.String()+"`")) {
			t.Errorf("docs/eval.md does not speak of the class %v", c)
		}
	}
}
