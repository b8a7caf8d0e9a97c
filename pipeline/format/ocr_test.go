package format

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"emend/pipeline/text"
)

func TestOCR(t *testing.T) {
	for _, c := range []struct{ name, format, src, want string }{
		{"hocr", "hocr", `<div class='ocr_page' title='image "a.png"; bbox 0 0 90 80'><div class=ocr_carea>
<p class='ocr_par'><span class='ocr_line'>
 <span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 90'>a&amp;<strong>b</strong></span> <span class=ocrx_word> <span class=ocrx_cinfo>c</span>
 <span class=ocrx_cinfo>d</span> </span>
</span><span class='ocr_line'><span class=ocrx_word>e</span></span></p><p class=ocr_par><span class=ocr_header><span class=ocrx_word>f</span></span></p></div></div>`,
			"¶a&b cd\ne\n\n¶f"},
		{"hocr of lines", "hocr", "<div class=ocr_page><span class=ocr_line>a <b>b</b> c</span>\n<span class=ocr_line>d</span>", "¶a b c\nd"},
		{"alto", "alto", `<alto><fileName>a.tif</fileName><Page><TextBlock><TextLine><String CONTENT="a&amp;b" WC="0.5" HPOS="10" VPOS="5" WIDTH="7" HEIGHT="3"/><SP/><String CONTENT='c'/></TextLine>
<TextLine><String CONTENT="d"/></TextLine></TextBlock><TextBlock><TextLine><String CONTENT="e"/></TextLine></TextBlock></Page></alto>`, "¶a&b c\nd\n\n¶e"},
		{"alto without spaces", "alto", `<alto><TextLine><String CONTENT="a"/><String CONTENT="b"/></TextLine></alto>`, "¶a b"},
		{"alto hyphens", "alto", `<alto><TextLine><String CONTENT="tr" SUBS_TYPE="HypPart1" SUBS_CONTENT="trap"/><HYP CONTENT="-"/></TextLine><TextLine><String CONTENT="ap" SUBS_TYPE="HypPart2" SUBS_CONTENT="trap"/><SP/>
<String CONTENT="well" SUBS_TYPE="HypPart1" SUBS_CONTENT="well-known"/><HYP CONTENT="-"/></TextLine><TextLine><String CONTENT="known" SUBS_TYPE="HypPart2"/><SP/><String CONTENT="x"/><HYP CONTENT="-"/></TextLine><TextLine><String CONTENT="y"/></TextLine></alto>`,
			"¶trap well-known x-\ny"},
		{"page", "page", pageSample, "¶ab cd\nef\n\n¶⟦heading gh⟧"},
		{"page empty region", "page", `<PcGts><Page><TextRegion type="heading"/><TextRegion><TextLine><TextEquiv><Unicode>a  b&amp;c</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>`, "¶a b&c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, _ := mustRead(t, c.src, Options{Format: c.format, Scan: true})
			if got := shown(d); got != c.want {
				t.Errorf("\n%q, want\n%q", got, c.want)
			}
			if err := d.Text.Check(); err != nil {
				t.Error(err)
			}
			for _, w := range d.Scan.Words {
				if strings.ContainsAny(d.Text.Content[w.Start:w.End], " \n") {
					t.Errorf("word %q", d.Text.Content[w.Start:w.End])
				}
			}
		})
	}
}

const pageSample = `<PcGts><Page imageFilename="a.png" imageWidth="9" imageHeight="8"><TextRegion id="r1"><TextLine id="l1">
<Word id="w1"><Coords points="1,2 9,2 9,5 1,5"/><Glyph><TextEquiv><Unicode>a</Unicode></TextEquiv></Glyph><TextEquiv index="1"><Unicode>xx</Unicode></TextEquiv><TextEquiv index="0" conf="0.7"><Unicode>ab</Unicode></TextEquiv></Word>
<Word id="w2"><TextEquiv><Unicode>cd</Unicode></TextEquiv></Word><TextEquiv index="1"><Unicode>no</Unicode></TextEquiv><TextEquiv index="0"><Unicode>ab cd</Unicode></TextEquiv></TextLine>
<TextLine id="l2"><Word id="w3"><TextEquiv><Unicode>ef</Unicode></TextEquiv></Word></TextLine>
<TextEquiv><Unicode>ab cd
ef</Unicode></TextEquiv></TextRegion><TextRegion type="heading"><TextLine id="l3"><Word id="w4"><TextEquiv><Unicode>gx</Unicode></TextEquiv></Word><TextEquiv><Unicode>gh</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>`

// An edit of a line goes into the word and the region; what differs is named.
func TestCopies(t *testing.T) {
	for _, c := range []struct{ format, src, old, new, want string }{
		{"page", pageSample, "ab", "ax", strings.NewReplacer("<Unicode>ab<", "<Unicode>ax<", "<Unicode>ab cd", "<Unicode>ax cd").Replace(pageSample)},
		{"page", pageSample, "ab", "a&b", strings.NewReplacer("<Unicode>ab<", "<Unicode>a&amp;b<", "<Unicode>ab cd", "<Unicode>a&amp;b cd").Replace(pageSample)},
		{"alto", altoBroken, "trap", "trip", strings.NewReplacer(`"ap"`, `"ip"`, "trap", "trip").Replace(altoBroken)},
		{"alto", altoBroken, "trap", "t\"ap", strings.NewReplacer(`"tr"`, `"t&quot;"`, "trap", "t&quot;ap").Replace(altoBroken)},
		{"alto", altoBehind, "trap", "trip", strings.NewReplacer(`"ap"`, `"ip"`, "trap", "trip").Replace(altoBehind)},
		{"page", pageEntities, "&", "+", strings.ReplaceAll(pageEntities, "&amp;", "+")},
		{"page", pageEntities, " c", ", c", strings.NewReplacer(";b<", ";b,<", ";b c", ";b, c").Replace(pageEntities)},
	} {
		d, _, err := Read("f", []byte(c.src), Options{Format: c.format})
		if err != nil {
			t.Fatal(err)
		}
		at := strings.Index(d.Text.Content, c.old)
		edits, err := d.Text.Source(text.Change{Span: text.Span{Start: at, End: at + len(c.old)}, New: c.new})
		if err != nil {
			t.Fatal(err)
		}
		out, err := text.Splice([]byte(c.src), edits)
		if err != nil || string(out) != c.want {
			t.Errorf("%v\n%s, want\n%s", err, out, c.want)
		}
		again, _, _ := Read("f", out, Options{Format: c.format})
		if promised, err := d.Text.Promise(edits); err != nil || again.Text.Content != promised {
			t.Errorf("reads %q, promised %q, %v", again.Text.Content, promised, err)
		}
	}
	_, ws, _ := Read("f.xml", []byte(pageSample), Options{})
	if len(ws) != 1 || ws[0].Line != 6 || !strings.Contains(ws[0].Message, "word w4 has “gx” where the line has “gh”") {
		t.Errorf("%v", ws)
	}
}

func TestReadingOrder(t *testing.T) {
	src := `<PcGts><Page><ReadingOrder><OrderedGroup><RegionRefIndexed index="0" regionRef="b"/><RegionRefIndexed index="1" regionRef="a"/></OrderedGroup></ReadingOrder><TextRegion id="a"/><TextRegion id="b"/></Page></PcGts>`
	if _, ws, _ := Read("f.xml", []byte(src), Options{}); len(ws) != 1 || !strings.Contains(ws[0].Message, "ReadingOrder") {
		t.Errorf("%v", ws)
	}
	src = strings.NewReplacer(`Ref="b"`, `Ref="a"`, `Ref="a"`, `Ref="b"`).Replace(src)
	if _, ws, _ := Read("f.xml", []byte(src), Options{}); len(ws) > 0 {
		t.Errorf("%v", ws)
	}
}

const altoBroken = `<alto><TextLine><String CONTENT="tr" SUBS_TYPE="HypPart1" SUBS_CONTENT="trap"/><HYP CONTENT="-"/></TextLine><TextLine><String CONTENT="ap" SUBS_TYPE="HypPart2" SUBS_CONTENT="trap"/></TextLine></alto>`

// A word goes before the broken one.
const altoBehind = `<alto><TextLine><String CONTENT="a"/><SP/><String CONTENT="tr" SUBS_TYPE="HypPart1" SUBS_CONTENT="trap"/><HYP CONTENT="-"/></TextLine><TextLine><String CONTENT="ap" SUBS_TYPE="HypPart2" SUBS_CONTENT="trap"/></TextLine></alto>`

const pageEntities = `<PcGts><Page><TextRegion><TextLine><Word><TextEquiv><Unicode>a&amp;b</Unicode></TextEquiv></Word><Word><TextEquiv><Unicode>c</Unicode></TextEquiv></Word><TextEquiv><Unicode>a&amp;b c</Unicode></TextEquiv></TextLine><TextEquiv><Unicode>
a&amp;b c</Unicode></TextEquiv></TextRegion></Page></PcGts>`

func TestScan(t *testing.T) {
	d, _, _ := Read("a.hocr", []byte(`<div class=ocr_page title="image &quot;p/a.png&quot;; bbox 0 0 90 80"><span class=ocr_line><span class=ocrx_word title='bbox 1 2 3 4; x_wconf 91'>a</span><span class=ocrx_word>b</span></span></div>`), Options{Scan: true})
	got := fmt.Sprint(d.Text.Content, d.Scan)
	if want := `a b{[{{0 3} p/a.png {0 0 90 80}}] [{{0 1} 0.91 {1 2 3 4}} {{2 3} -1 {0 0 0 0}}]}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	d, _, _ = Read("a.xml", []byte(pageSample), Options{Scan: true})
	if got, want := fmt.Sprint(d.Scan.Pages, d.Scan.Words[0]), `[{{0 12} a.png {0 0 9 8}}] {{0 2} 0.7 {1 2 9 5}}`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What Tesseract wrote of a page as hOCR and as ALTO reads the same, and as its own plain text.
func TestTesseract(t *testing.T) {
	root := os.Getenv("EMEND_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	files, _ := filepath.Glob(filepath.Join(root, "data/formats/hocr-alto/*.ocr.txt"))
	if len(files) == 0 {
		t.Skip("no pages; EMEND_SHARED names the folder that has them")
	}
	pages := 0
	for _, path := range files {
		plain, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Join(strings.Fields(string(plain)), " ")
		base := strings.TrimSuffix(path, ".ocr.txt")
		for _, ext := range []string{".hocr", ".alto.xml", ".chars.hocr"} {
			src, err := os.ReadFile(base + ext)
			if err != nil {
				continue
			}
			d, ws, err := Read(base+ext, src, Options{Scan: true})
			if err != nil || len(ws) > 0 {
				t.Errorf("%s: %v, %v", base+ext, err, ws)
				continue
			}
			if err := d.Text.Check(); err != nil {
				t.Error(err)
			}
			pages++
			if got := strings.Join(strings.Fields(d.Text.Content), " "); got != want && ext != ".chars.hocr" {
				t.Errorf("%s (%s): %s", base+ext, d.Format, firstUnlike(got, want))
			}
			if n := len(strings.Fields(d.Text.Content)); len(d.Scan.Words) < n*9/10 || len(d.Scan.Pages) != 1 {
				t.Errorf("%s: %d words, %d scanned, %d pages", base+ext, n, len(d.Scan.Words), len(d.Scan.Pages))
			}
			if !strings.HasSuffix(ext, ".xml") {
				continue
			}
			wellFormed(t, src)
		}
	}
	t.Logf("%d files", pages)
}

func firstUnlike(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return fmt.Sprintf("%q, want %q", a[max(0, i-20):min(len(a), i+40)], b[max(0, i-20):min(len(b), i+40)])
}
