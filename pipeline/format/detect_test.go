package format

import (
	"fmt"
	"strings"
	"testing"

	"emend/pipeline/text"
)

func mustRead(t *testing.T, src string, opts Options) (*text.Document, []Warning) {
	t.Helper()
	d, warnings, err := Read("f.txt", []byte(src), opts)
	if err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	if err := d.Text.Check(); err != nil {
		t.Fatalf("%q: %v", src, err)
	}
	return d, warnings
}

func TestEncodingFound(t *testing.T) {
	cyrillic := "\x1f\x04\x40\x04\x38\x04\x32\x04\x35\x04\x42\x04\x20\x00\x3c\x04\x38\x04\x40\x04" // Привет мир
	for _, c := range []struct {
		name, src string
		opts      Options
		encoding  string
		content   string
		warning   string // part of the only one; empty: none
	}{
		{"empty", "", Options{}, "utf-8", "", ""},
		{"ascii", "plain", Options{}, "utf-8", "plain", ""},
		{"ascii takes the fallback", "plain", Options{Fallback: "latin1"}, "iso-8859-1", "plain", ""},
		{"ascii is not ebcdic", "plain", Options{Fallback: "ibm037"}, "utf-8", "plain", ""},
		{"utf-8", "Größe", Options{}, "utf-8", "Größe", ""},
		{"utf-8 before the fallback", "Größe", Options{Fallback: "koi8-r"}, "utf-8", "Größe", ""},
		{"utf-8 mark", "\xEF\xBB\xBFx", Options{}, "utf-8", "x", ""},
		{"mark alone", "\xEF\xBB\xBF", Options{}, "utf-8", "", ""},
		{"second mark is a character", "\xEF\xBB\xBF\xEF\xBB\xBFx", Options{}, "utf-8", "\uFEFFx", ""},
		{"mark before the bytes", "\xEF\xBB\xBFGr\xF6\xDFe", Options{}, "utf-8", "Gr\uFFFD\uFFFDe", "2 bytes are no characters in utf-8, the first is byte 5 (0xF6)"},
		{"mark before the fallback", "\xFF\xFEx\x00", Options{Fallback: "koi8-r"}, "utf-16le", "x", ""},
		{"utf-16be mark", "\xFE\xFF\x00x\x04\x1f", Options{}, "utf-16be", "xП", ""},
		{"utf-16le by zeros", "w\x00o\x00r\x00d\x00", Options{}, "utf-16le", "word", ""},
		{"utf-16be by zeros", "\x00w\x00o\x00r\x00d", Options{}, "utf-16be", "word", ""},
		{"utf-16le by zeros, cyrillic", cyrillic, Options{}, "utf-16le", "Привет мир", ""},
		{"zeros before the fallback", "w\x00o\x00r\x00d\x00", Options{Fallback: "koi8-r"}, "utf-16le", "word", ""},
		{"zero bytes are not utf-16", "ab\x00cd\x00", Options{}, "utf-8", "ab\x00cd\x00", ""},
		{"one zero byte", "hello\x00world,", Options{}, "utf-8", "hello\x00world,", ""},
		{"a zero byte alone", "\x00", Options{}, "utf-8", "\x00", ""},
		{"utf-16le cut short", "\xFF\xFEa\x00b", Options{}, "utf-16le", "a\uFFFD", "byte 4 (0x62) is no character in utf-16le"},
		{"utf-16 lone surrogates", "\xFF\xFE\x00\xD8a\x00\x00\xDCb\x00", Options{}, "utf-16le", "\uFFFDa\uFFFDb", "4 bytes are no characters"},
		{"utf-16 pair", "\xFF\xFE\x3D\xD8\x00\xDE", Options{}, "utf-16le", "😀", ""},
		{"windows-1252 unasked", "caf\xE9 \x93x\x94", Options{}, "windows-1252", "café “x”", "byte 3 (0xE9) is not utf-8, and nothing says what it is: read as windows-1252"},
		{"fallback", "caf\xE9", Options{Fallback: "ISO_8859-1"}, "iso-8859-1", "café", ""},
		{"fallback utf-8", "caf\xE9", Options{Fallback: "utf8"}, "utf-8", "caf\uFFFD", "byte 3 (0xE9) is no character in utf-8"},
		{"fallback koi8-r", "\xF0\xD2\xC9", Options{Fallback: "koi8-r"}, "koi8-r", "При", ""},
		{"auto is not said", "caf\xE9", Options{Encoding: "auto", Fallback: "macintosh"}, "macintosh", "cafÈ", ""},
		{"utf-8 but for a byte", "äöüßéèêàçñ \xFF", Options{}, "utf-8", "äöüßéèêàçñ \uFFFD", "byte 21 (0xFF) is no character in utf-8"},
		{"too many bad bytes for utf-8", "äöü \xFF\xFE\xFF", Options{}, "windows-1252", "Ã¤Ã¶Ã¼ ÿþÿ", "read as windows-1252"},
		{"too few good ones for utf-8", "äöü \xFF", Options{}, "windows-1252", "Ã¤Ã¶Ã¼ ÿ", "read as windows-1252"},
		{"few good ones, one bad byte", "größe öäü \xFF", Options{}, "utf-8", "größe öäü \uFFFD", "byte 15 (0xFF) is no character in utf-8"},
		{"two good ones for a bad byte", "äöüß \xFF\xFE", Options{}, "windows-1252", "Ã¤Ã¶Ã¼ÃŸ ÿþ", "read as windows-1252"},
		{"integers", "\x00\x00a\x00\x00\x00b\x00", Options{}, "utf-8", "\x00\x00a\x00\x00\x00b\x00", ""},
		{"small integers", "\x01\x00\x02\x00\x03\x00a\x00", Options{}, "utf-8", "\x01\x00\x02\x00\x03\x00a\x00", ""},
		{"one block is no script", "ab\x00d", Options{}, "utf-8", "ab\x00d", ""},
		{"one zero byte, one pair of letters", strings.Repeat("ab", 50) + "\x00x", Options{}, "utf-8", strings.Repeat("ab", 50) + "\x00x", ""},
		{"not utf-32: a zero character first", "\xFF\xFE\x00\x00a\x00b\x00", Options{}, "utf-16le", "\x00ab", ""},
		{"not utf-32: three characters", "\xFF\xFE\x00\x00a\x00", Options{}, "utf-16le", "\x00a", ""},
		{"not utf-32be", "\x00\x00\xFE\xFF\x00b\x00a", Options{Fallback: "latin1"}, "iso-8859-1", "\x00\x00þÿ\x00b\x00a", ""},
		{"U+FFFD in utf-8 is a character", "a\uFFFDb", Options{}, "utf-8", "a\uFFFDb", ""},
		{"said", "caf\xE9", Options{Encoding: "koi8-r"}, "koi8-r", "cafИ", ""},
		{"said over valid utf-8", "é", Options{Encoding: "windows-1252"}, "windows-1252", "Ã©", ""},
		{"said over the mark", "\xEF\xBB\xBFé", Options{Encoding: "windows-1252"}, "windows-1252", "ï»¿Ã©", "begins with the byte-order mark of utf-8 but is read as windows-1252"},
		{"said utf-16 with a mark", "\xFE\xFF\x00x", Options{Encoding: "utf-16"}, "utf-16be", "x", ""},
		{"said utf-16, zeros", "\x00x\x00y", Options{Encoding: "UTF16"}, "utf-16be", "xy", ""},
		{"said utf-16, nothing to go by", "\x1f\x04", Options{Encoding: "utf-16"}, "utf-16le", "П", "utf-16 without a byte-order mark: read as utf-16le"},
		{"said utf-16le with its mark", "\xFF\xFEx\x00", Options{Encoding: "utf-16le"}, "utf-16le", "x", ""},
		{"said utf-16le without", "\x1f\x04", Options{Encoding: "utf-16le"}, "utf-16le", "П", ""},
		{"said latin-1 and is not", "\x93x\x94 \xE9", Options{Encoding: "latin1"}, "iso-8859-1", "\u0093x\u0094 é", "byte 0 (0x93) is a control character in iso-8859-1"},
		{"undefined in windows-1252", "\x81\x8D\x8F\x90\x9D", Options{Encoding: "windows-1252"}, "windows-1252", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD", "5 bytes are no characters in windows-1252"},
		{"us-ascii", "caf\xE9", Options{Encoding: "ascii"}, "us-ascii", "caf\uFFFD", "byte 3 (0xE9) is no character in us-ascii"},
		{"ebcdic", "\xC1\x25\x82", Options{Encoding: "ibm037"}, "ibm037", "A\nb", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, warnings := mustRead(t, c.src, c.opts)
			if d.Encoding != c.encoding || d.Text.Content != c.content {
				t.Errorf("%s %q, want %s %q", d.Encoding, d.Text.Content, c.encoding, c.content)
			}
			switch {
			case c.warning == "" && len(warnings) > 0:
				t.Errorf("warned of %v", warnings)
			case c.warning != "" && (len(warnings) != 1 || !strings.Contains(warnings[0].String(), c.warning)):
				t.Errorf("warned of %v, want %s", warnings, c.warning)
			}
		})
	}
}

func TestDeclared(t *testing.T) {
	for _, c := range []struct {
		name, src, declared string
		opts                Options
		encoding, warning   string
	}{
		{"ascii says how to write", "plain", "ISO-8859-1", Options{}, "iso-8859-1", ""},
		{"before the fallback", "caf\xE9", "koi8-r", Options{Fallback: "latin1"}, "koi8-r", ""},
		{"after valid utf-8", "café", "iso-8859-1", Options{}, "utf-8", "declares iso-8859-1 but is utf-8"},
		{"utf-8 as it says", "café", "UTF-8", Options{}, "utf-8", ""},
		{"after a said one", "caf\xE9", "koi8-r", Options{Encoding: "latin1"}, "iso-8859-1", ""},
		{"latin-1 means windows-1252", "\x93caf\xE9\x94", "iso-8859-1", Options{}, "windows-1252", "only windows-1252 has"},
		{"latin-1 that is", "caf\xE9", "iso-8859-1", Options{}, "iso-8859-1", ""},
		{"utf-16 cannot be read in ascii", "plain", "utf-16", Options{}, "utf-8", ""},
		{"ascii that is not", "caf\xE9", "us-ascii", Options{Fallback: "latin1"}, "iso-8859-1", ""},
		{"unknown", "plain", "x-klingon", Options{}, "utf-8", `declares unknown encoding "x-klingon"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, warnings, err := detect([]byte(c.src), c.declared, c.opts)
			if err != nil || e.Name != c.encoding {
				t.Errorf("%s, %v; want %s", e.Name, err, c.encoding)
			}
			if got := fmt.Sprint(warnings); (c.warning == "") != (len(warnings) == 0) || !strings.Contains(got, c.warning) {
				t.Errorf("warned of %v, want %s", got, c.warning)
			}
		})
	}
}

func TestEncodingErrors(t *testing.T) {
	for _, c := range []struct {
		src  string
		opts Options
		want string
	}{
		{"", Options{Encoding: "windows-1522"}, `f.txt: unknown encoding "windows-1522"; did you mean windows-1252, windows-1`},
		{"", Options{Encoding: "latin-11"}, `unknown encoding "latin-11"; did you mean iso-8859-1`},
		{"", Options{Encoding: "uft-8"}, `did you mean utf-8`},
		{"", Options{Encoding: "ÿ"}, `unknown encoding "ÿ"`},
		{"", Options{Fallback: "kio8-r"}, `did you mean koi8-r`},
		{"\xFF\xFE\x00\x00a\x00\x00\x00", Options{}, "utf-32"},
		{"\x00\x00\xFE\xFF\x00\x00\x00a", Options{}, "utf-32"},
		{"", Options{Format: "markdwon"}, `unknown format "markdwon"; formats are `},
	} {
		if _, _, err := Read("f.txt", []byte(c.src), c.opts); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q %+v: %v, want %s", c.src, c.opts, err, c.want)
		}
	}
}

func TestKind(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"", ""}, {"text", ""}, {"PK is short for something", ""}, {"w\x00o\x00r\x00d\x00", ""}, {"\xFF\xFEa\x00b\x00", ""}, {"caf\xE9", ""},
		{"%PDF-1.4\n", "PDF: run pdftotext first"},
		{"\x89PNG\r\n\x1a\nxx", "PNG image: run OCR first"},
		{"PK\x03\x04xx", "ZIP: unpack it first"},
		{"BZh91AY&SY", "bzip2: unpack it first"},
		{"RIFF1234WEBPVP8 ", "WebP image: run OCR first"},
		{"II*\x00", "TIFF image: run OCR first"},
		{"AT&TFORM\x00\x00", "DjVu: run djvutxt first"},
		{"\x1f\x8b\x08", "gzip: unpack it first"},
		{"some\x00binary\x00thing", "binary: it has zero bytes"},
		{strings.Repeat("x", sample) + "\x00", ""},
	} {
		if got := Kind([]byte(c.src)); got != c.want {
			t.Errorf("%.20q: %q, want %q", c.src, got, c.want)
		}
	}
}
