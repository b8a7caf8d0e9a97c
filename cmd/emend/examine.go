package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"emend/pipeline"
	"emend/pipeline/format"
	"emend/pipeline/review"
)

// A result is one file checked, and how it would read corrected.
type result struct {
	*input
	mode    fs.FileMode
	changes *review.Changeset // nil: left out, or err
	out     []byte            // the corrected file
	err     error
	notes   []string // for -v
	warns   []string
	written bool
}

// changed reports whether fix would write another file than there is.
func (r *result) changed() bool {
	return r.changes != nil && string(r.out) != string(r.changes.Document.File())
}

// examine reads, checks and corrects one file. Whatever goes wrong in it, a panic included,
// is an error of that file.
func (s *session) examine(in *input) (r result) {
	r.input = in
	defer func() {
		if e := recover(); e != nil {
			r.changes, r.out = nil, nil
			r.err = fmt.Errorf("%s: internal error: %v; the other files went on, please report it", in.shown, e)
			r.notes = append(r.notes, strings.ReplaceAll(string(debug.Stack()), "\n", " | "))
		}
	}()
	src := in.data
	if in.path != "" {
		var err error
		if src, r.mode, err = s.read(in); err != nil {
			r.err = fmt.Errorf("%s: %w", in.shown, err)
			return r
		}
	}
	c := s.configuration(in)
	if kind := noText(in, src); kind != "" {
		if in.named || textName(in.path) {
			r.err = fmt.Errorf("%s: no text but %s; --format plain reads it all the same", in.shown, kind)
		} else {
			r.notes = append(r.notes, fmt.Sprintf("%s: left out, %s", in.shown, kind))
		}
		return r
	}
	if isPaper(src) && c.Format == "" {
		say := fmt.Sprintf("%s: left out, it holds texts with findings in place; emend apply takes what was made of them", in.shown)
		if in.named {
			r.warns = append(r.warns, say)
		} else {
			r.notes = append(r.notes, say)
		}
		return r
	}
	if in.size > largeFile {
		own := *c
		own.Progress = func(n int) {
			in.counted += int64(n)
			s.progress.bytesDone(int64(n))
		}
		c = &own
	}
	changes, err := pipeline.Check(c, in.key, src)
	if err != nil {
		r.err = renamed(err, in)
		return r
	}
	doc := *changes.Document
	doc.Path = in.shown
	changes.Document = &doc
	for i, w := range changes.Warnings {
		if rest, ok := strings.CutPrefix(w, in.key+":"); ok {
			changes.Warnings[i] = in.shown + ":" + rest
		}
	}
	if r.out, r.err = pipeline.Write(c, changes); r.err != nil {
		return r
	}
	if r.changes = changes; s.opts.unwritten {
		r.out = nil
	}
	if s.opts.inPlace || s.opts.out != "" {
		s.writeCorrected(&r)
	}
	return r
}

// noText says what a file is that is no text; empty: it is one, or somebody said so.
func noText(in *input, src []byte) string {
	kind := format.Kind(src)
	if kind == "" || in.settings.pipeline.Format != "" || format.Detect(in.key, src).Name != "plain" {
		return ""
	}
	return kind
}

// renamed is an error of a file under the name that the user gave it.
func renamed(err error, in *input) error {
	if rest, ok := strings.CutPrefix(err.Error(), in.key+":"); ok {
		return fmt.Errorf("%s:%s", in.shown, rest)
	}
	return fmt.Errorf("%s: %w", in.shown, err)
}

// read reads a file within the limit of size.
func (s *session) read(in *input) ([]byte, fs.FileMode, error) {
	f, err := os.Open(in.path)
	if err != nil {
		return nil, 0, reason(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, reason(err)
	}
	limit := int64(s.opts.maxSize)
	if info.Mode().IsRegular() && info.Size() > limit {
		return nil, 0, fmt.Errorf("%s is larger than %s; --max-file-size raises the limit", showSize(info.Size()), showSize(limit))
	}
	src := make([]byte, 0, max(info.Size()+1, 512))
	for {
		n, err := f.Read(src[len(src):cap(src)])
		src = src[:len(src)+n]
		switch {
		case err == io.EOF:
			return src, info.Mode(), nil
		case err != nil:
			return nil, 0, reason(err)
		case int64(len(src)) > limit:
			return nil, 0, fmt.Errorf("larger than %s; --max-file-size raises the limit", showSize(limit))
		case len(src) == cap(src):
			src = append(src, 0)[:len(src)]
		}
	}
}

// eachResult examines all inputs, hands the results on in order, and says what goes wrong.
func (s *session) eachResult(inputs []*input, then func(*result) error) error {
	var failure error
	s.together(s.ctx, inputs)
	s.progress.start(inputs)
	if slices.ContainsFunc(inputs, func(in *input) bool { return in.size > largeFile }) {
		// A file that is most of what there is in memory must not be there twice before the waste is looked at.
		defer debug.SetGCPercent(debug.SetGCPercent(25))
	}
	inOrder(s.ctx, s.opts.jobs, len(inputs), func(i int) result {
		defer func() { s.progress.add(inputs[i].size - inputs[i].counted) }()
		if inputs[i].size > largeFile {
			s.large.Lock()
			defer s.large.Unlock()
		}
		return s.examine(inputs[i])
	}, func(r result) bool {
		for _, n := range r.notes {
			s.detail("%s", n)
		}
		if r.changes != nil {
			for _, w := range r.changes.Warnings {
				s.note("%s", w)
			}
		}
		for _, w := range r.warns {
			s.say("%s", w)
		}
		if r.err != nil {
			s.skip(r.shown, r.err)
		}
		if r.changes == nil {
			return true
		}
		s.stale(&r)
		failure = then(&r)
		return failure == nil
	})
	if s.cache != nil {
		s.detail("cache: %d of %d results were there", s.cache.hits.Load(), s.cache.asked.Load())
		s.cache.end()
	}
	if s.ctx.Err() != nil {
		return errInterrupted
	}
	return failure
}

// stale says which decisions fit nothing any more.
func (s *session) stale(r *result) {
	if r.key == stdinName {
		r.changes.Stale = nil // nobody can have decided on a text without a name
	}
	for _, d := range r.changes.Stale {
		s.say("%s: decision %s (%s %q) fits nothing in this file any more; emend undecide %s takes it back", r.shown, d.Finding, d.Verdict, d.Old, d.Finding)
		if !s.opts.deciding {
			s.raise(failed)
		}
	}
	for _, err := range r.changes.Failures {
		s.say("%s: %v", r.shown, err)
		s.raise(failed)
	}
}

// prepare readies a command that checks files.
func (s *session) prepare() (err error) {
	if err := s.opts.check(); err != nil {
		return err
	}
	s.cache = s.openCache()
	s.projects, err = newProjects(s)
	return err
}
