package format

import (
	"strings"

	"emend/pipeline/text"
)

// rows takes in the lines from the nth on: a paragraph, and behind its header and delimiter row a table.
func (m *markdown) rows(n int) {
	for i := n + 1; i < len(m.lines); i++ {
		want := delimiterRow(m.textOf(i))
		if want == 0 || len(cellsOf(m.s, m.lines[i-1])) != want {
			continue
		}
		if i-1 > n {
			m.parts = append(m.parts, mdPart{mdParagraph, n, i - 1})
		}
		table := append([]text.Span{m.lines[i-1]}, m.lines[i+1:]...)
		m.lines = m.lines[:i-1]
		for _, row := range table {
			for _, cell := range cellsOf(m.s, row)[:min(want, len(cellsOf(m.s, row)))] {
				m.lines = append(m.lines, cell)
				m.parts = append(m.parts, mdPart{mdCell, len(m.lines) - 1, len(m.lines)})
			}
		}
		return
	}
	if n < len(m.lines) {
		m.parts = append(m.parts, mdPart{mdParagraph, n, len(m.lines)})
	}
}

func (m *markdown) textOf(line int) string { return m.s[m.lines[line].Start:m.lines[line].End] }

// delimiterRow counts the cells of the row below a table's header; 0 if it is none. // |:--|--:|
func delimiterRow(s string) int {
	if strings.Trim(s, "|-: \t") != "" || !strings.Contains(s, "-") || !strings.ContainsAny(s, "|:") {
		return 0
	}
	s = strings.Trim(s, " \t")
	s = strings.TrimSuffix(strings.TrimPrefix(s, "|"), "|")
	n := 0
	for cell := range strings.SplitSeq(s, "|") {
		cell = strings.Trim(cell, " \t")
		if cell = strings.TrimSuffix(strings.TrimPrefix(cell, ":"), ":"); cell == "" || strings.Trim(cell, "-") != "" {
			return 0
		}
		n++
	}
	return n
}

// cellsOf cuts a row at its bars, white space off. // | a | b \| c | -> a, b \| c
func cellsOf(s string, row text.Span) []text.Span {
	row.Start, row.End = trimWhite(s, row)
	if row.Len() > 0 && s[row.Start] == '|' {
		row.Start++
	}
	var cells []text.Span
	at := row.Start
	add := func(end int) {
		c := text.Span{Start: at, End: end}
		c.Start, c.End = trimWhite(s, c)
		cells, at = append(cells, c), end+1
	}
	for i := row.Start; i < row.End; i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			add(i)
		}
	}
	if at < row.End {
		add(row.End)
	}
	return cells
}

// definitions takes in the reference definitions that a paragraph begins with, and returns the line behind them.
// // [label]: destination "title"
func (m *markdown) definitions(n int) int {
	for n < len(m.lines) {
		s := m.textOf(n)
		end := 0
		if strings.HasPrefix(s, "[") {
			end = labelEnd(s, 1)
		}
		if end == 0 || !strings.HasPrefix(s[end:], "]:") || strings.TrimSpace(s[1:end]) == "" {
			return n
		}
		label, next := s[1:end], n+1
		rest := strings.Trim(s[end+2:], " \t")
		if rest == "" {
			if next == len(m.lines) {
				return n
			}
			rest, next = strings.Trim(m.textOf(next), " \t"), next+1
		}
		size := destination(rest)
		if size == 0 {
			return n
		}
		title := rest[size:]
		after := strings.Trim(title, " \t")
		switch {
		case after == "" && next < len(m.lines): // the title may have a line of its own
			if to := m.title(strings.Trim(m.textOf(next), " \t"), next); to > 0 {
				next = to
			}
		case after == "":
		case title[0] != ' ' && title[0] != '\t':
			return n
		default:
			to := m.title(after, next-1)
			if to == 0 {
				return n
			}
			next = to
		}
		if m.links == nil {
			m.links = map[string]bool{}
		}
		m.links[mdLabel(label)] = true
		n = next
	}
	return n
}

// title is the line behind a title that begins with s in the nth line and ends at a line's end; 0 if there is none.
func (m *markdown) title(s string, n int) int {
	if s == "" {
		return 0
	}
	last := s[0]
	switch last {
	case '"', '\'':
	case '(':
		last = ')'
	default:
		return 0
	}
	s = s[1:]
	for {
		for i := 0; i < len(s); i++ {
			switch s[i] {
			case '\\':
				i++
			case last:
				if strings.Trim(s[i+1:], " \t") == "" {
					return n + 1
				}
				return 0
			}
		}
		if n++; n == len(m.lines) {
			return 0
		}
		s = m.textOf(n)
	}
}

// labelEnd is where the label ends that has begun at i: at its ]; 0 if it does not.
func labelEnd(s string, i int) int {
	for limit := min(len(s), i+1000); i < limit; i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			return 0
		case ']':
			return i
		}
	}
	return 0
}

// mdLabel is a label in the form in which labels are compared.
func mdLabel(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// destination is the length of the link destination that s begins with; 0 if it begins with none.
func destination(s string) int {
	if strings.HasPrefix(s, "<") {
		for i := 1; i < len(s); i++ {
			switch s[i] {
			case '\\':
				i++
			case '\n', '<':
				return 0
			case '>':
				return i + 1
			}
		}
		return 0
	}
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && asciiPunct(s[i+1]):
			i++
		case c == '(':
			if depth++; depth > 32 {
				return 0
			}
		case c == ')' && depth == 0, c <= ' ':
			if depth > 0 {
				return 0
			}
			return i
		case c == ')':
			depth--
		}
	}
	if depth > 0 {
		return 0
	}
	return len(s)
}

func asciiPunct(c byte) bool {
	return c > ' ' && c < 0x7F && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z')
}

// htmlBlock is what ends the HTML block that a line begins (CommonMark 0.31, 4.6): one of these, or a blank line for
// "\n"; "" if the line begins none.
func htmlBlock(s string, inParagraph bool) string {
	lower := strings.ToLower(s[:min(len(s), 32)])
	for _, raw := range []string{"pre", "script", "style", "textarea"} {
		if strings.HasPrefix(lower[1:], raw) && (len(s) == len(raw)+1 || s[len(raw)+1] == '>' || white[s[len(raw)+1]]) {
			return "</pre>|</script>|</style>|</textarea>"
		}
	}
	switch {
	case strings.HasPrefix(s, "<!--"):
		return "-->"
	case strings.HasPrefix(s, "<?"):
		return "?>"
	case strings.HasPrefix(s, "<![CDATA["):
		return "]]>"
	case len(s) > 2 && s[1] == '!' && s[2]|0x20 >= 'a' && s[2]|0x20 <= 'z':
		return ">"
	}
	name := strings.TrimPrefix(lower[1:], "/")
	n := 0
	for n < len(name) && (name[n] >= 'a' && name[n] <= 'z' || name[n] >= '0' && name[n] <= '9') {
		n++
	}
	if n == 0 {
		return ""
	}
	if mdBlockTags[name[:n]] && (n == len(name) || white[name[n]] || name[n] == '>' || strings.HasPrefix(name[n:], "/>")) {
		return "\n"
	}
	if end := tagEnd(s, 0); !inParagraph && end > 0 && strings.TrimSpace(s[end:]) == "" {
		return "\n"
	}
	return ""
}

var mdBlockTags = func() map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(`address article aside base basefont blockquote body caption center col colgroup dd details dialog dir
		div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li
		link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead
		title tr track ul`) {
		all[name] = true
	}
	return all
}()
