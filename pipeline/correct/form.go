package correct

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/ngram"
)

// A form is one spelling of a document: what is known of it is found out once.
type form struct {
	text    string // as it stands
	fold    string // small letters, straight apostrophe, without possessive 's; capitals inside the word stay
	tail    string // the possessive 's as it stands, or nothing
	words   [2]ngram.Word
	n       int8 // of words: the word, and 's
	state   state
	caps    dictionaries.Capitals
	uni     float32 // -ln of its share of text
	count   int32   // in this document
	mid     int32   // of them with a capital in mid-sentence
	near    *[]candidate
	tongues uint8        // two bits a language that is built in: asked, and a word of it
	sure    bool         // the lattice hardly doubts what was printed
	rival   *[]candidate // of a settled form: words it may have been misread from
}

// state says how far a form is trusted as it stands.
type state uint8

func (p *page) newForm(word string) form {
	f := form{text: word, caps: dictionaries.CapitalsOf(word), n: 1}
	if cut := ngram.Possessive(word); cut > 0 {
		f.tail = word[len(word)-cut:]
	}
	core := word[:len(word)-len(f.tail)]
	if strings.Contains(core, "\u0364") {
		core = smallE.Replace(core)
	}
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
	found := dictionaries.Match{How: dictionaries.AsWord}
	if !p.listed(&f, core, id, inModel) {
		found = p.lexicon.Match(core)
	}
	switch {
	case p.lexicon.Owns(found):
		f.state = figure // the project knows its words
	case isFigure(word) || found.How == dictionaries.AsNumeral:
		f.state = figure
		id, inModel = ngram.Number, true
	case found.How != dictionaries.Unknown:
		f.state = settled
	case utf8.RuneCountInString(core) == 1 || len(core) > longest:
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

// smallE: an umlaut written as a vowel with a small e above, as old German print has it, is the same letter. // fuͤr -> für
var smallE = strings.NewReplacer("a\u0364", "ä", "o\u0364", "ö", "u\u0364", "ü", "A\u0364", "Ä", "O\u0364", "Ö", "U\u0364", "Ü")

// listed tells a word that the lexicon has in small letters, with a capital or without, in a small part of the time that asking it takes. It cannot
// tell where lists are laid over the lexicon, nor of roman numerals.
func (p *page) listed(f *form, core string, id ngram.Word, inModel bool) bool {
	if !p.alone || strings.Trim(f.fold, "ivxlcdm") == "" || f.caps != dictionaries.Title && (f.caps != dictionaries.Lower || f.fold != core) {
		return false
	}
	if inModel && p.small != nil {
		return p.small.Small(uint32(id))
	}
	return f.caps == dictionaries.Lower && p.words.Small(core)
}

// longest is the length of a word in bytes beyond which it is none: a line without blanks, say, or a code.
const longest = 64

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
