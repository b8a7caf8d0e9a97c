package report

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

var diffReport = Report{
	Name: "diff",
	Doc:  "unified diff of what is accepted, for git apply and patch -p1",
	New: func(w io.Writer, o Options) Writer {
		return &diffWriter{printer: newPrinter(w, o.Color), escaped: o.Color || o.Terminal, context: contextLines(o), headings: o.Headings}
	},
}

func contextLines(o Options) int {
	if o.Context > 0 {
		return o.Context
	}
	return 3
}

type diffWriter struct {
	*printer
	escaped  bool // for eyes: what could drive a terminal is named, which makes it no patch
	context  int
	headings bool
	about    []*review.Finding // what is accepted in the file and no hunk has been written of, in order
	crlf     bool              // every line of the file ends in CR LF, which need not be shown to eyes
}

func (w *diffWriter) File(c *review.Changeset) error {
	if c.Document.Packed {
		return w.packed(c)
	}
	src, edits := c.Document.Source, c.Edits()
	if w.escaped {
		src, edits = legible(c.Document, edits)
	}
	changes, err := lineChanges(src, edits)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Document.Path, err)
	}
	if len(changes) > 0 && !w.escaped {
		w.mark(c)
	}
	w.about = w.about[:0]
	for i := range c.Findings {
		if f := &c.Findings[i]; w.headings && f.Applied() && f.Taken() != nil {
			w.about = append(w.about, f)
		}
	}
	w.unified(c.Document.Path, src, changes)
	return w.Flush()
}

// Mark begins the line before the hunks of a file that names the findings they were made of, so that who reads the patch again
// knows what was taken out. git and patch pass over it.
const Mark = "emend-findings: "

func (w *diffWriter) mark(c *review.Changeset) {
	var ids []string
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Applied() && f.Taken() != nil && len(f.Taken().Edits) > 0 {
			ids = append(ids, f.ID)
		}
	}
	w.print(markLine(c.Document.Path, ids), "\n")
}

// markLine is the line that names a file and findings in it.
func markLine(path string, ids []string) string {
	name := patchName(path)
	if quoted := quoteName(name); quoted != name {
		name = quoted
	} else if strings.Contains(name, " ") {
		name = `"` + name + `"`
	}
	return strings.Join(append([]string{Mark + name}, ids...), " ")
}

// packed shows the changed words of a part of a package, which no patch reaches: each line begins with #, which git
// apply and patch pass over.
func (w *diffWriter) packed(c *review.Changeset) error {
	var words strings.Builder
	if err := wordsReport.New(&words, Options{Color: w.color, Accepted: true}).File(c); err != nil {
		return err
	}
	for i, line := range strings.Split(strings.TrimSuffix(words.String(), "\n"), "\n") {
		switch {
		case i == 0 && line == "":
			return nil
		case i == 0:
			line += "  (packed: no patch reaches it; emend fix writes it)"
		}
		w.print("# ", line, "\n")
	}
	return w.Flush()
}

// legible is, for eyes, the reading text instead of the bytes of a plain text that is not in
// UTF-8, and the edits made in it. Where an edit would not show in it, it is the bytes all the same.
func legible(doc *text.Document, edits []text.Edit) ([]byte, []text.Edit) {
	if doc.Format != "plain" || doc.Encoding == "utf-8" || doc.Encoding == "" {
		return doc.Source, edits
	}
	read := make([]text.Edit, len(edits))
	for i, e := range edits {
		span := doc.Text.Locate(e.Range)
		if span.Len() == 0 || doc.Text.Content[span.Start:span.End] == e.Reads {
			return doc.Source, edits
		}
		read[i] = text.Edit{Range: text.Range(span), New: e.Reads, Reads: e.Reads}
	}
	return []byte(doc.Text.Content), read
}

func (w *diffWriter) Close(*review.Summary) error { return w.Flush() }

// A lineChange replaces whole lines. A line is what git and patch take for one: bytes up to
// and with an LF byte, whatever the encoding. Line numbers count from 0.
type lineChange struct {
	text.Range
	line     int    // of the first line of Range
	old, new int    // lines taken out and put in
	text     []byte // what is put in
}

// lineChanges widens edits to lines; changes that touch are one. It never compares the two
// versions, so it costs O(bytes up to the last edit + n log n) however much they differ. (The method
// is that of lineEdits in golang.org/x/tools/internal/diff.)
func lineChanges(src []byte, edits []text.Edit) ([]lineChange, error) {
	for _, e := range edits {
		if e.Start < 0 || e.Start >= e.End || e.End > len(src) {
			return nil, fmt.Errorf("edit of bytes %d to %d of %d: %w", e.Start, e.End, len(src), text.ErrBounds)
		}
	}
	edits = slices.Clone(edits)
	slices.SortFunc(edits, func(a, b text.Edit) int { return a.Start - b.Start })
	var changes []lineChange
	line, counted := 0, 0
	for len(edits) > 0 {
		span, n := widen(src, edits)
		local := edits[:n]
		edits = edits[n:]
		for i := range local {
			local[i].Start -= span.Start
			local[i].End -= span.Start
		}
		old := src[span.Start:span.End]
		put, err := text.Splice(old, local)
		if err != nil {
			return nil, err
		}
		if bytes.Equal(old, put) {
			continue
		}
		line += bytes.Count(src[counted:span.Start], lf)
		counted = span.Start
		changes = append(changes, lineChange{span, line, countLines(old), countLines(put), put})
	}
	return changes, nil
}

var lf = []byte{'\n'}

// widen is the whole lines that the first of the edits changes, with all that the next ones change in
// these lines or right after them, and how many edits that are. No byte is looked at twice.
func widen(src []byte, edits []text.Edit) (text.Range, int) {
	first := edits[0]
	r := text.Range{Start: bytes.LastIndexByte(src[:first.Start], '\n') + 1, End: lineEnd(src, first.End)}
	n := 1
	for {
		for ; n < len(edits); n++ {
			e := edits[n]
			if e.Start > r.End && bytes.IndexByte(src[r.End:e.Start], '\n') >= 0 {
				break
			}
			if e.End > r.End {
				r.End = lineEnd(src, e.End)
			}
		}
		if r.End == len(src) || !joins(src, r, edits[:n]) {
			return r, n
		}
		r.End = lineEnd(src, r.End+1)
	}
}

// lineEnd is where the line ends that holds the byte before offset.
func lineEnd(src []byte, offset int) int {
	if src[offset-1] == '\n' {
		return offset
	}
	if i := bytes.IndexByte(src[offset:], '\n'); i >= 0 {
		return offset + i + 1
	}
	return len(src)
}

// joins reports whether the edits leave lines without an LF at their end, so that the next line
// becomes a part of theirs.
func joins(src []byte, r text.Range, edits []text.Edit) bool {
	end := r.End
	for i := len(edits) - 1; i >= 0 && edits[i].End == end; i-- {
		if put := edits[i].New; put != "" {
			return put[len(put)-1] != '\n'
		}
		end = edits[i].Start
	}
	return end > r.Start && src[end-1] != '\n'
}

// countLines counts a last line without an LF too.
func countLines(b []byte) int {
	n := bytes.Count(b, lf)
	if len(b) > 0 && b[len(b)-1] != '\n' {
		n++
	}
	return n
}

// unified writes the changes of one file as hunks. No changes, no output.
func (w *diffWriter) unified(name string, src []byte, changes []lineChange) {
	if len(changes) == 0 {
		return
	}
	w.crlf = allCRLF(src)
	for i := range changes {
		w.crlf = w.crlf && allCRLF(changes[i].text)
	}
	a, b := "a/"+patchName(name), "b/"+patchName(name)
	tab := ""
	if strings.Contains(a, " ") {
		tab = "\t" // or patch takes what follows the space for a date
	}
	a, b = quoteName(a), quoteName(b)
	// No line diff --git: below the root of a repository git apply takes the names in it as the
	// root's, finds no such files, and says nothing.
	w.styled(bold, "--- ", a, tab)
	w.print("\n")
	w.styled(bold, "+++ ", b, tab)
	w.print("\n")
	shift := 0 // lines that the file has grown by
	for i := 0; i < len(changes); {
		j := i + 1
		for ; j < len(changes); j++ {
			last := &changes[j-1]
			if changes[j].line-(last.line+last.old) > 2*w.context {
				break
			}
		}
		shift = w.hunk(src, changes[i:j], shift)
		i = j
	}
}

// heading names, behind the head of a hunk, the changes before an offset that no hunk before has: a line may be long.
func (w *diffWriter) heading(end int) {
	n := 0
	for ; n < len(w.about) && w.about[n].Range.Start < end; n++ {
		f := w.about[n]
		sep := "; "
		if n == 0 {
			sep = " "
		}
		w.print(sep, headline(f.Old), " -> ", headline(f.Taken().New))
	}
	w.about = w.about[n:]
}

// headline is a reading as it is named in a heading.
func headline(s string) string {
	if strings.TrimSpace(s) == "" {
		s = "“" + s + "”"
	}
	return Escape(strings.ReplaceAll(s, "\n", "↵"))
}

func allCRLF(b []byte) bool { return bytes.Count(b, lf) == bytes.Count(b, []byte("\r\n")) }

// hunk writes changes that stand within each other's context.
func (w *diffWriter) hunk(src []byte, changes []lineChange, shift int) int {
	first, last := &changes[0], &changes[len(changes)-1]
	from, before := first.Start, 0
	for ; before < w.context && from > 0; before++ {
		from = bytes.LastIndexByte(src[:from-1], '\n') + 1
	}
	to, after := last.End, 0
	for ; after < w.context && to < len(src); after++ {
		if i := bytes.IndexByte(src[to:], '\n'); i >= 0 {
			to += i + 1
		} else {
			to = len(src)
		}
	}
	old := last.line + last.old + after - (first.line - before)
	grown := 0
	for i := range changes {
		grown += changes[i].new - changes[i].old
	}
	w.styled(cyan, "@@ -", hunkRange(first.line-before, old), " +", hunkRange(first.line-before+shift, old+grown), " @@")
	w.heading(last.End)
	w.print("\n")
	for i := range changes {
		c := &changes[i]
		w.lines(' ', "", src[from:c.Start])
		w.lines('-', red, src[c.Start:c.End])
		w.lines('+', green, c.text)
		from = c.End
	}
	w.lines(' ', "", src[from:to])
	return shift + grown
}

// hunkRange is a 0-based line and a count as unified diffs want them: 1-based, the count left out
// where it is 1, and the line before where it is 0.
func hunkRange(line, count int) string {
	switch count {
	case 0:
		return fmt.Sprintf("%d,0", line)
	case 1:
		return fmt.Sprint(line + 1)
	}
	return fmt.Sprintf("%d,%d", line+1, count)
}

func (w *diffWriter) lines(sign byte, st style, b []byte) {
	for len(b) > 0 {
		line, ended := b, false
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			line, ended = b[:i], true
			b = b[i+1:]
		} else {
			b = nil
		}
		if w.color && st != "" {
			w.print(string(st))
		}
		w.WriteByte(sign)
		if w.escaped {
			if w.crlf && ended {
				line = bytes.TrimSuffix(line, []byte{'\r'})
			}
			w.print(Escape(string(line)))
		} else {
			w.Write(line)
		}
		if w.color && st != "" {
			w.print(reset)
		}
		w.print("\n")
		if !ended {
			w.print("\\ No newline at end of file\n")
		}
	}
}

// patchName is a path as the tools look for it below the folder they run in.
func patchName(name string) string {
	return strings.TrimLeft(path.Clean(name), "/")
}

// quoteName quotes a name as git does, like a string of C with octal bytes, if there is something in
// it that cannot stand in a header line or that Escape would name. A space at the end is
// lost on patch where it is not quoted.
func quoteName(name string) string {
	if !strings.ContainsAny(name, "\"\\\t") && !strings.HasSuffix(name, " ") && Escape(name) == name {
		return name
	}
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(name); {
		r, n := utf8.DecodeRuneInString(name[i:])
		part := name[i : i+n]
		i += n
		if e := strings.IndexByte("\a\b\t\n\v\f\r\"\\", part[0]); n == 1 && e >= 0 {
			b.WriteByte('\\')
			b.WriteByte(`abtnvfr"\`[e])
		} else if r == utf8.RuneError || !plain(r) {
			for _, c := range []byte(part) {
				fmt.Fprintf(&b, "\\%03o", c)
			}
		} else {
			b.WriteString(part)
		}
	}
	b.WriteByte('"')
	return b.String()
}
