package main

import (
	"crypto/sha256"
	"os"
	"time"

	"emend/pipeline/format"
	"emend/pipeline/review/sitting"
	"emend/pipeline/segment"
	"emend/pipeline/text"
)

// A page is the file that the finding on the screen stands in.
type page struct {
	file   int
	doc    *text.Document
	size   int64
	time   time.Time  // when the file was changed last
	blocks []webBlock // of the browser, once they were asked for
}

// open reads the file of an item again, unless it is the one that was shown last. A file that has
// changed since it was checked is checked again, and changed says so.
func (d *desk) open(i int) (p *page, changed bool, err error) {
	file := d.sit.Item(i).File
	in := d.inputs[file]
	info, err := os.Stat(in.path)
	if err != nil {
		return nil, false, reason(err)
	}
	if p := d.page; p != nil && p.file == file && p.size == info.Size() && p.time.Equal(info.ModTime()) {
		return p, false, nil
	}
	src, _, err := d.read(in)
	if err != nil {
		return nil, false, err
	}
	sum := sha256.Sum256(src)
	if sum != d.digests[file] {
		fresh, err := d.afresh(file) // what was decided of the old text holds for the new one
		if err != nil {
			return nil, false, err
		}
		b := d.checkFor(fresh, file)
		if b.err != nil {
			return nil, false, b.err
		}
		d.digests[file], d.page = b.digest, nil
		d.sit.Replace(file, b.items)
		return nil, true, nil
	}
	c := in.settings.pipeline
	reading := c.Reading()
	reading.Scan = true
	doc, _, err := format.Read(in.key, src, reading)
	if err != nil {
		return nil, false, err
	}
	d.page = &page{file: file, doc: segment.Document(doc, c.Lang), size: info.Size(), time: info.ModTime()}
	return d.page, false, nil
}

// A passage is what is shown of a text around a finding.
type passage struct {
	span, marked text.Span
	quotation    []text.Span // quotations and block quotations within
	citation     text.Span   // the one that closes the quotation of what is marked; empty: none
	inQuotation  text.Span
}

// passage is the text around an item: its sentence, with wider also the one before and the one
// after, then the paragraph, then its neighbours.
func (p *page) passage(it *sitting.Item, wider int) passage {
	doc := p.doc
	marked := doc.Text.Locate(it.Range)
	first, last := p.sentence(marked)
	para, ok := doc.Regions.Around(text.Paragraph, marked.Start)
	if !ok {
		para = text.Span{Start: first, End: max(last, marked.End)}
	}
	span := text.Span{Start: max(first, para.Start), End: max(min(last, para.End), marked.End)}
	switch {
	case wider == 1:
		before, _ := p.sentence(text.Span{Start: max(first-2, 0), End: max(first-2, 0)})
		_, after := p.sentence(text.Span{Start: last, End: last})
		span.Start, span.End = min(before, span.Start), max(after, span.End)
	case wider == 2:
		span = text.Span{Start: min(para.Start, marked.Start), End: max(para.End, marked.End)}
	case wider >= 3:
		span = p.paragraphs(text.Span{Start: min(para.Start, marked.Start), End: max(para.End, marked.End)}, wider-2)
	}
	ps := passage{span: span, marked: marked}
	for _, kind := range []text.RegionKind{text.Quotation, text.BlockQuotation} {
		for _, q := range doc.Regions.Of(kind) {
			if q.Start < span.End && q.End > span.Start {
				ps.quotation = append(ps.quotation, q)
			}
			if q.Start <= marked.Start && marked.End <= q.End && (ps.inQuotation.Len() == 0 || q.Len() < ps.inQuotation.Len()) {
				ps.inQuotation = q
			}
		}
	}
	if q := ps.inQuotation; q.Len() > 0 {
		// A citation stands at the end of what it closes, within or after it.
		for _, c := range doc.Regions.Of(text.Citation) {
			if c.End >= marked.End && c.Start <= q.End+citationGap {
				ps.citation = c
				break
			}
		}
	}
	return ps
}

// citationGap is how far after a quotation, in bytes, its citation begins at most: after a stop, a mark, a line end.
const citationGap = 24

// sentence is where the sentence of a span begins and where the next begins. Where no token
// begins one, the ends of the text.
func (p *page) sentence(s text.Span) (start, end int) {
	doc := p.doc
	i := min(doc.TokenAt(s.Start), len(doc.Tokens)-1)
	for k := i; k >= 0; k-- {
		if t := doc.Tokens[k]; t.Start <= s.Start && t.Is(text.SentenceStart) {
			start = t.Start
			break
		}
	}
	end = len(doc.Text.Content)
	for k := max(i, 0); k < len(doc.Tokens); k++ {
		if t := doc.Tokens[k]; t.Start > s.Start && t.Start >= s.End && t.Is(text.SentenceStart) {
			end = t.Start
			break
		}
	}
	// A mark that opens the sentence belongs to it, one that opens the next does not.
	start = openingMark(doc.Text.Content, start)
	end = openingMark(doc.Text.Content, end)
	return min(start, s.Start), max(end, s.End)
}

func openingMark(s string, at int) int {
	for at > 0 && at < len(s) && s[at-1] != ' ' && s[at-1] != '\n' {
		at--
	}
	return at
}

// paragraphs widens a span by n paragraphs on both sides.
func (p *page) paragraphs(s text.Span, n int) text.Span {
	all := p.doc.Regions.Of(text.Paragraph)
	for k, r := range all {
		if r.End <= s.Start || r.Start > s.Start {
			continue
		}
		s.Start = min(s.Start, all[max(k-n, 0)].Start)
		s.End = max(s.End, all[min(k+n, len(all)-1)].End)
		break
	}
	return s
}
