package format

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"emend/pipeline/text"
)

// Whatever pages there are below EMEND_PAGES are read without a panic, whole, and an edit of each is read as promised.
func TestRealPages(t *testing.T) {
	root := os.Getenv("EMEND_PAGES")
	if root == "" {
		t.Skip("EMEND_PAGES names no folder with pages")
	}
	files, size, read, broken, unpromised := map[string]int{}, 0, time.Duration(0), 0, 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || Detect(path, nil).Name == "plain" {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return nil
		}
		start := time.Now()
		d, _, err := Read(path, src, Options{})
		read += time.Since(start)
		if err != nil {
			t.Errorf("%v", err)
			return nil
		}
		files[d.Format]++
		size += len(src)
		if err := d.Text.Check(); err != nil {
			broken++
			t.Errorf("%s: %v", path, err)
			return nil
		}
		for i := 1; i < 8; i++ {
			at := len(d.Text.Content) * i / 8
			for at < len(d.Text.Content) && (d.Text.Content[at] < 'a' || d.Text.Content[at] > 'z') {
				at++
			}
			if at == len(d.Text.Content) {
				continue
			}
			edits, err := d.Text.Source(text.Change{Span: text.Span{Start: at, End: at + 1}, New: "“é"})
			if err != nil {
				continue
			}
			out, err := text.Splice(src, edits)
			if err != nil {
				t.Fatal(err)
			}
			promised, _ := d.Text.Promise(edits)
			if again, _, err := Read(path, out, Options{Format: d.Format, Encoding: d.Encoding}); err != nil || again.Text.Content != promised {
				unpromised++
				t.Logf("%s: %q with %v: %s", path, d.Text.Content[max(0, at-10):at+10], edits, firstUnlike(again.Text.Content, promised))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v, %d bytes, %.0f MB/s; %d edits not as promised", files, size, float64(size)/1e6/read.Seconds(), unpromised)
}
