package segment

import (
	"strings"
	"testing"

	"emend/pipeline/text"
)

// show lists tokens with * before those that begin a sentence.
func show(s string, ts []text.Token) string {
	var out []string
	for _, t := range ts {
		w := s[t.Start:t.End]
		if t.Is(text.SentenceStart) {
			w = "*" + w
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{" ... — 'n' ", "*n"},
		{"The cat sat.", "*The cat sat"},
		{"don't o’clock rock'n'roll", "*don't o’clock rock'n'roll"},
		{"workers’ and 'tis ’em dogs'", "*workers and *tis *em dogs"},
		{"‘now’ ’’two’’ a''b", "*now *two a b"},
		{"well-being seven- or", "*well being seven or"},
		{"ca\u0301fe\u0301’s", "*ca\u0301fe\u0301’s"},
		{"Vol.11,p.40 1918,the 30s 1890’s", "*Vol 11 p 40 1918 the 30s 1890 s"},
		{"pro\u00adduc\u00adtion", "*pro duc tion"},
		{"\xff\xfea\xffb", "*a b"},
		{"Größe übrigens État œuvre", "*Größe übrigens État œuvre"},
		{"Ещё раз", "*Ещё раз"},

		// where sentences begin
		{"It ended. Then it began! Why? Because.", "*It ended *Then it began *Why *Because"},
		{"Amen! is all", "*Amen is all"},
		{"He met Mr. Smith and Dr. Jones. They spoke.", "*He met Mr Smith and Dr Jones *They spoke"},
		{"by J. S. Mill and G. V. Plekhanov", "*by J S Mill and G V Plekhanov"},
		{"Vol. II, No. IV, ed. Marx, pp. 4 and cf. Engels", "*Vol II No IV ed Marx pp 4 and cf Engels"},
		{"bills, etc. The bank", "*bills etc *The bank"},
		{"bills, etc.The bank; 1918,the", "*bills etc *The bank 1918 the"},
		{"in the U.S. He said", "*in the U S *He said"},
		{"St. Petersburg. But", "*St Petersburg *But"},
		{"She said, “Go now.” He went.", "*She said *Go now *He went"},
		{"the “new” and (“Old”) men", "*the *new and *Old men"},
		{"dit : « Oui » Paris", "*dit *Oui Paris"},
		{"our organizations.” [Vol. 11, p. 137] He called", "*our organizations Vol 11 p 137 *He called"},
		{"it was.[12] The end", "*it was 12 *The end"},
		{"a work[12] The", "*a work 12 The"},
		{"wait... and Then... Now", "*wait and Then *Now"},
		{"the line: Fascism is; Engels", "*the line *Fascism is Engels"},
		{"In 1917. 12 men", "*In 1917 *12 men"},
	} {
		if got := show(c.in, Words(c.in, "en")); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

// TestFrenchWords: what is elided is a word of its own.
func TestFrenchWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"L'homme qu’elle d'abord aujourd'hui", "*L' homme qu’ elle d' abord aujourd'hui"},
		{"Jusqu'à l'Est, I'homme", "*Jusqu' à l' Est I' homme"},
		{"l' homme prud'homme 'l'", "*l homme prud'homme *l"},
	} {
		if got := show(c.in, Words(c.in, "fr")); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.in, got, c.want)
		}
	}
	if got := show("d'état", Words("d'état", "en")); got != "*d'état" {
		t.Error(got)
	}
}

// TestSentencesOverPages: a sentence goes on behind a page's number, and a paragraph begins one.
func TestSentencesOverPages(t *testing.T) {
	for in, want := range map[string]string{
		"The men went\n\n- 46 -\n\nhome.\n\nthey slept": "*The men went *46 home *they slept",
		"The men went.\n\n46\n\nThey slept":             "*The men went *46 *They slept",
		"A Title\n\nthe men\nwent Home\nand slept":      "*A Title *the men went Home and slept",
	} {
		d := Document(plain(in), "en")
		if got := show(in, d.Tokens); got != want {
			t.Errorf("%q\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestShape(t *testing.T) {
	for in, want := range map[string]text.Shape{
		"the":       text.Letters | text.Lower,
		"The":       text.Letters | text.Lower | text.Upper | text.Initial,
		"McDonald":  text.Letters | text.Lower | text.Upper | text.Initial | text.InnerUpper,
		"SchuIze":   text.Letters | text.Lower | text.Upper | text.Initial | text.InnerUpper,
		"SCW":       text.Letters | text.Upper | text.Initial,
		"1918":      text.Digits,
		"p6lice":    text.Letters | text.Digits | text.Lower,
		"don't":     text.Letters | text.Lower | text.Apostrophe,
		"don’t":     text.Letters | text.Lower | text.Apostrophe | text.NonASCII,
		"été":       text.Letters | text.Lower | text.NonASCII,
		"État":      text.Letters | text.Lower | text.Upper | text.Initial | text.NonASCII,
		"aÉ":        text.Letters | text.Lower | text.Upper | text.InnerUpper | text.NonASCII,
		"e\u0301te": text.Letters | text.Lower | text.NonASCII,
	} {
		ts := Words(in, "en")
		if len(ts) != 1 || ts[0].Shape&^text.SentenceStart != want {
			t.Errorf("%q: %v, want one token of shape %b", in, ts, want)
		}
	}
}

func BenchmarkWords(b *testing.B) {
	for name, s := range map[string]string{
		"prose":  strings.Repeat("The great legacy of workers’ rule, its “magnificent” achievements and the specific reasons for its defeat must be studied. ", 10_000),
		"german": strings.Repeat("Die größere Hälfte der Bürger, so heißt es, wäre übrigens längst fortgezogen; so müßte man „schließen“. ", 10_000),
		"marks":  strings.Repeat("“‘(.!?)’” ", 50_000),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				Words(s, "en")
			}
		})
	}
}
