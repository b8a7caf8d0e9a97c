package correct

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/dictionaries"
)

// marks that may stand for a letter at a word's end or beginning: ana’ -> and, genera} -> general.
const misreadMarks = "'’‘^*|}{)(~°;]["

// glaring tells a capital after three small letters: whichRabocheye. M'Leod, MacDowell and DeWitt have it sooner.
func glaring(s string) bool {
	small := 0
	for _, r := range s {
		switch {
		case unicode.IsLower(r):
			small++
		case unicode.IsUpper(r) && small > 3:
			return true
		}
	}
	return false
}

// marks adds the readings in which a mark beside the word is one of its letters.
func (p *page) marks(i int) {
	a := &p.atoms[i]
	f := &p.forms[a.form]
	if f.tail != "" {
		return
	}
	content := p.doc.Text.Content
	if r, n := utf8.DecodeRuneInString(content[a.End:]); isMark(r) && p.atEdge(a.End+n) && !opened(content, a.Start, r) {
		p.marked(i, f.fold+string(r), a.Start, a.End+n)
	}
	if r, n := utf8.DecodeLastRuneInString(content[:a.Start]); f.state == strange && isMark(r) && !isApostrophe(r) && p.atEdge(a.Start-n) {
		p.marked(i, string(r)+f.fold, a.Start-n, a.End)
	}
}

// stray tells whether a mark that never ends a word rightly stands at a doubtful one's end: ana’ with no ‘ before it.
func (p *page) stray(i int) bool {
	a := &p.atoms[i]
	content := p.doc.Text.Content
	r, n := utf8.DecodeRuneInString(content[a.End:])
	return r != ';' && r != '"' && isMark(r) && p.atEdge(a.End+n) && !opened(content, a.Start, r) && !strings.HasSuffix(p.forms[a.form].fold, "s")
}

// braced tells whether a mark that no text has there stands at a word's end: genera} -> general.
func (p *page) braced(i int) bool {
	a := &p.atoms[i]
	content := p.doc.Text.Content
	if a.End >= len(content) || a.state == figure {
		return false
	}
	switch content[a.End] {
	case '}', '{', '^', '~', '|':
		return p.atEdge(a.End+1) && p.stray(i)
	}
	return false
}

// blame makes the readings of an atom that do not account for the stray mark behind it dearer.
func (p *page) blame(i int) {
	l := &p.lattice
	for k := len(l.edges) - 1; k >= 0 && l.edges[k].from == int32(i); k-- {
		if l.edges[k].end == p.atoms[i].End {
			l.edges[k].cost += strayCost
		}
	}
}

// isOne tells a figure 1 that stands where a word might: 1 am -> I am.
func (p *page) isOne(i int) bool {
	f := &p.forms[p.atoms[i].form]
	if f.text != "1" || p.lexicon.Language() != dictionaries.EnglishWords || i+1 >= len(p.atoms) || p.atoms[i+1].gap != blank && p.atoms[i+1].gap != newline || p.atoms[i].gap == glued || p.atoms[i].gap == hyphen {
		return false
	}
	if p.numbered(i) {
		return false
	}
	g := &p.forms[p.atoms[i+1].form]
	return g.state == settled && g.caps == dictionaries.Lower && p.cost[i]+p.cost[i+1] > surprise
}

// numbered tells a figure that an abbreviation announces: No. 1.
func (p *page) numbered(i int) bool {
	if i == 0 || p.atoms[i].gap != hard {
		return false
	}
	switch p.forms[p.atoms[i-1].form].fold {
	case "no", "nos":
		return true
	}
	return false
}

func (p *page) one(i int) {
	w, ok := p.model.Lookup("i")
	if !ok {
		return
	}
	class, _ := p.words.Lookup("i")
	e := p.edge(i, i+1)
	e.kind, e.new, e.read = RealWord, "I", "1"
	cost, _ := p.channel.Explain("1", "i")
	e.cand = candidate{fold: "i", class: class, cost: cost, word: w, uni: p.model.Uni(w)}
	p.say(e, &e.cand, &p.forms[p.atoms[i].form])
}

// isApostrophe: before a word it opens a quotation, or stands for what is left out: 'ave.
func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' }

func isMark(r rune) bool {
	for _, m := range misreadMarks {
		if r == m {
			return true
		}
	}
	return false
}

// atEdge: beyond a misread mark the word must be over.
func (p *page) atEdge(at int) bool {
	content := p.doc.Text.Content
	if at <= 0 || at >= len(content) {
		return true
	}
	c := content[at]
	return c == ' ' || c == '\n' || c == ',' || c == '.' || c == ';' || content[at-1] == ' ' || content[at-1] == '\n'
}

// opened tells whether a closing mark has its partner in the same line shortly before.
func opened(content string, start int, mark rune) bool {
	partner := map[rune]rune{'’': '‘', ')': '(', ']': '[', '}': '{', '\'': '\''}[mark]
	if partner == 0 {
		return false
	}
	for i := start; i > 0 && start-i < 200; {
		r, n := utf8.DecodeLastRuneInString(content[:i])
		if r == partner {
			return true
		}
		if r == '\n' {
			return false
		}
		i -= n
	}
	return false
}

func (p *page) marked(i int, read string, start, end int) {
	read = strings.ReplaceAll(read, "'", "’") // a mark here, no apostrophe
	f := &p.forms[p.atoms[i].form]
	for _, c := range p.cached(read, f.caps) {
		if len(c.fold) < 3 {
			continue
		}
		e := p.edge(i, i+1)
		e.kind, e.read, e.cand, e.start, e.end = Misspelling, read, c, start, end
		e.new = recase(c.fold, c.class, f.caps, f.text)
		p.say(e, &c, f)
	}
}
