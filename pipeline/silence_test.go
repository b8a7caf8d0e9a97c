package pipeline_test

import (
	"slices"
	"strings"
	"testing"

	"emend/pipeline"
	"emend/pipeline/review"
)

func open(t *testing.T, c *pipeline.Config, src string) (olds []string) {
	t.Helper()
	changes, err := pipeline.Check(c, "a.html", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range changes.Findings {
		if f.Status != review.Rejected {
			olds = append(olds, f.Rule+" "+f.Old)
		}
	}
	return olds
}

// TestSilences: the last mark before a place that speaks of a rule decides.
func TestSilences(t *testing.T) {
	c := standard()
	for _, test := range []struct {
		src  string
		want []string
	}{
		{"<p>to the the mill</p>", []string{"doubled-word the the"}},
		{"<!-- emend:off --><p>to the the mill</p>", nil},
		{"<!--emend:off doubled-word--><p>to the the mill</p>", nil},
		{"<!-- emend:off doubled-word, bracket; as printed --><p>to the the mill</p>", []string{"unused-mark <!-- emend:off doubled-word, bracket; as printed -->"}},
		{"<!-- emend:off --><!-- emend:on doubled-word --><p>to the the mill, the ofﬁce</p>", []string{"doubled-word the the"}},
		{"<!-- emend:off doubled-word --><p>to the the mill</p><!-- emend:on --><p>by by it</p>", []string{"doubled-word by by"}},
		{"<p>to the <!-- emend:off --> the mill</p>", []string{"doubled-word the the", "unused-mark <!-- emend:off -->"}},
		{"<p>to the the mill <!-- emend:off --></p>", []string{"doubled-word the the", "unused-mark <!-- emend:off -->"}},
		{"<!-- see emend:off --><p>to the the mill</p>", []string{"doubled-word the the"}},
		{"<!-- emend: off --><p>to the the mill</p>", []string{"doubled-word the the", "unused-mark <!-- emend: off -->"}},
		{"<!-- emend:off doubledword --><p>to the the mill</p>", []string{"doubled-word the the", "unused-mark <!-- emend:off doubledword -->"}},
		{"<script>// <!-- emend:off --></script><p>to the the mill</p>", []string{"doubled-word the the"}},
	} {
		got := open(t, c, test.src)
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s\n gives %q\n want %q", test.src, got, test.want)
		}
	}
	narrow := *c
	narrow.Narrowed = true
	if got := open(t, &narrow, "<!-- emend:off --><p>to a mill</p>"); got != nil {
		t.Errorf("where not all rules were asked for: %q", got)
	}
}

// FuzzSilences: below a mark that silences all nothing is found but the marks themselves, and nothing is written.
func FuzzSilences(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
		f.Add("<p>" + s + "</p><!-- " + s)
	}
	c := standard()
	c.Format, c.Encoding, c.MinConfidence = "html", "utf-8", 0
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Contains(s, "emend:") {
			return
		}
		src := "<!-- emend:off -->" + s
		changes, err := pipeline.Check(c, "a.html", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range changes.Findings {
			if f.Status != review.Rejected && f.Rule != "unused-mark" {
				t.Errorf("%q: %s %q is %v", src, f.Rule, f.Old, f.Status)
			}
		}
		if out, err := pipeline.Write(c, changes); err != nil || string(out) != src {
			t.Errorf("%q is written as %q (%v)", src, out, err)
		}
	})
}
