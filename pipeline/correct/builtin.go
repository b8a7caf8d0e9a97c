package correct

import (
	_ "embed"
	"strings"
	"sync"
)

// The data of German and French; those of English stand where they are used. data/SOURCES.md says what they were made from.
var (
	//go:embed data/de.lexicon
	deLexicon []byte
	//go:embed data/de.lm
	deModel []byte
	//go:embed data/de.words
	deWords []byte
	//go:embed data/de.rivals
	deRivals []byte
	//go:embed data/de.channel.txt
	deChannel string
	//go:embed data/de.rank.txt
	deRanker string

	//go:embed data/fr.lexicon
	frLexicon []byte
	//go:embed data/fr.lm
	frModel []byte
	//go:embed data/fr.words
	frWords []byte
	//go:embed data/fr.rivals
	frRivals []byte
	//go:embed data/fr.channel.txt
	frChannel string
	//go:embed data/fr.rank.txt
	frRanker string
)

// builtin makes the data of each language once, so that channel and ranker are parsed once.
var builtin = map[string]func() *Data{
	"en": English,
	"de": sync.OnceValue(func() *Data {
		return &Data{Lang: "de", Lexicon: deLexicon, Model: deModel, Words: deWords, Rivals: deRivals, Channel: deChannel, Ranker: deRanker}
	}),
	"fr": sync.OnceValue(func() *Data {
		return &Data{Lang: "fr", Lexicon: frLexicon, Model: frModel, Words: frWords, Rivals: frRivals, Channel: frChannel, Ranker: frRanker}
	}),
}

// Languages are the tags of the languages that are built in.
func Languages() []string { return []string{"en", "de", "fr"} }

// Builtin is the data built in for a language, nil if there are none.
func Builtin(lang string) *Data {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if d := builtin[base]; d != nil {
		return d()
	}
	return nil
}
