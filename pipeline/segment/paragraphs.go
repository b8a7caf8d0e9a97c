package segment

import (
	"slices"
	"strings"
	"unicode/utf8"

	"emend/pipeline/text"
)

// A block is a run of lines that stands by itself: a paragraph in the widest sense. Its span
// has no white space at its ends.
type block struct {
	text.Span
	kind      text.RegionKind
	given     bool // the format said so
	alone     bool // a blank line, or the end of the text, on both sides
	continues bool // the rest of the block before, a page's number or head between them
	lines     int
	indent    int // of its lines, if all but the first have the same; -1 otherwise
}

// maxWrapped is the length in bytes over which a line is no line of a hard-wrapped paragraph.
const maxWrapped = 160

// blocks cuts the text where blank lines, form feeds and given regions do, and at each line end where
// the text has one paragraph a line. O(n).
func blocks(s string, given []text.Region) []block {
	var out []block
	byLine := onePerLine(s)
	at := 0
	for _, r := range outermost(given) {
		out = split(out, s, at, r.Start, byLine)
		if b, ok := trimmed(s, r.Start, r.End); ok {
			b.given, b.alone, b.lines = true, true, 1+strings.Count(s[b.Start:b.End], "\n")
			if r.Kind != text.Paragraph {
				b.kind = r.Kind
			}
			out = append(out, b)
		}
		at = r.End
	}
	out = split(out, s, at, len(s), byLine)
	return out
}

// outermost is the block-like regions of a format, disjoint. Where one holds another, the inner
// ones are the blocks and what is left of the outer between them.
func outermost(given []text.Region) []text.Region {
	var in []text.Region
	for _, r := range given {
		switch r.Kind {
		case text.Paragraph, text.Heading, text.Header, text.Note, text.BlockQuotation, text.RunningHead:
			if r.Len() > 0 {
				in = append(in, r)
			}
		}
	}
	// By start, outer before inner; then cut into runs at every edge, each with the innermost kind.
	slices.SortStableFunc(in, func(a, b text.Region) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	var out, open []text.Region
	at := 0
	upTo := func(end int) {
		for len(open) > 0 {
			top := open[len(open)-1]
			stop := min(top.End, end)
			if stop > at {
				top.Start, top.End = at, stop
				out = append(out, top)
				at = stop
			}
			if open[len(open)-1].End > end {
				break
			}
			open = open[:len(open)-1]
		}
		at = max(at, end)
	}
	for _, r := range in {
		upTo(r.Start)
		if n := len(open); n > 0 && open[n-1].Span == r.Span {
			if r.Kind != text.Paragraph {
				open[n-1].Kind = r.Kind
			}
			continue
		}
		open = append(open, r)
	}
	for len(open) > 0 {
		upTo(open[len(open)-1].End)
	}
	return out
}

func trimmed(s string, start, end int) (block, bool) {
	for start < end && blank(s[start]) {
		start++
	}
	for end > start && blank(s[end-1]) {
		end--
	}
	return block{Span: text.Span{Start: start, End: end}, indent: -1}, start < end
}

func blank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v'
}

// onePerLine decides whether a line end ends a paragraph. Each pair of lines with no blank one
// between has a vote: for, if one of the two is longer than a wrapped line or the first ends a sentence.
func onePerLine(s string) bool {
	for_, against := 0, 0
	was, ends := 0, false
	for at := 0; at < len(s); {
		end, next := lineEnd(s, at)
		line := strings.TrimSpace(s[at:end])
		if line != "" && was > 0 {
			if was > maxWrapped || len(line) > maxWrapped || ends {
				for_++
			} else {
				against++
			}
		}
		if was = len(line); was > 0 {
			ends = endsSentence(line)
		}
		at = next
	}
	return for_ > against
}

// lineEnd is where the line at i ends and the next one begins.
func lineEnd(s string, i int) (end, next int) {
	n := strings.IndexByte(s[i:], '\n')
	if n < 0 {
		return len(s), len(s)
	}
	return i + n, i + n + 1
}

// endsSentence reports whether the string ends in a stop, closing marks, brackets and note numbers
// after it not counted. It looks at the last 64 bytes at most.
func endsSentence(s string) bool {
	s = s[max(0, len(s)-64):]
	for {
		s = strings.TrimRight(s, " \t\"'`”’“»«›‹)*_")
		i := strings.LastIndexByte(s, '[')
		if !strings.HasSuffix(s, "]") || i < 0 {
			break
		}
		s = s[:i]
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r == '.' || r == '!' || r == '?' || r == '…' || r == ':'
}

// split adds the blocks of s[from:to].
func split(out []block, s string, from, to int, byLine bool) []block {
	if from >= to {
		return out
	}
	first := len(out)
	var cur block // the block that grows; lines == 0: none
	gap := true   // a blank line came before
	flush := func(end int, blankAfter bool) {
		if cur.lines > 0 {
			cur.alone = cur.alone && blankAfter
			if b, ok := trimmed(s, cur.Start, end); ok {
				b.alone, b.lines, b.indent, b.kind = cur.alone, cur.lines, cur.indent, cur.kind
				out = append(out, b)
			}
			cur = block{}
		}
	}
	last, indent := from, 0
	newline, feed := seeker{s: s[:to], c: '\n', at: -1}, seeker{s: s[:to], c: '\f', at: -1}
	for at := from; at < to; {
		end := newline.from(at)
		pageEnd := feed.from(at) < end
		if pageEnd {
			end = feed.at
		}
		next := min(end+1, to)
		line := strings.TrimSpace(s[at:end])
		in := indentation(s[at:end])
		switch {
		case line == "":
			flush(last, true)
			gap = true
		case pageNumber(line):
			flush(last, gap)
			out = append(out, block{Span: spanOf(s, at, end), kind: text.RunningHead, alone: gap, lines: 1, indent: -1})
			gap = false
		default:
			if cur.lines > 0 && (byLine || len(line) > maxWrapped || in > indent+1 || in < indent-1 && cur.lines > 1) {
				flush(last, false)
				gap = false
			}
			if cur.lines == 0 {
				cur = block{Span: text.Span{Start: at}, alone: gap, indent: in}
			} else if cur.lines == 1 {
				cur.indent = in
			} else if cur.indent != in {
				cur.indent = -1
			}
			cur.lines++
			indent, gap = in, false
		}
		if last, at = end, next; pageEnd {
			flush(last, true)
			gap = true
		}
	}
	flush(to, true)
	for i := first; i+1 < len(out); i++ {
		if out[i].kind == text.RunningHead && i+1 < len(out) {
			// What follows a page's number directly does not stand alone.
			out[i+1].alone = out[i+1].alone && strings.Count(s[out[i].End:out[i+1].Start], "\n") > 1
		}
	}
	return out
}

// A seeker finds the next c in s, looking at no byte twice.
type seeker struct {
	s  string
	c  byte
	at int // where it was found last; -1: nowhere yet
}

// from is the offset of the first c at i or later, len(s) if there is none. i never goes back.
func (k *seeker) from(i int) int {
	if k.at < i {
		if k.at = strings.IndexByte(k.s[i:], k.c) + i; k.at < i {
			k.at = len(k.s)
		}
	}
	return k.at
}

func spanOf(s string, start, end int) text.Span {
	b, _ := trimmed(s, start, end)
	return b.Span
}

// indentation is the columns of white space before the first character; a tab goes to the next
// multiple of eight.
func indentation(line string) int {
	n := 0
	for i := range len(line) {
		switch line[i] {
		case ' ':
			n++
		case '\t':
			n += 8 - n%8
		default:
			return n
		}
	}
	return 0
}

// joinPages marks the blocks that are the rest of the one before, cut off by a page's number or head:
// no stop before it, a small letter after it.
func joinPages(s string, bs []block) {
	before := -1
	for i := range bs {
		if bs[i].kind == text.RunningHead {
			continue
		}
		if before >= 0 && (before < i-1 || strings.Contains(s[bs[before].End:bs[i].Start], "\f")) && !endsSentence(s[bs[before].Start:bs[before].End]) {
			r, _ := utf8.DecodeRuneInString(s[bs[i].Start:bs[i].End])
			bs[i].continues = wideOrASCII(r)&lowerByte != 0
		}
		before = i
	}
}
