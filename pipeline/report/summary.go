package report

import (
	"fmt"
	"math"
	"strings"

	"emend/pipeline/review"
)

// SummaryLine is what a run came to, for the end of it:
//
//	9 findings in 1 file, 2 applied, about 6 errors left, 4 of them among the 7 findings to review
//
// The errors left are an expectation; below one half it is left unsaid.
func SummaryLine(s *review.Summary) string {
	var b strings.Builder
	findings := "no findings"
	if s.Findings > 0 {
		findings = count(s.Findings, "finding")
	}
	fmt.Fprintf(&b, "%s in %s", findings, count(s.Files, "file"))
	if s.Applied > 0 {
		fmt.Fprintf(&b, ", %d applied", s.Applied)
	}
	if s.Rejected > 0 {
		fmt.Fprintf(&b, ", %d rejected before", s.Rejected)
	}
	b.WriteString(Left(s))
	if s.Stale > 0 {
		fmt.Fprintf(&b, "; %s", count(s.Stale, "stale decision"))
	}
	if n := len(s.Skipped); n > 0 {
		fmt.Fprintf(&b, "; incomplete: %d not checked", n)
	}
	return b.String()
}

// Left says what is expected to remain, with a comma before it; nothing where that is less than half an error.
func Left(s *review.Summary) string {
	left, among := int(math.Round(s.Expected)), int(math.Round(s.Among))
	switch {
	case left <= 0:
		return ""
	case among <= 0 || among >= left || s.Open == 0:
		return fmt.Sprintf(", about %s left", count(left, "error"))
	}
	return fmt.Sprintf(", about %s left, %d of them among the %s to review", count(left, "error"), min(among, left), count(s.Open, "finding"))
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// percent is a probability for people. Nothing is 100% that is not certain.
func percent(p float64) string {
	n := int(math.Round(p * 100))
	switch {
	case n >= 100 && p < 1:
		n = 99
	case n <= 0 && p > 0:
		return "<1%"
	}
	return fmt.Sprintf("%d%%", n)
}

// standing is the status of a finding in words, with who or what set it; "" where it is open.
func standing(f *review.Finding) string {
	switch {
	case f.Status == review.Open:
		return ""
	case f.Because == "":
		return f.Status.String()
	}
	return f.Status.String() + ": " + f.Because
}
