package witness_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/segment"
	"emend/pipeline/text"
	"emend/pipeline/witness"
)

const address = `Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in Liberty, and dedicated to the proposition that all men are created equal.

Now we are engaged in a great civil war, testing whether that nation, or any nation so conceived and so dedicated, can long endure. We are met on a great battle-field of that war. We have come to dedicate a portion of that field, as a final resting place for those who here gave their lives that that nation might live. It is altogether fitting and proper that we should do this.

[p. 2]

But, in a larger sense, we can not dedicate—we can not consecrate—we can not hallow—this ground. The brave men, living and dead, who struggled here, have consecrated it, far above our poor power to add or detract. The world will little note, nor long remember what we say here, but it can never forget what they did here.
`

func library(tb testing.TB, texts ...string) *witness.Library {
	tb.Helper()
	b := witness.NewBuilder(nil)
	for i, s := range texts {
		if err := b.Add(witness.Witness{Path: fmt.Sprint(i), Plain: true}, s); err != nil {
			tb.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		tb.Fatal(err)
	}
	ix, err := witness.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		tb.Fatal(err)
	}
	return &witness.Library{
		Index: ix, Lexicon: dictionaries.English(), Channel: correct.EnglishChannel(),
		Read: func(w, from, to int) (string, error) { return texts[w][from:min(to, len(texts[w]))], nil },
	}
}

func document(s string) *text.Document {
	t := &text.Text{Content: s, Segments: []text.Segment{{Text: text.Span{End: len(s)}, Source: text.Range{End: len(s)}}}}
	if s == "" {
		t.Segments = nil
	}
	return segment.Document(&text.Document{Path: "x.txt", Format: "plain", Source: []byte(s), Text: t}, "en")
}

func TestClasses(t *testing.T) {
	lib := library(t, address, strings.ReplaceAll(address, "our poor power to add or detract", "our power to add or to detract"))
	for _, c := range []struct{ name, quoted, want string }{
		{"as it stands", "We are met on a great battle-field of that war. We have come to dedicate a portion of that field", ""},
		{"a letter", "We are met on a grcat battle-field of that war. We have come to dedicate a portion of that field", "misreading grcat great"},
		{"several letters", "We are rnet on a gr~at battle-field oi that war. We have corne to dedicate a poition of that field", "misreading rnet met; misreading gr~at great; misreading oi of; misreading corne come; misreading poition portion"},
		{"a word for a word", "We are met on a great battle-field or that war. We hare come to dedicate a portion of that field", "misreading or of; misreading hare have"},
		{"parted", "We are met on a great battle-field of that war. We have come to dedi cate a portion of that field", "misreading dedi cate dedicate"},
		{"parted into words", "We are met on a great battle-field of that war. We have come to de dicate a port ion of that field, as a final rest ing place", "misreading de dicate dedicate; misreading port ion portion; misreading rest ing resting"},
		{"a mark for a letter", "We are met on a great battle-field of that war. We have come to dedicate a portio« of that field, as a *inal resting place", "misreading portio« portion; misreading *inal final"},
		{"a bracket for a letter", "We are met on a great battle-f[eld of that war. We have come to ded[cate a portion of that field [near here], as a final resting place", "misreading f[eld field; misreading ded[cate dedicate"},
		{"garbled", "We are met on a great battle-field of tua war. We have come lo dedicate a portion of that field", "misreading tua that; misreading lo to"},
		{"short, behind a mark of omission", "We are met on a great battle-field of that war. We have come to dedicate a portion of that field … who hore gave their livcs", "misreading hore here; misreading livcs lives"},
		{"written apart in older print", "We are met on a great battle field of that war. We have come to dedicate a portion of that field", ""},
		{"run together", "We are met ona great battle-field of that war. We have come to dedicate a portion ofthat field", "misreading ona on a; misreading ofthat of that"},
		{"written twice", "We are met on on a great battle-field of that war. We have come to dedicate a portion of that field", "dittography on on on"},
		{"twice in the source, too", "a final resting place for those who here gave their lives that that nation might live", ""},
		{"word division, capitals, stops", "we are met on a great battlefield of that war; We have come to dedicate a portion of that Field", ""},
		{"omission marked", "We are met on a great battle-field … We have come to dedicate a portion of that field", ""},
		{"spaced points", "We are met on a great battle-field . . . We have come to dedicate a portion of that field", ""},
		{"put in, marked", "We are met [today] on a great battle-field of that [civil] war. [W]e have come to dedicate a portion of that field", ""},
		{"emphasis", "We are met on a great battle-field of that war (my emphasis—J. R.). We have come to dedicate a portion", ""},
		{"sic", "We are met on a grate [sic] battle-field of that war. We have come to dedicate a portion of that field", ""},
		{"another word", "We are met on a great meadow of that war. We have come to dedicate a portion of that field", "substitution meadow"},
		{"another form", "We were met on a great battle-field of that war. We have come to dedicate portions of that field", "substitution were; substitution portions"},
		{"left out", "We are met on a battle-field of that war. We have come to dedicate a portion of that field", "omission a battle"},
		{"from the same to the same", "But, in a larger sense, we can not dedicate—we can not hallow—this ground. The brave men, living and dead, who struggled here", "saut du même au même dedicate—we"},
		{"put in", "We are met on a great battle-field of that war. We have come here to dedicate a portion of that field", "addition here"},
		{"another witness reads so", "have consecrated it, far above our power to add or to detract. The world will little note", ""},
		{"numbers", "4 score and 7 years ago our fathers brought forth on this continent, a new nation, conceived in Liberty", ""},
		{"hyphens", "We are met on a great bat-tle-field of that war. We have come to dedi-cate a portion of that field", ""},
		{"put in, in round brackets", "We are met (says he) on a great battle-field of that war. We have come to dedicate a portion of that field", ""},
		{"a paraphrase", "But, in a larger sense, we can not dedicate—we can not consecrate—we can not hallow—this ground. The good men, alive and dead, whose struggle was here, have sanctified it, far above our small force to add or take. The world will hardly note, nor ever recall what was said here, but it can never forget what they did here", "free"},
		{"nowhere", "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness", "none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := document("As he said: “" + c.quoted + "” So it stands.\n")
			found, err := lib.Collate(doc, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := "none"
			if len(found) > 0 {
				var all []string
				for _, d := range found[0].Differences {
					s := fmt.Sprintf("%v %s", d.Class, doc.Text.Content[d.Start:d.End])
					if d.Class.Mechanical() {
						s += " " + d.New
					}
					all = append(all, s)
				}
				got = strings.Join(all, "; ")
				if found[0].Free {
					got = "free"
				}
			}
			if got != c.want {
				t.Errorf("%q\n gives %q\n want  %q", c.quoted, got, c.want)
			}
		})
	}
}

func TestCite(t *testing.T) {
	lib := library(t, strings.NewReplacer("[p. 2]", "[p. 41]\n\nx\n\n[p. 42]\n\ny\n\n[p. 43]").Replace(address))
	lib.Index.Witnesses[0].Pages = witness.FindPages(strings.NewReplacer("[p. 2]", "[p. 41]\n\nx\n\n[p. 42]\n\ny\n\n[p. 43]").Replace(address), 0)
	found, err := lib.Collate(document("He says: “The world will little note, nor long remember what we say here”."), nil)
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	if got, want := lib.Cite(found[0].Witness, found[0].Start), "0, p. 43"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPages(t *testing.T) {
	for _, c := range []struct {
		name, content string
		first         int
		want          []int
	}{
		{"lines", "a\n\n35\n\nb\n\n36\n\nc\n\n37\n\nd", 0, []int{35, 36, 37}},
		{"brackets", "a\n[p. 35]\nb\n[p. 36]\nc\n[p. 37]\nd", 0, []int{35, 36, 37}},
		{"within lines", "a {35} b {36} c [p. 37] d", 0, []int{35, 36, 37}},
		{"dashes", "- 9 -\na\n- 10 -\nb\n- 11 -\n", 0, []int{9, 10, 11}},
		{"one number astray", "35\na\n36\n1917\nb\n37\nc\n38\n", 0, []int{35, 36, 37, 38}},
		{"a table", "35\n1200\n17\n", 0, nil},
		{"notes", "one [1] two [2] three [3]", 0, nil},
		{"form feeds", "a\fb\fc", 11, []int{11, 12, 13}},
		{"nothing", "a\n\nb", 0, nil},
	} {
		var got []int
		for _, p := range witness.FindPages(c.content, c.first) {
			got = append(got, p.Number)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// Whatever is quoted, differences lie within the quotation, in order and apart, and change something.
func FuzzCollate(f *testing.F) {
	lib := library(f, address)
	f.Add("We are rnet on a gr~at battle-field oi that war. We have … come [to] dedi cate a poition of that field")
	f.Add("“We are met on a great battle-field of that war.” [sic] . . . ]] (( [ [p. 3")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		doc := document("He said: “" + s + " this ground. The brave men, living and dead, who struggled here, have consecrated it” and left.")
		found, err := lib.Collate(doc, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range found {
			last := q.Span.Start
			for _, d := range q.Differences {
				if d.Start < q.Span.Start || d.End > q.Span.End || d.Start >= d.End || d.Start < last && !d.Class.Mechanical() {
					t.Fatalf("%+v in %v after %d", d, q.Span, last)
				}
				if d.Class.Mechanical() && d.New == doc.Text.Content[d.Start:d.End] {
					t.Fatalf("%+v changes nothing", d)
				}
			}
		}
	})
}

// Texts made to be slow cost no more than their length.
func BenchmarkHostile(b *testing.B) {
	lib := library(b, strings.Repeat(address, 20))
	for _, c := range []struct{ name, text string }{
		{"long", "“" + strings.Repeat(address[:600], 20) + "”"},
		{"brackets", "“" + strings.Repeat("[of the war ( ", 3000) + "”"},
		{"short", strings.Repeat("“a great war of the nation a great war of the nation a great war” ", 500)},
	} {
		doc := document(c.text)
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			for b.Loop() {
				if _, err := lib.Collate(doc, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
