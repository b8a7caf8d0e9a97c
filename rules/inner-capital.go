package rules

import (
	"fmt"
	"strings"

	"emend/pipeline/text"
)

var innerCapital = &Rule{
	Name:  "inner-capital",
	Stage: Detect,
	Doc: `A capital inside a word

I for l (SchuIze), U for ll (aU), a blank lost before a capital (whichRabocheye). What is suggested is a word of the
dictionary or of the file.

Left alone: McDonald, O’Brien, MacArthur, DeLeon, what the dictionary knows, and any form that the file has three times
and never otherwise. Wrong for a coinage that stands once.`,
	Examples: []Example{
		{"I for l", "The faIl of the house was near.", "The fall of the house was near."},
		{"known in the file", "Here Bukhalin spoke. So BukhaIin left.", "Here Bukhalin spoke. So Bukhalin left."},
		{"unknown name", "Here SchuIze spoke of it.", "Here Schulze spoke of it."},
		{"capital of a letter", "The houSe was near.", "The house was near."},
		{"blank lost", "It is of whichRabocheye wrote.", "It is of which Rabocheye wrote."},
		{"names", "McDonald, MacArthur, O’Brien, DeLeon, LeFevre and FitzGerald came.", "McDonald, MacArthur, O’Brien, DeLeon, LeFevre and FitzGerald came."},
		{"plural of capitals", "The MPs and the PhDs were there.", "The MPs and the PhDs were there."},
		{"own form", "The deVry, a deVry, this deVry.", "The deVry, a deVry, this deVry."},
	},
	Check: checkInnerCapital,
}

func checkInnerCapital(p *Pass) {
	var found []int
	for i, t := range p.Tokens {
		if t.Shape&text.InnerUpper != 0 && t.Shape&text.Digits == 0 && p.oddCapital(i) {
			found = append(found, i)
		}
	}
	if len(found) == 0 {
		return
	}
	said := map[string]int{}
	for _, i := range found {
		w := p.Word(i)
		k := innerAt(w)
		said[w], said[w[k:]] = 0, 0
		for _, r := range capitalReadings(w) {
			said[r] = 0
		}
	}
	p.census(said)
	// Where capitals inside words are common they say little without a reading.
	garbled := len(found) > 3 && len(found) > len(p.Tokens)/2000
	for _, i := range found {
		p.innerCapital(i, said, garbled)
	}
}

// innerAt is where the first capital inside a word stands, 0 if there is none.
func innerAt(w string) int {
	for k := 1; k < len(w); k++ {
		if w[k] >= 'A' && w[k] <= 'Z' {
			return k
		}
	}
	return 0
}

// oddCapital reports whether token i has a capital inside that neither names nor the dictionary have.
func (p *Pass) oddCapital(i int) bool {
	t, w := p.Tokens[i], p.Word(i)
	inner := innerAt(w)
	return inner > 0 && len(w) <= 40 && !camelName(w, inner) && !webbed(p.Text.Content, t.Span) &&
		!p.Regions.Touches(text.Foreign, t.Span) && !p.accepts(w)
}

func (p *Pass) innerCapital(i int, said map[string]int, garbled bool) {
	t, w := p.Tokens[i], p.Word(i)
	inner := innerAt(w)
	if said[w] >= 3 {
		return
	}
	for _, r := range capitalReadings(w) {
		known := p.accepts(r)
		if known || len(r) > 3 && said[r] > 0 {
			why := "is a word"
			if !known {
				why = "stands elsewhere in this file"
			}
			p.Suggest(t.Span, 0.85, fmt.Sprintf("“%s” has a capital inside, and “%s” %s", w, r, why), r)
			return
		}
	}
	left, right := w[:inner], w[inner:]
	if len(left) > 1 && len(right) > 1 && p.accepts(left) && !strings.ContainsAny(right[1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") &&
		(len(left) > 2 || p.frequency(left) > 500) && (p.accepts(right) || len(right) > 3) && startsLower(w) {
		confidence := 0.85
		if !p.accepts(right) && said[right] == 0 {
			confidence = 0.7
		}
		p.Suggest(t.Span, confidence, fmt.Sprintf("“%s” and “%s” with no blank between", left, right), left+" "+right)
		return
	}
	if k := strings.IndexByte(w[1:], 'I') + 1; k > 0 && k == inner && k+1 < len(w) && w[k+1] >= 'a' && w[k-1] >= 'a' && !strings.ContainsAny(w[k+1:], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		l := w[:k] + "l" + w[k+1:]
		p.Suggest(t.Span, 0.85, fmt.Sprintf("“%s” has a capital I between small letters, where l looks the same", w), l)
		return
	}
	if t.Is(text.Initial) || garbled {
		return // a name of its own kind, until something speaks against it
	}
	p.Suggest(t.Span, 0.6, fmt.Sprintf("“%s” has a capital inside", w))
}

func startsLower(w string) bool { return w[0] >= 'a' && w[0] <= 'z' }

// camelName reports whether the capital at inner is one that names have: McDonald, O’Brien, DeLeon.
func camelName(w string, inner int) bool {
	if b := runeBefore(w, inner); b == '\'' || b == '’' {
		return true
	}
	switch strings.ToLower(w[:inner]) {
	case "mc", "mac", "de", "la", "le", "du", "van", "von", "di", "da", "del", "della", "des", "fitz", "st", "vander", "lo", "san", "o", "m", "los", "las", "ten", "ter", "el", "al", "ben", "ap", "abu", "mck":
		return len(w)-inner > 2
	}
	// MPs, PhD, IOUs: capitals up to the last one or two letters
	return len(w) <= 5 && isUpper(rune(w[0])) && (isUpper(rune(w[1])) || len(w) == 3)
}

// capitalReadings are what a word with capitals inside may have been, likeliest first: ll read as U (aUow) or
// as H or M at its end (wiH), l as I (SchuIze), or any small letter as its capital (houSe).
func capitalReadings(w string) []string {
	var asL, asLL, small strings.Builder
	for i := 0; i < len(w); i++ {
		c := w[i]
		inner := i > 0 && c >= 'A' && c <= 'Z'
		switch {
		case inner && c == 'I':
			asL.WriteByte('l')
			asLL.WriteByte('l')
			small.WriteByte('i')
		case inner && (c == 'U' || i == len(w)-1 && (c == 'H' || c == 'M')):
			asL.WriteByte(c | 0x20)
			asLL.WriteString("ll")
			small.WriteByte(c | 0x20)
		case inner:
			for _, b := range [...]*strings.Builder{&asL, &asLL, &small} {
				b.WriteByte(c | 0x20)
			}
		default:
			for _, b := range [...]*strings.Builder{&asL, &asLL, &small} {
				b.WriteByte(c)
			}
		}
	}
	return []string{asLL.String(), asL.String(), small.String()}
}
