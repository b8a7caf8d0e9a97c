package main

import (
	"os"
	"path/filepath"
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
func gather(dir, texts string, only string, batch bool) ([]page, error) {
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
	for i, b := range books {
		if i%2 == 0 {
			sets[clean] = append(sets[clean], b)
		} else {
			sets[sparse] = append(sets[sparse], sow(b, i, sets))
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

// sow puts about four misreadings into a clean page: words of the page that stand misread in one of the sets. Which and where follows from the
// page's number.
func sow(p pair, n int, sets map[string][]pair) pair {
	seeds := misreadings(sets)
	words := strings.SplitAfter(p.read, " ")
	state := uint64(n)*0x9e3779b97f4a7c15 + 1
	next := func(k int) int { // xorshift: the same on every machine
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return int(state % uint64(k))
	}
	for sown, tries := 0, 0; sown < 4 && tries < 4000; tries++ {
		i := next(len(words))
		core := strings.Trim(words[i], " .,;:!?\n\"'“”()")
		if reads := seeds[core]; len(reads) > 0 && !strings.Contains(words[i], "\n") {
			words[i] = strings.Replace(words[i], core, reads[next(len(reads))], 1)
			sown++
		}
	}
	p.read = strings.Join(words, "")
	return p
}

var seedCache map[string][]string

// misreadings lists for words as printed how they were read in the sets of modern print.
func misreadings(sets map[string][]pair) map[string][]string {
	if seedCache != nil {
		return seedCache
	}
	seedCache = map[string][]string{}
	for _, name := range []string{"tess-dev", "oldbooks-tess5-en", "impresso-snippets-en", "overproof-hipe-en"} {
		for _, p := range sets[name] {
			runs := align.Texts(p.read, p.truth)
			d := document(p.name, p.read)
			for _, t := range d.Tokens {
				read := d.Text.Content[t.Start:t.End]
				printed := plain(printed(runs, p.truth, t.Start, t.End))
				if read != printed && printed != "" && !strings.ContainsAny(printed, " .,-") && len(printed) > 1 && len(read)+2 >= len(printed) && strings.ToLower(read) != strings.ToLower(printed) {
					seedCache[printed] = append(seedCache[printed], read)
				}
			}
		}
	}
	return seedCache
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
