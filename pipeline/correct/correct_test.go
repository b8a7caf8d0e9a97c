package correct

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"emend/dictionaries"
	"emend/pipeline/text"
)

var english0 = sync.OnceValue(func() *Corrector { return New(dictionaries.English()) })

// passage surrounds a phrase with enough good text for the document to be one.
func passage(phrase string) string {
	return "The committee met in the old hall and heard the report of the secretary. Its members were agreed upon the main points.\n\n" +
		phrase + "\n\nAfter a long debate the motion was carried, and the meeting closed with a vote of thanks to the chairman."
}

func find(t *testing.T, phrase string) []Correction {
	t.Helper()
	content := passage(phrase)
	cs := english0().Correct(document(content))
	checkLaws(t, content, cs)
	return cs
}

// checkLaws checks what holds of any corrections.
func checkLaws(t *testing.T, content string, cs []Correction) {
	t.Helper()
	last := 0
	for _, c := range cs {
		if c.Start < last || c.End <= c.Start || c.End > len(content) {
			t.Fatalf("span %d-%d after %d", c.Start, c.End, last)
		}
		last = c.End
		old := content[c.Start:c.End]
		if strings.ContainsAny(old, "\n\r") {
			t.Errorf("correction of %q crosses a line end", old)
		}
		if !(c.Confidence > 0 && c.Confidence < 1) || c.Reason == "" || len(c.Candidates) > 5 {
			t.Errorf("correction of %q: %+v", old, c)
		}
		sum := 0.0
		for i, k := range c.Candidates {
			sum += k.Confidence
			if k.New == old || k.New == "" || strings.ContainsAny(k.New, "\n\r") || i > 0 && k.Confidence > c.Candidates[i-1].Confidence {
				t.Errorf("candidates of %q: %+v", old, c.Candidates)
			}
		}
		if sum > c.Confidence+1e-6 {
			t.Errorf("candidates of %q are together likelier than that it is wrong: %+v", old, c)
		}
	}
}

func TestCorrect(t *testing.T) {
	for _, c := range []struct{ phrase, old, new, kind string }{
		{"It was one of tbe great questions of the day.", "tbe", "the", Misspelling},
		{"They were read trom beginning to end.", "trom", "from", Misspelling},
		{"The dictatorship gf the few was at an end.", "gf", "of", Misspelling},
		{"The govemment of the country was not consulted.", "govemment", "government", Misspelling},
		{"He was a member of the eommittee for three years.", "eommittee", "committee", Misspelling},
		{"The p6lice were called, and the hall was cleared.", "p6lice", "police", Misspelling},
		{"It was left to the genera} assembly of the society.", "genera}", "general", Misspelling},
		{"The forms ofthe movement were many and various.", "ofthe", "of the", MergedWord},
		{"A full collec tion of the papers was printed.", "collec tion", "collection", SplitWord},
		{"The conditions of life change relatively slow ly in the country.", "slow ly", "slowly", SplitWord},
	} {
		found := find(t, c.phrase)
		i := slices.IndexFunc(found, func(f Correction) bool { return passage(c.phrase)[f.Start:f.End] == c.old })
		if i < 0 || len(found[i].Candidates) == 0 || found[i].Candidates[0].New != c.new || found[i].Kind != c.kind {
			t.Errorf("%q: %+v, want %s for %s", c.phrase, found, c.new, c.old)
			continue
		}
		if found[i].Confidence < 0.3 {
			t.Errorf("%s for %s: confidence %.2f", c.new, c.old, found[i].Confidence)
		}
	}
}

// What must be left alone: nothing is shown of it, which is at confidence one half.
func TestSilence(t *testing.T) {
	for _, phrase := range []string{
		"Comrade Kellezi and Beqir Balluku spoke, and Kellezi spoke again.",
		"The labour of the labor party was honoured and honored in the center and the centre.",
		"In the deproletarianized districts deproletarianized workers met.",
		"He wrote a coup d’etat, an idée fixe, and much else.",
		"The PLA and the SCW were mentioned, and the SCW was quoted.",
		"Cf. vol. iii, pp. 40-41, ibid. and viz. what follows, no. 7.",
		"See https://www.democracynow.org/2009/4/2/marxist_geographer and write to editor@example.org for more.",
		"It was i.e. and e.g. that he misused, not etc. or op. cit.",
		"A working-\nclass family, and a govern-\nment of the people.",
		"On the 1st, 2nd, 3rd and 19th of May 1917 the 1890s were recalled.",
		"You'll see 'em, said he, and it 'll go hard with 'em; 'tis a mis-understanding and a co-partner's fault.",
		"To the joint com\nmittee were brought the experi\nments of the govern\nment and its em\nployees.", // hyphens lost,
		"The pub~\nlic saw in-\n_ stitutions and the com-\n\nments upon them.",                             // misread, or before specks
		"She said that No. 1 went out of the carriage.",
		"Mr. N. —on, Dr. M’Leod and O’Brien were there.",
		"",
	} {
		for _, c := range find(t, phrase) {
			if c.Confidence >= 0.5 {
				t.Errorf("%q: %s -> %+v (%.2f)", phrase, passage(phrase)[c.Start:c.End], c.Candidates, c.Confidence)
			}
		}
	}
}

// A word broken at a line end is mended in the half that is misread; hyphen and line end stay.
func TestBrokenWord(t *testing.T) {
	phrase := "It was the duty of every gov-\nernmcnt to keep the peace of the country."
	for _, c := range find(t, phrase) {
		if old := passage(phrase)[c.Start:c.End]; old == "ernmcnt" && c.Candidates[0].New == "ernment" {
			return
		}
	}
	t.Errorf("ernmcnt was not mended: %+v", find(t, phrase))
}

// What stands in an editor's brackets, a header or another language is never touched.
func TestShut(t *testing.T) {
	content := passage("It was one of tbe great questions of the day.")
	d := document(content)
	at := strings.Index(content, "tbe")
	regions := append(slices.Clone(d.Regions.All), text.Region{Span: text.Span{Start: at - 7, End: at + 10}, Kind: text.Editorial})
	d.Regions = text.NewRegions(regions)
	for _, c := range english0().Correct(d) {
		if c.Start <= at && at < c.End {
			t.Errorf("an editor's words were corrected: %+v", c)
		}
	}
}

// A text in another language is not English misread.
func TestAlien(t *testing.T) {
	content := strings.Repeat("Die Sozialdemokratie hat in diesem Lande immer für die Befreiung aller Arbeiter gekämpft und wird es weiter tun. ", 4)
	if cs := english0().Correct(document(content)); len(cs) != 0 {
		t.Errorf("%d corrections of a German text: %+v", len(cs), cs[0])
	}
}

// A line without blanks is no word, and costs no more than it must.
func TestLongToken(t *testing.T) {
	content := passage(strings.Repeat("abcdefghijklmnopqrstuvwxyz", 4000))
	checkLaws(t, content, english0().Correct(document(content)))
}

// The same from any number of goroutines.
func TestConcurrent(t *testing.T) {
	d := document(passage("It was one of tbe great qnestions ofthe day."))
	want := english0().Correct(d)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got := english0().Correct(d)
			if !slices.EqualFunc(got, want, func(a, b Correction) bool {
				return a.Span == b.Span && a.Reason == b.Reason && a.Confidence == b.Confidence
			}) {
				t.Errorf("%+v, want %+v", got, want)
			}
		})
	}
	wait.Wait()
}

func TestLeast(t *testing.T) {
	rs := []Risk{
		{Right: 0.86, Wrong: 0.9},
		{Right: 0.97, Wrong: 0.99},
		{Right: 0.4, Wrong: 0.99},                // not likely enough, however surely something is wrong
		{Right: 0.8, Wrong: 0.9},                 // too doubtful for a clean page
		{Right: 0.8, Wrong: 0.9, Noise: 3},       // not for a bad one
		{Right: 0.95, Wrong: 0.99, Quoted: true}, // perhaps the author's
		{Right: 0.7, Wrong: 0.999, Noise: 3},     // hardly anything to break
	}
	for _, c := range []struct {
		budget float64
		want   []int
	}{
		{0, nil},
		{0.002, []int{6}},
		{0.02, []int{1, 6}},
		{0.5, []int{0, 1, 4, 6}},
	} {
		var got []int
		least := Least(rs, 1000, c.budget)
		for i, r := range rs {
			if r.Worth() > least {
				got = append(got, i)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("budget %v: %v, want %v", c.budget, got, c.want)
		}
	}
}

func TestRemaining(t *testing.T) {
	cs := []Correction{{Confidence: 0.9, Candidates: []Candidate{{"a", 0.86}}}, {Confidence: 0.95}}
	if Remaining(cs, []bool{true, false}) >= Remaining(cs, nil) {
		t.Error("corrections leave as many errors as none")
	}
}

func TestData(t *testing.T) {
	for _, lang := range Languages() {
		if err := Builtin(lang).Verify(); err != nil {
			t.Errorf("%s: %v", lang, err)
		}
	}
}

func FuzzCorrect(f *testing.F) {
	f.Add("tbe same ofthe col lec tion ana’ genera} p6lice")
	f.Add("a\xffb c_d e:f g-\nh i.j 1 am ’’ “”\r\n\x00")
	f.Add("ſchuIze 'tis wcrk ing-\nclass é\u0301")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 {
			return
		}
		s = strings.ToValidUTF8(s, "\uFFFD")
		d := document(s)
		checkLaws(t, d.Text.Content, english0().Correct(d))
	})
}
