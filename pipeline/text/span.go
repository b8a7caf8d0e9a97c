package text

import (
	"errors"
	"fmt"
	"slices"
)

// A Span is a run of reading text: byte offsets into Text.Content, 0-based, End exclusive.
// It begins and ends between characters.
type Span struct{ Start, End int }

// A Range is a run of the source: byte offsets into the file as it was read, 0-based, End
// exclusive. It is a type of its own so that the two coordinates never mix.
type Range struct{ Start, End int }

// Len is the number of bytes.
func (s Span) Len() int { return s.End - s.Start }

// Len is the number of bytes.
func (r Range) Len() int { return r.End - r.Start }

// Overlaps reports whether the two share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Overlaps reports whether the two share a byte.
func (r Range) Overlaps(o Range) bool { return r.Start < o.End && o.Start < r.End }

// Covers reports whether every byte of o is a byte of s.
func (s Span) Covers(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Covers reports whether every byte of o is a byte of r.
func (r Range) Covers(o Range) bool { return r.Start <= o.Start && o.End <= r.End }

// An Edit replaces the bytes of its Range. It is the only way a file is ever changed, and it
// always replaces at least one byte: an insertion is written as its neighbour replaced
// ("cafe" to "cafes": e to es), so two edits either miss each other or one covers the other.
type Edit struct {
	Range
	New   string // the bytes that are to stand there: escaped and encoded as the file wants them
	Reads string // what a reader of the file then reads there
}

// A Change is the same wish in the reading text. Its Span may be empty (an insertion).
type Change struct {
	Span
	New string
}

var (
	// ErrProtected: the change would cross bytes that belong to no reading text (a tag).
	ErrProtected = errors.New("crosses markup or other protected bytes")
	// ErrSynthetic: the change touches what stands in no file, or what is no character.
	ErrSynthetic = errors.New("touches text that is not in the file as such")
	// ErrOverlap: two edits want the same bytes.
	ErrOverlap = errors.New("overlaps another edit")
	// ErrBounds: the span or range lies outside the text, or cuts a character in two.
	ErrBounds = errors.New("out of bounds")
)

// Splice returns src with the edits made. The edits may come in any order; the result is the
// same. It fails with ErrOverlap or ErrBounds and then returns nothing. O(bytes + n log n).
func Splice(src []byte, edits []Edit) ([]byte, error) {
	sorted := slices.Clone(edits)
	slices.SortFunc(sorted, func(a, b Edit) int { return a.Start - b.Start })
	size, last := len(src), 0
	for _, e := range sorted {
		if e.Start < 0 || e.End > len(src) || e.Start >= e.End {
			return nil, fmt.Errorf("edit of bytes %d to %d of %d: %w", e.Start, e.End, len(src), ErrBounds)
		}
		if e.Start < last {
			return nil, fmt.Errorf("edit of bytes %d to %d: %w", e.Start, e.End, ErrOverlap)
		}
		last = e.End
		size += len(e.New) - e.Len()
	}
	out, at := make([]byte, 0, size), 0
	for _, e := range sorted {
		out = append(out, src[at:e.Start]...)
		out = append(out, e.New...)
		at = e.End
	}
	return append(out, src[at:]...), nil
}
