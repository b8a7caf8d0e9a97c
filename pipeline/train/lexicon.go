package train

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/ngram"
)

// use counts how a word stands in the texts.
type use struct {
	lower, title, other int // in small letters, with a capital in mid-sentence, otherwise (capitals at a sentence's start, in headings)
	texts, last         int // how many texts have it, and the last one that did
}

// Lexicon finds by counting what is a word of the language. Where a lexicon is built in, only what that does not accept is kept, as words to lay
// over it.
func (t *Training) Lexicon() error {
	if t.Recipe.Words.Off {
		return nil
	}
	uses, tokens, texts, err := t.uses()
	if err != nil {
		return err
	}
	if tokens == 0 {
		return errors.New("no texts to count")
	}
	least, spread := orElse(t.Recipe.Words.Min, 3), t.Recipe.Words.Texts
	if spread == 0 {
		spread = 2
		if texts < 4 {
			spread = 1
		}
	}
	var known *dictionaries.Lexicon
	if t.Base != nil {
		if known, err = t.Base.Dictionary(); err != nil {
			return err
		}
	}
	var forms []dictionaries.Form
	for fold, u := range uses {
		n := u.lower + u.title + u.other
		if n < least || u.texts < spread || !wordlike(fold, known != nil) {
			continue
		}
		f := dictionaries.Form{Text: fold, Category: dictionaries.Word, Region: dictionaries.Common, PerMillion: 1e6 * float64(n) / float64(tokens)}
		f.Size = sizeOf(f.PerMillion)
		if strings.HasSuffix(fold, "'") {
			f.Category = dictionaries.Closed // l', qu'
		}
		capital := title(fold)
		switch {
		case u.lower == 0 && u.title == 0: // never in mid-sentence: no telling
			f.Text = capital
			f.Category = dictionaries.Upper
			if u.other < 2*least {
				continue
			}
		case u.title > 0 && u.lower*20 < u.title:
			f.Text = capital
			f.Category = dictionaries.Upper
		case u.title*20 > u.lower: // Morgen and morgen
			if known == nil || !known.Accepts(capital) {
				g := f
				g.Text, g.Category = capital, dictionaries.Upper
				g.PerMillion *= float64(u.title) / float64(n)
				g.Size = sizeOf(g.PerMillion)
				if u.title >= least {
					forms = append(forms, g)
				}
			}
		}
		if known != nil {
			if known.Accepts(f.Text) {
				continue
			}
			if utf8.RuneCountInString(fold) > 3 {
				f.Size = 40 // clean texts of one's own are better witnesses than large lists
			}
		}
		forms = append(forms, f)
	}
	slices.SortFunc(forms, func(a, b dictionaries.Form) int { return cmp.Compare(a.Text, b.Text) })
	data, err := dictionaries.Compile(forms)
	if err != nil {
		return err
	}
	if known != nil {
		t.Data.Own = data
	} else {
		t.Data.Lexicon = data
	}
	fmt.Fprintf(t.Say, "lexicon: %d words of %d texts, %d tokens, %d bytes\n", len(forms), texts, tokens, len(data))
	return nil
}

// uses counts the words of the texts that are counted.
func (t *Training) uses() (uses map[string]*use, tokens, texts int, err error) {
	sources, err := t.sources()
	if err != nil {
		return nil, 0, 0, err
	}
	uses = map[string]*use{}
	var buf []byte
	for i, s := range sources {
		t.progress("lexicon", i, len(sources))
		if s.fate != counted {
			continue
		}
		text, err := s.read()
		if err != nil {
			return nil, 0, 0, err
		}
		text = paragraphs(text)
		texts++
		start := true // a sentence's, so that a capital says nothing
		t.scanner().Scan(text, func(k ngram.Kind, from, to int) {
			if k != ngram.KindWord {
				start = k == ngram.KindBound || start
				return
			}
			word := text[from:to]
			if from > 0 && opens(text[:from]) {
				start = true
			}
			buf = ngram.AppendFold(buf[:0], word)
			u := uses[string(buf)]
			if u == nil {
				u = &use{last: -1}
				uses[string(buf)] = u
			}
			switch c := dictionaries.CapitalsOf(word); {
			case c == dictionaries.Lower:
				u.lower++
			case c == dictionaries.Title && !start:
				u.title++
			default:
				u.other++
			}
			if u.last != i {
				u.last = i
				u.texts++
			}
			tokens++
			start = strings.HasSuffix(word, "'") && start || strings.HasSuffix(word, "’") && start
		})
	}
	return uses, tokens, texts, nil
}

// opens tells whether a quotation mark, a colon or a dash stands before a word: a capital after one says nothing.
func opens(before string) bool {
	before = strings.TrimRight(before, " \u00a0\u202f")
	r, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune("\"“”„»«‘‚›‹:;—–-(", r)
}

// wordlike leaves out what is no word whatever its number: single letters but where a lexicon is made from nothing, words of other scripts.
func wordlike(fold string, over bool) bool {
	n := utf8.RuneCountInString(fold)
	if n > 40 || n < 2 && over {
		return false
	}
	if over && strings.Contains(fold, "'") {
		return false
	}
	for _, r := range fold {
		if r != '\'' && !unicode.Is(unicode.Latin, r) {
			return false
		}
	}
	return true
}

// sizeOf is the size, as SCOWL's lists have it, of a word that stands so often in a million: how sure it is that one read so is that word and
// no damage.
func sizeOf(perMillion float64) uint8 {
	for _, s := range [...]struct {
		least float64
		size  uint8
	}{{100, 10}, {30, 20}, {10, 35}, {4, 40}, {2, 50}, {1, 60}, {0.5, 70}} {
		if perMillion >= s.least {
			return s.size
		}
	}
	return 80
}

func title(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
