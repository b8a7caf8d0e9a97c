package rules

import (
	"fmt"
	"strings"

	"emend/dictionaries"
	"emend/pipeline/text"
)

var doubledWord = &Rule{
	Name:  "doubled-word",
	Stage: Detect,
	Doc: `A word set twice

“permission to to place”. Articles, prepositions, conjunctions and pronouns that English never doubles are named with
confidence; other words where they are plainly no play.

Left alone: that, had, is, in and others that may be doubled by grammar, words for emphasis (very very, no no), sounds,
capitals (Baden Baden, a new New Deal), numbers, verse, and words with any mark between them.`,
	Examples: []Example{
		{"preposition", "They gave permission to to place it there.", "They gave permission to place it there."},
		{"by", "It was done by by the men.", "It was done by the men."},
		{"over a line end", "It is the\nthe same thing that they had seen in the older house before.", "It is the same thing that they had seen in the older house before."},
		{"start", "The the was set twice.", "The was set twice."},
		{"that", "He said that that was so, and he had had it, and what it is is this.", "He said that that was so, and he had had it, and what it is is this."},
		{"emphasis", "It was very very late, no no, a long long way, so so.", "It was very very late, no no, a long long way, so so."},
		{"name", "In Baden Baden there is a new New Deal, in Sing Sing too.", "In Baden Baden there is a new New Deal, in Sing Sing too."},
		{"hyphen", "It amounts to to-day what it was.", "It amounts to to-day what it was."},
		{"comma", "Of the, the man said.", "Of the, the man said."},
	},
	Check: checkDoubledWord,
}

func checkDoubledWord(p *Pass) {
	s := p.Text.Content
	for i := 1; i < len(p.Tokens); i++ {
		l, r := p.Tokens[i-1], p.Tokens[i]
		n := r.End - r.Start
		if l.End-l.Start != n || r.Start-l.End != 1 || s[l.Start]|0x20 != s[r.Start]|0x20 || n > 1 && s[l.Start+1]|0x20 != s[r.Start+1]|0x20 {
			continue
		}
		if c := s[l.End]; c == ' ' || c == '\n' {
			if strings.EqualFold(s[l.Start:l.End], s[r.Start:r.End]) {
				p.doubledWord(i)
			}
		}
	}
}

func (p *Pass) doubledWord(i int) {
	s := p.Text.Content
	l, r := p.Tokens[i-1], p.Tokens[i]
	a, b := p.Word(i-1), p.Word(i)
	before, after := runeBefore(s, l.Start), runeAt(s, r.End)
	if !r.Is(text.Lower) || r.Is(text.Apostrophe) || r.Is(text.Digits) || r.Is(text.Initial) || strings.ContainsRune("-'’‘*_[", after) && after != 0 ||
		strings.ContainsRune("-'’", before) && before != 0 || p.Regions.Touches(text.Foreign, r.Span) {
		return
	}
	if i > 1 && strings.EqualFold(p.Word(i-2), b) || i+1 < len(p.Tokens) && strings.EqualFold(p.Word(i+1), b) {
		return // more than two: a play or a list
	}
	at := text.Span{Start: l.Start, End: r.End}
	newline := s[l.End] == '\n'
	lower := strings.ToLower(b)
	switch {
	case p.language() == dictionaries.FrenchWords && (lower == "nous" || lower == "vous"): // nous nous levons
	case neverDoubled[lower]:
		p.Suggest(at, 0.95, fmt.Sprintf("“%s” stands twice, and English never doubles it", b), a)
	case seldomDoubled[lower]:
		p.Suggest(at, 0.6, fmt.Sprintf("“%s” stands twice", b), a)
	case newline, mayDouble[lower], len(b) < 4, l.Is(text.Initial), !p.accepts(lower), strings.HasSuffix(lower, "ly"), isStop(after) && len(b) < 7:
	default:
		// A word of weight is doubled for emphasis rather when it is short and common.
		p.Suggest(at, 0.6, fmt.Sprintf("“%s” stands twice", b), a)
	}
}

// neverDoubled are words that no English sentence has twice in a row.
var neverDoubled = setOf(`
	the a an of to and by with from at as or but if his their our its my your into upon than because though although this these those
	which who whom whose when while where are were be been has have will would shall should could may might must we they he she for
	between among against during without within under such some any every each
`)

// seldomDoubled may meet by grammar: if you told him him of all men.
var seldomDoubled = setOf("not then also other them him")

// mayDouble are words doubled for emphasis, as sounds, or by grammar.
var mayDouble = setOf(`
	that had is in on through indeed thousand do did you her very no so far long many more much well now there here too again never ever always all quite ha ho oh
	ah hey hi ya yes aye nay nay bye tut pooh fie hush hear hip hurrah knock tap tick ding dong drip chop chip rap bang boo come go
	look see stop wait good great big old little poor dear deep dark wide wild high low sweet fair red blue green white black half
	over round down away back still only just really please blah tramp drum rub beat mile miles years days home none nothing one two three
	what why how it us me was were work love sing ring roll row tom five four days weeks same thank please alone
`)
