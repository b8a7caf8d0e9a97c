package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"emend/pipeline"
	"emend/pipeline/adopt"
	"emend/pipeline/collate"
	"emend/pipeline/criticmarkup"
	"emend/pipeline/format"
	"emend/pipeline/patch"
	"emend/pipeline/report"
	"emend/pipeline/review"
	"emend/pipeline/text"
	"emend/rules"
)

// A section is a marked-up text: all that stands behind the comment that names it.
type section struct {
	name  string
	ids   []string
	parts []criticmarkup.Part
}

// markedUp are the sections of what emend diff --output criticmarkup wrote.
func markedUp(src []byte) ([]section, bool) {
	if !isPaper(src) {
		return nil, false
	}
	return sections(src, ""), true
}

// isPaper reports whether a file is what emend diff --output criticmarkup has written: no text of an archive but what is worked on beside it.
func isPaper(src []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(src, []byte("\ufeff")), " \t\r\n"), []byte("{>>"+report.Mark))
}

// sections parts a marked-up text by the comments that name texts; what stands before the first belongs to the text of that name.
func sections(src []byte, name string) (all []section) {
	content := strings.ReplaceAll(strings.TrimPrefix(string(src), "\ufeff"), "\r\n", "\n")
	at := -1
	if name != "" {
		all, at = append(all, section{name: name}), 0
	}
	for _, p := range criticmarkup.Read(content) {
		if mark, ok := strings.CutPrefix(strings.TrimSpace(p.New), strings.TrimSpace(report.Mark)); ok && p.IsComment() {
			named, ids := patch.CutMark(strings.TrimSpace(mark))
			if name != "" {
				named = name
			}
			if at = slices.IndexFunc(all, func(s section) bool { return s.name == named }); at < 0 {
				at, all = len(all), append(all, section{name: named})
			}
			all[at].ids = append(all[at].ids, ids...)
			continue
		}
		if at >= 0 {
			all[at].parts = append(all[at].parts, p)
		}
	}
	return all
}

// markedTexts lays texts beside what an editor made of them in CriticMarkup. With two arguments the second names the text.
func (s *session) markedTexts(name string, src []byte, marked []section, args []string, a *applying) (texts []*emended, errs []error) {
	if len(args) == 2 {
		other, err := adopt.Text(name, src, "plain", "")
		if err != nil {
			return nil, []error{err}
		}
		marked = sections([]byte(other), args[1])
	}
	for i := range marked {
		m := &marked[i]
		var in *input
		var file []byte
		var mode fs.FileMode
		var err error
		if len(args) == 2 {
			if in, err = s.evalInput(m.name); err == nil {
				if in.path, err = s.followed(in.path); err == nil {
					file, mode, err = s.read(in)
				}
			}
		} else {
			in, file, mode, err = s.textNamed(filepath.ToSlash(filepath.Clean(m.name)))
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
			continue
		}
		t := &emended{input: in, src: file, mode: mode, notes: make(map[string]string)}
		if err := t.marked(m, a.kept == "accept"); err != nil {
			errs = append(errs, fmt.Errorf("%s: %s: %w", name, in.shown, err))
			continue
		}
		texts = append(texts, t)
	}
	return texts, errs
}

// followed refuses a symbolic link unless it may be followed.
func (s *session) followed(path string) (string, error) {
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 && !s.opts.followLinks {
		return path, fmt.Errorf("%s: it is a symbolic link; --follow-symlinks replaces the file that it points to", s.projects.shown(path))
	}
	return path, nil
}

// ours is how a comment of emend's own begins.
var ours = regexp.MustCompile(`^([a-z-]+) <?\d{1,3}%: `)

// marked lays the text beside a marked-up version of it.
func (t *emended) marked(m *section, keptAccepted bool) error {
	c := t.settings.pipeline
	doc, _, err := format.Read(t.key, t.src, format.Options{Format: c.Format, Encoding: c.Encoding, Fallback: c.Fallback})
	if err != nil {
		return err
	}
	// What emend proposed: of the marks that stand as it wrote them nobody has decided.
	whole, err := adopt.Compare(c, t.key, t.src, doc.Text.Content, true)
	if err != nil {
		return err
	}
	proposed := make(map[[2]string]bool)
	marks, _ := report.Marks(ofIDs(whole.Changeset, m.ids), false)
	for _, k := range marks {
		proposed[[2]string{doc.Text.Content[k.Start:k.End], k.New}] = true
	}
	var other strings.Builder
	var kept []text.Span // of the other version, where marks stand that nobody has decided
	type said struct {
		at   int
		note string
	}
	var notes []said
	for i, p := range m.parts {
		if i == 0 && p.Sign == "" {
			p.New = strings.TrimPrefix(p.New, "\n")
		}
		if p.IsComment() {
			if f := ours.FindStringSubmatch(p.New); f == nil || rules.Find(f[1]) == nil {
				notes = append(notes, said{other.Len(), strings.Join(strings.Fields(p.New), " ")})
			}
			continue
		}
		made := p.IsChange()
		if made && !keptAccepted && proposed[[2]string{p.Reads(false), p.Reads(true)}] {
			made = false
			kept = append(kept, text.Span{Start: other.Len(), End: other.Len() + len(p.Reads(false))})
			t.left++
		}
		other.WriteString(p.Reads(made))
	}
	if t.Comparison, err = adopt.Compare(c, t.key, t.src, other.String(), false); err != nil {
		return err
	}
	changed := 0
	for _, r := range t.Readings {
		changed += r.Len()
	}
	if len(t.Readings) > 2 && 2*changed > len(doc.Text.Content) {
		return errors.New("most of it differs; is it this text?")
	}
	t.accepted = t.Readings
	at := places(doc.Text.Content, other.String())
	spared := make(map[string]bool)
	for _, f := range t.Untouched {
		here := at(doc.Text.Locate(f.Range))
		spared[f.ID] = slices.ContainsFunc(kept, here.Overlaps)
	}
	t.reject(m.ids, spared)
	for _, n := range notes {
		t.note(n.at, n.note, at)
	}
	return t.corrected()
}

// ofIDs is the changeset with the findings of those IDs alone.
func ofIDs(c *review.Changeset, ids []string) *review.Changeset {
	named := make(map[string]bool, len(ids))
	for _, id := range ids {
		named[id] = true
	}
	out := *c
	out.Findings = nil
	for _, f := range c.Findings {
		if named[f.ID] {
			out.Findings = append(out.Findings, f)
		}
	}
	return &out
}

// places leads from spans of one text to where they stand in another.
func places(old, new string) func(text.Span) text.Span {
	changes := collate.Exactly(old, new)
	return func(s text.Span) text.Span {
		shift := 0
		for _, x := range changes {
			if x.Start >= s.Start {
				break
			}
			shift += len(x.New) - x.Len()
		}
		return text.Span{Start: s.Start + shift, End: s.End + shift}
	}
}

// note gives an editor's comment to the decision that it stands behind.
func (t *emended) note(at int, note string, place func(text.Span) text.Span) {
	best, id := 3, "" // bytes between
	near := func(end int, of string) {
		if d := at - end; d >= 0 && d < best {
			best, id = d, of
		}
	}
	for i := range t.accepted {
		if d, err := t.Accept(&t.accepted[i]); err == nil {
			near(place(t.accepted[i].Span).Start+len(t.accepted[i].New), d.Finding)
		}
	}
	for _, f := range t.rejected {
		near(place(t.Changeset.Document.Text.Locate(f.Range)).End, f.ID)
	}
	if id != "" && note != "" {
		t.notes[id] = strings.TrimPrefix(t.notes[id]+"; "+note, "; ")
	}
}

// corrected makes the file that the accepted readings give.
func (t *emended) corrected() error {
	var fs []review.Finding
	for i := range t.accepted {
		f := t.Finding(&adopt.Offer{Reading: t.accepted[i]}, "")
		if f.Status == review.Open {
			f.Accept(0, review.ByLedger)
		}
		fs = append(fs, f)
	}
	c := review.NewChangeset(t.Changeset.Document, fs)
	c.Settle()
	config := *t.settings.pipeline
	config.Format, config.Encoding = c.Document.Format, c.Document.Encoding
	var err error
	t.after, err = pipeline.Write(&config, c)
	t.made = err == nil && bytes.Equal(t.after, t.src)
	return err
}
