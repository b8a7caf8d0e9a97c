// Package collection counts the words of a whole archive: what it uses often and everywhere is its own vocabulary, names and terms
// that no dictionary has, and what stands alone beside one of those is likely misread.
//
// Laws: the same documents in the same order give the same terms; memory does not grow with the number of documents.
package collection

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/correct/ngram"
	"emend/pipeline/text"
)

// most is how many spellings are held; beyond it those seen once are forgotten (lossy counting, Manku and Motwani 2002).
const most = 1 << 20

// use is how a spelling is used.
type use struct {
	count int32
	files int32
	mid   int32 // with a capital in mid-sentence
}

// A Page is the words of one document.
type Page struct {
	uses map[string]use
}

// A Vocabulary is the words of many.
type Vocabulary struct {
	uses  map[string]use
	floor int32 // spellings seen as often or less may be missing
	most  int   // spellings held
	Files int
	Words int
}

// Count counts the words of a document; headers, foreign passages and what an editor put in are left out. O(tokens).
func Count(doc *text.Document) Page {
	p := Page{make(map[string]use)}
	content := doc.Text.Content
	for _, t := range doc.Tokens {
		word := content[t.Start:t.End]
		word = word[:len(word)-ngram.Possessive(word)]
		if !countable(word) || part(content, t.Span) || doc.Regions.Touches(text.Header, t.Span) || doc.Regions.Touches(text.Foreign, t.Span) || doc.Regions.Touches(text.Editorial, t.Span) {
			continue
		}
		u := p.uses[word]
		u.count++
		u.files = 1
		if t.Is(text.Initial) && !t.Is(text.SentenceStart) {
			u.mid++
		}
		p.uses[word] = u
	}
	return p
}

// part tells what is only part of a word: before or behind a hyphen, which may stand at a line end.
func part(content string, s text.Span) bool {
	if r, _ := utf8.DecodeRuneInString(content[s.End:]); isHyphen(r) {
		return true
	}
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(content[max(0, s.Start-16):s.Start], " \t\r\n"))
	return isHyphen(r)
}

func isHyphen(r rune) bool { return r == '-' || r == '¬' || r == '\u00ad' || r == '\u2010' }

// countable tells words: letters, with apostrophes or hyphens between them; no capitals throughout, which headings have.
func countable(word string) bool {
	letters := 0
	for _, r := range word {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsMark(r) || r == '\'' || r == '’' || r == '-':
		default:
			return false
		}
	}
	return letters > 0 && len(word) <= 64 && (letters == 1 || dictionaries.CapitalsOf(word) != dictionaries.Allcaps)
}

// Add adds a document's words. Documents are to be added in a settled order.
func (v *Vocabulary) Add(p Page) {
	if v.uses == nil {
		v.uses = make(map[string]use)
		v.most = cmp.Or(v.most, most)
	}
	v.Files++
	for word, n := range p.uses {
		u := v.uses[word]
		u.count += n.count
		u.files += n.files
		u.mid += n.mid
		v.uses[word] = u
		v.Words += int(n.count)
	}
	for len(v.uses) > v.most {
		v.floor++
		maps.DeleteFunc(v.uses, func(_ string, u use) bool { return u.count <= v.floor })
	}
}

// Options say what makes a term.
type Options struct {
	Count int // uses at the least
	Files int // in as many documents at the least
}

// A Term is a word that no dictionary has, and that the collection uses as its own; or one that it may have misread.
type Term struct {
	Text  string
	Count int
	Files int
	Like  string // of a doubtful one: the word it may have been misread from
	Times int    // and how often the collection has that
}

// Limits of what may be a misread word.
const (
	nearby    = 12.0 // nats between a word and what it may have been misread from
	commoner  = 8    // how many times commoner that is at the least
	shortWord = 4    // letters up to which a word in small letters is taken for none of the collection's own
)

// Terms lists the words of the collection that no dictionary has: its own ones by spelling, and apart those that stand so near to a
// much commoner word that they are rather misreadings of it. words says what is in a dictionary, c what scanners misread.
func (v *Vocabulary) Terms(words *dictionaries.Lexicon, c *correct.Corrector, o Options) (own, doubtful []Term, err error) {
	total := make(map[string]int) // by small letters
	for word, u := range v.uses {
		total[ngram.Fold(word)] += int(u.count)
	}
	var terms []Term
	var folds []string
	for _, word := range slices.Sorted(maps.Keys(v.uses)) {
		u := v.uses[word]
		if int(u.count) < o.Count || int(u.files) < o.Files || !v.own(word, u) || words.Refuses(word) {
			continue
		}
		if m := words.Match(word); m.How != dictionaries.Unknown && !words.Owns(m) {
			continue // what the project's lists have stays: this one may be among them
		}
		terms = append(terms, Term{Text: word, Count: int(u.count), Files: int(u.files)})
		folds = append(folds, ngram.Fold(word))
	}
	slices.Sort(folds)
	neighbours, err := c.Neighbours(slices.Compact(folds))
	if err != nil {
		return nil, nil, err
	}
	for _, t := range terms {
		for _, n := range neighbours.Of(t.Text, nearby) {
			if times := total[n.Word]; times > t.Times && times >= commoner*t.Count {
				t.Like, t.Times = n.Word, times
			}
		}
		if t.Like == "" {
			t.Like, t.Times = v.runTogether(t, total, words)
		}
		if t.Like == "" {
			own = append(own, t)
		} else {
			doubtful = append(doubtful, t)
		}
	}
	slices.SortStableFunc(doubtful, func(a, b Term) int { return cmp.Compare(b.Count, a.Count) })
	return own, doubtful, nil
}

// runTogether finds two common words that a term is without the blank: ofthe.
func (v *Vocabulary) runTogether(t Term, total map[string]int, words *dictionaries.Lexicon) (string, int) {
	fold := ngram.Fold(t.Text)
	for i := range fold {
		if i < 2 || len(fold)-i < 2 {
			continue
		}
		left, right := fold[:i], fold[i:]
		if n := min(total[left], total[right]); n >= commoner*t.Count && words.Accepts(left) && words.Accepts(right) {
			return left + " " + right, n
		}
	}
	return "", 0
}

// own tells whether a spelling is used as a word: a name has its capital in mid-sentence, or is nowhere in small letters; a word in small letters is no
// scrap of two or three.
func (v *Vocabulary) own(word string, u use) bool {
	letters := utf8.RuneCountInString(word)
	if dictionaries.CapitalsOf(word) == dictionaries.Lower {
		return letters > shortWord
	}
	small := v.uses[ngram.Fold(word)]
	return letters > 2 && u.mid > 0 && small.count < u.count
}

// Write writes the terms as a word list: own ones a line each, doubtful ones as comments behind them.
func Write(w io.Writer, v *Vocabulary, own, doubtful []Term) error {
	if _, err := fmt.Fprintf(w, "# Names and terms of this collection that no dictionary has; counted: %d words in %d texts.\n# Take out what is wrong. Every word here counts as right, and is proposed where one like it stands.\n", v.Words, v.Files); err != nil {
		return err
	}
	for _, t := range own {
		if _, err := fmt.Fprintf(w, "%s # %d times in %d texts\n", t.Text, t.Count, t.Files); err != nil {
			return err
		}
	}
	if len(doubtful) > 0 {
		if _, err := fmt.Fprintf(w, "\n# Left out, for a commoner word stands near: rather misread.\n"); err != nil {
			return err
		}
	}
	for _, t := range doubtful {
		if _, err := fmt.Fprintf(w, "# %s %d times, %s %d times\n", t.Text, t.Count, t.Like, t.Times); err != nil {
			return err
		}
	}
	return nil
}
