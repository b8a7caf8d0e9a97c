package dictionaries

import (
	"math/rand/v2"
	"testing"
)

func BenchmarkAccepts(b *testing.B) {
	l := English()
	for _, w := range []string{"the", "revolution", "The", "THE", "Albania", "don’t", "workers’", "working-class", "tbe", "proletarianized"} {
		b.Run(w, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				l.Accepts(w)
			}
		})
	}
}

func BenchmarkFrequency(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		English().Frequency("revolution")
	}
}

// damagedWords are period words with one or two confusions each: none is a word.
func damagedWords(n int) []string {
	l := English()
	var words []string
	l.Forms(func(form string, e Entry) bool {
		if e.Frequency() > 5 && e.Category&Word != 0 && l.Accepts(form) {
			words = append(words, form)
		}
		return true
	})
	noise := rand.New(rand.NewPCG(3, 4))
	var out []string
	for len(out) < n {
		w, ok := damage(words[noise.IntN(len(words))], noise)
		if ok && noise.IntN(3) == 0 {
			w, ok = damage(w, noise)
		}
		if ok && !l.Accepts(w) {
			out = append(out, w)
		}
	}
	return out
}

func BenchmarkNear(b *testing.B) {
	l, words := English(), damagedWords(1000)
	for _, r := range []struct {
		name  string
		reach Reach
	}{
		{"default", Reach{}},
		{"one-confusion-one-plain", Reach{Confusions: 1}},
		{"confusions-only", Reach{Plain: -1}},
		{"ten-best", Reach{Count: 10}},
	} {
		b.Run(r.name, func(b *testing.B) {
			b.ReportAllocs()
			c := DefaultConfusions()
			for i := 0; b.Loop(); i++ {
				l.Near(words[i%len(words)], c, r.reach)
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := openTable(englishData); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	for b.Loop() {
		if err := english().layers[0].check(); err != nil {
			b.Fatal(err)
		}
	}
}
