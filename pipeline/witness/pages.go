package witness

import (
	"strconv"
	"strings"

	"emend/pipeline/text"
)

// FindPages finds where the pages of a text begin. A page shows itself by a number on a line of its own (35, [35], - 35 -, p. 35, {35}), by one
// in the line that says so ([p. 35]), or by a form feed. Numbers count where they rise, by three pages at most each; a chain
// of fewer than three is no numbering. first is the number of the first page where only form feeds part them; 0: 1. O(n).
func FindPages(content string, first int) []Page {
	var marks []Page
	feeds := []int{0}
	for i := 0; i < len(content); {
		end := strings.IndexByte(content[i:], '\n')
		if end < 0 {
			end = len(content)
		} else {
			end += i
		}
		line := content[i:end]
		for from := 0; ; {
			at := strings.IndexByte(line[from:], '\f')
			if at < 0 {
				break
			}
			from += at + 1
			feeds = append(feeds, i+from)
		}
		if n, ok := pageLine(line); ok {
			marks = append(marks, Page{i, n})
		} else {
			marks = inlinePages(marks, line, i)
		}
		i = end + 1
	}
	if chain := rising(marks); len(chain) >= 3 {
		return chain
	}
	if len(feeds) < 3 {
		return nil
	}
	pages := make([]Page, len(feeds))
	for i, at := range feeds {
		pages[i] = Page{at, max(first, 1) + i}
	}
	return pages
}

// MarkedPages are the pages that begin where the markup says so, as far as their numbers rise by three at most: those of a
// preface, or of a second volume, begin a chain of their own, and the longest counts. nil for fewer than two.
func MarkedPages(breaks []text.PageBreak) []Page {
	marks := make([]Page, len(breaks))
	for i, b := range breaks {
		marks[i] = Page{b.At, b.Number}
	}
	if chain := rising(marks); len(chain) > 1 {
		return chain
	}
	return nil
}

// pageLine: // 35   [35]   - 35 -   p. 35   Page 35   {35}
func pageLine(line string) (int, bool) {
	line = strings.Trim(line, " \t\f\r")
	if line == "" || len(line) > 12 {
		return 0, false
	}
	core := strings.Trim(line, "[]{}()-–— |")
	for _, p := range [...]string{"p.", "p", "Page", "page", "S."} {
		if rest, ok := strings.CutPrefix(core, p); ok {
			core = strings.TrimSpace(rest)
			break
		}
	}
	return pageNumber(core)
}

func pageNumber(s string) (int, bool) {
	if s == "" || len(s) > 4 || s[0] == '0' {
		return 0, false
	}
	for i := range len(s) {
		if !digit(s[i]) {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// inlinePages finds pages that begin within a line. // the [p. 35] working class   {35}
func inlinePages(marks []Page, line string, base int) []Page {
	for at := 0; ; {
		i := strings.IndexAny(line[at:], "[{")
		if i < 0 {
			return marks
		}
		at += i
		closing := byte(']')
		if line[at] == '{' {
			closing = '}'
		}
		end := strings.IndexByte(line[at:min(len(line), at+14)], closing)
		if end < 0 {
			at++
			continue
		}
		in := line[at+1 : at+end]
		n, ok := 0, false
		for _, p := range [...]string{"p. ", "p.", "page ", "Page ", "S. "} {
			if rest, found := strings.CutPrefix(in, p); found {
				n, ok = pageNumber(rest)
				break
			}
		}
		if !ok && closing == '}' {
			n, ok = pageNumber(in)
		}
		if ok {
			marks = append(marks, Page{base + at, n})
		}
		at += end
	}
}

// rising is the longest chain of marks whose numbers rise by one to three: numbers of tables and notes fall out of it. O(n) for
// marks that look back a little way.
func rising(marks []Page) []Page {
	const back = 24
	length, before := make([]int, len(marks)), make([]int, len(marks))
	best := -1
	for i := range marks {
		length[i], before[i] = 1, -1
		for j := i - 1; j >= 0 && j >= i-back; j-- {
			if step := marks[i].Number - marks[j].Number; step >= 1 && step <= 3 && length[j]+1 > length[i] {
				length[i], before[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	chain := make([]Page, length[best])
	for i, k := best, len(chain)-1; k >= 0; i, k = before[i], k-1 {
		chain[k] = marks[i]
	}
	return chain
}
