package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"emend/pipeline"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

// A verb is a command that decides.
type verb struct {
	name, short, long string
	verdict           review.Verdict
}

var (
	acceptVerb = verb{"accept", "findings are right: write their first candidate, or NEW", "Accept decides that findings are right: fix will write their first candidate, or NEW after ID=.", review.Accept}
	rejectVerb = verb{"reject", "findings are wrong: leave the text as it is", "Reject decides that findings are no errors: they are not shown again.", review.Reject}
	sicVerb    = verb{"sic", "errors of the print itself: they stay", "Sic decides that an error stands in the print: it stays, and is not shown again.", review.Sic}
)

// deciding are the flags of the verbs.
type deciding struct {
	scope, note, by string
	all             bool
	rules           []string
}

var findingID = regexp.MustCompile(`^[0-9a-fA-F]{4,12}$`)

// A wish is an ID as it was typed.
type wish struct {
	prefix, new string
	hasNew      bool
}

// A match is a finding that a wish may mean.
type match struct {
	review.Finding
	*input
	at           string // the path to show
	line, column int
}

func (s *session) decideCommand(v verb) *cobra.Command {
	use, example := v.name+" [PATH…] ID…", "  emend "+v.name+" letters/1848.txt 3f8a\n"
	if v.verdict == review.Accept {
		use = "accept [PATH…] ID[=NEW]…"
		example += "  emend accept letters/1848.txt 3f8a=from\n"
	}
	d := &deciding{}
	c := &cobra.Command{
		Use: use, GroupID: "decisions", Short: v.short,
		Long: v.long + `

An ID is that of emend check, or its first four digits or more; other arguments are the paths
to look in. A file whose name looks like an ID is written ./NAME. The decision goes into
.emend/ledger.jsonl, one a line; emend undecide takes it back.`,
		Example: example + "  emend " + v.name + " --all --rule quote-mark --min-confidence 0.9 letters/",
		RunE:    func(cmd *cobra.Command, args []string) error { return s.decide(cmd, args, v, d) },
	}
	f := c.Flags()
	d.scope = "here"
	f.Var(&choice{&d.scope, []string{"here", "file", "everywhere"}}, "scope", "how far it reaches: this occurrence, all like it in the file, all like it")
	f.StringVar(&d.note, "note", "", "`TEXT` kept with the decision")
	f.StringVar(&d.by, "by", "", "`NAME` of who decides (default EMEND_REVIEWER, else git's user.name)")
	f.BoolVar(&d.all, "all", false, "decide all open findings, those that --rule and --min-confidence let through")
	f.StringSliceVar(&d.rules, "rule", nil, "with --all: findings of these `RULE`s only")
	s.opts.bindFinding(f)
	return c
}

func (s *session) decide(cmd *cobra.Command, args []string, v verb, d *deciding) error {
	s.opts.flags = cmd.Flags()
	if err := s.prepare(); err != nil {
		return err
	}
	paths, wishes, err := split(args, v)
	if err != nil {
		return err
	}
	for _, p := range paths {
		if p != "-" && !strings.ContainsAny(p, `/\.*?[{`) && !exists(s.projects.abs(p)) {
			return fmt.Errorf("%s is no finding's ID and no file", p)
		}
	}
	words := vocabulary()
	for _, r := range d.rules {
		if err := words.CheckRule(r); err != nil {
			return err
		}
	}
	switch {
	case len(wishes) == 0 && !d.all:
		return fmt.Errorf("%s which findings? give their IDs, as emend check shows them, or --all", v.name)
	case len(wishes) > 0 && d.all:
		return errors.New("--all and IDs exclude each other")
	case len(d.rules) > 0 && !d.all:
		return errors.New("--rule goes with --all")
	}
	s.opts.anyConfidence = !d.all && !cmd.Flags().Changed("min-confidence")
	inputs, err := s.gather(paths)
	if err != nil {
		return err
	}
	for _, in := range inputs {
		if in.key == stdinName {
			return errors.New("a decision needs the name of its text; --stdin-filename NAME gives standard input one")
		}
	}
	var matches []*match
	s.opts.deciding = true
	err = s.eachResult(inputs, func(r *result) error {
		matches = append(matches, matching(r, wishes, d, v.verdict)...)
		return nil
	})
	if err != nil {
		return err
	}
	chosen, err := choose(matches, wishes)
	if err != nil {
		return err
	}
	return s.record(chosen, v, d)
}

// split parts IDs from paths.
func split(args []string, v verb) (paths []string, wishes []wish, err error) {
	for _, a := range args {
		id, reading, has := strings.Cut(a, "=")
		if !findingID.MatchString(id) {
			paths = append(paths, a)
			continue
		}
		switch {
		case has && v.verdict != review.Accept:
			return nil, nil, fmt.Errorf("%s: %s takes no new reading; emend accept does", a, v.name)
		case has && !utf8.ValidString(reading):
			return nil, nil, fmt.Errorf("%s: the new reading is not utf-8", a)
		}
		wishes = append(wishes, wish{strings.ToLower(id), reading, has})
	}
	return paths, wishes, nil
}

// matching are the findings of a file that a wish may mean, or --all does. Of those, accept takes no first candidate that is
// less sure than asked for: that something is wrong does not make the reading right.
func matching(r *result, wishes []wish, d *deciding, verdict review.Verdict) (ms []*match) {
	var lines *text.Lines
	least := r.settings.values["min-confidence"].Number
	for i := range r.changes.Findings {
		f := &r.changes.Findings[i]
		fits := d.all && f.Status == review.Open && (len(d.rules) == 0 || slices.Contains(d.rules, f.Rule))
		for _, w := range wishes {
			fits = fits || strings.HasPrefix(f.ID, w.prefix)
		}
		if d.all && verdict == review.Accept && (len(f.Suggestions) == 0 || f.Suggestions[0].Confidence < least) {
			continue
		}
		if !fits {
			continue
		}
		if lines == nil {
			lines = r.changes.Document.Lines()
		}
		m := &match{Finding: *f, input: r.input, at: r.changes.Document.PathAt(f.Range.Start)}
		m.line, m.column = lines.At(f.Range.Start)
		ms = append(ms, m)
	}
	return ms
}

// A choice of the editor: a finding, and the reading that was typed for it.
type chosen struct {
	*match
	wish
}

// choose finds the one finding of each wish; without wishes all matches are meant.
func choose(matches []*match, wishes []wish) ([]chosen, error) {
	var out []chosen
	if len(wishes) == 0 {
		for _, m := range matches {
			out = append(out, chosen{match: m})
		}
		return out, nil
	}
	var errs []error
	for _, w := range wishes {
		var first *match
		ids := make(map[string]string)
		for _, m := range matches {
			if strings.HasPrefix(m.ID, w.prefix) {
				if first == nil {
					first = m
				}
				ids[m.ID] = fmt.Sprintf("%s (%s, %q)", m.ID, m.shown, m.Old)
			}
		}
		switch len(ids) {
		case 0:
			errs = append(errs, fmt.Errorf("no finding %s in these files; emend check shows them", w.prefix))
		case 1:
			out = append(out, chosen{first, w})
		default:
			var list []string
			for _, d := range ids {
				list = append(list, d)
			}
			slices.Sort(list)
			errs = append(errs, fmt.Errorf("%s may be any of %s; give more digits", w.prefix, strings.Join(list, ", ")))
		}
	}
	return out, errors.Join(errs...)
}

// record writes the decisions into the ledgers of their projects and prints them.
func (s *session) record(all []chosen, v verb, d *deciding) error {
	if len(all) == 0 {
		s.note("nothing to decide")
		return nil
	}
	byRoot := make(map[string][]review.Decision)
	var roots, lines []string
	var errs []error
	by := s.reviewer(d.by, all[0].settings.place.root)
	for _, c := range all {
		decision := review.Decision{
			Finding: c.ID, Verdict: v.verdict, Scope: review.Scope(d.scope), Rule: c.Rule, Old: c.Old,
			Before: c.Before, After: c.After, Path: c.key, By: by, Note: d.note,
		}
		if c.Witness != nil {
			decision.Witness = c.Witness.Name
		}
		if v.verdict == review.Accept {
			reading, err := c.reading()
			if err != nil {
				if d.all {
					s.note("%v", err)
				} else {
					errs = append(errs, err)
				}
				continue
			}
			decision.New = reading
			if err := s.writable(c, decision); err != nil {
				errs = append(errs, err)
				continue
			}
		}
		root := c.settings.place.root
		if byRoot[root] == nil {
			roots = append(roots, root)
		}
		byRoot[root] = append(byRoot[root], decision)
		lines = append(lines, describe(decision, fmt.Sprintf("%s:%d:%d", c.at, c.line, c.column)))
	}
	if errs != nil {
		return errors.Join(errs...) // all or nothing: a typing error leaves the ledger as it was
	}
	for _, root := range roots {
		err := s.editLedger(root, func(old []review.Decision) []review.Decision {
			return append(slices.DeleteFunc(old, func(o review.Decision) bool {
				return slices.ContainsFunc(byRoot[root], func(n review.Decision) bool {
					return o.Finding == n.Finding && (o.Scope != review.File || o.Path == n.Path)
				})
			}), byRoot[root]...)
		})
		if err != nil {
			return err
		}
	}
	for _, l := range lines {
		if !s.opts.quiet {
			fmt.Fprintln(s.out, l)
		}
	}
	return nil
}

// reading is what an accepted finding is to become.
func (c chosen) reading() (string, error) {
	at := fmt.Sprintf("%s:%d:%d: %s", c.at, c.line, c.column, c.ID)
	switch {
	case c.Status == review.Unwritable && !c.hasNew:
		return "", fmt.Errorf("%s cannot be written: %s", at, c.Because)
	case c.hasNew && c.new == c.Old:
		return "", fmt.Errorf("%s reads %q already; emend reject leaves it so", at, c.Old)
	case c.hasNew:
		return c.new, nil
	case len(c.Suggestions) == 0:
		return "", fmt.Errorf("%s has no candidate; write %s=NEW", at, c.ID)
	}
	return c.Suggestions[0].New, nil
}

// writable tries a reading that was typed: the file must be able to hold it.
func (s *session) writable(c chosen, d review.Decision) error {
	if !c.hasNew {
		return nil
	}
	src := c.data
	if c.path != "" {
		var err error
		if src, _, err = s.read(c.input); err != nil {
			return fmt.Errorf("%s: %w", c.shown, err)
		}
	}
	trial := *c.settings.pipeline
	trial.Ledger = review.NewLedger([]review.Decision{d})
	changes, err := pipeline.Check(&trial, c.key, src)
	if err != nil {
		return renamed(err, c.input)
	}
	if _, err := pipeline.Write(&trial, changes); err != nil {
		return renamed(err, c.input)
	}
	for _, f := range changes.Findings {
		if f.ID == d.Finding && f.Status == review.Unwritable {
			return fmt.Errorf("%s:%d:%d: %s cannot become %q: %s", c.at, c.line, c.column, c.ID, d.New, f.Because)
		}
	}
	return nil
}

// describe is a decision in one line.
func describe(d review.Decision, at string) string {
	line := fmt.Sprintf("%s %s %s: %q", d.Verdict, d.Finding, at, d.Old)
	if d.Verdict == review.Accept {
		line += fmt.Sprintf(" -> %q", d.New)
	}
	if d.Scope != review.Here {
		line += " (" + string(d.Scope) + ")"
	}
	return escape(line)
}

// reviewer is who decides: --by, EMEND_REVIEWER, git's user.name.
func (s *session) reviewer(by, root string) string {
	if by != "" {
		return by
	}
	if by = os.Getenv("EMEND_REVIEWER"); by != "" {
		return by
	}
	ctx, cancel := context.WithTimeout(s.ctx, 2*time.Second)
	defer cancel()
	git := exec.CommandContext(ctx, "git", "config", "user.name")
	git.Dir = root
	out, err := git.Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
