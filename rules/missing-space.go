package rules

import (
	"emend/pipeline/text"
)

var missingSpace = &Rule{
	Name:    "missing-space",
	Stage:   Detect,
	Graphic: true,
	Doc: `A stop with no blank after it

Where a tag, an italic run or a line end was taken out, the blank often went with it: etc.The.

Left alone: decimals, times and verses (12:30), abbreviations with points inside (U.S.S.R., i.e.), addresses
and names of files, and words that the dictionary does not know on both sides of a full stop, since they may
be anything. A form like p.235 is left to the rule citation, which knows the habit of the file.`,
	Examples: []Example{
		{"full stop", "They deal in bills, etc.The banks do so too.", "They deal in bills, etc. The banks do so too."},
		{"year", "In the year 1918,the war ended.", "In the year 1918, the war ended."},
		{"comma", "It is banking business,such as this.", "It is banking business, such as this."},
		{"after a quotation", "He called it “the end.”They did not.", "He called it “the end.” They did not."},
		{"decimal", "It cost 1,250 or 3.75 at 12:30.", "It cost 1,250 or 3.75 at 12:30."},
		{"abbreviation", "In the U.S.S.R. it was, i.e. not here.", "In the U.S.S.R. it was, i.e. not here."},
		{"address", "See www.example.org or write to index.html in it.", "See www.example.org or write to index.html in it."},
		{"degree", "He was made a Ph.D. of that school.", "He was made a Ph.D. of that school."},
	},
	Check: checkMissingSpace,
}

func checkMissingSpace(p *Pass) {
	s := p.Text.Content
	for i := 1; i < len(p.Tokens); i++ {
		from, to := p.Tokens[i-1].End, p.Tokens[i].Start
		if to-from > 6 || to == from {
			continue
		}
		switch s[from] {
		case '.', ',', ';', ':', '?', '!':
		default:
			continue
		}
		if s[to-1] == ' ' || s[to-1] == '\n' {
			continue
		}
		if gap, confidence, ok := p.missingSpace(i, s[from:to]); ok && !webbed(s, text.Span{Start: from, End: to}) {
			p.between(i, confidence, "“"+s[from:from+1]+"” with no blank after it between two words", gap)
		}
	}
}

// missingSpace is the gap that should stand before token i.
func (p *Pass) missingSpace(i int, gap string) (string, float64, bool) {
	left, right := p.Tokens[i-1], p.Tokens[i]
	l, r := p.Word(i-1), p.Word(i)
	stop, rest := gap[:1], gap[1:]
	if !right.Is(text.Letters) || len(r) < 2 && r != "a" && r != "I" && r != "A" {
		return "", 0, false
	}
	switch rest {
	case "":
	case "”", "’", ")":
		// “the end.”They; but not an initial or a chain
		if !left.Is(text.Letters) || len(l) < 2 {
			return "", 0, false
		}
		if rest == "’" && !p.accepts(r) || len(r) <= 2 && rest == "’" {
			return "", 0, false
		}
		return gap + " ", 0.85, true
	case "“", "‘", "(":
		if rest == "(" && stop == "." {
			return "", 0, false
		}
		return stop + " " + rest, 0.85, true
	default:
		return "", 0, false
	}
	c := p.Text.Content
	chained := runeBefore(c, left.Start) == '.' || runeAt(c, right.End) == '.' && len(r) < 3
	digits := left.Is(text.Digits)
	switch stop {
	case ",", ";":
		if digits && left.Is(text.Letters) || right.Is(text.Digits) || !digits && len(l) < 2 && l != "a" && l != "I" {
			return "", 0, false
		}
		// Zarya,and: a name may be unknown, but not elsewhere
		if !digits && !p.accepts(l) && !properName(left) || !p.accepts(r) && (digits || !properName(right)) {
			return "", 0, false
		}
		return stop + " ", 0.9, true
	case ".":
		// etc.The; a capital, and both known, or a domain and a file would do.
		if digits || chained || len(l) < 2 || !right.Is(text.Initial|text.Lower) || right.Is(text.InnerUpper) ||
			!left.Is(text.Lower) || left.Is(text.Initial) && !p.accepts(l) || !p.accepts(r) || !p.accepts(l) && !abbreviated(l) {
			return "", 0, false
		}
		if left.Is(text.Initial) && abbreviated(l) && len(l) < 6 {
			return "", 0, false // St.John, Ph.D., Mr.Smith: many a file's habit
		}
		return ". ", 0.9, true
	default:
		if digits || right.Is(text.Digits) || len(l) < 2 || len(r) < 2 || !p.accepts(l) || !p.accepts(r) {
			return "", 0, false
		}
		return stop + " ", 0.85, true
	}
}

// properName reports whether a token has the capitals of a name.
func properName(t text.Token) bool {
	return t.Is(text.Initial|text.Lower) && t.Shape&(text.InnerUpper|text.Digits) == 0 && t.Len() > 2
}
