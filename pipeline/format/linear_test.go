package format

import (
	"fmt"
	"strings"
	"testing"

	"emend/pipeline/text"
)

// Whatever a file is made of, sixteen times as much of it takes sixteen times as long: ns/op of the two sizes show it.
func BenchmarkHostile(b *testing.B) {
	for i, s := range []string{
		"<", "&", "<a ", `<a b="`, "<a b='>", "<!--", "<![CDATA[", "</", "<?", "<!DOCTYPE ", "<!DOCTYPE x [", "&a", "&#1", "&amp", "&amp;", "<p>", "</p>", "<q>", "<q><p>", "<b></q>",
		"<sup>", "<sup>a", "<sup>1", "<script>", "<title>", "</title", "a\r\n", "\xFF", "é&eacute;", "é<i>", "<br>", "a<br>", "<p lang=a>", "<choice>", "<choice><sic>", "<lb break='no'/>", "-<lb break='no'/>",
		"<text>", "</text>", "<text></text>", "<lg><l>a", "<x>a</x>", "<x>", "<span class=ocrx_word>", "<span class=ocrx_word>a</span>", "<span class=ocr_line>",
		"<String CONTENT='a'/>", "<String CONTENT='a' SUBS_TYPE='HypPart1' SUBS_CONTENT='ab'/><HYP/>", "<TextRegion>", "<TextLine>", "<Word>", "<TextEquiv>", "<Unicode>a",
		"<TextRegion><TextLine><TextEquiv><Unicode>a b</Unicode></TextEquiv></TextLine><TextEquiv><Unicode>a b\n", "<!ENTITY a 'b'>", "<!DOCTYPE a [<!ENTITY b 'c'>", "\x00<", "'\"", "<a '",
		"*", "*a", "*a ", "**a*", "_*", "a_*b*_", "`", "`a", "``a`", "[", "[a", "]", "![", "[a](", "[a](b ", "[a](b \"", "[a](b (", "[a](<b", "[a][b", "[a]: b\n", "[a]: b \"\n", "[^a]", "[^a]: b\n", "> ", "> a\n", ">", "- ", "- a\n", " - a\n",
		"1. ", "|", "|-", "a|b\n-|-\n", "\\", "\\\n", "~~", "```\n", "    a\n", "\t", "# ", "a\n===\n", "---\n", "<!-- ", "<!-- -->", "<a@b>", "<div>\n", "<div>\n\n", "<code>", "<code></code>",
		"{{", "}}", "{{a|", "{{a}}", "{{sc|", "{{sc|a}}", "[[", "]]", "[[a|", "[[a]]", "''", "'''''", "'", "{|\n", "|}\n", "|-\n", "| a || b\n", "{|\n| a || b\n", "= a =\n", "==", "<ref>", "<ref>a</ref>", "<ref>a", "<nowiki>", "<poem>", "</poem>", "<math>",
		"{{hws|a|ab}}", "{{hwe|b|ab}}", "{{hws|a|ab}}{{hwe|b|ab}}", "[http://a ", "[http://a b]", "__", "__A__", "* ", "* a\n", "; a : b\n", "{{sc|a=", "{{sc|<a ", "{{[[",
	} {
		for _, f := range All {
			if f.Name == "plain" {
				continue
			}
			for _, size := range []int{1 << 13, 1 << 17} {
				src := []byte(map[string]string{"tei": "<text>"}[f.Name] + strings.Repeat(s, size/len(s)))
				b.Run(fmt.Sprintf("%s/%02d/%d", f.Name, i, size), func(b *testing.B) {
					b.SetBytes(int64(size))
					for b.Loop() {
						if _, _, err := Read("f", src, Options{Format: f.Name}); err != nil {
							b.Skip(err)
						}
					}
				})
			}
		}
	}
}

// The same of Word documents.
func BenchmarkHostileDocx(b *testing.B) {
	styles := map[string]element{"h": {kind: text.Heading}, "c": {role: objectRole}}
	for i, s := range []string{
		"<w:p>", "</w:p>", "<w:p><w:r>", "<w:r><w:t>a", "<w:r><w:t>a</w:t><w:tab/>", "<w:r><w:t xml:space='preserve'> ", `<w:r><w:fldChar w:fldCharType="begin"/>`, `<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/><w:t>a`,
		"<w:instrText>a b ", `<w:fldChar w:fldCharType="begin"/><w:instrText>a `, "<w:fldSimple w:instr='DATE'><w:r><w:t>a", "<x>", `<w:pPr><w:pStyle w:val="h"/>`, `<w:p><w:pPr><w:pStyle w:val="h"/>`, `<w:p><w:pPr><w:pStyle w:val="c"/>`, "<w:footnote>", "<w:footnote><w:p><w:r><w:t>a",
		"<w:del>", "<w:p><w:pPr><w:rPr><w:del/>", "<w:drawing>", "<w:t>&amp;", "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t>",
	} {
		for _, size := range []int{1 << 13, 1 << 17} {
			src := []byte(strings.Repeat(s, size/len(s)))
			b.Run(fmt.Sprintf("%02d/%d", i, size), func(b *testing.B) {
				b.SetBytes(int64(size))
				for b.Loop() {
					readDocx(src, newEncoding("utf-8", nil), styles, text.Paragraph)
				}
			})
		}
	}
}
