package correct

import (
	"fmt"
	"strings"
	"testing"
)

// The index gives back each form that was put in, and no other.
func TestIndex(t *testing.T) {
	var x index
	var forms []form
	words := []string{"a", "ab", "abc", "abcd", "abcde", "abcdefg", "abcdefgh", "abcdefghi", strings.Repeat("é", 9), "the", "The"}
	for i := range 3000 {
		words = append(words, fmt.Sprintf("w%d", i), fmt.Sprintf("%dlongerword%d", i, i))
	}
	for _, w := range words {
		if _, at, ok := x.find(forms, w); ok {
			t.Fatalf("%q is there already", w)
		} else {
			x.put(at, w, int32(len(forms)))
			forms = append(forms, form{text: w})
		}
	}
	for i, w := range words {
		if n, _, ok := x.find(forms, w); !ok || int(n) != i {
			t.Errorf("%q: form %d, %v; want %d", w, n, ok, i)
		}
	}
	if _, _, ok := x.find(forms, "abd"); ok {
		t.Error("abd was found")
	}
}
