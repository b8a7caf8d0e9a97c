package text_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"emend/pipeline/text"
)

func TestOriginLocate(t *testing.T) {
	for _, c := range []struct {
		name, encoding, src string
		span                text.Span
		origin              text.Range
		back                text.Span
	}{
		{"as it is", "utf-8", "abc", text.Span{1, 2}, text.Range{1, 2}, text.Span{1, 2}},
		{"after a mark", "utf-8", "\xEF\xBB\xBFabc", text.Span{0, 1}, text.Range{3, 4}, text.Span{0, 1}},
		{"a line end of two bytes", "utf-8", "a\r\nb", text.Span{0, 2}, text.Range{0, 3}, text.Span{0, 2}},
		{"utf-16", "utf-16le", "a\x00\x1f\x04b\x00", text.Span{1, 3}, text.Range{2, 4}, text.Span{1, 3}},
		{"an entity", inMarkup, "a&fi;b", text.Span{1, 2}, text.Range{1, 5}, text.Span{1, 3}},
		{"around a tag", inMarkup, "a<b>c", text.Span{0, 2}, text.Range{0, 5}, text.Span{0, 2}},
		{"a separator", inMarkup, "<w>a</w>_<w>b</w>", text.Span{1, 2}, text.Range{4, 4}, text.Span{2, 2}},
		{"a separator between words", inMarkup, "<w>a</w>_<w>b</w>", text.Span{0, 3}, text.Range{3, 13}, text.Span{0, 3}},
		{"the end", "utf-8", "abc", text.Span{3, 3}, text.Range{3, 3}, text.Span{3, 3}},
		{"no character", "windows-1252", "a\x81b", text.Span{1, 4}, text.Range{1, 2}, text.Span{1, 4}},
	} {
		doc := open(t, c.encoding, c.src)
		if got := doc.Origin(c.span); got != c.origin {
			t.Errorf("%s: %v comes from %v, want %v", c.name, c.span, got, c.origin)
		}
		if got := doc.Locate(c.origin); got != c.back {
			t.Errorf("%s: %v reads as %v, want %v", c.name, c.origin, got, c.back)
		}
	}
	// Half a character is all of it.
	if got := open(t, "utf-8", "aéb").Locate(text.Range{Start: 2, End: 3}); got != (text.Span{Start: 1, End: 3}) {
		t.Errorf("half an é reads as %v", got)
	}
	if got := open(t, "utf-16le", "a\x00\x1f\x04b\x00").Locate(text.Range{Start: 3, End: 5}); got != (text.Span{Start: 1, End: 4}) {
		t.Errorf("half a letter and half a b read as %v", got)
	}
}

// Regions answer as a look at each of them does.
func TestRegions(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		var all []text.Region
		for range r.IntN(8) {
			start := r.IntN(30)
			all = append(all, text.Region{Span: text.Span{Start: start, End: start + 1 + r.IntN(8)}, Kind: text.RegionKind(r.IntN(2)) + text.Note})
		}
		regions := text.NewRegions(slices.Clone(all))
		for start := range 40 {
			for size := range 4 {
				span := text.Span{Start: start, End: start + size}
				want := slices.ContainsFunc(all, func(o text.Region) bool {
					return o.Kind == text.Note && o.Overlaps(text.Span{Start: start, End: start + max(size, 1)})
				})
				if got := regions.Touches(text.Note, span); got != want {
					t.Fatalf("%v touches a note: %v of %+v", span, got, all)
				}
			}
			around, ok := regions.Around(text.Note, start)
			if ok != regions.Touches(text.Note, text.Span{Start: start, End: start}) || ok && (around.Start > start || around.End <= start) {
				t.Fatalf("around %d is %v, %v of %+v", start, around, ok, all)
			}
			for _, o := range all {
				if ok && o.Kind == text.Note && o.Start <= start && start < o.End && !around.Covers(o.Span) {
					t.Fatalf("around %d is %v, but %v reaches farther", start, around, o)
				}
			}
		}
		for i, a := range regions.All[min(1, len(all)):] {
			if before := regions.All[i]; before.Start > a.Start || before.Start == a.Start && before.End < a.End {
				t.Fatalf("not in order: %v, %v", before, a)
			}
		}
	}
}

func TestDocument(t *testing.T) {
	d := &text.Document{
		Text:    &text.Text{Content: "One “two” [sic] three."},
		Regions: text.NewRegions([]text.Region{{Span: text.Span{Start: 14, End: 19}, Kind: text.Editorial}, {Span: text.Span{Start: 4, End: 13}, Kind: text.Quotation}}),
		Tokens:  []text.Token{{Span: text.Span{Start: 0, End: 3}, Shape: text.Letters | text.Upper}, {Span: text.Span{Start: 7, End: 10}}, {Span: text.Span{Start: 20, End: 25}}},
	}
	if d.Word(1) != "two" || d.Gap(0) != (text.Span{Start: 0, End: 0}) || d.Gap(1) != (text.Span{Start: 3, End: 7}) || d.Gap(3) != (text.Span{Start: 25, End: 26}) {
		t.Error(d.Word(1), d.Gap(0), d.Gap(1), d.Gap(3))
	}
	for offset, want := range map[int]int{0: 0, 2: 0, 3: 1, 9: 1, 10: 2, 24: 2, 25: 3, 99: 3} {
		if got := d.TokenAt(offset); got != want {
			t.Errorf("the token at %d is %d, want %d", offset, got, want)
		}
	}
	if two, three := d.Tokens[1].Span, d.Tokens[2].Span; !d.Quoted(two) || d.Quoted(three) || d.Protected(two) || !d.Protected(text.Span{Start: 15, End: 16}) {
		t.Error("quoted or protected wrongly")
	}
	if one := d.Tokens[0]; !one.Is(text.Letters|text.Upper) || one.Is(text.Lower|text.Upper) {
		t.Error("shapes")
	}
}

// The space between two paragraphs stands in no file, at no place: what comes after it is found all the same.
func TestLocateAfterSynthetic(t *testing.T) {
	doc := markup([]byte("one_two_three<br>_four _ five"))
	for _, word := range []string{"one", "two", "three", "four", "five"} {
		at := strings.Index(doc.Content, word)
		want := text.Span{Start: at, End: at + len(word)}
		if got := doc.Locate(doc.Origin(want)); got != want {
			t.Errorf("%s stands at %v and is located at %v", word, want, got)
		}
	}
}
