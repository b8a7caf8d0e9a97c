package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// testSession is a session in a folder of its own.
func testSession(t *testing.T) (*session, *bytes.Buffer) {
	t.Helper()
	t.Chdir(t.TempDir())
	var errs bytes.Buffer
	s := newSession(context.Background(), strings.NewReader(""), new(bytes.Buffer), &errs)
	s.opts.jobs, s.opts.maxSize = 2, maxFileSize
	if err := s.prepare(); err != nil {
		t.Fatal(err)
	}
	return s, &errs
}

// A file that goes away, and one in which something panics, are errors of that file alone.
func TestOneFileFails(t *testing.T) {
	s, errs := testSession(t)
	for _, name := range []string{"a.txt", "b.txt", "c.txt"} {
		os.WriteFile(name, []byte("The field and the river.\n"), 0o666)
	}
	inputs, err := s.gather([]string{"."})
	if err != nil || len(inputs) != 3 {
		t.Fatalf("%d inputs, %v", len(inputs), err)
	}
	broken := *inputs[0].settings
	broken.pipeline = nil // whatever asks it panics
	inputs[0].settings = &broken
	os.Remove("b.txt")
	var done []string
	if err := s.eachResult(inputs, func(r *result) error { done = append(done, r.shown); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(done) != 1 || done[0] != "c.txt" {
		t.Errorf("done %q, want c.txt alone", done)
	}
	if s.code != failed || len(s.skipped) != 2 || s.skipped[0].Path != "a.txt" || s.skipped[1].Path != "b.txt" {
		t.Errorf("code %d, skipped %v", s.code, s.skipped)
	}
	for _, want := range []string{"emend: a.txt: internal error: ", "emend: b.txt: no such file or directory\n"} {
		if !strings.Contains(errs.String(), want) {
			t.Errorf("messages lack %q:\n%s", want, errs)
		}
	}
}

// Colour: the flag over NO_COLOR over CLICOLOR_FORCE over the terminal.
func TestColored(t *testing.T) {
	s, _ := testSession(t)
	for _, test := range []struct {
		flag, no, force string
		want            bool
	}{
		{"auto", "", "", false}, {"auto", "", "1", true}, {"auto", "", "0", false}, {"auto", "1", "1", false},
		{"always", "1", "", true}, {"never", "", "1", false},
	} {
		s.opts.color = test.flag
		t.Setenv("NO_COLOR", test.no)
		t.Setenv("CLICOLOR_FORCE", test.force)
		if got := s.colored(); got != test.want {
			t.Errorf("--color %s, NO_COLOR=%q, CLICOLOR_FORCE=%q: %v", test.flag, test.no, test.force, got)
		}
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"café.txt": "café.txt", "a\x1b[31m": `a\x1b[31m`, "a\nb": `a\nb`, "a\u202eb": `a\u202eb`, "a\xffb": `a\xffb`, "a\u00adb": `a\u00adb`, "“x”": "“x”",
	} {
		if got := escape(in); got != want {
			t.Errorf("escape(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for in, want := range map[string]int64{"0": 0, "17": 17, "64k": 64 << 10, "1.5M": 3 << 19, "256MiB": 256 << 20, "2GB": 2 << 30} {
		var n size
		if err := n.Set(in); err != nil || int64(n) != want {
			t.Errorf("%s: %d, %v; want %d", in, n, err, want)
		}
	}
	for _, in := range []string{"", "k", "-1", "1e300G", "12x", "1 k", "1kk", "NaN", "1MM"} {
		var n size
		if err := n.Set(in); err == nil {
			t.Errorf("%q is taken as %d", in, n)
		}
	}
}

func TestNearest(t *testing.T) {
	of := []string{"check", "config", "diff", "fix", "words"}
	for in, want := range map[string]string{"chekc": "check", "dif": "diff", "fxi": "", "word": "words", "Check": "check", "zebra": ""} {
		if got := nearest(in, of); got != want {
			t.Errorf("nearest(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestProgressLine(t *testing.T) {
	got := progressLine(120, 900, 3_400_000, 20_400_000, 2*time.Second)
	if want := "120 of 900 files, 3.4 of 20.4 MB, 1.7 MB/s, 10s left"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A word list keeps its comments, its order and its line ends.
func TestWordList(t *testing.T) {
	for _, test := range []struct{ name, in, word, want string }{
		{"empty", "", "b", "b\n"},
		{"sorted in", "a\nc\n", "B", "a\nB\nc\n"},
		{"no line end", "a\nc", "b", "a\nb\nc\n"},
		{"carriage returns", "a\r\nc\r\n", "b", "a\r\nb\r\nc\r\n"},
		{"comments alone", "# words\n", "b", "# words\nb\n"},
		{"last run", "# people\nZoe\n\n# places\nAsh\n", "Bath", "# people\nZoe\n\n# places\nAsh\nBath\n"},
		{"marks do not count", "a\n!b\n-d\n", "c", "a\n!b\nc\n-d\n"},
	} {
		l := parseWordList([]byte(test.in))
		l.drop(test.word)
		l.insert(test.word)
		if got := string(l.bytes()); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
		again := parseWordList([]byte(test.want))
		again.drop(test.word)
		again.insert(test.word)
		if got := string(again.bytes()); got != test.want {
			t.Errorf("%s, twice: %q, want %q", test.name, got, test.want)
		}
	}
}

// Files are found in the order of their paths and once, however they are named.
func TestGatherOnce(t *testing.T) {
	s, _ := testSession(t)
	os.Mkdir("sub", 0o777)
	for _, name := range []string{"b.txt", "a.txt", "sub/c.txt"} {
		os.WriteFile(filepath.FromSlash(name), nil, 0o666)
	}
	wd, _ := os.Getwd()
	inputs, err := s.gather([]string{"sub", "./b.txt", ".", filepath.Join(wd, "a.txt"), "sub/../a.txt"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, in := range inputs {
		got = append(got, in.shown)
	}
	if strings.Join(got, " ") != "a.txt b.txt sub/c.txt" {
		t.Errorf("found %q", got)
	}
}
