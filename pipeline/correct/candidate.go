package correct

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"emend/dictionaries"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
)

// A candidate is a word that may have been printed where a form was read.
type candidate struct {
	fold  string
	class near.Class
	cost  float32 // of the channel
	word  ngram.Word
	uni   float32
}

// Limits of the search, in nats.
const (
	strangeBase, strangeEach, strangeMax    = 12, 1.2, 16
	familiarBase, familiarEach, familiarMax = 9, 1.2, 16
	nameMax                                 = 10
	fewMax                                  = 12
	slack                                   = 6
	most                                    = 12
)

// fewUnknowns is the share of words in no dictionary up to which a page is taken to be nearly clean, and its words to be hardly misread or not at all.
const fewUnknowns = 0.015

// candidates are the words near to a form, searched for once a document.
func (p *page) candidates(i int32) []candidate {
	f := &p.forms[i]
	if f.near == nil {
		n := float32(utf8.RuneCountInString(f.fold))
		limit := min(strangeMax, strangeBase+strangeEach*n)
		if f.caps == dictionaries.Title && p.unknowns < 0.05 {
			limit = min(nameMax, limit) // most are names
		}
		if p.unknowns < fewUnknowns {
			limit = min(fewMax, limit)
		}
		if f.state != strange {
			limit = min(familiarMax, familiarBase+familiarEach*n)
		}
		cs := p.around(f.fold, f.caps, limit)
		f.near = &cs
	}
	return *f.near
}

// around searches the words near to what was read, best first by channel and frequency together.
func (p *page) around(read string, caps dictionaries.Capitals, limit float32) []candidate {
	if len(read) > 40 {
		return nil
	}
	if p.search == nil {
		p.search = near.NewSearch(p.words, p.channel)
	}
	var cs []candidate
	for _, m := range p.search.Find(read, limit, slack) {
		if m.Text == read || m.Class&near.Name != 0 && caps == dictionaries.Lower && !misreadInitial(read, m.Text) {
			continue
		}
		if p.lexicon.Refuses(m.Text) {
			continue
		}
		c := candidate{fold: m.Text, class: m.Class, cost: m.Cost}
		c.word, c.uni = p.frequency(m.Text, m.Class)
		cs = append(cs, c)
	}
	cs = p.ownNear(cs, read, caps, limit)
	slices.SortStableFunc(cs, func(a, b candidate) int { return cmp.Compare(a.cost+a.uni, b.cost+b.uni) })
	return slices.Clip(cs[:min(len(cs), most)])
}

// frequency finds a candidate in the model. A word that only the dictionary has shares what the model keeps for the
// unseen, less for the rarer lists.
func (p *page) frequency(fold string, class near.Class) (ngram.Word, float32) {
	if w, ok := p.model.Lookup(fold); ok {
		return w, p.model.Uni(w)
	}
	return ngram.Unknown, p.model.Uni(ngram.Unknown) + unseen(class)
}

// unseen is what one of all unseen words costs, given that the word is unseen.
func unseen(class near.Class) float32 { return 8 + 0.6*float32(class&near.TierMask) }

// recase gives a candidate the capitals of what was read.
func recase(fold string, class near.Class, caps dictionaries.Capitals, read string) string {
	switch caps {
	case dictionaries.Allcaps:
		if utf8.RuneCountInString(read) > 1 {
			return upper(fold)
		}
		return title(fold)
	case dictionaries.Title:
		if !misreadCapital(read, fold) || class&near.Name != 0 {
			return title(fold)
		}
	case dictionaries.Mixed:
		if r, _ := utf8.DecodeRuneInString(read); unicode.IsUpper(r) {
			return title(fold)
		}
	}
	if class&near.Name != 0 || fold == "i" {
		return title(fold)
	}
	return fold
}

// misreadCapital: these capitals look like small letters, and the word may begin with those. Httle -> little, Iaid -> laid
func misreadCapital(read, fold string) bool {
	switch read[0] {
	case 'I', 'J':
		return fold[0] == 'l' || fold[0] == 't' || fold[0] == 'f'
	case 'H', 'U':
		return fold[0] == 'l' || fold[0] == 'i'
	}
	return false
}

// misreadInitial: a small letter or a figure that looks like the capital of a name. lndia -> India
func misreadInitial(read, fold string) bool {
	return strings.IndexByte("l1j|!", read[0]) >= 0 && strings.IndexByte("ijl", fold[0]) >= 0 && read[0] != fold[0]
}

func upper(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		b = utf8.AppendRune(b, unicode.ToUpper(r))
	}
	return string(b)
}

func title(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// accentOnly tells whether two words differ in accents alone: both are right.
func accentOnly(a, b string) bool {
	return a != b && withoutAccents(a) == withoutAccents(b)
}

func withoutAccents(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}
