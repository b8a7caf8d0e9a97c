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
		f := newFlow(src, enc, false, 30)
		p := &pageReader{pages: pages{flow: f, perWord: 7}, scanner: scanner{s: f.s, xml: true}}
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
	words    []pageWord  // of the lines that are open
	fields   []text.Span // of the line at hand
	copies   []text.Range
	warnings []Warning
	differ   int
	order    []string // regions in the order in which they are to be read, where it is a plain list
	regions  []string // in the order of the file
}

// A pageElement is a region, a line or a word that is open.
type pageElement struct {
	name  string
	id    string
	kind  text.RegionKind
	best  equiv
	cur   equiv
	box   text.Box
	words int        // of a line: the first of them
	lines []pageLine // of a region
	open  bool       // a region of text was begun
}

// A pageWord is a word of the line that is open.
type pageWord struct {
	id   string
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

// A pageLine is a line that was read: its text, and the segments made of it with where each begins in the decoded file.
type pageLine struct {
	text     text.Span
	from, to int   // segments
	at       []int // in the decoded file, of each segment
}

func (p *pageReader) token() {
	switch p.kind {
	case startTag:
		p.start()
	case endTag:
		name := p.local()
		for i := len(p.stack) - 1; i >= 0 && i >= len(p.stack)-8; i-- {
			if p.stack[i].name == name {
				for len(p.stack) > i {
					p.pop()
				}
				break
			}
		}
	case textToken, cdataToken:
		if n := len(p.stack) - 1; n > 0 && p.stack[n].name == "Unicode" && p.kind == textToken {
			if owner := p.owner(); owner != nil {
				from, to := trimWhite(p.scanner.s, p.inside)
				owner.cur.text, owner.cur.known = text.Span{Start: from, End: to}, true
			}
		}
	}
}

// owner is the line, word or region whose TextEquiv is open.
func (p *pageReader) owner() *pageElement {
	for i := len(p.stack) - 1; i >= 0 && i >= len(p.stack)-4; i-- {
		switch e := &p.stack[i]; e.name {
		case "TextLine", "Word", "TextRegion":
			return e
		case "Glyph":
			return nil
		}
	}
	return nil
}

func (p *pageReader) start() {
	e := pageElement{name: p.local()}
	switch e.name {
	case "Page":
		p.page(html.UnescapeString(p.attr("imageFilename")), text.Box{Right: pixels(p.attr("imageWidth")), Bottom: pixels(p.attr("imageHeight"))})
		return
	case "Coords":
		if owner := p.owner(); owner != nil && owner == &p.stack[len(p.stack)-1] {
			owner.box = boxAround(p.attr("points"))
		}
		return
	case "RegionRefIndexed":
		if i, err := strconv.Atoi(p.attr("index")); err == nil && i == len(p.order) {
			p.order = append(p.order, p.attr("regionRef"))
		}
		return
	case "TextRegion":
		p.regions = append(p.regions, p.attr("id"))
		p.block()
		e.kind = pageKinds[p.attr("type")]
		if e.kind != text.Paragraph {
			e.open = true
			p.begin(text.Region{Kind: e.kind})
		}
	case "TextLine":
		e.words = len(p.words)
	case "Word", "Glyph":
	case "TextEquiv":
		if owner := p.owner(); owner != nil {
			owner.cur = equiv{confidence: -1}
			if index := p.attr("index"); index != "" { // Atoi of nothing is an error, and an error is allocated
				owner.cur.index, _ = strconv.Atoi(index)
			}
			if conf, ok := decimal(p.attr("conf")); ok {
				owner.cur.confidence = min(max(conf, 0), 1)
			}
		}
	case "Unicode":
	default:
		return
	}
	e.id = p.attr("id")
	if !p.empty {
		p.stack = append(p.stack, e)
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
	e := &p.stack[n]
	p.stack = p.stack[:n]
	switch e.name {
	case "TextEquiv":
		if owner := p.owner(); owner != nil {
			if owner.cur.known && (!owner.best.known || owner.cur.index < owner.best.index) {
				owner.best = owner.cur
			}
			owner.cur = equiv{}
		}
	case "Word":
		if owner := p.owner(); owner != nil && owner.name == "TextLine" && e.best.known {
			p.words = append(p.words, pageWord{e.id, e.best, e.box})
		}
	case "TextLine":
		l := p.line(e)
		if owner := p.owner(); owner != nil && owner.name == "TextRegion" && l.text.Len() > 0 {
			owner.lines = append(owner.lines, l)
		}
	case "TextRegion":
		p.region(e)
		p.block()
		if e.open {
			p.endRegion()
		}
	}
}

// line reads a line: its own text, each word tied to the copy at the word; or the words.
func (p *pageReader) line(e *pageElement) pageLine {
	p.brk(p.scanner.start, p.scanner.start, false)
	l := pageLine{text: e.best.text, from: len(p.segments)}
	words := p.words[min(e.words, len(p.words)):]
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
	for i, field := range fields {
		if i > 0 {
			p.last = -1
			p.blank(fields[i-1].End, field.Start)
			p.before()
			l.add(p.segments, fields[i-1].End)
			p.last = -1
		}
		start, segment := len(p.out), len(p.segments)
		p.before()
		if segment < len(p.segments) { // the gap before the line
			segment = len(p.segments)
			if len(l.at) == 0 {
				l.from = segment
			}
		}
		p.text(field.Start, field.End)
		at := field.Start
		for range p.segments[segment:] {
			l.at = append(l.at, at)
			at = -1
		}
		if !same {
			continue
		}
		w := &words[i]
		p.scanned(text.ScanWord{Span: text.Span{Start: start}, Confidence: w.best.confidence, Box: w.box})
		copied, own := p.scanner.s[w.best.text.Start:w.best.text.End], p.scanner.s[field.Start:field.End]
		switch {
		case copied != own:
			p.differs(w.best.text.Start, "word", w.id, copied, own)
		case len(p.segments) == segment+1:
			g := &p.segments[segment]
			g.Also = append(p.room(), p.origin(w.best.text))
		}
	}
	if !same && len(words) > 0 {
		p.differs(words[0].best.text.Start, "line", e.id, fmt.Sprint(len(words), " words"), fmt.Sprint(len(fields)))
	}
	l.to = len(p.segments)
	return l
}

// room is an empty list of copies that two fit in.
func (p *pageReader) room() []text.Range {
	if len(p.copies) < 2 {
		p.copies = make([]text.Range, 1024)
	}
	r := p.copies[:0:2]
	p.copies = p.copies[2:]
	return r
}

func (l *pageLine) add(segments []text.Segment, at int) {
	for len(l.at) < len(segments)-l.from {
		l.at = append(l.at, at)
	}
}

// region ties the lines of a region to their copies in its own text.
func (p *pageReader) region(e *pageElement) {
	if !e.best.known || len(e.lines) == 0 {
		return
	}
	s := p.scanner.s
	at := e.best.text.Start
	for i := range e.lines {
		l := &e.lines[i]
		end := e.best.text.End
		if n := strings.IndexByte(s[at:end], '\n'); n >= 0 {
			end = at + n
		}
		if at > e.best.text.End {
			return
		}
		if copied, own := strings.TrimSpace(s[at:end]), s[l.text.Start:l.text.End]; copied != own {
			p.differs(at, "region", e.id, copied, own)
			if len(e.lines) != strings.Count(s[e.best.text.Start:e.best.text.End], "\n")+1 {
				return
			}
		} else {
			shift := at + strings.Index(s[at:end], own) - l.text.Start
			for j := l.from; j < l.to && j-l.from < len(l.at); j++ {
				g := &p.segments[j]
				if from := l.at[j-l.from]; from >= 0 && g.Kind == text.Verbatim {
					if r := p.origin(text.Span{Start: from, End: from + g.Text.Len()}); r == g.Source {
						g.Also = append(g.Also, p.origin(text.Span{Start: from + shift, End: from + shift + g.Text.Len()}))
					}
				}
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
