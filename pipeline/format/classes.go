package format

import (
	"maps"
	"strings"

	"emend/pipeline/text"
)

// Unread is the part that is not read at all: menus, advertisements.
const Unread text.RegionKind = 1<<8 - 1

const unreadName = "unread"

// Parts lists the names of what a class may mean.
func Parts() []string {
	var all []string
	for k := range text.RegionKinds {
		all = append(all, k.String())
	}
	return append(all, unreadName)
}

// ParsePart is the part of that name, and whether there is one.
func ParsePart(name string) (text.RegionKind, bool) {
	for k := range text.RegionKinds {
		if k.String() == name {
			return k, true
		}
	}
	return Unread, name == unreadName
}

// A ClassMap is what the classes of an archive's pages mean.
type ClassMap struct {
	Name, Doc string
	classes   map[string]element
}

// ClassMaps lists those that are built in; the first holds where none is named.
var ClassMaps = []ClassMap{
	{"marxists", "Marxists Internet Archive", archiveClasses},
	{"none", "no class means anything", nil},
}

// archiveClasses is what the classes of the Marxists Internet Archive mean, by class or element.class.
var archiveClasses = map[string]element{
	"quote":            {kind: text.BlockQuotation},
	"quoteb":           {kind: text.BlockQuotation},
	"quotec":           {kind: text.BlockQuotation, depth: 1}, // quoted in a quotation
	"p.inline":         {kind: text.Citation},
	"p.information":    {kind: text.Header},
	"span.info":        {kind: text.Header},
	"p.info":           {kind: text.Header},
	"span.inote":       {kind: text.Editorial},
	"sup.anote":        {kind: text.Editorial},
	"sup.ednote":       {kind: text.Editorial},
	"sup.enote":        {kind: text.Editorial},
	"p.endnote":        {kind: text.Note},
	"p.pagenote":       {kind: text.Note},
	"p.toc":            {kind: text.Heading},
	"p.updat":          {kind: text.Header},
	"p.footer":         {kind: text.Header},
	"p.transcription":  {kind: text.Header},
	"p.skip":           {},
	"div.footnote":     {kind: text.Note},
	"span.pagenum":     {kind: text.RunningHead},
	"span.pageno":      {kind: text.RunningHead},
	"blockquote.quote": {kind: text.BlockQuotation},
}

// vocabulary is a vocabulary with the classes, elements and language of the options. (The class map is for pages; of other markup only
// what the user names counts.)
func (o *Options) vocabulary(v vocabulary) vocabulary {
	v.lang = o.Lang
	var builtin map[string]element
	if v.class != nil {
		for _, m := range ClassMaps {
			if m.Name == o.ClassMap || o.ClassMap == "" {
				builtin = m.classes
				break
			}
		}
	}
	classes, elements := map[string]text.RegionKind{}, map[string]element(nil)
	for name, kind := range o.Classes {
		bare, isElement := strings.CutPrefix(name, "<")
		if !isElement {
			classes[name] = kind
			continue
		}
		if elements == nil {
			elements = maps.Clone(v.elements)
			if elements == nil {
				elements = map[string]element{}
			}
		}
		bare = strings.TrimSuffix(bare, ">")
		e, known := elements[bare]
		if !known {
			e.role = v.other.role
		}
		elements[bare] = e.as(kind)
	}
	if elements != nil {
		v.elements = elements
	}
	switch {
	case len(classes) > 0 || v.class != nil && o.ClassMap != "" && o.ClassMap != ClassMaps[0].Name:
		v.class = classesOf(builtin, classes)
	}
	return v
}

// as is the element where it means something else.
func (e element) as(kind text.RegionKind) element {
	switch kind {
	case Unread:
		e.kind, e.role = text.Paragraph, unreadRole
	default:
		e.kind = kind
		if e.role == maybeRole && kind != text.Quotation && kind != text.Citation && kind != text.Editorial && kind != text.Foreign {
			e.role = blockRole
		}
	}
	return e
}

// classesOf looks classes up, those of the user before those built in.
func classesOf(builtin map[string]element, own map[string]text.RegionKind) func(name, class string) (element, bool) {
	all := builtin
	if len(own) > 0 {
		all = make(map[string]element, len(builtin)+len(own))
		maps.Copy(all, builtin)
		for class, kind := range own {
			all[class] = element{}.as(kind)
		}
	}
	known := make(map[string]bool, len(all))
	for class := range all {
		known[class[strings.IndexByte(class, '.')+1:]] = true
	}
	return func(name, class string) (element, bool) {
		for c := range strings.FieldsSeq(class) {
			if !known[c] {
				continue
			}
			if e, ok := all[name+"."+c]; ok {
				return e, true
			}
			if e, ok := all[c]; ok {
				return e, true
			}
		}
		return element{}, false
	}
}
