package rules

var citedPage = &Rule{
	Name:  "cited-page",
	Stage: Detect,
	Doc: `A citation of a page where the passage does not stand

Where emend sources has built a library with pages, the page that a citation names is compared with the page that the quotation
before it stands on; a number one digit away is proposed. Where .emend/sources.toml lists the pages of works, a page that
the work, or the section named, does not have is noted, and so are pages that run backwards (pp. 41-40). In a series of citations of one
volume that rises, one that breaks it and that one digit puts right is proposed: 70, 11, 72.

A citation that names no work is taken for one of the work named before. The examples are of a library where the Constitution of the
United States (CUS) has pages 71 to 98 and its preamble stands on p. 71. Wrong for citations of another edition.`,
	Examples: []Example{
		{"a digit misread", "It will “establish Justice, insure domestic Tranquility, provide for the common defence”. [CUS, p. 11]", "It will “establish Justice, insure domestic Tranquility, provide for the common defence”. [CUS, p. 71]"},
		{"a series", "It grants this [CUS, p. 72], that [CUS, p. 74], more [CUS, p. 15], much [CUS, p. 76], all [CUS, p. 78] and the rest [CUS, p. 80].", "It grants this [CUS, p. 72], that [CUS, p. 74], more [CUS, p. 75], much [CUS, p. 76], all [CUS, p. 78] and the rest [CUS, p. 80]."},
		{"right", "It will “establish Justice, insure domestic Tranquility, provide for the common defence”. [CUS, p. 71]", "It will “establish Justice, insure domestic Tranquility, provide for the common defence”. [CUS, p. 71]"},
		{"the next page", "It will “establish Justice, insure domestic Tranquility, provide for the common defence”. [CUS, p. 72]", "It will “establish Justice, insure domestic Tranquility, provide for the common defence”. [CUS, p. 72]"},
		{"another work", "It will “establish Justice, insure domestic Tranquility, provide for the common defence”. [Madison, Notes, p. 11]", "It will “establish Justice, insure domestic Tranquility, provide for the common defence”. [Madison, Notes, p. 11]"},
		{"to and fro", "It grants this [CUS, p. 72], that [CUS, p. 94], more [CUS, p. 75], much [CUS, p. 86] and all [CUS, p. 78].", "It grants this [CUS, p. 72], that [CUS, p. 94], more [CUS, p. 75], much [CUS, p. 86] and all [CUS, p. 78]."},
	},
	Check: func(p *Pass) { p.proposeCollation("cited-page") },
}
