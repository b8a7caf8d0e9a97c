package correct

import (
	"fmt"
	"strings"
)

// reason says in one sentence what speaks for a reading.
func (p *page) reason(e *edge) string {
	old := p.doc.Text.Content[e.start:e.end]
	before, after := p.neighbours(int(e.from), int(e.to))
	var b strings.Builder
	switch e.kind {
	case SplitWord:
		fmt.Fprintf(&b, "“%s” is one word, “%s”", old, e.new)
	case MergedWord:
		fmt.Fprintf(&b, "“%s” is two words run together, “%s”", old, e.new)
	case RealWord:
		fmt.Fprintf(&b, "“%s” is a word, but “%s”", old, e.new)
	default:
		fmt.Fprintf(&b, "“%s” is no word; “%s”", old, e.new)
	}
	if e.read != e.cand.fold && e.kind != MergedWord {
		b.WriteString(p.difference(e))
	}
	switch {
	case before != "" && after != "":
		fmt.Fprintf(&b, "; it fits between “%s” and “%s”", before, after)
	case before != "":
		fmt.Fprintf(&b, "; it fits after “%s”", before)
	case after != "":
		fmt.Fprintf(&b, "; it fits before “%s”", after)
	}
	return b.String()
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
	if float64(cost) < 8*float64(len(edits)) {
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
