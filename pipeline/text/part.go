package text

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"
)

// A Package is a file that packs others, such as a ZIP. Source is then what is read of it, unpacked: its Parts, one
// after the other.
type Package interface {
	// File is the package as it was read.
	File() []byte
	// Pack is the package with these parts in place of its own, one for each of Document.Parts; nil: as it was.
	// Whatever else is in it stays byte for byte the same.
	Pack(parts [][]byte) ([]byte, error)
}

// A Part is a file in a Package.
type Part struct {
	Name     string // in the package
	Source   Range
	Text     Span // in the text as it was read
	Encoding string
}

// PartMark stands between the path of a package and the name of a part. // book.epub!/OEBPS/one.xhtml
const PartMark = "!/"

// File is the bytes of the file: Source, or the package that it is packed in.
func (d *Document) File() []byte {
	if d.Package != nil {
		return d.Package.File()
	}
	return d.Source
}

// Splice is the file with the edits made. Errors are those of Splice and of Package.Pack; ErrBounds too, if an edit reaches
// from one part into another.
func (d *Document) Splice(edits []Edit) ([]byte, error) {
	if d.Package == nil {
		return Splice(d.Source, edits)
	}
	parts := make([][]byte, len(d.Parts))
	own := make([][]Edit, len(d.Parts))
	for _, e := range edits {
		i := d.partAt(e.Start)
		if i < 0 || e.End > d.Parts[i].Source.End {
			return nil, fmt.Errorf("edit of bytes %d to %d: %w", e.Start, e.End, ErrBounds)
		}
		e.Start, e.End = e.Start-d.Parts[i].Source.Start, e.End-d.Parts[i].Source.Start
		own[i] = append(own[i], e)
	}
	for i, es := range own {
		if len(es) == 0 {
			continue
		}
		r := d.Parts[i].Source
		var err error
		if parts[i], err = Splice(d.Source[r.Start:r.End:r.End], es); err != nil {
			return nil, err
		}
	}
	return d.Package.Pack(parts)
}

// partAt is the index of the part that holds the byte at offset, or of the last one where offset is its end; -1 if
// there is none.
func (d *Document) partAt(offset int) int {
	i := sort.Search(len(d.Parts), func(i int) bool { return d.Parts[i].Source.End > offset })
	if n := len(d.Parts); i == n && n > 0 && offset == d.Parts[n-1].Source.End {
		return n - 1
	}
	if i < len(d.Parts) && d.Parts[i].Source.Start <= offset {
		return i
	}
	return -1
}

// PathAt is the path to show a place of the source by.
func (d *Document) PathAt(offset int) string {
	if part := d.PartAt(offset); part != "" {
		return d.Path + PartMark + part
	}
	return d.Path
}

// PartAt is the name of the part that a place of the source is in; empty if the document is no package.
func (d *Document) PartAt(offset int) string {
	if i := d.partAt(offset); i >= 0 {
		return d.Parts[i].Name
	}
	return ""
}

// Lines indexes the lines of the source; those of a part count from its beginning. O(n).
func (d *Document) Lines() *Lines {
	l := NewLines(d.Source, d.Encoding)
	for _, p := range d.Parts {
		if i, there := slices.BinarySearch(l.starts, p.Source.Start); !there {
			l.starts = slices.Insert(l.starts, i, p.Source.Start)
		}
		l.parts = append(l.parts, p.Source.Start)
	}
	return l
}

// Part is a document of its own of the part with that index, with its text as it was read and neither regions nor
// tokens.
func (d *Document) Part(i int) *Document {
	p := &d.Parts[i]
	part := &Document{
		Path:     d.Path + PartMark + p.Name,
		Format:   d.Format,
		Encoding: p.Encoding,
		Source:   d.Source[p.Source.Start:p.Source.End:p.Source.End],
		Text:     &Text{Content: d.Text.Content[p.Text.Start:p.Text.End], Copies: d.Text.Copies.shifted(p.Source, -p.Source.Start), writers: slices.Clip(d.Text.writers)},
		Packed:   true,
	}
	for k := d.Text.find(p.Text.Start); k < len(d.Text.Segments) && d.Text.Segments[k].Text.End <= p.Text.End; k++ {
		s := d.Text.Segments[k]
		s.Text = Span{s.Text.Start - p.Text.Start, s.Text.End - p.Text.Start}
		s.Source = s.Source.shift(-p.Source.Start)
		part.Text.Segments = append(part.Text.Segments, s)
	}
	return part
}

func (r Range) shift(n int) Range { return Range{r.Start + n, r.End + n} }

// Append adds to t, whose content grows in the builder, the text of a part whose bytes begin at an offset of the source,
// a paragraph's gap before it; it is the span that the part has. What stands in no bytes is placed where the segment
// before it ends, so that the segments stay in the order of the source.
func (t *Text) Append(content *strings.Builder, part *Text, at int) Span {
	if content.Len() > 0 && len(part.Content) > 0 {
		from := content.Len()
		content.WriteString("\n\n")
		t.Segments = append(t.Segments, Segment{Text: Span{from, from + 2}, Source: Range{at, at}, Kind: Synthetic})
	}
	span := Span{content.Len(), content.Len() + len(part.Content)}
	content.WriteString(part.Content)
	t.Copies = NewCopies(append(t.Copies, part.Copies.shifted(Range{0, math.MaxInt}, at)...))
	last, writers := at, map[uint32]uint32{}
	for _, s := range part.Segments {
		s.Text = Span{s.Text.Start + span.Start, s.Text.End + span.Start}
		if s.Source.Len() == 0 {
			s.Source = Range{last, last}
		} else {
			s.Source = s.Source.shift(at)
			last = s.Source.End
		}
		if _, known := writers[s.Writer]; !known {
			writers[s.Writer] = t.Writer(part.Escape(&s))
		}
		s.Writer = writers[s.Writer]
		t.Segments = append(t.Segments, s)
	}
	return span
}
