package format

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"emend/pipeline/text"
)

func TestTEI(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"header", "<TEI><teiHeader><title>x</title></teiHeader><text><body><head>a</head><p>b</p></body></text></TEI>", "¶⟦heading a⟧\n\n¶b"},
		{"choice", "a <choice><sic>tbe</sic><corr>the</corr></choice> <choice><corr>the</corr><sic>tbe</sic></choice> <choice><abbr>Dr</abbr><expan>Doctor</expan></choice> <sic>c</sic> <corr>d</corr>",
			"¶a ⟦editorial tbe⟧ ⟦editorial tbe⟧ ⟦editorial Dr⟧ ⟦editorial c⟧ ⟦editorial d⟧"},
		{"line breaks", "a\n<lb/>b<lb/><lb/>c trans-\n<lb break=\"no\"/>la\n <lb n='3' break='no'/> tion &#173;<pb break='no'/>x", "¶a\nb\nc translation x"},
		{"pages", "a<pb n='2'/>b <fw>Head 3</fw> c", "¶a b c"},
		{"quotations", "<p>a <quote>b</quote> <q>c <q>d</q></q></p><quote><p>e</p></quote><cit><quote>f</quote><bibl>g</bibl></cit>",
			"¶a ⟦quotation b⟧ ⟦quotation c ⟦quotation+ d⟧⟧\n\n¶⟦block-quotation e⟧\n\n¶⟦block-quotation f⟧\n\n¶⟦citation g⟧"},
		{"foreign", "<p>a <foreign xml:lang='de'>b</foreign> <hi xml:lang='fr'>c</hi> d</p>", "¶a ⟦foreign=de b⟧ ⟦foreign=fr c⟧ d"},
		{"note", "<p>word<note n='1'>N.</note> on</p>", "¶word\n\n¶⟦note N.⟧\n\n¶on"},
		{"verse", "<lg><l>a</l>\n<l>b <hi>c</hi></l></lg><lg><l>d</l></lg>", "¶a\nb c\n\n¶d"},
		{"lacunae", "a<gap/>b <del>c</del><add>d</add> <app><lem>e</lem><rdg>f</rdg></app>", "¶a\uFFFCb d e"},
		{"cdata", "<p>a<![CDATA[ b & <c> ]]>d</p>", "¶a b & <c> d"},
		{"prefix", "<tei:p>a</tei:p><tei:p>b</tei:p>", "¶a\n\n¶b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			src := c.src
			if !strings.Contains(src, "<text>") {
				src = "<text xml:lang='en'>" + src + "</text>"
			}
			d, _ := mustRead(t, src, Options{Format: "tei"})
			if got := shown(d); got != c.want {
				t.Errorf("\n%q, want\n%q", got, c.want)
			}
			if err := d.Text.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A file may hold a part of a text.
func TestTEIFragment(t *testing.T) {
	d, _ := mustRead(t, "<body><head>a</head><p>b</p></body>", Options{Format: "tei"})
	if got, want := shown(d), "¶⟦heading a⟧\n\n¶b"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestMark(t *testing.T) {
	src := `<TEI><text><p>under tbe law, &amp; of</p></text></TEI>`
	d, _ := mustRead(t, src, Options{Format: "tei"})
	at := strings.Index(d.Text.Content, "tbe")
	span := text.Span{Start: at, End: at + 3}
	r := d.Text.Origin(span)
	f, _ := Find("tei")
	e, err := f.Mark(newEncoding("utf-8", nil), text.Edit{Range: r, New: "the", Reads: "the"}, src[r.Start:r.End], "tbe", Mark{Resp: "#ed", Cert: "high"})
	if err != nil {
		t.Fatal(err)
	}
	out, _ := text.Splice([]byte(src), []text.Edit{e})
	want := `<TEI><text><p>under <choice><sic>tbe</sic><corr resp="#ed" cert="high">the</corr></choice> law, &amp; of</p></text></TEI>`
	if string(out) != want {
		t.Fatalf("%s", out)
	}
	again, _ := mustRead(t, want, Options{Format: "tei"})
	if promised, err := d.Text.Promise([]text.Edit{e}); err != nil || again.Text.Content != promised {
		t.Errorf("reads %q, promised %q, %v", again.Text.Content, promised, err)
	}
	if at := strings.Index(again.Text.Content, "tbe"); !again.Regions.Touches(text.Editorial, text.Span{Start: at, End: at + 3}) {
		t.Error("the word is no editor's now")
	}
}

func TestXML(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"docbook", "<book><title>T</title><para>a <filename>b</filename> <emphasis>c</emphasis>d</para><programlisting>x</programlisting><blockquote><para>e <quote>f</quote></para></blockquote></book>",
			"¶⟦heading T⟧\n\n¶a \uFFFC cd\n\n¶⟦block-quotation e ⟦quotation+ f⟧⟧"},
		{"any", "<doc>\n<title>T</title>\n<body>\n<p><b>T</b>he w<i>or</i>d</p>\n<p>a</p>\n</body></doc>", "¶T\n\n¶The word\n\n¶a"},
		{"entities", "<!DOCTYPE doc [\n<!ENTITY firm 'Brown'> <!ENTITY d \"&#8212;\">]><doc>&firm; &d; &nbsp; &none; &apos;</doc>", "¶Brown — \u00A0 &none; '"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, _ := mustRead(t, c.src, Options{Format: "xml"})
			if got := shown(d); got != c.want {
				t.Errorf("\n%q, want\n%q", got, c.want)
			}
			if err := d.Text.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestDetectMarkup(t *testing.T) {
	for _, c := range []struct{ path, src, want string }{
		{"a.html", "", "html"}, {"a.HTM", "x", "html"}, {"-", "<!DOCTYPE HTML><p>a", "html"}, {"-", "\n<html><p>a", "html"}, {"a.txt", "<html>", "plain"},
		{"-", "<p>a", "plain"}, {"-", "<3 a", "plain"}, {"-", "", "plain"}, {"a.md", "<!DOCTYPE html>", "markdown"},
		{"a.xml", "", "xml"}, {"a.xml", "<?xml version='1.0'?>\n<!-- x --><TEI xmlns='http://www.tei-c.org/ns/1.0'>", "tei"}, {"a.tei", "", "tei"},
		{"a.xml", "\xFF\xFE<\x00T\x00E\x00I\x00>\x00", "tei"}, {"a.xml", "<html xmlns='http://www.w3.org/1999/xhtml'>", "html"}, {"a.xml", "<book>", "xml"},
		{"-", "<?xml version='1.0'?><x>", "xml"}, {"a.xml", "<alto>", "alto"}, {"-", "<?xml version='1.0'?><alto:alto>", "alto"}, {"a.xml", "<PcGts>", "page"},
		{"a.hocr", "", "hocr"}, {"a.html", "<html><div class='ocr_page'>", "hocr"}, {"a.alto", "", "alto"},
	} {
		if got := Detect(c.path, []byte(c.src)).Name; got != c.want {
			t.Errorf("%s %q: %s, want %s", c.path, c.src, got, c.want)
		}
	}
}

// wellFormed asks xmllint, where there is one.
func wellFormed(t *testing.T, src []byte) {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("no xmllint; apt install libxml2-utils")
	}
	path := filepath.Join(t.TempDir(), "a.xml")
	if err := os.WriteFile(path, src, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(lint, "--noout", "--nonet", path).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
