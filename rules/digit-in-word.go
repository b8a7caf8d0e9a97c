package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"emend/pipeline/text"
)

var digitInWord = &Rule{
	Name:  "digit-in-word",
	Stage: Detect,
	Doc: `A digit in a word, a letter in a number

The scanner reads o as 6 or 0, l as 1, S as 5, and the other way round: p6lice, 19S6, l917. What is suggested was made by
such look-alikes and is a word of the dictionary or of the file, or a plain number.

Left alone: ordinals and formats (1st, 4to, 8vo), decades (1840s), letters that count (12a, B2, H2O), measures and money
(5m, 10am, £3bn), and numbers of models. Without a reading that makes sense only a digit between two letters is named.`,
	Examples: []Example{
		{"letter for digit", "In 19S6 it was, and in l917.", "In 1956 it was, and in 1917."},
		{"digit for letter", "The p6lice came for him.", "The police came for him."},
		{"zero", "The end 0f it was near.", "The end of it was near."},
		{"ordinal", "On March l7th he came.", "On March 17th he came."},
		{"pounds", "It cost 20l. a year, and 120l. in all.", "It cost 20l. a year, and 120l. in all."},
		{"ordinals", "The 1st, the 22nd, 4to, 8vo, 1840s, 2d.", "The 1st, the 22nd, 4to, 8vo, 1840s, 2d."},
		{"letters that count", "See 12a, B2, H2O, CO2, 5m, 10am, £3bn.", "See 12a, B2, H2O, CO2, 5m, 10am, £3bn."},
		{"notes", "It is so1 and so2.", "It is so1 and so2."},
		{"model", "The F16 and the T34b were there, and the A1b too.", "The F16 and the T34b were there, and the A1b too."},
	},
	Check: checkDigitInWord,
}

func checkDigitInWord(p *Pass) {
	for i, t := range p.Tokens {
		if t.Shape&(text.Letters|text.Digits) == text.Letters|text.Digits {
			p.digitInWord(i)
		}
	}
}

func (p *Pass) digitInWord(i int) {
	s := p.Text.Content
	t := p.Tokens[i]
	w := p.Word(i)
	if len(w) > 30 || t.Is(text.Apostrophe) || webbed(s, t.Span) || numbered(w) {
		return
	}
	if b := runeBefore(s, t.Start); strings.ContainsRune("#$£€/&-_", b) && b != 0 {
		return
	}
	if a := runeAt(s, t.End); strings.ContainsRune("-_/=%", a) && a != 0 {
		return
	}
	if p.misreadNumber(i) {
		return
	}
	var readings []string
	asWords(w, func(r string) bool {
		if p.accepts(r) && utf8.RuneCountInString(r) > 1 {
			readings = append(readings, r)
		}
		return len(readings) < 8
	})
	slices.SortStableFunc(readings, func(a, b string) int { return cmp.Compare(p.frequency(b), p.frequency(a)) })
	readings = readings[:min(len(readings), 3)]
	if len(readings) == 0 && len(w) > 4 {
		asWords(w, func(r string) bool { // a name of this file
			if t.Is(text.Initial) && p.times(r, 2) > 1 {
				readings = append(readings, r)
			}
			return len(readings) == 0
		})
	}
	letters, digits := 0, 0
	for _, r := range w {
		if isDigit(r) {
			digits++
		} else {
			letters++
		}
	}
	inside := digits < letters && between(w) && t.Is(text.Lower)
	switch {
	case len(readings) > 0 && digits <= letters && p.Regions.Touches(text.Citation, t.Span):
	case len(readings) > 0 && digits <= letters:
		p.Suggest(t.Span, 0.85, fmt.Sprintf("“%s” has a digit, and “%s” is a word", w, readings[0]), readings...)
	case inside:
		p.Suggest(t.Span, 0.8, fmt.Sprintf("“%s” has a digit between letters", w))
	}
}

// misreadNumber reports a number with a letter for a digit; true also where the letter is right.
func (p *Pass) misreadNumber(i int) bool {
	s, t, w := p.Text.Content, p.Tokens[i], p.Word(i)
	if tail := w[max(0, len(w)-2):]; len(w) > 2 && len(w) < 5 && (tail == "th" || tail == "st" || tail == "nd" || tail == "rd") {
		if n := digitsOf(w[:len(w)-2]); n != "" && n[0] != '0' { // l7th -> 17th
			p.Suggest(t.Span, 0.85, fmt.Sprintf("“%s” is an ordinal but for a letter, which looks like a digit", w), n+tail)
			return true
		}
	}
	pounds := w[len(w)-1] == 'l' && strings.Trim(w[:len(w)-1], "0123456789") == "" &&
		(len(w) < 4 || runeAt(s, t.End) == '.' && !(i > 0 && strings.EqualFold(p.Word(i-1), "in")))
	if pounds {
		return true // 20l. a year
	}
	if n := asNumber(w); n != "" {
		reason := fmt.Sprintf("“%s” is a number but for its letters, which look like digits", w)
		if k := strings.IndexByte(w, 'S'); k > 1 { // 183S: 5 or 8
			p.doubt(t.Span, 0.9, 0.6, reason, n, n[:k]+"8"+n[k+1:])
			return true
		}
		p.Suggest(t.Span, 0.85, reason, n)
		return true
	}
	return false
}

// between reports whether a digit stands with lower-case letters on both sides.
func between(w string) bool {
	for i := 1; i+1 < len(w); i++ {
		if w[i] >= '0' && w[i] <= '9' && w[i-1] >= 'a' && isLetter(runeBefore(w, i)) && w[i+1] >= 'a' && isLetter(runeAt(w, i+1)) {
			return true
		}
	}
	return false
}

// numbered reports whether a token with digits and letters is right as it stands: 1st, 12a, B2, H2O,
// 1840s, 5m, so1.
func numbered(w string) bool {
	i := 0
	for i < len(w) && isDigit(rune(w[i])) {
		i++
	}
	if i > 0 {
		tail := w[i:]
		if tails[tail] && w[:i] != "0" {
			return true
		}
		if r, n := utf8.DecodeRuneInString(tail); n == len(tail) && w[0] != '0' {
			// 12a, 5d, but l and O are 1 and 0 misread: 191l
			return !(r == 'l' || r == 'I' || r == 'O' || r == 'o' || r == 'S') || i < 2
		}
	}
	// letters, then digits: B2, CO2, so1, T34; but l917 and I9
	for i = 0; i < len(w) && isLetter(rune(w[i])); i++ {
	}
	j := i
	for j < len(w) && isDigit(rune(w[j])) {
		j++
	}
	if i > 0 && j > i {
		if j == len(w) {
			return !(i == 1 && strings.ContainsRune("lIOoi", rune(w[0])) && j-i > 1)
		}
		// H2O, C2H5, T34b, A1b: begins with capitals
		if w[0] >= 'A' && w[0] <= 'Z' && (w[0] != 'I' && w[0] != 'O') {
			for _, r := range w[1:] {
				if !isDigit(r) && !(r >= 'A' && r <= 'Z') && !(r == 'a' || r == 'b') {
					return false
				}
			}
			return true
		}
	}
	return false
}

// tails are what rightly follows the digits of a number.
var tails = setOf(`
	st nd rd th d s sts ths nds rds mo vo to er e o re ieme eme ème ter te tes ten
	m cm mm km kg g mg lb lbs oz ft in am pm bn mn k px c p hp cwt yds yd hrs hr min mins sec secs qr gr sqq ff f n nn v a b ab bc ad
	AM PM BC AD M B K A x X h H TH ST ND RD
`)

// asNumber is the number that w is once letters that look like digits are read as such; "" if it
// has others, if fewer than half of it are digits, or if it could be a word.
func asNumber(w string) string {
	n := digitsOf(w)
	digits := 0
	for i := 0; i < len(w); i++ {
		if isDigit(rune(w[i])) {
			digits++
		}
	}
	if len(n) < 3 || digits*2 < len(n) || n[0] == '0' || len(n) > 4 || len(n) == 3 && digits < 2 {
		return ""
	}
	if len(n) == 4 && (n < "1400" || n > "2029") {
		return ""
	}
	return n
}

// digitsOf reads letters as the digits they look like; "" if one looks like none.
func digitsOf(w string) string {
	out := make([]byte, len(w))
	for i := 0; i < len(w); i++ {
		switch c := w[i]; {
		case isDigit(rune(c)):
			out[i] = c
		case c == 'l' || c == 'I' || c == 'i':
			out[i] = '1'
		case c == 'O' || c == 'o':
			out[i] = '0'
		case c == 'S' && i == 1 && len(w) == 4:
			out[i] = '8' // 1S43: of a century 8, of a year 5
		case c == 'S' || c == 's':
			out[i] = '5'
		case c == 'B':
			out[i] = '8'
		case c == 'g' || c == 'q':
			out[i] = '9'
		case c == 'b' || c == 'G':
			out[i] = '6'
		case c == 'Z' || c == 'z':
			out[i] = '2'
		case c == 't':
			out[i] = '1'
		default:
			return ""
		}
	}
	return string(out)
}

// lookAlikes are the letters that a digit is read for, likeliest first.
var lookAlikes = [10]string{"o O", "l I i", "z", "e s", "A h", "s S", "o b s G", "f T", "s B g a", "g q"}

// asWords calls f with w's readings, each digit replaced by a letter it looks like, until f returns
// false. At most 3 digits are read.
func asWords(w string, f func(string) bool) {
	first := strings.IndexAny(w, "0123456789")
	if first < 0 {
		f(w)
		return
	}
	if strings.Count(w[first:], "0")+len(strings.FieldsFunc(w, func(r rune) bool { return !isDigit(r) })) > 6 {
		return
	}
	stop := false
	var read func(w string, depth int)
	read = func(w string, depth int) {
		i := strings.IndexAny(w, "0123456789")
		if i < 0 {
			stop = stop || !f(w)
			return
		}
		if depth == 3 {
			return
		}
		for _, l := range strings.Fields(lookAlikes[w[i]-'0']) {
			if stop {
				return
			}
			if isUpper(rune(l[0])) && i > 0 && w[i-1] >= 'a' {
				continue
			}
			read(w[:i]+l+w[i+1:], depth+1)
		}
	}
	read(w, 0)
}
