// Package report is how findings are shown: one file a report, one list of all.
//
// A report is a function of changesets. It gets them one by one, in the order of paths, and
// keeps none, so that a run over a hundred thousand files needs no more memory than one file. The ones that
// show the surest findings first keep a fixed number of them; see best.
//
// What a report shows of a text passes Escape, so that no text can drive a terminal. The one
// exceptions are diff, which is for a program and carries the bytes themselves, and criticmarkup, which carries the text; see
// Options.Terminal.
package report

import (
	"io"

	"emend/pipeline/review"
)

// A Report is one way to show what was found.
type Report struct {
	Name string // as in --output NAME
	Doc  string // one line
	New  func(w io.Writer, o Options) Writer
}

// Options are what a reader may wish. The zero value suits a pipe.
type Options struct {
	Color    bool   // ANSI colours
	Terminal bool   // the reader is a terminal: diff is shown escaped, and is no patch then
	Width    int    // columns of the terminal; 0: 80
	Context  int    // unchanged lines around a hunk of diff; 0: 3
	Version  string // of emend, for the foot of a page
	Accepted bool   // words: only what is accepted
	Headings bool   // diff: name the changes of a hunk behind its head

	Rules       []RuleDoc // what the rules are, for reports that explain them
	StepSummary io.Writer // github: Markdown of what annotations have no room for; nil: nowhere
	StepRoom    int       // github: bytes of it; 0: 1 MiB
}

// A RuleDoc explains a rule.
type RuleDoc struct {
	Name  string
	Title string // one line
	Doc   string // Markdown: why, and when the rule is wrong
}

// A Writer takes the changesets of a run, then its summary. After an error it writes no more, and says
// the error again.
type Writer interface {
	File(*review.Changeset) error
	Close(*review.Summary) error
}

// Find is the report of that name, or nil.
func Find(name string) *Report {
	for _, r := range All {
		if r.Name == name {
			return r
		}
	}
	return nil
}

// shown reports whether a finding is of interest to a reader: what the ledger has silenced and
// what another finding covers is not. It is what Summary.Findings counts.
func shown(f *review.Finding) bool {
	return f.Status != review.Rejected && f.Status != review.Superseded
}
