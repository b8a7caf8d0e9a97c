package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"emend/pipeline/text"
)

var pageBreak = &Rule{
	Name:  "page-break",
	Stage: Normalize,
	Doc: `Sentences that a page break parts
Between two pages of a book stand the number of the page and its running head, and in a plain transcription
they stand in the middle of a sentence, between blank lines. Then neither the dictionary nor the context sees the
sentence whole. The rule reads the two halves as one line after the other, a broken word as one. It asks
for all of this: blank lines or a form feed on both sides; one to three short lines between, one of them a number or a head
with a number; before it a line that ends in a small letter, a comma or a hyphen; after it a line that begins with a small
letter. It is wrong for numbered verses in free style. The page number may be wanted, so profiles read it.`,
	Examples: []Example{
		{"a page number", "the interests of the\n\n35\n\nworking class as a whole", "the interests of the\nworking class as a whole"},
		{"a number and a running head", "the interests of the\n\n35\n\nSTATE AND REVOLUTION\n\nworking class", "the interests of the\nworking class"},
		{"a running head with its number", "in the state,\n\nSTATE AND REVOLUTION 35\n\nand the class", "in the state,\nand the class"},
		{"a broken word", "of the produc-\n\n[35]\n\ntion of linen", "of the production\nof linen"},
		{"a form feed", "the interests of the\n\n- 35 -\n\fworking class", "the interests of the\nworking class"},
		{"a Roman number", "the interests of the\n\nxiv\n\nworking class", "the interests of the\nworking class"},

		{"a sentence ends before it", "as a whole.\n\n35\n\nworking class", "as a whole.\n\n35\n\nworking class"},
		{"a sentence begins after it", "the interests of\n\n35\n\nThe working class", "the interests of\n\n35\n\nThe working class"},
		{"no blank lines", "the interests of the\n35\nworking class", "the interests of the\n35\nworking class"},
		{"a heading between", "the interests of the\n\nThe Second Chapter\n\nworking class", "the interests of the\n\nThe Second Chapter\n\nworking class"},
		{"a numbered item", "the interests:\n\n1.\n\nof the class", "the interests:\n\n1.\n\nof the class"},
		{"a word that is no Roman number", "the interests of the\n\nmix\n\nworking class", "the interests of the\n\nmix\n\nworking class"},
		{"a line of a table", "wages of labour\n\nin 1914 they were 35\n\nprofits of stock", "wages of labour\n\nin 1914 they were 35\n\nprofits of stock"},
		{"a paragraph break", "the interests of the\n\nworking class", "the interests of the\n\nworking class"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		var all []parted
		known := make(census)
		for i, last := 0, -1; i < len(s); {
			end := len(s)
			if j := strings.IndexByte(s[i:], '\n'); j >= 0 {
				end = i + j
			}
			// A page's own line is short and has blank lines or a form feed on both sides.
			if n := end - i; n > 0 && n <= maxHead && i >= last && blankBefore(s, i) && isPageLine(strings.Trim(s[i:end], " \t\f")) {
				if b, ok := partedAt(s, i, end); ok {
					if last = b.next; b.word {
						known.want(p, b.broken)
					}
					all = append(all, b)
				}
			}
			i = end + 1
		}
		known.take(s)
		for i, b := range all {
			if i > 0 && b.end-all[i-1].next < leastPage || i+1 < len(all) && all[i+1].end-b.next < leastPage {
				continue // these are no pages
			}
			p.unite(b, known)
		}
	},
}

const (
	maxHead   = 70 // bytes of a running head
	leastPage = 40 // bytes of a page
)

// parted is a sentence with a page break in it: its first part ends at end, its second begins at
// next; broken is the word that is broken there, if word.
type parted struct {
	broken
	end, next int
	word      bool
}

// partedAt widens a page's line, which is s[start:stop], over the blank lines and running heads
// on both sides, and looks at the sentence around them.
func partedAt(s string, start, stop int) (b parted, ok bool) {
	lines := 1
	end := len(strings.TrimRight(s[:start], " \t\f\n"))
	if head := line(s, end); isHead(s, head) && runsOn(s, len(strings.TrimRight(s[:head.Start], " \t\f\n"))) && !runsOn(s, end) {
		end = len(strings.TrimRight(s[:head.Start], " \t\f\n"))
		lines++
	}
	next := stop + blanks(s[stop:])
	for head := line(s, min(next, len(s))); lines < 3 && isHead(s, head) && !isLower(runeAt(s, next)); head = line(s, min(next, len(s))) {
		stop = head.End
		next = stop + blanks(s[stop:])
		lines++
	}
	if !blankBetween(s[stop:next]) || next >= len(s) || !runsOn(s, end) || !isLower(runeAt(s, next)) {
		return b, false
	}
	b.end, b.next = end, next
	for _, h := range hyphens {
		if strings.HasSuffix(s[:end], h) {
			b.broken, b.word = brokenAt(s, end-len(h), next)
			b.certain = h != "-" && h != "\u2010"
			return b, b.word
		}
	}
	return b, true
}

// unite proposes the two parts as one line after the other.
func (p *Pass) unite(b parted, known census) {
	s := p.Text.Content
	if !b.word {
		at := text.Span{Start: b.end, End: b.next}
		left, right := neighbours(s, text.Span{Start: b.end, End: b.next})
		p.Suggest(at, 0.8, fmt.Sprintf("a page ends in mid-sentence, between %s and %s", left, right), "\n")
		return
	}
	confidence, why := p.joins(b.broken, known)
	if confidence == 0 {
		return
	}
	end := b.b.End
	for end < len(s) && s[end] > ' ' {
		end++
	}
	if s[end-1] == '-' {
		return
	}
	at := text.Span{Start: b.a.Start, End: end}
	new := s[b.a.Start:b.a.End] + s[b.next:end]
	if end+1 < len(s) && s[end] == ' ' && s[end+1] > ' ' {
		at.End++
		new += "\n"
	}
	p.Suggest(at, min(confidence, 0.9), fmt.Sprintf("a page ends within %s: %s", shown(s[b.a.Start:b.a.End]+s[b.b.Start:b.b.End]), why), new)
}

func blanks(s string) int { return len(s) - len(strings.TrimLeft(s, " \t\f\n")) }

// blankBetween reports whether white space holds an empty line or a form feed.
func blankBetween(s string) bool {
	return strings.Count(s, "\n") > 1 || strings.Contains(s, "\f")
}

// blankBefore reports whether an empty line or a form feed stands before the line at i.
func blankBefore(s string, i int) bool {
	return i >= 2 && (s[i-2] == '\n' || s[i] == '\f' || s[i-2] == '\f' || blankBetween(s[len(strings.TrimRight(s[:i], " \t\f\n")):i]))
}

// runsOn reports whether the sentence that stops at end is not at its end.
func runsOn(s string, end int) bool {
	if end == 0 {
		return false
	}
	r := runeBefore(s, end)
	if isLower(r) || r == ',' {
		return true
	}
	return strings.ContainsRune("-\u2010\u00AD¬", r) && letterOrMark(runeBefore(s, end-utf8.RuneLen(r)))
}

// isPageLine: 35, [35], - 35 -, p. 35, xiv, STATE AND REVOLUTION 35, 35 STATE AND REVOLUTION.
func isPageLine(l string) bool {
	if l == "" {
		return false
	}
	c, d := l[0], l[len(l)-1]
	if isRomanNumber(l) {
		return true
	}
	if !(isDigit(rune(c)) || isDigit(rune(d)) || strings.IndexByte("[(-", c) >= 0) {
		return false
	}
	core := strings.Trim(l, "[]()- –—")
	for _, p := range [...]string{"p. ", "Page ", "page ", "S. "} {
		core = strings.TrimPrefix(core, p)
	}
	if isNumber(core) {
		return true
	}
	first, rest, _ := strings.Cut(core, " ")
	if i := strings.LastIndexByte(core, ' '); !isNumber(first) && i >= 0 {
		first, rest = core[i+1:], core[:i]
	}
	return isNumber(first) && isTitle(rest)
}

func isNumber(s string) bool {
	if s == "" || len(s) > 4 {
		return false
	}
	for i := range len(s) {
		if !isDigit(rune(s[i])) {
			return false
		}
	}
	return true
}

// isRomanNumber: the number of a page in a preface, in small letters and well formed, up to 89.
func isRomanNumber(s string) bool {
	if s == "" || len(s) > 8 {
		return false
	}
	rest := strings.TrimPrefix(s, "xl")
	if rest == s {
		rest = strings.TrimPrefix(rest, "l")
		for n := 0; n < 3 && strings.HasPrefix(rest, "x"); n++ {
			rest = rest[1:]
		}
	}
	switch rest {
	case "", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix":
		return true
	}
	return false
}

// isHead reports whether a line may be a running head: short and set as a title.
func isHead(s string, at text.Span) bool {
	return at.Len() > 0 && at.Len() <= maxHead && isTitle(strings.Trim(s[at.Start:at.End], " \t\f"))
}

// isTitle: no small letter, and at least four capitals.
func isTitle(s string) bool {
	capitals := 0
	for _, r := range s {
		switch {
		case isLower(r):
			return false
		case letterOrMark(r):
			capitals++
		}
	}
	return capitals >= 4
}
