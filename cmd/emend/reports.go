package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"emend/pipeline/report"
	"emend/pipeline/review"
	"emend/rules"
)

func reportNames() string {
	var names []string
	for _, r := range report.All {
		names = append(names, r.Name)
	}
	return strings.Join(names, ", ")
}

// reports are those of a run: each changeset goes to all.
type reports struct {
	session *session
	writers []report.Writer
	files   []*reportFile
	summary review.Summary
}

// A reportFile becomes the file of its name when the run is over: no reader sees half a report.
// What is no regular file (/dev/null, a pipe) is written to as it is.
type reportFile struct {
	*bufio.Writer
	shown, base string
	temp        *temporary
	device      *os.File
}

// open begins the reports of --output; where it was not given, the standard one.
func (s *session) open(standard string) (*reports, error) {
	specs := s.opts.outputs
	if len(specs) == 0 && standard != "" {
		specs = []string{standard}
	}
	rs := &reports{session: s}
	onStdout := ""
	for _, spec := range specs {
		name, path, toFile := strings.Cut(spec, "=")
		kind := report.Find(name)
		if kind == nil {
			return nil, fmt.Errorf("unknown report %q; %s", name, didYouMean(name, strings.Split(reportNames(), ", "), "want "+reportNames()))
		}
		o := report.Options{Context: s.opts.context, Version: version(), Accepted: standard == "diff" || standard == "words", Headings: s.opts.proposals}
		switch name {
		case "sarif":
			o.Rules = ruleDocs()
		case "github":
			o.StepSummary, o.StepRoom = stepSummary()
		}
		if !toFile || path == "-" {
			if onStdout != "" {
				return nil, fmt.Errorf("two reports for standard output, %s and %s; give one a file: --output %s=PATH", onStdout, name, name)
			}
			onStdout = name
			o.Color, o.Width = s.colored(), s.width()
			if _, o.Terminal = terminal(s.out.to); name == "diff" && !o.Terminal {
				o.Color = s.opts.color == "always" // nothing else may spoil a patch
			}
			rs.writers = append(rs.writers, kind.New(s.out, o))
			continue
		}
		if path == "" {
			return nil, fmt.Errorf("--output %s: no file named", spec)
		}
		f, err := newReportFile(s.projects.abs(path), path)
		if err != nil {
			rs.abandon()
			return nil, err
		}
		rs.files = append(rs.files, f)
		rs.writers = append(rs.writers, kind.New(f, o))
	}
	return rs, nil
}

func ruleDocs() []report.RuleDoc {
	var docs []report.RuleDoc
	for _, r := range rules.All {
		title, doc, _ := strings.Cut(r.Doc, "\n")
		docs = append(docs, report.RuleDoc{Name: r.Name, Title: title, Doc: doc})
	}
	return docs
}

// stepSummary is the file that GitHub shows as the summary of a step, and how much it may still
// take; nil where there is none or it is full.
func stepSummary() (io.Writer, int) {
	const limit = 1 << 20
	path, room := os.Getenv("GITHUB_STEP_SUMMARY"), limit
	if info, err := os.Stat(path); err == nil {
		room -= int(min(info.Size(), limit))
	}
	if path == "" || room == 0 {
		return nil, 0
	}
	return writerFunc(func(p []byte) (int, error) {
		f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
		if err != nil {
			return 0, fmt.Errorf("GITHUB_STEP_SUMMARY: %s: %w", path, reason(err))
		}
		n, err := f.Write(p)
		return n, errors.Join(err, f.Close())
	}), room
}

func newReportFile(abs, shown string) (*reportFile, error) {
	if info, err := os.Stat(abs); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(abs, os.O_WRONLY, 0)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shown, reason(err))
		}
		return &reportFile{Writer: bufio.NewWriterSize(f, 64<<10), shown: shown, device: f}, nil
	}
	if target, err := filepath.EvalSymlinks(abs); err == nil {
		abs = target
	}
	dir, err := os.OpenRoot(filepath.Dir(abs))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shown, reason(err))
	}
	t, err := newTemporary(dir, 0o666)
	if err != nil {
		dir.Close()
		return nil, fmt.Errorf("%s: %w", shown, reason(err))
	}
	return &reportFile{Writer: bufio.NewWriterSize(t, 64<<10), shown: shown, base: filepath.Base(abs), temp: t}, nil
}

// finish makes the report the file of its name.
func (f *reportFile) finish() error {
	err := f.Flush()
	switch {
	case err != nil:
		return err
	case f.device != nil:
		return f.device.Close()
	}
	return f.temp.become(f.base, 0)
}

func (f *reportFile) abandon() {
	if f.device != nil {
		f.device.Close()
		return
	}
	f.temp.abandon()
	f.temp.dir.Close()
}

func (rs *reports) add(r *result) error {
	rs.summary.Add(r.changes)
	for _, part := range r.changes.Parts() {
		for _, w := range rs.writers {
			if err := w.File(part); err != nil {
				return rs.failed(err)
			}
		}
	}
	s := rs.session
	if _, ok := terminal(s.out.to); ok {
		return s.out.Flush()
	}
	if s.out.broken && len(rs.files) == 0 && !s.opts.inPlace && s.opts.out == "" {
		return errReaderGone
	}
	return nil
}

// close ends the reports. A run that was cut short has none in files.
func (rs *reports) close(run error) error {
	if run != nil {
		rs.abandon()
		return run
	}
	rs.summary.Shard = rs.session.opts.shard.String()
	rs.summary.Skipped = append(rs.summary.Skipped, rs.session.skipped...)
	for _, w := range rs.writers {
		if err := w.Close(&rs.summary); err != nil {
			rs.abandon()
			return rs.failed(err)
		}
	}
	for _, f := range rs.files {
		if err := f.finish(); err != nil {
			rs.abandon()
			return fmt.Errorf("%s: %w", f.shown, reason(err))
		}
	}
	rs.abandon()
	return nil
}

func (rs *reports) failed(err error) error {
	return fmt.Errorf("report: %w", reason(err))
}

// abandon removes the temporary files that have not become anything.
func (rs *reports) abandon() {
	for _, f := range rs.files {
		f.abandon()
	}
	rs.files = nil
}

// verdict is the exit code of what was found.
func (s *session) verdict(remaining bool) {
	if remaining && !s.opts.exit0 {
		s.raise(found)
	}
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
