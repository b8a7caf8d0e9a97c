package report

import (
	"fmt"
	"strings"
	"testing"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// hundredThousand is a book of 100,000 findings, a tenth of them accepted, in lines of ten
// findings or, in the other shape, all in one line.
func hundredThousand(oneLine bool) *review.Changeset {
	var b strings.Builder
	var fs []review.Finding
	for i := range 100_000 {
		fmt.Fprintf(&b, "the %d-th time that ", i)
		old, new := fmt.Sprintf("tbe%d", i%5000), fmt.Sprintf("the%d", i%5000)
		r := text.Range{Start: b.Len(), End: b.Len() + len(old)}
		b.WriteString(old + " man of it was seen there, and not again")
		f := review.Finding{ID: fmt.Sprintf("%012x", i), Rule: "misspelling", Old: old, Range: r, Confidence: 0.9,
			Reason: "“tbe” is no word; “the” differs by b for h, a common scanner's error",
			Suggestions: []review.Suggestion{
				{New: new, Confidence: 0.9, Edits: []text.Edit{{Range: text.Range{Start: r.Start + 1, End: r.Start + 2}, New: "h", Reads: "h"}}},
				{New: "toe", Confidence: 0.05},
			}}
		if i%10 == 0 {
			f.Accept(0, "ledger")
		}
		fs = append(fs, f)
		if i%10 == 9 && !oneLine {
			b.WriteString("\n")
		} else {
			b.WriteString(" ")
		}
	}
	return review.NewChangeset(document("book.txt", b.String()), fs)
}

func BenchmarkReports(b *testing.B) {
	for _, shape := range []string{"lines", "one line"} {
		c := hundredThousand(shape == "one line")
		for _, r := range All {
			b.Run(r.Name+"/"+shape, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					w := r.New(discard{}, Options{})
					var s review.Summary
					s.Add(c)
					if err := w.File(c); err != nil {
						b.Fatal(err)
					}
					if err := w.Close(&s); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
