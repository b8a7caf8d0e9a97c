package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// A Source is a report of one part of a run, json or jsonl.
type Source struct {
	Name string
	io.Reader
}

// Merge writes the reports of the parts of a run, json or jsonl, as the one that the whole run would have written: the findings
// in the order of the files, byte for byte; the summaries added up. Each part has its findings in that order; no two speak of
// one file. Of shards each must be there. The sum that it returns counts what an exit code is made of. Memory: one finding a
// part.
func Merge(w io.Writer, lines bool, parts []Source) (*review.Summary, error) {
	var rs []*reportReader
	for _, p := range parts {
		r, err := newReportReader(p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		rs = append(rs, r)
	}
	out := newJSONWriter(w, lines)
	sum := &review.Summary{}
	last := "" // file of the last finding
	var from *reportReader
	for {
		var next *reportReader
		for _, r := range rs {
			if r.raw == nil {
				continue
			}
			if next != nil && r.file == next.file {
				return nil, fmt.Errorf("%s and %s both have findings in %s; give each part of a run once", next.name, r.name, r.file)
			}
			if next == nil || r.file < next.file {
				next = r
			}
		}
		if next == nil {
			break
		}
		if from != nil && from != next && next.file == last {
			return nil, fmt.Errorf("%s and %s both have findings in %s; give each part of a run once", from.name, next.name, last)
		}
		from, last = next, next.file
		out.put(next.raw)
		switch {
		case next.head.Status != review.Accepted.String():
			sum.Open++
		case next.head.Because != review.ByLedger:
			sum.Unasked++
		}
		if err := next.advance(); err != nil {
			return nil, fmt.Errorf("%s: %w", next.name, err)
		}
	}
	skipped := make(map[review.Skipped]bool)
	for _, r := range rs {
		s := &r.run.Summary
		sum.Files, sum.Findings, sum.Applied, sum.Expected = sum.Files+s.Files, sum.Findings+s.Findings, sum.Applied+s.Applied, sum.Expected+s.Remaining
		for _, k := range r.run.Skipped {
			skipped[review.Skipped(k)] = true // what was asked for in vain was so in each part
		}
	}
	for k := range skipped {
		sum.Skipped = append(sum.Skipped, k)
	}
	slices.SortFunc(sum.Skipped, func(a, b review.Skipped) int {
		return strings.Compare(a.Path+"\x00"+a.Reason, b.Path+"\x00"+b.Reason)
	})
	if err := allShards(rs); err != nil {
		return nil, err
	}
	return sum, out.Close(sum)
}

// allShards finds a shard that is missing, or there twice.
func allShards(rs []*reportReader) error {
	var have []*reportReader
	of := 0
	for _, r := range rs {
		if r.run.Shard == "" {
			if of > 0 {
				return fmt.Errorf("%s is no shard, and others are", r.name)
			}
			continue
		}
		i, n := 0, 0
		if k, err := fmt.Sscanf(r.run.Shard, "%d/%d", &i, &n); k != 2 || err != nil || i < 1 || i > n || n > 1<<20 {
			return fmt.Errorf("%s: %q is no shard", r.name, r.run.Shard)
		}
		if of == 0 {
			if of, have = n, make([]*reportReader, n); r != rs[0] {
				return fmt.Errorf("%s is no shard, and others are", rs[0].name)
			}
		}
		switch {
		case n != of:
			return fmt.Errorf("%s is shard %s of another run than the first, which has %d", r.name, r.run.Shard, of)
		case have[i-1] != nil:
			return fmt.Errorf("%s and %s are the same shard %s", have[i-1].name, r.name, r.run.Shard)
		}
		have[i-1] = r
	}
	for i, r := range have {
		if r == nil {
			return fmt.Errorf("shard %d/%d is missing", i+1, of)
		}
	}
	return nil
}

// A reportReader reads a report finding by finding.
type reportReader struct {
	name string
	d    *json.Decoder
	json bool // an object with all findings; else jsonl
	raw  json.RawMessage
	head struct {
		ID, Path, Status, Because string
	}
	file string // of the finding: its path, of a package that
	run  jsonRun
}

var errNoReport = errors.New("no report in json or jsonl, or one that was cut short")

func newReportReader(p Source) (*reportReader, error) {
	b := bufio.NewReaderSize(p, 64<<10)
	begin, _ := b.Peek(64)
	r := &reportReader{name: p.Name, d: json.NewDecoder(b), json: bytes.Contains(begin, []byte(`"findings": [`))}
	if r.json {
		for range 5 { // { "version" 1 "findings" [
			if _, err := r.d.Token(); err != nil {
				return nil, errNoReport
			}
		}
	}
	return r, r.advance()
}

// advance goes to the next finding; raw is nil after the last one, and run is read then.
func (r *reportReader) advance() error {
	r.raw = nil
	if r.json && !r.d.More() {
		return r.end()
	}
	var raw json.RawMessage
	if err := r.d.Decode(&raw); err != nil {
		return errNoReport
	}
	r.head.ID, r.head.Path, r.head.Status, r.head.Because = "", "", "", ""
	if err := json.Unmarshal(raw, &r.head); err != nil {
		return errNoReport
	}
	if r.head.ID == "" && !r.json {
		if err := json.Unmarshal(raw, &r.run); err != nil || r.run.Version != contractVersion {
			return errNoReport
		}
		return nil
	}
	r.raw = raw
	r.file, _, _ = strings.Cut(r.head.Path, text.PartMark)
	return nil
}

// end reads what stands behind the findings.
func (r *reportReader) end() error {
	if _, err := r.d.Token(); err != nil { // ]
		return errNoReport
	}
	fields := map[string]any{"complete": &r.run.Complete, "skipped": &r.run.Skipped, "summary": &r.run.Summary, "shard": &r.run.Shard}
	seen := false
	for r.d.More() {
		key, err := r.d.Token()
		if err != nil {
			return errNoReport
		}
		name, _ := key.(string)
		var other any
		to, known := fields[name]
		if !known {
			to = &other
		}
		if err := r.d.Decode(to); err != nil {
			return errNoReport
		}
		seen = seen || name == "summary"
	}
	if _, err := r.d.Token(); err != nil || !seen {
		return errNoReport
	}
	return nil
}

// put writes a finding as it stands.
func (w *jsonWriter) put(line []byte) {
	switch {
	case w.lines:
	case w.some:
		w.print(",\n")
	default:
		w.print("\n")
	}
	w.some = true
	w.Write(line)
	if w.lines {
		w.print("\n")
	}
}

// round is a number of errors as json has it.
func round(x float64) float64 { return math.Round(x*100) / 100 }
