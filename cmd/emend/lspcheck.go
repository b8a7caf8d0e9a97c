package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"emend/cmd/emend/lsp"
	"emend/pipeline"
	"emend/pipeline/report"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

// maxDiagnostics is how many findings of one text an editor is shown, the surest ones.
const maxDiagnostics = 1000

// A checkup is what was found in one state of a document.
type checkup struct {
	version int
	text    *lsp.Text
	config  *pipeline.Config
	changes *review.Changeset // nil: the text is left out, or could not be checked
}

// study is a session of its own with the project as it is on the disk now.
func (v *server) study() (*session, error) {
	s := newSession(v.ctx, strings.NewReader(""), io.Discard, v.errs)
	s.opts = v.opts
	return s, s.prepare()
}

// keeping is how long configuration, ledger and word lists are not read again while somebody types.
const keeping = 2 * time.Second

// kept is a study that may be a moment old. Only checks use it, and they come one at a time.
func (v *server) kept() (*session, error) {
	v.mu.Lock()
	s, late, turn := v.last, time.Since(v.lastAt) > keeping, v.turn
	v.mu.Unlock()
	if s != nil && !late {
		return s, nil
	}
	at := time.Now()
	s, err := v.study()
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	if v.turn == turn { // nothing has changed while it was read
		v.last, v.lastAt = s, at
	}
	v.mu.Unlock()
	return s, nil
}

// examine checks a document. The text that counts is the editor's, so its encoding is the editor's, too.
func (v *server) examine(d *document, t *lsp.Text) (*checkup, error) {
	s, err := v.kept()
	if err != nil {
		return nil, err
	}
	c := &checkup{text: t}
	if int64(len(t.Content())) > int64(v.opts.maxSize) {
		return c, fmt.Errorf("%s: larger than %s", d.uri, showSize(int64(v.opts.maxSize)))
	}
	abs := d.path
	if abs == "" {
		abs = filepath.Join(s.projects.cwd, stdinName)
	} else {
		w := &walk{session: s, ignores: make(map[string][]scope)}
		out, err := w.leftOutNamed(abs, false)
		if err != nil || out != "" {
			return c, err
		}
	}
	set, err := s.projects.ready(abs)
	if err != nil {
		return nil, err
	}
	config := *set.pipeline
	config.Encoding = "utf-8"
	if c.changes, err = pipeline.Check(&config, decisionPath(d, set), []byte(t.Content())); err != nil {
		return nil, err
	}
	c.config = &config
	return c, nil
}

// decisionPath is what the ledger calls a document.
func decisionPath(d *document, set *settings) string {
	if d.path == "" {
		return stdinName
	}
	return relative(set.place.root, d.path)
}

// shown are the findings that an editor sees, by place.
func (c *checkup) shown() (fs []*review.Finding) {
	if c.changes == nil {
		return nil
	}
	for i := range c.changes.Findings {
		if f := &c.changes.Findings[i]; f.Status != review.Rejected && f.Status != review.Superseded {
			fs = append(fs, f)
		}
	}
	if len(fs) > maxDiagnostics {
		slices.SortStableFunc(fs, func(a, b *review.Finding) int { return cmp.Compare(b.Confidence, a.Confidence) })
		fs = fs[:maxDiagnostics]
	}
	return fs
}

func (c *checkup) diagnostics() []lsp.Diagnostic {
	all := []lsp.Diagnostic{}
	for _, f := range c.shown() {
		all = append(all, c.diagnostic(f))
	}
	return sorted(all)
}

// diagnostic is a finding as an editor shows it. What is accepted is no warning any more.
func (c *checkup) diagnostic(f *review.Finding) lsp.Diagnostic {
	d := lsp.Diagnostic{Range: c.place(f.Range), Severity: lsp.SeverityWarning, Code: f.Rule, Source: "emend", Message: report.Message(f), Data: f.ID}
	if f.Status == review.Accepted {
		d.Severity = lsp.SeverityHint
	}
	return d
}

// sorted are diagnostics by place.
func sorted(all []lsp.Diagnostic) []lsp.Diagnostic {
	slices.SortStableFunc(all, func(a, b lsp.Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Range.Start.Line, b.Range.Start.Line), cmp.Compare(a.Range.Start.Character, b.Range.Start.Character))
	})
	return all
}

func (c *checkup) place(r text.Range) lsp.Range {
	return lsp.Range{Start: c.text.Position(r.Start), End: c.text.Position(r.End)}
}

// The commands of the server. Each takes the URI of a text and a decision as a line of the ledger has it.
const (
	acceptCommand   = "emend.accept"
	rejectCommand   = "emend.reject"
	sicCommand      = "emend.sic"
	undecideCommand = "emend.undecide"
)

var commands = []string{acceptCommand, rejectCommand, sicCommand, undecideCommand}

// actions are what can be done about the findings in a range.
func (v *server) actions(ctx context.Context, p lsp.CodeActionParams) (any, error) {
	all := []lsp.CodeAction{}
	if p.Context.Only != nil && !slices.ContainsFunc(p.Context.Only, func(k string) bool { return k == "" || k == "quickfix" }) {
		return all, nil
	}
	d, c := v.current(ctx, p.Document.URI)
	if c == nil {
		return all, nil
	}
	from, to := c.text.Offset(p.Range.Start), c.text.Offset(p.Range.End)
	from, to = min(from, to), max(from, to)
	for _, f := range c.shown() {
		if f.Range.Start <= to && from <= f.Range.End {
			all = append(all, v.about(d, c, f)...)
		}
		if ctx.Err() != nil {
			break
		}
	}
	return all, nil
}

// about are the actions on one finding.
func (v *server) about(d *document, c *checkup, f *review.Finding) (all []lsp.CodeAction) {
	diagnostic := []lsp.Diagnostic{c.diagnostic(f)}
	add := func(title, command, reading string, edit *lsp.WorkspaceEdit) {
		a := lsp.CodeAction{Title: title, Kind: "quickfix", Diagnostics: diagnostic, Edit: edit}
		a.Preferred = edit != nil && len(all) == 0 && f.Status != review.Conflicting
		if d.path != "" && command != "" {
			a.Command = &lsp.Command{Title: title, Command: command, Arguments: []any{d.uri, f.Decision(review.Accept, reading, "")}}
		}
		if a.Edit != nil || a.Command != nil {
			all = append(all, a)
		}
	}
	for i := range f.Suggestions {
		reading := f.Suggestions[i].New
		if edit := v.edit(d, c, f, i); edit != nil {
			add(fmt.Sprintf("emend: %s instead of %s (%.0f %%)", named(reading), named(f.Old), 100*f.Suggestions[i].Confidence), acceptCommand, reading, edit)
		}
	}
	if f.Status == review.Accepted {
		if f.Because == review.ByLedger {
			add("emend: take the decision on "+named(f.Old)+" back", undecideCommand, "", nil)
		}
		return all
	}
	if best := f.Taken(); best != nil {
		add("emend: accept "+named(best.New)+", emend fix writes it", acceptCommand, best.New, nil)
	}
	add("emend: leave "+named(f.Old)+" as it is", rejectCommand, "", nil)
	add("emend: sic, "+named(f.Old)+" is so in the print", sicCommand, "", nil)
	return all
}

// edit is what writes a candidate into the text; nil where the text would then read otherwise than promised.
func (v *server) edit(d *document, c *checkup, f *review.Finding, candidate int) *lsp.WorkspaceEdit {
	trial := *c.changes
	trial.Findings = slices.Clone(c.changes.Findings)
	for i := range trial.Findings {
		if g := &trial.Findings[i]; &c.changes.Findings[i] == f {
			g.Accept(candidate, "editor")
		} else if g.Applied() {
			g.Status = review.Open
		}
	}
	edits := trial.Edits()
	if out, err := pipeline.Write(c.config, &trial); err != nil || len(edits) == 0 || string(out) == c.text.Content() {
		return nil
	}
	e := lsp.DocumentEdit{}
	e.Document.URI, e.Document.Version = d.uri, c.version
	for _, x := range edits {
		e.Edits = append(e.Edits, lsp.TextEdit{Range: c.place(x.Range), NewText: x.New})
	}
	return &lsp.WorkspaceEdit{Changes: []lsp.DocumentEdit{e}}
}

// execute writes a decision into the ledger, or takes one out.
func (v *server) execute(p lsp.ExecuteCommand) error {
	if !slices.Contains(commands, p.Command) {
		return &lsp.Error{Code: lsp.InvalidParams, Message: "emend has no command " + p.Command}
	}
	var uri string
	decision := review.Decision{Scope: review.Here}
	if len(p.Arguments) != 2 || json.Unmarshal(p.Arguments[0], &uri) != nil || json.Unmarshal(p.Arguments[1], &decision) != nil ||
		decision.Scope != review.Here || decision.Rule == "" || !findingID.MatchString(decision.Finding) {
		return &lsp.Error{Code: lsp.InvalidParams, Message: p.Command + " wants the URI of a text and a decision"}
	}
	path := filePath(uri)
	if path == "" {
		return errors.New("a decision needs the name of its text; save it first")
	}
	s, err := v.study()
	if err != nil {
		return err
	}
	set, err := s.projects.ready(path)
	if err != nil {
		return err
	}
	decision.Path, decision.By = relative(set.place.root, path), s.reviewer("", set.place.root)
	switch p.Command {
	case rejectCommand:
		decision.Verdict, decision.New = review.Reject, ""
	case sicCommand:
		decision.Verdict, decision.New = review.Sic, ""
	default:
		decision.Verdict = review.Accept
	}
	err = s.editLedger(set.place.root, func(old []review.Decision) []review.Decision {
		old = slices.DeleteFunc(old, func(o review.Decision) bool { return o.Finding == decision.Finding && o.Scope == review.Here })
		if p.Command == undecideCommand {
			return old
		}
		return append(old, decision)
	})
	if err == nil {
		v.again()
	}
	return err
}
