package rules

import "emend/pipeline/correct"

var mergedWord = &Rule{
	Name:  correct.MergedWord,
	Stage: Detect,
	Doc: `Two words with no blank between

“ofthe”, “Farfrom”: a narrow gap, or a tag that was taken out.

Wrong for compounds and names that the dictionary does not know.`,
	Examples: []Example{
		{"lost blank", "The end ofthe war was near at hand.", "The end of the war was near at hand."},
		{"right", "The end of the war was near at hand.", "The end of the war was near at hand."},
		{"compound", "The shortsightedness of the superprofits was seen.", "The shortsightedness of the superprofits was seen."},
	},
	Check: func(p *Pass) { p.proposeCorrections(correct.MergedWord) },
}
