// Package learn makes of the decisions on an archive what the corrector can know of it: words that are right there, what its scanner reads for
// what, and how far the ranker is to be believed. The same decisions give the same bytes.
package learn

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/pelletier/go-toml/v2"

	"emend/pipeline/correct"
	"emend/pipeline/correct/channel"
	"emend/pipeline/correct/ngram"
	"emend/pipeline/review"
)

// Learned is what was learnt, as a readable file holds it.
type Learned struct {
	Decisions  int         `toml:"decisions"` // that it was learnt from
	Offset     float64     `toml:"offset"`    // added to the log odds of a correction; 0: too few decisions
	Words      []string    `toml:"words"`     // right here, in no dictionary
	Confusions []Confusion `toml:"confusions"`
}

// A Confusion was read Count times of the Of times that True stood in the decided places.
type Confusion struct {
	Read  string `toml:"read"`
	True  string `toml:"true"`
	Count int    `toml:"count"`
	Of    int    `toml:"of"`
}

// Parse reads what Write wrote. An unknown key is an error.
func Parse(data []byte) (*Learned, error) {
	l := &Learned{}
	d := toml.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(l); err != nil {
		var at *toml.DecodeError
		if errors.As(err, &at) {
			line, column := at.Position()
			return nil, fmt.Errorf("%d:%d: %s", line, column, strings.TrimPrefix(at.Error(), "toml: "))
		}
		return nil, fmt.Errorf("1:1: %s", strings.TrimPrefix(err.Error(), "toml: "))
	}
	for _, c := range l.Confusions {
		if c.Count < 1 || c.Of < c.Count || c.Read == c.True || len([]rune(c.Read)) > channel.MaxSegment || len([]rune(c.True)) > channel.MaxSegment {
			return nil, fmt.Errorf("1:1: confusion %q for %q, %d of %d, cannot be", c.Read, c.True, c.Count, c.Of)
		}
	}
	if math.IsNaN(l.Offset) || math.Abs(l.Offset) > mostOffset {
		return nil, fmt.Errorf("1:1: offset %v; want -%d to %d", l.Offset, mostOffset, mostOffset)
	}
	return l, nil
}

// Write is the file.
func (l *Learned) Write() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# What emend train --ledger has learnt from the decisions on this project. It is made anew each time;\n# the words that you know yourself are in the word list.\n")
	fmt.Fprintf(&b, "decisions = %d\n\n# Added to the log odds that a correction is right; 0: too few decisions to tell.\noffset = %.2f\n", l.Decisions, l.Offset)
	b.WriteString("\n# Words that are in no dictionary and right here.\nwords = [\n")
	for _, w := range l.Words {
		fmt.Fprintf(&b, "  %s,\n", quoted(w))
	}
	b.WriteString("]\n")
	if len(l.Confusions) > 0 {
		b.WriteString("\n# What was read for what, and how often of the times that it was printed.\n")
	}
	for _, c := range l.Confusions {
		fmt.Fprintf(&b, "\n[[confusions]]\nread = %s\ntrue = %s\ncount = %d\nof = %d\n", quoted(c.Read), quoted(c.True), c.Count, c.Of)
	}
	return b.Bytes()
}

func quoted(s string) string {
	out, _ := toml.Marshal(map[string]string{"x": s})
	return strings.TrimSpace(strings.TrimPrefix(string(out), "x = "))
}

// Entries are the confusions as the channel takes them.
func (l *Learned) Entries() []channel.Entry {
	es := make([]channel.Entry, len(l.Confusions))
	for i, c := range l.Confusions {
		es[i] = channel.Entry{Edit: channel.Edit{Read: c.Read, True: c.True}, Count: c.Count, Of: c.Of}
	}
	return es
}

// From learns words and confusions. known says what is a word already.
//
// A word is learnt that an editor put into a text, or that was twice said to be no misspelling, unless it was ever corrected. A confusion is
// learnt of corrections of the corrector's kinds; a paraphrase says nothing of a scanner.
func From(ds []review.Decision, known func(word string) bool) *Learned {
	l := &Learned{Decisions: len(ds)}
	said, corrected := make(map[string]int), make(map[string]bool)
	counts := channel.NewLearner()
	for i := range ds {
		d := &ds[i]
		switch {
		case d.Verdict == review.Accept:
			for _, w := range words(d.Old) {
				if !slices.Contains(words(d.New), w) {
					corrected[w] = true
				}
			}
			for _, w := range words(d.New) {
				said[w] += enough
			}
			if correct.IsKind(d.Rule) {
				counts.Add(d.Before+" "+d.Old+" "+d.After, d.Before+" "+d.New+" "+d.After, false)
			}
		case d.Verdict == review.Reject && d.Rule == correct.Misspelling:
			n := 1
			if d.Scope != review.Here {
				n = enough
			}
			for _, w := range words(d.Old) {
				said[w] += n
			}
		}
	}
	for w, n := range said {
		if n >= enough && !corrected[w] && !known(w) {
			l.Words = append(l.Words, w)
		}
	}
	slices.Sort(l.Words)
	for _, e := range counts.Entries() {
		l.Confusions = append(l.Confusions, Confusion{e.Read, e.True, e.Count, e.Of})
	}
	slices.SortFunc(l.Confusions, func(a, b Confusion) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.True+"\x00"+a.Read, b.True+"\x00"+b.Read)
	})
	return l
}

// enough times a word must be said to be right.
const enough = 2

// words are those of a reading that are of letters alone.
func words(s string) (ws []string) {
	ngram.Scan(s, func(kind ngram.Kind, start, end int) {
		w := s[start:end]
		if kind == ngram.KindWord && len([]rune(w)) > 1 && !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) && !strings.HasPrefix(w, "'") && !strings.HasPrefix(w, "’") {
			ws = append(ws, w)
		}
	})
	return ws
}

// A Judged is a correction that was decided on: how sure it was, and whether it was right.
type Judged struct {
	Confidence float64
	Right      bool
}

// The offset asks for so many decisions, and is never larger.
const (
	LeastJudged = 100
	mostOffset  = 3
)

// Offset is what is to be added to the log odds of corrections so that they are right as often as they say, drawn towards nothing as by a
// normal prior of deviation 1; 0 where there are fewer than LeastJudged. By Newton's method.
func Offset(js []Judged) float64 {
	if len(js) < LeastJudged {
		return 0
	}
	b := 0.0
	for range 20 {
		g, h := -b, 1.0
		for _, j := range js {
			p := min(0.999, max(0.001, j.Confidence))
			q := 1 / (1 + math.Exp(-(math.Log(p/(1-p)) + b)))
			if j.Right {
				g++
			}
			g -= q
			h += q * (1 - q)
		}
		b += g / h
	}
	return math.Round(min(mostOffset, max(-mostOffset, b))*100) / 100
}
