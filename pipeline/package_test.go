package pipeline_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"emend/pipeline"
	"emend/pipeline/format"
	"emend/pipeline/review"
)

// packers are the setters of formats that are ZIP files.
var packers = []setter{{"docx", "a.docx", setDOCX}, {"epub", "a.epub", setEPUB}}

// A packed is a member of a package that a test makes.
type packed struct{ name, content string }

// pack makes a ZIP file: mimetype as it is, the others deflated, with times and extra fields that are to survive.
func pack(members []packed) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate, Modified: time.Date(1999, 1, 2+i, 3, 4, 6, 0, time.UTC), Comment: "a comment"}
		if m.name == "mimetype" {
			h = &zip.FileHeader{Name: m.name, Method: zip.Store}
		}
		f, err := w.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(f, m.content)
		}
		if err != nil {
			panic(err)
		}
	}
	w.SetComment("of the archive")
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.String()
}

func epubOf(chapters ...string) string {
	members := []packed{
		{"mimetype", "application/epub+zip"},
		{"META-INF/container.xml", `<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`},
	}
	var items, spine strings.Builder
	for i, c := range slices.Backward(chapters) {
		fmt.Fprintf(&items, `<item id="c%d" href="text/ch%%20%d.xhtml" media-type="application/xhtml+xml"/>`, i, i)
		members = append(members, packed{fmt.Sprintf("OEBPS/text/ch %d.xhtml", i), c})
	}
	for i := range chapters {
		fmt.Fprintf(&spine, `<itemref idref="c%d"/>`, i)
	}
	return pack(append(members,
		packed{"OEBPS/nav.xhtml", `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>tbe</title></head><body><nav epub:type="toc"><ol><li><a href="text/ch%200.xhtml">tbe first</a></li></ol></nav></body></html>`},
		packed{"OEBPS/content.opf", `<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:uuid:00000000-0000-4000-8000-000000000000</dc:identifier><dc:title>tbe</dc:title><dc:language>en</dc:language><meta property="dcterms:modified">2000-01-01T00:00:00Z</meta></metadata><manifest><item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>` +
			items.String() + `</manifest><spine><itemref idref="nav"/>` + spine.String() + `</spine></package>`},
	))
}

func setEPUB(blocks []string) string {
	var chapters [2]strings.Builder
	for i, block := range blocks {
		b := &chapters[min(1, i*2/len(blocks))]
		block = strings.ReplaceAll(html.EscapeString(block), "\n", "<br/>\n")
		switch {
		case i < 3:
			fmt.Fprintf(b, "<h%d>%s</h%d>\n", i+1, block, i+1)
		case blockQuoted(blocks[i]):
			b.WriteString("<blockquote><p>" + block + "</p></blockquote>\n")
		default:
			b.WriteString("<p>" + block + "</p>\n")
		}
	}
	page := func(b *strings.Builder) string {
		return `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title/><script src="a.js"/></head><body>` + "\n" + b.String() + "</body></html>\n"
	}
	return epubOf(page(&chapters[0]), page(&chapters[1]))
}

// docxOf is a document with a body and a footnote.
func docxOf(body, notes string) string {
	const w = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n"
	const related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	members := []packed{
		{"[Content_Types].xml", head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`},
		{"_rels/.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + related + `/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + related + `/styles" Target="styles.xml"/><Relationship Id="rId2" Type="` + related + `/footnotes" Target="/word/footnotes.xml"/></Relationships>`},
		{"word/document.xml", head + `<w:document ` + w + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`},
		{"word/styles.xml", head + `<w:styles ` + w + `><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style><w:style w:type="paragraph" w:styleId="Mein"><w:name w:val="mine"/><w:basedOn w:val="Zitat"/></w:style></w:styles>`},
	}
	if notes != "" {
		members = append(members, packed{"word/footnotes.xml", head + `<w:footnotes ` + w + `>` + notes + `</w:footnotes>`})
	}
	return pack(members)
}

// setDOCX sets each paragraph in runs that part words, as Word does.
func setDOCX(blocks []string) string {
	var b strings.Builder
	for i, block := range blocks {
		b.WriteString("<w:p>")
		switch {
		case i < 3:
			b.WriteString(`<w:pPr><w:pStyle w:val="berschrift1"/></w:pPr>`)
		case blockQuoted(block):
			b.WriteString(`<w:pPr><w:pStyle w:val="Mein"/></w:pPr>`)
		}
		for k, line := range strings.Split(block, "\n") {
			if k > 0 {
				b.WriteString("<w:r><w:br/></w:r>")
			}
			runs := []rune(line)
			for len(runs) > 0 {
				n := min(37, len(runs)) // a prime: the parts are never the same
				for n < len(runs) && n < 60 && strings.ContainsRune("rn", runs[n-1]) {
					n++ // rn is corrected to m as one
				}
				fmt.Fprintf(&b, `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r><w:proofErr w:type="spellStart"/>`, html.EscapeString(string(runs[:n])))
				runs = runs[n:]
			}
		}
		b.WriteString("</w:p>")
	}
	return docxOf(b.String(), "")
}

// FuzzPackage: nothing accepted, the same bytes; what is accepted changes the members it is in and nothing of the others, not
// their headers; the result reads as promised; nothing panics, however the archive is broken.
func FuzzPackage(f *testing.F) {
	runs := `<w:p><w:r><w:t>Tbe </w:t><w:t xml:space="preserve"> unity ot</w:t></w:r><w:r><w:tab/><w:t>of of it</w:t></w:r></w:p>`
	f.Add([]byte(runs), []byte(runs), byte(0), uint16(0), byte(0), uint64(1))
	f.Add([]byte(`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>tbe</w:t><w:fldChar w:fldCharType="end"/><w:t>tbe &amp; ot</w:t></w:r></w:p>`), []byte(`<w:footnote><w:p><w:r><w:t>ot  tbe</w:t></w:r></w:p></w:footnote>`), byte(0), uint16(0), byte(0), uint64(2))
	f.Add([]byte(`<html><body><p>tbe unity ot<br/>of of</p></body></html>`), []byte("<p>Tbe  unity"), byte(1), uint16(0), byte(0), uint64(3))
	f.Add([]byte(`<p>tbe`), []byte("<p>Tbe"), byte(1), uint16(60), byte(9), uint64(3))
	base := standard()
	base.MinConfidence = 0
	f.Fuzz(func(t *testing.T, one, two []byte, kind byte, at uint16, xor byte, seed uint64) {
		path, whole := "a.epub", ""
		if kind%2 == 0 {
			path, whole = "a.docx", docxOf(string(one), string(two))
		} else {
			whole = epubOf(string(one), string(two))
		}
		src := []byte(whole)
		src[int(at)%len(src)] ^= xor
		c, err := pipeline.Check(base, path, src)
		if err != nil {
			if xor == 0 && !strings.Contains(err.Error(), "utf-32") {
				t.Fatal(err)
			}
			return
		}
		for _, e := range c.Failures {
			t.Error(e)
		}
		if err := c.Document.Text.Check(); err != nil {
			t.Fatal(err)
		}
		if out, err := pipeline.Write(base, c); err != nil || !bytes.Equal(out, src) && len(c.Edits()) == 0 {
			t.Fatalf("nothing accepted: %v", err)
		}
		chance := rand.New(rand.NewPCG(seed, 4))
		for i := range c.Findings {
			if f := &c.Findings[i]; f.Status == review.Open && len(f.Suggestions) > 0 && chance.IntN(4) > 0 {
				f.Accept(chance.IntN(len(f.Suggestions)), "fuzz")
			}
		}
		c.Settle()
		out, err := pipeline.Write(base, c)
		if err != nil {
			if xor == 0 {
				t.Fatal(err)
			}
			return
		}
		changed := map[string]bool{}
		for _, e := range c.Edits() {
			changed[c.Document.PathAt(e.Start)] = true
		}
		if xor == 0 {
			othersSame(t, src, out, func(name string) bool { return changed[path+"!/"+name] })
		}
		again, _, err := format.Read(path, out, format.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if promised, err := c.Document.Text.Promise(c.Edits()); err != nil || again.Text.Content != promised {
			t.Fatalf("promised %q, reads %q", promised, again.Text.Content)
		}
	})
}

// othersSame compares two archives as another reader of ZIP files sees them: the members, their order and their headers; the packed bytes
// of those that have not changed.
func othersSame(t *testing.T, src, out []byte, changed func(string) bool) {
	t.Helper()
	a, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
	if err != nil {
		t.Fatal(err)
	}
	if len(a.File) != len(b.File) || a.Comment != b.Comment {
		t.Fatalf("%d members, %d before", len(b.File), len(a.File))
	}
	for i, f := range a.File {
		g := b.File[i]
		if changed(f.Name) {
			r, err := g.Open()
			if err == nil {
				_, err = io.Copy(io.Discard, r) // the checksum is looked at
			}
			if err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
			continue
		}
		if f.Name != g.Name || f.Method != g.Method || !bytes.Equal(f.Extra, g.Extra) || f.Comment != g.Comment || f.Modified != g.Modified ||
			f.ModifiedTime != g.ModifiedTime || f.Flags != g.Flags || f.ExternalAttrs != g.ExternalAttrs || f.CRC32 != g.CRC32 || f.ReaderVersion != g.ReaderVersion || f.CreatorVersion != g.CreatorVersion {
			t.Errorf("%s: the header has changed: %+v, %+v before", f.Name, g.FileHeader, f.FileHeader)
		}
		ra, err := f.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		rb, err := g.OpenRaw()
		if err != nil {
			t.Fatal(err)
		}
		x, _ := io.ReadAll(ra)
		y, _ := io.ReadAll(rb)
		if !bytes.Equal(x, y) {
			t.Errorf("%s: %d bytes, %d before", f.Name, len(y), len(x))
		}
	}
}
