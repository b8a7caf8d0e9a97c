package rules_test

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"emend/dictionaries"
	"emend/pipeline"
	"emend/pipeline/correct"
	"emend/pipeline/review"
	"emend/pipeline/witness"
	"emend/rules"
)

var update = flag.Bool("update", false, "rewrite README.md")

var english = dictionaries.English()

// alone is a run of the whole pipeline with one rule.
func alone(tb testing.TB, r *rules.Rule, in string) (*pipeline.Config, *review.Changeset) {
	tb.Helper()
	config := &pipeline.Config{
		Format: cmp.Or(r.Format, "plain"), Encoding: "utf-8", Lang: "en",
		Modes: map[string]rules.Mode{r.Name: rules.Suggest},
		Words: english,
	}
	if r.Stage == rules.Detect {
		config.Corrector = correct.New(english)
		config.Library = preamble(tb)
	}
	if r.Name == review.VariantRule {
		config.Ledger = config.Ledger.WithVariants([]review.Variant{{
			ID: "0123456789ab", Old: "fails", New: "sails", Before: "noon the ship", After: "for Lisbon", Path: "example.txt",
			By: "another", Plausible: true, Confidence: 0.9, Reason: "another reads “sails”",
		}})
	}
	c, err := pipeline.Check(config, "example.txt", []byte(in))
	if err != nil {
		tb.Fatal(err)
	}
	for _, err := range c.Failures {
		tb.Fatal(err)
	}
	return config, c
}

// preamble is a library of one text, which the examples of rules about quotations quote.
func preamble(tb testing.TB) *pipeline.Library {
	const farewell = "Friends and fellow citizens: the period for a new election of a citizen to administer the executive government of " +
		"the United States being not far distant, and the time actually arrived when your thoughts must be employed in designating the person " +
		"who is to be clothed with that important trust, it appears to me proper that I should now apprise you of the resolution.\n"
	const source = "We the People of the United States, in Order to form a more perfect Union, establish Justice, insure domestic Tranquility, " +
		"provide for the common defence, promote the general Welfare, and secure the Blessings of Liberty to ourselves and our Posterity, " +
		"do ordain and establish this Constitution for the United States of America.\n"
	b := witness.NewBuilder(nil)
	if err := b.Add(witness.Witness{Path: "constitution.txt", Plain: true, Pages: []witness.Page{{At: 0, Number: 71}}}, source); err != nil {
		tb.Fatal(err)
	}
	for _, path := range []string{"first.txt", "second.txt"} {
		if err := b.Add(witness.Witness{Path: path, Plain: true}, farewell); err != nil {
			tb.Fatal(err)
		}
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		tb.Fatal(err)
	}
	ix, err := witness.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		tb.Fatal(err)
	}
	manifest, err := witness.ParseManifest([]byte("[works]\nCUS = \"Constitution of the United States\"\n" +
		"[[source]]\npath = \"constitution.txt\"\nwork = \"CUS\"\n[[source]]\npath = \"first.txt\"\nwitness = true\n[[source]]\npath = \"second.txt\"\nwitness = true\n[[pages]]\nwork = \"CUS\"\nfrom = 71\nto = 98\n"))
	if err != nil {
		tb.Fatal(err)
	}
	return &pipeline.Library{Archive: true, Library: &witness.Library{
		Index: ix, Lexicon: english, Channel: correct.EnglishChannel(),
		Read: func(w, from, to int) (string, error) {
			s := source
			if w > 0 {
				s = farewell
			}
			return s[from:min(to, len(s))], nil
		},
		Source: func(w int) *witness.Source { return &manifest.Sources[w] }, Manifest: manifest,
	}}
}

// accepting is the text with all first suggestions accepted.
func accepting(tb testing.TB, r *rules.Rule, in string) string {
	tb.Helper()
	config, c := alone(tb, r, in)
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Status == review.Open && len(f.Suggestions) > 0 {
			f.Accept(0, "example")
		}
	}
	c.Settle()
	out, err := pipeline.Write(config, c)
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range c.Findings {
		if f.Status != review.Accepted {
			tb.Errorf("%q: %s is %v: %s", in, f.Old, f.Status, f.Because)
		}
	}
	return string(out)
}

// One test does for all rules.
func TestRules(t *testing.T) {
	seen := make(map[string]bool)
	for _, r := range rules.All {
		t.Run(r.Name, func(t *testing.T) {
			if seen[r.Name] {
				t.Error("stands in All twice")
			}
			seen[r.Name] = true
			if _, err := os.Stat(r.Name + ".go"); err != nil {
				t.Errorf("is not named as its file: %v", err)
			}
			title, rest, _ := strings.Cut(r.Doc, "\n")
			if title == "" || strings.HasSuffix(title, ".") || strings.TrimSpace(rest) == "" {
				t.Error("Doc wants a title without a full stop, and then why and when the rule is wrong")
			}
			changes, silent := 0, 0
			for _, e := range r.Examples {
				if e.In == e.Out {
					silent++
				} else {
					changes++
				}
				example(t, r, e)
			}
			if r.Note {
				if changes > 0 {
					t.Error("a rule that only notes changes an example")
				}
				changes = strings.Count(fmt.Sprint(r.Examples), "{noted")
			}
			if changes == 0 || silent == 0 {
				t.Errorf("%d examples that change and %d that must not, want one of each at least", changes, silent)
			}
		})
	}
}

// example proves that a rule makes Out of In and leaves Out alone.
func example(t *testing.T, r *rules.Rule, e rules.Example) {
	t.Helper()
	if e.In != e.Out {
		if got := accepting(t, r, e.In); got != e.Out {
			t.Errorf("%s: %q\n gives %q\n  want %q", e.Note, e.In, got, e.Out)
		}
	}
	_, c := alone(t, r, e.Out)
	if r.Note && strings.HasPrefix(e.Note, "noted") {
		if len(c.Findings) != 1 || len(c.Findings[0].Suggestions) > 0 {
			t.Errorf("%s: %q\n gives %d findings, want one note", e.Note, e.In, len(c.Findings))
		}
		return
	}
	for _, f := range c.Findings {
		t.Errorf("%s: %q\n must be left alone, but %q is found: %s", e.Note, e.Out, f.Old, f.Reason)
	}
}

// Every file that holds a rule holds one that is in All.
func TestAllAreListed(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(file, ".go")
		if strings.Contains(string(src), " = &Rule{\n") && rules.Find(name) == nil {
			t.Errorf("the rule of %s is not in All", file)
		}
	}
	normalizing := true
	for _, r := range rules.All {
		if r.Stage == rules.Normalize && !normalizing {
			t.Errorf("%s stands after a Detect rule", r.Name)
		}
		normalizing = r.Stage == rules.Normalize
	}
}

// Every rule stands in every profile, no profile names another, and no Detect rule is only read.
func TestProfiles(t *testing.T) {
	for _, p := range rules.Profiles {
		for _, r := range rules.All {
			mode, ok := p.Modes[r.Name]
			if !ok {
				t.Errorf("%s does not say what to do with %s", p.Name, r.Name)
			}
			if mode == rules.Read && r.Stage == rules.Detect {
				t.Errorf("%s reads %s, which proposes only", p.Name, r.Name)
			}
			if mode == rules.Fix && (p.Name == "diplomatic" || !r.Graphic) {
				t.Errorf("%s fixes %s unasked", p.Name, r.Name)
			}
		}
		for name := range p.Modes {
			if rules.Find(name) == nil {
				t.Errorf("%s names %s, which is no rule", p.Name, name)
			}
		}
	}
}

func TestReadme(t *testing.T) {
	want := readme()
	if *update {
		if err := os.WriteFile("README.md", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("README.md")
	if err != nil || string(got) != want {
		t.Errorf("README.md is not what the rules say; run go test ./rules -run Readme -update (%v)", err)
	}
}

// readme is the manual of all rules.
func readme() string {
	var b strings.Builder
	b.WriteString(`# The rules

One file a rule. This page is made from their values: ` + "`go test ./rules -run Readme -update`" + `.
Normalizing rules run in this order, each on the text that the one before left; what they make of the text is what the others
see. A rule's mode is off, read (the others see the text as if it were so, nothing is proposed), suggest, or fix (accepted
unasked where it is sure enough).

`)
	for _, p := range rules.Profiles {
		title, rest, _ := strings.Cut(p.Doc, "\n")
		fmt.Fprintf(&b, "**Profile %s**: %s. %s\n\n", p.Name, title, rest)
	}
	b.WriteString("| rule | what for |")
	for _, p := range rules.Profiles {
		fmt.Fprintf(&b, " %s |", p.Name)
	}
	b.WriteString("\n|---|---|" + strings.Repeat("---|", len(rules.Profiles)) + "\n")
	for _, r := range rules.All {
		title, _, _ := strings.Cut(r.Doc, "\n")
		fmt.Fprintf(&b, "| [%s](#%s) | %s |", r.Name, r.Name, title)
		for _, p := range rules.Profiles {
			fmt.Fprintf(&b, " %s |", p.Modes[r.Name])
		}
		b.WriteString("\n")
	}
	for _, r := range rules.All {
		_, rest, _ := strings.Cut(r.Doc, "\n")
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", r.Name, strings.TrimSpace(rest))
		for _, e := range slices.Concat(kind(r, true), kind(r, false)) {
			if e.In == e.Out {
				fmt.Fprintf(&b, "* left alone, %s: %s\n", e.Note, visible(e.In))
			} else {
				fmt.Fprintf(&b, "* %s: %s → %s\n", e.Note, visible(e.In), visible(e.Out))
			}
		}
	}
	return b.String()
}

// kind is the examples that change something, or those that do not.
func kind(r *rules.Rule, changing bool) (es []rules.Example) {
	for _, e := range r.Examples {
		if (e.In != e.Out) == changing {
			es = append(es, e)
		}
	}
	return es
}

// visible is a text as code in Markdown, with what cannot be seen as an escape.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == ' ' || unicode.IsGraphic(r) && !unicode.In(r, unicode.Zs, unicode.M) {
			b.WriteRune(r)
			continue
		}
		b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
	}
	return "`` " + b.String() + " ``"
}
