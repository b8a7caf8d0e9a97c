package correct

import (
	"cmp"
	"slices"

	"emend/pipeline/correct/ngram"
	"emend/pipeline/text"
)

// correct turns the proposals of a page into corrections.
func (p *page) correct() []Correction {
	all := p.weigh()
	out := make([]Correction, 0, len(all))
	for i := range all {
		if c := p.decide(&all[i]); c.Confidence >= minConfidence {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Correction) int { return cmp.Compare(a.Start, b.Start) })
	return apart(out)
}

// minConfidence: a doubt smaller than this is nobody's business.
const minConfidence = 0.02

// weigh decodes every window and gives all proposals with their features. A page with few doubts is decoded once; if it shows a habit of its
// scanner, or has more doubts than are needed to see one, it is decoded again with the channel of that habit.
func (p *page) weigh() []proposal {
	if p.alien() {
		return nil
	}
	windows := p.windows()
	step := (len(windows) + enoughWindows - 1) / enoughWindows
	t := tally{}
	var all []proposal
	for i := 0; i < len(windows); i += step {
		l := p.decode(windows[i][0], windows[i][1])
		p.tally(l, windows[i][0], t)
		if step == 1 {
			all = p.propose(all, l, windows[i][0])
		}
	}
	if !p.without.Adaptation && p.adapt(t) || step > 1 {
		all = all[:0]
		if p.own {
			p.contest(windows)
		}
		for _, w := range windows {
			all = p.propose(all, p.decode(w[0], w[1]), w[0])
		}
	}
	p.settle(all)
	return all
}

// enoughWindows is how many windows tell what a scanner does.
const enoughWindows = 300

// propose appends the proposals of a decoded window.
func (p *page) propose(all []proposal, l *lattice, first int) []proposal {
	for _, pr := range p.proposals(l) {
		for k := range pr.readings {
			r := &pr.readings[k]
			p.features(r, k, l, first)
			r.from += int32(first)
			r.to += int32(first)
		}
		all = append(all, pr)
	}
	return all
}

// apart drops of two corrections that overlap the less likely one.
func apart(cs []Correction) []Correction {
	out := cs[:0]
	for _, c := range cs {
		if n := len(out); n > 0 && out[n-1].End > c.Start {
			if c.Confidence > out[n-1].Confidence {
				out[n-1] = c
			}
			continue
		}
		out = append(out, c)
	}
	return out
}

// windows gives the atoms from the first in doubt to behind the last, context included, of each run of doubt.
func (p *page) windows() (windows [][2]int) {
	p.contest([][2]int{{0, len(p.atoms)}})
	for i := 0; i < len(p.atoms); {
		if !p.inDoubt(i) {
			i++
			continue
		}
		first, last := i, i+1
		for j := last; j < len(p.atoms) && j <= last+context && last-first < widest; j++ {
			if p.inDoubt(j) {
				last = j + 1
			}
		}
		i = last
		windows = append(windows, [2]int{max(0, first-context), min(len(p.atoms), last+context)})
	}
	return windows
}

// widest bounds a window, in atoms.
const widest = 60

// inDoubt tells whether an atom, or it with the next one, has readings beside the one that stands there.
func (p *page) inDoubt(i int) bool {
	a := &p.atoms[i]
	if a.doubt || p.doubtful(i) || a.state == figure && p.isOne(i) || !a.shut && p.braced(i) {
		return true
	}
	if i+1 >= len(p.atoms) {
		return false
	}
	b := &p.atoms[i+1]
	if b.gap == glued && !b.shut {
		return true
	}
	if b.gap != blank || b.bound || a.tail || a.state == figure && b.state == figure {
		return false
	}
	known, room := a.state == settled && b.state == settled, p.cost[i]+p.cost[i+1]+doubt-joinCost
	if known && room < commonest {
		return false // no word is so common that the pair would be dearer
	}
	f, g := &p.looks[a.form], &p.looks[b.form]
	if !mayJoin(f, g) {
		return false
	}
	if least := p.leastWhole(f, g); least >= 14 || known && least >= room {
		return false
	}
	p.buf = append(append(p.buf[:0], p.forms[a.form].fold...), p.forms[b.form].fold...)
	w, ok := p.model.LookupBytes(p.buf)
	return ok && p.model.Uni(w) < 14 && (!known || p.model.Uni(w) < room)
}

// commonest is less than -ln of the share of any word that two might make.
const commonest = 5

// decode builds and decodes a window.
func (p *page) decode(first, last int) *lattice {
	l := p.build(first, last)
	u, v := ngram.Bound, ngram.Bound
	for i := max(0, first-2); i < first; i++ {
		u, v = p.advance(i, v)
	}
	l.decode(u, v, last-first)
	return l
}

// decide turns a proposal into a correction: the readings in the order of the ranker's confidence.
func (p *page) decide(pr *proposal) Correction {
	ranker := p.ranker()
	c := Correction{Span: text.Span{Start: pr.readings[0].start, End: pr.readings[0].end}}
	sum := 0.0
	best := 0
	for i := range pr.readings {
		right, wrong := ranker.Answers(pr.readings[i].features[:])
		sum += right
		c.Candidates = append(c.Candidates, Candidate{pr.readings[i].new, right})
		if i == 0 || right > c.Candidates[best].Confidence {
			best, c.Confidence = i, wrong
		}
	}
	r := &pr.readings[best]
	c.Kind = r.kind
	c.Noise = float64(r.features[fNoise])
	if sum > c.Confidence { // of several readings one at most is right
		for i := range c.Candidates {
			if i != best {
				c.Candidates[i].Confidence *= max(0, c.Confidence-c.Candidates[best].Confidence) / (sum - c.Candidates[best].Confidence)
			}
		}
	}
	slices.SortStableFunc(c.Candidates, func(a, b Candidate) int { return cmp.Compare(b.Confidence, a.Confidence) })
	if c.Confidence >= minConfidence {
		c.Reason = p.reason(r)
	}
	return c
}
