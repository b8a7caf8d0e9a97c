package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"emend/pipeline/review/sitting"
)

// testDesk is a desk over the text files of a folder, all of them checked.
func testDesk(t testing.TB, dir string, order sitting.Order) *desk {
	t.Helper()
	s := newSession(context.Background(), strings.NewReader(""), io.Discard, io.Discard)
	s.opts.isolated, s.opts.jobs, s.opts.maxSize, s.opts.deciding = true, 2, maxFileSize, true
	var err error
	if s.projects, err = newProjects(s); err != nil {
		t.Fatal(err)
	}
	s.projects.cwd = dir
	inputs, err := s.gather([]string{dir})
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.newDesk(inputs, order, "Tester")
	if err != nil {
		t.Fatal(err)
	}
	for !d.feed.finished() {
		<-d.feed.ready
		d.take(d.feed.drain())
	}
	t.Cleanup(d.feed.stop)
	return d
}

// manyFindings makes files with 20 doubled words each.
func manyFindings(t testing.TB, files int) string {
	dir := t.TempDir()
	for f := range files {
		var b strings.Builder
		for l := range 20 {
			word := []string{"the", "and", "of", "by"}[(f+l)%4]
			fmt.Fprintf(&b, "She wrote that letter %d was near %s %s house number %d where the garden stood until spring.\n\n", l, word, word, f)
		}
		folder := filepath.Join(dir, fmt.Sprint(f/500))
		os.MkdirAll(folder, 0o777)
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%05d.txt", f)), []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestReviewMemory: what is held of a hundred thousand findings in five thousand files is below 500 MB
// by far: no file's text.
func TestReviewMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("checks 5,000 files")
	}
	d := testDesk(t, manyFindings(t, 5000), sitting.ByGain)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d findings in %d files, %d MB live, %d MB from the system", d.sit.Len(), d.total, m.HeapAlloc>>20, m.Sys>>20)
	if d.sit.Len() < 90_000 {
		t.Errorf("only %d findings", d.sit.Len())
	}
	if m.HeapAlloc > 400<<20 {
		t.Errorf("%d MB are live", m.HeapAlloc>>20)
	}
	runtime.KeepAlive(d)
}

func BenchmarkReview(b *testing.B) {
	dir := manyFindings(b, 5000)
	d := testDesk(b, dir, sitting.ByFile)
	for _, c := range []struct{ name, keys string }{{"next", "j"}, {"list", "Sq"}, {"series", "Soqq"}, {"answer", "y"}, {"undo", "nu"}, {"search", "/"}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				for _, k := range c.keys {
					key := string(k)
					if key == "o" {
						key = "enter"
					}
					arg := ""
					if key == "/" {
						arg = "number 2500"
					}
					d.press(key, arg)
					if len(d.rows(80, 22)) == 0 {
						b.Fatal("nothing is shown")
					}
				}
			}
		})
	}
}
