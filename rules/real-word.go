package rules

import "emend/pipeline/correct"

var realWord = &Rule{
	Name:  correct.RealWord,
	Stage: Detect,
	Doc: `A word, but not the one that stood there

“arid” for “and”, “hut” for “but”: the dictionary knows both, and only what stands around tells them apart.

Wrong where the author wrote the rarer word: the arid-minded, on an arid plain.`,
	Examples: []Example{
		{"confusion", "The end of the war was near, and ail the men went home.", "The end of the war was near, and all the men went home."},
		{"right", "The end of the war was near, and all the men went home.", "The end of the war was near, and all the men went home."},
		{"rare, and right", "It was an arid land, and the arid-minded men of it were few.", "It was an arid land, and the arid-minded men of it were few."},
	},
	Check: func(p *Pass) { p.proposeCorrections(correct.RealWord) },
}
