package text_test

import (
	"strings"
	"testing"

	"emend/pipeline/format"
	"emend/pipeline/text"
)

// book is a megabyte and one change for each hundredth word of it.
func book(b *testing.B, encoding, end string) (*text.Document, []text.Change) {
	b.Helper()
	enc, err := format.Lookup(encoding)
	if err != nil {
		b.Fatal(err)
	}
	src, err := enc.Encode(strings.ReplaceAll(strings.Repeat("Déjà la foule s'écoulait vers la sortie du théâtre, pressée et muette.\n", 14_000), "\n", end))
	if err != nil {
		b.Fatal(err)
	}
	d, _, err := format.Read("f", []byte(src), format.Options{Encoding: encoding})
	if err != nil {
		b.Fatal(err)
	}
	var cs []text.Change
	for at, n := 0, 0; ; n++ {
		i := strings.Index(d.Text.Content[at:], "pressée")
		if i < 0 {
			return d, cs
		}
		if at += i; n%10 == 0 {
			cs = append(cs, text.Change{Span: text.Span{Start: at, End: at + len("pressée")}, New: "pressées"})
		}
		at++
	}
}

func each(b *testing.B, f func(b *testing.B, d *text.Document, cs []text.Change)) {
	for _, c := range []struct{ name, encoding, end string }{
		{"utf-8", "utf-8", "\n"}, {"utf-8 crlf", "utf-8", "\r\n"}, {"latin-1", "iso-8859-1", "\n"}, {"utf-16le", "utf-16le", "\n"},
	} {
		b.Run(c.name, func(b *testing.B) {
			d, cs := book(b, c.encoding, c.end)
			b.SetBytes(int64(len(d.Source)))
			b.ReportAllocs()
			f(b, d, cs)
		})
	}
}

func BenchmarkOverlay(b *testing.B) {
	each(b, func(b *testing.B, d *text.Document, cs []text.Change) {
		for b.Loop() {
			if _, errs := d.Text.Overlay(cs); errs != nil {
				b.Fatal(errs)
			}
		}
	})
}

func BenchmarkSource(b *testing.B) {
	each(b, func(b *testing.B, d *text.Document, cs []text.Change) {
		for b.Loop() {
			for _, c := range cs {
				if _, err := d.Text.Source(c); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

func BenchmarkPromise(b *testing.B) {
	each(b, func(b *testing.B, d *text.Document, cs []text.Change) {
		var es []text.Edit
		for _, c := range cs {
			e, err := d.Text.Source(c)
			if err != nil {
				b.Fatal(err)
			}
			es = append(es, e...)
		}
		for b.Loop() {
			if _, err := d.Text.Promise(es); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkLines(b *testing.B) {
	each(b, func(b *testing.B, d *text.Document, cs []text.Change) {
		for b.Loop() {
			lines := text.NewLines(d.Source, d.Encoding)
			for _, c := range cs {
				lines.At(d.Text.Origin(c.Span).Start)
			}
		}
	})
}
