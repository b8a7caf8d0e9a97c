package correct

import (
	"unicode"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/ngram"
)

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
