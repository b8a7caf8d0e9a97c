package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// A stepSummary is a page of Markdown that GitHub shows for a step of a workflow. One that is too large
// is not shown at all, so it ends in time and says so. A nil stepSummary takes nothing.
type stepSummary struct {
	to   io.Writer
	room int // bytes
	rows strings.Builder
	kept int // findings in rows
	full bool
}

const (
	stepRoom   = 1 << 20
	stepColumn = 200 // columns of a terminal in one of the table
	stepList   = 50  // entries of a list: of rules, of files that were not checked
)

func newStepSummary(o Options) *stepSummary {
	if o.StepSummary == nil {
		return nil
	}
	s := &stepSummary{to: o.StepSummary, room: stepRoom}
	if o.StepRoom > 0 {
		s.room = min(o.StepRoom, stepRoom)
	}
	return s
}

// finding adds a row, as long as there is room.
func (s *stepSummary) finding(path string, f *review.Finding, lines *text.Lines) {
	if s == nil || s.full {
		return
	}
	line, column := lines.At(f.Range.Start)
	reading := codeCell(quoted(f.Old))
	confidence := f.Confidence
	if t := f.Taken(); t != nil {
		reading += " → " + codeCell(quoted(t.New))
		confidence = t.Confidence
	}
	row := fmt.Sprintf("| %s | %s | %s | %s | %s |\n", codeCell(fmt.Sprintf("%s:%d:%d", Escape(path), line, column)),
		markdown(f.Rule), reading, percent(confidence), markdown(f.Reason))
	if s.full = s.rows.Len()+len(row) > s.room; !s.full {
		s.rows.WriteString(row)
		s.kept++
	}
}

// write writes the page, of as many rows as have room beside the rest.
func (s *stepSummary) write(sum *review.Summary, findings int) error {
	if s == nil {
		return nil
	}
	var head strings.Builder
	fmt.Fprintf(&head, "\n### emend\n\n%s\n\n", markdown(SummaryLine(sum)))
	s.skipped(&head, sum.Skipped)
	s.rules(&head, sum.RuleCount)
	head.WriteString("| place | rule | reading | | reason |\n|---|---|---|---|---|\n")
	const tail = "\n%d more have no room here; another report has them all, such as `--output jsonl=PATH`.\n"
	rows := s.rows.String()
	if left := s.room - head.Len() - len(tail) - 20; len(rows) > left || s.kept < findings {
		rows = rows[:max(0, min(left, len(rows)))]
		rows = rows[:strings.LastIndexByte(rows, '\n')+1]
		if n := findings - strings.Count(rows, "\n"); n > 0 {
			rows += fmt.Sprintf(tail, n)
		}
	}
	if head.Len()+len(rows) > s.room {
		return nil // not even the head fits
	}
	_, err := io.WriteString(s.to, head.String()+rows)
	return err
}

func (s *stepSummary) skipped(b *strings.Builder, all []review.Skipped) {
	for i, k := range all {
		if i == stepList {
			fmt.Fprintf(b, "- and %d more\n", len(all)-i)
			break
		}
		fmt.Fprintf(b, "- not checked: %s: %s\n", codeSpan(Escape(k.Path)), markdown(k.Reason))
	}
	if len(all) > 0 {
		b.WriteString("\n")
	}
}

func (s *stepSummary) rules(b *strings.Builder, count map[string]int) {
	var names []string
	for name := range count {
		names = append(names, name)
	}
	slices.SortFunc(names, func(x, y string) int { return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(x, y)) })
	for i, name := range names {
		if i == stepList {
			fmt.Fprintf(b, "- and %d more rules\n", len(names)-i)
			break
		}
		fmt.Fprintf(b, "- %s: %d\n", markdown(name), count[name])
	}
	if len(names) > 0 {
		b.WriteString("\n")
	}
}

// codeCell is codeSpan in a cell of a table.
func codeCell(s string) string { return strings.ReplaceAll(codeSpan(s), "|", `\|`) }

// codeSpan is an escaped text as code: nothing in it is Markdown.
func codeSpan(s string) string {
	s = clip(s, stepColumn)
	longest, run := 0, 0
	for i := range len(s) {
		if run++; s[i] != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// markdown is a text as prose in a cell of a table: no mark in it is Markdown, no address a link.
func markdown(s string) string {
	s = clip(Escape(s), stepColumn)
	if !strings.ContainsAny(s, markdownMarks) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(markdownMarks, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

const markdownMarks = "\\`*_{}[]<>#+!|&~@:$=^."
