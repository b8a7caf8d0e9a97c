package format

import (
	"strings"
	"testing"
)

func BenchmarkRead(b *testing.B) {
	english := strings.Repeat("It was the best of times, it was the worst of times, it was the age.\n", 1<<17)
	french := strings.Repeat("Déjà la foule s’écoulait vers la sortie du théâtre, pressée et muette.\n", 1<<17)
	french = strings.ReplaceAll(french, "’", "'")
	russian := strings.Repeat("Все счастливые семьи похожи друг на друга, каждая несчастна.\n", 1<<17)
	crlf := strings.ReplaceAll(french, "\n", "\r\n")
	for _, c := range []struct{ name, src, encoding string }{
		{"utf-8", english, "utf-8"},
		{"utf-8 french", french, "utf-8"},
		{"utf-8 russian", russian, "utf-8"},
		{"utf-8 crlf", crlf, "utf-8"},
		{"utf-8 with bad bytes", strings.ReplaceAll(french, "sort", "\xFFsort"), "utf-8"},
		{"utf-8 one line", strings.ReplaceAll(french, "\n", " "), "utf-8"},
		{"latin-1 english", english, "iso-8859-1"},
		{"latin-1 french", french, "iso-8859-1"},
		{"windows-1252 crlf", crlf, "windows-1252"},
		{"koi8-r", russian, "koi8-r"},
		{"utf-16le", french, "utf-16le"},
		{"utf-16le russian", russian, "utf-16le"},
	} {
		b.Run(c.name, func(b *testing.B) {
			enc, err := Lookup(c.encoding)
			if err != nil {
				b.Fatal(err)
			}
			encoded, err := enc.Encode(c.src)
			if err != nil {
				b.Fatal(err)
			}
			src := []byte(encoded)
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := Read("f", src, Options{Encoding: c.encoding}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What markup costs: an article of some 120 kB of text, by bytes of that text.
func BenchmarkReadMarkup(b *testing.B) {
	line := "It was the best of times, it was the worst of times, it was the age of “wisdom” and so on and on.\n"
	plain := strings.Repeat(strings.Repeat(line, 6)+"\n", 200)
	var hocr, alto, page strings.Builder
	hocr.WriteString("<div class='ocr_page'>")
	alto.WriteString("<alto><TextBlock>")
	page.WriteString("<PcGts><TextRegion>")
	for l := range strings.SplitSeq(strings.TrimSpace(plain), "\n") {
		hocr.WriteString("<span class='ocr_line' title='bbox 1 2 3 4'>\n")
		alto.WriteString("<TextLine>")
		page.WriteString("<TextLine>")
		for w := range strings.FieldsSeq(l) {
			hocr.WriteString("      <span class='ocrx_word' id='word_1_1' title='bbox 588 880 706 915; x_wconf 95'>" + w + "</span>\n")
			alto.WriteString(`<String ID="string_1" HPOS="761" VPOS="152" WIDTH="53" HEIGHT="20" WC="0.90" CONTENT="` + w + `"/><SP WIDTH="17" VPOS="152" HPOS="814"/>`)
			page.WriteString(`<Word id="w1"><Coords points="1,2 9,2 9,5 1,5"/><TextEquiv conf="0.9"><Unicode>` + w + `</Unicode></TextEquiv></Word>`)
		}
		hocr.WriteString("</span>")
		alto.WriteString("</TextLine>\n")
		page.WriteString("<TextEquiv><Unicode>" + l + "</Unicode></TextEquiv></TextLine>\n")
	}
	html := "<p>" + strings.ReplaceAll(strings.TrimSpace(plain), "\n\n", "</p>\n<p class=\"fst\">") + "</p>"
	for _, c := range []struct{ format, src string }{
		{"plain", plain},
		{"html", html},
		{"html", strings.NewReplacer("“", "&#8220;", "”", "&#8221;", "best", "<i>best</i>").Replace(html)},
		{"tei", "<TEI><text>" + strings.ReplaceAll(html, "class", "n") + "</text></TEI>"},
		{"hocr", hocr.String()},
		{"alto", alto.String()},
		{"page", page.String()},
		{"markdown", strings.NewReplacer("best", "*best*", "“wisdom”", "[“wisdom”](b.html)").Replace(plain)},
		{"mediawiki", strings.NewReplacer("best", "''best''", "“wisdom”", "{{sc|“wisdom”}}").Replace(plain)},
	} {
		b.Run(c.format, func(b *testing.B) {
			src := []byte(c.src)
			d, _, err := Read("f", src, Options{Format: c.format})
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(d.Text.Content)))
			b.ReportAllocs()
			before := processor()
			for b.Loop() {
				if _, _, err := Read("f", src, Options{Format: c.format}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(src))*float64(b.N)/1e6/b.Elapsed().Seconds(), "file-MB/s")
			if cpu := processor() - before; cpu > 0 { // on a machine that others use
				b.ReportMetric(float64(len(src))*float64(b.N)/1e6/cpu.Seconds(), "file-MB/cpu-s")
			}
		})
	}
}
