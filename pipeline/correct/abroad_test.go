package correct

import (
	"strings"
	"testing"
)

// TestAbroad: a phrase in another language is left alone, and a damaged English one is not taken for one.
func TestAbroad(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool // something is found
	}{
		{"He said that he had read it in an old book: “er hob den Kopf wieder” and so it was.", false},
		{"In his letter to the paper he wrote “depuis ans elle était seule” and nothing more was said of it.", false},
		{"He said that he had read it in an old book which tbe man had given to him.", true},
		{"He was in thc house of the man who had been there in those days.", true},
	} {
		found := english0().Correct(document(c.text))
		got := false
		for _, f := range found {
			got = got || f.Confidence > 0.3
		}
		if got != c.want {
			var olds []string
			for _, f := range found {
				olds = append(olds, c.text[f.Start:f.End])
			}
			t.Errorf("%q: found %s", c.text, strings.Join(olds, ", "))
		}
	}
}

// TestSmallE: an umlaut of old print is no error, and a word with one is mended all the same.
func TestSmallE(t *testing.T) {
	d := Builtin("de")
	l, err := d.Dictionary()
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.Corrector(l)
	if err != nil {
		t.Fatal(err)
	}
	content := "Er sprach fu\u0364r seinen Bruder, der fluͤchtig in das Zimmer sah, von der schönen Zeit und von der Wissenschast seines Vaters."
	for _, f := range c.Correct(document(content)) {
		if old := content[f.Start:f.End]; old != "Wissenschast" && f.Confidence > 0.1 {
			t.Errorf("%s: %+v", old, f.Candidates)
		}
	}
}
