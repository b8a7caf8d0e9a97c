package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"emend/pipeline/review/sitting"
)

// The changes that a review shows are those that fix writes, the batch's channel and budget included, with the word lists and decisions as they
// stand by then.
func TestReviewTogether(t *testing.T) {
	script, err := os.ReadFile("../../testdata/script/batch.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := []string{"emend.toml", "max-harm = 0.5\nwords = [\"words.txt\"]\n", "words.txt", ""}
	for _, part := range strings.Split(string(script), "\n-- ")[1:] {
		if name, text, _ := strings.Cut(part, " --\n"); strings.HasSuffix(name, ".txt") {
			files = append(files, name, text)
		}
	}
	for i := 0; i < len(files); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	c := newClient(t, configuredDesk(t, dir, sitting.ByFile))
	written := func() string {
		t.Helper()
		r := c.do(c.request("GET", "/api/diff?file=0", nil))
		return r.Body.String()
	}
	if got := written(); !strings.Contains(got, "meeting") || !strings.Contains(got, "from") {
		t.Errorf("what the batch accepts is not among the changes: %s", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "words.txt"), []byte("meetiug\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if got := written(); strings.Contains(got, "meeting") || !strings.Contains(got, "from") {
		t.Errorf("a word of the list is changed, or nothing is: %s", got)
	}
}
