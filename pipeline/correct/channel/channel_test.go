package channel

import (
	"reflect"
	"strings"
	"testing"
)

func TestLearner(t *testing.T) {
	l := NewLearner()
	for range 3 {
		l.Add("tbe same and tbe modem way of tbe Iand", "the same and the modern way of the land", true)
	}
	got := map[Edit]Entry{}
	for _, e := range l.Entries() {
		got[e.Edit] = e
	}
	if e := got[Edit{"b", "h"}]; e.Count != 6 || e.Of != 6 {
		t.Errorf("b for h: %+v", e)
	}
	if e := got[Edit{"m", "rn"}]; e.Count != 3 || len(e.Examples) == 0 || e.Examples[0] != "modem modern" {
		t.Errorf("m for rn: %+v", e)
	}
	if _, ok := got[Edit{"I", "l"}]; !ok {
		t.Errorf("a capital read for a small letter was not counted: %v", got)
	}
}

// A scanner that errs the same way on every line of one book does not speak for all.
func TestLearnerDamps(t *testing.T) {
	l := NewLearner()
	l.Add(strings.Repeat("tbe same word and ", 100), strings.Repeat("the same word and ", 100), false)
	for _, e := range l.Entries() {
		if e.Edit == (Edit{"b", "h"}) && e.Count > 25 {
			t.Errorf("counted %d times", e.Count)
		}
	}
}

func TestLearnerLeavesPunctuation(t *testing.T) {
	l := NewLearner()
	for range 5 {
		l.Add("he said Till then he went - on", "he said 'Till then, he went — on", false)
	}
	if es := l.Entries(); len(es) != 0 {
		t.Errorf("counted %v", es)
	}
}

func TestWriteParse(t *testing.T) {
	es := []Entry{
		{Edit{"b", "h"}, 10, 100, []string{"tbe the"}},
		{Edit{"", "s"}, 5, 100, nil},
		{Edit{"x", ""}, 5, 1000, nil},
		{Edit{"#", "h"}, 2, 100, nil},
		{Edit{"c", "ø"}, 2, 2, nil},
	}
	var b strings.Builder
	if err := Write(&b, es, "a note"); err != nil {
		t.Fatal(err)
	}
	got, err := Parse(b.String())
	if err != nil {
		t.Fatal(err)
	}
	for i := range es {
		es[i].Examples = nil
	}
	if !reflect.DeepEqual(got, es) {
		t.Errorf("got %v", got)
	}
	for _, bad := range []string{"", "no header\n", header + "\nb\th\n", header + "\nb\th\tx\t3\n", header + "\nb\th\t5\t3\n"} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("%q was parsed", bad)
		}
	}
}

func TestExplain(t *testing.T) {
	table := NewTable([]Entry{{Edit: Edit{"m", "rn"}, Count: 20, Of: 1000}, {Edit: Edit{"b", "h"}, Count: 50, Of: 10000}})
	for _, c := range []struct {
		read, truth string
		edits       []Edit
	}{
		{"the", "the", nil},
		{"tbe", "the", []Edit{{"b", "h"}}},
		{"modem", "modern", []Edit{{"m", "rn"}}},
		{"tbc", "the", []Edit{{"b", "h"}, {"c", "e"}}},
		{"", "a", []Edit{{"", "a"}}},
		{"a", "", []Edit{{"a", ""}}},
	} {
		if _, edits := table.Explain(c.read, c.truth); !reflect.DeepEqual(edits, c.edits) {
			t.Errorf("Explain(%q, %q) = %v", c.read, c.truth, edits)
		}
	}
}

func FuzzLearner(f *testing.F) {
	f.Add("tbe same", "the same")
	f.Add("a'\xffb\tc", "a’b c")
	f.Fuzz(func(t *testing.T, read, truth string) {
		if len(read) > 500 || len(truth) > 500 {
			return
		}
		l := NewLearner()
		l.Add(read, truth, true)
		l.Add(read, truth, true)
		var b strings.Builder
		if err := Write(&b, l.Entries()); err != nil {
			t.Fatal(err)
		}
		if _, err := Parse(b.String()); err != nil {
			t.Fatalf("%v in\n%s", err, b.String())
		}
	})
}
