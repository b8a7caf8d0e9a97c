package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"emend/pipeline/text"
)

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

// oneLine is a text as it is shown within a line: escaped, a tab as a blank, a line end as an arrow.
func oneLine(s string) string {
	if strings.ContainsAny(s, "\t\n") {
		s = strings.NewReplacer("\t", " ", "\r\n", "↵", "\n", "↵").Replace(s)
	}
	return Escape(s)
}

// A step goes over one character with its combining marks, from an offset to the next or to
// the one before, and says how many columns oneLine takes for it.
type step func(s string, at int) (next, columns int)

func forward(s string, at int) (int, int) {
	if c := s[at]; (c >= ' ' && c < 0x7F || c == '\t') && (at+1 == len(s) || s[at+1] < utf8.RuneSelf) {
		return at + 1, 1
	}
	end := nextCluster(s, at)
	return end, columns(oneLine(s[at:end]))
}

func backward(s string, at int) (int, int) {
	if c := s[at-1]; c >= ' ' && c < 0x7F || c == '\t' {
		return at - 1, 1
	}
	start := lastCluster(s, at)
	return start, columns(oneLine(s[start:at]))
}

// walk goes as far as the line and the budget of columns allow. It reports where it came to, how
// many columns that took, and whether the line ends there.
func walk(s string, at, budget int, next step, stop func(string, int) bool) (end, used int, stopped bool) {
	for !stop(s, at) {
		to, n := next(s, at)
		if used+n > budget {
			return at, used, false
		}
		at, used = to, used+n
	}
	return at, used, true
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
	room := max(width, least) - 2 // but for the ellipses
	at, used, _ := walk(content[:span.End], span.Start, room, forward, func(_ string, at int) bool { return at >= span.End })
	w := window{marked: oneLine(content[span.Start:at])}
	room -= used

	start, before, begins := walk(content, span.Start, room+2, backward, lineBegins)
	end, after, ends := at, 0, false
	if at >= span.End {
		end, after, ends = walk(content, at, room+2, forward, lineEnds)
	}
	if !begins || !ends || before+after > room+2 {
		// Each side has half of what is left, and what the other does not need.
		start, before, begins = walk(content, span.Start, max(room/2, room-after), backward, lineBegins)
		if at >= span.End {
			end, _, ends = walk(content, at, room-before, forward, lineEnds)
		}
	}
	w.before, w.after = oneLine(content[start:span.Start]), oneLine(content[at:end])
	if !begins {
		w.before = ellipsis + w.before
	}
	if !ends {
		w.after += ellipsis
	}
	return w
}

func lineBegins(s string, at int) bool { return at == 0 || s[at-1] == '\n' || s[at-1] == '\r' }

func lineEnds(s string, at int) bool { return at == len(s) || s[at] == '\n' || s[at] == '\r' }

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
