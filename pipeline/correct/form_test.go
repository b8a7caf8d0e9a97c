package correct

import (
	"strings"
	"testing"

	"emend/dictionaries"
	"emend/pipeline/correct/ngram"
)

// TestListed: what is taken for listed without asking the lexicon is a word of it, in small letters and with a capital.
func TestListed(t *testing.T) {
	for _, lang := range Languages() {
		data := Builtin(lang)
		lexicon, err := data.Dictionary()
		if err != nil {
			t.Fatal(err)
		}
		c, err := data.Corrector(lexicon)
		if err != nil {
			t.Fatal(err)
		}
		if c.small == nil {
			t.Errorf("%s: the rivals were made with other words", lang)
		}
		p, n := &page{Corrector: c}, 0
		c.model.Words(func(fold string, id ngram.Word) {
			for _, core := range []string{fold, title(fold)} {
				f := &form{fold: fold, caps: dictionaries.CapitalsOf(core)}
				if strings.HasPrefix(core, "i'") || !p.listed(f, core, id, true) { // the words have i'm for I'm
					continue
				}
				n++
				if how := lexicon.Match(core).How; how == dictionaries.Unknown || how == dictionaries.AsNumeral {
					t.Errorf("%s: %q is taken for listed, the lexicon says %d", lang, core, how)
				}
				if f.caps == dictionaries.Lower && !c.words.Small(core) {
					t.Errorf("%s: %q is taken for listed, the words say it is not", lang, core)
				}
			}
		})
		if n < 10_000 {
			t.Errorf("%s: %d words are listed", lang, n)
		}
	}
}
