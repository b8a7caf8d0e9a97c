package witness

import (
	"strings"
	"testing"
)

func TestManifest(t *testing.T) {
	var src []byte
	var err error
	for _, c := range []struct {
		source Source
		title  string
	}{
		{Source{Path: "lib/11.txt", Work: "SCW", Volume: 11}, "Stalin, Collected Works"},
		{Source{Path: "lib/12.txt", Work: "SCW", Volume: 12, Page: 3}, ""},
		{Source{Path: "lib/a \"b\".txt", Title: "Manifesto"}, ""},
		{Source{Path: "lib/cap.txt", Work: "K. I"}, "Capital"},
	} {
		if src, err = WithSource(src, c.source, c.title); err != nil {
			t.Fatal(err)
		}
	}
	m, err := ParseManifest(src)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range m.Sources {
		names = append(names, m.Name(&m.Sources[i]))
	}
	if got, want := strings.Join(names, "; "), "Stalin, Collected Works, vol. 11; Stalin, Collected Works, vol. 12; Manifesto; Capital"; got != want {
		t.Errorf("%s\nwant %s\n%s", got, want, src)
	}
	src, ok, err := WithoutSource(append([]byte("# the library\n"), src...), "lib/12.txt")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	m, err = ParseManifest(src)
	if err != nil || len(m.Sources) != 3 || m.Sources[1].Title != "Manifesto" || !strings.HasPrefix(string(src), "# the library\n") {
		t.Errorf("%v\n%s", err, src)
	}
	if _, ok, _ := WithoutSource(src, "lib/12.txt"); ok {
		t.Error("taken out twice")
	}
}

func TestManifestErrors(t *testing.T) {
	for src, want := range map[string]string{
		"[[source]]\nvolume = 1\n":                                     "source 1 has no path",
		"[[source]]\npath = \"a\"\n[[source]]\npath = \"a\"\n":         "stands there twice",
		"[[source]]\npath = \"a\"\nwork = \"X\"\n":                     "no work \"X\"",
		"[works]\nA = \"B\"\n[[source]]\npath = \"a\"\nwork = \"X\"\n": "only A",
		"[[sauce]]\npath = \"a\"\n":                                    "1:3: unknown key",
		"[[pages]]\nwork = \"A\"\nfrom = 9\nto = 3\n":                  "not less than from",
		"works = 3":   "1:",
		"[[source]\n": "1:",
	} {
		if _, err := ParseManifest([]byte(src)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", src, err, want)
		}
	}
	if _, err := WithSource(nil, Source{Path: "a", Work: "SCW"}, ""); err == nil {
		t.Error("a work without a title")
	}
}
