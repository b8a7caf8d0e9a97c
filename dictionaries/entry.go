package dictionaries

import "math"

// Category is the set of lists in which a form stands. A form may be in
// several: "may" is a word, "pp" both an abbreviation and citation shorthand.
type Category uint16

const (
	Word         Category = 1 << iota // a common word: the, labour
	Contraction                       // don't, o'clock
	Upper                             // a capitalised word that is no name: English, Marxist
	Name                              // a proper name: Albania, Marx
	Abbreviation                      // NATO, Prof, pp
	Closed                            // citation shorthand and particles: ibid, viz, von
	Foreign                           // a word of a foreign phrase usual in English: raison, fide
	Phrase                            // such a phrase as a whole, its words joined by blanks: bona fide
	Removed                           // taken out by a list: no list before it counts
	Never                             // forbidden by a list: no rule may accept it either
)

// common is what a lower-case token may match at the size of its length.
const common = Word | Contraction

// Region is the set of spelling regions a form belongs to; Common forms
// belong to all. It feeds reports on consistency, never acceptance: British,
// American and -ize spellings are all right, always.
type Region uint8

const (
	Common     Region = 1 << iota // and, honest
	American                      // labor
	British                       // labour, organise
	BritishIze                    // organize in British text, as Oxford prints it
)

// Entry is what a lexicon knows about one cased form.
type Entry struct {
	Category Category
	Region   Region
	// Size is the smallest SCOWL list that has the form: 10 (a child knows
	// it) to 80 (a large dictionary does). Where the form is a common word,
	// it is its size as one. Forms of project lists have 0.
	Size uint8
	// Variant is 0 for a first spelling, 1 for a usual variant, 2 for a
	// seldom one: combatting.
	Variant uint8
	logFreq uint8
}

// Frequencies are kept as one byte: 0 for none known, else
// ln(f/minFrequency)/frequencyStep + 1, rounded; 1e-4 to 7e4 per million in
// steps of 8 %.
const (
	minFrequency  = 1e-4
	frequencyStep = 0.08
)

// Frequency is the form's share of running English text, per million words.
// A form that the counted texts do not hold has the mean that Good and Turing
// (1953) give to the unseen forms of its size. It is 0 for forms of project
// lists, which were not counted.
func (e Entry) Frequency() float64 {
	if e.logFreq == 0 {
		return 0
	}
	return minFrequency * math.Exp(frequencyStep*float64(e.logFreq-1))
}

// LogFrequency is the natural logarithm of Frequency, cheaper to get; -Inf
// where that is 0.
func (e Entry) LogFrequency() float64 {
	if e.logFreq == 0 {
		return math.Inf(-1)
	}
	return math.Log(minFrequency) + frequencyStep*float64(e.logFreq-1)
}

func quantise(perMillion float64) uint8 {
	if perMillion <= 0 {
		return 0
	}
	q := math.Round(math.Log(perMillion/minFrequency)/frequencyStep) + 1
	return uint8(min(max(q, 1), 255))
}
