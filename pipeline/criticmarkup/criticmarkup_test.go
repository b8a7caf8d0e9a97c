package criticmarkup

import (
	"strings"
	"testing"

	"emend/pipeline/text"
)

func TestWrite(t *testing.T) {
	mark := func(start, end int, new, comment string) Mark {
		return Mark{text.Change{Span: text.Span{Start: start, End: end}, New: new}, comment}
	}
	for _, c := range []struct {
		content string
		marks   []Mark
		want    string
	}{
		{"At tbe end", []Mark{mark(3, 6, "the", "")}, "At {~~tbe~>the~~} end"},
		{"At tbe end", []Mark{mark(3, 6, "the", "b for h")}, "At {~~tbe~>the~~}{>>b for h<<} end"},
		{"the the end", []Mark{mark(4, 8, "", "")}, "the {--the --}end"},
		{"the end", []Mark{mark(4, 4, "very ", "")}, "the {++very ++}end"},
		{"the end", []Mark{mark(4, 7, "end", "is it?")}, "the {==end==}{>>is it?<<}"},
		{"a {++ b ~> c", []Mark{mark(0, 1, "x~>y", "")}, `{~~a~>x\~>y~~} \{++ b \~> c`},
		{`back\`, []Mark{mark(5, 5, "x", "")}, `back\\{++x++}`},
		{`\{--`, nil, `\\\{--`},
		{`a\b \ c`, nil, `a\b \ c`},
	} {
		got := Write(c.content, c.marks)
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.content, got, c.want)
		}
	}
}

func TestRead(t *testing.T) {
	for in, want := range map[string][2]string{
		"a {~~b~>c~~} d":           {"a b d", "a c d"},
		"a {++b++}{--c--} {==d==}": {"a c d", "a b d"},
		"a {>>who?<<}b":            {"a b", "a b"},
		"a {++ b":                  {"a {++ b", "a {++ b"},
		"a {~~b~~} c":              {"a {~~b~~} c", "a {~~b~~} c"},
		`a \{++b++}`:               {"a {++b++}", "a {++b++}"},
		"{++a {--b--} c++}":        {"", "a {--b--} c"},
		"++} ~> x":                 {"++} ~> x", "++} ~> x"},
	} {
		var old, new strings.Builder
		for _, p := range Read(in) {
			old.WriteString(p.Reads(false))
			new.WriteString(p.Reads(true))
		}
		if old.String() != want[0] || new.String() != want[1] {
			t.Errorf("%q reads %q and %q, want %q", in, old.String(), new.String(), want)
		}
	}
}

// FuzzRoundTrip: what is written is read back: both sides of each mark, its comment, and the text between.
func FuzzRoundTrip(f *testing.F) {
	f.Add("At tbe end", "the", "b for h", 3, 6)
	f.Add(`a{++b\`, `~~}\`, `<<}\`, 1, 4)
	f.Add(`\\{--{{~~`, "", "{>>", 0, 2)
	f.Add("+++}", "+", "", 0, 1)
	f.Fuzz(func(t *testing.T, content, new, comment string, start, end int) {
		if start < 0 || end < start || end > len(content) {
			return
		}
		m := Mark{text.Change{Span: text.Span{Start: start, End: end}, New: new}, comment}
		out := Write(content, []Mark{m})
		var old, now, said strings.Builder
		for _, p := range Read(out) {
			if p.IsComment() {
				said.WriteString(p.New)
			}
			old.WriteString(p.Reads(false))
			now.WriteString(p.Reads(true))
		}
		if old.String() != content || now.String() != content[:start]+new+content[end:] || said.String() != comment {
			t.Fatalf("%q [%d:%d] %q %q\n writes %q\n reads %q, %q, %q", content, start, end, new, comment, out, old.String(), now.String(), said.String())
		}
		if got := Write(content, nil); content != "" {
			if ps := Read(got); len(ps) != 1 || ps[0].New != content {
				t.Fatalf("%q writes %q, reads %q", content, got, ps)
			}
		}
	})
}
