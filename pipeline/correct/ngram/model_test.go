package ngram

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

const sample = `The cat sat on the mat. The dog sat on the log!
The cat's dog saw the cat. Don't let the dog out. 1917 was a year. the cat sat on the log`

func build(t testing.TB, o Options, texts ...string) *Model {
	t.Helper()
	b := NewBuilder(o)
	for _, s := range texts {
		b.Add(s)
	}
	data, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	m, err := Open(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Verify(); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLookup(t *testing.T) {
	m := build(t, Options{MinCount: 1}, sample)
	for _, w := range []string{"the", "cat", "don't", "'s", "log"} {
		id, ok := m.Lookup(w)
		if !ok || m.Spelling(id) != w {
			t.Errorf("Lookup(%q) = %d, %v; spelled %q", w, id, ok, m.Spelling(id))
		}
		if b, ok := m.LookupBytes([]byte(w)); !ok || b != id {
			t.Errorf("LookupBytes(%q) = %d, %v", w, b, ok)
		}
	}
	for _, w := range []string{"", "Cat", "zebra", "th", "thee", "1917"} {
		if id, ok := m.Lookup(w); ok {
			t.Errorf("Lookup(%q) found word %d", w, id)
		}
	}
}

// After any context the probabilities of all words sum to one, but for rounding.
func TestSumsToOne(t *testing.T) {
	m := build(t, Options{MinCount: 1}, strings.Repeat(sample+"\n", 3))
	words := []Word{Bound, Unknown, UnknownC, Number}
	m.Words(func(_ string, w Word) { words = append(words, w) })
	for _, u := range words {
		for _, v := range words {
			sum := 0.0
			for _, w := range words {
				sum += math.Exp(-float64(m.Cost(u, v, w)))
			}
			if sum < 0.85 || sum > 1.15 {
				t.Errorf("after %d %d: %.3f", u, v, sum)
			}
		}
	}
}

func TestSeenIsLikelier(t *testing.T) {
	m := build(t, Options{MinCount: 1}, strings.Repeat(sample+"\n", 3))
	id := func(w string) Word { x, _ := m.Lookup(w); return x }
	if a, b := m.Cost(id("sat"), id("on"), id("the")), m.Cost(id("sat"), id("on"), id("dog")); a >= b {
		t.Errorf("sat on the costs %.2f, sat on dog %.2f", a, b)
	}
	if !m.Seen(id("on"), id("the")) || m.Seen(id("the"), id("on")) {
		t.Error("Seen is wrong of: on the")
	}
}

// What is asked of many words at once is what would be asked of each.
func TestReadAsksTheSame(t *testing.T) {
	m := build(t, Options{MinCount: 1}, strings.Repeat(sample+"\n", 3))
	words := []Word{Bound, Bound}
	chance := rand.New(rand.NewPCG(1, 2))
	for len(words) < 1000 {
		words = append(words, Word(chance.IntN(int(First)+int(m.words.slots))))
	}
	for _, n := range []int{0, 1, 2, 3, 2 + block, 3 + block, len(words)} {
		costs := make([]float32, n)
		m.Read(words[:n], costs)
		for i := 2; i < n; i++ {
			if want := m.Cost(words[i-2], words[i-1], words[i]); costs[i] != want {
				t.Fatalf("word %d of %d costs %v, want %v", i, n, costs[i], want)
			}
		}
	}
	var triples []Trigram
	for i := 0; i < 600; i++ { // now in running text, now several in one place
		k := 2 + i/3%(len(words)-2)
		triples = append(triples, Trigram{words[k-2], words[k-1], words[(k+i%3)%len(words)]})
	}
	costs := make([]float32, len(triples))
	m.CostEach(triples, costs)
	for i, q := range triples {
		if want := m.Cost(q.U, q.V, q.W); costs[i] != want {
			t.Fatalf("trigram %d costs %v, want %v", i, costs[i], want)
		}
	}
	var qs []Bigram
	for i := 1; i < len(words); i++ {
		qs = append(qs, Bigram{words[i-1], words[i]})
	}
	costs = make([]float32, len(qs))
	m.BiEach(qs, costs)
	for i, q := range qs {
		if want := m.Bi(q.V, q.W); costs[i] != want {
			t.Fatalf("bigram %d costs %v, want %v", i, costs[i], want)
		}
	}
}

func TestDeterministic(t *testing.T) {
	make := func() []byte {
		b := NewBuilder(Options{MinCount: 1})
		b.Add(sample)
		data, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if !bytes.Equal(make(), make()) {
		t.Error("the same text made two models")
	}
}

func TestEmpty(t *testing.T) {
	m := build(t, Options{MinCount: 1}, "")
	if _, ok := m.Lookup("the"); ok {
		t.Error("an empty model knows a word")
	}
	if c := m.Cost(Bound, Bound, Unknown); !(c >= 0) {
		t.Errorf("cost %v", c)
	}
}

func TestDamaged(t *testing.T) {
	b := NewBuilder(Options{MinCount: 1})
	b.Add(sample)
	data, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{0, 7, header - 1, header, len(data) - 1} {
		if _, err := Open(data[:cut]); err == nil {
			t.Errorf("a model cut to %d bytes was opened", cut)
		}
	}
	for i := header; i < len(data); i += 13 {
		bad := bytes.Clone(data)
		bad[i] ^= 0x55
		if m, err := Open(bad); err == nil && m.Verify() == nil {
			t.Fatalf("byte %d changed, and nobody noticed", i)
		}
	}
}

func FuzzScan(f *testing.F) {
	f.Add("The king’s men, don't — 1917. O'Brien's")
	f.Add("\xff'\u0301s' a'b''s")
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		Scan(s, func(k Kind, start, end int) {
			if start < last || end <= start || end > len(s) {
				t.Fatalf("token %d-%d after %d in %q", start, end, last, s)
			}
			last = end
			if w := Fold(s[start:end]); k == KindWord && Fold(w) != w {
				t.Fatalf("Fold(%q) = %q, and that folds to %q", s[start:end], w, Fold(w))
			}
		})
	})
}

func BenchmarkCost(b *testing.B) {
	m := build(b, Options{MinCount: 1}, strings.Repeat(sample+"\n", 50))
	u, _ := m.Lookup("sat")
	v, _ := m.Lookup("on")
	w, _ := m.Lookup("the")
	for b.Loop() {
		m.Cost(u, v, w)
	}
}
