package train

import (
	"math"
	"slices"

	"emend/pipeline/correct"
)

// Boosted regression trees for the logistic loss (Friedman 2001), grown on histograms.
const (
	treeCount = 120
	treeDepth = 4
	treeRate  = 0.08
	treeBins  = 48
	leafRidge = 8.0
	leafLeast = 30.0 // weight in a leaf
)

// A row is a judged proposal for fitting.
type row struct {
	x      []float64
	bins   []uint8
	weight float64
	y      float64
}

// cuts are the borders between the bins of each feature, by quantiles.
func cuts(rows []row) [][]float64 {
	n := len(rows[0].x)
	out := make([][]float64, n)
	for k := range out {
		vs := make([]float64, len(rows))
		for i := range rows {
			vs[i] = rows[i].x[k]
		}
		slices.Sort(vs)
		for b := 1; b < treeBins; b++ {
			v := vs[b*len(vs)/treeBins]
			if v > vs[0] && (len(out[k]) == 0 || v > out[k][len(out[k])-1]) {
				out[k] = append(out[k], v)
			}
		}
	}
	return out
}

func boost(rows []row) []correct.Tree {
	borders := cuts(rows)
	for i := range rows {
		rows[i].bins = make([]uint8, len(rows[i].x))
		for k, x := range rows[i].x {
			b, found := slices.BinarySearch(borders[k], x)
			if found {
				b++ // a value on the border goes right
			}
			rows[i].bins[k] = uint8(b)
		}
	}
	score := make([]float64, len(rows))
	g, h := make([]float64, len(rows)), make([]float64, len(rows))
	gr := &grower{rows, borders, g, h, score}
	var trees []correct.Tree
	for range treeCount {
		for i, r := range rows {
			p := 1 / (1 + math.Exp(-score[i]))
			g[i], h[i] = r.weight*(r.y-p), r.weight*p*(1-p)
		}
		all := make([]int32, len(rows))
		for i := range all {
			all[i] = int32(i)
		}
		t := correct.Tree{}
		gr.grow(&t, all, gr.histogram(all), treeDepth)
		trees = append(trees, t)
	}
	return trees
}

// A grower grows one tree after another.
type grower struct {
	rows    []row
	borders [][]float64
	g, h    []float64 // of each row: the gradient and the curvature of its loss
	score   []float64 // of each row: the sum of the trees so far
}

// A bin sums up the rows of a node whose feature lies between two borders.
type bin struct{ g, h, weight float64 }

// A histogram is the bins of all features, treeBins for each.
type histogram []bin

func (gr *grower) histogram(in []int32) histogram {
	hist := make(histogram, len(gr.borders)*treeBins)
	for _, i := range in {
		g, h, w := gr.g[i], gr.h[i], gr.rows[i].weight
		for k, b := range gr.rows[i].bins {
			c := &hist[k*treeBins+int(b)]
			c.g += g
			c.h += h
			c.weight += w
		}
	}
	return hist
}

// without is what is left of a histogram when one of its two children is taken away.
func (hist histogram) without(child histogram) histogram {
	for i, c := range child {
		hist[i].g -= c.g
		hist[i].h -= c.h
		hist[i].weight -= c.weight
	}
	return hist
}

// cut finds the feature and the border that part the rows of a histogram best; the feature is -1 if none does.
func (gr *grower) cut(hist histogram) (feature, border int) {
	var all bin
	for _, c := range hist[:treeBins] {
		all = all.plus(c)
	}
	best, feature := 1e-3, -1
	for k := range gr.borders {
		var left bin
		for b := range gr.borders[k] {
			left = left.plus(hist[k*treeBins+b])
			if left.weight < leafLeast || all.weight-left.weight < leafLeast {
				continue
			}
			right := bin{all.g - left.g, all.h - left.h, 0}
			if gain := left.loss() + right.loss() - all.loss(); gain > best {
				best, feature, border = gain, k, b
			}
		}
	}
	return feature, border
}

func (c bin) plus(d bin) bin { return bin{c.g + d.g, c.h + d.h, c.weight + d.weight} }

// loss is what a leaf of these rows would take from the loss, twice.
func (c bin) loss() float64 { return c.g * c.g / (c.h + leafRidge) }

// grow adds the node for some rows and returns its place; at a leaf their scores move.
func (gr *grower) grow(t *correct.Tree, in []int32, hist histogram, depth int) int {
	at := len(*t)
	feature, border := -1, 0
	if depth > 0 {
		feature, border = gr.cut(hist)
	}
	if feature < 0 {
		var sum bin
		for _, i := range in {
			sum.g += gr.g[i]
			sum.h += gr.h[i]
		}
		v := treeRate * sum.g / (sum.h + leafRidge)
		*t = append(*t, correct.Node{Feature: -1, Value: float32(v)})
		for _, i := range in {
			gr.score[i] += v
		}
		return at
	}
	*t = append(*t, correct.Node{Feature: int16(feature), Value: float32(gr.borders[feature][border])})
	var left, right []int32
	for _, i := range in {
		if int(gr.rows[i].bins[feature]) <= border {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	var leftHist, rightHist histogram
	switch {
	case depth == 1: // leaves need none
	case len(left) < len(right):
		leftHist = gr.histogram(left)
		rightHist = hist.without(leftHist)
	default:
		rightHist = gr.histogram(right)
		leftHist = hist.without(rightHist)
	}
	gr.grow(t, left, leftHist, depth-1)
	r := gr.grow(t, right, rightHist, depth-1)
	(*t)[at].Right = int16(r)
	return at
}
