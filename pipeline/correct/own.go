package correct

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
)

// An ownWord is a word of the project's lists. It is proposed as the dictionary's are, and never doubted.
type ownWord struct {
	fold    string
	name    bool
	length  int    // letters
	letters uint32 // which of a to z it has
}

func ownWords(l *dictionaries.Lexicon) (own []ownWord) {
	l.Own(func(form string, e dictionaries.Entry) {
		fold := string(ngram.AppendFold(nil, form))
		if n := utf8.RuneCountInString(fold); n > 2 {
			own = append(own, ownWord{fold, dictionaries.CapitalsOf(form) != dictionaries.Lower, n, lettersOf(fold)})
		}
	})
	return own
}

func lettersOf(fold string) (set uint32) {
	for i := 0; i < len(fold); i++ {
		if c := fold[i]; c >= 'a' && c <= 'z' {
			set |= 1 << (c - 'a')
		}
	}
	return set
}

// ownPrice is -ln of an own word's share of text: rarer than most, and likelier than any word that only the dictionary has.
const ownPrice = 12

// ownNear adds the own words near to what was read. Words that differ by more than two letters in length or by four in kind are
// passed over unlooked at. O(own words).
func (p *page) ownNear(cs []candidate, read string, caps dictionaries.Capitals, limit float32) []candidate {
	if len(p.project) == 0 {
		return cs
	}
	n, letters := utf8.RuneCountInString(read), lettersOf(strings.ToLower(read))
	for i := range p.project {
		w := &p.project[i]
		if d := w.length - n; d > 2 || d < -2 || bits.OnesCount32(w.letters^letters) > 4 || w.fold == read || w.name && caps == dictionaries.Lower {
			continue
		}
		cost, _ := p.channel.Explain(read, w.fold)
		if cost > limit {
			continue
		}
		c := candidate{fold: w.fold, cost: cost, word: ngram.UnknownC, uni: ownPrice}
		if w.name {
			c.class |= near.Name
		}
		if id, ok := p.model.Lookup(w.fold); ok {
			c.word, c.uni = id, p.model.Uni(id)
		}
		known := false
		for k := range cs {
			known = known || cs[k].fold == c.fold
		}
		if !known {
			cs = append(cs, c)
		}
	}
	return cs
}
