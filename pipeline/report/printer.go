package report

import (
	"bufio"
	"io"
	"strconv"
)

// A style is one of the five ANSI codes that reports use.
type style string

const (
	bold  style = "\x1b[1m"
	faint style = "\x1b[2m"
	red   style = "\x1b[31m"
	green style = "\x1b[32m"
	cyan  style = "\x1b[36m"
	reset       = "\x1b[0m"
)

// A printer is a buffer that remembers its first error, with colours that can be off.
type printer struct {
	*bufio.Writer
	color bool
}

func newPrinter(w io.Writer, color bool) *printer {
	return &printer{bufio.NewWriterSize(w, 1<<16), color}
}

// print writes strings as they are. Their escaping is the caller's.
func (p *printer) print(ss ...string) {
	for _, s := range ss {
		p.WriteString(s)
	}
}

// styled writes strings in a style, if colours are on.
func (p *printer) styled(st style, ss ...string) {
	if p.color {
		p.WriteString(string(st))
	}
	p.print(ss...)
	if p.color {
		p.WriteString(reset)
	}
}

// number writes a decimal number without an allocation.
func (p *printer) number(n int) {
	p.Write(strconv.AppendInt(p.AvailableBuffer(), int64(n), 10))
}

// A logWriter names the bracket of "##[": wherever it stands in a line, it begins an older workflow command in the log of GitHub
// Actions, and no text or file name may. // ##[error]x -> ##<U+005B>error]x
type logWriter struct {
	to     io.Writer
	hashes int // that what was written ends with
}

func (l *logWriter) Write(b []byte) (int, error) {
	from := 0
	for i, c := range b {
		switch {
		case c == '#':
			l.hashes++
			continue
		case c == '[' && l.hashes >= 2:
			if _, err := l.to.Write(b[from:i]); err != nil {
				return from, err
			}
			if _, err := io.WriteString(l.to, "<"+codePoint('[')+">"); err != nil {
				return i, err
			}
			from = i + 1
		}
		l.hashes = 0
	}
	n, err := l.to.Write(b[from:])
	return from + n, err
}
