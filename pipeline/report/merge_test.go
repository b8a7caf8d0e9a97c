package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// FuzzMerge: the reports of the parts of a run, in whichever form and order, are merged into that of the whole; whatever bytes are
// taken for a report, nothing panics.
func FuzzMerge(f *testing.F) {
	f.Add(uint64(0b011001), byte(3), []byte(`{"version": 1,`+"\n"+`"findings": [`))
	f.Add(uint64(0b111111), byte(1), []byte(`{"version":1,"complete":true}`))
	f.Add(uint64(0), byte(200), []byte(`{"id":"x","path":"a"}`))
	f.Fuzz(func(t *testing.T, pick uint64, parts byte, junk []byte) {
		n := int(parts)%5 + 1
		write := func(lines bool, i int) []byte {
			var b bytes.Buffer
			w := newJSONWriter(&b, lines)
			s := &review.Summary{}
			if i >= 0 {
				s.Shard = fmt.Sprintf("%d/%d", i+1, n)
			}
			for k := range 12 {
				if i >= 0 && int(pick>>(k%60))%n != i {
					continue
				}
				doc := &text.Document{Path: fmt.Sprintf("%c\u202E.txt", 'a'+k), Source: []byte("tbe one"), Text: &text.Text{Content: "tbe one"}}
				if k == 7 {
					doc.Path = "h.epub" + text.PartMark + "z"
				}
				c := review.NewChangeset(doc, nil)
				for j := range k % 3 {
					c.Findings = append(c.Findings, review.Finding{ID: fmt.Sprint(k, j), Rule: "misspelling", Old: "tbe", Range: text.Range{Start: j, End: 3}, Confidence: 0.5})
				}
				s.Add(c)
				if err := w.File(c); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(s); err != nil {
				t.Fatal(err)
			}
			return b.Bytes()
		}
		var sources []Source
		for i := n - 1; i >= 0; i-- {
			sources = append(sources, Source{fmt.Sprint(i), bytes.NewReader(write(pick>>i&1 == 0, i))})
		}
		for _, lines := range []bool{true, false} {
			for i, s := range sources {
				s.Reader.(*bytes.Reader).Seek(0, 0)
				sources[i] = s
			}
			var got bytes.Buffer
			sum, err := Merge(&got, lines, sources)
			if err != nil {
				t.Fatal(err)
			}
			if want := write(lines, -1); !bytes.Equal(got.Bytes(), want) {
				t.Fatalf("merged\n%s\nwant\n%s", got.Bytes(), want)
			}
			if sum.Open != sum.Findings {
				t.Errorf("%d open of %d", sum.Open, sum.Findings)
			}
		}
		Merge(&bytes.Buffer{}, true, []Source{{"junk", bytes.NewReader(junk)}})
		if n > 1 {
			if _, err := Merge(&bytes.Buffer{}, true, []Source{{"one", bytes.NewReader(write(true, 0))}}); err == nil || !strings.Contains(err.Error(), "missing") {
				t.Errorf("a part of %d is missing: %v", n, err)
			}
		}
	})
}
