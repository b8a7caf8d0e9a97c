package format

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"emend/pipeline/text"
)

var pageFormat = Format{
	Name: "page",
	Doc: `PAGE XML
Of each line the TextEquiv with the lowest index is read, or those of its words. An edit goes into the copies at the word and
the region as well; a copy that differs is left alone and named. Lines are read in the order of the file, with a warning if ReadingOrder has another. Boxes, confidences and
the image are kept for whoever asks.`,
	Match:   func(path string, src []byte) bool { return rootOf(path, src) == "PcGts" },
	Charset: xmlCharset,
	Read: func(src []byte, enc Encoding, opts Options) (Reading, error) {
		f := newFlow(src, enc, false, 4, ocrShare)
		p := &pageReader{pages: pages{flow: f, scans: opts.Scan, perWord: 7}, scanner: scanner{s: f.s, xml: true}}
		p.grown.Copies = make([]text.Copy, 0, f.tags/6)
		for p.next() {
			p.token()
		}
		for len(p.stack) > 0 {
			p.pop()
		}
		p.grown.Copies = slices.DeleteFunc(p.grown.Copies, func(c text.Copy) bool { return c.At == c.Start })
		r := p.reading()
		r.Warnings = p.warnings
		if p.disordered() {
			r.Warnings = append(r.Warnings, Warning{Message: "the regions do not stand in their ReadingOrder; they are read as they stand"})
		}
		return r, nil
	},
}

// A pageReader reads PAGE XML.
type pageReader struct {
	pages
	scanner
	stack    []pageTag     // of the elements that are open
	elements []pageElement // those of them that are a region, a line or a word
	words    []pageWord    // of the lines that are open
	lines    []pageLine    // of the regions that are open
	fields   []text.Span   // of the line at hand
	cur      equiv         // that is open
	box      text.Box      // of the word that is open
	warnings []Warning
	differ   int
	order    []string // regions in the order in which they are to be read, where it is a plain list
	regions  []string // in the order of the file
}

// A pageTag is an element of PAGE that text is made of.
type pageTag uint8

const (
	pageOther pageTag = iota
	pageRegion
	pageTextLine
	pageTextWord
	pageGlyph
	pageEquiv
	pageUnicode
)

// pageTagOf is the element of that name.
func pageTagOf(name string) pageTag {
	switch name {
	case "TextRegion":
		return pageRegion
	case "TextLine":
		return pageTextLine
	case "Word":
		return pageTextWord
	case "Glyph":
		return pageGlyph
	case "TextEquiv":
		return pageEquiv
	case "Unicode":
		return pageUnicode
	}
	return pageOther
}

// A pageElement is a region, a line or a word that is open.
type pageElement struct {
	tag   pageTag
	open  bool      // a region of text was begun
	id    text.Span // in the decoded file
	best  equiv
	first int // of the words of a line, of the lines of a region
}

// A pageWord is a word of the line that is open.
type pageWord struct {
	id   text.Span
	best equiv
	box  text.Box
}

// An equiv is what a TextEquiv says.
type equiv struct {
	text       text.Span // in the decoded file
	index      int
	confidence float64
	known      bool
}

// A pageLine is a line that was read.
type pageLine struct {
	text text.Span
	copy int // in Text.Copies, its own: of itself until it is found in the region
}

func (p *pageReader) token() {
	switch p.kind {
	case markToken:
		p.comment(p.scanner.start, p.scanner.end)
	case startTag:
		p.start()
	case endTag:
		tag := pageTagOf(p.localName())
		for i := len(p.stack) - 1; tag != pageOther && i >= 0 && i >= len(p.stack)-8; i-- {
			if p.stack[i] == tag {
				for len(p.stack) > i {
					p.pop()
				}
				break
			}
		}
	case textToken, cdataToken:
		if n := len(p.stack) - 1; n > 0 && p.stack[n] == pageUnicode && p.kind == textToken {
			if p.owner() != nil {
				from, to := trimWhite(p.scanner.s, p.inside)
				p.cur.text, p.cur.known = text.Span{Start: from, End: to}, true
			}
		}
	}
}

// owner is the line, word or region whose TextEquiv is open.
func (p *pageReader) owner() *pageElement {
	for i := len(p.stack) - 1; i >= 0 && i >= len(p.stack)-4; i-- {
		switch p.stack[i] {
		case pageRegion, pageTextLine, pageTextWord:
			return &p.elements[len(p.elements)-1]
		case pageGlyph:
			return nil
		}
	}
	return nil
}

func (p *pageReader) start() {
	name := p.localName()
	tag := pageTagOf(name)
	if tag == pageOther {
		p.other(name)
		return
	}
	if tag == pageEquiv {
		p.cur = equiv{confidence: -1}
		if index := p.attr("index"); index != "" { // Atoi of nothing is an error, and an error is allocated
			p.cur.index, _ = strconv.Atoi(index)
		}
		if p.scans {
			if conf, ok := decimal(p.attr("conf")); ok {
				p.cur.confidence = min(max(conf, 0), 1)
			}
		}
	}
	if tag <= pageTextWord {
		p.element(tag)
	}
	if !p.empty {
		p.stack = append(p.stack, tag)
	}
}

// element opens a region, a line or a word.
func (p *pageReader) element(tag pageTag) {
	e := pageElement{tag: tag}
	switch tag {
	case pageRegion:
		p.regions = append(p.regions, p.attr("id"))
		p.block()
		e.first = len(p.lines)
		if kind := pageKinds[p.attr("type")]; kind != text.Paragraph && !p.empty {
			e.open = true
			p.begin(text.Region{Kind: kind})
		}
	case pageTextLine:
		e.first = len(p.words)
	case pageTextWord:
		p.box = text.Box{}
	}
	e.id, _ = p.find("id")
	if !p.empty {
		p.elements = append(p.elements, e)
	}
}

// other reads the beginning of an element that holds no text itself.
func (p *pageReader) other(name string) {
	switch name {
	case "Page":
		p.page(html.UnescapeString(p.attr("imageFilename")), text.Box{Right: pixels(p.attr("imageWidth")), Bottom: pixels(p.attr("imageHeight"))})
	case "Coords":
		if n := len(p.stack) - 1; n >= 0 && p.scans && p.stack[n] == pageTextWord {
			p.box = boxAround(p.attr("points"))
		}
	case "RegionRefIndexed":
		if i, err := strconv.Atoi(p.attr("index")); err == nil && i == len(p.order) {
			p.order = append(p.order, p.attr("regionRef"))
		}
	}
}

var pageKinds = map[string]text.RegionKind{
	"heading": text.Heading, "page-number": text.RunningHead, "header": text.RunningHead, "footer": text.RunningHead,
	"catch-word": text.RunningHead, "signature-mark": text.RunningHead, "footnote": text.Note, "footnote-continued": text.Note,
	"endnote": text.Note, "marginalia": text.Note, "credit": text.Header,
}

// pop closes the innermost element.
func (p *pageReader) pop() {
	n := len(p.stack) - 1
	tag := p.stack[n]
	p.stack = p.stack[:n]
	var e *pageElement
	if tag <= pageTextWord {
		e = &p.elements[len(p.elements)-1] // stands until something is opened
		p.elements = p.elements[:len(p.elements)-1]
	}
	switch tag {
	case pageEquiv:
		if owner := p.owner(); owner != nil {
			if p.cur.known && (!owner.best.known || p.cur.index < owner.best.index) {
				owner.best = p.cur
			}
		}
		p.cur = equiv{}
	case pageTextWord:
		if owner := p.owner(); owner != nil && owner.tag == pageTextLine && e.best.known {
			p.words = append(p.words, pageWord{e.id, e.best, p.box})
		}
	case pageTextLine:
		l := p.line(e)
		if owner := p.owner(); owner != nil && owner.tag == pageRegion && l.text.Len() > 0 {
			p.lines = append(p.lines, l)
		}
	case pageRegion:
		p.region(e)
		p.lines = p.lines[:e.first]
		p.block()
		if e.open {
			p.endRegion()
		}
	}
}

// line reads a line: its own text, each word tied to the copy at the word; or the words.
func (p *pageReader) line(e *pageElement) pageLine {
	p.brk(p.scanner.start, p.scanner.start, false)
	l := pageLine{text: e.best.text}
	words := p.words[min(e.first, len(p.words)):]
	p.words = p.words[:len(p.words)-len(words)]
	if e.best.text.Len() == 0 {
		for i := range words {
			w := &words[i]
			start := len(p.out)
			p.part()
			p.text(w.best.text.Start, w.best.text.End)
			p.scanned(text.ScanWord{Span: text.Span{Start: start}, Confidence: w.best.confidence, Box: w.box})
		}
		l.text = text.Span{}
		return l
	}
	p.fields = fieldsOf(p.fields[:0], p.scanner.s, e.best.text)
	fields := p.fields
	same := len(fields) == len(words)
	l.copy = len(p.grown.Copies)
	p.twice(l.text, l.text.Start)
	if !p.scans || !same {
		p.text(l.text.Start, l.text.End)
	}
	for i := 0; same && i < len(fields); i++ {
		w, field := &words[i], fields[i]
		if p.scans {
			if i > 0 {
				p.blank(fields[i-1].End, field.Start)
			}
			start := len(p.out)
			p.text(field.Start, field.End)
			p.scanned(text.ScanWord{Span: text.Span{Start: start}, Confidence: w.best.confidence, Box: w.box})
		}
		if copied, own := p.scanner.s[w.best.text.Start:w.best.text.End], p.scanner.s[field.Start:field.End]; copied != own {
			p.differs(w.best.text.Start, "word", w.id, copied, own)
		} else {
			p.twice(field, w.best.text.Start)
		}
	}
	if !same && len(words) > 0 {
		p.differs(words[0].best.text.Start, "line", e.id, fmt.Sprint(len(words), " words"), fmt.Sprint(len(fields)))
	}
	return l
}

// region ties the lines of a region to their copies in its own text.
func (p *pageReader) region(e *pageElement) {
	lines := p.lines[e.first:]
	if !e.best.known || len(lines) == 0 {
		return
	}
	s := p.scanner.s
	at := e.best.text.Start
	for i := range lines {
		l := &lines[i]
		end := e.best.text.End
		if n := strings.IndexByte(s[at:end], '\n'); n >= 0 {
			end = at + n
		}
		if at > e.best.text.End {
			return
		}
		if copied, own := strings.TrimSpace(s[at:end]), s[l.text.Start:l.text.End]; copied != own {
			p.differs(at, "region", e.id, copied, own)
			if len(lines) != strings.Count(s[e.best.text.Start:e.best.text.End], "\n")+1 {
				return
			}
		} else {
			again := at + strings.Index(s[at:end], own)
			if r := p.origin(text.Span{Start: again, End: again + len(own)}); r.Len() == p.grown.Copies[l.copy].Len() {
				p.grown.Copies[l.copy].At = r.Start
			}
		}
		at = end + 1
	}
}

// disordered reports whether the regions stand in another order than that in which they are to be read.
func (p *pageReader) disordered() bool {
	place := make(map[string]int, len(p.order))
	for i, id := range p.order {
		place[id] = i
	}
	last := -1
	for _, id := range p.regions {
		if i, ok := place[id]; ok {
			if i < last {
				return true
			}
			last = i
		}
	}
	return false
}
