package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"emend/pipeline/report"
	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
	"emend/pipeline/text"
)

// rows are what the present view shows, in at most height rows of width columns (0: no limit).
func (d *desk) rows(width, height int) []row {
	switch d.view {
	case helpView:
		return helpRows
	case seriesList:
		return d.listRows(width, height)
	case seriesCard:
		return d.seriesRows(width, height)
	}
	if d.sit.Current() == sitting.None {
		return d.emptyRows(width)
	}
	return d.cardRows(width, height)
}

func (d *desk) emptyRows(width int) []row {
	switch {
	case !d.feed.finished():
		return []row{plainRow("checking …")}
	case d.sit.Filtered() != "" && d.sit.Open() > 0:
		return []row{plainRow("Nothing undecided fits the filter " + d.sit.Filtered() + "; f changes it.")}
	case d.sit.Len() == 0:
		return []row{plainRow("No findings.")}
	}
	return paragraph("All findings are decided. u takes the last answer back, K goes to the ones before, q quits.", width, plainly)
}

// cardRows shows one finding.
func (d *desk) cardRows(width, height int) []row {
	i := d.sit.Current()
	p, changed, err := d.open(i)
	if changed {
		d.message = "the file has changed and was checked again"
		if i = d.sit.Current(); i == sitting.None {
			return d.emptyRows(width)
		}
		p, _, err = d.open(i)
	}
	it := d.sit.Item(i)
	head := d.headRow(i, width)
	if err != nil || p == nil {
		return append([]row{head, nil}, paragraph(fmt.Sprintf("%s cannot be read: %v", d.inputs[it.File].shown, err), width, alarming)...)
	}
	ps := p.passage(it, d.wider)
	foot := d.footRows(i, p, ps, width)
	if reason := len(paragraph(it.Rule+": "+it.Reason, width, plainly)); height > 0 && len(foot) > height-6 && reason > 1 {
		foot = append([]row{plainRow(report.Escape(it.Rule + ": " + it.Reason))}, foot[reason:]...) // a low screen shows its beginning
	}
	room := 0
	if height > 0 {
		room = max(height-len(foot)-3, 3)
	}
	rows := append([]row{head, nil}, contextRows(p, ps, width, room)...)
	return append(append(rows, nil), foot...)
}

// headRow says where the finding stands, in the file and in the batch.
func (d *desk) headRow(i, width int) row {
	it := d.sit.Item(i)
	place, of := d.sit.InFile(i)
	count := fmt.Sprintf("  %d of %d in the file, %d of %d", place, of, d.sit.Place(i), d.sit.Len())
	if width > 0 && width < 60 {
		count = fmt.Sprintf("  %d/%d %d/%d", place, of, d.sit.Place(i), d.sit.Len())
	}
	at := fmt.Sprintf(":%d:%d", it.Line, it.Column)
	path := report.Escape(d.inputs[it.File].shown)
	if it.Part != "" {
		path += report.Escape(text.PartMark + it.Part)
	}
	if width > 0 {
		path = lastColumns(path, max(width-ansi.StringWidth(count)-len(at), 8))
	}
	return row{{path + at, boldly}, {count, plainly}}
}

// contextRows are the passage, its doubted reading marked, and at most room rows of it.
func contextRows(p *page, ps passage, width, room int) []row {
	inside := func(at int) bool {
		return slices.ContainsFunc(ps.quotation, func(q text.Span) bool { return q.Start <= at && at < q.End })
	}
	const gutters = 2
	if width > 0 {
		width = max(width-gutters, 8)
	}
	content := p.doc.Text.Content
	span := ps.span
	if room > 0 { // of a sentence without an end, what may fit
		span = text.Span{Start: max(span.Start, ps.marked.Start-room*width*4), End: min(span.End, ps.marked.End+room*width*4)}
		for span.Start > 0 && span.Start < len(content) && content[span.Start]&0xC0 == 0x80 {
			span.Start++
		}
		for span.End < len(content) && content[span.End]&0xC0 == 0x80 {
			span.End--
		}
	}
	cs := cells(content, span, func(at int) look {
		switch {
		case ps.marked.Start <= at && at < ps.marked.End:
			return doubted
		case inside(at):
			return quotedly
		}
		return plainly
	})
	var rows []row
	first, last := -1, 0
	for _, line := range wrap(cs, width) {
		gutter := "  "
		if slices.ContainsFunc(line, func(c cell) bool { return inside(c.at) }) {
			gutter = "│ "
		}
		if width == 0 { // read by ear, or by a program: no line below that points
			rows = append(rows, spoken(rowOf(gutter, line)))
			continue
		}
		rows = append(rows, rowOf(gutter, line))
		if marks := carets(gutter, line); marks != nil {
			if first < 0 {
				first = len(rows) - 1
			}
			rows = append(rows, marks)
			last = len(rows) - 1
		}
	}
	if room <= 0 || len(rows) <= room {
		return rows
	}
	from := max(0, min((first+last+1)/2-room/2, len(rows)-room))
	if last-first < room { // what is doubted is seen whole
		from = max(min(from, first), last+1-room)
	}
	return rows[from : from+room]
}

// spoken puts marks around what is doubted.
func spoken(r row) row {
	for i := range r {
		if r[i].look == doubted {
			r[i].text = ">>" + r[i].text + "<<"
		}
	}
	return r
}

// footRows are the reason, the candidates, and how the text would read.
func (d *desk) footRows(i int, p *page, ps passage, width int) []row {
	it := d.sit.Item(i)
	rows := paragraph(it.Rule+": "+it.Reason, width, plainly)
	if q := ps.inQuotation; q.Len() > 0 {
		content := p.doc.Text.Content
		c := ps.citation
		if c.Len() > 0 && c.Start < q.End {
			q.End = c.Start
		}
		line := "in a quotation: " + ends(oneLine(strings.TrimSpace(content[q.Start:q.End])), max(width-22-c.Len(), 24))
		if c.Len() > 0 {
			line += "  " + oneLine(content[c.Start:c.End])
		}
		rows = append(rows, row{{"│ ", faintly}, {line, quotedly}})
	} else if it.InQuote {
		rows = append(rows, row{{"│ in a quotation", quotedly}})
	}
	rows = append(rows, candidateRows(it, width)...)
	if it.Barrier != "" {
		rows = append(rows, paragraph("cannot be written: "+it.Barrier, width, alarming)...)
	} else if len(it.Candidates) > 0 {
		reading := it.Candidates[0].New
		if r := d.sit.Ruling(i); r != nil && r.New != "" {
			reading = r.New
		}
		rows = append(rows, afterRow(p, ps, reading, width))
	}
	if n := d.sit.Twins(i); n > 1 {
		rows = append(rows, paragraph(fmt.Sprintf("the same words stand around it in %d places: one answer holds for all of them", n), width, alarming)...)
	}
	if n := len(d.sit.SeriesOf(i).Items); n > 1 {
		rows = append(rows, row{{fmt.Sprintf("%d like it are undecided%s: a accepts, d leaves all, S shows series", n, d.soFar()), plainly}})
	}
	if accepted, left := d.sit.Decided(i); accepted > 0 && left > 0 {
		rows = append(rows, paragraph(fmt.Sprintf("decided both ways before: %s was accepted %s and left %s", named(it.Old), times(accepted), times(left)), width, alarming)...)
	}
	for _, c := range d.both[it.ID] {
		if c.Rule == it.Rule && c.Old == it.Old {
			rows = append(rows, paragraph("a merge left this open: "+by(c)+" said "+ruled(c), width, alarming)...)
		}
	}
	if st := d.sit.State(i); st != sitting.Undecided {
		line := "decided: " + st.String()
		if r := d.sit.Ruling(i); r != nil {
			line = "decided: " + ruled(r.Decision)
			if r.Note != "" {
				line += ", note: " + r.Note
			}
		}
		rows = append(rows, paragraph(line, width, boldly)...)
	}
	if d.remark != "" {
		rows = append(rows, paragraph("note: "+d.remark, width, plainly)...)
	}
	return rows
}

func by(d review.Decision) string {
	if d.By == "" {
		return "somebody"
	}
	return d.By
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// ends is a text with its middle left out.
func ends(s string, width int) string {
	if ansi.StringWidth(s) <= width {
		return s
	}
	return ansi.Truncate(s, width/2, "") + lastColumns(s, width/2)
}

// candidateRows are the candidates with their keys, as many to a row as fit.
func candidateRows(it *sitting.Item, width int) (rows []row) {
	if len(it.Candidates) == 0 {
		return []row{plainRow("no candidate; e types a reading")}
	}
	var r row
	used := 0
	for k, c := range it.Candidates[:min(len(it.Candidates), 9)] {
		limit := 60
		if width > 0 {
			limit = max(width-20, 8)
		}
		reading := ends(strings.Trim(named(c.New), "“”"), limit)
		t := fmt.Sprintf("“%s” %s", reading, percent(c.Confidence))
		if c.New == "" {
			t = "nothing " + percent(c.Confidence)
		}
		if names := report.Named(it.Old, c.New); names != "" {
			t += " (" + names + ")"
		}
		key := fmt.Sprintf("%d ", k+1)
		n := len(key) + ansi.StringWidth(t)
		if used > 0 && width > 0 && used+3+n > width {
			rows, r, used = append(rows, r), nil, 0
		}
		if used > 0 {
			r, used = append(r, piece{"   ", plainly}), used+3
		}
		l := plainly
		if k == 0 {
			l = corrected
		}
		r, used = append(r, piece{key, faintly}, piece{t, l}), used+n
	}
	return append(rows, r)
}

func percent(p float64) string {
	n := int(math.Round(p * 100))
	if n >= 100 && p < 1 {
		n = 99
	}
	return fmt.Sprintf("%d%%", n)
}

// afterRow is how the file would read.
func afterRow(p *page, ps passage, reading string, width int) row {
	const label = "then: "
	if width == 0 {
		width = 100
	}
	content, m := p.doc.Text.Content, ps.marked
	reading = ends(oneLine(reading), max(width/2, 8))
	if reading == "" {
		reading = "‸" // where nothing is left, the proof-reader's caret
	}
	side := max((width-len(label)-ansi.StringWidth(reading))/2, 2)
	from, to := max(m.Start-4*side, 0), min(m.End+4*side, len(content))
	for from > 0 && content[from]&0xC0 == 0x80 {
		from--
	}
	for to < len(content) && content[to]&0xC0 == 0x80 {
		to++
	}
	before := content[from:m.Start]
	if k := strings.LastIndexByte(before, '\n'); k >= 0 {
		before = before[k+1:]
	}
	after, _, _ := strings.Cut(content[m.End:to], "\n")
	return row{{label, faintly}, {lastColumns(oneLine(before), side), plainly}, {reading, corrected}, {firstColumns(oneLine(after), side), plainly}}
}
