package main

import (
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"os"
	"path"

	"emend/pipeline/report"
	"emend/pipeline/review/sitting"
	"emend/pipeline/text"
)

// A webScan is where a finding stands on the page that it was read from. Frames are shares of the picture that
// they are drawn on: left, top, width, height.
type webScan struct {
	Page    int          `json:"page"` // 1-based, in the file
	Of      int          `json:"of"`
	Image   string       `json:"image"`
	Missing string       `json:"missing,omitempty"` // why there is no picture
	Width   int          `json:"width"`             // of the snippet, in the units of the boxes
	Height  int          `json:"height"`
	Word    [][4]float64 `json:"word"`   // frames on the snippet
	Frames  [][4]float64 `json:"frames"` // on the page
}

// A spot is a finding on a page of the scan.
type spot struct {
	page  int        // 0-based
	words []text.Box // that it touches
	crop  text.Box   // what the snippet shows
}

// spotOf finds the words that a finding touches, and the line around the first. False where the file says nothing of it.
func spotOf(doc *text.Document, it *sitting.Item) (s spot, ok bool) {
	span := doc.Text.Locate(it.Range)
	words := doc.Scan.Words
	at := -1
	for k, w := range words {
		if w.Start < span.End && w.End > span.Start || span.Len() == 0 && w.Start <= span.Start && span.Start <= w.End {
			if at < 0 {
				at = k
			}
			if w.Box != (text.Box{}) {
				s.words = append(s.words, w.Box)
			}
		}
	}
	if at < 0 || len(s.words) == 0 {
		return s, false
	}
	for s.page = len(doc.Scan.Pages) - 1; s.page > 0 && doc.Scan.Pages[s.page].Start > words[at].Start; s.page-- {
	}
	if s.page < 0 {
		return s, false
	}
	whole := s.words[0]
	for _, b := range s.words[1:] {
		whole = union(whole, b)
	}
	high := max(whole.Bottom-whole.Top, 1)
	s.crop = whole
	for _, by := range []int{-1, 1} { // the words of its line, as far as eight heights
		for k := at + by; k >= 0 && k < len(words); k += by {
			b := words[k].Box
			if mid := (b.Top + b.Bottom) / 2; mid < whole.Top || mid > whole.Bottom || b.Left < whole.Left-8*high || b.Right > whole.Right+8*high {
				break
			}
			s.crop = union(s.crop, b)
		}
	}
	pad := high / 2
	s.crop = text.Box{Left: s.crop.Left - pad, Top: s.crop.Top - pad, Right: s.crop.Right + pad, Bottom: s.crop.Bottom + pad}
	return s, true
}

func union(a, b text.Box) text.Box {
	return text.Box{Left: min(a.Left, b.Left), Top: min(a.Top, b.Top), Right: max(a.Right, b.Right), Bottom: max(a.Bottom, b.Bottom)}
}

func shareOf(b, of text.Box) [4]float64 {
	w, h := float64(max(of.Right-of.Left, 1)), float64(max(of.Bottom-of.Top, 1))
	return [4]float64{float64(b.Left-of.Left) / w, float64(b.Top-of.Top) / h, float64(b.Right-b.Left) / w, float64(b.Bottom-b.Top) / h}
}

// scanOf is what the page shows of a finding's scan; nil where the file has none.
func (w *web) scanOf(p *page, it *sitting.Item) *webScan {
	s, ok := spotOf(p.doc, it)
	if !ok {
		return nil
	}
	page := p.doc.Scan.Pages[s.page]
	out := &webScan{Page: s.page + 1, Of: len(p.doc.Scan.Pages), Image: report.Escape(path.Base(page.Image))}
	box := page.Box
	f, err := openScan(w.inputs[it.File], page)
	if err != nil {
		out.Missing = report.Escape(err.Error())
		return out
	}
	defer f.Close()
	if box == (text.Box{}) {
		c, err := scanConfig(f)
		if err != nil {
			out.Missing = report.Escape(err.Error())
			return out
		}
		box = text.Box{Right: c.Width, Bottom: c.Height}
	}
	crop := clip(s.crop, box)
	out.Width, out.Height = crop.Right-crop.Left, crop.Bottom-crop.Top
	for _, b := range s.words {
		out.Word, out.Frames = append(out.Word, shareOf(b, crop)), append(out.Frames, shareOf(b, box))
	}
	return out
}

func clip(b, to text.Box) text.Box {
	return text.Box{Left: max(b.Left, to.Left), Top: max(b.Top, to.Top), Right: min(b.Right, to.Right), Bottom: min(b.Bottom, to.Bottom)}
}

// scanWord sends the line around a finding, cut out of its page.
func (w *web) scanWord(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	f, page, s, err := w.scanOfRequest(r)
	w.mu.Unlock()
	if err != nil {
		http.Error(rw, report.Escape(err.Error()), http.StatusNotFound)
		return
	}
	defer f.Close()
	w.images.mu.Lock()
	defer w.images.mu.Unlock()
	img := w.picture(rw, f)
	if img == nil {
		return
	}
	const most = 1600 // pixels
	sendPicture(rw, img, pixelsOf(s.crop, page.Box, img.Bounds()), most, png.Encode)
}

// picture decodes a page, w.images.mu being held; nil where it cannot, of which the browser is told.
func (w *web) picture(rw http.ResponseWriter, f *os.File) image.Image {
	img, err := w.images.decode(f)
	if err != nil {
		http.Error(rw, report.Escape(err.Error()), http.StatusUnprocessableEntity)
		return nil
	}
	return img
}

func (w *web) scanOfRequest(r *http.Request) (*os.File, text.ScanPage, spot, error) {
	n, err := whole(r.PathValue("n"), sitting.None)
	if err == nil {
		n, err = w.asked(n)
	}
	if err != nil {
		return nil, text.ScanPage{}, spot{}, err
	}
	p, changed, err := w.open(n)
	if err != nil || changed {
		return nil, text.ScanPage{}, spot{}, errors.New("the file cannot be read, or has changed")
	}
	it := w.sit.Item(n)
	s, ok := spotOf(p.doc, it)
	if !ok {
		return nil, text.ScanPage{}, s, errors.New("the file says nothing of a scan here")
	}
	page := p.doc.Scan.Pages[s.page]
	f, err := openScan(w.inputs[it.File], page)
	return f, page, s, err
}

// scanPage sends a page of a file that has findings.
func (w *web) scanPage(rw http.ResponseWriter, r *http.Request) {
	f, err := w.pageOfRequest(r)
	if err != nil {
		http.Error(rw, report.Escape(err.Error()), http.StatusNotFound)
		return
	}
	defer f.Close()
	w.images.mu.Lock()
	defer w.images.mu.Unlock()
	img := w.picture(rw, f)
	if img == nil {
		return
	}
	const most = 2400
	sendPicture(rw, img, img.Bounds(), most, func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: 85}) })
}

func (w *web) pageOfRequest(r *http.Request) (*os.File, error) {
	file, err := whole(r.PathValue("file"), -1)
	if err != nil {
		return nil, err
	}
	n, err := whole(r.PathValue("page"), 0)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	first := w.firstOf(file)
	if first == sitting.None {
		return nil, errors.New("no such file")
	}
	p, changed, err := w.open(first)
	if err != nil || changed || n < 1 || n > len(p.doc.Scan.Pages) {
		return nil, errors.New("no such page")
	}
	return openScan(w.inputs[file], p.doc.Scan.Pages[n-1])
}

// pixelsOf is a box of a page in the pixels of its picture, which may be of another size than the page was when it was read.
func pixelsOf(b, page text.Box, of image.Rectangle) image.Rectangle {
	x, y := 1.0, 1.0
	if page.Right > page.Left && page.Bottom > page.Top {
		b = clip(b, page)
		x, y = float64(of.Dx())/float64(page.Right-page.Left), float64(of.Dy())/float64(page.Bottom-page.Top)
	}
	at := func(v, from int, scale float64) int { return int(float64(v-from)*scale + 0.5) }
	return image.Rect(at(b.Left, page.Left, x), at(b.Top, page.Top, y), at(b.Right, page.Left, x), at(b.Bottom, page.Top, y)).Add(of.Min).Intersect(of)
}
