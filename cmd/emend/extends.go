package main

import (
	"fmt"
	"path/filepath"
	"slices"

	"emend/pipeline/config"
)

// maxExtended is how many files one configuration may be built on.
const maxExtended = 64

// chain is a configuration file and those it extends, each before those it wins over. What they extend must
// lie below bound, for a configuration of somebody else's must not make this program read and show any file
// there is; with an empty one it may lie anywhere.
func (p *projects) chain(f *config.File, bound string) ([]*config.File, error) {
	c := extension{projects: p, base: f.Dir, bound: bound}
	if err := c.add(f, filepath.Join(f.Dir, filepath.Base(f.Name))); err != nil {
		return nil, err
	}
	return c.files, nil
}

type extension struct {
	*projects
	base, bound string
	open        []string // the paths of the files that lead to the one at hand
	files       []*config.File
}

func (c *extension) add(f *config.File, abs string) error {
	c.open, c.files = append(c.open, abs), append(c.files, f)
	for i := len(f.Extends.List) - 1; i >= 0; i-- {
		at := f.Extends.Places[i]
		fail := func(format string, args ...any) error {
			return fmt.Errorf("%s:%d:%d: extends: %w", f.Name, at.Line, at.Column, fmt.Errorf(format, args...))
		}
		path := filepath.FromSlash(f.Extends.List[i])
		if !filepath.IsAbs(path) {
			path = filepath.Join(f.Dir, path)
		}
		shown := c.shown(path)
		switch {
		case slices.Contains(c.open, path):
			return fail("%s leads back to itself", shown)
		case len(c.files) == maxExtended:
			return fail("more than %d files", maxExtended)
		case c.bound != "" && !inside(c.bound, path):
			return fail("%s lies outside the project's folder; --config allows that", shown)
		}
		parent, err := c.parse(path, shown)
		if err != nil {
			return fail("%w", err)
		}
		if err := c.add(parent.For(c.base), path); err != nil {
			return err
		}
	}
	c.open = c.open[:len(c.open)-1]
	return nil
}

// inside reports whether a path lies below a folder, symbolic links followed.
func inside(folder, path string) bool {
	rel, err := filepath.Rel(landing(folder), landing(path))
	return err == nil && filepath.IsLocal(rel)
}

// trusted reports whether the user named the file by --config, or it was named by one that was.
func (p *projects) trusted(f *config.File) bool { return slices.Contains(p.named, f) }
