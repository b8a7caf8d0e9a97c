package format

import (
	"strings"

	"emend/pipeline/text"
)

// A wikiTemplate is what a template is read as: of its numbered arguments one.
type wikiTemplate struct {
	role    role
	arg     int
	kind    text.RegionKind
	special func(w *wiki, at text.Span, args []text.Span)
}

// wikiTemplates are those of Wikisource that set text, by their names in lower case.
var wikiTemplates = func(groups map[string]wikiTemplate) map[string]wikiTemplate {
	all := map[string]wikiTemplate{}
	for names, t := range groups {
		for name := range strings.SplitSeq(names, "|") {
			all[strings.TrimSpace(name)] = t
		}
	}
	return all
}(map[string]wikiTemplate{
	`sc|small-caps|smallcaps|asc|uc|lc|larger|smaller|x-larger|xx-larger|xxx-larger|xxxx-larger|x-smaller|xx-smaller|fine|big|small|sp|letter-spacing|
		 nowrap|nobr|no break|uline|underline|overline|i|b|italic|bold|dropinitial|drop initial|di|initial|tooltip|font-size|fs|larger block|smaller block|fine block`: {arg: 1},
	"center|c|centre|right|float right|block center|block centre|hanging indent|left|plainlist|block right": {role: blockRole, arg: 1},
	"quote|blockquote|bquote|cquote|quotation|block quote":                                                  {role: blockRole, arg: 1, kind: text.BlockQuotation},
	"sic|typo|corr|errata":                             {arg: 1, kind: text.Editorial},
	"greek|grc|polytonic|hebrew|he|arabic|ar|fr|de|la": {arg: 1, kind: text.Foreign},
	"lang": {arg: 2, kind: text.Foreign},
	"dhr|rule|custom rule|nop|***|separator|rh|running header|runningheader|header|footer|textinfo|page break|clear|smallrefs|reflist": {role: apartRole},
	"pagenum|page|page number|anchor|ref|sic!": {role: unreadRole},
	"hws|hyphenated word start|lps":            {special: (*wiki).wordStart},
	"hwe|hyphenated word end|lpe":              {special: (*wiki).wordEnd},
	"ls|long s":                                {special: (*wiki).longS},
})

// template reads the template at i, and returns where it ends; 0 if none does.
func (w *wiki) template(i, to, depth int) int {
	s := w.s
	end := w.closes(i)
	if end == 0 || end > to {
		return 0
	}
	w.saw(6)
	from := len(w.spans)
	args := w.arguments(i+2, end-2)
	defer func() { w.spans = w.spans[:from] }()
	name := strings.ToLower(strings.TrimSpace(strings.ReplaceAll(s[args[0].Start:args[0].End], "_", " ")))
	t, known := wikiTemplates[name]
	args = args[1:]
	switch {
	case t.special != nil:
		t.special(w, text.Span{Start: i, End: end}, args)
	case known && t.arg > 0 && t.arg <= len(args) && depth < wikiDepth:
		if t.role == blockRole {
			w.block()
		}
		region := text.Region{Kind: t.kind}
		if name == "lang" {
			region.Lang = strings.TrimSpace(s[args[0].Start:args[0].End])
			if w.lang != "" && primary(region.Lang) == primary(w.lang) {
				t.kind = text.Paragraph
			}
		}
		if t.kind != text.Paragraph {
			w.begin(region)
		}
		w.read(args[t.arg-1].Start, args[t.arg-1].End, depth+1)
		if t.role == blockRole {
			w.block()
		}
		if t.kind != text.Paragraph {
			w.endRegion()
		}
	case t.role == unreadRole || known && len(args) == 0 && t.kind == text.Editorial:
	case t.role == apartRole || w.alone(i, end):
		w.block()
	default:
		w.object()
	}
	return end
}

// alone reports whether a run has its lines to itself.
func (w *wiki) alone(from, to int) bool {
	return (from == 0 || w.s[from-1] == '\n') && (to == len(w.s) || w.s[to] == '\n')
}

// arguments are the name of a template and its numbered arguments.
func (w *wiki) arguments(from, to int) []text.Span {
	s := w.s
	first := len(w.spans)
	start, equals := from, -1
	add := func(end int) {
		switch {
		case len(w.spans) == first || equals < 0:
			w.spans = append(w.spans, text.Span{Start: start, End: end})
		case strings.Trim(s[start:equals], " \t\n") != "" && strings.Trim(s[start:equals], " \t\n0123456789") == "": // 1=…
			w.spans = append(w.spans, text.Span{Start: equals + 1, End: end})
		}
		start, equals = end+1, -1
	}
	for i := from; i < to; i++ {
		switch s[i] {
		case '{', '[':
			if end := w.closes(i); end > 0 && end <= to {
				i = end - 1
			}
		case '<':
			if end := w.skips(i); end > 0 {
				i = min(end, to) - 1
			} else if equals < 0 {
				equals = tagEquals(s, i, to, &i)
			}
		case '=':
			if equals < 0 {
				equals = i
			}
		case '|':
			add(i)
		}
	}
	add(to)
	return w.spans[first:len(w.spans):len(w.spans)]
}

// tagEquals goes over a tag: the = in it names no argument.
func tagEquals(s string, i, to int, at *int) int {
	if end := tagEnd(s[:to], i); end > 0 {
		*at = end - 1
	}
	return -1
}

// A wikiWord is a word of which the first part has been read, the second is to come.
type wikiWord struct {
	part, whole text.Span
}

// wordStart reads {{hws|trans|translation}}: the whole word, or its first part if the second one stands in the file as well.
func (w *wiki) wordStart(at text.Span, args []text.Span) {
	if len(args) < 2 {
		w.object()
		return
	}
	part, whole := w.trimmed(args[0]), w.trimmed(args[1])
	own := w.s[part.Start:part.End]
	if strings.HasSuffix(own, "-") {
		part.End--
		own = own[:len(own)-1]
	}
	if !strings.HasPrefix(w.s[whole.Start:whole.End], own) || own == "" || !plainWord(w.s[whole.Start:whole.End]) {
		w.object()
		return
	}
	w.before()
	rest := text.Span{Start: whole.Start + len(own), End: whole.End}
	if w.followed(at.End, whole) {
		w.word = wikiWord{part, whole}
		w.tied(part, text.Span{Start: whole.Start, End: rest.Start})
		w.join(false)
		return
	}
	w.tied(text.Span{Start: whole.Start, End: rest.Start}, part)
	w.tied(rest)
}

// wordEnd reads {{hwe|lation|translation}}.
func (w *wiki) wordEnd(_ text.Span, args []text.Span) {
	if len(args) < 2 {
		w.object()
		return
	}
	part, whole := w.trimmed(args[0]), w.trimmed(args[1])
	own, all := w.s[part.Start:part.End], w.s[whole.Start:whole.End]
	if !strings.HasSuffix(all, own) || own == "" || !plainWord(all) {
		w.object()
		return
	}
	cut := whole.End - len(own)
	if first := w.word; first.whole.Len() > 0 && w.joined && w.s[first.whole.Start:first.whole.End] == all {
		if w.s[first.part.Start:first.part.End] == w.s[whole.Start:cut] {
			w.twice(first.part, whole.Start)
		}
		w.word = wikiWord{}
		w.before()
		w.tied(part, text.Span{Start: first.whole.End - len(own), End: first.whole.End}, text.Span{Start: cut, End: whole.End})
		return
	}
	w.word = wikiWord{}
	w.before()
	w.tied(text.Span{Start: whole.Start, End: cut})
	w.tied(text.Span{Start: cut, End: whole.End}, part)
}

// followed reports whether the second part of a word comes next, whatever is left alone between.
func (w *wiki) followed(at int, whole text.Span) bool {
	rest := w.s[at:min(len(w.s), at+4000)]
	n := strings.Index(rest, "{{hwe|")
	if n < 0 {
		n = strings.Index(rest, "{{hyphenated word end|")
	}
	if n < 0 {
		return false
	}
	end := w.closes(at + n)
	if end == 0 || !strings.HasSuffix(strings.TrimRight(w.s[:end-2], " "), "|"+w.s[whole.Start:whole.End]) {
		return false
	}
	for between := rest[:n]; between != ""; {
		between = strings.TrimLeft(between, " \n")
		switch {
		case between == "":
			return true
		case strings.HasPrefix(between, "<noinclude>"):
			between = between[after(between, 0, "</noinclude>"):]
		default:
			return false
		}
	}
	return true
}

// tied reads a run that the file says again elsewhere.
func (w *wiki) tied(at text.Span, also ...text.Span) {
	if at.Len() == 0 {
		return
	}
	w.last = -1
	w.copy(at.Start, at.End, w.writer)
	if g := &w.grown.Segments[len(w.grown.Segments)-1]; g.Kind == text.Verbatim && g.Text.Len() == at.Len() {
		for _, a := range also {
			w.twice(at, a.Start)
		}
	}
	w.last = -1
}

func (w *wiki) trimmed(at text.Span) text.Span {
	at.Start, at.End = trimWhite(w.s, at)
	return at
}

// plainWord reports whether a word holds no markup.
func plainWord(s string) bool { return !strings.ContainsAny(s, "{[<&'\n|=") }

func (w *wiki) longS(at text.Span, _ []text.Span) {
	w.before()
	w.add("ſ", w.origin(at), text.Rewritten, w.writer)
}
