package report

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"": "",
		"plain, naïve — “quoted” 名古屋": "plain, naïve — “quoted” 名古屋",
		"e\u0301":                      "e\u0301",
		"a\x1b[2J":                     "a<U+001B>[2J",
		"a\u009b31m":                   "a<U+009B>31m",
		"a\x9b31m":                     "a<0x9B>31m",
		"\a\r\n\t\x00\x7f":             "<U+0007><U+000D><U+000A><U+0009><U+0000><U+007F>",
		"\u202eevil\u202c\u2066\u200f": "<U+202E>evil<U+202C><U+2066><U+200F>",
		"co\u00adop\u00a0\u200b\ufeff": "co<U+00AD>op<U+00A0><U+200B><U+FEFF>",
		"\u2028\u2029\u0085":           "<U+2028><U+2029><U+0085>",
		"\u3164\u2800\ufe0f\U000e0101": "<U+3164><U+2800><U+FE0F><U+E0101>",
		"\ue000\U000f0000\U0010ffff":   "<U+E000><U+F0000><U+10FFFF>",
		"caf\xe9":                      "caf<0xE9>",
		"\xed\xa0\x80":                 "<0xED><0xA0><0x80>",
		"\ufffd":                       "\ufffd",
	} {
		if got := Escape(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if n := testing.AllocsPerRun(100, func() { Escape("nothing to name — “here”") }); n != 0 {
		t.Errorf("%v allocations where there is nothing to name", n)
	}
}

func TestNamed(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"the\u00a0end", "the end", "U+00A0 -> U+0020"},
		{"co\u00adop", "coop", "U+00AD -> nothing"},
		{"  ", " ", "U+0020 U+0020 -> U+0020"},
		{"to  the", "to the", "U+0020 -> nothing"},
		{"end ", "end", "U+0020 -> nothing"},
		{"’tis", "‘tis", "U+2019 -> U+2018"},
		{"a–b", "a-b", "U+2013 -> U+002D"},
		{"‘‘", "“", "U+2018 U+2018 -> U+201C"},
		{"\u0441orn", "corn", "U+0441 -> U+0063"},
		{"e\u0301", "\u00e9", "U+0065 U+0301 -> U+00E9"},
		{"e\u0301te\u0301", "\u00e9t\u00e9", "U+0065 U+0301 -> U+00E9"},
		{"dictator-\nship", "dictatorship", ""},
		{"is sued", "issued", ""},
		{"trom", "from", ""},
		{"tęst", "test", ""},
		{"etc.The", "etc. The", ""},
		{"coast ,", "coast,", ""},
		{"i.e,,", "i.e.,", ""},
		{"same", "same", ""},
		{"x", "", ""},
		{"", "", ""},
	} {
		if got := Named(c.old, c.new); got != c.want {
			t.Errorf("%q to %q: got %q, want %q", c.old, c.new, got, c.want)
		}
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("a\x1b[2J\u202e", "b")
	f.Add("e\u0301\xff", "\u00e9")
	f.Fuzz(func(t *testing.T, s, u string) {
		e := Escape(s)
		for _, r := range e {
			if !plain(r) {
				t.Fatalf("%q: %q is left in %q", s, r, e)
			}
		}
		if !utf8.ValidString(e) || Escape(e) != e {
			t.Fatalf("%q: %q", s, e)
		}
		if n := Named(s, u); Escape(n) != n || strings.Contains(n, "U+FFFD") && utf8.ValidString(s) && utf8.ValidString(u) && !strings.Contains(s+u, "\ufffd") {
			t.Fatalf("%q to %q is named %q", s, u, n)
		}
	})
}
