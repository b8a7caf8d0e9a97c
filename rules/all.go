package rules

// All is every rule: the Normalize rules in the order they run, then the Detect rules in the
// order of the manual.
var All = []*Rule{
	variant,
	mojibake,
	nfc,
	ligature,
	longS,
	softHyphen,
	invisible,
	noBreakSpace,
	exoticSpace,
	lookAlike,
	pageBreak,
	lineEndHyphen,
	keptHyphen,

	misspelling,
	realWord,
	splitWord,
	mergedWord,
	doubledWord,
	digitInWord,
	innerCapital,
	strayStop,
	ellipsis,
	missingSpace,
	spaceBeforeStop,
	doubleSpace,
	dashSpacing,
	hyphenSpace,
	quoteMark,
	innerQuoteMark,
	unpairedQuote,
	bracket,
	citation,
	noteOrder,
	quotation,
	misquotation,

	unusedMark,
}
