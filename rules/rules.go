// Package rules is what emend looks for: one file a rule, one list of all.
//
// A rule sees reading text, never bytes and never markup, and only proposes. A driver
// decides what becomes of a proposal, so a rule has no severity and writes nothing.
package rules

import (
	"emend/pipeline/correct"
	"emend/pipeline/text"

	"emend/dictionaries"
)

// Stage says when a rule runs.
type Stage uint8

const (
	// Normalize rules run in the order of All, each on the text that the one before left. They see
	// neither tokens nor regions.
	Normalize Stage = iota
	// Detect rules all see the last text, in any order, with tokens and regions.
	Detect
	// Last rules see what the file's marks have made of the findings of all others.
	Last
)

// Mode is what is done with a rule's proposals.
type Mode uint8

const (
	Off     Mode = iota // the rule does not run
	Read                // later rules see the text as if it were so; nothing is proposed (Normalize only)
	Suggest             // proposed to the editor
	Fix                 // accepted unasked where confidence allows
)

var modeNames = [...]string{"off", "read", "suggest", "fix"}

func (m Mode) String() string { return modeNames[m] }

// ParseMode is the mode of that name.
func ParseMode(s string) (Mode, bool) {
	for m, name := range modeNames {
		if name == s {
			return Mode(m), true
		}
	}
	return Off, false
}

// A Rule is documentation, proof and code in one. It is a constant value.
type Rule struct {
	Name  string // also its file's, with .go: words an editor would use, never a number
	Stage Stage
	// Graphic: the rule changes how a character is written down, never which letters are
	// read. In a quotation the mode fix of any other rule falls to suggest, for the odd spelling may
	// be the quoted author's.
	Graphic bool
	// Note: the rule never has a reading to propose, it tells the editor something. Its examples change nothing, and those whose Note
	// begins with "noted" are found.
	Note     bool
	Doc      string    // the first line is a title; then why, and when the rule is wrong
	Examples []Example // at least one that changes and one that must not
	Format   string    // that the examples are in; empty: plain
	Check    func(*Pass)
}

// An Example proves a rule: run alone, with its first suggestions accepted, it makes Out of In and then
// leaves Out alone. Where both are the same the rule must stay silent.
type Example struct{ Note, In, Out string }

// Words is what a rule may ask of the dictionaries.
type Words interface {
	Accepts(word string) bool      // is this form right as it stands, capitals and all
	Frequency(word string) float64 // per million words of running text; 0: unknown
}

// Pass is one run of one rule over one document. A Check must not keep it.
type Pass struct {
	*text.Document
	Words Words
	// Corrections are those of the corrector for this document, made once for all rules. Only
	// Detect rules may call it.
	Corrections func() []correct.Correction
	// Marks are the comments that speak to emend, and what came of them. Last rules only.
	Marks []Mark
	// Variants are the readings of other witnesses that were found in this document.
	Variants []Proposal
	// Collation is what other texts say that this one quotes, by the name of the rule that proposes it; nil where there are
	// none to ask. Only Detect rules may call it.
	Collation func(rule string) []Proposal
	// Authority is the project's list of names; nil: none.
	Authority *dictionaries.Authority
	// Report takes a proposal. Those that change nothing or lie out of bounds are dropped.
	Report func(Proposal)
}

// A Proposal says where, what instead, how sure and why.
type Proposal struct {
	At         text.Span           // of the old reading; whole words read best
	Candidates []correct.Candidate // new readings of all of At, best first; none: a note to the editor
	Confidence float64             // the probability that something is wrong here, 0 to 1
	Reason     string              // one sentence that names the evidence
	// Comment is what the proposal is about where that is no reading text: At is then the empty span where it stands, and an empty
	// candidate takes it out.
	Comment *text.Comment
	ID      string        // of the finding; empty: made of what it says
	Witness *text.Witness // the text that this rests on, if it is another one
}

// proposeCollation proposes what other texts say.
func (p *Pass) proposeCollation(rule string) {
	if p.Collation == nil {
		return
	}
	for _, c := range p.Collation(rule) {
		p.Report(c)
	}
}

// Suggest reports a place with one confidence for the finding and its first suggestion; further
// ones share what is left.
func (p *Pass) Suggest(at text.Span, confidence float64, reason string, new ...string) {
	prop := Proposal{At: at, Confidence: confidence, Reason: reason}
	for i, n := range new {
		c := confidence
		if i > 0 {
			c = (1 - confidence) / float64(len(new)-1)
		}
		prop.Candidates = append(prop.Candidates, correct.Candidate{New: n, Confidence: c})
	}
	p.Report(prop)
}

// Profile sets the mode of every rule.
type Profile struct {
	Name, Doc string
	Modes     map[string]Mode // by Rule.Name
}

// Find is the rule of that name, or nil.
func Find(name string) *Rule {
	for _, r := range All {
		if r.Name == name {
			return r
		}
	}
	return nil
}
