// Package train builds the data of the corrector: lexicon, language model, channel, words that may be proposed, rivals, ranker. It reads clean texts
// and pairs, NAME.ocr.txt beside NAME.gt.txt.
//
// Laws: the same input gives the same bytes, whatever the number of jobs; of texts and pairs nothing leaves but words, counts and weights.
package train

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/correct/ngram"
	"emend/pipeline/segment"
	"emend/pipeline/text"
)

// A Training is one run. Its functions fill in Data part by part; each needs the parts before it.
type Training struct {
	Recipe   *Recipe
	Data     *correct.Data
	Base     *correct.Data // built in for the language; nil where there is none
	Decided  []Decided
	Open     func(folder string) (fs.FS, error)
	Say      io.Writer                          // a line for each part
	Report   io.Writer                          // what rankers do on sources that they never saw
	Progress func(what string, done, total int) // may be nil
	without  correct.Without                    // of Ablation
	hand     bool
	Jobs     int // at a time; the result is the same for any number
}

// A Decided is a place that an editor decided on: what stood there, what was put there, the same where it was left as it is, and what stands
// around.
type Decided struct{ Before, Old, New, After string }

// Parts are the names of the parts, in the order in which they are made.
var Parts = []string{"lexicon", "model", "channel", "words", "rivals", "ranker"}

// Make makes some parts, by name, in their order.
func (t *Training) Make(parts []string) error {
	for _, p := range parts {
		if !slices.Contains(Parts, p) {
			return fmt.Errorf("no part is named %q; want %s", p, strings.Join(Parts, ", "))
		}
	}
	for _, p := range Parts {
		if !slices.Contains(parts, p) {
			continue
		}
		var err error
		switch p {
		case "lexicon":
			err = t.Lexicon()
		case "model":
			err = t.Model()
		case "channel":
			err = t.Channel()
		case "words":
			err = t.Words()
		case "rivals":
			err = t.Rivals()
		case "ranker":
			err = t.Ranker(RankerOptions{})
		}
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
	}
	return nil
}

// fewBytes is how much text a model must be counted from to beat one that is built in.
const fewBytes = 40 << 20

// fewPairs is how many words of pairs a ranker must be fitted on to beat one that is built in, and fewSets of how many sources.
const (
	fewPairs   = 150_000
	fewSets    = 4
	leastPairs = 5_000 // where none is built in
)

// Worth tells which parts are worth making of what there is: all where nothing is built in for the language; else the words of the texts and
// the channel of the pairs, and what follows from them, and model and ranker only of more than what the built-in ones were made from. They come in the order of Parts.
func (t *Training) Worth() ([]string, error) {
	parts, err := t.worth()
	slices.SortFunc(parts, func(a, b string) int { return cmp.Compare(slices.Index(Parts, a), slices.Index(Parts, b)) })
	return parts, err
}

func (t *Training) worth() ([]string, error) {
	texts, pairs := 0, 0
	sources, err := t.sources()
	if err != nil {
		return nil, err
	}
	for _, s := range sources {
		info, err := fs.Stat(s.fsys, s.path)
		if err != nil {
			return nil, err
		}
		texts += int(info.Size())
	}
	for _, s := range t.Recipe.Sets {
		ps, err := t.pairs(s)
		if err != nil {
			return nil, err
		}
		for _, p := range ps {
			pairs += len(strings.Fields(p.truth))
		}
	}
	if texts == 0 && pairs == 0 && len(t.Decided) == 0 {
		return nil, errors.New("nothing to train on: no texts, no pairs")
	}
	if t.Base == nil {
		if texts == 0 {
			return nil, fmt.Errorf("no texts, and nothing is built in for language %q", t.Recipe.Lang)
		}
		parts := []string{"lexicon", "model", "words", "rivals", "channel"}
		if pairs >= leastPairs && len(t.Recipe.Sets) > 1 || t.Recipe.Whole {
			parts = append(parts, "ranker")
		} else if t.Data.Ranker == "" {
			t.Data.Ranker = correct.English().Ranker
			fmt.Fprintf(t.Say, "ranker: that of English; one of its own asks for %d words of pairs of two sources\n", leastPairs)
		}
		return parts, nil
	}
	var parts []string
	if texts > 0 {
		parts = append(parts, "lexicon", "words")
	}
	if texts >= fewBytes {
		parts = append(parts, "model")
	}
	if pairs > 0 || len(t.Decided) > 0 {
		parts = append(parts, "channel")
	}
	if slices.Contains(parts, "channel") || slices.Contains(parts, "model") {
		parts = append(parts, "rivals")
	}
	if pairs >= fewPairs && len(t.Recipe.Sets) >= fewSets {
		parts = append(parts, "ranker")
	}
	return parts, nil
}

// corrector is the corrector of the data as far as they are made.
func (t *Training) corrector() (*correct.Corrector, error) {
	d := t.fresh()
	l, err := d.Dictionary()
	if err != nil {
		return nil, err
	}
	return d.Corrector(l)
}

// fresh is the data as far as they are made, nothing of them parsed yet.
func (t *Training) fresh() *correct.Data {
	d := t.Data
	return &correct.Data{
		Lang: d.Lang, About: d.About, Lexicon: d.Lexicon, Own: d.Own, Model: d.Model, Words: d.Words, Rivals: d.Rivals, Channel: d.Channel, Ranker: d.Ranker,
	}
}

// document reads content as running text.
func (t *Training) document(path, content string) *text.Document {
	d := &text.Document{Path: path, Source: []byte(content), Text: &text.Text{Content: content}}
	return segment.Document(d, t.Recipe.Lang)
}

func (t *Training) scanner() ngram.Scanner { return scannerOf(t.Recipe.Lang) }

// scannerOf is how the words of a language are told apart.
func scannerOf(lang string) ngram.Scanner {
	if dictionaries.LanguageOf(lang) == dictionaries.FrenchWords {
		return ngram.Scanner{Head: dictionaries.Elided}
	}
	return ngram.Scanner{}
}

func (t *Training) progress(what string, done, total int) {
	if t.Progress != nil {
		t.Progress(what, done, total)
	}
}

// each calls f for 0 to n-1, Jobs at a time.
func (t *Training) each(what string, n int, f func(i int)) {
	jobs := max(1, t.Jobs)
	var wg sync.WaitGroup
	var mu sync.Mutex
	next, done := 0, 0
	for range min(jobs, n) {
		wg.Go(func() {
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= n {
					return
				}
				f(i)
				mu.Lock()
				done++
				t.progress(what, done, n)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

// Start sets out from data: what is not made is theirs. nil: from nothing.
func (t *Training) Start(from *correct.Data) {
	t.Data = &correct.Data{Lang: t.Recipe.Lang, About: t.Recipe.About}
	if from == nil {
		return
	}
	d := t.Data
	d.Lexicon, d.Own, d.Model, d.Words, d.Rivals, d.Channel, d.Ranker = from.Lexicon, from.Own, from.Model, from.Words, from.Rivals, from.Channel, from.Ranker
	if d.About == "" {
		d.About = from.About
	}
}

// Leave takes out of the data what is built in for the language anyway.
func (t *Training) Leave() {
	if t.Base == nil {
		return
	}
	t.Data = t.fresh()
	leave := func(part *[]byte, base []byte) {
		if bytes.Equal(*part, base) {
			*part = nil
		}
	}
	d := t.Data
	leave(&d.Lexicon, t.Base.Lexicon)
	leave(&d.Own, t.Base.Own)
	leave(&d.Model, t.Base.Model)
	leave(&d.Words, t.Base.Words)
	leave(&d.Rivals, t.Base.Rivals)
	if d.Channel == t.Base.Channel {
		d.Channel = ""
	}
	if d.Ranker == t.Base.Ranker {
		d.Ranker = ""
	}
}
