package patch

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

const heads = "--- a/x\n+++ b/x\n"

func one(t testing.TB, patch string, c Counting) *File {
	t.Helper()
	files, err := Parse([]byte(patch), c)
	if err != nil || len(files) != 1 {
		t.Fatalf("%q: %d files, %v", patch, len(files), err)
	}
	return files[0]
}

func TestApply(t *testing.T) {
	for name, c := range map[string]struct{ src, hunks, before, after string }{
		"to do":             {"a\nb\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", "a\nb\nc\n", "a\nB\nc\n"},
		"made already":      {"a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", "a\nb\nc\n", "a\nB\nc\n"},
		"half made":         {"a\nB\nc\nd\ne\nf\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n@@ -5,2 +5,2 @@\n-e\n+E\n f\n", "a\nb\nc\nd\ne\nf\n", "a\nB\nc\nd\nE\nf\n"},
		"moved":             {"x\ny\na\nb\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", "x\ny\na\nb\nc\n", "x\ny\na\nB\nc\n"},
		"lines lost before": {"b\nc\nd\ne\n", "@@ -3,3 +3,3 @@\n c\n-d\n+D\n e\n", "b\nc\nd\ne\n", "b\nc\nD\ne\n"},
		"no last end":       {"a\nb", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+B\n\\ No newline at end of file\n", "a\nb", "a\nB"},
		"an end gained":     {"a\nb", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n", "a\nb", "a\nb\n"},
		"at the end, twice": {"a\nx\n", "@@ -1 +1,2 @@\n a\n+x\n", "a\n", "a\nx\n"},
		"without context":   {"a\nb\n", "@@ -1,0 +2 @@\n+x\n", "a\nb\n", "a\nx\nb\n"},
		"CR LF":             {"a\r\nb\r\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+B\r\n", "a\r\nb\r\n", "a\r\nB\r\n"},
		"CR lost":           {"a\r\nb\r\n", "@@ -1,2 +1,2 @@\n a\n-b\n+B\n", "a\r\nb\r\n", "a\r\nB\r\n"},
		"bytes":             {"\xe9\nb\n", "@@ -1,2 +1,2 @@\n-\xe9\n+\xe8\n b\n", "\xe9\nb\n", "\xe8\nb\n"},
		"no change left":    {"a\nb\n", "@@ -1,2 +1,2 @@\n a\n b\n", "a\nb\n", "a\nb\n"},
		"edited, longer":    {"a\nb\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n+and more\n c\n", "a\nb\nc\n", "a\nB\nand more\nc\n"},
		"edited, shorter":   {"a\nb\nc\nd\n", "@@ -1,4 +1,4 @@\n a\n-b\n+B\n@@ -4 +4 @@\n-d\n+D\n", "a\nb\nc\nd\n", "a\nB\nc\nD\n"},
		"its own heads":     {"a\n-- x\n", "@@ -1,2 +1,2 @@\n a\n--- x\n+++ y\n", "a\n-- x\n", "a\n++ y\n"},
	} {
		r, err := Apply([]byte(c.src), one(t, heads+c.hunks, Edited))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if string(r.Before) != c.before || string(r.After) != c.after {
			t.Errorf("%s: %q and %q, want %q and %q", name, r.Before, r.After, c.before, c.after)
		}
	}
}

func TestApplyRefuses(t *testing.T) {
	for name, c := range map[string]struct{ src, hunks, want string }{
		"other line":     {"a\nx\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", `3: the hunk does not fit: line 2 has "x\n", the patch "b\n"`},
		"ends before":    {"a\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n", `3: the hunk does not fit: the file ends at line 1, the patch wants "b\n" there`},
		"two places":     {"x\na\nb\na\nb\n", "@@ -9,2 +9,2 @@\n a\n-b\n+B\n \n", `3: the hunk`},
		"half a line":    {"a\nbc\n", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+B\n", `3: the hunk`},
		"not at the end": {"a\nb\nc\nd\n", "@@ -1,2 +1,3 @@\n a\n b\n+x\n", `3: the hunk`},
	} {
		if _, err := Apply([]byte(c.src), one(t, heads+c.hunks, Edited)); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
	// What the end of the patch cuts off is an error unless it is said to be meant.
	cut := []byte(heads + "@@ -1,3 +1,3 @@\n a\n-b\n+B\n")
	if _, err := Parse(cut, Edited); err == nil || err.Error() != "6: the patch breaks off in a hunk" {
		t.Error(err)
	}
	if _, err := Parse(cut, Recount); err != nil {
		t.Error(err)
	}
}

func TestMarks(t *testing.T) {
	files, err := Parse([]byte(Signature+"x 0123456789ab 111122223333\n"+heads+"@@ -1 +1 @@\n-a\n+b\n"+Signature+"\"y \\\"z\" 444455556666\n"+Signature+"w\n--- a/w\n+++ b/w\n"), Edited)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, f := range files {
		name, ids := CutMark(f.Mark)
		got += fmt.Sprintf("%s=%s%v %d; ", f.Name, name, ids, len(f.Hunks))
	}
	if want := `x=x[0123456789ab 111122223333] 1; y "z=y "z[444455556666] 0; w=w[] 0; `; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzApply: whatever is not in a hunk stays, and making the patch again finds it made.
func FuzzApply(f *testing.F) {
	f.Add([]byte("a\nb\nc\n"), []byte(heads+"@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"))
	f.Add([]byte("a\nb"), []byte(heads+"@@ -1,2 +1 @@\n a\n-b\n\\ No newline\n"))
	f.Add([]byte(""), []byte(heads+"@@ -0,0 +1 @@\n+a\n@@ -1,9 +2 @@\n-q\n"))
	f.Fuzz(func(t *testing.T, src, patch []byte) {
		files, err := Parse(patch, Edited)
		if err != nil {
			return
		}
		for _, file := range files {
			r, err := Apply(src, file)
			if err != nil {
				continue
			}
			if again, err := Apply(r.Before, file); err == nil && r.Made == 0 && !bytes.Equal(again.After, r.After) {
				t.Fatalf("%q, %q: %q, then %q", src, patch, r.After, again.After)
			}
			if r.Made == 0 && !bytes.Equal(r.Before, src) {
				t.Fatalf("%q, %q: before is %q", src, patch, r.Before)
			}
		}
	})
}
