package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"emend/pipeline/correct/channel"
)

// free are the pair sets whose words may be shown as examples; of the others only counts of letters are used.
var free = []string{"tess-dev", "oldbooks-tess5-en"}

// A pair is a page as read and as printed.
type pair struct{ name, read, truth string }

// pairs reads NAME.ocr.txt and NAME.gt.txt of a folder; of tess-dev only the pages whose names begin with prefix.
func pairs(dir, prefix string) ([]pair, error) {
	names, err := filepath.Glob(filepath.Join(dir, prefix+"*.ocr.txt"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var ps []pair
	for _, name := range names {
		read, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		truth, err := os.ReadFile(strings.TrimSuffix(name, ".ocr.txt") + ".gt.txt")
		if err != nil {
			return nil, err
		}
		ps = append(ps, pair{strings.TrimSuffix(filepath.Base(name), ".ocr.txt"), string(read), string(truth)})
	}
	return ps, nil
}

func trainChannel(args []string) error {
	flags := flag.NewFlagSet("channel", flag.ContinueOnError)
	out := flags.String("o", "", "the table to write")
	if err := flags.Parse(args); err != nil {
		return err
	}
	l := channel.NewLearner()
	for _, dir := range flags.Args() {
		dir, prefix, _ := strings.Cut(dir, ":")
		ps, err := pairs(dir, prefix)
		if err != nil {
			return err
		}
		for _, p := range ps {
			l.Add(p.read, p.truth, slices.Contains(free, filepath.Base(dir)))
		}
	}
	f, err := os.Create(*out)
	if err != nil {
		return err
	}
	defer f.Close()
	es := l.Entries()
	fmt.Println(len(es), "edits")
	return channel.Write(f, es, "counted from aligned pages; examples from free pages only")
}
