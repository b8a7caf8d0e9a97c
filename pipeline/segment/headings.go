package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

// classify says of each block what it is besides a paragraph.
func (g *segmenter) classify() {
	g.headers()
	g.runningHeads()
	g.notes()
	joinPages(g.s, g.blocks)
	g.headings()
}

// pageNumber reports whether the line is a page's number and nothing else:
// // 46   - 8 -   [p. 40]   Page 12   xiv
// A bare number from 1500 on may be a year that heads a chapter.
func pageNumber(line string) bool {
	if len(line) > 24 {
		return false
	}
	core := strings.Trim(line, " \t-–—~*·•.[](){}|_")
	bare := core == line
	low := strings.ToLower(core)
	for _, p := range [...]string{"page", "pp.", "p.", "p,", "pg.", "seite", "s."} {
		if rest, ok := strings.CutPrefix(low, p); ok {
			core, bare = strings.TrimSpace(rest), false
			break
		}
	}
	if core == "" || len(core) > 6 {
		return false
	}
	digits, roman := 0, 0
	for i := range len(core) {
		switch {
		case class[core[i]] == uint8(text.Digits):
			digits++
		case strings.IndexByte("ivxlc", core[i]) >= 0:
			roman++
		}
	}
	if digits == len(core) {
		return digits <= 3 || digits == 4 && (!bare || core < "1500")
	}
	if !bare && digits > 0 && strings.Trim(core, "0123456789.,:;'° ") == "" {
		return true // damaged: // — 46.4
	}
	return roman == len(core) && roman > 1
}

// runningHeads finds lines that stand alone and return over the pages: the same letters at least three times, a
// number beside them or not. // THE CONDITION OF THE WORKING-CLASS 47
func (g *segmenter) runningHeads() {
	var counts map[string]int
	for pass := range 2 {
		for i := range g.blocks {
			b := &g.blocks[i]
			if b.kind != text.Paragraph || b.given || b.lines != 1 || b.Len() > 80 {
				continue
			}
			if numberedHead(g.s[b.Start:b.End]) {
				b.kind = text.RunningHead
				continue
			}
			head, ok := headKey(g.s[b.Start:b.End])
			if !ok {
				continue
			}
			if pass == 1 {
				if counts[head] >= 3 {
					b.kind = text.RunningHead
				}
				continue
			}
			if counts == nil {
				counts = make(map[string]int)
			}
			counts[head]++
		}
		if counts == nil {
			return
		}
	}
}

// numberedHead reports whether the line is a title in capitals with a page's number at one end:
// // 246 VIOLENCE AND THE LABOR MOVEMENT   Page 3 THE NEW MASSES.
func numberedHead(line string) bool {
	rest, page := strings.CutPrefix(line, "Page ")
	title := strings.Trim(rest, "0123456789")
	front := strings.Index(rest, title)
	back := len(rest) - front - len(title)
	if front+back > 4 || front+back == 0 || title == "" || !allCapitals(title) {
		return false
	}
	// One digit before a title numbers a chapter.
	if !(front > 1 && title[0] == ' ' || front > 0 && page || back > 0 && title[len(title)-1] == ' ') {
		return false
	}
	first, _, _ := strings.Cut(strings.TrimSpace(title), " ")
	return len(strings.TrimSpace(title)) > 5 && !divisionWord(strings.ToLower(first))
}

// headKey is the letters of a line that may be a running head: one that ends no sentence, has a capital, and is not
// the word "Chapter" and its number. A number may stand at either end only.
func headKey(line string) (string, bool) {
	if endsSentence(line) && !allCapitals(line) {
		return "", false
	}
	if strings.ContainsAny(line, "\"“”‘«»,;") {
		return "", false
	}
	line = strings.Trim(line, " 0123456789.-–—[]()|*")
	words := 0
	var key strings.Builder
	upper := false
	for _, w := range strings.Fields(line) {
		words++
		for _, r := range w {
			if unicode.IsLetter(r) {
				upper = upper || unicode.IsUpper(r)
				key.WriteRune(unicode.ToLower(r))
			} else if unicode.IsDigit(r) {
				return "", false
			}
		}
	}
	k := key.String()
	if !upper || len(k) < 4 || words == 1 && divisionWord(k) {
		return "", false
	}
	return k, true
}

func divisionWord(w string) bool {
	switch w {
	case "chapter", "part", "section", "book", "volume", "act", "scene", "canto", "letter", "lecture", "note", "notes", "article", "appendix",
		"kapitel", "abschnitt", "teil", "buch", "chapitre", "livre", "partie", "capitolo", "capítulo":
		return true
	}
	return false
}

func allCapitals(s string) bool {
	upper := false
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		upper = upper || unicode.IsUpper(r)
	}
	return upper
}

// headings finds blocks that title what follows: short, standing alone, not a sentence that runs on. One that ends in
// a full stop must be very short and stand between long paragraphs:
// // Isolation of cadres from productive labor.
func (g *segmenter) headings() {
	for _, r := range g.given {
		if r.Kind == text.Heading {
			return // the format knows
		}
	}
	for i := range g.blocks {
		b := &g.blocks[i]
		if b.kind == text.Paragraph && !b.continues && g.heading(i) {
			b.kind = text.Heading
		}
	}
}

const (
	maxHeading     = 120 // bytes
	maxUnstopped   = 12  // words of one in sentence case
	maxStopped     = 9   // words of one with a full stop
	headedMinimum  = 150 // bytes of the paragraphs around such a heading
	maxHeadedLines = 3
)

func (g *segmenter) heading(i int) bool {
	b := &g.blocks[i]
	s := g.s[b.Start:b.End]
	if len(s) > maxHeading || b.lines > maxHeadedLines || !b.alone {
		return false
	}
	if strings.HasPrefix(s, "#") {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s)
	first := wideOrASCII(r)
	if first&(upperByte|uint8(text.Digits)) == 0 && !quoteMark(r) {
		return false
	}
	words, capitals, small := countWords(s)
	if words == 0 {
		return false
	}
	next := g.blocks[min(i+1, len(g.blocks)-1)].Len()
	switch last, _ := utf8.DecodeLastRuneInString(s); {
	case last == ',' || last == ';' || last == ':' || last == '-':
		return false
	case allCapitals(s):
		return true
	case small == 0 && capitals > 0 && !quoteMark(r) && !strings.ContainsRune("!…”\"", last) && words > 1:
		return true // title case
	case !endsSentence(s):
		// Not the first or last line of a page: // Wine was brought us then, and my master and
		return b.lines == 1 && !quoteMark(r) && len(s) > 3 && words <= maxUnstopped && !strings.Contains(s, ", ") && functionWord(lastWord(s))&g.main == 0
	case last != '.' || strings.HasSuffix(s, "..") || quoteMark(r):
		return false
	case i == 0 || i+1 == len(g.blocks):
		return false
	}
	before := g.blocks[i-1].Len()
	return words <= maxStopped && words > 1 && b.lines == 1 && before >= headedMinimum && next >= headedMinimum && next > 3*b.Len()
}

func lastWord(s string) string {
	return s[strings.LastIndexAny(s, " \n")+1:]
}

// countWords counts the words, those with a capital, and the small ones that a title would capitalise: all but function words.
func countWords(s string) (words, capitals, small int) {
	for i := 0; i < len(s); {
		if class[s[i]]&wordByte == 0 && !(s[i] >= 0x80 && letterAt(s, i)) {
			i++
			for i < len(s) && !utf8.RuneStart(s[i]) {
				i++
			}
			continue
		}
		end, shape := word(s, i)
		words++
		switch {
		case shape&text.Initial != 0:
			capitals++
		case shape&text.Lower != 0 && functionWord(s[i:end]) == 0:
			small++
		}
		i = end
	}
	return words, capitals, small
}
