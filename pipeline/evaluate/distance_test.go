package evaluate

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"tbe", "the", 1}, {"kitten", "sitting", 3}, {"ofthe", "of the", 1}, {"é", "e\u0301", 2},
		{"naïve", "naive", 1}, {"\xff\xfe", "\xff", 1}, {"\xff", "\ufffd", 1},
		{strings.Repeat("a", 200), strings.Repeat("a", 63), 137},
		{strings.Repeat("ab", 100), strings.Repeat("ba", 100), 2},
		{strings.Repeat("x", 500), strings.Repeat("y", 300), 500},
	} {
		if got := Distance(c.a, c.b); got != c.want {
			t.Errorf("%.20q, %.20q: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := Distance(c.b, c.a); got != c.want {
			t.Errorf("%.20q, %.20q: %d, want %d", c.b, c.a, got, c.want)
		}
	}
}

// noisy is n letters of an alphabet, and the same with about one in rate put wrong.
func noisy(seed uint64, n, alphabet, rate int) (string, string) {
	r := generator(seed)
	letter := func() rune { return rune('a' + r.below(alphabet)) }
	var a, b strings.Builder
	for range n {
		c := letter()
		a.WriteRune(c)
		switch r.below(rate) {
		case 0:
			switch r.below(3) {
			case 0:
				b.WriteRune(letter())
			case 1:
				b.WriteRune(c)
				b.WriteRune(letter())
			}
		default:
			b.WriteRune(c)
		}
	}
	return a.String(), b.String()
}

// TestDistanceOracle compares with another implementation over block limits, bands, alphabets and scripts.
func TestDistanceOracle(t *testing.T) {
	for seed := range uint64(120) {
		r := generator(seed)
		n, alphabet, rate := r.below(700), 1+r.below([]int{2, 26, 3000}[seed%3]), 1+r.below(40)
		a, b := noisy(seed, n, alphabet, rate)
		if seed%5 == 0 {
			b = b[len(b)/3:]
			for !utf8.ValidString(b) {
				b = b[1:]
			}
		}
		if got, want := Distance(a, b), levenshtein.ComputeDistance(a, b); got != want {
			t.Fatalf("seed %d, %d letters of %d, 1 in %d wrong: %d, want %d", seed, n, alphabet, rate, got, want)
		}
	}
}

// TestDistanceCut: cuts in the middle of long passages cost nothing in texts that are read as texts are.
func TestDistanceCut(t *testing.T) {
	for _, rate := range []int{12, 40, 300} {
		read, truth := book(t, 8*wholeText, rate)
		read, truth = strict(read), strict(truth)
		ps := pieces(read, truth, aligned(read, truth))
		if len(ps) < 3 {
			t.Errorf("1 in %d misread: %d pieces", rate, len(ps))
		}
		whole := []piece{{read: read, truth: truth}}
		if got, want := characterErrors(ps), characterErrors(whole); got != want {
			t.Errorf("1 in %d misread: %d, want %d", rate, got, want)
		}
		if got, want := wordErrors(ps), wordErrors(whole); got != want {
			t.Errorf("1 in %d misread: %d words, want %d", rate, got, want)
		}
	}
}

func FuzzDistance(f *testing.F) {
	f.Add("tbe same", "the same")
	f.Add("\xff\x00", "é")
	f.Fuzz(func(t *testing.T, a, b string) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) {
			Distance(a, b) // the oracle has no opinion
			return
		}
		if got, want := Distance(a, b), levenshtein.ComputeDistance(a, b); got != want {
			t.Errorf("%q, %q: %d, want %d", a, b, got, want)
		}
	})
}

func BenchmarkDistance(b *testing.B) {
	x, y := noisy(1, 1<<18, 26, 30)
	b.SetBytes(int64(len(x)))
	for b.Loop() {
		Distance(x, y)
	}
}
