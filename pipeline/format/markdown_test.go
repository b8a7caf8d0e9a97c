package format

import (
	"bytes"
	"flag"
	"html"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	gtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"emend/pipeline/text"
)

func TestMarkdown(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"emphasis in a word", "f*u*ch and **th**e", "fuch and the"},
		{"a star that is none", "2 * 3 * 4 and a*", "2 * 3 * 4 and a*"},
		{"escapes and references", `\*a\* &amp; &#8220;b&rdquo; AT&T \q`, `*a* & “b” AT&T \q`},
		{"code", "a `b*` c ``d`e`` f `g", "a \uFFFC c \uFFFC f `g"},
		{"code blocks", "a\n\n```\ncode\n```\nb\n\n    code\n\nc", "a\n\nb\n\nc"},
		{"links", "a [b *c*](d \"e\") <http://f> ![g](h) [i][j] [j] [k]\n\n[j]: l 'm'\n", "a b c \uFFFC \uFFFC i j [k]"},
		{"line ends", "a  \nb\\\nc\n  d", "a\nb\nc\nd"},
		{"quotation", "> a\n> b\nc\n>\n> d\n\ne", "a\nb\nc\n\nd\n\ne"},
		{"lists", "- a\n  b\n- c\n\n  d\n1) e\n   > f", "a\nb\n\nc\n\nd\n\ne\n\nf"},
		{"headings", "# a #\n\nb\n===\nc\n---\n\n***\nd", "a\n\nb\n\nc\n\nd"},
		{"front matter", "---\ntitle: tbe\n---\na\n", "a"},
		{"a rule is no front matter", "---\n\na\n\n---\n", "a"},
		{"footnotes", "a[^1] b[^2]\n\n[^1]: c\n    d\n", "a b[^2]\n\nc\nd"},
		{"table", "|a|b \\| c|\n|-|:-:|\n|*d*|e|\n\nf", "a\n\nb | c\n\nd\n\ne\n\nf"},
		{"html", "a <b>c</b> <code>d</code> <!-- e -->f<br>g\n\n<div class=\"x\">\nh &amp; <script>i</script>\n</div>\n\nj", "a c \uFFFC f\ng\n\nh &\n\nj"},
		{"definitions", "[a]: b\n[c]: <d> \"e\n f\"\ng", "g"},
	} {
		t.Run(c.name, func(t *testing.T) {
			readsAs(t, "a.md", c.src, c.want)
		})
	}
}

// readsAs checks what a file reads as, with either kind of line ends.
func readsAs(t *testing.T, name, src, want string) {
	t.Helper()
	for _, ends := range []string{"\n", "\r\n"} {
		d, _, err := Read(name, []byte(strings.ReplaceAll(src, "\n", ends)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Text.Check(); err != nil {
			t.Error(err)
		}
		if d.Text.Content != want {
			t.Errorf("%q is read as %q, want %q", src, d.Text.Content, want)
		}
	}
}

// A fix is escaped where Markdown would take it for markup, and goes over the > of a quotation.
func TestMarkdownEdits(t *testing.T) {
	for _, c := range []struct{ src, old, new, want string }{
		{"a b* c", "b*", "b**", `a b\*\* c`},
		{"see foo bar", "foo", "*foo_", `see \*foo\_ bar`},
		{"f*u*ch", "fuch", "such", "s*u*ch"},
		{"> trans-\n> lation", "trans-\nlation", "translation", "> translation"},
		{`\*a\* b`, "b", "[c]", `\*a\* [c]`},
		{"|a|b|\n|-|-|\n|c|d|", "c", "c|e", "|a|b|\n|-|-|\n|c\\|e|d|"},
		{"&#8220;a&#8221; b", "b", "“b”", "&#8220;a&#8221; &#8220;b&#8221;"},
		{"AT T", "T", "&amp", "A&amp;amp T"},
	} {
		d, _, err := Read("a.md", []byte(c.src), Options{})
		if err != nil {
			t.Fatal(err)
		}
		at := strings.Index(d.Text.Content, c.old)
		edits, err := d.Text.Source(text.Change{Span: text.Span{Start: at, End: at + len(c.old)}, New: c.new})
		if err != nil {
			t.Errorf("%q: %v", c.src, err)
			continue
		}
		out, err := text.Splice([]byte(c.src), edits)
		if err != nil || string(out) != c.want {
			t.Errorf("%q with %q for %q became %q, want %q (%v)", c.src, c.new, c.old, out, c.want, err)
		}
	}
}

var gold = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote)).Parser()

// golden is the text as goldmark reads it, white space folded, and the shape of what it stands in.
func golden(src []byte) (string, string) {
	var out, shape bytes.Buffer
	doc := gold.Parse(gtext.NewReader(src))
	hidden := ""
	_ = ast.Walk(doc, func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeBlock {
			out.WriteString("\n")
		}
		if _, isText := n.(*ast.Text); !isText {
			shape.WriteString(n.Kind().String())
			shape.WriteByte("/("[btoi(enter)])
		}
		if !enter {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			if hidden == "" {
				v := util.UnescapePunctuations(n.Segment.Value(src))
				out.WriteString(references.ReplaceAllStringFunc(string(v), html.UnescapeString))
				if n.SoftLineBreak() || n.HardLineBreak() {
					out.WriteByte('\n')
				}
			}
		case *ast.CodeSpan, *ast.Image, *ast.AutoLink:
			out.WriteString("\uFFFC")
			return ast.WalkSkipChildren, nil
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock, *east.FootnoteBacklink, *east.FootnoteLink:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return fold(out.String()), shape.String()
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

var references = regexp.MustCompile(`&#?\w+;`)

var controls = regexp.MustCompile(`[\x00-\x08\x0B-\x1F\x7F]`)

var htmlish = regexp.MustCompile(`<[A-Za-z/!?]`)

// goldmark pairs ~~ with ~, takes the > before a line for the letter before it, ( that nobody closes for a destination,
// \\\ at a line's end for no break, and a number in &# for a letter although what follows it is no semicolon.
var ownGoldmark = regexp.MustCompile(`~|(^|\n)>\S|\]:.*\(|\\\\\n|&#([0-9]+[^0-9;]|[xX][0-9a-fA-F]+[^0-9a-fA-F;])`)

// Of what goldmark reads, too, ours reads the same; where the file has HTML, ours reads more.
func TestMarkdownAsGoldmark(t *testing.T) {
	for _, src := range append(markdowns, hostileMarkdown...) {
		if htmlish.MatchString(src) {
			continue
		}
		d, _, err := Read("a.md", []byte(src), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if want, _ := golden([]byte(src)); fold(d.Text.Content) != want {
			t.Errorf("%q is read as\n%q, goldmark reads\n%q", src, fold(d.Text.Content), want)
		}
	}
}

var markdowns = []string{
	"a\n\n> b\n> > c\n> d\n\ne *f **g** h* i\n", "***a** b* _c_d_ e__f__ **g*", "1. a\n\n   b\n2. c\n   - d\n\n     e\n- f\n", "*a [b*](c) d* [e [f](g) h](i)",
	"a\nb\n---\nc\n- d\n\n\te\n\n\t\tf\n", "[a]: /b\n\n[A] [a][] [x][a] [y]\n", "| a | b |\n| - | - |\n| c |\n| d | e | f |\ng\n", "~~a~~ ~b~ ~~~c", "a\\\nb  \nc\n\n# d\n## e ##\n#f\n",
	"> a\nb\n\n- c\nd\n\n      e\n", "“*a*” b*“c”*d", "a&nbsp;b &copy; &#35; &x; &#x41;", "- a\n\n\n- b\n  1. c\n  2. d\n", "`a` ``b ` c`` `d\ne`", "* * *\n- - -\n___\n", "a\n1. b\n2. c\n", "a\n2. b\n",
}

var hostileMarkdown = []string{
	"[", "![", "[a](", "[a](b \"c", "[[a](b)](c)", "****", "*a**b*c**", "_*_*", "> ", ">", "-", "- ", "1.", "```", "``` a\nb", "\t- a\n\t- b", "[a]:", "[a]: b \"", "|-|", "a|b\n-|-",
	"\\", "a\\", "*\\**", "![a *b* c](d)e", "- > - a\nb", "***", "a *b\n\nc* d", "[a]: b\n===\n",
}

// FuzzMarkdown: what reads as promised has the same structure as before, goldmark says, whatever was brought in. (What does
// not is never written.) goldmark has corners of its own, so what is found at random asks it only where EMEND_GOLDMARK is set.
func FuzzMarkdown(f *testing.F) {
	random := flag.Lookup("test.fuzz")
	ask := random == nil || random.Value.String() == "" || os.Getenv("EMEND_GOLDMARK") != ""
	for i, s := range append(markdowns, hostileMarkdown...) {
		f.Add([]byte(s), uint64(i))
	}
	f.Fuzz(func(t *testing.T, src []byte, seed uint64) {
		if htmlish.Match(src) || ownGoldmark.Match(src) || !utf8.Valid(src) || controls.Match(src) {
			return
		}
		d, _, err := Read("f.md", src, Options{Encoding: "utf-8"})
		if err != nil {
			return
		}
		if err := d.Text.Check(); err != nil {
			t.Fatal(err)
		}
		if len(d.Text.Content) == 0 {
			return
		}
		want, before := "", ""
		if ask {
			if want, before = golden(src); want != fold(d.Text.Content) {
				return // a corner where the two read differently
			}
		}
		chance := rand.New(rand.NewPCG(seed, 5))
		for _, n := range []string{"x", "*x*", "_", "a `b`", "[c](d)", "<e>", "&amp;", "# g", "- h", "1. i", "\\", "!["} {
			at := chance.IntN(len(d.Text.Content))
			span := text.Span{Start: at, End: min(at+1+chance.IntN(3), len(d.Text.Content))}
			edits, err := d.Text.Source(text.Change{Span: span, New: n})
			if err != nil || len(edits) == 0 {
				continue
			}
			out, err := text.Splice(src, edits)
			if err != nil {
				t.Fatal(err)
			}
			promised, err := d.Text.Promise(edits)
			if err != nil {
				t.Fatal(err)
			}
			again, _, err := Read("f.md", out, Options{Encoding: "utf-8"})
			if err != nil {
				t.Fatal(err)
			}
			if !ask || again.Text.Content != promised || again.Shape != d.Shape || htmlish.Match(out) || ownGoldmark.Match(out) {
				continue
			}
			if reads, after := golden(out); after != before || reads != fold(promised) {
				t.Fatalf("%q became %q:\n%s\n%s\n%q, promised %q", src, out, before, after, reads, promised)
			}
		}
	})
}
