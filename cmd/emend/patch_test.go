package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestParsePatch(t *testing.T) {
	for name, c := range map[string]struct {
		patch string
		want  string // of each file, or the error
	}{
		"nothing":          {"", "map[]"},
		"two hunks":        {"--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n+b\n+c\n@@ -9,0 +11 @@\n+d\n", "x:[{1 2} {11 11}]"},
		"context":          {"--- a/x\n+++ b/x\n@@ -1,3 +1,4 @@\n one\n-two\n+zwei\n three\n+four\n", "x:[{2 2} {4 4}]"},
		"lines like heads": {"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a/y\n-@@ -1 +1 @@\n+++ b/y\n+diff --git a/z b/z\n", "x:[{1 2}]"},
		"no line end":      {"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n", "x:[{1 1}]"},
		"new":              {"diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n", "x:[{1 2}]"},
		"taken away":       {"--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n--- a/y\n+++ b/y\n@@ -0,0 +1 @@\n+b\n", "y:[{1 1}]"},
		"lines go":         {"--- a/x\n+++ b/x\n@@ -3,2 +2,0 @@\n-a\n-b\n", "x:[]"},
		"renamed":          {"diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n", "y:[]"},
		"renamed, changed": {"diff --git a/x b/y\nrename from x\nrename to y\n--- a/x\n+++ b/y\n@@ -2 +2 @@\n-a\n+b\n", "y:[{2 2}]"},
		"quoted":           {"--- \"a/\\303\\251\\t\\\"x\"\n+++ \"b/\\303\\251\\t\\\"x\"\n@@ -0,0 +1 @@\n+b\n", "é\t\"x:[{1 1}]"},
		"space in name":    {"--- a/x y\t\n+++ b/x y\t\n@@ -0,0 +1 @@\n+b\n", "x y:[{1 1}]"},
		"diff -u":          {"--- x\t2020-01-01\n+++ x\t2020-01-02\n@@ -0,0 +1 @@\n+b\n", "x:[{1 1}]"},
		"folder a":         {"--- a/x\n+++ a/x\n@@ -0,0 +1 @@\n+b\n", "a/x:[{1 1}]"},
		"mnemonic":         {"--- i/x\n+++ w/x\n@@ -0,0 +1 @@\n+b\n", "x:[{1 1}]"},
		"binary":           {"diff --git a/x y b/x y\nindex 1..2\nBinary files a/x y and b/x y differ\n", "x y:all"},
		"blank lost":       {"--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@\n\n+b\n c\n", "x:[{2 2}]"},
		"CR LF":            {"--- a/x\r\n+++ b/x\r\n@@ -0,0 +1 @@\r\n+b\r\n", "x:[{1 1}]"},
		"a mail around it": {"From: me\nSubject: x\n\n---\n x | 1 +\n\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+b\n-- \n2.39\n", "x:[{1 1}]"},

		"breaks off":  {"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n", "4: the patch breaks off in a hunk"},
		"combined":    {"--- a/x\n+++ b/x\n@@@ -1 -1 +1 @@@\n", "3: a combined diff of a merge; give the diff of two versions"},
		"no file":     {"@@ -1 +1 @@\n-a\n+b\n", "1: a hunk of no file: the lines --- and +++ are missing"},
		"no head":     {"--- a/x\n+++ b/x\n@@ -x +1 @@\n", "3: no head of a hunk; want @@ -LINE,COUNT +LINE,COUNT @@"},
		"too many":    {"--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n-b\n", "5: the hunk has more lines than its head says"},
		"other signs": {"--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n>a\n", "4: no line of a hunk; it begins with none of +, - and blank"},
	} {
		files, err := parsePatch([]byte(c.patch))
		got := ""
		for name, f := range files {
			got += fmt.Sprintf("%s:%v", name, f.lines)
			if f.all {
				got = name + ":all"
			}
		}
		if err != nil {
			got = err.Error()
		} else if len(files) == 0 {
			got = "map[]"
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// FuzzPatch: no patch brings it down, and ranges are in order.
func FuzzPatch(f *testing.F) {
	f.Add([]byte("diff --git a/x b/x\n--- a/x\n+++ \"b/\\303x\"\n@@ -1,2 +1,3 @@\n a\n+b\n\\ No\n c\n@@ -9 +10 @@\n-x\n+y\n"))
	f.Add([]byte("Binary files a and b differ\nrename to \"\\\nGIT binary patch\n@@@ "))
	f.Fuzz(func(t *testing.T, src []byte) {
		files, _ := parsePatch(src)
		for _, c := range files {
			last := -1
			for _, r := range c.lines {
				if r.first <= last || r.last < r.first {
					t.Fatalf("%v", c.lines)
				}
				last = r.last
			}
		}
	})
}

// TestPatchOfGit: the lines that git says are new are those that an edit put there, whatever the file is
// called.
func TestPatchOfGit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	names := []string{"plain.txt", "a b.txt", "é.txt", "tab\tquote\"back\\slash.txt", "b/a/x", "line\nend"}
	for seed, name := range names {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		var old, new []string
		want := &fileChanges{}
		for i := range 60 {
			line := fmt.Sprintf("line %d of it\n", i)
			switch r.IntN(5) {
			case 0:
				old = append(old, line) // goes
			case 1:
				new = append(new, "++ b/new "+line)
				want.add(len(new))
			default:
				old, new = append(old, line), append(new, line)
			}
		}
		for side, lines := range map[string][]string{"1": old, "2": new} {
			file := filepath.Join(dir, side, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(strings.Join(lines, "")), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		c := exec.Command("git", "diff", "--no-index", "--unified="+fmt.Sprint(seed%4), "1/"+name, "2/"+name)
		c.Dir = dir
		out, _ := c.Output() // it exits 1 where files differ
		files, err := parsePatch(out)
		if err != nil || !reflect.DeepEqual(files["2/"+name], want) {
			t.Errorf("%q: %v: got %v, want %v in\n%s", name, err, files, want, out)
		}
	}
}

// TestRecognize pairs findings with a baseline.
func TestRecognize(t *testing.T) {
	k := func(id, before, after string) known {
		return known{Path: "x", Rule: "r", Old: "tbe", Before: before, After: after, ID: id}
	}
	for name, c := range map[string]struct {
		entries, found []known
		want           []bool
		gone           int
	}{
		"the same":           {[]known{k("1", "a", "b")}, []known{k("1", "a", "b")}, []bool{true}, 0},
		"one side":           {[]known{k("1", "a", "b")}, []known{k("2", "a", "c")}, []bool{true}, 0},
		"neither":            {[]known{k("1", "a", "b")}, []known{k("2", "c", "d")}, []bool{false}, 1},
		"empty sides":        {[]known{k("1", "", "b")}, []known{k("2", "", "d")}, []bool{false}, 1},
		"a second one":       {[]known{k("1", "a", "b")}, []known{k("2", "a", "b"), k("1", "a", "b")}, []bool{false, true}, 0},
		"one for two":        {[]known{k("1", "a", "b")}, []known{k("2", "a", "c"), k("3", "a", "d")}, []bool{true, false}, 0},
		"each side has one":  {[]known{k("1", "a", "b"), k("2", "c", "d")}, []known{k("3", "a", "d"), k("4", "c", "b")}, []bool{true, true}, 0},
		"another reading":    {[]known{k("1", "a", "b")}, []known{{Path: "x", Rule: "r", Old: "tbo", Before: "a", After: "b", ID: "2"}}, []bool{false}, 1},
		"nothing":            {nil, []known{k("1", "a", "b")}, []bool{false}, 0},
		"all are right now":  {[]known{k("1", "a", "b"), k("2", "c", "d")}, nil, []bool{}, 2},
		"the order is other": {[]known{k("1", "a", "b"), k("2", "c", "d")}, []known{k("2", "c", "d"), k("1", "a", "b")}, []bool{true, true}, 0},
	} {
		if got, gone := recognize(c.entries, c.found); !reflect.DeepEqual(got, c.want) || gone != c.gone {
			t.Errorf("%s: got %v, %d gone", name, got, gone)
		}
	}
}
