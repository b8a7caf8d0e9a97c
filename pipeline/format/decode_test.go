package format

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/text"
)

func TestLineEnds(t *testing.T) {
	for _, c := range []struct{ name, src, content, ends string }{ // ends: how "\n" in new text is written
		{"lf", "a\nb\n", "a\nb\n", "\n"},
		{"none", "ab", "ab", "\n"},
		{"crlf", "a\r\nb\r\n", "a\nb\n", "\r\n"},
		{"cr", "a\rb\rc", "a\nb\nc", "\r"},
		{"mixed, most crlf", "a\r\nb\r\nc\nd\re", "a\nb\nc\nd\ne", "\r\n"},
		{"mixed, most lf", "a\nb\nc\r\nd", "a\nb\nc\nd", "\n"},
		{"mixed, most cr", "a\rb\rc\r\nd", "a\nb\nc\nd", "\r"},
		{"as many of each", "a\nb\r\nc\rd", "a\nb\nc\nd", "\n"},
		{"cr cr lf", "a\r\r\nb", "a\n\nb", "\r\n"},
		{"lf cr", "a\n\rb", "a\n\nb", "\n"},
	} {
		for _, encoding := range []string{"utf-8", "windows-1252", "utf-16le", "utf-16be", "ibm1047"} {
			t.Run(c.name+" "+encoding, func(t *testing.T) {
				enc, err := Lookup(encoding)
				if err != nil {
					t.Fatal(err)
				}
				src, _ := enc.Encode(c.src)
				d, _ := mustRead(t, src, Options{Encoding: encoding})
				if d.Text.Content != c.content {
					t.Fatalf("%q, want %q", d.Text.Content, c.content)
				}
				es, err := d.Text.Source(text.Change{Span: text.Span{Start: 0, End: 1}, New: "x\ny"})
				want, _ := enc.Encode("x" + c.ends + "y")
				if err != nil || len(es) != 1 || es[0].New != want {
					t.Errorf("%+v, %v; want %q", es, err, want)
				}
				for _, s := range d.Text.Segments {
					was := src[s.Source.Start:s.Source.End]
					escape := d.Text.Escape(&s)
					if escape == nil {
						continue
					}
					if got, err := escape(d.Text.Content[s.Text.Start:s.Text.End]); err != nil || got != was {
						t.Errorf("%v is written %q, %v; was %q", s.Text, got, err, was)
					}
				}
			})
		}
	}
}

// A line of many megabytes, and letters of several lengths in it, are found in short segments.
func TestStretch(t *testing.T) {
	for _, encoding := range []string{"utf-8", "windows-1252", "utf-16le", "utf-16be", "ibm037"} {
		enc, _ := Lookup(encoding)
		few, _ := enc.Encode("a\nb\nc\r\nd\ne")
		if d, _ := mustRead(t, few, Options{Encoding: encoding}); len(d.Text.Segments) != 3 {
			t.Errorf("%s: %d segments, want one before and one after the CR LF", encoding, len(d.Text.Segments))
		}
		src, _ := enc.Encode(strings.Repeat("Größe ", 100_000) + strings.Repeat("x", 100_000) + "é" + strings.Repeat("x", 100_000))
		d, _ := mustRead(t, src, Options{Encoding: encoding})
		for _, s := range d.Text.Segments {
			if even := s.Text.Len()*int(s.Width&^text.Pairs) == s.Source.Len(); !even && s.Width > 0 && s.Source.Len() > stretch {
				t.Fatalf("%s: segment %v is %d bytes", encoding, s.Text, s.Source.Len())
			}
		}
		if n := len(d.Text.Segments); n > len(src)/500 {
			t.Errorf("%s: %d segments for %d bytes", encoding, n, len(src))
		}
	}
}

// CR LF where most lines end so is a letter like others: few segments, and an edit of what stands on both sides of one leaves it.
func TestPairs(t *testing.T) {
	for _, encoding := range []string{"utf-8", "windows-1252", "utf-16le", "utf-16be", "ibm037"} {
		enc, _ := Lookup(encoding)
		src, _ := enc.Encode(strings.Repeat("dié Zeit\r\n\r\n", 1000) + "x\ny\rz")
		d, _ := mustRead(t, src, Options{Encoding: encoding})
		if n := len(d.Text.Segments); n > len(src)/500+8 {
			t.Errorf("%s: %d segments for %d bytes", encoding, n, len(src))
		}
		if err := d.Text.Check(); err != nil {
			t.Errorf("%s: %v", encoding, err)
		}
		word := "it\n\ndié"
		for at := strings.Index(d.Text.Content, word); at < 5000; at += strings.Index(d.Text.Content[at+1:], word) + 1 {
			es, err := d.Text.Source(text.Change{Span: text.Span{Start: at, End: at + len(word)}, New: "at\n\nda"})
			if err != nil || len(es) != 2 {
				t.Fatalf("%s: %v, %v", encoding, es, err)
			}
			for i, want := range []string{"i", "ié"} {
				if want, _ := enc.Encode(want); src[es[i].Start:es[i].End] != want {
					t.Fatalf("%s at %d: edit %d is of %q, want %q", encoding, at, i, src[es[i].Start:es[i].End], want)
				}
			}
			es, err = d.Text.Source(text.Change{Span: text.Span{Start: at + 2, End: at + 3}, New: " "})
			if want, _ := enc.Encode("\r\n"); err != nil || len(es) != 1 || src[es[0].Start:es[0].End] != want {
				t.Fatalf("%s at %d: %v, %v; want all of a line end", encoding, at, es, err)
			}
			if back := d.Text.Locate(es[0].Range); back.Start != at+2 || back.End != at+3 {
				t.Fatalf("%s at %d: found at %v", encoding, at, back)
			}
		}
	}
}

// Any bytes in any encoding make a whole text that covers every byte but a mark.
func FuzzRead(f *testing.F) {
	for i, s := range []string{"Größe", "caf\xE9", "w\x00o\x00", "\xFF\xFE\x00\xD8", "a\r\n\rb\n", "dié\r\n\r\nZeit\r\n\n\r", "a\r\n\xFF\r\nb\r\n", "\xEF\xBB\xBF\xEF\xBB\xBF", "äöüßéèêàçñ \xFF"} {
		f.Add(byte(i), []byte(s))
	}
	f.Fuzz(func(t *testing.T, pick byte, src []byte) {
		opts := Options{}
		if i := int(pick); i < len(names) {
			opts.Encoding = names[i].name
		}
		d, _, err := Read("f", src, opts)
		if utf32(src) && opts.Encoding == "" {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Text.Check(); err != nil {
			t.Fatal(err)
		}
		enc, _ := Lookup(d.Encoding)
		at := len(src) - len(bytes.TrimPrefix(src, []byte(enc.mark())))
		for _, s := range d.Text.Segments {
			if s.Source.Start != at {
				t.Fatalf("byte %d is under no segment", at)
			}
			at = s.Source.End
			if s.Kind == text.Synthetic {
				continue
			}
			written := d.Text.Content[s.Text.Start:s.Text.End]
			if escape := d.Text.Escape(&s); escape != nil {
				if written, err = escape(written); err != nil {
					t.Fatal(err)
				}
			}
			if written != string(src[s.Source.Start:s.Source.End]) {
				t.Fatalf("%v is written %q, was %q", s.Text, written, src[s.Source.Start:s.Source.End])
			}
		}
		if at != len(src) || !utf8.ValidString(d.Text.Content) {
			t.Fatalf("%d of %d bytes read", at, len(src))
		}
	})
}
