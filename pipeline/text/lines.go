package text

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"
)

// Lines finds line and column of byte offsets in a source.
type Lines struct {
	src    []byte
	unit   int // bytes of a character: 1, 2 (UTF-16), 0: UTF-8
	big    bool
	mark   int      // bytes of a byte-order mark: it is in line 1 but in no column
	starts []int    // of each line
	posts  []column // in lines longer than two steps, one at each step
	parts  []int    // where a part begins, and with it the count of lines
}

type column struct{ offset, before int } // characters of the line that stand before offset

const step = 4 << 10

// NewLines indexes the lines of a source in the named encoding. LF, CR LF and a CR alone each
// end a line. Names are those of Document.Encoding. O(n).
func NewLines(src []byte, encoding string) *Lines {
	l := &Lines{src: src, unit: 1, starts: []int{0}}
	lf := byte('\n')
	switch {
	case encoding == "utf-8" || encoding == "":
		l.unit = 0
		l.skip("\xEF\xBB\xBF")
	case encoding == "utf-16be":
		l.unit, l.big = 2, true
		l.skip("\xFE\xFF")
	case strings.HasPrefix(encoding, "utf-16"):
		l.unit = 2
		l.skip("\xFF\xFE")
	case encoding == "ibm037" || encoding == "ibm1047" || encoding == "ibm01140": // EBCDIC
		lf = 0x25
	}
	l.split(lf)
	if l.unit != 1 {
		l.post()
	}
	return l
}

// split finds the starts of lines.
func (l *Lines) split(lf byte) {
	if l.unit == 2 {
		for i := 0; i+1 < len(l.src); i += 2 {
			c := l.wide(i)
			if c == '\r' && i+3 < len(l.src) && l.wide(i+2) == '\n' {
				i += 2
			}
			if c == '\r' || c == '\n' {
				l.starts = append(l.starts, i+2)
			}
		}
		return
	}
	if bytes.IndexByte(l.src, '\r') < 0 {
		for at := 0; ; {
			i := bytes.IndexByte(l.src[at:], lf)
			if i < 0 {
				return
			}
			at += i + 1
			l.starts = append(l.starts, at)
		}
	}
	for i := 0; i < len(l.src); i++ {
		c := l.src[i]
		if c == '\r' && i+1 < len(l.src) && l.src[i+1] == lf {
			i++
		}
		if c == '\r' || c == lf {
			l.starts = append(l.starts, i+1)
		}
	}
}

func (l *Lines) skip(mark string) {
	if bytes.HasPrefix(l.src, []byte(mark)) {
		l.mark = len(mark)
	}
}

func (l *Lines) wide(i int) uint16 {
	if l.big {
		return uint16(l.src[i])<<8 | uint16(l.src[i+1])
	}
	return uint16(l.src[i+1])<<8 | uint16(l.src[i])
}

// At is the 1-based line and the 1-based column, in code points (a byte that is no character
// counts as one), of a byte offset. O(log n).
func (l *Lines) At(offset int) (line, col int) {
	offset = min(offset, len(l.src))
	line = l.lineOf(offset)
	from := column{l.start(line), 0}
	if i := sort.Search(len(l.posts), func(i int) bool { return l.posts[i].offset > offset }); i > 0 && l.posts[i-1].offset > from.offset {
		from = l.posts[i-1]
	}
	col = from.before + l.count(from.offset, offset) + 1
	if i := sort.SearchInts(l.parts, offset+1); i > 0 {
		line -= l.lineOf(l.parts[i-1]) - 1
	}
	return line, col
}

// lineOf is the 1-based line of an offset in the whole source.
func (l *Lines) lineOf(offset int) int {
	return sort.Search(len(l.starts), func(i int) bool { return l.starts[i] > offset })
}

// start is where the first character of a line stands.
func (l *Lines) start(line int) int {
	if line == 1 {
		return l.mark
	}
	return l.starts[line-1]
}

// count is the number of characters from one offset to another.
func (l *Lines) count(from, to int) int {
	switch {
	case from >= to:
		return 0
	case l.unit == 0:
		return utf8.RuneCount(l.src[from:to])
	case l.unit == 1:
		return to - from
	}
	n := 0
	for i := from; i < to; i += 2 {
		if !l.paired(i) {
			n++
		}
	}
	return n
}

// paired reports whether the second half of a surrogate pair stands at i of a UTF-16 source.
func (l *Lines) paired(i int) bool {
	return i >= 2 && i+1 < len(l.src) && l.wide(i)&0xFC00 == 0xDC00 && l.wide(i-2)&0xFC00 == 0xD800
}

// post sets up posts.
func (l *Lines) post() {
	for line := 1; line <= len(l.starts); line++ {
		at, end := column{l.start(line), 0}, l.Range(line).End
		for end-at.offset > 2*step {
			next := at.offset + step
			for cut := next; next < cut+utf8.UTFMax && (l.unit == 0 && !utf8.RuneStart(l.src[next]) || l.unit == 2 && l.paired(next)); {
				next += max(l.unit, 1)
			}
			at = column{next, at.before + l.count(at.offset, next)}
			l.posts = append(l.posts, at)
		}
	}
}

// Range is where a 1-based line begins and ends, its line end counted in.
func (l *Lines) Range(line int) Range {
	if line < 1 || line > len(l.starts) {
		return Range{len(l.src), len(l.src)}
	}
	r := Range{l.starts[line-1], len(l.src)}
	if line < len(l.starts) {
		r.End = l.starts[line]
	}
	return r
}

// Len is the number of lines; a file that ends in a line end has an empty last one.
func (l *Lines) Len() int { return len(l.starts) }
