package rules

var quotation = &Rule{
	Name:  "quotation",
	Stage: Detect,
	Doc: `A word of a quotation that was misread, by its source

Where emend sources has built a library, every quotation, run-in or set off, is looked for in it and laid beside
its source word by word. What differs as scanners make it differ (tbe for the, dicta torship, to to) is proposed as the
source reads; the reason shows both lines. Spelling, stops, capitals and word division are the edition's, and
silent; so is what whoever quotes has marked: …, [ ], (emphasis added).

The examples are laid beside the preamble of the Constitution of the United States. Wrong where the source's own text is
misread, or where the quotation is of another edition.`,
	Examples: []Example{
		{"misread", "It begins: “We tbe People of the United States, in Order to form a more perfect Union, establish Justice”.", "It begins: “We the People of the United States, in Order to form a more perfect Union, establish Justice”."},
		{"a real word", "It is to “provide for the common defence, promote the general Welfare, and secure the Blessings or Liberty to ourselves”.", "It is to “provide for the common defence, promote the general Welfare, and secure the Blessings of Liberty to ourselves”."},
		{"parted", "It is to “provide for the com mon defence, promote the general Welfare, and secure the Blessings”.", "It is to “provide for the common defence, promote the general Welfare, and secure the Blessings”."},
		{"twice", "It is to “establish Justice, insure domestic Tranquility, provide for for the common defence, promote”.", "It is to “establish Justice, insure domestic Tranquility, provide for the common defence, promote”."},
		{"spelling and capitals", "It is to “establish justice, insure domestic tranquillity, provide for the common defense, promote”.", "It is to “establish justice, insure domestic tranquillity, provide for the common defense, promote”."},
		{"marked", "“We the People … in Order to form a more perfect Union [that is, one State], establish Justice, insure domestic Tranquility”.", "“We the People … in Order to form a more perfect Union [that is, one State], establish Justice, insure domestic Tranquility”."},
		{"another word is the author's", "It is to “establish order, insure domestic Tranquility, provide for the common defence, promote”.", "It is to “establish order, insure domestic Tranquility, provide for the common defence, promote”."},
	},
	Check: func(p *Pass) { p.proposeCollation("quotation") },
}
