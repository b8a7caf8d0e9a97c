package dictionaries

import (
	_ "embed"
	"io"
	"strings"
	"sync"
)

//go:embed data/en.lexicon
var englishData string

// Lexicon is one or several lists of words, the later ones deciding before
// the earlier. It is never written after it is made, and may be used from
// several goroutines at once.
type Lexicon struct {
	layers   []layer
	language Language
	base     int // how many of the layers are the language's; 0: one
}

type layer struct {
	name string
	*table
}

var english = sync.OnceValue(func() *Lexicon {
	t, err := openTable(englishData)
	if err != nil {
		panic("dictionaries: embedded English lexicon: " + err.Error())
	}
	return &Lexicon{layers: []layer{{"english", t}}}
})

// English is the embedded English lexicon: SCOWL to size 80 in British,
// American and -ize spelling, with citation shorthand and foreign phrases.
// Nothing is decoded; the first call costs about a microsecond.
func English() *Lexicon { return english() }

// ReadLexicon reads what Compile made. The name is for Trace. A damaged file
// gives an error that wraps ErrFormat.
func ReadLexicon(name string, r io.Reader) (*Lexicon, error) {
	t, err := readTable(r)
	if err != nil {
		return nil, err
	}
	return &Lexicon{layers: []layer{{name, t}}}, nil
}

// Layer puts lexicons on top of each other: what a later one says of a form
// stands, whatever the earlier ones say.
func Layer(lexicons ...*Lexicon) *Lexicon {
	all := &Lexicon{}
	for i, l := range lexicons {
		if i == 0 {
			all.language, all.base = l.language, l.base
		}
		all.layers = append(all.layers, l.layers...)
	}
	return all
}

// Lists names the lists, the one that decides first at the end.
func (l *Lexicon) Lists() []string {
	var names []string
	for i := range l.layers {
		names = append(names, l.layers[i].name)
	}
	return names
}

// resolve finds form, read through fold, in the last list that has it.
// Removed and Never entries are returned like others; ok is true for them.
func (l *Lexicon) resolve(form string, f fold) (e Entry, at int, ok bool) {
	for i := len(l.layers) - 1; i >= 0; i-- {
		if e, ok := l.layers[i].lookup(form, f); ok {
			return e, i, true
		}
	}
	return Entry{}, -1, false
}

// Lookup finds the form exactly as written, but for the apostrophe, which may
// be ' or ’. A form that a list took out is not found. It does not say that a
// token that looks so is right; Accepts does.
func (l *Lexicon) Lookup(form string) (Entry, bool) {
	e, _, ok := l.resolve(form, asIs)
	if !ok || e.Category&(Removed|Never) != 0 {
		return Entry{}, false
	}
	return e, true
}

// Frequency is that of the form which word is a use of, per million words:
// The counts as the, STALIN as Stalin, a possessive as its stem, a word with
// hyphens as the same without them. 0 if the lexicon does not accept word, or
// has no figure for it.
func (l *Lexicon) Frequency(word string) float64 {
	m := l.Match(word)
	switch m.How {
	case AsWord, AsName, Possessive, Plain:
		return m.Entry.Frequency()
	case Hyphenated, Prefixed:
		joined := strings.ReplaceAll(word, "-", "")
		if len(joined) < len(word) {
			return l.Frequency(joined)
		}
	}
	return 0
}

// Forms calls f for every form in force, list by list, first list first, in
// the order of runes within a list, until f returns false.
func (l *Lexicon) Forms(f func(form string, e Entry) bool) {
	for i := range l.layers {
		more := true
		l.layers[i].each(func(form string, e Entry) bool {
			if _, at, _ := l.resolve(form, asIs); at != i || e.Category&(Removed|Never) != 0 {
				return true
			}
			more = f(form, e)
			return more
		})
		if !more {
			return
		}
	}
}

// Extend is Layer, the second lexicon being as much the language's as the first.
func Extend(l, more *Lexicon) *Lexicon {
	all := Layer(l, more)
	all.base = len(all.layers)
	return all
}

// Own calls f for every form in force of the lists laid over the language's: a project's own words.
func (l *Lexicon) Own(f func(form string, e Entry)) {
	for i := max(1, l.base); i < len(l.layers); i++ {
		l.layers[i].each(func(form string, e Entry) bool {
			if _, at, _ := l.resolve(form, asIs); at == i && e.Category&(Removed|Never) == 0 {
				f(form, e)
			}
			return true
		})
	}
}

// Refuses reports whether a list says that the form is never a word.
func (l *Lexicon) Refuses(form string) bool {
	e, _, _ := l.resolve(form, asIs)
	return e.Category&Never != 0
}

// Len is the number of entries of all lists together.
func (l *Lexicon) Len() int {
	n := 0
	for i := range l.layers {
		n += len(l.layers[i].kindOf)
	}
	return n
}

// InPhrase reports whether words[i] stands in a foreign phrase usual in
// English texts, all of which is there: hoc in [an ad hoc body]. Capitals and
// diacritics do not matter.
func (l *Lexicon) InPhrase(words []string, i int) bool {
	var buf [128]byte
	for from := max(0, i-maxPhraseWords+1); from <= i; from++ {
		b := buf[:0]
		for to := from; to < min(len(words), from+maxPhraseWords); to++ {
			if to > from {
				b = append(b, ' ')
			}
			b = appendPlain(b, words[to])
			if to < i || to == from {
				continue
			}
			e, _, ok := l.resolve(string(b), lowerAll)
			if ok && e.Category&Phrase != 0 {
				return true
			}
		}
	}
	return false
}

const maxPhraseWords = 6

// listName is the name of a list by its place, "" for none.
func (l *Lexicon) listName(at int) string {
	if at < 0 || at >= len(l.layers) {
		return ""
	}
	return l.layers[at].name
}
