package rules

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/text"
)

// What the Detect rules on shape share: neighbours of a place, and the habit of a file.

// A habit is how often a file does a thing the usual way and how often otherwise.
type habit struct{ usual, other int }

// clear reports whether the usual way was seen at least least times and in at least share of all.
func (h habit) clear(least int, share float64) bool {
	return h.usual >= least && float64(h.usual) >= share*float64(h.usual+h.other)
}

// of is the evidence in words: "23 of 24".
func (h habit) of() string { return fmt.Sprintf("%d of %d", h.usual, h.usual+h.other) }

// runeBefore is the character that ends at i, 0 at the start.
func runeBefore(s string, i int) rune {
	if i <= 0 {
		return 0
	}
	if c := s[i-1]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r
}

// runeAt is the character that starts at i, 0 at the end.
func runeAt(s string, i int) rune {
	if i >= len(s) {
		return 0
	}
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c)
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\u00A0' }

// isBreak reports whether r ends a line, or is the end of the text.
func isBreak(r rune) bool { return r == '\n' || r == '\r' || r == 0 }

func isSpace(r rune) bool { return isBlank(r) || isBreak(r) }

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isWordRune(r rune) bool { return isLetter(r) || isDigit(r) }

func isStop(r rune) bool { return strings.ContainsRune(".,;:?!", r) && r != 0 }

// accepts asks the dictionary; without one nothing is a word.
func (p *Pass) accepts(word string) bool { return p.Words != nil && p.Words.Accepts(word) }

// language is that of the words; English where they do not say.
func (p *Pass) language() dictionaries.Language {
	if l, ok := p.Words.(interface{ Language() dictionaries.Language }); ok {
		return l.Language()
	}
	return dictionaries.EnglishWords
}

// frequency is per million words, 0 if unknown.
func (p *Pass) frequency(word string) float64 {
	if p.Words == nil {
		return 0
	}
	return p.Words.Frequency(word)
}

// times counts, up to most, where the file says these words in a row, as whole words.
func (p *Pass) times(words string, most int) (n int) {
	s := p.Text.Content
	for at := 0; n < most; {
		i := strings.Index(s[at:], words)
		if i < 0 {
			break
		}
		i += at
		at = i + len(words)
		if !isWordRune(runeBefore(s, i)) && !isWordRune(runeAt(s, at)) {
			n++
		}
	}
	return n
}

// doubt is Suggest with two confidences: that something is wrong, and that the first reading is right.
func (p *Pass) doubt(at text.Span, wrong, right float64, reason string, new ...string) {
	prop := Proposal{At: at, Confidence: wrong, Reason: reason}
	for i, n := range new {
		c := right
		if i > 0 {
			c = (wrong - right) / float64(len(new)-1)
		}
		prop.Candidates = append(prop.Candidates, correct.Candidate{New: n, Confidence: c})
	}
	p.Report(prop)
}

// between proposes another gap between tokens i-1 and i; both words are shown.
func (p *Pass) between(i int, confidence float64, reason string, gaps ...string) {
	at := text.Span{Start: p.Tokens[i-1].Start, End: p.Tokens[i].End}
	news := make([]string, len(gaps))
	for k, g := range gaps {
		news[k] = p.Word(i-1) + g + p.Word(i)
	}
	p.Suggest(at, confidence, reason, news...)
}

// census counts where the file says each of the phrases, as whole words, in one walk over the
// tokens. A phrase begins with a token and may hold anything. O(tokens + phrases).
func (p *Pass) census(phrases map[string]int) {
	if len(phrases) == 0 {
		return
	}
	s := p.Text.Content
	var begins [256]bool
	byFirst := make(map[string][]string, len(phrases))
	for phrase := range phrases {
		end := 0
		for end < len(phrase) && phrase[end] != ' ' && phrase[end] != '-' {
			end++
		}
		begins[phrase[0]] = true
		byFirst[phrase[:end]] = append(byFirst[phrase[:end]], phrase)
	}
	for _, t := range p.Tokens {
		if !begins[s[t.Start]] {
			continue
		}
		for _, phrase := range byFirst[s[t.Start:t.End]] {
			if strings.HasPrefix(s[t.Start:], phrase) && !isWordRune(runeAt(s, t.Start+len(phrase))) {
				phrases[phrase]++
			}
		}
	}
}

// around is the span widened to the words that it touches; if it touches none, to those that stand one
// blank away.
func (p *Pass) around(s text.Span) text.Span {
	c := p.Text.Content
	i := p.TokenAt(s.Start)
	left := i > 0 && p.Tokens[i-1].End == s.Start || i < len(p.Tokens) && p.Tokens[i].Start < s.Start
	right := isWordRune(runeAt(c, s.End))
	if left || right {
		if left && p.Tokens[max(i-1, 0)].End == s.Start {
			s.Start = p.Tokens[i-1].Start
		} else if left {
			s.Start = p.Tokens[i].Start
		}
		if j := p.TokenAt(s.End); right && j < len(p.Tokens) {
			s.End = p.Tokens[j].End
		}
		return s
	}
	if i > 0 && p.Tokens[i-1].End == s.Start-1 && p.onLine(p.Tokens[i-1].End, s.Start) {
		s.Start = p.Tokens[i-1].Start
	}
	if j := p.TokenAt(s.End); j < len(p.Tokens) && p.Tokens[j].Start == s.End+1 && p.onLine(s.End, s.End+1) {
		s.End = p.Tokens[j].End
	}
	return s
}

// onLine reports whether no line ends between two offsets.
func (p *Pass) onLine(from, to int) bool {
	return from >= to || strings.IndexByte(p.Text.Content[from:to], '\n') < 0
}

// replaced is what the widened span w reads once s within it reads new.
func (p *Pass) replaced(w, s text.Span, new string) string {
	c := p.Text.Content
	return c[w.Start:s.Start] + new + c[s.End:w.End]
}

// paragraphs calls f for each paragraph in order; where none are known, for what stands between
// blank lines.
func (p *Pass) paragraphs(f func(text.Span)) {
	if known := p.Regions.Of(text.Paragraph); len(known) > 0 {
		for _, s := range known {
			f(s)
		}
		return
	}
	c := p.Text.Content
	for at := 0; at < len(c); {
		end := len(c)
		if i := strings.Index(c[at:], "\n\n"); i >= 0 {
			end = at + i
		}
		if end > at {
			f(text.Span{Start: at, End: end})
		}
		at = end + 2
	}
}

// breaksIn and breaksOff report whether a paragraph begins or ends in the middle of a sentence, as at
// a page's edge: its marks may have their partners elsewhere.
func breaksIn(s string, par text.Span) bool {
	r := runeAt(s, par.Start)
	return r >= 'a' && r <= 'z'
}

func breaksOff(s string, par text.Span) bool {
	end := par.End
	for end > par.Start && s[end-1] <= ' ' {
		end--
	}
	switch r := runeBefore(s, end); r {
	case '.', '?', '!', ':', ';', '…', '"', '\'', '”', '’', ')', ']', '—', '»', '*', '_':
		return false
	}
	return true
}

// inParagraph reports whether no paragraph ends between tokens i-1 and i.
func (p *Pass) inParagraph(i int) bool {
	from, to := p.Tokens[i-1].End, p.Tokens[i].Start
	if p.onLine(from, to) {
		return true
	}
	par, ok := p.Regions.Around(text.Paragraph, to)
	return ok && par.Start <= p.Tokens[i-1].Start || !ok && !strings.Contains(p.Text.Content[from:to], "\n\n")
}

// line is where the line around offset begins and ends, its line end left out.
func line(s string, offset int) text.Span {
	start := strings.LastIndexByte(s[:offset], '\n') + 1
	end := len(s)
	if i := strings.IndexByte(s[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	return text.Span{Start: start, End: end}
}

// webbed reports whether the run of non-blanks around the span is an address or a file's name:
// there a stop joins.
func webbed(s string, at text.Span) bool {
	start, end := at.Start, at.End
	for start > 0 && s[start-1] > ' ' && at.Start-start < 200 {
		start--
	}
	for end < len(s) && s[end] > ' ' && end-at.End < 200 {
		end++
	}
	run := s[start:end]
	if strings.Contains(run, "://") || strings.Contains(run, "www.") || strings.ContainsAny(run, "@\\_=") {
		return true
	}
	run = strings.TrimRight(run, ".,;:)]”\"’'")
	for _, end := range [...]string{".com", ".org", ".net", ".edu", ".gov", ".html", ".htm", ".txt", ".pdf", ".jpg", ".png", ".xml", ".zip", ".doc", ".js"} {
		if strings.HasSuffix(run, end) {
			return true
		}
	}
	return false
}
