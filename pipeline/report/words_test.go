package report

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

func TestWords(t *testing.T) {
	type wish struct {
		n        int
		old, new string
		accepted bool
	}
	for _, c := range []struct {
		content string
		wishes  []wish
		want    string
	}{
		{"of tbe same", []wish{{0, "tbe", "the", true}}, "1: of [-tbe-]{+the+} same"},
		{"of tbe same", []wish{{0, "tbe", "the", false}}, "1: of [-tbe-]{+the+}? same"},
		{"of tbe same", []wish{{0, "tbe", "the", false}, {0, "tbe same", "the same", true}}, "1: of [-tbe-]{+the+} same"},
		{"(tbe) same", []wish{{0, "tbe", "the", true}}, "1: [-(tbe)-]{+(the)+} same"},
		{"out break", []wish{{0, "out break", "outbreak", true}}, "1: [-out break-]{+outbreak+}"},
		{"ofthe same", []wish{{0, "ofthe", "of the", true}}, "1: [-ofthe-]{+of the+} same"},
		{"p6liee, tbe", []wish{{0, "6", "o", true}, {0, "ee", "ce", false}, {0, ", ", "; ", true}}, "1: [-p6liee,-]{+police;+}? tbe"},
		{"is  known", []wish{{0, "  ", " ", true}}, "1: [-is  known-]{+is known+} (U+0020 -> nothing)"},
		{"dictator-\nship of", []wish{{0, "dictator-\nship", "dictatorship", true}}, "1: [-dictator-↵ship-]{+dictatorship+} of"},
		{"one\ntbe\r\ntbe", []wish{{0, "tbe", "the", true}, {1, "tbe", "the", true}}, "2: [-tbe-]{+the+}\n  3: [-tbe-]{+the+}"},
		{"tbe " + strings.Repeat("-", 70) + " tbe", []wish{{0, "tbe", "the", true}, {1, "tbe", "the", true}},
			"1: [-tbe-]{+the+} " + strings.Repeat("-", 29) + "…\n  1: …" + strings.Repeat("-", 29) + " [-tbe-]{+the+}"},
		{"tbe " + strings.Repeat("-", 50) + " tbe", []wish{{0, "tbe", "the", true}, {1, "tbe", "the", true}},
			"1: [-tbe-]{+the+} " + strings.Repeat("-", 50) + " [-tbe-]{+the+}"},
		{strings.Repeat("x", 100) + "1" + strings.Repeat("x", 50) + "2", []wish{{0, "1", "l", true}, {0, "2", "z", true}},
			"1: …" + strings.Repeat("x", 30) + "[-" + strings.Repeat("x", 40) + "1" + strings.Repeat("x", 40) + "-]{+" +
				strings.Repeat("x", 40) + "l" + strings.Repeat("x", 40) + "+}[-" + strings.Repeat("x", 10) + "2-]{+" + strings.Repeat("x", 10) + "z+}"},
		{"nothing", nil, ""},
	} {
		doc := document("x", c.content)
		var fs []review.Finding
		for _, w := range c.wishes {
			f := find(doc, w.n, "r", w.old, "", to(w.new, 0.9))
			if w.accepted {
				f.Accept(0, "ledger")
			}
			fs = append(fs, f)
		}
		var out bytes.Buffer
		w := wordsReport.New(&out, Options{})
		if err := w.File(review.NewChangeset(doc, fs)); err != nil {
			t.Fatal(err)
		}
		want := ""
		if c.want != "" {
			want = "x\n  " + c.want + "\n"
		}
		if out.String() != want {
			t.Errorf("%q: got\n%s\nwant\n%s", c.content, out.String(), want)
		}
	}
}

// FuzzWordChanges holds that the changes, made in the reading text, give what the edits give in the file.
func FuzzWordChanges(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 8))
		pieces := []string{"tbe", " ", " ", "\n", "é", "名", "-", "word ", strings.Repeat("x", 50)}
		draw := func(n int) string {
			var b strings.Builder
			for range n {
				b.WriteString(pieces[r.IntN(len(pieces))])
			}
			return b.String()
		}
		doc := document("x", draw(1+r.IntN(30)))
		src := string(doc.Source)
		var edits []text.Edit
		var fs []review.Finding
		for at := 0; at < len(src); at++ {
			if !utf8.RuneStart(src[at]) || r.IntN(5) > 0 {
				continue
			}
			end := at + 1
			for end < len(src) && (!utf8.RuneStart(src[end]) || r.IntN(3) == 0) {
				end++
			}
			e := edit(at, end, draw(r.IntN(3)))
			edits = append(edits, e)
			fs = append(fs, review.Finding{Range: e.Range, Old: src[at:end], Suggestions: []review.Suggestion{{New: e.New, Edits: []text.Edit{e}}}})
			fs[len(fs)-1].Accept(0, "ledger")
			at = end
		}
		want, err := text.Splice(doc.Source, edits)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		at := 0
		for _, c := range wordChanges(review.NewChangeset(doc, fs), false) {
			if c.Start < at {
				t.Fatalf("%q: changes overlap at %d", src, at)
			}
			got.WriteString(src[at:c.Start] + c.new)
			at = c.End
		}
		if got.WriteString(src[at:]); got.String() != string(want) {
			t.Fatalf("%q with %v\n got %q\nwant %q", src, edits, got.String(), want)
		}
	})
}

func FuzzCompareWords(f *testing.F) {
	f.Add("p6liee", "police")
	f.Add("名古屋é", "e\u0301名")
	f.Fuzz(func(t *testing.T, old, new string) {
		a, b := compareWords(old, new)
		for _, side := range []struct {
			parts []part
			want  string
		}{{a, old}, {b, new}} {
			var got strings.Builder
			for _, p := range side.parts {
				if utf8.ValidString(side.want) && !utf8.ValidString(p.text) {
					t.Fatalf("%q: a character is cut: %q", side.want, p.text)
				}
				got.WriteString(p.text)
			}
			if got.String() != side.want {
				t.Fatalf("got %q, want %q", got.String(), side.want)
			}
		}
	})
}
