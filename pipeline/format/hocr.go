package format

import (
	"bytes"
	"html"
	"strconv"
	"strings"

	"emend/pipeline/text"
)

var hocrFormat = Format{
	Name: "hocr",
	Doc: `hOCR 1.2, as Tesseract and others write it
The words (ocrx_word) of each line are read; where there are none, the lines. Paragraphs are ocr_par. Boxes, confidences and the
image are kept for whoever asks. All else is left alone; no edit goes from one word into another.`,
	Match: func(path string, src []byte) bool {
		return named(path, ".hocr") || bytes.Contains(src[:min(len(src), sample)], []byte("ocr_page")) && htmlFormat.Match(path, src)
	},
	Charset: metaCharset,
	Read: func(src []byte, enc Encoding, opts Options) (Reading, error) {
		f := newFlow(src, enc, true, 100, ocrShare)
		h := &hocr{pages: pages{flow: f, scans: opts.Scan, perWord: 2}, scanner: scanner{s: f.s}}
		h.words = strings.Contains(f.s, "ocrx_word")
		for h.next() {
			h.token()
		}
		for len(h.stack) > 0 {
			h.pop()
		}
		return h.reading(), nil
	},
}

// A hocr reads hOCR.
type hocr struct {
	pages
	scanner
	words bool // the file has words, not lines alone
	stack []hocrElement
	open  []text.ScanWord // words
	in    int             // depth of what is read: words, or lines
}

// hocrDepth is how many elements may be open in the one that an end tag closes.
const hocrDepth = 256

type hocrElement struct {
	name  text.Span // in the file
	class hocrClass
}

// hocrClass is what an element is to a reader.
type hocrClass uint8

const (
	hocrOther hocrClass = iota
	hocrBlock
	hocrLine
	hocrWord
)

func (h *hocr) token() {
	switch h.kind {
	case markToken:
		h.comment(h.scanner.start, h.scanner.end)
	case textToken:
		from, to := trimWhite(h.scanner.s, h.inside)
		if h.in == 0 || from == to {
			return
		}
		if !h.words && from > h.inside.Start {
			h.blank(h.inside.Start, from)
		}
		h.text(from, to)
		if !h.words && to < h.inside.End {
			h.blank(to, h.inside.End)
		}
	case startTag:
		if name := h.name(); name == "span" || !voids[name] {
			h.start()
		}
	case endTag:
		name := h.scanner.s[h.named.Start:h.named.End]
		for n := len(h.stack) - 1; n >= max(0, len(h.stack)-hocrDepth); n-- {
			at := h.stack[n].name
			if at.Len() == len(name) && strings.EqualFold(h.scanner.s[at.Start:at.End], name) {
				for len(h.stack) > n {
					h.pop()
				}
				break
			}
		}
	}
}

func (h *hocr) start() {
	e := hocrElement{name: h.named}
	class := h.attr("class")
	for more := class != ""; more; {
		n := 0
		for n < len(class) && !white[class[n]] {
			n++
		}
		c := class[:n]
		if more = n < len(class); more {
			class = class[n+1:]
		}
		switch c {
		case "ocr_page":
			title := hocrTitle(h.attr("title"))
			h.page(title.image, title.box)
			e.class = hocrBlock
		case "ocr_carea", "ocr_par", "ocrx_block":
			h.block()
			e.class = hocrBlock
		case "ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat":
			h.brk(h.scanner.start, h.scanner.start, false)
			if e.class = hocrLine; !h.words {
				h.in++
			}
		case "ocrx_word":
			h.part()
			if e.class != hocrWord {
				h.word()
				h.in++
			}
			e.class = hocrWord
		}
	}
	h.stack = append(h.stack, e)
}

// word opens what the tag says of a word, if anybody asks.
func (h *hocr) word() {
	if !h.scans {
		return
	}
	title := hocrTitle(h.attr("title"))
	w := text.ScanWord{Span: text.Span{Start: len(h.out)}, Confidence: -1, Box: title.box}
	if title.confidence >= 0 {
		w.Confidence = min(title.confidence/100, 1)
	}
	h.open = append(h.open, w)
}

// pop closes the innermost element.
func (h *hocr) pop() {
	n := len(h.stack) - 1
	e := h.stack[n]
	h.stack = h.stack[:n]
	switch e.class {
	case hocrBlock:
		h.block()
	case hocrLine:
		if h.brk(h.scanner.end, h.scanner.end, false); !h.words {
			h.in--
		}
	case hocrWord:
		h.in--
		if n := len(h.open) - 1; h.scans {
			h.scanned(h.open[n])
			h.open = h.open[:n]
		}
		h.part()
	}
}

// A hocrProperties is what the title of an element says of it. // bbox 1 2 3 4; x_wconf 95
type hocrProperties struct {
	box        text.Box
	confidence float64 // in percent; negative: not said
	image      string
}

// hocrTitle reads a title. Of what is said twice the first counts.
func hocrTitle(title string) hocrProperties {
	p := hocrProperties{confidence: -1}
	if strings.IndexByte(title, '&') >= 0 {
		title = html.UnescapeString(title)
	}
	var box, conf, image bool
	for title != "" {
		said := ""
		said, title, _ = strings.Cut(title, ";")
		name, value, ok := strings.Cut(strings.TrimSpace(said), " ")
		if !ok {
			continue
		}
		switch value = strings.Trim(value, `"' `); {
		case name == "bbox" && !box:
			p.box, box = hocrBox(value), true
		case name == "x_wconf" && !conf:
			if c, ok := decimal(value); ok {
				p.confidence = max(c, 0)
			}
			conf = true
		case name == "image" && !image:
			p.image, image = value, true
		}
	}
	return p
}

// hocrBox reads four numbers; the zero Box if it has others.
func hocrBox(s string) text.Box {
	at := strings.Fields(s)
	if len(at) != 4 {
		return text.Box{}
	}
	return text.Box{Left: pixels(at[0]), Top: pixels(at[1]), Right: pixels(at[2]), Bottom: pixels(at[3])}
}

// pixels reads a whole number or the whole part of one; 0 if it is none.
func pixels(s string) int {
	f, ok := decimal(s)
	if !ok || f != f || f > 1<<30 || f < -1<<30 {
		return 0
	}
	return int(f)
}

// decimal reads a number, and reports whether it is one. Short ones, which are nearly all, are read here: a whole number below
// 2^53 over a power of ten below 10^22 is as exact as strconv has it (Clinger 1990).
func decimal(s string) (float64, bool) {
	whole, scale, point := 0, 1, false
	if len(s) == 0 {
		return 0, false // without the error that strconv would allocate
	}
	if len(s) > 15 {
		f, err := strconv.ParseFloat(s, 64)
		return f, err == nil
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			if whole = whole*10 + int(c-'0'); point {
				scale *= 10
			}
		case c == '.' && !point && len(s) > 1:
			point = true
		default:
			f, err := strconv.ParseFloat(s, 64)
			return f, err == nil
		}
	}
	return float64(whole) / float64(scale), true
}

// trimWhite is the run without white space at its ends.
func trimWhite(s string, run text.Span) (from, to int) {
	from, to = run.Start, run.End
	for from < to && white[s[from]] {
		from++
	}
	for to > from && white[s[to-1]] {
		to--
	}
	return from, to
}

// pages are a flow of which the scan is known.
type pages struct {
	*flow
	scan    text.Scan
	scans   bool // the words are asked for
	perWord int  // tags to a word, about
}

// page begins a page.
func (p *pages) page(image string, box text.Box) {
	p.block()
	p.endPage()
	p.scan.Pages = append(p.scan.Pages, text.ScanPage{Span: text.Span{Start: len(p.out)}, Image: image, Box: box})
}

func (p *pages) endPage() {
	if n := len(p.scan.Pages); n > 0 {
		p.scan.Pages[n-1].End = len(p.out)
	}
}

// scanned puts down a word that began at its Start, or behind a gap there, and ends here.
func (p *pages) scanned(w text.ScanWord) {
	if !p.scans {
		return
	}
	for w.End = len(p.out); w.Start < w.End && white[p.out[w.Start]]; {
		w.Start++
	}
	if w.Start < w.End {
		if p.scan.Words == nil {
			p.scan.Words = make([]text.ScanWord, 0, p.tags/p.perWord+8)
		}
		p.scan.Words = append(p.scan.Words, w)
	}
}

func (p *pages) reading() Reading {
	p.block()
	p.endPage()
	r := p.flow.reading()
	r.Scan = p.scan
	return r
}
