package report

import (
	"path"
	"strings"

	"emend/pipeline/review"
)

// message is what a finding says, in one line of plain text, for programs that show a place with a
// sentence:
//
//	“trom” -> “from” 97%: “trom” is no word; “from” differs by t for f [accepted: ledger]
func message(f *review.Finding) string {
	var b strings.Builder
	b.WriteString(quoted(f.Old))
	confidence := f.Confidence
	if s := f.Taken(); s != nil {
		b.WriteString(" -> " + quoted(s.New))
		if names := Named(f.Old, s.New); names != "" {
			b.WriteString(" (" + names + ")")
		}
		confidence = s.Confidence
	}
	b.WriteString(" " + percent(confidence))
	if f.Reason != "" {
		b.WriteString(": " + Escape(f.Reason))
	}
	if f.InQuote {
		b.WriteString(" [in a quotation]")
	}
	if s := standing(f); s != "" {
		b.WriteString(" [" + Escape(s) + "]")
	}
	return b.String()
}

// readings are the suggestions of a finding that can be written, the accepted or best one first, and no
// more than people are shown.
func readings(f *review.Finding) []*review.Suggestion {
	var all []*review.Suggestion
	if f.Status == review.Unwritable {
		return nil
	}
	taken := f.Taken()
	if taken != nil {
		all = append(all, taken)
	}
	for i := range f.Suggestions {
		if s := &f.Suggestions[i]; s != taken && len(all) < candidatesShown {
			all = append(all, s)
		}
	}
	return all
}

// repositoryPath is a path as platforms look for it, from the root of the repository that the run began
// in. // ./a//b.txt -> a/b.txt
func repositoryPath(name string) string {
	if name == "" {
		return ""
	}
	return path.Clean(name)
}

// Message is what a finding says in one line, for programs that show a place with a sentence. Nothing in it can drive a
// terminal.
func Message(f *review.Finding) string { return message(f) }
