package format

import (
	"slices"
	"strings"
	"unicode/utf8"

	"emend/pipeline/text"
)

var markdownFormat = Format{
	Name: "markdown",
	Doc: `Markdown: CommonMark with tables, footnotes, strikethrough and front matter
Paragraphs, headings, lists, table cells, notes and block quotations are read, and HTML blocks as a web page is. Left
alone are front matter, code, link destinations, reference definitions, images, tags. What a fix brings in is escaped
where Markdown would take it for markup: \*.`,
	Match: func(path string, _ []byte) bool { return named(path, ".md", ".markdown", ".mkd", ".mdown") },
	Read: func(src []byte, enc Encoding, opts Options) (Reading, error) {
		m := &markdown{flow: newFlow(src, enc, false, 0, 100), para: -1, html: opts.vocabulary(htmlVocabulary)}
		lines := strings.Count(m.s, "\n")
		m.lines, m.parts = make([]text.Span, 0, lines+1), make([]mdPart, 0, lines/4+16)
		m.grown.Segments = slices.Grow(m.grown.Segments, m.count("*", "_", "[", "`")+lines/2)
		m.blocks()
		m.letters, m.cells = m.escape("\n", false), m.escape("\n", true)
		for i := range m.parts {
			m.part(&m.parts[i])
		}
		r := m.reading()
		r.Shape = m.shape
		return r, nil
	},
}

// A markdown reads Markdown: first the blocks of the whole file, for a link may be defined behind its use, then what
// stands in each (CommonMark 0.31, appendix A).
type markdown struct {
	*flow
	html vocabulary

	lines []text.Span // of paragraphs, without what stands before them: > and indents
	parts []mdPart
	open  []mdContainer
	para  int // first line of the paragraph that is open; -1: none is
	leaf  mdLeaf
	links map[string]bool // labels of reference definitions
	notes map[string]bool // labels of footnotes

	letters, cells uint32 // writers
	breaks         map[string]uint32
	inMarkup       uint32
	inline         mdInline
	quotes         int
	shape          uint64
}

// saw takes a part of the structure into the shape (FNV-1a).
func (m *markdown) saw(what ...int) {
	for _, w := range what {
		m.shape = (m.shape ^ uint64(w)) * 1099511628211
	}
}

// An mdPart is a block, or where one begins or ends that holds others.
type mdPart struct {
	kind     mdKind
	from, to int // lines; of HTML bytes
}

type mdKind uint8

const (
	mdParagraph mdKind = iota
	mdHeading
	mdCell
	mdApart // ends the paragraph, and is not read
	mdHTML
	mdQuote
	mdNote
	mdEnd
)

func (m *markdown) part(p *mdPart) {
	m.block()
	m.saw(-1 - int(p.kind))
	switch p.kind {
	case mdHeading:
		m.begin(text.Region{Kind: text.Heading})
		m.paragraphs(m.lines[p.from:p.to], m.letters)
		m.block()
		m.endRegion()
	case mdParagraph:
		m.paragraphs(m.lines[p.from:p.to], m.letters)
	case mdCell:
		m.paragraphs(m.lines[p.from:p.to], m.cells)
	case mdHTML:
		m.markup(p.from, p.to)
	case mdQuote:
		m.begin(text.Region{Kind: text.BlockQuotation, Depth: m.quotes})
		m.quotes++
	case mdNote:
		m.begin(text.Region{Kind: text.Note})
	case mdEnd:
		if len(m.flow.open) > 0 {
			if m.flow.open[len(m.flow.open)-1].Kind == text.BlockQuotation {
				m.quotes--
			}
			m.endRegion()
		}
	}
	m.block()
}

// markup reads a block of HTML.
func (m *markdown) markup(from, to int) {
	escapeText, open := m.escapeText, len(m.flow.open)
	if m.inMarkup == 0 {
		m.inMarkup = m.grown.Writer(m.spell.escape(func() string { return "<br>" }))
	}
	m.escapeText = m.inMarkup
	r := &reader{flow: m.flow, scanner: scanner{s: m.s[:to], at: from}, vocabulary: &m.html, count: map[string]int{}, below: true}
	for r.next() {
		r.token()
	}
	m.block()
	for len(m.flow.open) > open {
		m.endRegion()
	}
	m.verse, m.escapeText = false, escapeText
}

// escape is the writer of text: what would be markup is written so that it is none. A line end is written as
// lf, a | in a table as \|.
func (m *markdown) escape(lf string, table bool) uint32 {
	p := m.spell
	return m.grown.Writer(func(s string) (string, error) {
		var out strings.Builder
		for i, r := range s {
			switch ref := p.of[r]; {
			case r == '\n':
				out.WriteString(lf)
			case ref != "" && r >= utf8.RuneSelf:
				out.WriteString(ref)
			case r == '\\' && table: // readers differ over \\|
				out.WriteString("&#92;")
			case r == '*' || r == '_' || r == '`' || r == '\\' || r == '~' || r == '<' || r == '|' && table:
				out.WriteByte('\\')
				out.WriteRune(r)
			case (r == '[' || r == ']') && m.inline.escaped > 0:
				out.WriteByte('\\')
				out.WriteRune(r)
			case r == '&' && (i+1 == len(s) || s[i+1] == '#' || s[i+1]|0x20 >= 'a' && s[i+1]|0x20 <= 'z'):
				out.WriteString("&amp;")
			case r >= utf8.RuneSelf && (p.ascii || !p.holds(r)):
				out.WriteString(p.refer(r))
			default:
				out.WriteRune(r)
			}
		}
		return p.bytes(out.String())
	})
}

// newLine makes a line end of what stands from the end of a line's text to the next line's, the > before it counted in.
func (m *markdown) newLine(from, to int) {
	if m.paragraph < 0 {
		return
	}
	as := m.s[from:to]
	escape := m.breaks[as]
	if escape == 0 {
		if m.breaks == nil {
			m.breaks = map[string]uint32{}
		}
		escape = m.escape(as, false)
		m.breaks[as] = escape
	}
	m.gap, m.gapAt, m.escapeText = lineGap, text.Span{Start: from, End: to}, escape
}

// paragraphs reads the lines of a block.
func (m *markdown) paragraphs(lines []text.Span, escape uint32) {
	if len(lines) == 0 {
		return
	}
	in := &m.inline
	in.lines, in.line = lines, 0
	first, last := lines[0], &lines[len(lines)-1]
	from, to := trimWhite(m.s, *last)
	if last.End = to; from > to {
		return
	}
	in.run = true
	for i := 1; i < len(lines) && in.run; i++ {
		in.run = lines[i].Start == lines[i-1].End+1
	}
	if in.run {
		in.b, in.base = m.s[first.Start:max(first.Start, last.End)], first.Start
	} else {
		in.buf, in.starts = in.buf[:0], in.starts[:0]
		for i, l := range lines {
			if i > 0 {
				in.buf = append(in.buf, '\n')
			}
			in.starts = append(in.starts, len(in.buf))
			in.buf = append(in.buf, m.s[l.Start:l.End]...)
		}
		in.b = string(in.buf)
	}
	in.scan(m)
	m.emit(escape)
}

// emit reads what the marks of a block leave.
func (m *markdown) emit(escape uint32) {
	in := &m.inline
	at, hidden, inside := 0, 0, ""
	run := func(from, to int) {
		if from < to && hidden == 0 {
			m.before()
			start := in.at(from)
			m.copy(start, start+to-from, escape)
		}
	}
	for i := range in.marks {
		k := &in.marks[i]
		run(at, k.start)
		at = k.end
		if k.kind == mdDelimiter && k.left+k.right > 0 || k.kind != mdDelimiter && k.kind != mdSaid && k.kind != mdBreak && k.end > k.start {
			m.saw(int(k.kind), k.left, k.right)
		}
		switch k.kind {
		case mdUnread:
			if strings.HasPrefix(in.b[k.start:k.end], "<!--") {
				if start := in.at(k.start); strings.Contains(in.b[k.start:k.end], Address) {
					end := in.at(k.end-1) + 1
					m.comments = append(m.comments, text.Comment{Range: m.origin(text.Span{Start: start, End: end}), Content: m.s[start:end]})
				}
				if k.start > 0 && in.b[k.start-1] == ' ' && strings.HasPrefix(in.b[k.end:], " ") {
					at++ // a reader sees one blank. // he <!-- who? --> went
				}
			}
		case mdDelimiter:
			run(k.start+k.left, k.end-k.right)
		case mdObject:
			if hidden == 0 {
				m.object()
			}
		case mdSaid:
			if hidden == 0 {
				m.before()
				start := in.at(k.start)
				m.add(k.said, m.origin(text.Span{Start: start, End: start + k.end - k.start}), text.Rewritten, escape)
			}
		case mdBreak:
			if hidden == 0 {
				start := in.at(k.start)
				m.newLine(start, in.at(k.end))
			}
		case mdStart:
			switch role := m.html.elements[k.said].role; {
			case hidden > 0:
				if k.said == inside {
					hidden++
				}
			case role == breakRole:
				if m.gap == none {
					start := in.at(k.start)
					m.newLine(start, start+k.end-k.start)
				}
			case role.hides() || k.said == "sup" && noteNumber(in.b[k.end:]):
				if role == objectRole {
					m.object()
				}
				if !voids[k.said] && !strings.HasSuffix(in.b[:k.end], "/>") {
					hidden, inside = 1, k.said
				}
			}
		case mdFinish:
			if hidden > 0 && k.said == inside {
				hidden--
			}
		}
	}
	run(at, len(in.b))
	if m.gap == lineGap {
		m.gap = none
	}
}
