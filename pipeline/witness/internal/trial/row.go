package main

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"emend/pipeline/segment"
	"emend/pipeline/text"
	"emend/pipeline/witness"
)

type trial struct {
	lib    *witness.Library
	books  []book
	damage *damage
	show   int
	absent bool
	state  chance
}

// A quote is a passage as it is tried.
type quote struct {
	book       int
	start, end int      // in the book
	truth      []string // its words as the book has them, without those that the ellipsis stands for
	read       string   // as it stands in the text that quotes it
	planted    string   // what was changed: "word", "drop", "add"; empty: nothing
	original   string   // the word that was replaced
	spared     string   // the word that was put in: no scanner damages it, or nobody could say what it was
	marks      int      // editor's marks
	damaged    int      // words that the scanner changed
}

// others are words that misquotations put in the place of others.
var others = strings.Fields(`never always people country great without against before every little under people history
	government because nothing another perhaps between already certain several number question general workers party`)

// cut chooses a passage of a paragraph. ok is false where the paragraph will not do.
func (t *trial) cut(least, most int) (q quote, words []string, ok bool) {
	c := &t.state
	q.book = c.next(len(t.books))
	s := t.books[q.book].text
	at := c.next(len(s))
	line := strings.LastIndexByte(s[:at], '\n') + 1
	end := strings.IndexByte(s[at:], '\n')
	if end < 0 {
		end = len(s) - at
	}
	para := s[line : at+end]
	if i := strings.IndexByte(s[at:at+end], ' '); i >= 0 {
		at += i + 1
	}
	n := least + c.next(most-least+1)
	from := at
	for len(words) < n && at < line+len(para) {
		stop := strings.IndexByte(s[at:line+len(para)], ' ')
		if stop < 0 {
			stop = line + len(para) - at
		}
		if w := s[at : at+stop]; w != "" {
			words = append(words, w)
		}
		at += stop + 1
	}
	q.start, q.end = from, min(at, len(s))
	return q, words, len(words) == n
}

var inner = strings.NewReplacer("“", "", "”", "", "\"", "", "[", "", "]", "", "(", "", ")", "", "…", "", "...", "", "_", "", "‘", "", "«", "", "»", "", "'", "’")

func (t *trial) quote(least, most int, cer float64) (quote, bool) {
	c := &t.state
	q, words, ok := t.cut(least, most)
	if !ok {
		return q, false
	}
	clean := make([]string, 0, len(words))
	for _, w := range words {
		if w = inner.Replace(w); strings.Trim(w, ".,;:!?-–—*'’") != "" {
			clean = append(clean, w)
		}
	}
	if len(clean) < least {
		return q, false
	}
	words = clean
	before, after := words, []string(nil)
	joint := ""
	switch c.next(6) {
	case 0: // an omission, marked
		if len(words) >= 20 {
			gap := len(words)/2 - 1 + c.next(3)
			drop := min(3+c.next(5), len(words)-gap-5)
			before, after, joint, q.marks = words[:gap], words[gap+drop:], " … ", 1
		}
	case 1: // a word of the editor's
		at := 3 + c.next(len(words)-6)
		before, after, joint, q.marks = words[:at], words[at:], " [that is, the State] ", 1
	case 2: // a misquotation
		before = append([]string(nil), words...)
		at := 3 + c.next(len(words)-6)
		switch c.next(3) {
		case 0:
			w := others[c.next(len(others))]
			q.original = strings.ToLower(strings.Trim(before[at], ".,;:!?"))
			if w == q.original {
				w = "somewhere"
			}
			before[at], q.planted, q.spared = w, "word", w
		case 1:
			before, q.planted = append(before[:at:at], before[at+1+c.next(2):]...), "drop"
		case 2:
			q.spared = others[c.next(len(others))]
			before, q.planted = append(append(before[:at:at], q.spared), before[at:]...), "add"
		}
	}
	q.truth = append(append([]string(nil), before...), after...)
	first, second := t.damage.read(before, cer, c, q.spared), t.damage.read(after, cer, c, q.spared)
	q.read = strings.Join(first, " ") + joint + strings.Join(second, " ")
	q.damaged = wrong(strings.Join(first, " ")+" "+strings.Join(second, " "), q.truth)
	return q, true
}

// wrong is how many words of the truth are not read so.
func wrong(read string, truth []string) int { return witness.Unlike(strings.Join(truth, " "), read) }

func (t *trial) row(n, least, most int, cer float64) string {
	t.state = chance(uint64(least)*1000003 + uint64(cer*1e4)*7919 + 88172645463325252)
	var located, wrongly, damaged, left, planted, corrected, marks, flagged int
	var times []time.Duration
	for done := 0; done < n; {
		q, ok := t.quote(least, most, cer)
		if !ok {
			continue
		}
		done++
		head := "As the author says elsewhere: “"
		content := head + q.read + "” This is the place that was meant.\n"
		doc := segment.Document(&text.Document{Path: "t.txt", Format: "plain", Source: []byte(content), Text: &text.Text{Content: content,
			Segments: []text.Segment{{Text: text.Span{Start: 0, End: len(content)}, Source: text.Range{Start: 0, End: len(content)}}}}}, "en")
		start := time.Now()
		found, err := t.lib.Collate(doc, nil)
		if err != nil {
			panic(err)
		}
		times = append(times, time.Since(start))
		marks += q.marks
		if q.planted != "" {
			planted++
		}
		if len(found) == 0 {
			if t.show > 0 && !t.absent {
				t.say("not found", q)
			}
			continue
		}
		located++
		f := found[0]
		if t.absent {
			s, _ := t.lib.Read(f.Witness, f.Start, f.End)
			if witness.Unlike(strings.Join(q.truth, " "), s)*4 > len(q.truth) {
				wrongly++
				t.say("found elsewhere: "+s, q)
			}
			continue
		}
		if f.Witness != q.book || f.Start >= q.end || f.End <= q.start {
			s, _ := t.lib.Read(f.Witness, f.Start, f.End)
			if u := witness.Unlike(strings.Join(q.truth, " "), s); u*10 > len(q.truth)+10 {
				wrongly++
				t.say("found elsewhere: "+s, q)
			}
		}
		fixed := content
		for i := len(f.Differences) - 1; i >= 0; i-- {
			d := f.Differences[i]
			if d.Class.Mechanical() {
				fixed = fixed[:d.Start] + d.New + fixed[d.End:]
				if q.planted == "word" && strings.EqualFold(d.New, q.original) && content[d.Start:d.End] == q.spared {
					corrected++
					t.say("misquotation corrected: "+content[d.Start:d.End]+" -> "+d.New, q)
				}
			} else if q.marks > 0 && cer == 0 {
				flagged++
				t.say(fmt.Sprintf("flagged %v: %q for %q", d.Class, content[d.Start:d.End], d.Source), q)
			}
		}
		fixed = strings.TrimSuffix(strings.TrimPrefix(fixed, head), "” This is the place that was meant.\n")
		fixed = strings.Replace(strings.Replace(fixed, "[that is, the State]", "", 1), "…", "", 1)
		damaged += q.damaged
		if q.damaged > 0 {
			u := wrong(fixed, q.truth)
			left += u
			if u > 0 {
				t.say(fmt.Sprintf("%d of %d words left:\n   %s", u, q.damaged, fixed), q)
			}
		}
	}
	sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
	share := func(a, b int) string {
		if b == 0 {
			return "-"
		}
		return fmt.Sprintf("%.2f%%", 100*float64(a)/float64(b))
	}
	ms := func(q int) float64 { return float64(times[len(times)*q/100].Microseconds()) / 1000 }
	return fmt.Sprintf("%3d-%-3d %4.0f%% %9d %8s %6s %14d %9s %8d %10d %6d %8s %7.2f %5.2f", least, most, 100*cer, n, share(located, n), share(wrongly, n),
		damaged, share(damaged-left, damaged), planted, corrected, marks, share(flagged, marks), ms(50), ms(99))
}

func (t *trial) say(what string, q quote) {
	if t.show > 0 {
		t.show--
		fmt.Printf(" - %s\n   quoted: %s\n   truth:  %s\n", what, q.read, strings.Join(q.truth, " "))
	}
}
