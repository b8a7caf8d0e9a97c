package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"emend/pipeline/config"
	"emend/rules"
)

func (s *session) explainCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "explain RULE…",
		GroupID: "reference",
		Short:   "what a rule does, when it is wrong, its examples",
		Example: "  emend explain long-s\n  emend rules",
		RunE:    func(cmd *cobra.Command, args []string) error { return s.explain(cmd, args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return ruleNames(), cobra.ShellCompDirectiveNoFileComp
		},
	}
	s.opts.bindConfig(c.Flags())
	c.Flags().StringVar(&s.opts.profile, "profile", "", "show the mode under this `NAME`")
	return c
}

// here are the settings of the current folder.
func (s *session) here(cmd *cobra.Command) (*settings, error) {
	s.opts.flags, s.opts.jobs = cmd.Flags(), max(1, s.opts.jobs)
	if err := s.prepare(); err != nil {
		return nil, err
	}
	return s.projects.effective(s.projects.abs("x.txt"))
}

func (s *session) explain(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return errors.New("explain which rule? emend rules lists them")
	}
	words := vocabulary()
	for _, name := range args {
		if err := words.CheckRule(name); err != nil {
			return err
		}
	}
	set, err := s.here(cmd)
	if err != nil {
		return err
	}
	for i, name := range args {
		if i > 0 {
			fmt.Fprintln(s.out)
		}
		r := rules.Find(name)
		mode := set.values["rules."+name]
		fmt.Fprintf(s.out, "%s: %s\n\nmode: %s (%s)\n", r.Name, strings.TrimRight(r.Doc, "\n"), mode.Text, mode.Origin)
		for j, e := range r.Examples {
			if j == 0 {
				fmt.Fprint(s.out, "\nExamples:\n")
			}
			note := ""
			if e.Note != "" {
				note = "   (" + e.Note + ")"
			}
			if e.In == e.Out {
				fmt.Fprintf(s.out, "  %s\n    stays%s\n", visible(e.In), note)
			} else {
				fmt.Fprintf(s.out, "  %s\n    -> %s%s\n", visible(e.In), visible(e.Out), note)
			}
		}
	}
	return nil
}

// visible shows blanks that are no plain space, and what else cannot be seen, by number.
func visible(s string) string {
	return strings.ReplaceAll(escape(s), `\n`, " / ")
}

func (s *session) rulesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "rules",
		GroupID: "reference",
		Short:   "list the rules, their modes here, and what they find",
		Long: `Rules lists the rules, each with its mode and, where the ledger speaks of it, how often it was right
on this archive: the share accepted lies in the interval in 95 of 100 cases. A rule in the mode
fix whose interval lies under 90% suggests only.`,
		Example: "  emend rules\n  emend rules --profile diplomatic",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			set, err := s.here(cmd)
			if err != nil {
				return err
			}
			wide := 0
			for _, r := range rules.All {
				wide = max(wide, len(r.Name))
			}
			l, err := s.projects.ledger(set.place.root)
			if err != nil {
				return err
			}
			for _, r := range rules.All {
				title, _, _ := strings.Cut(r.Doc, "\n")
				v := set.values["rules."+r.Name]
				if record, ok := l.records()[r.Name]; ok {
					title += fmt.Sprintf(" (here %v)", record)
				}
				if strings.HasPrefix(v.Origin, fromLedger) {
					title += ": suggests only"
				}
				fmt.Fprintf(s.out, "%-*s  %-7s  %s\n", wide, r.Name, v.Text, title)
			}
			return nil
		},
	}
	s.opts.bindConfig(c.Flags())
	c.Flags().StringVar(&s.opts.profile, "profile", "", "show the modes under this `NAME`")
	return c
}

func (s *session) configCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "config [PATH]",
		GroupID: "reference",
		Short:   "print the settings that hold for a file, each with where it comes from",
		Long: `Config prints what holds for PATH (a file or a folder; the current folder without one), as an
emend.toml would say it, each value with its origin: default, profile, file and line, or flag.

emend.toml is looked for in the file's folder and those above it, up to the root of the
repository or one that says root = true. The nearest one wins, key by key; a file wins over those
it extends; a flag wins over all.

Its keys:
` + keyDocs(config.Keys) + `
At the top of the file only:
` + keyDocs(config.FileKeys) + `
Below [rules] a line NAME = "off", "read", "suggest" or "fix" sets the mode of a rule. [[overrides]]
sets the same keys for the files that fit its paths.`,
		Example: "  emend config\n  emend config letters/1848.txt\n  emend config schema > emend.schema.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return errors.New("config takes one path; run it once for each")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return s.showConfig(cmd, args) },
	}
	s.opts.bindFinding(c.Flags())
	c.AddCommand(&cobra.Command{
		Use:   "schema",
		Short: "print the JSON Schema of emend.toml",
		Long: `Schema prints the JSON Schema (draft-07) of emend.toml, for editors that complete and check TOML by one.
A first line #:schema ./emend.schema.json in emend.toml tells them where it is.`,
		Example: "  emend config schema > emend.schema.json",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := s.out.Write(config.Schema(vocabulary()))
			return err
		},
	})
	return c
}

func keyDocs(keys []config.Key) string {
	var b strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&b, "  %-15s %s\n", k.Name, k.Doc)
	}
	return b.String()
}

func (s *session) showConfig(cmd *cobra.Command, args []string) error {
	s.opts.flags = cmd.Flags()
	if err := s.prepare(); err != nil {
		return err
	}
	abs := s.projects.abs("x.txt")
	if len(args) == 1 {
		abs = s.projects.abs(args[0])
		if isFolder(abs) {
			abs = s.projects.abs(args[0] + "/x.txt")
		}
	}
	set, err := s.projects.ready(abs)
	if err != nil {
		return err
	}
	type line struct{ text, origin string }
	var all []line
	add := func(key, value, origin string) { all = append(all, line{key + " = " + value, origin}) }
	for _, k := range config.Keys {
		v := set.values[k.Name]
		add(k.Name, v.String(k.Kind), v.Origin)
	}
	var classes []string
	for key := range set.values {
		if class, ok := strings.CutPrefix(key, "classes."); ok {
			classes = append(classes, class)
		}
	}
	if slices.Sort(classes); classes != nil {
		all = append(all, line{}, line{text: "[classes]"})
	}
	for _, class := range classes {
		v := set.values["classes."+class]
		add(strconv.Quote(class), v.String(config.Text), v.Origin)
	}
	all = append(all, line{}, line{text: "[rules]"})
	for _, r := range rules.All {
		v := set.values["rules."+r.Name]
		add(r.Name, v.String(config.Text), v.Origin)
	}
	wide := 0
	for _, l := range all {
		wide = max(wide, min(len(l.text), 40))
	}
	fmt.Fprintf(s.out, "# ledger: %s\n", escape(s.projects.shown(s.projects.ledgers[set.place.root].path)))
	var files []string
	for _, f := range set.place.files {
		files = append(files, escape(f.Name))
	}
	if files != nil {
		fmt.Fprintf(s.out, "# files, earlier ones win: %s\n", strings.Join(files, ", "))
	}
	for _, l := range all {
		if l.origin == "" {
			fmt.Fprintln(s.out, l.text)
			continue
		}
		fmt.Fprintf(s.out, "%-*s  # %s\n", wide, l.text, escape(l.origin))
	}
	return nil
}
