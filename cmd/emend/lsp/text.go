package lsp

import (
	"sort"
	"strings"
)

// A Position is a 0-based line and a 0-based offset in it, counted in code units of UTF-16.
type Position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// A Range is from one position to another, which it leaves out.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// A Text is the content of a document, valid UTF-8, and where its lines begin. LF, CR LF and a CR alone end a line.
type Text struct {
	content string
	starts  []int // of lines
	posts   []int // code units of UTF-16 before each multiple of step; a character counts where it begins
}

const step = 1 << 10 // bytes

// NewText indexes a content; bytes that are no UTF-8 become U+FFFD. O(bytes).
func NewText(content string) *Text {
	content = strings.ToValidUTF8(content, "\uFFFD")
	t := &Text{content: content, starts: []int{0}, posts: make([]int, 0, len(content)/step+1)}
	total := 0
	for i := 0; i < len(content); i++ {
		if i%step == 0 {
			t.posts = append(t.posts, total)
		}
		c := content[i]
		total += units(c)
		if c == '\n' || c == '\r' && (i+1 == len(content) || content[i+1] != '\n') {
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// units is how many code units the character has that begins with a byte, 0 if none does.
func units(c byte) int {
	switch {
	case c&0xC0 == 0x80:
		return 0
	case c >= 0xF0:
		return 2
	}
	return 1
}

// Content is the text itself.
func (t *Text) Content() string { return t.content }

// before is how many code units stand before a byte.
func (t *Text) before(offset int) int {
	k := min(offset/step, len(t.posts)-1)
	if k < 0 {
		return 0
	}
	n := t.posts[k]
	for i := k * step; i < offset; i++ {
		n += units(t.content[i])
	}
	return n
}

// Offset is the byte that a position stands before. One behind the end of its line is the end of the line, one behind the
// last line the end of the text, one in the middle of a character its beginning. O(log bytes).
func (t *Text) Offset(p Position) int {
	switch {
	case p.Line < 0:
		return 0
	case p.Line >= len(t.starts):
		return len(t.content)
	}
	from, end := t.starts[p.Line], len(t.content)
	if p.Line+1 < len(t.starts) {
		end = t.starts[p.Line+1] - 1
		if end > from && t.content[end-1] == '\r' && t.content[end] == '\n' {
			end--
		}
	}
	n := t.before(from)
	switch {
	case p.Character <= 0:
		return from
	case p.Character >= t.before(end)-n:
		return end
	}
	i, want := from, n+p.Character
	if k := sort.SearchInts(t.posts, want+1) - 1; k*step > from { // the last post that is not behind it
		i, n = k*step, t.posts[k]
	}
	for ; ; i++ { // to the character that holds the unit wanted
		u := units(t.content[i])
		if u > 0 && n+u > want {
			return i
		}
		n += u
	}
}

// Position is where a byte stands. O(log bytes).
func (t *Text) Position(offset int) Position {
	offset = max(0, min(offset, len(t.content)))
	line := sort.Search(len(t.starts), func(i int) bool { return t.starts[i] > offset }) - 1
	return Position{line, t.before(offset) - t.before(t.starts[line])}
}

// A Change is what a client says of an edit: the new text of a range, or without one of all.
type Change struct {
	Range *Range `json:"range"`
	Text  string `json:"text"`
}

// Apply is the text after a change. A range that ends before it begins is one that begins where it ends. O(bytes).
func (t *Text) Apply(c Change) *Text {
	if c.Range == nil {
		return NewText(c.Text)
	}
	from, to := t.Offset(c.Range.Start), t.Offset(c.Range.End)
	if to < from {
		from, to = to, from
	}
	return NewText(t.content[:from] + strings.ToValidUTF8(c.Text, "\uFFFD") + t.content[to:])
}

// Units is the length of a string in code units of UTF-16.
func Units(s string) (n int) {
	for i := range len(s) {
		n += units(s[i])
	}
	return n
}
