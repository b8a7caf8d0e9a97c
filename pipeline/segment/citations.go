package segment

import (
	"strings"

	"emend/pipeline/text"
)

// citation reports whether the words in brackets name a source: they hold a locator (Vol. 11, p. 40), a year
// after a title and a comma, or a word such as ibid., and few words of running prose.
// // SCW, Vol. 11, pp. 40-41   Novoye Slovo, September 1897   Ibid.
func citation(in string) bool {
	in = strings.TrimSpace(in)
	if in == "" {
		return false
	}
	refers := referring(in)
	located, prose, limit := false, 0, 4
	if refers {
		limit = 10
	}
	for i := 0; i < len(in); {
		if !wordAt(in, i) {
			i++
			continue
		}
		if n := locator(in[i:]); n > 0 {
			located = true
			i += n
			continue
		}
		end, shape := word(in, i)
		w := in[i:end]
		if shape&text.Lower != 0 && shape&text.Initial == 0 && !linking(w) && len(w) > 1 {
			prose++
		}
		i = end
	}
	if prose > limit {
		return false
	}
	return located || datedTitle(in) || refers && (prose <= 3 && titled(in) || sameAgain(in))
}

// wordAt reports whether a word begins at i, none running on into it.
func wordAt(s string, i int) bool {
	if class[s[i]]&wordByte == 0 && !(s[i] >= 0xC0 && letterAt(s, i)) {
		return false
	}
	return i == 0 || class[s[i-1]]&wordByte == 0
}

// locator is the length of a locator at the beginning of s: a word such as Vol. or p. and a number, Arabic or Roman, whatever marks a
// scanner put between them; 0 if there is none. // p, 235   Vol 11   pp. 40-41   No. .62   Vol. XIV
func locator(s string) int {
	end := 0
	for end < len(s) && class[s[end]]&uint8(text.Letters) != 0 {
		end++
	}
	if end == 0 || end > 9 {
		return 0
	}
	if !locatorWord(s[:end]) {
		return 0
	}
	i := end
	for i < len(s) && i < end+4 && strings.IndexByte(" .,;:\n", s[i]) >= 0 {
		i++
	}
	n := number(s[i:])
	if n == 0 || i == end && class[s[i]] != uint8(text.Digits) {
		return 0
	}
	// A one-letter word needs a mark: // p. 4, not s 4
	if end == 1 && s[0]|0x20 != 'p' && s[end] != '.' {
		return 0
	}
	return i + n
}

// locatorWord is those a number follows.
func locatorWord(w string) bool {
	var low [9]byte
	if len(w) > len(low) {
		return false
	}
	for i := range len(w) {
		low[i] = w[i] | 0x20
	}
	switch string(low[:len(w)]) {
	case "vol", "vols", "volume", "p", "pp", "pg", "page", "pages", "no", "nos", "nr", "number", "ch", "chap", "chaps", "chapter", "chapters", "sec", "sect", "section",
		"para", "paras", "par", "paragraph", "art", "article", "bk", "book", "pt", "part", "fol", "ff", "n", "fn", "note", "bd", "band", "s", "seite", "t", "tome":
		return true
	}
	return false
}

// number is the length of a number or a range of them. // 40   40-41   xiv   77f   114, 117
func number(s string) int {
	i := 0
	for i < len(s) && class[s[i]] == uint8(text.Digits) {
		i++
	}
	if i == 0 {
		for i < len(s) && i < 8 && strings.IndexByte("ivxlcIVXLC", s[i]) >= 0 {
			i++
		}
		if i == 0 || i < len(s) && class[s[i]]&wordByte != 0 {
			return 0
		}
		return i
	}
	for i < len(s) && (class[s[i]]&wordByte != 0 || strings.IndexByte("-", s[i]) >= 0 || strings.HasPrefix(s[i:], "–") || strings.HasPrefix(s[i:], "—")) {
		if s[i] >= 0x80 {
			i += 3
			continue
		}
		i++
	}
	return min(i, len(s))
}

// locators is the length of a sequence of locators and of titles' capitals before and between them: what is left of a citation
// with a bracket lost. 0 if there is no locator.
func locators(s string) int {
	last := 0
	for i := 0; i < len(s); {
		if !wordAt(s, i) {
			if strings.IndexByte(" .,;:\n", s[i]) < 0 {
				break
			}
			i++
			continue
		}
		if n := locator(s[i:]); n > 0 {
			i += n
			last = i
			continue
		}
		end, shape := word(s, i)
		if shape&text.Initial == 0 || last > 0 {
			break
		}
		i = end
	}
	return last
}

// referring: the words begin as references do. // see   cf.   ibid.   op. cit.
func referring(in string) bool {
	low := strings.ToLower(in[:min(len(in), 12)])
	for _, w := range [...]string{"see ", "see: ", "cf.", "cf ", "vgl.", "voir ", "quoted in", "cited in", "quoted by"} {
		if strings.HasPrefix(low, w) {
			return true
		}
	}
	return sameAgain(in) || strings.Contains(in, "Collected Works") || strings.Contains(in, "Selected Works")
}

// sameAgain: the source named before. // ibid.   Lenin, op. cit.
func sameAgain(in string) bool {
	low := strings.ToLower(in[:min(len(in), 8)])
	for _, w := range [...]string{"ibid", "ib.", "idem", "ebd.", "ebenda"} {
		if strings.HasPrefix(low, w) {
			return true
		}
	}
	return strings.Contains(in, "op. cit") || strings.Contains(in, "op.cit") || strings.Contains(in, "loc. cit")
}

// titled: a name or a title comes at the latest after the first word. // cf. Engels, Anti-Dühring   Lenin, Collected Works
func titled(in string) bool {
	_, rest, ok := strings.Cut(in, " ")
	return ok && rest != "" && (class[rest[0]]&upperByte != 0 || strings.Contains(in, "Works"))
}

// linking is the small words that stand in titles and between the parts of a citation.
func linking(w string) bool {
	switch w {
	case "of", "the", "and", "in", "on", "to", "for", "a", "an", "by", "from", "at", "und", "der", "die", "das", "des", "zur", "de", "la", "le", "du", "les", "et", "see", "also",
		"cf", "ed", "eds", "edn", "edition", "trans", "vol", "pp", "op", "cit", "loc", "ibid", "passim", "ff", "seq", "footnote", "note", "english", "german", "russian", "first", "second":
		return true
	}
	return false
}

// datedTitle: capitals, a comma, and a year at the end. // Novoye Slovo, September 1897
func datedTitle(in string) bool {
	if len(in) < 8 || len(in) > 100 || class[in[0]]&upperByte == 0 && in[0] < 0x80 {
		return false
	}
	in = strings.TrimRight(in, " .")
	comma := strings.IndexByte(in, ',')
	if comma < 0 || len(in) < 5 {
		return false
	}
	year := in[len(in)-4:]
	if year < "1400" || year > "2099" || !digits(year) || class[in[len(in)-5]]&wordByte != 0 {
		return false
	}
	// // December 10, 1848 is a date.
	if month(in[:strings.IndexAny(in+" ", " ,")]) {
		return false
	}
	for _, w := range strings.Fields(in) {
		if c := class[w[0]]; c == uint8(text.Letters|text.Lower) && !linking(strings.TrimRight(w, ".,")) {
			return false
		}
	}
	return true
}

func digits(s string) bool {
	for i := range len(s) {
		if class[s[i]] != uint8(text.Digits) {
			return false
		}
	}
	return s != ""
}

func month(w string) bool {
	switch w {
	case "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December":
		return true
	}
	return false
}
