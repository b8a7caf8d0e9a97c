package format

import (
	"slices"
	"strings"
	"unicode/utf8"

	"emend/pipeline/text"
)

var mediawikiFormat = Format{
	Name: "mediawiki",
	Doc: `MediaWiki text as Wikisource has it
Paragraphs, headings, lists, table cells, verse, notes (<ref>) and the text of links are read, and of templates those that set
text: {{sc|…}}, {{center|…}}. A word that ends on the next page ({{hws|…}}, {{hwe|…}}) is read whole, and an edit goes into every
copy. Left alone are other templates, <noinclude>, targets of links, comments, code; {{SIC|…}} is read, and never edited.`,
	Match: func(path string, src []byte) bool {
		if named(path, ".wiki", ".mediawiki", ".wikitext") {
			return true
		}
		if named(path, ".txt", ".text", ".md") {
			return false
		}
		head := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(string(src[:min(len(src), 256)]), "\uFEFF")))
		for _, begins := range []string{"<noinclude><pagequality", "{{header", "<pages index=", "{{textinfo", "#redirect [["} {
			if strings.HasPrefix(head, begins) {
				return true
			}
		}
		return false
	},
	Read: func(src []byte, enc Encoding, opts Options) (Reading, error) {
		w := &wiki{lang: opts.Lang, flow: newFlow(src, enc, true, 0, 100)}
		w.writer = w.grown.Writer(w.escape)
		w.escapeText = w.writer
		w.grown.Segments = slices.Grow(w.grown.Segments, w.count("'", "[", "{", "|")/2+w.count("\n")/2)
		w.pairs()
		w.read(0, len(w.s), 0)
		for len(w.stack) > 0 {
			w.pop()
		}
		r := w.reading()
		r.Shape = w.shape
		return r, nil
	},
}

// A wiki reads MediaWiki text.
type wiki struct {
	*flow
	lang   string
	writer uint32 // of text
	opens  []int  // each {{ and [[, in order
	ends   []int  // where each ends, 0 if it does not
	stack  []wikiElement
	tables int
	cells  bool        // the line is one of cells
	inLine bool        // the line is an item: a paragraph of its own
	spans  []text.Span // arguments of the templates that are being read
	word   wikiWord
	absent map[string]int // end tags that do not stand before an offset
	quotes int
	shape  uint64
}

// A wikiElement is an element of HTML that is open.
type wikiElement struct {
	name  string
	role  role
	begun bool // a region
	quote bool
}

// escape is the text.Escape of text: what would be markup is written with a reference.
func (w *wiki) escape(s string) (string, error) {
	p := w.spell
	var out strings.Builder
	last := rune(0)
	for i, r := range s {
		ref := p.of[r]
		switch {
		case r == last && strings.ContainsRune("[]{}'_", r) || r == '|' || r == '~' && last == '~':
			out.WriteString(p.number(r))
			r = 0
		case ref != "" && r >= utf8.RuneSelf:
			out.WriteString(ref)
		case r == '<':
			out.WriteString("&lt;")
		case r == '&' && (i+1 == len(s) || s[i+1] == '#' || letterByte(s[i+1])):
			out.WriteString("&amp;")
		case r >= utf8.RuneSelf && (p.ascii || !p.holds(r)):
			out.WriteString(p.refer(r))
		default:
			out.WriteRune(r)
		}
		last = r
	}
	return p.bytes(out.String())
}

// saw takes a part of the structure into the shape (FNV-1a).
func (w *wiki) saw(what int) { w.shape = (w.shape ^ uint64(what)) * 1099511628211 }

var wikiSpecial = [256]bool{'\n': true, '<': true, '{': true, '[': true, '\'': true, '|': true, '!': true, '_': true}

// read reads a run of wiki text: the file, or what stands in a template, a link, a note.
func (w *wiki) read(from, to, depth int) {
	s := w.s
	start := from == 0 || s[from-1] == '\n'
	for i := from; i < to; {
		if start {
			start = false
			if next := w.line(i, to, depth); next > i {
				i = next
				start = i > 0 && s[i-1] == '\n'
				continue
			}
		}
		run := i
		for i < to && !wikiSpecial[s[i]] {
			i++
		}
		if i > run {
			w.text(run, i)
		}
		if i == to {
			return
		}
		c, next := s[i], byte(0)
		if i+1 < to {
			next = s[i+1]
		}
		end := 0
		switch {
		case c == '\n':
			if w.brk(i, i+1, true); w.cells || w.inLine {
				w.block()
			}
			w.cells, w.inLine, end, start = false, false, i+1, true
		case c == '<':
			end = w.tag(i, to, depth)
		case c == '{' && next == '{':
			end = w.template(i, to, depth)
		case c == '[':
			end = w.link(i, to, depth)
		case c == '\'' && next == '\'':
			end = w.apostrophes(i, to)
		case w.cells && (c == '|' || c == '!') && next == c:
			w.block()
			w.saw(4)
			end = i + 2
		case c == '_' && next == '_':
			end = i + 2
			for end < to && s[end] >= 'A' && s[end] <= 'Z' {
				end++
			}
			if end += 2; end > to || s[end-2:end] != "__" {
				end = 0
			}
		}
		if end == 0 {
			w.text(i, i+1)
			end = i + 1
		}
		i = end
	}
}

// apostrophes reads a run of them: two are italics, three bold, five both; what is over is text.
func (w *wiki) apostrophes(i, to int) int {
	n := 0
	for i+n < to && w.s[i+n] == '\'' {
		n++
	}
	over := 0
	switch {
	case n == 4:
		over = 1
	case n > 5:
		over = n - 5
	}
	if over > 0 {
		w.text(i, i+over)
	}
	w.saw(10 + n - over)
	return i + n
}

// line reads what makes the line at i a heading, an item, a row of a table, and returns where its text begins, or the
// next line.
func (w *wiki) line(i, to, depth int) int {
	s := w.s
	end := to
	if n := strings.IndexByte(s[i:to], '\n'); n >= 0 {
		end = i + n
	}
	line := strings.TrimRight(s[i:end], " \t\r")
	skip := func() int {
		w.block()
		w.saw(1)
		return min(end+1, to)
	}
	indent := len(line) - len(strings.TrimLeft(line, " \t:"))
	switch bare := line[indent:]; {
	case line == "":
		return i
	case strings.HasPrefix(bare, "{|"):
		w.tables++
		return skip()
	case w.tables > 0 && strings.HasPrefix(bare, "|}"):
		w.tables--
		return skip()
	case w.tables > 0 && strings.HasPrefix(bare, "|-"):
		return skip()
	case w.tables > 0 && (bare != "" && (bare[0] == '|' || bare[0] == '!')):
		w.block()
		w.saw(2)
		w.cells = true
		from := i + indent + 1
		if strings.HasPrefix(bare, "|+") {
			from++
		}
		if n := strings.IndexAny(s[from:end], "|["); n >= 0 && s[from+n] == '|' && !strings.HasPrefix(s[from+n:end], "||") && !strings.Contains(s[from:from+n], "{{") {
			from += n + 1
		}
		return from
	case len(line) > 9 && strings.EqualFold(line[:9], "#redirect"), strings.HasPrefix(line, "----"):
		return skip()
	case line[0] == '=' && len(line) > 2 && line[len(line)-1] == '=':
		n := 1
		for n < 6 && 2*n+2 < len(line) && line[n] == '=' && line[len(line)-1-n] == '=' {
			n++
		}
		w.block()
		w.saw(20 + n)
		w.begin(text.Region{Kind: text.Heading})
		w.read(i+n, i+len(line)-n, depth+1)
		w.block()
		w.endRegion()
		return min(end+1, to)
	case strings.IndexByte("*#:;", line[0]) >= 0:
		w.block()
		w.inLine = true
		n := len(line) - len(strings.TrimLeft(line, "*#:; "))
		for k := range n {
			w.saw(int(line[k]))
		}
		return i + n
	}
	return i
}
