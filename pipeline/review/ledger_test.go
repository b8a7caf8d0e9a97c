package review

import (
	"bytes"
	"strings"
	"testing"

	"emend/pipeline/text"
)

func finding(rule, old, before, after string, news ...string) Finding {
	f := Finding{Rule: rule, Old: old, Before: before, After: after}
	for _, n := range news {
		f.Suggestions = append(f.Suggestions, Suggestion{New: n, Edits: []text.Edit{{Range: text.Range{Start: 1, End: 2}, New: n, Reads: n}}})
	}
	return f
}

func TestContext(t *testing.T) {
	const content = "of the slogan of criticism trom below ot the short-\ncomings"
	at := strings.Index(content, "trom")
	before, after := Context(content, text.Span{Start: at, End: at + 4})
	if before != "slogan of criticism" || after != "below ot the" {
		t.Errorf("%q, %q", before, after)
	}
	if before, after = Context("trom", text.Span{Start: 0, End: 4}); before != "" || after != "" {
		t.Errorf("%q, %q", before, after)
	}
	long := strings.Repeat("x", 1<<20)
	if before, after = Context(long+" a "+long, text.Span{Start: 1<<20 + 1, End: 1<<20 + 2}); len(before) > 121 || len(after) > 121 {
		t.Errorf("%d, %d bytes of context", len(before), len(after))
	}
}

func TestIdentify(t *testing.T) {
	same := []Finding{finding("r", "ot", "below", "the"), finding("r", "ot", "below", "the"), finding("r", "ot", "Below,", "“the"), finding("s", "ot", "below", "the")}
	Identify(same)
	ids := make(map[string]bool)
	for _, f := range same {
		if len(f.ID) != 12 {
			t.Errorf("ID %q", f.ID)
		}
		ids[f.ID] = true
	}
	if len(ids) != 4 {
		t.Errorf("four findings, %d IDs", len(ids))
	}
	// Punctuation, case and spacing nearby do not count; neither does what is suggested.
	a, b := []Finding{finding("r", "ot", "below", "the", "of")}, []Finding{finding("r", "ot", "“Below", "the –", "or")}
	Identify(a)
	Identify(b)
	if a[0].ID != b[0].ID {
		t.Error("an ID hangs on punctuation or on the suggestion")
	}
	const want = "7d691994f5c7"
	if a[0].ID != want {
		t.Errorf("the ID of a known finding is %s and was %s: old ledgers would be orphaned", a[0].ID, want)
	}
}

func TestDecide(t *testing.T) {
	id := func(f Finding) string { fs := []Finding{f}; Identify(fs); return fs[0].ID }
	trom := finding("misspelling", "trom", "slogan of criticism", "below ot the", "from", "tram")
	here := Decision{Finding: id(trom), Verdict: Accept, Scope: Here, Rule: "misspelling", Old: "trom", New: "tram", Before: trom.Before, After: trom.After, Path: "a.txt"}
	file := Decision{Finding: "0", Verdict: Reject, Scope: File, Rule: "misspelling", Old: "trom", Path: "a.txt"}
	all := Decision{Finding: "0", Verdict: Accept, Scope: Everywhere, Rule: "misspelling", Old: "trom", New: "from"}
	sic := here
	sic.Verdict = Sic
	own := here
	own.New = "forum"
	moved := finding("misspelling", "trom", "slogan of criticism", "below of a", "from", "tram")
	other := finding("misspelling", "trom", "he came", "far away to", "from", "tram")
	tests := []struct {
		name   string
		ledger []Decision
		path   string
		f      Finding
		status Status
		taken  string
	}{
		{"by ID", []Decision{here}, "a.txt", trom, Accepted, "tram"},
		{"by ID in a renamed file", []Decision{here}, "b.txt", trom, Accepted, "tram"},
		{"a neighbour corrected", []Decision{here}, "a.txt", moved, Accepted, "tram"},
		{"a neighbour corrected, another file", []Decision{here}, "b.txt", moved, Open, ""},
		{"another place", []Decision{here}, "a.txt", other, Open, ""},
		{"file", []Decision{file}, "a.txt", other, Rejected, ""},
		{"file, another one", []Decision{file}, "b.txt", other, Open, ""},
		{"everywhere", []Decision{all}, "c.txt", other, Accepted, "from"},
		{"here beats file beats everywhere", []Decision{all, file, here}, "a.txt", trom, Accepted, "tram"},
		{"file beats everywhere", []Decision{file, all}, "a.txt", other, Rejected, ""},
		{"the later line stands", []Decision{here, sic}, "a.txt", trom, Rejected, ""},
		{"a reading of the editor's own", []Decision{own}, "a.txt", trom, Accepted, "forum"},
		{"another rule", []Decision{here}, "a.txt", finding("real-word", "trom", trom.Before, trom.After, "from"), Open, ""},
	}
	for _, tt := range tests {
		fs := []Finding{tt.f}
		fs[0].Suggestions = append([]Suggestion(nil), tt.f.Suggestions...)
		Identify(fs)
		NewLedger(tt.ledger).Decide(tt.path, fs)
		if fs[0].Status != tt.status {
			t.Errorf("%s: %s; want %s", tt.name, fs[0].Status, tt.status)
		}
		if tt.taken != "" && fs[0].Taken().New != tt.taken {
			t.Errorf("%s: took %q; want %q", tt.name, fs[0].Taken().New, tt.taken)
		}
		if got := fs[0].Wanting(); got != (tt.taken == "forum") {
			t.Errorf("%s: wanting %v", tt.name, got)
		}
	}
}

func TestReadLedger(t *testing.T) {
	const good = `{"id":"ab","verdict":"accept","scope":"here","rule":"r","old":"<a>","new":"“é”","before":"b","after":"a","path":"p.txt"}`
	ds, err := ReadLedger(strings.NewReader("# a note\n\n" + good + "\n" + good))
	if err != nil || len(ds) != 2 {
		t.Fatal(ds, err)
	}
	var buf bytes.Buffer
	if err := WriteLedger(&buf, ds); err != nil || buf.String() != good+"\n" {
		t.Errorf("%v: written\n%swant\n%s", err, buf.String(), good)
	}
	for bad, want := range map[string]string{
		good + "\nnonsense":               "2: not a decision",
		`{"verdict":"maybe"}`:             `1: verdict "maybe"; want accept, reject or sic`,
		`{"verdict":"sic","scope":"far"}`: `1: scope "far"`,
		`{"verdict":"sic"}`:               "1: a decision needs rule and id",
		`{"verdct":"sic"}`:                `unknown field "verdct"`,
		good + "\n<<<<<<< HEAD\n":         "2: merge conflict left in the ledger",
	} {
		if _, err := ReadLedger(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", bad, err, want)
		}
	}
}

// TestSettle: which of two accepted findings that want the same bytes is written.
func TestSettle(t *testing.T) {
	at := func(stage int, because string, start, end int, new string) Finding {
		f := Finding{Rule: new, Stage: stage, Suggestions: []Suggestion{{New: new, Edits: []text.Edit{{Range: text.Range{Start: start, End: end}, New: new, Reads: new}}}}}
		f.Accept(0, because)
		return f
	}
	open := at(9, "", 4, 6, "z")
	open.Status = Open
	tests := []struct {
		name string
		fs   []Finding
		want string
	}{
		{"apart", []Finding{at(9, "m", 0, 2, "a"), at(9, "m", 2, 4, "b")}, "accepted accepted"},
		{"the same", []Finding{at(9, "m", 0, 2, "a"), at(9, "m", 0, 2, "a")}, "accepted superseded"},
		{"a later stage covers", []Finding{at(1, "m", 2, 3, "a"), at(9, "m", 0, 4, "b")}, "superseded accepted"},
		{"one stage disagrees", []Finding{at(9, "m", 0, 3, "a"), at(9, "m", 2, 4, "b")}, "conflicting conflicting"},
		{"three disagree", []Finding{at(9, "m", 0, 9, "a"), at(9, "m", 1, 2, "b"), at(9, "m", 3, 4, "c")}, "conflicting conflicting conflicting"},
		{"the ledger beats a mode", []Finding{at(9, "m", 0, 3, "a"), at(9, ByLedger, 2, 4, "b")}, "superseded accepted"},
		{"an open one under an accepted one", []Finding{open, at(9, "m", 3, 7, "b")}, "superseded accepted"},
		{"two open ones", []Finding{open, open}, "open open"},
	}
	for _, tt := range tests {
		c := NewChangeset(&text.Document{Text: &text.Text{}}, nil)
		c.Findings = append(c.Findings, tt.fs...)
		c.Settle()
		var got []string
		for _, f := range c.Findings {
			got = append(got, f.Status.String())
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s; want %s", tt.name, s, tt.want)
		}
		for i, e := range c.Edits() {
			if i > 0 && e.Start < c.Edits()[i-1].End {
				t.Errorf("%s: edits overlap", tt.name)
			}
		}
	}
}

// FuzzLedger: what is written is read again, and written again the same.
func FuzzLedger(f *testing.F) {
	f.Add("trom", "from", "a \x00 b", "<&>\u2028", "dir/ü.txt")
	f.Fuzz(func(t *testing.T, old, new, before, after, path string) {
		ds := []Decision{
			{Finding: "0123456789ab", Verdict: Accept, Scope: Here, Rule: "r", Old: old, New: new, Before: before, After: after, Path: path},
			{Finding: "0123456789ab", Verdict: Reject, Scope: Everywhere, Rule: "r", Old: old, Before: before, After: after, Path: path},
		}
		var first, second bytes.Buffer
		if err := WriteLedger(&first, ds); err != nil {
			t.Fatal(err)
		}
		if bytes.Count(first.Bytes(), []byte("\n")) != 2 {
			t.Fatalf("two decisions, not two lines: %q", first.String())
		}
		read, err := ReadLedger(bytes.NewReader(first.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if err := WriteLedger(&second, read); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Fatalf("%v: %q became %q", err, first.String(), second.String())
		}
	})
}

// A line that breaks off is no decision, and no harm to those before it; elsewhere it is an error.
func TestReadLedgerTorn(t *testing.T) {
	var whole bytes.Buffer
	one := Decision{Finding: "0123456789ab", Verdict: Accept, Scope: Here, Rule: "misspelling", Old: "tbe", New: "the “ü”"}
	if err := WriteLedger(&whole, []Decision{one}); err != nil {
		t.Fatal(err)
	}
	line := whole.String()
	for cut := range len(line) - 1 {
		ds, err := ReadLedger(strings.NewReader(line + line[:cut]))
		if err != nil || len(ds) != 1 {
			t.Fatalf("cut at %d: %d decisions, %v", cut, len(ds), err)
		}
		if _, err := ReadLedger(strings.NewReader(line[:cut] + "\n" + line)); err == nil && cut > 0 {
			t.Fatalf("cut at %d with a line after it: no error", cut)
		}
	}
}

// What cannot be written can be called no error all the same.
func TestRejectUnwritable(t *testing.T) {
	for _, v := range []Verdict{Accept, Reject, Sic} {
		l := NewLedger([]Decision{{Finding: "a", Verdict: v, Scope: Here, Rule: "r", Old: "o", New: "n"}})
		fs := []Finding{{ID: "a", Rule: "r", Old: "o", Status: Unwritable}}
		l.Decide("p", fs)
		if want := map[Verdict]Status{Accept: Unwritable, Reject: Rejected, Sic: Rejected}[v]; fs[0].Status != want {
			t.Errorf("%s: %v, want %v", v, fs[0].Status, want)
		}
	}
}
