package format

import (
	"strings"
	"testing"

	"emend/pipeline/text"
)

// shown is the reading text with its regions: ⟦kind …⟧ for each but paragraphs, which are ¶ where they begin.
func shown(d *text.Document) string {
	opens, ends := map[int]string{}, map[int]string{}
	for _, r := range d.Regions.All {
		if r.Kind == text.Paragraph {
			opens[r.Start] = "¶" + opens[r.Start]
			continue
		}
		name := r.Kind.String()
		if r.Depth > 0 {
			name += strings.Repeat("+", r.Depth)
		}
		if r.Lang != "" {
			name += "=" + r.Lang
		}
		opens[r.Start] += "⟦" + name + " "
		ends[r.End] += "⟧"
	}
	var b strings.Builder
	for i := 0; i <= len(d.Text.Content); i++ {
		b.WriteString(ends[i] + opens[i])
		if i < len(d.Text.Content) {
			b.WriteByte(d.Text.Content[i])
		}
	}
	return b.String()
}

func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"white space", "<p> a\n  b <i> c</i>\n\nd </p>\n\n<p>e", "¶a b c d\n\n¶e"},
		{"words broken by markup", "<p>f<i>u</i>ch <b>T</b>he wo<!-- x -->rd", "¶fuch The word"},
		{"references", "<p>caf&eacute; &#8220;x&#8221; &#147;y&#x94; AT&T &amp;amp; &notit; &copy2 &unknown; &", "¶café “x” “y” AT&T &amp; ¬it; ©2 &unknown; &"},
		{"bare <", "<p>1 < 2 and a<3 </ >b", "¶1 < 2 and a<3 b"},
		{"not read", "<title>T</title><style>p</style><p>a<script>if (a<b) '</p>'</script>b <code>x()</code> c", "¶⟦heading T⟧\n\n¶ab \uFFFC c"},
		{"unclosed comment", "<p>a<!-- <p>b", "¶a"},
		{"unclosed tag", `<p>a<a href="x>b`, "¶a"},
		{"br", "<p>a <br>\nb<BR/>c<br><br>d</p>", "¶a\nb\nc\n\n¶d"},
		{"classes", `<p class="quoteb">a</p><p class=quotec>b</p><p class="fst x">c <span class='inote'>[sic]</span></p><p class="information">d<br>e</p><p class=endnote>f`,
			"¶⟦block-quotation a⟧\n\n¶⟦block-quotation+ b⟧\n\n¶c ⟦editorial [sic]⟧\n\n¶⟦header d\ne⟧\n\n¶⟦note f" + "⟧"},
		{"quotations nest", "<blockquote><p>a<p>b <q>c</q></blockquote>d", "¶⟦block-quotation a\n\n¶b ⟦quotation+ c⟧⟧\n\n¶d"},
		{"numbers of notes", `<p>word<sup><a href="#1">1</a></sup> the 10<sup>th</sup> x<sup class="enote">[2]</sup>`, "¶word the 10th x⟦editorial [2]⟧"},
		{"foreign", `<html lang="en"><p>a <i lang="de">Zeitgeist</i> <i lang=en-GB>b</i>`, "¶a ⟦foreign=de Zeitgeist⟧ b"},
		{"pre", "<pre>a  b\n  &lt;c</pre>d", "¶a  b\n  <c\n\n¶d"},
		{"listings", "<p>a</p><pre class=py>b</pre><pre><span></span>c</pre>d", "¶a\n\n¶d"},
		{"soup", "<p><q>a</p></p></i><li>b</ul><td>c</code>", "¶⟦quotation a⟧\n\n¶b\n\n¶c"},
		{"attributes", `<p title="a>b" alt='<p>' x=a'b>c`, "¶c"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, _ := mustRead(t, c.src, Options{Format: "html"})
			if got := shown(d); got != c.want {
				t.Errorf("\n%q, want\n%q", got, c.want)
			}
			if err := d.Text.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A change goes out as the page writes such characters.
func TestHTMLWriting(t *testing.T) {
	for _, c := range []struct{ name, encoding, src, old, new, want string }{
		{"decimal habit", "iso-8859-1", "<p>&#8220;a&#8221; \"b\"", `"b"`, "“b”", "<p>&#8220;a&#8221; &#8220;b&#8221;"},
		{"named habit", "utf-8", "<p>&ldquo;a&rdquo; 'b", "'b", "‘b", "<p>&ldquo;a&rdquo; &lsquo;b"},
		{"hexadecimal habit", "utf-8", "<p>&#x201C;a&#x201D; 'b", "'b", "‘b", "<p>&#x201C;a&#x201D; &#x2018;b"},
		{"raw habit", "utf-8", "<p>“a” &amp; 'b", "'b", "‘b", "<p>“a” &amp; ‘b"},
		{"more raw than referred to", "utf-8", "<p>“a” “b” &#8220;c” \"d", `"d`, "“d", "<p>“a” “b” &#8220;c” “d"},
		{"beyond the charset", "iso-8859-1", "<p>caf\xE9 'b", "'b", "‘b", "<p>caf\xE9 &#8216;b"},
		{"within the charset", "iso-8859-1", "<p>caf\xE9 cafe", "cafe", "café", "<p>caf\xE9 caf\xE9"},
		{"escaped", "utf-8", "<p>a+b", "+", "&<>", "<p>a&amp;&lt;&gt;b"},
		{"entity replaced", "utf-8", "<p>caf&eacute;s", "cafés", "cafes", "<p>cafes"},
		{"one side of markup", "utf-8", "<p>f<i>u</i>ch", "fuch", "such", "<p>s<i>u</i>ch"},
		{"both sides of markup", "utf-8", "<p>f<i>u</i>ch", "fuch", "sach", "<p>s<i>a</i>ch"},
		{"over a line", "utf-8", "<p>a of\nof b", "of of", "of", "<p>a of b"},
		{"over a folded line", "utf-8", "<p>a of \r\n   of b", "of of", "of", "<p>a of b"},
		{"a break made", "utf-8", "<p>a b<br />c", "a b", "a\nb", "<p>a<br />b<br />c"},
		{"a break lost", "utf-8", "<p>trans-<br>\nlation", "trans-\nlation", "translation", "<p>translation"},
		{"utf-16", "utf-16le", "<p>a &ndash; b", "b", "é", "<p>a &ndash; &eacute;"},
	} {
		t.Run(c.name, func(t *testing.T) {
			enc, _ := Lookup(c.encoding)
			src := c.src
			if enc.unit == 2 {
				src, _ = enc.Encode(src)
			}
			opts := Options{Format: "html", Encoding: c.encoding}
			d, _ := mustRead(t, src, opts)
			at := strings.Index(d.Text.Content, c.old)
			edits, err := d.Text.Source(text.Change{Span: text.Span{Start: at, End: at + len(c.old)}, New: c.new})
			if err != nil {
				if c.want != "!"+err.Error() {
					t.Error(err)
				}
				return
			}
			out, err := text.Splice([]byte(src), edits)
			if err != nil {
				t.Fatal(err)
			}
			want := c.want
			if enc.unit == 2 {
				want, _ = enc.Encode(want)
			}
			if string(out) != want {
				t.Errorf("%q, want %q", out, want)
			}
			again, _ := mustRead(t, string(out), opts)
			if promised, err := d.Text.Promise(edits); err != nil || again.Text.Content != promised {
				t.Errorf("reads %q, promised %q, %v", again.Text.Content, promised, err)
			}
		})
	}
}

func TestDeclaredCharset(t *testing.T) {
	for _, c := range []struct{ src, encoding, warns string }{
		{"<meta charset=koi8-r><p>\xC1", "koi8-r", ""},
		{`<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=ISO-8859-1"><p>` + "\xE9", "iso-8859-1", ""},
		{`<?xml version="1.0" encoding='windows-1251'?><html>` + "\xE9", "windows-1251", ""},
		{"<meta charset=utf-8><p>caf\xE9 \x93x\x94", "windows-1252", "declares utf-8 but is not"},
		{"<meta charset=iso-8859-1><p>café", "utf-8", "declares iso-8859-1 but is utf-8"},
		{"<meta charset=iso-8859-1><p>\x93x\x94", "windows-1252", "only windows-1252 has"},
		{"<p>caf\xE9", "windows-1252", "nothing says what it is"},
		{"<p>caf&eacute;", "utf-8", ""},
	} {
		d, ws, err := Read("a.html", []byte(c.src), Options{})
		if err != nil || d.Encoding != c.encoding || d.Format != "html" {
			t.Errorf("%q: %s, %v", c.src, d.Encoding, err)
		}
		if c.warns == "" && len(ws) > 0 || c.warns != "" && (len(ws) != 1 || !strings.Contains(ws[0].Message, c.warns)) {
			t.Errorf("%q: %v", c.src, ws)
		}
	}
}

// Classes of the user go before the archive's.
func TestClasses(t *testing.T) {
	src := "<p class='verse quoteb'>a</p><p class=lead>b <span class=lead>c</span></p>"
	opts := Options{Format: "html", Classes: map[string]text.RegionKind{"quoteb": text.Note, "span.lead": text.Editorial, "div.menu": Unread, "<cite>": text.Citation}}
	d, _ := mustRead(t, src, opts)
	if got, want := shown(d), "¶⟦note a⟧\n\n¶b ⟦editorial c⟧"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if d, _ = mustRead(t, src, Options{Format: "html"}); !strings.Contains(shown(d), "⟦block-quotation a⟧") {
		t.Errorf("%q", shown(d))
	}
}

// Words joined, split and misread where a tag stands in them: written on both sides of it, or not at all.
func TestAcross(t *testing.T) {
	for _, c := range []struct{ src, old, new, want string }{
		{"<i>of</i>the", "ofthe", "of the", "<i>of </i>the"},
		{"<i>out</i> break", "out break", "outbreak", "<i>out</i>break"},
		{"out <b>break</b>", "out break", "outbreak", "out<b>break</b>"},
		{"fr<i>o</i>rn", "orn", "om", "fr<i>o</i>m"},
		{"th<i>c m</i>au", "c mau", "e man", "th<i>e m</i>an"},
		{"t<i>b</i>c", "bc", "he", "t<i>h</i>e"},
		{"fro<i>r</i><b>n</b>", "rn", "m", ""}, // an element would be left empty
		{"t<i>b</i><b>c</b>x", "bcx", "hey", "t<i>h</i><b>e</b>y"},
	} {
		d, _, err := Read("a.html", []byte("<p>"+c.src+"</p>"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		at := strings.Index(d.Text.Content, c.old)
		edits, err := d.Text.Source(text.Change{Span: text.Span{Start: at, End: at + len(c.old)}, New: c.new})
		if err != nil {
			if c.want != "" {
				t.Errorf("%q: %v", c.src, err)
			}
			continue
		}
		out, err := text.Splice(d.Source, edits)
		if err != nil || string(out) != "<p>"+c.want+"</p>" {
			t.Errorf("%q with %q for %q became %q, want %q (%v)", c.src, c.new, c.old, out, c.want, err)
		}
	}
}

// The class map none knows no classes, elements of XML may be given a meaning, and what is in another language than the texts is foreign.
func TestParts(t *testing.T) {
	for _, c := range []struct {
		path, src string
		opts      Options
		kind      text.RegionKind
		want      string
	}{
		{"a.htm", "<p class=quoteb>a</p><p>b</p>", Options{}, text.BlockQuotation, "a"},
		{"a.htm", "<p class=quoteb>a</p><p>b</p>", Options{ClassMap: "none"}, text.BlockQuotation, ""},
		{"a.htm", "<div class=menu>a</div><p>b", Options{Classes: map[string]text.RegionKind{"menu": Unread}}, text.Paragraph, "b"},
		{"a.xml", "<r><verse>a</verse><cit>b</cit></r>", Options{Classes: map[string]text.RegionKind{"<cit>": text.BlockQuotation}}, text.BlockQuotation, "b"},
		{"a.htm", "<html lang=en-GB><p>a <i lang=fr>b</i>", Options{Lang: "en"}, text.Foreign, "b"},
		{"a.htm", "<html lang=de><p>a", Options{Lang: "en"}, text.Foreign, "a"},
		{"a.htm", "<html lang=de><p>a", Options{}, text.Foreign, ""},
		{"a.xml", "<TEI xml:lang='deu'><text><p>a</p></text></TEI>", Options{Lang: "en"}, text.Foreign, "a"},
		{"a.xml", "<TEI xml:lang='deu'><text xml:lang='eng'><p>a <q xml:lang='lat'>b</q></p></text></TEI>", Options{Lang: "en-US"}, text.Foreign, "b"},
	} {
		d, _, err := Read(c.path, []byte(c.src), c.opts)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, r := range d.Regions.Of(c.kind) {
			got += d.Text.Content[r.Start:r.End]
		}
		if got != c.want {
			t.Errorf("%s: %v is %q, want %q", c.src, c.kind, got, c.want)
		}
	}
}
