package train

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/correct/channel"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
)

// Words makes the automaton of all words that may be proposed: the lexicon's, as far as it would accept them in running
// text, and those of the model that are in no dictionary but common enough.
func Words(say io.Writer, model []byte) ([]byte, error) {
	m, err := ngram.Open(model)
	if err != nil {
		return nil, err
	}
	lexicon := dictionaries.English()
	var forms []near.Form
	listed := map[string]bool{}
	lexicon.Forms(func(form string, e dictionaries.Entry) bool {
		if strings.ContainsAny(form, " -./") || e.Category&(dictionaries.Word|dictionaries.Contraction|dictionaries.Upper|dictionaries.Name) == 0 || !lexicon.Accepts(form) || utf8.RuneCountInString(form) < 2 && form != "a" && form != "I" {
			return true
		}
		fold := ngram.Fold(form)
		f := near.Form{Text: fold, Class: tier(e.Size)}
		if fold != form && !strings.HasPrefix(form, "I'") && form != "I" {
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
		return nil, err
	}
	fmt.Fprintf(say, "%d words, %d of them in no dictionary, %d bytes\n", len(forms), len(forms)-n, len(built))
	return built, nil
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

// Rivals makes the lists of words that the model's words may have been misread from, given the channel's table.
func Rivals(say io.Writer, table string) ([]byte, error) {
	entries, err := channel.Parse(table)
	if err != nil {
		return nil, err
	}
	lists := correct.New(dictionaries.English()).WithChannel(channel.NewTable(entries)).Rivals()
	data := near.BuildRivals(lists, table)
	n := 0
	for _, l := range lists {
		n += len(l)
	}
	fmt.Fprintf(say, "%d rivals of %d words, %d bytes\n", n, len(lists), len(data))
	return data, nil
}
