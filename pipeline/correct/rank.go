package correct

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ranker gives the probability that a proposal is right.
type ranker struct {
	weights [featureCount]float64
}

const rankerHeader = "# emend ranker 1: feature, weight"

// parseRanker reads a table of weights. Every feature must be there, and no other: weights of another version of the features mean nothing.
func parseRanker(table string) (*ranker, error) {
	first, rest, _ := strings.Cut(table, "\n")
	if first != rankerHeader {
		return nil, fmt.Errorf("ranker: not a table of version 1")
	}
	r := &ranker{}
	n := 0
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		name, value, _ := strings.Cut(line, "\t")
		w, err := strconv.ParseFloat(value, 64)
		if n == len(featureNames) || featureNames[n] != name || err != nil {
			return nil, fmt.Errorf("ranker: %q does not belong here; train the ranker again", line)
		}
		r.weights[n] = w
		n++
	}
	if n != len(featureNames) {
		return nil, fmt.Errorf("ranker: %d features of %d; train the ranker again", n, len(featureNames))
	}
	return r, nil
}

func (r *ranker) right(x *[featureCount]float32) float64 {
	s := 0.0
	for i, w := range r.weights {
		s += w * float64(x[i])
	}
	return 1 / (1 + math.Exp(-s))
}
