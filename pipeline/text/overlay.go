package text

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Overlay is the text as it would read with the changes made; it still leads to the file. Each
// change leaves a Rewritten segment, so a later change that touches it replaces all that the
// earlier one would have. The changes may come in any order. The errors are nil when all
// went in, otherwise one for each change (nil for those that went in): those of Source, and
// ErrOverlap for a change that overlaps one that starts before it, or at the same place and is
// shorter. O(segments + n log n).
func (t *Text) Overlay(cs []Change) (*Text, []error) {
	var errs []error
	fail := func(i int, err error) {
		if errs == nil {
			errs = make([]error, len(cs))
		}
		errs[i] = err
	}
	type placed struct {
		piece
		change int
	}
	var all []placed
	for i, c := range cs {
		pieces, err := t.resolve(c)
		if err != nil {
			fail(i, err)
			continue
		}
		if len(pieces) > 1 {
			if pieces, err = t.whole(pieces); err != nil {
				fail(i, err)
				continue
			}
		}
		for _, p := range pieces {
			all = append(all, placed{p, i})
		}
	}
	if len(all) == 0 {
		return t, errs
	}
	slices.SortStableFunc(all, func(a, b placed) int {
		x, y := cs[a.change], cs[b.change] // whatever order they came in
		return cmp.Or(a.span.Start-b.span.Start, a.span.End-b.span.End, x.Start-y.Start, x.End-y.End, strings.Compare(x.New, y.New))
	})
	// A change whose pieces are not all free goes out whole.
	end, owner := 0, -1
	for _, p := range all {
		if errs != nil && errs[p.change] != nil {
			continue
		}
		if p.span.Start < end && owner != p.change {
			fail(p.change, ErrOverlap)
			continue
		}
		end, owner = max(end, p.span.End), p.change
	}

	var content strings.Builder
	content.Grow(len(t.Content) + 64)
	next := t.like()
	out := make([]Segment, 0, len(t.Segments)+2*len(all))
	seg, at := 0, 0
	keep := func(to int) { // copies content and segments from at to to
		for at < to {
			g := &t.Segments[seg]
			stop := min(to, g.Text.End)
			s := *g
			if g.Kind == Verbatim && (at > g.Text.Start || stop < g.Text.End) {
				s = t.clip(g, at, stop)
			}
			s.Text = Span{content.Len(), content.Len() + stop - at}
			out = append(out, s)
			content.WriteString(t.Content[at:stop])
			if at = stop; at == g.Text.End {
				seg++
			}
		}
	}
	for _, p := range all {
		if errs != nil && errs[p.change] != nil {
			continue
		}
		keep(p.span.Start)
		start := content.Len()
		content.WriteString(p.new)
		out = append(out, Segment{Text: Span{start, content.Len()}, Source: p.source, Kind: Rewritten, Writer: p.writer})
		for at = p.span.End; seg < len(t.Segments) && t.Segments[seg].Text.End <= at; {
			seg++
		}
	}
	keep(len(t.Content))
	next.Content, next.Segments = content.String(), out
	return next, errs
}

// whole makes one piece of the pieces of a change, line breaks between them included: what was read as one is replaced as
// one, or half of it would be written. // com-|mercial. read as commercial.| -> not commercial|mercial
func (t *Text) whole(pieces []piece) ([]piece, error) {
	c := Change{Span: Span{pieces[0].span.Start, pieces[0].span.Start}}
	for _, p := range pieces {
		c.New += t.Content[c.End:p.span.Start] + p.new
		c.End = p.span.End
	}
	return t.place(c)
}

// Promise is the content that reading the file gives once the edits are spliced into it. The
// edits are those of Source on this Text or on one overlaid on it; they may come in any order but not
// overlap. Edits of Copies leave no trace in it. O(segments + n log n).
func (t *Text) Promise(edits []Edit) (string, error) {
	var out strings.Builder
	out.Grow(len(t.Content) + 64)
	err := t.promise(edits, func(s string) bool {
		out.WriteString(s)
		return true
	})
	if err != nil {
		return "", err
	}
	return out.String(), nil
}

// Differs is the offset of the first byte of a content that is not as Promise says, -1 if there is none. It holds no second
// content.
func (t *Text) Differs(edits []Edit, content string) (int, error) {
	at, same := 0, true
	err := t.promise(edits, func(s string) bool {
		if rest := content[at:]; strings.HasPrefix(rest, s) {
			at += len(s)
			return true
		} else {
			for i := 0; i < len(rest) && i < len(s) && rest[i] == s[i]; i++ {
				at++
			}
		}
		same = false
		return false
	})
	if same && at == len(content) {
		at = -1
	}
	return at, err
}

// promise gives what is promised, piece by piece, as long as it is asked for more. The edits are looked at first.
func (t *Text) promise(edits []Edit, give func(string) bool) error {
	order := make([]int, 0, len(t.Segments))
	for i, s := range t.Segments {
		if s.Kind != Synthetic {
			order = append(order, i)
		}
	}
	bySource := func(a, b int) int { return t.Segments[a].Source.Start - t.Segments[b].Source.Start }
	if !slices.IsSortedFunc(order, bySource) {
		slices.SortFunc(order, bySource)
	}
	var cs []Change
	for _, e := range edits {
		i := sort.Search(len(order), func(i int) bool { return t.Segments[order[i]].Source.End > e.Start })
		if i == len(order) || t.Segments[order[i]].Source.Start >= e.End {
			continue // a copy
		}
		span := Span{t.textOffset(order[i], e.Start), 0}
		for ; i < len(order) && t.Segments[order[i]].Source.Start < e.End; i++ {
			span.End = t.textOffset(order[i], e.End)
		}
		if span.Start < 0 || span.End < span.Start {
			return ErrBounds
		}
		cs = append(cs, Change{span, e.Reads})
	}
	slices.SortFunc(cs, func(a, b Change) int { return a.Start - b.Start })
	at := 0
	for _, c := range cs {
		if c.Start < at {
			return ErrOverlap
		}
		at = c.End
	}
	at = 0
	for _, c := range cs {
		if !give(t.Content[at:c.Start]) || !give(c.New) {
			return nil
		}
		at = c.End
	}
	give(t.Content[at:])
	return nil
}

// textOffset is the offset in the text of a source offset in or beside segment i; -1 if it cuts a
// character, or a segment that is all or nothing.
func (t *Text) textOffset(i, offset int) int {
	s := &t.Segments[i]
	switch {
	case offset <= s.Source.Start:
		return s.Text.Start
	case offset >= s.Source.End:
		return s.Text.End
	case s.Kind == Verbatim:
		if at, whole := t.back(s, offset); whole {
			return at
		}
	}
	return -1
}

// Locate is the span that reads the bytes of a range; a character or a Rewritten segment counts whole. Where
// the range holds no reading text the span is empty, at the place where it would stand.
// Segments that have bytes must be in the order of the source. O(log n).
func (t *Text) Locate(r Range) Span {
	i := sort.Search(len(t.Segments), func(i int) bool {
		for i >= 0 && t.Segments[i].Source.Len() == 0 { // the space between two paragraphs stands in no file
			i--
		}
		return i >= 0 && t.Segments[i].Source.End > r.Start
	})
	if i == len(t.Segments) {
		return Span{len(t.Content), len(t.Content)}
	}
	s := Span{t.Segments[i].Text.Start, t.Segments[i].Text.Start}
	for first := true; i < len(t.Segments) && t.Segments[i].Source.Start < r.End; i++ {
		g := &t.Segments[i]
		if g.Source.Len() == 0 {
			continue
		}
		from, to := g.Text.Start, g.Text.End
		if g.Kind == Verbatim && r.Start > g.Source.Start {
			from, _ = t.back(g, r.Start)
		}
		if g.Kind == Verbatim && r.End < g.Source.End {
			var whole bool
			if to, whole = t.back(g, r.End); !whole {
				_, size := utf8.DecodeRuneInString(t.Content[to:])
				to += size
			}
		}
		if first {
			s.Start, first = from, false
		}
		s.End = to
	}
	return s
}

// Window is a run of the text by itself; it leads to the same bytes. O(segments in it).
func (t *Text) Window(s Span) *Text {
	w := t.like()
	w.Content = t.Content[s.Start:s.End]
	for i := t.find(s.Start); i < len(t.Segments) && t.Segments[i].Text.Start < s.End; i++ {
		g := t.Segments[i]
		if g.Kind == Verbatim {
			g = t.clip(&g, max(s.Start, g.Text.Start), min(s.End, g.Text.End))
		}
		g.Text = Span{max(g.Text.Start, s.Start) - s.Start, min(g.Text.End, s.End) - s.Start}
		w.Segments = append(w.Segments, g)
	}
	return w
}
