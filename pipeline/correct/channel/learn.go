package channel

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/correct/align"
)

// A Learner counts what was read for what. The order of Add does not matter for counts; examples are the first ones met.
type Learner struct {
	counts   map[Edit]float64
	examples map[Edit][]string
	of       map[string]int // how often each segment stands in the truth
	places   int            // where something might have been read that is not there
}

// NewLearner returns a Learner that has seen nothing.
func NewLearner() *Learner {
	return &Learner{counts: map[Edit]float64{}, examples: map[Edit][]string{}, of: map[string]int{}}
}

// Add counts the edits of one aligned pair of texts. Only runs within a word, or between words that share a letter, are
// counted; words read as something else altogether say nothing of letters. show: words of this pair may be shown as examples.
func (l *Learner) Add(read, truth string, show bool) {
	runs := align.Texts(read, truth)
	here := map[Edit]int{}
	for i, r := range runs {
		if r.Equal {
			l.note(truth[r.TrueStart:r.TrueEnd])
			continue
		}
		e, ok := edit(read, truth, r)
		if !ok || !anchored(runs, i) {
			continue
		}
		l.of[e.True]++
		here[e]++
		if show && len(l.examples[e]) < maxExamples {
			rw := around(read, r.ReadStart, r.ReadEnd)
			tw := around(truth, r.TrueStart, r.TrueEnd)
			if plain(rw) && plain(tw) {
				l.examples[e] = append(l.examples[e], rw+" "+tw)
			}
		}
	}
	for e, n := range here {
		l.counts[e] += damped(n)
	}
}

// damped keeps one document whose scanner makes the same error on every line from speaking for all scanners; a document's own habit is
// learnt from the document.
func damped(n int) float64 {
	if n <= 4 {
		return float64(n)
	}
	return 2 * math.Sqrt(float64(n))
}

const (
	maxExamples = 2
	minCount    = 2
)

// note counts the segments of a stretch that was read rightly.
func (l *Learner) note(s string) {
	rs := []rune(strings.ToLower(s))
	for i, r := range rs {
		if unicode.IsSpace(r) {
			continue
		}
		l.places++
		for n := 1; n <= MaxSegment && i+n <= len(rs) && !unicode.IsSpace(rs[i+n-1]); n++ {
			l.of[string(rs[i:i+n])]++
		}
	}
}

// edit makes the folded edit of a run, if it is one the channel knows: no blanks, at most MaxSegment characters a side.
func edit(read, truth string, r align.Run) (Edit, bool) {
	rs, ts := read[r.ReadStart:r.ReadEnd], truth[r.TrueStart:r.TrueEnd]
	if strings.ContainsFunc(rs, unicode.IsSpace) || strings.ContainsFunc(ts, unicode.IsSpace) ||
		utf8.RuneCountInString(rs) > MaxSegment || utf8.RuneCountInString(ts) > MaxSegment {
		return Edit{}, false
	}
	if strings.IndexFunc(ts, unletter) >= 0 || strings.ContainsFunc(rs, unreadable) {
		return Edit{}, false
	}
	rw := around(read, r.ReadStart, r.ReadEnd)
	tw := around(truth, r.TrueStart, r.TrueEnd)
	if !strings.ContainsFunc(tw, unicode.IsLetter) || strings.ContainsFunc(tw, unicode.IsDigit) {
		return Edit{}, false
	}
	if ts == "" && strings.IndexFunc(rs, unicode.IsLetter) < 0 && strings.IndexFunc(rs, unicode.IsDigit) < 0 &&
		(r.ReadStart == 0 || r.ReadEnd == len(read) || edge(read, r)) {
		return Edit{}, false // punctuation added at a word's end
	}
	if strings.ContainsAny(ts, "'’") && !within(truth, r) {
		return Edit{}, false // a quotation mark, not an apostrophe
	}
	if upper(rw) || r.ReadStart == wordStart(read, r.ReadStart) && upper(firstLetter(ts)) {
		rs = strings.ToLower(rs)
	}
	e := Edit{Read: straight(rs), True: straight(strings.ToLower(ts))}
	return e, e.Read != e.True
}

// within tells whether the printed side of a run has letters on both sides.
func within(truth string, r align.Run) bool {
	start, end := r.TrueStart, r.TrueEnd
	before, _ := utf8.DecodeLastRuneInString(truth[:start])
	after, _ := utf8.DecodeRuneInString(truth[end:])
	first, _ := utf8.DecodeRuneInString(truth[start:])
	last, _ := utf8.DecodeLastRuneInString(truth[:end])
	return (unicode.IsLetter(before) || unicode.IsLetter(first)) && (unicode.IsLetter(after) || unicode.IsLetter(last))
}

func straight(s string) string { return strings.ReplaceAll(s, "’", "'") }

func unletter(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }

// unreadable: hyphens and dashes part words, and what cannot be printed cannot stand in a table.
func unreadable(r rune) bool {
	return !unicode.IsPrint(r) || unicode.Is(unicode.Pd, r) || r == '¬' || r == '∅'
}

func edge(s string, r align.Run) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:r.ReadStart])
	after, _ := utf8.DecodeRuneInString(s[r.ReadEnd:])
	return !unicode.IsLetter(before) || !unicode.IsLetter(after)
}

// anchored tells whether the word that run i stands in was read rightly elsewhere, or stands between blanks read rightly.
func anchored(runs []align.Run, i int) bool {
	near := func(k int) bool {
		return k >= 0 && k < len(runs) && runs[k].Equal && runs[k].ReadEnd-runs[k].ReadStart >= 2
	}
	return near(i-1) && near(i+1)
}

// around is the word, bounded by blanks, that holds s[start:end].
func around(s string, start, end int) string {
	start = wordStart(s, start)
	if i := strings.IndexFunc(s[end:], unicode.IsSpace); i >= 0 {
		end += i
	} else {
		end = len(s)
	}
	return s[start:end]
}

func wordStart(s string, at int) int {
	i := strings.LastIndexFunc(s[:at], unicode.IsSpace)
	if i < 0 {
		return 0
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return i + n
}

// plain tells whether a word reads well as an example: no marks but an apostrophe.
func plain(s string) bool {
	return len(s) > 2 && len(s) < 20 && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' && r != '}' && r != '^'
	}) < 0
}

func upper(s string) bool {
	return s != "" && strings.ToUpper(s) == s && strings.ToLower(s) != s
}

func firstLetter(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// Entries gives what was counted, commonest first, edits met only once left out.
func (l *Learner) Entries() []Entry {
	var es []Entry
	for e, n := range l.counts {
		n := int(math.Round(n))
		if n < minCount {
			continue
		}
		of := l.of[e.True]
		if e.True == "" {
			of = l.places
		}
		es = append(es, Entry{Edit: e, Count: n, Of: max(of, n), Examples: l.examples[e]})
	}
	slices.SortFunc(es, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Read, b.Read), cmp.Compare(a.True, b.True))
	})
	return es
}
