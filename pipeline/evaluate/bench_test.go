package evaluate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// book is a text of about so many bytes and the same with about one letter in rate misread, as words of a book are: made from the words of the
// archive's texts.
func book(b testing.TB, size, rate int) (read, truth string) {
	names, err := filepath.Glob(filepath.Join("..", "..", "testdata", "archive", "*.txt"))
	if err != nil || len(names) == 0 {
		b.Fatal("no archive", err)
	}
	var words []string
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		words = append(words, strings.Fields(string(src))...)
	}
	r := generator(11)
	var text strings.Builder
	for text.Len() < size {
		at := r.below(len(words))
		for _, w := range words[at:min(len(words), at+4+r.below(30))] {
			text.WriteString(w)
			text.WriteByte(" \n"[r.below(12)/11])
		}
	}
	truth = text.String()
	return misread(truth, &r, rate), truth
}

// misread puts about one letter in rate wrong.
func misread(s string, r *generator, rate int) string {
	var b strings.Builder
	for _, c := range s {
		if r.below(rate) > 0 {
			b.WriteRune(c)
			continue
		}
		switch r.below(4) {
		case 0:
			b.WriteString("ri")
		case 1:
			b.WriteRune(c)
			b.WriteByte(' ')
		case 2:
			b.WriteByte("abcdefghi."[r.below(10)])
		}
	}
	return b.String()
}

// BenchmarkBook: a book of 2 MB, one letter in 40 misread.
func BenchmarkBook(b *testing.B) {
	read, truth := book(b, 2<<20, 40)
	b.SetBytes(int64(len(read)))
	b.ReportAllocs()
	for b.Loop() {
		Measure(read, truth)
	}
}

func BenchmarkPlaces(b *testing.B) {
	read, truth := book(b, 2<<20, 40)
	b.SetBytes(int64(len(read)))
	b.ReportAllocs()
	for b.Loop() {
		places(read, truth, nil)
	}
}

// BenchmarkNewspaper: one letter in 12 misread.
func BenchmarkNewspaper(b *testing.B) {
	read, truth := book(b, 1<<19, 12)
	b.SetBytes(int64(len(read)))
	b.ReportAllocs()
	for b.Loop() {
		Measure(read, truth)
	}
}
