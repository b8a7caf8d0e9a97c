package collection

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/segment"
	"emend/pipeline/text"
)

func page(content string) Page {
	return Count(segment.Document(&text.Document{Source: []byte(content), Text: &text.Text{Content: content}}, "en"))
}

func vocabulary(contents ...string) *Vocabulary {
	v := new(Vocabulary)
	for _, c := range contents {
		v.Add(page(c))
	}
	return v
}

func names(ts []Term) (out []string) {
	for _, t := range ts {
		out = append(out, t.Text)
	}
	return out
}

func TestTerms(t *testing.T) {
	paragraph := "Yesterday Kellezi spoke of the old revanchismo, and Kellezi’s friends of noth-\ning. The party ana the people heard ofthe harvest. HYSNI wrote to Kellezi.\n"
	v := vocabulary(strings.Repeat(paragraph, 3), strings.Repeat(paragraph, 3), "In the end the people and the friends of the people won. The harvest of the people and of the party was good.\n"+strings.Repeat("and of the and of the\n", 40))
	lexicon := dictionaries.English()
	own, doubtful, err := v.Terms(lexicon, correct.New(lexicon), Options{Count: 5, Files: 2})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(own), []string{"Kellezi", "revanchismo"}; !slices.Equal(got, want) {
		t.Errorf("own terms %q, want %q", got, want)
	}
	if own[0].Count != 18 || own[0].Files != 2 {
		t.Errorf("Kellezi: %+v", own[0])
	}
	if len(doubtful) != 1 || doubtful[0].Text != "ofthe" || doubtful[0].Like != "of the" {
		t.Errorf("doubtful %+v", doubtful)
	}
	if own, _, _ := v.Terms(lexicon, correct.New(lexicon), Options{Count: 5, Files: 3}); len(own) > 0 {
		t.Errorf("in three texts: %q", names(own))
	}
}

// A misread name that stands beside a far commoner one is no name of its own.
func TestDoubtful(t *testing.T) {
	right, wrong := "They met Prokopovich at noon. ", "They met Prokopovicb at noon. "
	v := vocabulary(strings.Repeat(right, 60), strings.Repeat(right, 60), strings.Repeat(wrong, 3), strings.Repeat(wrong, 3))
	lexicon := dictionaries.English()
	own, doubtful, err := v.Terms(lexicon, correct.New(lexicon), Options{Count: 5, Files: 2})
	if err != nil {
		t.Fatal(err)
	}
	if got := names(own); !slices.Equal(got, []string{"Prokopovich"}) {
		t.Errorf("own terms %q", got)
	}
	if len(doubtful) != 1 || doubtful[0].Like != "prokopovich" || doubtful[0].Times != 120 {
		t.Errorf("doubtful %+v", doubtful)
	}
}

// Memory is bounded: words seen once make room for others, and what is common stays.
func TestBounded(t *testing.T) {
	const most = 1000
	v := &Vocabulary{most: most}
	for i := range 40 {
		p := Page{make(map[string]use)}
		for k := range most / 20 {
			p.uses[fmt.Sprintf("w%dx%d", i, k)] = use{count: 1, files: 1}
		}
		p.uses["Kellezi"] = use{count: 3, files: 1, mid: 3}
		v.Add(p)
		if len(v.uses) > most {
			t.Fatalf("%d spellings held", len(v.uses))
		}
	}
	if u := v.uses["Kellezi"]; u.count != 120 || u.files != 40 {
		t.Errorf("Kellezi: %+v", u)
	}
}

// What is written is a word list.
func TestWrite(t *testing.T) {
	v := vocabulary("A word.")
	var b strings.Builder
	if err := Write(&b, v, []Term{{Text: "Kellezi", Count: 18, Files: 2}}, []Term{{Text: "ofthe", Count: 6, Like: "of the", Times: 90}}); err != nil {
		t.Fatal(err)
	}
	l, err := dictionaries.ReadList("collection.txt", strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if !l.Accepts("Kellezi") || l.Accepts("ofthe") || l.Len() != 1 {
		t.Errorf("the list holds %d words:\n%s", l.Len(), b.String())
	}
}
