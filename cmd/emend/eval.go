package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/spf13/cobra"

	"emend/pipeline/evaluate"
	"emend/pipeline/format"
)

// evaluating are the flags of eval alone.
type evaluating struct {
	truth   string // suffix
	accept  []string
	only    string
	match   []string
	title   string
	fitted  string
	outputs []string
}

func (s *session) evalCommand() *cobra.Command {
	e := &evaluating{}
	c := &cobra.Command{
		Use:     "eval OCR [TRUTH]",
		GroupID: "reference",
		Short:   "measure on pairs: error rates before and after, fixed, broken; never writes",
		Long: `Eval measures what emend does to texts whose truth is known: error rates before and after, how many
words are put right and how many right ones are broken, what is found and what is missed, and whether
confidences mean what they say. No figure is good alone: read fixed beside broken.

OCR and TRUTH are two files, or two folders, or one folder that holds both: NAME.ocr.txt beside
NAME.gt.txt (--truth names another suffix), in folders below it, too. In two folders without such names
NAME.txt stands for NAME.txt; the same folder twice, of clean texts, shows what would be broken there.
TRUTH may be a file of annotations (.jsonl) instead: the truth is the text with those errors mended.
A text without its partner is said and makes the exit code 2.

Two things are measured: what emend fix would apply unasked with the same flags, and, for each
threshold of --accept, what comes of accepting every finding of that confidence or more with its
first candidate, as emend accept --all --min-confidence does. Flags and configuration count as in
check and fix; findings below --min-confidence count only where confidences are compared with what
came true. A sample of documents is drawn a thousand times, the same on every run, for the
intervals. Figures on texts that something was fitted on say nothing: --only and --match restrict.`,
		Example: `  emend eval pairs/
  emend eval scan.txt proofread.txt
  emend eval ocr/ truth/ --accept 0.5,0.9 --output text --output html=eval.html
  emend eval pairs/ --truth .clean.txt --only test-part.txt --max-harm 0.5
  emend eval proofread/ proofread/ --match 'lenin-*'
  emend eval letters/ letters/errors.jsonl`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return errors.New("eval wants a text and its truth, or a folder of pairs; emend eval --help shows how")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return s.eval(cmd, args, e) },
	}
	f := c.Flags()
	var names []string
	for _, r := range evaluate.Reports {
		names = append(names, r.Name)
	}
	f.StringArrayVar(&e.outputs, "output", nil, "report as `FORMAT[=PATH]` (repeatable): "+strings.Join(names, ", ")+" (default text)")
	f.StringVar(&e.truth, "truth", ".gt.txt", "`SUFFIX` of the files of the truth")
	f.StringSliceVar(&e.accept, "accept", []string{"0.3", "0.5", "0.7", "0.9", "0.95", "0.99"}, "measure what comes of accepting findings of confidence `P` or more (repeatable, or with commas)")
	f.StringVar(&e.only, "only", "", "only the documents that `FILE` lists, a name or glob a line")
	f.StringArrayVar(&e.match, "match", nil, "only documents whose names fit `GLOB` (repeatable)")
	f.StringVar(&e.title, "title", "", "`TEXT` for the reports that says what the texts are")
	f.StringVar(&e.fitted, "fitted", "", "`TEXT` for the reports that says what was fitted on which texts")
	s.opts.bindFinding(f)
	for _, name := range notEval {
		f.MarkHidden(name)
	}
	return c
}

// notEval are flags that find texts where pairs are found otherwise.
var notEval = []string{"files-from", "null", "stdin-filename", "force-exclude", "no-ignore", "hidden", "include", "exclude"}

func (s *session) eval(cmd *cobra.Command, args []string, e *evaluating) error {
	s.opts.flags = cmd.Flags()
	for _, name := range notEval {
		if cmd.Flags().Changed(name) {
			return fmt.Errorf("--%s does not go with eval; --match and --only choose documents", name)
		}
	}
	s.opts.anyConfidence = true
	if err := s.prepare(); err != nil {
		return err
	}
	outs, err := evalOutputs(e.outputs)
	if err != nil {
		return err
	}
	thresholds, err := e.thresholds()
	if err != nil {
		return err
	}
	pairs, err := s.pairs(args, e)
	if err != nil {
		return err
	}
	run := &evaluate.Run{Options: &evaluate.Options{Accept: thresholds, MinConfidence: s.opts.minConfidence}, Title: e.title, Truth: e.truth, Fitted: e.fitted, Version: version()}
	if len(pairs) > 0 {
		run.Options.MinConfidence = pairs[0].ocr.settings.values["min-confidence"].Number
	}
	began := time.Now()
	if err := s.measureAll(pairs, thresholds, run); err != nil {
		return err
	}
	run.Skipped = s.skipped
	run.Close()
	for _, o := range outs {
		if err := s.evalReport(o, run); err != nil {
			return err
		}
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	s.summarize(pairs, run, time.Since(began))
	return nil
}

// summarize says how long it took, and on how much.
func (s *session) summarize(pairs []*evalPair, run *evaluate.Run, spent time.Duration) {
	bytes := int64(0)
	for _, p := range pairs {
		bytes += p.ocr.size
	}
	line := fmt.Sprintf("%s measured, %.2f MB in %.1f s", count(len(run.Documents), "document"), float64(bytes)/1e6, spent.Seconds())
	if n := len(s.skipped); n > 0 {
		line += fmt.Sprintf("; %d left out", n)
	}
	s.note("%s", line)
}

func (e *evaluating) thresholds() ([]float64, error) {
	var out []float64
	for _, a := range e.accept {
		v, err := strconv.ParseFloat(strings.TrimSpace(a), 64)
		if err != nil || !(v >= 0 && v <= 1) || math.IsNaN(v) {
			return nil, fmt.Errorf("--accept: %q is no probability; want a number from 0 to 1", a)
		}
		out = append(out, v)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// An evalOutput is a report and where it goes; no path: standard output.
type evalOutput struct {
	report *evaluate.Report
	path   string
}

func evalOutputs(specs []string) ([]evalOutput, error) {
	if len(specs) == 0 {
		specs = []string{evaluate.Reports[0].Name}
	}
	var names []string
	for _, r := range evaluate.Reports {
		names = append(names, r.Name)
	}
	var outs []evalOutput
	onStdout := ""
	for _, spec := range specs {
		name, path, toFile := strings.Cut(spec, "=")
		r := evaluate.FindReport(name)
		switch {
		case r == nil:
			return nil, fmt.Errorf("unknown report %q; %s", name, didYouMean(name, names, "want "+strings.Join(names, ", ")))
		case toFile && path == "":
			return nil, fmt.Errorf("--output %s: no file named", spec)
		case toFile && path != "-":
			outs = append(outs, evalOutput{r, path})
			continue
		case onStdout != "":
			return nil, fmt.Errorf("two reports for standard output, %s and %s; give one a file: --output %s=PATH", onStdout, name, name)
		}
		onStdout = name
		outs = append(outs, evalOutput{report: r})
	}
	return outs, nil
}

func (s *session) evalReport(o evalOutput, run *evaluate.Run) error {
	if o.path == "" {
		return o.report.Write(s.out, run)
	}
	f, err := newReportFile(s.projects.abs(o.path), o.path)
	if err != nil {
		return err
	}
	if err := o.report.Write(f, run); err != nil {
		f.abandon()
		return fmt.Errorf("%s: %w", o.path, reason(err))
	}
	if err := f.finish(); err != nil {
		f.abandon()
		return fmt.Errorf("%s: %w", o.path, reason(err))
	}
	return nil
}

// A measured is one pair, and what came of it.
type measured struct {
	result
	document *evaluate.Document
}

// measureAll measures the pairs and adds them to the run in their order.
func (s *session) measureAll(pairs []*evalPair, thresholds []float64, run *evaluate.Run) error {
	inputs := make([]*input, len(pairs))
	for i, p := range pairs {
		inputs[i] = p.ocr
	}
	s.together(s.ctx, inputs)
	s.progress.start(inputs)
	inOrder(s.ctx, s.opts.jobs, len(pairs), func(i int) measured {
		defer s.progress.add(inputs[i].size)
		if inputs[i].size > largeFile {
			s.large.Lock()
			defer s.large.Unlock()
		}
		return s.measure(pairs[i], thresholds)
	}, func(m measured) bool {
		for _, n := range m.notes {
			s.detail("%s", n)
		}
		if m.changes != nil {
			for _, w := range m.changes.Warnings {
				s.note("%s", w)
			}
			for _, err := range m.changes.Failures {
				s.say("%s: %v", m.shown, err)
				s.raise(failed)
			}
		}
		if m.err != nil {
			s.skip(m.shown, m.err)
		}
		if m.document != nil {
			run.Add(m.document)
		}
		return true
	})
	s.progress.stop()
	if s.ctx.Err() != nil {
		return errInterrupted
	}
	return nil
}

// measure checks one text and compares with its truth. A panic is an error of that pair.
func (s *session) measure(p *evalPair, thresholds []float64) (m measured) {
	m.result = s.examine(p.ocr)
	if m.err != nil || m.changes == nil {
		return m
	}
	defer func() {
		if e := recover(); e != nil {
			m.document = nil
			m.err = fmt.Errorf("%s: internal error: %v; the other documents went on, please report it", p.ocr.shown, e)
			m.notes = append(m.notes, strings.ReplaceAll(string(debug.Stack()), "\n", " | "))
		}
	}()
	truth, err := s.truth(p, &m)
	if err != nil {
		m.err = err
		return m
	}
	m.changes.Document.Path = p.name
	m.document, m.err = evaluate.Measured(m.changes, truth, &evaluate.Options{
		Accept: thresholds, MinConfidence: p.ocr.settings.values["min-confidence"].Number, Accepts: p.ocr.settings.lexicon.Accepts,
	})
	return m
}

// truth reads the truth of a text that has been read.
func (s *session) truth(p *evalPair, m *measured) (string, error) {
	if p.annotated {
		truth, err := evaluate.Annotated(m.changes.Document.Text.Content, p.errors)
		if err != nil {
			return "", fmt.Errorf("%s:%w (%s)", p.ocr.shown, err, p.truth.shown)
		}
		return truth, nil
	}
	src, _, err := s.read(p.truth)
	if err != nil {
		return "", fmt.Errorf("%s: %w", p.truth.shown, err)
	}
	c := p.ocr.settings.pipeline
	doc, warnings, err := format.Read(p.truth.shown, src, c.Reading())
	if err != nil {
		return "", err
	}
	for _, w := range warnings {
		m.changes.Warnings = append(m.changes.Warnings, w.String())
	}
	return doc.Text.Content, nil
}

// wanted is a filter of document names: those of --only, a glob a line, and --match.
func (e *evaluating) wanted() (func(name string) bool, []string, error) {
	globs := slices.Clone(e.match)
	var listed []string
	if e.only != "" {
		src, err := os.ReadFile(e.only)
		if err != nil {
			return nil, nil, fmt.Errorf("--only %s: %w", e.only, reason(err))
		}
		for line := range strings.Lines(string(src)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				listed = append(listed, line)
			}
		}
		if len(listed) == 0 {
			return nil, nil, fmt.Errorf("--only %s: lists no document", e.only)
		}
	}
	for _, g := range append(slices.Clone(globs), listed...) {
		if !doublestar.ValidatePattern(g) {
			return nil, nil, fmt.Errorf("%q is no glob; * stands for anything but a slash, ** for folders, {a,b} for either", g)
		}
	}
	fits := func(globs []string, name string) bool {
		return slices.ContainsFunc(globs, func(g string) bool { return g == name || doublestar.MatchUnvalidated(g, name) })
	}
	return func(name string) bool {
		return (len(globs) == 0 || fits(globs, name)) && (e.only == "" || fits(listed, name))
	}, listed, nil
}
