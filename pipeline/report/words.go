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
	New: func(w io.Writer, o Options) Writer {
		return &wordsWriter{printer: newPrinter(&logWriter{to: w}, o.Color), accepted: o.Accepted}
	},
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
	accepted bool // only what is accepted is shown
	some     bool
}

func (w *wordsWriter) File(c *review.Changeset) error {
	changes := wordChanges(c, w.accepted)
	if len(changes) == 0 {
		return nil
	}
	if w.some {
		w.print("\n")
	}
	w.some = true
	w.styled(bold, shownPath(c.Document.Path))
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

// A wish is an edit seen in the reading text.
type wish struct {
	text.Span
	new     string
	at      int // a byte of the source
	finding int
}

// wishes are what the accepted and, unless those alone are asked for, the best of the open suggestions want, by start. Where two findings
// want the same letters the accepted one stays, then the surer one; the other goes whole.
func wishes(c *review.Changeset, accepted bool) []wish {
	var all []wish
	doc := c.Document.Text
	for i := range c.Findings {
		f := &c.Findings[i]
		s := f.Taken()
		if s == nil || f.Status != review.Accepted && (accepted || f.Status != review.Open) {
			continue
		}
		for _, e := range s.Edits {
			// An edit that replaces no reading text is of a copy that the file keeps elsewhere.
			if span := doc.Locate(e.Range); span.Len() > 0 {
				all = append(all, wish{span, e.Reads, e.Start, i})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b wish) int { return a.Start - b.Start })
	beats := func(a, b *review.Finding) bool {
		if a.Applied() != b.Applied() {
			return a.Applied()
		}
		return a.Confidence >= b.Confidence
	}
	lost := make(map[int]bool) // findings
	kept := -1
	for i, w := range all {
		if lost[w.finding] {
			continue
		}
		if kept >= 0 && w.Start < all[kept].End && all[kept].finding != w.finding {
			k := all[kept].finding
			if beats(&c.Findings[k], &c.Findings[w.finding]) {
				lost[w.finding] = true
				continue
			}
			lost[k] = true
		}
		kept = i
	}
	end := 0
	return slices.DeleteFunc(all, func(w wish) bool {
		if lost[w.finding] || w.Start < end {
			return true
		}
		end = w.End
		return false
	})
}

// wordChanges is how the text would read elsewhere if the wishes came true: by start, disjoint, each
// widened to whole words.
func wordChanges(c *review.Changeset, accepted bool) []wordChange {
	var changes []wordChange
	content := c.Document.Text.Content
	end := 0 // of the wish before
	for _, w := range wishes(c, accepted) {
		open := !c.Findings[w.finding].Applied()
		to := wordEnd(content, w.End)
		last := &wordChange{}
		if n := len(changes); n > 0 {
			last = &changes[n-1]
		}
		if len(changes) > 0 && w.Start <= last.End {
			// What stood after the wish before in its word comes again, up to this one.
			last.new = strings.TrimSuffix(last.new, content[end:last.End]) + content[end:w.Start] + w.new + content[w.End:to]
			last.End = to
			last.open = last.open || open
		} else {
			start := max(wordStart(content, w.Start), last.End)
			changes = append(changes, wordChange{
				Span: text.Span{Start: start, End: to}, at: w.at, open: open,
				new: content[start:w.Start] + w.new + content[w.End:to],
			})
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
