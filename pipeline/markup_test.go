package pipeline_test

import (
	"bytes"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"emend/pipeline"
	"emend/pipeline/format"
	"emend/pipeline/review"
	"emend/pipeline/segment"
	"emend/pipeline/text"
)

// A setter makes of plain text a file of some format that reads the same.
type setter struct {
	name, path string
	set        func(blocks []string) string
}

var setters = []setter{
	{"html", "a.htm", setHTML},
	{"tei", "a.xml", setTEI},
	{"hocr", "a.hocr", setHOCR},
	{"alto", "a.xml", setALTO},
	{"page", "a.xml", setPAGE},
	{"markdown", "a.md", setMarkdown},
	{"mediawiki", "a.wiki", setWiki},
}

// blockQuoted reports whether the paragraph is a block quotation, as far as the plain text shows it.
func blockQuoted(block string) bool {
	return strings.HasPrefix(block, "...") || strings.HasSuffix(strings.TrimSpace(block), "]") && !strings.Contains(block, "“")
}

// latin1 is text as old pages have it: numeric entities for what ISO-8859-1 lacks.
func latin1(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&' || r == '<':
			b.WriteString(html.EscapeString(string(r)))
		default:
			if c, ok := charmap.ISO8859_1.EncodeRune(r); ok {
				b.WriteByte(c)
			} else {
				fmt.Fprintf(&b, "&#%d;", r)
			}
		}
	}
	return b.String()
}

func setHTML(blocks []string) string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">\r\n<html lang=\"en\">\r\n<head>\r\n" +
		"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-1\">\r\n<link rel=stylesheet href='../../works.css'>\r\n</head>\r\n<body>\r\n")
	for i, block := range blocks {
		switch lines := strings.Split(block, "\n"); {
		case len(lines) > 1:
			b.WriteString("<p class=\"information\">" + latin1(strings.Join(lines, "\x00")) + "</p>\r\n")
		case i < 3:
			fmt.Fprintf(&b, "<h%d>%s</h%d>\r\n", i+1, latin1(block), i+1)
		case blockQuoted(block):
			b.WriteString("<p class=\"quoteb\">" + latin1(block) + "</p>\r\n")
		default:
			b.WriteString("<p>\r\n" + latin1(block) + "\r\n</p>\r\n\r\n")
		}
	}
	return strings.ReplaceAll(b.String(), "\x00", "<br>\r\n") + "<script>var tbe = 'teh';</script><!-- tbe --></body></html>\r\n"
}

func setTEI(blocks []string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>tbe</title></titleStmt></fileDesc></teiHeader>
<text xml:lang="en"><body>
`)
	for i, block := range blocks {
		block = html.EscapeString(block)
		block = strings.NewReplacer("&#34;", `"`, "&#39;", "'", "\n", "\n<lb/>").Replace(block)
		switch {
		case i < 3:
			b.WriteString("<head>" + block + "</head>\n")
		case blockQuoted(block):
			b.WriteString("<quote>\n<p>" + block + "</p></quote>\n")
		default:
			b.WriteString("  <p>" + block + "</p>\n")
		}
	}
	return b.String() + "</body></text></TEI>\n"
}

// wrapped are the words of a block, set in lines.
func wrapped(block string) [][]string {
	var lines [][]string
	for l := range strings.SplitSeq(block, "\n") {
		width := 0
		lines = append(lines, nil)
		for w := range strings.FieldsSeq(l) {
			if width += len(w) + 1; width > 72 {
				lines, width = append(lines, nil), len(w)
			}
			lines[len(lines)-1] = append(lines[len(lines)-1], w)
		}
	}
	return lines
}

func setHOCR(blocks []string) string {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>tbe</title></head><body>\n<div class='ocr_page' title='image \"a.png\"; bbox 0 0 900 900'>\n")
	for _, block := range blocks {
		b.WriteString("<div class='ocr_carea'><p class='ocr_par'>\n")
		for _, l := range wrapped(block) {
			b.WriteString(" <span class='ocr_line'>\n")
			for _, w := range l {
				b.WriteString("  <span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 90'>" + html.EscapeString(w) + "</span>\n")
			}
			b.WriteString(" </span>\n")
		}
		b.WriteString("</p></div>\n")
	}
	return b.String() + "</div></body></html>\n"
}

func setALTO(blocks []string) string {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v3#\"><Layout><Page><PrintSpace>\n")
	for _, block := range blocks {
		b.WriteString("<TextBlock>\n")
		for _, l := range wrapped(block) {
			b.WriteString("<TextLine>")
			for i, w := range l {
				if i > 0 {
					b.WriteString(`<SP WIDTH="9"/>`)
				}
				b.WriteString(`<String WC="0.9" CONTENT="` + html.EscapeString(w) + `"/>`)
			}
			b.WriteString("</TextLine>\n")
		}
		b.WriteString("</TextBlock>\n")
	}
	return b.String() + "</PrintSpace></Page></Layout></alto>\n"
}

func setPAGE(blocks []string) string {
	var b strings.Builder
	equiv := func(s string) {
		b.WriteString("<TextEquiv><Unicode>" + html.EscapeString(s) + "</Unicode></TextEquiv>")
	}
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PcGts xmlns=\"http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15\"><Page imageFilename=\"a.png\">\n")
	for _, block := range blocks {
		b.WriteString("<TextRegion>\n")
		var lines []string
		for _, l := range wrapped(block) {
			b.WriteString("<TextLine>")
			for _, w := range l {
				b.WriteString("<Word>")
				equiv(w)
				b.WriteString("</Word>")
			}
			lines = append(lines, strings.Join(l, " "))
			equiv(lines[len(lines)-1])
			b.WriteString("</TextLine>\n")
		}
		equiv(strings.Join(lines, "\n"))
		b.WriteString("</TextRegion>\n")
	}
	return b.String() + "</Page></PcGts>\n"
}

var lineMark = regexp.MustCompile(`^(\d+)([.)])|^([-+#>=|])`)

func setMarkdown(blocks []string) string {
	var b strings.Builder
	b.WriteString("---\ntitle: tbe\n---\n\n<!-- tbe -->\n\n")
	escape := strings.NewReplacer("*", `\*`, "_", `\_`, "&", "&amp;", "<", `\<`, "`", "\\`", "“", "&ldquo;", "”", "&rdquo;")
	for i, block := range blocks {
		before := ""
		switch {
		case i < 3:
			b.WriteString("#" + strings.Repeat("#", i) + " " + escape.Replace(block) + "\n\n")
			continue
		case blockQuoted(block):
			before = "> "
		}
		for _, l := range wrapped(block) {
			line := lineMark.ReplaceAllString(escape.Replace(strings.Join(l, " ")), `$1\$2$3`)
			b.WriteString(before + line + "\n")
		}
		b.WriteString("\n")
	}
	return b.String() + "```\ntbe\n```\n"
}

func setWiki(blocks []string) string {
	var b strings.Builder
	b.WriteString("{{header\n | title = tbe\n}}\n")
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", "|", "&#124;", "“", "&ldquo;", "”", "&rdquo;")
	for i, block := range blocks {
		switch text := escape.Replace(block); {
		case i < 3:
			b.WriteString("== " + text + " ==\n")
		case blockQuoted(block):
			b.WriteString("{{quote|1=" + text + "}}\n\n")
		default:
			for k, l := range wrapped(text) {
				b.WriteString("\n"[:min(k, 1)] + strings.Join(l, " "))
			}
			b.WriteString("\n\n")
		}
	}
	return b.String() + "<!-- tbe --> [[Category:tbe]]\n"
}

// misread makes of every twelfth word that h, c or m stands in one that an OCR engine misread.
func misread(s string) string {
	words := strings.Split(s, " ")
	for i, n := 0, 0; i < len(words); i++ {
		w := strings.NewReplacer("h", "b", "c", "e", "m", "rn").Replace(words[i])
		if w == words[i] || strings.ContainsAny(w, "\n[]’“”&") || len(w) < 3 {
			continue
		}
		if n++; n%12 == 0 {
			words[i] = w
		}
	}
	return strings.Join(words, " ")
}

// found are the findings as an editor knows them.
func found(c *review.Changeset) map[string]string {
	all := map[string]string{}
	for _, f := range c.Findings {
		s := fmt.Sprintf("%s %q", f.Rule, f.Old)
		if len(f.Suggestions) > 0 {
			s += fmt.Sprintf(" -> %q", f.Suggestions[0].New)
		}
		all[f.ID] = s
	}
	return all
}

// TestMarkup: the sample article has the same findings, IDs too, whatever format it is set in; and what is accepted changes those
// words alone.
func TestMarkup(t *testing.T) {
	src, err := os.ReadFile("../testdata/seed/article.txt")
	if err != nil {
		t.Fatal(err)
	}
	article := misread(strings.ReplaceAll(string(src), "\r\n", "\n"))
	var blocks []string
	for b := range strings.SplitSeq(article, "\n\n") {
		if b = strings.TrimSpace(b); b != "" {
			blocks = append(blocks, b)
		}
	}
	config := standard()
	config.MinConfidence = 0
	plain, err := pipeline.Check(config, "article.txt", []byte(article))
	if err != nil {
		t.Fatal(err)
	}
	want := found(plain)
	if len(want) < 30 {
		t.Fatalf("only %d findings: too few to prove anything", len(want))
	}
	for _, s := range slices.Concat(setters, packers) {
		t.Run(s.name, func(t *testing.T) {
			set := []byte(s.set(blocks))
			c, err := pipeline.Check(config, s.path, set)
			if err != nil {
				t.Fatal(err)
			}
			if c.Document.Format != s.name {
				t.Fatalf("read as %s", c.Document.Format)
			}
			if len(c.Warnings)+len(c.Failures) > 0 {
				t.Error(c.Warnings, c.Failures)
			}
			if err := c.Document.Text.Check(); err != nil {
				t.Error(err)
			}
			got := found(c)
			for id, f := range want {
				if got[id] != f {
					t.Errorf("not found: %s %s (%s)", id, f, got[id])
				}
			}
			for id, f := range got {
				if want[id] == "" {
					t.Errorf("found only here: %s %s", id, f)
				}
			}
			accepted := 0
			for i := range c.Findings {
				if f := &c.Findings[i]; f.Status == review.Open && len(f.Suggestions) > 0 {
					f.Accept(0, "test")
					accepted++
				}
				if f := &c.Findings[i]; f.Status == review.Unwritable {
					t.Logf("unwritable: %s %q -> %q: %s", f.Rule, f.Old, f.Suggestions[0].New, f.Because)
				}
			}
			c.Settle()
			out, err := pipeline.Write(config, c)
			if err != nil {
				t.Fatal(err)
			}
			edits := c.Edits()
			if len(edits) < accepted/2 {
				t.Errorf("%d edits of %d accepted", len(edits), accepted)
			}
			again, _, err := format.Read(s.path, out, format.Options{})
			if err != nil || again.Format != s.name || again.Encoding != c.Document.Encoding {
				t.Fatalf("the result is read as %s in %s, %v", again.Format, again.Encoding, err)
			}
			if c.Document.Package == nil {
				outside(t, set, out, edits)
			} else {
				outside(t, c.Document.Source, again.Source, edits)
				othersSame(t, set, out, func(name string) bool { return strings.HasSuffix(name, ".xhtml") || name == "word/document.xml" })
			}
			t.Logf("%d findings, %d accepted, %d edits, %d of %d bytes", len(got), accepted, len(edits), len(out), len(set))
			for i := range c.Findings {
				if f := &c.Findings[i]; f.Status == review.Unwritable && strings.Contains(f.Because, "differently") {
					t.Errorf("%s %q was taken back: %s", f.Rule, f.Old, f.Because)
				}
			}
			for i := range c.Document.Parts {
				wellFormed(t, c.Document.Part(i).Source)
				wellFormed(t, again.Part(i).Source)
			}
			if strings.HasSuffix(s.path, ".xml") || strings.HasSuffix(s.path, ".hocr") {
				wellFormed(t, set)
				wellFormed(t, out)
			}
		})
	}
}

// outside checks that nothing but the edits differs, and that they are small: words, not lines.
func outside(t *testing.T, src, out []byte, edits []text.Edit) {
	t.Helper()
	at, to := 0, 0
	for _, e := range edits {
		kept := src[at:e.Start]
		if !bytes.HasPrefix(out[to:], kept) || !bytes.HasPrefix(out[to+len(kept):], []byte(e.New)) {
			t.Fatalf("bytes outside the edits changed at %d", at)
		}
		if e.Len() > 40 {
			t.Errorf("an edit of %q", src[e.Start:e.End])
		}
		to += len(kept) + len(e.New)
		at = e.End
	}
	if !bytes.Equal(out[to:], src[at:]) {
		t.Fatal("bytes behind the edits changed")
	}
}

// wellFormed asks xmllint, where there is one.
func wellFormed(t *testing.T, src []byte) {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	if err != nil {
		return
	}
	path := filepath.Join(t.TempDir(), "a.xml")
	if err := os.WriteFile(path, src, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(lint, "--noout", "--nonet", path).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// FuzzMarkup: what FuzzLaws holds of plain text, of every format of markup: nothing accepted, same bytes; whatever is accepted, the
// same bytes outside, and the result reads as promised, for Write has seen to it.
func FuzzMarkup(f *testing.F) {
	blocks := []string{"The unity ot the party was tbe first  condition,and of of it", "... the working dass. [Vol. 11, p, 40]", "A note & a <mark>"}
	for i, s := range setters {
		f.Add([]byte(s.set(blocks)), byte(i), uint64(i))
	}
	for i, s := range []string{
		"<p>tbe& amp; ot &lt b ot<b>the</b> o<i>f</i> tbe<br>the the", "<text>tbe<![CDATA[ tbe ]]&gt; ]]>tbe-<lb break='no'/>tbe", "<p>ot \r\n ot\xFF tbe\x00<sup>1</sup> &#xD;tbe",
	} {
		f.Add([]byte(s), byte(i), uint64(i))
	}
	base := standard()
	base.MinConfidence = 0
	f.Fuzz(func(t *testing.T, src []byte, pick byte, seed uint64) {
		own := *base
		config := &own
		config.Format = setters[int(pick)%len(setters)].name
		c, err := pipeline.Check(config, "fuzz", src)
		if err != nil {
			return // an encoding that cannot be read
		}
		for _, e := range c.Failures {
			t.Error(e)
		}
		if out, err := pipeline.Write(config, c); err != nil || !bytes.Equal(out, src) && len(c.Edits()) == 0 {
			t.Fatalf("nothing accepted: %v", err)
		}
		chance := rand.New(rand.NewPCG(seed, 4))
		for i := range c.Findings {
			if f := &c.Findings[i]; f.Status == review.Open && len(f.Suggestions) > 0 && chance.IntN(4) > 0 {
				f.Accept(chance.IntN(len(f.Suggestions)), "fuzz")
			}
		}
		c.Settle()
		out, err := pipeline.Write(config, c)
		if err != nil {
			t.Fatal(err)
		}
		edits := c.Edits()
		at, to := 0, 0
		for _, e := range edits {
			kept := src[at:e.Start]
			if !bytes.HasPrefix(out[to:], kept) || !bytes.HasPrefix(out[to+len(kept):], []byte(e.New)) {
				t.Fatalf("bytes outside the edits changed: %q became %q by %v", src, out, edits)
			}
			to += len(kept) + len(e.New)
			at = e.End
		}
		if !bytes.Equal(out[to:], src[at:]) {
			t.Fatalf("bytes behind the edits changed: %q became %q by %v", src, out, edits)
		}
		again, _, err := format.Read("fuzz", out, format.Options{Format: config.Format})
		if err != nil {
			t.Fatal(err)
		}
		if promised, err := c.Document.Text.Promise(edits); err != nil || again.Text.Content != promised {
			t.Fatalf("promised %q, reads %q", promised, again.Text.Content)
		}
	})
}

// What a format costs before any rule runs: reading and segmenting the article, by bytes of its text.
func BenchmarkMarkup(b *testing.B) {
	src, err := os.ReadFile("../testdata/seed/article.txt")
	if err != nil {
		b.Fatal(err)
	}
	article := strings.ReplaceAll(string(src), "\r\n", "\n")
	blocks := strings.Split(strings.TrimSpace(article), "\n\n")
	plain := setter{"plain", "a.txt", func([]string) string { return article }}
	for _, s := range append([]setter{plain}, setters...) {
		set := []byte(s.set(blocks))
		b.Run(s.name, func(b *testing.B) {
			b.SetBytes(int64(len(article)))
			for b.Loop() {
				d, _, err := format.Read(s.path, set, format.Options{})
				if err != nil {
					b.Fatal(err)
				}
				segment.Document(d, "en")
			}
		})
	}
}
