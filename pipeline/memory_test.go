package pipeline_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"emend/pipeline"
	"emend/pipeline/review"
	"emend/rules"
)

type memory map[string][]byte

func (m memory) Get(key string) ([]byte, bool) { v, ok := m[key]; return v, ok }
func (m memory) Put(key string, value []byte)  { m[key] = value }

// TestMemoryKey: every field of a configuration has its part in the key of what is remembered, or its place here. Who adds one
// adds it to Config.key, or to Config.remembers, or says here why it changes no result.
func TestMemoryKey(t *testing.T) {
	known := []string{
		"Format", "Encoding", "Fallback", "ClassMap", "Classes", "Lang", "Modes", "MinConfidence", "MinVariant", "FixConfidence", "MaxHarm", "Narrowed", "Propose", "Fallen", "Window", "Tool", // in the key
		"Words", "Corrector", "Authority", // Tool says which, by the files they were read from
		"Library", "Mark", "Batched", "LeastWorth", // nothing is remembered
		"Ledger",             // by what it says of the file
		"Memory", "Progress", // no part in a result
	}
	config := reflect.TypeFor[pipeline.Config]()
	for i := range config.NumField() {
		if name := config.Field(i).Name; !slices.Contains(known, name) {
			t.Errorf("Config.%s is in no key: what is remembered may be another result", name)
		}
	}
}

// TestMemory: what is remembered is what would be found, whatever the ledger says by then; and one thing changed, it is found anew.
func TestMemory(t *testing.T) {
	src, err := os.ReadFile("../testdata/seed/article.txt")
	if err != nil {
		t.Fatal(err)
	}
	src = []byte(misread(string(src)))
	base := standard()
	base.Tool = "test"
	kept := memory{}
	base.Memory = kept
	fresh := func(c *pipeline.Config, path string, src []byte) *review.Changeset {
		own := *c
		own.Memory = nil
		cs, err := pipeline.Check(&own, path, src)
		if err != nil {
			t.Fatal(err)
		}
		return cs
	}
	same := func(what string, c *pipeline.Config, path string, src []byte, remembered bool) *review.Changeset {
		t.Helper()
		before := len(kept)
		got, err := pipeline.Check(c, path, src)
		if err != nil {
			t.Fatal(err)
		}
		if had := len(kept) == before; had != remembered {
			t.Errorf("%s: remembered: %v, want %v", what, had, remembered)
		}
		want := fresh(c, path, src)
		if len(got.Used) != len(want.Used) {
			t.Errorf("%s: %d decisions used, want %d", what, len(got.Used), len(want.Used))
		}
		got.Used, want.Used = nil, nil
		for _, cs := range []*review.Changeset{got, want} {
			for i := range cs.Findings {
				for k := range cs.Findings[i].Suggestions { // no edits and nil are the same
					s := &cs.Findings[i].Suggestions[k]
					s.Edits = append(s.Edits[:0:0], s.Edits...)
				}
			}
		}
		got.Document, want.Document = nil, nil
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: what is remembered is something else", what)
		}
		return got
	}
	c := same("first", base, "a.txt", src, false)
	same("again", base, "a.txt", src, true)
	same("another file", base, "b.txt", src, false)
	same("other bytes", base, "a.txt", append(slices.Clone(src), "tbe"...), false)
	strict := *base
	strict.MinConfidence = 0.9
	same("other settings", &strict, "a.txt", src, false)
	off := *base
	off.Modes = map[string]rules.Mode{"misspelling": rules.Suggest}
	same("other rules", &off, "a.txt", src, false)
	other := *base
	other.Tool = "another"
	same("another tool", &other, "a.txt", src, false)

	var open []review.Finding
	for _, f := range c.Findings {
		if f.Status == review.Open && len(f.Suggestions) > 0 {
			open = append(open, f)
		}
	}
	decide := func(ds ...review.Decision) *pipeline.Config {
		own := *base
		own.Ledger = review.NewLedger(ds)
		return &own
	}
	decision := func(f review.Finding, path string, scope review.Scope) review.Decision {
		return review.Decision{Finding: f.ID, Verdict: review.Accept, Scope: scope, Rule: f.Rule, Old: f.Old, New: f.Suggestions[0].New, Before: f.Before, After: f.After, Path: path}
	}
	same("a decision", decide(decision(open[0], "a.txt", review.Here)), "a.txt", src, false)
	same("the same decision", decide(decision(open[0], "a.txt", review.Here)), "a.txt", src, true)
	same("and one on a file that is not this", decide(decision(open[0], "a.txt", review.Here), review.Decision{Finding: "abcdefabcdef", Rule: "misspelling", Old: "xyz", Path: "z.txt", Verdict: review.Reject, Scope: review.Here}), "a.txt", src, true)
	same("one on everywhere", decide(decision(open[1], "z.txt", review.Everywhere)), "a.txt", src, false)
	// A file that was renamed: its decisions find their places by ID. Such a result is not kept, and none that is kept is taken for it.
	moved := decide(decision(open[2], "old.txt", review.Here))
	before := len(kept)
	if got, err := pipeline.Check(moved, "a.txt", src); err != nil || len(got.Edits()) == 0 || len(kept) != before {
		t.Errorf("renamed: %d edits, %d kept, %v", len(got.Edits()), len(kept)-before, err)
	}

	for key, value := range kept {
		kept[key] = value[:len(value)/2]
	}
	if got, err := pipeline.Check(base, "a.txt", src); err != nil || len(got.Findings) != len(c.Findings) {
		t.Errorf("half a value: %v", err)
	}
}

// TestKeepWhole: whatever a finding holds is kept.
func TestKeepWhole(t *testing.T) {
	var f review.Finding
	var fill func(v reflect.Value)
	fill = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			v.SetString("x\xFF")
		case reflect.Bool:
			v.SetBool(true)
		case reflect.Int, reflect.Int64:
			v.SetInt(1)
		case reflect.Uint8:
			v.SetUint(1)
		case reflect.Float64:
			v.SetFloat(0.1)
		case reflect.Pointer:
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem())
		case reflect.Slice:
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			fill(v.Index(0))
			fill(v.Index(1))
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Field(i).CanSet() {
					fill(v.Field(i))
				}
			}
		default:
			t.Fatalf("a %s in a finding: see to it that it is kept", v.Kind())
		}
	}
	fill(reflect.ValueOf(&f).Elem())
	f.Accept(1, "test")
	c, err := pipeline.Check(standard(), "a.txt", []byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	c.Findings = []review.Finding{f}
	value, ok := c.Keep(nil, "a.txt", nil)
	if !ok {
		t.Fatal("not kept")
	}
	again, err := review.Restore(value, c.Document, nil, "a.txt")
	if err != nil || !reflect.DeepEqual(again.Findings, c.Findings) {
		t.Errorf("kept %+v, %v; want %+v", again.Findings, err, c.Findings)
	}
	if fields := reflect.TypeFor[review.Changeset]().NumField(); fields != 10 {
		t.Errorf("a changeset has %d fields: see to it that Keep and Restore know them", fields)
	}
	if strings.Contains(string(value), "Document") {
		t.Error("the document was kept")
	}
}
