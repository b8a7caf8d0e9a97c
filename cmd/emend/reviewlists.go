package main

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"emend/pipeline/report"
)

// listed is how many of a list are shown where there is no screen to fill.
const listed = 20

// listRows are the series, most errors first, those around the chosen one.
func (d *desk) listRows(width, height int) []row {
	rows := []row{{{fmt.Sprintf("%d series of findings alike%s, most errors first", len(d.lists), d.soFar()), boldly}}, nil}
	room := listed
	if height > 0 {
		room = max(height-len(rows), 1)
	}
	room = min(room, len(d.lists))
	from := max(0, min(d.at-room/2, len(d.lists)-room))
	for k := from; k < min(from+room, len(d.lists)); k++ {
		se := d.lists[k]
		pointer, l := "  ", plainly
		if k == d.at {
			pointer, l = "> ", boldly
		}
		rows = append(rows, row{{fmt.Sprintf("%s%3d  %5d places in %s, about %.0f errors  %s: %s -> %s",
			pointer, k+1, len(se.Items), count(se.Files, "file"), se.Expected, se.Rule, ends(named(se.Old), 24), ends(named(se.New), 24)), l}})
	}
	return rows
}

// seriesRows is a series with the words around each place.
func (d *desk) seriesRows(width, height int) []row {
	se := d.series
	rows := []row{
		{{fmt.Sprintf("%s: ", se.Rule), boldly}, {ends(named(se.Old), 30), doubted}, {" -> ", plainly}, {ends(named(se.New), 30), corrected},
			{fmt.Sprintf("  %s in %s", count(len(se.Items), "place"), count(se.Files, "file")), plainly}},
	}
	if len(se.Items) == 0 {
		return rows
	}
	if accepted, left := d.sit.Decided(se.Items[0]); accepted > 0 && left > 0 {
		rows = append(rows, paragraph(fmt.Sprintf("decided both ways before: accepted %s, left %s", times(accepted), times(left)), width, alarming)...)
	}
	rows = append(rows, nil)
	room := listed
	if height > 0 {
		room = max(height-len(rows), 1)
	}
	room = min(room, len(se.Items))
	from := max(0, min(d.at-room/2, len(se.Items)-room))
	for k := from; k < min(from+room, len(se.Items)); k++ {
		i := se.Items[k]
		it := d.sit.Item(i)
		mark := "[ ] "
		if d.marked[i] {
			mark = "[x] "
		}
		pointer := "  "
		if k == d.at {
			pointer = "> "
		}
		lead := fmt.Sprintf("%s%3d ", pointer, k+1) + mark
		old := ends(oneLine(it.Old), 20)
		place := fmt.Sprintf("  %s:%d", lastColumns(report.Escape(d.inputs[it.File].shown), 20), it.Line)
		side := 30
		if width > 0 {
			side = max((width-ansi.StringWidth(lead)-ansi.StringWidth(old)-ansi.StringWidth(place)-2)/2, 4)
		}
		before := lastColumns(oneLine(it.Before), side)
		rows = append(rows, row{{lead, plainly}, {strings.Repeat(" ", max(side-ansi.StringWidth(before), 0)) + before + " ", plainly},
			{old, doubted}, {" " + firstColumns(oneLine(it.After), side), plainly}, {place, faintly}})
	}
	return rows
}

var helpRows = []row{
	{{"Keys", boldly}},
	plainRow("y  accept the first candidate      n  no error: leave as it is"),
	plainRow("1-9  accept that candidate         e  type a reading"),
	plainRow("s  sic: an error of the print      w  a word: add to the word list"),
	plainRow("a  accept all the rest like it     d  leave all the rest like it"),
	plainRow("v  leave everywhere, never ask     u  take the last answer back"),
	plainRow("N  note on the next answer         S  findings alike, as series"),
	nil,
	plainRow("j k  next, previous undecided      J K  next, previous of all"),
	plainRow("/  search                          g  go to a number"),
	plainRow("f  filter                          p  more of the text around"),
	plainRow("q  save and quit                   ?  this help; any key leaves it"),
	nil,
	{{"In a series", boldly}},
	plainRow("a  accept all   y  accept the marked   d  leave all   v  never"),
	plainRow("x  mark or unmark (space)   o  show it by itself   q  back"),
	nil,
	plainRow("One answer is one place unless it asks. Each is on disk at once."),
}
