package rules

import (
	"fmt"
	"strconv"
	"strings"

	"emend/pipeline/text"
)

var noteOrder = &Rule{
	Name:  "note-order",
	Stage: Detect,
	Doc: `A note out of order, or missing

In a file that numbers its notes [1], [2], [3] … each mark follows the last. A number that breaks the run and whose
place wants another is a misread one; a gap is a lost mark.

Left alone: a mark repeated, a series that starts again at 1 (a new chapter), years in brackets, and files with fewer than
five marks or with marks in no order. The marks in the text and the notes at the end are two series.`,
	Examples: []Example{
		{"misread", "One [1] two [2] three [8] four [4] five [5] six [6].", "One [1] two [2] three [3] four [4] five [5] six [6]."},
		{"in order", "One [1] two [2] three [3] four [4] five [5] six [6].", "One [1] two [2] three [3] four [4] five [5] six [6]."},
		{"again", "One [1] two [2] three [3] as said [2] four [4] five [5].", "One [1] two [2] three [3] as said [2] four [4] five [5]."},
		{"new chapter", "One [1] two [2] three [3] four [4].\n\nOne [1] two [2] three [3].", "One [1] two [2] three [3] four [4].\n\nOne [1] two [2] three [3]."},
		{"pages", "See [14] and [78] and [23] and [40] and [11] and [90].", "See [14] and [78] and [23] and [40] and [11] and [90]."},
	},
	Check: checkNoteOrder,
}

// mark is a note's number in brackets.
type mark struct {
	span text.Span // of the digits
	n    int
}

func checkNoteOrder(p *Pass) {
	s := p.Text.Content
	var inText, atStart []mark
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '[')
		if i < 0 {
			break
		}
		i += at
		at = i + 1
		end := at
		for end < len(s) && end-at < 4 && isDigit(rune(s[end])) {
			end++
		}
		if end == at || end == len(s) || s[end] != ']' || end-at > 3 {
			continue
		}
		n, _ := strconv.Atoi(s[at:end])
		m := mark{text.Span{Start: at, End: end}, n}
		if b := runeBefore(s, i); isBreak(b) {
			atStart = append(atStart, m)
		} else {
			inText = append(inText, m)
		}
	}
	p.noteSeries(inText)
	p.noteSeries(atStart)
}

// noteSeries judges one series.
func (p *Pass) noteSeries(ms []mark) {
	if len(ms) < 5 {
		return
	}
	// Marks that repeat an earlier one of the chapter are references back.
	var run []mark
	steps := habit{}
	for _, m := range ms {
		if k := len(run); k > 0 {
			last := run[k-1].n
			if m.n == last || m.n < last && m.n > 1 && seen(run, m.n) {
				continue
			}
			if m.n == last+1 || m.n == 1 {
				steps.usual++
			} else {
				steps.other++
			}
		}
		run = append(run, m)
	}
	if !steps.clear(3, 0.5) || steps.other > 20 {
		return
	}
	for k := 1; k < len(run); k++ {
		m, last := run[k], run[k-1].n
		if m.n == last+1 || m.n == 1 {
			continue
		}
		at := text.Span{Start: m.span.Start - 1, End: m.span.End + 1}
		want := fmt.Sprintf("[%d]", last+1)
		switch {
		case k+1 < len(run) && run[k+1].n == last+2:
			p.Suggest(at, 0.9, fmt.Sprintf("[%d] stands between [%d] and [%d]", m.n, last, last+2), want)
			k++
		case m.n > last+1:
			if k+1 == len(run) || run[k+1].n == m.n+1 {
				p.Suggest(at, 0.6, fmt.Sprintf("[%d] follows [%d]: a mark is missing between them", m.n, last))
			}
		default:
			p.Suggest(at, 0.6, fmt.Sprintf("[%d] follows [%d]", m.n, last))
		}
	}
}

// seen reports whether the chapter that run ends in has had the number.
func seen(run []mark, n int) bool {
	for k := len(run) - 1; k >= 0; k-- {
		if run[k].n == n {
			return true
		}
		if run[k].n == 1 {
			return false
		}
	}
	return false
}
