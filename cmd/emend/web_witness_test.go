package main

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"emend/pipeline/review/sitting"
)

// TestWebWitness: a finding that rests on another text leads to its place there, shown as text whatever stands in it, and to whoever came in alone.
func TestWebWitness(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, src := range map[string]string{
		"emend.toml":  "exclude = [\"library\"]\n",
		"letter.txt":  "The speaker said: “We are met on a great hattle-field of that war. We have come to dedicate a portion of that field, as a final resting place”. So he spoke of the the war.\n",
		"library/a.t": "<b>Now</b> we are engaged in a great civil war\x1b[31m. We are met on a great battle-field of that war. We have come to dedicate a portion of that field, as a final resting place for those who here gave their lives that that nation might live.\n",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"sources", "add", "library/a.t", "--work", "LW=Lincoln, Works"}, {"sources", "build"}} {
		if code := run(args, strings.NewReader(""), io.Discard, io.Discard); code != 0 {
			t.Fatalf("%v: exit %d", args, code)
		}
	}
	c := newClient(t, configuredDesk(t, dir, sitting.ByFile))
	rests := 0
	for n, path := range []string{"/witness/0", "/witness/1", "/witness/2", "/witness/9"} {
		var f webFinding
		code := c.get("/api/finding/"+path[len("/witness/"):], &f)
		got := c.do(c.request("GET", path, nil))
		if code != http.StatusOK || f.Witness == "" {
			if got.Code != http.StatusNotFound {
				t.Errorf("%s: %d", path, got.Code)
			}
			continue
		}
		if rests++; n != 0 {
			t.Errorf("what a witness says is asked as number %d of the file", n+1)
		}
		body := got.Body.String()
		for _, want := range []string{"Lincoln, Works\nlibrary/a.t\n\n", "a great ▶ battle-field of that war", "<b>Now</b>", "<U+001B>"} {
			if !strings.Contains(body, want) {
				t.Errorf("no %q in %q", want, body)
			}
		}
		if kind := got.Header().Get("Content-Type"); kind != "text/plain; charset=utf-8" || got.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("sent as %q, %v", kind, got.Header())
		}
	}
	if rests == 0 {
		t.Error("no finding rests on another text")
	}
	c.cookie = nil
	if got := c.do(c.request("GET", "/witness/0", nil)); got.Code == http.StatusOK {
		t.Error("sent to somebody who has not come in")
	}
}
