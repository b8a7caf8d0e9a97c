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

	"emend/pipeline/format"
	"emend/pipeline/witness"
)

func (s *session) sourcesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "sources",
		GroupID: "reference",
		Short:   "the texts that quotations are checked against",
		Long: `Sources keeps a library: texts that others quote. Where a project has one, check lays each
quotation beside its source: what was misread is proposed as the source reads (rule
quotation), what says something else is noted (rule misquotation).

The list of sources is .emend/sources.toml, a file to be read and edited; the index,
.emend/sources.index, is made from the texts and can be made again. The texts stay where
they are, below the project's folder. --library uses the library of another project.`,
		Example: `  emend sources add library/stalin-11.txt --work "SCW=Stalin, Collected Works" --volume 11
  emend sources add library/
  emend sources build
  emend check letters/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("unknown command %q; %s", args[0], didYouMean(args[0], []string{"add", "remove", "list", "build", "names", "duplicates"}, "want add, remove, list, build, names or duplicates"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, sub := range []*cobra.Command{s.sourcesAdd(), s.sourcesRemove(), s.sourcesList(), s.sourcesBuild(), s.sourcesNames(), s.sourcesDuplicates()} {
		c.AddCommand(sub)
	}
	return c
}

func (s *session) sourcesAdd() *cobra.Command {
	var src witness.Source
	c := &cobra.Command{
		Use:   "add PATH…",
		Short: "put texts into the library",
		Long: `Add puts files, or the texts of folders, on the list of sources. --work says what they are
quoted as: an abbreviation, and the first time its title (SCW=Stalin, Collected Works).
emend sources build then reads them.`,
		Example: `  emend sources add library/stalin-11.txt --work "SCW=Stalin, Collected Works" --volume 11
  emend sources add library/stalin-12.html --work SCW --volume 12
  emend sources add library/manifesto.txt --title "Manifesto of the Communist Party"
  emend sources add letters/ --witness`,
	}
	work := c.Flags().String("work", "", "`ABBREVIATION` of the work, or ABBREVIATION=TITLE")
	c.Flags().StringVar(&src.Title, "title", "", "`TITLE` of the text")
	c.Flags().IntVar(&src.Volume, "volume", 0, "`N` of the volume")
	c.Flags().IntVar(&src.Page, "page", 0, "`N` of its first page, where form feeds part the pages and nothing numbers them")
	c.Flags().BoolVar(&src.Witness, "witness", false, "the texts are the archive's own: they are not quoted, but vote where they have passages in common (rule witness)")
	s.opts.bindFiles(c.Flags())
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return errors.New("add which texts? emend sources add PATH…")
		}
		if src.Volume < 0 || src.Page < 0 {
			return errors.New("--volume and --page are at least 1")
		}
		title := ""
		src.Work, title, _ = strings.Cut(*work, "=")
		src.Work, title = strings.TrimSpace(src.Work), strings.TrimSpace(title)
		return s.addSources(cmd, args, src, title)
	}
	return c
}

func (s *session) addSources(cmd *cobra.Command, args []string, like witness.Source, title string) error {
	set, err := s.here(cmd)
	if err != nil {
		return err
	}
	s.opts.noLibrary = true // it may be of another time
	inputs, err := s.gather(args)
	if err != nil {
		return err
	}
	root := set.place.root
	added := 0
	err = s.editManifest(root, func(src []byte, m *witness.Manifest) ([]byte, error) {
		added = 0
		for _, in := range inputs {
			one := like
			one.Path = relative(root, in.path)
			if !filepath.IsLocal(filepath.FromSlash(one.Path)) {
				return nil, fmt.Errorf("%s: outside the project's folder; a library lies in the folder of its project, and --library uses it from elsewhere", in.shown)
			}
			if slices.ContainsFunc(m.Sources, func(o witness.Source) bool { return o.Path == one.Path }) {
				s.note("%s: a source already", in.shown)
				continue
			}
			var err error
			if src, err = witness.WithSource(src, one, title); err != nil {
				return nil, err
			}
			added++
		}
		return src, nil
	})
	if err == nil {
		s.note("%s added; emend sources build reads them", count(added, "source"))
	}
	return err
}

// editManifest changes the list of sources. Another run that wrote meanwhile is not overwritten.
func (s *session) editManifest(root string, edit func([]byte, *witness.Manifest) ([]byte, error)) error {
	path := filepath.Join(root, filepath.FromSlash(manifestName))
	for try := 0; ; try++ {
		m, src, err := s.projects.manifest(root)
		if err != nil {
			return err
		}
		if m == nil {
			m = &witness.Manifest{}
		}
		out, err := edit(src, m)
		if err != nil {
			return err
		}
		if string(out) == string(src) {
			return nil
		}
		if err = writeAtomic(path, out, src); err == nil {
			return nil
		}
		if !errors.Is(err, errChanged) || try == 9 {
			return fmt.Errorf("%s: %w", s.projects.shown(path), reason(err))
		}
	}
}

func (s *session) sourcesRemove() *cobra.Command {
	c := &cobra.Command{
		Use: "remove PATH…", Short: "take texts off the library's list", Example: "  emend sources remove library/stalin-11.txt",
		Long: "Remove takes sources off the list; the files stay. From then on they are not asked, and the next build forgets them.",
	}
	s.opts.bindConfig(c.Flags())
	c.RunE = func(cmd *cobra.Command, args []string) error {
		set, err := s.here(cmd)
		if err != nil {
			return err
		}
		if len(args) == 0 {
			return errors.New("remove which sources? emend sources list names them")
		}
		root := set.place.root
		return s.editManifest(root, func(src []byte, m *witness.Manifest) ([]byte, error) {
			for _, a := range args {
				path := relative(root, s.projects.abs(a))
				if slices.ContainsFunc(m.Sources, func(o witness.Source) bool { return o.Path == a }) {
					path = a
				}
				out, ok, err := witness.WithoutSource(src, path)
				if err != nil {
					return nil, err
				}
				if !ok {
					return nil, fmt.Errorf("%s: no source; emend sources list names them", a)
				}
				src = out
			}
			return src, nil
		})
	}
	return c
}

func (s *session) sourcesList() *cobra.Command {
	c := &cobra.Command{
		Use: "list", Short: "list the sources, and whether they are built", Args: noArguments, Example: "  emend sources list",
		Long: `List prints each source with its name, its pages and how it stands, and verifies the index.
Exit code 1 says that something is to be built.`,
	}
	s.opts.bindConfig(c.Flags())
	c.RunE = func(cmd *cobra.Command, _ []string) error { return s.listSources(cmd) }
	return c
}

func (s *session) listSources(cmd *cobra.Command) error {
	set, err := s.here(cmd)
	if err != nil {
		return err
	}
	root := set.place.root
	if s.opts.library != "" {
		root = s.projects.abs(s.opts.library)
	}
	m, _, err := s.projects.manifest(root)
	if err != nil {
		return err
	}
	if m == nil || len(m.Sources) == 0 {
		s.note("no sources; emend sources add begins a library")
		return nil
	}
	built := make(map[string]*witness.Witness)
	ix, err := s.projects.index(root)
	switch {
	case err == nil:
		if err := ix.Verify(); err != nil {
			return fmt.Errorf("%s: %w; emend sources build --all builds it again", s.projects.shown(filepath.Join(root, filepath.FromSlash(indexName))), err)
		}
		for i := range ix.Witnesses {
			built[ix.Witnesses[i].Path] = &ix.Witnesses[i]
		}
	case !errors.Is(err, fs.ErrNotExist):
		s.say("%v", err)
	}
	for i := range m.Sources {
		src := &m.Sources[i]
		state := "not built"
		info, err := os.Stat(filepath.Join(root, filepath.FromSlash(src.Path)))
		w := built[src.Path]
		switch {
		case err != nil:
			state = "missing"
		case w != nil && asBuilt(w, info):
			state = showSize(int64(w.Length)) + " of text"
			if n := len(w.Pages); n > 0 {
				state += fmt.Sprintf(", pages %d to %d", w.Pages[0].Number, w.Pages[n-1].Number)
			}
		case w != nil:
			state = "changed"
		}
		if w == nil || err != nil || !asBuilt(w, info) {
			s.raise(found)
		}
		fmt.Fprintf(s.out, "%s: %s; %s\n", escape(src.Path), escape(m.Name(src)), state)
	}
	return nil
}

func (s *session) sourcesBuild() *cobra.Command {
	c := &cobra.Command{
		Use: "build", Short: "read the sources and make the index", Args: noArguments, Example: "  emend sources build",
		Long: `Build reads the sources that are new or have changed and makes .emend/sources.index. It takes
less than half the room of the texts, and is safe to delete.`,
	}
	all := c.Flags().Bool("all", false, "read all sources again")
	s.opts.bindConfig(c.Flags())
	s.opts.maxSize = maxFileSize
	c.RunE = func(cmd *cobra.Command, _ []string) error { return s.buildSources(cmd, *all) }
	return c
}

func (s *session) buildSources(cmd *cobra.Command, all bool) error {
	set, err := s.here(cmd)
	if err != nil {
		return err
	}
	root := set.place.root
	m, _, err := s.projects.manifest(root)
	if err != nil {
		return err
	}
	if m == nil || len(m.Sources) == 0 {
		return errors.New("no sources; emend sources add begins a library")
	}
	old, err := s.projects.index(root)
	switch {
	case err == nil && all:
		old = nil
	case errors.Is(err, witness.ErrFormat), errors.Is(err, witness.ErrVersion):
		s.note("%s: %v; it is made anew", indexName, err)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	for try := 0; ; try++ {
		err := s.build(root, m, old)
		if old != nil && try == 0 && errors.Is(err, witness.ErrFormat) {
			s.note("%s: %v; it is made anew", indexName, err)
			old = nil
			continue
		}
		return err
	}
}

// build makes the index of a project, with what an old one has and still holds.
func (s *session) build(root string, m *witness.Manifest, old *witness.Index) error {
	dir, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer dir.Close()
	var rooms []*os.File
	defer func() {
		for _, f := range rooms {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	b := witness.NewBuilder(func() (witness.Scratch, error) {
		f, err := os.CreateTemp("", "emend-sources-*")
		if err == nil {
			rooms = append(rooms, f)
		}
		return f, err
	})
	kept := make(map[string]bool)
	if old != nil {
		listed := make(map[string]*witness.Source)
		for i := range m.Sources {
			listed[m.Sources[i].Path] = &m.Sources[i]
		}
		b.Keep(old, func(w *witness.Witness) bool {
			src := listed[w.Path]
			info, err := dir.Stat(filepath.FromSlash(w.Path))
			ok := src != nil && err == nil && asBuilt(w, info) && w.First == src.Page && !kept[w.Path]
			if ok {
				kept[w.Path] = true
			}
			return ok
		})
	}
	read, bytes := 0, int64(0)
	for i := range m.Sources {
		src := &m.Sources[i]
		if kept[src.Path] {
			continue
		}
		if s.ctx.Err() != nil {
			return errInterrupted
		}
		n, err := s.takeSource(dir, b, src)
		if err != nil {
			s.skip(src.Path, fmt.Errorf("%s: %w", src.Path, reason(err)))
			continue
		}
		read, bytes = read+1, bytes+n
	}
	if read == 0 && old != nil && len(kept) == len(old.Witnesses) && s.code < failed {
		s.note("%s: up to date, %s", indexName, count(len(kept), "source"))
		return nil
	}
	size, err := s.writeIndex(root, b)
	if err != nil {
		return fmt.Errorf("%s: %w", s.projects.shown(filepath.Join(root, filepath.FromSlash(indexName))), reason(err))
	}
	s.note("%s: %s, %s of them read (%s); the index takes %s", indexName, count(read+len(kept), "source"), fmt.Sprint(read), showSize(bytes), showSize(size))
	return nil
}

// takeSource reads one source into the index; it gives the bytes of its text.
func (s *session) takeSource(dir *os.Root, b *witness.Builder, src *witness.Source) (int64, error) {
	path := filepath.FromSlash(src.Path)
	info, err := dir.Stat(path)
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, errNotRegular
	}
	f, err := dir.Open(path)
	if err != nil {
		return 0, err
	}
	f.Close()
	data, _, err := s.read(&input{path: filepath.Join(dir.Name(), path)})
	if err != nil {
		return 0, err
	}
	if kind := format.Kind(data); kind != "" && format.Detect(src.Path, data).Name == "plain" {
		return 0, fmt.Errorf("no text but %s", kind)
	}
	doc, _, err := format.Read(src.Path, data, format.Options{})
	if err != nil {
		return 0, err
	}
	content := doc.Text.Content
	pages := witness.MarkedPages(doc.Breaks)
	if pages == nil {
		pages = witness.FindPages(content, src.Page)
	}
	return int64(len(content)), b.Add(witness.Witness{
		Path: src.Path, Size: info.Size(), Modified: info.ModTime().UnixNano(), First: src.Page,
		Plain: content == string(data), Pages: pages,
	}, content)
}

// writeIndex writes the index beside the old one and puts it in its place.
func (s *session) writeIndex(root string, b *witness.Builder) (int64, error) {
	path := filepath.Join(root, filepath.FromSlash(indexName))
	dir, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return 0, err
	}
	defer dir.Close()
	defer lock(dir)()
	sweep(dir)
	t, err := newTemporary(dir, 0o666)
	if err != nil {
		return 0, err
	}
	defer t.abandon()
	n, err := b.WriteTo(t.File)
	if err != nil {
		return n, err
	}
	if !s.gate.enter() {
		return n, errInterrupted
	}
	defer s.gate.leave()
	return n, t.become(filepath.Base(path), 0)
}
