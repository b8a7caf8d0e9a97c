package text_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/format"
	"emend/pipeline/text"
)

// encodings are one of each kind: with and without letters of several lengths, LF and EBCDIC.
var encodings = []string{"utf-8", "windows-1252", "utf-16le", "koi8-r", "utf-16be", "iso-8859-1", "ibm850", "ibm037", "us-ascii", "windows-1255"}

// news is what changes write: nothing, letters, marks, line breaks, what encodings lack.
var news = []string{"", "x", "é", "s", "\n", "e\u0301", "\u0301", "“", "a\nb", "щ", "😀", "&", "fi", "\uFFFD", "\n\n", " ", "1", "the"}

// read reads a source as the encoding picked says, or as the markup below.
func read(t *testing.T, pick uint8, src []byte) *text.Text {
	if n := int(pick) % (len(encodings) + 1); n < len(encodings) {
		d, _, err := format.Read("f", src, format.Options{Format: "plain", Encoding: encodings[n]})
		if err != nil {
			t.Fatal(err)
		}
		return d.Text
	}
	return markup(src)
}

// changes makes changes out of bytes, three for each: where, how long, what instead.
func changes(content string, ops []byte) []text.Change {
	var cs []text.Change
	for ; len(ops) >= 3; ops = ops[3:] {
		at := int(ops[0]) % (len(content) + 1)
		end := min(len(content), at+int(ops[1])%7)
		for at > 0 && at < len(content) && !utf8.RuneStart(content[at]) {
			at--
		}
		for end < len(content) && !utf8.RuneStart(content[end]) {
			end++
		}
		old, n := content[at:end], news[int(ops[2])%len(news)]
		switch ops[1] / 7 % 4 {
		case 1:
			n = old + n
		case 2:
			n += old
		case 3:
			n = strings.ToUpper(old)
		}
		cs = append(cs, text.Change{Span: text.Span{Start: at, End: end}, New: n})
	}
	return cs
}

// edits are the edits of those changes that go in, and those changes.
func edits(t *testing.T, doc *text.Text, cs []text.Change) ([]text.Edit, []text.Change) {
	var all []text.Edit
	var made []text.Change
	for _, c := range cs {
		es, err := doc.Source(c)
		if err != nil {
			continue
		}
		if slices.ContainsFunc(es, func(e text.Edit) bool { return overlaps(all, e) }) {
			continue
		}
		for _, e := range es {
			if e.Len() < 1 {
				t.Fatalf("%+v: edit %+v replaces nothing", c, e)
			}
		}
		for i := range es {
			if overlaps(es[:i], es[i]) {
				t.Fatalf("%+v: edits overlap each other: %+v", c, es)
			}
		}
		all = append(all, es...)
		made = append(made, c)
	}
	return all, made
}

func overlaps(all []text.Edit, e text.Edit) bool {
	return slices.ContainsFunc(all, func(o text.Edit) bool { return o.Overlaps(e.Range) })
}

func shuffled[T any](s []T, seed int) []T {
	out := slices.Clone(s)
	rand.New(rand.NewPCG(uint64(seed), 1)).Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func splice(t *testing.T, src []byte, es []text.Edit) []byte {
	t.Helper()
	out, err := text.Splice(src, es)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func seeds(f *testing.F) {
	ops := []byte{0, 1, 1, 5, 3, 4, 9, 8, 0, 12, 0, 5, 20, 6, 8, 3, 1, 3}
	for i, s := range []string{
		"Die Größe der Maſchine,\nund was daraus folgt.\n", "caf\xe9 na\xefve \x93q\x94 \x81.\r\nfin", "h\x00i\x00\r\x00\n\x00\x3d\xd8\x00\xde\x00x\x00",
		"\xd0\xd2\xc9\xd7\xc5\xd4, \xcd\xc9\xd2!\nend\r\rand\r\n\r\n", "\x00a\x00\n\x04\x3f\xd8\x3d", "\r\n1234\r\n\r\nx\ry\n", "ab\n\ncd\n", "\xc1\x25\x82\x0d\x25\x83",
		"plain ascii\n", "a<b>c</b>d&e;f_g=hi=hi=\njk\n&lm;n", "\xef\xbb\xbfe\u0301a\u0301\u0302 x\r\n", "a\nb\nc", "\xff\xfea\x00", "a&b\nc;d\ne",
	} {
		f.Add(uint8(i), []byte(s), ops)
		f.Add(uint8(0), []byte(s), ops)
		f.Add(uint8(len(encodings)), []byte(s), ops)
	}
}

// The laws on texts that chance made, of the letters that make trouble; the same ones each time.
func TestLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	letters := []string{"a", "b", "e", " ", "\n", "\n", "\r", "\r\n", "\u0301", "é", "ж", "😀", "\xFF", "\x81", "\x00", "&", ";", "<", ">", "_", "=", "&e;", "=ab=ab=", "\xD8", "\xDC"}
	encoders := make([]format.Encoding, len(encodings))
	for i, name := range encodings {
		encoders[i], _ = format.Lookup(name)
	}
	for range 10_000 {
		pick := uint8(r.IntN(len(encodings) + 1))
		var src []byte
		for range r.IntN(24) {
			letter := letters[r.IntN(len(letters))]
			if int(pick) < len(encodings) && r.IntN(4) > 0 {
				if written, err := encoders[pick].Encode(letter); err == nil {
					letter = written
				}
			}
			src = append(src, letter...)
		}
		ops := make([]byte, 3*r.IntN(9))
		for i := range ops {
			ops[i] = byte(r.Uint32())
		}
		outsideUnchanged(t, pick, src, ops)
		stages(t, pick, src, ops)
		readBack(t, pick, src, ops)
		thereAndBack(t, pick, src, ops)
		if t.Failed() {
			t.Fatalf("%d, %q, %v", pick, src, ops)
		}
	}
}

// Nothing changed, same bytes; outside the edits, same bytes; in any order.
func outsideUnchanged(t *testing.T, pick uint8, src, ops []byte) {
	doc := read(t, pick, src)
	if err := doc.Check(); err != nil {
		t.Fatal(err)
	}
	if out := splice(t, src, nil); !bytes.Equal(out, src) {
		t.Fatal("nothing changed, other bytes")
	}
	es, _ := edits(t, doc, changes(doc.Content, ops))
	out := splice(t, src, es)
	if again := splice(t, src, shuffled(es, len(ops))); !bytes.Equal(out, again) {
		t.Fatalf("order matters: %q, %q", out, again)
	}
	// The source's bytes that no edit covers, and the output's that no edit wrote.
	slices.SortFunc(es, func(a, b text.Edit) int { return a.Start - b.Start })
	from, to := 0, 0
	for _, e := range append(es, text.Edit{Range: text.Range{Start: len(src), End: len(src)}}) {
		kept := e.Start - from
		if !bytes.Equal(src[from:e.Start], out[to:to+kept]) || !strings.HasPrefix(string(out[to+kept:]), e.New) {
			t.Fatalf("bytes %d to %d are not as they were", from, e.Start)
		}
		from, to = e.End, to+kept+len(e.New)
	}
	if to != len(out) {
		t.Fatalf("%d bytes at the end are from nowhere", len(out)-to)
	}
}

func FuzzSplice(f *testing.F) { seeds(f); f.Fuzz(outsideUnchanged) }

// Ranges that make no sense are refused, never a panic.
func FuzzSpliceRanges(f *testing.F) {
	f.Add([]byte("abcdef"), 0, 1, 1, 2)
	f.Add([]byte("abcdef"), 0, 3, 1, 2)
	f.Add([]byte("abcdef"), -1, 3, 5, 9)
	f.Add([]byte("abcdef"), 2, 2, 3, 3)
	f.Fuzz(func(t *testing.T, src []byte, a, b, c, d int) {
		x, y := text.Range{Start: a, End: b}, text.Range{Start: c, End: d}
		inside := func(r text.Range) bool { return 0 <= r.Start && r.Start < r.End && r.End <= len(src) }
		out, err := text.Splice(src, []text.Edit{{Range: x, New: "x"}, {Range: y, New: "y"}})
		switch {
		case !inside(x) || !inside(y):
			if !errors.Is(err, text.ErrBounds) && !errors.Is(err, text.ErrOverlap) || out != nil {
				t.Fatalf("%v, %v of %d: %q, %v", x, y, len(src), out, err)
			}
		case x.Overlaps(y):
			if !errors.Is(err, text.ErrOverlap) || out != nil {
				t.Fatalf("%v, %v: %q, %v", x, y, out, err)
			}
		case err != nil || len(out) != len(src)-x.Len()-y.Len()+2:
			t.Fatalf("%v, %v: %q, %v", x, y, out, err)
		}
	})
}

// Three stages of changes, each on the text the one before left: the text stays whole, the
// order within a stage is nothing, a later edit misses an earlier one or covers it, and what
// is left of all edits promises the last text.
func stages(t *testing.T, pick uint8, src, ops []byte) {
	first := read(t, pick, src)
	doc := first
	var standing []text.Edit
	for stage := range 3 {
		part := ops[len(ops)*stage/3 : len(ops)*(stage+1)/3]
		cs := changes(doc.Content, part)
		next, errs := doc.Overlay(cs)
		if err := next.Check(); err != nil {
			t.Fatalf("stage %d: %v\n%q\n%+v", stage, err, doc.Content, cs)
		}
		if again, _ := doc.Overlay(shuffled(cs, len(ops))); again.Content != next.Content {
			t.Fatalf("stage %d: order matters: %q, %q\n%+v", stage, next.Content, again.Content, cs)
		}
		for i, c := range cs {
			if errs != nil && errs[i] != nil {
				continue
			}
			es, err := doc.Source(c)
			if err != nil {
				// The text can say it but the encoding cannot: such a reading promises nothing.
				return
			}
			for _, e := range es {
				standing = slices.DeleteFunc(standing, func(o text.Edit) bool {
					if e.Overlaps(o.Range) && !e.Covers(o.Range) {
						t.Fatalf("stage %d: edit %+v covers part of %+v", stage, e, o)
					}
					return e.Covers(o.Range)
				})
			}
			standing = append(standing, es...)
		}
		doc = next
	}
	splice(t, src, standing)
	got, err := first.Promise(shuffled(standing, len(src)))
	if err != nil || got != doc.Content {
		t.Fatalf("promised %q, %v; want %q\n%+v", got, err, doc.Content, standing)
	}
}

func FuzzOverlay(f *testing.F) { seeds(f); f.Fuzz(stages) }

// Reading the spliced file again gives what Promise said, but where bytes on the two sides of an
// edit's border become one character or one line end, or the file gets a byte-order mark.
func readBack(t *testing.T, pick uint8, src, ops []byte) {
	name := encodings[int(pick)%len(encodings)]
	opts := format.Options{Format: "plain", Encoding: name}
	d, _, err := format.Read("f", src, opts)
	if err != nil {
		t.Fatal(err)
	}
	es, made := edits(t, d.Text, changes(d.Text.Content, ops))
	want, err := d.Text.Promise(es)
	if err != nil {
		t.Fatalf("%v\n%+v", err, es)
	}
	if over, errs := d.Text.Overlay(made); errs == nil && over.Content != want {
		t.Fatalf("overlay %q, promise %q\n%+v", over.Content, want, made)
	}
	out := splice(t, src, es)
	again, _, err := format.Read("f", out, opts)
	if err != nil {
		t.Fatal(err)
	}
	if again.Text.Content != want && !joins(d, es, out) {
		t.Fatalf("%s: read back %q, want %q\nfrom %q to %q by %+v", name, again.Text.Content, want, src, out, es)
	}
}

func FuzzPromise(f *testing.F) { seeds(f); f.Fuzz(readBack) }

// joins reports whether bytes of the output on the two sides of an edit's border read as one.
func joins(d *text.Document, es []text.Edit, out []byte) bool {
	es = slices.SortedFunc(slices.Values(es), func(a, b text.Edit) int { return a.Start - b.Start })
	moved := 0
	for _, e := range es {
		from := e.Start + moved
		moved += len(e.New) - e.Len()
		for _, at := range []int{from, from + len(e.New)} {
			if joined(d.Encoding, out, at) {
				return true
			}
		}
	}
	mark := map[string]string{"utf-8": "\xEF\xBB\xBF", "utf-16le": "\xFF\xFE", "utf-16be": "\xFE\xFF"}[d.Encoding]
	return mark != "" && strings.HasPrefix(string(out), mark) && (!strings.HasPrefix(string(d.Source), mark) || strings.HasPrefix(string(d.Source), mark+mark))
}

func joined(encoding string, out []byte, at int) bool {
	switch encoding {
	case "utf-16le", "utf-16be":
		if at < 2 || at+1 >= len(out) {
			return false
		}
		high := at%2 ^ 1
		if encoding == "utf-16be" {
			high ^= 1
		}
		unit := func(i int) int { return int(out[i+high])<<8 | int(out[i+1-high]) }
		a, b := unit(at-2), unit(at)
		return a == '\r' && b == '\n' || a&0xFC00 == 0xD800 && b&0xFC00 == 0xDC00
	case "utf-8":
		for i := max(0, at-3); i < at; i++ {
			if r, n := utf8.DecodeRune(out[i:]); r != utf8.RuneError && i+n > at {
				return true
			}
		}
	}
	lf := byte('\n')
	if encoding == "ibm037" {
		lf = 0x25
	}
	return at > 0 && at < len(out) && out[at-1] == '\r' && out[at] == lf
}

// The span that reads the bytes behind a span covers it, and is no longer than its segments.
func thereAndBack(t *testing.T, pick uint8, src, ops []byte) {
	doc := read(t, pick, src)
	for _, c := range changes(doc.Content, ops) {
		origin := doc.Origin(c.Span)
		if origin.Start < 0 || origin.End < origin.Start || origin.End > len(src) {
			t.Fatalf("%v of %q comes from %v of %q", c.Span, doc.Content, origin, src)
		}
		back := doc.Locate(origin)
		if back.Start < 0 || back.End < back.Start || back.End > len(doc.Content) {
			t.Fatalf("%v of %q reads as %v of %q", origin, src, back, doc.Content)
		}
		if origin.Len() == 0 || c.Len() == 0 {
			continue
		}
		covered, whole := c.Span, c.Span
		for _, s := range doc.Segments {
			if s.Text.Overlaps(c.Span) && s.Kind != text.Verbatim {
				whole.Start, whole.End = min(whole.Start, s.Text.Start), max(whole.End, s.Text.End)
			}
			if s.Source.Len() > 0 {
				continue
			}
			// A separator at an end of the span is in no bytes.
			if s.Text.Start <= covered.Start && covered.Start < s.Text.End {
				covered.Start = s.Text.End
			}
		}
		for i := len(doc.Segments) - 1; i >= 0; i-- {
			if s := &doc.Segments[i]; s.Source.Len() == 0 && s.Text.Start < covered.End && covered.End <= s.Text.End {
				covered.End = s.Text.Start
			}
		}
		if !back.Covers(covered) || !whole.Covers(back) {
			t.Fatalf("%v of %q comes from %v, which reads as %v", c.Span, doc.Content, origin, back)
		}
	}
}

func FuzzLocate(f *testing.F) { seeds(f); f.Fuzz(thereAndBack) }
