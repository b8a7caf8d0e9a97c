package text_test

import (
	"errors"
	"strings"
	"testing"

	"emend/pipeline/text"
)

// A rule sees what earlier ones made of the text; its edit is still one of the file, and covers
// theirs or misses them.
func TestOverlayStages(t *testing.T) {
	src := "the \uFB01r\u017Ft co-\noperation"
	first := open(t, "utf-8", src)
	read := func(doc *text.Text, pairs ...string) *text.Text {
		var cs []text.Change
		for i := 0; i < len(pairs); i += 2 {
			cs = append(cs, change(t, doc, pairs[i], pairs[i+1]))
		}
		next, errs := doc.Overlay(cs)
		if errs != nil {
			t.Fatal(errs)
		}
		if err := next.Check(); err != nil {
			t.Fatal(err)
		}
		return next
	}
	doc := read(first, "\uFB01", "fi", "\u017F", "s", "-\n", "")
	if doc.Content != "the first cooperation" {
		t.Fatal(doc.Content)
	}
	for _, c := range []struct{ old, new, edits string }{
		{"first", "fist", "\"\uFB01r\">\"fi\""},
		{"first", "fight", "\"r\u017F\">\"gh\""},
		{"the", "tho", `"e">"o"`},
		{"cooperation", "coöperation", `"o">"ö"`},
		{"cooperation", "cuoperation", `"o-\n">"u"`},
	} {
		es, err := doc.Source(change(t, doc, c.old, c.new))
		if got := show(src, es); err != nil || got != c.edits {
			t.Errorf("%s to %s: %s, %v; want %s", c.old, c.new, got, err, c.edits)
		}
	}
}

// What is said twice is said twice after a change of a part, too.
func TestOverlayCopies(t *testing.T) {
	src := "=tbe dog=tbe dog="
	doc := open(t, inMarkup, src)
	next, errs := doc.Overlay([]text.Change{change(t, doc, "b", "h")})
	if errs != nil {
		t.Fatal(errs)
	}
	for _, c := range []struct{ old, new, edits string }{
		{"the d", "a d", `"tbe">"a" "tbe">"a"`},
		{"he d", "xy l", `"be d">"xy l" "be d">"xy l"`},
		{"do", "ho", `"d">"h" "d">"h"`},
	} {
		es, err := next.Source(change(t, next, c.old, c.new))
		if got := show(src, es); err != nil || got != c.edits {
			t.Errorf("%s to %s: %s, %v; want %s", c.old, c.new, got, err, c.edits)
		}
	}
	// Following them changes nothing in the text itself.
	again, _ := doc.Overlay([]text.Change{change(t, doc, "tbe", "the")})
	for range 2 {
		es, err := again.Source(change(t, again, "he d", "xyz a"))
		if got := show(src, es); err != nil || got != `"be d">"xyz a" "be d">"xyz a"` {
			t.Errorf("%s, %v", got, err)
		}
	}
	pieces := &text.Text{Content: "ab", Segments: []text.Segment{
		{Text: text.Span{Start: 0, End: 1}, Source: text.Range{Start: 0, End: 1}},
		{Text: text.Span{Start: 1, End: 2}, Source: text.Range{Start: 1, End: 2}},
	}}
	pieces.Copies = text.NewCopies([]text.Copy{{Range: text.Range{Start: 1, End: 2}, At: 6}, {Range: text.Range{Start: 0, End: 1}, At: 4}})
	if es, err := pieces.Source(text.Change{Span: text.Span{Start: 0, End: 2}, New: "xy"}); !errors.Is(err, text.ErrProtected) {
		t.Errorf("copies that stand apart: %v, %v", es, err)
	}
}

// What an earlier stage wrote is written in the encoding of the file by a later one, too.
func TestOverlayEncodes(t *testing.T) {
	doc := open(t, "iso-8859-1", "caf\xE9s")
	next, errs := doc.Overlay([]text.Change{change(t, doc, "é", "e")})
	if errs != nil {
		t.Fatal(errs)
	}
	es, err := next.Source(change(t, next, "e", "è"))
	if err != nil || len(es) != 1 || es[0].New != "\xE8" || es[0].Reads != "è" {
		t.Errorf("%+v, %v", es, err)
	}
}

// Of changes that want the same letter the same one goes in, whichever comes first.
func TestOverlayOrder(t *testing.T) {
	doc := open(t, "utf-8", "abc")
	at := func(from, to int, new string) text.Change {
		return text.Change{Span: text.Span{Start: from, End: to}, New: new}
	}
	for _, cs := range [][2]text.Change{
		{at(1, 1, "x"), at(1, 1, "y")},
		{at(1, 2, "x"), at(1, 2, "y")},
		{at(1, 3, "xy"), at(1, 2, "z")},
		{at(0, 2, "zz"), at(1, 3, "yy")},
	} {
		a, errs := doc.Overlay(cs[:])
		b, others := doc.Overlay([]text.Change{cs[1], cs[0]})
		if a.Content != b.Content || errs[0] != others[1] || errs[1] != others[0] {
			t.Errorf("%+v: %q %v, the other way round %q %v", cs, a.Content, errs, b.Content, others)
		}
	}
}

func TestOverlayErrors(t *testing.T) {
	doc := open(t, inMarkup, "abc<i>def</i>gh")
	at := func(from, to int, new string) text.Change {
		return text.Change{Span: text.Span{Start: from, End: to}, New: new}
	}
	cs := []text.Change{at(0, 2, "xy"), at(1, 3, "zz"), at(2, 4, "--"), at(6, 7, "G"), at(9, 12, "")}
	next, errs := doc.Overlay(cs)
	want := []error{nil, text.ErrOverlap, text.ErrProtected, nil, text.ErrBounds}
	for i := range cs {
		if !errors.Is(errs[i], want[i]) {
			t.Errorf("%+v: %v, want %v", cs[i], errs[i], want[i])
		}
	}
	if next.Content != "xycdefGh" {
		t.Error(next.Content)
	}
	if same, errs := doc.Overlay(nil); same != doc || errs != nil {
		t.Error("an overlay of nothing is another text")
	}
}

func TestPromise(t *testing.T) {
	src := "a\r\nb<i>c</i>=tbe=tbe=&e;"
	doc := open(t, inMarkup, src)
	var es []text.Edit
	for _, c := range [][2]string{{"tbe", "the"}, {"e", "x"}, {"c", "d"}} {
		at := strings.LastIndex(doc.Content, c[0])
		e, err := doc.Source(text.Change{Span: text.Span{Start: at, End: at + len(c[0])}, New: c[1]})
		if err != nil {
			t.Fatal(err)
		}
		es = append(es, e...)
	}
	if got, err := doc.Promise(es); err != nil || got != "a\r\nbdthex" {
		t.Errorf("%q, %v", got, err)
	}
	wide := open(t, "utf-16le", "a\x00b\x00")
	if got, err := wide.Promise([]text.Edit{{Range: text.Range{Start: 1, End: 2}, New: "x"}}); !errors.Is(err, text.ErrBounds) {
		t.Errorf("half a character: %q, %v", got, err)
	}
	// Half an entity.
	half := strings.Index(src, "e;")
	if got, err := doc.Promise([]text.Edit{{Range: text.Range{Start: half, End: half + 1}, New: "x"}}); !errors.Is(err, text.ErrBounds) {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := doc.Promise(append(es, es[0])); !errors.Is(err, text.ErrOverlap) {
		t.Errorf("%q, %v", got, err)
	}
}
