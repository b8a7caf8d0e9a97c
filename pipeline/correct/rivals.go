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
	longRival      = 7 // letters of a word that the model lacks, beyond which it is no misread one
)

// rivals are the words that a word may have been misread from, though it is one.
func (p *page) rivals(i int32) []candidate {
	f := &p.forms[i]
	if f.rival != nil {
		return *f.rival
	}
	var cs []candidate
	switch {
	case p.isListed(f):
		cs = p.listedRivals(f)
	case f.state == familiar:
		cs = p.around(f.fold, f.caps, familiarRivals)
	case utf8.RuneCountInString(f.fold) <= longRival:
		cs = p.rivalsOf(f.fold, f.caps)
	}
	cs = cs[:min(len(cs), mostRivals)]
	f.rival = &cs
	return cs
}

// isListed tells whether a form's rivals were looked for beforehand.
func (p *page) isListed(f *form) bool {
	return p.lists != nil && (f.state == settled || f.state == familiar) && f.words[0] >= ngram.First && f.caps != dictionaries.Mixed
}

// rivalsOf searches the rivals of a word.
func (p *page) rivalsOf(fold string, caps dictionaries.Capitals) []candidate {
	limit := float32(rivalMax)
	if utf8.RuneCountInString(fold) <= 3 {
		limit = shortRivalMax
	}
	english := p.lexicon.Language() == dictionaries.EnglishWords // elsewhere a lost accent is an error like others: la, là
	return slices.DeleteFunc(p.around(fold, caps, limit), func(c candidate) bool { return english && accentOnly(fold, c.fold) })
}

// listedRivals gives the rivals that were looked for beforehand, at the prices of the page's channel.
func (p *page) listedRivals(f *form) []candidate {
	list := p.lists.Of(uint32(f.words[0]))
	n := list.Len()
	if n == 0 {
		return nil
	}
	cs := make([]candidate, 0, n)
	for k := range n {
		r := list.At(k)
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

// A query asks whether a word's rival would stand better in its place.
type query struct {
	atom  int32
	word  ngram.Word
	cost  float32 // of its error
	limit float32
}

// contest marks the words that go so badly with their neighbours that a rival must be thought of: those which one would make, its own
// error paid, cheaper than what stands there, or hardly dearer. Ranges are of atoms.
func (p *page) contest(ranges [][2]int) {
	for _, r := range ranges {
		for i := r[0]; i < r[1]; i++ {
			a := &p.atoms[i]
			a.doubt = false
			if a.shut || p.cost[i]+p.cost[i+1] < surprise {
				continue
			}
			if a.state == settled || a.state == familiar {
				p.query(i)
			}
			if len(p.queries) >= manyQueries {
				p.answer()
			}
		}
	}
	p.answer()
}

// manyQueries are answered at once.
const manyQueries = 512

// query asks after the rivals of an atom.
func (p *page) query(i int) {
	a := &p.atoms[i]
	q := query{atom: int32(i), limit: p.cost[i] + p.cost[i+1] + doubt}
	if p.own || p.lists == nil || a.word < ngram.First || a.caps == dictionaries.Mixed {
		for _, c := range p.rivals(a.form) {
			q.word, q.cost = c.word, c.cost
			p.queries = append(p.queries, q)
		}
		return
	}
	asked := 0
	list := p.lists.Of(uint32(a.word))
	for k := range list.Len() {
		r := list.At(k)
		if r.Name && a.caps == dictionaries.Lower {
			continue
		}
		q.word, q.cost = ngram.Word(r.Word), r.Cost
		p.queries = append(p.queries, q)
		if asked++; asked == mostRivals {
			break
		}
	}
}

// answer answers the queries and forgets them. The next word is asked first, which settles half of them, then the two before.
func (p *page) answer() {
	p.bigrams = p.bigrams[:0]
	for k := range p.queries {
		q := &p.queries[k]
		next, i := ngram.Bound, int(q.atom)
		if p.atoms[i].tail {
			next = p.genitive
		} else if i+1 < len(p.atoms) && !p.atoms[i+1].bound {
			next = p.atoms[i+1].word
		}
		p.bigrams = append(p.bigrams, ngram.Bigram{V: q.word, W: next})
	}
	p.costs = slices.Grow(p.costs[:0], len(p.queries))[:len(p.queries)]
	p.model.BiEach(p.bigrams, p.costs) // the trigram costs little less
	p.trigrams = p.trigrams[:0]
	left := p.queries[:0]
	u, v, before := ngram.Bound, ngram.Bound, int32(-1)
	for k, q := range p.queries {
		i := int(q.atom)
		if i+1 < len(p.atoms) {
			q.cost += p.costs[k]
		}
		if q.cost > q.limit {
			continue
		}
		if q.atom != before {
			u, v = p.before(i)
			before = q.atom
		}
		left = append(left, q)
		p.trigrams = append(p.trigrams, ngram.Trigram{U: u, V: v, W: q.word})
	}
	p.model.CostEach(p.trigrams, p.costs)
	for k, q := range left {
		if q.cost+p.costs[k] < q.limit {
			p.atoms[q.atom].doubt = true
		}
	}
	p.queries = p.queries[:0]
}

// before is the state of the model before an atom.
func (p *page) before(i int) (u, v ngram.Word) {
	u, v = ngram.Bound, ngram.Bound
	for n := max(0, i-2); n < i; n++ {
		u, v = p.advance(n, v)
	}
	if p.atoms[i].bound && v != ngram.Bound {
		u, v = v, ngram.Bound
	}
	return u, v
}

const (
	surprise = 13 // the least cost in nats of a word and the next one's; two words of running text cost eleven on average
	doubt    = 1  // how much dearer than what stands there a rival may be and still be thought of
)

// Rivals gives the lists that data/en.rivals holds, made with the embedded channel: for the generator.
func (c *Corrector) Rivals() [][]near.Rival {
	p := &page{Corrector: c, channel: c.table()}
	var lists [][]near.Rival
	c.model.Words(func(fold string, w ngram.Word) {
		for len(lists) <= int(w) {
			lists = append(lists, nil)
		}
		var cs []candidate // names too: the page leaves them out where none can be
		if c.lexicon.Accepts(fold) || c.lexicon.Accepts(title(fold)) {
			cs = p.rivalsOf(fold, dictionaries.Title)
		} else {
			cs = p.around(fold, dictionaries.Title, familiarRivals)
		}
		for _, k := range cs[:min(len(cs), 2*mostRivals)] {
			if k.word >= ngram.First {
				lists[w] = append(lists[w], near.Rival{Word: uint32(k.word), Name: k.class&near.Name != 0, Cost: k.cost})
			}
		}
	})
	return lists
}
