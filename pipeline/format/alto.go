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
	Read: func(src []byte, enc Encoding, opts Options) (Reading, error) {
		f := newFlow(src, enc, false, 100, ocrShare)
		f.escapeText = f.grown.Writer(f.spell.quoted())
		a := &alto{pages: pages{flow: f, scans: opts.Scan, perWord: 2}, scanner: scanner{s: f.s, xml: true}}
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
	content, subs text.Span // in the decoded file
	keep          bool      // the hyphen is one of the word's: well-known
}

func (a *alto) token() {
	switch a.kind {
	case markToken:
		a.comment(a.scanner.start, a.scanner.end)
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
	start := len(a.out)
	p := part{content: content}
	if from, to := trimWhite(a.scanner.s, content); from < to {
		a.text(from, to)
	}
	if a.scans {
		a.scanned(a.scanWord(start))
	}
	kind := a.attr("SUBS_TYPE")
	if kind != "" {
		p.subs, _ = a.find("SUBS_CONTENT")
	}
	switch {
	case kind == "HypPart1":
		whole, own := a.scanner.s[p.subs.Start:p.subs.End], a.scanner.s[content.Start:content.End]
		p.keep = strings.HasPrefix(whole, own+"-") || strings.HasSuffix(own, "-") && strings.HasPrefix(whole, own)
		a.first = p
		a.join(!p.keep)
	case kind == "HypPart2" && a.first.content.Len() > 0:
		a.whole(a.first, p)
		a.first = part{}
	default:
		a.first = part{}
	}
}

// scanWord is what the tag says of the word.
func (a *alto) scanWord(start int) text.ScanWord {
	w := text.ScanWord{Span: text.Span{Start: start}, Confidence: -1}
	if conf, ok := decimal(a.attr("WC")); ok {
		w.Confidence = min(max(conf, 0), 1)
	}
	w.Box.Left, w.Box.Top = pixels(a.attr("HPOS")), pixels(a.attr("VPOS"))
	w.Box.Right, w.Box.Bottom = w.Box.Left+pixels(a.attr("WIDTH")), w.Box.Top+pixels(a.attr("HEIGHT"))
	return w
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

// whole makes edits of the two parts of a word go into the whole word, which both have in SUBS_CONTENT.
func (a *alto) whole(first, second part) {
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
		a.twice(text.Span{Start: first.content.Start, End: first.content.Start + len(one)}, whole.Start)
		a.twice(second.content, whole.Start+len(one))
	}
}
