package rules

import (
	"fmt"
	"slices"
	"strings"

	"emend/pipeline/text"
)

var spaceBeforeStop = &Rule{
	Name:    "space-before-stop",
	Stage:   Detect,
	Graphic: true,
	Doc: `A blank before a stop or a closing bracket

The thin space that many printers set before a stop is read as a blank, or a line end left one.

The habit of the file decides, mark by mark: where it sets a blank before its semicolons, as French texts
and old newspapers do, nothing is said. Left alone: spaced ellipses, numbers that begin with a point,
leading dots of a quotation, names of files and signs like :).`,
	Examples: []Example{
		{"comma", "Munich, 1910 , 753 pages, price one mark, in paper, cut, and sewn, with maps, plates, and notes.", "Munich, 1910, 753 pages, price one mark, in paper, cut, and sewn, with maps, plates, and notes."},
		{"bracket", "He came (as he had said ) on Monday (a bad day), on Friday (a good one) (noon) and often (as we know).", "He came (as he had said) on Monday (a bad day), on Friday (a good one) (noon) and often (as we know)."},
		{"loose brackets", "He came ( as he had said ) on Monday.", "He came ( as he had said ) on Monday."},
		{"French habit", "Qui vive ? Moi ! Qui donc ? Lui ! Et toi ? Rien. Et puis ? Tout.", "Qui vive ? Moi ! Qui donc ? Lui ! Et toi ? Rien. Et puis ? Tout."},
		{"ellipsis", "We do not see . . . any of it. It is so. It was so. It will be so.", "We do not see . . . any of it. It is so. It was so. It will be so."},
		{"number", "A bore of .62 inches. It is so. It was so. It will be so. It may be so.", "A bore of .62 inches. It is so. It was so. It will be so. It may be so."},
		{"leading dots", "He said: ... of all that is. It is so. It was so. It will be so.", "He said: ... of all that is. It is so. It was so. It will be so."},
	},
	Check: checkSpaceBeforeStop,
}

func checkSpaceBeforeStop(p *Pass) {
	s := p.Text.Content
	for _, mark := range [...]string{",", ".", ";", ":", "?", "!", ")", "]"} {
		checkSpaceBefore(p, s, mark)
	}
}

func checkSpaceBefore(p *Pass, s, mark string) {
	var found []int
	n, all := 0, 0
	for at := 0; ; {
		i := strings.IndexByte(s[at:], mark[0])
		if i < 0 {
			break
		}
		i += at - 1 // where a blank would stand
		at = i + 2
		all++
		if i >= 0 && s[i] == ' ' && spaceBefore(s, i, mark[0]) {
			if n++; len(found) < 1000 {
				found = append(found, i)
			}
		}
	}
	if n == 0 {
		return
	}
	h := habit{all - n, n}
	// One in a page may be a slip; one in thirty all through a book is its printer's way.
	closing := mark == ")" || mark == "]"
	if closing {
		// ( so ) is a style; so ) is none.
		found = slices.DeleteFunc(found, func(i int) bool { return loose(s, i, mark[0]) })
		if n > 3 && !h.clear(3, 0.9) {
			return
		}
	} else if h.usual < 3 || h.usual < 4*n || n > 3 && !h.clear(3, 0.98) {
		return
	}
	confidence := 0.8
	if h.clear(30, 0.97) {
		confidence = 0.9
	}
	reason := fmt.Sprintf("a blank before “%s”: %s in this file have none", mark, h.of())
	if h.usual == 0 {
		reason = fmt.Sprintf("a blank before “%s”, and none after its partner", mark)
	}
	for _, i := range found {
		start := i
		for start > 0 && s[start-1] == ' ' {
			start--
		}
		span := text.Span{Start: start, End: i + 2}
		w := p.around(span)
		if mark == "." && isLower(runeAt(s, i+3)) && isBlank(runeAt(s, i+2)) {
			// as it is . ascertained: a speck rather than a full stop
			p.doubt(w, confidence, 0.5, reason+", and the sentence goes on in lower case", p.replaced(w, span, ""), p.replaced(w, span, mark))
			continue
		}
		p.Suggest(w, confidence, reason, p.replaced(w, span, mark))
	}
}

// loose reports whether the bracket that closes after i was opened with a blank after it, or not at all.
func loose(s string, i int, mark byte) bool {
	open := strings.LastIndexByte(s[max(0, i-300):i], opener(mark))
	if open < 0 {
		return true
	}
	return isSpace(runeAt(s, max(0, i-300)+open+1))
}

// spaceBefore reports whether the blank at i, which the mark follows, is one too many.
func spaceBefore(s string, i int, mark byte) bool {
	b := runeBefore(s, i)
	for j := i; b == ' ' && j > 0; j-- {
		b = runeBefore(s, j)
	}
	if !isWordRune(b) && !strings.ContainsRune("”’\"')]", b) || b == 0 {
		return false
	}
	a := runeAt(s, i+2)
	switch {
	case mark == '.' && (a == '.' || a == ' ' && runeAt(s, i+3) == '.' || isWordRune(a)):
		return false // ". . .", " ...", " .62", " .txt"
	case mark == ':' && !isSpace(a):
		return false // :) :— ::
	case isWordRune(a) || a == rune(mark):
		return false
	case (mark == ')' || mark == ']') && strings.ContainsRune("(:;", b):
		return false
	}
	return true
}
