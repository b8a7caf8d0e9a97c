package main

import (
	"strings"

	"github.com/spf13/cobra"

	"emend/pipeline/format"
	"emend/pipeline/report"
	"emend/rules"
)

// completions are what a shell may offer for the values of flags.
func completions(c *cobra.Command) {
	offer := map[string]func() []string{"select": ruleNames, "ignore": ruleNames, "rule": ruleNames}
	offer["profile"] = func() (names []string) {
		for _, p := range rules.Profiles {
			names = append(names, described(p.Name, p.Doc))
		}
		return names
	}
	offer["format"] = func() (names []string) {
		for _, f := range format.All {
			names = append(names, described(f.Name, f.Doc))
		}
		return names
	}
	offer["output"] = func() (names []string) {
		for _, r := range report.All {
			names = append(names, described(r.Name, r.Doc))
		}
		return names
	}
	for name, names := range offer {
		if c.Flags().Lookup(name) != nil {
			c.RegisterFlagCompletionFunc(name, func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return names(), cobra.ShellCompDirectiveNoFileComp
			})
		}
	}
}

// ruleNames are those of all rules, each with its title.
func ruleNames() (names []string) {
	for _, r := range rules.All {
		names = append(names, described(r.Name, r.Doc))
	}
	return names
}

func described(name, doc string) string {
	title, _, _ := strings.Cut(doc, "\n")
	return name + "\t" + title
}
