// Package evaluate measures a reading against the truth: how wrong it was, how wrong it is after correction, what was put right
// and what was broken on the way. No figure of it is good without its neighbour: fixed means nothing without broken.
package evaluate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"emend/pipeline/correct/align"
)

// A Count is an error count and what it is of.
type Count struct{ Errors, Of int }

// Rate is the share of errors, 0 of nothing.
func (c Count) Rate() float64 {
	if c.Of == 0 {
		return 0
	}
	return float64(c.Errors) / float64(c.Of)
}

func (c *Count) add(o Count) { c.Errors += o.Errors; c.Of += o.Of }

// A Score is what is counted on one page, or on many: scores add up.
type Score struct {
	Characters Count // strict: case, marks and accents count; a run of white space is one blank
	Letters    Count // small letters and digits only, all else a blank, as the HIPE-OCRepair scorer has it
	Words      Count // strict: words of the truth, between blanks, that the reading does not have
	Plain      Count // words of letters and digits, case aside
}

// Add adds another page.
func (s *Score) Add(o Score) {
	s.Characters.add(o.Characters)
	s.Letters.add(o.Letters)
	s.Words.add(o.Words)
	s.Plain.add(o.Plain)
}

// An Effect is what a correction did to a page.
type Effect struct {
	Before, After Score
	Wrong, Fixed  int // plain words of the truth that the reading had wrong; of them right afterwards
	Right, Broken int // those it had right; of them wrong afterwards
}

// Add adds another page.
func (e *Effect) Add(o Effect) {
	e.Before.Add(o.Before)
	e.After.Add(o.After)
	e.Wrong += o.Wrong
	e.Fixed += o.Fixed
	e.Right += o.Right
	e.Broken += o.Broken
}

// FixedShare is the share of wrong words put right.
func (e Effect) FixedShare() float64 { return Count{e.Fixed, e.Wrong}.Rate() }

// Harm is how many of 1,000 right words were broken.
func (e Effect) Harm() float64 { return 1000 * Count{e.Broken, e.Right}.Rate() }

// Compare measures a reading and its corrected version against the truth. O(n) but for badly read stretches, which cost the square of
// their length.
func Compare(read, corrected, truth string) Effect {
	var e Effect
	before, wasRight := measure(read, truth)
	after, isRight := before, wasRight
	if corrected != read {
		after, isRight = measure(corrected, truth)
	}
	e.Before, e.After = before, after
	for i, was := range wasRight {
		switch is := isRight[i]; {
		case was:
			e.Right++
			if !is {
				e.Broken++
			}
		default:
			e.Wrong++
			if is {
				e.Fixed++
			}
		}
	}
	return e
}

// Measure scores a reading alone.
func Measure(read, truth string) Score {
	s, _ := measure(read, truth)
	return s
}

func measure(read, truth string) (Score, []bool) {
	var s Score
	s.Characters, s.Words, _ = count(strict(read), strict(truth))
	var right []bool
	s.Letters, s.Plain, right = count(plain(read), plain(truth))
	return s, right
}

// count aligns two texts whose blanks are single and tells for each word of the truth whether the reading has it.
func count(read, truth string) (characters, words Count, right []bool) {
	characters.Of = utf8.RuneCountInString(truth)
	runs := align.Texts(read, truth)
	damaged := make([]bool, len(truth)+1) // bytes of the truth that were read wrongly, or beside which something was put in
	for _, r := range runs {
		if r.Equal {
			continue
		}
		rs, ts := read[r.ReadStart:r.ReadEnd], truth[r.TrueStart:r.TrueEnd]
		characters.Errors += max(utf8.RuneCountInString(rs), utf8.RuneCountInString(ts))
		for i := r.TrueStart; i < r.TrueEnd; i++ {
			damaged[i] = true
		}
		if ts == "" {
			mark(damaged, read, truth, r)
		}
	}
	for start := 0; start < len(truth); {
		end := len(truth)
		if i := strings.IndexByte(truth[start:], ' '); i >= 0 {
			end = start + i
		}
		if end > start {
			ok := !anyOf(damaged[start:end]) && (start == 0 || !damaged[start-1] || truth[start-1] != ' ') && (end == len(truth) || !damaged[end] || truth[end] != ' ')
			right = append(right, ok)
			words.Of++
			if !ok {
				words.Errors++
			}
		}
		start = end + 1
	}
	return characters, words, right
}

// mark notes something put in at a place of the truth: it spoils the words it touches. Whole words put in between two others spoil neither.
func mark(damaged []bool, read, truth string, r align.Run) {
	at := r.TrueStart
	glued := func(s string) bool { return s != "" && s != " " }
	rs := read[r.ReadStart:r.ReadEnd]
	left, right := "", ""
	if at > 0 {
		left = truth[at-1 : at]
	}
	if at < len(truth) {
		right = truth[at : at+1]
	}
	if glued(left) && rs[0] != ' ' || glued(left) && glued(right) {
		damaged[at-1] = true
	}
	if glued(right) && rs[len(rs)-1] != ' ' || glued(left) && glued(right) {
		damaged[at] = true
	}
}

func anyOf(bs []bool) bool {
	for _, b := range bs {
		if b {
			return true
		}
	}
	return false
}

func strict(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// plain keeps small letters and digits; anything else parts words, but for a hyphen at a line end, which joins them, and an
// apostrophe, which is dropped.
func plain(s string) string {
	var b strings.Builder
	blank := true
	s = norm.NFC.String(s)
	for i, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			b.WriteRune(unicode.ToLower(r))
			blank = false
		case r == '\'' || r == '’':
		case (r == '-' || r == '¬' || r == '\u00ad') && strings.HasPrefix(s[i+utf8.RuneLen(r):], "\n"), r == '\n' && i > 0 && (s[i-1] == '-' || strings.HasSuffix(s[:i], "¬") || strings.HasSuffix(s[:i], "\u00ad")):
		case !blank:
			b.WriteByte(' ')
			blank = true
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}
