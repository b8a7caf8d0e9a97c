package format

import (
	"fmt"

	"emend/pipeline/text"
)

// differs warns of a copy that is not one.
func (p *pageReader) differs(at int, what string, id text.Span, copied, own string) {
	if p.differ++; p.differ > 10 {
		return
	}
	offset := 0
	if at < len(p.scanner.s) {
		offset = p.origin(text.Span{Start: at, End: at + 1}).Start
	}
	p.warnings = append(p.warnings, Warning{Offset: offset, Message: fmt.Sprintf("%s %s has %s where the line has %s; it is left alone", what, p.scanner.s[id.Start:id.End], short(copied), short(own))})
}

// short is the beginning of a text, quoted.
func short(s string) string {
	if r := []rune(s[:min(len(s), 160)]); len(r) > 30 {
		s = string(r[:30]) + "…"
	}
	return "“" + s + "”"
}

// fieldsOf appends the words of a run, white space between them.
func fieldsOf(out []text.Span, s string, run text.Span) []text.Span {
	for i := run.Start; i < run.End; {
		from := i
		for i < run.End && !white[s[i]] {
			i++
		}
		if i > from {
			out = append(out, text.Span{Start: from, End: i})
		}
		for i < run.End && white[s[i]] {
			i++
		}
	}
	return out
}

// boxAround is the smallest box that holds all points. // 1,2 9,2 9,5 1,5
func boxAround(points string) text.Box {
	var b text.Box
	first := true
	for i := 0; i < len(points); {
		from, comma := i, -1
		for i < len(points) && !white[points[i]] {
			if points[i] == ',' && comma < 0 {
				comma = i
			}
			i++
		}
		if comma >= 0 {
			x, y := pixels(points[from:comma]), pixels(points[comma+1:i])
			if first {
				b, first = text.Box{Left: x, Top: y, Right: x, Bottom: y}, false
			}
			b = text.Box{Left: min(b.Left, x), Top: min(b.Top, y), Right: max(b.Right, x), Bottom: max(b.Bottom, y)}
		}
		i++
	}
	return b
}
