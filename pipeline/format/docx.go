package format

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"emend/pipeline/text"
)

var docxFormat = Format{
	Name: "docx",
	Doc: `Word (Office Open XML: .docx, .docm, .dotx, .dotm)
The document, its foot- and endnotes, headers and footers are read as one text; a word is one however many runs it is in.
Tracked insertions are read, deletions are not. Headings and block quotations are known by the names of their styles.
What fields compute (a table of contents, a page number) is never edited. Left alone are comments, text boxes, formulas, hidden text.
A finding stands at a.docx!/word/document.xml:line:column. Of the file only the corrected parts change.`,
	Match: func(path string, src []byte) bool {
		return named(path, ".docx", ".docm", ".dotx", ".dotm") || isZip(src) && strings.Contains(string(src[max(0, len(src)-sample):]), "word/document.xml")
	},
	Members: docxMembers,
}

// docxMembers are the main part of a document, its notes, headers and footers (ECMA-376, parts 1 and 2).
func docxMembers(a *archive, opts Options) ([]member, []Warning, error) {
	main, err := a.related("", "/officeDocument")
	if err != nil {
		return nil, nil, err
	}
	if len(main) == 0 {
		return nil, nil, errors.New("no Word document: _rels/.rels names none")
	}
	styles, err := docxStyles(a, main[0])
	if err != nil {
		return nil, nil, err
	}
	var members []member
	for _, kind := range []struct {
		suffix string
		region text.RegionKind
	}{{"", text.Paragraph}, {"/footnotes", text.Paragraph}, {"/endnotes", text.Paragraph}, {"/header", text.RunningHead}, {"/footer", text.RunningHead}} {
		names := main[:1]
		if kind.suffix != "" {
			if names, err = a.related(main[0], kind.suffix); err != nil {
				return nil, nil, err
			}
		}
		slices.Sort(names)
		for _, name := range names {
			i, err := a.find(name)
			if err != nil {
				return nil, nil, err
			}
			if i < 0 {
				if kind.suffix == "" {
					return nil, nil, fmt.Errorf("no Word document: it has no %s", name)
				}
				continue
			}
			if slices.ContainsFunc(members, func(m member) bool { return m.entry == i }) {
				continue
			}
			members = append(members, member{i, func(src []byte, enc Encoding) Reading { return readDocx(src, enc, styles, kind.region) }})
		}
	}
	var warnings []Warning
	if slices.ContainsFunc(a.entries, func(e entry) bool { return strings.HasPrefix(e.name, "_xmlsignatures/") }) {
		warnings = append(warnings, Warning{Message: "the document is signed; the signature will not fit a corrected one"})
	}
	return members, warnings, nil
}

// related are the members that a part (the package, if it has no name) is related to in a way whose name ends so.
func (a *archive) related(part, suffix string) ([]string, error) {
	k, err := a.markupOf(path.Join(path.Dir(part), "_rels", path.Base("/"+part)+".rels"))
	if part == "" {
		k, err = a.markupOf("_rels/.rels")
	}
	if k == nil || err != nil {
		return nil, err
	}
	var names []string
	for k.nextTag() {
		if k.localName() == "Relationship" && strings.HasSuffix(k.value("Type"), suffix) && k.value("TargetMode") != "External" && k.value("Target") != "" {
			names = append(names, target(part, k.value("Target")))
		}
	}
	return names, nil
}

// docxStyles is what the styles of a document mean, by their ID: those of which the name is known, and those based on them.
func docxStyles(a *archive, main string) (map[string]element, error) {
	names, err := a.related(main, "/styles")
	if len(names) == 0 || err != nil {
		return nil, err
	}
	k, err := a.markupOf(names[0])
	if k == nil || err != nil {
		return nil, err
	}
	styles, base, id := map[string]element{}, map[string]string{}, ""
	for k.nextTag() {
		switch k.localName() {
		case "style":
			id = k.value("styleId")
		case "name":
			if e, ok := docxStyle(k.value("val")); ok && id != "" {
				styles[id] = e
			}
		case "basedOn":
			base[id] = k.value("val")
		}
	}
	for id := range base {
		if _, known := styles[id]; known {
			continue
		}
		up := base[id]
		for range 16 {
			if e, ok := styles[up]; ok {
				styles[id] = e
				break
			}
			up = base[up]
		}
	}
	return styles, nil
}

// docxStyle is what a style of that name means: those that Word, LibreOffice and pandoc have built in.
func docxStyle(name string) (element, bool) {
	switch name = strings.ToLower(name); {
	case strings.HasPrefix(name, "heading ") || strings.HasPrefix(name, "toc "), name == "title", name == "subtitle", name == "caption":
		return element{kind: text.Heading}, true
	case name == "quote", name == "intense quote", name == "block text", name == "quotations", name == "quotation", name == "block quotation":
		return element{kind: text.BlockQuotation}, true
	case name == "footnote text", name == "endnote text", name == "footnote", name == "endnote":
		return element{kind: text.Note}, true
	case name == "source code", name == "html preformatted", name == "preformatted text", name == "verbatim char", name == "html code", name == "source text":
		return element{role: objectRole}, true
	}
	return element{}, false
}
