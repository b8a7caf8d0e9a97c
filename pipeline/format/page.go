package format

import (
	"fmt"
	"html"
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
	Read: func(src []byte, enc Encoding, _ Options) (Reading, error) {
		f := newFlow(src, enc, false, 34, ocrShare)
		f.grown.RoomForCopies(f.tags / 2)
		p := &pageReader{pages: pages{flow: f, perWord: 6}, scanner: scanner{s: f.s, xml: true}, said: make([]said, 0, f.tags/3)}
		for p.next() {
			p.token()
		}
		for len(p.stack) > 0 {
			p.pop()
		}
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
	stack    []pageElement
	equiv    bool        // in a TextEquiv of the innermost element
	unicode  bool        // in its Unicode
	cur      equiv       // what that TextEquiv says
	words    []pageWord  // of the lines that are open
	lines    []pageLine  // of the regions that are open
	fields   []text.Span // of the line at hand
	said     []said      // of the segments of those lines
	base     int         // the first of these segments
	warnings []Warning
	differ   int
	order    []string // regions in the order in which they are to be read, where it is a plain list
	regions  []string // in the order of the file
}

// A pageElement is a region, a line, a word or a glyph that is open.
type pageElement struct {
	level pageLevel
	open  bool // a region of text was begun
	at    int  // of its start tag
	best  equiv
	box   text.Box
	first int // of its words or lines
}

type pageLevel uint8

const (
	pageRegion pageLevel = iota
	pageLineOf
	pageWordOf
	pageGlyph
)

// A pageWord is a word of the line that is open.
type pageWord struct {
	at   int // of its start tag
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

// A pageLine is a line that was read: its text, and the segments made of it.
type pageLine struct {
	text     text.Span
	from, to int
}

// said is where a segment's text stands in the decoded file, and where the word says it again; -1: in no one place there.
type said struct{ at, copied int }

func (p *pageReader) token() {
	switch p.kind {
	case startTag:
		p.start()
	case endTag:
		switch name := p.localName(); name {
		case "Unicode":
			p.unicode = false
		case "TextEquiv":
			p.endEquiv()
		case "Word":
			p.end(pageWordOf)
		case "TextLine":
			p.end(pageLineOf)
		case "TextRegion":
			p.end(pageRegion)
		case "Glyph":
			p.end(pageGlyph)
		}
	case textToken:
		if p.unicode {
			from, to := trimWhite(p.scanner.s, p.inside)
			p.cur.text, p.cur.known = text.Span{Start: from, End: to}, true
		}
	}
}

// owner is the line, word or region that is innermost; nil in a glyph, or in none.
func (p *pageReader) owner() *pageElement {
	if n := len(p.stack) - 1; n >= 0 && p.stack[n].level != pageGlyph {
		return &p.stack[n]
	}
	return nil
}

func (p *pageReader) start() {
	switch name := p.localName(); name {
	case "Coords":
		if owner := p.owner(); owner != nil && !p.equiv {
			owner.box = boxAround(p.attr("points"))
		}
	case "TextEquiv":
		if p.equiv = p.owner() != nil && !p.empty; !p.equiv {
			return
		}
		p.cur = equiv{confidence: -1}
		if index := p.attr("index"); index != "" { // Atoi of nothing is an error, and an error is allocated
			p.cur.index, _ = strconv.Atoi(index)
		}
		if conf, ok := decimal(p.attr("conf")); ok {
			p.cur.confidence = min(max(conf, 0), 1)
		}
	case "Unicode":
		p.unicode = p.equiv && !p.empty
	case "Word":
		p.push(pageElement{level: pageWordOf})
	case "TextLine":
		p.push(pageElement{level: pageLineOf, first: len(p.words)})
	case "Glyph":
		p.push(pageElement{level: pageGlyph})
	case "TextRegion":
		p.regions = append(p.regions, p.attr("id"))
		p.block()
		kind := pageKinds[p.attr("type")]
		if kind != text.Paragraph {
			p.begin(text.Region{Kind: kind})
		}
		p.push(pageElement{level: pageRegion, open: kind != text.Paragraph, first: len(p.lines)})
	case "Page":
		p.page(html.UnescapeString(p.attr("imageFilename")), text.Box{Right: pixels(p.attr("imageWidth")), Bottom: pixels(p.attr("imageHeight"))})
	case "RegionRefIndexed":
		if i, err := strconv.Atoi(p.attr("index")); err == nil && i == len(p.order) {
			p.order = append(p.order, p.attr("regionRef"))
		}
	}
}

func (p *pageReader) push(e pageElement) {
	e.at = p.scanner.start
	p.equiv, p.unicode = false, false
	if p.stack = append(p.stack, e); p.empty {
		p.pop()
	}
}

// end closes the element of that level, and those in it that are still open.
func (p *pageReader) end(level pageLevel) {
	for i := len(p.stack) - 1; i >= 0 && i >= len(p.stack)-8; i-- {
		if p.stack[i].level == level {
			for len(p.stack) > i {
				p.pop()
			}
			return
		}
	}
}

func (p *pageReader) endEquiv() {
	if owner := p.owner(); owner != nil && p.cur.known && (!owner.best.known || p.cur.index < owner.best.index) {
		owner.best = p.cur
	}
	p.cur, p.equiv, p.unicode = equiv{}, false, false
}

var pageKinds = map[string]text.RegionKind{
	"heading": text.Heading, "page-number": text.RunningHead, "header": text.RunningHead, "footer": text.RunningHead,
	"catch-word": text.RunningHead, "signature-mark": text.RunningHead, "footnote": text.Note, "footnote-continued": text.Note,
	"endnote": text.Note, "marginalia": text.Note, "credit": text.Header,
}

// pop closes the innermost element.
func (p *pageReader) pop() {
	p.endEquiv()
	n := len(p.stack) - 1
	e := &p.stack[n] // stands until something is pushed
	p.stack = p.stack[:n]
	owner := p.owner()
	switch e.level {
	case pageWordOf:
		if owner != nil && owner.level == pageLineOf && e.best.known {
			p.words = append(p.words, pageWord{e.at, e.best, e.box})
		}
	case pageLineOf:
		l := p.line(e)
		if owner != nil && owner.level == pageRegion && l.text.Len() > 0 {
			p.lines = append(p.lines, l)
		} else {
			p.tie(l, 0, false)
		}
	case pageRegion:
		p.region(e)
		p.block()
		if e.open {
			p.endRegion()
		}
	}
	if len(p.lines) == 0 {
		p.said = p.said[:0]
	}
}

// line reads a line: its own text, each word tied to the copy at the word; or the words.
func (p *pageReader) line(e *pageElement) pageLine {
	p.brk(p.scanner.start, p.scanner.start, false)
	if len(p.said) == 0 {
		p.base = len(p.grown.Segments)
	}
	l := pageLine{text: e.best.text, from: len(p.grown.Segments)}
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
		return pageLine{from: l.from, to: l.from}
	}
	p.fields = fieldsOf(p.fields[:0], p.scanner.s, e.best.text)
	fields := p.fields
	same := len(fields) == len(words)
	for i, field := range fields {
		if i > 0 {
			p.last = -1
			p.blank(fields[i-1].End, field.Start)
			p.before()
			p.say(len(p.grown.Segments)-1, fields[i-1].End)
			p.last = -1
		}
		start := len(p.out)
		p.before() // the gap before the line
		segment := len(p.grown.Segments)
		p.text(field.Start, field.End)
		p.say(segment, field.Start)
		if !same {
			continue
		}
		w := &words[i]
		p.scanned(text.ScanWord{Span: text.Span{Start: start}, Confidence: w.best.confidence, Box: w.box})
		copied, own := p.scanner.s[w.best.text.Start:w.best.text.End], p.scanner.s[field.Start:field.End]
		switch {
		case copied != own:
			p.differs(w.best.text.Start, "word", p.id(w.at), copied, own)
		case len(p.grown.Segments) == segment+1:
			p.said[segment-p.base].copied = w.best.text.Start
		}
	}
	if !same && len(words) > 0 {
		p.differs(words[0].best.text.Start, "line", p.id(e.at), fmt.Sprint(len(words), " words"), fmt.Sprint(len(fields)))
	}
	l.to = len(p.grown.Segments)
	return l
}

// say puts down where a segment, and those before it that nothing was said of, stand.
func (p *pageReader) say(segment, at int) {
	n := len(p.grown.Segments)
	for i := p.base + len(p.said); i < n; i++ {
		if i == segment {
			p.said = append(p.said, said{at, -1})
		} else {
			p.said = append(p.said, said{-1, -1})
		}
	}
}

// id is that of the element whose start tag stands there.
func (p *pageReader) id(at int) string {
	k := scanner{s: p.scanner.s, at: at, xml: true}
	k.next()
	return k.attr("id")
}

// region ties the lines of a region to their copies in its own text.
func (p *pageReader) region(e *pageElement) {
	lines := p.lines[min(e.first, len(p.lines)):]
	p.lines = p.lines[:len(p.lines)-len(lines)]
	s := p.scanner.s
	at, known := e.best.text.Start, e.best.known
	for i := range lines {
		l := &lines[i]
		if known = known && at <= e.best.text.End; !known {
			p.tie(*l, 0, false)
			continue
		}
		end := e.best.text.End
		if n := strings.IndexByte(s[at:end], '\n'); n >= 0 {
			end = at + n
		}
		from, to := trimWhite(s, text.Span{Start: at, End: end})
		same := s[from:to] == s[l.text.Start:l.text.End]
		if !same {
			p.differs(at, "region", p.id(e.at), s[from:to], s[l.text.Start:l.text.End])
			known = len(lines) == strings.Count(s[e.best.text.Start:e.best.text.End], "\n")+1
		}
		p.tie(*l, from-l.text.Start, same)
		at = end + 1
	}
}

// tie ties the segments of a line to their copies: at the words, and in the region, so much further on, if it has the line.
func (p *pageReader) tie(l pageLine, shift int, region bool) {
	for j := l.from; j < l.to && j-p.base < len(p.said); j++ {
		g, d := &p.grown.Segments[j], &p.said[j-p.base]
		var copies [2]text.Range
		n := 0
		if d.copied >= 0 {
			copies[0], n = p.origin(text.Span{Start: d.copied, End: d.copied + g.Text.Len()}), 1
		}
		if region && d.at >= 0 && g.Kind == text.Verbatim && p.origin(text.Span{Start: d.at, End: d.at + g.Text.Len()}) == g.Source {
			copies[n] = p.origin(text.Span{Start: d.at + shift, End: d.at + shift + g.Text.Len()})
			n++
		}
		if n > 0 {
			p.grown.AddAlso(g, copies[:n]...)
		}
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
