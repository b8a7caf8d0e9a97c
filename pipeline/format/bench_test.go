package format

import (
	"strings"
	"testing"
)

func BenchmarkRead(b *testing.B) {
	english := strings.Repeat("It was the best of times, it was the worst of times, it was the age.\n", 1<<17)
	french := strings.Repeat("Déjà la foule s’écoulait vers la sortie du théâtre, pressée et muette.\n", 1<<17)
	french = strings.ReplaceAll(french, "’", "'")
	russian := strings.Repeat("Все счастливые семьи похожи друг на друга, каждая несчастна.\n", 1<<17)
	crlf := strings.ReplaceAll(french, "\n", "\r\n")
	for _, c := range []struct{ name, src, encoding string }{
		{"utf-8", english, "utf-8"},
		{"utf-8 french", french, "utf-8"},
		{"utf-8 russian", russian, "utf-8"},
		{"utf-8 crlf", crlf, "utf-8"},
		{"utf-8 with bad bytes", strings.ReplaceAll(french, "sort", "\xFFsort"), "utf-8"},
		{"utf-8 one line", strings.ReplaceAll(french, "\n", " "), "utf-8"},
		{"latin-1 english", english, "iso-8859-1"},
		{"latin-1 french", french, "iso-8859-1"},
		{"windows-1252 crlf", crlf, "windows-1252"},
		{"koi8-r", russian, "koi8-r"},
		{"utf-16le", french, "utf-16le"},
		{"utf-16le russian", russian, "utf-16le"},
	} {
		b.Run(c.name, func(b *testing.B) {
			enc, err := Lookup(c.encoding)
			if err != nil {
				b.Fatal(err)
			}
			encoded, err := enc.Encode(c.src)
			if err != nil {
				b.Fatal(err)
			}
			src := []byte(encoded)
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Read("f", src, Options{Encoding: c.encoding}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
