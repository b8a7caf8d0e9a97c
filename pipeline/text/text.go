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
	"unicode"
	"unicode/utf8"
)

// Kind says what may be done to a Segment.
type Kind uint8

const (
	// Verbatim: any part may be edited. Every character of the run takes Width bytes of the
	// source (1 in KOI8-R, 2 in UTF-16), or as many as in the text if Width is 0 (UTF-8).
	Verbatim Kind = iota
	// Rewritten: an entity, a line end of two bytes, an earlier normalization: all of it or
	// nothing is replaced.
	Rewritten
	// Synthetic: never edited. The space between two words that the file keeps in two
	// elements (its Source is empty), or the U+FFFD for bytes that are no character.
	Synthetic
)

// A Segment ties a run of Content to its bytes. Bytes under no segment are protected.
type Segment struct {
	Text   Span
	Source Range
	Also   []Range // where the file says the same again, byte for byte
	Kind   Kind
	Width  uint8                        // of a Verbatim segment: bytes of a character in the source
	Escape func(string) (string, error) // reading text to bytes of the file; nil: as is
}

// at is the source offset of an offset in the text that lies within or at an end of a Verbatim
// segment. O(1), or O(length of the segment) where characters of several lengths have the
// same Width: formats keep such runs to a kilobyte or so.
func (t *Text) at(s *Segment, offset int) int {
	n := offset - s.Text.Start
	switch width := int(s.Width); {
	case width == 0:
		return s.Source.Start + n
	case s.Text.Len()*width == s.Source.Len(): // all ASCII
		return s.Source.Start + n*width
	default:
		return s.Source.Start + width*utf8.RuneCountInString(t.Content[s.Text.Start:offset])
	}
}

// back is the offset in the text of the character that a source offset within a Verbatim segment
// belongs to; false if the offset lies inside it.
func (t *Text) back(s *Segment, offset int) (int, bool) {
	n, width := offset-s.Source.Start, int(s.Width)
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

// clip is the part of a Verbatim segment from one offset in the text to another.
func (t *Text) clip(s *Segment, from, to int) Segment {
	c := *s
	c.Text = Span{from, to}
	c.Source = Range{t.at(s, from), t.at(s, to)}
	if s.Also != nil {
		c.Also = make([]Range, len(s.Also))
		for i, r := range s.Also {
			c.Also[i] = Range{r.Start + c.Source.Start - s.Source.Start, r.Start + c.Source.End - s.Source.Start}
		}
	}
	return c
}

// A Text is what a reader reads, valid UTF-8, and the way back. It is immutable. Segments are in
// the order of the text, none is empty in the text, each but a Synthetic one has bytes, no
// two share a byte of the source, and together they cover Content.
type Text struct {
	Content  string
	Segments []Segment
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
		sources = append(append(sources, s.Source), s.Also...)
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

// Source is how a change comes about in the file: the smallest edits that do it, sorted. A
// change that keeps its line breaks gets edits between them, so a break is never rewritten.
// A change that changes nothing has no edits. Errors: ErrProtected, ErrSynthetic, ErrBounds, and those of
// Segment.Escape (a letter that the encoding cannot hold).
func (t *Text) Source(c Change) ([]Edit, error) {
	pieces, err := t.resolve(c)
	if err != nil {
		return nil, err
	}
	var edits []Edit
	for _, p := range pieces {
		e := Edit{Range: p.source, New: p.new, Reads: p.new}
		if p.escape != nil {
			if e.New, err = p.escape(p.new); err != nil {
				return nil, err
			}
		}
		edits = append(edits, e)
		for _, r := range p.also {
			edits = append(edits, Edit{Range: r, New: e.New, Reads: e.Reads})
		}
	}
	return edits, nil
}

// A piece is a change made ready: it replaces at least one character, covers Rewritten
// segments whole, and has one contiguous source range.
type piece struct {
	span   Span
	new    string
	source Range
	also   []Range
	escape func(string) (string, error)
}

func (t *Text) resolve(c Change) ([]piece, error) {
	if c.Start < 0 || c.End < c.Start || c.End > len(t.Content) || !boundary(t.Content, c.Start) || !boundary(t.Content, c.End) {
		return nil, fmt.Errorf("change of %d to %d of %d: %w", c.Start, c.End, len(t.Content), ErrBounds)
	}
	c.New = strings.ToValidUTF8(c.New, "\uFFFD")
	old := t.Content[c.Start:c.End]
	if n := strings.Count(old, "\n"); n > 0 && n == strings.Count(c.New, "\n") {
		var pieces []piece
		at, news := c.Start, strings.Split(c.New, "\n")
		for i, line := range strings.Split(old, "\n") {
			p, err := t.resolve(Change{Span{at, at + len(line)}, news[i]})
			if err != nil {
				return nil, err
			}
			if n := len(pieces); n > 0 && len(p) > 0 && p[0].span.Start < pieces[n-1].span.End {
				// Both lines lost all they had, and both took in the break between them.
				last := &pieces[n-1]
				last.new += strings.TrimPrefix(p[0].new, "\n")
				last.span.End, last.source.End = p[0].span.End, p[0].source.End
				p = nil
			}
			pieces = append(pieces, p...)
			at += len(line) + 1
		}
		return pieces, nil
	}
	c = t.trim(c)
	if c.Start == c.End && c.New == "" {
		return nil, nil
	}
	if c.Start == c.End || c.New == "" {
		var ok bool
		if c, ok = t.widen(c); !ok {
			return nil, ErrProtected
		}
	}
	return t.place(c)
}

// trim takes off what old and new have in common at both ends, never parting a letter from
// its combining marks.
func (t *Text) trim(c Change) Change {
	old := t.Content[c.Start:c.End]
	n := 0
	for n < len(old) && n < len(c.New) && old[n] == c.New[n] {
		n++
	}
	for n > 0 && !(cluster(old, n) && cluster(c.New, n) && cluster(t.Content, c.Start+n)) {
		n--
	}
	c.Start, c.New, old = c.Start+n, c.New[n:], old[n:]
	m := 0
	for m < len(old) && m < len(c.New) && old[len(old)-1-m] == c.New[len(c.New)-1-m] {
		m++
	}
	for m > 0 && !(cluster(old, len(old)-m) && cluster(c.New, len(c.New)-m) && cluster(t.Content, c.End-m)) {
		m--
	}
	c.End, c.New = c.End-m, c.New[:len(c.New)-m]
	return c
}

// widen takes in a neighbouring character: the one before, or after where that one cannot be
// edited, and a line break only where there is no other. // cafe|s -> e to es
func (t *Text) widen(c Change) (Change, bool) {
	before, after := clusterStart(t.Content, c.Start), clusterEnd(t.Content, c.End)
	left := Change{Span{before, c.End}, t.Content[before:c.Start] + c.New}
	right := Change{Span{c.Start, after}, c.New + t.Content[c.End:after]}
	for _, breaks := range []bool{false, true} {
		if before < c.Start && (t.Content[before] == '\n') == breaks {
			if _, err := t.place(left); err == nil {
				return left, true
			}
		}
		if after > c.End && (t.Content[c.End] == '\n') == breaks {
			if _, err := t.place(right); err == nil {
				return right, true
			}
		}
	}
	return c, false
}

// place finds the bytes of a change that replaces at least one character. Its Escape is that of the
// first segment, but a line break it covers knows best how the file writes that.
func (t *Text) place(c Change) ([]piece, error) {
	i := t.find(c.Start)
	p := piece{span: c.Span, new: c.New, escape: t.Segments[i].Escape}
	breaks := false
	for j := i; j < len(t.Segments) && t.Segments[j].Text.Start < c.End; j++ {
		g := &t.Segments[j]
		if g.Kind == Synthetic {
			return nil, ErrSynthetic
		}
		if j > i && g.Source.Start != t.Segments[j-1].Source.End {
			return nil, ErrProtected
		}
		if !breaks && t.Content[g.Text.Start:g.Text.End] == "\n" {
			breaks, p.escape = true, g.Escape
		}
		part := *g
		if g.Kind == Verbatim {
			part = t.clip(g, max(c.Start, g.Text.Start), min(c.End, g.Text.End))
		} else {
			if c.Start > g.Text.Start {
				p.span.Start, p.new = g.Text.Start, t.Content[g.Text.Start:c.Start]+p.new
			}
			if c.End < g.Text.End {
				p.span.End, p.new = g.Text.End, p.new+t.Content[c.End:g.Text.End]
			}
		}
		if j == i {
			p.source, p.also = part.Source, part.Also
		} else {
			p.source.End = part.Source.End
			if len(p.also) > 0 || len(part.Also) > 0 {
				return nil, ErrProtected // copies cannot be followed across segments
			}
		}
	}
	return []piece{p}, nil
}

func boundary(s string, i int) bool { return i == 0 || i == len(s) || utf8.RuneStart(s[i]) }

// cluster reports whether s may be cut at i: between characters, and not before a combining mark.
func cluster(s string, i int) bool {
	if !boundary(s, i) {
		return false
	}
	if i >= len(s) || s[i] < 0x80 {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return !unicode.Is(unicode.M, r)
}

// clusterStart is where the character before i begins, its combining marks counted in.
func clusterStart(s string, i int) int {
	for i > 0 {
		_, n := utf8.DecodeLastRuneInString(s[:i])
		if i -= n; cluster(s, i) {
			break
		}
	}
	return i
}

// clusterEnd is where the character at i ends, its combining marks counted in.
func clusterEnd(s string, i int) int {
	if i < len(s) {
		_, n := utf8.DecodeRuneInString(s[i:])
		for i += n; i < len(s) && !cluster(s, i); i += n {
			_, n = utf8.DecodeRuneInString(s[i:])
		}
	}
	return i
}
