package format

import (
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"

	"emend/pipeline/text"
)

// A flow grows the reading text of a file of markup from left to right: white space folded, references read,
// paragraphs and regions as the tags have them. Offsets it is given are those in the decoded file, base.Content.
type flow struct {
	cursor
	out      []byte
	grown    text.Text // but for its content
	regions  []text.Region
	comments []text.Comment
	breaks   []text.PageBreak
	spell    *spelling

	last      int // base segment of the last Verbatim segment; -1: it cannot grow
	gap       gap
	gapAt     text.Span // white space and tag that are the gap; empty: nothing is
	paragraph int       // where the current one begins; -1: not yet
	open      []text.Region
	unset     int // open regions from here on have no text yet
	stops     [6]int
	tags      int  // about so many the file has
	joined    bool // what comes goes on with the word
	verse     bool // white space stands as it is

	escapeText, escapeLines, escapeSection uint32 // writers of grown
}

// A gap is what stands between two runs of text.
type gap uint8

const (
	none gap = iota
	blankGap
	lineGap
	blockGap
)

// ocrShare is how much of what an OCR program writes is text, in percent: the rest is tags.
const ocrShare = 12

// newFlow begins the text of a file in which there are about so many segments to a tag, and so much of it text, both in percent.
func newFlow(src []byte, enc Encoding, html bool, perTag, share int) *flow {
	base := enc.Text(src)
	f := &flow{cursor: newCursor(base), spell: newSpelling(enc, html), last: -1, paragraph: -1, gap: none}
	f.spell.plain = enc.escape("\n")
	for i := range base.Segments {
		if s := &base.Segments[i]; s.Kind == text.Verbatim {
			f.spell.plain = base.Escape(s)
			break
		}
	}
	tags, references := strings.Count(f.s, "<"), strings.Count(f.s, "&")
	f.tags = tags
	f.out = make([]byte, 0, min(len(f.s)-min(4*tags, len(f.s)/2), len(f.s)/100*share+100))
	f.stops = [6]int{-1, -1, -1, -1, -1, -1}
	f.grown.Segments = make([]text.Segment, 0, min(tags*perTag/100+2*references+len(base.Segments)+1, len(f.s)/8+8))
	f.escapeLines = f.grown.Writer(f.spell.escape(func() string { return "\n" }))
	f.escapeSection = f.grown.Writer(f.spell.section())
	f.escapeText = f.escapeLines
	return f
}

// count is how often the signs stand in the file together.
func (f *flow) count(signs ...string) int {
	n := 0
	for _, sign := range signs {
		n += strings.Count(f.s, sign)
	}
	return n
}

// copy reads a run of base as it stands.
func (f *flow) copy(from, to int, escape uint32) {
	if f.even && from < to {
		f.verbatim(f.s[from:to], text.Range{Start: from + f.shift, End: to + f.shift}, 0, escape)
		return
	}
	for from < to {
		g := f.seek(from)
		end := min(to, g.Text.End)
		if g.Kind == text.Verbatim {
			start := f.source(g, from)
			f.verbatim(f.s[from:end], text.Range{Start: start, End: f.source(g, end)}, g.Width, escape)
		} else {
			f.add(f.s[from:end], g.Source, g.Kind, escape)
		}
		from = end
	}
}

// verbatim adds text that stands so in the file, to the last segment if it goes on there.
func (f *flow) verbatim(s string, at text.Range, width uint8, escape uint32) {
	if n := len(f.grown.Segments) - 1; n >= 0 && f.last == f.seg && f.grown.Segments[n].Source.End == at.Start {
		f.out = append(f.out, s...)
		f.grown.Segments[n].Text.End, f.grown.Segments[n].Source.End = len(f.out), at.End
		return
	}
	f.add(s, at, text.Verbatim, escape)
	f.grown.Segments[len(f.grown.Segments)-1].Width = width
	f.last = f.seg
}

func (f *flow) add(s string, at text.Range, kind text.Kind, escape uint32) {
	start := len(f.out)
	f.out = append(f.out, s...)
	g := text.Segment{Text: text.Span{Start: start, End: len(f.out)}, Source: at, Kind: kind}
	if kind != text.Synthetic {
		g.Writer = escape
	}
	if n := len(f.grown.Segments) - 1; at.Len() == 0 && n >= 0 {
		g.Source = text.Range{Start: f.grown.Segments[n].Source.End, End: f.grown.Segments[n].Source.End} // Locate searches by source
	}
	f.grown.Segments = append(f.grown.Segments, g)
	f.last = -1
}

// before puts down what stands between what was read last and what comes now.
func (f *flow) before() {
	f.joined = false
	if f.gap != none {
		f.close()
	}
	if f.paragraph < 0 {
		f.paragraph = len(f.out)
	}
	for ; f.unset < len(f.open); f.unset++ {
		f.open[f.unset].Start = len(f.out)
	}
}

// close puts down the gap.
func (f *flow) close() {
	kind := f.gap
	f.gap = none
	switch {
	case len(f.out) == 0:
	case kind == blockGap:
		f.add("\n\n", text.Range{}, text.Synthetic, 0)
	case kind == lineGap && f.gapAt.Len() == 1 && f.s[f.gapAt.Start] == '\n' && f.seek(f.gapAt.Start).Kind == text.Verbatim:
		g := f.seek(f.gapAt.Start)
		start := f.source(g, f.gapAt.Start)
		f.verbatim("\n", text.Range{Start: start, End: f.source(g, f.gapAt.End)}, g.Width, f.escapeText)
	case kind == lineGap && f.gapAt.Len() > 0:
		f.add("\n", f.origin(f.gapAt), text.Rewritten, f.escapeText)
	case kind == lineGap:
		f.add("\n", text.Range{}, text.Synthetic, 0)
	case f.gapAt.Len() == 1 && f.seek(f.gapAt.Start).Kind == text.Verbatim && !f.paired(f.gapAt.Start):
		g := f.seek(f.gapAt.Start)
		start := f.source(g, f.gapAt.Start)
		f.verbatim(" ", text.Range{Start: start, End: f.source(g, f.gapAt.End)}, g.Width, f.escapeText)
	case f.gapAt.Len() > 0:
		f.add(" ", f.origin(f.gapAt), text.Rewritten, f.escapeText)
	default:
		f.add(" ", text.Range{}, text.Synthetic, 0)
	}
}

// text reads a run of base with its references.
func (f *flow) text(from, to int) {
	s := f.s
	if f.verse {
		f.lines(from, to)
		return
	}
	for i := from; i < to; {
		run := i
		if to-i >= longRun {
			i = f.runEnd(i, to)
		}
		for i < to {
			c := s[i]
			if c > ' ' && c != '&' || c == ' ' && i > run && i+1 < to && s[i+1] > ' ' && s[i+1] != '&' || c < ' ' && !white[c] {
				i++
				continue
			}
			break
		}
		if i > run {
			f.before()
			f.copy(run, i, f.escapeText)
		}
		if i == to {
			break
		}
		if s[i] == '&' {
			i = f.reference(i, to)
			continue
		}
		for run = i; i < to && white[s[i]]; {
			i++
		}
		f.blank(run, i)
	}
}

// longRun is from when on a run is searched for what ends it, a vector of bytes at a time, and not gone through letter by letter.
const longRun = 64

// runEnd is where the run ends that begins at i: at a reference, at white space that is no single blank. Each stop is
// looked for but once in the whole file.
func (f *flow) runEnd(i, to int) int {
	s := f.s
	if s[i] == ' ' {
		return i
	}
	end := to
	for k, stop := range [...]string{"&", "\n", "\t", "\r", "\f", "  "} {
		if f.stops[k] < i {
			n := strings.Index(s[i:], stop)
			if f.stops[k] = i + n; n < 0 {
				f.stops[k] = len(s)
			}
		}
		end = min(end, f.stops[k])
	}
	if end > i && s[end-1] == ' ' {
		end--
	}
	return end
}

// lines reads a run of base with its references, white space as it stands.
func (f *flow) lines(from, to int) {
	for i := from; i < to; {
		run := i
		for i < to && f.s[i] != '&' {
			i++
		}
		if i > run {
			f.before()
			f.copy(run, i, f.escapeLines)
		}
		if i < to {
			i = f.reference(i, to)
		}
	}
}

// reference reads the reference at i, or the & that is none, and returns where it ends.
func (f *flow) reference(i, to int) int {
	f.before()
	said, n := f.spell.reference(f.s[i:to])
	if n == 0 {
		f.copy(i, i+1, f.escapeText)
		return i + 1
	}
	if !f.verse && len(said) == 1 && white[said[0]] {
		said = " "
	}
	f.add(said, f.origin(text.Span{Start: i, End: i + n}), text.Rewritten, f.escapeText)
	return i + n
}

// blank folds white space into the gap.
func (f *flow) blank(from, to int) {
	switch {
	case f.paragraph < 0 || f.gap == blockGap || f.joined:
	case f.gap == none:
		f.gap, f.gapAt = blankGap, text.Span{Start: from, End: to}
	case f.gapAt.Len() > 0 && f.gapAt.End == from:
		f.gapAt.End = to
	}
}

// brk ends a line at a tag, two of them a paragraph. Where it may go with an edit (a <br>), the bytes are the
// break's.
func (f *flow) brk(from, to int, editable bool) {
	if f.paragraph < 0 || f.gap == blockGap || f.joined {
		return
	}
	if f.gap == lineGap && editable {
		f.block() // <br><br>
		return
	}
	if !editable || f.gap == blankGap && f.gapAt.End != from {
		f.gap, f.gapAt = lineGap, text.Span{}
		return
	}
	if f.gap == none {
		f.gapAt.Start = from
	}
	f.gap, f.gapAt.End = lineGap, to
}

// part makes sure that something stands between what was read and what comes.
func (f *flow) part() {
	if f.paragraph >= 0 && f.gap == none && !f.joined {
		f.gap, f.gapAt = blankGap, text.Span{}
	}
}

// join makes one word of what was read and what comes: no gap and, if it is to be stripped, no hyphen at the line's
// end.
func (f *flow) join(strip bool) {
	if f.gap == blockGap || f.paragraph < 0 {
		return
	}
	f.gap, f.joined = none, true
	n := len(f.grown.Segments) - 1
	if n < 0 || !strip {
		return
	}
	g := &f.grown.Segments[n]
	r, size := utf8.DecodeLastRune(f.out)
	start := len(f.out) - size
	if r != '-' && r != '\u00AD' && r != '\u2010' && r != '¬' || g.Kind == text.Synthetic || start <= f.paragraph {
		return
	}
	for _, o := range f.open[:f.unset] {
		if o.Start >= start {
			return
		}
	}
	switch {
	case g.Text.Start == start:
		f.grown.Segments = f.grown.Segments[:n]
	case g.Kind != text.Verbatim:
		return
	case g.Width&^text.Pairs == 0:
		g.Text.End, g.Source.End = start, g.Source.End-size
	default:
		g.Text.End, g.Source.End = start, g.Source.End-int(g.Width&^text.Pairs)
	}
	f.out, f.last = f.out[:start], -1
}

// block ends the paragraph.
func (f *flow) block() {
	f.joined = false
	if f.paragraph >= 0 {
		f.regions = append(f.regions, text.Region{Span: text.Span{Start: f.paragraph, End: len(f.out)}, Kind: text.Paragraph})
		f.paragraph = -1
	}
	if len(f.out) > 0 {
		f.gap = blockGap
	}
}

// paired reports whether the byte at i is a line end that takes two letters' bytes.
func (f *flow) paired(i int) bool { return f.s[i] == '\n' && f.seek(i).Width&text.Pairs != 0 }

// object stands for what is in the line but is no text: an image, a formula, code.
func (f *flow) object() {
	f.before()
	f.add("\uFFFC", text.Range{}, text.Synthetic, 0)
}

// twice puts down that the file has a run of base again at another place of base.
func (f *flow) twice(run text.Span, at int) {
	own, again := f.origin(run), f.origin(text.Span{Start: at, End: at + run.Len()})
	if own.Len() > 0 && own.Len() == again.Len() {
		f.grown.Copies = append(f.grown.Copies, text.Copy{Range: own, At: again.Start})
	}
}

// comment takes in a comment that speaks to emend.
func (f *flow) comment(from, to int) {
	mark := f.s[from:to]
	if strings.HasPrefix(mark, "<!--") && strings.Contains(mark, Address) {
		f.comments = append(f.comments, text.Comment{Range: f.origin(text.Span{Start: from, End: to}), Content: mark})
	}
}

// page takes in that a page of that number begins, if it is one. // 35, p. 35, page_35
func (f *flow) pageBreak(number string) {
	digits := strings.TrimLeftFunc(number, func(r rune) bool { return r < '1' || r > '9' })
	if n, err := strconv.Atoi(digits); err == nil && len(digits) < 6 {
		f.breaks = append(f.breaks, text.PageBreak{At: len(f.out), Number: n})
	}
}

// begin opens a region at the next text, end closes the one that was opened last.
func (f *flow) begin(r text.Region) { f.open = append(f.open, r) }

func (f *flow) endRegion() {
	n := len(f.open) - 1
	r := f.open[n]
	f.open = f.open[:n]
	if f.unset > n {
		f.unset = n
		if r.End = len(f.out); r.End > r.Start {
			f.regions = append(f.regions, r)
		}
	}
}

// content is the text: the bytes that were grown, for nothing changes them any more, unless much room was left.
func (f *flow) content() string {
	if cap(f.out) > 2*len(f.out) {
		return string(f.out)
	}
	return unsafe.String(unsafe.SliceData(f.out), len(f.out))
}

// reading ends the text.
func (f *flow) reading() Reading {
	f.block()
	for len(f.open) > 0 {
		f.endRegion()
	}
	f.spell.settle(f.s)
	f.grown.Content, f.grown.Copies = f.content(), text.NewCopies(f.grown.Copies)
	return Reading{Text: &f.grown, Regions: f.regions, Comments: f.comments, Breaks: f.breaks}
}
