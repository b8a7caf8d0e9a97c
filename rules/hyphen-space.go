package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var hyphenSpace = &Rule{
	Name:  "hyphen-space",
	Stage: Detect,
	Doc: `A blank beside a hyphen, inside a compound

A hyphen at a line end keeps the line end as a blank when lines are joined: non-working- class. At a line
end the hyphen may also have been read as a dash: village— community.

The file and the dictionary decide between the hyphen kept, the word joined and a dash. Left alone: suspended
hyphens (seven- or eight-tenths, pre- and post-war), a hyphen with blanks on both sides, which is a dash, and
files that use one blank beside a hyphen throughout.`,
	Examples: []Example{
		{"compound", "The non-working- class part of it.", "The non-working-class part of it."},
		{"word", "The prole- tariat was there.", "The proletariat was there."},
		{"the file knows it", "The village-community held it. So the village— community lost it.", "The village-community held it. So the village-community lost it."},
		{"the file knows it as two", "Each village community held it. So the village— community lost it.", "Each village community held it. So the village-community lost it."},
		{"suspended", "By seven- or eight-tenths, pre- and post-war, two- to three-fold.", "By seven- or eight-tenths, pre- and post-war, two- to three-fold."},
		{"dash", "The file - and this one too - has such dashes.", "The file - and this one too - has such dashes."},
		{"prefixes", "The prefixes un- , in- , and non- are common.", "The prefixes un- , in- , and non- are common."},
	},
	Check: checkHyphenSpace,
}

func checkHyphenSpace(p *Pass) {
	s := p.Text.Content
	var found []int
	for i := 1; i < len(p.Tokens); i++ {
		from, to := p.Tokens[i-1].End, p.Tokens[i].Start
		if n := to - from; n < 2 || n > 4 || s[from] != '-' && s[from] != 0xE2 && s[to-1] != '-' {
			continue
		}
		switch s[from:to] {
		case "- ", " -", "— ", "– ":
			found = append(found, i)
		}
	}
	if len(found) > 8 && len(found) > len(p.Tokens)/300 {
		return // the file's dash
	}
	said := map[string]int{}
	for _, i := range found {
		whole, r := p.compoundStart(i), p.Word(i)
		said[whole+"-"+r], said[whole+" "+r], said[p.Word(i-1)+r] = 0, 0, 0
	}
	p.census(said)
	for _, i := range found {
		p.hyphenSpace(i, said)
	}
}

// compoundStart is the word before token i with what hyphens join to it: non-working.
func (p *Pass) compoundStart(i int) string {
	s := p.Text.Content
	start := p.Tokens[i-1].Start
	for k := i - 1; k > 0 && p.Tokens[k-1].End+1 == start && s[start-1] == '-'; k-- {
		start = p.Tokens[k-1].Start
	}
	return s[start:p.Tokens[i-1].End]
}

func (p *Pass) hyphenSpace(i int, said map[string]int) {
	s := p.Text.Content
	left, right := p.Tokens[i-1], p.Tokens[i]
	if !left.Is(text.Letters) || !right.Is(text.Letters) || left.Len() < 2 || right.Len() < 2 || suspends[strings.ToLower(p.Word(i))] {
		return
	}
	dashed := s[left.End] != '-' && s[left.End] != ' '
	l, r := p.Word(i-1), p.Word(i)
	whole := p.compoundStart(i)
	start := left.End - len(whole)
	kept := said[whole+"-"+r]
	at := text.Span{Start: start, End: right.End}
	joinedWord := l + r
	joined := !dashed && !right.Is(text.Initial) && start == left.Start && p.accepts(joinedWord)
	switch {
	case kept > 0:
		p.Suggest(at, 0.9, fmt.Sprintf("“%s-%s” stands elsewhere in this file", whole, r), whole+"-"+r)
	case dashed && len(whole) > 3 && len(r) > 3 && said[whole+" "+r] > 0:
		p.doubt(at, 0.8, 0.5, fmt.Sprintf("a dash in “%s %s”, which stands elsewhere in this file without", whole, r), whole+"-"+r, whole+" "+r)
	case dashed, right.Is(text.Initial) && left.Is(text.Lower):
		// a dash that lost a blank: for the rule dash-spacing
	case joined && said[joinedWord] > 0:
		p.Suggest(at, 0.9, fmt.Sprintf("“%s” stands elsewhere in this file", joinedWord), joinedWord, whole+"-"+r)
	case joined && !(p.accepts(l) && p.accepts(r)):
		p.Suggest(at, 0.85, fmt.Sprintf("“%s” is a word, “%s” and “%s” are not both", joinedWord, l, r), joinedWord, whole+"-"+r)
	case s[left.End] == ' ', !p.accepts(r) && !properName(right), !p.accepts(l) && !properName(left) && !prefixes[strings.ToLower(l)]:
		// a dash, a bullet or a speck
	case start < left.Start:
		p.Suggest(at, 0.85, "a blank after the second hyphen of a compound", whole+"-"+r, whole+" – "+r)
	case joined && p.frequency(joinedWord) > 1:
		p.Suggest(at, 0.8, fmt.Sprintf("“%s” is a word", joinedWord), joinedWord, whole+"-"+r)
	default:
		p.doubt(at, 0.85, 0.65, "a blank after a hyphen", whole+"-"+r, whole+" – "+r)
	}
}

// prefixes are no words and stand before hyphens.
var prefixes = setOf("non anti semi pre co re vice ex pseudo quasi counter neo ultra inter intra sub super trans multi bi tri un post pro mid arch demi")

// suspends are the words after which a compound's second half comes later: seven- or eight-tenths.
var suspends = setOf("and or nor to but as than not und oder bis et ou ober sowie resp y e o i with versus vs the into if of in was is are for rather through over under before after above below")
