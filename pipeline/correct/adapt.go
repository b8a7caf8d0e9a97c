package correct

import (
	"maps"
	"math"
	"strings"

	"emend/pipeline/correct/channel"
	"emend/pipeline/text"
)

// A document shows what its own scanner does: the errors believed in at first make like errors cheaper, and the document is decoded again
// (one step of expectation and maximisation, without any truth). Costs only go down, so that nothing is lost by it.

const (
	trust     = 400  // how many sightings of a segment the general channel counts for
	believed  = 0.25 // the least posterior of a reading whose errors are counted
	evidence  = 4    // expected errors below which a document says nothing about its scanner
	sampleCap = 1 << 18
)

// A tally is the expected number of each error.
type tally map[channel.Edit]float64

// tally adds the errors of the readings of a lattice.
func (p *page) tally(l *lattice, first int, t tally) {
	for i := range l.edges {
		e := &l.edges[i]
		if e.posterior < believed || e.kind == "" || e.kind == MergedWord || e.read == e.cand.fold {
			continue
		}
		if e.posterior > 0.95 && e.to == e.from+1 {
			p.forms[p.atoms[first+int(e.from)].form].sure = true
		}
		_, edits := p.channel.Explain(e.read, e.cand.fold)
		for _, d := range edits {
			if !strings.Contains(d.Read, " ") {
				t[d] += float64(e.posterior)
			}
		}
	}
}

// adapted is a channel with the errors of a tally made cheaper, content being the text they were found in.
func adapted(base *channel.Table, t tally, content string) *channel.Table {
	sample := strings.ToLower(content[:min(len(content), sampleCap)])
	scale := float64(len(content)) / float64(max(1, len(sample)))
	costs := base.Costs()
	lower := map[channel.Edit]float32{}
	of := map[string]float64{}
	for d, n := range t {
		if d.Read == "" || n < 1 {
			continue // letters lost say little of where the next will be
		}
		seen, ok := of[d.True]
		if !ok {
			if d.True == "" {
				seen = float64(len(content))
			} else {
				seen = scale * float64(strings.Count(sample, d.True))
			}
			of[d.True] = seen
		}
		old, ok := costs[d]
		if !ok {
			if n < 2 {
				continue
			}
			old = channel.MaxCost
		}
		p := (n + trust*math.Exp(-float64(old))) / (seen + n + trust)
		if cost := float32(max(channel.MinCost, -math.Log(p))); cost < old {
			lower[d] = cost
		}
	}
	if len(lower) == 0 {
		return base
	}
	next := maps.Clone(costs)
	maps.Copy(next, lower)
	return channel.FromCosts(next)
}

// adapt gives the page the channel of the errors believed in so far. It reports whether anything changed.
func (p *page) adapt(t tally) bool {
	total := 0.0
	for _, n := range t {
		total += n
	}
	if total < evidence {
		return false
	}
	next := adapted(p.channel, t, p.doc.Text.Content)
	if next == p.channel {
		return false
	}
	p.use(next)
	return true
}

// use changes the channel of the page and forgets the words found by the old one.
func (p *page) use(t *channel.Table) {
	p.channel, p.own = t, true
	p.search = nil
	for read, cs := range p.nearby {
		if len(cs) > 0 { // where nothing was near, nothing comes near
			delete(p.nearby, read)
		}
	}
	for i := range p.forms {
		f := &p.forms[i]
		if f.rival = nil; !f.sure { // dearer errors that were believed in all the same need no new search
			f.near = nil
		}
	}
}

// A Habit is what one document shows of its scanner.
type Habit struct {
	errors  tally
	content string
}

// Habit reads a document for its scanner's errors.
func (c *Corrector) Habit(doc *text.Document) Habit {
	p := c.page(doc)
	h := Habit{tally{}, doc.Text.Content}
	if p.alien() {
		return h
	}
	windows := p.windows()
	for _, w := range windows {
		p.tally(p.decode(w[0], w[1]), w[0], h.errors)
	}
	if p.adapt(h.errors) {
		h.errors = tally{}
		p.contest(windows)
		for _, w := range windows {
			p.tally(p.decode(w[0], w[1]), w[0], h.errors)
		}
	}
	return h
}

// Adapt is c with the channel of a batch: of documents that one scanner has read, each of which shows too little of it. Each document
// is still adapted to by itself when it is corrected. The result depends on the habits and their order, and on nothing else.
func (c *Corrector) Adapt(habits []Habit) *Corrector {
	t := tally{}
	var all strings.Builder
	for _, h := range habits {
		for d, n := range h.errors {
			t[d] += n
		}
		all.WriteString(h.content)
	}
	next := adapted(c.table(), t, all.String())
	if next == c.table() {
		return c
	}
	d := *c
	d.table = func() *channel.Table { return next }
	d.batch = true
	return &d
}
