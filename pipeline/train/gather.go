package train

import (
	"io/fs"
	"slices"
	"strings"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/correct/align"
	"emend/pipeline/correct/channel"
	"emend/pipeline/text"
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

// halves are the sets whose scanners the noisy pages are made with. None of them is judged by what was learnt from those pages, nor
// the other way round.
var halves = map[string][]string{
	noisy:    {"tess-dev", "oldbooks-tess5-en", "icdar2017-b", "acl-en"},
	noisyToo: {"overproof-hipe-en", "impresso-snippets-en", "icdar2017-a"},
}

// strangers tells whether nothing of a set went into another, so that one may be judged by what was learnt from the other.
func strangers(a, b string) bool {
	return a != b && !slices.Contains(halves[a], b) && !slices.Contains(halves[b], a)
}

// pairSets are the pair sets a ranker is fitted on. The one of many old books is cut in two halves of different books: without it
// no ranker would know what old spelling is.
var pairSets = []struct{ name, folder, prefix, from, to string }{
	{"tess-dev", "tess-dev", "eng", "", "~"},
	{"oldbooks-tess5-en", "oldbooks-tess5-en", "", "", "~"},
	{"icdar2017-a", "icdar2017-mono-train-en", "", "", "0333"},
	{"icdar2017-b", "icdar2017-mono-train-en", "", "0333", "~"},
	{"overproof-hipe-en", "overproof-hipe-en", "", "", "~"},
	{"impresso-snippets-en", "impresso-snippets-en", "", "", "~"},
	{"acl-en", "acl-en", "", "", "~"},
}

// made tells the sets made of clean books.
func made(set string) bool { return set == clean || set == sparse || halves[set] != nil }

func setNames() []string {
	names := []string{clean, sparse, noisy, noisyToo}
	for _, s := range pairSets {
		names = append(names, s.name)
	}
	return names
}

// gather judges every page of the sets below dir, each with a channel that was learnt from the other sets only, and of the
// clean tuning books, with the channel of all. batch: each set's channel is adapted to the set first, without its truth.
func gather(dir, texts fs.FS, only string, batch bool) ([]page, error) {
	sets := map[string][]pair{}
	for _, set := range pairSets {
		sub, err := fs.Sub(dir, set.folder)
		if err != nil {
			return nil, err
		}
		ps, err := pairs(sub, set.prefix)
		if err != nil {
			return nil, err
		}
		for _, p := range ps {
			if set.from <= p.name && p.name < set.to {
				sets[set.name] = append(sets[set.name], p)
			}
		}
	}
	books, err := cleanPages(texts)
	if err != nil {
		return nil, err
	}
	seeds := misreadings(sets)
	for i, b := range books {
		if i%2 == 0 {
			sets[clean] = append(sets[clean], b)
		} else {
			sets[sparse] = append(sets[sparse], sow(b, i, seeds))
		}
	}
	scanned(sets, books)
	base := correct.New(dictionaries.English())
	var all []page
	for _, name := range setNames() {
		if only != "" && name != only {
			continue
		}
		l := channel.NewLearner()
		for _, other := range setNames()[4:] {
			if strangers(name, other) {
				for _, p := range sets[other] {
					l.Add(p.read, p.truth, false)
				}
			}
		}
		c := base.WithChannel(channel.NewTable(l.Entries()))
		if batch && !made(name) {
			var docs []*text.Document
			for _, p := range sets[name] {
				docs = append(docs, document(p.name, p.read))
			}
			c = c.Adapt(docs)
		}
		for _, p := range sets[name] {
			pg := page{set: name, pair: p, words: len(strings.Fields(p.truth))}
			pg.judged = judge(c, p)
			all = append(all, pg)
		}
	}
	return all, nil
}

// scanned adds the noisy sets: every third page of the clean books, half of it.
func scanned(sets map[string][]pair, books []pair) {
	scanners := map[string]*scanner{}
	for name, half := range halves {
		var of [][]pair
		for _, set := range half {
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
func judge(c *correct.Corrector, p pair) []judged {
	examples := c.Examples(document(p.name, p.read))
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
