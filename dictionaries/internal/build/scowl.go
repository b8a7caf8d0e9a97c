package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"emend/dictionaries"
)

// row is one line of one SCOWL list, named region-category.size.
type row struct {
	form, list, category string
	size                 uint8
}

var scowlName = regexp.MustCompile(`^(english|american|british|british_z|variant_1|variant_2|british_variant_1|british_variant_2)-(words|contractions|upper|proper-names|abbreviations)\.(10|20|35|40|50|55|60|70|80)$`)

// readScowl reads the lists in Debian's package. Possessives are left out:
// the lexicon makes them by rule. So is size 95, whose rare words hide errors,
// and variant 3, of which SCOWL says that it may not even be correct.
func readScowl(deb string) ([]row, error) {
	cmd := exec.Command("dpkg-deb", "--fsys-tarfile", deb)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	b, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		return nil, errors.New("dpkg-deb not found; it reads Debian packages: install dpkg")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: dpkg-deb: %w: %s", deb, err, complaint.String())
	}
	var rows []row
	for files := tar.NewReader(bytes.NewReader(b)); ; {
		h, err := files.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", deb, err)
		}
		m := scowlName.FindStringSubmatch(path.Base(h.Name))
		if m == nil {
			continue
		}
		size, _ := strconv.Atoi(m[3])
		for lines := bufio.NewScanner(files); lines.Scan(); {
			if form := lines.Text(); form != "" && !strings.HasSuffix(form, "'s") {
				rows = append(rows, row{form, m[1], m[2], uint8(size)})
			}
		}
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s: no word lists in it", deb)
	}
	return rows, nil
}

var (
	categories = map[string]dictionaries.Category{
		"words": dictionaries.Word, "contractions": dictionaries.Contraction, "upper": dictionaries.Upper,
		"proper-names": dictionaries.Name, "abbreviations": dictionaries.Abbreviation,
	}
	regions = map[string]dictionaries.Region{
		"english": dictionaries.Common, "american": dictionaries.American, "british": dictionaries.British,
		"british_z": dictionaries.BritishIze, "variant_1": dictionaries.Common, "variant_2": dictionaries.Common,
		"british_variant_1": dictionaries.British, "british_variant_2": dictionaries.British,
	}
)

func variantOf(list string) uint8 {
	switch {
	case strings.HasSuffix(list, "_1"):
		return 1
	case strings.HasSuffix(list, "_2"):
		return 2
	}
	return 0
}

// scowlForms merges the rows of one form. The size is the smallest of those
// that call it a common word, if any does: "ed" is a usual abbreviation but a
// rare word.
func scowlForms(rows []row) map[string]dictionaries.Form {
	const asWord = dictionaries.Word | dictionaries.Contraction
	forms := make(map[string]dictionaries.Form, len(rows))
	for _, r := range rows {
		c := categories[r.category]
		f, ok := forms[r.form]
		switch {
		case !ok:
			f = dictionaries.Form{Text: r.form, Size: r.size, Variant: variantOf(r.list)}
		case c&asWord != 0 && f.Category&asWord == 0:
			f.Size, f.Variant = r.size, variantOf(r.list)
		case c&asWord != 0 || f.Category&asWord == 0:
			f.Size, f.Variant = min(f.Size, r.size), min(f.Variant, variantOf(r.list))
		}
		f.Category |= c
		f.Region |= regions[r.list]
		forms[r.form] = f
	}
	for text, f := range forms {
		if f.Region&dictionaries.Common != 0 {
			f.Region = dictionaries.Common
			forms[text] = f
		}
	}
	return forms
}

func add(forms map[string]dictionaries.Form, text string, c dictionaries.Category, size uint8) {
	f, ok := forms[text]
	if !ok {
		f = dictionaries.Form{Text: text, Region: dictionaries.Common, Size: size}
	}
	f.Category |= c
	forms[text] = f
}

// addPlain adds the forms without accents that SCOWL has only with them:
// cafes, chateau, and attaches, which it has as attachés alone.
func addPlain(forms map[string]dictionaries.Form) {
	var plain []dictionaries.Form
	for text, f := range forms {
		p := dictionaries.Unaccented(text)
		if _, ok := forms[p]; !ok {
			f.Text, f.Variant = p, 2
			plain = append(plain, f)
		}
	}
	for _, f := range plain {
		if old, ok := forms[f.Text]; ok {
			f.Size, f.Category = min(f.Size, old.Size), f.Category|old.Category
			f.Region |= old.Region
		}
		forms[f.Text] = f
	}
}

// addWord adds a word of words.txt at a size at which it is accepted.
func addWord(forms map[string]dictionaries.Form, word string) {
	size := uint8(60)
	if len([]rune(word)) <= 4 {
		size = 35
	}
	f, ok := forms[word]
	if !ok {
		f = dictionaries.Form{Text: word, Region: dictionaries.Common, Size: size}
	}
	f.Category |= dictionaries.Word
	if word != strings.ToLower(word) {
		f.Category = f.Category&^dictionaries.Word | dictionaries.Name
	}
	f.Size = min(f.Size, size)
	forms[word] = f
}

func addClosed(forms map[string]dictionaries.Form, word string) {
	add(forms, word, dictionaries.Closed, 50)
}

// addPhrase adds the phrase, and its longer words each by itself.
func addPhrase(forms map[string]dictionaries.Form, phrase string) {
	add(forms, phrase, dictionaries.Phrase, 60)
	for _, w := range strings.Fields(phrase) {
		letters := len(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return r
			}
			return -1
		}, w))
		if letters > 3 {
			add(forms, w, dictionaries.Foreign, 80)
		}
	}
}

// readLines reads a list of the project: # begins a comment line.
func readLines(name string) ([]string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, line := range strings.Split(string(b), "\n") {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines, nil
}
