package correct

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"sync"
)

//go:embed data/variants.txt
var weighingData string

// weighing is the question of Weigh, parsed when it is first asked.
var weighing = sync.OnceValue(func() *Question {
	q, err := parseWeighing(weighingData)
	if err != nil {
		panic("correct: embedded " + err.Error())
	}
	return q
})

const weighingHeader = "# emend variants 1"

// WriteWeighing writes the question of Weigh as text: features by name, so that weights of another version are never taken for ours.
func WriteWeighing(w io.Writer, q *Question) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, weighingHeader)
	q.write(b, WeightNames[:])
	return b.Flush()
}

func parseWeighing(table string) (*Question, error) {
	first, rest, _ := strings.Cut(table, "\n")
	if first != weighingHeader {
		return nil, fmt.Errorf("variants: not a table of version 1")
	}
	q := &Question{}
	for n := 2; rest != ""; n++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		word, args, _ := strings.Cut(line, " ")
		var err error
		switch word {
		case "weight":
			err = q.weight(args, WeightNames[:])
		case "tree":
			err = q.tree(args, WeightNames[:])
		default:
			err = fmt.Errorf("%q is nothing known", word)
		}
		if err != nil {
			return nil, fmt.Errorf("variants: line %d: %w; train them again", n, err)
		}
	}
	if len(q.Weights) != WeightFeatures {
		return nil, fmt.Errorf("variants: %d features instead of %d; train them again", len(q.Weights), WeightFeatures)
	}
	return q, nil
}
