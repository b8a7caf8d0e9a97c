package correct

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Ranker answers two questions of a proposal: is the reading what was printed, and is what stands there not.
type Ranker struct {
	Right, Wrong Question
}

// A Question is the mean of the logits of a logistic regression and of boosted trees, made a probability that holds on sources that neither has
// seen (Platt 1999, with more regressors than the logit itself). Trees alone are timid on clean pages, regression alone is rash on noisy ones.
type Question struct {
	Weights []float64 // of the features
	Trees   []Tree
	Calibration
}

// A Calibration is the coefficients of the logistic regression that makes a question's logit a probability.
type Calibration struct {
	Shift float64
	Scale float64 // of the logit
	Noise float64 // of the document's noise: in a bad one a doubt is mostly just
	Other float64 // of the other question's logit
	Cross float64 // of the logit times the noise
}

// Regressors are what the coefficients of a Calibration multiply, in the order of its fields.
func Regressors(logit, noise, other float64) [5]float64 {
	return [5]float64{1, logit, noise, other, logit * noise}
}

func (c *Calibration) probability(logit, noise, other float64) float64 {
	x := Regressors(logit, noise, other)
	return 1 / (1 + math.Exp(-(c.Shift*x[0] + c.Scale*x[1] + c.Noise*x[2] + c.Other*x[3] + c.Cross*x[4])))
}

// A Tree is nodes in preorder; the left branch follows its node.
type Tree []Node

// A Node asks whether a feature is below a value (left) or not (right). A leaf has Feature -1, and adds Value.
type Node struct {
	Feature int16
	Right   int16
	Value   float32
}

// Logit is the uncalibrated answer.
func (q *Question) Logit(x []float32) float64 {
	line := 0.0
	for i, w := range q.Weights {
		line += w * float64(x[i])
	}
	if len(q.Trees) == 0 {
		return line
	}
	wood := 0.0
	for _, t := range q.Trees {
		i := 0
		for t[i].Feature >= 0 {
			if x[t[i].Feature] < t[i].Value {
				i++
			} else {
				i = int(t[i].Right)
			}
		}
		wood += float64(t[i].Value)
	}
	return (line + wood) / 2
}

// Answers are the calibrated answers: the probability that the reading is right, and that what stands there is wrong, which is no less.
func (r *Ranker) Answers(x []float32) (right, wrong float64) {
	a, b, noise := r.Right.Logit(x), r.Wrong.Logit(x), float64(x[fNoise])
	right = r.Right.probability(a, noise, b)
	return right, max(right, r.Wrong.probability(b, noise, a))
}

const rankerHeader = "# emend ranker 4"

// WriteTo writes the ranker as text: features by name, so that weights of another version are never taken for ours.
func (r *Ranker) WriteTo(w io.Writer) (int64, error) {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, rankerHeader)
	for _, q := range []struct {
		name string
		*Question
	}{{"right", &r.Right}, {"wrong", &r.Wrong}} {
		fmt.Fprintf(b, "question %s %.5g %.5g %.5g %.5g %.5g\n", q.name, q.Shift, q.Scale, q.Noise, q.Other, q.Cross)
		q.write(b, featureNames[:])
	}
	return 0, b.Flush()
}

// write writes weights and trees, with the names of the features.
func (q *Question) write(b *bufio.Writer, names []string) {
	for i, v := range q.Weights {
		fmt.Fprintf(b, "weight %s %.5g\n", names[i], v)
	}
	for _, t := range q.Trees {
		b.WriteString("tree")
		for _, n := range t {
			if n.Feature < 0 {
				fmt.Fprintf(b, " %.4g", n.Value)
			} else {
				fmt.Fprintf(b, " %s<%.5g>%d", names[n.Feature], n.Value, n.Right)
			}
		}
		b.WriteByte('\n')
	}
}

// ParseRanker reads what WriteTo wrote.
func ParseRanker(table string) (*Ranker, error) {
	first, rest, _ := strings.Cut(table, "\n")
	if first != rankerHeader {
		return nil, fmt.Errorf("ranker: not a table of version 4")
	}
	r := &Ranker{}
	var q *Question
	for n := 2; rest != ""; n++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		word, args, _ := strings.Cut(line, " ")
		var err error
		switch {
		case word == "" || word == "#":
		case word == "question":
			q, err = r.question(args)
		case q == nil:
			err = fmt.Errorf("no question yet")
		case word == "weight":
			err = q.weight(args, featureNames[:])
		case word == "tree":
			err = q.tree(args, featureNames[:])
		default:
			err = fmt.Errorf("%q is nothing known", word)
		}
		if err != nil {
			return nil, fmt.Errorf("ranker: line %d: %w; train the ranker again", n, err)
		}
	}
	if len(r.Right.Weights) != len(featureNames) || len(r.Wrong.Weights) != len(featureNames) {
		return nil, fmt.Errorf("ranker: %d and %d features instead of %d; train the ranker again", len(r.Right.Weights), len(r.Wrong.Weights), len(featureNames))
	}
	return r, nil
}

func (r *Ranker) question(args string) (*Question, error) {
	var name string
	var c Calibration
	if _, err := fmt.Sscan(args, &name, &c.Shift, &c.Scale, &c.Noise, &c.Other, &c.Cross); err != nil {
		return nil, err
	}
	q := &r.Right
	if name == "wrong" {
		q = &r.Wrong
	}
	q.Calibration = c
	return q, nil
}

func (q *Question) weight(args string, names []string) error {
	name, value, _ := strings.Cut(args, " ")
	if len(q.Weights) == len(names) || names[len(q.Weights)] != name {
		return fmt.Errorf("feature %q does not belong here", name)
	}
	w, err := strconv.ParseFloat(value, 64)
	q.Weights = append(q.Weights, w)
	return err
}

func (q *Question) tree(args string, names []string) error {
	fields := strings.Fields(args)
	t := make(Tree, 0, len(fields))
	for i, f := range fields {
		name, test, inner := strings.Cut(f, "<")
		if !inner {
			v, err := strconv.ParseFloat(f, 32)
			if err != nil {
				return err
			}
			t = append(t, Node{Feature: -1, Value: float32(v)})
			continue
		}
		value, right, _ := strings.Cut(test, ">")
		v, err := strconv.ParseFloat(value, 32)
		if err != nil {
			return err
		}
		r, err := strconv.Atoi(right)
		if err != nil {
			return err
		}
		feature := int16(slices.Index(names, name))
		if feature < 0 || r <= i || r >= len(fields) || i+1 >= len(fields) {
			return fmt.Errorf("node %q does not belong here", f)
		}
		t = append(t, Node{Feature: feature, Right: int16(r), Value: float32(v)})
	}
	if len(t) == 0 {
		return fmt.Errorf("an empty tree")
	}
	q.Trees = append(q.Trees, t)
	return nil
}
