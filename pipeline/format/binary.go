package format

import "bytes"

// magic lists how files begin that are no text, and what to do about them.
var magic = []struct {
	at           int
	begins, kind string
}{
	{0, "%PDF-", "PDF: run pdftotext first"},
	{0, "\x89PNG\r\n\x1A\n", "PNG image: run OCR first"},
	{0, "\xFF\xD8\xFF", "JPEG image: run OCR first"},
	{0, "GIF87a", "GIF image: run OCR first"},
	{0, "GIF89a", "GIF image: run OCR first"},
	{0, "II*\x00", "TIFF image: run OCR first"},
	{0, "MM\x00*", "TIFF image: run OCR first"},
	{0, "\x00\x00\x00\x0CjP  \r\n", "JPEG 2000 image: run OCR first"},
	{8, "WEBPVP8", "WebP image: run OCR first"},
	{0, "AT&TFORM", "DjVu: run djvutxt first"},
	{0, "PK\x03\x04", "ZIP: unpack it first"},
	{0, "PK\x05\x06", "ZIP: it is empty"},
	{0, "\x1F\x8B", "gzip: unpack it first"},
	{4, "1AY&SY", "bzip2: unpack it first"},
	{0, "\xFD7zXZ\x00", "xz: unpack it first"},
	{0, "\x28\xB5\x2F\xFD", "zstd: unpack it first"},
	{0, "7z\xBC\xAF\x27\x1C", "7z: unpack it first"},
	{0, "Rar!\x1A\x07", "RAR: unpack it first"},
	{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "old Word or Office file: save it as text first"},
	{0, "{\\rtf", "RTF: save it as text first"},
	{0, "\x7FELF", "program"},
	{0, "SQLite format 3\x00", "SQLite database"},
	{60, "BOOKMOBI", "Kindle book: convert it to text first"},
}

// Kind says what a file is that is no text, and what to do first; "" if it looks like text. Ask it
// of what a walk finds and only plain matches: a format may read a ZIP. It looks at the
// beginning only: magic numbers, then zero bytes that are not those of UTF-16.
func Kind(src []byte) string {
	for _, m := range magic {
		if len(src) >= m.at && bytes.HasPrefix(src[m.at:], []byte(m.begins)) {
			return m.kind
		}
	}
	begin := src[:min(len(src), sample)]
	if bytes.IndexByte(begin, 0) >= 0 && marked(begin) == "" && zeros(begin) == "" {
		return "binary: it has zero bytes"
	}
	return ""
}
