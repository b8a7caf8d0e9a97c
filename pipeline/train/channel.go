package train

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"emend/pipeline/correct/channel"
)

// free are the pair sets whose words may be shown as examples; of the others only counts of letters are used.
var free = []string{"tess-dev", "oldbooks-tess5-en"}

// A pair is a page as read and as printed.
type pair struct{ name, read, truth string }

// pairs reads NAME.ocr.txt and NAME.gt.txt of a folder; only the pages whose names begin with prefix.
func pairs(dir fs.FS, prefix string) ([]pair, error) {
	names, err := fs.Glob(dir, prefix+"*.ocr.txt")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var ps []pair
	for _, name := range names {
		read, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, err
		}
		truth, err := fs.ReadFile(dir, strings.TrimSuffix(name, ".ocr.txt")+".gt.txt")
		if err != nil {
			return nil, err
		}
		ps = append(ps, pair{strings.TrimSuffix(path.Base(name), ".ocr.txt"), string(read), string(truth)})
	}
	return ps, nil
}

// Channel counts what was read for what in folders of pairs, and writes the table.
func Channel(say io.Writer, out io.Writer, folders []Folder) error {
	l := channel.NewLearner()
	for _, f := range folders {
		ps, err := pairs(f.FS, f.Prefix)
		if err != nil {
			return err
		}
		for _, p := range ps {
			l.Add(p.read, p.truth, slices.Contains(free, f.Name))
		}
	}
	es := l.Entries()
	fmt.Fprintln(say, len(es), "edits")
	return channel.Write(out, es, "counted from aligned pages; examples from free pages only")
}
