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

	"github.com/charmbracelet/x/ansi"

	"emend/pipeline/review/sitting"
	"emend/pipeline/text"
)

// testDesk is a desk over the text files of a folder, all of them checked, without configuration.
func testDesk(t testing.TB, dir string, order sitting.Order) *desk {
	t.Helper()
	return deskOf(t, dir, order, true)
}

// configuredDesk is one with the folder's configuration.
func configuredDesk(t testing.TB, dir string, order sitting.Order) *desk {
	t.Helper()
	return deskOf(t, dir, order, false)
}

func deskOf(t testing.TB, dir string, order sitting.Order, isolated bool) *desk {
	t.Helper()
	s := newSession(context.Background(), strings.NewReader(""), io.Discard, io.Discard)
	s.opts.isolated, s.opts.jobs, s.opts.maxSize, s.opts.deciding = isolated, 2, maxFileSize, true
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
	d.begin()
	b.Run("accept a series of 25,000", func(b *testing.B) {
		for b.Loop() {
			d.press("a", "")
			d.reply("y", true)
			d.rows(80, 22)
			d.press("u", "")
		}
	})
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

// The first finding of a file that is not on the screen yet: it is read and segmented.
func BenchmarkReviewOpen(b *testing.B) {
	for _, kb := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("%dKB", kb), func(b *testing.B) {
			dir := b.TempDir()
			line := "She wrote that the letter was near the house where “the garden [p. 12] stood” until spring, and he never came back.\n\n"
			src := "They saw the the sea.\n\n" + strings.Repeat(line, kb*1000/len(line))
			if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte(src), 0o666); err != nil {
				b.Fatal(err)
			}
			d := testDesk(b, dir, sitting.ByFile)
			d.begin()
			for b.Loop() {
				d.page = nil
				if rows := d.rows(80, 22); len(rows) < 5 {
					b.Fatal("nothing is shown")
				}
			}
		})
	}
}

// A file that changes while it is reviewed is checked again: what was found in it before is gone or
// where it is now, what was decided stays decided.
func TestReviewChangedFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.txt")
	os.WriteFile(path, []byte("She went home by the the road.\n\nHe came and and saw it.\n\nIt was one of of them.\n"), 0o666)
	d := testDesk(t, dir, sitting.ByFile)
	d.projects.cwd = dir
	d.begin()
	d.rows(80, 22)
	d.press("y", "")
	os.WriteFile(path, []byte("A new beginning.\n\nShe went home by the the road.\n\nIt was one of of them. He met met her.\n"), 0o666)
	got := rowsText(d.rows(80, 22))
	if !strings.Contains(got, "a.txt:5:12") || !strings.Contains(got, "It was one of of them.") || !strings.Contains(d.message, "has changed") {
		t.Errorf("%s: shown is\n%s", d.message, got)
	}
	if d.sit.Open() != 1 { // what was decided of the old text is not asked again, though other words stand around it
		t.Errorf("%d open", d.sit.Open())
	}
	d.press("u", "") // the text it was decided in is gone; it is asked of the one there is
	if got := rowsText(d.rows(80, 22)); d.sit.Open() != 2 || strings.Contains(got, "and and") {
		t.Errorf("after undo %d are open: %s", d.sit.Open(), got)
	}
	os.Remove(path)
	if got := rowsText(d.rows(80, 22)); !strings.Contains(got, "cannot be read") {
		t.Errorf("of a file that is gone is shown\n%s", got)
	}
}

func rowsText(rows []row) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(r.show(0, false) + "\n")
	}
	return b.String()
}

// What the finding stands in is seen: its sentence alone, the quotation it is part of, the citation that
// closes that.
func TestReviewPassage(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a.txt"), []byte("The first sentence is long. He wrote: “They came by the the road at night.” (Works, Vol. 3, p. 12) The last one is short.\n\nAnother paragraph stands here.\n"), 0o666)
	d := testDesk(t, dir, sitting.ByFile)
	d.begin()
	got := rowsText(d.rows(80, 22))
	for _, want := range []string{"in a quotation: “They came", "(Works, Vol. 3, p. 12)", "│ ", "^~~~~~~", "then: ", "came by the road"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not shown:\n%s", want, got)
		}
	}
	if strings.Contains(strings.Split(got, "doubled-word")[0], "first sentence") {
		t.Errorf("more than the sentence is shown:\n%s", got)
	}
	for range 3 {
		d.press("p", "")
	}
	if got := rowsText(d.rows(80, 22)); !strings.Contains(got, "first sentence") || !strings.Contains(got, "Another paragraph") {
		t.Errorf("not more is shown:\n%s", got)
	}
}

// No row is wider than the screen, no control character gets through, and no size is too small.
func FuzzReviewRows(f *testing.F) {
	f.Add("plain words and more of them", 4, 9, 20)
	f.Add("e\u0301le\u0300ve 日本語 \u202edlo\u202c a\x1b[2Jb\tc\r\nd\n\ne", 3, 12, 8)
	f.Add("👩‍👩‍👧 family\x00\xff", 0, 4, 5)
	f.Fuzz(func(t *testing.T, content string, start, length, width int) {
		content = strings.ToValidUTF8(content, "\uFFFD")
		if len(content) > 2000 || start < 0 || length < 0 || width < 4 || width > 200 || start+length > len(content) {
			t.Skip("too long, or no such screen or place")
		}
		cs := cells(content, text.Span{End: len(content)}, func(at int) look {
			if start <= at && at < start+length {
				return doubted
			}
			return plainly
		})
		for _, line := range wrap(cs, width) {
			n, widest := 0, 0
			for _, c := range line {
				n += c.width
				widest = max(widest, c.width)
			}
			if n > width && len(line) > 1 {
				t.Errorf("a line of %d columns in %d: %q", n, width, rowOf("", line).show(0, false))
			}
			shown := rowOf("", line).show(width, false)
			if w := ansi.StringWidth(shown); w > width {
				t.Errorf("%q takes %d columns of %d", shown, w, width)
			}
			for _, r := range shown {
				if r < ' ' || r == 0x7F || r >= 0x80 && r < 0xA0 || r == '\u202e' {
					t.Errorf("%q in %q", r, shown)
				}
			}
		}
	})
}

// Every view fits every screen.
func TestReviewSizes(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a long name\x1b[31m of a file with 日本語 in it.txt"), []byte(strings.Repeat("He saw the the sea, e\u0301le\u0300ve 日本語 \u202edlo\u202c. ", 30)+"\n"), 0o666)
	os.WriteFile(filepath.Join(dir, "b.txt"), []byte("x \x1b[2J the the \x07 y\n"), 0o666)
	d := testDesk(t, dir, sitting.ByFile)
	m := &screen{desk: d, color: true}
	d.begin()
	for _, keys := range []string{"", "j", "p", "e", "\x1b", "a", "\x1b", "S", "o", "?", " "} {
		for _, k := range keys {
			switch {
			case k == '\x1b':
				d.reply("", false)
			case k == 'o':
				d.press("enter", "")
			default:
				d.press(string(k), "")
			}
		}
		for _, size := range [][2]int{{80, 24}, {40, 12}, {20, 6}, {10, 4}, {132, 50}} {
			m.width, m.height = size[0], size[1]
			content := m.View().Content
			lines := strings.Split(content, "\n")
			if len(lines) > m.height {
				t.Errorf("after %q: %d lines on a screen of %d", keys, len(lines), m.height)
			}
			for _, l := range lines {
				if w := ansi.StringWidth(l); w > m.width {
					t.Errorf("after %q: %d columns on a screen of %d: %q", keys, w, m.width, l)
				}
				if plain := ansi.Strip(l); strings.ContainsAny(plain, "\x07\x1b\u202e") {
					t.Errorf("%q drives the terminal", plain)
				}
			}
		}
	}
}
