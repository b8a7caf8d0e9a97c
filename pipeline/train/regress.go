package train

import "math"

// regress is logistic regression by Newton's method with a ridge on standardised features; the first feature is 1.
func regress(rows []row, ridge float64) []float64 {
	n := len(rows[0].x)
	mean, dev := make([]float64, n), make([]float64, n)
	total := 0.0
	for _, r := range rows {
		total += r.weight
		for k, x := range r.x {
			mean[k] += r.weight * x
		}
	}
	for k := range mean {
		mean[k] /= total
	}
	mean[0] = 0
	for _, r := range rows {
		for k, x := range r.x {
			dev[k] += r.weight * (x - mean[k]) * (x - mean[k])
		}
	}
	for k := range dev {
		dev[k] = math.Sqrt(dev[k]/total) + 1e-9
	}
	dev[0] = 1
	z := make([]float64, len(rows)*n)
	for i, r := range rows {
		for k, x := range r.x {
			z[i*n+k] = (x - mean[k]) / dev[k]
		}
	}
	w := make([]float64, n)
	for range 9 {
		g := make([]float64, n)
		h := make([][]float64, n)
		for k := range h {
			h[k] = make([]float64, n)
			g[k] = -ridge * w[k]
			h[k][k] = ridge
		}
		for i, r := range rows {
			x := z[i*n : i*n+n]
			s := 0.0
			for k, v := range x {
				s += w[k] * v
			}
			p := 1 / (1 + math.Exp(-s))
			q := r.weight * p * (1 - p)
			for a, xa := range x {
				g[a] += r.weight * (r.y - p) * xa
				c := q * xa
				for b, xb := range x[:a+1] {
					h[a][b] += c * xb
				}
			}
		}
		for k, d := range solve(h, g) {
			w[k] += d
		}
	}
	// Back to raw features.
	out := make([]float64, n)
	for k := range w {
		out[k] = w[k] / dev[k]
		if k > 0 {
			out[0] -= w[k] * mean[k] / dev[k]
		}
	}
	return out
}

// solve solves h x = g for a positive definite h, given by its lower half (Cholesky).
func solve(h [][]float64, g []float64) []float64 {
	n := len(g)
	for i := 0; i < n; i++ {
		for j := 0; j <= i; j++ {
			s := h[i][j]
			for k := 0; k < j; k++ {
				s -= h[i][k] * h[j][k]
			}
			if i == j {
				h[i][i] = math.Sqrt(max(s, 1e-12))
			} else {
				h[i][j] = s / h[j][j]
			}
		}
	}
	x := make([]float64, n)
	for i := 0; i < n; i++ {
		s := g[i]
		for k := 0; k < i; k++ {
			s -= h[i][k] * x[k]
		}
		x[i] = s / h[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		s := x[i]
		for k := i + 1; k < n; k++ {
			s -= h[k][i] * x[k]
		}
		x[i] = s / h[i][i]
	}
	return x
}
