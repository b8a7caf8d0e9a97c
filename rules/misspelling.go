package rules

import "emend/pipeline/correct"

var misspelling = &Rule{
	Name:  correct.Misspelling,
	Stage: Detect,
	Doc: `A word that is in no dictionary, and the word it was probably read from

The corrector weighs what scanners confuse (b and h, rn and m) against what stands around the word.

Wrong for names, terms and old spellings that neither the dictionary nor the file knows.`,
	Examples: []Example{
		{"confusion", "At the same time tbe workers of the town went home.", "At the same time the workers of the town went home."},
		{"right", "At the same time the workers of the town went home.", "At the same time the workers of the town went home."},
		{"name", "Kellezi and Balluku spoke, and Kellezi and Balluku left.", "Kellezi and Balluku spoke, and Kellezi and Balluku left."},
	},
	Check: func(p *Pass) { p.proposeCorrections(correct.Misspelling) },
}
