package segment

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

// blockQuotations finds quotations that are paragraphs of their own, without marks:
//
//   - ... begun in mid-sentence: leading points and a small letter
//   - a citation after the last stop: the reader is on the march. [Vol. 11, p. 40]
//   - the paragraph between one that ends in a colon and one that is cited so
//   - lines set in, in a text with hard line breaks
//
// It needs the citations and quotations. O(blocks log regions).
func (g *segmenter) blockQuotations() {
	cited, quoted := g.ends(text.Citation), g.ends(text.Quotation)
	base := g.baseIndent()
	quotes := make([]bool, len(g.blocks))
	for i := range g.blocks {
		b := &g.blocks[i]
		if b.kind != text.Paragraph {
			continue
		}
		s := g.s[b.Start:b.End]
		r, _ := utf8.DecodeRuneInString(s)
		switch {
		case quoteMark(r):
		case begunInside(s), g.closesWithCitation(b, cited, quoted):
			quotes[i] = true
		case b.lines > 1 && b.indent >= base+2 && base >= 0:
			quotes[i] = true
		}
	}
	for i := 1; i+1 < len(g.blocks); i++ {
		if quotes[i] || !quotes[i+1] || g.blocks[i].kind != text.Paragraph || g.blocks[i-1].kind != text.Paragraph {
			continue
		}
		before := g.s[g.blocks[i-1].Start:g.blocks[i-1].End]
		r, _ := utf8.DecodeRuneInString(g.s[g.blocks[i].Start:])
		if strings.HasSuffix(before, ":") && !quoteMark(r) {
			quotes[i] = true
		}
	}
	for i, is := range quotes {
		if is {
			g.add(text.BlockQuotation, g.blocks[i].Start, g.blocks[i].End)
		}
	}
}

// ends is where the regions of a kind that were found end, with their spans, by end.
func (g *segmenter) ends(k text.RegionKind) []text.Span {
	var out []text.Span
	for _, r := range g.regions {
		if r.Kind == k {
			out = append(out, r.Span)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].End < out[j].End })
	return out
}

// endingIn is the span that ends last in from..to.
func endingIn(spans []text.Span, from, to int) (text.Span, bool) {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].End > to })
	if i == 0 || spans[i-1].End < from {
		return text.Span{}, false
	}
	return spans[i-1], true
}

// begunInside: // ... of all the ruling classes
func begunInside(s string) bool {
	rest := strings.TrimLeft(s, ". …\u00a0")
	points := s[:len(s)-len(rest)]
	if strings.Count(points, ".") < 2 && !strings.Contains(points, "…") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLower(r)
}

// closesWithCitation reports whether a citation stands at the block's end, after the stop of the last sentence and not
// after a closing mark.
func (g *segmenter) closesWithCitation(b *block, cited, quoted []text.Span) bool {
	end := len(strings.TrimRight(g.s[b.Start:b.End], " ")) + b.Start
	c, ok := endingIn(cited, end, end)
	if !ok || c.Start <= b.Start {
		return false
	}
	before := strings.TrimRight(g.s[b.Start:c.Start], " \n\t")
	if _, marked := endingIn(quoted, b.Start+len(before), c.Start); marked || before == "" {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(before)
	return r == '.' || r == '!' || r == '?' || r == '…' || g.s[c.Start] == '[' && r != ',' && !quoteMark(r)
}

// baseIndent is the indentation of most lines of blocks with several; -1 if no such block has one.
func (g *segmenter) baseIndent() int {
	var lines [64]int
	for i := range g.blocks {
		if b := &g.blocks[i]; b.lines > 1 && b.indent >= 0 {
			lines[min(b.indent, len(lines)-1)] += b.lines
		}
	}
	best := -1
	for in, n := range lines {
		if n > 0 && (best < 0 || n > lines[best]) {
			best = in
		}
	}
	return best
}

// tokenAt is the index of the first token that ends after offset.
func tokenAt(ts []text.Token, offset int) int {
	return sort.Search(len(ts), func(i int) bool { return ts[i].End > offset })
}
