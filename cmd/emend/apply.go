package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
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
	"emend/pipeline/text"
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

// decideAll writes the decisions on all texts into their ledgers, then the texts.
func (s *session) decideAll(texts []*emended, a *applying) error {
	if len(texts) == 0 {
		return errors.New("nothing to decide")
	}
	byRoot := make(map[string][]review.Decision)
	var roots, lines []string
	by := s.reviewer(a.by, texts[0].settings.place.root)
	sums := struct{ accepted, rejected, known, left int }{}
	for _, t := range texts {
		ds, err := s.decisionsOf(t, by, a)
		if err != nil {
			return err
		}
		root := t.settings.place.root
		if byRoot[root] == nil {
			roots = append(roots, root)
			byRoot[root] = []review.Decision{}
		}
		standing, err := s.standing(root)
		if err != nil {
			return err
		}
		where := text.NewLines(t.Changeset.Document.Source, t.Changeset.Document.Encoding)
		for _, d := range ds {
			if o, ok := standing[d.Finding]; ok && o.Verdict == d.Verdict && o.New == d.New && o.Scope == d.Scope {
				sums.known++
				continue
			}
			if d.Verdict == review.Accept {
				sums.accepted++
			} else {
				sums.rejected++
			}
			byRoot[root] = append(byRoot[root], d)
			at := t.shown
			if span, ok := d.Find(t.Changeset.Document.Text.Content); ok {
				line, column := where.At(t.Changeset.Document.Text.Origin(span).Start)
				at = fmt.Sprintf("%s:%d:%d", t.shown, line, column)
			}
			lines = append(lines, describe(d, at))
		}
		sums.left += t.left
	}
	for _, root := range roots {
		byRoot[root] = s.uncontested(byRoot[root])
	}
	written := 0
	if !a.dry {
		for _, root := range roots {
			if len(byRoot[root]) == 0 {
				continue
			}
			if err := s.editLedger(root, func(old []review.Decision) []review.Decision { return adopt.Replacing(old, byRoot[root]) }); err != nil {
				return err
			}
		}
		for _, t := range texts {
			wrote, err := s.writeEmended(t)
			if err != nil {
				s.skip(t.shown, fmt.Errorf("%s: not written: %w; the decisions are in the ledger, emend fix --write writes them", t.shown, reason(err)))
				continue
			}
			if wrote {
				written++
			}
		}
	}
	for _, l := range lines {
		if !s.opts.quiet {
			fmt.Fprintln(s.out, l)
		}
	}
	line := fmt.Sprintf("%d accepted, %d rejected; %s written", sums.accepted, sums.rejected, count(written, "file"))
	if a.dry {
		line = fmt.Sprintf("%d accepted, %d rejected; nothing is written (--dry-run)", sums.accepted, sums.rejected)
	}
	if sums.known > 0 {
		line += fmt.Sprintf("; %s stood in the ledger already", count(sums.known, "decision"))
	}
	made := 0
	for _, t := range texts {
		if t.made && len(t.accepted) > 0 {
			made++
		}
	}
	if made > 0 && !a.dry {
		line += fmt.Sprintf("; %s read so already", count(made, "file"))
	}
	if sums.left > 0 {
		line += fmt.Sprintf("; %s as emend wrote them stay undecided, --kept accept takes them", count(sums.left, "mark"))
	}
	s.note("%s", line)
	return nil
}

// standing are the decisions of a project on single places, by ID.
func (s *session) standing(root string) (map[string]review.Decision, error) {
	l, err := s.projects.ledger(root)
	if err != nil {
		return nil, err
	}
	if l.byID == nil {
		l.byID = make(map[string]review.Decision, len(l.decisions))
		for _, d := range l.decisions {
			if d.Scope == review.Here {
				l.byID[d.Finding] = d
			}
		}
	}
	return l.byID, nil
}

// decisionsOf are the decisions on one text; it says what of them cannot be held.
func (s *session) decisionsOf(t *emended, by string, a *applying) ([]review.Decision, error) {
	l, err := s.projects.ledger(t.settings.place.root)
	if err != nil {
		return nil, err
	}
	var standing []review.Decision
	for _, d := range l.decisions {
		if d.Path == t.key || d.Scope == review.Everywhere {
			standing = append(standing, d)
		}
	}
	ds, refused, whole, err := t.Decisions(t.settings.pipeline, t.accepted, t.rejected, standing)
	if err != nil {
		return nil, renamed(err, t.input)
	}
	for _, err := range refused {
		s.note("%s: written, but no decision: %v", t.shown, err)
	}
	if !whole {
		s.note("%s: the ledger cannot replay all of this; a passage that is never edited, or markup, was changed", t.shown)
	}
	if t.unknown > 0 {
		s.note("%s: %s that it was made of are not found any more: they are corrected, or the text or the rules have changed", t.shown, count(t.unknown, "finding"))
	}
	for i := range ds {
		ds[i].By, ds[i].Note = by, a.note
		if n := t.notes[ds[i].Finding]; n != "" {
			ds[i].Note = n
		}
	}
	return ds, nil
}

// uncontested drops the decisions on one ID that two texts, alike there, decide both ways.
func (s *session) uncontested(ds []review.Decision) []review.Decision {
	first := make(map[string]review.Decision)
	both := make(map[string]bool)
	for _, d := range ds {
		if o, ok := first[d.Finding]; ok && (o.Verdict != d.Verdict || o.New != d.New) && !both[d.Finding] {
			both[d.Finding] = true
			s.say("%s and %s: %q stands between the same words, and is decided both ways; neither is written down", o.Path, d.Path, d.Old)
		} else if !ok {
			first[d.Finding] = d
		}
	}
	return slices.DeleteFunc(ds, func(d review.Decision) bool { return both[d.Finding] })
}

// writeEmended puts the editor's version in place of the file, unless it reads so already.
func (s *session) writeEmended(t *emended) (bool, error) {
	if bytes.Equal(t.src, t.after) {
		return false, nil
	}
	if !s.gate.enter() {
		return false, errInterrupted
	}
	defer s.gate.leave()
	sum := sha256.Sum256(t.src)
	doc := *t.Changeset.Document
	doc.Source = t.src
	r := &result{input: t.input, mode: t.mode, out: t.after, changes: &review.Changeset{Document: &doc, Digest: hex.EncodeToString(sum[:])}}
	err := s.inPlace(r)
	for _, w := range r.warns {
		s.say("%s", w)
	}
	return r.written, err
}
