package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var gitlabReport = Report{
	Name: "gitlab",
	Doc:  "Code Quality of GitLab",
	New: func(w io.Writer, o Options) Writer {
		g := &gitlabWriter{printer: newPrinter(w, false), encoder: newEncoder()}
		g.print("[")
		return g
	},
}

type gitlabWriter struct {
	*printer
	*encoder
	some bool
}

type gitlabFinding struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

func (w *gitlabWriter) File(c *review.Changeset) error {
	var lines *text.Lines
	seen := make(map[string]int) // of the IDs: GitLab drops, without a word, what has a fingerprint again
	for i := range c.Findings {
		f := &c.Findings[i]
		if !shown(f) {
			continue
		}
		if lines == nil {
			lines = text.NewLines(c.Document.Source, c.Document.Encoding)
		}
		key := c.Document.Path + "\x00" + f.ID
		if n := seen[f.ID]; n > 0 {
			key += "\x00" + strconv.Itoa(n)
		}
		seen[f.ID]++
		sum := sha256.Sum256([]byte(key))
		begin, end := lineSpan(lines, f.Range)
		line, err := w.marshal(gitlabFinding{
			Description: Escape(f.Rule) + ": " + message(f), CheckName: f.Rule,
			Fingerprint: hex.EncodeToString(sum[:16]), Severity: "minor",
			Location: gitlabLocation{repositoryPath(c.Document.Path), gitlabLines{begin, end}},
		})
		if err != nil {
			return fmt.Errorf("%s: %w", c.Document.Path, err)
		}
		if w.some {
			w.print(",")
		}
		w.some = true
		w.print("\n")
		w.Write(line)
	}
	return w.Flush()
}

// lineSpan is the first and the last line that a range has bytes in.
func lineSpan(lines *text.Lines, r text.Range) (first, last int) {
	first, _ = lines.At(r.Start)
	last, _ = lines.At(max(r.Start, r.End-1))
	return first, last
}

func (w *gitlabWriter) Close(*review.Summary) error {
	w.print("\n]\n")
	return w.Flush()
}
