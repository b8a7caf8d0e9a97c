package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/spf13/cobra"

	"emend/pipeline/format"
	"emend/pipeline/report/errata"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

// sifting are the flags that choose decisions.
type sifting struct {
	rules, by []string
	verdict   string
}

func (s *session) ledgerCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "ledger", GroupID: "decisions", Short: "list, count, export, prune and merge decisions",
		Long: `Ledger works on the decisions of the current folder's project: .emend/ledger.jsonl, one a
line. PATHs are files or folders the decisions were taken on, or quoted globs.`,
		Example: `  emend ledger list --verdict accept letters/
  emend ledger stats
  emend ledger export --to html > errata.html
  emend ledger prune
  emend ledger merge ../copy-of-ann/.emend/ledger.jsonl`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("unknown command %q; %s", args[0], didYouMean(args[0], []string{"list", "stats", "export", "prune", "merge", "settle"}, "want list, stats, export, prune, merge or settle"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(s.ledgerList(), s.ledgerStats(), s.ledgerExport(), s.ledgerPrune(), s.ledgerMerge(), s.ledgerSettle())
	return c
}

// choosing binds the flags that choose decisions.
func (s *session) choosing(c *cobra.Command) *sifting {
	f := &sifting{}
	c.Flags().StringSliceVar(&f.rules, "rule", nil, "of these `RULE`s only")
	c.Flags().StringSliceVar(&f.by, "by", nil, "of these reviewers only: `NAME`")
	c.Flags().Var(&choice{&f.verdict, []string{"accept", "reject", "sic"}}, "verdict", "accept, reject or sic")
	s.opts.bindConfig(c.Flags())
	return f
}

// ledgerHere is the ledger of the current folder's project.
func (s *session) ledgerHere(cmd *cobra.Command) (*ledger, error) {
	set, err := s.here(cmd)
	if err != nil {
		return nil, err
	}
	return s.projects.ledger(set.place.root)
}

// sift chooses decisions, sorted by path, the order of the ledger within one.
func (s *session) sift(l *ledger, args []string, f *sifting) ([]review.Decision, error) {
	for _, r := range f.rules {
		if err := vocabulary().CheckRule(r); err != nil {
			return nil, err
		}
	}
	var keys []string
	for _, a := range args {
		keys = append(keys, relative(l.root, s.projects.abs(a)))
	}
	var ds []review.Decision
	for _, d := range l.decisions {
		if len(f.rules) > 0 && !slices.Contains(f.rules, d.Rule) || len(f.by) > 0 && !slices.Contains(f.by, d.By) ||
			f.verdict != "" && string(d.Verdict) != f.verdict || len(keys) > 0 && !slices.ContainsFunc(keys, func(k string) bool { return within(k, d.Path) }) {
			continue
		}
		ds = append(ds, d)
	}
	slices.SortStableFunc(ds, func(a, b review.Decision) int { return strings.Compare(a.Path, b.Path) })
	return ds, nil
}

// within reports whether a path is the key, lies in that folder, or fits that glob.
func within(key, path string) bool {
	if key == "." || path == key || strings.HasPrefix(path, key+"/") {
		return true
	}
	ok, err := doublestar.Match(key, path)
	return err == nil && ok
}

func (s *session) ledgerList() *cobra.Command {
	c := &cobra.Command{
		Use: "list [PATH…]", Short: "print decisions, one a line",
		Long: `List prints decisions, those on one file together. --contradictions prints only what cannot all
be meant: one thing decided twice, the same words around a reading decided both ways, and
conflicts that emend ledger merge has left. Exit code 1 says that there are some.`,
		Example: "  emend ledger list --rule misspelling --verdict reject\n  emend ledger list --contradictions",
	}
	f := s.choosing(c)
	contradictions := c.Flags().Bool("contradictions", false, "only what contradicts each other")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		l, err := s.ledgerHere(cmd)
		if err != nil {
			return err
		}
		ds, err := s.sift(l, args, f)
		if err != nil {
			return err
		}
		if *contradictions {
			return s.listContradictions(l, ds)
		}
		for _, d := range ds {
			fmt.Fprintln(s.out, sentence(d))
		}
		return nil
	}
	return c
}

// sentence is a decision in one line, with its context and who took it.
func sentence(d review.Decision) string {
	line := describe(d, d.Path)
	if d.Before+d.After != "" {
		line += escape(fmt.Sprintf("  in: %s [%s] %s", d.Before, d.Old, d.After))
	}
	if d.By != "" {
		line += escape("  by " + d.By)
	}
	if d.Note != "" {
		line += escape("  note: " + d.Note)
	}
	return line
}

func (s *session) listContradictions(l *ledger, ds []review.Decision) error {
	open, err := s.readConflicts(l.root)
	if err != nil {
		return err
	}
	n := 0
	for _, c := range review.Contradictions(ds) {
		n++
		fmt.Fprintln(s.out, c.Why+":")
		for _, d := range c.Decisions {
			fmt.Fprintln(s.out, "  "+sentence(d))
		}
	}
	for _, c := range review.Contradictions(open) {
		n++
		fmt.Fprintln(s.out, "left open by a merge; emend review asks it again:")
		for _, d := range c.Decisions {
			fmt.Fprintln(s.out, "  "+sentence(d))
		}
	}
	if n > 0 {
		s.raise(found)
	}
	s.note("%s", count(n, "contradiction"))
	return nil
}

func (s *session) ledgerStats() *cobra.Command {
	c := &cobra.Command{
		Use: "stats [PATH…]", Short: "count decisions by rule and reviewer",
		Example: "  emend ledger stats letters/",
	}
	f := s.choosing(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		l, err := s.ledgerHere(cmd)
		if err != nil {
			return err
		}
		ds, err := s.sift(l, args, f)
		if err != nil {
			return err
		}
		s.countBy("rule", ds, func(d review.Decision) string { return d.Rule })
		s.countBy("by", ds, func(d review.Decision) string { return d.By })
		if n := len(review.Contradictions(ds)); n > 0 {
			s.note("%s; emend ledger list --contradictions shows them", count(n, "contradiction"))
		}
		return nil
	}
	return c
}

// countBy prints a table of verdicts.
func (s *session) countBy(head string, ds []review.Decision, of func(review.Decision) string) {
	counts := make(map[string]*[4]int)
	names := []string{}
	for _, d := range ds {
		name := of(d)
		if name == "" {
			name = "(nobody)"
		}
		if counts[name] == nil {
			counts[name] = &[4]int{}
			names = append(names, name)
		}
		c := counts[name]
		c[slices.Index([]review.Verdict{review.Accept, review.Reject, review.Sic}, d.Verdict)]++
		c[3]++
	}
	slices.Sort(names)
	wide := len(head)
	for _, n := range names {
		wide = max(wide, len([]rune(escape(n))))
	}
	fmt.Fprintf(s.out, "%-*s  %8s  %8s  %8s  %8s  %s\n", wide, head, "accept", "reject", "sic", "all", "accepted  in 95 of 100 cases")
	for _, n := range names {
		c := counts[n]
		low, high := review.Record{Right: c[0], Wrong: c[3] - c[0]}.Interval()
		fmt.Fprintf(s.out, "%-*s  %8d  %8d  %8d  %8d  %7.1f%%  %.0f to %.0f%%\n", wide, escape(n), c[0], c[1], c[2], c[3], 100*float64(c[0])/float64(c[3]), 100*low, 100*high)
	}
}

func (s *session) ledgerExport() *cobra.Command {
	var names []string
	doc := ""
	for _, f := range errata.All {
		names = append(names, f.Name)
		doc += "\n  " + fmt.Sprintf("%-9s %s", f.Name, f.Doc)
	}
	c := &cobra.Command{
		Use: "export [PATH…]", Short: "print decisions as a table or a page of errata",
		Long:    "Export prints decisions with the line where each stands now, if its file is there:" + doc,
		Example: "  emend ledger export > decisions.csv\n  emend ledger export --to html letters/ > errata.html",
	}
	f := s.choosing(c)
	to := names[0]
	c.Flags().Var(&choice{&to, names}, "to", strings.Join(names, ", "))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		l, err := s.ledgerHere(cmd)
		if err != nil {
			return err
		}
		ds, err := s.sift(l, args, f)
		if err != nil {
			return err
		}
		entries := s.located(l.root, ds)
		return errata.All[slices.Index(names, to)].Write(s.out, entries)
	}
	return c
}

// located finds the lines of decisions, which are sorted by path, and sorts them by line in each file.
func (s *session) located(root string, ds []review.Decision) []errata.Entry {
	es := make([]errata.Entry, len(ds))
	var doc *text.Document
	var lines *text.Lines
	for i, d := range ds {
		if i == 0 || d.Path != ds[i-1].Path {
			doc, lines = s.document(root, d.Path), nil
		}
		es[i] = errata.Entry{Decision: d}
		if doc == nil || d.Scope != review.Here {
			continue
		}
		if at, ok := d.Find(doc.Text.Content); ok {
			if lines == nil {
				lines = doc.Lines()
			}
			es[i].Line, _ = lines.At(doc.Text.Origin(at).Start)
		}
	}
	slices.SortStableFunc(es, func(a, b errata.Entry) int {
		if a.Path != b.Path {
			return strings.Compare(a.Path, b.Path)
		}
		return a.Line - b.Line
	})
	return es
}

// document reads a file as the ledger names it; nil if it cannot be.
func (s *session) document(root, key string) *text.Document {
	path := filepath.FromSlash(key)
	if !filepath.IsAbs(path) {
		path = filepath.Join(root, path)
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	doc, _, err := format.Read(key, src, format.Options{})
	if err != nil {
		return nil
	}
	return doc
}
