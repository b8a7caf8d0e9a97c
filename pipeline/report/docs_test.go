package report

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"emend/pipeline/review"
)

// TestOutputIsDocumented holds that docs/output.md names every report and every member of the JSON
// contract, and that its example is what the report writes.
func TestOutputIsDocumented(t *testing.T) {
	raw, err := os.ReadFile("../../docs/output.md")
	if err != nil {
		t.Fatal(err)
	}
	manual := string(raw)
	for _, r := range All {
		if !strings.Contains(manual, "\n| `"+r.Name+"` |") {
			t.Errorf("report %s is not in the table", r.Name)
		}
	}
	for _, v := range []any{jsonFinding{}, jsonCandidate{}, jsonWitness{}, jsonRun{}, jsonSkipped{}, jsonSummary{}} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(v)) {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); !strings.Contains(manual, "`"+name+"`") {
				t.Errorf("member %s of %T is not described", name, v)
			}
		}
	}

	_, example, _ := strings.Cut(manual, "```json\n")
	example, _, _ = strings.Cut(example, "```")
	dec := json.NewDecoder(strings.NewReader(example))
	dec.DisallowUnknownFields()
	var got struct {
		jsonRun
		Findings []json.RawMessage `json:"findings"`
	}
	if err := dec.Decode(&got); err != nil {
		t.Fatal(err)
	}
	written := runOf(t, "json", Options{}, samples())
	if len(got.Findings) != 1 || !strings.Contains(written, string(got.Findings[0])) {
		t.Errorf("the report does not write the example %s", got.Findings)
	}
	for _, report := range []string{"text", "words"} {
		_, example, _ := strings.Cut(manual, "## "+report+"\n\n```\n")
		example, _, _ = strings.Cut(example, "```")
		if !strings.Contains(runOf(t, report, Options{}, samples()), example) {
			t.Errorf("%s does not write the example\n%s", report, example)
		}
	}
}

// TestJSON holds that json and jsonl are the same findings, and say what the changesets say.
func TestJSON(t *testing.T) {
	cs := samples()
	var whole struct {
		jsonRun
		Findings []jsonFinding `json:"findings"`
	}
	dec := json.NewDecoder(strings.NewReader(runOf(t, "json", Options{}, cs)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&whole); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(runOf(t, "jsonl", Options{}, cs)), "\n")
	if len(lines) != len(whole.Findings)+1 {
		t.Fatalf("%d lines for %d findings", len(lines), len(whole.Findings))
	}
	n := 0
	for _, c := range cs {
		for i := range c.Findings {
			f := &c.Findings[i]
			if !shown(f) {
				continue
			}
			j := whole.Findings[n]
			var line jsonFinding
			if err := json.Unmarshal([]byte(lines[n]), &line); err != nil || !reflect.DeepEqual(line, j) {
				t.Errorf("jsonl has %q, json %+v: %v", lines[n], j, err)
			}
			n++
			if j.ID != f.ID || j.Path != c.Document.Path || j.Old != f.Old || j.Start != f.Range.Start || j.End != f.Range.End ||
				j.Applied != f.Applied() || j.InQuote != f.InQuote || j.Status != f.Status.String() || len(j.Candidates) != len(f.Suggestions) {
				t.Errorf("%+v is written %+v", f, j)
			}
			if s := f.Taken(); s != nil && j.Candidates[0].New != s.New {
				t.Errorf("%q comes first, not %q, which is taken", j.Candidates[0].New, s.New)
			}
		}
	}
	var run jsonRun
	if err := json.Unmarshal([]byte(lines[n]), &run); err != nil || !reflect.DeepEqual(run, whole.jsonRun) || run.Complete {
		t.Errorf("%q: %v", lines[n], err)
	}
	if whole.Summary.Findings != n {
		t.Errorf("the summary has %d findings of %d", whole.Summary.Findings, n)
	}

	var empty bytes.Buffer
	w := jsonReport.New(&empty, Options{})
	if err := w.Close(&review.Summary{}); err != nil {
		t.Fatal(err)
	}
	if want := "{\"version\": 1,\n\"findings\": [\n],\n\"complete\":true,\"skipped\":[],\"summary\":{\"files\":0,\"findings\":0,\"applied\":0,\"expected_remaining\":0}}\n"; empty.String() != want {
		t.Errorf("a run without files: got %q", empty.String())
	}
}
