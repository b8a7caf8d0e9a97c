package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var keptHyphen = &Rule{
	Name:  "kept-hyphen",
	Stage: Normalize,
	Doc: `Hyphens of line ends that were kept
When lines are run together the hyphen of a line end may stay, and with it the number of the page that
ended there: dictator-ship, collec-tion, dictator- 35 ship. The rule takes it out where the document has the
hyphenated form only here, the whole word is a usual one, and one half is no word; for halves such as -ship and -less that are
also words, the document must have the whole word elsewhere, twice. Old spellings (to-day, school-master) and
compounds stay: both halves are words; and what an author always writes so (pic-nic). It is wrong where a speaker stammers or drawls:
sure-ly.`,
	Examples: []Example{
		{"one half is no word", "the collec-tion of", "the collection of"},
		{"a suffix that is a word too", "dictatorship or dictatorship: the dictator-ship of", "dictatorship or dictatorship: the dictatorship of"},
		{"a page number in it", "the dictator- 35 ship of", "the dictatorship of"},
		{"a page number in it, in brackets", "the produc- [35] tion of", "the production of"},

		{"a compound", "the well-known working-class party", "the well-known working-class party"},
		{"old spelling", "to-day a school-master", "to-day a school-master"},
		{"no document has it otherwise", "the battle-ship sank", "the battle-ship sank"},
		{"what the author always writes so", "the collec-tion and the collec-tion", "the collec-tion and the collec-tion"},
		{"prefixes", "anti-revisionist, re-elect, co-operation", "anti-revisionist, re-elect, co-operation"},
		{"a name", "the Anti-Dühring and Mrs. Smith-jones", "the Anti-Dühring and Mrs. Smith-jones"},
		{"figures", "pp. 40-41, the 35-year plan, X-ray", "pp. 40-41, the 35-year plan, X-ray"},
		{"a suspended hyphen and a number", "in two- or 35 parts, the pre- 1917 state", "in two- or 35 parts, the pre- 1917 state"},
		{"three parts", "state-of-the-art, up-to-date", "state-of-the-art, up-to-date"},
		{"an unknown word", "the zub-datov party", "the zub-datov party"},
		{"stuttering", "p-please", "p-please"},
	},
	Check: func(p *Pass) {
		if p.Words == nil {
			return
		}
		s := p.Text.Content
		var doubtful []broken
		known := make(census)
		for i := 1; ; i++ {
			j := strings.IndexByte(s[min(i, len(s)):], '-')
			if j < 0 {
				break
			}
			if i += j; i+2 >= len(s) || !letterOrMark(runeBefore(s, i)) {
				continue
			}
			if s[i+1] == ' ' {
				if next := afterPageNumber(s, i+2); next > 0 {
					p.keptAt(i, next, fmt.Sprintf("the number of a page, %s, stands in it and", shown(strings.TrimSpace(s[i+1:next]))))
				}
			} else if letterOrMark(runeAt(s, i+1)) {
				if w, ok := p.kept(i); ok {
					doubtful = append(doubtful, w)
					known.want(p, w)
				}
			}
		}
		known.take(s)
		for _, w := range doubtful {
			p.keptOnce(w, known)
		}
	},
}

// kept is the word with the hyphen at i if the whole is a word without it, and either one half is
// none or the second is one that also ends words.
func (p *Pass) kept(i int) (w broken, ok bool) {
	s := p.Text.Content
	w, ok = brokenAt(s, i, i+1)
	if !ok || w.a.Len() < 2 || w.b.Len() < 2 || hyphenBeside(s, w) {
		return w, false
	}
	a, b := p.halves(w)
	if p.accepts(s[w.a.Start:w.b.End]) && !suffixes[b] {
		return w, false
	}
	return w, p.frequency(a+b) >= usual
}

// keptOnce reports a hyphen if the document has the word with it only here: an author who
// writes pic-nic does so again.
func (p *Pass) keptOnce(w broken, known census) {
	a, b := p.halves(w)
	n := known[lower(a+b)]
	if known[lower(a+"-"+b)] != 1 {
		return
	}
	at := text.Span{Start: w.a.Start, End: w.b.End}
	switch both := p.accepts(a + "-" + b); {
	case both && n >= 2, !both && n > 0:
		p.Suggest(at, 0.9, fmt.Sprintf("%s stands elsewhere in this text, %s only here", shown(a+b), shown(a+"-"+b)), a+b)
	case !both && p.frequency(a+b) >= 3*usual:
		p.Suggest(at, 0.8, fmt.Sprintf("%s is a word, %s is none and stands only here", shown(a+b), shown(a+"-"+b)), a+b)
	}
}

// suffixes are words that also end longer ones, where no hyphen stands before them.
var suffixes = setOf("ship ships less able ably age ages ant ants ward wards hood ledge meant on ness hip")

// keptAt reports a hyphen with a page number between the halves, if the whole is a word.
func (p *Pass) keptAt(hyphen, next int, evidence string) {
	w, ok := brokenAt(p.Text.Content, hyphen, next)
	if a, b := p.halves(w); ok && w.b.Len() > 1 && !suspends[b] && !hyphenBeside(p.Text.Content, w) && p.frequency(a+b) >= usual {
		p.Suggest(text.Span{Start: w.a.Start, End: w.b.End}, 0.9, fmt.Sprintf("%s %s is a word", evidence, shown(a+b)), a+b)
	}
}

// hyphenBeside reports whether a broken word is part of a longer chain or of an address.
func hyphenBeside(s string, w broken) bool {
	return strings.ContainsRune("-/@._’'", runeBefore(s, w.a.Start)) || strings.ContainsRune("-/@_", runeAt(s, w.b.End)) ||
		runeAt(s, w.b.End) == '.' && letterOrMark(runeAt(s, w.b.End+1))
}

// afterPageNumber is where what follows the page number at i begins: one to three figures, for four are
// a year, or four in brackets, and a blank; 0 if there is none.
func afterPageNumber(s string, i int) int {
	bracket := i < len(s) && (s[i] == '[' || s[i] == '(')
	if bracket {
		i++
	}
	from := i
	for i < len(s) && isDigit(rune(s[i])) {
		i++
	}
	if n := i - from; n == 0 || n > 4 || n == 4 && !bracket {
		return 0
	}
	if bracket {
		if i >= len(s) || s[i] != ']' && s[i] != ')' {
			return 0
		}
		i++
	}
	if i >= len(s) || s[i] != ' ' {
		return 0
	}
	return i + 1
}
