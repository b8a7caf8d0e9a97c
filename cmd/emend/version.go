package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the name of the release, or that of the module, or the commit that it was built from.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	if commit := setting(info, "vcs.revision"); len(commit) >= 12 {
		return "devel " + commit[:12]
	}
	return "devel"
}

// release is the name of the version; a release has it linked in.
var release = ""

func setting(info *debug.BuildInfo, key string) string {
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

// built is the commit that this program was built from; clean is false where there is none, or where files
// were changed after it.
func built() (commit string, clean bool) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", false
	}
	commit = setting(info, "vcs.revision")
	return commit, commit != "" && setting(info, "vcs.modified") == "false"
}
func (s *session) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		GroupID: "reference",
		Short:   "print the version",
		Example: "  emend version",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(s.out, "emend", version())
			return err
		},
	}
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes no arguments, not %q", cmd.CommandPath(), args[0])
	}
	return nil
}
