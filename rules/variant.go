package rules

var variant = &Rule{
	Name:  "variant",
	Stage: Normalize,
	Doc: `A reading that no rule proposes: another witness has it, or an editor wrote it

emend adopt compares a text with somebody else's corrected version of it, emend apply takes an editor's changes back. Where a
rule proposes what they read, that finding is theirs; what remains comes here. Each says whether a scanner's
confusions, the dictionary or the words around explain it.

Wrong where the other version paraphrases, modernises or misreads: that is what its reason is for. The examples
are of a project in which another version reads “the ship sails” for “the ship fails”.`,
	Examples: []Example{
		{"another version reads so", "At noon the ship fails for Lisbon.", "At noon the ship sails for Lisbon."},
		{"elsewhere", "Whatever the crop, it fails in a wet year.", "Whatever the crop, it fails in a wet year."},
	},
	Check: func(p *Pass) {
		for _, v := range p.Variants {
			p.Report(v)
		}
	},
}
