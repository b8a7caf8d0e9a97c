package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"emend/pipeline/text"
)

// A cell is one character as it is shown, with its combining marks.
type cell struct {
	show    string
	columns int
}

// columns is how many columns of a terminal a shown text takes: two for what is wide in East
// Asia, none for a combining mark.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me), r >= 0x1160 && r <= 0x11FF: // Hangul vowels and finals join the syllable
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cellAt is the character at an offset. A tab is one blank, a line end an arrow.
func cellAt(s string, at int) (cell, int) {
	end := nextCluster(s, at)
	switch c := s[at:end]; c {
	case "\t":
		return cell{" ", 1}, end
	case "\n", "\r\n":
		return cell{"↵", 1}, end
	default:
		c = Escape(c)
		return cell{c, columns(c)}, end
	}
}

// cellBefore is the character that ends at an offset, and where it begins.
func cellBefore(s string, at int) (cell, int) {
	start := lastCluster(s, at)
	c, _ := cellAt(s, start)
	return c, start
}

func nextCluster(s string, at int) int {
	r, n := utf8.DecodeRuneInString(s[at:])
	at += n
	if r == '\r' && at < len(s) && s[at] == '\n' {
		return at + 1
	}
	for r != '\n' && at < len(s) && s[at] >= utf8.RuneSelf {
		r, n := utf8.DecodeRuneInString(s[at:])
		if !unicode.Is(unicode.M, r) {
			break
		}
		at += n
	}
	return at
}

func lastCluster(s string, at int) int {
	for {
		r, n := utf8.DecodeLastRuneInString(s[:at])
		at -= n
		if at == 0 || !unicode.Is(unicode.M, r) || s[at-1] == '\n' || s[at-1] == '\r' {
			return at
		}
	}
}

// A window is the part of a line around a place that fits into a number of columns.
type window struct {
	before, marked, after string // as shown, with an ellipsis where the line goes on
}

// ellipsis stands where a line goes on.
const ellipsis = "…"

// windowOf shows a span within its line. Characters are shown whole. What does not fit is left out, on
// both sides alike, and of a long span the end. O(width), however long the line.
func windowOf(content string, span text.Span, width int) window {
	const least = 8
	width = max(width, least)
	budget := width - 2 // the ellipses
	var w window

	var marked strings.Builder
	at := span.Start
	for at < span.End {
		c, next := cellAt(content, at)
		if c.columns > budget {
			break
		}
		marked.WriteString(c.show)
		budget -= c.columns
		at = next
	}
	w.marked = marked.String()

	left, begins := cells(content, span.Start, budget+2, cellBefore, lineBegins)
	var right []cell
	ends := false
	if at >= span.End {
		right, ends = cells(content, at, budget+2, cellAt, lineEnds)
	}
	n, m := len(left), len(right)
	if !begins || !ends || total(left)+total(right) > budget+2 {
		// Each side has half of what is left, and what the other does not need.
		var used int
		n, used = take(left, max(budget/2, budget-total(right)))
		m, _ = take(right, budget-used)
	}
	if n < len(left) || !begins {
		w.before = ellipsis
	}
	slices.Reverse(left)
	w.before += joined(left[len(left)-n:])
	w.after = joined(right[:m])
	if m < len(right) || !ends {
		w.after += ellipsis
	}
	return w
}

// cells walks from an offset to where the line stops, and reports whether it came there before
// the budget was spent.
func cells(s string, at, budget int, step func(string, int) (cell, int), stop func(string, int) bool) ([]cell, bool) {
	var cs []cell
	for !stop(s, at) {
		c, next := step(s, at)
		if c.columns > budget {
			return cs, false
		}
		cs = append(cs, c)
		budget -= c.columns
		at = next
	}
	return cs, true
}

func lineBegins(s string, at int) bool { return at == 0 || s[at-1] == '\n' || s[at-1] == '\r' }

func lineEnds(s string, at int) bool { return at == len(s) || s[at] == '\n' || s[at] == '\r' }

func joined(cs []cell) string {
	var b strings.Builder
	for _, c := range cs {
		b.WriteString(c.show)
	}
	return b.String()
}

func total(cs []cell) int {
	n := 0
	for _, c := range cs {
		n += c.columns
	}
	return n
}

// take is how many of the cells fit, and how many columns they use.
func take(cs []cell, budget int) (n, used int) {
	for n < len(cs) && used+cs[n].columns <= budget {
		used += cs[n].columns
		n++
	}
	return n, used
}

// underline is the line below a window: ^~~~ under what is marked, ^ alone where nothing is.
func (w *window) underline() (blank, marks string) {
	return strings.Repeat(" ", columns(w.before)), "^" + strings.Repeat("~", max(columns(w.marked), 1)-1)
}

// clip shortens a shown text in its middle to a number of columns.
func clip(s string, limit int) string {
	if len(s) <= limit || columns(s) <= limit {
		return s
	}
	rs := []rune(s)
	head, used := 0, 0
	for used+runeColumns(rs[head]) <= limit*2/3 {
		used += runeColumns(rs[head])
		head++
	}
	for head > 0 && runeColumns(rs[head]) == 0 {
		head--
	}
	tail := len(rs)
	for used+runeColumns(rs[tail-1])+1 <= limit {
		tail--
		used += runeColumns(rs[tail])
	}
	for tail < len(rs) && runeColumns(rs[tail]) == 0 {
		tail++
	}
	return string(rs[:head]) + ellipsis + string(rs[tail:])
}
