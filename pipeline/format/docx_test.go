package format

import (
	"strings"
	"testing"

	"emend/pipeline/text"
)

// TestDocx: what is read of the parts of a Word document.
func TestDocx(t *testing.T) {
	run := func(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }
	for _, test := range []struct{ name, src, want string }{
		{"runs part words", `<w:p>` + run("tb") + `<w:proofErr w:type="spellStart"/>` + run("e") + run(" one") + `</w:p>`, "tbe one"},
		{"space counts where it says so", `<w:p><w:r><w:t> a </w:t></w:r>` + run("b ") + run("  c") + `</w:p>`, "ab   c"},
		{"not at the ends of a paragraph", `<w:p>` + run(" a ") + `</w:p><w:p>` + run("b") + `</w:p>`, "a\n\nb"},
		{"a line end is a blank", "<w:p>" + run("a\nb") + "</w:p>", "a b"},
		{"references", "<w:p>" + run("R&amp;D &#8212; &lt;") + "</w:p>", "R&D — <"},
		{"signs", `<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>` + run("a") + `<w:r><w:tab/></w:r>` + run("b") + `<w:r><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t></w:r></w:p>`, "a\tb\nc-de"},
		{"insertions, no deletions", `<w:p>` + run("a") + `<w:ins w:id="1">` + run("b") + `</w:ins><w:del w:id="2"><w:r><w:delText>c</w:delText></w:r>` + run("d") + `</w:del><w:moveFrom>` + run("e") + `</w:moveFrom><w:moveTo>` + run("f") + `</w:moveTo></w:p>`, "abf"},
		{"a deleted paragraph mark", `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>` + run("a") + `</w:p><w:p>` + run("b") + `</w:p><w:p>` + run("c") + `</w:p>`, "ab\n\nc"},
		{"links", `<w:p>` + run("a ") + `<w:hyperlink r:id="x">` + run("b") + `</w:hyperlink>` + run(" c") + `</w:p>`, "a b c"},
		{"fields", `<w:p>` + run("p. ") + `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>` + run("no") + `<w:r><w:fldChar w:fldCharType="separate"/></w:r>` + run("12") + `<w:r><w:fldChar w:fldCharType="end"/></w:r>` + run(" of") + `</w:p>`, "p. 12 of"},
		{"notes", `<w:p>` + run("word") + `<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>12</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>` + run(" more") + `</w:p>`, "word more"},
		{"hidden", `<w:p>` + run("a") + `<w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>c</w:t></w:r></w:p>`, "ac"},
		{"objects", `<w:p>` + run("a ") + `<w:r><w:drawing><a:t>x</a:t><w:txbxContent><w:p>` + run("box") + `</w:p></w:txbxContent></w:drawing></w:r>` + run(" b") + `<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>`, "a \uFFFC b\uFFFC"},
		{"one of two", `<w:p><mc:AlternateContent><mc:Choice>` + run("a") + `</mc:Choice><mc:Fallback>` + run("b") + `</mc:Fallback></mc:AlternateContent></w:p>`, "a"},
		{"tables", `<w:tbl><w:tr><w:tc><w:p>` + run("a") + `</w:p></w:tc><w:tc><w:p>` + run("b") + `</w:p></w:tc></w:tr></w:tbl>`, "a\n\nb"},
		{"code", `<w:p>` + run("a ") + `<w:r><w:rPr><w:rStyle w:val="code"/></w:rPr><w:t>x</w:t></w:r>` + run(" b") + `</w:p><w:p><w:pPr><w:pStyle w:val="code"/></w:pPr>` + run("y") + `</w:p>`, "a \uFFFC b"},
		{"broken", `</w:p><w:p><w:r><w:t>a</w:p><w:t>b`, "a\n\nb"},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := []byte(`<w:body>` + test.src)
			r := readDocx(src, newEncoding("utf-8", nil), map[string]element{"code": {role: objectRole}}, text.Paragraph)
			if err := r.Text.Check(); err != nil {
				t.Error(err)
			}
			if r.Text.Content != test.want {
				t.Errorf("read %q, want %q", r.Text.Content, test.want)
			}
		})
	}
}

// TestDocxRegions: styles by name, and by what they are based on; what a field computes is never edited.
func TestDocxRegions(t *testing.T) {
	styles := map[string]element{"h": {kind: text.Heading}, "q": {kind: text.BlockQuotation}}
	src := `<w:footnotes><w:p><w:pPr><w:pStyle w:val="h"/></w:pPr><w:r><w:t>Head</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="q"/></w:pPr><w:r><w:t>Quoted</w:t></w:r></w:p>` +
		`<w:footnote><w:p><w:r><w:t>Note</w:t></w:r></w:p></w:footnote><w:p><w:fldSimple w:instr=" DATE "><w:r><w:t>1.1.</w:t></w:r></w:fldSimple><w:fldSimple w:instr="HYPERLINK x"><w:r><w:t>link</w:t></w:r></w:fldSimple></w:p>`
	r := readDocx([]byte(src), newEncoding("utf-8", nil), styles, text.Paragraph)
	got := map[string]string{}
	for _, region := range r.Regions {
		got[region.Kind.String()] += r.Text.Content[region.Start:region.End] + "|"
	}
	for kind, want := range map[string]string{"heading": "Head|", "block-quotation": "Quoted|", "note": "Note|", "editorial": "1.1.|"} {
		if got[kind] != want {
			t.Errorf("%s: %q, want %q", kind, got[kind], want)
		}
	}
}

// TestEpubRefusals: a book whose text is encrypted is not read; one whose fonts are is.
func TestEpubRefusals(t *testing.T) {
	book := func(locked string) []byte {
		return packing{}.zip("mimetype", "application/epub+zip",
			"META-INF/container.xml", `<container><rootfiles><rootfile full-path="o/a.opf"/></rootfiles></container>`,
			"META-INF/encryption.xml", `<encryption><enc:CipherReference URI="`+locked+`"/></encryption>`,
			"o/a.opf", `<package><manifest><item id="b" href="x/../b%20c.xhtml" media-type="application/xhtml+xml"/><item id="n" href="n.xhtml" properties="a nav" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="n"/><itemref idref="b"/><itemref idref="b"/><itemref idref="z"/></spine></package>`,
			"o/n.xhtml", "<html><body>nav</body></html>",
			"o/b c.xhtml", `<html><head><title>x</title></head><body><p>Text<span epub:type="pagebreak" id="page4">4</span> of<br/>it</p><aside epub:type="footnote">A note</aside></body></html>`)
	}
	d, warnings, err := Read("a.epub", book("o/font.ttf"), Options{})
	if err != nil || len(warnings) > 0 || d.Text.Content != "Text of\nit\n\nA note" || len(d.Parts) != 1 || d.Parts[0].Name != "o/b c.xhtml" {
		t.Errorf("read %q of %v, %v, %v", d.Text.Content, d.Parts, warnings, err)
	}
	if len(d.Breaks) != 1 || d.Breaks[0] != (text.PageBreak{At: 4, Number: 4}) {
		t.Errorf("pages: %v", d.Breaks)
	}
	if notes := d.Regions.Of(text.Note); len(notes) != 1 {
		t.Errorf("notes: %v", notes)
	}
	if _, _, err := Read("a.epub", book("o/b%20c.xhtml"), Options{}); err == nil || !strings.Contains(err.Error(), "encrypted") {
		t.Errorf("encrypted: %v", err)
	}
	for path, src := range map[string]string{"a.epub": "no book", "a.docx": "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"} {
		if _, _, err := Read(path, []byte(src), Options{}); err == nil {
			t.Errorf("%s: read", path)
		}
	}
}
