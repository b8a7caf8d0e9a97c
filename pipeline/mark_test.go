package pipeline_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"emend/pipeline"
	"emend/pipeline/format"
	"emend/pipeline/review"
	"emend/rules"
)

var (
	choice = regexp.MustCompile(`(?s)<choice><sic>(.*?)</sic><corr resp="#e&amp;d" cert="(?:high|medium|low)">(.*?)</corr></choice>`)
	sic    = regexp.MustCompile(`(?s)<sic>(.*?)</sic>`)
)

// accepted is the article with what is found accepted, every fifth finding an error of the print. What only concerns how a letter
// is written down is never marked, and left out here.
func accepted(t *testing.T, config *pipeline.Config, src []byte) *review.Changeset {
	t.Helper()
	first, err := pipeline.Check(config, "a.xml", src)
	if err != nil {
		t.Fatal(err)
	}
	var decisions []review.Decision
	for i, f := range first.Findings {
		if f.Status != review.Open || len(f.Suggestions) == 0 || rules.Find(f.Rule).Graphic {
			continue
		}
		d := review.Decision{Finding: f.ID, Scope: review.Here, Rule: f.Rule, Old: f.Old, New: f.Suggestions[0].New, Before: f.Before, After: f.After, Path: "a.xml", Verdict: review.Accept}
		if i%5 == 0 {
			d.Verdict, d.New = review.Sic, ""
		}
		decisions = append(decisions, d)
	}
	own := *config
	own.Ledger = review.NewLedger(decisions)
	c, err := pipeline.Check(&own, "a.xml", src)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestMark: the article in TEI with its corrections marked reads as before, is well-formed, has the old text once the marks are
// resolved to sic, and the corrected one once they are resolved to corr.
func TestMark(t *testing.T) {
	article, err := os.ReadFile("../testdata/seed/article.txt")
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for b := range strings.SplitSeq(misread(strings.ReplaceAll(string(article), "\r\n", "\n")), "\n\n") {
		if b = strings.TrimSpace(b); b != "" {
			blocks = append(blocks, b)
		}
	}
	src := []byte(setTEI(blocks))
	config := standard()
	config.MinConfidence = 0
	plain, err := pipeline.Write(config, accepted(t, config, src))
	if err != nil {
		t.Fatal(err)
	}
	config.Mark = &format.Mark{Resp: "#e&d"}
	c := accepted(t, config, src)
	marked, err := pipeline.Write(config, c)
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, marked)
	unmarked := sic.ReplaceAll(choice.ReplaceAll(marked, []byte("$1")), []byte("$1"))
	if !bytes.Equal(unmarked, src) {
		t.Errorf("without its marks the file is not what it was:\n%s", firstLines(unmarked, src))
	}
	corrected := sic.ReplaceAll(choice.ReplaceAll(marked, []byte("$2")), []byte("$1"))
	if !bytes.Equal(corrected, plain) {
		t.Errorf("with its marks resolved the file is not the corrected one:\n%s", firstLines(corrected, plain))
	}
	before, _, err := format.Read("a.xml", src, format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	after, _, err := format.Read("a.xml", marked, format.Options{})
	if err != nil || after.Text.Content != before.Text.Content {
		t.Error("the marked file reads differently", err)
	}
	choices := len(choice.FindAll(marked, -1))
	sics := len(sic.FindAll(marked, -1)) - choices
	t.Logf("%d corrections and %d errors of the print marked, of %d findings", choices, sics, len(c.Findings))
	if choices < 20 || sics < 5 {
		t.Errorf("%d corrections and %d errors of the print marked: too few to prove anything", choices, sics)
	}
}

func firstLines(a, b []byte) string {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return ""
}
