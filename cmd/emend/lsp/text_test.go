package lsp

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

// reference is the text as a client in UTF-16 has it.
func reference(s string) []uint16 { return utf16.Encode([]rune(s)) }

func TestPositions(t *testing.T) {
	text := NewText("a𝕏é\r\nb\rc\n")
	for _, test := range []struct {
		at     int
		line   int
		column int
	}{{0, 0, 0}, {1, 0, 1}, {5, 0, 3}, {7, 0, 4}, {9, 1, 0}, {10, 1, 1}, {11, 2, 0}, {13, 3, 0}} {
		p := Position{test.line, test.column}
		if got := text.Position(test.at); got != p {
			t.Errorf("byte %d is at %v, want %v", test.at, got, p)
		}
		if got := text.Offset(p); got != test.at {
			t.Errorf("%v is byte %d, want %d", p, got, test.at)
		}
	}
	for _, test := range []struct {
		p    Position
		want int
	}{{Position{0, 2}, 1}, {Position{0, 99}, 7}, {Position{9, 9}, 13}, {Position{-1, 3}, 0}, {Position{1, -5}, 9}} {
		if got := text.Offset(test.p); got != test.want {
			t.Errorf("%v is byte %d, want %d", test.p, got, test.want)
		}
	}
}

// FuzzText: a change by ranges gives what the same change gives in UTF-16; offsets and positions lead to each other, and lie
// between characters.
func FuzzText(f *testing.F) {
	f.Add("a𝕏é\r\nb\rc\n", "𝕏\n", 0, 1, 1, 1)
	f.Add("", "", 0, 0, 5, 5)
	f.Add("\r\n\r\n", "x", 0, 0, 1, 0)
	f.Add(strings.Repeat("a𝕏é", 400), "x", 0, 1023, 0, 1025)
	f.Add(strings.Repeat("𝕏é\n", 400), "x", 300, 1, 301, 2)
	f.Fuzz(func(t *testing.T, content, with string, line1, col1, line2, col2 int) {
		if len(content) > 4*step {
			return
		}
		text := NewText(content)
		if strings.Join(strings.Split(text.Content(), ""), "") != text.Content() || !utf8.ValidString(text.Content()) {
			t.Fatal("not valid")
		}
		for at := range text.Content() {
			if text.Content()[at] == '\n' && at > 0 && text.Content()[at-1] == '\r' {
				continue // within a line end there is no position
			}
			if back := text.Offset(text.Position(at)); back != at {
				t.Fatalf("byte %d of %q is at %v, which is byte %d", at, text.Content(), text.Position(at), back)
			}
		}
		r := Range{Position{line1, col1}, Position{line2, col2}}
		from, to := text.Offset(r.Start), text.Offset(r.End)
		if from > to {
			from, to = to, from
		}
		units := reference(text.Content())
		first, last := Units(text.Content()[:from]), Units(text.Content()[:to])
		want := string(utf16.Decode(units[:first])) + strings.ToValidUTF8(with, "\uFFFD") + string(utf16.Decode(units[last:]))
		if got := text.Apply(Change{&r, with}).Content(); got != want {
			t.Errorf("%q with %q at %v gives %q, want %q", content, with, r, got, want)
		}
	})
}
