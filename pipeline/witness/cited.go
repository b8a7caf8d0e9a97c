package witness

import (
	"fmt"
	"slices"
	"strconv"

	"emend/pipeline/text"
)

// A Doubt is a place in a citation that cannot be right.
type Doubt struct {
	text.Span
	New        []string // what may have stood there, likeliest first
	Confidence float64
	Reason     string
	Witness    int // that shows it; -1: none
	At         int // in its reading text
}

// pageSlack is by how many pages a citation may miss: whether a number stands at the head or the foot of its page is not always clear.
const pageSlack = 1

// Cited compares the citations of a document with where the passages stand that they are given for, with the page spans of the manifest, and
// with each other. quotations are those of Collate.
func (l *Library) Cited(doc *text.Document, quotations []Quotation) []Doubt {
	if l.Manifest == nil {
		return nil
	}
	refs := l.Manifest.References(doc)
	if len(refs) == 0 {
		return nil
	}
	doubted := make([]bool, len(refs))
	var ds []Doubt
	note := func(i int, d Doubt, ok bool) {
		if ok && !doubted[i] {
			doubted[i] = true
			ds = append(ds, d)
		}
	}
	for k := range quotations {
		q := &quotations[k]
		if i := l.given(doc, refs, q); i >= 0 {
			d, ok := l.misplaced(&refs[i], q)
			note(i, d, ok)
		}
	}
	for i, d := range backwards(refs) {
		note(i, d, true)
	}
	for i := range refs {
		d, ok := l.outside(&refs[i])
		note(i, d, ok)
	}
	slices.SortFunc(ds, func(a, b Doubt) int { return a.Start - b.Start })
	return ds
}

// given is the reference that a quotation is followed by, or ends with; -1: none.
func (l *Library) given(doc *text.Document, refs []Reference, q *Quotation) int {
	const reach = 60
	for i := range refs {
		at := refs[i].Span.Start
		if at >= q.Span.Start && at < q.Span.End+reach && (at >= q.Span.End || refs[i].Span.End+2 >= q.Span.End) {
			for j := q.Span.End; j < at; j++ {
				if doc.Text.Content[j] == '\n' && j+1 < at && doc.Text.Content[j+1] == '\n' {
					return -1
				}
			}
			return i
		}
	}
	return -1
}

// misplaced: the passage stands elsewhere than the citation says.
func (l *Library) misplaced(r *Reference, q *Quotation) (Doubt, bool) {
	src := l.Source(q.Witness)
	if src == nil || src.Work == "" {
		return Doubt{}, false
	}
	d := Doubt{Span: r.Span, Witness: q.Witness, At: q.Start}
	if src.Work != r.Work || src.Volume != r.Volume && src.Volume > 0 && r.Volume > 0 {
		if !r.said && src.Work != r.Work || q.Others > 0 || !l.holds(r.Work, r.Volume) {
			return d, false // it may stand in both
		}
		d.Confidence = 0.7
		d.Reason = fmt.Sprintf("the passage stands in %s, and is not found in what the citation names", l.Cite(q.Witness, q.Start))
		return d, true
	}
	w := &l.Index.Witnesses[q.Witness]
	first, ok := w.PageAt(q.Start)
	last, _ := w.PageAt(max(q.Start, q.End-1))
	if !ok || r.From == 0 || r.From <= last+pageSlack && r.To >= first-pageSlack {
		return d, false
	}
	d.Span, d.Confidence = r.FromAt, 0.75
	d.Reason = fmt.Sprintf("the passage stands on p. %d of %s", first, l.name(q.Witness))
	if r.ToAt.Len() == 0 {
		for page := first; page <= last; page++ {
			if misreadNumber(r.From, page) {
				d.New, d.Confidence = append(d.New, strconv.Itoa(page)), 0.85
			}
		}
	}
	return d, true
}

// holds reports whether the library has the text of a volume.
func (l *Library) holds(work string, volume int) bool {
	for i := range l.Index.Witnesses {
		if s := l.Source(i); s != nil && s.Work == work && (s.Volume == volume || s.Volume == 0 || volume == 0) {
			return true
		}
	}
	return false
}

// outside: the page is none of the work's, or of the section's.
func (l *Library) outside(r *Reference) (Doubt, bool) {
	d := Doubt{Span: r.FromAt, Confidence: 0.8, Witness: -1}
	if r.From == 0 {
		return d, false
	}
	if r.To < r.From {
		d.Span = r.ToAt
		d.Reason = fmt.Sprintf("the pages run backwards, from %d to %d", r.From, r.To)
		return d, true
	}
	low, high, what := 0, 0, ""
	for i := range l.Manifest.Pages {
		p := &l.Manifest.Pages[i]
		if p.Work != r.Work || p.Volume != r.Volume || p.Section != r.Section {
			continue
		}
		if what == "" {
			low, high = p.From, p.To
		}
		low, high = min(low, p.From), max(high, p.To)
		if what = l.Manifest.Works[p.Work]; p.Volume > 0 {
			what += ", vol. " + strconv.Itoa(p.Volume)
		}
		if p.Section != "" {
			what = fmt.Sprintf("“%s” in %s", p.Section, what)
		}
	}
	if what == "" || r.To >= low && r.From <= high {
		return d, false
	}
	d.Reason = fmt.Sprintf("%s has pages %d to %d", what, low, high)
	return d, true
}

// leastSeries is how many citations of one volume must rise before one that does not is doubted.
const leastSeries = 5

// backwards finds the page that breaks a series of citations of one volume which rises without it, and that one digit misread puts
// right. // 70, 11, 72 -> 70, 71, 72
func backwards(refs []Reference) map[int]Doubt {
	out := make(map[int]Doubt)
	for start := 0; start < len(refs); {
		end := start
		for end < len(refs) && refs[end].Work == refs[start].Work && refs[end].Volume == refs[start].Volume && refs[end].From > 0 {
			end++
		}
		if end-start > leastSeries {
			for i := start + 1; i+1 < end; i++ {
				before, after := refs[i-1].From, refs[i+1].From
				n := refs[i].From
				if before > after || n >= before && n <= after || !risesWithout(refs[start:end], i-start) {
					continue
				}
				d := Doubt{Span: refs[i].FromAt, Confidence: 0.7, Witness: -1, Reason: fmt.Sprintf("the citations before and after it are of p. %d and p. %d", before, after)}
				for page := before; page <= after && page < before+200; page++ {
					if misreadNumber(n, page) {
						d.New = append(d.New, strconv.Itoa(page))
					}
				}
				if len(d.New) == 1 {
					out[i] = d
				}
			}
		}
		start = max(end, start+1)
	}
	return out
}

// risesWithout: the pages rise, two or three citations to each side of the ith, if that is left out.
func risesWithout(refs []Reference, i int) bool {
	last, n := 0, 0
	for k := max(0, i-3); k < min(len(refs), i+4); k++ {
		if k == i {
			continue
		}
		if refs[k].From < last {
			return false
		}
		last = refs[k].From
		n++
	}
	return n >= leastSeries-1
}

// misreadNumber: one digit differs, of numbers as long as each other. // 11 for 71
func misreadNumber(read, printed int) bool {
	a, b := strconv.Itoa(read), strconv.Itoa(printed)
	if len(a) != len(b) {
		return false
	}
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n == 1
}
