package pipeline_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"emend/pipeline"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

// TestWindows: a text that is checked in windows has its findings where they stand, each with an ID of its own, and nearly those
// that it has as a whole: names and habits are learnt from a window alone.
func TestWindows(t *testing.T) {
	src, err := os.ReadFile("../testdata/seed/article.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, end := range []string{"\n", "\r\n"} {
		article := strings.ReplaceAll(misread(strings.ReplaceAll(string(src), "\r\n", "\n")), "\n", end)
		article = strings.Repeat(article+end+end, 4)
		config := standard()
		config.MinConfidence = 0.5
		whole, err := pipeline.Check(config, "a.txt", []byte(article))
		if err != nil {
			t.Fatal(err)
		}
		parted := *config
		parted.Window = 5000
		seen := 0
		parted.Progress = func(n int) { seen += n }
		c, err := pipeline.Check(&parted, "a.txt", []byte(article))
		if err != nil {
			t.Fatal(err)
		}
		if seen != len(article) {
			t.Errorf("progress over %d of %d bytes", seen, len(article))
		}
		ids, want := map[string]bool{}, map[string]bool{}
		place := func(f *review.Finding) string { return fmt.Sprintf("%s %d %q", f.Rule, f.Range.Start, f.Old) }
		for i := range whole.Findings {
			want[place(&whole.Findings[i])] = true
		}
		same, last := 0, 0
		for i := range c.Findings {
			f := &c.Findings[i]
			if ids[f.ID] {
				t.Errorf("two findings have the ID %s", f.ID)
			}
			ids[f.ID] = true
			if want[place(f)] {
				same++
			}
			if f.Range.Start < last {
				t.Fatal("findings out of order")
			}
			last = f.Range.Start
			if got := article[f.Range.Start:f.Range.End]; f.Stage == review.DetectStage && !strings.Contains(got, strings.Fields(f.Old + " x")[0]) {
				t.Errorf("%q stands at %q", f.Old, got)
			}
			if f.Status == review.Open && len(f.Suggestions) > 0 {
				f.Accept(0, "test")
			}
		}
		if len(c.Findings) < 300 || same*10 < len(whole.Findings)*9 {
			t.Errorf("%d findings in windows, %d of the %d of the whole", len(c.Findings), same, len(whole.Findings))
		}
		t.Logf("%d findings in windows, %d of the %d of the whole; words %d and %d", len(c.Findings), same, len(whole.Findings), c.Words, whole.Words)
		c.Settle()
		out, err := pipeline.Write(&parted, c)
		if err != nil {
			t.Fatal(err)
		}
		if spliced, err := text.Splice([]byte(article), c.Edits()); err != nil || !bytes.Equal(out, spliced) {
			t.Errorf("written: %v", err)
		}
	}
}
