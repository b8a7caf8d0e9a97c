package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"emend/pipeline/config"
	"emend/pipeline/format"
	"emend/pipeline/ignore"
	"emend/pipeline/review"
)

// A walk collects files. Symbolic links in folders are not followed.
type walk struct {
	session *session
	found   []*input
	seen    map[string]bool    // absolute paths, and - for standard input
	ignores map[string][]scope // of a folder: the ignore files that hold in it
	out     string             // the folder of --out: never walked into
	below   string             // the folder that is walked
}

// A scope is an ignore file and the folder it stands in.
type scope struct {
	dir  string
	list ignore.List
}

// tree walks a folder that was named.
func (w *walk) tree(arg, abs string) error {
	if w.session.opts.forceExclude {
		out, err := w.leftOutNamed(abs, true)
		if err != nil {
			return err
		}
		if out != "" {
			w.session.detail("%s: left out, %s", arg, out)
			return nil
		}
	}
	before, skipped := len(w.found), len(w.session.skipped)
	w.below = abs
	if err := w.folder(filepath.Clean(arg), abs, ""); err != nil {
		return err
	}
	if len(w.found) == before && len(w.session.skipped) == skipped {
		w.session.nothing("no texts in "+arg, arg, "name the files, or say which with --include")
	}
	return nil
}

// nothing says that there is nothing to read where something was expected. A wrong folder must not look
// like a clean one, unless the run only reports.
func (s *session) nothing(what, shown, hint string) {
	if s.opts.exit0 {
		s.note("%s; %s", what, hint)
		return
	}
	s.skipped = append(s.skipped, review.Skipped{Path: shown, Reason: "no texts"})
	s.say("%s; %s", what, hint)
	s.raise(failed)
}

// folder walks a folder; shown is its path as named, below its path under the one named.
func (w *walk) folder(shown, abs, below string) error {
	s := w.session
	if s.ctx.Err() != nil {
		return errInterrupted
	}
	entries, err := os.ReadDir(abs)
	if err != nil {
		s.skip(shown, fmt.Errorf("%s: %w", shown, reason(err)))
	}
	for _, e := range entries {
		name := e.Name()
		path, child, under := filepath.Join(abs, name), filepath.Join(shown, name), filepath.Join(below, name)
		switch {
		case name == ".git" || name == ".emend" || isTemporary(name) || path == w.out:
			continue
		case strings.HasPrefix(name, ".") && !s.opts.hidden:
			continue
		case e.Type()&fs.ModeSymlink != 0:
			s.detail("%s: left out, symbolic links are not followed", child)
			continue
		}
		out, err := w.leftOut(path, e.IsDir())
		if err != nil {
			return err
		}
		if out != "" {
			s.detail("%s: left out, %s", child, out)
			continue
		}
		if e.IsDir() {
			if err := w.folder(child, path, under); err != nil {
				return err
			}
			continue
		}
		if !e.Type().IsRegular() {
			s.detail("%s: left out, no regular file", child)
			continue
		}
		taken, err := w.taken(path)
		if err != nil {
			return err
		}
		if !taken {
			continue
		}
		size := int64(0)
		if info, err := e.Info(); err == nil {
			size = info.Size()
		}
		if err := w.file(child, path, under, size, false); err != nil {
			return err
		}
	}
	return nil
}

// taken reports whether a file found in a folder is one to read: a format knows its name, or
// --include or the configuration fits it.
func (w *walk) taken(abs string) (bool, error) {
	if textName(abs) {
		return true, nil
	}
	if fits(w.session.opts.include, w.session.projects.cwd, abs) {
		return true, nil
	}
	set, err := w.session.projects.effective(abs)
	if err != nil {
		return false, err
	}
	v := set.values["include"]
	return v.File != nil && fits(v.List, v.File.Base, abs), nil
}

// textName reports whether a file is a text by its name alone.
func textName(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".txt", ".text":
		return true
	}
	return format.Detect(path, nil).Name != "plain"
}

// fits reports whether a glob that is relative to a folder fits a path below it.
func fits(globs []string, dir, abs string) bool {
	if len(globs) == 0 {
		return false
	}
	rel, err := filepath.Rel(dir, abs)
	return err == nil && filepath.IsLocal(rel) && config.MatchAny(globs, filepath.ToSlash(rel))
}

// leftOutNamed is leftOut for what no walk led to: a folder above it may be left out.
func (w *walk) leftOutNamed(abs string, dir bool) (string, error) {
	if up := filepath.Dir(abs); up != abs {
		if out, err := w.leftOutNamed(up, true); out != "" || err != nil {
			return out, err
		}
	}
	return w.leftOut(abs, dir)
}

// leftOut is why a file or folder is not to be read; "" if it is. What holds of a folder
// above it is not asked.
func (w *walk) leftOut(abs string, dir bool) (string, error) {
	s := w.session
	if fits(s.opts.exclude, s.projects.cwd, abs) {
		return "--exclude", nil
	}
	set, err := s.projects.effective(abs)
	if err != nil {
		return "", err
	}
	if v := set.values["exclude"]; v.File != nil && fits(v.List, v.File.Base, abs) {
		return v.Origin, nil
	}
	if s.opts.noIgnore {
		return "", nil
	}
	scopes := w.scopes(filepath.Dir(abs))
	for i := len(scopes) - 1; i >= 0; i-- {
		if ignored, decided := scopes[i].list.Match(relative(scopes[i].dir, abs), dir); decided {
			if ignored {
				return ".gitignore", nil
			}
			break
		}
	}
	return "", nil
}

// scopes are the ignore files that hold in a folder, the nearest last. As in git, they
// hold within a repository only.
func (w *walk) scopes(dir string) []scope {
	if s, ok := w.ignores[dir]; ok {
		return s
	}
	var out []scope
	up := filepath.Dir(dir)
	switch {
	case exists(filepath.Join(dir, ".git")):
		out = w.scope(nil, dir, filepath.Join(".git", "info", "exclude"))
		out = w.scope(append(out, scope{dir: dir}), dir, ".gitignore")
	case up != dir:
		if out = w.scopes(up); len(out) > 0 { // in a repository
			out = w.scope(out[:len(out):len(out)], dir, ".gitignore")
		}
	}
	w.ignores[dir] = out
	return out
}

func (w *walk) scope(to []scope, dir, name string) []scope {
	if src, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
		to = append(to, scope{dir, ignore.Parse(src)})
	}
	return to
}
