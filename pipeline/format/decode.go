package format

import (
	"bytes"
	"strings"
	"unicode/utf8"
	"unsafe"

	"emend/pipeline/text"
)

// Text is all of src as text. A byte-order mark is under no segment. CR LF and CR become "\n", each
// a Rewritten segment that writes itself back, but for CR LF where most lines end so, which is a letter like others (text.Pairs); "\n" in new text becomes the line end that most
// lines of the file have. Bytes that are no character become U+FFFD each, in Synthetic segments.
// O(n); one segment and one copy for UTF-8 with LF.
func (e Encoding) Text(src []byte) *text.Text {
	body := bytes.TrimPrefix(src, []byte(e.mark()))
	d := decoder{enc: e, src: src, at: len(src) - len(body)}
	d.open.Source.Start = d.at
	lf, crlf, cr := e.lineEnds(body)
	d.end = "\n"
	switch {
	case crlf > lf && crlf >= cr:
		d.end = "\r\n"
	case cr > lf:
		d.end = "\r"
	}
	d.lf, d.crlf, d.cr = d.grown.Writer(e.escape("\n")), d.grown.Writer(e.escape("\r\n")), d.grown.Writer(e.escape("\r"))
	d.run = d.grown.Writer(e.escape(d.end))
	ends := cr + crlf // each a segment of its own, and one between two
	if d.end == "\r\n" {
		d.pairs, ends = text.Pairs, cr+lf+len(body)/stretch
	}
	d.grown.Segments = make([]text.Segment, 0, 2*ends+1)
	switch {
	case e.unit == 2:
		d.content.Grow(len(body) / 2)
		d.utf16()
	case e.page != nil:
		d.content.Grow(e.size(body))
		d.lines(d.bytes)
	case crlf+cr == 0 && utf8.Valid(body):
		return verbatim(body, d.at)
	default:
		d.content.Grow(len(body))
		d.lines(d.utf8)
	}
	d.flush()
	d.grown.Content = d.content.String()
	return &d.grown
}

func verbatim(body []byte, at int) *text.Text {
	t := &text.Text{Content: unsafe.String(unsafe.SliceData(body), len(body))} // no copy: a text of a gigabyte is one gigabyte
	if len(body) > 0 {
		t.Segments = []text.Segment{{Text: text.Span{End: len(body)}, Source: text.Range{Start: at, End: at + len(body)}}}
	}
	return t
}

// escape is the text.Escape that writes "\n" as end; nil if that is to write the text as it is.
func (e Encoding) escape(end string) func(string) (string, error) {
	if end == "\n" && e.page == nil && e.unit == 1 {
		return nil
	}
	return func(s string) (string, error) {
		if end != "\n" {
			s = strings.ReplaceAll(s, "\n", end)
		}
		return e.Encode(s)
	}
}

// lineEnds counts the line ends of each kind; all are 0 where there is no CR.
func (e *Encoding) lineEnds(body []byte) (lf, crlf, cr int) {
	if e.unit == 1 {
		n := e.lineFeed()
		if bytes.IndexByte(body, '\r') < 0 {
			return 0, 0, 0
		}
		crlf = bytes.Count(body, []byte{'\r', n})
		return bytes.Count(body, []byte{n}) - crlf, crlf, bytes.Count(body, []byte{'\r'}) - crlf
	}
	last := uint16(0)
	for i := 0; i+1 < len(body); i += 2 {
		c := e.unit16(body[i:])
		switch {
		case c == '\n' && last == '\r':
			crlf++
			cr--
		case c == '\n':
			lf++
		case c == '\r':
			cr++
		}
		last = c
	}
	return lf, crlf, cr
}

// size is the length in UTF-8 of single-byte text.
func (e *Encoding) size(body []byte) int {
	var sizes [256]uint8
	for b, r := range e.page {
		sizes[b] = uint8(utf8.RuneLen(r))
	}
	n := 0
	for _, b := range body {
		n += int(sizes[b])
	}
	return n
}

// lineFeed is the byte of LF in an encoding that is not UTF-16. CR is 0x0D in all of them.
func (e *Encoding) lineFeed() byte {
	if e.page != nil && e.page['\n'] != '\n' {
		b, _ := e.byteOf('\n') // EBCDIC
		return b
	}
	return '\n'
}

func (e *Encoding) unit16(b []byte) uint16 {
	if e.big {
		return uint16(b[0])<<8 | uint16(b[1])
	}
	return uint16(b[1])<<8 | uint16(b[0])
}
