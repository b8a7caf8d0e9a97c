package format

import (
	"strings"
	"testing"

	"emend/pipeline/text"
)

func TestMediaWiki(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"emphasis", "''f''u'''''ch''''' and don't '''''b''''' 4''''x'''", "fuch and don't b 4'x"},
		{"links", "a [[b]] [[c|d ''e'']] [[File:x.png|f]] [http://x g h] [http://y] [[Category:z]] [i]", "a b d e \uFFFC g h \uFFFC [i]"},
		{"templates", "{{sc|Abc}} {{di|T}}he {{unknown|x}} {{gap}}{{lang|de|das {{sc|Ding}}}}", "Abc The \uFFFC \uFFFCdas Ding"},
		{"paragraphs", "a\nb\n\nc\n{{nop}}\nd", "a\nb\n\nc\n\nd"},
		{"headings", "== A [[b|c]] ==\nd\n=== e ===", "A c\n\nd\n\ne"},
		{"lists", "* a\n* ''b''\n:: c\nd", "a\n\nb\n\nc\n\nd"},
		{"notes", "a<ref name=x>b ''c''</ref> d<ref name=x/>.", "a\n\nb c\n\nd."},
		{"table", "x\n{| class=\"y\"\n|+ t\n|-\n! a !! b\n|-\n| style=\"c\" | d || e\n|}\nf", "x\n\nt\n\na\n\nb\n\nd\n\ne\n\nf"},
		{"verse", "<poem>\na,\n  b.\n\nc\n</poem>\nd", "a,\nb.\n\nc\n\nd"},
		{"left alone", "<noinclude>x</noinclude>a <!-- y --><nowiki>[[z]] ''w''</nowiki> <math>x^2</math> __NOTOC__ <pages index=\"i\" />b", "a [[z]] ''w'' \uFFFC b"},
		{"references", "a &amp; b&nbsp;c &mdash; &x;", "a & b\u00A0c — &x;"},
		{"sic", "a {{SIC|tbe|the}} b", "a tbe b"},
		{"a word over two pages", "of the {{hws|trans|translation}}\n<noinclude>x</noinclude>{{hwe|lation|translation}} of", "of the translation of"},
		{"a word that goes on elsewhere", "the {{hws|trans|translation}}", "the translation"},
		{"a word that began elsewhere", "{{hwe|lation|translation}} of", "translation of"},
		{"nobody closes", "a {{sc|b [[c ''d", "a {{sc|b [[c d"},
		{"arguments", "{{center|1=a {{sc|b}}|x=y}}", "a b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			readsAs(t, "a.wiki", c.src, c.want)
		})
	}
}

func TestMediaWikiEdits(t *testing.T) {
	for _, c := range []struct{ src, old, new, want string }{
		{"tbe {{sc|tbe}}", "tbe tbe", "the the", "the {{sc|the}}"},
		{"{{hws|trons|tronslation}}\n{{hwe|lation|tronslation}} of", "tronslation", "translation", "{{hws|trans|translation}}\n{{hwe|lation|translation}} of"},
		{"{{hws|trans|translatiom}}", "translatiom", "translation", "{{hws|trans|translation}}"},
		{"a tbe|b", "tbe", "[[x|''y''", "a [&#91;x&#124;'&#39;y'&#39;|b"},
		{"out\nbreak", "out\nbreak", "outbreak", "outbreak"},
		{"&ldquo;a&rdquo; b", "b", "“b”", "&ldquo;a&rdquo; &ldquo;b&rdquo;"},
	} {
		d, _, err := Read("a.wiki", []byte(c.src), Options{})
		if err != nil {
			t.Fatal(err)
		}
		at := strings.Index(d.Text.Content, c.old)
		var edits []text.Edit
		for i := range strings.Fields(c.old) { // word by word
			old, new := c.old, c.new
			if len(strings.Fields(c.new)) == len(strings.Fields(c.old)) {
				old, new = strings.Fields(c.old)[i], strings.Fields(c.new)[i]
			} else if i > 0 {
				break
			}
			es, err := d.Text.Source(text.Change{Span: text.Span{Start: at, End: at + len(old)}, New: new})
			if err != nil {
				t.Errorf("%q: %v", c.src, err)
			}
			edits = append(edits, es...)
			at += len(old) + 1
		}
		out, err := text.Splice([]byte(c.src), edits)
		if err != nil || string(out) != c.want {
			t.Errorf("%q with %q for %q became %q, want %q (%v)", c.src, c.new, c.old, out, c.want, err)
		}
	}
}

var hostileWiki = []string{
	"{{", "}}", "[[", "]]", "{{{{", "{{a|{{b|c}}", "[[a|{{b]]}}", "''", "'''''", "{|", "|-", "{|\n|", "{|\n|a|b||c\n|}", "== ", "==a==", "=", "<ref>", "<ref>a<ref>b</ref>", "<nowiki>", "<!--", "<poem>", "</poem>",
	"{{hws|a|ab}}{{hwe|b|ab}}", "{{hws||}}", "{{hwe|a|", "{{hws|a|b}}", "{{lang|de}}", "{{sc}}", "{{sc|x=y}}", "#REDIRECT [[a]]", "* a\n** b\n: c", "[http://a b]", "__TOC__", "__", "<code>a", "{{sc|a\n\nb}}", "<blockquote>a</q>b</blockquote>",
	"<noinclude>a\n</noinclude>{{hws|tr|trap}}\n\n<noinclude>b</noinclude>{{hwe|ap|trap}} c", strings.Repeat("{{sc|", 60) + "a" + strings.Repeat("}}", 60),
}
