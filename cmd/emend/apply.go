package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"emend/pipeline/adopt"
	"emend/pipeline/collate"
	"emend/pipeline/format"
	"emend/pipeline/patch"
	"emend/pipeline/review"
)

// applying are the flags of apply.
type applying struct {
	note, by string
	dry      bool
	recount  bool
	kept     string
}

func (s *session) applyCommand() *cobra.Command {
	a := &applying{kept: "undecided"}
	c := &cobra.Command{
		Use:     "apply [FILE] [TEXT]",
		GroupID: "decisions",
		Short:   "take an edited diff, or a marked-up text, as decisions and write them",
		Long: `Apply takes what an editor has made of emend diff: hunks that were kept are accepted, hunks that
were taken out are rejected, a right side that was changed is the editor's own reading. The
decisions go into the ledger, the texts are written. A text that was corrected already, by git
apply or patch, is only learnt from. Other diffs of these texts do as well: what they change is
accepted.

FILE may also be a text with CriticMarkup, from emend diff --output criticmarkup or written by hand; then
TEXT names the text it is about, if its first line does not. Without FILE, or with -, standard
input is read. Paths in it are those seen from the current folder.

Nothing is done at all where one hunk does not fit.`,
		Example: `  emend diff --proposals letters/ > fix.patch    then edit fix.patch
  emend apply fix.patch
  git diff | emend apply
  emend diff --proposals --output criticmarkup letter.txt > review.md
  emend apply review.md`,
		RunE: func(cmd *cobra.Command, args []string) error { return s.apply(cmd, args, a) },
	}
	f := c.Flags()
	f.StringVar(&a.note, "note", "", "`TEXT` kept with the decisions")
	f.StringVar(&a.by, "by", "", "`NAME` of who decided (default EMEND_REVIEWER, else git's user.name)")
	f.BoolVarP(&a.dry, "dry-run", "n", false, "say what would be decided; write nothing")
	f.BoolVar(&a.recount, "recount", false, "take a patch that ends within a hunk as it is")
	f.Var(&choice{&a.kept, []string{"undecided", "accept"}}, "kept", "CriticMarkup of emend's that was left as it is: undecided or accept")
	s.opts.bindReading(f)
	s.opts.bindConfig(f)
	s.opts.jobs, s.opts.maxSize = 1, maxFileSize
	f.Var(&s.opts.maxSize, "max-file-size", "refuse larger files; bytes, or with k, M, G")
	return c
}

// An emended text is one that an editor's version was read of.
type emended struct {
	*input
	src, after []byte // as the file is, and as it is to be
	mode       fs.FileMode
	*adopt.Comparison
	accepted []collate.Reading
	rejected []*review.Finding
	notes    map[string]string // of decisions, by ID
	made     bool              // the file read so already
	left     int               // marks that stay undecided
	unknown  int               // findings that the patch names and that are not found any more
}

func (s *session) apply(cmd *cobra.Command, args []string, a *applying) error {
	s.opts.flags = cmd.Flags()
	if len(args) > 2 {
		return fmt.Errorf("apply takes one FILE, not %d; a patch may be about many texts", len(args))
	}
	if err := s.prepare(); err != nil {
		return err
	}
	name, src, err := s.patchSource(args)
	if err != nil {
		return err
	}
	var texts []*emended
	var errs []error
	if marked, ok := markedUp(src); ok || len(args) == 2 {
		texts, errs = s.markedTexts(name, src, marked, args, a)
	} else {
		texts, errs = s.patched(name, src, a)
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	return s.decideAll(texts, a)
}

// patchSource reads what is to be applied.
func (s *session) patchSource(args []string) (name string, src []byte, err error) {
	const limit = 1 << 30
	if len(args) == 0 || args[0] == "-" {
		src, err = s.readStdin(limit)
		name = stdinName
	} else {
		name = args[0]
		src, err = readBounded(s.projects.abs(name), limit)
	}
	switch {
	case err != nil:
		return "", nil, fmt.Errorf("%s: %w", name, reason(err))
	case len(bytes.TrimSpace(src)) == 0:
		return "", nil, fmt.Errorf("%s: empty; nothing is decided", name)
	}
	return name, src, nil
}

// patched reads a patch and the files that it is about.
func (s *session) patched(name string, src []byte, a *applying) (texts []*emended, errs []error) {
	counting := patch.Edited
	if a.recount {
		counting = patch.Recount
	}
	files, err := patch.Parse(src, counting)
	if err != nil {
		hint := ""
		if !a.recount && strings.Contains(err.Error(), "breaks off") {
			hint = "; if you cut it yourself, --recount takes it as it is"
		}
		return nil, []error{fmt.Errorf("%s:%w%s", name, err, hint)}
	}
	if len(files) == 0 {
		return nil, []error{fmt.Errorf("%s: no diff and no CriticMarkup of emend's in it; a marked-up text needs the name of its text: emend apply %s TEXT", name, name)}
	}
	seen := make(map[string]bool)
	for _, f := range files {
		t, err := s.patchedText(f, seen)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%w", name, err))
			continue
		}
		texts = append(texts, t)
	}
	return texts, errs
}

// patchedText lays a file beside what a patch makes of it.
func (s *session) patchedText(f *patch.File, seen map[string]bool) (*emended, error) {
	at := func(format string, args ...any) error {
		return fmt.Errorf("%d: %w", f.At, fmt.Errorf(format, args...))
	}
	named := f.Name
	if named == "" {
		named = f.Old
	}
	named = filepath.ToSlash(filepath.Clean(named))
	switch {
	case f.Name == "":
		return nil, at("%s: the patch takes the file away; emend only corrects", named)
	case f.Renamed || f.Copied:
		return nil, at("%s: the patch renames or copies a file; emend only corrects", named)
	case f.Binary:
		return nil, at("%s: a binary patch; emend only corrects texts", named)
	case f.Old == "":
		return nil, at("%s: the patch makes the file; emend only corrects", named)
	}
	in, src, mode, err := s.textNamed(named)
	if err != nil {
		return nil, at("%w", err)
	}
	if seen[in.path] {
		return nil, at("%s: the patch has it twice; put its hunks together", named)
	}
	seen[in.path] = true
	r, err := patch.Apply(src, f)
	if err != nil {
		return nil, fmt.Errorf("%w (%s)", err, named)
	}
	t := &emended{input: in, src: src, mode: mode, after: r.After, made: bytes.Equal(r.After, src)}
	if err := t.compare(r.Before, r.After); err != nil {
		return nil, at("%s: %w", named, err)
	}
	t.accepted = t.Readings
	if _, ids := patch.CutMark(f.Mark); len(ids) > 0 {
		t.reject(ids, nil)
	}
	return t, nil
}

// textNamed opens a text by the name that a patch has for it: below the current folder, and nothing else.
func (s *session) textNamed(name string) (*input, []byte, fs.FileMode, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, nil, 0, fmt.Errorf("%s: outside the current folder; run emend apply from above it", name)
	}
	if slices.Contains(strings.Split(name, "/"), ".emend") || slices.Contains(strings.Split(name, "/"), ".git") {
		return nil, nil, 0, fmt.Errorf("%s: no text of this project", name)
	}
	root, err := os.OpenRoot(s.projects.cwd)
	if err != nil {
		return nil, nil, 0, fmt.Errorf("%s: %w", name, reason(err))
	}
	defer root.Close()
	info, err := root.Stat(filepath.FromSlash(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, 0, fmt.Errorf("%s: no such file here; run emend apply in the folder that the names start from", name)
	case err != nil:
		return nil, nil, 0, fmt.Errorf("%s: %w", name, reason(err))
	case !info.Mode().IsRegular():
		return nil, nil, 0, fmt.Errorf("%s: no regular file", name)
	}
	if link, err := root.Lstat(filepath.FromSlash(name)); err == nil && link.Mode()&fs.ModeSymlink != 0 && !s.opts.followLinks {
		return nil, nil, 0, fmt.Errorf("%s: it is a symbolic link; --follow-symlinks replaces the file that it points to", name)
	}
	in, err := s.evalInput(name)
	if err != nil {
		return nil, nil, 0, err
	}
	src, mode, err := s.read(in)
	if err != nil {
		return nil, nil, 0, fmt.Errorf("%s: %w", name, err)
	}
	if kind := format.Kind(src); kind != "" && in.settings.pipeline.Format == "" && format.Detect(in.key, src).Name == "plain" {
		return nil, nil, 0, fmt.Errorf("%s: no text but %s", name, kind)
	}
	return in, src, mode, nil
}

// compare checks a text and lays bytes that are to take its place beside it.
func (t *emended) compare(before, after []byte) (err error) {
	c := t.settings.pipeline
	doc, _, err := format.Read(t.key, before, c.Reading())
	if err != nil {
		return err
	}
	other, err := adopt.Text(t.key, after, doc.Format, doc.Encoding)
	if err != nil {
		return err
	}
	t.Comparison, err = adopt.Compare(c, t.key, before, other, true)
	return err
}

// reject takes the findings of those IDs that the editor's version leaves as they are for rejected, but for those that are spared.
func (t *emended) reject(ids []string, spared map[string]bool) {
	known := make(map[string]bool)
	for i := range t.Changeset.Findings {
		known[t.Changeset.Findings[i].ID] = true
	}
	named := make(map[string]bool, len(ids))
	for _, id := range ids {
		named[id] = true
		if !known[id] {
			t.unknown++
		}
	}
	for _, f := range t.Untouched {
		if named[f.ID] && !spared[f.ID] {
			t.rejected = append(t.rejected, f)
		}
	}
}
