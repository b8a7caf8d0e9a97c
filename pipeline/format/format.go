// Package format reads files of many kinds into reading text. There is no writer: whatever is
// changed is spliced into the bytes that were read.
//
// Any bytes are legal input. What a format does not understand is protected, never lost; only
// an encoding that cannot be read, or a name that nobody knows, is an error.
package format

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

// A Format is one way to read a file.
type Format struct {
	Name string // as in --format
	Doc  string // first line a title; then what is read, and what is left alone

	// Match reports whether the file is of this format, by its path and how it begins.
	Match func(path string, src []byte) bool

	// Charset is the encoding that the file says it is in (a <meta> or an XML declaration), as
	// written there; "" if it says nothing. Nil: the format has no way to say so.
	Charset func(src []byte) string

	// Read reads the whole file. The Text leads back to src (not to what Encoding.Text made of
	// it), and satisfies Text.Check.
	Read func(src []byte, enc Encoding, opts Options) (Reading, error)

	// Members are the files in it that are read, of a format that is a ZIP file, in the order in which they are; Read is nil
	// then.
	Members func(a *archive, opts Options) ([]member, []Warning, error)

	// Mark makes of an edit one that leaves the old bytes in the file, marked as an error, the new ones beside them as the
	// correction; reads is what is read there now, and will be. Nil: the format knows no such mark.
	Mark func(enc Encoding, e text.Edit, old, reads string, by Mark) (text.Edit, error)
}

// A Mark says who answers for a correction, and how sure it is; what is empty is not written.
type Mark struct {
	Resp string // in TEI a pointer: #ed
	Cert string // in TEI high, medium, low
}

// Address is what a comment begins its marks with that speaks to emend. // <!-- emend:off misspelling -->
const Address = "emend:"

// A Reading is what a format finds in a file. Regions may come in any order.
type Reading struct {
	Text     *text.Text
	Regions  []text.Region
	Scan     text.Scan
	Comments []text.Comment // those that hold Address, in the order of the file
	Breaks   []text.PageBreak
	Warnings []Warning // without Path and Line, Column: Read fills them in from Offset
	Shape    uint64    // see text.Document
}

// All lists the formats, the first that matches is the one; plain matches everything.
var All = []*Format{
	&docxFormat,
	&epubFormat,
	&hocrFormat,
	&altoFormat,
	&pageFormat,
	&teiFormat,
	&htmlFormat,
	&markdownFormat,
	&mediawikiFormat,
	&xmlFormat,
	&plain,
}

// Options say how to read a file when it is not to be found out.
type Options struct {
	Format   string // name of the format; "" or "auto": the first that matches
	Encoding string // wins over whatever the bytes say; "" or "auto": find out
	Fallback string // encoding of files that do not show theirs; "": windows-1252, with a warning

	// Lang is the language of the texts (BCP 47): what says that it is in another is Foreign. "": that of the file.
	Lang string

	// Scan asks for the words that OCR saw, with boxes and confidences: Document.Scan.Words.
	Scan bool

	// ClassMap names one of ClassMaps; "": the first.
	ClassMap string

	// Classes says what the classes of a web page mean, by class or element.class, and what elements of a page or of XML, by
	// <element>, in place of what the class map says. A Paragraph is nothing beyond one.
	Classes map[string]text.RegionKind
}

// A Warning is something an editor should know of a file that was read all the same.
type Warning struct {
	Path         string
	Offset       int // in bytes, 0-based
	Line, Column int // 1-based, columns in code points
	Message      string
}

func (w Warning) String() string {
	return fmt.Sprintf("%s:%d:%d: %s", w.Path, w.Line, w.Column, w.Message)
}

// Detect is the format of a file. O(formats), each looking at the beginning only.
func Detect(path string, src []byte) *Format {
	for _, f := range All {
		if f.Match(path, src) {
			return f
		}
	}
	return &plain
}

// Find is the format of that name.
func Find(name string) (*Format, error) {
	var names []string
	for _, f := range All {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return nil, fmt.Errorf("unknown format %q; formats are %s", name, strings.Join(names, ", "))
}

// Read reads a file: its format, its encoding, its text. The Document has no tokens yet, and of
// regions those that the format marks. src must not change afterwards. To read the file again
// as it was read, say Options{Format: d.Format, Encoding: d.Encoding}.
func Read(path string, src []byte, opts Options) (*text.Document, []Warning, error) {
	f := Detect(path, src)
	if opts.Format != "" && opts.Format != "auto" {
		var err error
		if f, err = Find(opts.Format); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if f.Members != nil {
		return readPackage(f, path, src, opts)
	}
	declared := ""
	if f.Charset != nil {
		declared = f.Charset(src)
	}
	enc, warnings, err := detect(src, declared, opts)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	r, err := f.Read(src, enc, opts)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	warnings = append(warnings, r.Warnings...)
	if w, ok := unreadable(r.Text, src, enc); ok {
		warnings = append(warnings, w)
	}
	if len(warnings) > 0 {
		lines := text.NewLines(src, enc.Name)
		for i := range warnings {
			w := &warnings[i]
			w.Path = path
			w.Line, w.Column = lines.At(w.Offset)
		}
	}
	return &text.Document{
		Path:     path,
		Format:   f.Name,
		Encoding: enc.Name,
		Source:   src,
		Text:     r.Text,
		Regions:  text.NewRegions(r.Regions),
		Scan:     r.Scan,
		Comments: r.Comments,
		Breaks:   r.Breaks,
		Shape:    r.Shape,
	}, warnings, nil
}

// unreadable warns of bytes that are no character.
func unreadable(t *text.Text, src []byte, enc Encoding) (Warning, bool) {
	n, first := 0, -1
	for i := range t.Segments {
		if s := &t.Segments[i]; s.Kind == text.Synthetic && s.Source.Len() > 0 {
			if n += s.Source.Len(); first < 0 {
				first = s.Source.Start
			}
		}
	}
	if n == 0 {
		return Warning{}, false
	}
	what := fmt.Sprintf("byte %d (0x%02X) is no character in %s; it stays as it is", first, src[first], enc.Name)
	if n > 1 {
		what = fmt.Sprintf("%d bytes are no characters in %s, the first is byte %d (0x%02X); they stay as they are", n, enc.Name, first, src[first])
	}
	return Warning{Offset: first, Message: what}, true
}
