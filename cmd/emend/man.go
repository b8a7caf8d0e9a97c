package main

import (
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func (s *session) manCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "man DIR", GroupID: "reference", Short: "write the manual pages into a folder",
		Long:    `Man writes the manual, a page a command, into a folder.`,
		Example: "  emend man ~/.local/share/man/man1",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("man takes one folder, which it writes the pages into")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return fmt.Errorf("%s: %w", args[0], reason(err))
			}
			root.InitDefaultCompletionCmd()
			plain(root)
			head := &doc.GenManHeader{Title: "EMEND", Section: "1", Source: "emend " + version(), Manual: "emend", Date: &time.Time{}}
			if at, err := time.Parse(time.RFC3339, builtAt()); err == nil {
				head.Date = &at
			}
			return doc.GenManTree(root, head, args[0])
		},
	}
}

// plain leaves the date of the run and the processors of the machine out of the pages: the same program writes the same.
func plain(c *cobra.Command) {
	c.DisableAutoGenTag = true
	if jobs := c.Flags().Lookup("jobs"); jobs != nil {
		jobs.DefValue = "processors"
	}
	for _, sub := range c.Commands() {
		plain(sub)
	}
}
