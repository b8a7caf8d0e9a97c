package rules_test

import (
	"testing"

	"emend/pipeline"
	"emend/rules"
)

// What a profile fixes unasked, and that it leaves alone what it only reads: through the whole
// pipeline, with every Normalize rule in its mode.
func TestProfilesFix(t *testing.T) {
	for _, c := range []struct{ in, reading string }{
		{"the reﬂec\u00ADtion of the cafe\u0301", "the reflection of the café"},
		{"the Houſ\u00ADe and the Ho\u200Buſe", "the Houſe and the Houſe"},            // ſ is read, not changed
		{"the produc-\ntion of ﬁrſt\u200B-class", "the produc-\ntion of firſt-class"}, // line ends are read
		{"the working\u00A0class\u200B and", "the working\u00A0class and"},
		{"the workersâ€™ party", "the workersâ€™ party"}, // suggested
		{"the “re\uFEFFﬁ\u00ADne\u00ADment” of it", "the “refinement” of it"},
		{"\u200Eﬁne\u0301\u200E", "finé"},
	} {
		for _, p := range rules.Profiles {
			modes := make(map[string]rules.Mode)
			for _, r := range rules.All {
				if r.Stage == rules.Normalize {
					modes[r.Name] = p.Modes[r.Name]
				}
			}
			config := &pipeline.Config{Format: "plain", Encoding: "utf-8", Modes: modes, Words: english, FixConfidence: 0.95}
			set, err := pipeline.Check(config, "page.txt", []byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			out, err := pipeline.Write(config, set)
			if err != nil {
				t.Fatal(err)
			}
			want := c.reading
			if p.Name == "diplomatic" {
				want = c.in
			}
			if string(out) != want {
				t.Errorf("%s: %q\n gives %q\n  want %q", p.Name, c.in, out, want)
				for _, f := range set.Findings {
					t.Logf("%s %q: %v %s", f.Rule, f.Old, f.Status, f.Because)
				}
			}
		}
	}
}
