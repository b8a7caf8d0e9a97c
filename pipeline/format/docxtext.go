package format

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

// A docx reads a part of a Word document into a flow.
type docx struct {
	*flow
	scanner
	styles map[string]element
	kind   text.RegionKind // of the whole part; Paragraph: none
	stack  []docxElement
	count  map[string]int
	hidden int
	fields []field
	asking int     // open fields whose instruction is being read
	given  int     // open fields whose result is computed
	blanks []blank // read, and not yet put down: at a paragraph's end they are none
	run    docxRun
	merged bool // the mark that ends the paragraph is deleted
}

type docxElement struct {
	name     string
	hides    bool
	field    bool
	preserve bool // white space counts
	regions  int
}

// A field is one that is open: how its instruction begins, and whether what it gives is being read.
type field struct {
	instruction string
	result      bool
	computed    bool // what it gives will be computed again: no edit of it would last
}

// A blank is white space of the file, or what stands for a tag.
type blank struct {
	span text.Span
	tag  string
}

// A docxRun is how the current run is set.
type docxRun struct{ vanish, high, code bool }

func readDocx(src []byte, enc Encoding, styles map[string]element, kind text.RegionKind) Reading {
	f := newFlow(src, enc, false, 40, 100)
	f.verse = true
	inner := f.spell.escape(func() string { return "\n" })
	f.escapeText = f.grown.Writer(func(s string) (string, error) {
		if strings.ContainsAny(s, "\n\t") {
			return "", fmt.Errorf("a line end or a tab %w in a run of text; make it in the word processor", ErrUnencodable)
		}
		return inner(s)
	})
	f.escapeLines = f.escapeText
	d := &docx{flow: f, scanner: scanner{s: f.s, xml: true}, styles: styles, kind: kind, count: map[string]int{}}
	for d.next() {
		d.token()
	}
	return d.reading()
}

func (d *docx) token() {
	t := &d.scanner.token
	switch t.kind {
	case textToken, cdataToken:
		switch {
		case d.top() == "t":
			escape := d.escapeText
			if t.kind == cdataToken {
				escape = d.escapeSection
			}
			d.words(t.inside, t.kind == cdataToken, escape)
		case d.top() == "instrText" && len(d.fields) > 0:
			if f := &d.fields[len(d.fields)-1]; len(f.instruction) < longestInstruction {
				f.instruction += d.scanner.s[t.inside.Start:min(t.inside.End, t.inside.Start+longestInstruction)]
			}
		}
	case startTag:
		d.startTag()
	case endTag:
		d.endTag(d.localName())
	}
}

func (d *docx) top() string {
	if n := len(d.stack) - 1; n >= 0 {
		return d.stack[n].name
	}
	return ""
}

// longestInstruction is how much of the instruction of a field is looked at: its first word says what it is.
const longestInstruction = 64

// reads reports whether what stands here is read. Of a field it is not the instruction.
func (d *docx) reads() bool { return d.hidden == 0 && !d.run.vanish && d.asking == 0 }

// openField begins a field; give begins what it gives, closeField ends it.
func (d *docx) openField() {
	d.fields = append(d.fields, field{})
	d.asking++
}

func (d *docx) give() {
	f := &d.fields[len(d.fields)-1]
	if f.result {
		return
	}
	f.result = true
	d.asking--
	words := strings.Fields(f.instruction)
	if f.computed = len(words) > 0 && !strings.EqualFold(words[0], "HYPERLINK"); f.computed {
		d.given++
	}
}

func (d *docx) closeField() {
	f := d.fields[len(d.fields)-1]
	d.fields = d.fields[:len(d.fields)-1]
	if !f.result {
		d.asking--
	}
	if f.computed {
		d.given--
	}
}

func (d *docx) startTag() {
	name := d.localName()
	e := docxElement{name: name}
	if n := len(d.stack); n > 0 {
		e.preserve = d.stack[n-1].preserve
	}
	if space := d.attr("xml:space"); space != "" {
		e.preserve = space == "preserve"
	}
	switch name {
	case "del", "moveFrom", "rt", "Fallback", "rPrChange", "pPrChange":
		e.hides = true
		if name == "del" && d.empty && d.count["pPr"] > 0 {
			d.merged = true
		}
	case "drawing", "pict", "object", "oMath", "oMathPara", "sym":
		if d.reads() && d.count["r"]+d.count["p"] > 0 {
			d.put()
			d.object()
		}
		e.hides = true
	case "footnote", "endnote", "comment":
		d.blockAt()
		d.begin(text.Region{Kind: text.Note})
		e.regions++
	case "p":
		if !d.merged {
			d.blockAt()
		}
		d.merged = false
		if d.kind != text.Paragraph && d.hidden == 0 {
			d.begin(text.Region{Kind: d.kind})
			e.regions++
		}
	case "pStyle":
		d.style(d.styles[d.value("val")])
	case "r":
		d.run = docxRun{}
	case "rStyle":
		if d.ofRun() && d.styles[d.value("val")].role == objectRole {
			d.run.code = true
		}
	case "vanish":
		if v := d.value("val"); d.ofRun() && v != "0" && v != "false" && v != "off" {
			d.run.vanish = true
		}
	case "vertAlign":
		d.run.high = d.run.high || d.ofRun() && d.value("val") == "superscript"
	case "tab", "ptab", "br", "cr", "noBreakHyphen":
		if d.top() == "r" && d.reads() {
			d.sign(name)
		}
	case "fldChar":
		d.fieldChar(d.value("fldCharType"))
	case "fldSimple":
		if !d.empty {
			d.openField()
			d.fields[len(d.fields)-1].instruction = d.value("instr")
			d.give()
			e.field = true
		}
	}
	if d.empty {
		for range e.regions {
			d.endRegion()
		}
		return
	}
	d.stack = append(d.stack, e)
	d.count[name]++
	if e.hides {
		d.hidden++
	}
}

// ofRun reports whether the tag says how the current run is set, and not how it was or how the paragraph's mark is.
func (d *docx) ofRun() bool { return d.hidden == 0 && d.count["rPr"] > 0 && d.count["pPr"] == 0 }

// style begins what a paragraph's style says it is: <w:p><w:pPr><w:pStyle>.
func (d *docx) style(e element) {
	n := len(d.stack) - 2
	if n < 0 || d.hidden > 0 || d.stack[n].name != "p" || d.stack[n+1].name != "pPr" {
		return
	}
	p := &d.stack[n]
	switch {
	case e.kind != text.Paragraph:
		d.begin(text.Region{Kind: e.kind})
		p.regions++
	case e.role == objectRole && !p.hides:
		p.hides = true
		d.hidden++
	}
}

// sign reads a tag that stands for a character.
func (d *docx) sign(name string) {
	switch name {
	case "tab", "ptab":
		d.blanks = append(d.blanks, blank{tag: "\t"})
	case "noBreakHyphen":
		d.put()
		d.before()
		d.add("-", text.Range{}, text.Synthetic, 0)
	default:
		d.blanks = append(d.blanks, blank{tag: "\n"})
	}
}

func (d *docx) fieldChar(kind string) {
	switch {
	case kind == "begin":
		d.openField()
	case len(d.fields) == 0:
	case kind == "separate":
		d.give()
	case kind == "end":
		d.closeField()
	}
}

// endTag closes the element of that name, and those in it that are still open.
func (d *docx) endTag(name string) {
	if d.count[name] == 0 {
		return
	}
	for {
		n := len(d.stack) - 1
		e := d.stack[n]
		d.stack = d.stack[:n]
		d.count[e.name]--
		if e.hides {
			d.hidden--
		}
		if e.field && len(d.fields) > 0 {
			d.closeField()
		}
		switch e.name {
		case "p":
			if !d.merged {
				d.blockAt()
			}
		case "footnote", "endnote", "comment":
			d.blockAt()
		case "r":
			d.run = docxRun{}
		}
		for range e.regions {
			d.endRegion()
		}
		if e.name == name {
			return
		}
	}
}

// blockAt ends the paragraph, but not within what is not read: a text box has paragraphs too.
func (d *docx) blockAt() {
	if d.hidden == 0 {
		d.blanks = d.blanks[:0]
		d.block()
	}
}

// words reads the text of a run. White space at its ends counts only where it says so.
func (d *docx) words(at text.Span, section bool, escape uint32) {
	s := d.scanner.s
	if !section && !d.stack[len(d.stack)-1].preserve {
		at.Start, at.End = trimWhite(s, at)
	}
	if !d.reads() || at.Len() == 0 {
		return
	}
	if d.run.high && d.paragraph >= 0 && len(d.blanks) == 0 && noteNumber(s[at.Start:at.End]) {
		return // the number of a note
	}
	if d.run.code {
		d.put()
		d.object()
		return
	}
	computed := d.given > 0
	if computed {
		d.begin(text.Region{Kind: text.Editorial})
	}
	for i := at.Start; i < at.End; {
		run := i
		for i < at.End && white[s[i]] {
			i++
		}
		if i > run {
			if d.paragraph >= 0 {
				d.blanks = append(d.blanks, blank{span: text.Span{Start: run, End: i}})
			}
			continue
		}
		d.put()
		if s[i] == '&' && !section {
			i = d.reference(i, at.End)
			continue
		}
		for i++; i < at.End && !white[s[i]] && (s[i] != '&' || section); {
			i++
		}
		d.before()
		d.copy(run, i, escape)
	}
	if computed {
		d.endRegion()
	}
}

// put puts down the blanks before what comes now.
func (d *docx) put() {
	if d.paragraph < 0 {
		d.blanks = d.blanks[:0]
	}
	for _, b := range d.blanks {
		d.before()
		if b.tag != "" {
			d.add(b.tag, text.Range{}, text.Synthetic, 0)
			continue
		}
		for i := b.span.Start; i < b.span.End; i++ {
			if d.scanner.s[i] == ' ' {
				d.copy(i, i+1, d.escapeText)
			} else {
				d.add(" ", d.origin(text.Span{Start: i, End: i + 1}), text.Rewritten, d.escapeText)
			}
		}
	}
	d.blanks = d.blanks[:0]
}
