package train

import (
	"io/fs"
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

// clean is the name of the set of clean books, sparse of the same with a few words misread as real scanners misread them.
const (
	clean  = "clean"
	sparse = "sparse"
)

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

func setNames() []string {
	names := []string{clean, sparse}
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
	base := correct.New(dictionaries.English())
	var all []page
	for _, name := range setNames() {
		if only != "" && name != only {
			continue
		}
		l := channel.NewLearner()
		for _, other := range setNames()[2:] {
			if other != name {
				for _, p := range sets[other] {
					l.Add(p.read, p.truth, false)
				}
			}
		}
		c := base.WithChannel(channel.NewTable(l.Entries()))
		if batch && name != clean && name != sparse {
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
