package evaluate

import "testing"

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name, read, corrected, truth string
		wrong, fixed, right, broken  int
	}{
		{"nothing to do", "the same", "the same", "the same", 0, 0, 2, 0},
		{"fixed", "tbe same", "the same", "the same", 1, 1, 1, 0},
		{"not fixed", "tbe same", "tbe same", "the same", 1, 0, 1, 0},
		{"broken", "the same", "the some", "the same", 0, 0, 2, 1},
		{"fixed and broken", "tbe same way", "the some way", "the same way", 1, 1, 2, 1},
		{"run together", "ofthe same", "of the same", "of the same", 2, 2, 1, 0},
		{"torn", "out break of", "outbreak of", "outbreak of", 1, 1, 1, 0},
		{"a letter put in", "thhe same", "the same", "the same", 1, 1, 1, 0},
		{"a letter lost at the end", "wit them", "with them", "with them", 1, 1, 1, 0},
		{"case aside", "The Same", "the same", "THE SAME", 0, 0, 2, 0},
		{"a hyphen at a line end joins", "out-\nbreak of", "out-\nbreak of", "outbreak of", 0, 0, 2, 0},
		{"a word put in spoils none", "the big same", "the same", "the same", 0, 0, 2, 0},
	} {
		e := Compare(c.read, c.corrected, c.truth)
		if e.Wrong != c.wrong || e.Fixed != c.fixed || e.Right != c.right || e.Broken != c.broken {
			t.Errorf("%s: wrong %d fixed %d right %d broken %d, want %d %d %d %d", c.name, e.Wrong, e.Fixed, e.Right, e.Broken, c.wrong, c.fixed, c.right, c.broken)
		}
	}
}

func TestRates(t *testing.T) {
	s := Measure("tbe  same", "the same")
	if s.Characters != (Count{1, 8}) || s.Words != (Count{1, 2}) || s.Letters != (Count{1, 8}) {
		t.Errorf("%+v", s)
	}
	if s := Measure("", "the same"); s.Characters.Errors != 8 || s.Plain.Errors != 2 {
		t.Errorf("empty reading: %+v", s)
	}
	if s := Measure("the same", ""); s.Characters.Errors != 8 || s.Plain.Of != 0 {
		t.Errorf("empty truth: %+v", s)
	}
}
