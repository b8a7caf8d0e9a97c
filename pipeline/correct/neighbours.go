package correct

import (
	"fmt"

	"emend/dictionaries"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
)

// Neighbours finds the words that one may have been misread from: those of the corrector and others. It belongs to one goroutine.
type Neighbours struct {
	page *page
	own  *near.Search
}

// A Neighbour is a word in small letters, with what the errors between cost by the corrector's channel, in nats.
type Neighbour struct {
	Word string
	Cost float64
}

// Neighbours is a search among the corrector's words and own, given in small letters.
func (c *Corrector) Neighbours(own []string) (*Neighbours, error) {
	n := &Neighbours{page: &page{Corrector: c, channel: c.table()}}
	forms := make([]near.Form, len(own))
	for i, w := range own {
		forms[i].Text = w
	}
	if len(forms) == 0 {
		return n, nil
	}
	data, err := near.Build(forms)
	if err != nil {
		return nil, fmt.Errorf("correct: %w", err)
	}
	words, err := near.Open(data)
	if err != nil {
		return nil, fmt.Errorf("correct: %w", err)
	}
	n.own = near.NewSearch(words, n.page.channel)
	return n, nil
}

// Of lists the words that word may have been misread from at a cost of at most limit nats; word itself is not among them, and a word
// of both lists is there twice.
func (n *Neighbours) Of(word string, limit float64) (all []Neighbour) {
	fold := ngram.Fold(word)
	for _, c := range n.page.around(fold, dictionaries.CapitalsOf(word), float32(limit)) {
		all = append(all, Neighbour{c.fold, float64(c.cost)})
	}
	if n.own == nil || len(fold) > longest {
		return all
	}
	for _, m := range n.own.Find(fold, float32(limit), float32(limit)) {
		if m.Text != fold {
			all = append(all, Neighbour{m.Text, float64(m.Cost)})
		}
	}
	return all
}
