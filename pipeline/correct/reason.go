package correct

import (
	"fmt"
	"strings"

	"emend/dictionaries"
)

// reason says in one sentence what speaks for a reading.
func (p *page) reason(r *reading) string {
	e := &r.edge
	old := p.doc.Text.Content[e.start:e.end]
	f := &p.forms[p.atoms[e.from].form]
	var b strings.Builder
	differs := ""
	switch e.kind {
	case SplitWord:
		fmt.Fprintf(&b, "“%s” is one word, “%s”", old, e.new)
	case MergedWord:
		fmt.Fprintf(&b, "“%s” is two words run together, “%s”", old, e.new)
	case RealWord:
		what := "word"
		if f.state == figure {
			what = "figure"
		}
		fmt.Fprintf(&b, "“%s” is a %s, but “%s”", old, what, e.new)
		differs = p.difference(e)
	default:
		switch {
		case f.state != strange || f.caps != dictionaries.Lower:
			fmt.Fprintf(&b, "“%s” is in no dictionary", old)
		default:
			fmt.Fprintf(&b, "“%s” is no word", old)
		}
		fmt.Fprintf(&b, "; “%s”", e.new)
		differs = p.difference(e)
	}
	b.WriteString(differs)
	fits := p.fits(e, r.features[fContext])
	switch {
	case fits == "":
	case differs != "" && e.kind == RealWord:
		b.WriteString(", and fits better " + fits)
	case differs != "":
		b.WriteString(", and fits " + fits)
	default:
		b.WriteString(", which fits " + fits)
	}
	return b.String()
}

// fits names the neighbours that a reading goes well with, if it does.
func (p *page) fits(e *edge, gain float32) string {
	if gain < 1 {
		return ""
	}
	before, after := p.neighbours(int(e.from), int(e.to))
	switch {
	case before != "" && after != "":
		return fmt.Sprintf("between “%s” and “%s”", before, after)
	case before != "":
		return fmt.Sprintf("after “%s”", before)
	case after != "":
		return fmt.Sprintf("before “%s”", after)
	}
	return ""
}

// difference names the edits between what was read and the candidate.
func (p *page) difference(e *edge) string {
	cost, edits := p.channel.Explain(e.read, e.cand.fold)
	if len(edits) == 0 {
		return ""
	}
	var parts []string
	for _, d := range edits {
		switch {
		case d.Read == "":
			parts = append(parts, d.True+" lost")
		case d.True == "":
			parts = append(parts, d.Read+" put in")
		default:
			parts = append(parts, d.Read+" for "+d.True)
		}
	}
	s := " differs by " + strings.Join(parts, ", ")
	if cost < 7.5*float32(len(edits)) {
		if len(edits) == 1 {
			return s + ", a common scanner's error"
		}
		return s + ", common scanner's errors"
	}
	return s
}

// neighbours are the words beside a reading, where no sentence ends between.
func (p *page) neighbours(from, to int) (before, after string) {
	if from > 0 && !p.atoms[from].bound {
		before = p.forms[p.atoms[from-1].form].text
	}
	if to < len(p.atoms) && !p.atoms[to].bound {
		after = p.forms[p.atoms[to].form].text
	}
	return before, after
}
