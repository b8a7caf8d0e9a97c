package rules

// Profiles are the ways to set all rules at once; the first is the one used unless another is named.
var Profiles = []Profile{reading, diplomatic}

var reading = Profile{
	Name: "reading",
	Doc: `a text to be read, searched and quoted
For archives that want the words and not the print. fix is only for what every editor would do without a
look: the same letters, written so that a search finds them, where nothing else can have been meant (soft
hyphens, composed letters, ligatures, characters that nobody sees). What print or layout had a reason
for (ſ, no-break spaces, line ends, page ends) is read and left. All else is suggested, mojibake and look-alikes too:
they rest on a guess at what happened to the file, or at a script.`,
	Modes: modes(func(m setting) Mode { return m.reading }),
}

var diplomatic = Profile{
	Name: "diplomatic",
	Doc: `a text that keeps the witness as it is
For editions that show what stands in the print, letter by letter. Nothing is accepted unasked. How a letter was cast or a
line broken is read and left; only what no print can have had, but a program, is suggested.`,
	Modes: modes(func(m setting) Mode { return m.diplomatic }),
}

// A setting is the mode of a rule in each profile.
type setting struct {
	rule                string
	reading, diplomatic Mode
}

var settings = []setting{
	{"variant", Suggest, Suggest},     // somebody else's word
	{"mojibake", Suggest, Suggest},    // certain or not, what happened to the file is a guess
	{"nfc", Fix, Read},                // canonically the same text
	{"ligature", Fix, Read},           // two letters on one body; a witness shows the body
	{"long-s", Read, Read},            // an edition may print it; the words are found either way
	{"soft-hyphen", Fix, Read},        // no word has it
	{"invisible", Fix, Suggest},       // never printed; overrides of direction are too unsure to be fixed
	{"no-break-space", Read, Read},    // layout
	{"exotic-space", Suggest, Read},   // a program's mostly, but a poem may be set so
	{"look-alike", Suggest, Suggest},  // the script is a guess, if a good one
	{"line-end-hyphen", Read, Read},   // lines are the print's
	{"kept-hyphen", Suggest, Suggest}, // an error of whoever ran the lines together
	{"page-break", Read, Read},        // the number of the page may be wanted

	{"misspelling", Suggest, Suggest},
	{"real-word", Suggest, Suggest},
	{"split-word", Suggest, Suggest},
	{"merged-word", Suggest, Suggest},
	{"doubled-word", Suggest, Suggest},
	{"digit-in-word", Suggest, Suggest},
	{"inner-capital", Suggest, Suggest},
	{"stray-stop", Suggest, Suggest},
	{"ellipsis", Suggest, Suggest},
	{"missing-space", Suggest, Suggest},
	{"space-before-stop", Suggest, Suggest},
	{"double-space", Suggest, Suggest},
	{"dash-spacing", Suggest, Suggest},
	{"hyphen-space", Suggest, Suggest},
	{"quote-mark", Suggest, Suggest},
	{"inner-quote-mark", Off, Off}, // the house's habit, not an error here and there: for the archive to switch on
	{"unpaired-quote", Suggest, Suggest},
	{"bracket", Suggest, Suggest},
	{"citation", Suggest, Suggest},
	{"note-order", Suggest, Suggest},
	{"quotation", Suggest, Suggest},
	{"misquotation", Suggest, Suggest},
	{"cited-page", Suggest, Suggest},
	{"witness", Suggest, Suggest},
	{"name", Suggest, Suggest},
	{"unused-mark", Suggest, Suggest},
}

// modes is one column of settings.
func modes(of func(setting) Mode) map[string]Mode {
	m := make(map[string]Mode, len(settings))
	for _, s := range settings {
		m[s.rule] = of(s)
	}
	return m
}
