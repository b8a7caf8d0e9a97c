package dictionaries

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// An Authority is a list of names of persons and places, each with the forms that are right beside it, as libraries keep them. It is not changed
// after it is read.
type Authority struct {
	names [][2]string // given name, family name
	right map[string]bool
}

// ReadAuthority reads one name a line, with variants behind an equals sign: Beqir Balluku = Bekir Balluku, Balluku, B. Empty lines are skipped,
// and what follows # is a comment. The error names the line, 1-based.
func ReadAuthority(name string, r io.Reader) (*Authority, error) {
	a := &Authority{right: make(map[string]bool)}
	in := bufio.NewScanner(r)
	for line := 1; in.Scan(); line++ {
		text, _, _ := strings.Cut(in.Text(), "#")
		if text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff")); text == "" {
			continue
		}
		main, variants, _ := strings.Cut(text, "=")
		words := strings.Fields(main)
		if len(words) == 0 {
			return nil, fmt.Errorf("%s:%d: variants of no name", name, line)
		}
		for i := 0; i+1 < len(words); i++ {
			a.names = append(a.names, [2]string{words[i], words[i+1]})
		}
		for _, form := range append(strings.Split(variants, ","), main) {
			ws := strings.Fields(form)
			for i := 0; i+1 < len(ws); i++ {
				a.right[ws[i]+" "+ws[i+1]] = true
			}
		}
	}
	return a, in.Err()
}

// Right reports whether two words beside each other are of a name of the list, or of a variant. A nil Authority knows none.
func (a *Authority) Right(given, family string) bool {
	return a != nil && a.right[given+" "+family]
}

// Names are the pairs of words that the names of the list are made of. The slice must not be changed.
func (a *Authority) Names() [][2]string {
	if a == nil {
		return nil
	}
	return a.names
}
