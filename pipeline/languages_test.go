package pipeline_test

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"emend/dictionaries"
	"emend/pipeline"
	"emend/pipeline/correct"
	"emend/rules"
)

// otherUnseen are the books that the recipes of German and French leave out.
var otherUnseen = map[string][]string{
	"de": {"eltec-DEU023", "eltec-DEU049", "eltec-DEU071", "eltec-DEU087", "eltec-DEU100"},
	"fr": {"eltec-FRA01501_", "eltec-FRA02301_", "eltec-FRA04701_", "eltec-FRA06101_"},
}

// TestCleanLanguages: the law of TestClean for the other languages that are built in.
func TestCleanLanguages(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a megabyte of text")
	}
	for _, lang := range correct.Languages()[1:] {
		data := correct.Builtin(lang)
		words, err := data.Dictionary()
		if err != nil {
			t.Fatal(err)
		}
		config := pipeline.Standard(rules.Profiles[0], words)
		config.Lang = lang
		if config.Corrector, err = data.Corrector(words); err != nil {
			t.Fatal(err)
		}
		config.MaxHarm = 0.5
		n, shown, applied := 0, 0, 0
		books := cleanBooks(t, lang, otherUnseen[lang], 1<<20)
		for _, name := range slices.Sorted(maps.Keys(books)) {
			c, err := pipeline.Check(config, name, books[name])
			if err != nil {
				t.Fatal(err)
			}
			n += c.Words
			shown += len(c.Findings)
			for _, f := range c.Findings {
				if f.Applied() && correct.IsKind(f.Rule) {
					applied++
				}
			}
		}
		t.Logf("%s: %d words, %.2f findings and %.3f corrections unasked in 1,000", lang, n, 1000*float64(shown)/float64(n), 1000*float64(applied)/float64(n))
		if shown*2000 > n || applied*20_000 > n {
			t.Errorf("%s: more than half a finding, or a twentieth of a correction, in 1,000 words", lang)
		}
	}
}

// TestMixed: German and French in an English book, as paragraphs, as sentences inside its own, as a few quoted words, are left alone by the corrector.
func TestMixed(t *testing.T) {
	if testing.Short() {
		t.Skip("reads three archives of texts")
	}
	host := longParagraphs(cleanText(t, 4<<20), "gutenberg-06456_")
	ends := regexp.MustCompile(`[.!?] `)
	sentence := func(p string) string {
		for _, s := range ends.Split(p, -1) {
			if len(s) > 30 && len(s) < 160 {
				return s + "."
			}
		}
		return ""
	}
	for _, lang := range []string{"de", "fr"} {
		guests := longParagraphs(cleanBooks(t, lang, otherUnseen[lang], 4<<20), otherUnseen[lang][len(otherUnseen[lang])-2])
		for _, c := range []struct {
			kind  string
			limit float64 // findings in 1,000 words of the passages
		}{{"paragraphs", 0.8}, {"sentences", 4}, {"quoted phrases", 10}} {
			var b strings.Builder
			var spans [][2]int
			words, guest := 0, 0
			for i, p := range host {
				if i%4 == 0 && guest < len(guests) {
					q := guests[guest]
					guest++
					if c.kind != "paragraphs" {
						q = sentence(q)
					}
					if c.kind == "quoted phrases" {
						w := strings.Fields(q)
						q = strings.Trim(strings.Join(w[min(1, len(w)):min(6, len(w))], " "), ".,;:!?")
					}
					if at := strings.Index(p, ". ") + 2; q != "" && at > 1 {
						before, after := p[:at], p[at:]
						switch c.kind {
						case "paragraphs":
							before, after = "", "\n\n"+p
						case "sentences":
							after = " " + after
						default:
							before, after = before+"He wrote “", "” in his diary. "+after
						}
						b.WriteString(before)
						spans = append(spans, [2]int{b.Len(), b.Len() + len(q)})
						words += len(strings.Fields(q))
						p = q + after
					}
				}
				b.WriteString(p + "\n\n")
			}
			config := pipeline.Standard(rules.Profiles[0], dictionaries.English())
			found, err := pipeline.Check(config, "mixed.txt", []byte(b.String()))
			if err != nil {
				t.Fatal(err)
			}
			inside, which := 0, ""
			for _, f := range found.Findings {
				if correct.IsKind(f.Rule) && slices.ContainsFunc(spans, func(s [2]int) bool { return s[0] <= f.Range.Start && f.Range.Start < s[1] }) {
					inside++
					which += fmt.Sprintf(" %s:%q", f.Rule, f.Old)
				}
			}
			share := 1000 * float64(inside) / float64(max(1, words))
			t.Logf("%s, %s: %d of %d words, %d findings, %.2f in 1,000:%s", lang, c.kind, len(spans), words, inside, share, which)
			if words < 300 || share > c.limit {
				t.Errorf("%s, %s: %.2f findings in 1,000 words, at most %.1f wanted", lang, c.kind, share, c.limit)
			}
		}
	}
}

// longParagraphs are the paragraphs of some length of the book whose name begins so.
func longParagraphs(books map[string][]byte, begins string) (out []string) {
	for name, src := range books {
		if !strings.HasPrefix(name, begins) {
			continue
		}
		for p := range bytes.Lines(src) {
			if len(p) > 200 {
				out = append(out, strings.TrimSpace(string(p)))
			}
		}
	}
	return out[:min(len(out), 600)]
}
