package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"emend/dictionaries"
)

func (s *session) wordsCommand() *cobra.Command {
	words := &cobra.Command{
		Use:     "words",
		GroupID: "decisions",
		Short:   "edit and ask the project's word list",
		Long: `Words edits the project's word list: the first file of dictionaries in emend.toml, or words.txt
beside it. One word a line, lower case unless it is a name; # begins a comment; -word takes a
word out of other lists, !word says that it is never right.`,
		Example: `  emend words add Kellezi revanchism
  emend words trace tbe
  emend words list`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("unknown command %q; %s", args[0], didYouMean(args[0], []string{"add", "remove", "list", "trace"}, "want add, remove, list or trace"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	add := &cobra.Command{
		Use: "add WORD…", Short: "say that words are right",
		Example: "  emend words add Kellezi\n  emend words add --never arid",
		Args:    someWords,
	}
	never := add.Flags().Bool("never", false, "say that they are never right")
	add.RunE = func(cmd *cobra.Command, args []string) error {
		mark := ""
		if *never {
			mark = "!"
		}
		return s.editWords(cmd, args, func(l *wordList, _ *settings, w string) {
			l.drop(w)
			l.insert(mark + w)
		})
	}
	remove := &cobra.Command{
		Use: "remove WORD…", Short: "say that words are not right",
		Long: `Remove takes words off the project's list. A word that another list has is put down as
-WORD, which takes it out for this project.`,
		Example: "  emend words remove Kellezi", Args: someWords,
	}
	remove.RunE = func(cmd *cobra.Command, args []string) error {
		return s.editWords(cmd, args, func(l *wordList, set *settings, w string) {
			if !l.drop(w) {
				if set.lexicon.Accepts(w) {
					l.insert("-" + w)
				} else {
					s.note("%s: no list has it", w)
				}
			}
		})
	}
	list := &cobra.Command{
		Use: "list", Short: "print the project's words", Example: "  emend words list", Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.listWords(cmd) },
	}
	trace := &cobra.Command{
		Use: "trace WORD…", Short: "say which list decides on a word, and why",
		Example: "  emend words trace tbe the Kellezi", Args: someWords,
		RunE: func(cmd *cobra.Command, args []string) error { return s.traceWords(cmd, args) },
	}
	s.opts.bindLanguage(trace.Flags())
	for _, c := range []*cobra.Command{add, remove, list, trace} {
		s.opts.bindConfig(c.Flags())
		words.AddCommand(c)
	}
	return words
}

func someWords(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("which word? %s", cmd.UseLine())
	}
	for _, w := range args {
		if _, err := dictionaries.ReadList("word", strings.NewReader(w+"\n")); err != nil || strings.ContainsAny(w, "\r\n#") || w == "" || strings.ContainsRune("-!", rune(w[0])) {
			return fmt.Errorf("%q is no word; one word, without a mark before it", w)
		}
	}
	return nil
}

func (s *session) wordSettings(cmd *cobra.Command) (*settings, error) {
	if _, err := s.here(cmd); err != nil {
		return nil, err
	}
	return s.projects.ready(s.projects.abs("x.txt"))
}

// editWords changes the project's list and says how it stands with each word then.
func (s *session) editWords(cmd *cobra.Command, args []string, edit func(*wordList, *settings, string)) error {
	set, err := s.wordSettings(cmd)
	if err != nil {
		return err
	}
	if len(set.values["dictionaries"].List) == 0 {
		return errors.New("dictionaries is empty in emend.toml; name a word list there")
	}
	if err := s.projects.within(set, 0); err != nil {
		return err
	}
	path := s.projects.listPath(set, 0)
	shown := s.projects.shown(path)
	for try := 0; ; try++ {
		src, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s: %w", shown, reason(err))
		}
		l := parseWordList(src)
		for _, w := range args {
			edit(l, set, w)
		}
		out := l.bytes()
		if string(out) == string(src) {
			break
		}
		if err = writeAtomic(path, out, src); err == nil {
			s.note("%s: %s", shown, count(len(args), "word")+" written down")
			break
		}
		if !errors.Is(err, errChanged) || try == 9 {
			return fmt.Errorf("%s: %w", shown, reason(err))
		}
	}
	s.projects.checked, s.projects.settings = make(map[string]*settings), make(map[string]*settings)
	if set, err = s.projects.ready(s.projects.abs("x.txt")); err != nil {
		return err
	}
	for _, w := range args {
		s.detail("%s", set.lexicon.Trace(w).Reason)
	}
	return nil
}

func (s *session) listWords(cmd *cobra.Command) error {
	set, err := s.wordSettings(cmd)
	if err != nil {
		return err
	}
	for i := range set.values["dictionaries"].List {
		if err := s.projects.within(set, i); err != nil {
			return err
		}
		src, err := readBounded(s.projects.listPath(set, i), maxListSize)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.projects.shown(s.projects.listPath(set, i)), reason(err))
		}
		for _, line := range parseWordList(src).lines {
			if w := wordOf(line); w != "" {
				fmt.Fprintln(s.out, escape(w))
			}
		}
	}
	for _, key := range []string{"words", "names", "never"} {
		for _, w := range set.values[key].List {
			if key == "never" {
				w = "!" + w
			}
			fmt.Fprintln(s.out, escape(w))
		}
	}
	return nil
}

func (s *session) traceWords(cmd *cobra.Command, args []string) error {
	set, err := s.wordSettings(cmd)
	if err != nil {
		return err
	}
	for _, w := range args {
		t := set.lexicon.Trace(w)
		verdict := "not accepted"
		if t.Accepted {
			verdict = "accepted"
		}
		fmt.Fprintf(s.out, "%s: %s; %s\n", escape(w), verdict, escape(t.Reason))
		for _, step := range t.Steps {
			line := fmt.Sprintf("  list %s has %s", step.List, step.Form)
			if f := step.Entry.Frequency(); f > 0 {
				line += fmt.Sprintf(" (%.3g per million words)", f)
			}
			fmt.Fprintln(s.out, escape(line))
		}
	}
	return nil
}

func isFolder(path string) bool {
	info, err := os.Stat(filepath.FromSlash(path))
	return err == nil && info.IsDir()
}
