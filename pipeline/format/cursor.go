package format

import (
	"sort"
	"unicode/utf8"

	"emend/pipeline/text"
)

// A cursor finds the bytes of the file behind its decoded text.
type cursor struct {
	base      *text.Text // all of the file, decoded
	s         string     // its Content
	even      bool       // all of it stands in the file as it is, this much further on
	shift     int
	seg       int
	from, src int // in an uneven segment: an offset in it, and its bytes; counted on from there
}

// newCursor begins at the beginning.
func newCursor(base *text.Text) cursor {
	c := cursor{base: base, s: base.Content, from: -1}
	if len(base.Segments) == 1 {
		g := &base.Segments[0]
		c.even, c.shift = g.Kind == text.Verbatim && g.Width == 0, g.Source.Start
	}
	return c
}

// seek goes to the base segment that holds the byte at i, forwards as a rule. O(1) amortized, else O(log n).
func (c *cursor) seek(i int) *text.Segment {
	segs := c.base.Segments
	if c.seg < len(segs) {
		if g := &segs[c.seg]; g.Text.Start <= i && i < g.Text.End {
			return g
		}
	}
	if c.seg >= len(segs) || segs[c.seg].Text.Start > i || c.seg+64 < len(segs) && segs[c.seg+64].Text.Start <= i {
		c.seg, c.from = sort.Search(len(segs), func(j int) bool { return segs[j].Text.End > i }), -1
	}
	for segs[c.seg].Text.End <= i {
		c.seg, c.from = c.seg+1, -1
	}
	return &segs[c.seg]
}

// source is where in the file the byte at i of a Verbatim base segment stands; i may be its end.
func (c *cursor) source(g *text.Segment, i int) int {
	width := int(g.Width &^ text.Pairs)
	switch {
	case g.Width&text.Pairs != 0:
		if c.from < g.Text.Start || c.from > i {
			c.from, c.src = g.Text.Start, g.Source.Start
		}
		c.src += text.Measure(c.s[c.from:i], width)
		c.from = i
		return c.src
	case width == 0:
		return g.Source.Start + i - g.Text.Start
	case g.Text.Len()*width == g.Source.Len():
		return g.Source.Start + (i-g.Text.Start)*width
	}
	if c.from < g.Text.Start || c.from > i {
		c.from, c.src = g.Text.Start, g.Source.Start
	}
	c.src += width * utf8.RuneCountInString(c.s[c.from:i])
	c.from = i
	return c.src
}

// origin is the bytes of the file behind a run of base.
func (c *cursor) origin(s text.Span) text.Range {
	if c.even && s.Start < s.End {
		return text.Range{Start: s.Start + c.shift, End: s.End + c.shift}
	}
	return c.behind(s)
}

func (c *cursor) behind(s text.Span) text.Range {
	if s.Len() == 0 {
		return text.Range{}
	}
	var r text.Range
	if g := c.seek(s.Start); g.Kind == text.Verbatim {
		r.Start = c.source(g, s.Start)
	} else {
		r.Start = g.Source.Start
	}
	if g := c.seek(s.End - 1); g.Kind == text.Verbatim {
		r.End = c.source(g, s.End)
	} else {
		r.End = g.Source.End
	}
	return r
}
