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

// A form is one spelling of a document: what is known of it is found out once.
type form struct {
	text  string // as it stands
	fold  string // small letters, straight apostrophe, without possessive 's; capitals inside the word stay
	tail  string // the possessive 's as it stands, or nothing
	words [2]ngram.Word
	n     int8 // of words: the word, and 's
	state state
	caps  dictionaries.Capitals
	size  uint8   // of the lexicon's list that has it; 0 when none
	uni   float32 // -ln of its share of text
	count int32   // in this document
	mid   int32   // of them with a capital in mid-sentence
	near  *[]candidate
	sure  bool         // the lattice hardly doubts what was printed
	rival *[]candidate // of a settled form: words it may have been misread from
}

// state says how far a form is trusted as it stands.
type state uint8

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
	gap   gap  // before it
	bound bool // a sentence ends before it
	start bool // it begins a sentence or a line of its own, so that its capital says nothing
	doubt doubts
	shut  bool // never edited: an editor's brackets, a licence, a run in another language
}

// doubts says what was found when an atom's rivals were asked.
type doubts uint8

const (
	unasked doubts = iota
	none
	contested
)

// A page is a document being corrected. It belongs to one goroutine.
type page struct {
	*Corrector
	doc   *text.Document
	atoms []atom
	forms []form
	index map[string]int32
	buf   []byte

	channel *channel.Table
	own     bool // the channel is the page's own
	search  *near.Search
	nearby  map[string][]candidate
	lattice lattice

	unknowns float64   // share of strange words among all
	cost     []float32 // of each atom in its place, by the model, as the text stands
}

func (c *Corrector) page(doc *text.Document) *page {
	p := &page{Corrector: c, doc: doc, index: make(map[string]int32, 1024), atoms: make([]atom, len(doc.Tokens))}
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
		f, ok := p.index[word]
		if !ok {
			f = int32(len(p.forms))
			p.forms = append(p.forms, p.newForm(word))
			p.index[word] = f
		}
		a.form = f
		p.forms[f].count++
		if !a.start && !a.bound && t.Is(text.Initial) {
			p.forms[f].mid++
		}
	}
	p.shut()
	p.shutPhrases()
	strangers := 0
	for i := range p.forms {
		if p.forms[i].state == strange {
			strangers += int(p.forms[i].count)
		}
	}
	p.unknowns = float64(strangers) / float64(max(1, len(p.atoms)))
	p.price()
	p.channel = p.table()
	if p.unknowns > usualUnknowns {
		p.own = true
		p.channel = noisier(p.channel, float32(min(2, 0.7*math.Log(p.unknowns/usualUnknowns))))
	}
	return p
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
	p.cost = make([]float32, len(p.atoms)+1)
	u, v := ngram.Bound, ngram.Bound
	for i := range p.atoms {
		var c float32
		if p.atoms[i].bound && v != ngram.Bound {
			c = p.model.Cost(u, v, ngram.Bound)
			u, v = v, ngram.Bound
		}
		f := &p.forms[p.atoms[i].form]
		for _, w := range f.words[:f.n] {
			c += p.model.Cost(u, v, w)
			u, v = v, w
		}
		p.cost[i] = c
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
		case ' ', '\t', '\r':
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
	case s == "¬\n" || s == "\u00ad\n" || s == "\u00ad":
		return broken, false
	case lines > 1:
		return hard, true
	case isGlue(s):
		return glued, false
	case marks > 0 || hyphens > 1:
		return hard, bound
	case lines > 0 && hyphens == 1 && s[0] == '-':
		return broken, false
	case lines > 0 && hyphens == 0:
		return newline, false
	case s == "-":
		return hyphen, false
	case hyphens > 0 || s == "":
		return hard, false
	}
	return blank, false
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

// shut marks what is never edited.
func (p *page) shut() {
	p.shutAddresses()
	for _, k := range [...]text.RegionKind{text.Header, text.Editorial, text.Foreign, text.RunningHead} {
		for _, s := range p.doc.Regions.Of(k) {
			for i := p.doc.TokenAt(s.Start); i < len(p.atoms) && p.atoms[i].Start < s.End; i++ {
				p.atoms[i].shut = true
			}
		}
	}
}

// shutPhrases shuts the words of foreign phrases usual in the language: eo ipso, raison d'être.
func (p *page) shutPhrases() {
	for i := range p.atoms {
		if f := &p.forms[p.atoms[i].form]; f.state != strange || f.caps != dictionaries.Lower {
			continue
		}
		var words []string
		first := max(0, i-3)
		for k := first; k < len(p.atoms) && k <= i+3; k++ {
			words = append(words, p.forms[p.atoms[k].form].text)
		}
		if p.lexicon.InPhrase(words, i-first) {
			p.atoms[i].shut = true
		}
	}
}

// shutAddresses shuts what stands in an address of the net: a run without blanks that holds ://, www. or @.
func (p *page) shutAddresses() {
	content := p.doc.Text.Content
	signs := [...]string{"://", "www.", "@"}
	var next [len(signs)]int // where each stands next
	for from := 0; from < len(content); {
		at := len(content)
		for k, sign := range signs {
			if next[k] <= from && next[k] < len(content) {
				if i := strings.Index(content[from:], sign); i >= 0 {
					next[k] = from + i
				} else {
					next[k] = len(content)
				}
			}
			at = min(at, next[k])
		}
		if at == len(content) {
			return
		}
		start := strings.LastIndexAny(content[:at], " \n\t") + 1
		end := len(content)
		if i := strings.IndexAny(content[at:], " \n\t"); i >= 0 {
			end = at + i
		}
		for i := p.doc.TokenAt(start); i < len(p.atoms) && p.atoms[i].Start < end; i++ {
			p.atoms[i].shut = true
		}
		from = end
	}
}

func (p *page) newForm(word string) form {
	f := form{text: word, caps: dictionaries.CapitalsOf(word), n: 1}
	if cut := ngram.Possessive(word); cut > 0 {
		f.tail = word[len(word)-cut:]
	}
	core := word[:len(word)-len(f.tail)]
	p.buf = ngram.AppendFold(p.buf[:0], core)
	id, inModel := p.model.LookupBytes(p.buf)
	f.uni = p.model.Uni(id)
	if f.caps == dictionaries.Mixed {
		f.fold = foldInner(core)
	} else if string(p.buf) == core {
		f.fold = core
	} else {
		f.fold = string(p.buf)
	}
	found := p.lexicon.Match(core)
	f.size = found.Entry.Size
	switch {
	case isFigure(word) || found.How == dictionaries.AsNumeral:
		f.state = figure
		id, inModel = ngram.Number, true
	case found.How != dictionaries.Unknown:
		f.state = settled
	case utf8.RuneCountInString(core) == 1:
		f.state = figure
	case inModel && p.usual(f.fold, f.caps, f.uni):
		f.state = familiar
	default:
		f.state = strange
	}
	if !inModel {
		id = ngram.Unknown
		if f.caps != dictionaries.Lower {
			id = ngram.UnknownC
		}
		f.uni = p.model.Uni(id)
	}
	f.words[0] = id
	if f.tail != "" {
		f.words[1], f.n = p.genitive, 2
	}
	return f
}

// usual tells whether a word of the model that is in no dictionary may be left alone: a capitalised one, mostly a name, or one that is long
// enough and common enough. Short words of novels are the very words that damage makes: tho, ot, ana.
func (p *page) usual(fold string, caps dictionaries.Capitals, uni float32) bool {
	n := utf8.RuneCountInString(fold)
	if caps == dictionaries.Lower {
		return n > 5 && uni < 14
	}
	return n > 3 || uni < 12
}

// isFigure tells numbers and what is made like them: 1917, 19th, 1890s, 3d.
func isFigure(w string) bool {
	digits, letters := 0, 0
	for _, r := range w {
		if unicode.IsDigit(r) {
			digits++
		} else {
			letters++
		}
	}
	return digits > 0 && (digits >= letters || letters > digits && strings.IndexFunc(w, unicode.IsDigit) == 0 && letters == 2)
}

// foldInner folds a word with capitals inside: the first letter goes small, capitals after a small letter stay, since they
// are a misread sign: SchuIze, aU.
func foldInner(w string) string {
	b := make([]byte, 0, len(w))
	for i, r := range w {
		switch {
		case r == '’' || r == '‘':
			b = append(b, '\'')
		case i == 0:
			b = utf8.AppendRune(b, unicode.ToLower(r))
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return string(b)
}
