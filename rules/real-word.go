package rules

import "emend/pipeline/correct"

var realWord = &Rule{
	Name:  correct.RealWord,
	Stage: Detect,
	Doc: `A word, but not the one that stood there

“arid” for “and”, “hut” for “but”: the dictionary knows both, and only what stands around tells them apart.

Wrong where the author wrote the rarer word: the arid-minded, on an arid plain.`,
	Examples: []Example{
		{"confusion", "He went to the house arid found that it was empty.", "He went to the house and found that it was empty."},
		{"right", "He went to the house and found that it was empty.", "He went to the house and found that it was empty."},
		{"rare, and right", "It was an arid land, and the arid-minded men of it were few.", "It was an arid land, and the arid-minded men of it were few."},
	},
	Check: func(p *Pass) { p.proposeCorrections(correct.RealWord) },
}
