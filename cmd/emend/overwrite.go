package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"emend/pipeline/config"
)

// landing is where a write to a path ends up, links followed; the file itself need not exist.
func landing(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return filepath.Join(resolved(filepath.Dir(path)), filepath.Base(path))
}

// A guard knows what a run reads: nothing of that may be written over.
type guard struct {
	session *session
	what    map[string]string // by landing
}

// guard is that of a run over the inputs.
func (s *session) guard(inputs []*input) *guard {
	g := &guard{s, make(map[string]string)}
	for _, name := range []string{s.opts.filesFrom, s.opts.newness.patch, s.opts.newness.baseline, s.opts.config} {
		if name != "" && name != "-" {
			g.what[landing(s.projects.abs(name))] = "read by this run"
		}
	}
	seen := make(map[*settings]bool)
	for _, in := range inputs {
		if in.path != "" {
			g.what[landing(in.path)] = "a text of this run"
		}
		if seen[in.settings] {
			continue
		}
		seen[in.settings] = true
		g.lists(in.settings)
	}
	return g
}

func (g *guard) lists(set *settings) {
	for i := range set.values["dictionaries"].List {
		g.what[landing(g.session.projects.listPath(set, i))] = "a word list"
	}
}

// refuses is what a file is that must not be written over; "" if it may.
func (g *guard) refuses(abs string) string {
	real := landing(abs)
	switch {
	case g.what[real] != "":
		return g.what[real]
	case filepath.Base(real) == config.Name:
		return "a configuration"
	case slices.Contains(strings.Split(filepath.ToSlash(real), "/"), ".emend"):
		return "in .emend, where decisions and words are kept"
	}
	info, err := os.Stat(real)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	if set, err := g.session.projects.effective(real); err == nil {
		g.lists(set)
	}
	if g.what[real] != "" {
		return g.what[real]
	}
	// A file system may know a file by names that differ in case.
	for other, what := range g.what {
		if strings.EqualFold(other, real) {
			if same, err := os.Stat(other); err == nil && os.SameFile(info, same) {
				return what
			}
		}
	}
	return ""
}

// spareInputs refuses reports that would replace what the run reads, or one another.
func (s *session) spareInputs(inputs []*input) error {
	if len(s.opts.outputs) == 0 {
		return nil
	}
	g := s.guard(inputs)
	taken := make(map[string]string)
	for _, spec := range s.opts.outputs {
		_, path, toFile := strings.Cut(spec, "=")
		if !toFile || path == "" || path == "-" {
			continue
		}
		abs := s.projects.abs(path)
		if info, err := os.Stat(abs); err == nil && !info.Mode().IsRegular() {
			continue
		}
		if what := g.refuses(abs); what != "" {
			return fmt.Errorf("--output %s: %s is %s and would be lost; name another file, or --exclude it", spec, path, what)
		}
		real := landing(abs)
		if other := taken[real]; other != "" {
			return fmt.Errorf("--output %s and --output %s would be the same file; name another", other, spec)
		}
		taken[real] = spec
	}
	return nil
}
