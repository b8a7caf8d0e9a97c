package witness

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"emend/pipeline/text"
)

// A Vote is a place where other witnesses of a passage read otherwise, and what they read.
type Vote struct {
	text.Span
	New        string
	Confidence float64 // that New is right
	For        int     // witnesses that read New
	Against    int     // that read as the text does, itself counted in
	Others     int     // that read something else
	Witness    int     // the first that reads New
	At         int     // in its reading text
	Here       string
	There      string
}

// Evidence is how many of the witnesses read so, for people. // 6 of 7 witnesses read “dictatorship”
func (v *Vote) Evidence() string {
	return fmt.Sprintf("%d of %d witnesses of this passage read “%s”", v.For, v.For+v.Against+v.Others, v.New)
}

// Votes lays a document beside every witness that shares passages with it and lets them vote on each word, each with what the channel says of its
// reading (Bayes; the witnesses are taken to have erred independently). skip says which witnesses not to ask. Only places
// where the readings of others are clearly the better ones are given.
func (l *Library) Votes(doc *text.Document, skip func(int) bool) ([]Vote, error) {
	if len(l.Index.Witnesses) == 0 {
		return nil, nil
	}
	content := doc.Text.Content
	cs, err := l.Index.chains(content, skip)
	if err != nil || len(cs) == 0 {
		return nil, err
	}
	ws := words(content, 0, len(content), func(at int) int { return at })
	a := &aligner{}
	b := &ballot{lib: l, content: content, words: ws, of: make([][]ballotPaper, len(ws))}
	for i := range cs {
		sh, err := l.shared(a, ws, &cs[i])
		if err != nil {
			return nil, err
		}
		b.take(&sh)
	}
	return b.count(), nil
}

// An Overlap is how much of a text stands in a witness, too.
type Overlap struct {
	Witness int
	Bytes   int // of the text
}

// Overlaps finds the witnesses that have passages of a text, for duplicates and reprints, in their order. Nothing is aligned: it counts the stretches
// between the first and the last fingerprint of each passage. O(n) look-ups.
func (l *Library) Overlaps(content string, skip func(int) bool) ([]Overlap, error) {
	cs, err := l.Index.chains(content, skip)
	var all []Overlap
	for _, c := range cs {
		if n := len(all); n == 0 || all[n-1].Witness != c.witness {
			all = append(all, Overlap{Witness: c.witness})
		}
		all[len(all)-1].Bytes += c.end - c.start + 2*gram
	}
	return all, err
}

// ballotPaper is what a witness reads for a run of words of the text.
type ballotPaper struct {
	witness  int
	from, to int
	reading  string // as it stands there
	form     string // folded, words apart by a blank
	at       int
	line     string
}

type ballot struct {
	lib     *Library
	content string
	words   []word
	of      [][]ballotPaper // by the first word
}

// take notes what a witness reads, word by word, and where it reads the same.
func (b *ballot) take(sh *Shared) {
	for _, p := range sh.pieces {
		pl := &p.pl
		for _, o := range pl.ops[p.lo:p.hi] {
			if o.from == o.to || o.like == o.upto || o.distance > garbledMost {
				continue
			}
			from, to := p.first+o.from, p.first+o.to
			if slices.ContainsFunc(b.of[from], func(x ballotPaper) bool { return x.witness == sh.Witness }) {
				continue
			}
			source := pl.source[o.like:o.upto]
			paper := ballotPaper{witness: sh.Witness, from: from, to: to, form: spaced(source), at: pl.base + source[0].start}
			if o.distance > 0 || to-from != len(source) {
				paper.reading = oneLine(pl.content[source[0].start:source[len(source)-1].end])
				lo, hi := max(0, o.like-around5), min(len(pl.source), o.upto+around5)
				paper.line = oneLine(pl.content[pl.source[lo].start:pl.source[hi-1].end])
			}
			b.of[from] = append(b.of[from], paper)
		}
	}
}

func spaced(ws []word) string {
	if len(ws) == 1 {
		return ws[0].form
	}
	var out []string
	for i := range ws {
		out = append(out, ws[i].form)
	}
	return strings.Join(out, " ")
}

// count judges every place where a witness differs. Places do not overlap.
func (b *ballot) count() []Vote {
	var votes []Vote
	next := 0
	for i := range b.of {
		if i < next || len(b.of[i]) == 0 {
			continue
		}
		to := i
		for _, p := range b.of[i] {
			if p.reading != "" {
				to = max(to, p.to)
			}
		}
		if to == i {
			continue
		}
		if v, ok := b.judge(i, to); ok {
			votes = append(votes, v)
			next = to
		}
	}
	return votes
}

// papers are the readings of the words from..to, of each witness that has them all.
func (b *ballot) papers(from, to int) []ballotPaper {
	var out []ballotPaper
	for _, p := range b.of[from] {
		for p.to < to {
			k := slices.IndexFunc(b.of[p.to], func(x ballotPaper) bool { return x.witness == p.witness })
			if k < 0 {
				break
			}
			more := b.of[p.to][k]
			if p.reading == "" && more.reading != "" {
				p.reading = b.text(p.from, p.to)
			} else if p.reading != "" && more.reading == "" {
				more.reading = b.text(more.from, more.to)
			}
			if p.reading != "" {
				p.reading += " " + more.reading
			}
			if p.line == "" {
				p.line = more.line
			}
			p.form += " " + more.form
			p.to = more.to
		}
		if p.to == to {
			out = append(out, p)
		}
	}
	return out
}

func (b *ballot) text(from, to int) string {
	return b.content[b.words[from].start:b.words[to-1].end]
}

// A candidate reading with its log probability.
type reading struct {
	form  string
	paper *ballotPaper // nil: the text's own
	score float64
	votes int
}

func (b *ballot) judge(from, to int) (Vote, bool) {
	papers := b.papers(from, to)
	own := spaced(b.words[from:to])
	rs := []reading{{form: own, votes: 1}}
	all := []string{own}
	for i := range papers {
		all = append(all, papers[i].form)
		k := slices.IndexFunc(rs, func(r reading) bool { return r.form == papers[i].form })
		if k < 0 {
			rs = append(rs, reading{form: papers[i].form, paper: &papers[i]})
			k = len(rs) - 1
		}
		rs[k].votes++
	}
	if len(rs) == 1 {
		return Vote{}, false
	}
	b.lib.weigh(rs, all, func(k int) string {
		if rs[k].paper == nil || rs[k].paper.reading == "" {
			return b.text(from, to)
		}
		return rs[k].paper.reading
	})
	top := 0
	for k := range rs {
		if rs[k].score > rs[top].score {
			top = k
		}
	}
	if top == 0 && b.lib.Every {
		for top = 1; top+1 < len(rs) && rs[top].score < rs[top+1].score; {
			top++
		}
	}
	r := &rs[top]
	if top == 0 || r.paper.reading == "" || strings.Contains(b.text(from, to), "\n") { // a line end stays where it is
		return Vote{}, false
	}
	v := Vote{
		Span:       text.Span{Start: b.words[from].start, End: b.words[to-1].end},
		Confidence: r.score, For: r.votes, Against: rs[0].votes, Witness: r.paper.witness, At: r.paper.at, There: r.paper.line,
	}
	v.Others = len(all) - v.For - v.Against
	v.New = fitted(b.content, b.content[v.Start:v.End], r.paper.reading)
	v.Here = oneLine(b.content[b.words[max(0, from-around5)].start:b.words[min(len(b.words), to+around5)-1].end])
	return v, v.New != "" && b.lib.convinces(&v, own, r, b.content[v.Start:v.End])
}

// Costs of a vote, in nats.
const (
	unheardMost = 12.0 // no witness's reading counts for more than that against another
	unknownWord = 9.0  // a form that no dictionary has, against one that it has
)

// weigh makes scores of probabilities: what the channel makes of each reading, had the candidate been printed, and whether the candidate is a word.
func (l *Library) weigh(rs []reading, all []string, as func(int) string) {
	most := math.Inf(-1)
	for k := range rs {
		r := &rs[k]
		r.score = l.prior(as(k))
		for _, read := range all {
			if read == r.form {
				continue
			}
			cost, _ := l.Channel.Explain(read, r.form)
			r.score -= min(float64(cost), unheardMost)
		}
		most = max(most, r.score)
	}
	sum := 0.0
	for k := range rs {
		rs[k].score = math.Exp(rs[k].score - most)
		sum += rs[k].score
	}
	for k := range rs {
		rs[k].score /= sum
	}
}

// prior is how likely words are to be printed, in nats: those of the dictionary by their frequency, damped.
func (l *Library) prior(s string) (sum float64) {
	for _, w := range strings.FieldsFunc(s, parting) {
		w = strings.Trim(w, outer)
		switch {
		case w == "":
		case !l.accepts(w):
			sum -= unknownWord
		case l.Lexicon != nil:
			sum += min(0, max(-5, 0.5*math.Log((l.Lexicon.Frequency(strings.ToLower(w))+0.05)/1000)))
		}
	}
	return sum
}

// convinces: a word gives way to another word only where two witnesses at least have that, and more than have the word; names, that no dictionary
// has, likewise.
func (l *Library) convinces(v *Vote, own string, r *reading, old string) bool {
	known := func(s string) bool {
		for _, w := range strings.FieldsFunc(s, parting) {
			if w = strings.Trim(w, outer); w != "" && !l.accepts(w) {
				return false
			}
		}
		return true
	}
	is, was := known(v.New), known(old)
	if strings.ReplaceAll(own, " ", "") == strings.ReplaceAll(r.form, " ", "") && (is == was || was) {
		return false // word division
	}
	if l.Every {
		return true
	}
	switch {
	case is == was && spelled(own) == spelled(r.form):
		return false
	case !is && was:
		return false
	case is && !was:
		return v.Confidence >= 0.5
	}
	cost, _ := l.Channel.Explain(own, r.form)
	return v.For >= 2 && v.For > v.Against && v.Confidence >= 0.8 && l.misread(own, r.form, cost) >= 0.5 // or else it is a revision
}
