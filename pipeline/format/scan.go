package format

import (
	"strings"

	"emend/pipeline/text"
)

// A token is what a scanner finds: together the tokens are all bytes of the text, in order.
type token struct {
	kind       tokenKind
	start, end int
	named      text.Span // where the name of a tag stands, or in HTML of the element that a rawToken is in
	local      int       // where it begins without its prefix
	upper      bool      // it has capitals
	inside     text.Span
	empty      bool // <x/>
}

type tokenKind uint8

const (
	textToken  tokenKind = iota // inside is all of it
	startTag                    // inside are the attributes
	endTag                      //
	markToken                   // a comment, declaration or processing instruction
	cdataToken                  // inside is what stands in the section
	rawToken                    // what stands in a script or title, up to the end tag
)

// A scanner cuts markup into tokens, whatever it looks like. It takes a bare < or & for text, a tag or
// comment that nobody closes for one up to the end of the file, as browsers do (WHATWG HTML 13.2). No byte is looked at
// more than a few times: O(n).
type scanner struct {
	s     string
	at    int
	xml   bool      // names as written, CDATA sections; no raw text
	raw   string    // the element that what comes now is in, where that is no markup
	rawAt text.Span // where its name stands
	loose bool      // a DOCTYPE was never closed: > ends any
	token

	open  [16]tagName // of the elements that are open, the names in whose end tags are likely to come
	depth int

	known      [16]written // the attributes of the tag that was read last, in order
	attributes int         // how many; more than known holds are looked for in the tag
}

// A tagName is where a name stands, and what is known of it.
type tagName struct {
	named text.Span
	local int
	upper bool
}

// A written attribute: where its name and its value stand.
type written struct{ name, value text.Span }

// next reads the next token, and reports whether there was one.
func (k *scanner) next() bool {
	if k.at >= len(k.s) {
		return false
	}
	k.start, k.inside, k.empty, k.upper = k.at, text.Span{}, false, false
	switch raw := k.raw; {
	case raw != "":
		k.raw = ""
		if k.end = rawEnd(k.s, k.at, raw); k.end > k.at {
			k.kind, k.named, k.upper, k.inside = rawToken, k.rawAt, true, text.Span{Start: k.at, End: k.end}
			break
		}
		fallthrough
	default:
		k.markup()
	}
	k.at = k.end
	return true
}

func (k *scanner) markup() {
	s, at := k.s, k.at
	if !k.begins(at) {
		for at++; ; at++ {
			i := strings.IndexByte(s[at:], '<')
			if i < 0 {
				at = len(s)
				break
			}
			if at += i; k.begins(at) {
				break
			}
		}
		k.kind, k.end, k.inside = textToken, at, text.Span{Start: k.at, End: at}
		return
	}
	switch c := s[at+1]; {
	case c == '/' && at+2 < len(s) && k.letter(s[at+2]):
		if k.kind = endTag; !k.expected(at + 2) {
			k.tag(at + 2)
		}
	case c == '/' || c == '?' && !k.xml:
		k.kind, k.end = markToken, after(s, at+2, ">")
	case c == '?':
		k.kind, k.end = markToken, after(s, at+2, "?>")
	case c == '!':
		k.declaration()
	default:
		k.kind = startTag
		if k.tag(at + 1); !k.empty {
			k.open[k.depth%len(k.open)] = tagName{k.named, k.local, k.upper}
			k.depth++
		}
		if !k.xml {
			switch name := k.name(); name {
			case "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes":
				k.raw, k.rawAt = name, k.named
			}
		}
	}
}

// declaration reads what begins with <!.
func (k *scanner) declaration() {
	s, at := k.s, k.at
	rest := s[at:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		k.kind, k.end = markToken, after(s, at+4, "-->")
		if !k.xml && (strings.HasPrefix(rest, "<!-->") || strings.HasPrefix(rest, "<!--->")) {
			k.end = after(s, at+4, ">")
		}
	case k.xml && strings.HasPrefix(rest, "<![CDATA["):
		k.kind, k.end = cdataToken, after(s, at+9, "]]>")
		k.inside = text.Span{Start: at + 9, End: k.end}
		if strings.HasSuffix(s[at+9:k.end], "]]>") {
			k.inside.End -= 3
		}
	case k.xml && strings.HasPrefix(rest, "<!DOCTYPE"):
		end, closed := at, false
		if !k.loose {
			end, closed = doctypeEnd(s, at)
		}
		if !closed {
			k.loose, end = true, after(s, at, ">")
		}
		k.kind, k.end = markToken, end
	default:
		k.kind, k.end = markToken, after(s, at+2, ">")
	}
}

// begins reports whether markup begins at i.
func (k *scanner) begins(i int) bool {
	if k.s[i] != '<' || i+1 >= len(k.s) {
		return false
	}
	c := k.s[i+1]
	return c == '/' && i+2 < len(k.s) || c == '!' || c == '?' || k.letter(c)
}

// letter reports whether a name may begin with c.
func (k *scanner) letter(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || k.xml && (c == '_' || c == ':' || c >= 0x80)
}

// expected reads the end tag whose name begins at i, if it is that of an element that was opened last and holds nothing but
// the name: nearly all are, and to compare is quicker than to read.
func (k *scanner) expected(i int) bool {
	for d := k.depth - 1; d >= max(0, k.depth-4); d-- {
		e := &k.open[d%len(k.open)]
		end := i + e.named.Len()
		if end < len(k.s) && k.s[end] == '>' && k.s[i:end] == k.s[e.named.Start:e.named.End] {
			k.named, k.local, k.upper = text.Span{Start: i, End: end}, e.local+i-e.named.Start, e.upper
			k.inside, k.end, k.attributes, k.depth = text.Span{Start: end, End: end}, end+1, 0, d
			return true
		}
	}
	return false
}

// tag reads a tag whose name begins at i.
func (k *scanner) tag(i int) {
	s, from := k.s, i
	k.local = from
	class := &inHTML
	if k.xml {
		class = &inXML
	}
	for {
		for i < len(s) && class[s[i]] == letterOfName {
			i++
		}
		if i == len(s) || class[s[i]] == endOfName {
			break
		}
		if c := class[s[i]]; c == capitalOfName {
			k.upper = true
		} else if k.local == from { // a colon
			k.local = i + 1
		}
		i++
	}
	k.named = text.Span{Start: from, End: i}
	k.inside.Start, k.attributes = i, 0
	for {
		name, value, next, ok := attribute(s, i)
		if i = next; !ok {
			break
		}
		if k.attributes < len(k.known) {
			k.known[k.attributes] = written{name, value}
		}
		k.attributes++
	}
	k.inside.End = i
	if k.end = min(i+1, len(s)); i < len(s) {
		k.empty = s[i-1] == '/'
	}
}

// attribute reads the first attribute at i or later of a tag: where its name and its value stand,
// quotes not counted. It is not ok at the end of the tag, which is at next then.
func attribute(s string, i int) (name, value text.Span, next int, ok bool) {
	for i < len(s) && (white[s[i]] || s[i] == '/') {
		i++
	}
	if i >= len(s) || s[i] == '>' {
		return name, value, i, false
	}
	name.Start = i
	for i++; i < len(s) && s[i] != '=' && s[i] != '>' && s[i] != '/' && !white[s[i]]; {
		i++
	}
	name.End = i
	j := i
	for j < len(s) && white[s[j]] {
		j++
	}
	if j >= len(s) || s[j] != '=' {
		return name, text.Span{Start: i, End: i}, i, true
	}
	for i = j + 1; i < len(s) && white[s[i]]; {
		i++
	}
	value = text.Span{Start: i, End: i}
	switch {
	case i >= len(s):
		return name, value, i, true
	case s[i] == '"' || s[i] == '\'':
		value.Start++
		if n := strings.IndexByte(s[i+1:], s[i]); n >= 0 {
			value.End = value.Start + n
			return name, value, value.End + 1, true
		}
		value.End = len(s)
		return name, value, len(s), true
	}
	for i < len(s) && s[i] != '>' && !white[s[i]] {
		i++
	}
	value.End = i
	return name, value, i, true
}

// find is where the value of an attribute of the tag stands; the name is in lower case for HTML. Of
// two the first counts.
func (k *scanner) find(name string) (text.Span, bool) {
	for i := range k.known[:min(k.attributes, len(k.known))] {
		if a := &k.known[i]; a.name.Len() == len(name) && k.same(k.s[a.name.Start:a.name.End], name) {
			return a.value, true
		}
	}
	if k.attributes <= len(k.known) {
		return text.Span{}, false
	}
	for i := k.known[len(k.known)-1].value.End; i < k.inside.End; {
		n, value, next, ok := attribute(k.s, i)
		if !ok {
			break
		}
		if k.same(k.s[n.Start:n.End], name) {
			return value, true
		}
		i = next
	}
	return text.Span{}, false
}

func (k *scanner) same(got, name string) bool {
	return got == name || !k.xml && strings.EqualFold(got, name)
}

// attr is the value of an attribute as it is written, "" if there is none.
func (k *scanner) attr(name string) string {
	if k.attributes == 0 {
		return ""
	}
	v, _ := k.find(name)
	return k.s[v.Start:v.End]
}

// name is that of a tag, HTML's in lower case.
func (k *scanner) name() string {
	if name := k.s[k.named.Start:k.named.End]; !k.upper || k.xml {
		return name
	} else {
		return strings.ToLower(name)
	}
}

// localName is the name of a tag without its prefix. // tei:p -> p
func (k *scanner) localName() string { return k.s[k.local:k.named.End] }

// What a byte is in the name of a tag.
const (
	letterOfName = iota
	capitalOfName
	colonOfName
	endOfName
)

var inHTML, inXML = classesOfName(capitalOfName), classesOfName(letterOfName) // of XML capitals are letters like others

func classesOfName(capital uint8) (c [256]uint8) {
	for i := range c {
		switch {
		case i >= 'A' && i <= 'Z':
			c[i] = capital
		case i == ':':
			c[i] = colonOfName
		case i == '>' || i == '/' || white[i]:
			c[i] = endOfName
		}
	}
	return c
}

// white is the white space of HTML. XML has no form feed.
var white = [256]bool{' ': true, '\t': true, '\n': true, '\r': true, '\f': true}

// after is where the first end at i or later ends; the end of the text if there is none.
func after(s string, i int, end string) int {
	if n := strings.Index(s[min(i, len(s)):], end); n >= 0 {
		return i + n + len(end)
	}
	return len(s)
}

// rawEnd is where the end tag of a raw element begins.
func rawEnd(s string, at int, name string) int {
	for {
		i := strings.Index(s[at:], "</")
		if i < 0 {
			return len(s)
		}
		at += i
		if end := at + 2 + len(name); end <= len(s) && strings.EqualFold(s[at+2:end], name) {
			if end == len(s) || s[end] == '>' || s[end] == '/' || white[s[end]] {
				return at
			}
		}
		at += 2
	}
}

// doctypeEnd is where a DOCTYPE ends, its internal subset and what is quoted there counted in; false if nothing
// closes it.
func doctypeEnd(s string, at int) (int, bool) {
	depth := 0
	for i := at; i < len(s); i++ {
		switch s[i] {
		case '[':
			depth++
		case ']':
			depth = 0
		case '"', '\'':
			n := strings.IndexByte(s[i+1:], s[i])
			if n < 0 {
				return at, false
			}
			i += n + 1
		case '<':
			if strings.HasPrefix(s[i:], "<!--") {
				i = after(s, i+4, "-->") - 1
			}
		case '>':
			if depth == 0 {
				return i + 1, true
			}
		}
	}
	return at, false
}
