package format

import (
	"cmp"
	"fmt"
	"strings"
	"sync"

	"emend/pipeline/text"
)

// An element is what a vocabulary says of one.
type element struct {
	role  role
	kind  text.RegionKind // text.Paragraph: none beyond the paragraph
	depth int             // of a quotation that does not stand in the one it is quoted from
}

// role is how an element is read.
type role uint8

const (
	inlineRole role = iota // goes on with the line it stands in: f<i>u</i>ch
	blockRole              // stands by itself
	lineRole               // stands in a line by itself, in a block of others: a verse
	breakRole              // has no content and ends the line
	unreadRole             // is not read, and leaves no trace
	objectRole             // is not read, but something stands there
	apartRole              // is not read, and ends the paragraph
	maybeRole              // an element nobody knows: a block if it has the paragraph to itself
	verseRole              // a block whose white space stands as it is
)

func (r role) hides() bool { return r == unreadRole || r == objectRole || r == apartRole }

// A vocabulary is a kind of markup: what its elements are. Elements that it does not know are read on in the line.
type vocabulary struct {
	html     bool
	elements map[string]element
	class    func(name, class string) (element, bool) // nil: classes mean nothing
	enter    func(*reader) (element, bool)            // what an element is that depends on where it stands; nil: none does
	other    element                                  // what elements are that it does not know
	lines    bool                                     // XML whose line breaks are tags that an edit may take away: <br/>
	lang     string                                   // of the texts; empty: that of the file
	text     string                                   // name of the element that all is read below; empty: the whole file
}

// A reader reads markup into a flow.
type reader struct {
	*flow
	scanner
	vocabulary *vocabulary
	stack      []opened
	count      map[string]int // elements on the stack, by name
	hidden     int            // of them those that are not read
	quotes     int            // open quotations
	below      bool           // in the element that all is read below
	lang       string         // what is in another one is foreign: that of the texts, or of the whole file
	outer      string         // what stands around the element that all is read below is in
	warned     bool
	warnings   []Warning
}

// opened is an element on the stack: those that change how their content is read.
type opened struct {
	name    string
	element element
	regions int
	verse   bool // of the one around it
	quote   bool
	seen    int // children of a <choice> so far
}

func (v *vocabulary) read(src []byte, enc Encoding) Reading {
	f := newFlow(src, enc, v.html, 100, 100)
	r := &reader{flow: f, scanner: scanner{s: f.s, xml: !v.html}, vocabulary: v, count: map[string]int{}, below: v.text == "" || v.part(f.s), lang: v.lang}
	if v.html || v.lines {
		f.escapeText = f.grown.Writer(f.spell.escape(sync.OnceValue(func() string { return lineBreak(f.s, v.html) })))
	}
	for r.next() {
		r.token()
	}
	reading := r.reading()
	reading.Warnings = r.warnings
	return reading
}

// part reports whether a file is a part of one, without the element that all is read below.
func (v *vocabulary) part(s string) bool {
	return !strings.Contains(s, v.text+">") && !strings.Contains(s, "<"+v.text) && !strings.Contains(s, "teiHeader")
}

// lineBreak is how the file writes a line break.
func lineBreak(s string, html bool) string {
	for _, b := range []string{"<br>", "<br />", "<br/>", "<BR>"} {
		if strings.Contains(s, b) && (html || strings.HasSuffix(b, "/>")) {
			return b
		}
	}
	if !html {
		return "<br/>"
	}
	return "<br>"
}

func (r *reader) reads() bool { return r.below && r.hidden == 0 }

func (r *reader) token() {
	switch t := &r.scanner.token; t.kind {
	case textToken:
		if r.reads() {
			r.text(t.inside.Start, t.inside.End)
		}
	case cdataToken:
		if r.reads() && t.inside.Len() > 0 {
			r.before()
			r.copy(t.inside.Start, t.inside.End, r.escapeSection)
		}
	case rawToken:
		if r.reads() && r.name() == "title" && r.count["svg"] == 0 {
			r.text(t.inside.Start, t.inside.End)
		}
	case markToken:
		mark := r.scanner.s[t.start:t.end]
		if r.xml && strings.HasPrefix(mark, "<!DOCTYPE") {
			r.spell.declare(mark)
		}
		r.comment(t.start, t.end)
	case startTag:
		r.startTag()
	case endTag:
		name := r.name()
		if r.xml {
			name = r.localName()
		}
		r.endTag(name)
	}
}

func (r *reader) startTag() {
	v := r.vocabulary
	name := r.name()
	if r.xml {
		name = r.localName()
	}
	if !r.below {
		lang := r.langOf()
		if name == v.text && !r.empty {
			r.below = true
			r.push(name, element{role: blockRole}, "")
			if lang = cmp.Or(lang, r.outer); r.lang == "" {
				r.lang = lang
			} else if r.foreign(lang) {
				r.abroad(lang)
			}
		} else if lang != "" && r.outer == "" && name != "teiHeader" {
			r.outer = lang
		}
		return
	}
	e, known := v.elements[name]
	if !known && v.other.role != inlineRole {
		e, known = v.other, r.paragraph < 0
	}
	if v.enter != nil {
		if special, ok := v.enter(r); ok {
			e, known = special, true
		}
	}
	if v.class != nil && r.inside.Len() > 0 {
		if class := r.attr("class"); class != "" {
			if special, ok := v.class(name, class); ok {
				if !special.role.hides() {
					special.role = e.role
				}
				e, known = special, true
			}
		}
	}
	if r.html() && (e.role == blockRole || e.role == lineRole || e.role == verseRole) && r.count["p"] > 0 {
		r.endTag("p")
	}
	lang := ""
	if r.inside.Len() > 0 {
		lang = r.langOf()
	}
	if (name == "html" || name == v.text) && lang != "" {
		if r.lang == "" {
			r.lang = lang
		} else if r.foreign(lang) && !r.warned {
			r.warned = true
			r.warn(lang)
		}
	}
	foreign := r.foreign(lang)
	if !known && !foreign {
		return
	}
	if e.role == breakRole {
		if r.reads() {
			r.brk(r.start, r.end, r.html() || v.lines)
		}
		return
	}
	if r.reads() {
		switch e.role {
		case blockRole, verseRole, apartRole:
			r.block()
		case lineRole:
			r.brk(r.start, r.start, false)
		case objectRole:
			r.object()
		}
	}
	if void := r.html() && voids[name] || r.xml && r.empty; void {
		return
	}
	r.push(name, e, lang)
	if foreign && e.kind != text.Foreign && r.hidden == 0 {
		r.begin(text.Region{Kind: text.Foreign, Lang: lang})
		r.stack[len(r.stack)-1].regions++
	}
}

// foreign reports whether a language is another than that of the texts.
func (r *reader) foreign(lang string) bool {
	return lang != "" && r.lang != "" && primary(lang) != primary(r.lang)
}

// abroad makes what the element that was pushed last holds foreign.
func (r *reader) abroad(lang string) {
	r.warn(lang)
	r.begin(text.Region{Kind: text.Foreign, Lang: lang})
	r.stack[len(r.stack)-1].regions++
}

// warn warns that the whole file says it is in another language.
func (r *reader) warn(lang string) {
	r.warnings = append(r.warnings, Warning{
		Offset:  r.origin(text.Span{Start: r.start, End: r.end}).Start,
		Message: fmt.Sprintf("the file says that it is in %q, the texts are in %q: it is read as foreign, and hardly checked; --lang says otherwise", lang, r.lang),
	})
}

func (r *reader) html() bool { return r.vocabulary.html }

func (r *reader) push(name string, e element, lang string) {
	o := opened{name: name, element: e, verse: r.verse}
	if e.role.hides() {
		r.hidden++
	}
	if e.role == verseRole {
		r.verse = true
	}
	if e.kind != text.Paragraph && r.hidden == 0 {
		region := text.Region{Kind: e.kind, Depth: e.depth}
		if e.kind == text.Foreign {
			region.Lang = lang
		}
		if e.kind == text.Quotation || e.kind == text.BlockQuotation {
			region.Depth += r.quotes
			r.quotes++
			o.quote = true
		}
		r.begin(region)
		o.regions++
	}
	r.count[name]++
	r.stack = append(r.stack, o)
}

// endTag closes the element of that name, and those in it that are still open. // <p><q>text</p>
func (r *reader) endTag(name string) {
	if r.count[name] == 0 {
		if e := r.vocabulary.elements[name]; e.role == blockRole && r.reads() {
			r.block()
		}
		return
	}
	for {
		n := len(r.stack) - 1
		o := r.stack[n]
		r.stack = r.stack[:n]
		r.count[o.name]--
		if o.element.role.hides() {
			r.hidden--
		}
		switch o.element.role {
		case maybeRole:
			if next := r.scanner.s[r.end:]; r.reads() && (next == "" || next[0] == '<' || strings.HasPrefix(strings.TrimLeft(next[:min(len(next), 8)], " \t"), "\n")) {
				r.block()
			}
		case blockRole, verseRole, apartRole:
			if r.reads() {
				r.block()
			}
		case lineRole:
			if r.reads() {
				r.brk(r.start, r.start, false)
			}
		}
		r.verse = o.verse
		if o.quote {
			r.quotes--
		}
		for range o.regions {
			r.endRegion()
		}
		if o.name == r.vocabulary.text && r.count[o.name] == 0 {
			r.below = false
		}
		if o.name == name {
			return
		}
	}
}

// langOf is the language that the tag says its content is in.
func (r *reader) langOf() string {
	if l := r.attr("xml:lang"); l != "" {
		return l
	}
	return r.attr("lang")
}

// primary is the language of a tag. // en-GB, eng -> en
func primary(lang string) string {
	lang, _, _ = strings.Cut(lang, "-")
	lang = strings.ToLower(lang)
	if short, ok := shortLang[lang]; ok {
		return short
	}
	return lang
}

// shortLang are the codes of three letters (ISO 639-2) that texts have for languages with one of two.
var shortLang = map[string]string{
	"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "lat": "la", "ita": "it", "spa": "es", "rus": "ru", "nld": "nl", "dut": "nl",
	"por": "pt", "pol": "pl", "ell": "el", "gre": "el", "swe": "sv", "dan": "da", "nor": "no", "ces": "cs", "cze": "cs", "hun": "hu", "fin": "fi",
}

// declare takes in the entities of a DOCTYPE that stand for plain text.
func (p *spelling) declare(doctype string) {
	for {
		_, rest, ok := strings.Cut(doctype, "<!ENTITY")
		if !ok {
			return
		}
		doctype = rest
		declaration, _, _ := strings.Cut(rest, ">")
		name, value, ok := strings.Cut(strings.TrimSpace(declaration), " ")
		value = strings.TrimSpace(value)
		if !ok || len(value) < 3 || value[0] != '"' && value[0] != '\'' || value[len(value)-1] != value[0] {
			continue
		}
		value = value[1 : len(value)-1]
		if strings.HasPrefix(value, "&#") {
			value = p.meaning(value, true)
		}
		if value != "" && !strings.ContainsAny(value, "&%<\"'") {
			if p.declared == nil {
				p.declared = map[string]string{}
			}
			p.declared["&"+name+";"] = value
		}
	}
}
