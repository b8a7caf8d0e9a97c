package correct

import (
	"strings"

	"emend/dictionaries"
)

// A variant is a pair of letters that sets an older or another spelling apart from the lexicon's: not a scanner's doing.
type variant struct{ old, now string }

// variants are those of English; those of German and French are below.
var variants = []variant{
	{"'d", "ed"}, {"'d", "d"}, {"ie", "y"}, {"i", "y"}, {"y", "i"}, {"ee", "e"}, {"ck", "c"}, {"our", "or"}, {"or", "our"}, {"ll", "l"}, {"l", "ll"},
	{"s", "z"}, {"z", "s"}, {"æ", "ae"}, {"ae", "e"}, {"œ", "oe"}, {"oe", "e"}, {"u", "v"}, {"v", "u"}, {"i", "j"}, {"vv", "w"}, {"e", ""}, {"", "e"},
	{"eth", "es"}, {"eth", "s"}, {"eth", "ed"}, {"th", ""}, {"st", ""}, {"t", "ed"}, {"ph", "f"}, {"k", ""}, {"re", "er"}, {"ess", "es"}, {"nn", "n"}, {"tt", "t"}, {"en", "in"}, {"in", "en"}, {"im", "em"}, {"ei", "ie"}, {"x", "ct"}, {"aun", "an"}, {"ow", "ou"},
	{"ou", "ow"}, {"a'", "an"}, {"in'", "ing"}, {"'", ""}, {"'", "h"}, {"'", "v"}, {"ti", "ci"}, {"ct", "t"}, {"gg", "g"}, {"pp", "p"}, {"rr", "r"}, {"ff", "f"}, {"ss", "s"}, {"s", "ss"}, {"mm", "m"}, {"m", "mm"}, {"n", "nn"}, {"r", "rr"}, {"t", "tt"}, {"p", "pp"}, {"c", "ck"},
}

var germanVariants = []variant{
	{"th", "t"}, {"t", "th"}, {"ey", "ei"}, {"ei", "ey"}, {"ay", "ai"}, {"y", "i"}, {"ie", "i"}, {"i", "ie"}, {"ß", "ss"}, {"ss", "ß"}, {"c", "k"}, {"c", "z"}, {"k", "c"}, {"z", "c"},
	{"ae", "ä"}, {"oe", "ö"}, {"ue", "ü"}, {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"aa", "a"}, {"ee", "e"}, {"oo", "o"}, {"ah", "a"}, {"ff", "f"}, {"f", "ff"}, {"n", "nn"}, {"nn", "n"}, {"m", "mm"}, {"mm", "m"}, {"l", "ll"}, {"ll", "l"}, {"r", "rr"},
	{"rr", "r"}, {"s", "ß"}, {"ß", "s"}, {"z", "tz"}, {"tz", "z"}, {"ck", "k"}, {"k", "ck"}, {"gk", "k"}, {"dt", "t"}, {"dt", "d"}, {"ph", "f"}, {"'", ""}, {"'", "e"}, {"e", ""}, {"", "e"}, {"h", ""}, {"", "h"}, {"u", "v"}, {"v", "u"}, {"i", "j"}, {"j", "i"}, {"v", "f"}, {"iren", "ieren"}, {"irt", "iert"}, {"niß", "nis"}, {"e", "ä"}, {"ä", "e"},
}

var frenchVariants = []variant{
	{"oi", "ai"}, {"ois", "ais"}, {"oit", "ait"}, {"oient", "aient"}, {"ans", "ants"}, {"ens", "ents"}, {"é", "è"}, {"è", "é"}, {"ë", "è"}, {"ë", "é"}, {"ï", "i"}, {"i", "y"}, {"y", "i"}, {"es", "ê"}, {"as", "â"}, {"os", "ô"}, {"is", "î"}, {"us", "û"}, {"u", "v"}, {"v", "u"}, {"i", "j"}, {"ct", "t"}, {"ph", "f"}, {"th", "t"},
	{"ss", "s"}, {"ll", "l"}, {"l", "ll"}, {"tt", "t"}, {"t", "tt"}, {"pp", "p"}, {"p", "pp"}, {"nn", "n"}, {"n", "nn"}, {"mm", "m"}, {"m", "mm"}, {"oe", "œ"}, {"œ", "oe"}, {"æ", "ae"}, {"z", "s"}, {"s", "z"}, {"s", ""}, {"ge", "gé"}, {"û", "u"}, {"u", "û"}, {"ô", "o"}, {"o", "ô"}, {"î", "i"}, {"i", "î"}, {"â", "a"}, {"a", "â"}, {"ê", "é"}, {"é", "ê"},
}

// variantsOf are those of a language; of one without a list of its own, none.
func variantsOf(g dictionaries.Language) []variant {
	switch g {
	case dictionaries.EnglishWords:
		return variants
	case dictionaries.GermanWords:
		return germanVariants
	case dictionaries.FrenchWords:
		return frenchVariants
	}
	return nil
}

// isVariant tells whether one change of variants turns what was read into the word.
func isVariant(variants []variant, read, word string) bool {
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
