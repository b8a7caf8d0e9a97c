package main

import (
	"os"
	"path/filepath"
	"strings"

	"emend/dictionaries"
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
	words  int
	judged []judged
}

// clean is the name of the set of clean books.
const clean = "clean"

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
	names := []string{clean}
	for _, s := range pairSets {
		names = append(names, s.name)
	}
	return names
}

// gather judges every page of the sets below dir, each with a channel that was learnt from the other sets only, and of the
// clean tuning books, with the channel of all.
func gather(dir, texts string, only string) ([]page, error) {
	sets := map[string][]pair{}
	for _, set := range pairSets {
		ps, err := pairs(filepath.Join(dir, set.folder), set.prefix)
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
	sets[clean] = books
	base := correct.New(dictionaries.English())
	var all []page
	for _, name := range setNames() {
		if only != "" && name != only {
			continue
		}
		l := channel.NewLearner()
		for _, other := range setNames()[1:] {
			if other != name {
				for _, p := range sets[other] {
					l.Add(p.read, p.truth, false)
				}
			}
		}
		c := base.WithChannel(channel.NewTable(l.Entries()))
		for _, p := range sets[name] {
			pg := page{set: name, pair: p, words: len(strings.Fields(p.truth))}
			pg.judged = judge(c, p)
			all = append(all, pg)
		}
	}
	return all, nil
}

// cleanPages cuts the tuning books into pages of about 3,000 words.
func cleanPages(texts string) ([]pair, error) {
	var out []pair
	names, err := filepath.Glob(filepath.Join(texts, "*.txt"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if !within(filepath.Base(name), tuning) {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for rest := string(data); rest != ""; {
			cut := len(rest)
			if cut > 18000 {
				if i := strings.IndexByte(rest[18000:], '\n'); i >= 0 {
					cut = 18000 + i + 1
				}
			}
			out = append(out, pair{filepath.Base(name), rest[:cut], rest[:cut]})
			rest = rest[cut:]
		}
	}
	return out, nil
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
