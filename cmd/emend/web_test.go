package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
	"emend/pipeline/text"
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

// Each law of the porter: what breaks it is refused, and changes nothing.
func TestWebPorter(t *testing.T) {
	dir := someErrors(t)
	c := newClient(t, testDesk(t, dir, sitting.ByFile))
	state, answer := "/api/state", map[string]any{"n": 0, "do": "accept"}
	for _, law := range []struct {
		name, method, path string
		body               any
		change             func(*http.Request)
		want               int
	}{
		{"a name that was made to point here", "GET", state, nil, func(r *http.Request) { r.Host = "evil.example:4321" }, http.StatusMisdirectedRequest},
		{"the address with another port", "GET", state, nil, func(r *http.Request) { r.Host = "127.0.0.1:80" }, http.StatusMisdirectedRequest},
		{"no host", "GET", "/", nil, func(r *http.Request) { r.Host = "" }, http.StatusMisdirectedRequest},
		{"the empty page under another name", "GET", "/", nil, func(r *http.Request) { r.Host = "evil.example:4321" }, http.StatusMisdirectedRequest},
		{"a page of another origin reads", "GET", state, nil, func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, http.StatusForbidden},
		{"a page of no origin reads", "GET", state, nil, func(r *http.Request) { r.Header.Set("Origin", "null") }, http.StatusForbidden},
		{"a page of another site embeds", "GET", state, nil, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, http.StatusForbidden},
		{"a page of another port embeds", "GET", "/scan/word/0", nil, func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, http.StatusForbidden},
		{"without the cookie", "GET", state, nil, func(r *http.Request) { r.Header.Del("Cookie") }, http.StatusUnauthorized},
		{"with another's cookie", "GET", state, nil, func(r *http.Request) { r.Header.Set("Cookie", c.cookie.Name+"=guessed") }, http.StatusUnauthorized},
		{"a picture without the cookie", "GET", "/scan/page/0/1", nil, func(r *http.Request) { r.Header.Del("Cookie") }, http.StatusUnauthorized},
		{"a change without the cookie", "POST", "/api/answer", answer, func(r *http.Request) { r.Header.Del("Cookie") }, http.StatusUnauthorized},
		{"a change without an origin", "POST", "/api/answer", answer, func(r *http.Request) { r.Header.Del("Origin") }, http.StatusForbidden},
		{"a change of another origin", "POST", "/api/answer", answer, func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:9999") }, http.StatusForbidden},
		{"a change with two origins", "POST", "/api/answer", answer, func(r *http.Request) { r.Header.Add("Origin", "http://evil.example") }, http.StatusForbidden},
		{"a change of an https page", "POST", "/api/answer", answer, func(r *http.Request) { r.Header.Set("Origin", "https://127.0.0.1:4321") }, http.StatusForbidden},
		{"a change without the key", "POST", "/api/answer", answer, func(r *http.Request) { r.Header.Del("X-Emend-Key") }, http.StatusForbidden},
		{"a form", "POST", "/api/answer", answer, func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, http.StatusUnsupportedMediaType},
		{"plain text, which needs no leave", "POST", "/api/undo", answer, func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, http.StatusUnsupportedMediaType},
		{"a change by GET", "GET", "/api/answer", nil, func(*http.Request) {}, http.StatusMethodNotAllowed},
		{"an end by GET", "GET", "/api/end", nil, func(*http.Request) {}, http.StatusMethodNotAllowed},
		{"PUT", "PUT", "/api/answer", answer, func(*http.Request) {}, http.StatusMethodNotAllowed},
		{"leave for another origin", "OPTIONS", "/api/answer", nil, func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") }, http.StatusForbidden},
		{"too large", "POST", "/api/answer", map[string]any{"n": 0, "do": "accept", "note": strings.Repeat("x", 300<<10)}, func(*http.Request) {}, http.StatusRequestEntityTooLarge},
		{"an unknown field", "POST", "/api/answer", map[string]any{"n": 0, "do": "leave", "path": "/etc"}, func(*http.Request) {}, http.StatusBadRequest},
		{"no finding", "POST", "/api/answer", map[string]any{"n": 99999, "do": "leave"}, func(*http.Request) {}, http.StatusNotFound},
		{"a negative finding", "POST", "/api/answer", map[string]any{"n": -1, "do": "leave"}, func(*http.Request) {}, http.StatusNotFound},
	} {
		r := c.request(law.method, law.path, law.body)
		law.change(r)
		w := c.do(r)
		if w.Code != law.want {
			t.Errorf("%s: %d %s, want %d", law.name, w.Code, w.Body, law.want)
		}
		if h := w.Header(); h.Get("Content-Security-Policy") != policy || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: headers %v", law.name, h)
		}
		if strings.Contains(w.Body.String(), c.key) {
			t.Errorf("%s: the key gets out", law.name)
		}
	}
	if n := len(ledgerOf(t, dir)); n != 0 {
		t.Errorf("what was refused decided %d", n)
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") || strings.Contains(policy, "*") {
		t.Errorf("the policy lets something in: %s", policy)
	}
	if code := c.post("/api/answer", answer, nil); code != http.StatusOK {
		t.Errorf("the editor is refused: %d", code)
	}
}

// A link opens once; a new one makes an old one void. The cookie is no script's, and no other site's.
func TestWebToken(t *testing.T) {
	c := newClient(t, testDesk(t, someErrors(t), sitting.ByFile))
	if !c.cookie.HttpOnly || c.cookie.SameSite != http.SameSiteStrictMode || len(c.cookie.Value) < 40 || !strings.Contains(c.cookie.Name, "4321") {
		t.Errorf("cookie %+v", c.cookie)
	}
	enter := func(token string) int {
		return c.do((&client{host: c.host}).request("POST", "/api/enter", map[string]string{"token": token})).Code
	}
	first := c.web.porter.issue()
	second := c.web.porter.issue()
	for _, try := range []struct {
		token string
		want  int
	}{{"", 403}, {first, 403}, {second[:20], 403}, {second, 204}, {second, 403}, {"", 403}} {
		if got := enter(try.token); got != try.want {
			t.Errorf("token %.8s: %d, want %d", try.token, got, try.want)
		}
	}
	r := (&client{host: c.host}).request("POST", "/api/enter", map[string]string{"token": c.web.porter.issue()})
	r.Header.Set("Origin", "http://evil.example")
	if got := c.do(r).Code; got != http.StatusForbidden {
		t.Errorf("another origin enters: %d", got)
	}
}

// Nothing of the disk is named by an address: only the page's own files, and pictures by number.
func TestWebTraversal(t *testing.T) {
	dir := someErrors(t)
	os.WriteFile(filepath.Join(dir, "secret"), []byte("classified"), 0o600)
	c := newClient(t, testDesk(t, dir, sitting.ByFile))
	for _, path := range []string{
		"/static/../web.go", "/static/..%2fweb.go", "/static/%2e%2e/%2e%2e/etc/passwd", "/static//etc/passwd", "/static/", "/static/fonts", "/static/fonts/",
		"/scan/page/../../secret", "/scan/page/0/..%2f..%2fsecret", "/scan/page/a.txt/1", "/scan/word/..%2fsecret", "/scan/page/-1/1", "/scan/page/99/1", "/scan/page/0/0",
		"/secret", "/../secret", "/api/../secret", "/a.txt", "/api/text?file=../secret", "/api/diff?file=-1", "/api/diff?file=99", "/api/text?file=99", "/api/text?file=0&from=0&to=999999",
	} {
		r := c.request("GET", "/", nil)
		r.URL.Path, r.URL.RawQuery, _ = strings.Cut(path, "?")
		r.RequestURI = path
		w := c.do(r)
		if w.Code == http.StatusOK || strings.Contains(w.Body.String(), "classified") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/", "/static/app.js", "/static/page.css", "/static/fonts/serif-latin-normal.woff2"} {
		if w := c.do((&client{host: c.host}).request("GET", path, nil)); w.Code != http.StatusOK || w.Body.Len() < 100 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// The page names no address outside, and nothing in it makes markup of text.
func TestWebPage(t *testing.T) {
	entries, err := webFiles.ReadDir("web")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		src, _ := webFiles.ReadFile("web/" + e.Name())
		for _, bad := range []string{"http://", "https://", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "<style", "style=", " onclick=", "javascript:", "@import"} {
			if strings.Contains(strings.ReplaceAll(string(src), "http://www.w3.org/2000/svg", ""), bad) {
				t.Errorf("%s has %q", e.Name(), bad)
			}
		}
	}
}

// Every text is read against what is behind it: 4.5 to 1 at least (WCAG 2.2, 1.4.3), in the light and in the dark.
func TestWebContrast(t *testing.T) {
	css, _ := webFiles.ReadFile("web/page.css")
	schemes := regexp.MustCompile(`(?s)--paper:.*?--shade`).FindAllString(string(css), -1)
	if len(schemes) != 2 {
		t.Fatalf("%d schemes", len(schemes))
	}
	luminance := func(hex string) float64 {
		var sum float64
		for k, weight := range []float64{0.2126, 0.7152, 0.0722} {
			v, err := strconv.ParseUint(hex[2*k:2*k+2], 16, 8)
			if err != nil {
				t.Fatal(hex, err)
			}
			c := float64(v) / 255
			if c <= 0.04045 {
				sum += weight * c / 12.92
			} else {
				sum += weight * math.Pow((c+0.055)/1.055, 2.4)
			}
		}
		return sum
	}
	for _, scheme := range schemes {
		colors := make(map[string]float64)
		for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(scheme, -1) {
			colors[m[1]] = luminance(m[2])
		}
		for _, behind := range []string{"paper", "raised", "wash"} {
			for _, text := range []string{"ink", "soft", "doubt", "new", "quote"} {
				a, b := colors[text], colors[behind]
				if a == 0 || b == 0 {
					t.Fatalf("no color %s or %s", text, behind)
				}
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
					t.Errorf("%s on %s: %.2f", text, behind, ratio)
				}
			}
		}
	}
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

const scanned = `<!DOCTYPE html><html><head><meta name="ocr-system" content="x"></head><body>
<div class="ocr_page" title="image %s; bbox 0 0 400 200"><p class="ocr_par"><span class="ocr_line" title="bbox 20 20 380 50">
<span class="ocrx_word" title="bbox 20 20 60 50">She</span> <span class="ocrx_word" title="bbox 70 20 110 50">saw</span> <span class="ocrx_word" title="bbox 120 20 160 50">the</span>
<span class="ocrx_word" title="bbox 170 20 250 50">goverment</span> <span class="ocrx_word" title="bbox 260 20 290 50">of</span> <span class="ocrx_word" title="bbox 300 20 380 50">France.</span></span></p></div></body></html>
`

func picture(t testing.TB, path string, w, h int) {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xF0
	}
	for x := w * 170 / 400; x < w*250/400; x++ {
		for y := h * 20 / 200; y < h*50/200; y++ {
			img.SetGray(x, y, color.Gray{0x10})
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	os.MkdirAll(filepath.Dir(path), 0o777)
	if err := os.WriteFile(path, buf.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}

// The scan's word is framed, on its line and on its page, whatever size the picture has beside the page that was read.
func TestWebScan(t *testing.T) {
	for _, size := range [][2]int{{400, 200}, {1200, 600}} {
		dir := t.TempDir()
		os.WriteFile(filepath.Join(dir, "a.hocr"), fmt.Appendf(nil, scanned, "p1.png"), 0o666)
		picture(t, filepath.Join(dir, "p1.png"), size[0], size[1])
		c := newClient(t, testDesk(t, dir, sitting.ByFile))
		var f webFinding
		if code := c.get("/api/finding/0", &f); code != http.StatusOK || f.Old != "goverment" || f.Scan == nil || f.Scan.Missing != "" {
			t.Fatalf("%d %+v %+v", code, f, f.Scan)
		}
		if want := [4]float64{170.0 / 400, 20.0 / 200, 80.0 / 400, 30.0 / 200}; f.Scan.Frames[0] != want || f.Scan.Page != 1 {
			t.Errorf("framed %v, want %v", f.Scan.Frames, want)
		}
		for _, path := range []string{"/scan/word/0", "/scan/page/0/1"} {
			w := c.do(c.request("GET", path, nil))
			img, _, err := image.Decode(w.Body)
			if err != nil {
				t.Fatalf("%s: %d %v", path, w.Code, err)
			}
			frames := f.Scan.Frames
			if path == "/scan/word/0" {
				frames = f.Scan.Word
			}
			b, fr := img.Bounds(), frames[0]
			dark := func(x, y float64) bool {
				r, _, _, _ := img.At(b.Min.X+int(x*float64(b.Dx())), b.Min.Y+int(y*float64(b.Dy()))).RGBA()
				return r < 0x8000
			}
			if !dark(fr[0]+fr[2]/2, fr[1]+fr[3]/2) || !dark(fr[0]+.02, fr[1]+.1*fr[3]) || dark(fr[0]-.03, fr[1]+fr[3]/2) || dark(fr[0]+fr[2]+.03, fr[1]+fr[3]/2) {
				t.Errorf("%s of %v: the frame %v is not around the word", path, size, fr)
			}
		}
	}
}

// A picture is shown only from below the folder that was named, and only if it is one that can be.
func TestWebScanGuarded(t *testing.T) {
	outside := t.TempDir()
	picture(t, filepath.Join(outside, "p.png"), 400, 200)
	bomb := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x06\x00\x00\x00\xa9\xf0\x7f\x5d") // 100,000 by 100,000
	for _, try := range []struct {
		name, image string
		make        func(dir string)
		shown       bool
	}{
		{"named and there", "p.png", func(dir string) { picture(t, filepath.Join(dir, "p.png"), 400, 200) }, true},
		{"in images", "/home/scan/p.png", func(dir string) { picture(t, filepath.Join(dir, "images", "p.png"), 400, 200) }, true},
		{"a name of Windows", `C:\scans\p.png`, func(dir string) { picture(t, filepath.Join(dir, "p.png"), 400, 200) }, true},
		{"as another kind", "p.tif", func(dir string) { picture(t, filepath.Join(dir, "p.png"), 400, 200) }, true},
		{"an absolute path", filepath.Join(outside, "p.png"), func(string) {}, false},
		{"a way out", "../" + filepath.Base(outside) + "/p.png", func(string) {}, false},
		{"a link out", "p.png", func(dir string) { os.Symlink(filepath.Join(outside, "p.png"), filepath.Join(dir, "p.png")) }, false},
		{"a folder that leads out", "images/p.png", func(dir string) { os.Symlink(outside, filepath.Join(dir, "images")) }, false},
		{"a text", "p.png", func(dir string) { os.WriteFile(filepath.Join(dir, "p.png"), []byte("secret"), 0o666) }, false},
		{"drawn by a program", "p.svg", func(dir string) {
			os.WriteFile(filepath.Join(dir, "p.svg"), []byte("<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>"), 0o666)
		}, false},
		{"too many pixels", "p.png", func(dir string) { os.WriteFile(filepath.Join(dir, "p.png"), bomb, 0o666) }, false},
		{"a folder", "p.png", func(dir string) { os.Mkdir(filepath.Join(dir, "p.png"), 0o777) }, false},
		{"hostile", `"><img src=x onerror=alert(1)>.png`, func(string) {}, false},
	} {
		dir := t.TempDir()
		os.WriteFile(filepath.Join(dir, "a.hocr"), fmt.Appendf(nil, scanned, try.image), 0o666)
		try.make(dir)
		c := newClient(t, testDesk(t, dir, sitting.ByFile))
		for _, path := range []string{"/scan/word/0", "/scan/page/0/1"} {
			w := c.do(c.request("GET", path, nil))
			if shown := w.Code == http.StatusOK; shown != try.shown || !shown && strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%s: %s: %d %.60q", try.name, path, w.Code, w.Body)
			}
		}
	}
}

// Where a finding stands on a page there is always a frame within the picture, whatever the boxes say.
func FuzzSpot(f *testing.F) {
	f.Add(170, 20, 250, 50, 400, 200)
	f.Add(-5, 1<<30, 7, -1<<30, 1, 0)
	f.Fuzz(func(t *testing.T, left, top, right, bottom, width, height int) {
		for _, v := range []*int{&left, &top, &right, &bottom, &width, &height} {
			*v = max(min(*v, 1<<30), -1<<30) // as formats read them
		}
		box := text.Box{Left: left, Top: top, Right: right, Bottom: bottom}
		content := "a word here"
		doc := &text.Document{Text: &text.Text{Content: content, Segments: []text.Segment{{Text: text.Span{End: len(content)}, Source: text.Range{End: len(content)}}}}}
		doc.Scan = text.Scan{
			Pages: []text.ScanPage{{Span: text.Span{End: len(content)}, Box: text.Box{Right: width, Bottom: height}}},
			Words: []text.ScanWord{{Span: text.Span{Start: 2, End: 6}, Box: box}, {Span: text.Span{Start: 7, End: 11}, Box: text.Box{Left: right, Top: top, Right: right + 40, Bottom: bottom}}},
		}
		s, ok := spotOf(doc, &sitting.Item{Range: text.Range{Start: 2, End: 6}})
		if !ok {
			return
		}
		bounds := image.Rect(0, 0, 300, 150)
		if p := pixelsOf(s.crop, doc.Scan.Pages[0].Box, bounds); !p.In(bounds) {
			t.Errorf("%v leaves the picture", p)
		}
		for _, v := range shareOf(box, clip(s.crop, doc.Scan.Pages[0].Box)) {
			if v != v {
				t.Errorf("no number")
			}
		}
	})
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
