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
	"emend/pipeline/correct"
	"emend/pipeline/review"
)

// adopting are the flags of adopt.
type adopting struct {
	witness, note, by string
	accept, dry       bool
	exact             bool
}

// variantsName is where adopt leaves what another version reads until somebody decides.
const variantsName = ".emend/variants.jsonl"

func (s *session) adoptCommand() *cobra.Command {
	a := &adopting{}
	c := &cobra.Command{
		Use:     "adopt ORIGINAL CORRECTED",
		GroupID: "decisions",
		Short:   "turn somebody else's corrected version into findings",
		Long: `Adopt compares a text with what another corrector made of it, a volunteer or a language model, and
makes of each difference a finding: plausible where a scanner's confusions, the dictionary, the
words around or a rule explain it, implausible where nothing does. So paraphrases are caught
and good corrections kept. Two folders are compared file by file, by name.

The findings are put up for review: emend check and emend review show them until they are decided. --accept
accepts the plausible ones at once, with --min-confidence only those that are as sure as that. No text
is written; emend fix does that. White space and the ends of lines are the original's unless
--exact is given. Exit code 1 says that something is left to decide.`,
		Example: `  emend adopt letters/ letters-by-model/
  emend adopt --accept --witness "model of May" scan.txt corrected.txt
  emend adopt --dry-run --output json scan.txt corrected.txt`,
		RunE: func(cmd *cobra.Command, args []string) error { return s.adopt(cmd, args, a) },
	}
	f := c.Flags()
	f.StringVar(&a.witness, "witness", "", "`NAME` of the other version (default: that of its file or folder)")
	f.BoolVar(&a.accept, "accept", false, "accept what is plausible")
	f.BoolVarP(&a.dry, "dry-run", "n", false, "report only; write neither decisions nor findings")
	f.BoolVar(&a.exact, "exact", false, "take differences in white space and line ends, too")
	f.StringVar(&a.note, "note", "", "`TEXT` kept with the decisions (default: adopted from the witness)")
	f.StringVar(&a.by, "by", "", "`NAME` of who accepts (default EMEND_REVIEWER, else git's user.name)")
	s.opts.bindFinding(f)
	s.opts.bindOutput(f, " (default text)")
	return c
}

// An adopted text is a text beside another version of it.
type adopted struct {
	*input
	*adopt.Comparison
	offers []adopt.Offer
	taken  []collate.Reading
	left   []review.Variant
	known  int // decided before
}

func (s *session) adopt(cmd *cobra.Command, args []string, a *adopting) error {
	s.opts.flags = cmd.Flags()
	if len(args) != 2 {
		return errors.New("adopt ORIGINAL CORRECTED: a text and another version of it, or two folders")
	}
	if err := s.prepare(); err != nil {
		return err
	}
	if a.witness == "" {
		a.witness = strings.TrimSuffix(filepath.Base(s.projects.abs(args[1])), filepath.Ext(args[1]))
	}
	rs, err := s.open("text")
	if err != nil {
		return err
	}
	inputs, partners, err := s.versions(args[0], args[1])
	sums := &adoptedSums{}
	var done []*adopted
	if err == nil {
		s.progress.start(inputs)
		for _, in := range inputs {
			if s.ctx.Err() != nil {
				err = errInterrupted
				break
			}
			var t *adopted
			if t, err = s.adoptText(in, partners[in], a); err != nil {
				s.skip(in.shown, err)
				err = nil
				continue
			}
			s.progress.add(in.size)
			if err = rs.add(&result{input: in, changes: t.report(a, sums)}); err != nil {
				break
			}
			done = append(done, t)
		}
	}
	if err == nil && !a.dry {
		err = s.keepAdopted(done, a)
	}
	if err := rs.close(err); err != nil {
		return err
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	s.verdict(rs.summary.Open > 0)
	s.note("%s", sums.line(a))
	return nil
}

// versions pairs the texts of the original with those of the same name in the other version.
func (s *session) versions(original, corrected string) ([]*input, map[*input]string, error) {
	partners := make(map[*input]string)
	if isFolder(s.projects.abs(original)) != isFolder(s.projects.abs(corrected)) {
		return nil, nil, errors.New("a text goes with a text, and a folder with a folder")
	}
	inputs, err := s.gather([]string{original})
	if err != nil {
		return nil, nil, err
	}
	other := s.projects.abs(corrected)
	if !isFolder(other) {
		for _, in := range inputs {
			partners[in] = other
		}
		return inputs, partners, nil
	}
	base := s.projects.abs(original)
	missing := 0
	inputs = slices.DeleteFunc(inputs, func(in *input) bool {
		rel, err := filepath.Rel(base, in.path)
		if err != nil || !exists(filepath.Join(other, rel)) {
			missing++
			s.detail("%s: left out, no other version of it", in.shown)
			return true
		}
		partners[in] = filepath.Join(other, rel)
		return false
	})
	if missing > 0 {
		s.note("%s without another version in %s; -v names them", count(missing, "text"), corrected)
	}
	if len(inputs) == 0 && len(s.skipped) == 0 {
		return nil, nil, fmt.Errorf("%s: no text of the same name as one in %s", corrected, original)
	}
	return inputs, partners, nil
}

// adoptText lays one text beside the other version of it, and weighs what that reads.
func (s *session) adoptText(in *input, partner string, a *adopting) (*adopted, error) {
	src := in.data
	if in.path != "" {
		var err error
		if src, _, err = s.read(in); err != nil {
			return nil, fmt.Errorf("%s: %w", in.shown, err)
		}
	}
	theirs, err := readBounded(partner, int64(s.opts.maxSize))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.projects.shown(partner), reason(err))
	}
	other, err := adopt.Text(s.projects.shown(partner), theirs, "", "")
	if err != nil {
		return nil, err
	}
	config := in.settings.pipeline
	t := &adopted{input: in}
	if t.Comparison, err = adopt.Compare(config, in.key, src, other, a.exact); err != nil {
		return nil, renamed(err, in)
	}
	corrector, ok := config.Corrector.(*correct.Corrector)
	if !ok {
		return nil, fmt.Errorf("%s: no corrector for language %s", in.shown, config.Lang)
	}
	standing, err := s.standing(in.settings.place.root)
	if err != nil {
		return nil, err
	}
	least := 0.5
	if in.settings.values["min-confidence"].Origin != "default" {
		least = max(least, config.MinConfidence)
	}
	for _, o := range t.Offers(corrector, config.Lang) {
		if _, decided := standing[o.ID]; decided || o.Reading.Finding != nil && o.Reading.Finding.Because == review.ByLedger {
			t.known++
			continue
		}
		t.offers = append(t.offers, o)
		if a.accept && o.Confidence >= least {
			if _, err := t.Accept(&o.Reading); err == nil {
				t.taken = append(t.taken, o.Reading)
				continue
			}
		}
		if v, ok := t.Variant(&o, a.witness, config.MinConfidence); ok {
			t.left = append(t.left, v)
		}
	}
	return t, nil
}

// adoptedSums is what a run came to.
type adoptedSums struct{ plausible, implausible, accepted, known int }

func (n *adoptedSums) line(a *adopting) string {
	line := fmt.Sprintf("%s: %d plausible, %d implausible", count(n.plausible+n.implausible, "difference"), n.plausible, n.implausible)
	switch left := n.plausible + n.implausible - n.accepted; {
	case a.dry:
		line += "; nothing is kept (--dry-run)"
	case a.accept:
		line += fmt.Sprintf("; %d accepted (emend fix writes those), %d put up for review", n.accepted, left)
	case left > 0:
		line += "; put up for review: emend review asks, --accept takes what is plausible"
	}
	if n.known > 0 {
		line += fmt.Sprintf("; %d decided before", n.known)
	}
	return line
}

// report is the changeset of the differences alone.
func (t *adopted) report(a *adopting, sums *adoptedSums) *review.Changeset {
	var fs []review.Finding
	taken := make(map[collate.Reading]bool)
	for _, r := range t.taken {
		taken[r] = true
	}
	for i := range t.offers {
		o := &t.offers[i]
		f := t.Finding(o, a.witness)
		if o.Plausible() {
			sums.plausible++
		} else {
			sums.implausible++
		}
		if taken[o.Reading] && f.Status == review.Open {
			f.Accept(0, review.ByLedger)
			sums.accepted++
		}
		fs = append(fs, f)
	}
	sums.known += t.known
	doc := *t.Changeset.Document
	doc.Path = t.shown
	c := review.NewChangeset(&doc, fs)
	c.Words = t.Changeset.Words
	c.Warnings = t.Changeset.Warnings
	c.Settle()
	return c
}

// keepAdopted writes the decisions, and what is left to decide.
func (s *session) keepAdopted(all []*adopted, a *adopting) error {
	byRoot := make(map[string][]*adopted)
	var roots []string
	for _, t := range all {
		root := t.settings.place.root
		if byRoot[root] == nil {
			roots = append(roots, root)
		}
		byRoot[root] = append(byRoot[root], t)
	}
	for _, root := range roots {
		var ds []review.Decision
		for _, t := range byRoot[root] {
			ofText, err := s.adoptedDecisions(t, a)
			if err != nil {
				return err
			}
			ds = append(ds, ofText...)
		}
		if ds = s.uncontested(ds); len(ds) > 0 {
			if err := s.editLedger(root, func(old []review.Decision) []review.Decision { return adopt.Replacing(old, ds) }); err != nil {
				return err
			}
		}
		decided := make(map[string]bool)
		if l, err := s.projects.ledger(root); err != nil {
			return err
		} else {
			for _, d := range l.decisions {
				decided[d.Finding] = true
			}
		}
		err := s.editVariants(root, func(old []review.Variant) []review.Variant {
			old = slices.DeleteFunc(old, func(v review.Variant) bool { return decided[v.ID] })
			for _, t := range byRoot[root] {
				// What this witness read there before is out of date.
				old = slices.DeleteFunc(old, func(v review.Variant) bool { return v.Path == t.key && v.By == a.witness })
				old = append(old, t.left...)
			}
			return old
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *session) adoptedDecisions(t *adopted, a *adopting) ([]review.Decision, error) {
	if len(t.taken) == 0 {
		return nil, nil
	}
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
	ds, _, _, err := t.Decisions(t.settings.pipeline, t.taken, nil, standing)
	if err != nil {
		return nil, renamed(err, t.input)
	}
	note := a.note
	if note == "" {
		note = "adopted from " + a.witness
	}
	by := s.reviewer(a.by, t.settings.place.root)
	for i := range ds {
		ds[i].By, ds[i].Note = by, note
	}
	return ds, nil
}

// readVariants reads what other versions read and nobody has decided on.
func (s *session) readVariants(root string) ([]review.Variant, []byte, error) {
	path := filepath.Join(root, filepath.FromSlash(variantsName))
	src, err := readBounded(path, maxLedgerSize)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", s.projects.shown(path), reason(err))
	}
	vs, err := review.ReadVariants(bytes.NewReader(src))
	if err != nil {
		return nil, nil, fmt.Errorf("%s:%w", s.projects.shown(path), err)
	}
	return vs, src, nil
}

// editVariants changes that file; without variants it goes.
func (s *session) editVariants(root string, edit func([]review.Variant) []review.Variant) error {
	path := filepath.Join(root, filepath.FromSlash(variantsName))
	for try := 0; ; try++ {
		vs, old, err := s.readVariants(root)
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := review.WriteVariants(&out, edit(vs)); err != nil {
			return err
		}
		if bytes.Equal(out.Bytes(), old) {
			return nil
		}
		if !s.gate.enter() {
			return errInterrupted
		}
		if err = writeAtomic(path, out.Bytes(), old); err == nil && out.Len() == 0 {
			err = os.Remove(path)
		}
		s.gate.leave()
		if err == nil {
			return nil
		}
		if !errors.Is(err, errChanged) || try == 99 {
			return fmt.Errorf("%s: %w", s.projects.shown(path), reason(err))
		}
	}
}
