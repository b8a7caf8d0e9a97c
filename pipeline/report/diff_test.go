package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// splicing is a file with edits that are accepted.
type splicing struct {
	name  string
	src   string
	edits []text.Edit
}

func edit(start, end int, new string) text.Edit {
	return text.Edit{Range: text.Range{Start: start, End: end}, New: new, Reads: new}
}

// replace is the edits that replace every old by new.
func replace(src, old, new string) (edits []text.Edit) {
	for at := 0; ; {
		i := strings.Index(src[at:], old)
		if i < 0 {
			return edits
		}
		edits = append(edits, edit(at+i, at+i+len(old), new))
		at += i + len(old)
	}
}

func (s *splicing) changeset() *review.Changeset {
	var found []review.Finding
	for _, e := range s.edits {
		f := review.Finding{Rule: "misspelling", Old: s.src[e.Start:e.End], Range: e.Range,
			Suggestions: []review.Suggestion{{New: e.New, Confidence: 0.9, Edits: []text.Edit{e}}}}
		f.Accept(0, "ledger")
		found = append(found, f)
	}
	return review.NewChangeset(&text.Document{Path: s.name, Encoding: "utf-8", Source: []byte(s.src), Text: &text.Text{}}, found)
}

func (s *splicing) spliced(t testing.TB) []byte {
	out, err := text.Splice([]byte(s.src), s.edits)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// patchOf is the diff of all the splicings in one.
func patchOf(t testing.TB, o Options, all []splicing) []byte {
	var out bytes.Buffer
	w := diffReport.New(&out, o)
	for i := range all {
		if err := w.File(all[i].changeset()); err != nil {
			t.Fatalf("%q: %v", all[i].name, err)
		}
	}
	if err := w.Close(&review.Summary{}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var patchers = [][]string{
	{"git", "apply"},
	{"patch", "-p1", "--silent", "--fuzz=0", "--no-backup-if-mismatch"},
}

// apply has each tool apply one patch to all the files and compares what comes of it with the
// spliced bytes.
func apply(t *testing.T, patch []byte, all []splicing) {
	t.Helper()
	for _, tool := range patchers {
		if _, err := exec.LookPath(tool[0]); err != nil {
			t.Logf("%s is not installed: the diff was not tried on it", tool[0])
			continue
		}
		dir := t.TempDir()
		for _, s := range all {
			file := filepath.Join(dir, patchName(s.name))
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(s.src), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command(tool[0], tool[1:]...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir), "LC_ALL=C")
		cmd.Stdin = bytes.NewReader(patch)
		said, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s refused the diff: %v\n%s", tool[0], err, said)
		}
		if tool[0] == "patch" && len(said) > 0 {
			t.Errorf("patch was not happy with the diff:\n%s", said)
		}
		for _, s := range all {
			got, err := os.ReadFile(filepath.Join(dir, patchName(s.name)))
			if err != nil {
				t.Errorf("%s on %q: %v", tool[0], s.name, err)
			} else if want := s.spliced(t); !bytes.Equal(got, want) {
				t.Errorf("%s made of %q %q\n got %q\nwant %q", tool[0], s.name, s.src, got, want)
			}
		}
	}
}

func handCases() []splicing {
	lines := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "line %d\n", i+1)
		}
		return b.String()
	}
	of := func(name, src, old, new string) splicing { return splicing{name, src, replace(src, old, new)} }
	return []splicing{
		of("middle", lines(20), "line 10\n", "verse 10\n"),
		of("first line", lines(9), "line 1\n", "verse 1\n"),
		of("last-line", lines(9), "line 9", "verse 9"),
		of("only", "tbe\n", "tbe", "the"),
		of("only-without-end", "tbe", "tbe", "the"),
		of("no-final-newline", "one\ntwo\ntbree", "tbree", "three"),
		of("no-final-newline-far", lines(9)+"end", "line 2", "verse 2"),
		of("no-final-newline-near", lines(3)+"end", "line 2", "verse 2"),
		of("final-newline-added", "one\ntwo", "two", "two\n"),
		of("final-newline-taken", "one\ntwo\n", "two\n", "two"),
		of("empty-lines", "\n\n\ntbe\n\n\n", "tbe", "the"),
		of("only-empty-lines", "\n\n\n\n", "\n\n\n\n", "\n"),
		of("line-made-empty", "one\ntwo\nthree\n", "two", ""),
		of("file-made-empty", "one\ntwo\n", "one\ntwo\n", ""),
		of("crlf", "one\r\ntbe\r\nthree\r\n", "tbe", "the"),
		of("crlf-to-lf", "one\r\ntwo\r\n", "\r\n", "\n"),
		of("mixed", "one\r\ntbe\nthree\rfour\ntbe", "tbe", "the"),
		of("cr-only", "one\rtbe\rthree\r", "tbe", "the"),
		of("adjacent-lines", "tbe\ntbe\ntbe\nfour\n", "tbe", "the"),
		of("twice-in-a-line", "tbe cat and tbe dog\n", "tbe", "the"),
		of("every-line", lines(30), "line", "verse"),
		{"adjacent-hunks", lines(30), append(replace(lines(30), "line 5\n", "verse 5\n"), replace(lines(30), "line 13\n", "verse 13\n")...)},
		{"context-touches", lines(30), append(replace(lines(30), "line 5\n", "verse 5\n"), replace(lines(30), "line 12\n", "verse 12\n")...)},
		{"context-overlaps", lines(30), append(replace(lines(30), "line 5\n", "verse 5\n"), replace(lines(30), "line 9\n", "verse 9\n")...)},
		of("line-deleted", lines(9), "line 5\n", ""),
		of("first-line-deleted", lines(9), "line 1\n", ""),
		of("last-line-deleted", lines(9), "line 9\n", ""),
		of("last-line-deleted-no-end", "one\ntwo", "\ntwo", ""),
		of("lines-joined", "dictator-\nship of\nthe\n", "-\n", ""),
		of("last-lines-joined", "dictator-\nship", "-\n", ""),
		of("lines-parted", "one two\nthree\n", " ", "\n"),
		of("lines-put-in", lines(9), "line 5\n", "line 5\nline 5a\nline 5b\n"),
		of("grown-then-shifted", lines(40), "0\n", "0\nand more\n"),
		of("line-like-a-header", "-- a\n++ b\n-- c\n", " b", " B"),
		of("line-like-a-marker", "\\ No newline at end of file\ntbe\n", "tbe", "the"),
		of("latin-1", "caf\xe9 tbe\n\xff\n", "tbe", "th\xe9"),
		of("nul", "a\x00b\ntbe\x00\n", "tbe", "the"),
		of("utf-16le", "\xff\xfet\x00b\x00e\x00\n\x00\n\x01o\x00\n\x00", "b\x00", "h\x00"),
		of("utf-16be", "\xfe\xff\x00t\x00b\x00e\x00\n\x01\n\x00o\x00\n", "\x00b", "\x00h"),
		of("two words", "tbe\n", "tbe", "the"),
		of("folder/with space/deep.txt", "tbe\n", "tbe", "the"),
		of("tab\tname", "tbe\n", "tbe", "the"),
		of("line\nname", "tbe\n", "tbe", "the"),
		of("return\rname", "tbe\n", "tbe", "the"),
		of("quote\"name", "tbe\n", "tbe", "the"),
		of("back\\slash", "tbe\n", "tbe", "the"),
		of("escape\x1b[2Jname", "tbe\n", "tbe", "the"),
		of("override\u202ename", "tbe\n", "tbe", "the"),
		of("no-break\u00a0space", "tbe\n", "tbe", "the"),
		of("bytes\xff\xfename", "tbe\n", "tbe", "the"),
		of("ünïcode-名", "tbe\n", "tbe", "the"),
		of("-dash", "tbe\n", "tbe", "the"),
		of("tab\tand space", "tbe\n", "tbe", "the"),
		of("a folder /and \"quotes\" /x", "tbe\n", "tbe", "the"),
		of("a b/ b/a b/c", "tbe\n", "tbe", "the"),
		of(" space first", "tbe\n", "tbe", "the"),
		of("space last ", "tbe\n", "tbe", "the"),
		of("./dot/./path.txt", "tbe\n", "tbe", "the"),
		of("/rooted/path.txt", "tbe\n", "tbe", "the"),
		of("b/a/b.txt", "tbe\n", "tbe", "the"),
	}
}

func TestDiffApplies(t *testing.T) {
	all := handCases()
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) { apply(t, patchOf(t, Options{}, []splicing{s}), []splicing{s}) })
	}
	t.Run("all in one", func(t *testing.T) { apply(t, patchOf(t, Options{}, all), all) })
	t.Run("one line of context", func(t *testing.T) { apply(t, patchOf(t, Options{Context: 1}, all), all) })
	t.Run("ten lines of context", func(t *testing.T) { apply(t, patchOf(t, Options{Context: 10}, all), all) })
}

// random is a file of a few kinds of bytes with disjoint edits.
func random(r *rand.Rand, name string) splicing {
	pieces := []string{"a", "b", "\n", "\n", "\n", "\r\n", "\r", "\x00", "é", "\xff", "the words of a line\n", "- ", "+ ", "\\ "}
	draw := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		return b.String()
	}
	s := splicing{name: name, src: draw(1 + r.IntN(80))}
	for at := r.IntN(8); at < len(s.src); at += r.IntN(40) {
		end := min(len(s.src), at+1+r.IntN(4))
		s.edits = append(s.edits, edit(at, end, draw(r.IntN(3))))
		at = end
	}
	return s
}

func TestDiffAppliesAtRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		var all []splicing
		for i := range 300 {
			all = append(all, random(r, fmt.Sprintf("random/%d.txt", i)))
		}
		apply(t, patchOf(t, Options{Context: 1 + r.IntN(5)}, all), all)
	}
}

// unpatch applies the hunks of one file without any tool, so that a fuzzer can do it often.
func unpatch(src, patch []byte) ([]byte, error) {
	var out []byte
	lines := bytes.SplitAfter(patch, lf)
	old := bytes.SplitAfter(src, lf)
	at := 0
	for i := 3; i < len(lines) && len(lines[i]) > 0; { // behind the mark and the two heads
		var from, count int
		head := string(lines[i])
		if n, _ := fmt.Sscanf(head, "@@ -%d,%d", &from, &count); n < 2 {
			if n, _ := fmt.Sscanf(head, "@@ -%d", &from); n < 1 {
				return nil, fmt.Errorf("no hunk: %q", head)
			}
			count = 1
		}
		if count > 0 {
			from--
		}
		for ; at < from; at++ {
			out = append(out, old[at]...)
		}
		for i++; i < len(lines) && len(lines[i]) > 0 && lines[i][0] != '@'; i++ {
			body := lines[i][1:]
			if i+1 < len(lines) && bytes.HasPrefix(lines[i+1], []byte("\\ No newline")) {
				body = body[:len(body)-1]
			}
			switch lines[i][0] {
			case ' ', '-':
				if !bytes.Equal(old[at], body) {
					return nil, fmt.Errorf("line %d is %q, the diff has %q", at+1, old[at], body)
				}
				at++
				if lines[i][0] == ' ' {
					out = append(out, body...)
				}
			case '+':
				out = append(out, body...)
			case '\\':
			default:
				return nil, fmt.Errorf("line of a hunk: %q", lines[i])
			}
		}
	}
	for ; at < len(old); at++ {
		out = append(out, old[at]...)
	}
	return out, nil
}

func FuzzDiff(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, uint8(seed%5))
	}
	f.Fuzz(func(t *testing.T, seed uint64, context uint8) {
		s := random(rand.New(rand.NewPCG(seed, 7)), "x")
		patch := patchOf(t, Options{Context: int(context % 8)}, []splicing{s})
		want := s.spliced(t)
		got, err := unpatch([]byte(s.src), patch)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%q with %v\n got %q, %v\nwant %q\n%s", s.src, s.edits, got, err, want, patch)
		}
		if len(s.edits) == 0 && len(patch) > 0 {
			t.Fatalf("nothing is accepted, and the diff is %q", patch)
		}
	})
}

// TestDiffAgrees compares with git diff where two diffs must be the same to a byte: lines that are all
// different, with one word replaced in some of them.
func TestDiffAgrees(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	r := rand.New(rand.NewPCG(3, 4))
	dir := t.TempDir()
	for range 60 {
		var b strings.Builder
		s := splicing{name: "x"}
		for i, n := 0, 1+r.IntN(60); i < n; i++ {
			fmt.Fprintf(&b, "line %d has ", i)
			if r.IntN(8) == 0 || i == n/2 {
				s.edits = append(s.edits, edit(b.Len(), b.Len()+3, "the"))
			}
			b.WriteString("tbe end")
			if i < n-1 || r.IntN(2) == 0 {
				b.WriteString("\n")
			}
		}
		s.src = b.String()
		for name, content := range map[string][]byte{"old": []byte(s.src), "new": s.spliced(t)} {
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		cmd := exec.Command("git", "-c", "diff.suppressBlankEmpty=false", "diff", "--no-index", "--no-color", "--unified=3", "old", "new")
		cmd.Dir = dir
		said, _ := cmd.Output() // git says with its exit code that there are differences
		_, want, _ := strings.Cut(string(said), "\n@@")
		_, got, _ := strings.Cut(string(patchOf(t, Options{}, []splicing{s})), "\n@@")
		// git quotes the line that it takes for a heading after the second @@.
		want = regexp.MustCompile(`(?m)^(@@ -[0-9,]+ \+[0-9,]+ @@).*$`).ReplaceAllString("@@"+want, "$1")
		if got = "@@" + got; got != want {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	}
}

func TestDiffRefusesOverlap(t *testing.T) {
	s := splicing{"x", "abcdef\n", []text.Edit{edit(0, 3, "x"), edit(2, 4, "y")}}
	if err := diffReport.New(&bytes.Buffer{}, Options{}).File(s.changeset()); err == nil {
		t.Error("two accepted edits want the same bytes, and the diff says nothing of it")
	}
	s.edits = []text.Edit{edit(4, 99, "")}
	c := (&splicing{name: "x", src: strings.Repeat("x", 100), edits: s.edits}).changeset()
	c.Document.Source = c.Document.Source[:50]
	if err := diffReport.New(&bytes.Buffer{}, Options{}).File(c); err == nil {
		t.Error("an edit past the end of the file went through")
	}
}

func TestDiffForEyes(t *testing.T) {
	for _, c := range []struct{ src, old, new, want string }{
		{"a\x1b[2J\u202eb\n", "a", "\x9b", "-a<U+001B>[2J<U+202E>b\n+<0x9B><U+001B>[2J<U+202E>b\n"},
		{"tbe\r\nend\r\n", "tbe", "the", "-tbe\n+the\n end\n"},
		{"tbe\r\nend\n", "tbe", "the", "-tbe<U+000D>\n+the<U+000D>\n end\n"},
		{"one\r\n", "\r\n", "\n", "-one<U+000D>\n+one\n"},
	} {
		s := splicing{"x", c.src, replace(c.src, c.old, c.new)}
		for _, o := range []Options{{Terminal: true}, {Color: true}} {
			got := string(patchOf(t, o, []splicing{s}))
			if o.Color == (plainText(got) == got) {
				t.Errorf("%+v: %q", o, got)
			}
			if _, got, _ = strings.Cut(plainText(got), " @@\n"); got != c.want {
				t.Errorf("%q, %+v: got %q, want %q", c.src, o, got, c.want)
			}
		}
	}
	doc := latin1("old.txt", "un cafe\r\nl'\u00e9t\u00e9\r\n")
	f := find(doc, 0, "accent", "cafe", "", to("caf\u00e9", 0.9))
	f.Accept(0, "ledger")
	var out bytes.Buffer
	if err := diffReport.New(&out, Options{Terminal: true}).File(review.NewChangeset(doc, []review.Finding{f})); err != nil {
		t.Fatal(err)
	}
	if _, got, _ := strings.Cut(out.String(), " @@\n"); got != "-un cafe\n+un caf\u00e9\n l'\u00e9t\u00e9\n" {
		t.Errorf("iso-8859-1: %q", got)
	}
}

// plainText is a report without the colours that are its own.
func plainText(s string) string {
	for _, code := range []style{bold, faint, red, green, cyan, reset} {
		s = strings.ReplaceAll(s, string(code), "")
	}
	return s
}

func BenchmarkDiff(b *testing.B) {
	src := strings.Repeat("of tbe same kind as before, and no more than that was ever said of it\n", 100_000)
	s := splicing{"x", src, replace(src, "tbe", "the")}
	c := s.changeset()
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		w := diffReport.New(discard{}, Options{})
		if err := w.File(c); err != nil {
			b.Fatal(err)
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
