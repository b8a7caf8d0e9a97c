package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

const (
	maxCitation  = 240 // bytes between the brackets
	maxEditorial = 300
	maxBrackets  = 16 // open at once
)

var bracketByte = [256]bool{'(': true, ')': true, '[': true, ']': true}

// brackets finds citations, note numbers and editors' words in the brackets of a block. One stack, one pass:
// O(n) whatever the brackets are.
func (g *segmenter) brackets(b *block) {
	var open []int // offsets of ( and [ that are not closed yet
	s := g.s
	for i := b.Start; i < b.End; i++ {
		if !bracketByte[s[i]] {
			continue
		}
		switch c := s[i]; c {
		case '(', '[':
			if len(open) < maxBrackets {
				open = append(open, i)
			}
		case ')', ']':
			at := partner(s, open, i)
			if at < 0 {
				if c == ']' {
					g.unopened(b, i)
				}
				continue
			}
			for _, lost := range open[at+1:] {
				g.unclosed(lost, i)
			}
			g.bracket(open[at], i+1, b)
			open = open[:at]
		}
	}
	for _, i := range open {
		g.unclosed(i, b.End)
	}
}

// partner is the index of the bracket that the one at i closes, -1 if none. A bracket of the wrong form closes only what is
// a citation. // (Vol. 11, p. 40]
func partner(s string, open []int, i int) int {
	want := byte('(')
	if s[i] == ']' {
		want = '['
	}
	n := len(open)
	if n == 0 {
		return -1
	}
	if from := open[n-1] + 1; s[open[n-1]] != want && i-from <= maxCitation && citation(s[from:i]) {
		return n - 1
	}
	for j := n - 1; j >= 0; j-- {
		if s[open[j]] == want {
			return j
		}
	}
	return -1
}

// bracket says what a closed pair of brackets holds; end is behind the closing one.
func (g *segmenter) bracket(start, end int, b *block) {
	s := g.s
	in := s[start+1 : end-1]
	square := s[start] == '['
	switch {
	case len(in) > maxEditorial || in == "":
		return
	case square && end < b.End && s[end] == '(' && (strings.HasPrefix(s[end+1:], "http") || strings.HasPrefix(s[end+1:], "/") || strings.HasPrefix(s[end+1:], "#")):
		return // [a link](/path)
	case sic(in):
		g.add(text.Editorial, wordBefore(s, b.Start, start), end)
	case square && (noteMarker(s[start:end]) == end-start || damagedMarker(in)):
		if start > b.Start {
			g.add(text.Note, start, end)
		}
	case len(in) <= maxCitation && (citation(in) || afterQuotation(s, b.Start, start) && shortCitation(in)):
		g.add(text.Citation, start, end)
	case square && s[end-1] == ']' && !blank(in[0]):
		g.add(text.Editorial, start, end)
	case editorsRemark(in):
		g.add(text.Editorial, start, end)
	}
}

// unclosed keeps the citation that a lost closing bracket leaves. // [Vol 11, p. 76
func (g *segmenter) unclosed(start, limit int) {
	limit = min(limit, start+80)
	if n := locators(g.s[start+1 : limit]); n > 0 {
		g.add(text.Citation, start, start+1+n)
	}
}

// unopened keeps the citation that a lost opening bracket leaves. // Vol. 11, p. 40]
func (g *segmenter) unopened(b *block, end int) {
	if end == b.Start || class[g.s[end-1]] != uint8(text.Digits) {
		return
	}
	from := max(b.Start, end-40)
	for i := from; i < end; i++ {
		if !wordAt(g.s, i) {
			continue
		}
		if n := locators(g.s[i:end]); n == end-i {
			g.add(text.Citation, i, end+1)
			return
		}
	}
}

// damagedMarker: a note's number that the scanner misread. // [I6]   [ll]   [{31]
func damagedMarker(in string) bool {
	if len(in) < 2 || len(in) > 3 {
		return false
	}
	digits, bad := 0, 0
	for i := range len(in) {
		switch {
		case class[in[i]] == uint8(text.Digits):
			digits++
		case strings.IndexByte("lIiOoSZ{}()", in[i]) < 0:
			bad++
		}
	}
	return bad == 0 && (digits > 0 || in == "ll" || in == "lI" || in == "Il" || in == "II")
}

// sic: // [sic]   [sic!]   (sic)
func sic(in string) bool {
	in = strings.ToLower(strings.Trim(in, " !?.*_"))
	return in == "sic"
}

// wordBefore is where the word before offset at begins, at most 60 bytes back, closing marks between them allowed.
func wordBefore(s string, from, at int) int {
	i := at
	letter := false
	for i > from && at-i < 60 {
		r, n := utf8.DecodeLastRuneInString(s[from:i])
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
			letter = true
		case letter && r != '\'' && r != '’' && r != '-':
			return i
		case !letter && unicode.IsSpace(r) && i < at && !unicode.IsSpace(rune(s[i])):
			return at
		}
		i -= n
	}
	if !letter {
		return at
	}
	return i
}

// afterQuotation reports whether a closing quotation mark stands before the bracket at i. // regime” (p. 41)
func afterQuotation(s string, from, i int) bool {
	before := strings.TrimRight(s[from:i], " \n.,;")
	r, _ := utf8.DecodeLastRuneInString(before)
	return before != "" && quoteMark(r)
}

// shortCitation is a number, a number and a letter: what stands alone in brackets after a quotation. // (63)   (4, c)
func shortCitation(in string) bool {
	digits, letters := 0, 0
	for i := range len(in) {
		switch k := class[in[i]]; {
		case k == uint8(text.Digits):
			digits++
		case k&uint8(text.Letters) != 0:
			letters++
		case k == wideByte || strings.IndexByte(" ,.:-", in[i]) < 0:
			return false
		}
	}
	return digits > 0 && digits <= 8 && letters <= 1
}

// editorsRemark: // (our italics)   (emphasis added – Ed.)
func editorsRemark(in string) bool {
	if len(in) > 60 {
		return false
	}
	low := strings.ToLower(in)
	for _, w := range [...]string{"italics", "emphasis", "ed.", "eds.", "tr.", "trans.", "editor", "translator", "transcriber"} {
		if i := strings.Index(low, w); i >= 0 && (i == 0 || class[low[i-1]]&wordByte == 0) {
			return strings.Count(in, " ") <= 5
		}
	}
	return false
}
