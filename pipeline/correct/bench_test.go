package correct

import (
	"os"
	"path/filepath"
	"testing"

	"emend/dictionaries"
	"emend/pipeline/segment"
	"emend/pipeline/text"
)

func document(content string) *text.Document {
	return segment.Document(&text.Document{Source: []byte(content), Text: &text.Text{Content: content}}, "en")
}

// BenchmarkCorrect reads a clean novel, if EMEND_TEXT names one.
func BenchmarkCorrect(b *testing.B) {
	name := os.Getenv("EMEND_TEXT")
	if name == "" {
		name = filepath.Join("..", "..", "testdata", "article.txt")
	}
	data, err := os.ReadFile(name)
	if err != nil {
		b.Skip("no text: ", err)
	}
	c := New(dictionaries.English())
	d := document(string(data))
	c.Correct(d)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		c.Correct(d)
	}
}
