package correct

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
)

// What it costs, in nats, that a blank was lost or put in, or stands elsewhere, beside the errors of letters.
const (
	splitCost   = 7   // ofthe -> of the
	joinCost    = 6   // out break -> outbreak
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
	return !a.shut && p.forms[a.form].state == strange
}

// marks that may stand for a letter at a word's end or beginning: ana’ -> and, genera} -> general.
const misreadMarks = "'’‘^*|}{)(~°;]["

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
			p.split(i)
			p.splitMisread(i)
		case p.atoms[i].shut:
		case p.braced(i):
			p.blame(i)
			p.marks(i)
		case p.contested(i):
			p.contest(i)
		case p.isOne(i):
			p.one(i)
		}
		if i+1 < last {
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

// glaring tells a capital after three small letters: whichRabocheye. M'Leod, MacDowell and DeWitt have it sooner.
func glaring(s string) bool {
	small := 0
	for _, r := range s {
		switch {
		case unicode.IsLower(r):
			small++
		case unicode.IsUpper(r) && small > 3:
			return true
		}
	}
	return false
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

// contest adds the rivals of a settled word.
func (p *page) contest(i int) {
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

// marks adds the readings in which a mark beside the word is one of its letters.
func (p *page) marks(i int) {
	a := &p.atoms[i]
	f := &p.forms[a.form]
	if f.tail != "" {
		return
	}
	content := p.doc.Text.Content
	if r, n := utf8.DecodeRuneInString(content[a.End:]); isMark(r) && p.atEdge(a.End+n) && !opened(content, a.Start, r) {
		p.marked(i, f.fold+string(r), a.Start, a.End+n)
	}
	if r, n := utf8.DecodeLastRuneInString(content[:a.Start]); f.state == strange && isMark(r) && p.atEdge(a.Start-n) {
		p.marked(i, string(r)+f.fold, a.Start-n, a.End)
	}
}

// stray tells whether a mark that never ends a word rightly stands at a doubtful one's end: ana’ with no ‘ before it.
func (p *page) stray(i int) bool {
	a := &p.atoms[i]
	content := p.doc.Text.Content
	r, n := utf8.DecodeRuneInString(content[a.End:])
	return r != ';' && r != '"' && isMark(r) && p.atEdge(a.End+n) && !opened(content, a.Start, r) && !strings.HasSuffix(p.forms[a.form].fold, "s")
}

// braced tells whether a mark that no text has there stands at a word's end: genera} -> general.
func (p *page) braced(i int) bool {
	a := &p.atoms[i]
	content := p.doc.Text.Content
	if a.End >= len(content) || p.forms[a.form].state == figure {
		return false
	}
	switch content[a.End] {
	case '}', '{', '^', '~', '|':
		return p.atEdge(a.End+1) && p.stray(i)
	}
	return false
}

// blame makes the readings of an atom that do not account for the stray mark behind it dearer.
func (p *page) blame(i int) {
	l := &p.lattice
	for k := len(l.edges) - 1; k >= 0 && l.edges[k].from == int32(i); k-- {
		if l.edges[k].end == p.atoms[i].End {
			l.edges[k].cost += strayCost
		}
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

// isOne tells a figure 1 that stands where a word might: 1 am -> I am.
func (p *page) isOne(i int) bool {
	f := &p.forms[p.atoms[i].form]
	if f.text != "1" || i+1 >= len(p.atoms) || p.atoms[i+1].gap != blank && p.atoms[i+1].gap != newline || p.atoms[i].gap == glued || p.atoms[i].gap == hyphen {
		return false
	}
	g := &p.forms[p.atoms[i+1].form]
	return g.state == settled && g.caps == dictionaries.Lower && p.cost[i]+p.cost[i+1] > surprise
}

func (p *page) one(i int) {
	w, ok := p.model.Lookup("i")
	if !ok {
		return
	}
	class, _ := p.words.Lookup("i")
	e := p.edge(i, i+1)
	e.kind, e.new, e.read = RealWord, "I", "1"
	cost, _ := p.channel.Explain("1", "i")
	e.cand = candidate{fold: "i", class: class, cost: cost, word: w, uni: p.model.Uni(w)}
	p.say(e, &e.cand, &p.forms[p.atoms[i].form])
}

func isMark(r rune) bool {
	for _, m := range misreadMarks {
		if r == m {
			return true
		}
	}
	return false
}

// atEdge: beyond a misread mark the word must be over.
func (p *page) atEdge(at int) bool {
	content := p.doc.Text.Content
	if at <= 0 || at >= len(content) {
		return true
	}
	c := content[at]
	return c == ' ' || c == '\n' || c == ',' || c == '.' || c == ';' || content[at-1] == ' ' || content[at-1] == '\n'
}

// opened tells whether a closing mark has its partner in the same line shortly before.
func opened(content string, start int, mark rune) bool {
	partner := map[rune]rune{'’': '‘', ')': '(', ']': '[', '}': '{', '\'': '\''}[mark]
	if partner == 0 {
		return false
	}
	for i := start; i > 0 && start-i < 200; {
		r, n := utf8.DecodeLastRuneInString(content[:i])
		if r == partner {
			return true
		}
		if r == '\n' {
			return false
		}
		i -= n
	}
	return false
}

func (p *page) marked(i int, read string, start, end int) {
	read = strings.ReplaceAll(read, "'", "’") // a mark here, no apostrophe
	f := &p.forms[p.atoms[i].form]
	for _, c := range p.cached(read, f.caps) {
		if len(c.fold) < 3 {
			continue
		}
		e := p.edge(i, i+1)
		e.kind, e.read, e.cand, e.start, e.end = Misspelling, read, c, start, end
		e.new = recase(c.fold, c.class, f.caps, f.text)
		p.say(e, &c, f)
	}
}

// cached searches the words near to what is no form of the document.
func (p *page) cached(read string, caps dictionaries.Capitals) []candidate {
	if cs, ok := p.nearby[read]; ok {
		return cs
	}
	n := float32(utf8.RuneCountInString(read))
	cs := p.around(read, caps, min(joinMax, familiarBase+familiarEach*n))
	if p.nearby == nil {
		p.nearby = map[string][]candidate{}
	}
	p.nearby[read] = cs
	return cs
}

// split adds the readings as two words without an error of letters.
func (p *page) split(i int) {
	a := &p.atoms[i]
	f := &p.forms[a.form]
	core := f.text[:len(f.text)-len(f.tail)]
	for k, r := range core {
		if k == 0 {
			continue
		}
		left, right := core[:k], core[k:]
		lw, lu, ok := p.part(left)
		if !ok {
			continue
		}
		rw, ru, known := p.part(right)
		capital := unicode.IsUpper(r) && f.caps == dictionaries.Mixed && len(left) > 1 && utf8.RuneCountInString(right) > 2
		switch {
		case capital && known:
		case capital && p.lexicon.Accepts(left): // whichRabocheye
			rw, ru = ngram.UnknownC, 0
		case !known || f.caps == dictionaries.Mixed || !parts(left, right, lu, ru):
			continue
		}
		e := p.edge(i, i+1)
		e.kind, e.new, e.read = MergedWord, left+" "+right+f.tail, f.fold
		e.cost = splitCost
		if capital {
			e.cost = 1
			if !known {
				e.cost += letter * float32(min(9, len(right)))
			}
		}
		e.cand = candidate{fold: ngram.Fold(left) + " " + ngram.Fold(right), cost: e.cost, uni: max(lu, ru)}
		e.add(lw)
		e.add(rw)
		if f.tail != "" {
			e.add(p.genitive)
		}
	}
}

// splitMisread adds readings as two words of which one is very common and rightly read, the other misread: ofhls -> of his.
func (p *page) splitMisread(i int) {
	f := &p.forms[p.atoms[i].form]
	core := f.text[:len(f.text)-len(f.tail)]
	if f.caps != dictionaries.Lower && f.caps != dictionaries.Title || len(core) < 5 {
		return
	}
	if cs := p.candidates(p.atoms[i].form); len(cs) > 0 && cs[0].cost < splitCost {
		return
	}
	add := func(e *edge, c *candidate, words ...ngram.Word) {
		e.kind, e.read, e.cand = MergedWord, f.fold, *c
		e.cost = splitCost + c.cost
		if c.word == ngram.Unknown {
			e.cost += unseen(c.class)
		}
		for _, w := range words {
			e.add(w)
		}
	}
	for k := range core {
		if k < 2 || len(core)-k < 2 {
			continue
		}
		left, right := core[:k], core[k:]
		if lw, lu, ok := p.part(left); ok && lu < veryCommon && len(right) > 2 {
			for _, c := range p.few(ngram.Fold(right)) {
				e := p.edge(i, i+1)
				e.new = left + " " + c.fold
				add(e, &c, lw, c.word)
			}
		}
		if rw, ru, ok := p.part(right); ok && ru < veryCommon && len(left) > 2 {
			for _, c := range p.few(ngram.Fold(left)) {
				e := p.edge(i, i+1)
				e.new = recase(c.fold, c.class, f.caps, left) + " " + right
				add(e, &c, c.word, rw)
			}
		}
	}
}

// veryCommon is the -ln of the share of text of words that others run together with: of, the, and.
const veryCommon = 5.5

// few are the best words near to half of a word.
func (p *page) few(read string) []candidate {
	cs := p.cached(read, dictionaries.Lower)
	out := cs[:0:0]
	for _, c := range cs {
		if c.cost < 9.4 && len(c.fold) > 1 && len(out) < 2 {
			out = append(out, c)
		}
	}
	return out
}

// part finds a word that may be half of two run together.
func (p *page) part(s string) (ngram.Word, float32, bool) {
	w, ok := p.model.Lookup(ngram.Fold(s))
	if !ok || !p.lexicon.Accepts(s) {
		return 0, 0, false
	}
	return w, p.model.Uni(w), true
}

// parts: of two words run together one is mostly a very common one, and a single letter only a, I or O.
func parts(left, right string, lu, ru float32) bool {
	if len(left) == 1 && left != "a" && left != "A" && left != "I" || len(right) == 1 {
		return false
	}
	return min(lu, ru) < 8 && max(lu, ru) < 13
}

// join adds the readings of an atom and the next ones as one word: two with a blank between them, or more when marks glue them.
func (p *page) join(i, last int) {
	p.joinPair(i)
	read := p.forms[p.atoms[i].form].fold
	caps := p.forms[p.atoms[i].form].caps
	marks, blanks := 0, 0
	for j := i + 1; j < last && j <= i+3; j++ {
		b := &p.atoms[j]
		if b.gap != glued && b.gap != blank || b.shut || p.atoms[i].shut {
			return
		}
		f := &p.forms[b.form]
		if b.gap == blank {
			if blanks++; blanks > 1 || b.bound || marks == 0 && !(j+1 < last && p.atoms[j+1].gap == glued) {
				return
			}
			read += " "
		} else {
			marks++
			read += fragment(p.doc.Text.Content[p.atoms[j-1].End:b.Start])
		}
		read += f.fold
		if marks == 0 || f.caps == dictionaries.Allcaps != (caps == dictionaries.Allcaps) && len(f.fold) > 1 {
			continue
		}
		for _, c := range p.cached(read, caps) {
			e := p.edge(i, j+1)
			e.kind, e.read, e.cand = Misspelling, read, c
			if blanks > 0 {
				e.kind = SplitWord
			}
			e.new = recase(c.fold, c.class, caps, p.forms[p.atoms[i].form].text) + f.tail
			p.say(e, &c, f)
		}
	}
}

// fragment is a mark between letters as the channel sees it.
func fragment(gap string) string {
	return strings.NewReplacer("’", "'", "‘", "'").Replace(gap)
}

// joinPair adds the readings of two atoms as one word.
func (p *page) joinPair(i int) {
	a, b := &p.atoms[i], &p.atoms[i+1]
	if b.bound || b.gap != blank && b.gap != broken || a.shut || b.shut {
		return
	}
	f, g := &p.forms[a.form], &p.forms[b.form]
	if f.tail != "" || !p.mayJoin(f, g) {
		return
	}
	whole := f.fold + g.fold
	class, ok := p.words.Lookup(whole)
	if ok && (class&near.Name == 0 || f.caps != dictionaries.Lower) {
		e := p.edge(i, i+2)
		e.read = whole
		e.cand = candidate{fold: whole, class: class}
		e.cand.word, e.cand.uni = p.frequency(whole, class)
		p.say(e, &e.cand, g)
		if b.gap == blank {
			e.kind, e.cost = SplitWord, e.cost+joinCost
			e.new = recase(whole, class, f.caps, f.text) + g.tail
		}
		return
	}
	if b.gap == broken {
		p.mend(i, whole)
		return
	}
	if common(f) || common(g) || f.state != strange && g.state != strange && len(f.fold)+len(g.fold) > 5 {
		return
	}
	if min(len(f.fold), len(g.fold)) > 4 && (f.state != strange || g.state != strange) {
		return
	}
	read := f.fold + " " + g.fold // the blank may be a lost letter: Bradf rd -> Bradford
	for _, c := range p.cached(read, f.caps) {
		e := p.edge(i, i+2)
		e.kind, e.read, e.cand = SplitWord, read, c
		e.new = recase(c.fold, c.class, f.caps, f.text) + g.tail
		p.say(e, &c, g)
	}
}

// mend adds readings of a word broken at a line end in which one half is misread. The other half, the hyphen and the line end stay.
func (p *page) mend(i int, whole string) {
	a, b := &p.atoms[i], &p.atoms[i+1]
	f, g := &p.forms[a.form], &p.forms[b.form]
	if f.state == settled && g.state == settled || len(whole) < 5 {
		return
	}
	for _, c := range p.cached(whole, f.caps) {
		e := edge{from: int32(i), to: int32(i + 2), kind: Misspelling, cand: c}
		if head, ok := strings.CutSuffix(c.fold, g.fold); ok && len(head) > 1 {
			e.start, e.end, e.read = a.Start, a.End, f.fold
			e.new = recase(head, c.class, f.caps, f.text)
		} else if tail, ok := strings.CutPrefix(c.fold, f.fold); ok && len(tail) > 1 {
			e.start, e.end, e.read = b.Start, b.End, g.fold
			e.new = recase(tail, 0, g.caps, g.text) + g.tail
		} else {
			continue
		}
		e.read = whole
		p.say(&e, &c, g)
		p.lattice.edges = append(p.lattice.edges, e)
	}
}

// common words stand beside strange ones everywhere, and are halves of none: Lippmann was.
func common(f *form) bool { return f.state == settled && f.uni < seldom }

// mayJoin: halves of one word, not two words that happen to spell a third. At least one must be no word, or a seldom one.
func (p *page) mayJoin(f, g *form) bool {
	if g.caps == dictionaries.Allcaps != (f.caps == dictionaries.Allcaps) && utf8.RuneCountInString(f.fold) > 1 || g.caps == dictionaries.Title {
		return false
	}
	if f.state == figure && utf8.RuneCountInString(f.fold) > 1 || f.words[0] == ngram.Number || g.words[0] == ngram.Number {
		return false
	}
	return f.state == strange || g.state == strange || f.state == figure || g.state == figure || max(f.uni, g.uni) > halfWord
}

// seldom is the -ln of the share of text above which a word is common.
const seldom = 8

// halfWord is the same of a word that may be half of another: out break, how ever.
const halfWord = 6.5
