package format

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"testing"
	"time"

	"emend/pipeline/text"
)

// A tally is what reading the files of one format came to.
type tally struct {
	files, bytes, text     int
	read                   time.Duration
	slowest                time.Duration
	edits, refused, astray int
	linted                 int // files that xmllint finds well-formed before an edit and behind
}

// TestCorpus reads every file below EMEND_CORPUS: none panics, each is whole, nothing accepted gives the same bytes, and of eight letters
// replaced in each the file changes in those bytes alone; then it reads as promised, or Write would refuse.
func TestCorpus(t *testing.T) {
	root := os.Getenv("EMEND_CORPUS")
	if root == "" {
		t.Skip("EMEND_CORPUS names no folder with files")
	}
	all := map[string]*tally{}
	limit := 4 << 20
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return nil
		}
		if Detect(path, nil).Name == "plain" && filepath.Ext(path) != ".txt" && filepath.Ext(path) != ".page" {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil || len(src) > limit || Kind(src) != "" {
			return nil
		}
		corpusFile(t, all, path, src)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	t.Logf("%-10s %7s %8s %8s %8s %9s %8s %8s %8s %8s", "format", "files", "MB", "text MB", "MB/s", "slowest", "edits", "refused", "astray", "xmllint")
	for _, name := range names {
		a := all[name]
		t.Logf("%-10s %7d %8.1f %8.1f %8.0f %9v %8d %8d %8d %8d", name, a.files, float64(a.bytes)/1e6, float64(a.text)/1e6, float64(a.bytes)/1e6/a.read.Seconds(), a.slowest.Round(100*time.Microsecond), a.edits, a.refused, a.astray, a.linted)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%.0f MB of memory taken from the system", float64(m.Sys)/1e6)
}

func corpusFile(t *testing.T, all map[string]*tally, path string, src []byte) {
	before := bytes.Clone(src)
	start := time.Now()
	d, _, err := Read(path, src, Options{})
	took := time.Since(start)
	if err != nil {
		t.Errorf("%v", err)
		return
	}
	a := all[d.Format]
	if a == nil {
		a = &tally{}
		all[d.Format] = a
	}
	a.files, a.bytes, a.text, a.read, a.slowest = a.files+1, a.bytes+len(src), a.text+len(d.Text.Content), a.read+took, max(a.slowest, took)
	if out, err := text.Splice(src, nil); err != nil || !bytes.Equal(out, before) {
		t.Errorf("%s: nothing accepted, %v, and not the same bytes", path, err)
	}
	if err := d.Text.Check(); err != nil {
		t.Errorf("%s: %v", path, err)
		return
	}
	lint := d.Format != "plain" && d.Format != "markdown" && d.Format != "mediawiki" && d.Package == nil && a.files%20 == 1 && lints(src)
	for i := 1; i < 8; i++ {
		at := len(d.Text.Content) * i / 8
		for at < len(d.Text.Content) && (d.Text.Content[at] < 'a' || d.Text.Content[at] > 'z') {
			at++
		}
		if at == len(d.Text.Content) {
			continue
		}
		edits, err := d.Text.Source(text.Change{Span: text.Span{Start: at, End: at + 1}, New: "é"})
		if err != nil {
			a.refused++
			continue
		}
		out, err := text.Splice(src, edits)
		if err != nil {
			t.Fatal(err)
		}
		promised, err := d.Text.Promise(edits)
		if err != nil {
			t.Fatal(err)
		}
		a.edits++
		if again, _, err := Read(path, out, Options{Format: d.Format, Encoding: d.Encoding}); err != nil || again.Text.Content != promised || again.Shape != d.Shape {
			a.astray++
			lint = false
			t.Logf("%s: %q with %v: %s", path, d.Text.Content[max(0, at-10):at+10], edits, firstUnlike(again.Text.Content, promised))
		}
		if lint && i == 4 {
			if a.linted++; !lints(out) {
				t.Errorf("%s: not well-formed any more with %v", path, edits)
			}
		}
	}
}

// lints asks xmllint whether a file is well-formed, and is false where there is none.
func lints(src []byte) bool {
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		return false
	}
	c := exec.Command(lint, "--noout", "--nonet", "--huge", "-")
	c.Stdin = bytes.NewReader(src)
	return c.Run() == nil
}

// What goldmark reads of the Markdown below EMEND_CORPUS, ours reads, too: but for files with HTML, of which ours reads more.
func TestCorpusAsGoldmark(t *testing.T) {
	root := os.Getenv("EMEND_CORPUS")
	if root == "" {
		t.Skip("EMEND_CORPUS names no folder with files")
	}
	files, same := 0, 0
	_ = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || Detect(path, nil).Name != "markdown" {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil || htmlish.Match(src) && !bytes.Contains(src, []byte("<!--")) || bytes.HasPrefix(src, []byte("---\n")) {
			return nil
		}
		if bytes.Contains(src, []byte("<!--")) && htmlish.Match(regexp.MustCompile(`(?s)<!--.*?-->`).ReplaceAll(src, nil)) {
			return nil
		}
		d, _, err := Read(path, src, Options{})
		if err != nil {
			t.Error(err)
			return nil
		}
		files++
		want, _ := golden(src)
		got := fold(d.Text.Content)
		if got == want {
			same++
		} else {
			t.Logf("%s: %s", path, firstUnlike(got, want))
		}
		return nil
	})
	t.Logf("%d of %d files are read as goldmark reads them", same, files)
}
