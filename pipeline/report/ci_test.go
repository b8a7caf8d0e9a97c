package report

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"emend/pipeline/review"
)

func TestBest(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 1))
		b := best[int]{limit: 1 + r.IntN(8)}
		var all []ranked[int]
		for i := range r.IntN(40) {
			c := float64(r.IntN(5)) / 4
			all = append(all, ranked[int]{c, i, i})
			b.offer(c, func() int { return i })
		}
		slices.SortStableFunc(all, func(x, y ranked[int]) int { return int(8 * (y.confidence - x.confidence)) })
		kept := all[:min(b.limit, len(all))]
		if got := b.surest(); b.given != len(all) || !slices.Equal(got, kept) {
			t.Fatalf("seed %d: %v of %v", seed, got, all)
		}
		slices.SortFunc(kept, func(x, y ranked[int]) int { return x.order - y.order })
		if got := b.earliest(); !slices.Equal(got, kept) {
			t.Fatalf("seed %d: %v of %v", seed, got, all)
		}
	}
}

// TestLimits holds what platforms take: 5,000 results, ten annotations, a mebibyte.
func TestLimits(t *testing.T) {
	c := hundredThousand(false)
	c.Findings[77_777].Confidence = 0.99
	var log struct {
		Runs []struct {
			Results     []sarifResult
			Invocations []sarifInvocation
		}
	}
	if err := json.Unmarshal([]byte(runOf(t, "sarif", Options{}, []*review.Changeset{c})), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if first := run.Results[0].PartialFingerprints["findingID/v1"]; len(run.Results) != sarifResults || first != fmt.Sprintf("%012x", 77_777) {
		t.Errorf("%d results, the first %s", len(run.Results), first)
	}
	if said := run.Invocations[0].Notifications[0].Message.Text; !strings.HasPrefix(said, "95000 of 100000 findings are left out") {
		t.Errorf("said %q", said)
	}

	for _, room := range []int{0, 100_000, 2_000, 10} {
		var step strings.Builder
		got := runOf(t, "github", Options{StepSummary: &step, StepRoom: room}, []*review.Changeset{c})
		if n := strings.Count(got, "::warning "); n != annotations || !strings.Contains(got, "tbe2777”") {
			t.Errorf("%d annotations: %s", n, got)
		}
		want := room
		if room == 0 {
			want = 1 << 20
		}
		page := step.String()
		rows := strings.Count(page, "\n| `")
		if len(page) > want || room != 10 && (len(page) < want*9/10 || !strings.HasSuffix(page, fmt.Sprintf("\n%d more have no room here; another report has them all, such as `--output jsonl=PATH`.\n", 100_000-rows))) {
			t.Errorf("room %d: %d bytes, %d rows, ends in %q", room, len(page), rows, page[max(0, len(page)-200):])
		}
	}
}

// TestStepSummary shows the page where more is found than is annotated; nothing of a text is Markdown.
func TestStepSummary(t *testing.T) {
	var step strings.Builder
	runOf(t, "github", Options{StepSummary: &step}, samples())
	golden(t, "github-summary", step.String())

	var none strings.Builder
	runOf(t, "github", Options{StepSummary: &none}, samples()[:1])
	if none.Len() > 0 {
		t.Errorf("eight findings have room as annotations, and yet %q", none.String())
	}
	for in, want := range map[string]string{
		"plain":   "`plain`",
		"a`b``c":  "```a`b``c```",
		"`":       "`` ` ``",
		"a|b":     "`a\\|b`",
		"“=1+1”":  "`“=1+1”`",
		"* _x_ <": "`* _x_ <`",
	} {
		if got := codeCell(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
	if got, want := markdown("see [a](http://b.c) @x | **now** <b>"), `see \[a\](http\://b\.c) \@x \| \*\*now\*\* \<b\>`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestHostileCells(t *testing.T) {
	for in, want := range map[string]string{
		"the":                `the`,
		"=1+1":               `'=1+1`,
		"-":                  `'-`,
		"@SUM(A1)":           `'@SUM(A1)`,
		"\t=1":               `\t=1`,
		"a\tb\r\nc\\":        `a\tb\r\nc\\`,
		`"quoted`:            `'"quoted`,
		"＋1":                 `'＋1`,
		"\u202e=1":           `<U+202E>=1`,
		"":                   ``,
		"1.234 = 5":          `1.234 = 5`,
		"\x1b]0;x\x07":       `<U+001B>]0;x<U+0007>`,
		"'already so quoted": `'already so quoted`,
	} {
		if got := cell(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestURIs(t *testing.T) {
	for in, want := range map[string]string{
		"a b/50%.txt":    "a%20b/50%25.txt",
		"C:x?y#z.txt":    "C%3Ax%3Fy%23z.txt",
		"/abs/é":         "file:///abs/%C3%A9",
		"\xff":           "%FF",
		"a/../b":         "b",
		"./x//y":         "x/y",
		"../up":          "../up",
		"plain-_.~/file": "plain-_.~/file",
	} {
		if got := percentEncoded(repositoryPath(in)); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestSARIFMessages(t *testing.T) {
	for in, want := range map[string]string{
		"plain [sic] {x}":  "plain [sic] {x}",
		"{0} and {x}":      "{{0}} and {{x}}",
		`see [a](b) c:\d`:  `see \[a\](b) c:\\d`,
		"[a](b) with {1}}": `\[a\](b) with {{1}}}}`,
	} {
		if got := sarifPlain(in); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

// TestNoOldCommands: GitHub's runner looks for its older commands anywhere in a line, and in what people read none is left, whole or put
// together from two parts, whatever the size of what is written at a time.
func TestNoOldCommands(t *testing.T) {
	doc := document("##[error]x.txt", "of tbe ##[warning]same ###[tbe and ##tbe\n")
	c := review.NewChangeset(doc, []review.Finding{find(doc, 0, "r", "tbe", "see ##[add-mask]it", to("##[error]the", 0.9)), find(doc, 0, "r", "[tbe", "", to("[the", 0.9)), find(doc, 2, "r", "tbe", "", to("[the", 0.9))})
	for _, name := range []string{"text", "concise", "words"} {
		got := runOf(t, name, Options{}, []*review.Changeset{c})
		if strings.Contains(got, "##[") || !strings.Contains(got, "##<U+005B>") {
			t.Errorf("%s:\n%s", name, got)
		}
	}
	var b strings.Builder
	l := &logWriter{to: &b}
	for _, c := range []byte("a # ##[error]##") {
		if n, err := l.Write([]byte{c}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	l.Write([]byte("[#[###["))
	if got, want := b.String(), "a # ##<U+005B>error]##<U+005B>#[###<U+005B>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestNoCommands: a file name begins no workflow command in the log of a platform, whatever the report.
func TestNoCommands(t *testing.T) {
	for _, path := range []string{"::error::x.txt", " ::x.txt", "\n::error::x"} {
		doc := document(path, "of tbe same\n::warning::tbe\n")
		c := review.NewChangeset(doc, []review.Finding{find(doc, 0, "r", "tbe", "", to("the", 0.9)), find(doc, 1, "r", "tbe", "", to("::the", 0.9))})
		for _, r := range All {
			if r.Name == "github" || r.Name == "diff" || r.Name == "criticmarkup" {
				continue // it writes commands; they write the text itself
			}
			for line := range strings.Lines(runOf(t, r.Name, Options{}, []*review.Changeset{c})) {
				if strings.HasPrefix(strings.TrimSpace(line), "::") {
					t.Errorf("%s: %q", r.Name, line)
				}
			}
		}
	}
}
