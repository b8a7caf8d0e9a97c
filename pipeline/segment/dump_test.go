package segment

import (
	"fmt"
	"os"
	"testing"

	"emend/pipeline/text"
)

func plain(s string) *text.Document {
	t := &text.Text{Content: s}
	if s != "" {
		t.Segments = []text.Segment{{Text: text.Span{Start: 0, End: len(s)}, Source: text.Range{Start: 0, End: len(s)}}}
	}
	return &text.Document{Source: []byte(s), Text: t}
}

// TestDump prints the regions of the file that EMEND_DUMP names.
func TestDump(t *testing.T) {
	name := os.Getenv("EMEND_DUMP")
	if name == "" {
		t.Skip("EMEND_DUMP names no file")
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d := Document(plain(string(b)), "en")
	for _, r := range d.Regions.All {
		s := d.Text.Content[r.Start:r.End]
		if len(s) > 100 {
			s = s[:60] + " … " + s[len(s)-36:]
		}
		fmt.Printf("%-16v %d %s %q\n", r.Kind, r.Depth, r.Lang, s)
	}
}
