package train

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"emend/dictionaries"
	"emend/pipeline/correct/ngram"
)

// Model counts the texts and makes the model; what it gives the texts held out is said.
func (t *Training) Model() error {
	size := t.Recipe.Model
	o := ngram.Options{MinCount: orElse(size.Min, 3), PruneBi: orElse(size.Bi, 2), PruneTri: orElse(size.Tri, 4), Scanner: t.scanner()}
	b := ngram.NewBuilder(o)
	sources, err := t.sources()
	if err != nil {
		return err
	}
	var out []string
	bytes, n := 0, 0
	for i, s := range sources {
		t.progress("model", i, len(sources))
		if s.fate == left {
			continue
		}
		text, err := s.read()
		if err != nil {
			return err
		}
		text = paragraphs(text)
		if s.fate == held {
			out = append(out, text)
			continue
		}
		if n++; n%max(1, size.Every) == 0 {
			bytes += len(text)
			b.Add(text)
		}
	}
	if bytes == 0 {
		return errors.New("no texts to count")
	}
	data, err := b.Build()
	if err != nil {
		return err
	}
	m, err := ngram.Open(data)
	if err != nil {
		return err
	}
	t.Data.Model, t.Data.Rivals = data, nil
	fmt.Fprintf(t.Say, "model: %d bytes of text, %d tokens, %d bytes: %s\n", bytes, m.Tokens(), len(data), m.Describe())
	t.report(m, out)
	return nil
}

func orElse[T int | float64](v, otherwise T) T {
	if v == 0 {
		return otherwise
	}
	return v
}

// paragraphs makes one line of each paragraph: a text that is already so stays as it is, one with hard line ends and
// blank lines between paragraphs (the addresses) is joined.
func paragraphs(text string) string {
	if !strings.Contains(text, "\n\n") {
		return text
	}
	parts := strings.Split(text, "\n\n")
	for i, p := range parts {
		parts[i] = strings.ReplaceAll(p, "\n", " ")
	}
	return strings.Join(parts, "\n")
}

// Perplexity says what the data's model gives the texts held out, and how many of their words the lexicon does not accept.
func (t *Training) Perplexity() error {
	m, err := ngram.Open(t.Data.Model)
	if err != nil {
		return err
	}
	if err := m.Verify(); err != nil {
		return err
	}
	sources, err := t.sources()
	if err != nil {
		return err
	}
	var texts []string
	for _, s := range sources {
		if s.fate == held {
			text, err := s.read()
			if err != nil {
				return err
			}
			texts = append(texts, text)
		}
	}
	t.report(m, texts)
	l, err := t.language()
	if err != nil {
		return err
	}
	words, refused, small := 0, 0, 0
	for _, text := range texts {
		t.scanner().Scan(text, func(k ngram.Kind, from, to int) {
			if k != ngram.KindWord {
				return
			}
			words++
			if word := text[from:to]; !l.Accepts(word) && word != "'s" && word != "’s" {
				refused++
				if dictionaries.CapitalsOf(word) == dictionaries.Lower {
					small++
				}
			}
		})
	}
	fmt.Fprintf(t.Say, "held out: %d words, %.2f%% not accepted, %.2f%% in small letters\n", words, 100*float64(refused)/float64(max(1, words)), 100*float64(small)/float64(max(1, words)))
	return nil
}

// report prints the perplexity on held-out texts, words the model does not know apart.
func (t *Training) report(m *ngram.Model, texts []string) {
	var total float64
	n, unknown := 0, 0
	for _, text := range texts {
		u, v := ngram.Bound, ngram.Bound
		t.scanner().Scan(text, func(k ngram.Kind, start, end int) {
			w := ngram.Number
			if k == ngram.KindBound {
				w = ngram.Bound
			} else if k == ngram.KindWord {
				var ok bool
				if w, ok = m.Lookup(ngram.Fold(text[start:end])); !ok {
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
		fmt.Fprintf(t.Say, "held out: %d tokens, %.2f%% unknown, perplexity %.1f\n", n, 100*float64(unknown)/float64(n), math.Exp(total/float64(n)))
	}
}
