// Package sitting is an editor going through findings: which one is asked next, what an answer
// decides, and how it is taken back.
//
// It knows no screen, no file and no clock. An answer is planned as a Step, whoever called
// writes the Step's rulings down, and only then is it taken: what the sitting holds as decided is on
// disk. Its law: Untake undoes Take, whatever the Step was and however many there were.
package sitting

import (
	"slices"
	"strings"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// A Candidate is a reading that may replace the old one, with the probability that it is right.
type Candidate struct {
	New        string
	Confidence float64
}

// An Item is a finding without its file: all of it that stays in memory.
type Item struct {
	ID, Rule, Old string
	Before, After string // as the ledger quotes them
	Candidates    []Candidate
	Reason        string
	Confidence    float64 // the probability that something is wrong here
	Project       string  // whose ledger speaks of it
	Path          string  // as that ledger names the file
	File          int     // the file's number, in the order of files
	Range         text.Range
	Part          string // of a package, the file in it that Line and Column are of; empty: it is none
	Line, Column  int    // 1-based, columns in code points
	InQuote       bool
	Witness       string // the text that the finding rests on, as it is cited; empty: none
	WitnessPath   string // its file, as the library names it; empty: unknown
	WitnessAt     int    // byte of its reading text
	Barrier       string // why no reading can be written here; empty where one can
}

// best is the new reading that a Pair is named by.
func (it *Item) best() string {
	if len(it.Candidates) == 0 {
		return ""
	}
	return it.Candidates[0].New
}

// gain is the probability that accepting the best candidate removes an error.
func (it *Item) gain() float64 {
	if len(it.Candidates) == 0 {
		return it.Confidence
	}
	return it.Candidates[0].Confidence
}

// A State is what has become of an Item in this sitting.
type State uint8

const (
	Undecided State = iota
	Accepted
	Left     // no error
	Sic      // an error of the print: it stays
	Silenced // the word was added to a list
	Settled  // somebody else decided it meanwhile
	Gone     // the file changed, and the finding is no more
)

var stateNames = [...]string{"undecided", "accepted", "left as it is", "sic", "a word of the project", "decided by somebody else", "gone: the file changed"}

func (s State) String() string { return stateNames[s] }

// A Ruling is a decision and the project whose ledger it belongs to.
type Ruling struct {
	Project string
	review.Decision
}

// A Step is one answer: what it decides and what is to be written down for it.
type Step struct {
	Items    []int    // that it decides, twins counted in
	Rulings  []Ruling // to be written into the ledgers
	Replaced []Ruling // earlier ones of this sitting that Rulings stand in place of
	Word     string   // to be added to the word list of the file of Items[0]; empty: none
	State    State    // of Items from now on
	at       int      // the item that was asked
	before   []State  // of Items
	rulings  []*Ruling
}

// Order is which finding is asked first.
type Order uint8

const (
	ByFile       Order = iota // as they stand, file after file
	ByConfidence              // the surest first
	ByGain                    // expected errors removed per word read: series first
)

// Orders are the names of orders.
var Orders = []string{"file", "confidence", "gain"}

// Own copies the strings of an item, so that it keeps no text alive that they were cut from.
func (it *Item) Own() {
	for _, s := range []*string{&it.ID, &it.Old, &it.Before, &it.After, &it.Reason, &it.Witness, &it.WitnessPath, &it.Barrier} {
		*s = strings.Clone(*s)
	}
	it.Candidates = slices.Clone(it.Candidates)
	for i := range it.Candidates {
		it.Candidates[i].New = strings.Clone(it.Candidates[i].New)
	}
}
