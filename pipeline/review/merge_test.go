package review

import (
	"slices"
	"testing"
)

func ruling(id string, v Verdict, scope Scope, by string) Decision {
	d := Decision{Finding: id, Verdict: v, Scope: scope, Rule: "misspelling", Old: "tbe", Before: "on the road", After: "house he saw " + id, Path: "a.txt", By: by}
	if v == Accept {
		d.New = "the"
	}
	return d
}

func TestMerge(t *testing.T) {
	ours := []Decision{ruling("a", Accept, Here, "Ann"), ruling("b", Reject, Here, "Ann"), ruling("c", Accept, Here, "Ann")}
	theirs := []Decision{ruling("a", Accept, Here, "Bob"), ruling("b", Accept, Here, "Bob"), ruling("d", Sic, Here, "Bob"), ruling("c", Reject, Everywhere, "Bob"), ruling("d", Sic, Here, "Bob")}
	merged, conflicts, added := Merge(ours, theirs)
	if want := []Decision{ours[0], ours[2], theirs[2], theirs[3]}; !slices.Equal(merged, want) {
		t.Errorf("merged %v", merged)
	}
	if len(conflicts) != 1 || conflicts[0] != (Conflict{ours[1], theirs[1]}) {
		t.Errorf("conflicts %v", conflicts)
	}
	if added != 2 {
		t.Errorf("added %d", added)
	}
	// Merged once more, there is nothing new; and with nothing, nothing changes.
	if again, conflicts, added := Merge(merged, merged); !slices.Equal(again, merged) || len(conflicts) != 0 || added != 0 {
		t.Errorf("merged with itself: %v, %v, %d", again, conflicts, added)
	}
	if same, _, _ := Merge(ours, nil); !slices.Equal(same, ours) {
		t.Errorf("merged with nothing: %v", same)
	}
	// The later line of one ID is what a ledger says.
	if _, conflicts, _ := Merge(ours[:1], []Decision{ruling("a", Reject, Here, "Bob"), ruling("a", Accept, Here, "Bob")}); len(conflicts) != 0 {
		t.Errorf("conflicts with a line that does not stand: %v", conflicts)
	}
}

func TestContradictions(t *testing.T) {
	twin := ruling("z", Reject, Here, "Bob")
	twin.After = "house he saw a" // as of a
	for _, c := range []struct {
		name string
		ds   []Decision
		want int
	}{
		{"none", []Decision{ruling("a", Accept, Here, ""), ruling("b", Reject, Here, ""), ruling("a", Reject, Everywhere, "")}, 0},
		{"one ID twice, alike", []Decision{ruling("a", Accept, Here, "Ann"), ruling("a", Accept, Here, "Bob")}, 0},
		{"one ID twice", []Decision{ruling("a", Accept, Here, "Ann"), ruling("a", Sic, Here, "Bob")}, 1},
		{"the same words around", []Decision{ruling("a", Accept, Here, "Ann"), twin}, 1},
	} {
		if got := Contradictions(c.ds); len(got) != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestFind(t *testing.T) {
	d := Decision{Scope: Here, Old: "tbe", New: "the", Before: "up to", After: "house by noon"}
	for content, want := range map[string]int{
		"They came up to tbe house by noon.":           16,
		"They came up to the house by noon.":           16,
		"Not tbe one. They came up to tbe house early": 29,
		"Nothing of that tbe kind":                     -1,
		"":                                             -1,
	} {
		if at, ok := d.Find(content); ok != (want >= 0) || ok && at.Start != want {
			t.Errorf("%q: %v %v, want %d", content, at, ok, want)
		}
	}
}
