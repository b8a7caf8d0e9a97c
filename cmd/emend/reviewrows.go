package main

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"emend/pipeline/report"
	"emend/pipeline/text"
)

// A look is how a piece of a row is shown where there are colours.
type look byte

const (
	plainly look = iota
	boldly
	faintly
	doubted   // the reading that a finding doubts
	corrected // what would stand there
	quotedly  // of a quotation
	alarming
)

var looks = [...]string{"", "\x1b[1m", "\x1b[2m", "\x1b[1;31m", "\x1b[1;32m", "\x1b[36m", "\x1b[33m"}

type piece struct {
	text string
	look look
}

// A row is one line of the screen.
type row []piece

func plainRow(s string) row { return row{{s, plainly}} }

// show is a row as the terminal gets it, at most width columns of it (0: all).
func (r row) show(width int, color bool) string {
	var b strings.Builder
	used := 0
	for _, p := range r {
		t := p.text
		if w := ansi.StringWidth(t); width > 0 && used+w > width {
			t = ansi.Truncate(t, width-used, "…")
		}
		used += ansi.StringWidth(t)
		if color && p.look != plainly && t != "" {
			b.WriteString(looks[p.look] + t + "\x1b[0m")
		} else {
			b.WriteString(t)
		}
	}
	return b.String()
}

// A cell is one character with its marks, as it is shown.
type cell struct {
	shown string
	width int
	look  look
	at    int  // where it stands in the text
	end   bool // of a paragraph
}

// cells are the characters of a span of a text. Control characters and such are named.
func cells(content string, span text.Span, of func(at int) look) []cell {
	var cs []cell
	for at := span.Start; at < span.End; {
		cluster, width := ansi.FirstGraphemeCluster(content[at:span.End], ansi.GraphemeWidth)
		n := len(cluster)
		c := cell{shown: cluster, width: width, look: of(at), at: at}
		switch {
		case strings.Trim(cluster, "\r\n") == "":
			for at+n < span.End && strings.IndexByte("\r\n \t", content[at+n]) >= 0 {
				n++
			}
			switch breaks := strings.Count(content[at:at+n], "\n"); {
			case c.look == doubted:
				n, c.shown, c.width = len(cluster), "↵", 1
			case breaks > 1:
				c.shown, c.width, c.end = "", 0, true
			default:
				c.shown, c.width = " ", 1
			}
		case cluster == "\t":
			c.shown, c.width = " ", 1
		default:
			if e := report.Escape(cluster); e != cluster || width == 0 {
				c.shown, c.width = e, ansi.StringWidth(e)
			}
		}
		cs = append(cs, c)
		at += n
	}
	return cs
}

// wrap breaks cells into lines of at most width columns (0: paragraphs are not broken), between
// words where that can be.
func wrap(cs []cell, width int) (lines [][]cell) {
	for len(cs) > 0 {
		used, space, end := 0, -1, len(cs)
		for i, c := range cs {
			if c.end {
				end = i + 1
				break
			}
			if used += c.width; width > 0 && used > width && (c.shown != " " || c.look == doubted) {
				if end = i; space > 0 {
					end = space + 1
				} else if i == 0 {
					end = 1
				}
				break
			}
			if c.shown == " " {
				space = i
			}
		}
		line := cs[:end]
		for len(line) > 0 && (line[len(line)-1].shown == " " && line[len(line)-1].look != doubted || line[len(line)-1].end) {
			line = line[:len(line)-1]
		}
		lines = append(lines, line)
		if cs[end-1].end && end < len(cs) {
			lines = append(lines, nil)
		}
		cs = cs[end:]
	}
	return lines
}

// rowOf puts cells of one look together.
func rowOf(gutter string, line []cell) row {
	r := row{{gutter, faintly}}
	for _, c := range line {
		if n := len(r) - 1; n > 0 && r[n].look == c.look {
			r[n].text += c.shown
		} else {
			r = append(r, piece{c.shown, c.look})
		}
	}
	return r
}

// carets is the row below a line that points at what is doubted; nil where nothing of it is.
func carets(gutter string, line []cell) row {
	var b strings.Builder
	first := true
	for _, c := range line {
		mark := " "
		if c.look == doubted {
			if mark = "~"; first {
				mark = "^"
			}
		}
		for range c.width {
			b.WriteString(mark)
			if mark == "^" {
				mark, first = "~", false
			}
		}
	}
	marks := strings.TrimRight(b.String(), " ")
	if marks == "" {
		return nil
	}
	return row{{strings.Repeat(" ", ansi.StringWidth(gutter)), plainly}, {marks, doubted}}
}

// paragraph is a text of emend's own, wrapped.
func paragraph(s string, width int, l look) (rows []row) {
	s = report.Escape(s)
	for _, line := range wrap(cells(s, text.Span{End: len(s)}, func(int) look { return l }), width) {
		rows = append(rows, rowOf("", line))
	}
	return rows
}

// oneLine is a text within a row.
func oneLine(s string) string {
	return report.Escape(strings.NewReplacer("\t", " ", "\r\n", "↵", "\n", "↵").Replace(s))
}

// lastColumns and firstColumns are as much of the end, or the beginning, of a text as fits.
func lastColumns(s string, width int) string {
	if over := ansi.StringWidth(s) - width; over > 0 {
		return ansi.TruncateLeft(s, over+1, "…")
	}
	return s
}

func firstColumns(s string, width int) string { return ansi.Truncate(s, max(width, 1), "…") }
