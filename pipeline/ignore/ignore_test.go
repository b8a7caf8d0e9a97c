package ignore_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"emend/pipeline/ignore"
)

var patterns = []string{
	"a", "*.txt", "!keep.txt", "/a", "a/", "/a/", "a/b", "a/*", "a/**", "**/b", "**/a/b", "a/**/b", "**", "*", "***", "a**b",
	"[ab]", "[!a-c]", "[^a-c]", "[]]", "[]-]", "[a-]", "[[:alpha:]]", "[[:digit:]x]*", "[[:nope:]]", "[a", "a[", `\a`, `\!a`, `\#a`, "#a", `a\`,
	`a\ `, "a ", "a  ", `[\]]`, "?", "??", "a?b", "é", "[é]", "*/b", "b/*/c", "/*", "/**", "**/", "a//b", "/", "//", "!", "!/", "a/[!b]", "*/",
	"a*b*c", "*a*", ".*", "[/]", "a[/]b", "\ta", "a\r", `\*`, `[\\]`, "[a-c-e]", "[c-a]", "foo/**/bar", "!**/b", "/**/b", "a/***/b", "**a/b", "a/b**",
	"[[:alpha:]-z]", "[--0]", "[!]a]", "b/", "c/d/", "!a/b/c", "a\x80", "/b/**/c", "*.t[xy]t",
}

var paths = []string{
	"a", "b", "c", "abc", "axb", "ab", "a.txt", "keep.txt", "a/b", "a/c", "a/b/c", "b/a", "b/x/c", "b/c", "x/a/b", "x/b", "c/d", "c/d/e", ".h", "é", "é/a",
	"]", "-", "!a", "#a", "a ", "a]b", "1x", "x/y/a.txt", "foo/bar", "foo/x/bar", "foo/x/y/bar", "*", "\\", "d", "a/a/b", "z", "x/.h", "a\x80", "a b", "a/d/e/b",
}

// TestAsGitDoes compares with git check-ignore on every pattern alone, and on random lists.
func TestAsGitDoes(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	var lists [][]string
	for _, p := range patterns {
		lists = append(lists, []string{p})
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 80 {
		var l []string
		for range 2 + random.IntN(4) {
			l = append(l, patterns[random.IntN(len(patterns))])
		}
		lists = append(lists, l)
	}
	dir := t.TempDir()
	git := func(stdin string, args ...string) []byte {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "HOME="+dir)
		cmd.Stdin = strings.NewReader(stdin)
		out, _ := cmd.Output() // exit 1: nothing is ignored
		return out
	}
	git("", "init", "-q", ".")
	for _, p := range paths { // parents first: a path with something below it becomes a folder
		os.MkdirAll(filepath.Join(dir, filepath.Dir(p)), 0o777)
	}
	dirs := make(map[string]bool)
	for _, p := range paths {
		if info, err := os.Stat(filepath.Join(dir, p)); err == nil && info.IsDir() {
			dirs[p] = true
		} else if err := os.WriteFile(filepath.Join(dir, p), nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	compared := 0
	for _, list := range lists {
		src := strings.Join(list, "\n") + "\n"
		if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
		ignored := make(map[string]bool)
		for p := range bytes.SplitSeq(git(strings.Join(paths, "\x00")+"\x00", "check-ignore", "-z", "--stdin", "--no-index"), []byte{0}) {
			ignored[string(p)] = true
		}
		l := ignore.Parse([]byte(src))
		for _, p := range paths {
			compared++
			if got := ours(l, p, dirs[p]); got != ignored[p] {
				t.Errorf("patterns %q, path %q (folder: %v): ignored %v, git says %v", list, p, dirs[p], got, ignored[p])
			}
		}
	}
	t.Logf("%d comparisons", compared)
}

// ours decides as a walk does: what lies in an ignored folder is never looked at.
func ours(l ignore.List, path string, dir bool) bool {
	parts := strings.Split(path, "/")
	for i := range parts {
		last := i == len(parts)-1
		if ignored, _ := l.Match(strings.Join(parts[:i+1], "/"), !last || dir); ignored {
			return true
		}
	}
	return false
}

func FuzzParse(f *testing.F) {
	for _, p := range patterns {
		f.Add(p, "a/b")
	}
	f.Fuzz(func(t *testing.T, src, path string) {
		ignore.Parse([]byte(src)).Match(path, false) // must not panic
	})
}

func BenchmarkMatch(b *testing.B) {
	l := ignore.Parse([]byte("*.log\n/build/\n**/cache/**\nnode_modules/\n*.tmp\n!keep.tmp\n"))
	for i := range b.N {
		l.Match(fmt.Sprintf("letters/1848/%d.txt", i&1023), false)
	}
}
