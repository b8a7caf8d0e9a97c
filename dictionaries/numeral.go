package dictionaries

import "strings"

// isRoman accepts well-formed roman numerals (CMXIV, xiv): capitals up to
// 3999, with V and X alone; lower case up to xxxix, from two letters, and
// without the l, c, d and m that make words.
func isRoman(s string) bool {
	if s == "" || len(s) > 15 {
		return false
	}
	lower := s[0] >= 'a'
	if lower && (len(s) < 2 || strings.Trim(s, "ivx") != "") {
		return false
	}
	if !lower && len(s) == 1 {
		return s == "V" || s == "X"
	}
	if lower {
		var buf [15]byte
		for i := range len(s) {
			buf[i] = s[i] - 'a' + 'A'
		}
		return roman(string(buf[:len(s)]))
	}
	return roman(s)
}

func roman(s string) bool {
	for range 3 {
		s = strings.TrimPrefix(s, "M")
	}
	for _, d := range [...]struct{ one, five, ten string }{{"C", "D", "M"}, {"X", "L", "C"}, {"I", "V", "X"}} {
		s = romanDigit(s, d.one, d.five, d.ten)
	}
	return s == ""
}

// romanDigit cuts one decimal digit off s: at most one of IX, IV or V?I{0,3}.
func romanDigit(s, one, five, ten string) string {
	if len(s) > 1 && s[:1] == one && (s[1:2] == ten || s[1:2] == five) {
		return s[2:]
	}
	s = strings.TrimPrefix(s, five)
	for range 3 {
		s = strings.TrimPrefix(s, one)
	}
	return s
}

// isFigure accepts figures as English prints them: 1917, 1,000, 3.5, 40-41,
// 1917/18, '17, 1st, 22nd, 3d, 1890s, 1890's, 6d, 8vo. A letter among the digits
// (19S6, l917) is none.
func isFigure(s string) bool {
	s = trimApostrophe(s)
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == 0 {
		return false
	}
	for {
		j := i
		for _, sep := range [...]string{",", ".", "-", "–", "/", ":"} {
			if strings.HasPrefix(s[j:], sep) {
				j += len(sep)
				break
			}
		}
		k := j
		for k < len(s) && s[k] >= '0' && s[k] <= '9' {
			k++
		}
		if j == i || k == j {
			break
		}
		i = k
	}
	tail := s[i:]
	switch tail {
	case "":
		return true
	case "s", "'s", "’s": // the 1890s; 6s, but not 1s, which is is
		return s[i-1] == '0' || tail == "s" && s[:i] != "1"
	case "d": // sixpence: 6d; and the 2d and 3d of older texts
		return true
	case "l": // pounds: 1000l
		return i > 1 && (s[i-1] == '0' || s[i-1] == '5')
	case "to", "vo", "mo": // formats of books: 4to, 8vo, 12mo
		return i < 3
	case "st", "nd", "rd", "th", "ST", "ND", "RD", "TH":
		return ordinal(s[:i], strings.ToLower(tail))
	}
	return false
}

func trimApostrophe(s string) string {
	if r, ok := strings.CutPrefix(s, "'"); ok {
		return r
	}
	return strings.TrimPrefix(s, "’")
}

// ordinal knows 11th from 21st.
func ordinal(n, tail string) bool {
	teen := len(n) > 1 && n[len(n)-2] == '1'
	switch last := n[len(n)-1]; {
	case tail == "th":
		return teen || last == '0' || last > '3'
	case teen:
		return false
	case tail == "st":
		return last == '1'
	case tail == "nd":
		return last == '2'
	case tail == "rd":
		return last == '3'
	}
	return false
}
