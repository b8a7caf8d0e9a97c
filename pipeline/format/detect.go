package format

import (
	"bytes"
	"fmt"
	"math/bits"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// sample is how much of a file is looked at to tell what it is.
const sample = 64 << 10

// detect finds the encoding of a file, by the first of these that says it: opts.Encoding; a
// byte-order mark; zero bytes where UTF-16 has them; valid UTF-8; UTF-8 but for a few bytes;
// what the file declares; opts.Fallback; windows-1252, with a warning. (Text in UTF-16 may be
// valid UTF-8 as well, zero bytes and all, so its test comes first.) A file that is all ASCII
// shows nothing and is in what is declared, utf-8 otherwise: it says how new letters are written.
func detect(src []byte, declared string, opts Options) (Encoding, []Warning, error) {
	if opts.Encoding != "" && opts.Encoding != "auto" {
		return explicit(src, opts.Encoding)
	}
	fallback := Encoding{}
	if opts.Fallback != "" && opts.Fallback != "auto" {
		var err error
		if fallback, err = Lookup(opts.Fallback); err != nil {
			return fallback, nil, err
		}
	}
	if utf32(src) {
		return fallback, nil, fmt.Errorf("the byte-order mark is that of utf-32, which is not read; convert the file to utf-8")
	}
	if name := marked(src); name != "" {
		return newEncoding(name, nil), nil, nil
	}
	if name := zeros(src); name != "" {
		return newEncoding(name, nil), nil, nil
	}

	var warnings []Warning
	says, known := Encoding{}, false
	if declared != "" {
		if e, err := Lookup(declared); err != nil {
			warnings = append(warnings, Warning{Message: fmt.Sprintf("the file declares %v", err)})
		} else if e.ascii() { // the declaration was read as ASCII, so utf-16 cannot be true
			says, known = e, true
		}
	}
	utf8Enc := newEncoding("utf-8", nil)
	first := firstHigh(src)
	if first < 0 {
		switch {
		case known:
			return says, warnings, nil
		case fallback.Name != "" && fallback.ascii():
			return fallback, warnings, nil
		}
		return utf8Enc, warnings, nil
	}
	if isUTF8(src) {
		if known && says.Name != "utf-8" {
			warnings = append(warnings, Warning{Offset: first, Message: fmt.Sprintf("the file declares %s but is utf-8, and is read as that", says.Name)})
		}
		return utf8Enc, warnings, nil
	}
	if known && says.Name == "utf-8" {
		known = false
		warnings = append(warnings, Warning{Offset: notUTF8(src), Message: "the file declares utf-8 but is not"})
	}
	if known && says.Name == "us-ascii" {
		known = false // here is a byte that says otherwise
	}
	if known && says.Name == "iso-8859-1" {
		// Who says Latin-1 and has bytes 0x80 to 0x9F means windows-1252 (WHATWG Encoding Standard).
		if at := control(src); at >= 0 {
			says = newEncoding("windows-1252", charmap.Windows1252)
			warnings = append(warnings, Warning{Offset: at, Message: "the file declares iso-8859-1 but has bytes that only windows-1252 has (0x80 to 0x9F), and is read as that"})
		}
	}
	switch {
	case known:
		return says, warnings, nil
	case fallback.Name == "utf-16":
		return newEncoding("utf-16le", nil), warnings, nil
	case fallback.Name != "":
		return fallback, warnings, nil
	}
	if says.Name == "utf-8" {
		warnings[len(warnings)-1].Message += ", and is read as windows-1252; name the encoding with --encoding or in the configuration"
		return newEncoding("windows-1252", charmap.Windows1252), warnings, nil
	}
	warnings = append(warnings, Warning{Offset: first, Message: fmt.Sprintf("byte %d (0x%02X) is not utf-8, and nothing says what it is: read as windows-1252; name the encoding with --encoding or in the configuration", first, src[first])})
	return newEncoding("windows-1252", charmap.Windows1252), warnings, nil
}

// explicit is the encoding that the user named, with a warning where the bytes speak against it.
func explicit(src []byte, name string) (Encoding, []Warning, error) {
	e, err := Lookup(name)
	if err != nil {
		return e, nil, err
	}
	mark := marked(src)
	if e.Name == "utf-16" {
		switch zero := zeros(src); {
		case mark == "utf-16le" || mark == "utf-16be":
			return newEncoding(mark, nil), nil, nil
		case zero != "":
			return newEncoding(zero, nil), nil, nil
		}
		return newEncoding("utf-16le", nil), []Warning{{Message: "utf-16 without a byte-order mark: read as utf-16le; say utf-16le or utf-16be"}}, nil
	}
	if mark != "" && mark != e.Name {
		return e, []Warning{{Message: fmt.Sprintf("the file begins with the byte-order mark of %s but is read as %s, as told", mark, e.Name)}}, nil
	}
	if e.Name == "iso-8859-1" {
		if at := control(src); at >= 0 {
			return e, []Warning{{Offset: at, Message: fmt.Sprintf("byte %d (0x%02X) is a control character in iso-8859-1; if a quotation mark or a dash is meant, the file is windows-1252", at, src[at])}}, nil
		}
	}
	return e, nil, nil
}

// marked is the encoding whose byte-order mark the file begins with.
func marked(src []byte) string {
	switch {
	case bytes.HasPrefix(src, []byte("\xEF\xBB\xBF")):
		return "utf-8"
	case bytes.HasPrefix(src, []byte("\xFF\xFE")):
		return "utf-16le"
	case bytes.HasPrefix(src, []byte("\xFE\xFF")):
		return "utf-16be"
	}
	return ""
}

// utf32 reports whether the file begins with a byte-order mark of UTF-32 and a code point.
func utf32(src []byte) bool {
	switch {
	case len(src)%4 != 0:
		return false
	case bytes.HasPrefix(src, []byte("\xFF\xFE\x00\x00")):
		return len(src) == 4 || src[6] <= 0x10 && src[7] == 0
	case bytes.HasPrefix(src, []byte("\x00\x00\xFE\xFF")):
		return len(src) == 4 || src[5] <= 0x10 && src[4] == 0
	}
	return false
}

// zeros is utf-16le or utf-16be if the zero bytes stand where that has them.
func zeros(src []byte) string {
	src = src[:min(len(src), sample)]
	switch {
	case bytes.IndexByte(src, 0) < 0:
		return ""
	case wide(src, 1):
		return "utf-16le"
	case wide(src, 0):
		return "utf-16be"
	}
	return ""
}

// wide reports whether the text reads as UTF-16 with the high byte of each pair at index high: zero
// in every tenth character at least (a space, a line end, ASCII), zero or one and the same in
// four of five, while hardly a low byte is zero and hardly a character a control.
func wide(src []byte, high int) bool {
	pairs := len(src) / 2
	var blocks [256]int
	holes, controls := 0, 0
	for i := range pairs {
		h, l := src[2*i+high], src[2*i+1-high]
		blocks[h]++
		switch {
		case l == 0:
			holes++
		case h == 0 && (l < '\t' || l > '\r' && l < ' '):
			controls++
		}
	}
	zero, script := blocks[0], slices.Max(blocks[1:])
	if script == 1 {
		script = 0 // once is no script
	}
	return pairs > 0 && zero*10 >= pairs && (zero+script)*5 >= pairs*4 && holes*20 <= zero && controls*20 <= pairs
}

// firstHigh is the offset of the first byte over 0x7F; -1 if there is none.
func firstHigh(src []byte) int {
	if n := asciiLen(src); n < len(src) {
		return n
	}
	return -1
}

// asciiLen is the length of the run of ASCII that src begins with.
func asciiLen[T string | []byte](src T) int {
	i := 0
	for ; i+8 <= len(src); i += 8 {
		s := src[i : i+8]
		word := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		if m := word & 0x8080808080808080; m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for i < len(src) && src[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// control is the offset of the first byte from 0x80 to 0x9F; -1 if there is none.
func control(src []byte) int {
	for i := asciiLen(src); i < len(src); i++ {
		if src[i]&0xE0 == 0x80 {
			return i
		}
		if src[i] < utf8.RuneSelf {
			i += asciiLen(src[i:]) - 1
		}
	}
	return -1
}

// notUTF8 is the offset of the first byte that is no character in UTF-8.
func notUTF8(src []byte) int {
	for i := 0; i < len(src); {
		if i += asciiLen(src[i:]); i < len(src) {
			r, n := utf8.DecodeRune(src[i:])
			if r == utf8.RuneError && n == 1 {
				return i
			}
			i += n
		}
	}
	return len(src)
}

// isUTF8 reports whether the file is UTF-8, or is but for a few bytes: at least four characters
// of more than one byte, and three of them for each byte that is no character. No other text
// comes near that: of Russian, Greek, Hebrew, Japanese, Chinese, French and Polish in 26 other
// encodings the nearest was EUC-JP, with four such characters for ten such bytes.
func isUTF8(src []byte) bool {
	if utf8.Valid(src) {
		return true
	}
	good, bad := 0, 0
	for i := 0; i < len(src); {
		if i += asciiLen(src[i:]); i == len(src) {
			break
		}
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good >= 4 && good >= 3*bad
}
