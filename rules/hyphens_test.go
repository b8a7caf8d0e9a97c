package rules_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"emend/pipeline/text"
	"emend/rules"
)

// TestLineEndsJoined measures line-end-hyphen on pages whose true text is known both line by line and
// with its paragraphs joined: of what it joins, at least 99 in 100 must be one word there.
func TestLineEndsJoined(t *testing.T) {
	root := os.Getenv("EMEND_SHARED")
	if root == "" {
		root = "../../shared"
	}
	pages, _ := filepath.Glob(filepath.Join(root, "data/pairs/tess-dev/eng-*.gt.txt"))
	if len(pages) == 0 {
		t.Skip("no pages with known text; EMEND_SHARED names the folder that holds them")
	}
	joined, wrong, kept, missed := 0, 0, 0, 0
	for _, page := range pages {
		lines, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		flowing, err := os.ReadFile(strings.TrimSuffix(page, ".gt.txt") + ".clean.txt")
		if err != nil {
			t.Fatal(err)
		}
		s, truth := string(lines), string(flowing)
		done := make(map[int]bool)
		rules.Find("line-end-hyphen").Check(&rules.Pass{Document: &text.Document{Text: &text.Text{Content: s}}, Words: english, Report: func(p rules.Proposal) {
			done[p.At.Start+strings.IndexByte(s[p.At.Start:], '\n')] = true
			if joined++; !strings.Contains(truth, strings.Fields(p.Candidates[0].New)[0]) {
				wrong++
				t.Logf("%s: %q: %s", filepath.Base(page), s[p.At.Start:p.At.End], p.Reason)
			}
		}})
		for i := 1; i+1 < len(s); i++ {
			if s[i] != '\n' || s[i-1] != '-' || s[i+1] < 'a' || s[i+1] > 'z' || done[i] {
				continue
			}
			left, right := strings.Fields(s[:i]), strings.Fields(s[i:])
			if strings.Contains(truth, left[len(left)-1]+right[0]) {
				kept++
			} else {
				missed++
			}
		}
	}
	t.Logf("%d joined, %d of them wrongly; %d left, and %d that should have been joined", joined, wrong, kept, missed)
	if joined < 500 || wrong*100 > joined {
		t.Errorf("%d of %d are joined wrongly", wrong, joined)
	}
}
