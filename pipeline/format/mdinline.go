package format

import (
	"strings"

	"emend/pipeline/text"
)

// An mdInline finds the markup in the text of a block. Its offsets are those in b.
type mdInline struct {
	b      string
	run    bool // b stands in the file as it is, at base
	base   int
	lines  []text.Span
	starts []int // in b, of the lines
	line   int
	buf    []byte

	marks      []mdMark
	delimiters []int // marks that may open emphasis
	brackets   []mdBracket
	dead       int // brackets below this one are inside of which a link stands already
	ticks      map[int]int
	none       [8]bool // what stands nowhere from here on
	escaped    int     // brackets that the file writes \[
}

// An mdMark is a run of markup.
type mdMark struct {
	start, end    int
	kind          mdMarkKind
	opens, closes bool
	left, right   int    // of a delimiter: bytes that are markup
	said          string // what is read, or the name of a tag
}

type mdMarkKind uint8

const (
	mdUnread mdMarkKind = iota
	mdDelimiter
	mdObject
	mdSaid
	mdBreak
	mdStart
	mdFinish
)

// An mdBracket is a [ that may begin a link.
type mdBracket struct {
	mark, delimiters int
	image            bool
}

// at is where in the decoded file an offset in b stands. Offsets must not go back by more than a line.
func (in *mdInline) at(i int) int {
	if in.run {
		return in.base + i
	}
	for in.line > 0 && in.starts[in.line] > i {
		in.line--
	}
	for in.line+1 < len(in.starts) && in.starts[in.line+1] <= i {
		in.line++
	}
	return in.lines[in.line].Start + i - in.starts[in.line]
}

var mdSpecial = [256]bool{'\n': true, '\\': true, '`': true, '*': true, '_': true, '~': true, '[': true, ']': true, '!': true, '<': true, '&': true}

func (in *mdInline) mark(kind mdMarkKind, from, to int) *mdMark {
	in.marks = append(in.marks, mdMark{start: from, end: to, kind: kind})
	return &in.marks[len(in.marks)-1]
}

// scan finds the marks.
func (in *mdInline) scan(m *markdown) {
	in.marks, in.delimiters, in.brackets, in.dead = in.marks[:0], in.delimiters[:0], in.brackets[:0], 0
	in.ticks, in.none = nil, [8]bool{}
	b := in.b
	for i := 0; i < len(b); {
		if !mdSpecial[b[i]] {
			i++
			continue
		}
		switch c := b[i]; c {
		case '\n':
			i = in.newLine(i, i)
		case '\\':
			i = in.backslash(i)
		case '`':
			i = in.code(i)
		case '*', '_', '~':
			j := i + 1
			for j < len(b) && b[j] == c {
				j++
			}
			if c != '~' || j-i <= 2 {
				k := in.mark(mdDelimiter, i, j)
				k.opens, k.closes = flanks(b, i, j)
				in.delimiters = append(in.delimiters, len(in.marks)-1)
			}
			i = j
		case '!':
			if i++; i < len(b) && b[i] == '[' {
				in.brackets = append(in.brackets, mdBracket{len(in.marks), len(in.delimiters), true})
				in.mark(mdUnread, i-1, i-1) // until it is known to be an image
				i++
			}
		case '[':
			if end := in.note(m, i); end > 0 {
				in.mark(mdUnread, i, end)
				i = end
				break
			}
			in.brackets = append(in.brackets, mdBracket{len(in.marks), len(in.delimiters), false})
			in.mark(mdUnread, i, i)
			i++
		case ']':
			i = in.closeBracket(m, i)
		case '<':
			i = in.angle(i)
		case '&':
			said, n := m.spell.reference(b[i:])
			if n > 0 {
				in.mark(mdSaid, i, i+n).said = said
			}
			i += max(n, 1)
		}
	}
	in.emphasis(0)
}

// newLine is the end of the line at i, the white space around it and, from at on, what makes it a hard break counted in.
func (in *mdInline) newLine(from, i int) int {
	limit := 0
	if n := len(in.marks); n > 0 {
		limit = in.marks[n-1].end
	}
	for from > limit && (in.b[from-1] == ' ' || in.b[from-1] == '\t') {
		from--
	}
	for i < len(in.b) && white[in.b[i]] {
		i++
	}
	in.mark(mdBreak, from, i)
	return i
}

func (in *mdInline) backslash(i int) int {
	switch {
	case i+1 == len(in.b):
	case in.b[i+1] == '\n':
		return in.newLine(i, i+1)
	case asciiPunct(in.b[i+1]):
		if c := in.b[i+1]; c == '[' || c == ']' {
			in.escaped++
		}
		in.mark(mdSaid, i, i+2).said = in.b[i+1 : i+2]
		return i + 2
	}
	return i + 1
}

// code reads a run of backticks: code if another of its length follows.
func (in *mdInline) code(i int) int {
	b := in.b
	runOf := func(i int) int {
		j := i
		for j < len(b) && b[j] == '`' {
			j++
		}
		return j
	}
	if in.ticks == nil {
		in.ticks = map[int]int{}
		for j := i; j < len(b); {
			n := strings.IndexByte(b[j:], '`')
			if n < 0 {
				break
			}
			j += n
			end := runOf(j)
			in.ticks[end-j], j = j, end
		}
	}
	size := runOf(i) - i
	for j := i + size; in.ticks[size] >= j && j < len(b); {
		j += strings.IndexByte(b[j:], '`')
		end := runOf(j)
		if end-j == size {
			in.mark(mdObject, i, end)
			return end
		}
		j = end
	}
	return i + size
}

// note is where the reference to a footnote ends that begins at i; 0 if there is none.
func (in *mdInline) note(m *markdown, i int) int {
	if len(m.notes) == 0 || !strings.HasPrefix(in.b[i:], "[^") {
		return 0
	}
	if n := labelEnd(in.b, i+2); n > 0 && m.notes[mdLabel(in.b[i+2:n])] {
		return n + 1
	}
	return 0
}

// closeBracket reads a ]: a link or an image if it closes one.
func (in *mdInline) closeBracket(m *markdown, i int) int {
	n := len(in.brackets) - 1
	if n < 0 {
		return i + 1
	}
	o := in.brackets[n]
	in.brackets = in.brackets[:n]
	if n < in.dead && !o.image {
		in.dead = n
		return i + 1
	}
	from := in.marks[o.mark].end + 1
	if o.image {
		from++
	}
	end := in.target(i + 1)
	if end == 0 && len(m.links) > 0 {
		end = in.reference(m, from, i)
	}
	if end == 0 {
		return i + 1
	}
	if o.image {
		start := in.marks[o.mark].start
		in.marks, in.delimiters = in.marks[:o.mark], in.delimiters[:o.delimiters]
		in.mark(mdObject, start, end)
		return end
	}
	in.emphasis(o.delimiters)
	in.marks[o.mark].end++
	in.mark(mdUnread, i, end)
	in.dead = n
	return end
}

// reference is where a link ends by a label that is defined; 0 if none is.
func (in *mdInline) reference(m *markdown, from, i int) int {
	b := in.b
	end := i + 1
	label := ""
	if end < len(b) && b[end] == '[' {
		if n := labelEnd(b, end+1); n > 0 {
			label, end = b[end+1:n], n+1
		}
	}
	if label == "" && i-from < 1000 {
		label = b[from:i]
	}
	if strings.TrimSpace(label) != "" && m.links[mdLabel(label)] {
		return end
	}
	return 0
}

// target is where the (destination "title") ends that begins at i; 0 if none does.
func (in *mdInline) target(i int) int {
	b := in.b
	if i == len(b) || b[i] != '(' {
		return 0
	}
	blanks := func() {
		for i < len(b) && white[b[i]] {
			i++
		}
	}
	i++
	blanks()
	i += destination(b[i:])
	if i == len(b) {
		return 0
	}
	if white[b[i]] {
		if blanks(); i == len(b) {
			return 0
		}
		last := b[i]
		if last == '(' {
			last = ')'
		}
		if n := 4 + strings.IndexByte("\"')", last); n > 3 && (b[i] != ')') {
			if in.none[n] {
				return 0
			}
			j := i + 1
			for j < len(b) && b[j] != last {
				if b[j] == '\\' {
					j++
				}
				j++
			}
			if j >= len(b) {
				in.none[n] = true
				return 0
			}
			i = j + 1
			blanks()
		}
	}
	if i < len(b) && b[i] == ')' {
		return i + 1
	}
	return 0
}
