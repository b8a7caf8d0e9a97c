package text

import (
	"slices"
	"sort"
)

// RegionKind says what a run of a document is.
type RegionKind uint8

const (
	Paragraph      RegionKind = iota // between blank lines, or as the format says
	Heading                          // a paragraph that titles what follows
	Header                           // the block that names source, transcriber, licence: never edited
	Note                             // a foot- or endnote with its number
	Citation                         // [Vol. 11, p. 40]: where a quotation comes from
	Quotation                        // a run-in quotation, its marks included
	BlockQuotation                   // a quotation that is a paragraph of its own
	Editorial                        // [sic], the word before it, and what else stands in an editor's brackets: never edited
	Exhibit                          // one to three words in quotation marks that the author holds up: “vigilance”
	Foreign                          // a run in another language
	RunningHead                      // a page's number or head that stands in the text
	regionKinds
)

var regionNames = [regionKinds]string{
	"paragraph", "heading", "header", "note", "citation", "quotation", "block-quotation", "editorial", "exhibit", "foreign", "running-head",
}

func (k RegionKind) String() string { return regionNames[k] }

// RegionKinds is how many kinds there are: for k := range RegionKinds.
const RegionKinds = regionKinds

// A Region is a run of one kind. Regions of different kinds may nest and overlap.
type Region struct {
	Span
	Kind  RegionKind
	Depth int    // quotations in quotations: 0 is outermost
	Lang  string // BCP 47, empty if unknown
}

// Regions are all regions of a document, by start, outer before inner.
type Regions struct {
	All    []Region
	merged [regionKinds][]Span // of each kind, overlapping ones made one, by start
}

// NewRegions sorts the regions and makes them searchable.
func NewRegions(all []Region) Regions {
	slices.SortStableFunc(all, func(a, b Region) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	rs := Regions{All: all}
	for _, r := range all {
		m := rs.merged[r.Kind]
		// Paragraphs that touch stay apart; they never overlap.
		if n := len(m); n > 0 && r.Start < m[n-1].End {
			m[n-1].End = max(m[n-1].End, r.End)
			continue
		}
		rs.merged[r.Kind] = append(m, r.Span)
	}
	return rs
}

// Of lists the outermost runs of a kind, in order, disjoint. The slice must not be changed.
func (rs *Regions) Of(k RegionKind) []Span { return rs.merged[k] }

// Touches reports whether the span shares a byte with a region of the kind; an empty span
// counts as the byte at its start. O(log n).
func (rs *Regions) Touches(k RegionKind, s Span) bool {
	m := rs.merged[k]
	if s.End == s.Start {
		s.End++
	}
	i := sort.Search(len(m), func(i int) bool { return m[i].End > s.Start })
	return i < len(m) && m[i].Start < s.End
}

// Around is the outermost region of the kind that holds the byte at offset. O(log n).
func (rs *Regions) Around(k RegionKind, offset int) (Span, bool) {
	m := rs.merged[k]
	i := sort.Search(len(m), func(i int) bool { return m[i].End > offset })
	if i < len(m) && m[i].Start <= offset {
		return m[i], true
	}
	return Span{}, false
}

// Shape is what a Token looks like, as bits.
type Shape uint16

const (
	Letters       Shape = 1 << iota // has a letter
	Digits                          // has a digit
	Lower                           // has a lower-case letter
	Upper                           // has an upper-case letter
	Initial                         // begins with an upper-case letter
	InnerUpper                      // an upper-case letter stands after a lower-case one
	Apostrophe                      // has ' or ’ inside
	NonASCII                        // has a byte over 0x7F
	SentenceStart                   // begins a sentence, a line of its own, or a quotation
)

// A Token is a word or a number: a run of letters, digits and combining marks, with single
// apostrophes between letters (’ and '). A hyphen ends a token.
type Token struct {
	Span
	Shape Shape
}

// Is reports whether all bits of s are set.
func (t Token) Is(s Shape) bool { return t.Shape&s == s }

// A Comment is what a file says to its editors and no reader sees.
type Comment struct {
	Range
	Content string // with the signs around it: <!-- … -->
}

// A PageBreak is where a page of the print begins that the markup gives a number: <pb n="35"/>.
type PageBreak struct {
	At     int // in the text as it was read from the file, before any Overlay
	Number int
}

// A Document is a text with what is known of its parts. It is immutable: a stage that learns
// more makes the next one.
type Document struct {
	Path     string
	Format   string // name of the format that read it
	Encoding string // IANA name of the character encoding
	Source   []byte
	Text     *Text
	Regions  Regions
	Tokens   []Token     // in order
	Scan     Scan        // empty but where OCR made the file
	Comments []Comment   // those that speak to emend, in order
	Breaks   []PageBreak // where pages begin that the markup numbers, in order
	Shape    uint64      // of the structure that the text itself makes, as in Markdown: no edit of words changes it; 0: markup makes it
	Package  Package     // what Source was unpacked from; nil: Source is the file
	Parts    []Part      // of a package, in the order of Source, which they cover
	Packed   bool        // it is a part of a package: Path names no file
}

// Word is the text of a token.
func (d *Document) Word(i int) string {
	t := d.Tokens[i]
	return d.Text.Content[t.Start:t.End]
}

// Gap is what stands between token i-1 and token i; before the first and after the last token
// it reaches to the end of the content.
func (d *Document) Gap(i int) Span {
	s := Span{0, len(d.Text.Content)}
	if i > 0 {
		s.Start = d.Tokens[i-1].End
	}
	if i < len(d.Tokens) {
		s.End = d.Tokens[i].Start
	}
	return s
}

// TokenAt is the index of the first token that ends after offset. O(log n).
func (d *Document) TokenAt(offset int) int {
	return sort.Search(len(d.Tokens), func(i int) bool { return d.Tokens[i].End > offset })
}

// Quoted reports whether the span stands in a quotation, run-in or block. The words an author exhibits
// in quotation marks count as quoted.
func (d *Document) Quoted(s Span) bool {
	return d.Regions.Touches(Quotation, s) || d.Regions.Touches(BlockQuotation, s)
}

// Protected reports whether the span touches what is never edited: a header or licence block
// or an editor's brackets.
func (d *Document) Protected(s Span) bool {
	return d.Regions.Touches(Header, s) || d.Regions.Touches(Editorial, s)
}
