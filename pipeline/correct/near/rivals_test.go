package near

import (
	"bytes"
	"reflect"
	"testing"
)

func TestRivals(t *testing.T) {
	lists := [][]Rival{nil, {{7, false, 3.5}, {1 << 20, true, 9.75}}, nil, {{0, false, 0.5}}}
	built, err := Build([]Form{{"one", 0}, {"two", Name}, {"three", 3}})
	if err != nil {
		t.Fatal(err)
	}
	words, err := Open(built)
	if err != nil {
		t.Fatal(err)
	}
	spellings := []string{"", "one", "two", "three"}
	data := BuildRivals(lists, "a channel", words, func(w uint32) string { return spellings[w] })
	if err := VerifyRivals(data, "a channel", 1<<21); err != nil {
		t.Fatal(err)
	}
	if VerifyRivals(data, "another", 1<<21) == nil {
		t.Error("lists made with another channel were taken")
	}
	if VerifyRivals(data, "a channel", 1<<20) == nil {
		t.Error("a rival that is no word was taken")
	}
	r, err := OpenRivals(data)
	if err != nil {
		t.Fatal(err)
	}
	for w := range lists {
		var got []Rival
		list := r.Of(uint32(w))
		for i := range list.Len() {
			got = append(got, list.At(i))
		}
		if small := w == 1 || w == 3; r.Small(uint32(w)) != small {
			t.Errorf("%q: small %v, want %v", spellings[w], !small, small)
		}
		if !reflect.DeepEqual(got, lists[w]) {
			t.Errorf("word %d: %v, want %v", w, got, lists[w])
		}
	}
	if r.Of(99).Len() != 0 || r.Small(99) {
		t.Error("a word of no list has rivals, or is listed")
	}
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 0x11
		if VerifyRivals(bad, "a channel", 1<<21) == nil {
			t.Fatalf("byte %d changed, and nobody noticed", i)
		}
	}
}
