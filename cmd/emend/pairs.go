package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"emend/pipeline/evaluate"
)

// ocrSuffix ends the names of texts whose truth lies beside them.
const ocrSuffix = ".ocr.txt"

// An evalPair is a text and its truth. Its name is that of the text below its folder, without suffix.
type evalPair struct {
	name       string
	ocr, truth *input
	annotated  bool // the truth is the text with its marked errors mended, and truth is where they are marked
	errors     []evaluate.Annotation
}

// annotationSuffix ends the names of files of annotations.
const annotationSuffix = ".jsonl"

// pairs finds the pairs that the arguments mean, by name. A partner that is missing is said.
func (s *session) pairs(args []string, e *evaluating) ([]*evalPair, error) {
	want, listed, err := e.wanted()
	if err != nil {
		return nil, err
	}
	read, truth := args[0], args[len(args)-1]
	if len(args) == 2 && strings.HasSuffix(truth, annotationSuffix) {
		return s.annotatedPairs(read, truth, want)
	}
	folders := 0
	for _, a := range args {
		info, err := os.Stat(s.projects.abs(a))
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: %w", a, reason(err))
		case info.IsDir():
			folders++
		}
	}
	switch {
	case folders == 0 && len(args) == 1:
		return nil, fmt.Errorf("%s: a text alone; name its truth, too", read)
	case folders == 0:
		p, err := s.filePair(read, truth)
		if err != nil {
			return nil, err
		}
		return []*evalPair{p}, nil
	case folders < len(args):
		return nil, errors.New("a text goes with a text, and a folder with a folder")
	}
	pairs, err := s.folderPairs(read, truth, e.truth, len(args) == 2, want)
	if err != nil {
		return nil, err
	}
	for _, g := range listed {
		if !slices.ContainsFunc(pairs, func(p *evalPair) bool { return p.name == g || doublestar.MatchUnvalidated(g, p.name) }) {
			s.skip(g, fmt.Errorf("%s: listed in %s, and no such pair", g, e.only))
		}
	}
	if len(pairs) == 0 && len(s.skipped) == 0 {
		return nil, fmt.Errorf("%s: no pairs; want NAME%s beside NAME%s", read, ocrSuffix, e.truth)
	}
	return pairs, nil
}

func (s *session) filePair(read, truth string) (*evalPair, error) {
	ocr, err := s.evalInput(read)
	if err != nil {
		return nil, err
	}
	t, err := s.evalInput(truth)
	if err != nil {
		return nil, err
	}
	return &evalPair{name: filepath.ToSlash(filepath.Clean(read)), ocr: ocr, truth: t}, nil
}

// annotatedPairs pairs a text, or those below a folder, with the errors that a file marks in them; one in which none is marked is right.
func (s *session) annotatedPairs(read, file string, want func(string) bool) ([]*evalPair, error) {
	f, err := os.Open(s.projects.abs(file))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, reason(err))
	}
	defer f.Close()
	all, err := evaluate.ReadAnnotations(f)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", file, err)
	}
	info, err := os.Stat(s.projects.abs(read))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", read, reason(err))
	}
	texts := []string{read}
	if info.IsDir() {
		names, err := s.namesBelow(read, ".txt")
		if err != nil {
			return nil, err
		}
		texts = texts[:0]
		for _, n := range names {
			if want(n) {
				texts = append(texts, below(read, n+".txt"))
			}
		}
	}
	var pairs []*evalPair
	for _, shown := range texts {
		p, err := s.filePair(shown, file)
		if err != nil {
			return nil, err
		}
		p.annotated = true
		for _, a := range all {
			if a.File == filepath.Base(shown) || a.File == "" && len(texts) == 1 {
				p.errors = append(p.errors, a)
			}
		}
		pairs = append(pairs, p)
	}
	return pairs, nil
}

func (s *session) evalInput(shown string) (*input, error) {
	abs := s.projects.abs(shown)
	info, err := os.Stat(abs)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shown, reason(err))
	}
	set, err := s.projects.ready(abs)
	if err != nil {
		return nil, err
	}
	return &input{path: abs, shown: filepath.ToSlash(filepath.Clean(shown)), key: relative(set.place.root, abs), named: true, size: info.Size(), settings: set}, nil
}

// folderPairs pairs the texts below two folders, which may be one.
func (s *session) folderPairs(read, truth, suffix string, two bool, want func(string) bool) ([]*evalPair, error) {
	names, err := s.namesBelow(read, ocrSuffix)
	if err != nil {
		return nil, err
	}
	readSuffix := ocrSuffix
	if len(names) == 0 && two {
		readSuffix, suffix = ".txt", partnerSuffix(s, truth, suffix)
		if names, err = s.namesBelow(read, readSuffix); err != nil {
			return nil, err
		}
	}
	truths, err := s.namesBelow(truth, suffix)
	if err != nil {
		return nil, err
	}
	known := make(map[string]bool)
	for _, n := range truths {
		known[n] = true
	}
	var pairs []*evalPair
	for _, n := range names {
		if !want(n) {
			continue
		}
		shown, partner := below(read, n+readSuffix), below(truth, n+suffix)
		if !known[n] {
			s.skip(shown, fmt.Errorf("%s: no truth: there is no %s", shown, partner))
			continue
		}
		delete(known, n)
		p, err := s.filePair(shown, partner)
		if err != nil {
			return nil, err
		}
		p.name = n
		pairs = append(pairs, p)
	}
	for _, n := range truths {
		if known[n] && want(n) {
			shown := below(truth, n+suffix)
			s.skip(shown, fmt.Errorf("%s: a truth alone: there is no %s", shown, below(read, n+readSuffix)))
		}
	}
	return pairs, nil
}

// partnerSuffix is that of the truth of plain names: NAME.gt.txt if there are such, else NAME.txt.
func partnerSuffix(s *session, truth, suffix string) string {
	if names, err := s.namesBelow(truth, suffix); err == nil && len(names) > 0 {
		return suffix
	}
	return ".txt"
}

func below(dir, name string) string {
	return filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(name)))
}

// namesBelow are the files below a folder that end in a suffix, without it, with slashes, sorted. What begins with a dot is left out.
func (s *session) namesBelow(dir, suffix string) ([]string, error) {
	root := s.projects.abs(dir)
	if target, err := filepath.EvalSymlinks(root); err == nil {
		root = target
	}
	var names []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if s.ctx.Err() != nil {
			return errInterrupted
		}
		rel, relErr := filepath.Rel(root, path)
		switch {
		case err != nil:
			s.skip(below(dir, rel), fmt.Errorf("%s: %w", below(dir, rel), reason(err)))
			return nil
		case relErr != nil:
			return relErr
		case rel != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		case !d.IsDir() && strings.HasSuffix(d.Name(), suffix) && len(d.Name()) > len(suffix):
			names = append(names, strings.TrimSuffix(filepath.ToSlash(rel), suffix))
		}
		return nil
	})
	slices.Sort(names)
	return names, err
}
