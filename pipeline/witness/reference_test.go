package witness_test

import (
	"fmt"
	"strings"
	"testing"

	"emend/pipeline/witness"
)

func manifest(tb testing.TB, src string) *witness.Manifest {
	tb.Helper()
	m, err := witness.ParseManifest([]byte(src))
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

const works = `
[works]
SCW = "Stalin, Collected Works"
LCW = "Lenin, Collected Works"
[[pages]]
work = "SCW"
volume = 11
from = 1
to = 395
[[pages]]
work = "SCW"
volume = 11
section = "Grain Procurements"
from = 3
to = 11
`

func TestReferences(t *testing.T) {
	m := manifest(t, works)
	for _, c := range []struct{ in, want string }{
		{"He said so. [SCW, Vol. 11, pp. 40-41] And so. [Vol. 11, p. 235]", "SCW 11 40-41; SCW 11 235-235"},
		{"(Stalin, Collected Works, vol. XI, p. 40) and then (Ibid., p. 44)", "SCW 11 40-40; SCW 11 44-44"},
		{"[LCW, Vol. 5, pp. 235-37] and [p. 240]", "LCW 5 235-237; LCW 5 240-240"},
		{"[SCW, Vol. 11, p, 235]", "SCW 11 235-235"},
		{"[Vol. 11, p. 40]", ""},
		{"[SCW, Vol. 11, p. 40] and [Marx, Capital, Vol. 1, p. 4] and [Vol. 1, p. 5]", "SCW 11 40-40"},
		{"no citation, but page 5 of volume 3", ""},
	} {
		var got []string
		for _, r := range m.References(document(c.in)) {
			got = append(got, fmt.Sprintf("%s %d %d-%d", r.Work, r.Volume, r.From, r.To))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %q, want %q", c.in, s, c.want)
		}
	}
}

func TestCited(t *testing.T) {
	lib := library(t, address, "quite another text, of no consequence for anybody, whatever he may quote and wherever")
	lib.Manifest = manifest(t, works+"[[source]]\npath = \"0\"\nwork = \"SCW\"\nvolume = 11\n[[source]]\npath = \"1\"\nwork = \"LCW\"\nvolume = 5\n")
	lib.Source = func(w int) *witness.Source { return &lib.Manifest.Sources[w] }
	lib.Index.Witnesses[0].Pages = []witness.Page{{At: 0, Number: 40}, {At: 600, Number: 41}, {At: 900, Number: 42}}
	const quoted = "“Now we are engaged in a great civil war, testing whether that nation, or any nation so conceived” "
	series := func(pages ...int) string {
		s := ""
		for _, p := range pages {
			s += fmt.Sprintf("so [SCW, Vol. 11, p. %d], ", p)
		}
		return s
	}
	for _, c := range []struct{ in, want string }{
		{quoted + "[SCW, Vol. 11, p. 40]", ""},
		{quoted + "[SCW, Vol. 11, p. 41]", ""},
		{quoted + "[SCW, Vol. 11, pp. 39-40]", ""},
		{quoted + "[SCW, Vol. 11, p. 46]", "46 -> 40: the passage stands on p. 40 of Stalin, Collected Works, vol. 11"},
		{quoted + "[SCW, Vol. 11, p. 140]", "140 -> : the passage stands on p. 40 of Stalin, Collected Works, vol. 11"},
		{quoted + "[LCW, Vol. 5, p. 40]", "[LCW, Vol. 5, p. 40] -> : the passage stands in Stalin, Collected Works, vol. 11, p. 40, and is not found in what the citation names"},
		{quoted + "[SCW, Vol. 12, p. 40]", ""}, // the library has no volume 12
		{"[SCW, Vol. 11, p. 400]", "400 -> : Stalin, Collected Works, vol. 11 has pages 1 to 395"},
		{"[SCW, Vol. 11, “Grain Procurements”, p. 40]", "40 -> : “Grain Procurements” in Stalin, Collected Works, vol. 11 has pages 3 to 11"},
		{"[SCW, Vol. 11, “Grain Procurements”, p. 4]", ""},
		{"[SCW, Vol. 11, pp. 41-40]", "40 -> : the pages run backwards, from 41 to 40"},
		{"[SCW, Vol. 11, pp. 241-2]", ""},
		{series(60, 66, 70, 11, 72, 80, 90), "11 -> 71: the citations before and after it are of p. 70 and p. 72"},
		{series(60, 66, 70, 230, 72, 80, 90), ""},
		{series(60, 11, 70), ""},
		{series(60, 20, 70, 11, 72, 10, 90), ""},
	} {
		doc := document("As was said: " + c.in + " and no more.")
		found, err := lib.Collate(doc, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range lib.Cited(doc, found) {
			got = append(got, fmt.Sprintf("%s -> %s: %s", doc.Text.Content[d.Start:d.End], strings.Join(d.New, "|"), d.Reason))
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s:\n     %q\nwant %q", c.in, s, c.want)
		}
	}
}
