// Package collate compares two versions of one text, as an editor compares witnesses: where they differ, word by word, and which
// findings of the one the other agrees with.
package collate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/evaluate"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

// Exactly are the changes that make of one reading text the other, byte for byte: whole words, in order, apart from each other.
func Exactly(old, new string) []text.Change {
	return words(old, new, nil)
}

// Changes are those that make of one reading text the other but for white space and for hyphens at line ends: lines are laid out
// as in old. A change that reaches over a line end of old keeps it.
func Changes(old, new string) []text.Change {
	o, n := unfold(old), unfold(new)
	changes := words(o.flat, n.flat, o)
	out := changes[:0]
	for _, c := range changes {
		c.Span = text.Span{Start: o.start(c.Start), End: o.end(c.End)}
		if c.Start < c.End && old[c.Start:c.End] != c.New {
			out = append(out, c)
		}
	}
	return out
}

// A flat text has each run of white space as one blank, none at its ends, and words that a line end parts with a hyphen as one.
type flat struct {
	content string
	flat    string
	at      []int    // in content, of each byte of flat, and its end
	breaks  []breach // in order
}

// A breach is what stands in content for one blank of flat, or for nothing between two of its letters.
type breach struct {
	at   int    // in flat
	size int    // in flat: 1 for a blank, 0 for a hyphen and its line end
	text string // as content has it
}

func unfold(content string) *flat {
	f := &flat{content: content}
	var b strings.Builder
	emit := func(s string, at int) {
		for i := range len(s) {
			f.at = append(f.at, at+i)
		}
		b.WriteString(s)
	}
	for i := 0; i < len(content); {
		r, n := utf8.DecodeRuneInString(content[i:])
		if end, ok := lineEndHyphen(content, i); ok {
			f.breaks = append(f.breaks, breach{b.Len(), 0, content[i:end]})
			i = end
			continue
		}
		if !unicode.IsSpace(r) {
			emit(content[i:i+n], i)
			i += n
			continue
		}
		end := i
		for end < len(content) {
			r, n := utf8.DecodeRuneInString(content[end:])
			if !unicode.IsSpace(r) {
				break
			}
			end += n
		}
		if b.Len() > 0 && end < len(content) {
			if content[i:end] != " " {
				f.breaks = append(f.breaks, breach{b.Len(), 1, content[i:end]})
			}
			f.at = append(f.at, i)
			b.WriteByte(' ')
		}
		i = end
	}
	f.at = append(f.at, len(content))
	f.flat = b.String()
	return f
}

// lineEndHyphen is where a hyphen and the line end after it end, where they part a word. // com-|mercial
func lineEndHyphen(s string, i int) (end int, ok bool) {
	rest := s[i:]
	for _, h := range []string{"-", "¬", "\u00ad", "\u2010"} {
		after, found := strings.CutPrefix(rest, h)
		if !found {
			continue
		}
		trimmed := strings.TrimLeft(after, " \t\r\n")
		gap := after[:len(after)-len(trimmed)]
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		next, _ := utf8.DecodeRuneInString(trimmed)
		return len(s) - len(trimmed), strings.Count(gap, "\n") == 1 && unicode.IsLetter(before) && unicode.IsLower(next)
	}
	return 0, false
}

// start and end lead from a flat text to its content.
func (f *flat) start(i int) int { return f.at[min(i, len(f.at)-1)] }

func (f *flat) end(i int) int {
	if i == 0 {
		return f.at[0]
	}
	last := f.at[i-1]
	if f.flat[i-1] == ' ' {
		for _, b := range f.breaks {
			if b.at == i-1 && b.size == 1 {
				return last + len(b.text)
			}
		}
	}
	return last + 1
}

// words are the changes between two texts, as whole words. Of a flat text new readings keep the breaks of its content.
func words(old, new string, f *flat) []text.Change {
	type stretch struct {
		o, n text.Span
		sign bool // a mark for a mark
	}
	var all []stretch
	runs := evaluate.Align(old, new)
	for i, r := range runs {
		if r.Equal {
			continue
		}
		s := stretch{text.Span{Start: r.ReadStart, End: r.ReadEnd}, text.Span{Start: r.TrueStart, End: r.TrueEnd}, false}
		if a, b := leadingSigns(old[s.o.Start:s.o.End]), leadingSigns(new[s.n.Start:s.n.End]); a > 0 && b > 0 && a < s.o.Len() && b < s.n.Len() {
			all = append(all, stretch{text.Span{Start: s.o.Start, End: s.o.Start + a}, text.Span{Start: s.n.Start, End: s.n.Start + b}, true})
			s.o.Start, s.n.Start = s.o.Start+a, s.n.Start+b
			runs[i].ReadStart, runs[i].TrueStart = s.o.Start, s.n.Start
		}
		if signs(old[s.o.Start:s.o.End]) && signs(new[s.n.Start:s.n.End]) {
			s.sign = true
			all = append(all, s)
			continue // a mark for a mark: the same change wherever it stands
		}
		left, right := 0, 0 // of equal text on both sides
		if i > 0 && s.o.Start == r.ReadStart {
			left = runs[i-1].ReadEnd - runs[i-1].ReadStart
		}
		if i+1 < len(runs) {
			right = runs[i+1].ReadEnd - runs[i+1].ReadStart
		}
		l := widen(old, s.o, left, -1, blankAt(old[s.o.Start:s.o.End], new[s.n.Start:s.n.End], -1))
		s.o.Start, s.n.Start = s.o.Start-l, s.n.Start-l
		k := widen(old, s.o, right, 1, blankAt(old[s.o.Start:s.o.End], new[s.n.Start:s.n.End], 1))
		s.o.End, s.n.End = s.o.End+k, s.n.End+k
		if s.o.Len() == 0 {
			s.o, s.n = hold(old, s.o, s.n, left-l, right-k)
		}
		if n := len(all); n > 0 {
			// What is taken out holds on to the character beside it.
			last, reach := &all[n-1], 0
			if s.n.Len() == 0 || last.n.Len() == 0 {
				_, reach = utf8.DecodeRuneInString(old[last.o.End:])
			}
			touch := !last.sign || reach > 0 || strings.HasSuffix(old[s.o.Start:s.o.End], new[s.n.Start:s.n.End]) || strings.HasSuffix(new[s.n.Start:s.n.End], old[s.o.Start:s.o.End])
			if s.o.Start < last.o.End || touch && s.o.Start <= last.o.End+reach {
				last.sign = false
				last.o.End, last.n.End = max(last.o.End, s.o.End), max(last.n.End, s.n.End)
				continue
			}
		}
		all = append(all, s)
	}
	changes := make([]text.Change, 0, len(all))
	k := 0
	for _, s := range all {
		if s.o.Len() == 0 {
			continue // into an empty text: there is nothing to hold on to
		}
		reading := new[s.n.Start:s.n.End]
		if f != nil {
			for k < len(f.breaks) && f.breaks[k].at < s.o.Start {
				k++
			}
			reading = f.keepBreaks(s.o, reading, k)
		}
		changes = append(changes, text.Change{Span: s.o, New: reading})
	}
	return changes
}

// widen is how many bytes of equal text, on the left (-1) or right (1), belong to the word that a stretch cuts or stands beside; where
// blanks change, also those that stand beside them. A letter is never parted from its combining marks.
func widen(old string, o text.Span, equal, side int, blanks bool) int {
	k, mark := 0, false
	for k < equal {
		r, size := utf8.DecodeRuneInString(old[min(len(old), o.End+k):])
		if side < 0 {
			r, size = utf8.DecodeLastRuneInString(old[:o.Start-k])
		}
		blanks = blanks && unicode.IsSpace(r)
		if !mark && !blanks && !review.WordRune(r) || k+size > equal {
			break
		}
		mark = side < 0 && unicode.Is(unicode.M, r)
		k += size
	}
	return k
}

// signs reports whether a stretch is marks alone, and no combining ones.
func signs(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return review.WordRune(r) || unicode.IsSpace(r) })
}

// leadingSigns is how many bytes of signs a stretch begins with.
func leadingSigns(s string) int {
	for i, r := range s {
		if !signs(string(r)) {
			return i
		}
	}
	return len(s)
}

// blankAt reports whether one of two stretches ends in a blank on that side.
func blankAt(o, n string, side int) bool {
	for _, s := range []string{o, n} {
		r, _ := utf8.DecodeLastRuneInString(s)
		if side < 0 {
			r, _ = utf8.DecodeRuneInString(s)
		}
		if unicode.IsSpace(r) {
			return true
		}
	}
	return false
}

// hold gives a stretch that is empty in old a character of the equal text beside it, with its combining marks: the one before if there is one.
func hold(old string, o, n text.Span, left, right int) (text.Span, text.Span) {
	size := 0
	for size < left {
		r, k := utf8.DecodeLastRuneInString(old[:o.Start-size])
		if size += k; !unicode.Is(unicode.M, r) {
			break
		}
	}
	if size > 0 && size <= left {
		o.Start, n.Start = o.Start-size, n.Start-size
		return o, n
	}
	size = 0
	for size < right {
		r, k := utf8.DecodeRuneInString(old[o.End+size:])
		if size > 0 && !unicode.Is(unicode.M, r) {
			break
		}
		size += k
	}
	o.End, n.End = o.End+min(size, right), n.End+min(size, right)
	return o, n
}

// keepBreaks lays a new reading of a span of flat text out as its content is: k is the first break at or after the span.
func (f *flat) keepBreaks(o text.Span, reading string, k int) string {
	var inside []breach
	for ; k < len(f.breaks) && f.breaks[k].at < o.End; k++ {
		if b := f.breaks[k]; b.at > o.Start || b.size == 1 {
			inside = append(inside, b)
		}
	}
	if len(inside) == 0 {
		return reading
	}
	var out strings.Builder
	done := 0 // of reading
	i := 0
	for _, r := range evaluate.Align(f.flat[o.Start:o.End], reading) {
		for ; i < len(inside) && inside[i].at-o.Start < r.ReadEnd; i++ {
			b := inside[i]
			at := b.at - o.Start
			to, size := r.TrueStart+at-r.ReadStart, b.size
			if !r.Equal && (at > r.ReadStart || b.size == 1) {
				j := strings.IndexByte(reading[max(done, r.TrueStart):r.TrueEnd], ' ')
				if j < 0 || b.size == 0 {
					continue // it goes with what it parted
				}
				to = max(done, r.TrueStart) + j
			}
			if to < done || b.size == 0 && !parts(reading, to) || b.size == 1 && !strings.HasPrefix(reading[to:], " ") {
				continue
			}
			out.WriteString(reading[done:to])
			out.WriteString(b.text)
			done = to + size
		}
	}
	out.WriteString(reading[done:])
	return out.String()
}

// parts reports whether a hyphen and a line end may part a word there.
func parts(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(before) && unicode.IsLower(after)
}
