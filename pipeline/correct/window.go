package correct

import (
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/ngram"
)

// What it costs, in nats, that a blank was lost or put in, or stands elsewhere, beside the errors of letters.
const (
	splitCost   = 7   // ofthe -> of the
	joinCost    = 6   // out break -> outbreak
	lostHyphen  = 4   // that a word goes on in the next line without a hyphen: com / mittee
	moveCost    = 9   // th eman -> the man
	strayCost   = 5   // that a mark which never ends a word stands there all the same
	swallowCost = 1   // that it is a part of the last letter
	camelCost   = 8   // that a capital stands inside a word
	joinMax     = 15  // limit of a search for a whole of several parts
	glueCost    = 6   // that a mark inside a word belongs there
	letter      = 2.3 // of an unknown word, each letter
)

// context is how many atoms on either side of the doubtful ones a window takes in.
const context = 2

// doubtful tells whether an atom's reading is to be weighed against others.
func (p *page) doubtful(i int) bool {
	a := &p.atoms[i]
	return a.state == strange && !a.shut && !(p.forms[a.form].mid >= trusted && p.unknowns < fewUnknowns)
}

// trusted is how often a nearly clean page must have a name in mid-sentence for it to be its own.
const trusted = 4

// build makes the lattice of the atoms from first to last.
func (p *page) build(first, last int) *lattice {
	l := &p.lattice
	l.model = p.model
	l.edges, l.byFrom, l.bounds = l.edges[:0], l.byFrom[:0], l.bounds[:0]
	for i := first; i < last; i++ {
		l.bounds = append(l.bounds, p.atoms[i].bound)
		p.keep(i)
		switch {
		case p.doubtful(i):
			p.replace(i)
			if p.stray(i) {
				p.blame(i)
				p.swallow(i)
			}
			p.marks(i)
			if !p.without.Splits {
				p.split(i)
				p.splitMisread(i)
			}
		case p.atoms[i].shut:
		case p.braced(i):
			p.blame(i)
			p.marks(i)
		case p.atoms[i].doubt && p.without.RealWords:
		case p.atoms[i].doubt:
			p.replaceWord(i)
		case p.isOne(i):
			p.one(i)
		}
		if i+1 < last && !(p.without.Splits && p.atoms[i+1].gap == blank) {
			p.join(i, last)
		}
	}
	for range last - first {
		l.byFrom = append(l.byFrom, nil)
	}
	for i := range l.edges {
		e := &l.edges[i]
		if p.atoms[e.from].gap == glued {
			e.cost += glueCost
		}
		e.from, e.to = e.from-int32(first), e.to-int32(first)
		l.byFrom[e.from] = append(l.byFrom[e.from], int32(i))
	}
	return l
}

func (p *page) edge(from, to int) *edge {
	l := &p.lattice
	l.edges = append(l.edges, edge{from: int32(from), to: int32(to), start: p.atoms[from].Start, end: p.atoms[to-1].End})
	return &l.edges[len(l.edges)-1]
}

func (p *page) keep(i int) {
	e := p.edge(i, i+1)
	f := &p.forms[p.atoms[i].form]
	for _, w := range f.words[:f.n] {
		e.add(w)
	}
	if f.words[0] == ngram.Unknown || f.words[0] == ngram.UnknownC {
		if glaring(f.text) {
			e.cost += camelCost
		}
		e.cost += letter * float32(min(9, utf8.RuneCountInString(f.fold)))
		if f.mid > 1 {
			e.cost /= float32(f.mid) // a name that the document uses is spelled out once
		}
	}
}

// say adds the words of a candidate.
func (p *page) say(e *edge, c *candidate, f *form) {
	e.add(c.word)
	e.cost = c.cost
	if c.word == ngram.Unknown {
		e.cost += unseen(c.class)
	}
	if f.tail != "" {
		e.add(p.genitive)
	}
}

func (p *page) replace(i int) {
	a := &p.atoms[i]
	cs := p.candidates(a.form)
	f := &p.forms[a.form]
	for k := range cs {
		e := p.edge(i, i+1)
		e.kind, e.read, e.cand = Misspelling, f.fold, cs[k]
		e.new = recase(cs[k].fold, cs[k].class, f.caps, f.text) + f.tail
		p.say(e, &cs[k], f)
	}
}

// replaceWord adds the rivals of a word.
func (p *page) replaceWord(i int) {
	a := &p.atoms[i]
	cs := p.rivals(a.form)
	f := &p.forms[a.form]
	for k := range cs {
		e := p.edge(i, i+1)
		e.kind, e.read, e.cand = RealWord, f.fold, cs[k]
		if f.state == familiar {
			e.kind = Misspelling
		}
		e.new = recase(cs[k].fold, cs[k].class, f.caps, f.text) + f.tail
		p.say(e, &cs[k], f)
	}
}

// swallow adds the readings in which the last letter and the stray mark behind it were one letter, whatever the channel
// says of the two together: a’ -> d.
func (p *page) swallow(i int) {
	a := &p.atoms[i]
	f := &p.forms[a.form]
	_, n := utf8.DecodeRuneInString(p.doc.Text.Content[a.End:])
	for _, c := range p.candidates(a.form) {
		if len(c.fold) != len(f.fold) || c.fold[:len(c.fold)-1] != f.fold[:len(f.fold)-1] || len(c.fold) < 3 {
			continue
		}
		e := p.edge(i, i+1)
		e.kind, e.read, e.cand, e.end = Misspelling, f.fold, c, a.End+n
		e.new = recase(c.fold, c.class, f.caps, f.text)
		p.say(e, &c, f)
		e.cost += swallowCost
	}
}

// cached searches the words near to what is no form of the document.
func (p *page) cached(read string, caps dictionaries.Capitals) []candidate {
	if cs, ok := p.nearby[read]; ok {
		return cs
	}
	n := float32(utf8.RuneCountInString(read))
	limit := min(joinMax, familiarBase+familiarEach*n)
	if p.unknowns < fewUnknowns {
		limit = min(fewMax, limit)
	}
	cs := p.around(read, caps, limit)
	if p.nearby == nil {
		p.nearby = map[string][]candidate{}
	}
	p.nearby[read] = cs
	return cs
}
