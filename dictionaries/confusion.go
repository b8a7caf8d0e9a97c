package dictionaries

import (
	"bufio"
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed data/confusions.txt
var confusionsData string

// Confusion is a segment edit of Brill and Moore (2000): Intended was meant,
// Observed is what stands there, and the pair costs Cost nats more than
// reading right. Either side may be empty, not both; three runes at most.
type Confusion struct {
	Observed, Intended string
	Cost               float64
}

// PlainCosts price the edits that no Confusion lists, in nats; +Inf turns one
// off. Named by what happened to the intended word.
type PlainCosts struct {
	Substitute float64 // another letter stands there
	Lost       float64 // a letter is missing
	Added      float64 // a letter too many
	Swapped    float64 // two neighbours changed places
	Case       float64 // the same letter in the other case
}

// Confusions is a channel made ready for search. It is never written after it
// is made, and may be used from several goroutines at once.
type Confusions struct {
	list  []Confusion // by first rune of Observed, then cost
	first map[rune][2]int32
	ascii [128][2]int32
	plain PlainCosts
}

const maxSegment = 3

// NewConfusions prepares a channel. Of two confusions with the same sides the
// cheaper counts. A negative cost or one that is no number, a side longer than
// three runes and a pair of equal sides are errors.
func NewConfusions(list []Confusion, plain PlainCosts) (*Confusions, error) {
	c := &Confusions{list: slices.Clone(list), first: map[rune][2]int32{}, plain: plain}
	for _, p := range [...]float64{plain.Substitute, plain.Lost, plain.Added, plain.Swapped, plain.Case} {
		if !(p >= 0) {
			return nil, fmt.Errorf("plain cost %v; it must be 0 or more", p)
		}
	}
	for _, k := range c.list {
		switch {
		case !(k.Cost >= 0) || math.IsInf(k.Cost, 1):
			return nil, fmt.Errorf("confusion %q for %q: cost %v; it must be a number, 0 or more", k.Observed, k.Intended, k.Cost)
		case k.Observed == k.Intended:
			return nil, fmt.Errorf("confusion of %q with itself", k.Observed)
		case !utf8.ValidString(k.Observed) || !utf8.ValidString(k.Intended):
			return nil, fmt.Errorf("confusion %q for %q is not UTF-8", k.Observed, k.Intended)
		case utf8.RuneCountInString(k.Observed) > maxSegment || utf8.RuneCountInString(k.Intended) > maxSegment:
			return nil, fmt.Errorf("confusion %q for %q: more than %d letters on a side", k.Observed, k.Intended, maxSegment)
		}
	}
	slices.SortFunc(c.list, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(firstRune(a.Observed), firstRune(b.Observed)), cmp.Compare(a.Cost, b.Cost),
			cmp.Compare(a.Observed, b.Observed), cmp.Compare(a.Intended, b.Intended))
	})
	for from := 0; from < len(c.list); {
		r, to := firstRune(c.list[from].Observed), from
		for to < len(c.list) && firstRune(c.list[to].Observed) == r {
			to++
		}
		c.first[r] = [2]int32{int32(from), int32(to)}
		if r >= 0 && r < 128 {
			c.ascii[r] = c.first[r]
		}
		from = to
	}
	return c, nil
}

// firstRune is -1 for the empty string.
func firstRune(s string) rune {
	if s == "" {
		return -1
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// beginning is the part of the list whose observed side begins with r, or is
// empty for -1.
func (c *Confusions) beginning(r rune) (from, to int) {
	if uint32(r) < 128 {
		return int(c.ascii[r][0]), int(c.ascii[r][1])
	}
	x := c.first[r]
	return int(x[0]), int(x[1])
}

// All lists the confusions, by first letter observed, then by cost.
func (c *Confusions) All() []Confusion { return slices.Clone(c.list) }

// Plain is the price of edits that are not listed.
func (c *Confusions) Plain() PlainCosts { return c.plain }

// DefaultConfusions are the confusions of scanned English print that the
// project ships: a starting point for texts that no channel was learnt from.
func DefaultConfusions() *Confusions { return defaultConfusions() }

var defaultConfusions = sync.OnceValue(func() *Confusions {
	c, err := ReadConfusions("confusions.txt", strings.NewReader(confusionsData))
	if err != nil {
		panic("dictionaries: embedded " + err.Error())
	}
	return c
})

// ReadConfusions reads a table of confusions, one a line:
//
//	# a comment
//	rn  m   2.8       observed, intended, cost in nats; ∅ is the empty side
//	=lost   6.0       a plain cost: =substitute =lost =added =swapped =case
//
// Plain costs that are not given are 6, =case is 4. Errors begin with
// name:line.
func ReadConfusions(name string, r io.Reader) (*Confusions, error) {
	plain := PlainCosts{Substitute: 6, Lost: 6, Added: 6, Swapped: 6, Case: 4}
	var list []Confusion
	lines := bufio.NewScanner(io.LimitReader(r, maxListBytes))
	n := 0
	for lines.Scan() {
		n++
		if err := readConfusion(lines.Text(), &list, &plain); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
	}
	c, err := NewConfusions(list, plain)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

func readConfusion(line string, list *[]Confusion, plain *PlainCosts) error {
	f := strings.Fields(line)
	if len(f) == 0 || strings.HasPrefix(f[0], "#") {
		return nil
	}
	if len(f) > 3 && f[3] == "#" || len(f) > 3 && strings.HasPrefix(f[3], "#") {
		f = f[:3]
	}
	cost, err := strconv.ParseFloat(f[len(f)-1], 64)
	if err != nil {
		return fmt.Errorf("no cost at the end of %q", line)
	}
	if len(f) == 2 {
		p, ok := map[string]*float64{"=substitute": &plain.Substitute, "=lost": &plain.Lost, "=added": &plain.Added,
			"=swapped": &plain.Swapped, "=case": &plain.Case}[f[0]]
		if !ok {
			return fmt.Errorf("unknown plain cost %q; known are =substitute =lost =added =swapped =case", f[0])
		}
		*p = cost
		return nil
	}
	if len(f) != 3 {
		return fmt.Errorf("%d fields; a line is: observed intended cost", len(f))
	}
	for i := range 2 {
		if f[i] == "∅" {
			f[i] = ""
		}
	}
	*list = append(*list, Confusion{f[0], f[1], cost})
	return nil
}
