package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"emend/pipeline"
)

// An input is one file to check.
type input struct {
	path     string // to open; empty: standard input, read already
	data     []byte // of standard input
	shown    string // as the user named it
	key      string // as its project's ledger names it
	beside   string // where --out puts it, below that folder
	below    string // the folder that was named, or that holds the file that was: what belongs to it stands below
	named    bool   // not found by a walk
	size     int64
	counted  int64 // bytes of it that progress has counted while it is worked on
	settings *settings
	joined   *pipeline.Config // what it is checked with in its batch, where its settings were read again; nil: look there
}

// stdinName is what standard input is called where nobody gave it a name.
const stdinName = "<stdin>"

// gather finds the files that the arguments mean, in the order of their paths, each once. What
// cannot be read is said, and the rest goes on; an error is one of the whole run.
func (s *session) gather(args []string) ([]*input, error) {
	if s.opts.filesFrom != "" {
		listed, err := s.listed()
		if err != nil {
			return nil, err
		}
		if args = append(slices.Clone(args), listed...); len(args) == 0 {
			s.nothing("no texts in "+s.opts.filesFrom, s.opts.filesFrom, "the list names no file")
		}
	} else if len(args) == 0 {
		args = []string{"."}
	}
	for _, g := range append(slices.Clone(s.opts.include), s.opts.exclude...) {
		if !doublestar.ValidatePattern(g) {
			return nil, fmt.Errorf("%q is no glob; * stands for anything but a slash, ** for folders, {a,b} for either", g)
		}
	}
	w := &walk{session: s, seen: make(map[string]bool), ignores: make(map[string][]scope)}
	if dir := s.opts.out; dir != "" {
		w.out = s.projects.abs(dir)
	}
	for _, arg := range args {
		if err := w.argument(arg); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(w.found, func(a, b *input) int { return strings.Compare(a.shown, b.shown) })
	found := s.opts.shard.of(w.found)
	return found, s.spareInputs(found)
}

// listed reads --files-from.
func (s *session) listed() ([]string, error) {
	name := s.opts.filesFrom
	var src []byte
	var err error
	if name == "-" {
		src, err = s.readStdin(1 << 30)
	} else {
		src, err = os.ReadFile(name)
	}
	if err != nil {
		return nil, fmt.Errorf("--files-from %s: %w", name, reason(err))
	}
	end := "\n"
	if s.opts.null {
		end = "\x00"
	}
	var paths []string
	for line := range strings.SplitSeq(string(src), end) {
		if !s.opts.null {
			line = strings.TrimSuffix(line, "\r")
		}
		if line != "" {
			paths = append(paths, line)
		}
	}
	return paths, nil
}

// readStdin reads standard input to its end; an interrupt ends the wait for it.
func (s *session) readStdin(limit int64) ([]byte, error) {
	type answer struct {
		src []byte
		err error
	}
	done := make(chan answer, 1)
	go func() {
		src, err := io.ReadAll(io.LimitReader(s.in, limit+1))
		done <- answer{src, err}
	}()
	select {
	case <-s.ctx.Done():
		return nil, errInterrupted
	case a := <-done:
		if a.err == nil && int64(len(a.src)) > limit {
			a.err = fmt.Errorf("larger than %s; --max-file-size raises the limit", showSize(limit))
		}
		return a.src, a.err
	}
}

func (w *walk) argument(arg string) error {
	s := w.session
	if s.ctx.Err() != nil {
		return errInterrupted
	}
	if arg == "-" {
		return w.stdin()
	}
	abs := s.projects.abs(arg)
	info, err := os.Stat(abs)
	switch {
	case err == nil && info.IsDir():
		return w.tree(arg, abs)
	case err == nil:
		return w.file(arg, abs, filepath.Base(abs), info.Size(), true)
	case strings.ContainsAny(arg, "*?[{") && doublestar.ValidatePattern(filepath.ToSlash(arg)) && !exists(abs):
		return w.glob(arg)
	}
	hint := ""
	if errors.Is(err, fs.ErrNotExist) && exists(abs) {
		hint = "; the symbolic link points to nothing"
	}
	s.skip(arg, fmt.Errorf("%s: %w%s", arg, reason(err), hint))
	return nil
}

func (w *walk) stdin() error {
	s := w.session
	if s.opts.filesFrom == "-" {
		return fmt.Errorf("standard input cannot be the list of files and a file; name a FILE with --files-from")
	}
	if w.seen["-"] {
		return nil
	}
	w.seen["-"] = true
	in := &input{shown: stdinName, key: stdinName, named: true}
	abs := filepath.Join(s.projects.cwd, stdinName)
	if name := s.opts.stdinName; name != "" {
		in.shown, abs = name, s.projects.abs(name)
	}
	src, err := s.readStdin(int64(s.opts.maxSize))
	if errors.Is(err, errInterrupted) {
		return err
	}
	if err != nil {
		s.skip(in.shown, fmt.Errorf("%s: %w", in.shown, reason(err)))
		return nil
	}
	if in.settings, err = s.projects.ready(abs); err != nil {
		return err
	}
	in.data, in.size = src, int64(len(src))
	if s.opts.stdinName != "" {
		in.key = relative(in.settings.place.root, abs)
	}
	w.found = append(w.found, in)
	return nil
}

// glob takes what a quoted glob fits, as a shell would have.
func (w *walk) glob(arg string) error {
	s := w.session
	matches, err := doublestar.FilepathGlob(arg, doublestar.WithNoHidden(), doublestar.WithFilesOnly())
	if err != nil {
		return fmt.Errorf("%s: %w", arg, err)
	}
	if len(matches) == 0 {
		s.skip(arg, fmt.Errorf("%s: no file fits this glob", arg))
	}
	for _, m := range matches {
		abs := s.projects.abs(m)
		info, err := os.Stat(abs)
		if err != nil {
			s.skip(m, fmt.Errorf("%s: %w", m, reason(err)))
			continue
		}
		if err := w.file(m, abs, filepath.Base(abs), info.Size(), true); err != nil {
			return err
		}
	}
	return nil
}

// file takes a file in, unless it has been already.
func (w *walk) file(shown, abs, beside string, size int64, named bool) error {
	s := w.session
	if w.seen[abs] {
		return nil
	}
	if named && s.opts.forceExclude {
		out, err := w.leftOutNamed(abs, false)
		if err != nil {
			return err
		}
		if out != "" {
			s.detail("%s: left out, %s", shown, out)
			return nil
		}
	}
	w.seen[abs] = true
	set, err := s.projects.ready(abs)
	if err != nil {
		return err
	}
	shown = filepath.ToSlash(filepath.Clean(shown))
	if filepath.IsLocal(shown) {
		beside = shown
	}
	w.found = append(w.found, &input{
		path: abs, shown: shown, key: relative(set.place.root, abs), beside: beside, below: w.below, named: named, size: size, settings: set,
	})
	if named {
		w.found[len(w.found)-1].below = filepath.Dir(abs)
	}
	return nil
}
