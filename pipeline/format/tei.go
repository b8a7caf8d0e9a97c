package format

import (
	"fmt"
	"html"
	"strings"

	"emend/pipeline/text"
)

var teiFormat = Format{
	Name: "tei",
	Doc: `TEI P4 and P5
What stands below text is read. An editor's words are never edited: sic, orig, abbr, corr, reg, supplied, surplus.
Left alone are the header, corr, reg and expan beside what they stand for, deletions, variants, running heads.
A word broken by <lb break="no"/> is read as one.`,
	Match: func(path string, src []byte) bool {
		switch rootOf(path, src) {
		case "TEI", "TEI.2", "teiCorpus", "teiCorpus.2":
			return true
		}
		return named(path, ".tei")
	},
	Charset: xmlCharset,
	Read: func(src []byte, enc Encoding, opts Options) (Reading, error) {
		v := opts.vocabulary(teiVocabulary)
		return v.read(src, enc), nil
	},
	Mark: markCorr,
}

var teiVocabulary = vocabulary{
	text: "text",
	elements: elements(map[string]element{
		`body front back group div div0 div1 div2 div3 div4 div5 div6 div7 p ab lg list item table row cell sp speaker stage opener closer
		 salute signed dateline byline docTitle titlePage docAuthor docImprint docDate docEdition epigraph argument postscript listBibl
		 castList castItem figure floatingText biblStruct entry form sense`: {role: blockRole},
		"l":                            {role: lineRole},
		"head titlePart trailer label": {role: blockRole, kind: text.Heading},
		"note":                         {role: blockRole, kind: text.Note},
		"q said soCalled":              {kind: text.Quotation},
		"bibl":                         {kind: text.Citation},
		"foreign":                      {kind: text.Foreign},
		"sic orig abbr corr reg supplied surplus": {kind: text.Editorial},
		"choice":                          {},
		"del rdg fw figDesc desc noteGrp": {role: unreadRole},
		"gap formula graphic code gi att val tag": {role: objectRole},
		"eg egXML": {role: apartRole},
	}),
	enter: teiElement,
}

// teiElement is what elements are that depends on where they stand: in a choice, in a paragraph, at a line's end.
func teiElement(r *reader) (element, bool) {
	name := r.localName()
	if n := len(r.stack) - 1; n >= 0 && r.stack[n].name == "choice" {
		seen := &r.stack[n].seen
		switch name {
		case "corr", "reg", "expan":
			return element{role: unreadRole}, true
		}
		if *seen++; *seen > 1 {
			return element{role: unreadRole}, true
		}
		return element{}, false
	}
	switch name {
	case "lb", "pb", "cb", "gb":
		if name == "pb" && r.reads() {
			r.pageBreak(r.attr("n"))
		}
		switch {
		case !r.reads():
		case r.attr("break") == "no":
			r.join(true)
		case name == "lb":
			r.brk(r.start, r.end, false)
		default:
			r.part()
		}
	case "quote", "cit":
		e := element{}
		if name == "quote" {
			e.kind = text.Quotation
		}
		if r.paragraph < 0 && r.count["p"] == 0 && r.count["ab"] == 0 {
			e.role = blockRole
			if name == "quote" {
				e.kind = text.BlockQuotation
			}
		}
		return e, true
	}
	return element{}, false
}

// markCorr keeps what stood there: <choice><sic>tbe</sic><corr>the</corr></choice>; what is not changed is <sic>tbe</sic>.
// Whoever reads the file reads the old, so the edit promises that.
func markCorr(enc Encoding, e text.Edit, old, reads string, by Mark) (text.Edit, error) {
	attributes := ""
	if by.Resp != "" {
		attributes += fmt.Sprintf(` resp="%s"`, html.EscapeString(by.Resp))
	}
	if by.Cert != "" {
		attributes += fmt.Sprintf(` cert="%s"`, html.EscapeString(by.Cert))
	}
	if strings.ContainsAny(reads, "\n") {
		return e, fmt.Errorf("a correction over a line end is not marked; leave it, or write it unmarked")
	}
	if e.New == old {
		before, err := enc.Encode("<sic>")
		if err != nil {
			return e, err
		}
		after, err := enc.Encode("</sic>")
		return text.Edit{Range: e.Range, New: before + old + after, Reads: reads}, err
	}
	parts := [3]string{"<choice><sic>", "</sic><corr" + attributes + ">", "</corr></choice>"}
	for i, p := range parts {
		var err error
		if parts[i], err = enc.Encode(p); err != nil {
			return e, err
		}
	}
	return text.Edit{Range: e.Range, New: parts[0] + old + parts[1] + e.New + parts[2], Reads: reads}, nil
}
