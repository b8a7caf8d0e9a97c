package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"emend/pipeline/config"
	"emend/pipeline/correct"
	"emend/pipeline/format"
	"emend/rules"
)

// projects knows which configuration, ledger and word lists a file belongs to. It is used from
// one goroutine; what it hands out is not changed and may be used from many.
type projects struct {
	session   *session
	unlearned bool // what was learnt from decisions is not read
	cwd       string
	named     []*config.File           // of --config: the file and those it extends
	places    map[string]*place        // by folder
	settings  map[string]*settings     // by folder and the overrides that fit
	checked   map[string]*settings     // by values
	ledgers   map[string]*ledger       // by root
	sources   map[string]*config.File  // by path
	shelves   map[string]*shelf        // by root; nil: the project has no library
	packs     map[string]*correct.Data // by path
}

// A place is what the files of a folder belong to.
type place struct {
	root  string         // where the ledger is; what its paths are relative to
	top   string         // root, if a configuration file says so
	files []*config.File // nearest first
}

func newProjects(s *session) (*projects, error) {
	cwd, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	p := &projects{
		session: s, cwd: cwd,
		places: make(map[string]*place), settings: make(map[string]*settings), checked: make(map[string]*settings),
		ledgers: make(map[string]*ledger), sources: make(map[string]*config.File), shelves: make(map[string]*shelf),
		packs: make(map[string]*correct.Data),
	}
	if name := s.opts.config; name != "" {
		f, err := p.parse(p.abs(name), name)
		if err != nil {
			return nil, err
		}
		if p.named, err = p.chain(f, ""); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *projects) abs(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(p.cwd, path)
}

// shown is a path as messages name it: relative where it lies below the current folder.
func (p *projects) shown(abs string) string {
	if rel, err := filepath.Rel(p.cwd, abs); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(abs)
}

// vocabulary is what values of a configuration may be.
func vocabulary() config.Vocabulary {
	v := config.Vocabulary{
		Parts:    format.Parts(),
		Nearest:  nearest,
		Encoding: func(name string) error { _, err := format.Lookup(name); return err },
	}
	for _, p := range rules.Profiles {
		v.Profiles = append(v.Profiles, p.Name)
	}
	for _, m := range format.ClassMaps {
		v.Maps = append(v.Maps, m.Name)
	}
	for _, f := range format.All {
		v.Formats = append(v.Formats, f.Name)
	}
	return v
}

// How large the files of a project may be, in bytes.
const (
	maxConfigSize = 4 << 20
	maxListSize   = 16 << 20
	maxLedgerSize = 64 << 20
)

var (
	errTooLarge   = errors.New("too large")
	errNotRegular = errors.New("no regular file")
)

// readBounded reads a regular file. A device or a pipe, which may never end, is not opened.
func readBounded(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(src)) > limit {
		return nil, fmt.Errorf("larger than %s: %w", showSize(limit), errTooLarge)
	}
	return src, err
}

func (p *projects) parse(abs, shown string) (*config.File, error) {
	if f, ok := p.sources[abs]; ok {
		return f, nil
	}
	src, err := readBounded(abs, maxConfigSize)
	if errors.Is(err, errTooLarge) {
		return nil, fmt.Errorf("%s: larger than %s: no configuration", shown, showSize(maxConfigSize))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shown, reason(err))
	}
	f, err := config.Parse(shown, filepath.Dir(abs), src, vocabulary())
	if err != nil {
		return nil, err
	}
	p.sources[abs] = f
	return f, nil
}

// of is the place of a folder, given absolute. A folder's configuration file counts, then those
// above it up to one that says root = true, or to the root of the repository.
func (p *projects) of(dir string) (*place, error) {
	if at, ok := p.places[dir]; ok {
		return at, nil
	}
	own, err := p.own(dir)
	if err != nil {
		return nil, err
	}
	at := &place{}
	up := filepath.Dir(dir)
	switch {
	case own != nil && own.Root, exists(filepath.Join(dir, ".git")), up == dir:
		if exists(filepath.Join(dir, ".git")) {
			at.root = dir
		}
	default:
		above, err := p.of(up)
		if err != nil {
			return nil, err
		}
		at.root, at.top, at.files = above.root, above.top, above.files
	}
	if own != nil {
		if at.top == "" {
			at.top = dir
		}
		bound := at.root
		if bound == "" {
			bound = at.top
		}
		chain := []*config.File{own}
		if !p.session.opts.isolated && p.named == nil {
			if chain, err = p.chain(own, bound); err != nil {
				return nil, err
			}
		}
		at.files = append(chain, at.files...)
	}
	p.places[dir] = at
	return at, nil
}

func (p *projects) own(dir string) (*config.File, error) {
	path := filepath.Join(dir, config.Name)
	if !exists(path) {
		return nil, nil
	}
	f, err := p.parse(path, p.shown(path))
	if err != nil && (p.session.opts.isolated || p.named != nil) {
		return &config.File{Dir: dir}, nil // it marks the project's root, and says nothing
	}
	return f, err
}

// at is the place of a file: of its folder, with --config and --isolated heeded.
func (p *projects) at(abs string) (*place, error) {
	at, err := p.of(filepath.Dir(abs))
	if err != nil {
		return nil, err
	}
	out := *at
	switch {
	case p.named != nil:
		out.files, out.top = p.named, p.named[0].Dir
	case p.session.opts.isolated:
		out.files = nil
	}
	if out.top != "" {
		out.root = out.top
	}
	if out.root == "" {
		out.root = p.cwd
	}
	return &out, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// relative is a path as seen from a folder, with slashes.
func relative(dir, abs string) string {
	rel, err := filepath.Rel(dir, abs)
	if err != nil {
		rel = abs // another volume
	}
	return filepath.ToSlash(rel)
}
