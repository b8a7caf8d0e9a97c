package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"emend/pipeline/text"
)

var lineEndHyphen = &Rule{
	Name:  "line-end-hyphen",
	Stage: Normalize,
	Doc: `Words broken at a line end
A printed line ends in “dictator-” and the next begins with “ship”. Whether the hyphen belongs to the word only
the word tells: the rule asks the rest of the document first, then the dictionary. “well-” “known” keeps
its hyphen, and so does every word that the document also writes with one. U+00AD and ¬ at a line end are
signs of a break and of nothing else. The line break stays and moves behind the whole word, so the page
still reads line by line; a line that held only the second half goes. A second half with a capital is left
(Anti- Dühring). It is wrong where both forms are words and the document has neither elsewhere: re-sign and
resign. It rewrites lines that an editor may want as they were printed, so profiles read it.`,
	Examples: []Example{
		{"the dictionary knows it", "the dictator-\nship and the", "the dictatorship\nand the"},
		{"with what follows it", "of the produc-\ntion, and", "of the production,\nand"},
		{"with an indent", "of the produc-\n   tion and", "of the production\n   and"},
		{"with blanks at the line end", "of the produc- \ntion and", "of the production \nand"},
		{"the document has it elsewhere", "the zemst-\nvo, each zemstvo", "the zemstvo,\neach zemstvo"},
		{"no word could follow", "Mr. Kauts-\nky said", "Mr. Kautsky\nsaid"},
		{"capitals", "THE PRODUC-\nTION OF", "THE PRODUCTION\nOF"},
		{"a soft hyphen", "Heart\u00AD\nfield and", "Heartfield\nand"},
		{"a sign of some scanners", "Heart¬\nfield and", "Heartfield\nand"},
		{"the end of the text", "the produc-\ntion", "the production"},
		{"a line of its own", "the produc-\ntion\nof linen", "the production\nof linen"},

		{"a hyphen of the word", "the well-\nknown party", "the well-\nknown party"},
		{"the document hyphenates it", "to-day as to-\nday and", "to-day as to-\nday and"},
		{"a capital", "the Anti-\nDühring of", "the Anti-\nDühring of"},
		{"a dash", "the class -\nand the", "the class -\nand the"},
		{"two dashes", "the class--\nand the", "the class--\nand the"},
		{"figures", "1914-\n18, 40-\n41", "1914-\n18, 40-\n41"},
		{"between paragraphs", "the produc-\n\ntion of", "the produc-\n\ntion of"},
		{"a hyphen within a line", "the dictator-ship and", "the dictator-ship and"},
		{"suspended", "seven- or\neight-tenths", "seven- or\neight-tenths"},
		{"broken twice", "of the produc-\ntion-\ning of", "of the produc-\ntion-\ning of"},
		{"nothing tells", "the working-\nclass and", "the working-\nclass and"},
	},
	Check: func(p *Pass) {
		s := p.Text.Content
		var all []broken
		known := make(census)
		for i := 0; ; i++ {
			j := strings.IndexByte(s[i:], '\n')
			if j < 0 {
				break
			}
			i += j
			if w, ok := brokenLine(s, i); ok {
				all = append(all, w)
				known.want(p, w)
			}
		}
		known.take(s)
		for i, w := range all {
			if i > 0 && oneRun(s, all[i-1], w) || i+1 < len(all) && oneRun(s, w, all[i+1]) {
				continue // under- stand- ing: no telling which halves are words
			}
			if confidence, why := p.joins(w, known); confidence > 0 {
				p.rejoin(w, confidence, why)
			}
		}
	},
}

// oneRun reports whether the second half of one broken word runs on to the first of the next.
func oneRun(s string, w, next broken) bool {
	return !strings.ContainsAny(s[w.b.Start:next.a.End], " \t\n\u00A0")
}

// hyphens are the signs that break a word at a line end; the first two may belong to it.
var hyphens = [...]string{"-", "\u2010", "\u00AD", "¬"}

// brokenLine is the word that is broken by the line end at newline.
func brokenLine(s string, newline int) (w broken, ok bool) {
	end := newline
	for end > 0 && (s[end-1] == ' ' || s[end-1] == '\t') {
		end--
	}
	next := newline + 1
	for next < len(s) && (s[next] == ' ' || s[next] == '\t') {
		next++
	}
	if end < 2 || next >= len(s) || s[next] == '\n' {
		return w, false
	}
	for i, h := range hyphens {
		if strings.HasSuffix(s[:end], h) {
			w, ok = brokenAt(s, end-len(h), next)
			w.certain = i >= 2
			return w, ok && w.a.Len() > utf8.RuneLen(runeAt(s, w.a.Start)) // no printer leaves one letter
		}
	}
	return w, false
}

// rejoin proposes a word broken at a line end whole, the line end behind it and what clings to it.
func (p *Pass) rejoin(w broken, confidence float64, why string) {
	s := p.Text.Content
	a, b := p.halves(w)
	end := w.b.End // of the second half with the marks that follow it
	for end < len(s) && s[end] > ' ' && !strings.HasPrefix(s[end:], "\u00A0") {
		end++
	}
	if s[end-1] == '-' || s[end-1] == '\n' {
		return // broken again, or no telling
	}
	// dictator- \n  ship, and -> dictatorship, \n  and
	gap := strings.TrimLeft(s[w.a.End:w.b.Start], "-\u2010\u00AD¬")
	tail := s[w.b.Start:end]
	at := text.Span{Start: w.a.Start, End: end}
	new := a + tail
	switch rest := strings.TrimLeft(s[end:], " \t"); {
	case rest == "" || rest[0] == '\n':
		// The line held nothing else and goes.
	default:
		at.End = len(s) - len(rest)
		if at.End == end { // a no-break space: nothing to part
			return
		}
		new += gap
	}
	p.Suggest(at, confidence, fmt.Sprintf("a line ends within %s: %s", shown(a+b), why), new)
}
