package segment

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/text"
)

// plain is a document of a text that is its own source.
func plain(s string) *text.Document {
	t := &text.Text{Content: s}
	if s != "" {
		t.Segments = []text.Segment{{Text: text.Span{Start: 0, End: len(s)}, Source: text.Range{Start: 0, End: len(s)}}}
	}
	return &text.Document{Source: []byte(s), Text: t}
}

// check returns what breaks a law of the package, empty if nothing does.
func check(d *text.Document) string {
	s := d.Text.Content
	valid := utf8.ValidString(s)
	at := 0
	for _, t := range d.Tokens {
		if t.Start < at || t.End <= t.Start || t.End > len(s) {
			return "tokens overlap or leave the text"
		}
		if !utf8.RuneStart(s[t.Start]) || t.End < len(s) && valid && !utf8.RuneStart(s[t.End]) {
			return "a token cuts a character"
		}
		if !t.Is(text.Letters) && !t.Is(text.Digits) {
			return "a token has neither letter nor digit"
		}
		at = t.End
	}
	last := 0
	for _, r := range d.Regions.All {
		if r.Start < last || r.Start < 0 || r.End <= r.Start || r.End > len(s) {
			return "region " + r.Kind.String() + " out of order or bounds"
		}
		if valid && (!utf8.RuneStart(s[r.Start]) || r.End < len(s) && !utf8.RuneStart(s[r.End])) {
			return "region " + r.Kind.String() + " cuts a character"
		}
		if (r.Kind == text.Foreign) != (r.Lang != "") {
			return "a language where none belongs, or none where one does"
		}
		last = r.Start
	}
	// Every token stands in exactly one paragraph.
	ps := spansOf(d, text.Paragraph)
	i := 0
	for _, t := range d.Tokens {
		for i < len(ps) && ps[i].End <= t.Start {
			i++
		}
		if i == len(ps) || !ps[i].Covers(t.Span) {
			return "a token outside of all paragraphs"
		}
	}
	return ""
}

func FuzzDocument(f *testing.F) {
	files, _ := filepath.Glob("../../testdata/archive/*.txt")
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	for _, s := range []string{
		"", "\n", "“", "’’’", "[", "]", "([)]", "\xff“\xfe”", "“a\n\n“b\n\n“c”", "‘a “b’ c”", "[sic]", "x [sic]", "\f\f1\f", "1\n2\n3", "’e ’e ’e’",
		"«»«»", "[Vol", "p,]", "*** START OF\n\nx", "1. a\n\n2. b[1]", "  a\n  b\n\n c", "und und und und und und", "\u0301\u0301a\u0301",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, lang := range []string{"en", "de", ""} {
			d := Document(plain(s), lang)
			if broken := check(d); broken != "" {
				t.Fatalf("%q: %s", s, broken)
			}
			again := Document(plain(s), lang)
			if len(again.Regions.All) != len(d.Regions.All) || len(again.Tokens) != len(d.Tokens) {
				t.Fatalf("%q: segmented twice, two results", s)
			}
		}
	})
}

// FuzzGiven gives the segmenter regions of a format, nested and crossing.
func FuzzGiven(f *testing.F) {
	f.Add("One two.\n\n“Three” [four] five", []byte{0, 5, 1, 3, 9, 0, 4, 20, 6})
	f.Fuzz(func(t *testing.T, s string, cuts []byte) {
		s = strings.ToValidUTF8(s, "?")
		d := plain(s)
		var given []text.Region
		for ; len(cuts) >= 3; cuts = cuts[3:] {
			a, b := int(cuts[0])%(len(s)+1), int(cuts[1])%(len(s)+1)
			if a > b {
				a, b = b, a
			}
			for a < len(s) && !utf8.RuneStart(s[a]) {
				a++
			}
			for b < len(s) && !utf8.RuneStart(s[b]) {
				b++
			}
			if kind := text.RegionKind(cuts[2] % 9); a < b && kind != text.Foreign && kind != text.Paragraph {
				given = append(given, text.Region{Span: text.Span{Start: a, End: b}, Kind: kind})
			}
		}
		d.Regions = text.NewRegions(given)
		out := Document(d, "en")
		at := 0
		for _, r := range out.Regions.All {
			if r.Start < at || r.End <= r.Start || r.End > len(s) {
				t.Fatalf("%q %v: region %v out of order or bounds", s, given, r)
			}
			at = r.Start
		}
		if len(out.Regions.All) < len(given) {
			t.Fatalf("%q: given regions lost", s)
		}
	})
}

// hostile is inputs made to cost more than they weigh.
var hostile = map[string]string{
	"opening quotes":     "“",
	"opening brackets":   "[",
	"closing brackets":   "A1]",
	"brackets nested":    "[(",
	"single quotes":      "’a ",
	"plural possessives": "‘s’ s’ ",
	"straight quotes":    "\" a\"b ",
	"citations":          "[Vol 1, p ",
	"digits in brackets": "1]",
	"paragraphs of one":  "“a\n\n",
	"notes":              "[1] a\n\n",
	"list":               "1. a[1]\n\n",
	"page numbers":       "1\n",
	"form feeds":         "a\f",
	"indents":            " a\n  b\n",
	"function words":     "und der des, ",
	"two languages":      "und der des et la que ",
	"foreign and not":    "und the ",
	"headings":           "Title\n\n",
	"combining":          "\u0301",
	"dots":               ". . . ",
	"sic":                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa[sic]",
	"invalid":            "\xff",
	"letters":            "a",
}

// TestHostileInput holds the laws on a quarter of a megabyte of each. The benchmark says whether the time is linear.
func TestHostileInput(t *testing.T) {
	for name, unit := range hostile {
		if d := Document(plain(strings.Repeat(unit, 1<<18/len(unit))), "en"); check(d) != "" {
			t.Errorf("%s: %s", name, check(d))
		}
	}
}

func BenchmarkDocument(b *testing.B) {
	article, err := os.ReadFile("../../testdata/seed/article.txt")
	if err != nil {
		b.Fatal(err)
	}
	inputs := map[string]string{"article": strings.Repeat(string(article)+"\n\n", 32)}
	for name, unit := range hostile {
		// Linear if MB/s are about the same.
		inputs["hostile/"+name+"/64K"] = strings.Repeat(unit, 1<<16/len(unit))
		inputs["hostile/"+name+"/1M"] = strings.Repeat(unit, 1<<20/len(unit))
	}
	for name, s := range inputs {
		b.Run(name, func(b *testing.B) {
			d := plain(s)
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				Document(d, "en")
			}
		})
	}
}
