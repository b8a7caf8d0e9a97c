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
	Letters    Count // small letters and digits only, all else a blank, and of truth and insertions: cMER, as HIPE-OCRepair 2026 scores
	Words      Count // strict, between blanks; words lost, put in and put for others
	Plain      Count // words of letters and digits, case aside, that the reading does not have
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
func Compare(read, corrected, truth string) Effect { return NewReading(read, truth).Effect(corrected) }

// Measure scores a reading alone.
func Measure(read, truth string) Score { return NewReading(read, truth).Score }

// A Reading is a text measured against the truth, ready to be compared with corrected versions of it.
type Reading struct {
	Score Score

	text, strict, small, plain string
	right                      []bool // for each plain word of the truth: the text has it
}

// NewReading measures a text.
func NewReading(read, truth string) *Reading {
	r := &Reading{text: read, strict: strict(truth), small: small(truth), plain: plain(truth)}
	r.Score, r.right = r.measure(read)
	return r
}

// Effect is what a corrected version of the text did to it.
func (r *Reading) Effect(corrected string) Effect {
	e := Effect{Before: r.Score, After: r.Score}
	isRight := r.right
	if corrected != r.text {
		e.After, isRight = r.measure(corrected)
	}
	for i, was := range r.right {
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

func (r *Reading) measure(s string) (Score, []bool) {
	var score Score
	read := strict(s)
	ps := pieces(read, r.strict, aligned(read, r.strict))
	score.Characters = Count{characterErrors(ps), utf8.RuneCountInString(r.strict)}
	score.Words = wordErrors(ps)
	read = small(s)
	runs := aligned(read, r.small)
	score.Letters = Count{characterErrors(pieces(read, r.small, runs)), utf8.RuneCountInString(r.small) + inserted(read, r.small, runs)}
	read = plain(s)
	right := rightWords(read, r.plain, aligned(read, r.plain))
	for _, ok := range right {
		score.Plain.Of++
		if !ok {
			score.Plain.Errors++
		}
	}
	return score, right
}

// inserted is how many characters the reading has beyond those of the truth.
func inserted(read, truth string, runs []align.Run) int {
	n := 0
	for _, r := range runs {
		if !r.Equal {
			n += max(0, utf8.RuneCountInString(read[r.ReadStart:r.ReadEnd])-utf8.RuneCountInString(truth[r.TrueStart:r.TrueEnd]))
		}
	}
	return n
}

// rightWords tells for each word of the truth, between single blanks, whether the aligned reading has it.
func rightWords(read, truth string, runs []align.Run) (right []bool) {
	damaged := make([]bool, len(truth)+1) // bytes of the truth that were read wrongly, or beside which something was put in
	for _, r := range runs {
		if r.Equal {
			continue
		}
		// Whole words that were not read leave their neighbours as they are: the very same -> the same
		apart := r.ReadStart == r.ReadEnd && (r.ReadStart == 0 || r.ReadEnd == len(read) || read[r.ReadStart-1] == ' ' || read[r.ReadEnd] == ' ')
		for i := r.TrueStart; i < r.TrueEnd; i++ {
			damaged[i] = !apart || truth[i] != ' '
		}
		if r.TrueStart == r.TrueEnd {
			spoil(damaged, read, truth, r)
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
		}
		start = end + 1
	}
	return right
}

// spoil notes something put in at a place of the truth: it spoils the words it touches. Whole words put in between two others spoil neither.
func spoil(damaged []bool, read, truth string, r align.Run) {
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

var hipe = strings.NewReplacer("ß", "ss", "ꝛ", "r", "œ", "oe", "æ", "ae", "a\u0364", "ä", "o\u0364", "ö", "u\u0364", "ü", "¬\n", "")

// small is a text as the scorer of HIPE-OCRepair 2026 (function norm of its version of April 2026) compares it: small letters and digits, between
// single blanks.
func small(s string) string {
	var b strings.Builder
	blank := true
	for _, r := range hipe.Replace(strings.ToLower(norm.NFC.String(s))) {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			b.WriteRune(r)
			blank = false
		case !blank:
			b.WriteByte(' ')
			blank = true
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

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
