package dictionaries

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"
)

var (
	measureGlob = flag.String("measure", "", "clean texts to measure the policy on, as a glob; -v shows what is refused most")
)

// tokens are runs of letters, digits and inner apostrophes and hyphens.
func tokens(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("'’-", r)
	})
}

// TestMeasurePolicy reports how many tokens of clean text are refused, and how
// many tokens with synthetic OCR damage are accepted, which is the price. It
// judges nothing: run it with -measure GLOB when the policy changes.
func TestMeasurePolicy(t *testing.T) {
	if *measureGlob == "" {
		t.Skip("no -measure GLOB")
	}
	files, err := filepath.Glob(*measureGlob)
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	l := English()
	noise := rand.New(rand.NewPCG(1, 2))
	var total, refused, small int
	how := map[How]int{}
	top := map[string]int{}
	var tried, taken [4]int
	takenHow := map[How]int{}
	takenWords := map[string]int{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range tokens(string(b)) {
			w = strings.Trim(w, "-'’")
			if len([]rune(w)) < 2 {
				continue
			}
			total++
			m := l.Match(w)
			how[m.How]++
			if m.How == Unknown {
				refused++
				top[w]++
				if CapitalsOf(w) == Lower {
					small++
				}
				continue
			}
			if CapitalsOf(w) != Lower || noise.IntN(10) != 0 {
				continue
			}
			damaged, ok := damage(w, noise)
			if !ok {
				continue
			}
			class := min(3, max(0, (len(w)-2)/2))
			tried[class]++
			if m := l.Match(damaged); m.How != Unknown {
				taken[class]++
				takenHow[m.How]++
				if m.How != AsWord {
					takenWords[w+"→"+damaged]++
				}
			}
		}
	}
	t.Logf("%d tokens, refused %.3f %% (small letters %.3f %%)", total, pct(refused, total), pct(small, total))
	for h := How(0); h <= Derived; h++ {
		t.Logf("how %d: %.3f %%; of the damaged %.3f %%", h, pct(how[h], total), pct(takenHow[h], tried[0]+tried[1]+tried[2]+tried[3]))
	}
	for i, name := range []string{"2-3", "4-5", "6-7", "8+"} {
		t.Logf("damaged of %s letters: %d, accepted %.2f %%", name, tried[i], pct(taken[i], tried[i]))
	}
	t.Logf("all damaged: accepted %.2f %%", pct(taken[0]+taken[1]+taken[2]+taken[3], tried[0]+tried[1]+tried[2]+tried[3]))
	if testing.Verbose() {
		t.Log("refused: ", most(top, 150, func(s string) bool { return true }))
		t.Log("refused, small: ", most(top, 300, func(s string) bool { return CapitalsOf(s) == Lower }))
		t.Log("accepted by rule though damaged: ", most(takenWords, 150, func(s string) bool { return true }))
	}
}

func pct(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }

func most(counts map[string]int, n int, want func(string) bool) string {
	var words []string
	for w := range counts {
		if want(w) {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	var b strings.Builder
	for _, w := range words[:min(n, len(words))] {
		fmt.Fprintf(&b, "%s %d, ", w, counts[w])
	}
	return b.String()
}

// A confusion is what a scanner reads (observed) for what is printed (intended).
type confusion struct {
	observed, intended string
	cost               float64 // nats
}

// confusions is testdata/confusions.txt: what scanners do to words, set by hand from three published collections.
var confusions = sync.OnceValue(func() []confusion {
	b, err := os.ReadFile(filepath.Join("testdata", "confusions.txt"))
	if err != nil {
		panic(err)
	}
	var all []confusion
	for _, line := range strings.Split(string(b), "\n") {
		f := strings.Fields(line)
		if len(f) < 3 || strings.HasPrefix(f[0], "#") || strings.HasPrefix(f[0], "=") {
			continue
		}
		cost, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			panic(line)
		}
		all = append(all, confusion{strings.Trim(f[0], "∅"), strings.Trim(f[1], "∅"), cost})
	}
	return all
})

// damage does to w what one confusion of the table says, the likelier ones more often.
func damage(w string, noise *rand.Rand) (string, bool) {
	type chance struct {
		c      confusion
		at     int
		weight float64
	}
	var all []chance
	sum := 0.0
	for _, c := range confusions() {
		if c.intended == "" || strings.ToLower(c.observed) != c.observed {
			continue
		}
		for at := 0; at < len(w); at++ {
			if strings.HasPrefix(w[at:], c.intended) {
				p := math.Exp(-c.cost)
				all = append(all, chance{c, at, p})
				sum += p
			}
		}
	}
	if len(all) == 0 {
		return "", false
	}
	x := noise.Float64() * sum
	for _, c := range all {
		if x -= c.weight; x <= 0 {
			return w[:c.at] + c.c.observed + w[c.at+len(c.c.intended):], true
		}
	}
	return "", false
}
