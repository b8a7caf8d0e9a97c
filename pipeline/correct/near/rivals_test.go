package near

import (
	"bytes"
	"reflect"
	"testing"
)

func TestRivals(t *testing.T) {
	lists := [][]Rival{nil, {{7, false, 3.5}, {1 << 20, true, 9.75}}, nil, {{0, false, 0.5}}}
	data := BuildRivals(lists, "a channel")
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
		for i := range r.Of(uint32(w)) {
			got = append(got, r.At(uint32(w), i))
		}
		if !reflect.DeepEqual(got, lists[w]) {
			t.Errorf("word %d: %v, want %v", w, got, lists[w])
		}
	}
	if r.Of(99) != 0 {
		t.Error("a word of no list has rivals")
	}
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 0x11
		if VerifyRivals(bad, "a channel", 1<<21) == nil {
			t.Fatalf("byte %d changed, and nobody noticed", i)
		}
	}
}
