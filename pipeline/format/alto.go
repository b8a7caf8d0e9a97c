package format

import (
	"html"
	"strings"

	"emend/pipeline/text"
)

var altoFormat = Format{
	Name: "alto",
	Doc: `ALTO 2 to 4
The CONTENT of each String is read; paragraphs are TextBlocks. A word broken at a line's end (HypPart1, HYP, HypPart2) is
read as one, and an edit of it goes into SUBS_CONTENT as well. Boxes, confidences (WC) and the image are kept for whoever asks.`,
	Match: func(path string, src []byte) bool {
		return named(path, ".alto") || rootOf(path, src) == "alto"
	},
	Charset: xmlCharset,
	Read: func(src []byte, enc Encoding, _ Options) (Reading, error) {
		f := newFlow(src, enc, false, 100, ocrShare)
		f.escapeText = f.grown.Writer(f.spell.quoted())
		a := &alto{pages: pages{flow: f, perWord: 2}, scanner: scanner{s: f.s, xml: true}}
		a.spaced = strings.Contains(f.s, "<SP") || strings.Contains(f.s, ":SP")
		for a.next() {
			a.token()
		}
		return a.reading(), nil
	},
}

// An alto reads ALTO.
type alto struct {
	pages
	scanner
	spaced bool // the file has SP between words
	image  string
	named  bool // in fileName
	first  part // of a word whose second part is to come
}

// A part of a word that is broken at a line's end.
type part struct {
	segment       int
	content, subs text.Span // in the decoded file
	keep          bool      // the hyphen is one of the word's: well-known
}

func (a *alto) token() {
	switch a.kind {
	case textToken:
		if a.named && a.image == "" {
			a.image = strings.TrimSpace(a.scanner.s[a.scanner.start:a.scanner.end])
		}
	case startTag:
		switch a.localName() {
		case "fileName":
			a.named = true
		case "Page":
			a.page(html.UnescapeString(a.image), text.Box{Right: pixels(a.attr("WIDTH")), Bottom: pixels(a.attr("HEIGHT"))})
		case "TextBlock":
			a.block()
			a.first = part{}
		case "TextLine":
			a.brk(a.scanner.start, a.scanner.start, false)
		case "SP":
			a.part()
		case "HYP":
			a.hyphen()
		case "String":
			a.string()
		}
	case endTag:
		switch a.localName() {
		case "fileName":
			a.named = false
		case "TextBlock", "Page":
			a.block()
		}
	}
}

// string reads a word, or a part of one.
func (a *alto) string() {
	content, ok := a.find("CONTENT")
	if !ok {
		return
	}
	if !a.spaced {
		a.part()
	}
	w := text.ScanWord{Span: text.Span{Start: len(a.out)}, Confidence: -1}
	if conf, ok := decimal(a.attr("WC")); ok {
		w.Confidence = min(max(conf, 0), 1)
	}
	w.Box.Left, w.Box.Top = pixels(a.attr("HPOS")), pixels(a.attr("VPOS"))
	w.Box.Right, w.Box.Bottom = w.Box.Left+pixels(a.attr("WIDTH")), w.Box.Top+pixels(a.attr("HEIGHT"))
	p := part{content: content, segment: len(a.grown.Segments)}
	p.subs, _ = a.find("SUBS_CONTENT")
	if from, to := trimWhite(a.scanner.s, content); from < to {
		a.text(from, to)
	}
	a.scanned(w)
	switch kind := a.attr("SUBS_TYPE"); {
	case kind == "HypPart1":
		whole, own := a.scanner.s[p.subs.Start:p.subs.End], a.scanner.s[content.Start:content.End]
		p.keep = strings.HasPrefix(whole, own+"-") || strings.HasSuffix(own, "-") && strings.HasPrefix(whole, own)
		a.first = p
		a.join(!p.keep)
	case kind == "HypPart2" && a.first.content.Len() > 0:
		a.copies(a.first, p)
		a.first = part{}
	default:
		a.first = part{}
	}
}

// hyphen reads the hyphen at a line's end, unless it is there for the line's sake.
func (a *alto) hyphen() {
	broken := a.first.content.Len() > 0
	if broken && !a.first.keep {
		return
	}
	if c, ok := a.find("CONTENT"); ok && c.Len() > 0 {
		if !broken {
			a.joined = false
		}
		a.text(c.Start, c.End)
	}
	if broken {
		a.join(false)
	}
}

// copies makes edits of the two parts of a word go into the whole word, which both have in SUBS_CONTENT.
func (a *alto) copies(first, second part) {
	s := a.scanner.s
	one, two := s[first.content.Start:first.content.End], s[second.content.Start:second.content.End]
	one = strings.TrimSuffix(one, "-")
	if first.keep {
		return
	}
	for _, whole := range []text.Span{first.subs, second.subs} {
		if s[whole.Start:whole.End] != one+two {
			continue
		}
		a.also(first.segment, len(one), whole.Start)
		a.also(second.segment, len(two), whole.Start+len(one))
	}
}

// also adds to a segment that is a whole word of n bytes where the file has the word again.
func (a *alto) also(segment, n, at int) {
	if segment >= len(a.grown.Segments) {
		return
	}
	if g := &a.grown.Segments[segment]; g.Kind == text.Verbatim && g.Text.Len() == n && n > 0 {
		a.grown.AddAlso(g, a.origin(text.Span{Start: at, End: at + n}))
	}
}
