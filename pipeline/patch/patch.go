// Package patch reads unified diffs, of git, of diff -u and of emend diff, and makes of the bytes of a file what they say.
//
// It knows no file system. Laws: a hunk fits where every line of its old side stands, byte for byte, and nowhere else; what is not in
// a hunk stays as it is; a patch that was made already is recognised hunk by hunk.
package patch

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A Line is one line of a hunk: its sign (' ', '-' or '+') and its bytes, line end included if it has one.
type Line struct {
	Sign byte
	Text []byte
	lost bool // empty, and without the blank that context begins with
}

// A Hunk is a change with lines around it. OldStart and NewStart are lines of the file, 1-based; the line before where a side
// has no lines.
type Hunk struct {
	OldStart, NewStart int
	Lines              []Line
	At                 int  // line of the patch that its head stands in, 1-based
	edited             bool // its head announces other lines than it has
}

// Old and New are the two sides.
func (h *Hunk) Old() []byte { return h.side('+') }
func (h *Hunk) New() []byte { return h.side('-') }

func (h *Hunk) side(without byte) []byte {
	var b []byte
	for _, l := range h.Lines {
		if l.Sign != without {
			b = append(b, l.Text...)
		}
	}
	return b
}

// A File is what a patch says of one file.
type File struct {
	Name                    string // as the patch makes it; empty where it takes the file away
	Old                     string // as it was; empty where the patch makes it
	Renamed, Copied, Binary bool
	Hunks                   []Hunk
	Mark                    string // the rest of a line that begins with Signature, right before; empty: none
	At                      int    // line of the patch
}

// Signature begins the line that emend diff puts before the hunks of a file.
const Signature = "emend-findings: "

// Counting says what is done with a hunk that has other lines than its head announces.
type Counting uint8

const (
	Strict  Counting = iota // it is an error
	Edited                  // an editor changed it: its lines are counted anew; one that the end of the patch cuts off is an error
	Recount                 // and so is that one
)

var errCut = errors.New("the patch breaks off in a hunk")

// Parse reads a patch. Text around the diffs is passed over. Errors begin with the line of the patch. O(n).
func Parse(src []byte, counting Counting) ([]*File, error) {
	p := &parser{rest: src, counting: counting}
	mark := ""
	var header, old string // of the file: the line diff --git, the line ---
	var f *File
	start := func(name, oldName string) *File {
		n := &File{Name: name, Old: oldName, Mark: mark, At: p.line}
		mark = ""
		p.files = append(p.files, n)
		return n
	}
	for {
		line, ok := p.next()
		switch {
		case !ok:
			return p.files, nil
		case strings.HasPrefix(line, Signature):
			mark, f = strings.TrimPrefix(line, Signature), nil
			if p.bare() {
				name, _ := CutMark(mark) // its hunks and heads were taken out together
				start(name, name)
			}
		case strings.HasPrefix(line, "diff --git "):
			header, old, f = line, "", nil
		case strings.HasPrefix(line, "rename to "), strings.HasPrefix(line, "copy to "):
			_, name, _ := strings.Cut(line, " to ")
			f = start(Unquote(name), "")
			f.Renamed, f.Copied = line[0] == 'r', line[0] == 'c'
		case strings.HasPrefix(line, "Binary files "), line == "GIT binary patch":
			name := headerName(header)
			f = start(name, name)
			f.Binary = true
		case strings.HasPrefix(line, "--- "):
			old = line[4:]
			if f != nil && len(f.Hunks) > 0 {
				f = nil
			}
		case strings.HasPrefix(line, "+++ ") && old != "":
			was, is := Unquote(old), Unquote(line[4:])
			name := patchedName(was, is)
			before := ""
			if was != nowhere {
				before = patchedName(is, was)
			}
			if f == nil || !f.Renamed && !f.Copied {
				f = start(name, before)
			} else {
				f.Old = before
			}
			old = ""
		case strings.HasPrefix(line, "@@@"):
			return nil, fmt.Errorf("%d: a combined diff of a merge; give the diff of two versions", p.line)
		case strings.HasPrefix(line, "@@ "):
			if f == nil {
				return nil, fmt.Errorf("%d: a hunk of no file: the lines --- and +++ are missing", p.line)
			}
			if err := p.hunk(line, f); err != nil {
				return nil, err
			}
		}
	}
}

// CutMark parts a mark: the name of the file, as its heads have it, and the findings that its hunks were made of.
func CutMark(mark string) (name string, ids []string) {
	rest := ""
	if strings.HasPrefix(mark, `"`) {
		end := 1
		for end < len(mark) && mark[end] != '"' {
			if mark[end] == '\\' {
				end++
			}
			end++
		}
		name, rest = Unquote(mark), mark[min(len(mark), end+1):]
	} else {
		name, rest, _ = strings.Cut(mark, " ")
	}
	return name, strings.Fields(rest)
}

type parser struct {
	rest     []byte
	line     int // of the line that next gave last
	files    []*File
	counting Counting
}

func (p *parser) next() (string, bool) {
	raw, ok := p.raw()
	return strings.TrimSuffix(strings.TrimSuffix(string(raw), "\n"), "\r"), ok
}

// raw is the next line with its end.
func (p *parser) raw() ([]byte, bool) {
	if len(p.rest) == 0 {
		return nil, false
	}
	p.line++
	end := bytes.IndexByte(p.rest, '\n') + 1
	if end == 0 {
		end = len(p.rest)
	}
	line := p.rest[:end]
	p.rest = p.rest[end:]
	return line, true
}

// bare reports whether no heads of a file follow before the next mark.
func (p *parser) bare() bool {
	for rest := p.rest; len(rest) > 0; {
		line, after, _ := bytes.Cut(rest, []byte{'\n'})
		rest = after
		switch {
		case bytes.HasPrefix(line, []byte("--- ")), bytes.HasPrefix(line, []byte("diff --git ")):
			return false
		case bytes.HasPrefix(line, []byte(Signature)):
			return true
		}
	}
	return true
}

var hunkHead = regexp.MustCompile(`^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@`)

// hunk reads as many lines as its head announces, so that no line of a text is taken for a head.
func (p *parser) hunk(head string, f *File) error {
	m := hunkHead.FindStringSubmatch(head)
	if m == nil {
		return fmt.Errorf("%d: no head of a hunk; want @@ -LINE,COUNT +LINE,COUNT @@", p.line)
	}
	h := Hunk{OldStart: number(m[1]), NewStart: number(m[3]), At: p.line}
	if n := len(f.Hunks); n > 0 && !f.Hunks[n-1].before(&h) {
		return fmt.Errorf("%d: this hunk begins before the last one ends", p.line)
	}
	old, new := number(m[2]), number(m[4])
	begin := *p
	if err := p.counted(&h, old, new); err != nil {
		*p = parser{rest: begin.rest, line: begin.line, files: p.files, counting: p.counting}
		h.Lines, h.edited = nil, true
		if p.counting == Strict || errors.Is(err, errCut) && p.counting == Edited {
			return err
		}
		if err := p.recount(&h); err != nil {
			return err
		}
	}
	f.Hunks = append(f.Hunks, h)
	return nil
}

// before reports whether both sides of a hunk end before another begins.
func (h *Hunk) before(next *Hunk) bool {
	old, new := h.OldStart, h.NewStart
	for _, l := range h.Lines {
		if l.Sign != '+' {
			old++
		}
		if l.Sign != '-' {
			new++
		}
	}
	return next.OldStart >= old-1 && (next.NewStart >= new-1 || h.edited)
}

// counted reads the lines of a hunk as announced; it is an error if there are others.
func (p *parser) counted(h *Hunk, old, new int) error {
	for old > 0 || new > 0 {
		raw, ok := p.raw()
		if !ok {
			return fmt.Errorf("%d: %w", p.line, errCut)
		}
		sign, ok := h.take(raw)
		switch {
		case !ok:
			return fmt.Errorf("%d: no line of a hunk; it begins with none of +, - and blank", p.line)
		case sign == '\\':
			continue
		}
		if sign != '+' {
			old--
		}
		if sign != '-' {
			new--
		}
		if old < 0 || new < 0 {
			return fmt.Errorf("%d: the hunk has more lines than its head says", p.line)
		}
	}
	for bytes.HasPrefix(p.rest, []byte(`\`)) {
		raw, _ := p.raw()
		h.take(raw)
	}
	if p.counting != Strict && p.goesOn() {
		return fmt.Errorf("%d: the hunk has more lines than its head says", p.line+1)
	}
	return nil
}

// goesOn reports whether the next line belongs to the hunk though it was not announced.
func (p *parser) goesOn() bool {
	if len(p.rest) == 0 || p.headFollows() {
		return false
	}
	c := p.rest[0]
	return c == ' ' || c == '+' || c == '-'
}

// headFollows reports whether the next lines are heads, or the signature of a mail.
func (p *parser) headFollows() bool {
	line, after, _ := bytes.Cut(p.rest, []byte{'\n'})
	switch {
	case bytes.HasPrefix(line, []byte("@@ ")), bytes.HasPrefix(line, []byte("diff --git ")), bytes.HasPrefix(line, []byte(Signature)):
		return true
	case bytes.HasPrefix(line, []byte("--- ")):
		return bytes.HasPrefix(after, []byte("+++ "))
	}
	return string(bytes.TrimRight(line, "\r")) == "-- "
}

// recount reads lines up to the next head.
func (p *parser) recount(h *Hunk) error {
	for len(p.rest) > 0 && !p.headFollows() {
		before := *p
		raw, _ := p.raw()
		if _, ok := h.take(raw); !ok {
			*p = before
			p.raw()
			return fmt.Errorf("%d: no line of a hunk; it begins with none of +, - and blank", p.line)
		}
	}
	// Blank lines before a head, or at the end, part the hunks and belong to none.
	for n := len(h.Lines); n > 0 && h.Lines[n-1].lost; n = len(h.Lines) {
		h.Lines = h.Lines[:n-1]
	}
	if len(h.Lines) == 0 {
		return fmt.Errorf("%d: a hunk without lines; take its head out, too", h.At)
	}
	return nil
}

// take appends a line to the hunk; its sign is '\\' where it only says that the line before has no end.
func (h *Hunk) take(raw []byte) (sign byte, ok bool) {
	bare := len(raw) == 0 || raw[0] == '\n' || raw[0] == '\r' && len(raw) <= 2
	switch {
	case bare: // of an empty line, whose blank was lost
		h.Lines = append(h.Lines, Line{Sign: ' ', Text: raw, lost: true})
		return ' ', true
	case raw[0] == '\\':
		if n := len(h.Lines); n > 0 {
			l := &h.Lines[n-1]
			l.Text = bytes.TrimSuffix(l.Text, []byte{'\n'})
		}
		return '\\', true
	case raw[0] != ' ' && raw[0] != '+' && raw[0] != '-':
		return 0, false
	}
	h.Lines = append(h.Lines, Line{Sign: raw[0], Text: raw[1:]})
	return raw[0], true
}

// number is a count of a head; one that is not there is 1.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 1
	}
	return n
}
