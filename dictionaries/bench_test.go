package dictionaries

import (
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
