// Command trial measures package witness: passages cut from books, damaged as a scanner would, quoted with an editor's marks and
// misquoted, are looked for in those books.
//
//	go run ./pipeline/witness/internal/trial -text BOOKS
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"time"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/witness"
)

func main() {
	log.SetFlags(0)
	dir := flag.String("text", "", "folder of books, *.txt")
	n := flag.Int("n", 2000, "passages of each length and damage")
	shown := flag.Int("show", 0, "passages that went wrong to show")
	absent := flag.Bool("absent", false, "the books that are quoted are not in the library: whatever is found is wrong")
	articles := flag.Int("archive", 0, "so many articles with 500 passages in common vote on each other")
	copies := flag.Int("scale", 0, "an index of so many copies of the books, each varied")
	passages := flag.Int("passages", 500, "of -archive, each in 2 to 8 articles")
	rates := flag.String("cer", "0,0.01,0.03,0.08", "shares of characters that are damaged")
	from := flag.String("from", "", "quotations of books with this in their names only")
	words := flag.Int("words", 250, "of an article's own, at least")
	real := flag.Bool("quotes", false, "lay the real quotations of the books beside each other")
	flag.Parse()
	d := newDamage(correct.EnglishConfusions())
	if *copies > 0 {
		scale(read(*dir), d, *copies, *n)
		return
	}
	if *articles > 0 {
		for _, cer := range cers(*rates) {
			archive(read(*dir), d, *articles, *passages, cer, *words, *shown)
		}
		return
	}
	lib, books := library(*dir, *absent)
	if *real {
		quotes(lib, books, *from, *shown)
		return
	}
	t := &trial{lib: lib, books: books, damage: d, show: *shown, absent: *absent}
	fmt.Println("words    CER  passages  located  wrong  damaged words  restored  planted  corrected  marks  flagged  ms p50  p99")
	for _, cer := range cers(*rates) {
		for _, length := range [][2]int{{12, 14}, {15, 24}, {25, 49}, {50, 200}} {
			fmt.Println(t.row(*n, length[0], length[1], cer))
		}
	}
}

// A book is a text of the library, cut into paragraphs at its lines.
type book struct {
	name string
	text string
}

// read reads the books of a folder.
func read(dir string) []book {
	names, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(names) == 0 {
		log.Fatalf("%s: no texts", dir)
	}
	sort.Strings(names)
	var books []book
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			log.Fatal(err)
		}
		books = append(books, book{filepath.Base(name), string(src)})
	}
	return books
}

func library(dir string, absent bool) (*witness.Library, []book) {
	var books, quoted []book
	b := witness.NewBuilder(scratch)
	size := 0
	start := time.Now()
	for i, bk := range read(dir) {
		if absent && i%4 == 0 {
			quoted = append(quoted, bk)
			continue
		}
		size += len(bk.text)
		books = append(books, bk)
		if err := b.Add(witness.Witness{Path: bk.name, Size: int64(len(bk.text)), Plain: true}, bk.text); err != nil {
			log.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		log.Fatal(err)
	}
	ix, err := witness.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d texts, %.1f MB; index %.1f MB (%.2f of the text), %d fingerprints, built in %v\n", len(books), float64(size)/1e6,
		float64(out.Len())/1e6, float64(out.Len())/float64(size), ix.Postings(), time.Since(start).Round(10*time.Millisecond))
	lib := &witness.Library{
		Index: ix, Lexicon: dictionaries.English(), Channel: correct.EnglishChannel(),
		Read: func(w, from, to int) (string, error) {
			s := books[w].text
			return s[from:min(to, len(s))], nil
		},
	}
	if absent {
		return lib, quoted
	}
	return lib, books
}

func scratch() (witness.Scratch, error) {
	f, err := os.CreateTemp("", "witness")
	if err == nil {
		err = os.Remove(f.Name())
	}
	return f, err
}

func cers(list string) (out []float64) {
	for _, s := range strings.Split(list, ",") {
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			log.Fatal(err)
		}
		out = append(out, f)
	}
	return out
}
