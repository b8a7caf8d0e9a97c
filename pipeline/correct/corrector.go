// Package correct finds words that a scanner misread, and what was printed.
//
// It is a noisy channel: a reading costs what the scanner's confusions say (package channel) and what the neighbouring words say (package
// ngram); words near to what was read come from package near. The places in doubt become a small lattice of readings, in which
// the forward-backward algorithm gives each reading its share of probability.
//
// Laws: the same document gives the same corrections; a correct word of the lexicon is doubted only where the context clearly prefers
// another; no correction crosses a line end, or a hyphen at one.
package correct

import (
	_ "embed"

	"emend/dictionaries"
	"emend/pipeline/correct/channel"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
	"emend/pipeline/text"
)

//go:embed data/en.lm
var modelData []byte

//go:embed data/en.words
var wordsData []byte

//go:embed data/en.channel.txt
var channelData string

// A Corrector is immutable and may be used from any number of goroutines at once.
type Corrector struct {
	lexicon  *dictionaries.Lexicon
	alone    bool // no list is laid over the lexicon
	project  []ownWord
	model    *ngram.Model
	words    *near.Words
	table    func() *channel.Table // parsed at the first word in doubt
	lists    *near.Rivals          // made with the embedded channel, nil where another is used
	small    *near.Rivals          // says of words of the model whether they are listed in small letters; nil where it was made with other words
	batch    bool                  // the channel is that of a batch, cheaper than the one the lists were made with
	genitive ngram.Word
	ranker   func() *Ranker
	wholes   func() *wholes // made at the first long text
	without  Without
}

// New returns the corrector of English. It takes microseconds: data are read in place.
func New(lexicon *dictionaries.Lexicon) *Corrector {
	c, err := English().Corrector(lexicon)
	if err != nil {
		panic("correct: embedded: " + err.Error())
	}
	return c
}

// WithChannel is c with confusions learnt elsewhere.
func (c *Corrector) WithChannel(t *channel.Table) *Corrector {
	d := *c
	d.lists = nil
	d.table = func() *channel.Table { return t }
	return &d
}

// Channel is what scanners read for what in the corrector's language, and what it has learnt. The table is shared.
func (c *Corrector) Channel() *channel.Table { return c.table() }

//go:embed data/en.rank.txt
var rankData string

// Correct finds the places of a document that were probably misread, in order; no two overlap.
func (c *Corrector) Correct(doc *text.Document) []Correction {
	return c.page(doc).correct()
}

// EnglishChannel is what scanners read for what, as counted in English texts. The table is shared.
func EnglishChannel() *channel.Table {
	t, err := English().channel()
	if err != nil {
		panic("correct: embedded " + err.Error())
	}
	return t
}

// EnglishConfusions are the counts behind EnglishChannel.
func EnglishConfusions() []channel.Entry {
	entries, err := channel.Parse(channelData)
	if err != nil {
		panic("correct: embedded " + err.Error())
	}
	return entries
}
