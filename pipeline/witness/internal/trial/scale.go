package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"syscall"
	"time"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/segment"
	"emend/pipeline/witness"
)

// varied is part of a book in which other words of the same length stand in the place of every fourth, another choice for each copy: so a
// hundred megabytes make a gigabyte in which few passages of some length stand twice.
func varied(text string, from, to, number int) string {
	if number == 0 {
		return text[from:to]
	}
	start := strings.LastIndexByte(text[:from], ' ') + 1
	b := []byte(text[start:to])
	for i := 0; i < len(b); {
		end := bytes.IndexByte(b[i:], ' ')
		if end < 0 {
			end = len(b) - i
		}
		if h := uint32(start+i)*2654435761 ^ uint32(number)*40503; (h>>13)%4 == 0 {
			for k := i; k < i+end; k++ {
				if c := b[k] | 0x20; c >= 'a' && c <= 'z' {
					b[k] = b[k]&0xE0 | ((c-'a'+byte(h>>20)%25+1)%26 + 1)
				}
			}
		}
		i += end + 1
	}
	return string(b[from-start:])
}

// scale makes an index of copies of the books, on disk, and asks it for passages.
func scale(books []book, d *damage, copies, n int) {
	file, err := scratch()
	if err != nil {
		panic(err)
	}
	out := file.(*os.File)
	defer out.Close()
	before := cpu()
	start := time.Now()
	b := witness.NewBuilder(scratch)
	size, most := 0, uint64(0)
	var of [][2]int
	for c := range copies {
		for i := range books {
			text := varied(books[i].text, 0, len(books[i].text), c)
			size += len(text)
			of = append(of, [2]int{i, c})
			if err := b.Add(witness.Witness{Path: fmt.Sprint(c, books[i].name), Plain: true}, text); err != nil {
				panic(err)
			}
		}
		var mem runtime.MemStats
		runtime.ReadMemStats(&mem)
		most = max(most, mem.Sys)
	}
	bytes, err := b.WriteTo(out)
	if err != nil {
		panic(err)
	}
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	fmt.Printf("%.0f MB in %d texts; index %.0f MB (%.2f of the text); built in %v (%v of processor time, the copying counted in), %.0f MB from the system, %.0f of them the books\n",
		float64(size)/1e6, len(of), float64(bytes)/1e6, float64(bytes)/float64(size), time.Since(start).Round(time.Second), (cpu() - before).Round(time.Second),
		float64(max(most, mem.Sys))/1e6, float64(size)/float64(copies)/1e6)
	start = time.Now()
	ix, err := witness.Open(out, bytes)
	if err != nil {
		panic(err)
	}
	fmt.Printf("opened in %v\n", time.Since(start))
	lib := &witness.Library{Index: ix, Lexicon: dictionaries.English(), Channel: correct.EnglishChannel(), Read: func(w, from, to int) (string, error) {
		s := books[of[w][0]].text
		return varied(s, from, min(to, len(s)), of[w][1]), nil
	}}
	t := &trial{lib: lib, books: books, damage: d, state: 88172645463325252}
	for _, length := range [][2]int{{12, 14}, {25, 49}, {50, 200}} {
		var times, used []time.Duration
		found := 0
		for len(times) < n {
			q, ok := t.quote(length[0], length[1], 0.03)
			if !ok {
				continue
			}
			doc := segment.Document(plain("As he says: “"+q.read+"” So it is.\n"), "en")
			start, before := time.Now(), cpu()
			qs, err := lib.Collate(doc, nil)
			if err != nil {
				panic(err)
			}
			times, used = append(times, time.Since(start)), append(used, cpu()-before)
			if len(qs) > 0 && of[qs[0].Witness] == [2]int{q.book, 0} {
				found++
			}
		}
		for _, l := range [][]time.Duration{times, used} {
			sort.Slice(l, func(i, j int) bool { return l[i] < l[j] })
		}
		fmt.Printf("%d-%d words at 3%% CER: %.1f%% found, p50 %v p99 %v, of processor time p50 %v p99 %v\n", length[0], length[1], 100*float64(found)/float64(n),
			times[n/2].Round(10*time.Microsecond), times[n*99/100].Round(10*time.Microsecond), used[n/2].Round(10*time.Microsecond), used[n*99/100].Round(10*time.Microsecond))
	}
}

// cpu is the processor time used so far.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
