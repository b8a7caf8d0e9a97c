package correct

import (
	"strings"

	"emend/dictionaries"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
)

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
	if b.bound || b.gap != blank && b.gap != broken && b.gap != newline || a.shut || b.shut {
		return
	}
	f, g := &p.forms[a.form], &p.forms[b.form]
	if f.tail != "" || !mayJoin(&p.looks[a.form], &p.looks[b.form]) {
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
		switch b.gap {
		case blank:
			e.kind, e.cost = SplitWord, e.cost+joinCost
			e.new = recase(whole, class, f.caps, f.text) + g.tail
		case newline: // the halves stay as they stand
			e.cost += lostHyphen
		}
		return
	}
	if b.gap == newline {
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
func mayJoin(f, g *look) bool {
	if g.caps == dictionaries.Allcaps != (f.caps == dictionaries.Allcaps) && !f.single || g.caps == dictionaries.Title {
		return false
	}
	if f.state == figure && !f.single || f.word == ngram.Number || g.word == ngram.Number {
		return false
	}
	return f.state == strange || g.state == strange || f.state == figure || g.state == figure || max(f.uni, g.uni) > halfWord
}

// seldom is the -ln of the share of text above which a word is common.
const seldom = 8

// halfWord is the same of a word that may be half of another: out break, how ever.
const halfWord = 6.5
