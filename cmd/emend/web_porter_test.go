package main

import (
	"math"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"emend/pipeline/review/sitting"
)

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
