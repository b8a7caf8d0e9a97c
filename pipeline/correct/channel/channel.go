// Package channel knows what scanners read for what: segment edits of up to three characters a side
// (Brill and Moore 2000), each with what it costs to believe in it. Costs are -ln P(read | true) in nats.
package channel

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// MaxSegment is the longest side of an edit, in characters.
const MaxSegment = 3

// An Edit says that Read was printed as True. The printed side is in small letters; the read side too, but for capitals inside
// a word: those are a sign of their own, as in SchuIze. One side may be empty.
type Edit struct{ Read, True string }

// An Entry is an edit as counted: Count times of the Of times that True stood in the truth.
type Entry struct {
	Edit
	Count, Of int
	Examples  []string // "read true", for people
}

// The limits of any cost, and the cost of a letter of the print that left no trace.
const (
	MinCost = 1.0
	MaxCost = 10.0
	Lost    = 9.5
)

// Junk is the cost of a character read where nothing was printed, no table knowing of it. A mark inside a word is an error already; the
// question is only which.
func Junk(read rune) float32 {
	switch {
	case read == ' ':
		return 6
	case unicode.IsLetter(read) || read == '\'':
		return 9.5
	case unicode.IsDigit(read):
		return 8.5
	}
	return 4.5
}

// Unseen is the cost of a character read for any other, no table knowing of it.
func Unseen(read rune) float32 {
	switch {
	case read == ' ':
		return 8.5
	case unicode.IsLetter(read) || read == '\'':
		return 10
	case unicode.IsDigit(read):
		return 8.5
	}
	return 6
}

// Cost is the price of an entry in nats.
func (e Entry) Cost() float32 {
	return float32(min(MaxCost, max(MinCost, -math.Log(float64(e.Count)/float64(e.Of)))))
}

// header is the first line of a table.
const header = "# emend channel 1: read, true, count, of, examples; ∅ is nothing"

// Write writes a table: readable, one edit a line, fields apart by tabs.
func Write(w io.Writer, es []Entry, notes ...string) error {
	b := bufio.NewWriter(w)
	fmt.Fprintln(b, header)
	for _, n := range notes {
		fmt.Fprintln(b, "#", n)
	}
	for _, e := range es {
		fmt.Fprintf(b, "%s\t%s\t%d\t%d\t%s\n", shown(e.Read), shown(e.True), e.Count, e.Of, strings.Join(e.Examples, ", "))
	}
	return b.Flush()
}

func shown(s string) string {
	if s == "" {
		return "∅"
	}
	return s
}

func hidden(s string) string {
	if s == "∅" {
		return ""
	}
	return s
}

// Parse reads a table. Examples are for people and left out.
func Parse(table string) ([]Entry, error) {
	first, rest, _ := strings.Cut(table, "\n")
	if first != header {
		return nil, fmt.Errorf("channel: not a table of version 1")
	}
	es := make([]Entry, 0, strings.Count(rest, "\n"))
	for n := 2; rest != ""; n++ {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		e, err := parse(line)
		if err != nil {
			return nil, fmt.Errorf("channel: line %d: %w", n, err)
		}
		es = append(es, e)
	}
	return es, nil
}

func parse(line string) (e Entry, err error) {
	read, line, _ := strings.Cut(line, "\t")
	truth, line, ok := strings.Cut(line, "\t")
	count, line, ok2 := strings.Cut(line, "\t")
	of, _, _ := strings.Cut(line, "\t")
	if !ok || !ok2 {
		return e, fmt.Errorf("too few fields")
	}
	e.Edit = Edit{hidden(read), hidden(truth)}
	if e.Count, err = strconv.Atoi(count); err != nil {
		return e, err
	}
	if e.Of, err = strconv.Atoi(of); err != nil {
		return e, err
	}
	if e.Count <= 0 || e.Of < e.Count {
		return e, fmt.Errorf("count %d of %d", e.Count, e.Of)
	}
	return e, nil
}
