package evaluate

import (
	"sort"
	"strings"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// A judge compares findings with the truth, each for itself, as if it alone were accepted.
type judge struct {
	changes *review.Changeset
	content string
	truth   string
	options *Options
	doc     *Document
	places  []place
	marks   []marked // what findings say of each place
	lines   *text.Lines
}

// marked is what findings say of a place.
type marked struct{ flagged, wording, first, three, fixed bool }

func newJudge(c *review.Changeset, truth string, o *Options, doc *Document) *judge {
	content := c.Document.Text.Content
	j := &judge{changes: c, content: content, truth: truth, options: o, doc: doc, places: places(content, truth, o.Accepts)}
	j.marks = make([]marked, len(j.places))
	return j
}

func (j *judge) judge() {
	for i := range j.changes.Findings {
		if f := &j.changes.Findings[i]; f.Status != review.Rejected && f.Status != review.Superseded {
			j.finding(f)
		}
	}
	j.count()
}

// widest is how many bytes a finding is judged in.
const widest = 4096

// A verdict is what the truth says of one reading put for another.
type verdict struct {
	wording bool // words change, not marks or capitals alone
	folded  bool // nothing changes but what places are compared without: how wide a blank is, how a letter is composed
	wrong   bool // the old reading is wrong
	right   bool // the new one is right: whole words, or one step to the truth where only marks change
}

// finding judges a finding and its candidates.
func (j *judge) finding(f *review.Finding) {
	t := &j.doc.Tally
	at := j.changes.Document.Text.Locate(f.Range)
	var candidates [][]text.Change
	for i := range f.Suggestions {
		candidates = append(candidates, j.located(&f.Suggestions[i]))
	}
	if len(candidates) > 0 && len(candidates[0]) > 0 {
		at = text.Span{Start: candidates[0][0].Start, End: candidates[0][len(candidates[0])-1].End}
	}
	from, to := j.touched(at)
	if from == to {
		t.Findings.note(f.Confidence, false)
		return
	}
	window := text.Span{Start: min(at.Start, j.places[from].read.Start), End: max(at.End, j.places[to-1].read.End)}
	for _, c := range candidates {
		for i := range c {
			window.Start, window.End = min(window.Start, c[i].Start), max(window.End, c[i].End)
		}
	}
	if last := j.places[to-1].truth.End; window.Len() > widest || last-j.places[from].truth.Start > widest {
		t.Findings.note(f.Confidence, false) // somewhere in a stretch that has nothing to do with the truth
		return
	}
	truth := j.truth[j.places[from].truth.Start:j.places[to-1].truth.End]
	old := j.content[window.Start:window.End]
	v := verdict{wrong: unfolded(old) != unfolded(truth)}
	three, new := false, old
	for i, c := range candidates {
		reads := replaced(j.content, window, c)
		w := weigh(old, reads, truth)
		t.Candidates.note(f.Suggestions[i].Confidence, w.right)
		if i == 0 {
			v, new = w, reads
		}
		three = three || i < 3 && w.right
	}
	t.Findings.note(f.Confidence, v.wrong)
	if f.Confidence < j.options.MinConfidence && !f.Applied() {
		return
	}
	spoils := len(candidates) > 0 && !v.wrong && !v.right
	j.note(f, v, three, spoils)
	wrong := false // a finding flags the wrong places that it is about; if none is wrong, all
	for _, p := range j.places[from:to] {
		wrong = wrong || p.class.visible()
	}
	for i := from; i < to; i++ {
		if p := &j.places[i]; p.read.Len() > 0 && !v.folded && (!wrong || p.class.visible()) {
			m := &j.marks[i]
			m.flagged = true
			m.wording = m.wording || v.wording
			m.first = m.first || v.right
			m.three = m.three || three
			m.fixed = m.fixed || v.right && f.Applied()
		}
	}
	if spoils {
		s := Spoiled{
			Path: j.doc.Path, Line: j.line(window.Start), Old: fold(old), New: fold(new), Truth: fold(truth),
			Rule: f.Rule, Confidence: f.Confidence, Applied: f.Applied(),
		}
		s.Before, s.After = review.Context(j.content, window)
		j.doc.Spoiled = append(j.doc.Spoiled, s)
	}
}

func (j *judge) note(f *review.Finding, v verdict, three, spoils bool) {
	r := j.doc.Tally.rule(f.Rule)
	r.Findings++
	r.Wrong += one(v.wrong)
	r.First += one(v.right)
	r.Three += one(three)
	r.Spoils += one(spoils)
	r.Applied += one(f.Applied())
	r.AppliedRight += one(f.Applied() && v.right)
	r.AppliedSpoils += one(f.Applied() && spoils)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// located are the changes of a suggestion in the text as read, each as short as it can be.
func (j *judge) located(s *review.Suggestion) []text.Change {
	var out []text.Change
	for _, e := range s.Edits {
		at := j.changes.Document.Text.Locate(e.Range)
		if at.Len() == 0 {
			continue // a copy of what stands elsewhere
		}
		out = append(out, trimmed(j.content, text.Change{Span: at, New: e.Reads}))
	}
	sort.Slice(out, func(a, b int) bool { return out[a].Start < out[b].Start })
	return out
}

// trimmed is a change without what old and new share at both ends.
func trimmed(content string, c text.Change) text.Change {
	for c.Start < c.End && c.New != "" {
		r, n := utf8.DecodeRuneInString(content[c.Start:c.End])
		q, m := utf8.DecodeRuneInString(c.New)
		if r != q || n != m {
			break
		}
		c.Start, c.New = c.Start+n, c.New[n:]
	}
	for c.Start < c.End && c.New != "" {
		r, n := utf8.DecodeLastRuneInString(content[c.Start:c.End])
		q, m := utf8.DecodeLastRuneInString(c.New)
		if r != q || n != m {
			break
		}
		c.End, c.New = c.End-n, c.New[:len(c.New)-m]
	}
	return c
}

// touched are the places from..to-1 that a span is about. What changes white space is about the words at both ends of it.
func (j *judge) touched(at text.Span) (from, to int) {
	a, b := at.Start, at.End
	near := a == b
	if a < b && space(j.content[a]) {
		for near = true; a > 0 && space(j.content[a-1]); a-- {
		}
	}
	if a < b && space(j.content[b-1]) {
		for near = true; b < len(j.content) && space(j.content[b]); b++ {
		}
	}
	from = sort.Search(len(j.places), func(i int) bool {
		end := j.places[i].read.End
		return end > a || near && end == a
	})
	for from < len(j.places) && j.places[from].read.Len() == 0 {
		from++ // never read
	}
	to = from
	for i := from; i < len(j.places); i++ {
		p := j.places[i].read
		if p.Start > b || p.Start == b && !near {
			break
		}
		if p.Len() > 0 {
			to = i + 1
		}
	}
	return from, to
}

func space(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

// replaced is a stretch of the content with changes made, which lie in it in order.
func replaced(content string, window text.Span, changes []text.Change) string {
	var b strings.Builder
	at := window.Start
	for _, c := range changes {
		if c.Start < at {
			continue
		}
		b.WriteString(content[at:c.Start])
		b.WriteString(c.New)
		at = c.End
	}
	b.WriteString(content[at:window.End])
	return b.String()
}

// weigh compares an old and a new reading with the truth. Where words change, the new words must be those of the truth, marks and
// capitals aside, and the whole nearer to it than before; where marks or capitals change, each change must mend something.
func weigh(old, new, truth string) verdict {
	was, is, want := plain(old), plain(new), plain(truth)
	v := verdict{wording: was != is}
	if v.wording {
		v.wrong = was != want
		s := strict(truth)
		v.right = is == want && Distance(strict(new), s) < Distance(strict(old), s)
		return v
	}
	v.folded = strict(old) == strict(new) && old != new
	o, n, t := unfolded(old), unfolded(new), unfolded(truth)
	v.wrong = o != t
	v.right = o != n && Distance(n, t)+Distance(o, n) == Distance(o, t)
	return v
}

// unfolded is a reading with line ends as blanks and nothing else done to it.
func unfolded(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", " "), "\n", " "))
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// count sums up the places.
func (j *judge) count() {
	t := &j.doc.Tally
	missed := make(map[[2]string]int)
	for i, p := range j.places {
		m := j.marks[i]
		visible, wording := p.class.visible(), p.class.Wording()
		t.All.add(Detection{one(m.flagged), one(visible), one(m.flagged && visible)})
		t.Wording.add(Detection{one(m.wording), one(wording), one(m.wording && wording)})
		if p.class == None {
			continue
		}
		s := Suggested{1, one(m.flagged), one(m.first), one(m.three), one(m.fixed)}
		t.Classes[p.class].add(s)
		if wording {
			t.Errors.add(s)
		}
		if visible && !m.flagged {
			j.miss(p, missed)
		}
	}
}

// miss lists an error that was not found.
func (j *judge) miss(p place, seen map[[2]string]int) {
	read, truth := fold(j.content[p.read.Start:p.read.End]), fold(j.truth[p.truth.Start:p.truth.End])
	if len(read)+len(truth) > 200 {
		return // a stretch, not a word
	}
	key := [2]string{read, truth}
	if k, ok := seen[key]; ok {
		j.doc.Missed[k].Count++
		return
	}
	seen[key] = len(j.doc.Missed)
	m := Missed{Path: j.doc.Path, Line: j.line(p.read.Start), Read: read, Truth: truth, Class: p.class, Count: 1}
	m.Before, m.After = review.Context(j.content, p.read)
	j.doc.Missed = append(j.doc.Missed, m)
}

// line is the 1-based line of the file in which an offset of the content stands.
func (j *judge) line(offset int) int {
	if j.lines == nil {
		j.lines = text.NewLines(j.changes.Document.Source, j.changes.Document.Encoding)
	}
	line, _ := j.lines.At(j.changes.Document.Text.Origin(text.Span{Start: offset, End: offset}).Start)
	return line
}
