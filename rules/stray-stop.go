package rules

import (
	"fmt"
	"strings"

	"emend/dictionaries"
	"emend/pipeline/text"
)

var strayStop = &Rule{
	Name:  "stray-stop",
	Stage: Detect,
	Doc: `A stop where none can be

A speck read as a full stop or a comma inside a sentence (their own. newspaper; parts of, Russia), a full stop read for
a comma (cartels. and), or a stop set twice (i.e,, energy..).

A full stop counts as stray where a word in lower case follows and the word before is no abbreviation, initial, numeral or
part of an ellipsis; it is surest after a word that can end no sentence. Left alone: lower case after ? and !, headings,
names that begin in lower case (de, von), and files that go on in lower case after full stops more than now and then.`,
	Examples: []Example{
		{"after the", "He told of the. malpractices of the owners.", "He told of the malpractices of the owners."},
		{"said elsewhere", "Their own newspaper came. It was his own. newspaper that did it.", "Their own newspaper came. It was his own newspaper that did it."},
		{"comma meant", "There had been no cartels. and nearly all perished.", "There had been no cartels, and nearly all perished."},
		{"comma after of", "They differ in the various parts of, Russia; it was so.", "They differ in the various parts of Russia; it was so."},
		{"doubled comma", "That is, i.e,, in words.", "That is, i.e., in words."},
		{"doubled stop", "It took all their energy.. Then it went.", "It took all their energy. Then it went."},
		{"abbreviation", "The cost etc. was paid, cf. above, at 4 per cent. on it, vol. ii.", "The cost etc. was paid, cf. above, at 4 per cent. on it, vol. ii."},
		{"exclamation", "Amen! is what he said. Why? he did not say.", "Amen! is what he said. Why? he did not say."},
		{"ellipsis", "It was so. . . . and then it went ... to all.", "It was so. . . . and then it went ... to all."},
		{"called", "What are you thinking of, Philip? It is to, or of, the captain.", "What are you thinking of, Philip? It is to, or of, the captain."},
		{"list", "Of, by, and for the people. It is of, or from, them.", "Of, by, and for the people. It is of, or from, them."},
		{"initial", "By N. de Vries and M. von Hof, and J. van Loon.", "By N. de Vries and M. von Hof, and J. van Loon."},
	},
	Check: checkStrayStop,
}

func checkStrayStop(p *Pass) {
	s := p.Text.Content
	var lower []int
	for i := 1; i < len(p.Tokens); i++ {
		from, to := p.Tokens[i-1].End, p.Tokens[i].Start
		if to-from < 2 || s[from] != '.' && s[from] != ',' {
			continue
		}
		second := s[from+1]
		switch {
		case to-from == 2 && (second == ' ' || second == '\n'):
			if s[from] == '.' && s[to] >= 'a' && s[to] <= 'z' && (second == ' ' || p.inParagraph(i)) {
				lower = append(lower, i)
			} else if s[from] == ',' {
				p.strayComma(i)
			}
		case second == ',' || second == '.':
			p.doubledStop(i)
		}
	}
	if len(lower) > 20 && len(lower)*200 > len(p.Tokens) {
		return
	}
	if len(lower) == 0 {
		return
	}
	said := map[string]int{}
	often := map[string]int{} // goes on in lower case after this word: an abbreviation of the file's own
	for _, i := range lower {
		often[p.Word(i-1)]++
		said[p.Word(i-1)+" "+p.Word(i)] = 0
	}
	p.census(said)
	for _, i := range lower {
		p.strayFullStop(i, often[p.Word(i-1)] > 2, said[p.Word(i-1)+" "+p.Word(i)] > 0)
	}
}

// noEnd are words that can end no sentence.
var noEnd = setOf("the a an of and or my our their your its every than whose into very")

// joiners are words that begin a clause after a comma.
var joiners = setOf("and but or nor yet so for while whereas which who whom whose where when though although because since unless if as with without that")

// strayFullStop judges the full stop before token i. often: the file goes on in lower case after this word and a
// stop elsewhere too; said: the two words stand elsewhere with a blank alone between them.
func (p *Pass) strayFullStop(i int, often, said bool) {
	s := p.Text.Content
	l, r := p.Tokens[i-1], p.Tokens[i]
	left, right := p.Word(i-1), p.Word(i)
	if l.Is(text.Digits) || roman(left) || r.Is(text.Digits) || !l.Is(text.Letters) || r.Is(text.InnerUpper) || particles[right] || abbreviated(left) ||
		runeBefore(s, l.Start) == '.' || !l.Is(text.Lower) || len(right) < 2 && right != "a" ||
		runeAt(s, r.End) == '.' && abbreviated(right) || p.Regions.Touches(text.Heading, r.Span) || p.Regions.Touches(text.Foreign, r.Span) || p.Regions.Touches(text.Foreign, l.Span) {
		return
	}
	if strings.ContainsRune(")’”(", runeAt(s, r.End)) && len(right) < 2 {
		return
	}
	lower := strings.ToLower(left)
	known := p.accepts(left) && p.accepts(right)
	gap := s[l.End+1 : r.Start]
	at := text.Span{Start: l.Start, End: r.End}
	switch {
	case noEnd[lower] && l.Is(text.Lower):
		p.between(i, 0.9, fmt.Sprintf("a full stop after “%s”, which ends no sentence", left), gap)
	case !known || len(left) < 3 || l.Is(text.Initial) || often:
		// maybe an abbreviation
	case p.frequency(left+right) > 0.5:
		p.doubt(at, 0.85, 0.6, fmt.Sprintf("a full stop inside “%s”", left+right), left+strings.TrimLeft(gap, " ")+right, left+","+gap+right)
	case joiners[right]:
		p.doubt(at, 0.9, 0.75, fmt.Sprintf("a full stop, and “%s” goes on in lower case", right), left+","+gap+right, left+gap+right)
	case said:
		p.doubt(at, 0.9, 0.7, fmt.Sprintf("a full stop, and “%s” goes on in lower case; “%s %s” stands elsewhere in this file", right, left, right), left+gap+right, left+","+gap+right)
	default:
		p.doubt(at, 0.85, 0.5, fmt.Sprintf("a full stop, and “%s” goes on in lower case", right), left+gap+right, left+","+gap+right)
	}
}

// particles begin names in lower case.
var particles = setOf("de von van der den di da du del della la le zu zur des ibn bin al el ap af av ten ter d l i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv xxx xl")

// noComma are words after which a comma only opens a parenthesis.
var noComma = setOf("of the a an")

// strayComma finds a comma between a word that leads on and what it leads to: of, Russia.
func (p *Pass) strayComma(i int) {
	s := p.Text.Content
	l, r := p.Tokens[i-1], p.Tokens[i]
	if l.Len() > 3 || l.Len() == 0 || l.Is(text.Initial) || !noComma[s[l.Start:l.End]] || p.language() != dictionaries.EnglishWords {
		return
	}
	if b := runeBefore(s, l.Start); !isBlank(b) && b != '\n' || i < 2 || l.Len() == 1 && (isStop(runeBefore(s, l.Start-1)) || len(p.Word(i-2)) < 2) {
		return // the points a, b and c; of, the
	}
	right := p.Word(i)
	if !r.Is(text.Letters) || len(right) < 3 || !p.accepts(right) && !properName(r) || openers[strings.ToLower(right)] || strings.HasSuffix(right, "ly") || strings.HasSuffix(right, "ing") || strings.HasSuffix(right, "ed") {
		return
	}
	if l.Len() == 2 && s[l.Start] == 'a' && !strings.ContainsRune("aeiouhAEIOUH", runeAt(right, 0)) || l.Len() == 2 && s[l.Start] == 'o' && !p.leadsOn(i) {
		return
	}
	if from := max(0, l.Start-80); strings.Contains(s[from:l.Start], ";") && strings.EqualFold(p.Word(i-2), "of") {
		return // mane of the, defensive: an index
	}
	if l.Len() == 1 && (p.Tokens[i-2].Is(text.Digits) || !p.accepts(p.Word(i-2)) || strings.Contains(s[max(0, l.Start-200):l.Start], " b ")) {
		return // a, b: a letter of algebra
	}
	// A parenthesis ends with a comma: of, as they say, Russia.
	for k := i + 1; k < len(p.Tokens) && k < i+9; k++ {
		g := s[p.Tokens[k-1].End:p.Tokens[k].Start]
		if strings.ContainsAny(g, ",—–(") {
			return
		}
		if strings.ContainsAny(g, ".;:?!") {
			break
		}
	}
	gap := s[l.End+1 : r.Start]
	p.between(i, 0.6, fmt.Sprintf("a comma between “%s” and what it belongs to", p.Word(i-1)), gap)
}

// leadsOn reports whether “of”, the token before i, leads on to the name at i: parts of, Russia. It does not
// where the name is called (thinking of, Philip?), nor where the comma answers an earlier one (to, or of, Rome).
func (p *Pass) leadsOn(i int) bool {
	head, name := p.Word(i-2), p.Tokens[i]
	if !properName(name) || len(head) < 4 || abbreviated(p.Word(i)) || !p.Tokens[i-2].Is(text.Lower) || !p.accepts(head) {
		return false
	}
	for _, end := range [...]string{"ing", "ed", "en", "ought", "ound", "ave", "ake", "ear", "eak", "ink", "ware", "fraid", "fond", "roud", "oke", "are", "ess"} {
		if strings.HasSuffix(head, end) {
			return false
		}
	}
	s := p.Text.Content
	for k := i - 2; k > 0 && k > i-8; k-- {
		g := s[p.Tokens[k-1].End:p.Tokens[k].Start]
		if strings.ContainsAny(g, ",—–(\"“") {
			return false
		}
		if strings.ContainsAny(g, ".;:?!") {
			break
		}
	}
	a := runeAt(s, name.End)
	return a == ' ' || a == ';' || a == '.'
}

// roman reports whether a word is a numeral in small letters.
func roman(w string) bool { return strings.Trim(w, "ivxlcdm") == "" && w != "did" && w != "mix" }

// openers are words that may begin what stands between two commas.
var openers = setOf(`
	and or by to as if in for at on with without not nor but when while from perhaps indeed I say even under during upon through
	what which who whom whose where how why than that let it he she they we you there according both either had is was were are though
	although because since after before until till against among between like next so well yes no oh ah
`)

// doubledStop finds ,, and .. and ., after a word that wants one of them only.
func (p *Pass) doubledStop(i int) {
	s := p.Text.Content
	l, r := p.Tokens[i-1], p.Tokens[i]
	gap := s[l.End:r.Start]
	end := 0
	for end < len(gap) && (gap[end] == ',' || gap[end] == '.') {
		end++
	}
	if end != 2 || !l.Is(text.Letters) || l.Is(text.Digits) {
		return
	}
	if rest := gap[end:]; rest != " " && rest != "\n" && rest != "" {
		return
	}
	word := p.Word(i - 1)
	chained := runeBefore(s, l.Start) == '.'
	var new string
	switch gap[:2] {
	case ",,":
		new = ","
		if chained {
			new = ".,"
		}
	case "..":
		if chained || abbreviated(word) || gap[end:] == "" || !p.accepts(word) {
			return
		}
		new = "."
	default: // ., and ,.
		if chained || abbreviated(word) || !l.Is(text.Lower) || l.Is(text.Initial) || !p.accepts(word) || len(word) < 4 || gap[:2] == ".," {
			return
		}
		new = "."
	}
	p.between(i, 0.85, fmt.Sprintf("two stops after “%s”", word), new+gap[end:])
}
