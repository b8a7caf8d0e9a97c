package text_test

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"emend/pipeline/text"
)

// markup reads a small language that has all that a format may have: <tags>, entities &x; for x, a _
// that stands for the space between two elements, and words said twice: =word=word=.
func markup(src []byte) *text.Text {
	var b strings.Builder
	t := &text.Text{}
	escape := t.Writer(func(s string) (string, error) {
		if strings.ContainsAny(s, "<_=") {
			return "", errors.New("cannot be written in this markup")
		}
		return strings.ReplaceAll(s, "&", "&&;"), nil
	})
	add := func(s string, from, to int, kind text.Kind, also ...text.Range) {
		start := b.Len()
		b.WriteString(s)
		g := text.Segment{Text: text.Span{Start: start, End: b.Len()}, Source: text.Range{Start: from, End: to}, Kind: kind, Writer: escape}
		for _, r := range also {
			t.Copies = append(t.Copies, text.Copy{Range: g.Source, At: r.Start})
		}
		t.Segments = append(t.Segments, g)
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		rest := src[i+n:]
		switch end := bytes.IndexByte(rest, '>'); {
		case r == utf8.RuneError && n == 1:
			add("\uFFFD", i, i+1, text.Synthetic)
		case r == '<' && end >= 0:
			n += end + 1
		case r == '&' && bytes.IndexByte(rest, ';') > 0 && bytes.IndexByte(rest, ';') <= 4 && utf8.Valid(rest[:bytes.IndexByte(rest, ';')]):
			end := bytes.IndexByte(rest, ';')
			add(string(rest[:end]), i, i+n+end+1, text.Rewritten)
			n += end + 1
		case r == '_':
			add(" ", 0, 0, text.Synthetic) // as the formats have it: of no place
		case r == '=':
			parts := bytes.SplitN(rest, []byte("="), 3)
			if len(parts) == 3 && len(parts[0]) > 0 && bytes.Equal(parts[0], parts[1]) && utf8.Valid(parts[0]) {
				size := len(parts[0])
				add(string(parts[0]), i+1, i+1+size, text.Verbatim, text.Range{Start: i + 2 + size, End: i + 2 + 2*size})
				n += 2*size + 2
			}
		default:
			add(string(src[i:i+n]), i, i+n, text.Verbatim)
		}
		i += n
	}
	t.Content, t.Copies = b.String(), text.NewCopies(t.Copies)
	return t
}
