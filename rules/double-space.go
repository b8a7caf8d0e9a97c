package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var doubleSpace = &Rule{
	Name:    "double-space",
	Stage:   Detect,
	Graphic: true,
	Doc: `Two or more blanks inside a line

A page break or a tag that was taken out often leaves three blanks in the middle of a sentence, and a
page's number may stand between them.

Left alone: blanks after a full stop where the file's habit is two, indentation, verse, tables and
columns (lines with several gaps, or with a neighbour that has one), and files set out to the margin
with blanks. Wrong where two blanks mean something that nothing else shows.`,
	Examples: []Example{
		{"page break", "The line was taken up   again on the next page of the book.", "The line was taken up again on the next page of the book."},
		{"two", "All that he  said was read.", "All that he said was read."},
		{"page number", "It was more  - 8 original than the rest of it.", "It was more original than the rest of it."},
		{"after a stop, habit is one", "One came. Two came. Three came.  Four came. Five came.", "One came. Two came. Three came. Four came. Five came."},
		{"after a stop, habit is two", "One came.  Two came.  Three came.  Four came.", "One came.  Two came.  Three came.  Four came."},
		{"indented", "So he said:\n\n    the first line\n    the second", "So he said:\n\n    the first line\n    the second"},
		{"table", "Iron   12   14\nCoal   18    9\nCorn    3    7", "Iron   12   14\nCoal   18    9\nCorn    3    7"},
		{"columns", "first one     second one\nthird one     fourth one", "first one     second one\nthird one     fourth one"},
	},
	Check: checkDoubleSpace,
}

func checkDoubleSpace(p *Pass) {
	s := p.Text.Content
	if n := strings.Count(s, "  "); n == 0 || n > 30 && n > len(p.Tokens)/100 {
		return // none, or set to the margin with blanks
	}
	var stops habit
	counted := false
	for at := 0; ; {
		i := strings.Index(s[at:], "  ")
		if i < 0 {
			return
		}
		i += at
		end := i + 2
		for end < len(s) && s[end] == ' ' {
			end++
		}
		at = end
		if i == 0 || isSpace(runeBefore(s, i)) || isSpace(runeAt(s, end)) || tabular(s, i, end) {
			continue
		}
		gap, confidence := " ", 0.95
		stop := lastStop(s, i)
		if stop != 0 {
			if !counted {
				stops, counted = sentenceGaps(s), true
			}
			if stops.other > 0 && !stops.clear(3, 0.7) {
				continue
			}
			confidence = 0.9
		}
		reason := fmt.Sprintf("%d blanks inside a line", end-i)
		if stop != 0 {
			reason = fmt.Sprintf("%d blanks after a stop: %s stops in this file have one", end-i, stops.of())
		}
		span := text.Span{Start: i, End: end}
		if number := pageNumber(s, end); number > 0 {
			span.End = end + number
			reason = "a page's number between blanks, in the middle of a sentence"
			confidence = 0.8
		}
		w := p.around(span)
		p.Suggest(w, confidence, reason, p.replaced(w, span, gap))
	}
}

// pageNumber is the length of "- 8 " or "[p. 8] " or "8 " at the start of s[at:], where the sentence
// goes on after it in lower case.
func pageNumber(s string, at int) int {
	i := at
	dashed := i < len(s) && s[i] == '-'
	if dashed {
		for i++; i < len(s) && s[i] == ' '; i++ {
		}
	}
	digits := i
	for i < len(s) && isDigit(rune(s[i])) {
		i++
	}
	if !dashed || i == digits || i-digits > 4 {
		return 0
	}
	for i < len(s) && (s[i] == ' ' || s[i] == '-') {
		i++
	}
	if r := runeAt(s, i); i == digits || s[i-1] != ' ' || r < 'a' || r > 'z' {
		return 0
	}
	return i - at
}

// lastStop is the stop before i, looking through closing marks; 0 if there is none.
func lastStop(s string, i int) rune {
	for i > 0 {
		switch r := runeBefore(s, i); r {
		case '.', '?', '!', ':', ';', '…':
			return r
		case '"', '\'', '”', '’', ')', ']', '»', '*', '_':
			i -= len(string(r))
		default:
			return 0
		}
	}
	return 0
}

// sentenceGaps counts full stops before a capital with one blank (usual) and with more (other).
func sentenceGaps(s string) (h habit) {
	for at := 0; h.usual+h.other < 400; {
		i := strings.Index(s[at:], ". ")
		if i < 0 {
			break
		}
		at += i + 2
		n := 1
		for at < len(s) && s[at] == ' ' {
			at++
			n++
		}
		if r := runeAt(s, at); r < 'A' || r > 'Z' {
			continue
		}
		if n == 1 {
			h.usual++
		} else {
			h.other++
		}
	}
	return h
}

// tabular reports whether the blanks s[i:end] are part of a table, of columns or of verse: the line
// is indented, has three gaps like it, or has a neighbour with a wide gap.
func tabular(s string, i, end int) bool {
	// A long line is looked at no farther than it takes.
	if from, to := max(0, i-200), min(len(s), end+200); strings.IndexByte(s[from:i], '\n') < 0 && strings.IndexByte(s[end:to], '\n') < 0 {
		return strings.IndexByte(s[from:to], '\t') >= 0 || gaps(s[max(0, i-80):min(len(s), end+80)]) > 3
	}
	here := line(s, i)
	if here.Len() > 400 {
		return strings.IndexByte(s[max(here.Start, i-200):min(here.End, end+200)], '\t') >= 0 || gaps(s[max(here.Start, i-80):min(here.End, end+80)]) > 3
	}
	if isBlank(runeAt(s, here.Start)) && here.Len() < 100 {
		return true
	}
	l := s[here.Start:here.End]
	if strings.ContainsAny(l, "\t|") || gaps(l) > 2 {
		return true
	}
	for _, next := range [2]int{here.Start - 1, here.End + 1} {
		if next <= 0 || next >= len(s) {
			continue
		}
		if n := line(s, next); n.Len() < 200 && gaps(s[n.Start:n.End]) > 0 {
			return true
		}
	}
	return false
}

// gaps counts the runs of two and more blanks inside a line.
func gaps(l string) (n int) {
	for i := 1; i+1 < len(l); i++ {
		if l[i] == ' ' && l[i-1] == ' ' && l[i+1] != ' ' {
			n++
		}
	}
	return n
}
