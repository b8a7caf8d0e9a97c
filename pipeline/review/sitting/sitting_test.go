package sitting

import (
	"fmt"
	"math/rand"
	"reflect"
	"slices"
	"strings"
	"testing"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// item is a finding of “old” -> “new” in a file, at an offset.
func item(id, rule, old, new string, file, at int, confidence float64) Item {
	it := Item{ID: id, Rule: rule, Old: old, Before: "words before", After: "words after", Confidence: confidence,
		Project: "p", Path: fmt.Sprintf("%d.txt", file), File: file, Range: text.Range{Start: at, End: at + len(old)}, Line: 1, Column: at + 1}
	if new != "" {
		it.Candidates = []Candidate{{new, confidence}}
	}
	return it
}

func five() []Item {
	return []Item{
		item("a1", "misspelling", "tbe", "the", 0, 10, 0.9),
		item("a2", "misspelling", "trom", "from", 0, 50, 0.99),
		item("a3", "misspelling", "tbe", "the", 1, 5, 0.8),
		item("a4", "citation", "p,", "p.", 1, 70, 0.7),
		item("a5", "misspelling", "tbe", "the", 2, 1, 0.85),
	}
}

// walk is the IDs in the order that they are asked, each left as it is.
func walk(s *Sitting) (ids []string) {
	for s.Next(); s.Current() != None; {
		ids = append(ids, s.Item(s.Current()).ID)
		s.Take(s.Leave(s.Current(), ""))
	}
	return ids
}

func TestOrder(t *testing.T) {
	for _, c := range []struct {
		order Order
		want  []string
	}{
		{ByFile, []string{"a1", "a2", "a3", "a4", "a5"}},
		{ByConfidence, []string{"a2", "a1", "a5", "a3", "a4"}},
		{ByGain, []string{"a1", "a3", "a5", "a2", "a4"}},
	} {
		for _, reversed := range []bool{false, true} {
			s := New(c.order, "")
			items := five()
			if reversed {
				slices.Reverse(items)
			}
			s.Add(items...)
			if got := walk(s); !slices.Equal(got, c.want) {
				t.Errorf("%s, reversed %v: %v, want %v", Orders[c.order], reversed, got, c.want)
			}
		}
	}
}

func TestMoves(t *testing.T) {
	s := New(ByFile, "")
	if _, ok := s.Next(); ok || s.Current() != None {
		t.Error("an empty sitting has a next finding")
	}
	s.Add(five()...)
	at := func(want string) {
		t.Helper()
		if s.Current() == None || s.Item(s.Current()).ID != want {
			t.Errorf("at %d, want %s", s.Current(), want)
		}
	}
	s.Next()
	at("a1")
	s.Next()
	at("a2")
	s.Take(s.Accept(s.Current(), "from", ""))
	at("a3")
	s.Previous()
	at("a1") // a2 is decided
	s.Step(1)
	at("a2") // decided or not
	if wrapped, _ := s.Previous(); wrapped {
		t.Error("back from a2 to a1 wraps")
	}
	if wrapped, _ := s.Previous(); !wrapped {
		t.Error("back from the first does not wrap")
	}
	at("a5")
	if !s.Goto(4) || s.Goto(6) || s.Goto(0) {
		t.Error("goto")
	}
	at("a4")
	if !s.Search("TROM") {
		t.Error("search")
	}
	at("a2")
	if s.Search("nowhere") {
		t.Error("found nowhere")
	}
	if place, of := s.InFile(s.Current()); place != 2 || of != 2 {
		t.Errorf("place %d of %d", place, of)
	}
}

func TestAnswers(t *testing.T) {
	s := New(ByFile, "Ann")
	s.Add(five()...)
	s.Next()

	series := s.SeriesOf(0)
	if len(series.Items) != 3 || series.Files != 3 {
		t.Fatalf("series %+v", series)
	}
	st := s.AcceptAll(series.Items, "throughout")
	if len(st.Rulings) != 3 || st.Rulings[2].Path != "2.txt" || st.Rulings[0].By != "Ann" || st.Rulings[0].New != "the" || st.Rulings[1].Note != "throughout" || st.Rulings[0].Scope != review.Here {
		t.Errorf("rulings %+v", st.Rulings)
	}
	s.Take(st)
	if s.Open() != 2 || s.Item(s.Current()).ID != "a2" {
		t.Errorf("%d open, at %d", s.Open(), s.Current())
	}
	// One of them decided again: the ruling before is named.
	again := s.Leave(2, "")
	if len(again.Replaced) != 1 || again.Replaced[0].Verdict != review.Accept {
		t.Errorf("replaced %+v", again.Replaced)
	}
	s.Take(again)
	if a, l := s.Decided(0); a != 2 || l != 1 {
		t.Errorf("accepted %d, left %d", a, l)
	}
	s.Untake()
	s.Untake()
	if a, l := s.Decided(0); a != 0 || l != 0 || s.Open() != 5 || s.Current() != 0 {
		t.Errorf("after undo: accepted %d, left %d, %d open, at %d", a, l, s.Open(), s.Current())
	}

	never := s.Never(0, "")
	if len(never.Rulings) != 1 || never.Rulings[0].Scope != review.Everywhere || len(never.Items) != 3 {
		t.Errorf("never: %+v", never)
	}
	s.Take(never)
	s.Add(item("a6", "misspelling", "tbe", "the", 3, 1, 0.9)) // arrives later
	if s.State(5) != Left || s.Open() != 2 {
		t.Errorf("a later one is %v, %d open", s.State(5), s.Open())
	}
	s.Untake()
	if s.State(5) != Undecided || s.Open() != 6 {
		t.Errorf("after undo it is %v, %d open", s.State(5), s.Open())
	}

	word := s.Word(0)
	if word.Word != "tbe" || len(word.Rulings) != 0 || len(word.Items) != 4 {
		t.Errorf("word: %+v", word)
	}
	s.Take(word)
	if s.Open() != 2 || s.State(4) != Silenced {
		t.Errorf("%d open", s.Open())
	}
}

// A finding with the same words around in another file has the same ID, and is decided with it.
func TestTwins(t *testing.T) {
	s := New(ByFile, "")
	s.Add(item("t", "misspelling", "tbe", "the", 0, 1, 0.9), item("t", "misspelling", "tbe", "the", 1, 1, 0.9), item("u", "misspelling", "ot", "of", 1, 9, 0.9))
	s.Next()
	st := s.Accept(0, "the", "")
	if len(st.Rulings) != 1 || len(st.Items) != 2 || s.Twins(0) != 2 {
		t.Errorf("%+v", st)
	}
	s.Take(st)
	s.Add(item("t", "misspelling", "tbe", "the", 2, 1, 0.9))
	if s.State(1) != Accepted || s.State(3) != Accepted || s.Open() != 1 {
		t.Errorf("states %v %v, %d open", s.State(1), s.State(3), s.Open())
	}
	s.Untake()
	if s.State(1) != Undecided || s.State(3) != Undecided || s.Open() != 4 {
		t.Errorf("after undo: %v %v, %d open", s.State(1), s.State(3), s.Open())
	}
}

func TestLearn(t *testing.T) {
	s := New(ByFile, "")
	s.Add(five()...)
	s.Next()
	n := s.Learn("p", []review.Decision{
		{Finding: "a1", Verdict: review.Reject, Scope: review.Here, Rule: "misspelling", Old: "tbe"},
		{Finding: "x", Verdict: review.Accept, Scope: review.File, Rule: "misspelling", Old: "tbe", Path: "1.txt"},
		{Finding: "a4", Verdict: review.Reject, Scope: review.Here, Rule: "another", Old: "p,"},
	})
	if n != 2 || s.State(0) != Settled || s.State(2) != Settled || s.State(3) != Undecided || s.Current() != 1 {
		t.Errorf("%d settled, at %d", n, s.Current())
	}
	if a, l := s.Decided(0); a != 1 || l != 1 {
		t.Errorf("accepted %d, left %d", a, l)
	}
}

func TestReplace(t *testing.T) {
	s := New(ByFile, "")
	s.Add(five()...)
	s.Next()
	moved := item("a2", "misspelling", "trom", "from", 0, 90, 0.99)
	s.Replace(0, []Item{moved, item("new", "citation", "p,", "p.", 0, 3, 0.7)})
	if s.State(0) != Gone || s.Item(1).Range.Start != 90 || s.Len() != 6 || s.Open() != 5 {
		t.Errorf("state %v, start %d, %d items, %d open", s.State(0), s.Item(1).Range.Start, s.Len(), s.Open())
	}
	if got := walk(s); !slices.Equal(got, []string{"a3", "a4", "a5", "new", "a2"}) && len(got) != 5 {
		t.Errorf("%v", got)
	}
}

// Twins in a file that changed stay two; of what was decided and is not found again the place is not known.
func TestReplaceTwins(t *testing.T) {
	s := New(ByFile, "")
	one, two, other := item("t", "r", "tbe", "the", 0, 10, 0.9), item("t", "r", "tbe", "the", 0, 50, 0.9), item("o", "r", "ot", "of", 0, 90, 0.9)
	s.Add(one, two, other)
	s.Next()
	s.Take(s.Accept(2, "of", ""))
	one.Range.Start, two.Range.Start = 20, 60
	s.Replace(0, []Item{one, two})
	if s.Len() != 3 || s.Open() != 2 || s.Item(0).Range.Start != 20 || s.Item(1).Range.Start != 60 || !s.Placed(1) {
		t.Errorf("%d items, %d open, at %d and %d", s.Len(), s.Open(), s.Item(0).Range.Start, s.Item(1).Range.Start)
	}
	if s.State(2) != Accepted || s.Placed(2) {
		t.Errorf("the decided one is %v, placed %v", s.State(2), s.Placed(2))
	}
}

func TestFilter(t *testing.T) {
	for _, c := range []struct {
		filter string
		want   []string
	}{
		{"", []string{"a1", "a2", "a3", "a4", "a5"}},
		{"rule:cit", []string{"a4"}},
		{"path:1.txt TBE", []string{"a3"}},
		{"sure:0.88", []string{"a1", "a2"}},
		{"nowhere", nil},
	} {
		s := New(ByFile, "")
		s.Add(five()...)
		if err := s.Filter(c.filter); err != nil {
			t.Fatal(err)
		}
		if s.Visible() != len(c.want) {
			t.Errorf("%q: %d visible, want %d", c.filter, s.Visible(), len(c.want))
		}
		var got []string
		for s.Current() != None {
			got = append(got, s.Item(s.Current()).ID)
			s.Take(s.Leave(s.Current(), ""))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.filter, got, c.want)
		}
	}
	if err := New(ByFile, "").Filter("sure:2"); err == nil {
		t.Error("sure:2 passes")
	}
}

// An item that cannot be written is not accepted with the others.
func TestBarrier(t *testing.T) {
	s := New(ByFile, "")
	items := five()
	items[2].Barrier = "protected"
	s.Add(items...)
	if st := s.AcceptAll(s.SeriesOf(0).Items, ""); !slices.Equal(st.Items, []int{0, 4}) {
		t.Errorf("accepted %v", st.Items)
	}
}

// snapshot is all that a step may change.
func snapshot(s *Sitting) any {
	tallies := make(map[reading]tally)
	for k, v := range s.tallies {
		if *v != (tally{}) {
			tallies[k] = *v
		}
	}
	rulings := make([]Ruling, len(s.rulings))
	for i, r := range s.rulings {
		if r != nil {
			rulings[i] = *r
		}
	}
	return []any{slices.Clone(s.states), rulings, tallies, s.open, s.at}
}

// TestUndo: whatever was answered, and however much of it, undo leads back through the same states.
func TestUndo(t *testing.T) {
	for seed := range int64(300) {
		r := rand.New(rand.NewSource(seed))
		s := New(Order(r.Intn(3)), "")
		for i := range 40 {
			old := []string{"tbe", "trom", "ot", "p,"}[r.Intn(4)]
			s.Add(item(fmt.Sprintf("%02d", r.Intn(30)), "misspelling", old, old+"x", i/5, i%5*10, r.Float64()))
		}
		s.Next()
		var before []any
		for range 60 {
			if s.at == None {
				break
			}
			if r.Intn(4) == 0 {
				s.Step(1 - 2*r.Intn(2))
			}
			i := s.at
			var st Step
			switch r.Intn(9) {
			case 7:
				st = s.Reach(i, review.File, review.Accept, "typed", "")
			case 8:
				st = s.Reach(i, review.Everywhere, review.Sic, "", "")
			case 0:
				st = s.Accept(i, "typed", "")
			case 1:
				st = s.Sic(i, "")
			case 2:
				st = s.AcceptAll(s.SeriesOf(i).Items, "")
			case 3:
				st = s.Never(i, "")
			case 4:
				st = s.Word(i)
			default:
				st = s.Leave(i, "")
			}
			if len(st.Items) == 0 {
				continue
			}
			before = append(before, snapshot(s))
			s.Take(st)
			open := 0
			for _, state := range s.states {
				if state == Undecided {
					open++
				}
			}
			if open != s.Open() {
				t.Fatalf("seed %d: %d are open, Open says %d", seed, open, s.Open())
			}
			if s.at != None && open > 0 && s.State(s.at) != Undecided {
				t.Fatalf("seed %d: a decided finding is asked", seed)
			}
		}
		for n := len(before); n > 0; n-- {
			s.Untake()
			if got := snapshot(s); !reflect.DeepEqual(got, before[n-1]) {
				t.Fatalf("seed %d: undoing step %d leads to\n%v\nwant\n%v", seed, n, got, before[n-1])
			}
		}
		if s.Last() != nil {
			t.Fatal("steps are left")
		}
	}
}

// synthetic is n findings over a number of files, of as many pairs as a tenth.
func synthetic(n, files int) []Item {
	items := make([]Item, n)
	for i := range items {
		k := i * 7919 % (n/10 + 1)
		items[i] = Item{ID: fmt.Sprintf("%012x", i), Rule: "misspelling", Old: fmt.Sprintf("old%d", k), Before: fmt.Sprintf("three words before%d", i), After: fmt.Sprintf("three words after%d", i),
			Candidates: []Candidate{{fmt.Sprintf("new%d", k), 0.9}, {"other", 0.05}}, Reason: fmt.Sprintf("old%d is in no list, new%d is", k, k), Confidence: float64(i%97) / 97,
			Project: "p", Path: fmt.Sprintf("folder/%d.txt", i*files/n), File: i * files / n, Range: text.Range{Start: i, End: i + 4}, Line: i, Column: 1}
	}
	return items
}

func BenchmarkAdd(b *testing.B) {
	items := synthetic(100_000, 5000)
	b.ReportAllocs()
	for b.Loop() {
		New(ByGain, "").Add(items...)
	}
}

func BenchmarkSortByGain(b *testing.B) {
	s := New(ByGain, "")
	s.Add(synthetic(100_000, 5000)...)
	for b.Loop() {
		s.sorted = false
		s.sort()
	}
}

func BenchmarkSeries(b *testing.B) {
	s := New(ByGain, "")
	s.Add(synthetic(100_000, 5000)...)
	for b.Loop() {
		if len(s.Series(2)) == 0 {
			b.Fatal("no series")
		}
	}
}

func BenchmarkNext(b *testing.B) {
	s := New(ByFile, "")
	s.Add(synthetic(100_000, 5000)...)
	s.Next()
	for i := range s.items[:len(s.items)-1] { // the worst case: all but one decided
		s.set(i, Left)
	}
	for b.Loop() {
		s.Next()
		s.at = 0
	}
}

func BenchmarkFilter(b *testing.B) {
	s := New(ByFile, "")
	s.Add(synthetic(100_000, 5000)...)
	for b.Loop() {
		s.Filter("rule:miss new77")
	}
}

// An answer that reaches beyond its place decides all of its reading there, and what comes later; what cannot be written is not
// accepted.
func TestReach(t *testing.T) {
	s := New(ByFile, "")
	one := item("01", "misspelling", "tbe", "the", 0, 0, 0.9)
	same := item("02", "misspelling", "tbe", "tube", 0, 10, 0.9)
	barred := item("03", "misspelling", "tbe", "the", 0, 20, 0.9)
	barred.Barrier = "no such letter"
	other := item("04", "misspelling", "tbe", "the", 1, 0, 0.9)
	s.Add(one, same, barred, other)
	if project, file := s.OfReading(0); project != 4 || file != 3 {
		t.Errorf("of the reading: %d, %d", project, file)
	}
	if n, files := s.Alike(0); n != 3 || files != 2 {
		t.Errorf("alike: %d in %d", n, files)
	}
	st := s.Reach(0, review.File, review.Accept, "the", "")
	if len(st.Items) != 2 || len(st.Rulings) != 1 || st.Rulings[0].Scope != review.File {
		t.Fatalf("%+v", st)
	}
	s.Take(st)
	late, lateBarred, elsewhere := item("05", "misspelling", "tbe", "the", 0, 30, 0.9), barred, other
	lateBarred.ID, lateBarred.Range.Start, elsewhere.ID = "06", 40, "07"
	s.Add(late, lateBarred, elsewhere)
	for i, want := range []State{Accepted, Accepted, Undecided, Undecided, Accepted, Undecided, Undecided} {
		if s.State(i) != want {
			t.Errorf("%d is %v, want %v", i, s.State(i), want)
		}
	}
	s.Untake()
	if s.Open() != s.Len() {
		t.Errorf("%d of %d are open after undo", s.Open(), s.Len())
	}
}

func FuzzContainsFold(f *testing.F) {
	f.Add("Vol. 11, THE tbe", "the")
	f.Add("ÉCOLE", "école")
	f.Add("Kelvin \u212a", "k")
	f.Fuzz(func(t *testing.T, s, part string) {
		part = strings.ToLower(part)
		if got, want := containsFold(s, part), strings.Contains(strings.ToLower(s), part); got != want {
			t.Errorf("%q in %q: %v", part, s, got)
		}
	})
}
