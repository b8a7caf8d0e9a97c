package main

import (
	"fmt"

	"emend/pipeline/patch"
)

// A lineRange is lines of the new version of a file, from 1, the last one counted in. A line ends in the
// byte LF, as it does for git.
type lineRange struct{ first, last int }

// fileChanges are the lines that a patch puts into a file.
type fileChanges struct {
	lines []lineRange // in order, apart from each other
	all   bool        // every line: the patch does not say which
}

// touches reports whether one of the lines from first to last is new.
func (c *fileChanges) touches(first, last int) bool {
	if c.all {
		return true
	}
	for _, r := range c.lines {
		if r.first > last {
			return false
		}
		if r.last >= first {
			return true
		}
	}
	return false
}

func (c *fileChanges) add(line int) {
	if n := len(c.lines); n > 0 && c.lines[n-1].last == line-1 {
		c.lines[n-1].last = line
		return
	}
	c.lines = append(c.lines, lineRange{line, line})
}

// parsePatch is what a unified diff, of git or of diff -u, puts into which file. A file that it takes away
// is not in it; one that it only takes lines from or renames is, without lines. O(n).
func parsePatch(src []byte) (map[string]*fileChanges, error) {
	parsed, err := patch.Parse(src, patch.Strict)
	if err != nil {
		return nil, err
	}
	files := make(map[string]*fileChanges)
	for _, f := range parsed {
		if f.Name == "" {
			continue
		}
		c := files[f.Name]
		if c == nil {
			c = new(fileChanges)
			files[f.Name] = c
		}
		c.all = c.all || f.Binary
		for i := range f.Hunks {
			if err := c.hunk(&f.Hunks[i]); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}

func (c *fileChanges) hunk(h *patch.Hunk) error {
	at := h.NewStart
	if n := len(c.lines); n > 0 && at <= c.lines[n-1].last && len(h.New()) > 0 {
		return fmt.Errorf("%d: this hunk begins before the last one ends", h.At)
	}
	for _, l := range h.Lines {
		if l.Sign == '+' {
			c.add(at)
		}
		if l.Sign != '-' {
			at++
		}
	}
	return nil
}
