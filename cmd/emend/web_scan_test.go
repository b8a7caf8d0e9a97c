package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"emend/pipeline/review/sitting"
	"emend/pipeline/text"
)

const scanned = `<!DOCTYPE html><html><head><meta name="ocr-system" content="x"></head><body>
<div class="ocr_page" title="image %s; bbox 0 0 400 200"><p class="ocr_par"><span class="ocr_line" title="bbox 20 20 380 50">
<span class="ocrx_word" title="bbox 20 20 60 50">She</span> <span class="ocrx_word" title="bbox 70 20 110 50">saw</span> <span class="ocrx_word" title="bbox 120 20 160 50">the</span>
<span class="ocrx_word" title="bbox 170 20 250 50">goverment</span> <span class="ocrx_word" title="bbox 260 20 290 50">of</span> <span class="ocrx_word" title="bbox 300 20 380 50">France.</span></span></p></div></body></html>
`

// The same page in ALTO, measured in tenths of a millimetre, and in PAGE.
const scannedALTO = `<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Description><MeasurementUnit>mm10</MeasurementUnit><sourceImageInformation><fileName>%s</fileName></sourceImageInformation></Description>
<Layout><Page WIDTH="800" HEIGHT="400" ID="p"><PrintSpace><TextBlock ID="b"><TextLine ID="l">
<String CONTENT="She" HPOS="40" VPOS="40" WIDTH="80" HEIGHT="60"/><SP/><String CONTENT="saw" HPOS="140" VPOS="40" WIDTH="80" HEIGHT="60"/><SP/><String CONTENT="the" HPOS="240" VPOS="40" WIDTH="80" HEIGHT="60"/><SP/>
<String CONTENT="goverment" HPOS="340" VPOS="40" WIDTH="160" HEIGHT="60"/><SP/><String CONTENT="of" HPOS="520" VPOS="40" WIDTH="60" HEIGHT="60"/><SP/><String CONTENT="France." HPOS="600" VPOS="40" WIDTH="160" HEIGHT="60"/>
</TextLine></TextBlock></PrintSpace></Page></Layout></alto>
`

const scannedPAGE = `<?xml version="1.0" encoding="UTF-8"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page imageFilename="%s" imageWidth="400" imageHeight="200"><TextRegion id="r"><Coords points="20,20 380,20 380,50 20,50"/><TextLine id="l"><Coords points="20,20 380,20 380,50 20,50"/>
<Word id="a"><Coords points="20,20 60,20 60,50 20,50"/><TextEquiv><Unicode>She</Unicode></TextEquiv></Word><Word id="b"><Coords points="70,20 110,20 110,50 70,50"/><TextEquiv><Unicode>saw</Unicode></TextEquiv></Word>
<Word id="c"><Coords points="120,20 160,20 160,50 120,50"/><TextEquiv><Unicode>the</Unicode></TextEquiv></Word><Word id="d"><Coords points="170,20 250,20 250,50 170,50"/><TextEquiv><Unicode>goverment</Unicode></TextEquiv></Word>
<Word id="e"><Coords points="260,20 290,20 290,50 260,50"/><TextEquiv><Unicode>of</Unicode></TextEquiv></Word><Word id="f"><Coords points="300,20 380,20 380,50 300,50"/><TextEquiv><Unicode>France.</Unicode></TextEquiv></Word>
</TextLine></TextRegion></Page></PcGts>
`

func picture(t testing.TB, path string, w, h int) {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xF0
	}
	for x := w * 170 / 400; x < w*250/400; x++ {
		for y := h * 20 / 200; y < h*50/200; y++ {
			img.SetGray(x, y, color.Gray{0x10})
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	os.MkdirAll(filepath.Dir(path), 0o777)
	if err := os.WriteFile(path, buf.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}

// The scan's word is framed, on its line and on its page, whatever size the picture has beside the page that was read.
func TestWebScan(t *testing.T) {
	for _, try := range []struct {
		name, file string
		size       [2]int
	}{{"a.hocr", scanned, [2]int{400, 200}}, {"a.hocr", scanned, [2]int{1200, 600}}, {"a.xml", scannedALTO, [2]int{945, 472}}, {"a.xml", scannedPAGE, [2]int{400, 200}}, {filepath.Join("page", "a.xml"), scannedPAGE, [2]int{200, 100}}} {
		dir, size := t.TempDir(), try.size
		os.Mkdir(filepath.Join(dir, "page"), 0o777)
		os.WriteFile(filepath.Join(dir, try.name), fmt.Appendf(nil, try.file, "p1.png"), 0o666)
		picture(t, filepath.Join(dir, "p1.png"), size[0], size[1])
		c := newClient(t, testDesk(t, dir, sitting.ByFile))
		var f webFinding
		if code := c.get("/api/finding/0", &f); code != http.StatusOK || f.Old != "goverment" || f.Scan == nil || f.Scan.Missing != "" {
			t.Fatalf("%d %+v %+v", code, f, f.Scan)
		}
		if want := [4]float64{170.0 / 400, 20.0 / 200, 80.0 / 400, 30.0 / 200}; f.Scan.Frames[0] != want || f.Scan.Page != 1 {
			t.Errorf("framed %v, want %v", f.Scan.Frames, want)
		}
		for _, path := range []string{"/scan/word/0", "/scan/page/0/1"} {
			w := c.do(c.request("GET", path, nil))
			img, _, err := image.Decode(w.Body)
			if err != nil {
				t.Fatalf("%s: %d %v", path, w.Code, err)
			}
			frames := f.Scan.Frames
			if path == "/scan/word/0" {
				frames = f.Scan.Word
			}
			b, fr := img.Bounds(), frames[0]
			dark := func(x, y float64) bool {
				r, _, _, _ := img.At(b.Min.X+int(x*float64(b.Dx())), b.Min.Y+int(y*float64(b.Dy()))).RGBA()
				return r < 0x8000
			}
			if !dark(fr[0]+fr[2]/2, fr[1]+fr[3]/2) || !dark(fr[0]+.02, fr[1]+.1*fr[3]) || dark(fr[0]-.03, fr[1]+fr[3]/2) || dark(fr[0]+fr[2]+.03, fr[1]+fr[3]/2) {
				t.Errorf("%s of %v: the frame %v is not around the word", path, size, fr)
			}
		}
	}
}

// A picture is shown only from below the folder that was named, and only if it is one that can be.
func TestWebScanGuarded(t *testing.T) {
	outside := t.TempDir()
	picture(t, filepath.Join(outside, "p.png"), 400, 200)
	bomb := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x06\x00\x00\x00\xa9\xf0\x7f\x5d") // 100,000 by 100,000
	for _, try := range []struct {
		name, image string
		make        func(dir string)
		shown       bool
	}{
		{"named and there", "p.png", func(dir string) { picture(t, filepath.Join(dir, "p.png"), 400, 200) }, true},
		{"in images", "/home/scan/p.png", func(dir string) { picture(t, filepath.Join(dir, "images", "p.png"), 400, 200) }, true},
		{"a name of Windows", `C:\scans\p.png`, func(dir string) { picture(t, filepath.Join(dir, "p.png"), 400, 200) }, true},
		{"as another kind", "p.tif", func(dir string) { picture(t, filepath.Join(dir, "p.png"), 400, 200) }, true},
		{"an absolute path", filepath.Join(outside, "p.png"), func(string) {}, false},
		{"a way out", "../" + filepath.Base(outside) + "/p.png", func(string) {}, false},
		{"a link out", "p.png", func(dir string) { os.Symlink(filepath.Join(outside, "p.png"), filepath.Join(dir, "p.png")) }, false},
		{"a folder that leads out", "images/p.png", func(dir string) { os.Symlink(outside, filepath.Join(dir, "images")) }, false},
		{"a text", "p.png", func(dir string) { os.WriteFile(filepath.Join(dir, "p.png"), []byte("secret"), 0o666) }, false},
		{"drawn by a program", "p.svg", func(dir string) {
			os.WriteFile(filepath.Join(dir, "p.svg"), []byte("<svg onload='alert(1)' xmlns='http://www.w3.org/2000/svg'/>"), 0o666)
		}, false},
		{"too many pixels", "p.png", func(dir string) { os.WriteFile(filepath.Join(dir, "p.png"), bomb, 0o666) }, false},
		{"a folder", "p.png", func(dir string) { os.Mkdir(filepath.Join(dir, "p.png"), 0o777) }, false},
		{"hostile", `"><img src=x onerror=alert(1)>.png`, func(string) {}, false},
	} {
		dir := t.TempDir()
		os.WriteFile(filepath.Join(dir, "a.hocr"), fmt.Appendf(nil, scanned, try.image), 0o666)
		try.make(dir)
		c := newClient(t, testDesk(t, dir, sitting.ByFile))
		for _, path := range []string{"/scan/word/0", "/scan/page/0/1"} {
			w := c.do(c.request("GET", path, nil))
			if shown := w.Code == http.StatusOK; shown != try.shown || !shown && strings.Contains(w.Body.String(), "secret") {
				t.Errorf("%s: %s: %d %.60q", try.name, path, w.Code, w.Body)
			}
		}
	}
}

// Where a finding stands on a page there is always a frame within the picture, whatever the boxes say.
func FuzzSpot(f *testing.F) {
	f.Add(170, 20, 250, 50, 400, 200)
	f.Add(-5, 1<<30, 7, -1<<30, 1, 0)
	f.Fuzz(func(t *testing.T, left, top, right, bottom, width, height int) {
		for _, v := range []*int{&left, &top, &right, &bottom, &width, &height} {
			*v = max(min(*v, 1<<30), -1<<30) // as formats read them
		}
		box := text.Box{Left: left, Top: top, Right: right, Bottom: bottom}
		content := "a word here"
		doc := &text.Document{Text: &text.Text{Content: content, Segments: []text.Segment{{Text: text.Span{End: len(content)}, Source: text.Range{End: len(content)}}}}}
		doc.Scan = text.Scan{
			Pages: []text.ScanPage{{Span: text.Span{End: len(content)}, Box: text.Box{Right: width, Bottom: height}}},
			Words: []text.ScanWord{{Span: text.Span{Start: 2, End: 6}, Box: box}, {Span: text.Span{Start: 7, End: 11}, Box: text.Box{Left: right, Top: top, Right: right + 40, Bottom: bottom}}},
		}
		s, ok := spotOf(doc, &sitting.Item{Range: text.Range{Start: 2, End: 6}})
		if !ok {
			return
		}
		bounds := image.Rect(0, 0, 300, 150)
		if p := pixelsOf(s.crop, doc.Scan.Pages[0].Box, bounds); !p.In(bounds) {
			t.Errorf("%v leaves the picture", p)
		}
		for _, v := range shareOf(box, clip(s.crop, doc.Scan.Pages[0].Box)) {
			if v != v {
				t.Errorf("no number")
			}
		}
	})
}
