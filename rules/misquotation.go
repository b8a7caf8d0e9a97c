package rules

var misquotation = &Rule{
	Name:  "misquotation",
	Stage: Detect,
	Note:  true,
	Doc: `A quotation that says something else than its source

Words of the source are changed, left out or put in, without … or [ ] to show it, and no scanner's error explains
that. It may be the author's slip, another edition, or a line lost in transcription (where two words are the same, the eye
skips from one to the other). It is a note to the editor and never an edit: what the author wrote stays.

The examples are laid beside the preamble of the Constitution of the United States. Silent where more
than a fifth of the words differ: that is a paraphrase or another translation.`,
	Examples: []Example{
		{"as the source has it", "It is to “establish Justice, insure domestic Tranquility, provide for the common defence, promote”.", "It is to “establish Justice, insure domestic Tranquility, provide for the common defence, promote”."},
		{"noted: another word", "It is to “establish order, insure domestic Tranquility, provide for the common defence, promote”.", "It is to “establish order, insure domestic Tranquility, provide for the common defence, promote”."},
		{"noted: words left out", "It is to “establish Justice, insure domestic Tranquility, provide for the general Welfare, and secure the Blessings of Liberty”.", "It is to “establish Justice, insure domestic Tranquility, provide for the general Welfare, and secure the Blessings of Liberty”."},
		{"marked", "It is to “establish Justice, insure domestic Tranquility, provide for … the general Welfare, and secure the Blessings of Liberty”.", "It is to “establish Justice, insure domestic Tranquility, provide for … the general Welfare, and secure the Blessings of Liberty”."},
	},
	Check: func(p *Pass) { p.proposeCollation("misquotation") },
}
