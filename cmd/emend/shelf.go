package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"emend/dictionaries"
	"emend/pipeline"
	"emend/pipeline/correct"
	"emend/pipeline/format"
	"emend/pipeline/witness"
)

const (
	manifestName = ".emend/sources.toml"
	indexName    = ".emend/sources.index"
)

// A shelf is the library of a project with its files. Reading from it may be done from any number of goroutines.
type shelf struct {
	session  *session
	root     string // of the project
	dir      *os.Root
	manifest *witness.Manifest
	index    *witness.Index
	named    map[string]*witness.Source // by path

	mu    sync.Mutex
	state map[int]bool // whether a witness may be asked
	files map[int]*os.File
	texts map[int]string // reading texts of files that are not their own
	held  int            // bytes of texts
}

// How much of a library is kept open between two questions.
const (
	filesOpen = 64
	textsHeld = 64 << 20 // bytes
)

// manifest reads that of a project; nil if it has none.
func (p *projects) manifest(root string) (*witness.Manifest, []byte, error) {
	path := filepath.Join(root, filepath.FromSlash(manifestName))
	if err := p.ownFolder(path); err != nil {
		return nil, nil, err
	}
	src, err := readBounded(path, maxListSize)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", p.shown(path), reason(err))
	}
	m, err := witness.ParseManifest(src)
	if err != nil {
		return nil, nil, fmt.Errorf("%s:%w", p.shown(path), err)
	}
	for _, s := range m.Sources {
		if !filepath.IsLocal(filepath.FromSlash(s.Path)) {
			return nil, nil, fmt.Errorf("%s: source %q lies outside the project's folder; --library names another project", p.shown(path), s.Path)
		}
	}
	return m, src, nil
}

// ownFolder refuses a file of emend's own that is a symbolic link, or whose folder is one.
func (p *projects) ownFolder(path string) error {
	for _, path := range []string{filepath.Dir(path), path} {
		if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 && !p.session.opts.followLinks {
			return fmt.Errorf("%s: it is a symbolic link; --follow-symlinks allows that", p.shown(path))
		}
	}
	return nil
}

// library is what the texts of a project are checked against; nil if there is none.
func (p *projects) library(root string, lexicon *dictionaries.Lexicon, corrector *correct.Corrector) (*pipeline.Library, error) {
	o := &p.session.opts
	if o.noLibrary || o.isolated && o.library == "" {
		return nil, nil
	}
	own := root
	if o.library != "" {
		root = p.abs(o.library)
	}
	sh, err := p.shelf(root)
	if err != nil || sh == nil {
		if err == nil && o.library != "" {
			err = fmt.Errorf("%s: no sources there; emend sources add begins a library", p.shown(root))
		}
		return nil, err
	}
	return &pipeline.Library{
		Library: &witness.Library{Index: sh.index, Read: sh.read, Source: sh.source, Manifest: sh.manifest, Lexicon: lexicon, Channel: corrector.Channel()},
		Path: func(w int) string {
			path := sh.index.Witnesses[w].Path
			if root != own {
				return relative(own, filepath.Join(root, filepath.FromSlash(path)))
			}
			return path
		},
		Asked:   sh.asked,
		Archive: slices.ContainsFunc(sh.manifest.Sources, func(s witness.Source) bool { return s.Witness }),
	}, nil
}

// shelf opens the library of a project, once.
func (p *projects) shelf(root string) (*shelf, error) {
	if sh, ok := p.shelves[root]; ok {
		return sh, nil
	}
	p.shelves[root] = nil
	m, _, err := p.manifest(root)
	if err != nil || m == nil || len(m.Sources)+len(m.Pages) == 0 {
		return nil, err
	}
	var ix *witness.Index
	if len(m.Sources) == 0 { // page spans alone
		ix, err = witness.Empty()
	} else {
		ix, err = p.index(root)
	}
	if err != nil {
		return nil, err
	}
	dir, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	sh := &shelf{
		session: p.session, root: root, dir: dir, manifest: m, index: ix, named: make(map[string]*witness.Source),
		state: make(map[int]bool), files: make(map[int]*os.File), texts: make(map[int]string),
	}
	for i := range m.Sources {
		sh.named[m.Sources[i].Path] = &m.Sources[i]
	}
	built := make(map[string]bool)
	for i := range ix.Witnesses {
		built[ix.Witnesses[i].Path] = true
	}
	for _, s := range m.Sources {
		if !built[s.Path] {
			p.session.say("%s: not in the library yet, and not asked; emend sources build takes it in", s.Path)
		}
	}
	p.shelves[root] = sh
	return sh, nil
}

// unbuilt is the error of a library without an index: its path.
type unbuilt string

func (u unbuilt) Error() string {
	return string(u) + ": the library is not built; emend sources build builds it, --no-library does without"
}

func (unbuilt) Is(err error) bool { return err == fs.ErrNotExist }

// index opens the index of a project.
func (p *projects) index(root string) (*witness.Index, error) {
	path := filepath.Join(root, filepath.FromSlash(indexName))
	if err := p.ownFolder(path); err != nil {
		return nil, err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unbuilt(p.shown(path))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.shown(path), reason(err))
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", p.shown(path), errNotRegular)
	}
	f, err := os.Open(path) // open as long as the program runs
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.shown(path), reason(err))
	}
	ix, err := witness.Open(f, info.Size())
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w; emend sources build builds it again", p.shown(path), reason(err))
	}
	return ix, nil
}

func (sh *shelf) source(w int) *witness.Source { return sh.named[sh.index.Witnesses[w].Path] }

// asked: the witness is still a source, and its file is what it was when the library was built.
func (sh *shelf) asked(w int) bool {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	ok, known := sh.state[w]
	if known {
		return ok
	}
	wit := &sh.index.Witnesses[w]
	if sh.named[wit.Path] != nil {
		switch info, err := sh.dir.Stat(filepath.FromSlash(wit.Path)); {
		case err != nil:
			sh.session.say("%s: %v; this source is not asked", wit.Path, reason(err))
		case !asBuilt(wit, info):
			sh.session.say("%s: changed since the library was built, and not asked; emend sources build takes it in again", wit.Path)
		default:
			ok = true
		}
	}
	sh.state[w] = ok
	return ok
}

func asBuilt(w *witness.Witness, info fs.FileInfo) bool {
	return info.Mode().IsRegular() && info.Size() == w.Size && info.ModTime().UnixNano() == w.Modified
}

// read is the reading text of a witness, from..to.
func (sh *shelf) read(w, from, to int) (string, error) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	wit := &sh.index.Witnesses[w]
	from, to = max(0, from), min(to, wit.Length)
	if from >= to {
		return "", nil
	}
	if wit.Plain {
		f, err := sh.file(w)
		if err != nil {
			return "", err
		}
		b := make([]byte, to-from)
		n, err := f.ReadAt(b, int64(from))
		if err == io.EOF {
			err = nil
		}
		return string(b[:n]), err
	}
	content, ok := sh.texts[w]
	if !ok {
		f, err := sh.file(w)
		if err != nil {
			return "", err
		}
		src, err := io.ReadAll(io.NewSectionReader(f, 0, wit.Size))
		if err != nil {
			return "", err
		}
		doc, _, err := format.Read(wit.Path, src, format.Options{})
		if err != nil {
			return "", err
		}
		content = doc.Text.Content
		if sh.held += len(content); sh.held > textsHeld {
			sh.texts, sh.held = make(map[int]string), len(content)
		}
		sh.texts[w] = content
	}
	return content[min(from, len(content)):min(to, len(content))], nil
}

func (sh *shelf) file(w int) (*os.File, error) {
	if f, ok := sh.files[w]; ok {
		return f, nil
	}
	if len(sh.files) >= filesOpen {
		for k, f := range sh.files {
			f.Close()
			delete(sh.files, k)
		}
	}
	f, err := sh.dir.Open(filepath.FromSlash(sh.index.Witnesses[w].Path))
	if err == nil {
		sh.files[w] = f
	}
	return f, err
}
