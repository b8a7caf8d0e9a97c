package format

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"emend/pipeline/text"
)

var htmlFormat = Format{
	Name: "html",
	Doc: `web page, tag soup included
Title and body are read, white space folded as browsers do: paragraphs, headings, block quotations, notes, and
what the classes of an archive say. Left alone are scripts, styles, code, comments, attributes.
Characters go out as the page writes them: &#8220; where it has &#8220;.`,
	Match: func(path string, src []byte) bool {
		root := rootOf(path, src)
		return root == "html" || root == "!html" || named(path, ".html", ".htm", ".xhtml", ".xht", ".shtml")
	},
	Charset: metaCharset,
	Read: func(src []byte, enc Encoding, opts Options) (Reading, error) {
		v := opts.vocabulary(htmlVocabulary)
		return v.read(src, enc), nil
	},
}

var htmlVocabulary = vocabulary{
	html:     true,
	elements: htmlElements,
	class:    classesOf(archiveClasses, nil),
	enter:    htmlElement,
}

// htmlElement is what elements are that depends on what they hold.
func htmlElement(r *reader) (element, bool) {
	switch {
	case r.name() == "sup" && noteNumber(r.peek()):
		return element{role: unreadRole}, true
	case r.name() == "pre" && (r.attr("class") != "" || strings.HasPrefix(r.scanner.s[r.end:], "<")):
		return element{role: apartRole}, true // a listing, set in colours
	}
	return element{}, false
}

// noteNumber reports whether what stands high is the number of a note, and no part of the word before it:
// // word<sup>1</sup> the 10<sup>th</sup>
func noteNumber(s string) bool {
	return s != "" && s[0] >= '0' && s[0] <= '9' || strings.HasPrefix(s, "*") || strings.HasPrefix(s, "†") || strings.HasPrefix(s, "‡")
}

// peek is the text that comes first in an element, if it comes soon.
func (r *reader) peek() string {
	k := scanner{s: r.scanner.s[:min(len(r.scanner.s), r.end+256)], at: r.end}
	for k.next() && !(k.kind == endTag && k.name() == r.name()) {
		if s := strings.TrimSpace(k.s[k.start:k.end]); k.kind == textToken && s != "" {
			return s
		}
	}
	return ""
}

var voids = map[string]bool{
	"area": true, "base": true, "basefont": true, "br": true, "col": true, "embed": true, "frame": true, "hr": true, "img": true,
	"input": true, "link": true, "meta": true, "param": true, "source": true, "track": true, "wbr": true,
}

var htmlElements = elements(map[string]element{
	"h1 h2 h3 h4 h5 h6 title caption": {role: blockRole, kind: text.Heading},
	"blockquote":                      {role: blockRole, kind: text.BlockQuotation},
	"q":                               {kind: text.Quotation},
	"br":                              {role: breakRole},
	"pre listing":                     {role: verseRole},
	"script style textarea xmp iframe noembed noframes template select datalist audio video canvas map": {role: unreadRole},
	"code kbd samp tt math svg object applet img input button":                                          {role: objectRole},
	`html head body p div section article aside main nav header footer address center form fieldset legend figure
	 figcaption details summary dialog hgroup search ul ol li dl dt dd dir menu table thead tbody tfoot tr td th hr optgroup
	 noscript`: {role: blockRole},
})

// elements gives each of the names in a key its element.
func elements(groups map[string]element) map[string]element {
	all := make(map[string]element)
	for names, e := range groups {
		for name := range strings.FieldsSeq(names) {
			all[name] = e
		}
	}
	return all
}

// metaCharset is the encoding that a page or its XML declaration names.
func metaCharset(src []byte) string {
	if name := xmlCharset(src); name != "" {
		return name
	}
	k := scanner{s: string(src[:min(len(src), 8<<10)])}
	for k.next() {
		if k.kind != startTag || k.name() != "meta" {
			continue
		}
		if c := k.attr("charset"); c != "" {
			return strings.TrimSpace(c)
		}
		if strings.EqualFold(k.attr("http-equiv"), "content-type") {
			content := k.attr("content")
			if _, c, ok := strings.Cut(strings.ToLower(content), "charset="); ok {
				return strings.Trim(strings.TrimSpace(c), `"'; `)
			}
		}
	}
	return ""
}

// xmlCharset is the encoding that an XML declaration names.
func xmlCharset(src []byte) string {
	head := bytes.TrimPrefix(src[:min(len(src), 256)], []byte("\xEF\xBB\xBF"))
	if !bytes.HasPrefix(head, []byte("<?xml")) {
		return ""
	}
	declaration, _, ok := strings.Cut(string(head), "?>")
	if !ok {
		return ""
	}
	k := scanner{s: declaration, xml: true}
	k.tag(5)
	return k.attr("encoding")
}

// named reports whether the file's name ends in one of these, whatever the case.
func named(path string, extensions ...string) bool {
	return slices.Contains(extensions, strings.ToLower(filepath.Ext(path)))
}

// rootOf is the name of the first element, without its prefix; "!" and the name that a DOCTYPE of HTML gives it, if
// there is one; "" if the file does not begin with markup, or its name says that it is plain text. UTF-16 is seen
// through.
func rootOf(path string, src []byte) string {
	if named(path, ".txt", ".text", ".md") {
		return ""
	}
	head := bytes.TrimPrefix(src[:min(len(src), 8<<10)], []byte("\xEF\xBB\xBF"))
	head = bytes.TrimPrefix(bytes.TrimPrefix(head, []byte("\xFF\xFE")), []byte("\xFE\xFF"))
	if bytes.IndexByte(head[:min(4, len(head))], 0) >= 0 {
		head = bytes.ReplaceAll(head, []byte{0}, nil)
	}
	if head = bytes.TrimLeft(head, " \t\r\n\f"); len(head) == 0 || head[0] != '<' {
		return ""
	}
	k := scanner{s: string(head), xml: true}
	for k.next() {
		switch k.kind {
		case textToken:
			if strings.TrimSpace(k.s[k.start:k.end]) != "" {
				return ""
			}
		case startTag:
			name := k.localName()
			if strings.EqualFold(name, "html") {
				return "html"
			}
			return name
		case markToken:
			if d := k.s[k.start:k.end]; len(d) > 14 && strings.EqualFold(d[:14], "<!doctype html") && (d[14] == '>' || d[14] == ' ') {
				return "!html"
			}
		default:
			return ""
		}
	}
	return ""
}
