package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
)

// A client is a browser's side of a web without the browser.
type client struct {
	t       testing.TB
	web     *web
	handler http.Handler
	host    string
	cookie  *http.Cookie
	key     string
}

// newClient is one that has come in.
func newClient(t testing.TB, d *desk) *client {
	t.Helper()
	w := newWeb(d, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4321})
	c := &client{t: t, web: w, handler: w.handler(), host: "127.0.0.1:4321"}
	r := c.do(c.request("POST", "/api/enter", map[string]string{"token": w.porter.token}))
	if r.Code != http.StatusNoContent || len(r.Result().Cookies()) != 1 {
		t.Fatalf("enter: %d %s", r.Code, r.Body)
	}
	c.cookie = r.Result().Cookies()[0]
	var s webState
	c.get("/api/state", &s)
	c.key = s.Key
	return c
}

func (c *client) request(method, path string, body any) *http.Request {
	var in io.Reader
	if body != nil {
		out, _ := json.Marshal(body)
		in = bytes.NewReader(out)
	}
	r := httptest.NewRequest(method, "http://"+c.host+path, in)
	if c.cookie != nil {
		r.AddCookie(c.cookie)
	}
	if method == "POST" {
		r.Header.Set("Origin", "http://"+c.host)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Emend-Key", c.key)
	}
	return r
}

func (c *client) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	c.handler.ServeHTTP(w, r)
	return w
}

func (c *client) get(path string, into any) int { return c.answer(c.request("GET", path, nil), into) }

func (c *client) post(path string, body, into any) int {
	return c.answer(c.request("POST", path, body), into)
}

func (c *client) answer(r *http.Request, into any) int {
	c.t.Helper()
	w := c.do(r)
	if w.Code == http.StatusOK && into != nil {
		if err := json.Unmarshal(w.Body.Bytes(), into); err != nil {
			c.t.Fatalf("%s: %v in %s", r.URL, err, w.Body)
		}
	} else if into, ok := into.(*webOutcome); ok {
		var say struct{ Say string }
		json.Unmarshal(w.Body.Bytes(), &say)
		into.Say = say.Say
	}
	return w.Code
}

// The laws of the terminal's review hold here: decisions on disk before they are answered, undo of all, scopes, notes.
func TestWebAnswers(t *testing.T) {
	dir := someErrors(t)
	c := newClient(t, testDesk(t, dir, sitting.ByFile))
	c.web.projects.cwd = dir
	var first, f webFinding
	c.get("/api/finding/0", &first)
	if first.Old != "the the" || first.Path == "" || first.OfFile != 4 || first.Alike != 4 || first.AlikeFiles != 3 || first.Twins != 2 || first.State != "undecided" {
		t.Errorf("%+v", first)
	}
	typed := "them"
	for _, step := range []struct {
		answer map[string]any
		want   string // in the ledger
		count  int
	}{
		{map[string]any{"n": 0, "do": "accept", "note": "seen", "scope": "here", "seen": "undecided"}, "accept here the seen", 2},
		{map[string]any{"n": 1, "do": "accept", "new": &typed}, "accept here them ", 1},
		{map[string]any{"n": 1, "do": "sic"}, "sic here  ", 1},
		{map[string]any{"n": 1, "do": "leave", "scope": "everywhere", "count": 9}, "reject everywhere  ", 1},
		{map[string]any{"n": 0, "do": "leave", "scope": "everywhere", "count": 9, "seen": "accepted"}, "reject everywhere  ", 2},
		{map[string]any{"n": 0, "do": "accept", "scope": "file", "count": 9}, "", 0},
	} {
		before := len(ledgerOf(t, dir))
		var out webOutcome
		code := c.post("/api/answer", step.answer, &out)
		ds := ledgerOf(t, dir)
		if step.want == "" {
			if code == http.StatusOK || len(ds) != before {
				t.Errorf("%v: %d %s", step.answer, code, out.Say)
			}
			continue
		}
		d := ds[len(ds)-1]
		if got := fmt.Sprintf("%s %s %s %s", d.Verdict, d.Scope, strings.TrimSpace(d.New), d.Note); code != http.StatusOK || got != step.want || out.Count != step.count {
			t.Errorf("%v: %d %q, %d decided (%s); want %q, %d", step.answer, code, got, out.Count, out.Say, step.want, step.count)
		}
	}
	for range 5 {
		if code := c.post("/api/undo", map[string]int{"file": 0}, nil); code != http.StatusOK {
			t.Errorf("undo: %d", code)
		}
	}
	if ds := ledgerOf(t, dir); len(ds) != 0 {
		t.Errorf("after undo there are %v", ds)
	}
	if code := c.post("/api/undo", map[string]int{"file": 0}, nil); code != http.StatusConflict {
		t.Errorf("undo of nothing: %d", code)
	}
	c.get("/api/finding/0", &f)
	if fmt.Sprint(f) != fmt.Sprint(first) {
		t.Errorf("after undo %+v, before %+v", f, first)
	}
}

// What holds for a file or the project holds for what is found later, and is one line of the ledger; a series decides no
// more than was shown.
func TestWebScopes(t *testing.T) {
	dir := someErrors(t)
	c := newClient(t, testDesk(t, dir, sitting.ByFile))
	var out webOutcome
	if code := c.post("/api/answer", map[string]any{"n": 0, "do": "accept", "scope": "series", "count": 3}, &out); code != http.StatusConflict {
		t.Errorf("a series of more than was shown: %d %s", code, out.Say)
	}
	var se webSeries
	c.get("/api/series/0", &se)
	if code := c.post("/api/answer", map[string]any{"n": 0, "do": "accept", "scope": "series", "count": se.Count, "except": []int{se.Places[1].N}}, &out); code != http.StatusOK || out.Count != se.Count-1 {
		t.Errorf("these: %d %+v", code, out)
	}
	if out.Next < 0 || len(out.Marks) == 0 || len(out.Files) != 3 {
		t.Errorf("%+v", out)
	}
	c.post("/api/undo", map[string]int{"file": 0}, nil)
	if code := c.post("/api/answer", map[string]any{"n": 0, "do": "accept", "scope": "file", "count": 2}, &out); code != http.StatusOK || out.Count != 2 || len(ledgerOf(t, dir)) != 1 {
		t.Errorf("file: %d %+v, %d in the ledger", code, out, len(ledgerOf(t, dir)))
	}
	// Another run with this ledger: the file's findings of that pair are decided, others are not.
	again := newClient(t, testDesk(t, dir, sitting.ByFile))
	var files struct{ Files []webFile }
	again.get("/api/files", &files)
	if len(files.Files) != 3 || files.Files[0].Undecided != 2 || files.Files[1].Undecided != 3 {
		t.Errorf("%+v", files)
	}
	var diff struct {
		Edits   int
		Changes []webChange
	}
	again.get("/api/diff?file=0", &diff)
	if diff.Edits != 2 || len(diff.Changes) != 2 || diff.Changes[1].Line != 7 {
		t.Errorf("%+v", diff)
	}
}

// Two at one ledger: both are kept, each sees the other's, and who answers what was decided meanwhile is told.
func TestWebTogether(t *testing.T) {
	dir := someErrors(t)
	ann, bob := newClient(t, testDesk(t, dir, sitting.ByFile)), newClient(t, testDesk(t, dir, sitting.ByFile))
	ann.web.sit.By, bob.web.sit.By = "Ann", "Bob"
	ann.post("/api/answer", map[string]any{"n": 2, "do": "accept"}, nil)
	bob.post("/api/answer", map[string]any{"n": 1, "do": "leave"}, nil)
	for _, c := range []*client{ann, bob} {
		c.web.looked = time.Time{}
		var s webState
		if c.get("/api/state", &s); s.Undecided != s.Findings-2 {
			t.Errorf("%s sees %d of %d", c.web.sit.By, s.Undecided, s.Findings)
		}
	}
	var out webOutcome
	code := bob.post("/api/answer", map[string]any{"n": 2, "do": "leave", "seen": "undecided"}, &out)
	if code != http.StatusConflict || !strings.Contains(out.Say, "Ann decided: accept") {
		t.Errorf("%d %s", code, out.Say)
	}
	if ds := ledgerOf(t, dir); len(ds) != 2 {
		t.Errorf("%d decisions", len(ds))
	}
	if code := bob.post("/api/answer", map[string]any{"n": 2, "do": "leave", "seen": "decided by somebody else"}, &out); code != http.StatusOK {
		t.Errorf("overruled: %d %s", code, out.Say)
	}
	for _, c := range []*client{ann, bob} {
		if err := c.web.close(nil); err != nil {
			t.Error(err)
		}
	}
	said := stands(t, dir)
	if len(said) != 2 || !strings.HasPrefix(said[ann.web.sit.Item(2).ID+" here"], string(review.Reject)) {
		t.Errorf("%v", said)
	}
}

// Text, marks and runs: the whole text comes out in its blocks, whatever its size, and each finding has its place.
func TestWebText(t *testing.T) {
	dir := t.TempDir()
	src := "A heading\n\n" + strings.Repeat("She wrote “that the the letter” [Vol. 2, p. 3] was near. ", 900) + "\n\nHe met \u202ethem\u202c of of them.\n"
	os.WriteFile(filepath.Join(dir, "a.txt"), []byte(src), 0o666)
	c := newClient(t, testDesk(t, dir, sitting.ByFile))
	var b strings.Builder
	seen, quoted, cited := make(map[int]bool), false, false
	for from, of := 0, 1; from < of; from += 3 {
		var window struct {
			Blocks []webBlock
			Marks  map[string]webMark
			Of     int
		}
		if code := c.get(fmt.Sprintf("/api/text?file=0&from=%d&to=%d", from, from+3), &window); code != http.StatusOK {
			t.Fatal(code)
		}
		of = window.Of
		for _, bl := range window.Blocks {
			size := 0
			for _, r := range bl.Runs {
				size += len(r.T)
				b.WriteString(r.T)
				quoted, cited = quoted || r.Quote, cited || r.Citation
				if r.N != nil {
					seen[*r.N] = true
				}
			}
			if !bl.More {
				b.WriteString("\n\n")
			}
			if size > blockBytes+100 {
				t.Errorf("a block of %d bytes", size)
			}
		}
	}
	want := strings.NewReplacer("\u202e", "<U+202E>", "\u202c", "<U+202C>").Replace(src)
	if got, want := strings.Fields(b.String()), strings.Fields(want); !slices.Equal(got, want) {
		t.Errorf("%d words come out, not %d", len(got), len(want))
	}
	if len(seen) != c.web.sit.Len() || !quoted || !cited {
		t.Errorf("%d of %d findings are marked, quoted %v, cited %v", len(seen), c.web.sit.Len(), quoted, cited)
	}
}

// BenchmarkWeb: of a hundred thousand findings in five thousand files each answer is to come within 100 ms; the memory is
// printed.
func BenchmarkWeb(b *testing.B) {
	d := testDesk(b, manyFindings(b, 5000), sitting.ByFile)
	c := newClient(b, d)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	for _, way := range []struct{ name, path string }{
		{"state", "/api/state"}, {"files", "/api/files"}, {"next", "/api/move?from=%d&by=1"}, {"finding", "/api/finding/%d"}, {"text", "/api/text?finding=%d"},
		{"series list", "/api/series"}, {"series", "/api/series/%d"}, {"search", "/api/move?from=%d&search=number+2500"}, {"diff", "/api/diff?file=%d"},
	} {
		b.Run(way.name, func(b *testing.B) {
			n, most := 0, time.Duration(0)
			for b.Loop() {
				path := way.path
				if strings.Contains(path, "%d") {
					n = (n + 7919) % 5000
					path = fmt.Sprintf(path, n)
				}
				start := time.Now()
				if code := c.get(path, nil); code != http.StatusOK {
					b.Fatal(path, code)
				}
				most = max(most, time.Since(start))
			}
			b.ReportMetric(float64(most.Microseconds())/1000, "ms-at-most")
			if way.name == "state" {
				b.ReportMetric(float64(m.HeapAlloc>>20), "MB-live")
				b.ReportMetric(float64(m.Sys>>20), "MB-from-system")
				b.ReportMetric(float64(d.sit.Len()), "findings")
			}
		})
	}
	b.Run("answer and undo", func(b *testing.B) {
		for b.Loop() {
			if c.post("/api/answer", map[string]any{"n": 40, "do": "accept"}, nil) != http.StatusOK || c.post("/api/undo", map[string]int{"file": 2}, nil) != http.StatusOK {
				b.Fatal("refused")
			}
		}
	})
	b.Run("accept a series of 25,000 and undo", func(b *testing.B) {
		for b.Loop() {
			if c.post("/api/answer", map[string]any{"n": 40, "do": "accept", "scope": "series", "count": 1 << 20}, nil) != http.StatusOK || c.post("/api/undo", map[string]int{"file": 2}, nil) != http.StatusOK {
				b.Fatal("refused")
			}
		}
	})
}
