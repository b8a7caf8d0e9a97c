package format

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"emend/pipeline/text"
)

// stretch is how many bytes a Verbatim segment may grow to when its letters have several lengths:
// to find the bytes of a letter, those before it are counted.
const stretch = 1 << 10

// A decoder grows a Text from left to right. The open segment reaches from where it began to the
// end of content and to at.
type decoder struct {
	enc     Encoding
	src     []byte
	at      int
	content strings.Builder
	grown   text.Text    // but for its content
	open    text.Segment // its ends are not set

	end               string // line end of most lines
	pairs             uint8  // text.Pairs, where those are CR LF
	run, lf, crlf, cr uint32 // writers of letters, and of each line end
	nextCR, nextLF    int    // first at or after at, in bytes; len(src): no more
}

// begin makes the open segment one of this kind and width.
func (d *decoder) begin(kind text.Kind, width uint8) {
	if d.open.Kind != kind || d.open.Width != width {
		d.flush()
		d.open.Kind, d.open.Width = kind, width
	}
}

// flush closes the open segment; the next one is of the same kind until begin says otherwise.
func (d *decoder) flush() {
	s := d.open
	if s.Text.End, s.Source.End = d.content.Len(), d.at; s.Text.Len() > 0 {
		if s.Kind == text.Verbatim {
			s.Writer = d.run
		}
		d.grown.Segments = append(d.grown.Segments, s)
	}
	d.open.Text.Start, d.open.Source.Start = s.Text.End, s.Source.End
}

// lineEnd reads a line end of n bytes.
func (d *decoder) lineEnd(n int, writer uint32) {
	d.flush()
	d.content.WriteByte('\n')
	d.at += n
	d.grown.Segments = append(d.grown.Segments, text.Segment{
		Text:   text.Span{Start: d.content.Len() - 1, End: d.content.Len()},
		Source: text.Range{Start: d.at - n, End: d.at},
		Kind:   text.Rewritten,
		Writer: writer,
	})
	d.open.Text.Start, d.open.Source.Start = d.content.Len(), d.at
}

// pair reads a CR LF of n bytes as most lines end in, as a letter of the line before.
func (d *decoder) pair(n int) {
	width := d.open.Width &^ text.Pairs
	switch {
	case d.enc.unit == 2:
		width = 2
	case d.enc.page != nil:
		width = 1
	}
	d.letters([]byte{'\n'}, n, width, false)
}

// noCharacter reads n bytes that are none.
func (d *decoder) noCharacter(n int) {
	d.begin(text.Synthetic, 0)
	d.content.WriteRune(unicode.ReplacementChar)
	d.at += n
}

// room closes the open segment if n more bytes would make it too long for letters of several lengths.
func (d *decoder) room(n int, ascii bool) {
	size := d.at - d.open.Source.Start
	if size+n <= stretch {
		return
	}
	if d.open.Width&text.Pairs != 0 {
		d.flush()
		return
	}
	if even := (d.content.Len()-d.open.Text.Start)*int(d.open.Width) == size; !even || !ascii {
		d.flush()
	}
}

// lines cuts what is left at line ends and hands the rest to letters, piece by piece. LF stays with
// the letters where most lines end in it.
func (d *decoder) lines(letters func(piece []byte)) {
	lf := d.enc.lineFeed()
	next := func(known int, b byte) int {
		if known >= d.at {
			return known
		}
		if i := bytes.IndexByte(d.src[d.at:], b); i >= 0 {
			return d.at + i
		}
		return len(d.src)
	}
	d.nextCR, d.nextLF = -1, len(d.src)
	if d.end != "\n" {
		d.nextLF = -1
	}
	for d.at < len(d.src) {
		d.nextCR, d.nextLF = next(d.nextCR, '\r'), next(d.nextLF, lf)
		if to := min(d.nextCR, d.nextLF); to > d.at {
			letters(d.src[d.at:to])
			continue
		}
		switch {
		case d.nextLF == d.at:
			d.lineEnd(1, d.lf)
		case d.at+1 < len(d.src) && d.src[d.at+1] == lf && d.pairs != 0:
			d.pair(2)
		case d.at+1 < len(d.src) && d.src[d.at+1] == lf:
			d.lineEnd(2, d.crlf)
		default:
			d.lineEnd(1, d.cr)
		}
	}
}

// utf8 reads letters of UTF-8.
func (d *decoder) utf8(piece []byte) {
	if !utf8.Valid(piece) {
		for i := 0; i < len(piece); {
			n := asciiLen(piece[i:])
			for i+n < len(piece) {
				r, size := utf8.DecodeRune(piece[i+n:])
				if r == utf8.RuneError && size == 1 {
					break
				}
				n += size
			}
			if n > 0 {
				d.utf8(piece[i : i+n])
			}
			if i += n; i < len(piece) {
				d.noCharacter(1)
				i++
			}
		}
		return
	}
	d.letters(piece, len(piece), 0, false)
}

// block is how many letters are decoded at a time.
const block = 64

// bytes reads letters of one byte each.
func (d *decoder) bytes(piece []byte) {
	ascii, page := d.enc.ascii(), d.enc.page
	var buf [block * utf8.UTFMax]byte
	for len(piece) > 0 {
		if ascii {
			if n := asciiLen(piece); n >= block/4 || n == len(piece) {
				d.letters(piece[:n], n, 1, true)
				piece = piece[n:]
				continue
			}
		}
		out, n := buf[:0], 0
		for _, b := range piece[:min(len(piece), block)] {
			r := page[b]
			if r == unicode.ReplacementChar {
				break
			}
			out = utf8.AppendRune(out, r)
			n++
		}
		if n > 0 {
			d.letters(out, n, 1, false)
		} else {
			d.noCharacter(1)
			n = 1
		}
		piece = piece[n:]
	}
}

// utf16 reads all that is left.
func (d *decoder) utf16() {
	var buf [block * utf8.UTFMax]byte
	lf := d.end == "\n"
	for d.at+1 < len(d.src) {
		out, n := buf[:0], 0
		for i := d.at; i+1 < len(d.src) && n < block; i += 2 {
			c := d.enc.unit16(d.src[i:])
			if c == '\r' || c == '\n' && !lf || utf16.IsSurrogate(rune(c)) {
				break
			}
			out = utf8.AppendRune(out, rune(c))
			n++
		}
		if n > 0 {
			d.letters(out, 2*n, 2, len(out) == n)
			continue
		}
		c, next := rune(d.enc.unit16(d.src[d.at:])), rune(0)
		if d.at+3 < len(d.src) {
			next = rune(d.enc.unit16(d.src[d.at+2:]))
		}
		pair := utf16.DecodeRune(c, next)
		switch {
		case c == '\r' && next == '\n' && d.pairs != 0:
			d.pair(4)
		case c == '\r' && next == '\n':
			d.lineEnd(4, d.crlf)
		case c == '\r':
			d.lineEnd(2, d.cr)
		case c == '\n':
			d.lineEnd(2, d.lf)
		case pair != unicode.ReplacementChar:
			d.letters(utf8.AppendRune(out, pair), 4, 4, false)
		default:
			d.noCharacter(2)
		}
	}
	if d.at < len(d.src) {
		d.noCharacter(1)
	}
}

// letters takes n bytes of the source that are out in UTF-8, each character of them width bytes.
func (d *decoder) letters(out []byte, n int, width uint8, ascii bool) {
	if n <= stretch {
		width |= d.pairs
	}
	d.begin(text.Verbatim, width)
	if width != 0 {
		d.room(n, ascii)
	}
	d.content.Write(out)
	d.at += n
}
