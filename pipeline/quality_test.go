package pipeline_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline"
	"emend/pipeline/review"
	"emend/pipeline/text"
	"emend/rules"
)

// standard is the configuration of a run without flags.
func standard() *pipeline.Config {
	return pipeline.Standard(rules.Profiles[0], dictionaries.English())
}

// annotation is a row of gold.jsonl or traps.jsonl: line 1-based, Start and End in runes of the line.
type annotation struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Text      string `json:"text"`
	Fix       string `json:"fix"`
	Class     string `json:"class"`
	Certainty string `json:"certainty"`
	span      text.Span
}

func annotations(t testing.TB, path string) []annotation {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []annotation
	in := bufio.NewScanner(f)
	for in.Scan() {
		var a annotation
		if err := json.Unmarshal(in.Bytes(), &a); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(all, a)
	}
	return all
}

// place finds the bytes of an annotation in a content.
func (a *annotation) place(t testing.TB, content string) {
	at := 0
	for range a.Line - 1 {
		at += strings.IndexByte(content[at:], '\n') + 1
	}
	offset := func(runes int) int {
		i := at
		for range runes {
			_, n := utf8.DecodeRuneInString(content[i:])
			i += n
		}
		return i
	}
	a.span = text.Span{Start: offset(a.Start), End: offset(a.End)}
	if got := content[a.span.Start:a.span.End]; got != a.Text {
		t.Fatalf("%s:%d:%d: annotated %q, stands %q", a.File, a.Line, a.Start, a.Text, got)
	}
}

// after is the content with the first suggestion of a finding made.
func after(doc *text.Document, f *review.Finding) string {
	if len(f.Suggestions) == 0 {
		return doc.Text.Content
	}
	promised, err := doc.Text.Promise(f.Suggestions[0].Edits)
	if err != nil {
		return doc.Text.Content
	}
	return promised
}

// hits reports whether the finding is about the annotated place, and whether its first
// suggestion makes what the annotation wants there. A suggestion that mends more than the annotation
// (a neighbour, too) is right where it holds the fix.
func (a *annotation) hits(doc *text.Document, f *review.Finding) (about, right bool) {
	at := doc.Text.Locate(f.Range)
	if !(at.Start <= a.span.End && a.span.Start <= at.End) {
		return false, false
	}
	content := doc.Text.Content
	want := content[:a.span.Start] + a.Fix + content[a.span.End:]
	got := after(doc, f)
	if got == want {
		return true, true
	}
	touches := at.Start < a.span.End && a.span.Start < at.End
	return touches, false
}

// score is what a check of annotated texts came to.
type score struct {
	class           map[string]*[3]int // certain errors of the class, found, with the right first suggestion
	found, right    int                // of the certain ones
	certain         int
	shown, warrant  int // findings shown; those that are about a certain or likely error
	wrong           []string
	missed          []string
	doubtfulApplied []string
	trapsApplied    []string
	trapsShown      []string
	words           int
}

func measure(t testing.TB, s *score, path, name string, gold, traps []annotation) {
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := pipeline.Check(standard(), name, src)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Failures) > 0 {
		t.Fatal(c.Failures)
	}
	s.words += c.Words
	content := c.Document.Text.Content
	warranted := make(map[int]bool)
	for i := range gold {
		a := &gold[i]
		a.place(t, content)
		found, right := false, false
		for k := range c.Findings {
			about, ok := a.hits(c.Document, &c.Findings[k])
			if (about || ok) && a.Certainty != "doubtful" {
				warranted[k] = true
			}
			if about && a.Certainty == "doubtful" && c.Findings[k].Applied() {
				s.doubtfulApplied = append(s.doubtfulApplied, fmt.Sprintf("%s:%d %q", name, a.Line, a.Text))
			}
			found, right = found || about || ok, right || ok
		}
		if a.Certainty != "certain" {
			continue
		}
		if s.class[a.Class] == nil {
			s.class[a.Class] = new([3]int)
		}
		s.certain++
		s.class[a.Class][0]++
		if found {
			s.found++
			s.class[a.Class][1]++
		}
		if right {
			s.right++
			s.class[a.Class][2]++
		} else {
			s.missed = append(s.missed, fmt.Sprintf("%s:%d:%d %q -> %q (%s) found=%v", name, a.Line, a.Start, a.Text, a.Fix, a.Class, found))
		}
	}
	for i := range traps {
		a := &traps[i]
		a.place(t, content)
		for k := range c.Findings {
			f := &c.Findings[k]
			at := c.Document.Text.Locate(f.Range)
			if !a.span.Covers(at) && !at.Covers(a.span) || warranted[k] {
				continue
			}
			s.trapsShown = append(s.trapsShown, fmt.Sprintf("%s:%d %q by %s: %q", name, a.Line, a.Text, f.Rule, f.Old))
			if f.Applied() {
				s.trapsApplied = append(s.trapsApplied, s.trapsShown[len(s.trapsShown)-1])
			}
		}
	}
	for k := range c.Findings {
		f := &c.Findings[k]
		s.shown++
		if warranted[k] {
			s.warrant++
			continue
		}
		new := "(note)"
		if len(f.Suggestions) > 0 {
			new = f.Suggestions[0].New
		}
		line := 1 + strings.Count(content[:c.Document.Text.Locate(f.Range).Start], "\n")
		s.wrong = append(s.wrong, fmt.Sprintf("%s:%d %s %.2f: %s [%s -> %s] %s", name, line, f.Rule, f.Confidence, f.Before, f.Old, new, f.After))
	}
}

func (s *score) print(t testing.TB) {
	for _, class := range slices.Sorted(maps.Keys(s.class)) {
		n := s.class[class]
		t.Logf("%-14s certain %3d   found %3d   right first suggestion %3d", class, n[0], n[1], n[2])
	}
	t.Logf("all            certain %3d   found %3d   right first suggestion %3d", s.certain, s.found, s.right)
	t.Logf("shown %d in %d words, %d of them certain or likely errors: precision %.0f %%", s.shown, s.words, s.warrant, 100*float64(s.warrant)/float64(max(1, s.shown)))
	for _, m := range s.missed {
		t.Log("missed: ", m)
	}
	for _, m := range s.wrong {
		t.Log("neither certain nor likely: ", m)
	}
	for _, m := range s.trapsShown {
		t.Log("shown on a trap: ", m)
	}
	for _, m := range append(s.doubtfulApplied, s.trapsApplied...) {
		t.Errorf("applied unasked: %s", m)
	}
}

// TestSeed: the sample article with the settings of a run without flags.
func TestSeed(t *testing.T) {
	dir := filepath.Join("..", "testdata", "seed")
	s := &score{class: make(map[string]*[3]int)}
	measure(t, s, filepath.Join(dir, "article.txt"), "article.txt", annotations(t, filepath.Join(dir, "gold.jsonl")), annotations(t, filepath.Join(dir, "traps.jsonl")))
	s.print(t)
	if s.right < 8 {
		t.Errorf("%d of %d certain errors with the right first suggestion; want at least 8", s.right, s.certain)
	}
	if n := s.shown - s.warrant; n > 8 {
		t.Errorf("%d findings that are neither certain nor likely errors; want at most 8", n)
	}
}

// TestArchive: 36 texts of the same archive with the same settings.
func TestArchive(t *testing.T) {
	dir := filepath.Join("..", "testdata", "archive")
	byFile := func(all []annotation) map[string][]annotation {
		m := make(map[string][]annotation)
		for _, a := range all {
			m[a.File] = append(m[a.File], a)
		}
		return m
	}
	gold := byFile(annotations(t, filepath.Join(dir, "gold.jsonl")))
	traps := byFile(annotations(t, filepath.Join(dir, "traps.jsonl")))
	paths, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(paths) < 36 {
		t.Fatalf("%d texts, %v", len(paths), err)
	}
	s := &score{class: make(map[string]*[3]int)}
	for _, path := range paths {
		name := filepath.Base(path)
		measure(t, s, path, name, gold[name], traps[name])
	}
	s.print(t)
	if 2*s.right < s.certain {
		t.Errorf("%d of %d certain errors found and right; want at least half", s.right, s.certain)
	}
}
