package main

import (
	"fmt"
	"math/rand"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"emend/pipeline/format"
	"emend/pipeline/review/sitting"
	"emend/pipeline/segment"
	"emend/pipeline/text"
)

// Whatever a text is and wherever its findings stand: the blocks are in order and leave nothing out but white space, each
// finding has a run, what is shown is what stands there, and nothing of it drives a screen.
func FuzzWebBlocks(f *testing.F) {
	f.Add("A heading\n\nShe wrote “that the the letter” [Vol. 2, p. 3] was near.\n\n\nHe met\u202ethem\u202c.\n", 25, 7, 30, 4)
	f.Add("one\r\n\r\ntwo  \x00\x1b[2J\u00a0three\f\n\nfour", 3, 4, 0, 0)
	f.Add(strings.Repeat("x", 20000)+"\n\n"+strings.Repeat("é ", 9000), 8190, 5, 20001, 1)
	f.Fuzz(func(t *testing.T, src string, a, an, b, bn int) {
		if len(src) > 60000 || a < 0 || an < 0 || b < 0 || bn < 0 || a+an > len(src) || b+bn > len(src) {
			t.Skip("too long, or findings that are not in the text")
		}
		doc, _, err := format.Read("a.txt", []byte(src), format.Options{Format: "plain", Encoding: "utf-8"})
		if err != nil {
			t.Skip("no text in UTF-8")
		}
		p := &page{doc: segment.Document(doc, "en")}
		w := &web{desk: &desk{sit: sitting.New(sitting.ByFile, "")}}
		for k, r := range []text.Range{{Start: a, End: a + an}, {Start: b, End: b + bn}} {
			w.sit.Add(sitting.Item{ID: fmt.Sprint(k), Rule: "r", Old: src[r.Start:r.End], Range: r})
		}
		all, at := p.cut(), 0
		content := p.doc.Text.Content
		for i, bl := range all {
			if bl.I != i || bl.start < at || bl.end <= bl.start || strings.TrimSpace(content[at:bl.start]) != "" {
				t.Fatalf("block %d from %d to %d, after %d", i, bl.start, bl.end, at)
			}
			at = bl.end
		}
		if strings.TrimSpace(content[at:]) != "" {
			t.Fatalf("%q is in no block", content[at:])
		}
		seen := make(map[int]bool)
		step := max(len(all)/3, 1)
		for from := 0; from < len(all); from += step {
			for _, bl := range w.runs(p, 0, from, min(from+step, len(all)), make(map[string]webMark)) {
				for _, r := range bl.Runs {
					for _, c := range r.T {
						if c != '\n' && c != '\t' && (unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c)) {
							t.Fatalf("%q gets through in %q", c, r.T)
						}
					}
					if r.N != nil {
						seen[*r.N] = true
					}
				}
			}
		}
		one, two := p.doc.Text.Locate(w.sit.Item(0).Range), p.doc.Text.Locate(w.sit.Item(1).Range)
		for k, s := range []text.Span{one, two} {
			if len(all) > 0 && s.Len() > 0 && !seen[k] && !one.Overlaps(two) {
				t.Errorf("finding %d at %v of %q has no place", k, s, content)
			}
		}
	})
}

// Whatever was answered, by whatever scope: undo leads back to nothing decided, on disk and on the page.
func TestWebUndoAll(t *testing.T) {
	for seed := range int64(12) {
		r := rand.New(rand.NewSource(seed))
		dir := someErrors(t)
		d := testDesk(t, dir, sitting.ByFile)
		d.projects.cwd = dir
		c := newClient(t, d)
		answers := 0
		for range 30 {
			answer := map[string]any{"n": r.Intn(d.sit.Len()), "count": 99, "note": []string{"", "seen"}[r.Intn(2)],
				"do": []string{"accept", "leave", "sic", "word"}[r.Intn(4)], "scope": []string{"", "here", "series", "file", "everywhere"}[r.Intn(5)]}
			if r.Intn(3) == 0 {
				answer["new"] = []string{"typed", "", "the"}[r.Intn(3)]
			}
			before := disk(t, dir)
			var out webOutcome
			code := c.post("/api/answer", answer, &out)
			if code == http.StatusOK {
				answers++
			} else if got := disk(t, dir); fmt.Sprint(got) != fmt.Sprint(before) {
				t.Fatalf("seed %d: %v was refused (%d %s) and writes %v", seed, answer, code, out.Say, got)
			}
			var f webFinding
			if code == http.StatusOK && (c.get(fmt.Sprintf("/api/finding/%d", answer["n"]), &f) != http.StatusOK || f.State == "undecided") {
				t.Fatalf("seed %d: %v leaves %+v", seed, answer, f)
			}
		}
		for range answers {
			if code := c.post("/api/undo", map[string]int{"file": 0}, nil); code != http.StatusOK {
				t.Fatalf("seed %d: undo: %d", seed, code)
			}
		}
		if got := stands(t, dir); len(got) != 0 || d.sit.Open() != d.sit.Len() {
			t.Errorf("seed %d: %v is left of %d answers, %d of %d open", seed, got, answers, d.sit.Open(), d.sit.Len())
		}
	}
}

// A text of ten megabytes without a line end, a finding every few words: each window comes at once.
func TestWebLongLine(t *testing.T) {
	if testing.Short() {
		t.Skip("checks ten megabytes")
	}
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a.txt"), []byte(strings.Repeat("She saw the the sea, and he came back to the old house before the winter. ", 130_000)+"\n"), 0o666)
	c := newClient(t, testDesk(t, dir, sitting.ByFile))
	n := c.web.sit.Len()
	if n == 0 {
		t.Skip("no findings: the file is one with too many")
	}
	c.get("/api/finding/0", nil) // reads the file
	for _, path := range []string{fmt.Sprintf("/api/text?finding=%d", n/2), fmt.Sprintf("/api/finding/%d", n-1), "/api/move?from=0&by=-1"} {
		start := time.Now()
		w := c.do(c.request("GET", path, nil))
		t.Logf("%d findings: %s takes %v, %d KB", n, path, time.Since(start).Round(time.Millisecond), w.Body.Len()>>10)
		if w.Code != http.StatusOK || w.Body.Len() > 4<<20 {
			t.Errorf("%s: %d, %d bytes", path, w.Code, w.Body.Len())
		}
	}
}
