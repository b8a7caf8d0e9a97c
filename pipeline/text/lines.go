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
	starts []int // of each line
}

// NewLines indexes the lines of a source in the named encoding. LF, CR LF and a CR alone each
// end a line. O(n).
func NewLines(src []byte, encoding string) *Lines {
	l := &Lines{src: src, unit: 1, starts: []int{0}}
	switch name := strings.ToLower(encoding); {
	case name == "utf-8" || name == "":
		l.unit = 0
	case strings.HasPrefix(name, "utf-16"):
		l.unit, l.big = 2, name == "utf-16be"
	}
	if l.unit == 2 {
		for i := 0; i+1 < len(src); i += 2 {
			c := l.wide(i)
			if c == '\r' && i+3 < len(src) && l.wide(i+2) == '\n' {
				i += 2
			}
			if c == '\r' || c == '\n' {
				l.starts = append(l.starts, i+2)
			}
		}
		return l
	}
	if bytes.IndexByte(src, '\r') < 0 {
		for at := 0; ; {
			i := bytes.IndexByte(src[at:], '\n')
			if i < 0 {
				return l
			}
			at += i + 1
			l.starts = append(l.starts, at)
		}
	}
	for i := 0; i < len(src); i++ {
		c := src[i]
		if c == '\r' && i+1 < len(src) && src[i+1] == '\n' {
			i++
		}
		if c == '\r' || c == '\n' {
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

func (l *Lines) wide(i int) uint16 {
	if l.big {
		return uint16(l.src[i])<<8 | uint16(l.src[i+1])
	}
	return uint16(l.src[i+1])<<8 | uint16(l.src[i])
}

// At is the 1-based line and the 1-based column, in code points (a byte that is no character
// counts as one), of a byte offset. O(log lines + length of the line).
func (l *Lines) At(offset int) (line, column int) {
	line = sort.Search(len(l.starts), func(i int) bool { return l.starts[i] > offset })
	before := l.src[l.starts[line-1]:min(offset, len(l.src))]
	switch l.unit {
	case 0:
		column = utf8.RuneCount(before)
	case 1:
		column = len(before)
	case 2:
		for i := 0; i+1 < len(before); i += 2 {
			// The second half of a surrogate pair is no character of its own.
			if c := l.wide(l.starts[line-1] + i); c&0xFC00 != 0xDC00 {
				column++
			}
		}
	}
	return line, column + 1
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
