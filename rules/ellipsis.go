package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var ellipsis = &Rule{
	Name:    "ellipsis",
	Stage:   Detect,
	Graphic: true,
	Doc: `A broken ellipsis

Dots of an ellipsis that fell apart or went missing: “... ..”, or “. .” where the file sets “. . .”.

The file's own form decides what is suggested: three dots, dots with blanks, or the one character. Left
alone: four dots at a sentence end, an ellipsis that begins a quotation, leaders of a table, and two dots
after an abbreviation.`,
	Examples: []Example{
		{"in two", "The history of it ... .. During the boom it was used.", "The history of it .... During the boom it was used."},
		{"one lost", "We see . . . that it is so. And . . we see that it is not.", "We see . . . that it is so. And . . . we see that it is not."},
		{"four", "The history of it.... During the boom it was used ....", "The history of it.... During the boom it was used ...."},
		{"spaced", "We see . . . that it is so . . . . And it is.", "We see . . . that it is so . . . . And it is."},
		{"leaders", "Chapter one . . . . . . . . . 12\nChapter two .......... .. 15", "Chapter one . . . . . . . . . 12\nChapter two .......... .. 15"},
		{"leading", "... of all that is.", "... of all that is."},
	},
	Check: checkEllipsis,
}

func checkEllipsis(p *Pass) {
	s := p.Text.Content
	tight, spaced := strings.Count(s, "..."), strings.Count(s, ". . .")
	if tight == 0 && strings.Count(s, ". .") == 0 {
		return
	}
	for at := 0; ; {
		i := strings.Index(s[at:], ".")
		if i < 0 {
			return
		}
		i += at
		end, dots := dotRun(s, i)
		at = end
		if dots < 2 || dots > 6 {
			continue
		}
		run := s[i:end]
		a, b := runeAt(s, end), runeBefore(s, i)
		if isDigit(a) || isDigit(runeAt(s, end+1)) || isDigit(b) {
			continue
		}
		span := text.Span{Start: i, End: end}
		switch {
		case run == "... .." || run == ".. ..." || run == ".. .." || run == "... ." && isBlank(b):
			p.Suggest(p.around(span), 0.8, fmt.Sprintf("an ellipsis in two: “%s”", run), p.replaced(p.around(span), span, "...."))
		case run == ". ." && spaced > 0 && spaced >= tight:
			w := p.around(span)
			p.Suggest(w, 0.7, fmt.Sprintf("two dots: the file sets an ellipsis as “. . .” (%d times)", spaced), p.replaced(w, span, ". . ."))
		}
	}
}

// dotRun is the end of a run of dots with at most one blank between two, and how many dots it has.
func dotRun(s string, i int) (end, dots int) {
	for end = i; end < len(s); {
		switch {
		case s[end] == '.':
			dots++
			end++
		case s[end] == ' ' && end+1 < len(s) && s[end+1] == '.':
			end++
		default:
			return end, dots
		}
	}
	return end, dots
}
