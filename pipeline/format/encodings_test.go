package format

import (
	"errors"
	"strings"
	"testing"

	"emend/pipeline/text"
)

// encoded are a file of each format, %s the encoding that it declares.
var encoded = []struct{ format, path, src string }{
	{"plain", "a.txt", "Déjà tbe mot.\n"},
	{"markdown", "a.md", "# Déjà\n\n> Le\n> *mot* tbe.\n"},
	{"mediawiki", "a.wiki", "== Déjà ==\n\nLe {{sc|mot}} tbe.\n"},
	{"html", "a.htm", "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=%s\"></head>\n<body><p>Déjà tbe mot.</p></body></html>\n"},
	{"html", "a.xhtml", "<?xml version=\"1.0\" encoding=\"%s\"?>\n<html><body><p>Déjà tbe mot.</p></body></html>\n"},
	{"tei", "a.xml", "<?xml version='1.0' encoding='%s'?>\n<TEI><text><body><p>Déjà tbe mot.</p></body></text></TEI>\n"},
	{"xml", "a.xml", "<?xml version=\"1.0\" encoding=\"%s\"?>\n<book><para>Déjà tbe mot.</para></book>\n"},
	{"hocr", "a.hocr", "<?xml version=\"1.0\" encoding=\"%s\"?>\n<html><div class='ocr_page'><span class='ocr_line'><span class='ocrx_word'>Déjà</span> <span class='ocrx_word'>tbe</span></span></div></html>\n"},
	{"alto", "a.xml", "<?xml version=\"1.0\" encoding=\"%s\"?>\n<alto><TextBlock><TextLine><String CONTENT=\"Déjà\"/><SP/><String CONTENT=\"tbe\"/></TextLine></TextBlock></alto>\n"},
	{"page", "a.xml", "<?xml version=\"1.0\" encoding=\"%s\"?>\n<PcGts><TextRegion><TextLine><TextEquiv><Unicode>Déjà tbe</Unicode></TextEquiv></TextLine></TextRegion></PcGts>\n"},
}

// Every format in every kind of encoding: it is found out, an edit is written in it, and a letter that it lacks as a reference where the
// format knows such, not at all where it does not.
func TestEncodings(t *testing.T) {
	for _, c := range encoded {
		for _, e := range []struct {
			name, mark string
			declared   bool // by the file, where its format can; else by the configuration
			lacks      bool // the dash
		}{
			{name: "utf-8"}, {name: "utf-8", mark: "\xEF\xBB\xBF"}, {name: "utf-16le", mark: "\xFF\xFE"}, {name: "utf-16be", mark: "\xFE\xFF"},
			{name: "iso-8859-1", declared: true, lacks: true}, {name: "windows-1252", declared: true}, {name: "iso-8859-15", declared: true, lacks: true},
			{name: "macintosh", declared: true},
		} {
			for _, ends := range []string{"\n", "\r\n"} {
				enc, err := Lookup(e.name)
				if err != nil {
					t.Fatal(err)
				}
				write := func(s string) string {
					out, err := enc.Encode(strings.ReplaceAll(s, "\n", ends))
					if err != nil {
						t.Fatal(err)
					}
					return e.mark + out
				}
				src := strings.Replace(c.src, "%s", e.name, 1)
				var opts Options
				if e.declared && src == c.src {
					opts.Fallback = e.name
				}
				d, warnings, err := Read(c.path, []byte(write(src)), opts)
				if err != nil || d.Format != c.format || d.Encoding != e.name || len(warnings) > 0 {
					t.Errorf("%s in %s is read as %s in %s, %v %v", c.format, e.name, d.Format, d.Encoding, warnings, err)
					continue
				}
				at := strings.Index(d.Text.Content, "tbe")
				if at < 0 || !strings.Contains(d.Text.Content, "Déjà") {
					t.Errorf("%s in %s reads %q", c.format, e.name, d.Text.Content)
					continue
				}
				for _, new := range []string{"thé", "t—e"} {
					edits, err := d.Text.Source(text.Change{Span: text.Span{Start: at, End: at + 3}, New: new})
					want := new
					if e.lacks && new == "t—e" {
						if want = "t&#8212;e"; c.format == "plain" {
							if !errors.Is(err, ErrUnencodable) {
								t.Errorf("%s in %s: %v, want that the dash cannot be written", c.format, e.name, err)
							}
							continue
						}
					}
					if err != nil {
						t.Errorf("%s in %s: %v", c.format, e.name, err)
						continue
					}
					out, err := text.Splice(d.Source, edits)
					if want := write(strings.Replace(src, "tbe", want, 1)); err != nil || string(out) != want {
						t.Errorf("%s in %s: %q became\n%q, want\n%q (%v)", c.format, e.name, new, out, want, err)
					}
				}
			}
		}
	}
}
