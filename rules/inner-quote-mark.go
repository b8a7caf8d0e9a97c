package rules

import "strings"

var innerQuoteMark = &Rule{
	Name:    "inner-quote-mark",
	Stage:   Detect,
	Graphic: true,
	Doc: `The inner opening mark is always ’ in this file

Parts of some archives open every quotation within a quotation with ’ instead of ‘. One rule with its own
switch, so that an archive decides about all of them at once; where a file does it only here and there, the
rule quote-mark speaks.

Wrong where an apostrophe of dialect (’ouse) has a closing mark after it.`,
	Examples: []Example{
		{"systematic", strings.Repeat("“He said ’no’ to it.” ", 4), strings.Repeat("“He said ‘no’ to it.” ", 4)},
		{"once", "“He said ’no’ to it.”", "“He said ’no’ to it.”"},
		{"apostrophes", strings.Repeat("“’Tis so,” he said, “give ’em that.” ", 5), strings.Repeat("“’Tis so,” he said, “give ’em that.” ", 5)},
	},
	Check: func(p *Pass) { p.backwardOpenings(true) },
}
