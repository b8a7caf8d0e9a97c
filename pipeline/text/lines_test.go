package text_test

import (
	"strings"
	"testing"

	"emend/pipeline/format"
	"emend/pipeline/text"
)

func TestLinesAt(t *testing.T) {
	long := strings.Repeat("Größe 😀 und so weiter, ", 500)
	for _, encoding := range []string{"utf-8", "utf-16le", "utf-16be", "windows-1252", "koi8-r", "ibm037", "ibm850"} {
		for name, content := range map[string]string{
			"empty": "", "one line": "abc", "lines": "ab\nc\n\nd\n", "long": "x\n" + long + "\nend", "long first": long,
		} {
			for _, end := range []string{"\n", "\r\n", "\r"} {
				for _, mark := range []string{"", "\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF"} {
					if mark != "" && mark != map[string]string{"utf-8": "\xEF\xBB\xBF", "utf-16le": "\xFF\xFE", "utf-16be": "\xFE\xFF"}[encoding] {
						continue
					}
					enc, err := format.Lookup(encoding)
					if err != nil {
						t.Fatal(err)
					}
					if !strings.HasPrefix(encoding, "utf") {
						content = strings.NewReplacer("ö", "x", "ß", "y", "😀", "z").Replace(content)
					}
					src, err := enc.Encode(strings.ReplaceAll(content, "\n", end))
					if err != nil {
						t.Fatal(err)
					}
					src = mark + src
					lines := text.NewLines([]byte(src), encoding)
					doc := open(t, encoding, src)
					if got, want := lines.Len(), strings.Count(content, "\n")+1; got != want {
						t.Errorf("%s, %s: %d lines, want %d", encoding, name, got, want)
					}
					wantLine, wantColumn := 1, 1
					for i, r := range content {
						at := doc.Origin(text.Span{Start: i, End: i}).Start
						line, column := lines.At(at)
						if line != wantLine || column != wantColumn {
							t.Fatalf("%s, %s, %q: byte %d is at %d:%d, want %d:%d", encoding, name, end, at, line, column, wantLine, wantColumn)
						}
						if wantColumn++; r == '\n' {
							wantLine, wantColumn = wantLine+1, 1
						}
					}
				}
			}
		}
	}
}

func TestLinesOdd(t *testing.T) {
	for _, c := range []struct {
		name, encoding, src string
		at, line, column    int
	}{
		{"bad bytes count one each", "utf-8", "a\xFF\xFEb", 3, 1, 4},
		{"lone surrogates count one each", "utf-16le", "\x00\xDC\x00\xD8\x00\xDC\x00\xDCx\x00", 8, 1, 4},
		{"in the mark", "utf-8", "\xEF\xBB\xBFa", 0, 1, 1},
		{"after the mark", "utf-8", "\xEF\xBB\xBFa", 4, 1, 2},
		{"no name is utf-8", "", "éa", 2, 1, 2},
		{"past the end", "utf-8", "a\nb", 99, 2, 2},
		{"at the end, after a line end", "utf-8", "a\n", 2, 2, 1},
		{"between cr and lf", "utf-8", "a\r\nb", 2, 1, 3},
		{"lf is not where ebcdic has it", "windows-1252", "a\x25b", 2, 1, 3},
		{"0A00 is no line end", "utf-16be", "\x0a\x00\x00x", 2, 1, 2},
	} {
		if line, column := text.NewLines([]byte(c.src), c.encoding).At(c.at); line != c.line || column != c.column {
			t.Errorf("%s: %d:%d, want %d:%d", c.name, line, column, c.line, c.column)
		}
	}
}

func TestLinesRange(t *testing.T) {
	lines := text.NewLines([]byte("ab\r\n\rc"), "utf-8")
	for line, want := range map[int]text.Range{0: {6, 6}, 1: {0, 4}, 2: {4, 5}, 3: {5, 6}, 4: {6, 6}} {
		if got := lines.Range(line); got != want {
			t.Errorf("line %d: %v, want %v", line, got, want)
		}
	}
}

func FuzzLines(f *testing.F) {
	f.Add(uint8(0), []byte("a\r\nb\xFFc\n"), 3)
	f.Add(uint8(2), []byte("a\x00\x00\xD8\x00\xDC"), 4)
	f.Fuzz(func(t *testing.T, pick uint8, src []byte, at int) {
		lines := text.NewLines(src, encodings[int(pick)%len(encodings)])
		if at = max(0, min(at, len(src))); lines.Len() < 1 {
			t.Fatal("no lines")
		}
		line, column := lines.At(at)
		r := lines.Range(line)
		if at < r.Start || at > r.End || column < 1 || column > at-r.Start+1 {
			t.Fatalf("byte %d is at %d:%d, which is bytes %v", at, line, column, r)
		}
		last := 0
		for n := 1; n <= lines.Len(); n++ {
			if r := lines.Range(n); r.Start != last || r.End < r.Start {
				t.Fatalf("line %d is %v, the one before ended at %d", n, r, last)
			}
			last = lines.Range(n).End
		}
		if last != len(src) {
			t.Fatalf("lines end at %d of %d", last, len(src))
		}
	})
}
