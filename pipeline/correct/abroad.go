package correct

import (
	"strings"
	"sync"

	"emend/dictionaries"
)

// Words in another language stand in a text where no run of them is long enough to be known by its function words alone: a phrase in quotation
// marks, a line of verse. Where the words around speak another language that is built in and the word is one of it, it is left alone.

// A tongue is the lexicon of a language that is built in.
type tongue struct {
	language dictionaries.Language
	lexicon  *dictionaries.Lexicon
}

// tongues opens those of all languages that are built in, when a document first has a word that is strange.
var tongues = sync.OnceValue(func() []tongue {
	var all []tongue
	for _, lang := range Languages() {
		if l, err := Builtin(lang).Dictionary(); err == nil {
			all = append(all, tongue{l.Language(), l})
		}
	}
	return all
})

// Around a word in another language, abroadReach words on either side, at least abroadLeast must be words of that language, and
// abroadMore more than are words of the document's.
const (
	abroadReach = 3
	abroadLeast = 4
	abroadMore  = 2
)

// usualSize is the size of a lexicon's list up to which a short word speaks for its language.
const usualSize = 60

// shutAbroad shuts strange words that stand among words of another language and are words of it.
func (p *page) shutAbroad() {
	for i := range p.atoms {
		if p.atoms[i].shut || p.forms[p.atoms[i].form].state != strange {
			continue
		}
		for n, t := range tongues() {
			if t.language != p.lexicon.Language() && p.speaks(p.atoms[i].form, n) && p.abroad(i, n) {
				p.atoms[i].shut = true
				break
			}
		}
	}
}

// abroad tells whether the words around atom i are rather of tongue n than of the document's language.
func (p *page) abroad(i, n int) bool {
	theirs, ours := 0, 0
	for k := max(0, i-abroadReach); k <= min(len(p.atoms)-1, i+abroadReach); k++ {
		if p.speaks(p.atoms[k].form, n) {
			theirs++
		}
		if s := p.forms[p.atoms[k].form].state; s == settled {
			ours++
		}
	}
	return theirs >= abroadLeast && theirs >= ours+abroadMore
}

// speaks tells whether a form is a word of tongue n; it is asked once.
func (p *page) speaks(form int32, n int) bool {
	f := &p.forms[form]
	asked, yes := uint8(1)<<(2*n), uint8(2)<<(2*n)
	if f.tongues&asked == 0 {
		f.tongues |= asked
		word := f.text
		if t := tongues()[n]; t.language == dictionaries.FrenchWords {
			word = word[dictionaries.Elided(word):]
		}
		m := tongues()[n].lexicon.Match(strings.TrimRight(word, "'’"))
		if m.How != dictionaries.Unknown && m.How != dictionaries.AsNumeral && m.Entry.Size <= usualSize {
			f.tongues |= yes
		}
	}
	return f.tongues&yes != 0
}
