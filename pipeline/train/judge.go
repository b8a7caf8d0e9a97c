package train

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/correct/align"
)

// plain is a reading as it is compared: white space one blank, apostrophes straight, marks at the ends off.
func plain(s string) string {
	s = strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "’", "'")
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// unhyphened: the truth of some sets keeps the hyphen of a line end that is gone.
func unhyphened(s string) string { return strings.ReplaceAll(plain(s), "-", "") }

// printed is the truth that stands for what was read in [start, end), widened to whole words.
func printed(runs []align.Run, truth string, start, end int) string {
	i := sort.Search(len(runs), func(i int) bool {
		return runs[i].ReadEnd > start || runs[i].ReadEnd == start && runs[i].ReadStart == start
	})
	if i == len(runs) {
		return ""
	}
	at := func(r align.Run, offset int, up bool) int {
		if r.Equal {
			return r.TrueStart + offset - r.ReadStart
		}
		if up && offset > r.ReadStart || !up && offset >= r.ReadEnd {
			return r.TrueEnd
		}
		return r.TrueStart
	}
	from := at(runs[i], max(start, runs[i].ReadStart), false)
	k := sort.Search(len(runs), func(k int) bool { return runs[k].ReadEnd >= end })
	if k == len(runs) {
		return ""
	}
	to := at(runs[k], end, true)
	if k+1 < len(runs) && runs[k].ReadEnd == end && !runs[k+1].Equal && runs[k+1].ReadStart == runs[k+1].ReadEnd {
		to = runs[k+1].TrueEnd // letters lost at the word's end
	}
	to = max(to, from)
	inner := func(at int) bool { // inside a word
		before, _ := utf8.DecodeLastRuneInString(truth[:at])
		after, _ := utf8.DecodeRuneInString(truth[at:])
		return unicode.IsLetter(before) && unicode.IsLetter(after) || at < len(truth) && !utf8.RuneStart(truth[at])
	}
	for inner(from) {
		from--
	}
	for inner(to) {
		to++
	}
	return strings.TrimSpace(truth[from:to])
}
