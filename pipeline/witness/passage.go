package witness

import (
	"strings"

	"emend/pipeline/text"
)

// A piece is a run of a quotation without a mark of omission in it: what ought to stand in the source word for word.
type piece struct {
	words []word
}

func (p *piece) span() text.Span {
	return text.Span{Start: p.words[0].start, End: p.words[len(p.words)-1].end}
}

func (p *piece) letters() (n int) {
	for i := range p.words {
		n += len(p.words[i].form)
	}
	return n
}

const (
	pieceWords   = 150 // longer pieces are cut, so that the time grows with the length and not faster
	leastWords   = 8   // of a piece that is looked for by itself
	leastLetters = 32
	nearWords    = 3 // of one that is looked for beside another
)

// pieces are the words of a quotation between its marks of omission (…, ..., . . .), citations and editor's brackets left out.
func pieces(doc *text.Document, span text.Span) []piece {
	s := doc.Text.Content
	var ps []piece
	start := span.Start
	skip := func(at int) int { return editorial(doc, s, at, span.End) }
	take := func(end int) {
		ws := words(s, start, end, skip)
		for len(ws) > 0 {
			n := len(ws)
			if n > pieceWords+pieceWords/2 {
				n = pieceWords
			}
			ps = append(ps, piece{ws[:n]})
			ws = ws[n:]
		}
	}
	for i := span.Start; i < span.End; {
		if n := ellipsis(s[i:span.End]); n > 0 {
			take(i)
			i += n
			start = i
			continue
		}
		i++
	}
	take(span.End)
	return ps
}

// ellipsis is the length of a mark of omission at the beginning of s: … or at least three points, set close or apart. // . . .
func ellipsis(s string) int {
	if strings.HasPrefix(s, "…") {
		return len("…")
	}
	points, end := 0, 0
	for i := 0; i < len(s) && (s[i] == '.' || s[i] == ' ' && points > 0); i++ {
		if s[i] == '.' {
			points++
			end = i + 1
		} else if i > end {
			break
		}
	}
	if points < 3 {
		return 0
	}
	return end
}

// editorial is the end of what an editor put in at a place: [ ], or a citation, or round brackets that speak of the quotation. at itself where
// there is nothing such. Letters in square brackets within a word are the word's. // [t]he, work[s]
func editorial(doc *text.Document, s string, at, end int) int {
	switch s[at] {
	case '[':
		to := strings.IndexAny(s[at+1:min(end, at+400)], "[]") + 1
		if to == 0 || s[at+to] == '[' {
			return at // it is never closed: a letter misread. // g[ven
		}
		to += at + 1
		if to-at <= 5 && (to < end && wordy(s, to) || at > 0 && letter(s[at-1]) && strings.IndexByte(s[at:to], ' ') < 0) && !digit(s[at+1]) {
			return at
		}
		return to
	case '(':
		if c, ok := doc.Regions.Around(text.Citation, at); ok && c.Start <= at+1 && c.End > at {
			return min(end, c.End)
		}
		to := strings.IndexByte(s[at:min(end, at+160)], ')')
		if to < 0 {
			return at
		}
		to += at + 1
		if remark(s[at+1 : to-1]) {
			return to
		}
	}
	return at
}

// remark: the words in round brackets are of whoever quotes. // emphasis added   our italics   My emphasis—E. H.   sic
func remark(in string) bool {
	low := strings.ToLower(in)
	for _, w := range [...]string{"emphasis", "emphases", "italics", "italicised", "italicized", "underlining", "underlined", "translation", "transl.", "sic", "ibid", "op. cit"} {
		if i := strings.Index(low, w); i >= 0 && len(in) < 80 {
			return true
		}
	}
	low = strings.TrimRight(low, ". ")
	return strings.HasSuffix(low, "—ed") || strings.HasSuffix(low, "–ed") || strings.HasSuffix(low, "-ed") && len(low) > 3 && low[len(low)-4] == '-' || strings.HasSuffix(low, " ed")
}
