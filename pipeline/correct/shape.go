package correct

import (
	"math"
	"strings"
	"unicode/utf8"
)

// shapeOfEdit notes differences that are mostly the author's or the language's, not the scanner's.
func shapeOfEdit(x *[featureCount]float32, read, fold string) {
	x[fFirst] = flag(firstRune(read) != firstRune(fold))
	x[fFinalS] = flag(read+"s" == fold || fold+"s" == read)
	short, long := read, fold
	if len(short) > len(long) {
		short, long = long, short
	}
	tail, ok := strings.CutPrefix(long, short)
	x[fEnding] = flag(ok && (tail == "d" || tail == "t" || tail == "ed" || tail == "e") ||
		len(read) == len(fold) && len(read) > 2 && read[:len(read)-1] == fold[:len(fold)-1] && strings.Contains("dt", read[len(read)-1:]) && strings.Contains("dt", fold[len(fold)-1:]))
	x[fDoubled] = flag(short != long && single(short) == single(long))
	x[fApostrophe] = flag(strings.Contains(read, "'"))
	x[fDigit] = flag(strings.ContainsAny(read, "0123456789"))
	for i := 0; i < len(read); i++ {
		if read[i] >= utf8.RuneSelf {
			x[fAccent] = 1
		}
	}
}

// single writes each doubled letter once.
func single(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if i == 0 || s[i] != s[i-1] {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// uses counts a reading in the document, in small letters too.
func (p *page) uses(word string) int {
	n := 0
	if i, _, ok := p.index.find(p.forms, word); ok {
		n += int(p.forms[i].count)
	}
	if low := strings.ToLower(word); low != word {
		if i, _, ok := p.index.find(p.forms, low); ok {
			n += int(p.forms[i].count)
		}
	}
	return n
}

func (p *page) strangeAt(i int) bool {
	return i >= 0 && i < len(p.atoms) && p.atoms[i].state == strange
}

func (p *page) joined(i int) bool {
	return i < len(p.atoms) && (p.atoms[i].gap == hyphen || p.atoms[i].gap == broken)
}

// unknownAround is the share of strange words among ten on either side.
func (p *page) unknownAround(at int) float32 {
	n, strangers := 0, 0
	for i := max(0, at-10); i <= at+10 && i < len(p.atoms); i++ {
		if i == at {
			continue
		}
		n++
		if p.strangeAt(i) {
			strangers++
		}
	}
	return float32(strangers) / float32(max(n, 1))
}

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func ln1(n float64) float32 { return float32(math.Log1p(max(0, n))) }

// ratio is ln(a/b), within limits.
func ratio(a, b float64) float32 {
	return float32(min(25, max(-25, math.Log(max(a, 1e-12))-math.Log(max(b, 1e-12)))))
}
