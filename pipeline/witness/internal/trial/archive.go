package main

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/segment"
	"emend/pipeline/witness"
)

// An article is a text of the archive that is tried: prose of its own, and passages that other articles have, too.
type article struct {
	text     string
	passages []placed
}

type placed struct {
	passage, start, end int
}

// archive makes n articles of which passages of 40 to 200 words stand in 2 to 8, each read by a scanner of its own, and lets the articles
// vote on each other.
func archive(books []book, d *damage, n, passages int, cer float64, words, shown int) {
	t := &trial{books: books, damage: d, state: 88172645463325252}
	truths := make([][]string, passages)
	copies := make([]int, passages)
	members := make([][]int, n)
	for i := range truths {
		for {
			_, ws, ok := t.cut(40, 200)
			if ok {
				truths[i] = ws
				break
			}
		}
		copies[i] = 2 + i%7
		for range copies[i] {
			k := t.state.next(n)
			members[k] = append(members[k], i)
		}
	}
	arts := make([]article, n)
	size := 0
	for i := range arts {
		var b strings.Builder
		own := func(n int) {
			for done := 0; done < n; {
				_, ws, ok := t.cut(30, 120)
				if !ok {
					continue
				}
				done += len(ws)
				b.WriteString(strings.Join(d.read(ws, cer, &t.state, ""), " ") + "\n\n")
			}
		}
		own(words)
		for _, p := range members[i] {
			start := b.Len()
			b.WriteString(strings.Join(d.read(truths[p], cer, &t.state, ""), " "))
			arts[i].passages = append(arts[i].passages, placed{p, start, b.Len()})
			b.WriteString("\n\n")
			own(words / 2)
		}
		arts[i].text = b.String()
		size += b.Len()
	}
	start := time.Now()
	b := witness.NewBuilder(scratch)
	for i := range arts {
		if err := b.Add(witness.Witness{Path: fmt.Sprint(i), Plain: true}, arts[i].text); err != nil {
			panic(err)
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		panic(err)
	}
	ix, err := witness.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		panic(err)
	}
	built := time.Since(start)
	lib := &witness.Library{Index: ix, Lexicon: dictionaries.English(), Channel: correct.EnglishChannel(),
		Read: func(w, from, to int) (string, error) {
			s := arts[w].text
			return s[from:min(to, len(s))], nil
		}}
	type tally struct{ words, before, after int }
	var mu sync.Mutex
	by := map[int]*tally{}
	outside := 0
	start = time.Now()
	next := make(chan int)
	var wait sync.WaitGroup
	for range 2 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := range next {
				art := &arts[i]
				votes, err := lib.Votes(segment.Document(plain(art.text), "en"), func(w int) bool { return w == i })
				if err != nil {
					panic(err)
				}
				mu.Lock()
				inside := 0
				for _, p := range art.passages {
					fixed, last := "", p.start
					for _, v := range votes {
						if v.Start >= p.start && v.End <= p.end {
							fixed += art.text[last:v.Start] + v.New
							last = v.End
							inside++
						}
					}
					fixed += art.text[last:p.end]
					c := by[copies[p.passage]]
					if c == nil {
						c = &tally{}
						by[copies[p.passage]] = c
					}
					c.words += len(truths[p.passage])
					c.before += wrong(art.text[p.start:p.end], truths[p.passage])
					c.after += wrong(fixed, truths[p.passage])
				}
				outside += len(votes) - inside
				if inside < len(votes) && shown > 0 {
					shown--
					for _, v := range votes {
						if !slices.ContainsFunc(art.passages, func(p placed) bool { return v.Start >= p.start && v.End <= p.end }) {
							fmt.Printf("  %q -> %q %s\n    here:  %s\n    there: %s\n", art.text[v.Start:v.End], v.New, v.Evidence(), v.Here, v.There)
						}
					}
				}
				mu.Unlock()
			}
		}()
	}
	for i := range arts {
		next <- i
	}
	close(next)
	wait.Wait()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	fmt.Printf("%d articles, %.1f MB, at %.0f%% CER; index %.1f MB in %v; all against all in %v; %.0f MB in use; %d votes outside the passages\n",
		n, float64(size)/1e6, 100*cer, float64(out.Len())/1e6, built.Round(time.Millisecond), time.Since(start).Round(time.Millisecond), float64(mem.Sys)/1e6, outside)
	fmt.Println("texts   words   word error before   after")
	for k := 2; k <= 8; k++ {
		if c := by[k]; c != nil {
			fmt.Printf("%5d %7d %18.2f%% %6.2f%%\n", k, c.words, 100*float64(c.before)/float64(c.words), 100*float64(c.after)/float64(c.words))
		}
	}
}
