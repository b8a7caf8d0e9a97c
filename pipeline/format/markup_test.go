package format

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/pipeline/text"
)

// hostile are starting points for every format of markup.
var hostile = []string{
	"", "<", "&", "</", "<!", "<!--", "<?", "<![CDATA[", "<![CDATA[a]]>b]]>", "<a", `<a b="`, "<a b=c/>", "<p>a& amp;b &amp; &#0; &#xD800; &#99999999999;",
	"<p>a</p>\r\n\r\n<p>b <br>\r\n c</p>", "<p>a\xFFb\x00c \xC3<i>\xA9</i>", "\xFF\xFE<\x00p\x00>\x00a\x00\r\x00\n\x00b\x00",
	`<html><body><p>f<i>u</i>ch wo<!-- -->rd &eacute;<sup>1</sup></p><pre>a
b</pre></body></html>`,
	`<TEI><teiHeader><p>h</p></teiHeader><text><p>a<lb break="no"/>b<choice><sic>c</sic><corr>d</corr></choice> <note>n</note><pb/>e</p><lg><l>v</l><l>w</l></lg></text></TEI>`,
	`<div class='ocr_page' title='image "a.png"; bbox 0 0 9 9'><p class='ocr_par'><span class='ocr_line'><span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 90'>a<b>b</b></span> <span class=ocrx_word>c-</span></span><span class=ocr_line><span class=ocrx_word>d`,
	`<alto><TextBlock><TextLine><String CONTENT="a&amp;b" WC="0.5" HPOS="1"/><SP/><String CONTENT='tr' SUBS_TYPE="HypPart1" SUBS_CONTENT="trap"/><HYP CONTENT="-"/></TextLine><TextLine><String CONTENT="ap" SUBS_TYPE="HypPart2" SUBS_CONTENT="trap"/></TextLine></TextBlock></alto>`,
	`<PcGts><TextRegion><TextLine><Word><TextEquiv index="1"><Unicode>x</Unicode></TextEquiv><TextEquiv index="0"><Unicode>ab</Unicode></TextEquiv></Word><Word><TextEquiv><Unicode>cd</Unicode></TextEquiv></Word><TextEquiv><Unicode>ab cd</Unicode></TextEquiv></TextLine><TextEquiv><Unicode>ab cd</Unicode></TextEquiv></TextRegion></PcGts>`,
	`<!DOCTYPE book [<!ENTITY x "y"> <!ENTITY z '&#8212;'>]><book><para>a &x; &z; &nope;</para><programlisting>c</programlisting></book>`,
	strings.Repeat("<q><p>", 50) + "a" + strings.Repeat("</p></q>", 50),
}

// FuzzMarkup holds every format to its laws: the text is whole, its bytes are where it says, a letter
// replaced changes that letter's bytes alone, and the file reads as promised then, unless an & or < that is none stood by.
func FuzzMarkup(f *testing.F) {
	for i, s := range slices.Concat(hostile, hostileMarkdown, markdowns, hostileWiki) {
		for pick := range All {
			f.Add(byte(pick), []byte(s), uint64(i))
		}
	}
	f.Fuzz(func(t *testing.T, pick byte, src []byte, seed uint64) {
		f := All[int(pick)%len(All)]
		if f.Members != nil {
			return // FuzzPackage, where there are rules too, and FuzzArchive hold those to theirs
		}
		opts := Options{Format: f.Name, Scan: seed%2 == 1}
		d, _, err := Read("f", src, opts)
		if err != nil {
			if utf32(src) {
				return
			}
			t.Fatal(err)
		}
		if err := d.Text.Check(); err != nil {
			t.Fatal(err)
		}
		for _, r := range d.Regions.All {
			if r.Start < 0 || r.End > len(d.Text.Content) || r.Start >= r.End {
				t.Fatalf("region %v of %d bytes", r, len(d.Text.Content))
			}
		}
		for _, w := range d.Scan.Words {
			if w.Start < 0 || w.End > len(d.Text.Content) || w.Start >= w.End {
				t.Fatalf("word %v of %d bytes", w, len(d.Text.Content))
			}
		}
		chance := rand.New(rand.NewPCG(seed, 3))
		opts.Encoding = d.Encoding
		for range 8 {
			if len(d.Text.Content) == 0 {
				return
			}
			at := chance.IntN(len(d.Text.Content))
			size := chance.IntN(4)
			span := text.Span{Start: at, End: min(at+size, len(d.Text.Content))}
			for _, n := range []string{"x", "“é”", "<&>\"'", ""} {
				change(t, d, src, text.Change{Span: span, New: n}, opts)
			}
		}
	})
}

func change(t *testing.T, d *text.Document, src []byte, c text.Change, opts Options) {
	t.Helper()
	edits, err := d.Text.Source(c)
	if err != nil || len(edits) == 0 {
		return
	}
	out, err := text.Splice(src, edits)
	if err != nil {
		t.Fatal(err)
	}
	promised, err := d.Text.Promise(edits)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := Read("f", out, opts)
	if err != nil {
		t.Fatal(err)
	}
	if again.Text.Content == promised || d.Format == "plain" || d.Format == "markdown" {
		return // FuzzMarkdown knows what that may be
	}
	// What Write refuses: white space that is folded, characters that are none, and letters beside what is no markup, or no
	// reference, but might become one: & amp; <3
	letters := func(s string) bool {
		return strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéäöü“”") == ""
	}
	if old := d.Text.Content[c.Start:c.End]; c.New != "" && old != "" && letters(c.New) && letters(old) && !strings.ContainsAny(again.Text.Content+promised, "&<]") &&
		!bytes.ContainsAny(src, "\x00") && !bytes.Contains(bytes.ToLower(src), []byte("<sup")) && utf8.Valid(src) {
		t.Fatalf("%s: %q with %v reads %q, promised %q", opts.Format, src, edits, again.Text.Content, promised)
	}
}
