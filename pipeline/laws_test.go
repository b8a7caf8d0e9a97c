package pipeline_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"emend/pipeline"
	"emend/pipeline/correct"
	"emend/pipeline/format"
	"emend/pipeline/review"
	"emend/pipeline/text"
	"emend/rules"
)

// hostile are starting points for the fuzz targets: each has strained something.
var hostile = []string{
	"",
	"\n",
	"a",
	"ofthe",
	"criticism trom below ot the shortcomings, and tbe party ana’ state apparatus [Vol. 11, p, 235]\r\n\r\nnext",
	"\xef\xbb\xbfBOM and sol\xc2\xadidus ﬁrſt  double",
	"caf\xe9 in Latin-1 , with \x93quotes\x94",
	"\xff\xfea\x00b\x00c\x00 \x00t\x00r\x00o\x00m\x00",
	"“open ’everything’ never closed\n\n“again\n\n“and closed.”",
	"(a [b {c \x00\x01\x1b[31m \u202e rtl",
	"dictator-\nship of the dictatorship\n\n35\n\nproletariat",
	"to to the the [sic] teh [sic] [was]",
	"e\u0301e\u0301\u0301 n\u0303 \u200b\u200d\u2060",
	"â€œMojibakeâ€\u009d Ã© here",
	strings.Repeat("((((“‘", 300),
	strings.Repeat("’", 500),
}

// FuzzLaws: with nothing accepted the bytes stay; with any findings accepted the bytes outside
// their edits stay, and the result reads as promised or is refused.
func FuzzLaws(f *testing.F) {
	for i, s := range hostile {
		f.Add([]byte(s), uint64(i))
	}
	config := standard()
	config.MinConfidence = 0
	f.Fuzz(func(t *testing.T, src []byte, seed uint64) {
		c, err := pipeline.Check(config, "fuzz.txt", src)
		if err != nil {
			return // an encoding that cannot be read
		}
		for _, e := range c.Failures {
			t.Error(e)
		}
		for i := range c.Findings {
			f := &c.Findings[i]
			if f.Range.Start < 0 || f.Range.End > len(src) || f.Range.Start > f.Range.End {
				t.Fatalf("%s at %v of %d bytes", f.Rule, f.Range, len(src))
			}
			if f.Confidence < 0 || f.Confidence > 1 || f.Reason == "" || f.ID == "" {
				t.Fatalf("incomplete finding %+v", *f)
			}
			if f.Applied() {
				f.Status = review.Open
			}
		}
		if out, err := pipeline.Write(config, c); err != nil || !bytes.Equal(out, src) {
			t.Fatalf("nothing accepted: %v, %q became %q", err, src, out)
		}
		chance := rand.New(rand.NewPCG(seed, 1))
		for i := range c.Findings {
			if f := &c.Findings[i]; f.Status == review.Open && len(f.Suggestions) > 0 && chance.IntN(2) == 0 {
				f.Accept(chance.IntN(len(f.Suggestions)), "fuzz")
			}
		}
		c.Settle()
		out, err := pipeline.Write(config, c)
		if err != nil {
			t.Fatal(err)
		}
		edits := c.Edits()
		at, to := 0, 0
		for _, e := range edits {
			kept := src[at:e.Start]
			if !bytes.HasPrefix(out[to:], kept) || !bytes.HasPrefix(out[to+len(kept):], []byte(e.New)) {
				t.Fatalf("bytes outside the edits changed: %q became %q by %v", src, out, edits)
			}
			to += len(kept) + len(e.New)
			at = e.End
		}
		if !bytes.Equal(out[to:], src[at:]) {
			t.Fatalf("bytes behind the edits changed: %q became %q by %v", src, out, edits)
		}
		again, _, err := format.Read("fuzz.txt", out, format.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if promised, err := c.Document.Text.Promise(edits); err != nil || again.Text.Content != promised {
			t.Fatalf("promised %q, reads %q", promised, again.Text.Content)
		}
	})
}

// sample is a text in which every class of rule has something to say.
const sample = `A short history

Published: The Herald, Vol. 1, No. 3, January 1921.

The party ana’ state apparatus fell under tbe criticism of of the workers. “They said ’everything is lost,’ and went home.” [Vol. 11, p. 40]

... the unity ot the working dass was the first  condition , and trom that unity came victory. [Vol. 11, p. 41]

It was never forgotten [Vol. 11, p. 42] in the towns or in the country [Vol. 11, p, 43].
`

func TestDetectOrder(t *testing.T) {
	config := standard()
	check := func() string {
		c, err := pipeline.Check(config, "a.txt", []byte(sample))
		if err != nil {
			t.Fatal(err)
		}
		return show(c)
	}
	want := check()
	if strings.Count(want, "\n") < 5 {
		t.Fatalf("too little found to prove anything:\n%s", want)
	}
	order := slices.Clone(rules.All)
	defer func() { rules.All = order }()
	for seed := range uint64(20) {
		shuffled := slices.Clone(order)
		detect := slices.IndexFunc(shuffled, func(r *rules.Rule) bool { return r.Stage == rules.Detect })
		rand.New(rand.NewPCG(seed, 2)).Shuffle(len(shuffled)-detect, func(i, j int) {
			shuffled[detect+i], shuffled[detect+j] = shuffled[detect+j], shuffled[detect+i]
		})
		rules.All = shuffled
		if got := check(); got != want {
			t.Fatalf("another order of the rules found\n%s\nand not\n%s", got, want)
		}
	}
}

func show(c *review.Changeset) string {
	var b strings.Builder
	for _, f := range c.Findings {
		fmt.Fprintf(&b, "%s %v %s %q", f.ID, f.Range, f.Rule, f.Old)
		for _, s := range f.Suggestions {
			fmt.Fprintf(&b, " %q %v", s.New, s.Edits)
		}
		fmt.Fprintf(&b, " %s %s\n", f.Status, f.Reason)
	}
	return b.String()
}

// decideAll accepts the first suggestion of every finding but those that keep says no of, which
// are rejected.
func decideAll(c *review.Changeset, reject func(review.Finding) bool) []review.Decision {
	var ds []review.Decision
	for _, f := range c.Findings {
		if len(f.Suggestions) == 0 || f.Status == review.Unwritable {
			continue
		}
		d := review.Decision{Finding: f.ID, Verdict: review.Accept, Scope: review.Here, Rule: f.Rule, Old: f.Old, New: f.Suggestions[0].New, Before: f.Before, After: f.After, Path: c.Document.Path}
		if reject(f) {
			d.Verdict, d.New = review.Reject, ""
		}
		ds = append(ds, d)
	}
	return ds
}

// TestReplay: a ledger written, the file edited elsewhere, replayed: the same decisions; then the corrected file
// checked again: nothing stale, and what was rejected does not come back.
func TestReplay(t *testing.T) {
	config := standard()
	c, err := pipeline.Check(config, "a.txt", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	rejected := func(f review.Finding) bool { return f.Old == "ot" || f.Old == "tbe" }
	ds := decideAll(c, rejected)
	var buf bytes.Buffer
	if err := review.WriteLedger(&buf, ds); err != nil {
		t.Fatal(err)
	}
	read, err := review.ReadLedger(&buf)
	if err != nil {
		t.Fatal(err)
	}
	config.Ledger = review.NewLedger(read)

	edited := strings.Replace(sample, "A short history\n", "A short history of it all\n\nA paragraph that was not there before.\n", 1)
	edited = strings.Replace(edited, "went home", "went away", 1)
	c, err = pipeline.Check(config, "a.txt", []byte(edited))
	if err != nil {
		t.Fatal(err)
	}
	if n := c.Count(review.Open); n > 0 || len(c.Stale) > 0 {
		t.Errorf("%d findings open again, stale %v:\n%s", n, c.Stale, show(c))
	}
	out, err := pipeline.Write(config, c)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"party and state", "under tbe criticism of the workers", "unity ot the", "and from that unity", "‘everything", "p. 43]", "condition, and"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %q in the corrected text:\n%s", want, out)
		}
	}
	c, err = pipeline.Check(config, "a.txt", out)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Stale) > 0 {
		t.Errorf("carried out, but called stale: %v", c.Stale)
	}
	for _, f := range c.Findings {
		if rejected(f) && f.Status != review.Rejected {
			t.Errorf("%q came back as %s when its neighbours were corrected", f.Old, f.Status)
		}
		if f.Status == review.Open {
			t.Errorf("the corrected text has a new finding: %s %q", f.Rule, f.Old)
		}
	}
}

// TestStale: a decision whose passage is gone is reported.
func TestStale(t *testing.T) {
	config := standard()
	c, err := pipeline.Check(config, "a.txt", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	config.Ledger = review.NewLedger(decideAll(c, func(review.Finding) bool { return false }))
	gone := strings.Replace(sample, "... the unity ot the working dass was the first  condition , and trom that unity came victory. [Vol. 11, p. 41]\n\n", "", 1)
	if c, err = pipeline.Check(config, "a.txt", []byte(gone)); err != nil {
		t.Fatal(err)
	}
	var old []string
	for _, d := range c.Stale {
		old = append(old, d.Old)
	}
	if !slices.Contains(old, "trom") || slices.Contains(old, "tbe") {
		t.Errorf("stale: %q; want trom and not tbe", old)
	}
}

// TestPanic: a rule that fails is named with the file; the others go on.
func TestPanic(t *testing.T) {
	order := slices.Clone(rules.All)
	defer func() { rules.All = order }()
	bad := &rules.Rule{Name: "bad", Stage: rules.Detect, Check: func(*rules.Pass) { panic("no such page") }}
	rules.All = append([]*rules.Rule{bad}, order...)
	config := standard()
	config.Modes = map[string]rules.Mode{"bad": rules.Suggest, "citation": rules.Suggest}
	c, err := pipeline.Check(config, "a.txt", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Failures) != 1 || !strings.Contains(c.Failures[0].Error(), "bad failed: no such page") {
		t.Errorf("failures: %v", c.Failures)
	}
	if len(c.Findings) == 0 {
		t.Error("the other rules did not go on")
	}
}

// TestQuoteLowers: in a quotation the mode fix of a rule that changes letters falls to suggest.
func TestQuoteLowers(t *testing.T) {
	const src = "The price of of bread rose. He said: “The price of of bread rose in the ﬁrst year of the war, and fell.”\n"
	config := standard()
	config.Modes = map[string]rules.Mode{"doubled-word": rules.Fix, "ligature": rules.Fix}
	config.FixConfidence = 0.5
	c, err := pipeline.Check(config, "a.txt", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	out, err := pipeline.Write(config, c)
	if err != nil {
		t.Fatal(err)
	}
	want := "The price of bread rose. He said: “The price of of bread rose in the first year of the war, and fell.”\n"
	if string(out) != want {
		t.Errorf("got  %s\nwant %s", out, want)
	}
}

// TestUnwritable: a letter that the file's encoding cannot hold, with its reason.
func TestUnwritable(t *testing.T) {
	config := standard()
	config.Encoding = "iso-8859-1"
	config.Modes = map[string]rules.Mode{"look": rules.Suggest}
	order := slices.Clone(rules.All)
	defer func() { rules.All = order }()
	rules.All = append(order, &rules.Rule{Name: "look", Stage: rules.Detect, Check: func(p *rules.Pass) {
		i := strings.Index(p.Text.Content, "\"")
		p.Suggest(text.Span{Start: i, End: i + 1}, 0.9, "a test", "“")
	}})
	c, err := pipeline.Check(config, "a.txt", []byte("caf\xe9 \"now\""))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Findings) != 1 || c.Findings[0].Status != review.Unwritable || !strings.Contains(c.Findings[0].Because, "iso-8859-1") {
		t.Errorf("%+v", c.Findings)
	}
}

// TestCorrectedSeed: with the certain errors accepted and nothing else the sample article becomes
// corrected.txt, byte for byte.
func TestCorrectedSeed(t *testing.T) {
	dir := filepath.Join("..", "testdata", "seed")
	src, err := os.ReadFile(filepath.Join(dir, "article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(dir, "corrected.txt"))
	if err != nil {
		t.Fatal(err)
	}
	config := standard()
	c, err := pipeline.Check(config, "article.txt", src)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range annotations(t, filepath.Join(dir, "gold.jsonl")) {
		if a.Certainty != "certain" {
			continue
		}
		a.place(t, c.Document.Text.Content)
		for i := range c.Findings {
			f := &c.Findings[i]
			if about, ok := a.hits(c.Document, f); ok {
				f.Accept(0, review.ByLedger)
			} else if about && a.Text == "trom" {
				t.Errorf("%q is not set right", a.Text)
			}
		}
	}
	c.Settle()
	out, err := pipeline.Write(config, c)
	if err != nil {
		t.Fatal(err)
	}
	left := 0
	for i, line := range strings.Split(string(out), "\n") {
		if line != strings.Split(string(want), "\n")[i] {
			left++
		}
	}
	t.Logf("%d lines still differ from the corrected article", left)
	if left > 1 {
		t.Errorf("%d lines differ; the name on line 119 alone may", left)
	}
}

var _ pipeline.Corrector = (*correct.Corrector)(nil)

// BenchmarkCheck is the whole pipeline on one core: on clean text where there is some, on the annotated
// texts of the archive, and on the same with every sixth word damaged.
func BenchmarkCheck(b *testing.B) {
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "archive", "*.txt"))
	if err != nil {
		b.Fatal(err)
	}
	var archive []byte
	for _, path := range paths {
		src, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		archive = append(append(archive, src...), "\n\n"...)
	}
	config, bare := standard(), standard()
	bare.Corrector = nil
	bench := func(config *pipeline.Config, src []byte) func(*testing.B) {
		return func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			words := 0
			for b.Loop() {
				c, err := pipeline.Check(config, "a.txt", src)
				if err != nil {
					b.Fatal(err)
				}
				words = c.Words
			}
			b.ReportMetric(float64(words), "words")
		}
	}
	b.Run("archive", bench(config, archive))
	b.Run("archive/no-corrector", bench(bare, archive))
	b.Run("clean", func(b *testing.B) {
		var clean []byte
		for _, book := range cleanText(b, 1<<20) {
			clean = append(clean, book...)
		}
		b.Run("all", bench(config, clean))
		b.Run("no-corrector", bench(bare, clean))
		b.Run("noisy", bench(config, damage(clean)))
	})
}

// damage makes one letter of every tenth word what a scanner might make of it: about two characters in a hundred.
func damage(src []byte) []byte {
	confused := strings.NewReplacer("e", "c", "h", "b", "f", "t", "n", "u", "o", "c", "i", "l", "a", "o", "m", "rn")
	out := make([]byte, 0, len(src)+len(src)/50)
	for i, word := range bytes.SplitAfter(src, []byte(" ")) {
		if i%10 == 0 && len(word) > 2 {
			k := 1 + i/10%(len(word)-2)
			out = append(append(append(out, word[:k]...), confused.Replace(string(word[k:k+1]))...), word[k+1:]...)
			continue
		}
		out = append(out, word...)
	}
	return out
}

// TestJoinedWhole: a word that was read over a line end is written whole or not at all. Of "com-|mercial. district" a page
// once became "commercial|mercial. district", for its two halves were edits of their own.
func TestJoinedWhole(t *testing.T) {
	const src = "It is built between the northern boundary of the com-\nmercial. district and the park. Here the commercial\ndistrict ends, and the\nnewer part begins.\n"
	config := standard()
	c, err := pipeline.Check(config, "a.txt", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Rule == "stray-stop" {
			f.Accept(0, review.ByLedger)
			found = true
		}
	}
	if !found {
		t.Fatalf("no stray stop found: %s", show(c))
	}
	out, err := pipeline.Write(config, c)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(src, "com-\nmercial. district", "commercial\ndistrict", 1)
	if string(out) != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

// TestJoinedNeighbour: the word behind one that was read over a line end is corrected without it.
func TestJoinedNeighbour(t *testing.T) {
	const src = "The whole of the population and every por-\ntion irom which it came was asked, and no portion\nof it was left out by anybody in the town.\n"
	config := standard()
	c, err := pipeline.Check(config, "a.txt", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Old == "irom" {
			f.Accept(0, review.ByLedger)
		}
	}
	out, err := pipeline.Write(config, c)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Replace(src, "irom", "from", 1); string(out) != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}
