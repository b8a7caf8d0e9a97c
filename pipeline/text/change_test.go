package text_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"emend/pipeline/format"
	"emend/pipeline/text"
)

// inMarkup reads the small markup language of the laws.
const inMarkup = "markup"

func open(t *testing.T, encoding, src string) *text.Text {
	t.Helper()
	doc := markup([]byte(src))
	if encoding != inMarkup {
		d, _, err := format.Read("f", []byte(src), format.Options{Format: "plain", Encoding: encoding})
		if err != nil {
			t.Fatal(err)
		}
		doc = d.Text
	}
	if err := doc.Check(); err != nil {
		t.Fatal(err)
	}
	return doc
}

// change replaces the only place where old stands.
func change(t *testing.T, doc *text.Text, old, new string) text.Change {
	t.Helper()
	at := strings.Index(doc.Content, old)
	if at < 0 || strings.Count(doc.Content, old) != 1 && old != "" {
		t.Fatalf("%q is not in %q, or more than once", old, doc.Content)
	}
	return text.Change{Span: text.Span{Start: at, End: at + len(old)}, New: new}
}

func show(src string, es []text.Edit) string {
	var parts []string
	for _, e := range es {
		parts = append(parts, fmt.Sprintf("%q>%q", src[e.Start:e.End], e.New))
	}
	return strings.Join(parts, " ")
}

// The smallest edits, and none that replaces nothing.
func TestSource(t *testing.T) {
	for _, c := range []struct {
		name, encoding, src string
		old, new            string
		edits               string // "old bytes">"new bytes", or part of an error
	}{
		{"one letter", "utf-8", "the tbe end", "tbe", "thc", `"be">"hc"`},
		{"both ends go", "utf-8", "arid", "arid", "and", `"ri">"n"`},
		{"nothing", "utf-8", "arid", "arid", "arid", ``},
		{"first letter", "utf-8", "lndia", "lndia", "India", `"l">"I"`},
		{"insertion takes the letter before", "utf-8", "cafe", "cafe", "cafes", `"e">"es"`},
		{"insertion at the start takes the one after", "utf-8", "nd", "nd", "and", `"n">"an"`},
		{"insertion between", "utf-8", "etc.The", ".T", ". T", `".">". "`},
		{"deletion takes the letter before", "utf-8", "own. newspaper", "own. n", "own n", `"n.">"n"`},
		{"deletion at the start", "utf-8", "xand", "xand", "and", `"xa">"a"`},
		{"all of it", "utf-8", "x", "x", "y", `"x">"y"`},
		{"all goes", "utf-8", "x", "x", "", "protected"},
		{"into nothing", "utf-8", "", "", "x", "protected"},

		{"a mark stays with its letter", "utf-8", "te\u0301te", "te\u0301te", "te\u0302te", "\"e\u0301\">\"e\u0302\""},
		{"a letter goes, its mark stays", "utf-8", "te\u0301", "e\u0301", "a\u0301", "\"e\u0301\">\"a\u0301\""},
		{"a mark is added to the last letter", "utf-8", "cafe", "cafe", "cafe\u0301", "\"e\">\"e\u0301\""},
		{"a mark goes", "utf-8", "cafe\u0301.", "e\u0301", "e", "\"e\u0301\">\"e\""},
		{"a letter before a mark", "utf-8", "ae\u0301", "e\u0301", "xe\u0301", `"a">"ax"`},
		{"insertion after a marked letter takes both", "utf-8", "ae\u0301b", "\u0301b", "\u0301cb", "\"e\u0301\">\"e\u0301c\""},
		{"one byte of a letter is none", "utf-8", "caf\u00e9", "\u00e9", "\u00e8", "\"\u00e9\">\"\u00e8\""},

		{"lines apart", "utf-8", "tbe\narid", "tbe\narid", "the\nand", `"b">"h" "ri">"n"`},
		{"a line end stays", "utf-8", "ab\ncd", "b\nc", "x\nc", `"b">"x"`},
		{"a line end goes", "utf-8", "ab\ncd", "b\nc", "bc", `"b\n">"b"`},
		{"a hyphen and a line end go", "utf-8", "dictator-\nship", "-\n", "", `"r-\n">"r"`},
		{"a line loses all", "utf-8", "ab\n1234\ncd", "1234", "", `"\n1234">"\n"`},
		{"the first line loses all", "utf-8", "1234\ncd", "1234", "", `"1234\n">"\n"`},
		{"two lines lose all", "utf-8", "12\n34", "12\n34", "\n", `"12\n34">"\n"`},
		{"three lines lose all", "utf-8", "12\n34\n56", "12\n34\n56", "\n\n", `"12\n34">"\n" "\n56">"\n"`},
		{"into an empty line", "utf-8", "a\n\nb", "\n\n", "\nx\n", `"\n">"\nx"`},
		{"a line goes", "utf-8", "ab\n1234\ncd", "\n1234", "", `"b\n1234">"b"`},

		{"crlf: lines apart", "utf-8", "tbe\r\narid\r\n", "tbe\narid", "the\nand", `"b">"h" "ri">"n"`},
		{"crlf: a line end goes", "utf-8", "ab\r\ncd", "b\nc", "bc", `"b\r\n">"b"`},
		{"crlf: a line loses all", "utf-8", "ab\r\n12\r\ncd", "12", "", `"\r\n12">"\r\n"`},
		{"crlf: a new line end", "utf-8", "ab\r\ncd", "c", "c\n", `"c">"c\r\n"`},
		{"mixed: a line end keeps its kind", "utf-8", "a\r\nb\r\n12\nc", "b\n12\nc", "b\n\nc", `"\r\n12">"\r\n"`},
		{"mixed: the first line end keeps its kind", "utf-8", "12\nb\r\nc\r\nd", "12", "", `"12\n">"\n"`},
		{"a line end before it stays", "utf-8", "ab\r\ncd", "\nc", "\n\nx", `"c">"\r\nx"`},

		{"latin-1", "iso-8859-1", "caf\xE9s", "caf\u00e9s", "caf\u00e8s", "\"\\xe9\">\"\\xe8\""},
		{"latin-1: not in it", "iso-8859-1", "cafes", "e", "щ", "cannot be written in iso-8859-1"},
		{"koi8-r", "koi8-r", "\xD0\xD2\xC9\xD7\xC5\xD4 x", "привет", "привит", "\"\\xc5\">\"\\xc9\""},
		{"koi8-r: insertion", "koi8-r", "\xD0\xD2\xC9\xD7\xC5 x", "приве ", "привет ", "\"\\xc5\">\"\\xc5\\xd4\""},
		{"utf-16le", "utf-16le", "\xFF\xFEa\x00b\x00c\x00", "abc", "axc", `"b\x00">"x\x00"`},
		{"utf-16be: crlf", "utf-16be", "\x00a\x00\r\x00\n\x00b", "a\nb", "ab", "\"\\x00a\\x00\\r\\x00\\n\">\"\\x00a\""},
		{"utf-16le: a pair", "utf-16le", "\x3D\xD8\x00\xDEa\x00", "😀a", "😁a", "\"=\\xd8\\x00\\xde\">\"=\\xd8\\x01\\xde\""},
		{"windows-1252: no character", "windows-1252", "a\x81b", "\uFFFD", "x", "not in the file as such"},
		{"windows-1252: beside no character", "windows-1252", "a\x81b", "\uFFFDb", "\uFFFDc", `"b">"c"`},
		{"windows-1252: insertion beside no character", "windows-1252", "\x81b", "b", "ab", `"b">"ab"`},
		{"the mark is left alone", "utf-8", "\xEF\xBB\xBFab", "ab", "b", `"ab">"b"`},

		{"beside a tag", inMarkup, "a<i>bc</i>d", "bc", "bx", `"c">"x"`},
		{"across a tag", inMarkup, "a<i>bc</i>d", "ab", "xy", `"a">"x" "b">"y"`},
		{"across a tag, one letter gone", inMarkup, "ta<i>rne</i>", "arne", "ame", `"rn">"m"`},
		{"across a tag, one letter of two", inMarkup, "tar<i>ne</i>d", "arne", "ame", `"r">"m" "ne">"e"`},
		{"across two tags", inMarkup, "ab<i>c</i>de", "abcde", "xbyde", `"a">"x" "c">"y"`},
		{"insertion at a tag", inMarkup, "ab<i>cd</i>", "bc", "bxc", `"b">"bx"`},
		{"all between tags", inMarkup, "a<i>bc</i>d", "bc", "", "crosses markup"},
		{"an entity", inMarkup, "a&e;b", "e", "x", `"&e;">"x"`},
		{"part of an entity", inMarkup, "a&fi;b", "fi", "fx", `"&fi;">"fx"`},
		{"insertion after an entity", inMarkup, "<p>&e;<q>", "e", "es", `"&e;">"es"`},
		{"an entity beside it", inMarkup, "a&e;bc", "bc", "bx", `"c">"x"`},
		{"written as the markup wants", inMarkup, "ab", "b", "&", `"b">"&&;"`},
		{"cannot be written", inMarkup, "ab", "b", "<", "cannot be written"},
		{"a space in no file", inMarkup, "<w>a</w>_<w>b</w>", " ", "", "crosses markup"},
		{"over a space in no file", inMarkup, "<w>a</w>_<w>b</w>", "a b", "xy", "not in the file as such"},
		{"over it, each word apart", inMarkup, "<w>ab</w>_<w>c</w>", "b ", "x ", `"b">"x"`},
		{"said twice", inMarkup, "=tbe=tbe=", "tbe", "the", `"b">"h" "b">"h"`},
		{"said twice, in two lines", inMarkup, "=tbe\narid=tbe\narid=", "tbe\narid", "the\nand", `"b">"h" "ri">"n" "b">"h" "ri">"n"`},
		{"said twice, insertion", inMarkup, "=te=te=", "te", "the", `"t">"th" "t">"th"`},
		{"said twice, part", inMarkup, "=arid=arid=", "ri", "n", `"ri">"n" "ri">"n"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := open(t, c.encoding, c.src)
			es, err := doc.Source(change(t, doc, c.old, c.new))
			got := show(c.src, es)
			if err != nil {
				got = err.Error()
			}
			if got != c.edits && (err == nil || !strings.Contains(got, c.edits) || c.edits == "") {
				t.Errorf("%s, want %s", got, c.edits)
			}
		})
	}
}

func TestSourceBounds(t *testing.T) {
	doc := open(t, "utf-8", "aé")
	for _, s := range []text.Span{{-1, 0}, {0, 4}, {2, 1}, {2, 3}, {0, 2}, {9, 9}} {
		if _, err := doc.Source(text.Change{Span: s, New: "x"}); !errors.Is(err, text.ErrBounds) {
			t.Errorf("%v: %v", s, err)
		}
	}
}

func TestSplice(t *testing.T) {
	edit := func(from, to int, new string) text.Edit {
		return text.Edit{Range: text.Range{Start: from, End: to}, New: new}
	}
	for _, c := range []struct {
		edits []text.Edit
		want  string
		err   error
	}{
		{nil, "abcdef", nil},
		{[]text.Edit{edit(1, 2, "BB")}, "aBBcdef", nil},
		{[]text.Edit{edit(4, 6, ""), edit(0, 1, "A")}, "Abcd", nil},
		{[]text.Edit{edit(0, 3, "x"), edit(3, 6, "y")}, "xy", nil},
		{[]text.Edit{edit(0, 3, "x"), edit(2, 6, "y")}, "", text.ErrOverlap},
		{[]text.Edit{edit(0, 3, "x"), edit(0, 3, "x")}, "", text.ErrOverlap},
		{[]text.Edit{edit(3, 3, "x")}, "", text.ErrBounds},
		{[]text.Edit{edit(5, 7, "x")}, "", text.ErrBounds},
		{[]text.Edit{edit(-1, 1, "x")}, "", text.ErrBounds},
	} {
		out, err := text.Splice([]byte("abcdef"), c.edits)
		if string(out) != c.want || !errors.Is(err, c.err) {
			t.Errorf("%v: %q, %v; want %q, %v", c.edits, out, err, c.want, c.err)
		}
	}
}
