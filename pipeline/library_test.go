package pipeline_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLibraryFromOutside: the program of docs/library.md is built in a module of its own and prints what stands there.
func TestLibraryFromOutside(t *testing.T) {
	if testing.Short() {
		t.Skip("builds another module")
	}
	doc, err := os.ReadFile(filepath.Join("..", "docs", "library.md"))
	if err != nil {
		t.Fatal(err)
	}
	program, ok1 := between(string(doc), "```go\n", "```")
	want, ok2 := between(string(doc), "It prints\n\n```\n", "```")
	root, err := filepath.Abs("..")
	if err != nil || !ok1 || !ok2 {
		t.Fatal("no program, or not what it prints:", err)
	}
	dir := t.TempDir()
	sums, err := os.ReadFile("../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"main.go": program,
		"go.mod":  "module outside\n\ngo 1.26\n\nrequire emend v0.0.0\n\nreplace emend => " + root + "\n",
		"go.sum":  string(sums),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command("go", "run", "-mod=mod", ".")
	c.Dir = dir
	c.Env = append(os.Environ(), "GOPROXY=off", "GOWORK=off", "GOFLAGS=")
	out, err := c.CombinedOutput()
	if err != nil || string(out) != want {
		t.Errorf("%v:\n%s\nwant:\n%s", err, out, want)
	}
}

func between(s, from, to string) (string, bool) {
	_, s, ok := strings.Cut(s, from)
	s, _, closed := strings.Cut(s, to)
	return s, ok && closed
}
