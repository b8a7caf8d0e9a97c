package format

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"emend/pipeline/text"
)

var epubFormat = Format{
	Name: "epub",
	Doc: `EPUB 2 and 3
The chapters are read in the order of the spine, each as a web page is, as one text. Left alone are the title in a page's
head, navigation (nav, NCX), page numbers, pictures, metadata; a book whose chapters are encrypted is refused.
A finding stands at book.epub!/chapter.xhtml:line:column. Of the book only the corrected chapters change.`,
	Match: func(path string, src []byte) bool {
		return named(path, ".epub") || isZip(src) && strings.HasPrefix(string(src[min(len(src), 30):min(len(src), 100)]), "mimetypeapplication/epub+zip")
	},
	Members: epubMembers,
}

// epubMembers are the chapters of a book, in the order of its spine (EPUB 3.3, OPF 2.0.1).
func epubMembers(a *archive, opts Options) ([]member, []Warning, error) {
	opf, err := epubPackage(a)
	if err != nil {
		return nil, nil, err
	}
	k, err := a.markupOf(opf)
	if err != nil {
		return nil, nil, err
	}
	if k == nil {
		return nil, nil, fmt.Errorf("the book has no %s, which META-INF/container.xml names", opf)
	}
	locked, err := epubEncrypted(a)
	if err != nil {
		return nil, nil, err
	}
	type item struct{ href, kind, properties string }
	items, taken := map[string]item{}, map[int]bool{}
	var members []member
	var warnings []Warning
	for k.nextTag() {
		switch k.localName() {
		case "item":
			items[k.value("id")] = item{k.value("href"), k.value("media-type"), k.value("properties")}
		case "itemref":
			it, ok := items[k.value("idref")]
			if !ok || slices.Contains(strings.Fields(it.properties), "nav") {
				continue
			}
			read := epubReader(it.kind, opts)
			if read == nil {
				continue
			}
			name := target(opf, it.href)
			i, err := a.find(name)
			switch {
			case err != nil:
				return nil, nil, err
			case i < 0:
				warnings = append(warnings, Warning{Message: "the book has no " + name + ", which its spine names"})
				continue
			case locked[a.entries[i].name]:
				return nil, nil, fmt.Errorf("%s: encrypted (META-INF/encryption.xml); a book under digital rights management is not read", name)
			}
			if !taken[i] { // a chapter may stand in the spine twice
				taken[i] = true
				members = append(members, member{i, read})
			}
		}
	}
	if i, _ := a.find("META-INF/signatures.xml"); i >= 0 {
		warnings = append(warnings, Warning{Message: "the book is signed; the signature will not fit a corrected one"})
	}
	return members, warnings, nil
}

// epubPackage is the name of the package document: the first that META-INF/container.xml names.
func epubPackage(a *archive) (string, error) {
	k, err := a.markupOf("META-INF/container.xml")
	if err != nil {
		return "", err
	}
	for k != nil && k.nextTag() {
		if k.localName() == "rootfile" && k.value("full-path") != "" {
			return target("", k.value("full-path")), nil
		}
	}
	return "", errors.New("no book: META-INF/container.xml is not there, or names no package document")
}

// epubEncrypted are the members that are encrypted. (Fonts often are; they are not read.)
func epubEncrypted(a *archive) (map[string]bool, error) {
	k, err := a.markupOf("META-INF/encryption.xml")
	if err != nil {
		return nil, err
	}
	locked := map[string]bool{}
	for k != nil && k.nextTag() {
		if k.localName() == "CipherReference" {
			locked[target("", k.value("URI"))] = true
		}
	}
	return locked, nil
}

func epubReader(kind string, opts Options) func([]byte, Encoding) Reading {
	switch kind {
	case "application/xhtml+xml", "text/html":
		v := opts.vocabulary(xhtmlVocabulary)
		return v.read
	case "application/x-dtbook+xml":
		v := vocabulary{other: element{role: maybeRole}}
		return v.read
	}
	return nil
}

// xhtmlVocabulary is that of web pages that are XML. // <title/> has no end tag
var xhtmlVocabulary = vocabulary{
	lines:    true,
	elements: xhtmlElements(),
	class:    htmlVocabulary.class,
	enter:    xhtmlElement,
}

func xhtmlElements() map[string]element {
	all := maps.Clone(htmlElements)
	all["head"] = element{role: unreadRole} // no reader of the book sees its title
	return all
}

// xhtmlElement is what elements are by what they are for.
func xhtmlElement(r *reader) (element, bool) {
	if r.inside.Len() > 0 {
		e, known := r.vocabulary.elements[r.localName()]
		for kind := range strings.FieldsSeq(r.attr("epub:type")) {
			switch kind {
			case "footnote", "endnote", "rearnote", "note":
				e.kind = text.Note
				return e, known
			case "pagebreak", "noteref":
				if kind == "pagebreak" {
					r.pageBreak(cmp.Or(r.attr("title"), r.attr("aria-label"), r.attr("id")))
				}
				return element{role: unreadRole}, true
			}
		}
		if strings.HasPrefix(r.attr("role"), "doc-") {
			switch r.attr("role") {
			case "doc-footnote", "doc-endnote":
				e.kind = text.Note
				return e, known
			case "doc-pagebreak", "doc-noteref":
				if r.attr("role") == "doc-pagebreak" {
					r.pageBreak(cmp.Or(r.attr("aria-label"), r.attr("title"), r.attr("id")))
				}
				return element{role: unreadRole}, true
			}
		}
	}
	return htmlElement(r)
}
