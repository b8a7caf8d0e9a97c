package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"emend/pipeline/correct"
	"emend/pipeline/train"
)

// training are the flags of train and of its parts.
type training struct {
	ledger       bool
	collection   bool
	recipe, root string
	lang         string
	pairs        []string
	out, from    string
	jobs         int
	ranker       train.RankerOptions
	try          train.TryOptions
	show         int
	batch        bool
}

func (s *session) trainCommand() *cobra.Command {
	t := &training{}
	c := &cobra.Command{
		Use:     "train [FOLDER…]",
		GroupID: "reference",
		Short:   "learn words, contexts and confusions from proof-read texts and pairs",
		Long: `Train makes the data that the corrector reads, from clean texts (FOLDER, everything below it that ends
in .txt) and from pairs (--pairs, NAME.ocr.txt beside NAME.gt.txt, as emend eval reads them). The result
is one file, a pack: emend check --pack NAME.pack, or pack = "NAME.pack" in emend.toml.

Its parts are made in this order: lexicon and model from the texts, channel from the pairs, then the
words that may be proposed, the rivals of each word, and the ranker. For a language that is built in,
only that is made which promises more than what is built in: the words of the texts and the channel,
and model and ranker from much text (40 MB) and many pairs (150,000 words of four sources). What a pack
leaves out is taken from what is built in. emend train PART makes one part alone.

A recipe (--recipe FILE) says it all: texts, what of them is held out, sets of pairs, sizes. The data
built into this program are made by recipes, see docs/train.md. The same input gives the same bytes.
Nothing of texts and pairs is kept but words, counts and weights.

With --ledger it learns from the decisions of the project instead: words that are right here, what the
scanner read for what, and, from 100 decisions on, how far the corrections are to be believed. That
is a readable file beside the ledger, which every command of the project reads; emend config names it.`,
		Example: `  emend train proofread/ --pairs pairs/ -o letters.pack
  emend train --lang it texts/ -o it.pack
  emend train --recipe it.toml -o it.pack
  emend train channel --pairs newspapers/ -o newspapers.pack
  emend check --pack letters.pack scans/
  emend train --ledger`,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case t.ledger:
				return s.learn(cmd, args, t)
			case t.collection && t.out != "":
				s.opts.flags = cmd.Flags()
				return s.collection(args, usual, t.out)
			case t.out == "":
				return errors.New("where to? -o PACK names the file; --ledger learns from decisions and needs none")
			}
			return s.train(t, nil, args)
		},
	}
	f := c.PersistentFlags()
	f.StringVar(&t.recipe, "recipe", "", "`FILE` that says what is made of what")
	f.StringVar(&t.root, "root", "", "`FOLDER` in which the recipe's folders are looked for (default the recipe's)")
	f.StringVar(&t.lang, "lang", "en", "language `TAG` of the texts")
	f.StringArrayVar(&t.pairs, "pairs", nil, "`FOLDER` of pairs, one kind of source each; FOLDER:BEGINNING for names that begin so (repeatable)")
	f.StringVar(&t.from, "from", "", "`PACK` or folder whose other parts are taken (default what is built in)")
	f.IntVarP(&t.jobs, "jobs", "j", 0, "pages at a time; the result is the same for any `N`")
	out := func(c *cobra.Command) {
		c.Flags().StringVarP(&t.out, "out", "o", "", "write to `PACK`, or to files in a folder that is there")
		c.MarkFlagRequired("out")
	}
	c.Flags().StringVarP(&t.out, "out", "o", "", "write to `PACK`, or to files in a folder that is there")
	c.Flags().BoolVar(&t.ledger, "ledger", false, "learn from the decisions of the current folder's project instead, into .emend/learned.toml")
	c.Flags().BoolVar(&t.collection, "collection", false, "gather the names and terms of texts of any kind as a word list: emend train collection")
	s.opts.bindConfig(c.Flags())
	for _, p := range []struct{ part, short string }{
		{"lexicon", "count what is a word"},
		{"model", "count which words follow which"},
		{"channel", "count what was read for what"},
		{"words", "make the automaton of the words that may be proposed"},
		{"rivals", "search for each word the words it may have been misread from"},
		{"ranker", "fit the ranker, and report what it does on sources left out"},
	} {
		sub := &cobra.Command{
			Use: p.part + " [FOLDER…]", Short: p.short,
			Example: "  emend train " + p.part + " --recipe it.toml --from it.pack -o it.pack",
			RunE:    func(_ *cobra.Command, args []string) error { return s.train(t, []string{p.part}, args) },
		}
		out(sub)
		if p.part == "ranker" {
			sub.Flags().StringVar(&t.ranker.Show, "show", "", "print the proposals of `SET` by falling score")
		}
		c.AddCommand(sub)
	}
	measuring := func(use, short string, args cobra.PositionalArgs, run func(t *train.Training, args []string) error) *cobra.Command {
		sub := &cobra.Command{Use: use, Short: short, Args: args, Example: "  emend train " + strings.Fields(use)[0] + " --recipe it.toml --from it.pack", RunE: func(_ *cobra.Command, args []string) error {
			var folders []string
			if use == "try [FOLDER…]" {
				folders = args
			}
			tr, err := s.training(t, folders)
			if err != nil {
				return err
			}
			defer s.steps.stop()
			return run(tr, args)
		}}
		c.AddCommand(sub)
		return sub
	}
	try := measuring("try [FOLDER…]", "print what is found in clean texts: those left out, or FOLDER", cobra.ArbitraryArgs, func(tr *train.Training, args []string) error {
		t.try.All = len(args) > 0
		return tr.Try(s.out, t.try)
	})
	try.Flags().Float64Var(&t.try.Above, "above", 0.5, "show findings of confidence `P` or more")
	try.Flags().BoolVar(&t.try.Held, "held-out", false, "the texts held out for the ranker instead")
	try.Flags().BoolVar(&t.try.Quiet, "figures", false, "figures only")
	reach := measuring("reach SET", "tell of the words read wrongly which were proposed rightly", cobra.ExactArgs(1), func(tr *train.Training, args []string) error {
		return tr.Reach(s.out, args[0], t.show, t.batch)
	})
	reach.Flags().IntVar(&t.show, "show", 0, "print each `N`th error of each class")
	reach.Flags().BoolVar(&t.batch, "batch", false, "adapt the channel to the set before")
	var sets []string
	row := ""
	ablation := measuring("ablation", "say what each ingredient of the corrector is worth", cobra.NoArgs, func(tr *train.Training, _ []string) error {
		if len(sets) > 0 {
			tr.Recipe.Sets = slices.DeleteFunc(tr.Recipe.Sets, func(s train.Set) bool { return !slices.Contains(sets, s.Name) })
		}
		return tr.Ablation(writerFunc(func(b []byte) (int, error) { // a row takes minutes: show it
			n, err := s.out.Write(b)
			return n, errors.Join(err, s.out.Flush())
		}), row)
	})
	ablation.Flags().StringVar(&row, "row", "", "only rows whose names hold `TEXT`")
	ablation.Flags().StringSliceVar(&sets, "sets", nil, "only these `SET`s of pairs (with commas)")
	measuring("perplexity", "say what model and lexicon give the texts held out", cobra.NoArgs, func(tr *train.Training, _ []string) error { return tr.Perplexity() })
	variants := measuring("variants", "say what is caught of a bad corrector's changes, and with -o fit how they are weighed", cobra.NoArgs, func(tr *train.Training, _ []string) error {
		if t.out == "" {
			return tr.Variants(nil)
		}
		var b bytes.Buffer
		if err := tr.Variants(&b); err != nil {
			return err
		}
		s.steps.stop()
		return s.writeTrained(t.out, b.Bytes())
	})
	variants.Flags().StringVarP(&t.out, "out", "o", "", "write the weights to `FILE`")
	c.AddCommand(s.collectionCommand())
	return c
}

// train makes parts, those worth making if none are named, and writes them.
func (s *session) train(t *training, parts, folders []string) error {
	tr, err := s.training(t, folders)
	if err != nil {
		return err
	}
	defer s.steps.stop()
	if parts == nil {
		if parts, err = tr.Worth(); err != nil {
			return err
		}
	}
	if len(parts) == 1 && parts[0] == "ranker" {
		err = tr.Ranker(t.ranker)
	} else {
		err = tr.Make(parts)
	}
	s.steps.stop()
	if err != nil {
		return err
	}
	if isFolder(t.out) {
		return s.writeParts(t.out, tr.Data, parts)
	}
	if err := tr.Data.Verify(); err != nil {
		return fmt.Errorf("%s: not whole: %w; emend train without the name of a part makes all", t.out, err)
	}
	tr.Leave()
	data, err := tr.Data.Pack()
	if err != nil {
		return err
	}
	if err := s.writeTrained(t.out, data); err != nil {
		return err
	}
	s.note("%s: %s, %d bytes; emend check --pack %s uses it", t.out, strings.Join(parts, ", "), len(data), t.out)
	return nil
}

// training readies a run: the recipe, what is built in, what is taken from elsewhere.
func (s *session) training(t *training, folders []string) (*train.Training, error) {
	r, err := t.read(folders)
	if err != nil {
		return nil, err
	}
	jobs := t.jobs
	if jobs <= 0 {
		jobs = defaultJobs()
	}
	s.steps = &steps{session: s}
	tr := &train.Training{
		Recipe: r, Say: noteWriter{s}, Report: s.out, Progress: s.steps.draw, Jobs: jobs,
		Open: func(folder string) (fs.FS, error) { return t.open(folder) },
	}
	if !r.Whole {
		tr.Base = correct.Builtin(r.Lang)
	}
	from := tr.Base
	if t.from != "" {
		if from, err = readTrained(t.from, r.Lang); err != nil {
			return nil, err
		}
	}
	tr.Start(from)
	s.steps.release = context.AfterFunc(s.ctx, func() { // nothing is written before the end
		s.gate.close()
		s.steps.stop()
		s.say("interrupted; every file is as it was or as it should be")
		os.Exit(interrupted)
	})
	return tr, nil
}

// read is the recipe of the flags.
func (t *training) read(folders []string) (*train.Recipe, error) {
	r := &train.Recipe{Lang: t.lang}
	if t.recipe != "" {
		data, err := os.ReadFile(filepath.FromSlash(t.recipe))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.recipe, reason(err))
		}
		if r, err = train.ParseRecipe(data); err != nil {
			return nil, fmt.Errorf("%s:%w", t.recipe, err)
		}
		if t.root == "" {
			t.root = filepath.Dir(t.recipe)
		}
	}
	cwd, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	abs := func(path string) string {
		if filepath.IsAbs(path) {
			return filepath.ToSlash(path)
		}
		return filepath.ToSlash(filepath.Join(cwd, path))
	}
	for _, f := range folders {
		r.Texts.Folders = append(r.Texts.Folders, abs(f))
	}
	for _, p := range t.pairs {
		set := train.Set{Folder: p, Quote: true}
		if i := strings.LastIndexByte(p, ':'); i > 0 && !isFolder(p) {
			set.Folder, set.Prefix = p[:i], p[i+1:]
		}
		set.Folder = abs(set.Folder)
		r.Sets = append(r.Sets, set)
	}
	return r, r.Check()
}

// open opens a folder of the recipe, or a single file as a folder that holds nothing else.
func (t *training) open(folder string) (fs.FS, error) {
	path := filepath.FromSlash(folder)
	if !filepath.IsAbs(path) {
		path = filepath.Join(t.root, path)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: no such folder; --root says where the recipe's folders are", path)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, reason(err))
	case !info.IsDir():
		return only{os.DirFS(filepath.Dir(path)), filepath.Base(path)}, nil
	}
	return os.DirFS(path), nil
}

// only is a folder of which one file is seen.
type only struct {
	fs.FS
	name string
}

func (o only) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(o.FS, name)
	for _, e := range all {
		if e.Name() == o.name {
			return []fs.DirEntry{e}, err
		}
	}
	return nil, err
}

// The files of a folder of parts, by the ends of their names.
var trainedFiles = []struct {
	part, suffix string
	of           func(*correct.Data) []byte
	set          func(*correct.Data, []byte)
}{
	{"lexicon", ".lexicon", func(d *correct.Data) []byte { return d.Lexicon }, func(d *correct.Data, b []byte) { d.Lexicon = b }},
	{"lexicon", ".own", func(d *correct.Data) []byte { return d.Own }, func(d *correct.Data, b []byte) { d.Own = b }},
	{"model", ".lm", func(d *correct.Data) []byte { return d.Model }, func(d *correct.Data, b []byte) { d.Model = b }},
	{"channel", ".channel.txt", func(d *correct.Data) []byte { return []byte(d.Channel) }, func(d *correct.Data, b []byte) { d.Channel = string(b) }},
	{"words", ".words", func(d *correct.Data) []byte { return d.Words }, func(d *correct.Data, b []byte) { d.Words = b }},
	{"rivals", ".rivals", func(d *correct.Data) []byte { return d.Rivals }, func(d *correct.Data, b []byte) { d.Rivals = b }},
	{"ranker", ".rank.txt", func(d *correct.Data) []byte { return []byte(d.Ranker) }, func(d *correct.Data, b []byte) { d.Ranker = string(b) }},
}

// readTrained reads a pack, or the files of a language in a folder.
func readTrained(path, lang string) (*correct.Data, error) {
	if !isFolder(path) {
		return readPack(filepath.FromSlash(path), path)
	}
	d := &correct.Data{Lang: lang}
	found := false
	for _, f := range trainedFiles {
		name := filepath.Join(filepath.FromSlash(path), lang+f.suffix)
		data, err := os.ReadFile(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, fmt.Errorf("%s: %w", name, reason(err))
		default:
			found = true
			f.set(d, data)
		}
	}
	if !found {
		return nil, fmt.Errorf("%s: no files of language %s", path, lang)
	}
	return d, nil
}

// maxPack is the size in bytes of the largest pack that is read.
const maxPack = 1 << 30

// readPack reads and verifies a pack.
func readPack(path, shown string) (*correct.Data, error) {
	data, err := readBounded(path, maxPack)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shown, reason(err))
	}
	d, err := correct.ReadPack(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shown, err)
	}
	return d, nil
}

// writeParts writes the files of the parts that were made.
func (s *session) writeParts(folder string, d *correct.Data, parts []string) error {
	for _, f := range trainedFiles {
		for _, p := range parts {
			data := f.of(d)
			if p != f.part || len(data) == 0 {
				continue
			}
			name := filepath.Join(filepath.FromSlash(folder), d.Lang+f.suffix)
			if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, data) {
				s.note("%s: as it was", name)
				continue
			}
			if err := s.writeTrained(name, data); err != nil {
				return err
			}
			s.note("%s: %d bytes", name, len(data))
		}
	}
	return nil
}

// writeTrained writes a file whole.
func (s *session) writeTrained(path string, data []byte) error {
	if !s.gate.enter() {
		return errInterrupted
	}
	defer s.gate.leave()
	abs, err := filepath.Abs(filepath.FromSlash(path))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	f, err := newReportFile(abs, path)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.finish()
	}
	if err != nil {
		f.abandon()
		return fmt.Errorf("%s: %w", path, reason(err))
	}
	return nil
}

// noteWriter makes a note of each line.
type noteWriter struct{ s *session }

func (w noteWriter) Write(b []byte) (int, error) {
	for line := range strings.Lines(string(b)) {
		w.s.note("%s", strings.TrimSuffix(line, "\n"))
	}
	return len(b), nil
}

var _ io.Writer = noteWriter{}
