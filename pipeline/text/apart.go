package text

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// longestApart is how many bytes of a change are looked at for where to part it: it is a word or two.
const longestApart = 100

// apart is how a change comes about whose letters stand in several runs of bytes, a tag between them: each run gets the
// letters that are its own, as far as the two readings show it, and no byte between them changes.
// dic|tatorsbip -> dic|tatorship; ba|dly for ha|dlv -> two edits; cor|ner for cor|rner -> the second run's r goes
func (t *Text) apart(c Change) ([]piece, error) {
	c = t.trim(c)
	old := t.Content[c.Start:c.End]
	if len(old) > longestApart || len(c.New) > longestApart || strings.Contains(old, "\n") || strings.Contains(c.New, "\n") {
		return nil, ErrProtected
	}
	i := t.find(c.Start)
	for i++; i < len(t.Segments) && t.Segments[i].Text.Start < c.End; i++ {
		if t.Segments[i].Source.Start == t.Segments[i-1].Source.End {
			continue
		}
		at := t.Segments[i].Text.Start
		k := partAt(old[:at-c.Start], old[at-c.Start:], c.New)
		var pieces []piece
		for _, side := range []Change{{Span{c.Start, at}, c.New[:k]}, {Span{at, c.End}, c.New[k:]}} {
			ps, err := t.resolve(side)
			if err == ErrProtected {
				ps, err = t.apart(side)
			}
			if err != nil {
				return nil, err
			}
			pieces = append(pieces, ps...)
		}
		for i := 1; i < len(pieces); i++ {
			if pieces[i].span.Start < pieces[i-1].span.End {
				return nil, ErrProtected
			}
		}
		return pieces, nil
	}
	return nil, ErrProtected
}

// partAt is where a new reading is parted so that the parts are nearest to the two of the old one: by edit distance, of
// equals where neither part is empty, then where the first part is longest. O(n²).
func partAt(first, second, new string) int {
	reversed := func(s string) []rune {
		r := []rune(s)
		slices.Reverse(r)
		return r
	}
	letters := []rune(new)
	head, tail := distances([]rune(first), letters), distances(reversed(second), reversed(new))
	best, least, offset := 0, -1, 0
	for k := 0; k <= len(letters); k++ {
		if cluster(new, offset) {
			d := 2 * (head[k] + tail[len(letters)-k])
			if k == 0 || k == len(letters) {
				d++
			}
			if least < 0 || d <= least {
				best, least = offset, d
			}
		}
		if k < len(letters) {
			offset += utf8.RuneLen(letters[k])
		}
	}
	return best
}

// distances are those of a reading to each beginning of another, in letters put in, taken out or replaced (Levenshtein 1966).
func distances(of, to []rune) []int {
	row := make([]int, len(to)+1)
	for k := range row {
		row[k] = k
	}
	for i, r := range of {
		diagonal := row[0]
		row[0] = i + 1
		for k, s := range to {
			d := diagonal
			if r != s {
				d++
			}
			diagonal = row[k+1]
			row[k+1] = min(d, row[k]+1, row[k+1]+1)
		}
	}
	return row
}
