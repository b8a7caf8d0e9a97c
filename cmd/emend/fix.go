package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"emend/pipeline/review"
)

func (s *session) fixCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "fix [PATH…]",
		GroupID: "texts",
		Short:   "write the corrected version: accepted decisions, and what the modes allow",
		Long: `Fix writes what was accepted and what rules in the mode fix are sure of, and nothing else.

One file goes to standard output; --write replaces the files, --out DIR writes all of them
below DIR; a copy there that somebody changed stays unless --force is given. A file that
changed while it was checked is left alone. Exit code 1 says that
findings remain which nobody has decided.`,
		Example: `  emend fix article.txt > corrected.txt
  emend fix --write letters/
  emend fix --out corrected/ letters/
  emend fix --mark --resp '#ed' letter.xml > marked.xml`,
		RunE: func(cmd *cobra.Command, args []string) error { return s.fix(cmd, args) },
	}
	f := c.Flags()
	s.opts.bindFinding(f)
	s.opts.bindMark(f)
	s.opts.bindOutput(f, " (default none)")
	f.BoolVarP(&s.opts.inPlace, "write", "w", false, "replace the files")
	f.StringVarP(&s.opts.out, "out", "o", "", "write the corrected version of every file below `DIR`")
	f.BoolVar(&s.opts.force, "force", false, "with --out, replace files that differ from what was and would be written")
	return c
}

func (s *session) fix(cmd *cobra.Command, args []string) error {
	s.opts.flags = cmd.Flags()
	if s.opts.inPlace && s.opts.out != "" {
		return errors.New("--write and --out exclude each other")
	}
	if err := s.opts.checkMark(); err != nil {
		return err
	}
	if err := s.prepare(); err != nil {
		return err
	}
	inputs, err := s.gather(args)
	if err != nil {
		return err
	}
	toStdout := !s.opts.inPlace && s.opts.out == ""
	switch {
	case toStdout && len(inputs)+len(s.skipped) > 1:
		return fmt.Errorf("%d files for one standard output; --write replaces them, --out DIR writes them elsewhere", len(inputs)+len(s.skipped))
	case s.opts.inPlace && len(inputs) > 0 && inputs[0].path == "":
		return errors.New("--write cannot replace standard input; leave it out and redirect standard output")
	case s.opts.out != "":
		if err := s.plan(inputs); err != nil {
			return err
		}
	}
	s.fallen(inputs)
	rs, err := s.open("")
	if err != nil {
		return err
	}
	if toStdout && len(rs.writers) > len(rs.files) {
		rs.abandon()
		return errors.New("standard output is for the corrected text; give the report a file: --output FORMAT=PATH")
	}
	written := 0
	err = s.eachResult(inputs, func(r *result) error {
		if r.written {
			written++
		}
		if toStdout {
			if _, err := s.out.Write(r.out); err != nil {
				return err
			}
		}
		return rs.add(r)
	})
	if err := rs.close(err); err != nil {
		return err
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	s.verdict(rs.summary.Open > 0)
	s.fixed(&rs.summary, written, toStdout)
	return nil
}

// fixed sums up.
func (s *session) fixed(sum *review.Summary, written int, toStdout bool) {
	line := fmt.Sprintf("%s in %s", count(sum.Applied, "correction"), count(sum.Files, "file"))
	if !toStdout {
		line = fmt.Sprintf("%s, %s written", count(sum.Applied, "correction"), count(written, "file"))
	}
	if sum.Open > 0 {
		line += fmt.Sprintf("; %s undecided; emend check shows them", count(sum.Open, "finding"))
	}
	s.note("%s", line)
}

// plan refuses what --out cannot do before anything is written.
func (s *session) plan(inputs []*input) error {
	dir := s.projects.abs(s.opts.out)
	takenBy := make(map[string]*input)
	guarded := s.guard(inputs)
	for _, spec := range s.opts.outputs {
		if _, path, toFile := strings.Cut(spec, "="); toFile && path != "-" {
			guarded.what[landing(s.projects.abs(path))] = "the report of --output"
		}
	}
	for _, in := range inputs {
		if in.beside == "" {
			in.beside = filepath.Base(filepath.FromSlash(in.shown))
			if in.shown == stdinName {
				return errors.New("--out needs a name for standard input; --stdin-filename gives it one")
			}
		}
		in.beside = filepath.Clean(filepath.FromSlash(in.beside))
		if other := takenBy[in.beside]; other != nil {
			return fmt.Errorf("%s and %s would both be written to %s; run once for each", other.shown, in.shown, filepath.Join(s.opts.out, in.beside))
		}
		takenBy[in.beside] = in
		if in.path == "" {
			if what := guarded.refuses(filepath.Join(dir, in.beside)); what != "" {
				return fmt.Errorf("--out %s: %s is %s and would be lost; name another folder", s.opts.out, filepath.Join(s.opts.out, in.beside), what)
			}
			continue
		}
		original, err := os.Stat(in.path)
		target, err2 := os.Stat(filepath.Join(dir, in.beside))
		if err == nil && err2 == nil && os.SameFile(original, target) {
			return fmt.Errorf("--out %s would replace %s itself; --write does that", s.opts.out, in.shown)
		}
		if what := guarded.refuses(filepath.Join(dir, in.beside)); what != "" {
			return fmt.Errorf("--out %s: %s is %s and would be lost; name another folder", s.opts.out, filepath.Join(s.opts.out, in.beside), what)
		}
	}
	return os.MkdirAll(dir, 0o777)
}

// swept are the folders that sweep has been through.
type swept struct {
	sync.Mutex
	dirs map[string]bool
}

func (sw *swept) first(dir string) bool {
	sw.Lock()
	defer sw.Unlock()
	if sw.dirs == nil {
		sw.dirs = make(map[string]bool)
	}
	if sw.dirs[dir] {
		return false
	}
	sw.dirs[dir] = true
	return true
}

// writeCorrected writes one file, in its place or below --out.
func (s *session) writeCorrected(r *result) {
	if !s.gate.enter() {
		r.changes, r.err = nil, fmt.Errorf("%s: %w", r.shown, errInterrupted)
		return
	}
	defer s.gate.leave()
	write := s.beside
	if s.opts.inPlace {
		write = s.inPlace
	}
	if err := write(r); err != nil {
		r.changes, r.err = nil, fmt.Errorf("%s: not written: %w", r.shown, reason(err))
	}
}

// inPlace replaces the file.
func (s *session) inPlace(r *result) error {
	if !r.changed() {
		return nil
	}
	path := r.path
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if !s.opts.followLinks {
			return errors.New("it is a symbolic link; --follow-symlinks replaces the file that it points to")
		}
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return err
		}
	}
	if !r.mode.IsRegular() {
		return errors.New("no regular file; only those can be replaced")
	}
	dir, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	if s.swept.first(filepath.Dir(path)) {
		sweep(dir)
	}
	links, err := replace(dir, filepath.Base(path), r.out, r.changes.Digest)
	if err != nil {
		return err
	}
	r.written = true
	if links > 1 {
		r.warns = append(r.warns, fmt.Sprintf("%s: the file had %d names (hard links); this one is corrected, the others keep the old text", r.shown, links))
	}
	r.notes = append(r.notes, r.shown+": written")
	return nil
}

// beside writes the corrected file below --out, changed or not.
func (s *session) beside(r *result) error {
	out, err := os.OpenRoot(s.projects.abs(s.opts.out))
	if err != nil {
		return err
	}
	defer out.Close()
	folder := filepath.Dir(r.beside)
	if err := out.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	dir, err := out.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer dir.Close()
	if s.swept.first(filepath.Join(out.Name(), folder)) {
		sweep(dir)
	}
	shown := filepath.ToSlash(filepath.Join(s.opts.out, r.beside))
	if old, err := dir.ReadFile(filepath.Base(r.beside)); err == nil && !s.opts.force && !bytes.Equal(old, r.out) && !bytes.Equal(old, r.changes.Document.File()) {
		return fmt.Errorf("%s is there already and differs; --force replaces it, or remove it", shown)
	}
	t, err := newTemporary(dir, 0o666)
	if err != nil {
		return err
	}
	defer t.abandon()
	if _, err := t.Write(r.out); err != nil {
		return err
	}
	if err := t.become(filepath.Base(r.beside), r.mode.Perm()); err != nil {
		return err
	}
	r.written = true
	r.notes = append(r.notes, fmt.Sprintf("%s: written to %s", r.shown, shown))
	return nil
}
