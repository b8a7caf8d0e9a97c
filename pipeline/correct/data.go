package correct

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"emend/dictionaries"
	"emend/pipeline/correct/channel"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
	"emend/pipeline/correct/pack"
)

// Data is what the corrector knows of a language, each part as the bytes of its file. It is read in place: no part may change while a
// corrector made of it is in use.
type Data struct {
	Lang    string // BCP 47
	About   string // what it was made from, by whose licence; for people
	Lexicon []byte // the language's words; empty for English, whose lexicon is package dictionaries' own
	Own     []byte // words that the lexicon lacks
	Model   []byte
	Words   []byte
	Rivals  []byte // made with Channel; empty where none were looked for beforehand
	Channel string
	Ranker  string

	words      sync.Once
	lexicon    *dictionaries.Lexicon
	lexiconErr error
	once       sync.Once
	table      *channel.Table
	tableErr   error
	rank       sync.Once
	ranker     *Ranker
	rankErr    error
}

// The names of the parts in a pack.
const (
	partLang, partAbout              = "lang", "about"
	partLexicon, partOwn             = "lexicon", "own"
	partModel, partWords, partRivals = "model", "words", "rivals"
	partChannel, partRanker          = "channel", "ranker"
)

// English is the data built in for English.
var English = sync.OnceValue(func() *Data {
	return &Data{Lang: "en", Model: modelData, Words: wordsData, Rivals: rivalsData, Channel: channelData, Ranker: rankData}
})

// ReadPack reads a pack in place and verifies all of it, so that nothing made of it can fail. What the pack leaves out is taken from the data
// built in for its language; where there are none, that is an error.
func ReadPack(data []byte) (*Data, error) {
	d, err := openPack(data)
	if err != nil {
		return nil, err
	}
	p, err := pack.Open(data)
	if err == nil {
		err = p.Verify()
	}
	if err != nil {
		return nil, err
	}
	if err := d.complete(); err != nil {
		return nil, err
	}
	return d, d.Verify()
}

// openPack reads a pack in place without looking at every byte.
func openPack(data []byte) (*Data, error) {
	p, err := pack.Open(data)
	if err != nil {
		return nil, err
	}
	d := &Data{
		Lang: string(p.Part(partLang)), About: string(p.Part(partAbout)),
		Lexicon: p.Part(partLexicon), Own: p.Part(partOwn),
		Model: p.Part(partModel), Words: p.Part(partWords), Rivals: p.Part(partRivals),
		Channel: string(p.Part(partChannel)), Ranker: string(p.Part(partRanker)),
	}
	if d.Lang == "" || len(d.Lang) > 35 || strings.ContainsFunc(d.Lang, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, fmt.Errorf("%w: it does not say of which language", pack.ErrFormat)
	}
	return d, nil
}

// Pack is the data as one file. The same data give the same bytes.
func (d *Data) Pack() ([]byte, error) {
	var parts []pack.Part
	for _, p := range []pack.Part{
		{Name: partLang, Data: []byte(d.Lang)}, {Name: partAbout, Data: []byte(d.About)},
		{Name: partLexicon, Data: d.Lexicon}, {Name: partOwn, Data: d.Own},
		{Name: partModel, Data: d.Model}, {Name: partWords, Data: d.Words}, {Name: partRivals, Data: d.Rivals},
		{Name: partChannel, Data: []byte(d.Channel)}, {Name: partRanker, Data: []byte(d.Ranker)},
	} {
		if len(p.Data) > 0 {
			parts = append(parts, p)
		}
	}
	return pack.Build(parts)
}

// complete fills in what is missing from the data built in for the language. Rivals belong to a model and a channel.
func (d *Data) complete() error {
	base := Builtin(d.Lang)
	if base == nil {
		switch {
		case len(d.Lexicon) == 0, len(d.Model) == 0, len(d.Words) == 0, d.Channel == "", d.Ranker == "":
			return fmt.Errorf("the pack is not whole, and nothing is built in for language %q; train all of it", d.Lang)
		}
		return nil
	}
	if len(d.Model) == 0 && d.Channel == "" && len(d.Rivals) == 0 {
		d.Rivals = base.Rivals
	}
	if len(d.Lexicon) == 0 {
		d.Lexicon = base.Lexicon
	}
	if len(d.Model) == 0 {
		d.Model = base.Model
	}
	if len(d.Words) == 0 {
		d.Words = base.Words
	}
	if d.Channel == "" {
		d.Channel = base.Channel
	}
	if d.Ranker == "" {
		d.Ranker = base.Ranker
	}
	return nil
}

// Verify walks every part, so that no look-up in data that pass can fail. O(size).
func (d *Data) Verify() error {
	model, err := ngram.Open(d.Model)
	if err == nil {
		err = model.Verify()
	}
	if err != nil {
		return err
	}
	if err := near.Verify(d.Words); err != nil {
		return err
	}
	if len(d.Rivals) > 0 {
		if err := near.VerifyRivals(d.Rivals, d.Channel, uint32(model.Numbers())); err != nil {
			return err
		}
	}
	for _, words := range [][]byte{d.Lexicon, d.Own} {
		if len(words) > 0 {
			if err := dictionaries.VerifyLexicon(string(words)); err != nil {
				return err
			}
		}
	}
	if _, err := d.channel(); err != nil {
		return err
	}
	_, err = d.rankerOf()
	return err
}

// Dictionary is the language's lexicon, Own included.
func (d *Data) Dictionary() (*dictionaries.Lexicon, error) {
	d.words.Do(func() { d.lexicon, d.lexiconErr = d.dictionary() })
	return d.lexicon, d.lexiconErr
}

func (d *Data) dictionary() (*dictionaries.Lexicon, error) {
	language := dictionaries.LanguageOf(d.Lang)
	var l *dictionaries.Lexicon
	switch {
	case len(d.Lexicon) > 0:
		var err error
		if l, err = dictionaries.OpenLexicon(d.Lang, language, string(d.Lexicon)); err != nil {
			return nil, err
		}
	case language == dictionaries.EnglishWords:
		l = dictionaries.English()
	default:
		return nil, errors.New("no lexicon")
	}
	if len(d.Own) > 0 {
		own, err := dictionaries.OpenLexicon("trained", language, string(d.Own))
		if err != nil {
			return nil, err
		}
		l = dictionaries.Extend(l, own)
	}
	return l, nil
}

// channel parses the channel once.
func (d *Data) channel() (*channel.Table, error) {
	d.once.Do(func() {
		var es []channel.Entry
		if es, d.tableErr = channel.Parse(d.Channel); d.tableErr == nil {
			d.table = channel.NewTable(es)
		}
	})
	return d.table, d.tableErr
}

// rankerOf parses the ranker once.
func (d *Data) rankerOf() (*Ranker, error) {
	d.rank.Do(func() { d.ranker, d.rankErr = ParseRanker(d.Ranker) })
	return d.ranker, d.rankErr
}

// Corrector is a corrector with the data, for documents whose words are those of a lexicon: Dictionary, or that with lists laid over it. It
// takes microseconds: data are read in place, channel and ranker parsed at the first word in doubt. Data that were not verified and are
// damaged there make it panic then.
func (d *Data) Corrector(lexicon *dictionaries.Lexicon) (*Corrector, error) {
	model, err := ngram.Open(d.Model)
	if err != nil {
		return nil, err
	}
	words, err := near.Open(d.Words)
	if err != nil {
		return nil, err
	}
	c := &Corrector{lexicon: lexicon, alone: len(lexicon.Lists()) == 1, model: model, words: words}
	if len(d.Rivals) > 0 {
		if c.lists, err = near.OpenRivals(d.Rivals); err != nil {
			return nil, err
		}
		if c.lists.MadeWith(words) {
			c.small = c.lists
		}
	}
	c.table = func() *channel.Table {
		t, err := d.channel()
		if err != nil {
			panic("correct: " + d.Lang + ": " + err.Error())
		}
		return t
	}
	c.ranker = func() *Ranker {
		r, err := d.rankerOf()
		if err != nil {
			panic("correct: " + d.Lang + ": " + err.Error())
		}
		return r
	}
	c.wholes = sync.OnceValue(func() *wholes { return newWholes(model) })
	c.genitive, _ = model.Lookup("'s")
	c.project = ownWords(lexicon)
	return c, nil
}
