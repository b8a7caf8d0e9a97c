// Package report is how findings are shown: one file a report, one list of all.
//
// A report is a function of changesets. It gets them one by one, in the order of paths, and
// keeps none, so that a run over a hundred thousand files needs no more memory than one file.
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
	Color   bool // ANSI colours
	Width   int  // columns of the terminal; 0: 80
	Version string
}

// A Writer takes the changesets of a run, then its summary.
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
