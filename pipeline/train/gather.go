package train

import (
	"slices"
	"strings"

	"emend/pipeline/correct"
	"emend/pipeline/correct/align"
	"emend/pipeline/correct/channel"
)

// A judged is a proposal with its truth.
type judged struct {
	correct.Example
	right bool // the reading is what was printed
	wrong bool // what stands there is not what was printed
	truth string
}

// A page is a document with its judged proposals.
type page struct {
	set string
	pair
	batch  bool // judged with a channel adapted to its set first
	words  int
	judged []judged
}

// Sets made of clean books.
const (
	clean    = "clean"    // as they are
	sparse   = "sparse"   // with a few words misread as real scanners misread them
	noisy    = "noisy"    // with many words misread as the scanners of one half of the sets would
	noisyToo = "noisyToo" // of the other half
)

// half is the sets whose scanners the noisy pages of that name are made with: none of them is judged by what was learnt from those pages,
// nor the other way round.
func (t *Training) half(name string) []string {
	var in []string
	for i, s := range t.Recipe.Sets {
		half := s.Half
		if half == 0 {
			half = 1 + i%2
		}
		if half == 1 && name == noisy || half == 2 && name == noisyToo {
			in = append(in, s.Name)
		}
	}
	return in
}

// strangers tells whether nothing of a set went into another, so that one may be judged by what was learnt from the other.
func (t *Training) strangers(a, b string) bool {
	return a != b && !slices.Contains(t.half(a), b) && !slices.Contains(t.half(b), a)
}

// made tells the sets made of clean books.
func made(set string) bool { return set == clean || set == sparse || set == noisy || set == noisyToo }

// setNames are the names of all sets, those made of clean books first.
func (t *Training) setNames() []string {
	names := []string{clean, sparse, noisy, noisyToo}
	for _, s := range t.Recipe.Sets {
		names = append(names, s.Name)
	}
	return names
}

// gather judges every page of the sets, each with a channel that was learnt from the other sets only, and of clean pages, with the channel of
// all. only: of this set, if it is not empty. batch: each set's channel is adapted to the set first, without its truth; those made of clean books
// are left out then.
func (t *Training) gather(only string, batch bool) ([]page, error) {
	sets := map[string][]pair{}
	for _, set := range t.Recipe.Sets {
		ps, err := t.pairs(set)
		if err != nil {
			return nil, err
		}
		sets[set.Name] = ps
	}
	if only == "" || made(only) {
		books, err := t.cleanPages()
		if err != nil {
			return nil, err
		}
		seeds := t.misreadings(sets)
		for i, b := range books {
			if i%2 == 0 {
				sets[clean] = append(sets[clean], b)
			} else {
				sets[sparse] = append(sets[sparse], sow(b, i, seeds))
			}
		}
		t.scanned(sets, books)
	}
	base, err := t.corrector()
	if err != nil {
		return nil, err
	}
	var all []page
	for _, name := range t.setNames() {
		if only != "" && name != only || batch && made(name) {
			continue
		}
		l := channel.NewLearner()
		for _, other := range t.setNames()[4:] {
			if t.strangers(name, other) {
				for _, p := range sets[other] {
					l.Add(p.read, p.truth, false)
				}
			}
		}
		es, err := t.general(l.Entries())
		if err != nil {
			return nil, err
		}
		if t.hand {
			es = nil
		}
		c := base.WithChannel(channel.NewTable(es)).Without(t.without)
		if batch {
			habits := make([]correct.Habit, len(sets[name]))
			t.each("ranker: habits of "+name, len(habits), func(i int) {
				p := sets[name][i]
				habits[i] = c.Habit(t.document(p.name, p.read))
			})
			c = c.Adapt(habits)
		}
		pages := make([]page, len(sets[name]))
		t.each("ranker: "+name, len(pages), func(i int) {
			p := sets[name][i]
			pages[i] = page{set: name, pair: p, batch: batch, words: len(strings.Fields(p.truth)), judged: t.judge(c, p)}
		})
		all = append(all, pages...)
	}
	return all, nil
}

// scanned adds the noisy sets: every third page of the clean books, half of it.
func (t *Training) scanned(sets map[string][]pair, books []pair) {
	scanners := map[string]*scanner{}
	for _, name := range []string{noisy, noisyToo} {
		var of [][]pair
		for _, set := range t.half(name) {
			of = append(of, sets[set])
		}
		scanners[name] = newScanner(of...)
	}
	shares := []float64{0.02, 0.05, 0.1, 0.18, 0.3} // of words misread
	for i := 0; i < len(books); i += 3 {
		name := noisy
		if i%2 == 0 {
			name = noisyToo
		}
		p := books[i]
		p.truth = p.truth[:strings.LastIndexByte(p.truth[:len(p.truth)/2], ' ')+1]
		p.read = scanners[name].scan(p.truth, shares[i/6%len(shares)], i)
		sets[name] = append(sets[name], p)
	}
}

// judge proposes on a page and compares with the truth.
func (t *Training) judge(c *correct.Corrector, p pair) []judged {
	examples := c.Examples(t.document(p.name, p.read))
	runs := align.Texts(p.read, p.truth)
	var out []judged
	for _, e := range examples {
		truth := printed(runs, p.truth, e.Start, e.End)
		j := judged{Example: e, truth: truth}
		j.right = plain(truth) == plain(e.New) || unhyphened(truth) == unhyphened(e.New) && e.Kind == correct.SplitWord
		j.wrong = plain(truth) != plain(e.Old)
		out = append(out, j)
	}
	return out
}
