package train

import (
	"fmt"
	"math"
	"strings"

	"emend/pipeline/correct"
	"emend/pipeline/correct/channel"
)

// Channel counts what was read for what in the pairs, and what editors put right. Where a channel is built in for the language and the recipe is not
// of a whole language, what is counted makes its errors cheaper: one page does not speak for all scanners.
func (t *Training) Channel() error {
	l := channel.NewLearner()
	for i, s := range t.Recipe.Sets {
		ps, err := t.pairs(s)
		if err != nil {
			return err
		}
		for _, p := range ps {
			l.Add(p.read, p.truth, s.Quote)
		}
		t.progress("channel", i+1, len(t.Recipe.Sets))
	}
	for _, d := range t.Decided {
		l.Add(d.Before+" "+d.Old+" "+d.After, d.Before+" "+d.New+" "+d.After, true)
	}
	es := l.Entries()
	counted := len(es)
	es, err := t.general(es)
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := channel.Write(&b, es, "counted from aligned pages; examples from free pages only"); err != nil {
		return err
	}
	t.Data.Channel = b.String()
	t.Data.Rivals = nil
	fmt.Fprintf(t.Say, "channel: %d errors counted, %d in the table\n", counted, len(es))
	return nil
}

// general mixes what was counted into the channel that is built in for the language, or that of English where none is. A recipe of a whole
// language stands by itself.
func (t *Training) general(es []channel.Entry) ([]channel.Entry, error) {
	switch {
	case t.Recipe.Whole:
		return es, nil
	case t.Base != nil:
		return mixed(t.Base.Channel, es)
	}
	return mixed(correct.English().Channel, es)
}

// trust is how many sightings of a segment a general channel counts for against those counted.
const trust = 400

// mixed is the general table with the counted errors: costs only go down.
func mixed(general string, own []channel.Entry) ([]channel.Entry, error) {
	base, err := channel.Parse(general)
	if err != nil {
		return nil, err
	}
	at := make(map[channel.Edit]int, len(base))
	for i, e := range base {
		at[e.Edit] = i
	}
	for _, e := range own {
		i, ok := at[e.Edit]
		before := math.Exp(-channel.MaxCost)
		if ok {
			before = float64(base[i].Count) / float64(base[i].Of)
		}
		p := (float64(e.Count) + trust*before) / (float64(e.Of) + trust)
		if p <= before {
			continue
		}
		const whole = 1_000_000 // counts are whole numbers
		e.Count, e.Of = max(1, int(math.Round(p*whole))), whole
		if ok {
			base[i] = e
		} else {
			at[e.Edit] = len(base)
			base = append(base, e)
		}
	}
	return base, nil
}
