package dictionaries

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a word list, so that a hostile file costs little.
const (
	maxListBytes = 64 << 20
	maxListWords = 1 << 20
	maxLineBytes = 4096
)

// ReadList reads a list of words kept by people, one a line:
//
//	# a comment; also after a blank behind a word
//	revanchism     a word: matches revanchism, Revanchism and REVANCHISM
//	Kellezi        a name: matches Kellezi and KELLEZI
//	-tho           no word: undoes what earlier lists and lines say
//	!arid          never a word: no rule may accept it, and it is never proposed
//
// Later lines win over earlier ones. The name stands in errors, which begin
// with name:line, and in Trace. A byte-order mark and carriage returns are
// passed over.
func ReadList(name string, r io.Reader) (*Lexicon, error) {
	forms, err := parseList(name, r)
	if err != nil {
		return nil, err
	}
	data, err := Compile(forms)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t, err := openTable(string(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &Lexicon{layers: []layer{{name, t}}}, nil
}

func parseList(name string, r io.Reader) ([]Form, error) {
	limited := &io.LimitedReader{R: r, N: maxListBytes + 1}
	lines := bufio.NewScanner(limited)
	lines.Buffer(make([]byte, 0, maxLineBytes), maxLineBytes)
	var forms []Form
	place := map[string]int{}
	n := 0
	for lines.Scan() {
		n++
		line := lines.Text()
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		form, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if form.Text == "" {
			continue
		}
		if at, ok := place[form.Text]; ok {
			forms[at] = form
			continue
		}
		if len(forms) == maxListWords {
			return nil, fmt.Errorf("%s:%d: more than %d words; compile a list as large as that with Compile", name, n, maxListWords)
		}
		place[form.Text] = len(forms)
		forms = append(forms, form)
	}
	if limited.N == 0 {
		return nil, fmt.Errorf("%s: larger than %d MiB", name, maxListBytes>>20)
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return nil, fmt.Errorf("%s:%d: line longer than %d bytes; one word a line", name, n+1, maxLineBytes)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return forms, nil
}

func parseLine(line string) (Form, error) {
	line = strings.TrimSpace(line)
	if i := strings.IndexByte(line, '#'); i == 0 || i > 0 && (line[i-1] == ' ' || line[i-1] == '\t') {
		line = strings.TrimSpace(line[:i])
	}
	if line == "" {
		return Form{}, nil
	}
	f := Form{Text: strings.ReplaceAll(line, "’", "'"), Region: Common}
	switch {
	case line[0] == '-':
		f.Text, f.Category = f.Text[1:], Removed
	case line[0] == '!':
		f.Text, f.Category = f.Text[1:], Never
	case strings.ContainsFunc(line, unicode.IsUpper):
		f.Category = Name
	default:
		f.Category = Word
	}
	if strings.ContainsFunc(f.Text, unicode.IsSpace) {
		return Form{}, fmt.Errorf("a blank inside %q; one word a line", f.Text)
	}
	if f.Text == "" {
		return Form{}, fmt.Errorf("%q without a word", line)
	}
	if r, _ := utf8.DecodeRuneInString(f.Text); (r == '-' || r == '!') && f.Category != Word {
		return Form{}, fmt.Errorf("more than one mark before %q", f.Text)
	}
	return f, checkForm(f.Text)
}
