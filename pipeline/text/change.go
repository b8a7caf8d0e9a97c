package text

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Source is how a change comes about in the file: the smallest edits that do it, sorted. A
// change that keeps its line breaks gets edits between them, so a break is never rewritten.
// One that falls on both sides of a tag gets edits on either side; see apart. A change that changes nothing has no edits. Errors: ErrProtected, ErrSynthetic, ErrBounds, and those of
// the segment's Escape (a letter that the encoding cannot hold).
func (t *Text) Source(c Change) ([]Edit, error) {
	pieces, err := t.resolve(c)
	if err == ErrProtected {
		pieces, err = t.apart(c)
	}
	if err != nil {
		return nil, err
	}
	var edits []Edit
	for _, p := range pieces {
		e := Edit{Range: p.source, New: p.new, Reads: p.new}
		if escape := t.writer(p.writer); escape != nil {
			if e.New, err = escape(p.new); err != nil {
				return nil, err
			}
		}
		edits = append(edits, e)
		for _, r := range p.also {
			edits = append(edits, Edit{Range: r, New: e.New, Reads: e.Reads})
		}
	}
	slices.SortFunc(edits, func(a, b Edit) int { return a.Start - b.Start })
	return edits, nil
}

// A piece is a change made ready: it replaces at least one character, covers Rewritten
// segments whole, and has one contiguous source range.
type piece struct {
	span   Span
	new    string
	source Range
	also   []Range
	writer uint32
}

func (t *Text) resolve(c Change) ([]piece, error) {
	if c.Start < 0 || c.End < c.Start || c.End > len(t.Content) || !boundary(t.Content, c.Start) || !boundary(t.Content, c.End) {
		return nil, fmt.Errorf("change of %d to %d of %d: %w", c.Start, c.End, len(t.Content), ErrBounds)
	}
	c.New = strings.ToValidUTF8(c.New, "\uFFFD")
	old := t.Content[c.Start:c.End]
	if n := strings.Count(old, "\n"); n > 0 && n == strings.Count(c.New, "\n") {
		return t.resolveLines(c.Start, strings.Split(old, "\n"), strings.Split(c.New, "\n"))
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

// resolveLines resolves a change line by line.
func (t *Text) resolveLines(at int, old, new []string) ([]piece, error) {
	var pieces []piece
	var last Change
	for i, line := range old {
		c := Change{Span{at, at + len(line)}, new[i]}
		at += len(line) + 1
		p, err := t.resolve(c)
		if err != nil {
			return nil, err
		}
		if len(p) == 0 {
			continue
		}
		if n := len(pieces) - 1; n >= 0 && pieces[n].span.End == c.Start-1 {
			// A line that only loses its beginning, after one that changed its end, holds on to that and not to what
			// follows. // por-|tion irom -> portion|irom: irom is not touched
			if d := t.trim(c); d.Start == c.Start && d.New == "" && strings.Trim(last.New, "\n") != "" {
				c = t.trim(Change{Span{last.Start, d.End}, last.New + "\n"})
				if p, err = t.place(c); err != nil {
					return nil, err
				}
				pieces, last = append(pieces[:n], p...), c
				continue
			}
		}
		if n := len(pieces) - 1; n >= 0 && p[0].span.Start < pieces[n].span.End {
			// Both want the same bytes: two lines that lose all they had want the break between
			// them, or one Rewritten segment reaches over it.
			c = Change{Span{last.Start, c.End}, last.New + t.Content[last.End:c.Start] + c.New}
			if p, err = t.place(c); err != nil {
				return nil, err
			}
			pieces = pieces[:n]
		}
		pieces, last = append(pieces, p...), c
	}
	return pieces, nil
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

// widen takes in a neighbouring character: of those that can be edited the one that stands so in
// the file, else one that has been rewritten, else a line break; of two the one before.
// cafe|s -> e to es; Houſ|-|e, its ſ read as s -> -e to e, for s would overwrite ſ
func (t *Text) widen(c Change) (Change, bool) {
	before, after := clusterStart(t.Content, c.Start), clusterEnd(t.Content, c.End)
	left := Change{Span{before, c.End}, t.Content[before:c.Start] + c.New}
	right := Change{Span{c.Start, after}, c.New + t.Content[c.End:after]}
	for rank := range 3 {
		if before < c.Start && t.standing(before) == rank {
			if _, err := t.place(left); err == nil {
				return left, true
			}
		}
		if after > c.End && t.standing(c.End) == rank {
			if _, err := t.place(right); err == nil {
				return right, true
			}
		}
	}
	return c, false
}

// standing ranks the character at offset: 0 it stands so in the file, 1 it has been rewritten, 2 it
// is a line break.
func (t *Text) standing(offset int) int {
	switch {
	case t.Content[offset] == '\n':
		return 2
	case t.Segments[t.find(offset)].Kind != Verbatim:
		return 1
	}
	return 0
}

// place finds the bytes of a change that replaces at least one character. Its Escape is that of the
// first segment, but a line break it covers knows best how the file writes that.
func (t *Text) place(c Change) ([]piece, error) {
	i := t.find(c.Start)
	p := piece{span: c.Span, new: c.New, writer: t.Segments[i].Writer}
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
			breaks, p.writer = true, g.Writer
		}
		source := g.Source
		if g.Kind == Verbatim {
			source = Range{t.at(g, max(c.Start, g.Text.Start)), t.at(g, min(c.End, g.Text.End))}
		} else {
			if c.Start > g.Text.Start {
				p.span.Start, p.new = g.Text.Start, t.Content[g.Text.Start:c.Start]+p.new
			}
			if c.End < g.Text.End {
				p.span.End, p.new = g.Text.End, p.new+t.Content[c.End:g.Text.End]
			}
		}
		if j == i {
			p.source = source
		}
		p.source.End = source.End
	}
	var whole bool
	if p.also, whole = t.Copies.of(p.source); !whole {
		return nil, ErrProtected // the copies are not one run as this is
	}
	return []piece{p}, nil
}

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
