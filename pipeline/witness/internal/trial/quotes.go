package main

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"emend/pipeline/segment"
	"emend/pipeline/text"
	"emend/pipeline/witness"
)

// quotes lays the real quotations of every book beside all other books and prints what is flagged: at most shown findings, spread evenly.
func quotes(lib *witness.Library, books []book, from string, shown int) {
	type finding struct {
		from string
		doc  *text.Document
		q    witness.Quotation
	}
	all := make([][]finding, len(books))
	counts := make([][5]int, len(books))
	start := time.Now()
	var wait sync.WaitGroup
	next := make(chan int)
	for range 2 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				if !strings.Contains(books[i].name, from) {
					continue
				}
				doc := segment.Document(plain(books[i].text), "en")
				found, err := lib.Collate(doc, func(w int) bool { return w == i })
				if err != nil {
					panic(err)
				}
				c := &counts[i]
				c[0] += len(doc.Regions.Of(text.Quotation)) + len(doc.Regions.Of(text.BlockQuotation))
				for _, q := range found {
					c[1]++
					c[2] += q.Variants
					if q.Free {
						c[3]++
					}
					if len(q.Differences) > 0 {
						all[i] = append(all[i], finding{books[i].name, doc, q})
					}
				}
			}
		}()
	}
	for i := range books {
		next <- i
	}
	close(next)
	wait.Wait()
	classes := map[witness.Class]int{}
	var flat []finding
	var total [5]int
	for i := range books {
		for k, n := range counts[i] {
			total[k] += n
		}
		flat = append(flat, all[i]...)
		for _, f := range all[i] {
			for _, d := range f.q.Differences {
				classes[d.Class]++
			}
		}
	}
	fmt.Printf("%d quotations, %d found in other books, %d of them flagged, %d free, %d variants silent, %v; %v\n", total[0], total[1], len(flat), total[3], total[2],
		classes, time.Since(start).Round(time.Second))
	for k := range min(shown, len(flat)) {
		f := flat[k*len(flat)/min(shown, len(flat))]
		fmt.Printf("\n%s <- %s\n", f.from, lib.Cite(f.q.Witness, f.q.Start))
		for _, d := range f.q.Differences {
			fmt.Printf("  %v %q -> %q (%.2f)\n    here:  %s\n    there: %s\n", d.Class, f.doc.Text.Content[d.Start:d.End], d.New, d.Confidence, d.Here, d.There)
		}
	}
}

func plain(content string) *text.Document {
	t := &text.Text{Content: content}
	if content != "" {
		t.Segments = []text.Segment{{Text: text.Span{End: len(content)}, Source: text.Range{End: len(content)}}}
	}
	return &text.Document{Path: "t.txt", Format: "plain", Source: []byte(content), Text: t}
}
