package format

import (
	"strings"

	"emend/pipeline/text"
)

// An mdContainer is a block that holds blocks.
type mdContainer struct {
	kind   byte // > - ^: a quotation, an item of a list, a footnote
	indent int  // columns that its lines are indented by, but for a quotation
}

// mdDepth is how many blocks may hold each other; what would be deeper is text.
const mdDepth = 100

// An mdAt is a place in a line, in bytes and columns. Tabs stop at every fourth column.
type mdAt struct {
	s           string
	i, end, col int
	rest        int // columns of a tab that are left
}

// indent is how many columns of white space stand there.
func (a *mdAt) indent() int {
	n, col := a.rest, a.col
	for i := a.i; i < a.end; i++ {
		switch a.s[i] {
		case ' ':
			n, col = n+1, col+1
		case '\t':
			n, col = n+4-col%4, col+4-col%4
		default:
			return n
		}
	}
	return n
}

// skip goes over n columns of white space at most.
func (a *mdAt) skip(n int) {
	for n > 0 {
		switch {
		case a.rest > 0:
			a.rest--
		case a.i < a.end && a.s[a.i] == ' ':
			a.i, a.col = a.i+1, a.col+1
		case a.i < a.end && a.s[a.i] == '\t':
			width := 4 - a.col%4
			a.i, a.col, a.rest = a.i+1, a.col+width, width-1
		default:
			return
		}
		n--
	}
}

// over goes over n bytes that are no tabs.
func (a *mdAt) over(n int) { a.i, a.col, a.rest = a.i+n, a.col+n, 0 }

func (a *mdAt) blank() bool {
	for i := a.i; i < a.end; i++ {
		if !white[a.s[i]] {
			return false
		}
	}
	return true
}

// blocks finds the blocks of the file.
func (m *markdown) blocks() {
	at := frontMatter(m.s)
	for at < len(m.s) {
		end := len(m.s)
		if n := strings.IndexByte(m.s[at:], '\n'); n >= 0 {
			end = at + n
		}
		m.lineOf(at, end)
		at = end + 1
	}
	m.closeTo(0)
}

// lineOf takes in a line.
func (m *markdown) lineOf(from, to int) {
	at := mdAt{s: m.s, i: from, end: to}
	matched := m.match(&at)
	if matched == len(m.open) && m.inLeaf(&at, from) {
		return
	}
	if m.leaf != (mdLeaf{}) && matched < len(m.open) {
		m.closeTo(matched)
	}
	if at.blank() {
		m.closeTo(matched)
		return
	}
	for {
		indent := at.indent()
		if indent >= 4 {
			if m.para < 0 {
				m.closeTo(matched)
				m.parts = append(m.parts, mdPart{kind: mdApart})
				return
			}
			break
		}
		text := at
		text.skip(indent)
		if text.i == text.end {
			break
		}
		before := text
		c, size := m.container(&text, indent, matched)
		if size == 0 || len(m.open) == mdDepth {
			if m.begins(&before, matched, from) {
				return
			}
			break
		}
		m.closeTo(matched)
		m.open = append(m.open, c)
		matched++
		switch c.kind {
		case '>':
			m.parts = append(m.parts, mdPart{kind: mdQuote})
		case '^':
			m.parts = append(m.parts, mdPart{kind: mdNote})
		default:
			m.parts = append(m.parts, mdPart{kind: mdApart})
		}
		at = text
		if at.blank() {
			return
		}
	}
	if m.para < 0 {
		m.closeTo(matched)
		m.para = len(m.lines)
	}
	at.skip(at.indent())
	m.lines = append(m.lines, text.Span{Start: at.i, End: to})
}

// match goes over what the line begins with for the containers that are open, and returns how many go on.
func (m *markdown) match(at *mdAt) int {
	for i, c := range m.open {
		switch {
		case c.kind == '>':
			next := *at
			indent := next.indent()
			if next.skip(indent); indent > 3 || next.i == next.end || next.s[next.i] != '>' {
				return i
			}
			next.over(1)
			next.skip(1)
			*at = next
		case at.blank():
		case at.indent() < c.indent:
			return i
		default:
			at.skip(c.indent)
		}
	}
	return len(m.open)
}

// container is what begins at a place: a quotation, an item, a footnote; the place is behind its mark then.
func (m *markdown) container(at *mdAt, indent, matched int) (mdContainer, int) {
	s := at.s[at.i:at.end]
	inside := m.para >= 0 && matched == len(m.open)
	switch c := s[0]; {
	case c == '>':
		at.over(1)
		at.skip(1)
		return mdContainer{kind: '>'}, 1
	case c == '[' && strings.HasPrefix(s, "[^"):
		n := strings.IndexByte(s, ']')
		if n < 3 || n > 200 || !strings.HasPrefix(s[n:], "]:") {
			return mdContainer{}, 0
		}
		if m.notes == nil {
			m.notes = map[string]bool{}
		}
		m.notes[mdLabel(s[2:n])] = true
		at.over(n + 2)
		at.skip(at.indent())
		return mdContainer{kind: '^', indent: 4}, n + 2
	case c == '-' || c == '+' || c == '*' || c >= '0' && c <= '9':
		n := 1
		for c >= '0' && c <= '9' && n < len(s) && n < 10 && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if c >= '0' && c <= '9' {
			if n == len(s) || n > 9 || s[n] != '.' && s[n] != ')' || inside && strings.TrimLeft(s[:n], "0") != "1" {
				return mdContainer{}, 0
			}
			n++
		}
		if n < len(s) && s[n] != ' ' && s[n] != '\t' || thematic(s) {
			return mdContainer{}, 0
		}
		after := *at
		after.over(n)
		width := after.indent()
		if after.blank() {
			if inside {
				return mdContainer{}, 0
			}
			width = 1
		} else if width > 4 {
			width = 1
		}
		after.skip(width)
		*at = after
		return mdContainer{kind: '-', indent: indent + n + width}, n
	}
	return mdContainer{}, 0
}

// closeTo ends the paragraph or leaf that is open, and the containers from the nth on.
func (m *markdown) closeTo(n int) {
	if m.para >= 0 {
		m.rows(m.definitions(m.para))
		m.para = -1
	}
	if len(m.open) > n || n == 0 {
		if m.leaf.html != "" {
			end := len(m.s)
			if len(m.open) > 0 {
				end = m.leaf.from
			}
			m.endHTML(end)
		}
		m.leaf = mdLeaf{}
	}
	for len(m.open) > n {
		if k := m.open[len(m.open)-1].kind; k != '-' {
			m.parts = append(m.parts, mdPart{kind: mdEnd})
		} else {
			m.parts = append(m.parts, mdPart{kind: mdApart})
		}
		m.open = m.open[:len(m.open)-1]
	}
}
