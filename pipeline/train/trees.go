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
		grow(&t, rows, borders, g, h, all, treeDepth, score)
		trees = append(trees, t)
	}
	return trees
}

// grow adds the node for some rows and returns its place; at a leaf their scores move.
func grow(t *correct.Tree, rows []row, borders [][]float64, g, h []float64, in []int32, depth int, score []float64) int {
	var sg, sh, sw float64
	for _, i := range in {
		sg += g[i]
		sh += h[i]
		sw += rows[i].weight
	}
	at := len(*t)
	leaf := func() int {
		v := treeRate * sg / (sh + leafRidge)
		*t = append(*t, correct.Node{Feature: -1, Value: float32(v)})
		for _, i := range in {
			score[i] += v
		}
		return at
	}
	if depth == 0 {
		return leaf()
	}
	bestGain, bestFeature, bestBin := 1e-3, -1, 0
	for k := range borders {
		var hg, hh, hw [treeBins + 1]float64
		for _, i := range in {
			b := rows[i].bins[k]
			hg[b] += g[i]
			hh[b] += h[i]
			hw[b] += rows[i].weight
		}
		var lg, lh, lw float64
		for b := range borders[k] {
			lg += hg[b]
			lh += hh[b]
			lw += hw[b]
			if lw < leafLeast || sw-lw < leafLeast {
				continue
			}
			gain := lg*lg/(lh+leafRidge) + (sg-lg)*(sg-lg)/(sh-lh+leafRidge) - sg*sg/(sh+leafRidge)
			if gain > bestGain {
				bestGain, bestFeature, bestBin = gain, k, b
			}
		}
	}
	if bestFeature < 0 {
		return leaf()
	}
	*t = append(*t, correct.Node{Feature: int16(bestFeature), Value: float32(borders[bestFeature][bestBin])})
	var left, right []int32
	for _, i := range in {
		if int(rows[i].bins[bestFeature]) <= bestBin {
			left = append(left, i)
		} else {
			right = append(right, i)
		}
	}
	grow(t, rows, borders, g, h, left, depth-1, score)
	r := grow(t, rows, borders, g, h, right, depth-1, score)
	(*t)[at].Right = int16(r)
	return at
}
