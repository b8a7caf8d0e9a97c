package format

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// names lists every encoding: its IANA name, preferred MIME form where there is one, in lower
// case, and what else people write. Names are compared by letters and digits alone, in any case.
var names = []struct {
	name    string
	aliases string
	table   *charmap.Charmap // nil: utf-8, utf-16, us-ascii
}{
	{"utf-8", "unicode11utf8 unicode20utf8 xunicode20utf8", nil},
	{"utf-16", "unicode ucs2 iso10646ucs2 csutf16 csunicode", nil}, // by its byte-order mark
	{"utf-16le", "unicodefeff csutf16le", nil},
	{"utf-16be", "unicodefffe csutf16be", nil},
	{"us-ascii", "ascii ansix341968 ansix341986 iso646us iso646irv1991 isoir6 cp367 ibm367 us csascii", nil},
	{"windows-1252", "cp1252 win1252 1252 xcp1252 cswindows1252", charmap.Windows1252},
	{"iso-8859-1", "latin1 l1 iso885911987 isoir100 cp819 ibm819 819 88591 csisolatin1", charmap.ISO8859_1},
	{"iso-8859-15", "latin9 latin0 l9 885915 csiso885915", charmap.ISO8859_15},
	{"macintosh", "mac macroman xmacroman csmacintosh", charmap.Macintosh},
	{"ibm437", "cp437 437 dos437 cspc8codepage437", charmap.CodePage437},
	{"ibm850", "cp850 850 dos850 cspc850multilingual", charmap.CodePage850},
	{"ibm00858", "cp858 858 ibm858 cp00858 ccsid00858 pcmultilingual850euro csibm00858", charmap.CodePage858},
	{"windows-1250", "cp1250 win1250 1250 xcp1250 cswindows1250", charmap.Windows1250},
	{"windows-1251", "cp1251 win1251 1251 xcp1251 cswindows1251", charmap.Windows1251},
	{"windows-1253", "cp1253 win1253 1253 xcp1253 cswindows1253", charmap.Windows1253},
	{"windows-1254", "cp1254 win1254 1254 xcp1254 cswindows1254", charmap.Windows1254},
	{"windows-1255", "cp1255 win1255 1255 xcp1255 cswindows1255", charmap.Windows1255},
	{"windows-1256", "cp1256 win1256 1256 xcp1256 cswindows1256", charmap.Windows1256},
	{"windows-1257", "cp1257 win1257 1257 xcp1257 cswindows1257", charmap.Windows1257},
	{"windows-1258", "cp1258 win1258 1258 xcp1258 cswindows1258", charmap.Windows1258},
	{"windows-874", "cp874 874 dos874 cswindows874", charmap.Windows874},
	{"koi8-r", "koi8 koi cskoi8r", charmap.KOI8R},
	{"koi8-u", "koi8ru cskoi8u", charmap.KOI8U},
	{"x-mac-cyrillic", "maccyrillic xmacukrainian", charmap.MacintoshCyrillic},
	{"iso-8859-2", "latin2 l2 iso885921987 isoir101 88592 csisolatin2", charmap.ISO8859_2},
	{"iso-8859-3", "latin3 l3 iso885931988 isoir109 88593 csisolatin3", charmap.ISO8859_3},
	{"iso-8859-4", "latin4 l4 iso885941988 isoir110 88594 csisolatin4", charmap.ISO8859_4},
	{"iso-8859-5", "cyrillic iso885951988 isoir144 88595 csisolatincyrillic", charmap.ISO8859_5},
	{"iso-8859-6", "arabic iso885961987 isoir127 ecma114 asmo708 iso88596e iso88596i 88596 csisolatinarabic csiso88596e csiso88596i", charmap.ISO8859_6},
	{"iso-8859-7", "greek greek8 iso885971987 isoir126 elot928 ecma118 88597 csisolatingreek", charmap.ISO8859_7},
	{"iso-8859-8", "hebrew iso885981988 isoir138 iso88598e iso88598i logical visual 88598 csisolatinhebrew csiso88598e csiso88598i", charmap.ISO8859_8},
	{"iso-8859-9", "latin5 l5 iso885991989 isoir148 88599 csisolatin5", charmap.ISO8859_9},
	{"iso-8859-10", "latin6 l6 iso8859101992 isoir157 885910 csisolatin6", charmap.ISO8859_10},
	{"iso-8859-13", "latin7 l7 885913 csiso885913", charmap.ISO8859_13},
	{"iso-8859-14", "latin8 l8 iso8859141998 isoir199 isoceltic 885914 csiso885914", charmap.ISO8859_14},
	{"iso-8859-16", "latin10 l10 iso8859162001 isoir226 885916 csiso885916", charmap.ISO8859_16},
	{"ibm852", "cp852 852 dos852 cspcp852", charmap.CodePage852},
	{"ibm855", "cp855 855 dos855 csibm855", charmap.CodePage855},
	{"ibm860", "cp860 860 dos860 csibm860", charmap.CodePage860},
	{"ibm862", "cp862 862 dos862 cspc862latinhebrew", charmap.CodePage862},
	{"ibm863", "cp863 863 dos863 csibm863", charmap.CodePage863},
	{"ibm865", "cp865 865 dos865 csibm865", charmap.CodePage865},
	{"ibm866", "cp866 866 dos866 csibm866", charmap.CodePage866},
	{"ibm037", "cp037 037 cp37 ebcdiccpus ebcdiccpca ebcdiccpwt ebcdiccpnl csibm037", charmap.CodePage037},
	{"ibm1047", "cp1047 1047 ibm1047 csibm1047", charmap.CodePage1047},
	{"ibm01140", "cp1140 1140 ibm1140 cp01140 ccsid01140 ebcdicus37euro csibm01140", charmap.CodePage1140},
	{"x-user-defined", "userdefined", charmap.XUserDefined},
}

// Lookup finds an encoding by any of its names. The error for an unknown name tells the nearest
// ones.
func Lookup(name string) (Encoding, error) {
	key := bare(name)
	for _, n := range names {
		if key == bare(n.name) || key != "" && slices.Contains(strings.Fields(n.aliases), key) {
			return newEncoding(n.name, n.table), nil
		}
	}
	if like := near(key); len(like) > 0 {
		return Encoding{}, fmt.Errorf("unknown encoding %q; did you mean %s", name, strings.Join(like, ", "))
	}
	return Encoding{}, fmt.Errorf("unknown encoding %q; utf-8, iso-8859-1, windows-1252 are some, and auto finds out", name)
}

// bare is a name in the form in which names are compared. // ISO_8859-1 -> iso88591
func bare(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
}

// near lists up to three names near a key, a third of its letters or two of four apart at most: by
// edit distance to the name or an alias, then in the order of the table.
func near(key string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var all []candidate
	for _, n := range names {
		c := candidate{n.name, distance(key, bare(n.name))}
		for a := range strings.FieldsSeq(n.aliases) {
			c.distance = min(c.distance, distance(key, a))
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return a.distance - b.distance })
	var like []string
	for _, c := range all[:3] {
		if limit := max(len(key)/3, min(2, len(key)/2)); c.distance <= limit {
			like = append(like, c.name)
		}
	}
	return like
}

// distance is the edit distance of two ASCII strings (Levenshtein 1966). O(len(a) len(b)).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := diagonal
			if a[i] != b[j] {
				d = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], d
		}
	}
	return row[len(b)]
}
