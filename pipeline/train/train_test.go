package train

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"emend/pipeline/correct"
)

// TestShipped: what can be made again of the data built in alone, words and rivals, has the bytes that are built in. The rest asks for the
// texts, see docs/train.md.
func TestShipped(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, lang := range correct.Languages() {
		built := correct.Builtin(lang)
		tr := &Training{Recipe: &Recipe{Lang: lang, Whole: true}, Say: io.Discard, Report: io.Discard}
		tr.Start(built)
		if err := tr.Make([]string{"words", "rivals"}); err != nil {
			t.Fatal(lang, err)
		}
		if !bytes.Equal(tr.Data.Words, built.Words) {
			t.Errorf("%s: words are others; emend train words makes them", lang)
		}
		if !bytes.Equal(tr.Data.Rivals, built.Rivals) {
			t.Errorf("%s: rivals are others; emend train rivals makes them", lang)
		}
	}
}

// invented is texts and pairs of a language of 300 words: sentences in which some words go together.
func invented() fs.FS {
	r := rand.New(rand.NewSource(7))
	syllables := strings.Fields("ba ko li mu ne ra so ti vu zo pre stil gan der mor fel hum rok")
	var words []string
	for len(words) < 300 {
		w := ""
		for range 2 + r.Intn(3) {
			w += syllables[r.Intn(len(syllables))]
		}
		words = append(words, w)
	}
	text := func(sentences int) string {
		var b strings.Builder
		for range sentences {
			at := r.Intn(300)
			for k := range 5 + r.Intn(6) {
				w := words[at]
				if k == 0 {
					w = strings.ToUpper(w[:1]) + w[1:]
				}
				b.WriteString(w + " ")
				at = (at*7 + r.Intn(3)) % 300
			}
			b.WriteString("end.\n")
		}
		return b.String()
	}
	misread := strings.NewReplacer("rok", "nok", "li", "h", "mu", "rnu", "so", "fo")
	files := fstest.MapFS{}
	for i := range 6 {
		files[fmt.Sprintf("texts/%d.txt", i)] = &fstest.MapFile{Data: []byte(text(300))}
	}
	for _, set := range []string{"a", "b", "c"} {
		for i := range 2 {
			truth := text(60)
			var read strings.Builder
			for j, line := range strings.Split(truth, "\n") {
				if j%3 == 0 {
					line = misread.Replace(line)
				}
				read.WriteString(line + "\n")
			}
			files[fmt.Sprintf("%s/%d.gt.txt", set, i)] = &fstest.MapFile{Data: []byte(truth)}
			files[fmt.Sprintf("%s/%d.ocr.txt", set, i)] = &fstest.MapFile{Data: []byte(read.String())}
		}
	}
	return files
}

func training(t *testing.T, r *Recipe, files fs.FS, jobs int) *Training {
	t.Helper()
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	tr := &Training{Recipe: r, Say: io.Discard, Report: io.Discard, Jobs: jobs, Open: func(folder string) (fs.FS, error) { return fs.Sub(files, folder) }}
	if !r.Whole {
		tr.Base = correct.Builtin(r.Lang)
	}
	tr.Start(tr.Base)
	return tr
}

func inventedRecipe() *Recipe {
	return &Recipe{Lang: "x", Whole: true, Texts: Texts{Folders: []string{"texts"}, HoldOut: []string{"5.txt"}}, Sets: []Set{{Folder: "a"}, {Folder: "b"}, {Folder: "c"}}}
}

// TestLanguage makes a language from nothing, twice, with other numbers of jobs: the same bytes, and a corrector that mends what was
// misread and leaves alone what was not.
func TestLanguage(t *testing.T) {
	files := invented()
	var packs [][]byte
	for _, jobs := range []int{1, 4} {
		tr := training(t, inventedRecipe(), files, jobs)
		parts, err := tr.Worth()
		if err != nil {
			t.Fatal(err)
		}
		if err := tr.Make(parts); err != nil {
			t.Fatal(err)
		}
		data, err := tr.Data.Pack()
		if err != nil {
			t.Fatal(err)
		}
		packs = append(packs, data)
	}
	if !bytes.Equal(packs[0], packs[1]) {
		t.Error("another number of jobs, other bytes")
	}
	d, err := correct.ReadPack(packs[0])
	if err != nil {
		t.Fatal(err)
	}
	l, err := d.Dictionary()
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.Corrector(l)
	if err != nil {
		t.Fatal(err)
	}
	tr := training(t, inventedRecipe(), files, 1)
	truth, _ := fs.ReadFile(files, "texts/5.txt")
	if cs := c.Correct(tr.document("5.txt", string(truth))); len(cs) > len(tr.document("", string(truth)).Tokens)/200 {
		t.Errorf("%d findings in a clean text", len(cs))
	}
	read, _ := fs.ReadFile(files, "a/0.ocr.txt")
	printed, _ := fs.ReadFile(files, "a/0.gt.txt")
	right := 0
	cs := c.Correct(tr.document("0", string(read)))
	for _, x := range cs {
		if x.Confidence > 0.5 && len(x.Candidates) > 0 && strings.Contains(string(printed), x.Candidates[0].New) {
			right++
		}
	}
	if right < 10 {
		t.Errorf("only %d of %d corrections are right", right, len(cs))
	}
}

// TestOwn: over a language that is built in, a pack holds the words and the confusions of the user's, and little else.
func TestOwn(t *testing.T) {
	files := fstest.MapFS{
		"proof/a.txt":     {Data: []byte(strings.Repeat("The people of Gjirokastra heard of Kellezi and of the kulak question.\n", 4))},
		"proof/b.txt":     {Data: []byte(strings.Repeat("They met Kellezi at Gjirokastra, and the peasants of Gjirokastra went home.\n", 4))},
		"pairs/1.gt.txt":  {Data: []byte(strings.Repeat("the working people of the country\n", 30))},
		"pairs/1.ocr.txt": {Data: []byte(strings.Repeat("the working peqple of the cquntry\n", 30))},
	}
	tr := training(t, &Recipe{Lang: "en", Texts: Texts{Folders: []string{"proof"}}, Sets: []Set{{Folder: "pairs", Quote: true}}}, files, 2)
	parts, err := tr.Worth()
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(parts); got != "[lexicon channel words rivals]" {
		t.Errorf("worth making: %s", got)
	}
	if testing.Short() {
		parts = slices.DeleteFunc(parts, func(p string) bool { return p == "rivals" || p == "words" }) // takes seconds
	}
	if err := tr.Make(parts); err != nil {
		t.Fatal(err)
	}
	tr.Leave()
	if tr.Data.Model != nil || tr.Data.Ranker != "" {
		t.Error("the pack holds what is built in")
	}
	if !strings.Contains(tr.Data.Channel, "\nq\to\t") {
		t.Error("q for o was not learnt")
	}
	data, err := tr.Data.Pack()
	if err != nil {
		t.Fatal(err)
	}
	d, err := correct.ReadPack(data)
	if err != nil {
		t.Fatal(err)
	}
	l, err := d.Dictionary()
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]bool{"Kellezi": true, "kellezi": false, "Gjirokastra": true, "the": true, "peqple": false} {
		if l.Accepts(word) != want {
			t.Errorf("%s: accepted %v", word, !want)
		}
	}
}

// TestDecided: what an editor put right is counted.
func TestDecided(t *testing.T) {
	tr := training(t, &Recipe{Lang: "en"}, fstest.MapFS{}, 1)
	for range 40 {
		tr.Decided = append(tr.Decided, Decided{"the working", "peqple", "people", "of the country"}, Decided{"in the", "Gjirokastra", "Gjirokastra", "of old"})
	}
	if err := tr.Channel(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(tr.Data.Channel, "\nq\to\t") {
		t.Error("q for o was not learnt")
	}
}

func TestRecipe(t *testing.T) {
	for _, c := range []struct{ toml, want string }{
		{"lang = 'it'\n[texts]\nfolders = ['a']\n[[pairs]]\nfolder = 'p/x'\nprefix = 'it'\n", ""},
		{"lang = 'it'\ntext = 3\n", `2:1: unknown key "text"`},
		{"lang = \n", "1:"},
		{"lang = 'it aly'\n", "no language tag"},
		{"[texts]\nfolders = ['a']\n", "no language tag"},
		{"lang = 'it'\n[[pairs]]\nname = 'x'\n", "no folder"},
		{"lang = 'it'\n[[pairs]]\nfolder = 'a/x'\n[[pairs]]\nfolder = 'b/x'\n", "two sets"},
		{"lang = 'it'\n[texts]\nleave-out = ['[']\n", "no glob"},
		{"lang = 'it'\n[[pairs]]\nfolder = 'x'\nhalf = 3\n", "half is 1 or 2"},
	} {
		_, err := ParseRecipe([]byte(c.toml))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%q: %v, want %q", c.toml, err, c.want)
		}
	}
}

// TestNothing: what is missing is said.
func TestNothing(t *testing.T) {
	files := fstest.MapFS{"empty/readme.md": {Data: []byte("x")}, "lone/1.ocr.txt": {Data: []byte("x")}}
	if _, err := training(t, &Recipe{Lang: "x"}, files, 1).Worth(); err == nil {
		t.Error("nothing is worth something")
	}
	if _, err := training(t, &Recipe{Lang: "x", Texts: Texts{Folders: []string{"empty"}}}, files, 1).Worth(); err == nil {
		t.Error("a folder without texts is worth something")
	}
	if _, err := training(t, &Recipe{Lang: "en", Sets: []Set{{Folder: "lone"}}}, files, 1).Worth(); err == nil || !strings.Contains(err.Error(), "no truth beside it") {
		t.Error(err)
	}
	if err := training(t, &Recipe{Lang: "x", Whole: true, Texts: Texts{Folders: []string{"empty"}}}, files, 1).Make([]string{"model"}); err == nil {
		t.Error("a model of nothing")
	}
}
