package rules

import (
	"fmt"
	"strings"
	"unicode"

	"emend/pipeline/text"
)

var name = &Rule{
	Name:  "name",
	Stage: Detect,
	Doc: `A name that differs by a letter or two from a known one

Begin Balluku, where the file has eight times or more Beqir Balluku, or where .emend/names.txt has that name: one name a line,
variants that are right behind an equals sign (Beqir Balluku = Bekir Balluku). emend sources names counts the names of texts, to
make that file from. Of two words with capitals one must be the same, and the other must stand in no other name of the file.

Left alone: first names and surnames that the dictionary has (Carl beside Karl), names of ordinary words (First Congress,
Fifth Congress), plurals and possessives. Wrong for two persons whose names are nearly the same.`,
	Examples: []Example{
		{"a given name", balluku + "It was said of Begin Balluku too.", balluku + "It was said of Beqir Balluku too."},
		{"a family name", balluku + "It was said of Beqir Ballnku too.", balluku + "It was said of Beqir Balluku too."},
		{"too few to know", "Beqir Balluku went, and so did Begin Balluku.", "Beqir Balluku went, and so did Begin Balluku."},
		{"another name", balluku + "It was said of Betty Balluku too.", balluku + "It was said of Betty Balluku too."},
		{"ordinary words", strings.Repeat("The First Congress met. ", 9) + "The Fifth Congress met.", strings.Repeat("The First Congress met. ", 9) + "The Fifth Congress met."},
		{"a possessive", balluku + "It was Beqir Balluku’s too.", balluku + "It was Beqir Balluku’s too."},
	},
	Check: checkName,
}

var balluku = strings.Repeat("Then Beqir Balluku spoke. ", 9)

const (
	knownName = 8 // times in a file that make a name known
	oddName   = 2 // times at most of one that is doubted
)

// pairName is two words with capitals beside each other.
type pairName struct{ given, family string }

func checkName(p *Pass) {
	counts := make(map[pairName]int)
	givens, families := make(map[string]int), make(map[string]int)
	p.eachName(func(n pairName, _ text.Span) {
		if counts[n]++; counts[n] == 1 {
			givens[n.given]++
			families[n.family]++
		}
	})
	// Known names by each of their words: only one of two differs.
	byGiven, byFamily := make(map[string][]pairName), make(map[string][]pairName)
	know := func(n pairName) {
		byGiven[n.given] = append(byGiven[n.given], n)
		byFamily[n.family] = append(byFamily[n.family], n)
	}
	for _, n := range p.Authority.Names() {
		know(pairName{n[0], n[1]})
	}
	seen := make(map[pairName]bool)
	p.eachName(func(n pairName, _ text.Span) {
		if counts[n] >= knownName && !seen[n] {
			seen[n] = true
			know(n)
		}
	})
	if len(byGiven) == 0 {
		return
	}
	p.eachName(func(n pairName, at text.Span) {
		if counts[n] > oddName || p.Authority.Right(n.given, n.family) {
			return
		}
		for _, k := range byFamily[n.family] {
			if givens[n.given] == 1 && p.misreadName(n.given, k.given) {
				p.knownName(n, k, at, counts)
				return
			}
		}
		for _, k := range byGiven[n.given] {
			if families[n.family] == 1 && !p.Words.Accepts(strings.ToLower(n.given)) && p.misreadName(n.family, k.family) {
				p.knownName(n, k, at, counts)
				return
			}
		}
	})
}

func (p *Pass) knownName(n, k pairName, at text.Span, counts map[pairName]int) {
	old := p.Text.Content[at.Start:at.End]
	reason := fmt.Sprintf("the file has “%s %s” %d times", k.given, k.family, counts[k])
	if p.Authority.Right(k.given, k.family) {
		reason = fmt.Sprintf("the list of names has “%s %s”", k.given, k.family)
	}
	new := k.given + old[len(n.given):len(old)-len(n.family)] + k.family
	p.Suggest(at, 0.7, reason, new)
}

// eachName calls f with every two words of at least three letters beside each other that begin with capitals and go on in small letters.
func (p *Pass) eachName(f func(pairName, text.Span)) {
	s := p.Text.Content
	is := func(t text.Token) bool {
		return t.Is(text.Initial|text.Lower) && t.Shape&(text.Digits|text.InnerUpper|text.Apostrophe) == 0 && t.Len() >= 4
	}
	for i := 0; i+1 < len(p.Tokens); i++ {
		a, b := p.Tokens[i], p.Tokens[i+1]
		if is(a) && is(b) && b.Start-a.End == 1 && (s[a.End] == ' ' || s[a.End] == '\n') {
			f(pairName{s[a.Start:a.End], s[b.Start:b.End]}, text.Span{Start: a.Start, End: b.End})
		}
	}
}

// misreadName reports whether one word may be the other, of a known name, misread: a third of the letters differ at most, or two, none is the other with an
// ending, the known one is no ordinary word, and the odd one is no name that the dictionary has.
func (p *Pass) misreadName(odd, known string) bool {
	if odd == known || strings.HasPrefix(odd, known) || strings.HasPrefix(known, odd) {
		return false
	}
	if p.Words.Accepts(strings.ToLower(known)) || p.Words.Accepts(odd) && !p.Words.Accepts(strings.ToLower(odd)) {
		return false
	}
	a, b := []rune(odd), []rune(known)
	if unicode.ToLower(a[0]) != unicode.ToLower(b[0]) && !p.Words.Accepts(strings.ToLower(odd)) && len(a) < 6 {
		return false
	}
	most := max(2, max(len(a), len(b))/3)
	return len(a) >= 4 && runesApart(a, b, most) <= most
}

// runesApart is the distance of Levenshtein (1966); more than most is any number over it.
func runesApart(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			c := diagonal
			if a[i] != b[j] {
				c++
			}
			diagonal = row[j+1]
			row[j+1] = min(c, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// CountNames counts the names of a document into counts: two words with capitals, within a sentence, of which one is no ordinary word.
func (p *Pass) CountNames(counts map[string]int) {
	p.eachName(func(n pairName, at text.Span) {
		i := p.TokenAt(at.Start)
		if p.Tokens[i].Is(text.SentenceStart) && p.Words.Accepts(strings.ToLower(n.given)) {
			return // Then Balluku
		}
		if p.Words.Accepts(strings.ToLower(n.family)) && p.Words.Accepts(strings.ToLower(n.given)) {
			return
		}
		counts[n.given+" "+n.family]++
	})
}
