package format

import (
	"strings"

	"emend/pipeline/text"
)

// An mdLeaf is a block whose lines are no paragraphs: code, HTML.
type mdLeaf struct {
	fence byte // ` or ~; 0: none is open
	size  int
	html  string // what a line has that ends it; "\n": a blank line; "": none is open
	from  int
}

// frontMatter is where the text begins behind the YAML or TOML that a file may begin with.
func frontMatter(s string) int {
	for _, fence := range []string{"---", "+++"} {
		first, rest, ok := strings.Cut(s, "\n")
		if !ok || strings.TrimRight(first, " \t") != fence || rest == "" || white[rest[0]] {
			continue
		}
		for at := len(first) + 1; at < len(s); {
			line, _, _ := strings.Cut(s[at:], "\n")
			if l := strings.TrimRight(line, " \t"); l == fence || l == "..." && fence == "---" {
				return min(at+len(line)+1, len(s))
			}
			at += len(line) + 1
		}
	}
	return 0
}

// thematic reports whether a line is a rule across the page.
func thematic(s string) bool {
	n := 0
	for i := range len(s) {
		switch {
		case s[i] == s[0]:
			n++
		case s[i] != ' ' && s[i] != '\t':
			return false
		}
	}
	return n >= 3 && (s[0] == '-' || s[0] == '*' || s[0] == '_')
}

// begins reports whether the line begins something that is no paragraph, or ends one as a heading, and takes it in.
func (m *markdown) begins(at *mdAt, matched, start int) bool {
	s := at.s[at.i:at.end]
	inside := m.para >= 0 && matched == len(m.open)
	switch c := s[0]; {
	case c == '#':
		n := len(s) - len(strings.TrimLeft(s, "#"))
		if n > 6 || n < len(s) && s[n] != ' ' && s[n] != '\t' {
			return false
		}
		m.closeTo(matched)
		h := text.Span{Start: at.i + n, End: at.end}
		h.Start, h.End = trimWhite(m.s, h)
		if bare := strings.TrimRight(m.s[h.Start:h.End], "#"); bare == "" || bare[len(bare)-1] == ' ' || bare[len(bare)-1] == '\t' {
			h.End = h.Start + len(strings.TrimRight(bare, " \t"))
		}
		m.lines = append(m.lines, h)
		m.parts = append(m.parts, mdPart{mdHeading, len(m.lines) - 1, len(m.lines)})
		return true
	case c == '`' || c == '~':
		n := len(s) - len(strings.TrimLeft(s, s[:1]))
		if n < 3 || c == '`' && strings.IndexByte(s[n:], '`') >= 0 {
			return false
		}
		m.closeTo(matched)
		m.leaf = mdLeaf{fence: c, size: n}
		m.parts = append(m.parts, mdPart{kind: mdApart})
		return true
	case c == '<':
		end := htmlBlock(s, m.para >= 0)
		if end == "" {
			return false
		}
		m.closeTo(matched)
		m.leaf = mdLeaf{html: end, from: start}
		m.inLeaf(at, start)
		return true
	case (c == '=' || c == '-') && inside && strings.Trim(strings.TrimRight(s, " \t"), s[:1]) == "":
		from := m.definitions(m.para)
		if from == len(m.lines) {
			return false
		}
		m.parts = append(m.parts, mdPart{mdHeading, from, len(m.lines)})
		m.para = -1
		return true
	case thematic(s):
		m.closeTo(matched)
		m.parts = append(m.parts, mdPart{kind: mdApart})
		return true
	}
	return false
}

// inLeaf reports whether the line is one of code or HTML, and ends that where it ends.
func (m *markdown) inLeaf(at *mdAt, start int) bool {
	switch {
	case m.leaf.fence != 0:
		indent := at.indent()
		end := *at
		end.skip(indent)
		s := strings.TrimRight(end.s[end.i:end.end], " \t")
		if n := len(s) - len(strings.TrimLeft(s, string(rune(m.leaf.fence)))); indent < 4 && n >= m.leaf.size && n == len(s) {
			m.leaf = mdLeaf{}
		}
		return true
	case m.leaf.html == "\n":
		if at.blank() {
			m.endHTML(start)
			return false
		}
		return true
	case m.leaf.html != "":
		for end := range strings.SplitSeq(m.leaf.html, "|") {
			if line := at.s[at.i:at.end]; strings.Contains(line, end) || strings.Contains(strings.ToLower(line), end) {
				m.endHTML(at.end)
				break
			}
		}
		return true
	}
	return false
}

// endHTML ends a block of HTML. In a quotation or a list it is left alone: its lines do not stand together.
func (m *markdown) endHTML(at int) {
	p := mdPart{mdHTML, m.leaf.from, min(at, len(m.s))}
	if len(m.open) > 0 {
		p.kind = mdApart
	}
	m.parts = append(m.parts, p)
	m.leaf = mdLeaf{}
}
