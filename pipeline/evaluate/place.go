package evaluate

import (
	"strings"
	"unicode"

	"emend/pipeline/correct/align"
	"emend/pipeline/text"
)

// A Class is the sort of an error.
type Class uint8

const (
	None        Class = iota
	NonWord           // the word read is none: tbe for the
	RealWord          // it is one, but not the one that was printed: arid for and
	Split             // a blank too many: out break
	Merge             // one too few: ofthe
	Boundary          // a blank in the wrong place: th eman
	Mixed             // a blank too many or too few, and letters misread as well: ol'the
	Digits            // the truth has figures
	Case              // only capitals differ
	Punctuation       // only marks differ
	Extra             // words read that are not in the truth
	Missing           // words of the truth that were not read
	LineEnd           // a word broken at a line end on one side only: not counted as an error
	classes
)

var classNames = [classes]string{"none", "non-word", "real-word", "split", "merge", "boundary", "mixed", "digits", "case", "punctuation", "extra", "missing", "line-end"}

func (c Class) String() string { return classNames[c] }

// Wording reports whether words differ, and not marks or capitals alone.
func (c Class) Wording() bool { return NonWord <= c && c <= Digits || c == Extra }

// visible reports whether a reader of the text could see the error: not what was never read, and no line end.
func (c Class) visible() bool { return c.Wording() || c == Case || c == Punctuation }

// letters reports whether letters differ, as far as one place goes.
func (c Class) letters() bool { return c == NonWord || c == RealWord || c == Mixed }

// A place is the shortest stretch of whole words on both sides that stands for each other; one side may be empty. The places of a text
// follow each other without overlap; between them is white space.
type place struct {
	read, truth text.Span
	class       Class
}

// places parts two texts into places. O(bytes) beyond the alignment.
func places(read, truth string, accepts func(string) bool) []place {
	l := linker{read: fields(read), truth: fields(truth)}
	for _, run := range aligned(read, truth) {
		l.run(read, truth, run)
	}
	l.finish()
	out := l.places[:0]
	for _, p := range l.places {
		p.class = classify(read[p.read.Start:p.read.End], truth[p.truth.Start:p.truth.End], accepts)
		if n := len(out); n > 0 && out[n-1].class.letters() && p.class.letters() {
			both := out[n-1]
			both.read.End, both.truth.End = p.read.End, p.truth.End
			if both.class = classify(read[both.read.Start:both.read.End], truth[both.truth.Start:both.truth.End], accepts); both.class == Boundary {
				out[n-1] = both // th|eman for the|man: two errors to the alignment, one to a reader
				continue
			}
		}
		out = append(out, p)
	}
	return out
}

// fields are the words between white space.
func fields(s string) []text.Span {
	var out []text.Span
	start := -1
	for i, r := range s {
		blank := unicode.IsSpace(r)
		if !blank && start < 0 {
			start = i
		} else if blank && start >= 0 {
			out = append(out, text.Span{Start: start, End: i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, text.Span{Start: start, End: len(s)})
	}
	return out
}

// A linker makes places of words that share a letter.
type linker struct {
	read, truth []text.Span
	r, t        int // words that are in places, or in the open one
	open        bool
	places      []place
	ri, ti      int // where to go on looking
}

// run links the words of one run: those of an equal one pairwise, those of another pairwise too if both sides have as many, else all.
func (l *linker) run(read, truth string, run align.Run) {
	rs, ts := read[run.ReadStart:run.ReadEnd], truth[run.TrueStart:run.TrueEnd]
	a, b := fields(rs), fields(ts)
	if len(a) == 0 || len(b) == 0 {
		return
	}
	if len(a) != len(b) {
		l.link(run.ReadStart+a[0].Start, run.ReadStart+a[len(a)-1].End, run.TrueStart+b[0].Start, run.TrueStart+b[len(b)-1].End)
		return
	}
	for i := range a {
		l.link(run.ReadStart+a[i].Start, run.ReadStart+a[i].End, run.TrueStart+b[i].Start, run.TrueStart+b[i].End)
	}
}

// link puts the words that hold these bytes into one place.
func (l *linker) link(rs, re, ts, te int) {
	for l.read[l.ri].End <= rs {
		l.ri++
	}
	for l.truth[l.ti].End <= ts {
		l.ti++
	}
	if !l.open || l.ri >= l.r && l.ti >= l.t {
		l.alone(l.ri, l.ti)
		l.places = append(l.places, place{read: l.read[l.ri], truth: l.truth[l.ti]})
		l.r, l.t, l.open = l.ri+1, l.ti+1, true
	}
	p := &l.places[len(l.places)-1]
	for l.r < len(l.read) && l.read[l.r].Start < re {
		l.r++
	}
	for l.t < len(l.truth) && l.truth[l.t].Start < te {
		l.t++
	}
	p.read.End, p.truth.End = l.read[l.r-1].End, l.truth[l.t-1].End
}

// alone makes places of the words before r and t that share nothing with the other side.
func (l *linker) alone(r, t int) {
	if l.r < r && l.t < t {
		l.places = append(l.places, place{read: text.Span{Start: l.read[l.r].Start, End: l.read[r-1].End}, truth: text.Span{Start: l.truth[l.t].Start, End: l.truth[t-1].End}})
		return
	}
	at := func(words []text.Span, i int) text.Span {
		if i == 0 {
			return text.Span{}
		}
		return text.Span{Start: words[i-1].End, End: words[i-1].End}
	}
	for ; l.r < r; l.r++ {
		l.places = append(l.places, place{read: l.read[l.r], truth: at(l.truth, l.t)})
	}
	for ; l.t < t; l.t++ {
		l.places = append(l.places, place{read: at(l.read, r), truth: l.truth[l.t]})
	}
}

func (l *linker) finish() { l.alone(len(l.read), len(l.truth)) }

// classify tells what is wrong with a place.
func classify(read, truth string, accepts func(string) bool) Class {
	if read == truth {
		return None
	}
	r, t := strict(read), strict(truth)
	if r == t {
		return None
	}
	rp, tp := plain(read), plain(truth)
	switch {
	case read == "":
		return Missing
	case rp == tp:
		return unworded(r, t, read, truth)
	case truth == "":
		return Extra
	case hasDigit(t):
		return Digits
	case tp == "" || rp == "":
		return NonWord // % for a, fl for !
	}
	rw, tw := strings.Count(rp, " "), strings.Count(tp, " ")
	if together(rp) == together(tp) {
		switch {
		case rw > tw:
			return Split
		case rw < tw:
			return Merge
		}
		return Boundary
	}
	if rw != tw {
		return Mixed
	}
	return worded(read, truth, accepts)
}

// unworded is the class of a place whose letters are right.
func unworded(r, t, read, truth string) Class {
	switch {
	case strings.EqualFold(r, t):
		return Case
	case strings.ContainsRune(read, '\n') != strings.ContainsRune(truth, '\n') && bare(r) == bare(t):
		return LineEnd
	}
	return Punctuation
}

// worded is the class of words misread: real-word if all that differ are words.
func worded(read, truth string, accepts func(string) bool) Class {
	a, b := strings.Fields(read), strings.Fields(truth)
	for i, w := range a {
		w = trimMarks(w)
		if len(a) == len(b) && w == trimMarks(b[i]) || w == "" {
			continue
		}
		if accepts == nil || !accepts(w) {
			return NonWord
		}
	}
	return RealWord
}

func trimMarks(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

func together(s string) string { return strings.ReplaceAll(s, " ", "") }

// bare leaves out what a line end may have brought.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '¬' || r == '\u00ad' || r == ' ' {
			return -1
		}
		return r
	}, s)
}

func hasDigit(s string) bool { return strings.IndexFunc(s, unicode.IsDigit) >= 0 }
