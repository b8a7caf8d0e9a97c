package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"emend/dictionaries"
)

var rows = []row{
	{"the", "english", "words", 10},
	{"labour", "british", "words", 10}, {"labour", "british_z", "words", 10},
	{"labor", "american", "words", 10},
	{"ed", "english", "abbreviations", 40}, {"ed", "english", "words", 70},
	{"Marx", "english", "upper", 50}, {"Marx", "english", "proper-names", 35},
	{"combatting", "variant_2", "words", 35}, {"attachés", "english", "words", 10},
}

// small builds a lexicon from a few rows and one line of text.
func small(t *testing.T) []byte {
	t.Helper()
	forms := scowlForms(rows)
	addPlain(forms)
	addWord(forms, "zemstvo")
	addClosed(forms, "ed")
	addPhrase(forms, "bona fide")
	c := newCounter(forms)
	c.count([]byte("The labour of the labour’s Marx. Marx, THE labor. the" + strings.Repeat(" zz", 990)))
	c.spread(forms)
	var list []dictionaries.Form
	for _, f := range forms { // in the order of chance: Compile sorts
		list = append(list, f)
	}
	data, err := dictionaries.Compile(list)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestBuildIsDeterministic(t *testing.T) {
	first := small(t)
	for range 20 {
		if !bytes.Equal(small(t), first) {
			t.Fatal("the same rows give other bytes")
		}
	}
	l, err := dictionaries.ReadLexicon("small", bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		form string
		want dictionaries.Entry
	}{
		{"labour", dictionaries.Entry{Category: dictionaries.Word, Region: dictionaries.British | dictionaries.BritishIze, Size: 10}},
		{"labor", dictionaries.Entry{Category: dictionaries.Word, Region: dictionaries.American, Size: 10}},
		{"ed", dictionaries.Entry{Category: dictionaries.Word | dictionaries.Abbreviation | dictionaries.Closed, Region: dictionaries.Common, Size: 70}},
		{"Marx", dictionaries.Entry{Category: dictionaries.Upper | dictionaries.Name, Region: dictionaries.Common, Size: 35}},
		{"combatting", dictionaries.Entry{Category: dictionaries.Word, Region: dictionaries.Common, Size: 35, Variant: 2}},
		{"attaches", dictionaries.Entry{Category: dictionaries.Word, Region: dictionaries.Common, Size: 10, Variant: 2}},
		{"fide", dictionaries.Entry{Category: dictionaries.Foreign, Region: dictionaries.Common, Size: 80}},
	} {
		e, ok := l.Lookup(c.form)
		if !ok || e.Category != c.want.Category || e.Region != c.want.Region || e.Size != c.want.Size || e.Variant != c.want.Variant {
			t.Errorf("%s: %+v %v", c.form, e, ok)
		}
	}
	// Four times in a thousand words, in steps of 8 %.
	if f := l.Frequency("the"); f < 4000*0.95 || f > 4000*1.05 {
		t.Errorf("the: %v per million", f)
	}
}

func TestVerify(t *testing.T) {
	dir := t.TempDir()
	if err := verify(filepath.Join(dir, "none"), scowlSum, scowlHint); err == nil || !strings.Contains(err.Error(), "apt-get download scowl=") {
		t.Error(err)
	}
	file := filepath.Join(dir, "other")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := verify(file, scowlSum, scowlHint); err == nil || !strings.Contains(err.Error(), "SHA-256") {
		t.Error(err)
	}
}

func TestWordEnd(t *testing.T) {
	for _, c := range []struct{ text, word string }{
		{"don’t go", "don’t"}, {"workers’ own", "workers"}, {"régime.", "régime"}, {"a'", "a"}, {"x\xff", "x"},
	} {
		if got := c.text[:wordEnd([]byte(c.text))]; got != c.word {
			t.Errorf("%q: %q", c.text, got)
		}
	}
}
