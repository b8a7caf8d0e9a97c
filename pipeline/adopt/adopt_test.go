package adopt

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"emend/dictionaries"
	"emend/pipeline"
	"emend/pipeline/collate"
	"emend/pipeline/correct"
	"emend/pipeline/criticmarkup"
	"emend/pipeline/patch"
	"emend/pipeline/report"
	"emend/pipeline/review"
	"emend/rules"
)

// reading is a run of the profile for reading, as a command would set it up.
func reading(l *review.Ledger) *pipeline.Config {
	english := dictionaries.English()
	return &pipeline.Config{
		Lang: "en", Modes: rules.Profiles[0].Modes, Words: english, Corrector: correct.New(english), Ledger: l, MinConfidence: 0.5, FixConfidence: 0.9,
	}
}

// decided are the decisions that all readings of a comparison come to.
func decided(t testing.TB, c *Comparison) (ds []review.Decision, refused int) {
	for i := range c.Readings {
		d, err := c.Accept(&c.Readings[i])
		if err != nil {
			refused++
			continue
		}
		ds = append(ds, d)
	}
	return ds, refused
}

func TestCompare(t *testing.T) {
	for _, c := range []struct{ src, other, want string }{
		{"At the same time tbe workers went home.\n", "At the same time the workers went home.\n", "misspelling:tbe>the"},
		{"At the same time tbe workers went home.\n", "At the same time those workers went home.\n", "misspelling:tbe>those"},
		{"At the same time the workers went home.\n", "At the same time the miners went home.\n", "variant:workers>miners"},
		{"At the same time  tbe workers went home.\n", "At the same time the workers went home.\n", "double-space:time  tbe>time tbe misspelling:tbe>the"},
		{"He saw the ﬁeld of tbe battle.\n", "He saw the field of the battle.\n", "ligature:ﬁeld>field misspelling:tbe>the"},
	} {
		got, err := Compare(reading(nil), "a.txt", []byte(c.src), c.other, true)
		if err != nil {
			t.Fatal(err)
		}
		var parts []string
		ds, _ := decided(t, got)
		for _, d := range ds {
			parts = append(parts, d.Rule+":"+d.Old+">"+d.New)
		}
		if s := strings.Join(parts, " "); s != c.want {
			t.Errorf("%q to %q\n gives %s\n  want %s", c.src, c.other, s, c.want)
		}
	}
}

// page is a text with the errors that rules look for, and another version of it in which some are mended, some are not, and other
// words stand.
func page(r *rand.Rand) (src, other string) {
	words := []string{"the", "tbe", "of", "gf", "workers", "same", "time", "field", "ﬁeld", "produc-\ntion", "produc\u00ADtion", "went", "home", "“", "”", "house,", "and", "arid", "out break", "the the", "1848", "ﬁrſt", "café", "cafe\u0301", "[sic]", "o'clock"}
	gaps := []string{" ", " ", " ", " ", "  ", "\n", ". ", ", ", " ,", "\r\n", "\n\n"}
	var a, b strings.Builder
	for range 5 + r.IntN(60) {
		w, g := words[r.IntN(len(words))], gaps[r.IntN(len(gaps))]
		a.WriteString(w + g)
		switch r.IntN(12) {
		case 0:
			w = words[r.IntN(len(words))]
		case 1:
			w = strings.NewReplacer("tbe", "the", "gf", "of", "ﬁ", "fi", "ſ", "s", "arid", "and", "out break", "outbreak", "the the", "the").Replace(w)
		case 2:
			g = gaps[r.IntN(len(gaps))]
		case 3:
			w = ""
		case 4:
			w = "new " + w
		}
		b.WriteString(w + g)
	}
	return a.String(), b.String()
}

// FuzzReplay: the decisions on all readings of another version, replayed, give that version, unless the file cannot hold one of them
// or a passage is never edited.
func FuzzReplay(f *testing.F) {
	for seed := range uint64(40) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		src, other := page(rand.New(rand.NewPCG(seed, 11)))
		config := reading(nil)
		c, err := Compare(config, "a.txt", []byte(src), strings.ReplaceAll(other, "\r\n", "\n"), true)
		if err != nil {
			t.Fatal(err)
		}
		ds, errs, whole, err := c.Decisions(config, c.Readings, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := c.replay(config, ds)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.ReplaceAll(other, "\r\n", "\n")
		if got == want || len(errs) > 0 || !whole && strings.Contains(src+other, "[sic]") {
			return
		}
		for _, r := range c.Readings {
			t.Logf("%v %q>%q %v", r.Span, c.Changeset.Document.Text.Content[r.Start:r.End], r.New, r.Finding != nil && r.Suggestion != collate.None)
		}
		for _, d := range ds {
			t.Logf("%+v", d)
		}
		t.Errorf("%q\n to %q\n got %q, whole %v", src, want, got, whole)
	})
}

// FuzzPatch: emend diff, read again and applied, gives the bytes that emend fix writes, in any encoding and with any line ends; applied
// to that, it finds all made.
func FuzzPatch(f *testing.F) {
	for _, s := range []string{
		"At the same time  tbe workers\r\nwent ﬁrst\r\n", "no end of the the last line", "\xff\xfea\x00 \x00 \x00b\x00\n\x00", "caf\xe9  tbe\n", "a\rthe  end\rof", "\ufeffthe  ﬁeld\n",
		"<p>the  ﬁeld &amp;  tbe</p>\n", "\n\n  \n",
	} {
		f.Add([]byte(s), uint8(2))
	}
	config := reading(nil)
	config.Propose, config.MinConfidence = true, 0
	f.Fuzz(func(t *testing.T, src []byte, context uint8) {
		for _, encoding := range []string{"", "utf-16le", "windows-1252"} {
			config := *config
			config.Encoding = encoding
			c, err := pipeline.Check(&config, "a b.txt", src)
			if err != nil {
				continue
			}
			fixed, err := pipeline.Write(&config, c)
			if err != nil {
				continue
			}
			var out bytes.Buffer
			w := report.Find("diff").New(&out, report.Options{Context: 1 + int(context%4), Headings: true})
			if err := w.File(c); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(&review.Summary{}); err != nil {
				t.Fatal(err)
			}
			files, err := patch.Parse(out.Bytes(), patch.Edited)
			if err != nil || len(files) > 1 || len(files) == 0 && !bytes.Equal(fixed, src) {
				t.Fatalf("%q: %d files, %v\n%s", src, len(files), err, out.Bytes())
			}
			if len(files) == 0 {
				continue
			}
			r, err := patch.Apply(src, files[0])
			if err != nil || !bytes.Equal(r.After, fixed) || !bytes.Equal(r.Before, src) {
				t.Fatalf("%q: %v\n gives %+v\n  want %q\n%s", src, err, r, fixed, out.Bytes())
			}
			if again, err := patch.Apply(fixed, files[0]); err != nil || !bytes.Equal(again.After, fixed) {
				t.Fatalf("%q, again: %v, %+v\n%s", src, err, again, out.Bytes())
			}
		}
	})
}

// FuzzMarkup: the texts that emend diff --output criticmarkup writes read, with no mark made, as the file does, and with all of them made as the
// file that emend fix writes.
func FuzzMarkup(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, "{++ ~~} \\{--")
	}
	config := reading(nil)
	config.Propose, config.MinConfidence = true, 0
	f.Fuzz(func(t *testing.T, seed uint64, odd string) {
		src, _ := page(rand.New(rand.NewPCG(seed, 5)))
		src = odd + " " + src
		c, err := pipeline.Check(config, "a.txt", []byte(src))
		if err != nil {
			return
		}
		fixed, err := pipeline.Write(config, c)
		if err != nil {
			return
		}
		want, err := Text("a.txt", fixed, c.Document.Format, c.Document.Encoding)
		if err != nil {
			t.Fatal(err)
		}
		marks, _ := report.Marks(c, true)
		var old, new strings.Builder
		for _, p := range criticmarkup.Read(criticmarkup.Write(c.Document.Text.Content, marks)) {
			old.WriteString(p.Reads(false))
			new.WriteString(p.Reads(true))
		}
		if old.String() != c.Document.Text.Content || new.String() != want {
			t.Fatalf("%q\n reads %q\n   and %q\n  want %q", src, old.String(), new.String(), want)
		}
	})
}
