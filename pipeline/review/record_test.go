package review

import "testing"

func TestRecord(t *testing.T) {
	for _, c := range []struct {
		r     Record
		want  string
		under bool // 0.9
	}{
		{Record{0, 0}, "0 of 0 accepted, 0 to 100%", false},
		{Record{2, 7}, "2 of 9 accepted, 6 to 55%", false}, // too few
		{Record{2, 8}, "2 of 10 accepted, 6 to 51%", true},
		{Record{15, 5}, "15 of 20 accepted, 53 to 89%", true},
		{Record{18, 2}, "18 of 20 accepted, 70 to 97%", false},
		{Record{180, 60}, "180 of 240 accepted, 69 to 80%", true},
		{Record{10, 0}, "10 of 10 accepted, 72 to 100%", false},
	} {
		if got := c.r.String(); got != c.want || c.r.Under(0.9) != c.under {
			t.Errorf("%+v: %s, under %v; want %s, %v", c.r, got, c.r.Under(0.9), c.want, c.under)
		}
	}
}
