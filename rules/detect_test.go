package rules_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/segment"
	"emend/pipeline/text"
	"emend/rules"
)

// byCorrector are the rules that say what the corrector found; here there is none.
var byCorrector = []string{"misspelling", "real-word", "split-word", "merged-word"}

func onShape() (all []*rules.Rule) {
	for _, r := range rules.All {
		if r.Stage == rules.Detect && !slices.Contains(byCorrector, r.Name) {
			all = append(all, r)
		}
	}
	return all
}

func segmented(s string) *text.Document {
	t := &text.Text{Content: s}
	if s != "" {
		t.Segments = []text.Segment{{Text: text.Span{End: len(s)}, Source: text.Range{End: len(s)}}}
	}
	return segment.Document(&text.Document{Text: t, Source: []byte(s)}, "en")
}

// detected is what a rule proposes outside protected regions, by start.
func detected(r *rules.Rule, d *text.Document) (all []rules.Proposal) {
	r.Check(&rules.Pass{Document: d, Words: dictionaries.English(), Report: func(p rules.Proposal) {
		if !d.Protected(p.At) {
			all = append(all, p)
		}
	}})
	slices.SortStableFunc(all, func(a, b rules.Proposal) int { return a.At.Start - b.At.Start })
	return all
}

// A rule that stays silent tells of no error: these files have a habit that others call one.
func TestShapeHabits(t *testing.T) {
	for _, c := range []struct{ note, in string }{
		{"French stops", strings.Repeat("Que dit-il ? Rien ; et toi ? Moi ! Ah : rien du tout !\n\n", 20)},
		{"hyphen as dash", strings.Repeat("The state - and not only this one - had come to it.\n\n", 20)},
		{"dash on one side", strings.Repeat("The state— and not only this one— had come to it.\n\n", 20)},
		{"two blanks after a stop", strings.Repeat("It had come.  It went.  It stays.\n\n", 20)},
		{"p 12", strings.Repeat("See p 12 and vol 3, p 14.\n\n", 20)},
		{"lower case after stops", strings.Repeat("it came. then it went. so it was.\n\n", 20)},
		{"single marks outside", strings.Repeat("‘It is,’ he said, ‘what they call “good”.’\n\n", 20)},
		{"opening marks on each line", strings.Repeat("“It was so, and\n“then it was not,\n“and they left.”\n\n", 20)},
		{"quotation of three paragraphs", strings.Repeat("He said: “It was.\n\n“It is.\n\n“It will be.”\n\n", 20)},
		{"enumeration", strings.Repeat("There are a) men, b) women, and c) the young; 1) now, 2) then.\n\n", 20)},
		{"spaced ellipsis", strings.Repeat("“. . . we see . . . that it is so. . . .” And so on.\n\n", 20)},
		{"table", strings.Repeat("Iron   12   14\nCoal   18    9\n", 20)},
		{"verse", strings.Repeat("    Away away\n    They ran away\n    Away away\n", 4)},
		{"pounds", strings.Repeat("It was 20l. a year, and 14,000l. in all.\n\n", 20)},
		{"dialect", strings.Repeat("“’E ain’t,” said ’Arry, “an’ ’ouses is ’ouses, ’tis so.”\n\n", 20)},
		{"editor’s brackets", "It is [of of] them [sic!] and [1918,the] so.\n\n"},
	} {
		for _, r := range onShape() {
			for _, p := range detected(r, segmented(c.in)) {
				t.Errorf("%s: %s says %q: %s", c.note, r.Name, c.in[p.At.Start:p.At.End], p.Reason)
				break
			}
		}
	}
}

// shared is a folder of texts beside the project; tests that need it are skipped without it.
func shared(tb testing.TB, name string) string {
	root := os.Getenv("EMEND_SHARED")
	if root == "" {
		root = "../../shared"
	}
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		tb.Skipf("no text to read, set EMEND_SHARED: %v", err)
	}
	return string(b)
}

// A page that an editor has corrected wants no finding.
func TestShapeSilentOnCorrected(t *testing.T) {
	d := segmented(shared(t, "data/seed/corrected.txt"))
	for _, r := range onShape() {
		for _, p := range detected(r, d) {
			t.Errorf("%s: %q: %s", r.Name, d.Text.Content[p.At.Start:p.At.End], p.Reason)
		}
	}
}

func FuzzShape(f *testing.F) {
	for _, r := range rules.All {
		for _, e := range r.Examples {
			f.Add(e.In)
		}
	}
	f.Add("“a.”b ”c“ ‘’ '' (] [) 1) . .. ... .. - -- — a- b 0O0 aB [1][2]")
	f.Add("\n \n’’a’ ‘s “\xff” 1l0 . , ,, ..")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || strings.ContainsRune(s, '\r') {
			return
		}
		d := segmented(s)
		for _, r := range onShape() {
			for _, p := range detected(r, d) {
				if p.At.Start < 0 || p.At.End > len(s) || p.At.Start > p.At.End {
					t.Fatalf("%s: %v is out of bounds in %q", r.Name, p.At, s)
				}
				if p.Reason == "" || !(p.Confidence > 0 && p.Confidence <= 1) || !utf8.ValidString(s[p.At.Start:p.At.End]) {
					t.Fatalf("%s on %q: reason %q, confidence %v, at %v", r.Name, s, p.Reason, p.Confidence, p.At)
				}
				for _, c := range p.Candidates {
					if !utf8.ValidString(c.New) || c.New == s[p.At.Start:p.At.End] || c.Confidence > p.Confidence+1e-9 {
						t.Fatalf("%s on %q: candidate %+v of %q", r.Name, s, c, s[p.At.Start:p.At.End])
					}
				}
			}
		}
	})
}

// BenchmarkShape runs each rule over a megabyte of clean prose.
func BenchmarkShape(b *testing.B) {
	page := shared(b, "data/seed/corrected.txt")
	d := segmented(strings.Repeat(page, 1+1_000_000/len(page)))
	for _, r := range onShape() {
		b.Run(r.Name, func(b *testing.B) {
			b.SetBytes(int64(len(d.Text.Content)))
			b.ReportAllocs()
			for b.Loop() {
				r.Check(&rules.Pass{Document: d, Words: dictionaries.English(), Report: func(rules.Proposal) {}})
			}
		})
	}
}

// TestOtherLanguages: what English never does others do.
func TestOtherLanguages(t *testing.T) {
	other := func(g dictionaries.Language) *dictionaries.Lexicon {
		if g == dictionaries.EnglishWords {
			return dictionaries.English()
		}
		data, err := dictionaries.Compile([]dictionaries.Form{{Text: "nous", Category: dictionaries.Word, Size: 10, PerMillion: 900}})
		if err != nil {
			t.Fatal(err)
		}
		l, err := dictionaries.OpenLexicon("other", g, string(data))
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	for _, c := range []struct {
		rule *rules.Rule
		g    dictionaries.Language
		text string
		want int
	}{
		{rules.Find("doubled-word"), dictionaries.FrenchWords, "et nous nous levons", 0},
		{rules.Find("doubled-word"), dictionaries.EnglishWords, "and the the men", 1},
		{rules.Find("stray-stop"), dictionaries.GermanWords, "Er fing damit an, und er hob die Hand an, etwas zu sagen.", 0},
		{rules.Find("stray-stop"), dictionaries.EnglishWords, "They differ in the various parts of, Russia; it was so.", 1},
	} {
		got := 0
		c.rule.Check(&rules.Pass{
			Document: segment.Document(&text.Document{Text: &text.Text{Content: c.text}}, "en"), Words: other(c.g),
			Report: func(rules.Proposal) { got++ },
		})
		if got != c.want {
			t.Errorf("%s, %q: %d findings, want %d", c.rule.Name, c.text, got, c.want)
		}
	}
}
