package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var citation = &Rule{
	Name:  "citation",
	Stage: Detect,
	Doc: `A citation that departs from the form of the others

“p, 235” where the file writes “p. 235”, “Vol 11” where it writes “Vol. 11”, “No.4” where it writes “No. 4”, and what
stands between volume and page. The file's majority is the standard; a comma or a doubled point between “p” and its
number needs none.

Left alone: a file that writes “p 235” or “p.235” as a rule, and forms that it mixes. Only the stops and blanks are
judged, never the number: a wrong page is not seen.`,
	Examples: []Example{
		{"comma", "He said so. [Vol. 11, p, 235]", "He said so. [Vol. 11, p. 235]"},
		{"majority", "[Vol. 1, p. 4] [Vol. 2, p. 5] [Vol. 3, p. 6] [Vol. 4, p. 7] [Vol 5, p. 8]", "[Vol. 1, p. 4] [Vol. 2, p. 5] [Vol. 3, p. 6] [Vol. 4, p. 7] [Vol. 5, p. 8]"},
		{"doubled", "Iskra, No. .62, and Iskra, No. 63.", "Iskra, No. 62, and Iskra, No. 63."},
		{"blank lost", "Iskra, No. 1, No. 2, No. 3, No. 5, No. 6, and No.4 too.", "Iskra, No. 1, No. 2, No. 3, No. 5, No. 6, and No. 4 too."},
		{"own habit", "See p 12, p 13, p 14, p 15, p 16, vol 3 and vol 4.", "See p 12, p 13, p 14, p 15, p 16, vol 3 and vol 4."},
		{"tight habit", "See p.12, p.13, p.14, No.3 and No.4.", "See p.12, p.13, p.14, No.3 and No.4."},
		{"mixed", "See p. 12, p.13, p. 14, p.15.", "See p. 12, p.13, p. 14, p.15."},
		{"no", "To this he said no. 4 of them went, no 5.", "To this he said no. 4 of them went, no 5."},
	},
	Check: checkCitation,
}

// shorthand of citations, and which share one form.
var shorthand = map[string]string{
	"p": "p", "pp": "p", "P": "p", "Pp": "p", "vol": "Vol", "vols": "Vol", "Vol": "Vol", "Vols": "Vol", "VOL": "Vol",
	"No": "No", "Nos": "No", "NO": "No", "ch": "ch", "chap": "ch", "Ch": "ch", "Chap": "ch", "pt": "pt", "Pt": "pt",
	"fol": "fol", "sec": "sec", "Sec": "sec", "art": "art", "Art": "art", "Bd": "Bd", "S": "S", "fig": "Fig", "Fig": "Fig",
}

func checkCitation(p *Pass) {
	s := p.Text.Content
	var at []int // tokens that are numbers after a shorthand
	forms := map[string]map[string]int{}
	joints := map[string]int{} // between a number and the next shorthand
	var joined []int
	for i := 1; i < len(p.Tokens); i++ {
		r := p.Tokens[i]
		if r.Shape&text.Digits == 0 {
			continue
		}
		l := p.Tokens[i-1]
		if l.Len() > 4 || l.Is(text.Digits) || r.Start-l.End > 5 || !isDigit(rune(s[r.Start])) {
			continue
		}
		kind := shorthand[s[l.Start:l.End]]
		if kind == "" {
			continue
		}
		gap := s[l.End:r.Start]
		if strings.Trim(gap, " .,:") != "" || gap == "" {
			continue
		}
		at = append(at, i)
		if forms[kind] == nil {
			forms[kind] = map[string]int{}
		}
		forms[kind][gap]++
		if i >= 2 && (kind == "p" || kind == "No") {
			if before := p.Tokens[i-2]; isDigit(rune(s[before.End-1])) && l.Start-before.End <= 4 {
				if g := s[before.End:l.Start]; strings.Trim(g, " .,;") == "" && g != "" {
					joints[g]++
					joined = append(joined, i-1)
				}
			}
		}
	}
	for _, i := range at {
		kind := shorthand[p.Word(i-1)]
		p.citationForm(i, kind, forms[kind])
	}
	usual, h := majority(joints)
	if !h.clear(5, 0.9) {
		return
	}
	for _, i := range joined {
		if g := s[p.Tokens[i-1].End:p.Tokens[i].Start]; g != usual && strings.TrimSpace(g) != ";" && !strings.HasPrefix(g, " ") {
			p.between(i, 0.8, fmt.Sprintf("%s citations in this file have “%s” between the number and “%s”", h.of(), usual, p.Word(i)), usual)
		}
	}
}

// citationForm judges what stands between a shorthand and its number.
func (p *Pass) citationForm(i int, kind string, forms map[string]int) {
	gap := p.Text.Content[p.Tokens[i-1].End:p.Tokens[i].Start]
	usual, h := majority(forms)
	if usual != ". " && usual != "." && usual != " " {
		usual = ". " // too few to have a form of their own: p, 235
	}
	abbr := p.Word(i - 1)
	if gap == usual {
		return
	}
	evidence := fmt.Sprintf("“%s%s%s”: %s citations in this file write “%s%s”", abbr, gap, p.Word(i), h.of(), abbr, strings.TrimSpace(usual))
	single := h.usual+h.other == 1
	switch {
	case strings.TrimSpace(gap) == "," && (kind == "p" || kind == "Vol") && forms[gap] <= forms[usual]+1:
		if single || h.usual < 2 {
			evidence = fmt.Sprintf("“%s%s%s”: a comma for the full stop of “%s.”", abbr, gap, p.Word(i), abbr)
		}
		p.between(i, 0.95, evidence, usual)
	case strings.Count(gap, ".") > 1:
		p.between(i, 0.9, fmt.Sprintf("two full stops between “%s” and its number", abbr), usual)
	case !h.clear(4, 0.8):
	case kind == "No" && gap == " " && h.usual < 6, kind == "S" || kind == "art" || kind == "sec":
		// No 4 of them; an S. may be anything
	default:
		p.between(i, 0.8, evidence, usual)
	}
}

// majority is the commonest form, of equals the first in order, and its share.
func majority(forms map[string]int) (usual string, h habit) {
	for f, n := range forms {
		if n > h.usual || n == h.usual && f < usual {
			usual, h.usual = f, n
		}
		h.other += n
	}
	h.other -= h.usual
	return usual, h
}
