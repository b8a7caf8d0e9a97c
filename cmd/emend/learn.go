package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"emend/dictionaries"
	"emend/pipeline"
	"emend/pipeline/config"
	"emend/pipeline/correct"
	"emend/pipeline/format"
	"emend/pipeline/learn"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

// learnedName is where emend train --ledger writes what it has learnt.
const learnedName = ".emend/learned.toml"

// learnedPath is the file that holds for some settings; "" if none is to be read.
func (p *projects) learnedPath(s *settings) string {
	v := s.values["learned"]
	switch name := filepath.FromSlash(v.Text); {
	case v.Text == "none" || p.unlearned:
		return ""
	case v.Text == "":
		return filepath.Join(s.place.root, filepath.FromSlash(learnedName))
	case filepath.IsAbs(name):
		return name
	case v.File != nil:
		return filepath.Join(v.File.Dir, name)
	default:
		return filepath.Join(s.place.root, name)
	}
}

// learned is what was learnt from the project's decisions; nil if nothing was.
func (p *projects) learned(s *settings) (*learn.Learned, error) {
	path := p.learnedPath(s)
	if path == "" {
		return nil, nil
	}
	v := s.values["learned"]
	if v.File != nil && !p.trusted(v.File) && !inside(s.place.root, path) {
		return nil, fmt.Errorf("%s: learned lies outside the project's folder; --config allows that", v.Origin)
	}
	src, err := readBounded(path, maxListSize)
	if errors.Is(err, fs.ErrNotExist) && v.Text == "" {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.shown(path), reason(err))
	}
	l, err := learn.Parse(src)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", p.shown(path), err)
	}
	if v.Text == "" {
		s.values["learned"] = config.Value{Text: learnedName, Origin: fmt.Sprintf("beside the ledger: %s", summaryOf(l))}
	}
	return l, nil
}

func summaryOf(l *learn.Learned) string {
	line := fmt.Sprintf("%s, %s from %s", count(len(l.Words), "word"), count(len(l.Confusions), "confusion"), count(l.Decisions, "decision"))
	if l.Offset != 0 {
		line += fmt.Sprintf(", offset %.2f", l.Offset)
	}
	return line
}

// learnedWords is the layer of the lexicon that decisions have made.
func learnedWords(l *learn.Learned) (*dictionaries.Lexicon, error) {
	return dictionaries.ReadList("decisions", strings.NewReader(strings.Join(l.Words, "\n")))
}

// learn makes the file from the decisions of the current folder's project.
func (s *session) learn(cmd *cobra.Command, args []string, t *training) error {
	if len(args) > 0 || len(t.pairs) > 0 || t.recipe != "" {
		return errors.New("--ledger learns from decisions alone; texts and pairs make a pack, with -o")
	}
	s.opts.flags, s.opts.jobs, s.opts.maxSize = cmd.Flags(), 1, maxFileSize
	if err := s.prepare(); err != nil {
		return err
	}
	s.projects.unlearned = true // what was learnt before says nothing of what is to be learnt
	set, err := s.projects.ready(s.projects.abs("x.txt"))
	if err != nil {
		return err
	}
	root := set.place.root
	ledger, err := s.projects.ledger(root)
	if err != nil {
		return err
	}
	if len(ledger.decisions) == 0 {
		return fmt.Errorf("%s: no decisions to learn from", s.projects.shown(ledger.path))
	}
	l := learn.From(ledger.decisions, set.lexicon.Accepts)
	judged := s.judged(root, ledger.decisions, l)
	l.Offset = learn.Offset(judged)
	path := filepath.Join(root, filepath.FromSlash(learnedName))
	if t.out != "" {
		path = s.projects.abs(t.out)
	}
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", s.projects.shown(path), reason(err))
	}
	if err := writeAtomic(path, l.Write(), old); err != nil {
		return fmt.Errorf("%s: %w", s.projects.shown(path), reason(err))
	}
	line := fmt.Sprintf("%s: %s", s.projects.shown(path), summaryOf(l))
	if len(judged) < learn.LeastJudged {
		line += fmt.Sprintf("; %d of them tell how far corrections are to be believed, %d are asked for", len(judged), learn.LeastJudged)
	}
	s.note("%s", line)
	return nil
}

// judged are the corrections that were decided on, with what the corrector, knowing the confusions learnt, says of them in the texts as they
// were.
func (s *session) judged(root string, ds []review.Decision, l *learn.Learned) (out []learn.Judged) {
	byPath := make(map[string][]review.Decision)
	for _, d := range ds {
		if correct.IsKind(d.Rule) && d.Scope == review.Here {
			byPath[d.Path] = append(byPath[d.Path], d)
		}
	}
	var paths []string
	for p := range byPath {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, key := range paths {
		abs := filepath.Join(root, filepath.FromSlash(key))
		set, err := s.projects.ready(abs)
		if err != nil || !exists(abs) {
			continue
		}
		src, _, err := s.read(&input{path: abs, shown: key})
		if err != nil {
			continue
		}
		plain := *set.pipeline
		plain.Memory = nil
		if c, ok := plain.Corrector.(*correct.Corrector); ok {
			plain.Corrector = c.Learn(l.Entries(), 0)
		}
		plain.Ledger, plain.MaxHarm, plain.MinConfidence = review.NewLedger(byPath[key]), 0, 0
		c, err := pipeline.Check(&plain, key, asItWas(key, src, byPath[key], &plain))
		if err != nil {
			continue
		}
		for i := range c.Findings {
			f := &c.Findings[i]
			// What is less sure than an editor is shown was decided only where it was right.
			if f.Confidence >= set.values["min-confidence"].Number && correct.IsKind(f.Rule) && strings.HasPrefix(f.Because, review.ByLedger) && len(f.Suggestions) > 0 && f.Suggestions[0].Confidence < 1 {
				out = append(out, learn.Judged{Confidence: f.Suggestions[0].Confidence, Right: f.Applied() && f.Taken().New == f.Suggestions[0].New})
			}
		}
	}
	return out
}

// asItWas is a text with the decisions that have been carried out taken back.
func asItWas(key string, src []byte, ds []review.Decision, c *pipeline.Config) []byte {
	doc, _, err := format.Read(key, src, format.Options{Format: c.Format, Encoding: c.Encoding, Fallback: c.Fallback})
	if err != nil {
		return src
	}
	var edits []text.Edit
	for _, d := range ds {
		at, ok := d.Find(doc.Text.Content)
		if !ok || d.Verdict != review.Accept || doc.Text.Content[at.Start:at.End] != d.New {
			continue
		}
		if es, err := doc.Text.Source(text.Change{Span: at, New: d.Old}); err == nil {
			edits = append(edits, es...)
		}
	}
	out, err := text.Splice(src, edits)
	if err != nil {
		return src
	}
	return out
}
