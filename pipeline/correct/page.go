package correct

import (
	"maps"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/channel"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
	"emend/pipeline/text"
)

const (
	settled  state = iota // a word of the lexicon
	figure                // a number, a roman numeral, an initial: no business of the corrector
	familiar              // in no dictionary, but the document or the training text uses it as a word
	strange               // in neither
)

// gap says what stands between two tokens.
type gap uint8

const (
	blank   gap = iota // one or more spaces
	hyphen             // a hyphen and nothing else
	newline            // a line end among blanks
	broken             // hyphen and line end
	glued              // a mark that may be a misread letter, and no blank: al_archist
	hard               // any other mark
)

// An atom is a token of the document in its place.
type atom struct {
	text.Span
	form  int32
	word  ngram.Word // of its form, as are the three below: a pass over the page reads no forms
	state state
	caps  dictionaries.Capitals
	tail  bool // 's follows
	gap   gap  // before it
	bound bool // a sentence ends before it
	start bool // it begins a sentence or a line of its own, so that its capital says nothing
	doubt bool // contested
	shut  bool // never edited: an editor's brackets, a licence, a run in another language
}

// A page is a document being corrected. It belongs to one goroutine.
type page struct {
	*Corrector
	doc   *text.Document
	atoms []atom
	forms []form
	looks []look // of the forms, by number
	index index
	whole *wholes // nil of a short text
	buf   []byte

	channel  *channel.Table
	own      bool // the channel is the page's own
	search   *near.Search
	nearby   map[string][]candidate
	lattice  lattice
	queries  []query // being collected
	bigrams  []ngram.Bigram
	trigrams []ngram.Trigram
	costs    []float32

	unknowns float64   // share of strange words among all
	cost     []float32 // of each atom in its place, by the model, as the text stands
}

func (c *Corrector) page(doc *text.Document) *page {
	p := &page{Corrector: c, doc: doc, atoms: make([]atom, len(doc.Tokens)), forms: make([]form, 0, len(doc.Tokens)/12+32)}
	if len(doc.Tokens) >= manyWords {
		p.whole = c.wholes()
	}
	p.looks = make([]look, 0, cap(p.forms))
	content := doc.Text.Content
	for i, t := range doc.Tokens {
		a := &p.atoms[i]
		a.Span = t.Span
		a.start = t.Is(text.SentenceStart)
		a.bound = i == 0
		if i > 0 {
			a.gap, a.bound = between(content[p.atoms[i-1].End:t.Start])
			if a.gap == glued && !inside(content, p.atoms[i-1].End, t.Start) {
				a.gap, a.bound = hard, strings.ContainsAny(content[p.atoms[i-1].End:t.Start], ".!?")
			}
		}
		word := content[t.Start:t.End]
		f, at, ok := p.index.find(p.forms, word)
		if !ok {
			f = int32(len(p.forms))
			p.index.put(at, word, f)
			p.forms = append(p.forms, p.newForm(word))
			p.looks = append(p.looks, p.forms[f].look())
		}
		known := &p.looks[f]
		a.form, a.word, a.state, a.caps, a.tail = f, known.word, known.state, known.caps, known.tail
		known.count++
		if !a.start && !a.bound && t.Is(text.Initial) {
			known.mid++
		}
	}
	for i := range p.looks {
		p.forms[i].count, p.forms[i].mid = p.looks[i].count, p.looks[i].mid
	}
	p.shut()
	p.shutPhrases()
	p.shutParts()
	p.shutAbroad()
	strangers := 0
	for i := range p.forms {
		if p.forms[i].state == strange {
			strangers += int(p.forms[i].count)
		}
	}
	p.unknowns = float64(strangers) / float64(max(1, len(p.atoms)))
	p.price()
	p.channel, p.own = p.table(), p.batch
	if p.unknowns > usualUnknowns {
		p.own = true
		p.channel = noisier(p.channel, float32(min(2, 0.7*math.Log(p.unknowns/usualUnknowns))))
	}
	return p
}

// alien tells whether the page is in another language, or no text at all: of running English nearly a third are of the hundred commonest
// words, of the worst newspaper column still an eighth; of German or French not a twentieth.
func (p *page) alien() bool {
	words, common := 0, 0
	for i := range p.atoms {
		f := &p.looks[p.atoms[i].form]
		if f.state != figure {
			words++
		}
		if f.state == settled && f.uni < 6 {
			common++
		}
	}
	return words >= 40 && common*20 < words && !p.without.Aliens
}

// usualUnknowns is the share of words in no dictionary up to which a page is taken to be as noisy as those the channel was learnt from.
const usualUnknowns = 0.04

// noisier is a channel all of whose errors are cheaper by some nats.
func noisier(t *channel.Table, nats float32) *channel.Table {
	costs := maps.Clone(t.Costs())
	for e, c := range costs {
		costs[e] = max(channel.MinCost, c-nats)
	}
	return channel.FromCosts(costs)
}

// price reads the text once with the model.
func (p *page) price() {
	words := make([]ngram.Word, 2, len(p.atoms)+len(p.atoms)/8+16) // Bound, Bound
	for i := range p.atoms {
		if p.atoms[i].bound && words[len(words)-1] != ngram.Bound {
			words = append(words, ngram.Bound)
		}
		if words = append(words, p.atoms[i].word); p.atoms[i].tail {
			words = append(words, p.genitive)
		}
	}
	costs := make([]float32, len(words))
	p.model.Read(words, costs)
	p.cost = make([]float32, len(p.atoms)+1)
	at := 2
	for i := range p.atoms {
		if p.atoms[i].bound && words[at] == ngram.Bound {
			p.cost[i] = costs[at]
			at++
		}
		p.cost[i] += costs[at]
		if at++; p.atoms[i].tail {
			p.cost[i] += costs[at]
			at++
		}
	}
}

// between classes what stands between two tokens.
func between(s string) (g gap, bound bool) {
	if s == " " {
		return blank, false
	}
	hyphens, lines, marks := 0, 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ', '\t':
		case '\r':
			if i+1 == len(s) || s[i+1] != '\n' {
				lines++
			}
		case '\n':
			lines++
		case '-':
			hyphens++
		case '.', '!', '?':
			bound = true
			marks++
		default:
			marks++
		}
	}
	switch {
	case s == "\u00ad" || lines > 0 && isBreak(s):
		return broken, false
	case lines > 1:
		return hard, true
	case isGlue(s):
		return glued, false
	case marks > 0 || hyphens > 1:
		return hard, bound
	case lines > 0 && hyphens == 0:
		return newline, false
	case s == "-":
		return hyphen, false
	case hyphens > 0 || s == "":
		return hard, false
	}
	return blank, false
}

// isBreak tells a hyphen, or what is read for one, at a line's end, with nothing behind it but blanks and the specks of a margin.
func isBreak(s string) bool {
	first, n := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("-¬\u00ad~", first) && strings.Trim(s[n:], " \t\r\n_|~") == ""
}

// inside tells whether a mark stands in a word: letters before it, small letters after it. 11:30 and etc.The are none; nor, of a full stop,
// are e.g and Mr.so: it needs two small letters on both sides.
func inside(s string, from, to int) bool {
	before, n := utf8.DecodeLastRuneInString(s[:from])
	after, m := utf8.DecodeRuneInString(s[to:])
	if !unicode.IsLetter(before) || !unicode.IsLower(after) {
		return false
	}
	if !strings.Contains(s[from:to], ".") {
		return true
	}
	before2, _ := utf8.DecodeLastRuneInString(s[:from-n])
	after2, _ := utf8.DecodeRuneInString(s[to+m:])
	return unicode.IsLower(before) && unicode.IsLower(before2) && unicode.IsLower(after2)
}

// isGlue tells a mark, or two, that stand inside words only where a letter was misread.
func isGlue(s string) bool {
	n := 0
	for _, r := range s {
		if !strings.ContainsRune("_:;|[]{}!$\\^*~°&<>¿¡£§•.\"«»", r) {
			return false
		}
		n++
	}
	return n == 1 || n == 2
}
