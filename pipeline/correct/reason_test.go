package correct

import "testing"

func TestReason(t *testing.T) {
	for _, c := range []struct{ phrase, want string }{
		{"It was one of tbe same questions.", "“tbe” is no word; “the” differs by b for h, a common scanner's error, and fits between “of” and “same”"},
		{"The forms ofthe movement were many.", "“ofthe” is two words run together, “of the”, which fits between “forms” and “movement”"},
		{"A full collec tion of the papers was printed.", "“collec tion” is one word, “collection”, which fits between “full” and “of”"},
	} {
		found := find(t, c.phrase)
		if len(found) != 1 || found[0].Reason != c.want {
			t.Errorf("%q: %+v, want %s", c.phrase, found, c.want)
		}
	}
}
