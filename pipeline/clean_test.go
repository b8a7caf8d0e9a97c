package pipeline_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"emend/pipeline"
)

// unseen are books of the clean texts that no list, model or threshold was made from
// (pipeline/train keeps them out).
var unseen = []string{
	"gutenberg-06456_", // Lippmann, Public Opinion
	"gutenberg-16613_", // Spargo, Bolshevism
	"gutenberg-36303_", // Trotsky, Our Revolution
	"gutenberg-54187_", // Tocqueville, The State of Society in France
	"eltec-ENG19100_",  // Forster, Howards End
	"eltec-ENG18440_",  // Disraeli, Coningsby
}

// cleanText is about size bytes of the unseen English books, paragraphs taken evenly, or skips the test.
func cleanText(t testing.TB, size int) map[string][]byte { return cleanBooks(t, "en", unseen, size) }

// cleanBooks is the same of the books of a language whose names begin so.
func cleanBooks(t testing.TB, lang string, unseen []string, size int) map[string][]byte {
	shared := os.Getenv("EMEND_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	archive := filepath.Join(shared, "data", "text", lang+".tar.xz")
	if _, err := os.Stat(archive); err != nil {
		t.Skip("no clean texts to read: EMEND_SHARED names the folder that holds data/text/" + lang + ".tar.xz")
	}
	xz := exec.Command("xz", "-dc", archive)
	out, err := xz.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := xz.Start(); err != nil {
		t.Skip("no xz on this machine: ", err)
	}
	defer func() { _ = xz.Wait() }()
	books := make(map[string][]byte)
	for in := tar.NewReader(out); ; {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		name := path.Base(h.Name)
		if !slices.ContainsFunc(unseen, func(p string) bool { return strings.HasPrefix(name, p) }) {
			continue
		}
		src, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		paragraphs := bytes.SplitAfter(src, []byte("\n"))
		every := max(1, len(src)*len(unseen)/size)
		var kept []byte
		for i, p := range paragraphs {
			if i/20%every == 0 { // twenty paragraphs that follow one another
				kept = append(kept, p...)
			}
		}
		books[name] = kept
	}
	if len(books) != len(unseen) {
		t.Fatalf("%d of %d books in %s", len(books), len(unseen), archive)
	}
	return books
}

// TestClean: a run without flags over a megabyte of clean text shows at most 0.5 findings per
// 1,000 words and applies next to nothing.
func TestClean(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a megabyte of text")
	}
	config := standard()
	words, shown, applied := 0, 0, 0
	byRule := make(map[string]int)
	books := cleanText(t, 1<<20)
	for _, name := range slices.Sorted(maps.Keys(books)) {
		c, err := pipeline.Check(config, name, books[name])
		if err != nil {
			t.Fatal(err)
		}
		words += c.Words
		shown += len(c.Findings)
		for _, f := range c.Findings {
			byRule[f.Rule]++
			if f.Applied() {
				applied++
			}
			if testing.Verbose() {
				new := "(note)"
				if len(f.Suggestions) > 0 {
					new = f.Suggestions[0].New
				}
				t.Logf("%.12s %s %.2f: %s [%s -> %s] %s", name, f.Rule, f.Confidence, f.Before, f.Old, new, f.After)
			}
		}
	}
	rate := 1000 * float64(shown) / float64(words)
	for _, rule := range slices.Sorted(maps.Keys(byRule)) {
		t.Logf("%-18s %4d  %.3f per 1,000 words", rule, byRule[rule], 1000*float64(byRule[rule])/float64(words))
	}
	t.Logf("%d findings in %d words of clean text: %.3f per 1,000 words; %d applied unasked", shown, words, rate, applied)
	if rate > 0.5 {
		t.Errorf("%.3f findings per 1,000 words of clean text; want at most 0.5", rate)
	}
}
