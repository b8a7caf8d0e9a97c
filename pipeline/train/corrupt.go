package train

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/correct/ngram"
)

// A Meddler makes of a right text what a bad corrector might: a word in a hundred is another one. It is not safe for use from several
// goroutines; the same texts in the same order come out the same.
type Meddler struct {
	model   *ngram.Model
	lexicon *dictionaries.Lexicon
	common  []string
	seed    uint64
	Only    int // of Meddlings, the one that is done; negative: any
}

// Meddlings are the ways a Meddler changes a word, in the order in which they are told apart.
var Meddlings = []string{"another word", "another form", "left out", "put in", "look-alike", "a comma"}

// fillers are words that a corrector may put in.
var fillers = strings.Fields("the a of very also then now still more all so that their its most and only even quite such own great new other")

// NewMeddler is one of a language; its fillers and endings are those of English.
func NewMeddler(d *correct.Data) (*Meddler, error) {
	model, err := ngram.Open(d.Model)
	if err != nil {
		return nil, err
	}
	lexicon, err := d.Dictionary()
	if err != nil {
		return nil, err
	}
	m := &Meddler{model: model, lexicon: lexicon, seed: 1, Only: -1}
	type known struct {
		word string
		cost float32
	}
	var all []known
	model.Words(func(word string, w ngram.Word) {
		if len(word) > 3 && m.lexicon.Accepts(word) && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
			all = append(all, known{word, model.Uni(w)})
		}
	})
	slices.SortFunc(all, func(a, b known) int {
		if a.cost != b.cost {
			return int(a.cost*8 - b.cost*8)
		}
		return strings.Compare(a.word, b.word)
	})
	for _, k := range all[:min(len(all), 6000)] {
		m.common = append(m.common, k.word)
	}
	return m, nil
}

// next is a number from 0 to n-1.
func (m *Meddler) next(n int) int {
	m.seed = m.seed*6364136223846793005 + 1442695040888963407
	return int((m.seed >> 33) % uint64(n))
}

// Meddle is the text with about share of its words changed.
func (m *Meddler) Meddle(s string, share float64) string {
	type word struct{ start, end int }
	var words []word
	ngram.Scan(s, func(kind ngram.Kind, start, end int) {
		if kind == ngram.KindWord {
			words = append(words, word{start, end})
		}
	})
	var b strings.Builder
	at := 0
	for i, w := range words {
		if m.next(1_000_000) >= int(share*1_000_000) || i == 0 || i+1 == len(words) {
			continue
		}
		old := s[w.start:w.end]
		before, after := ngram.Fold(s[words[i-1].start:words[i-1].end]), ngram.Fold(s[words[i+1].start:words[i+1].end])
		new, ok := m.change(old, before, after)
		if !ok {
			continue
		}
		if new == old { // a comma behind it comes or goes
			switch rest := s[w.end:]; {
			case strings.HasPrefix(rest, ", "):
				b.WriteString(s[at:w.end])
				at = w.end + 1
			case strings.HasPrefix(rest, " "):
				b.WriteString(s[at:w.end] + ",")
				at = w.end
			}
			continue
		}
		b.WriteString(s[at:w.start])
		b.WriteString(new)
		if at = w.end; new == "" { // with the blank behind it
			for at < len(s) && s[at] == ' ' {
				at++
			}
		}
	}
	b.WriteString(s[at:])
	return b.String()
}

// change is another reading of a word between two others.
func (m *Meddler) change(old, before, after string) (new string, ok bool) {
	if strings.ContainsFunc(old, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return "", false
	}
	fold := ngram.Fold(old)
	kind := m.next(len(Meddlings))
	if m.Only >= 0 {
		kind = m.Only
	}
	switch kind {
	case 0:
		if len(fold) < 3 {
			return "", false
		}
		var some []string
		for range 300 {
			some = append(some, m.common[m.next(len(m.common))])
		}
		new = m.best(some, before, after)
	case 1:
		new, ok = m.inflect(fold)
		if !ok {
			return "", false
		}
	case 2:
		return "", true
	case 3:
		return m.best(fillers, before, fold) + " " + old, true
	case 4:
		new, ok = m.alike(fold)
		if !ok {
			return "", false
		}
	default:
		return old, true
	}
	if new == fold {
		return "", false
	}
	if r, _ := utf8.DecodeRuneInString(old); unicode.IsUpper(r) {
		first, n := utf8.DecodeRuneInString(new)
		new = string(unicode.ToUpper(first)) + new[n:]
	}
	return new, true
}

// best is the word that goes best between two others.
func (m *Meddler) best(of []string, before, after string) string {
	u, _ := m.model.Lookup(before)
	next, _ := m.model.Lookup(after)
	best, least := of[0], float32(1e9)
	for _, w := range of {
		id, ok := m.model.Lookup(w)
		if c := m.model.Cost(ngram.Bound, u, id) + m.model.Cost(u, id, next); ok && c < least {
			best, least = w, c
		}
	}
	return best
}

// inflect is another form of a word.
func (m *Meddler) inflect(w string) (string, bool) {
	var forms []string
	for _, end := range []string{"s", "ed", "d", "ing", "ly", "er", "es"} {
		forms = append(forms, w+end)
		if stem, ok := strings.CutSuffix(w, end); ok && len(stem) > 2 {
			forms = append(forms, stem, stem+"e")
		}
	}
	if stem, ok := strings.CutSuffix(w, "e"); ok {
		forms = append(forms, stem+"ing", stem+"ed")
	}
	forms = slices.DeleteFunc(forms, func(f string) bool { return !m.known(f) })
	if len(forms) == 0 {
		return "", false
	}
	return forms[m.next(len(forms))], true
}

// alike is a word a letter away.
func (m *Meddler) alike(w string) (string, bool) {
	const letters = "etaoinshrdlucmfwypvbgk"
	for range 120 {
		i := m.next(len(w))
		x := string(letters[m.next(len(letters))])
		f := w[:i] + x + w[i+1:]
		switch m.next(3) {
		case 0:
			f = w[:i] + w[i+1:]
		case 1:
			f = w[:i] + x + w[i:]
		}
		if f != w && len(f) > 1 && m.known(f) {
			return f, true
		}
	}
	return "", false
}

func (m *Meddler) known(w string) bool {
	_, ok := m.model.Lookup(w)
	return ok && m.lexicon.Accepts(w)
}
