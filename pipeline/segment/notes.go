package segment

import (
	"strings"

	"emend/pipeline/text"
)

// notes finds note lists: blocks that begin with a bracketed number wherever they stand, and numbered ones at the end
// of the text if it has note numbers or a head that says "Notes".
func (g *segmenter) notes() {
	marked := false
	for i := range g.blocks {
		b := &g.blocks[i]
		if b.kind != text.Paragraph {
			continue
		}
		if n := noteMarker(g.s[b.Start:b.End]); n > 0 && n < b.Len() {
			b.kind = text.Note
		}
		if !marked {
			marked = noteNumbers(g.s[b.Start:b.End])
		}
	}
	// From the end: 12. 11. ... 1.
	first, last := -1, 0
	for i := len(g.blocks) - 1; i >= 0; i-- {
		b := &g.blocks[i]
		if b.kind != text.Paragraph {
			if b.kind == text.Note || first < 0 || b.kind == text.RunningHead {
				continue
			}
			break
		}
		s := g.s[b.Start:b.End]
		n, ok := listNumber(s)
		if !ok {
			if first >= 0 && notesHead(s) {
				marked = true
			}
			break
		}
		if first >= 0 && n != last-1 {
			break
		}
		first, last = i, n
	}
	if first < 0 || !marked || last != 1 {
		return
	}
	for i := first; i < len(g.blocks); i++ {
		if b := &g.blocks[i]; b.kind == text.Paragraph {
			if _, ok := listNumber(g.s[b.Start:b.End]); ok {
				b.kind = text.Note
			}
		}
	}
}

// noteMarker is the length of a note's number in brackets at the beginning of s, 0 if there is none:
// // [12]   [^3]   [*]
func noteMarker(s string) int {
	if len(s) < 3 || s[0] != '[' {
		return 0
	}
	i := 1
	if s[i] == '^' {
		i++
	}
	from := i
	for i < len(s) && i < from+4 && class[s[i]] == uint8(text.Digits) {
		i++
	}
	if digits := i - from; digits == 0 {
		for i < len(s) && i < from+3 && (s[i] == '*' || s[i] == '+') {
			i++
		}
	} else if digits > 3 {
		return 0 // a year
	}
	if i == from || i >= len(s) || s[i] != ']' {
		return 0
	}
	return i + 1
}

func noteNumbers(s string) bool {
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '[')
		if i < 0 {
			return false
		}
		if at += i; noteMarker(s[at:]) > 0 {
			return true
		}
		at++
	}
}

// listNumber is the number that a list's entry begins with. // 12. See
func listNumber(s string) (int, bool) {
	s = strings.TrimPrefix(s, "(")
	n, i := 0, 0
	for i < len(s) && i < 3 && class[s[i]] == uint8(text.Digits) {
		n = 10*n + int(s[i]-'0')
		i++
	}
	if i == 0 || i+2 >= len(s) || s[i] != '.' && s[i] != ')' || s[i+1] != ' ' {
		return 0, false
	}
	return n, true
}

func notesHead(s string) bool {
	switch strings.ToLower(strings.Trim(s, " .:*#-–—")) {
	case "notes", "note", "footnotes", "endnotes", "references", "author's notes", "editor's notes", "anmerkungen", "fußnoten":
		return true
	}
	return false
}
