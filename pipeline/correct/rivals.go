package correct

import (
	"cmp"
	_ "embed"
	"slices"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
)

//go:embed data/en.rivals
var rivalsData []byte

// Limits of the search for rivals, in nats: no error that no table knows, but in words that are hardly words.
const (
	rivalMax       = 9.8
	shortRivalMax  = 9.3
	familiarRivals = 11
	mostRivals     = 6
)

// rivals are the words that a word may have been misread from, though it is one.
func (p *page) rivals(i int32) []candidate {
	f := &p.forms[i]
	if f.rival != nil {
		return *f.rival
	}
	var cs []candidate
	switch {
	case f.state == familiar:
		cs = p.around(f.fold, f.caps, familiarRivals)
	case p.isListed(f):
		cs = p.listed(f)
	default:
		cs = p.rivalsOf(f.fold, f.caps)
	}
	cs = cs[:min(len(cs), mostRivals)]
	f.rival = &cs
	return cs
}

// isListed tells whether a form's rivals were looked for beforehand.
func (p *page) isListed(f *form) bool {
	return p.lists != nil && f.state == settled && f.words[0] >= ngram.First && f.caps != dictionaries.Mixed
}

// rivalsOf searches the rivals of a word.
func (p *page) rivalsOf(fold string, caps dictionaries.Capitals) []candidate {
	limit := float32(rivalMax)
	if utf8.RuneCountInString(fold) <= 3 {
		limit = shortRivalMax
	}
	return slices.DeleteFunc(p.around(fold, caps, limit), func(c candidate) bool { return accentOnly(fold, c.fold) })
}

// listed gives the rivals that were looked for beforehand, at the prices of the page's channel.
func (p *page) listed(f *form) []candidate {
	n := p.lists.Of(uint32(f.words[0]))
	if n == 0 {
		return nil
	}
	cs := make([]candidate, 0, n)
	for k := range n {
		r := p.lists.At(uint32(f.words[0]), k)
		c := candidate{word: ngram.Word(r.Word), cost: r.Cost}
		c.fold = p.model.Spelling(c.word)
		class, ok := p.words.Lookup(c.fold)
		if !ok || r.Name && f.caps == dictionaries.Lower {
			continue
		}
		c.class, c.uni = class, p.model.Uni(c.word)
		if p.own {
			cost, _ := p.channel.Explain(f.fold, c.fold)
			c.cost = min(c.cost, cost)
		}
		cs = append(cs, c)
	}
	slices.SortStableFunc(cs, func(a, b candidate) int { return cmp.Compare(a.cost+a.uni, b.cost+b.uni) })
	return cs
}

// contested tells whether a word goes so badly with its neighbours that a rival must be thought of: whether one would make the words
// here cheaper, its own error paid.
func (p *page) contested(i int) bool {
	a := &p.atoms[i]
	if a.doubt == unasked {
		a.doubt = none
		if f := &p.forms[a.form]; !a.shut && (f.state == settled || f.state == familiar) && p.cost[i]+p.cost[i+1] >= surprise && p.rivalled(i) {
			a.doubt = contested
		}
	}
	return a.doubt == contested
}

// rivalled tells whether a rival goes nearly as well with the neighbours of an atom, or better.
func (p *page) rivalled(i int) bool {
	a := &p.atoms[i]
	f := &p.forms[a.form]
	limit := p.cost[i] + p.cost[i+1] + doubt
	next, ends := ngram.Bound, i+1 == len(p.atoms)
	switch {
	case f.tail != "":
		next = p.genitive
	case !ends && !p.atoms[i+1].bound:
		next = p.forms[p.atoms[i+1].form].words[0]
	}
	u, v := ngram.Bound, ngram.Bound
	ready := false
	likely := func(word ngram.Word, cost float32) bool {
		if cost+0.4*p.model.Uni(word) > limit {
			return false // no context makes a seldom word so cheap
		}
		if !ends {
			cost += p.model.Bi(word, next) // the trigram costs little less
		}
		if cost > limit {
			return false
		}
		if !ready {
			for k := max(0, i-2); k < i; k++ {
				u, v = p.advance(k, u, v)
			}
			if a.bound && v != ngram.Bound {
				u, v = v, ngram.Bound
			}
			ready = true
		}
		return cost+p.model.Cost(u, v, word) < limit
	}
	if p.isListed(f) && !p.own {
		asked := 0
		for k := range p.lists.Of(uint32(f.words[0])) {
			r := p.lists.At(uint32(f.words[0]), k)
			if r.Name && f.caps == dictionaries.Lower {
				continue
			}
			if likely(ngram.Word(r.Word), r.Cost) {
				return true
			}
			if asked++; asked == mostRivals {
				break
			}
		}
		return false
	}
	for _, c := range p.rivals(a.form) {
		if likely(c.word, c.cost) {
			return true
		}
	}
	return false
}

const (
	surprise = 13 // the least cost in nats of a word and the next one's; two words of running text cost eleven on average
	doubt    = 2  // how much dearer than what stands there a rival may be and still be thought of
)

// Rivals gives the lists that data/en.rivals holds, made with the embedded channel: for the generator.
func (c *Corrector) Rivals() [][]near.Rival {
	p := &page{Corrector: c, channel: c.table()}
	var lists [][]near.Rival
	c.model.Words(func(fold string, w ngram.Word) {
		for len(lists) <= int(w) {
			lists = append(lists, nil)
		}
		if !c.lexicon.Accepts(fold) && !c.lexicon.Accepts(title(fold)) {
			return
		}
		cs := p.rivalsOf(fold, dictionaries.Title) // names too: the page leaves them out where none can be
		for _, k := range cs[:min(len(cs), 2*mostRivals)] {
			if k.word >= ngram.First {
				lists[w] = append(lists[w], near.Rival{Word: uint32(k.word), Name: k.class&near.Name != 0, Cost: k.cost})
			}
		}
	})
	return lists
}
