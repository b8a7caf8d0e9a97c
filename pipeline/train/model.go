package train

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"

	"emend/pipeline/correct/ngram"
)

// Never trained on: texts that may not ship.
var barred = []string{"political-lenin-paragraphs", "political-capital-volume-1"}

// tuning books choose sizes and thresholds; testing books are clean text that nothing in the project has seen. Neither is trained on.
var (
	tuning = []string{
		"gutenberg-30506_", // Plekhanov, Anarchism and Socialism
		"gutenberg-14458_", // Perlman, A History of Trade Unionism in the United States
		"gutenberg-37423_", // Dewey, How We Think
		"eltec-ENG18610_",  // George Eliot, Silas Marner: dialect
		"eltec-ENG19080_",  // Chesterton, The Man Who Was Thursday
	}
	testing = []string{
		"gutenberg-06456_", // Lippmann, Public Opinion
		"gutenberg-16613_", // Spargo, Bolshevism
		"gutenberg-36303_", // Trotsky, Our Revolution
		"gutenberg-54187_", // Tocqueville, The State of Society in France
		"eltec-ENG19100_",  // Forster, Howards End
		"eltec-ENG18440_",  // Disraeli, Coningsby
	}
)

func within(name string, lists ...[]string) bool {
	for _, l := range lists {
		if slices.ContainsFunc(l, func(p string) bool { return strings.HasPrefix(name, p) }) {
			return true
		}
	}
	return false
}

// ModelOptions are the sizes of a model.
type ModelOptions struct {
	ngram.Options
	Every int // read only each nth text
}

// Model counts texts, one paragraph a line, and makes the model; what it costs and gives is said.
func Model(say io.Writer, folders []Folder, o ModelOptions) ([]byte, error) {
	b := ngram.NewBuilder(o.Options)
	var held []string
	size, n := 0, 0
	for _, f := range folders {
		names, err := fs.Glob(f.FS, f.Prefix+"*.txt")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			base := path.Base(name)
			if within(base, barred, testing) {
				continue
			}
			text, err := fs.ReadFile(f.FS, name)
			if err != nil {
				return nil, err
			}
			if within(base, tuning) {
				held = append(held, string(text))
				continue
			}
			if n++; n%max(1, o.Every) == 0 {
				size += len(text)
				b.Add(paragraphs(text))
			}
		}
	}
	data, err := b.Build()
	if err != nil {
		return nil, err
	}
	m, err := ngram.Open(data)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(say, "%d bytes of text, %d tokens, model %d bytes: %s\n", size, m.Tokens(), len(data), m.Describe())
	report(say, m, held)
	return data, nil
}

// paragraphs makes one line of each paragraph: a text that is already so stays as it is, one with hard line ends and
// blank lines between paragraphs (the addresses) is joined.
func paragraphs(text []byte) string {
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	if !bytes.Contains(text, []byte("\n\n")) {
		return string(text)
	}
	parts := bytes.Split(text, []byte("\n\n"))
	for i, p := range parts {
		parts[i] = bytes.ReplaceAll(p, []byte("\n"), []byte(" "))
	}
	return string(bytes.Join(parts, []byte("\n")))
}

// Perplexity prints what a model gives the held-out texts of folders.
func Perplexity(w io.Writer, data []byte, folders []Folder) error {
	m, err := ngram.Open(data)
	if err != nil {
		return err
	}
	if err := m.Verify(); err != nil {
		return err
	}
	var texts []string
	for _, f := range folders {
		names, err := fs.Glob(f.FS, f.Prefix+"*.txt")
		if err != nil {
			return err
		}
		for _, name := range names {
			if within(path.Base(name), tuning) {
				t, err := fs.ReadFile(f.FS, name)
				if err != nil {
					return err
				}
				texts = append(texts, string(t))
			}
		}
	}
	report(w, m, texts)
	return nil
}

// report prints the perplexity on held-out texts, words the model does not know apart.
func report(say io.Writer, m *ngram.Model, texts []string) {
	var total float64
	n, unknown := 0, 0
	for _, t := range texts {
		u, v := ngram.Bound, ngram.Bound
		ngram.Scan(t, func(k ngram.Kind, start, end int) {
			w := ngram.Number
			if k == ngram.KindBound {
				w = ngram.Bound
			} else if k == ngram.KindWord {
				var ok bool
				if w, ok = m.Lookup(ngram.Fold(t[start:end])); !ok {
					w = ngram.Unknown
					unknown++
				}
			}
			if w == ngram.Bound && v == ngram.Bound {
				return
			}
			if w != ngram.Unknown {
				total += float64(m.Cost(u, v, w))
				n++
			}
			u, v = v, w
		})
	}
	if n > 0 {
		fmt.Fprintf(say, "held out: %d tokens, %.2f%% unknown, perplexity %.1f\n", n, 100*float64(unknown)/float64(n), math.Exp(total/float64(n)))
	}
}
