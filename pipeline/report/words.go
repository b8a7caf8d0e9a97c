package report

import (
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var wordsReport = Report{
	Name: "words",
	Doc:  "word diff of what is accepted and, with a ? after it, of what is proposed",
	New:  func(w io.Writer, o Options) Writer { return &wordsWriter{printer: newPrinter(w, o.Color)} },
}

// wordContext is how many columns of a line are shown on either side of a changed word.
const wordContext = 30

// A wordChange replaces whole words of the reading text.
type wordChange struct {
	text.Span
	new  string
	at   int  // a byte of the source, to count lines from
	open bool // some of it is not accepted
}

type wordsWriter struct {
	*printer
	some bool
}

func (w *wordsWriter) File(c *review.Changeset) error {
	changes := wordChanges(c)
	if len(changes) == 0 {
		return nil
	}
	if w.some {
		w.print("\n")
	}
	w.some = true
	w.styled(bold, Escape(c.Document.Path))
	w.print("\n")
	content := c.Document.Text.Content
	lines := text.NewLines(c.Document.Source, c.Document.Encoding)
	for i := 0; i < len(changes); {
		j := i + 1
		for j < len(changes) && near(content, changes[j-1].End, changes[j].Start) {
			j++
		}
		line, _ := lines.At(changes[i].at)
		w.passage(content, changes[i:j], line)
		i = j
	}
	return w.Flush()
}

func (w *wordsWriter) Close(*review.Summary) error { return w.Flush() }

// near reports whether two changes are shown together: in one line, and what is between them
// would be shown all the same.
func near(content string, from, to int) bool {
	between := content[from:min(to, from+8*wordContext)]
	return from+len(between) == to && !strings.ContainsAny(between, "\r\n") && columns(Escape(between)) <= 2*wordContext
}

// passage writes changes that are near each other, as wdiff does: [-tbe-]{+the+}.
func (w *wordsWriter) passage(content string, changes []wordChange, line int) {
	first, last := changes[0], changes[len(changes)-1]
	w.print("  ")
	w.number(line)
	w.print(": ", leading(content, first.Start))
	for i, c := range changes {
		if i > 0 {
			w.print(oneLine(content[changes[i-1].End:c.Start]))
		}
		old, new := compareWords(content[c.Start:c.End], c.new)
		w.word(red, "[-", old, "-]")
		w.word(green, "{+", new, "+}")
		if c.open {
			w.styled(cyan, "?")
		}
		if was := content[c.Start:c.End]; look(was) == look(c.new) {
			w.print(" (", Named(was, c.new), ")")
		}
	}
	w.print(trailing(content, last.End), "\n")
}

// leading is the line up to an offset, or as much of it as there is room for.
func leading(content string, at int) string {
	start, _, begins := walk(content, at, wordContext, backward, lineBegins)
	if begins {
		return oneLine(content[start:at])
	}
	return ellipsis + oneLine(content[start:at])
}

// trailing is the line from an offset on, or as much of it as there is room for.
func trailing(content string, at int) string {
	end, _, ends := walk(content, at, wordContext, forward, lineEnds)
	if ends {
		return oneLine(content[at:end])
	}
	return oneLine(content[at:end]) + ellipsis
}

func (w *wordsWriter) word(st style, open string, parts []part, end string) {
	if len(parts) == 0 {
		return
	}
	w.styled(st, open)
	for _, p := range parts {
		if p.changed && w.color {
			w.print(string(bold))
		}
		w.styled(st, oneLine(p.text))
	}
	w.styled(st, end)
}

// wordChanges is what would be read elsewhere if the accepted and the best of the open
// suggestions were written: by start, disjoint, each widened to whole words. Where two findings want the
// same letters the accepted one is shown, then the surer one.
func wordChanges(c *review.Changeset) []wordChange {
	type wish struct {
		text.Span
		new     string
		at      int
		finding int
	}
	var wishes []wish
	doc := c.Document.Text
	for i := range c.Findings {
		f := &c.Findings[i]
		s := f.Taken()
		if s == nil || f.Status != review.Accepted && f.Status != review.Open {
			continue
		}
		for _, e := range s.Edits {
			// An edit that replaces no reading text is of a copy that the file keeps elsewhere.
			if span := doc.Locate(e.Range); span.Len() > 0 {
				wishes = append(wishes, wish{span, e.Reads, e.Start, i})
			}
		}
	}
	slices.SortStableFunc(wishes, func(a, b wish) int { return a.Start - b.Start })
	beats := func(a, b *review.Finding) bool {
		if a.Applied() != b.Applied() {
			return a.Applied()
		}
		return a.Confidence >= b.Confidence
	}
	out := make(map[int]bool) // findings that lost
	kept := -1
	for i := range wishes {
		w := &wishes[i]
		if out[w.finding] {
			continue
		}
		if kept >= 0 && w.Start < wishes[kept].End && wishes[kept].finding != w.finding {
			if k := wishes[kept].finding; beats(&c.Findings[k], &c.Findings[w.finding]) {
				out[w.finding] = true
				continue
			} else {
				out[k] = true
			}
		}
		kept = i
	}
	var changes []wordChange
	end := 0 // of the last wish that went into the last change
	for _, w := range wishes {
		if out[w.finding] || w.Start < end {
			continue
		}
		open := !c.Findings[w.finding].Applied()
		start := wordStart(doc.Content, w.Start)
		if n := len(changes); n > 0 && start <= changes[n-1].End && w.Start <= changes[n-1].End {
			last := &changes[n-1]
			// What stood after the last wish in its word comes again, up to this one.
			last.new = strings.TrimSuffix(last.new, doc.Content[end:last.End]) + doc.Content[end:w.Start] + w.new
			last.End = wordEnd(doc.Content, w.End)
			last.new += doc.Content[w.End:last.End]
			last.open = last.open || open
		} else {
			if n > 0 {
				start = max(start, changes[n-1].End)
			}
			c := wordChange{Span: text.Span{Start: start, End: wordEnd(doc.Content, w.End)}, at: w.at, open: open}
			c.new = doc.Content[start:w.Start] + w.new + doc.Content[w.End:c.End]
			changes = append(changes, c)
		}
		end = w.End
	}
	return changes
}

// longestWord is how many characters a change is widened by; what is longer is no word.
const longestWord = 40

func wordStart(s string, at int) int {
	for range longestWord {
		r, n := utf8.DecodeLastRuneInString(s[:at])
		if n == 0 || unicode.IsSpace(r) {
			break
		}
		at -= n
	}
	return at
}

func wordEnd(s string, at int) int {
	for range longestWord {
		r, n := utf8.DecodeRuneInString(s[at:])
		if n == 0 || unicode.IsSpace(r) {
			break
		}
		at += n
	}
	return at
}

// A part is a run of a reading that its other reading has too, or has not.
type part struct {
	text    string
	changed bool
}

// compareWords marks in two readings which letters differ. Readings too long for a look at letters
// are all changed.
func compareWords(old, new string) (a, b []part) {
	const longest = 400
	if len(old) > longest || len(new) > longest || !utf8.ValidString(old) || !utf8.ValidString(new) {
		return whole(old), whole(new)
	}
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0 // never by the clock
	for _, d := range dmp.DiffCleanupSemantic(dmp.DiffMain(old, new, false)) {
		switch d.Type {
		case diffmatchpatch.DiffEqual:
			a, b = append(a, part{d.Text, false}), append(b, part{d.Text, false})
		case diffmatchpatch.DiffDelete:
			a = append(a, part{d.Text, true})
		case diffmatchpatch.DiffInsert:
			b = append(b, part{d.Text, true})
		}
	}
	return a, b
}

func whole(s string) []part {
	if s == "" {
		return nil
	}
	return []part{{s, true}}
}
