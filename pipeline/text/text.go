// Package text is reading text with a way back to its bytes.
//
// A format makes a Text from a file. A normalize rule makes the next Text from the last by
// Overlay. Whatever is proposed on the last of them leads by Source to edits of the untouched
// file. The package knows nothing of formats, rules or findings.
//
// Its laws, each a fuzz target:
//
//   - nothing changed, same bytes; outside the edits, same bytes
//   - edits may come in any order
//   - reading the spliced file again gives what Promise said
//   - of two stages' edits the later one misses the earlier or covers it whole
package text

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Kind says what may be done to a Segment.
type Kind uint8

const (
	// Verbatim: any part may be edited. Every character of the run takes Width bytes of the
	// source (1 in KOI8-R, 2 in UTF-16), or as many as in the text if Width is 0 (UTF-8); with Pairs
	// each "\n" is a CR LF and takes twice that.
	Verbatim Kind = iota
	// Rewritten: an entity, a line end unlike most of the file's, an earlier normalization: all of it or
	// nothing is replaced.
	Rewritten
	// Synthetic: never edited. The space between two words that the file keeps in two
	// elements (its Source is empty), or the U+FFFD for bytes that are no character.
	Synthetic
)

// Pairs is the bit of a Width that says that line ends are a CR LF each.
const Pairs = 0x80

// A Segment ties a run of Content to its bytes. Bytes under no segment are protected. It holds no pointer: a file
// of many words has as many segments, and the collector of memory need not look at them.
type Segment struct {
	Text   Span
	Source Range
	Kind   Kind
	Width  uint8  // of a Verbatim segment: bytes of a character in the source, and Pairs
	Writer uint32 // what makes bytes of the file of its text: see Text.Writer; 0: as is
}

// An Escape makes bytes of the file of reading text. Its error says what cannot be written.
type Escape = func(string) (string, error)

// Writer makes an Escape known to the text that is being built, for its segments to name: 0 for nil.
func (t *Text) Writer(e Escape) uint32 {
	if e == nil {
		return 0
	}
	t.writers = append(t.writers, e)
	return uint32(len(t.writers))
}

// Escape is what makes bytes of the file of the text of a segment; nil: as is.
func (t *Text) Escape(s *Segment) Escape { return t.writer(s.Writer) }

func (t *Text) writer(n uint32) Escape {
	if n == 0 {
		return nil
	}
	return t.writers[n-1]
}

// at is the source offset of an offset in the text that lies within or at an end of a Verbatim
// segment. O(1), or O(length of the segment) where characters of several lengths have the
// same Width, or line ends are pairs: formats keep such runs to a kilobyte or so.
func (t *Text) at(s *Segment, offset int) int {
	n := offset - s.Text.Start
	switch width := int(s.Width &^ Pairs); {
	case s.Width&Pairs != 0:
		return s.Source.Start + Measure(t.Content[s.Text.Start:offset], width)
	case width == 0:
		return s.Source.Start + n
	case s.Text.Len()*width == s.Source.Len(): // all ASCII
		return s.Source.Start + n*width
	default:
		return s.Source.Start + width*utf8.RuneCountInString(t.Content[s.Text.Start:offset])
	}
}

// Measure is how many bytes of the source a run takes whose line ends are Pairs.
func Measure(s string, width int) int {
	pairs := strings.Count(s, "\n")
	if width == 0 {
		return len(s) + pairs
	}
	return width * (utf8.RuneCountInString(s) + pairs)
}

// back is the offset in the text of the character that a source offset within a Verbatim segment
// belongs to; false if the offset lies inside it.
func (t *Text) back(s *Segment, offset int) (int, bool) {
	n, width := offset-s.Source.Start, int(s.Width&^Pairs)
	if s.Width&Pairs != 0 {
		return t.backPairs(s, n)
	}
	if width == 0 {
		at := s.Text.Start + n
		for !boundary(t.Content, at) {
			at--
		}
		return at, at == s.Text.Start+n
	}
	count, whole := n/width, n%width == 0
	if s.Text.Len()*width == s.Source.Len() {
		return s.Text.Start + count, whole
	}
	at := s.Text.Start
	for ; count > 0; count-- {
		_, size := utf8.DecodeRuneInString(t.Content[at:])
		at += size
	}
	return at, whole
}

// backPairs is back, n bytes from the beginning of a segment whose line ends are pairs.
func (t *Text) backPairs(s *Segment, n int) (int, bool) {
	at, width := s.Text.Start, int(s.Width&^Pairs)
	for at < s.Text.End && n > 0 {
		r, size := utf8.DecodeRuneInString(t.Content[at:])
		bytes := width
		if width == 0 {
			bytes = size
		}
		if r == '\n' {
			bytes *= 2
		}
		if n < bytes {
			return at, false
		}
		at, n = at+size, n-bytes
	}
	return at, true
}

// clip is the part of a Verbatim segment from one offset in the text to another.
func (t *Text) clip(s *Segment, from, to int) Segment {
	c := *s
	c.Text = Span{from, to}
	c.Source = Range{t.at(s, from), t.at(s, to)}
	return c
}

// like is an empty text whose segments may be those of t.
func (t *Text) like() *Text {
	return &Text{Copies: t.Copies, writers: slices.Clip(t.writers)}
}

// A Text is what a reader reads, valid UTF-8, and the way back. It is immutable. Segments are in
// the order of the text, none is empty in the text, each but a Synthetic one has bytes, no
// two share a byte of the source, and together they cover Content.
type Text struct {
	Content  string
	Segments []Segment
	Copies   Copies // what the file says twice
	writers  []Escape
}

// Check returns an error that names the first broken invariant. For tests of formats. O(n log n).
func (t *Text) Check() error {
	at := 0
	var sources []Range
	if !utf8.ValidString(t.Content) {
		return fmt.Errorf("content is not valid UTF-8")
	}
	for i, s := range t.Segments {
		if s.Text.Start != at || s.Text.End <= s.Text.Start || s.Text.End > len(t.Content) {
			return fmt.Errorf("segment %d covers %v, want it to start at %d of %d", i, s.Text, at, len(t.Content))
		}
		if !boundary(t.Content, s.Text.Start) {
			return fmt.Errorf("segment %d starts inside a character", i)
		}
		at = s.Text.End
		if s.Kind == Synthetic && s.Source.Len() == 0 {
			continue
		}
		if s.Source.Len() <= 0 {
			return fmt.Errorf("segment %d has no bytes", i)
		}
		if s.Kind == Verbatim && t.at(&s, s.Text.End) != s.Source.End {
			return fmt.Errorf("segment %d: %d bytes of text are not %d of source at width %d", i, s.Text.Len(), s.Source.Len(), s.Width)
		}
		sources = append(sources, s.Source)
	}
	for _, c := range t.Copies {
		if t.Locate(c.Range).Len() == 0 {
			return fmt.Errorf("no text stands at %v, which has a copy", c.Range)
		}
		sources = append(sources, Range{c.At, c.At + c.Len()})
	}
	if at != len(t.Content) {
		return fmt.Errorf("segments end at %d of %d", at, len(t.Content))
	}
	slices.SortFunc(sources, func(a, b Range) int { return a.Start - b.Start })
	for i := 1; i < len(sources); i++ {
		if sources[i].Start < sources[i-1].End {
			return fmt.Errorf("two segments share source bytes at %d", sources[i].Start)
		}
	}
	return nil
}

// find is the index of the segment that holds the byte at offset; len(Segments) at the end. O(log n).
func (t *Text) find(offset int) int {
	return sort.Search(len(t.Segments), func(i int) bool { return t.Segments[i].Text.End > offset })
}

// Origin is the smallest Range that holds all bytes behind the span: what to show, not what
// to edit. A span of Synthetic text alone gives an empty Range where its left neighbour ends.
func (t *Text) Origin(s Span) Range {
	i := t.find(s.Start)
	r, found := Range{}, false
	for ; i < len(t.Segments) && t.Segments[i].Text.Start < max(s.End, s.Start+1); i++ {
		g := &t.Segments[i]
		if g.Source.Len() == 0 {
			continue
		}
		o := g.Source
		if g.Kind == Verbatim {
			o = Range{t.at(g, max(s.Start, g.Text.Start)), t.at(g, min(s.End, g.Text.End))}
		}
		if !found {
			r, found = o, true
		}
		r = Range{min(r.Start, o.Start), max(r.End, o.End)}
	}
	if !found {
		for i = min(i, len(t.Segments)) - 1; i >= 0; i-- {
			if g := &t.Segments[i]; g.Source.Len() > 0 && g.Text.End <= s.Start {
				return Range{g.Source.End, g.Source.End}
			}
		}
	}
	return r
}

func boundary(s string, i int) bool { return i == 0 || i == len(s) || utf8.RuneStart(s[i]) }
