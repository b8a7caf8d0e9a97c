package correct

import (
	"strings"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/text"
)

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
		if p.atoms[i].state != strange || p.atoms[i].caps != dictionaries.Lower {
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

// shutParts shuts what is no word by itself but part of one: the halves of hyphenated words that the lexicon takes as a whole, mis-understand,
// and short words that have lost their beginning, 'em, 'll, 'ud, or their end, tho'.
func (p *page) shutParts() {
	content := p.doc.Text.Content
	for i := range p.atoms {
		a := &p.atoms[i]
		if a.state != strange {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(content[:a.Start]); (before == '\'' || before == '’') && a.Len() <= 3 {
			a.shut = true
			continue
		}
		if after, _ := utf8.DecodeRuneInString(content[a.End:]); (after == '\'' || after == '’') && elided(p.forms[a.form].fold) {
			a.shut = true
			continue
		}
		first, last := i, i
		for first > 0 && p.atoms[first].gap == hyphen {
			first--
		}
		for last+1 < len(p.atoms) && p.atoms[last+1].gap == hyphen {
			last++
		}
		if first < last && last-first < 5 && p.lexicon.Accepts(content[p.atoms[first].Start:p.atoms[last].End]) {
			a.shut = true
		}
	}
}

// elided tells words that have lost their end, with an apostrophe for it: tho', th'.
func elided(fold string) bool {
	switch fold {
	case "tho", "altho", "thro", "th", "wi", "ha", "gi", "fro":
		return true
	}
	return false
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
