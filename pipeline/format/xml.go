package format

import (
	"bytes"

	"emend/pipeline/text"
)

var xmlFormat = Format{
	Name: "xml",
	Doc: `XML, DocBook above all
DocBook is read by its elements: listings and screens are left alone. Of other XML all text is read; an element that
has a paragraph to itself is one.`,
	Match: func(path string, src []byte) bool {
		root := rootOf(path, src)
		return docbookRoots[root] || root != "" && xmlDeclared(src) || named(path, ".xml", ".docbook", ".dbk")
	},
	Charset: xmlCharset,
	Read: func(src []byte, enc Encoding, opts Options) (Reading, error) {
		v := vocabulary{other: element{role: maybeRole}}
		if docbookRoots[rootOf("", src)] {
			v = docbook
		}
		v = opts.vocabulary(v)
		return v.read(src, enc), nil
	},
}

func xmlDeclared(src []byte) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(src, []byte("\xEF\xBB\xBF")), []byte("<?xml"))
}

var docbookRoots = map[string]bool{
	"book": true, "article": true, "chapter": true, "appendix": true, "preface": true, "part": true, "set": true, "sect1": true,
	"section": true, "refentry": true, "reference": true, "glossary": true, "bookinfo": true, "para": true, "dedication": true,
	"colophon": true, "articleinfo": true, "sect2": true, "sect3": true, "variablelist": true, "qandaset": true,
}

var docbook = vocabulary{
	elements: elements(map[string]element{
		`book article chapter appendix preface part set section sect1 sect2 sect3 sect4 sect5 simplesect refentry refsect1 refsect2
		 refsect3 refsection reference para simpara formalpara itemizedlist orderedlist variablelist varlistentry listitem term segmentedlist
		 simplelist member procedure step substeps note warning caution important tip example informalexample figure informalfigure
		 table informaltable thead tbody tfoot tgroup row entry tr td th caption abstract dedication colophon glossary glossentry glossdef
		 glossterm glossdiv bibliography bibliomixed biblioentry index indexentry sidebar epigraph attribution qandaset qandaentry
		 qandadiv question answer refnamediv refpurpose refname highlights calloutlist callout bridgehead partintro toc legalnotice
		 authorgroup author copyright date releaseinfo revhistory revision pubdate address edition publisher`: {role: blockRole},
		"title subtitle titleabbrev": {role: blockRole, kind: text.Heading},
		"info bookinfo articleinfo chapterinfo sectioninfo refentryinfo refmeta": {role: blockRole, kind: text.Header},
		"blockquote":                  {role: blockRole, kind: text.BlockQuotation},
		"quote":                       {kind: text.Quotation},
		"citation":                    {kind: text.Citation},
		"foreignphrase":               {kind: text.Foreign},
		"footnote":                    {role: blockRole, kind: text.Note},
		"literallayout poetry":        {role: verseRole},
		"indexterm remark textobject": {role: unreadRole},
		`programlisting screen synopsis cmdsynopsis funcsynopsis classsynopsis programlistingco screenco refsynopsisdiv revisionhistory
		 screenshot mediaobject equation informalequation`: {role: apartRole},
		`code command filename literal option parameter varname function classname methodname userinput computeroutput replaceable
		 systemitem envar constant type email uri inlinemediaobject inlineequation markup sgmltag tag prompt keycap keycombo
		 package xref structname structfield returnvalue errorname errorcode property token`: {role: objectRole},
	}),
}
