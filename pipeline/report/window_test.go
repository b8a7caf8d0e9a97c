package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/text"
)

func TestWindow(t *testing.T) {
	for _, c := range []struct {
		content, marked string
		width           int
		want            string
	}{
		{"all of it fits", "of", 40, "all |of| it fits"},
		{"first\nall of it\nlast", "of", 40, "all |of| it"},
		{"first\r\nall of it\r\nlast", "of", 40, "all |of| it"},
		{"0123456789 tbe 0123456789", "tbe", 13, "…789 |tbe| 012…"},
		{"tbe 0123456789", "tbe", 10, "|tbe| 0123…"},
		{"0123456789 tbe", "tbe", 10, "…6789 |tbe|"},
		{"a tbe 0123456789", "tbe", 12, "a |tbe| 0123…"},
		{"名古屋 tbe 名古屋", "tbe", 13, "…屋 |tbe| 名古…"},
		{"xxe\u0301e\u0301e\u0301 tbe", "tbe", 8, "…e\u0301e\u0301 |tbe|"},
		{"one\ttbe\ttwo", "tbe", 20, "one |tbe| two"},
		{"dictator-\nship of", "dictator-\nship", 40, "|dictator-↵ship| of"},
		{"0123456789", "0123456789", 8, "|012345|…"},
		{"a\x1bb", "b", 40, "a<U+001B>|b|"},
		{"a line of 21 columns.", "21", 21, "a line of |21| columns."},
		{"a line of 21 columns.", "21", 20, "…line of |21| columns…"},
		{"empty", "", 40, "||empty"},
		{"", "", 40, "||"},
	} {
		i := strings.Index(c.content, c.marked)
		w := windowOf(c.content, text.Span{Start: i, End: i + len(c.marked)}, c.width)
		if got := w.before + "|" + w.marked + "|" + w.after; got != c.want {
			t.Errorf("%q in %d columns: got %q, want %q", c.content, c.width, got, c.want)
		}
	}
}

func TestUnderline(t *testing.T) {
	for _, c := range []struct{ before, marked, want string }{
		{"a ", "tbe", "  ^~~"},
		{"名古屋 ", "名", "       ^~"},
		{"e\u0301 ", "e\u0301", "  ^"},
		{"ab", "", "  ^"},
		{"한 \u1112\u1161\u11ab ", "x", "      ^"},
	} {
		w := window{before: c.before, marked: c.marked}
		if blank, marks := w.underline(); blank+marks != c.want {
			t.Errorf("%q|%q|: got %q, want %q", c.before, c.marked, blank+marks, c.want)
		}
	}
}

func TestClip(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"short", 10, "short"},
		{"0123456789", 10, "0123456789"},
		{"0123456789a", 10, "012345…89a"},
		{strings.Repeat("名", 10), 10, "名名名…名"},
		{strings.Repeat("e\u0301", 12), 10, strings.Repeat("e\u0301", 6) + "…" + strings.Repeat("e\u0301", 3)},
	} {
		if got := clip(c.in, c.limit); got != c.want || columns(got) > c.limit {
			t.Errorf("%q to %d: got %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func FuzzWindow(f *testing.F) {
	f.Add("some 名 text e\u0301\n and \x1b more", 3, 9, 20)
	f.Fuzz(func(t *testing.T, s string, from, to, width int) {
		s = strings.ToValidUTF8(s, "?")
		if from < 0 || to < from || to > len(s) || width > 200 || width < 0 ||
			from < len(s) && !utf8.RuneStart(s[from]) || to < len(s) && !utf8.RuneStart(s[to]) {
			return
		}
		w := windowOf(s, text.Span{Start: from, End: to}, width)
		line := w.before + w.marked + w.after
		if Escape(line) != line {
			t.Fatalf("%q", line)
		}
		// A mark that stands without its letter at either side of a cut takes no column of its own.
		if n := columns(line); n > max(width, 8) {
			t.Fatalf("%q is %d columns, not %d", line, n, width)
		}
		if c := clip(Escape(s), max(width, 4)); columns(c) > max(width, 4) {
			t.Fatalf("%q clipped to %d is %q", s, width, c)
		}
	})
}
