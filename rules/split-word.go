package rules

import "emend/pipeline/correct"

var splitWord = &Rule{
	Name:  correct.SplitWord,
	Stage: Detect,
	Doc: `A blank inside a word

“collec tion”, “how ever”: a wide gap in the line, or a line end, read as the end of a word.

Wrong where both halves are words and the author meant two: may be, any one, him self-possessed.`,
	Examples: []Example{
		{"halves that are no words", "This was a large collec tion of the old books.", "This was a large collection of the old books."},
		{"right", "This was a large collection of the old books.", "This was a large collection of the old books."},
		{"two words", "It may be that any one of them will do it.", "It may be that any one of them will do it."},
	},
	Check: func(p *Pass) { p.proposeCorrections(correct.SplitWord) },
}
