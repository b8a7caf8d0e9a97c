package format

import (
	"strings"

	"emend/pipeline/text"
)

// tag reads the tag or comment at i, and what is left alone up to its end; 0 if there is none.
func (w *wiki) tag(i, to, depth int) int {
	s := w.s
	if end := w.skips(i); end > 0 {
		end = min(end, to)
		if strings.HasPrefix(s[i:], "<nowiki>") {
			inner := text.Span{Start: i + 8, End: max(i+8, end-len("</nowiki>"))}
			if !strings.HasSuffix(s[:end], "</nowiki>") {
				inner.End = end
			}
			w.text(inner.Start, max(inner.Start, inner.End))
		} else if mark := s[i:end]; strings.Contains(mark, Address) {
			w.comments = append(w.comments, text.Comment{Range: w.origin(text.Span{Start: i, End: end}), Content: mark})
		}
		return end
	}
	end := tagEnd(s[:to], i)
	if end == 0 {
		return 0
	}
	k := scanner{s: s[:end], at: i}
	if !k.next() {
		return 0
	}
	name := k.name()
	w.saw(100 + len(name))
	empty := s[end-2] == '/'
	if k.kind == endTag {
		w.endTag(name)
		return end
	}
	role := htmlElements[name].role
	switch name {
	case "ref":
		closing := w.closing("</ref", end, to)
		if empty || closing < 0 {
			return end
		}
		if depth < wikiDepth {
			w.block()
			w.begin(text.Region{Kind: text.Note})
			w.read(end, end+closing, depth+1)
			w.block()
			w.endRegion()
		}
		return after(s[:to], end+closing, ">")
	case "noinclude", "includeonly", "templatestyles":
		role = unreadRole
	case "syntaxhighlight", "source", "pre", "score", "timeline", "gallery":
		role = apartRole
	case "poem":
		role = blockRole
	case "pages", "section", "references", "nowiki":
		return end
	case "br":
		w.brk(i, end, true)
		return end
	case "sup":
		if noteNumber(s[end:to]) {
			role = unreadRole
		}
	}
	switch {
	case role.hides():
		if role == objectRole {
			w.object()
		} else if role == apartRole {
			w.block()
		}
		if closing := w.closing("</"+name, end, to); closing >= 0 && !empty && !voids[name] {
			return after(s[:to], end+closing, ">")
		}
	case role == blockRole || name == "blockquote" || name == "q":
		w.startTag(name, role, empty)
	}
	return end
}

// startTag opens an element that changes how its content is read.
func (w *wiki) startTag(name string, role role, empty bool) {
	if role == blockRole {
		w.block()
	}
	if empty || voids[name] {
		return
	}
	e := wikiElement{name: name, role: role}
	if kind := htmlElements[name].kind; kind != text.Paragraph {
		e.begun, e.quote = true, kind == text.Quotation || kind == text.BlockQuotation
		region := text.Region{Kind: kind}
		if e.quote {
			region.Depth = w.quotes
			w.quotes++
		}
		w.begin(region)
	}
	w.stack = append(w.stack, e)
}

// endTag closes the element of that name, if it is one of the last few, and those in it.
func (w *wiki) endTag(name string) {
	for n := len(w.stack) - 1; n >= max(0, len(w.stack)-8); n-- {
		if w.stack[n].name == name {
			for len(w.stack) > n {
				w.pop()
			}
			return
		}
	}
}

func (w *wiki) pop() {
	n := len(w.stack) - 1
	e := w.stack[n]
	w.stack = w.stack[:n]
	if e.role == blockRole {
		w.block()
	}
	if e.quote {
		w.quotes--
	}
	if e.begun {
		w.endRegion()
	}
}

// closing is how far behind from an end tag begins, -1 if it does not before to. What was sought in vain is not sought
// again.
func (w *wiki) closing(tag string, from, to int) int {
	if w.absent[tag] >= to {
		return -1
	}
	n := foldIndex(w.s[from:to], tag)
	if n < 0 {
		w.lacks(tag, to)
	}
	return n
}

// lacks notes that something does not stand before an offset.
func (w *wiki) lacks(what string, to int) {
	if w.absent == nil {
		w.absent = map[string]int{}
	}
	w.absent[what] = to
}

// foldIndex is where a lower-case ASCII string stands first, in any case; -1 if it does not.
func foldIndex(s, lower string) int {
	for at := 0; ; at++ {
		n := strings.IndexByte(s[at:], lower[0])
		if n < 0 || at+n+len(lower) > len(s) {
			return -1
		}
		if at += n; strings.EqualFold(s[at:at+len(lower)], lower) {
			return at
		}
	}
}
