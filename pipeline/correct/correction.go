package correct

import "emend/pipeline/text"

// The kinds of Correction; each is also the name of the rule that proposes it.
const (
	Misspelling = "misspelling" // the word is in no dictionary
	RealWord    = "real-word"   // the word is one, but not the one that stood there: arid -> and
	SplitWord   = "split-word"  // a blank inside a word: out break -> outbreak
	MergedWord  = "merged-word" // a blank lost: ofthe -> of the
)

// IsKind reports whether a rule proposes corrections.
func IsKind(rule string) bool {
	switch rule {
	case Misspelling, RealWord, SplitWord, MergedWord:
		return true
	}
	return false
}

// A Candidate is one reading that may have stood in the print.
type Candidate struct {
	New        string
	Confidence float64 // the probability that this reading is right
}

// A Correction is a place where the scanner probably misread, with what may have stood there.
type Correction struct {
	text.Span              // of the old reading: whole words, and marks read for letters
	Kind       string      // Misspelling, RealWord, SplitWord or MergedWord
	Candidates []Candidate // best first, five at most; none if no reading is likely
	Confidence float64     // the probability that the old reading is wrong
	Noise      float64     // of its document: the logarithm of the surely misread words in 1,000, and one
	Reason     string      // one sentence that names the evidence
}
