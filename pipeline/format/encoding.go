package format

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// ErrUnencodable: the encoding of the file has no bytes for a letter.
var ErrUnencodable = errors.New("cannot be written")

// An Encoding is a way to write characters as bytes: UTF-8, UTF-16, or one byte each. Values
// come from Lookup.
type Encoding struct {
	Name string // IANA's, in lower case: utf-8, utf-16le, windows-1252, koi8-r, ibm850

	unit  int  // bytes of the smallest character
	big   bool // UTF-16: high byte first
	page  *[256]rune
	table *charmap.Charmap
}

func newEncoding(name string, table *charmap.Charmap) Encoding {
	e := Encoding{Name: name, unit: 1, table: table}
	switch {
	case name == "utf-8":
	case strings.HasPrefix(name, "utf-16"):
		e.unit, e.big = 2, name == "utf-16be"
	default:
		e.page = new([256]rune)
		for b := range e.page {
			switch {
			case table != nil:
				e.page[b] = table.DecodeByte(byte(b))
			case b < utf8.RuneSelf:
				e.page[b] = rune(b)
			default:
				e.page[b] = utf8.RuneError
			}
		}
	}
	return e
}

// ascii reports whether bytes below 0x80 are what they are in ASCII. UTF-16 and EBCDIC are not so.
func (e *Encoding) ascii() bool { return e.unit == 1 && (e.page == nil || e.page['a'] == 'a') }

// mark is the byte-order mark.
func (e *Encoding) mark() string {
	switch {
	case e.unit == 2 && e.big:
		return "\xFE\xFF"
	case e.unit == 2:
		return "\xFF\xFE"
	case e.page == nil:
		return "\xEF\xBB\xBF"
	}
	return ""
}

// Encode is the bytes of a text; "\n" is one LF. It fails with ErrUnencodable at the first
// character that the encoding does not have. The bytes decode to the same text again.
func (e *Encoding) Encode(s string) (string, error) {
	if e.unit == 1 && e.page == nil {
		return s, nil
	}
	out := make([]byte, 0, len(s)*e.unit)
	for _, r := range s {
		if e.unit == 1 {
			b, ok := e.byteOf(r)
			if !ok {
				return "", e.unencodable(r)
			}
			out = append(out, b)
			continue
		}
		if r1, r2 := utf16.EncodeRune(r); r1 != unicode.ReplacementChar {
			out = e.append16(e.append16(out, uint16(r1)), uint16(r2))
		} else {
			out = e.append16(out, uint16(r))
		}
	}
	return string(out), nil
}

func (e *Encoding) byteOf(r rune) (byte, bool) {
	if e.table == nil {
		return byte(r), r < utf8.RuneSelf
	}
	return e.table.EncodeRune(r)
}

func (e *Encoding) append16(out []byte, c uint16) []byte {
	if e.big {
		return append(out, byte(c>>8), byte(c))
	}
	return append(out, byte(c), byte(c>>8))
}

func (e *Encoding) unencodable(r rune) error {
	shown := fmt.Sprintf("%c (%U)", r, r)
	if !unicode.IsGraphic(r) {
		shown = fmt.Sprintf("%U", r)
	}
	return fmt.Errorf("%s %w in %s; convert the file to utf-8, or leave this finding", shown, ErrUnencodable, e.Name)
}
