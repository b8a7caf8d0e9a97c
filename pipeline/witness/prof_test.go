package witness

import (
	"testing"
)

func BenchmarkAlign(b *testing.B) {
	s := prose(7, 40)
	p := words(s[200:900], 0, 700, func(at int) int { return at })
	w := words(s[:1400], 0, 1400, func(at int) int { return at })
	b.Logf("%d x %d words", len(p), len(w))
	a := &aligner{}
	for b.Loop() {
		a.align(p, w)
	}
}
