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
	return openAs(t, c, "a.html", src)
}

func openAs(t *testing.T, c *pipeline.Config, path, src string) (olds []string) {
	t.Helper()
	changes, err := pipeline.Check(c, path, []byte(src))
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

// TestSilencesOCR: what OCR wrote has comments, too; a mark holds for the lines behind it.
func TestSilencesOCR(t *testing.T) {
	const twice = "to the the mill"
	words := func(before, after string) string {
		return before + strings.Join(strings.Fields(twice), after+before) + after
	}
	for _, test := range []struct{ path, form string }{
		{"a.hocr", `<div class="ocr_page">#<p class="ocr_par"><span class="ocr_line">` + words(`<span class="ocrx_word">`, "</span>") + `</span></p></div>`},
		{"a.xml", `<alto><Layout><Page><PrintSpace>#<TextBlock><TextLine>` + words(`<String CONTENT="`, `"/><SP/>`) + `</TextLine></TextBlock></PrintSpace></Page></Layout></alto>`},
		{"a.xml", `<PcGts><Page><TextRegion>#<TextLine>` + words("<Word><TextEquiv><Unicode>", "</Unicode></TextEquiv></Word>") + `<TextEquiv><Unicode>` + twice + `</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>`},
	} {
		for mark, want := range map[string][]string{
			"": {"doubled-word the the"},
			"<!-- emend:off doubled-word; as printed -->":            nil,
			"<!-- emend:off --><!-- emend:on doubled-word -->":       {"doubled-word the the", "unused-mark <!-- emend:off -->"},
			"<!-- emend:off bracket --><!-- seen by the editors -->": {"doubled-word the the", "unused-mark <!-- emend:off bracket -->"},
		} {
			src := strings.Replace(test.form, "#", mark, 1)
			got := openAs(t, standard(), test.path, src)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s\n gives %q\n want %q", src, got, want)
			}
		}
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
