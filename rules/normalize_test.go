package rules

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"emend/dictionaries"
	"emend/pipeline/text"
)

// normalizing is the Normalize rules in their order.
func normalizing() (all []*Rule) {
	for _, r := range All {
		if r.Stage == Normalize {
			all = append(all, r)
		}
	}
	return all
}

func plainText(s string) *text.Text {
	t := &text.Text{Content: s}
	if s != "" {
		t.Segments = []text.Segment{{Text: text.Span{End: len(s)}, Source: text.Range{End: len(s)}}}
	}
	return t
}

// proposals are those of one rule that change something.
func proposals(t *text.Text, r *Rule, w Words) (all []Proposal) {
	r.Check(&Pass{Document: &text.Document{Text: t}, Words: w, Report: func(p Proposal) {
		if len(p.Candidates) > 0 && p.Candidates[0].New != t.Content[p.At.Start:p.At.End] {
			all = append(all, p)
		}
	}})
	return all
}

// apply makes the changes of one rule; a change that cannot be made is an error of the test.
func apply(tb testing.TB, s string, r *Rule, w Words) string {
	tb.Helper()
	t := plainText(s)
	var changes []text.Change
	end := 0
	for _, p := range proposals(t, r, w) {
		if p.At.Start < end && r != exoticSpace {
			tb.Fatalf("%s on %q: proposals overlap or are out of order at %v", r.Name, s, p.At)
		}
		if end = p.At.End; p.Reason == "" || p.Confidence <= 0 || p.Confidence > 1 || !utf8.ValidString(p.Reason) {
			tb.Fatalf("%s on %q: reason %q, confidence %v", r.Name, s, p.Reason, p.Confidence)
		}
		changes = append(changes, text.Change{Span: p.At, New: p.Candidates[0].New})
	}
	out, errs := t.Overlay(changes)
	for i, err := range errs {
		if err != nil {
			tb.Fatalf("%s on %q: change %v to %q: %v", r.Name, s, changes[i].Span, changes[i].New, err)
		}
	}
	return out.Content
}

// listed is a dictionary of a few words; a hyphenated one is a word if its parts are.
type listed map[string]bool

func (l listed) Accepts(word string) bool {
	for _, part := range strings.Split(word, "-") {
		if !l[part] && !l[strings.ToLower(part)] {
			return false
		}
	}
	return true
}

func (l listed) Frequency(word string) float64 {
	if l.Accepts(word) {
		return 5
	}
	return 0
}

var someWords = func() listed {
	l := make(listed)
	for _, w := range strings.Fields(`a the of and in to is an or no not one dictatorship dictator ship production collection well known party
		working class today day school master schoolmaster battle battleship anti revisionist re elect cooperation co operation
		proletariat state revolution two parts pre up date art seven eight tenths old smith please`) {
		l[w] = true
	}
	return l
}()

func TestNormalizeExamples(t *testing.T) {
	for _, r := range normalizing() {
		if r.Name == "variant" {
			continue // its witness is not in the text; TestRules hands one in
		}
		for _, e := range r.Examples {
			if got := apply(t, e.In, r, someWords); got != e.Out {
				t.Errorf("%s, %s: %q\n gives %q\n  want %q", r.Name, e.Note, e.In, got, e.Out)
			}
			if got := apply(t, e.Out, r, someWords); got != e.Out {
				t.Errorf("%s, %s: %q\n changes again to %q", r.Name, e.Note, e.Out, got)
			}
		}
	}
}

// The whole stage leaves alone what any one rule must leave alone, unless another rule is for it.
func TestNormalizeOrder(t *testing.T) {
	for _, c := range []struct{ in, out string }{
		{"the \u201Creﬂec\u00ADtion\u201D of the pro\u200Bduc-\ntion of", "the “reflection” of the production\nof"},
		{"beﬅ", "best"},
		{"reÌ\u0081gime", "régime"},
		{"voilÃ\u00A0\u00A0tout", "voilà tout"},
		{"oﬃce cl\u0430ss", "office class"},
		{"the produc\u00AD\ntion of", "the production\nof"},
	} {
		s := c.in
		for range 2 {
			for _, r := range normalizing() {
				s = apply(t, s, r, someWords)
			}
			if s != c.out {
				t.Errorf("%q gives %q, want %q", c.in, s, c.out)
			}
		}
	}
}

func TestControlsAreNoted(t *testing.T) {
	var got []Proposal
	s := "the\x01 end\x01 and\f \u0085 \x7F\t\r\n"
	invisible.Check(&Pass{Document: &text.Document{Text: plainText(s)}, Report: func(p Proposal) { got = append(got, p) }})
	if len(got) != 3 {
		t.Fatalf("%d notes, want one for each of three kinds: %v", len(got), got)
	}
	for i, want := range []string{"\x01", "\x7F", "\u0085"} {
		if p := got[i]; s[p.At.Start:p.At.End] != want || len(p.Candidates) != 0 {
			t.Errorf("note %d is on %q with %v, want %q with no candidate", i, s[p.At.Start:p.At.End], p.Candidates, want)
		}
	}
	if !strings.Contains(got[0].Reason, "1 times more") {
		t.Errorf("the reason does not count: %s", got[0].Reason)
	}
}

// What is proposed for mojibake undoes what a program did: any text that was read wrongly
// once or twice, and no more than that.
func TestMojibakeUndone(t *testing.T) {
	for _, s := range []string{
		"Le régime, où l’été n’est « déjà » qu’une façade — à peu près…",
		"Die Größe der Übel, „öffentlich“ für Ärzte; Straße, König",
		"The workers’ “Capital” – £10, 5½ %, § 7, 20 °C",
		"Příliš žluťoučký kůň, łódź i źdźbło",
	} {
		twice := misread(misread(s))
		for _, in := range []string{misread(s), twice} {
			if got := apply(t, in, mojibake, nil); got != s {
				t.Errorf("%q\ngives %q\n want %q", in, got, s)
			}
		}
	}
}

// misread is a text in UTF-8 taken for Windows-1252.
func misread(s string) string {
	var out strings.Builder
	for i := range len(s) {
		r := rune(s[i])
		if r >= 0x80 {
			for c := range rune(0x2200) {
				if b, ok := byteOfWestern(c); ok && b == s[i] && (c > 0xA0 || s[i] >= 0xA0 || c >= 0x80 && !hasWestern(s[i])) {
					r = c
				}
			}
		}
		out.WriteRune(r)
	}
	return out.String()
}

// hasWestern reports whether Windows-1252 has a character of its own for the byte.
func hasWestern(b byte) bool { return !strings.ContainsRune("\u0081\u008D\u008F\u0090\u009D", rune(b)) }

// cleanTexts are real texts without a fault, for which the rules must be silent.
func cleanTexts(tb testing.TB, limit int) map[string]string {
	root := os.Getenv("EMEND_TEXT")
	if root == "" {
		tb.Skip("EMEND_TEXT names no folder of clean texts")
	}
	files, _ := filepath.Glob(filepath.Join(root, "*.txt"))
	out := make(map[string]string)
	for _, f := range files[:min(limit, len(files))] {
		b, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		out[filepath.Base(f)] = string(b)
	}
	return out
}

// On proof-read books each rule reports less than once in a megabyte, and most of that is right: even
// they have soft hyphens and mojibake.
func TestSilentOnCleanText(t *testing.T) {
	count, size := make(map[string]int), 0
	for name, s := range cleanTexts(t, 1<<20) {
		doc := plainText(strings.ToValidUTF8(s, "\uFFFD"))
		size += len(s)
		for _, r := range normalizing() {
			for _, p := range proposals(doc, r, dictionaries.English()) {
				if count[r.Name]++; count[r.Name] <= 12 {
					t.Logf("%s: %s: %q -> %q: %s", name, r.Name, doc.Content[p.At.Start:p.At.End], p.Candidates[0].New, p.Reason)
				}
			}
		}
	}
	t.Logf("%d bytes: %v", size, count)
	for name, n := range count {
		if n > 3+size/1_000_000 {
			t.Errorf("%s reports %d places in %d bytes of clean text", name, n, size)
		}
	}
}

var oddPieces = []string{
	"Ã©", "Â", "Ã", "â€™", "ÃƒÂ©", "√©", "¬†", "‚Äô", "Ð›Ðµ", "ï»¿", "e\u0301", "A\u0303©", "\u0344", "\u1100\u1161", "ﬁ", "ﬅ", "ſ", "\u00AD", "\u200B", "\u200D", "\u202E",
	"\u00A0", "\u202F", "\u2003", "\t", "cl\u0430ss", "\u0391ll", "produc-\ntion of", "the produc-\n\n35\n\ntion", "collec-tion", "dictator- 35 ship", " ", "\n", "\f", "a", "-", "م", "🌾", "。",
}

func FuzzRule(f *testing.F) {
	for _, r := range normalizing() {
		for _, e := range r.Examples {
			f.Add(e.In)
		}
	}
	for i, a := range oddPieces {
		for _, b := range oddPieces[i:] {
			f.Add("x" + a + b + "y " + b + a)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		for _, r := range normalizing() {
			for _, w := range []Words{nil, someWords} {
				once := apply(t, s, r, w)
				if again := apply(t, once, r, w); again != once {
					t.Fatalf("%s: %q gives %q, and that %q", r.Name, s, once, again)
				}
			}
		}
		if got, want := apply(t, s, nfc, nil), norm.NFC.String(s); got != want {
			t.Fatalf("nfc: %q gives %q, want %q", s, got, want)
		}
	})
}

// Taken all together the rules come to rest. One rule may make what another is for (A, a
// tilde and © become Ã©), so not always at once.
func FuzzStage(f *testing.F) {
	for i, a := range oddPieces {
		for _, b := range oddPieces[i:] {
			f.Add(a + b + " " + b + "x" + a)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		for range 8 {
			before := s
			for _, r := range normalizing() {
				s = apply(t, s, r, someWords)
			}
			if s == before {
				return
			}
		}
		t.Fatalf("no rest: %q", s)
	})
}

func BenchmarkRule(b *testing.B) {
	para := "The interests of the working class as a whole — and “well-known” to-day — are the workers’ own; the co-operative societies, it is said, are not. "
	english := strings.Repeat(strings.Repeat(para, 5)+"\n\n", 1<<20/(5*len(para)+2))
	if root := os.Getenv("EMEND_TEXT"); root != "" {
		english = ""
		for _, s := range cleanTexts(b, 2) {
			english += s
		}
		english = english[:min(len(english), 1<<20)]
	}
	doc := plainText(strings.ToValidUTF8(english, ""))
	for _, r := range normalizing() {
		b.Run(r.Name, func(b *testing.B) {
			b.SetBytes(int64(len(english)))
			for b.Loop() {
				r.Check(&Pass{Document: &text.Document{Text: doc}, Words: someWords, Report: func(Proposal) {}})
			}
		})
	}
}
