package evaluate

import (
	"math"
	"slices"
)

// An Interval is where a figure lies in 95 of 100 samples of as many documents, drawn anew from those measured (percentile
// bootstrap, Efron 1979). It says how far documents differ, not whether they stand for others.
type Interval struct{ Low, High float64 }

// samples is how often documents are drawn.
const samples = 1000

// Intervals are those of figures that each sample of documents yields: figure is given how often each of n documents was drawn.
// The draws are the same on every run.
func Intervals(n, figures int, figure func(times []int, out []float64)) []Interval {
	out := make([]Interval, figures)
	if n == 0 {
		return out
	}
	r := generator(1979)
	values := make([][]float64, figures)
	times, one := make([]int, n), make([]float64, figures)
	for range samples {
		clear(times)
		for range n {
			times[r.below(n)]++
		}
		figure(times, one)
		for i, v := range one {
			if !math.IsNaN(v) {
				values[i] = append(values[i], v)
			}
		}
	}
	for i, vs := range values {
		if len(vs) == 0 {
			continue
		}
		slices.Sort(vs)
		out[i] = Interval{vs[len(vs)*25/1000], vs[len(vs)*975/1000]}
	}
	return out
}

// generator is SplitMix64 (Steele, Lea and Flood 2014): numbers that look drawn and are the same for the same seed.
type generator uint64

func (g *generator) next() uint64 {
	*g += 0x9e3779b97f4a7c15
	z := uint64(*g)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number from 0 to n-1. The bias, n in 2^64, is nothing.
func (g *generator) below(n int) int { return int(g.next() % uint64(n)) }
