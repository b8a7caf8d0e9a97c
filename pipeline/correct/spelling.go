package correct

import "strings"

// variants are pairs of letters that set an older or another spelling apart from the lexicon's: not a scanner's doing.
var variants = []struct{ old, now string }{
	{"'d", "ed"}, {"'d", "d"}, {"ie", "y"}, {"i", "y"}, {"y", "i"}, {"ee", "e"}, {"ck", "c"}, {"our", "or"}, {"or", "our"}, {"ll", "l"}, {"l", "ll"},
	{"s", "z"}, {"z", "s"}, {"æ", "ae"}, {"ae", "e"}, {"œ", "oe"}, {"oe", "e"}, {"u", "v"}, {"v", "u"}, {"i", "j"}, {"vv", "w"}, {"e", ""}, {"", "e"},
	{"eth", "es"}, {"eth", "s"}, {"th", ""}, {"st", ""}, {"t", "ed"}, {"ph", "f"}, {"k", ""}, {"re", "er"}, {"ess", "es"}, {"nn", "n"}, {"tt", "t"}, {"en", "in"}, {"in", "en"}, {"im", "em"}, {"ei", "ie"}, {"x", "ct"}, {"aun", "an"}, {"ow", "ou"},
	{"ou", "ow"}, {"a'", "an"}, {"in'", "ing"}, {"'", ""}, {"'", "h"}, {"'", "v"}, {"ti", "ci"}, {"ct", "t"}, {"gg", "g"}, {"pp", "p"}, {"rr", "r"}, {"ff", "f"}, {"ss", "s"}, {"s", "ss"}, {"mm", "m"}, {"m", "mm"}, {"n", "nn"}, {"r", "rr"}, {"t", "tt"}, {"p", "pp"}, {"c", "ck"},
}

// isVariant tells whether one change of variants turns what was read into the word.
func isVariant(read, word string) bool {
	for _, v := range variants {
		for at := 0; at <= len(read); {
			i := strings.Index(read[at:], v.old)
			if i < 0 {
				break
			}
			at += i
			if len(read)-len(v.old)+len(v.now) == len(word) && read[:at]+v.now+read[at+len(v.old):] == word {
				return true
			}
			at++
		}
	}
	return false
}
