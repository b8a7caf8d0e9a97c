package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"emend/pipeline/correct/ngram"
	"emend/pipeline/train"
)

// training are the flags of train's parts.
type training struct {
	out     string
	channel string
	model   train.ModelOptions
	ranker  train.RankerOptions
	try     train.TryOptions
	show    int
}

func (s *session) trainCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "train PART",
		GroupID: "reference",
		Short:   "build the corrector's data from clean texts and pairs",
		Long: `Train builds the data that the corrector reads, each part from what the parts before it left: the
language model from clean texts, the channel from pairs (NAME.ocr.txt beside NAME.gt.txt), then the words
that may be proposed, the rivals of each word, and the ranker. A folder may be followed by a colon and
the beginning of names: pairs/tess-dev:eng. Nothing of the texts is kept but words and counts.`,
		Example: `  emend train model -o en.lm addresses/ texts/
  emend train channel -o en.channel.txt pairs/tess-dev:eng pairs/oldbooks
  emend train words -o en.words en.lm
  emend train rivals -o en.rivals --channel en.channel.txt
  emend train ranker -o en.rank.txt pairs/ texts/`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("unknown part %q; want model, channel, words, rivals or ranker", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	t := &training{}
	part := func(use, short string, least, most int, run func(args []string) error) *cobra.Command {
		p := &cobra.Command{Use: use, Short: short, Args: cobra.RangeArgs(least, most), RunE: func(_ *cobra.Command, args []string) error { return run(args) }}
		c.AddCommand(p)
		return p
	}
	const many = 1 << 10
	p := part("model FOLDER…", "count texts, one paragraph a line, and make the language model", 1, many, func(args []string) error {
		folders, err := s.trainFolders(args)
		if err != nil {
			return err
		}
		data, err := train.Model(s.errs, folders, t.model)
		return s.trained(t.out, data, err)
	})
	t.model.Options = ngram.Options{MinCount: 3, PruneBi: 2, PruneTri: 4}
	p.Flags().IntVar(&t.model.MinCount, "min", 3, "words seen less often than `N` times are unknown")
	p.Flags().Float64Var(&t.model.PruneBi, "bi", 2, "leave out pairs of words whose gain is below `GAIN`")
	p.Flags().Float64Var(&t.model.PruneTri, "tri", 4, "leave out triples of words whose gain is below `GAIN`")
	p.Flags().IntVar(&t.model.Every, "every", 1, "read only each `N`th text")
	t.writes(p)
	p = part("channel FOLDER…", "count what was read for what in pairs", 1, many, func(args []string) error {
		folders, err := s.trainFolders(args)
		if err != nil {
			return err
		}
		var b strings.Builder
		err = train.Channel(s.errs, &b, folders)
		return s.trained(t.out, []byte(b.String()), err)
	})
	t.writes(p)
	p = part("words MODEL", "make the automaton of the words that may be proposed", 1, 1, func(args []string) error {
		model, err := os.ReadFile(filepath.FromSlash(args[0]))
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], reason(err))
		}
		data, err := train.Words(s.errs, model)
		return s.trained(t.out, data, err)
	})
	t.writes(p)
	p = part("rivals", "search for each word the words it may have been misread from", 0, 0, func([]string) error {
		table, err := os.ReadFile(filepath.FromSlash(t.channel))
		if err != nil {
			return fmt.Errorf("%s: %w", t.channel, reason(err))
		}
		data, err := train.Rivals(s.errs, string(table))
		return s.trained(t.out, data, err)
	})
	p.Flags().StringVar(&t.channel, "channel", "", "`FILE` of the channel")
	p.MarkFlagRequired("channel")
	t.writes(p)
	p = part("ranker PAIRS TEXTS", "fit the ranker on judged proposals and say what it does on sources left out", 2, 2, func(args []string) error {
		var b strings.Builder
		var out io.Writer
		if t.out != "" {
			out = &b
		}
		err := train.Ranker(s.out, out, os.DirFS(args[0]), os.DirFS(args[1]), t.ranker)
		if t.out == "" {
			return err
		}
		return s.trained(t.out, []byte(b.String()), err)
	})
	p.Flags().StringVar(&t.ranker.Show, "show", "", "print the proposals of `SET` by falling score")
	p.Flags().BoolVar(&t.ranker.Batch, "batch", false, "adapt the channel to each set before")
	t.writes(p)
	p = part("try FOLDER…", "print what the corrector finds in clean texts", 1, many, func(args []string) error {
		folders, err := s.trainFolders(args)
		if err != nil {
			return err
		}
		return train.Try(s.out, folders, t.try)
	})
	p.Flags().Float64Var(&t.try.Above, "above", 0.5, "show findings of confidence `P` or more")
	p.Flags().StringVar(&t.try.Set, "set", "", "`NAME` of the books: tuning or testing")
	p.Flags().BoolVar(&t.try.Quiet, "figures", false, "figures only")
	p = part("reach PAIRS SET", "tell of the words read wrongly which were proposed rightly", 2, 2, func(args []string) error {
		return train.Reach(s.out, os.DirFS(args[0]), args[1], t.show, t.ranker.Batch)
	})
	p.Flags().IntVar(&t.show, "show", 0, "print each `N`th error of each class")
	p.Flags().BoolVar(&t.ranker.Batch, "batch", false, "adapt the channel to the set before")
	part("perplexity MODEL FOLDER…", "print what a model gives texts held out of it", 2, many, func(args []string) error {
		model, err := os.ReadFile(filepath.FromSlash(args[0]))
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], reason(err))
		}
		folders, err := s.trainFolders(args[1:])
		if err != nil {
			return err
		}
		return train.Perplexity(s.out, model, folders)
	})
	c.AddCommand(s.collectionCommand())
	return c
}

func (t *training) writes(c *cobra.Command) {
	c.Flags().StringVarP(&t.out, "out", "o", "", "write to `FILE`")
	if c.Name() != "ranker" {
		c.MarkFlagRequired("out")
	}
}

// trainFolders opens FOLDER and FOLDER:PREFIX.
func (s *session) trainFolders(args []string) ([]train.Folder, error) {
	var out []train.Folder
	for _, arg := range args {
		dir, prefix := arg, ""
		if !isFolder(arg) {
			if i := strings.LastIndexByte(arg, ':'); i > 0 {
				dir, prefix = arg[:i], arg[i+1:]
			}
			switch info, err := os.Stat(filepath.FromSlash(dir)); {
			case errors.Is(err, fs.ErrNotExist):
				return nil, fmt.Errorf("%s: no such folder", dir)
			case err != nil:
				return nil, fmt.Errorf("%s: %w", dir, reason(err))
			case !info.IsDir(): // one file
				dir, prefix = filepath.Dir(dir), strings.TrimSuffix(filepath.Base(dir), ".txt")
			}
		}
		out = append(out, train.Folder{Name: filepath.Base(dir), FS: os.DirFS(dir), Prefix: prefix})
	}
	return out, nil
}

// trained writes what was built.
func (s *session) trained(path string, data []byte, err error) error {
	if err != nil {
		return err
	}
	abs, err := filepath.Abs(filepath.FromSlash(path))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	f, err := newReportFile(abs, path)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.finish()
	}
	if err != nil {
		f.abandon()
		return fmt.Errorf("%s: %w", path, reason(err))
	}
	return nil
}
