package train

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
)

// Words makes the automaton of all words that may be proposed: the lexicon's, as far as it would accept them in running
// text, and those of the model that are in no dictionary but common enough.
func (t *Training) Words() error {
	m, err := ngram.Open(t.Data.Model)
	if err != nil {
		return err
	}
	lexicon, err := t.language()
	if err != nil {
		return err
	}
	english := lexicon.Language() == dictionaries.EnglishWords
	var forms []near.Form
	listed := map[string]bool{}
	lexicon.Forms(func(form string, e dictionaries.Entry) bool {
		if strings.ContainsAny(form, " -./") || e.Category&(dictionaries.Word|dictionaries.Contraction|dictionaries.Upper|dictionaries.Name|dictionaries.Closed) == 0 || english && e.Category&(dictionaries.Word|dictionaries.Contraction|dictionaries.Upper|dictionaries.Name) == 0 || !lexicon.Accepts(form) || utf8.RuneCountInString(form) < 2 && english && form != "a" && form != "I" {
			return true
		}
		fold := ngram.Fold(form)
		f := near.Form{Text: fold, Class: tier(e.Size)}
		if fold != form && (!english || !strings.HasPrefix(form, "I'") && form != "I") {
			f.Class |= near.Name
		}
		forms = append(forms, f)
		listed[fold] = true
		return true
	})
	n := len(forms)
	m.Words(func(fold string, w ngram.Word) {
		letters := utf8.RuneCountInString(fold)
		if listed[fold] || strings.HasPrefix(fold, "'") || letters < 4 && m.Uni(w) > 11 || m.Uni(w) > 15 {
			return
		}
		forms = append(forms, near.Form{Text: fold, Class: near.Unlisted | near.Name | 6})
	})
	built, err := near.Build(forms)
	if err != nil {
		return err
	}
	t.Data.Words = built
	fmt.Fprintf(t.Say, "words: %d, %d of them in no dictionary, %d bytes\n", len(forms), len(forms)-n, len(built))
	return nil
}

func tier(size uint8) near.Class {
	switch {
	case size <= 10:
		return 0
	case size <= 20:
		return 1
	case size <= 35:
		return 2
	case size <= 40:
		return 3
	case size <= 50:
		return 4
	case size <= 60:
		return 5
	case size <= 70:
		return 6
	}
	return 7
}

// Rivals searches for each word of the model the words it may have been misread from.
func (t *Training) Rivals() error {
	lexicon, err := t.language()
	if err != nil {
		return err
	}
	d := t.fresh()
	d.Rivals = nil
	c, err := d.Corrector(lexicon)
	if err != nil {
		return err
	}
	m, err := ngram.Open(d.Model)
	if err != nil {
		return err
	}
	words, err := near.Open(d.Words)
	if err != nil {
		return err
	}
	lists := c.Rivals()
	t.Data.Rivals = near.BuildRivals(lists, t.Data.Channel, words, func(w uint32) string { return m.Spelling(ngram.Word(w)) })
	n := 0
	for _, l := range lists {
		n += len(l)
	}
	fmt.Fprintf(t.Say, "rivals: %d of %d words, %d bytes\n", n, len(lists), len(t.Data.Rivals))
	return nil
}

// language is the lexicon of the language.
func (t *Training) language() (*dictionaries.Lexicon, error) { return t.fresh().Dictionary() }
