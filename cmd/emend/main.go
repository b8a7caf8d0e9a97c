// Command emend finds likely transcription errors in texts, lets an editor decide, and writes
// the corrected version.
//
// Exit codes: 0 nothing found, 1 findings remain, 2 the job could not be done, 130 interrupted;
// 2 beats 1. Standard output carries the report and nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// The exit codes; a higher one beats a lower one.
const (
	clean       = 0
	found       = 1
	failed      = 2
	interrupted = 130
)

// errReaderGone is returned where nobody reads standard output any more and there is nothing else to do.
var errReaderGone = errors.New("broken pipe")

// errInterrupted is returned where a signal cut the work short.
var errInterrupted = errors.New("interrupted")

func run(args []string, in io.Reader, out, errs io.Writer) (code int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal kills
	// A closed pipe is an error of Write, not a signal that kills.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)

	s := newSession(ctx, in, out, errs)
	defer func() {
		if e := recover(); e != nil {
			s.say("internal error: %v; please report it", e)
			s.detail("%s", strings.ReplaceAll(string(debug.Stack()), "\n", " | "))
			code = failed
		}
	}()
	root := s.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(s.out)
	root.SetErr(errs)
	return s.end(root.ExecuteContext(ctx))
}

// end is the exit code of a run whose command returned err.
func (s *session) end(err error) int {
	s.progress.stop()
	s.gate.close()
	if err == nil {
		err = s.out.Flush()
	}
	switch {
	case errors.Is(err, errInterrupted) || s.ctx.Err() != nil:
		s.out.Flush()
		s.say("interrupted; every file is as it was or as it should be")
		return interrupted
	case errors.Is(err, errReaderGone):
	case err != nil:
		s.complain(err)
		s.raise(failed)
	case s.out.broken && s.code == found:
		return clean
	}
	return s.code
}

func (s *session) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "emend",
		Short: "find transcription errors, decide, write the corrected text",
		Long: `emend reads texts, finds likely transcription and scanning errors, and says why.
An editor decides; nothing is changed that nobody approved.

  emend check letters/          what is wrong there, as far as emend can tell
  emend review letters/         decide, one finding after the other
  emend accept letters/ 3f8a    this finding is right: write its first candidate
  emend diff letters/           what fix would change
  emend fix --write letters/    write it`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(cmd, args[0])
		},
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version(),
	}
	root.SetVersionTemplate("emend {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if at := strings.Index(err.Error(), "strconv."); at >= 0 { // of strconv.ParseFloat: parsing "abc": invalid syntax
			return errors.New(err.Error()[:at] + "want a number")
		}
		hint := cmd.CommandPath() + " --help lists the flags"
		if name, ok := strings.CutPrefix(err.Error(), "unknown flag: --"); ok {
			var names []string
			cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
			if near := nearest(name, names); near != "" {
				hint = fmt.Sprintf("did you mean %q?", "--"+near)
			}
		}
		return fmt.Errorf("%w; %s", err, hint)
	})
	s.opts.bindGlobal(root.PersistentFlags())
	root.AddGroup(
		&cobra.Group{ID: "texts", Title: "Texts:"},
		&cobra.Group{ID: "decisions", Title: "Decisions:"},
		&cobra.Group{ID: "reference", Title: "Reference:"},
	)
	root.SetHelpCommandGroupID("reference")
	root.SetCompletionCommandGroupID("reference")
	for _, c := range []*cobra.Command{
		s.checkCommand(), s.diffCommand(), s.fixCommand(), s.lspCommand(),
		s.reviewCommand(), s.decideCommand(acceptVerb), s.decideCommand(rejectVerb), s.decideCommand(sicVerb), s.applyCommand(), s.adoptCommand(), s.undecideCommand(), s.ledgerCommand(), s.baselineCommand(),
		s.evalCommand(), s.trainCommand(), s.explainCommand(), s.rulesCommand(), s.formatsCommand(), s.textCommand(), s.wordsCommand(), s.sourcesCommand(), s.collateCommand(), s.configCommand(), s.initCommand(), s.mergeCommand(), s.cacheCommand(), s.versionCommand(),
	} {
		completions(c)
		root.AddCommand(c)
	}
	root.AddCommand(s.manCommand(root))
	s.strictHelp(root)
	return root
}

func unknownCommand(root *cobra.Command, name string) error {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden {
			names = append(names, c.Name())
		}
	}
	return fmt.Errorf("unknown command %q; %s", name, didYouMean(name, names, "emend --help lists the commands"))
}

// strictHelp makes help on a command that there is not an error.
func (s *session) strictHelp(root *cobra.Command) {
	show := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if words := cmd.Flags().Args(); cmd == root && len(words) > 0 { // emend chekc --help
			s.complain(unknownCommand(root, words[0]))
			s.raise(failed)
			return
		}
		show(cmd, args)
	})
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() != "help" {
			continue
		}
		c.Run, c.RunE = nil, func(_ *cobra.Command, args []string) error {
			about, rest, err := root.Find(args)
			if err != nil || about == root && len(rest) > 0 {
				return unknownCommand(root, args[0])
			}
			about.InitDefaultHelpFlag()
			return about.Help()
		}
	}
}
