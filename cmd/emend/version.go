package main

import (
	"crypto/sha256"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"emend/dictionaries"
	"emend/pipeline/correct"
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

// builtAt is the time of the commit.
func builtAt() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return setting(info, "vcs.time")
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
		Short:   "print the version; with -v what it was built from",
		Long: `Version prints the version. With -v also the commit, the version of Go, and of each model and word list in the
program its SHA-256: two programs that print the same find the same.`,
		Example: "  emend version\n  emend version -v",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintln(s.out, "emend", version())
			if s.opts.verbose {
				s.details()
			}
			return nil
		},
	}
}

// details are what the program was built from.
func (s *session) details() {
	commit, clean := built()
	switch {
	case commit == "":
		commit = "unknown"
	case !clean:
		commit += ", and changes to it"
	}
	fmt.Fprintf(s.out, "commit %s\n%s %s/%s\n", commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	d := correct.English()
	for _, part := range []struct {
		name string
		data []byte
	}{
		{"lexicon", []byte(dictionaries.EnglishData())}, {"model", d.Model}, {"words", d.Words}, {"rivals", d.Rivals}, {"channel", []byte(d.Channel)}, {"ranker", []byte(d.Ranker)},
	} {
		fmt.Fprintf(s.out, "%s %s %x\n", d.Lang, part.name, sha256.Sum256(part.data))
	}
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes no arguments, not %q", cmd.CommandPath(), args[0])
	}
	return nil
}
