package segment

import (
	"sort"
	"strings"
	"testing"

	"emend/pipeline/text"
)

// strip takes the expectation brackets out of a text and returns the spans that they held, by start, outer first.
func strip(t *testing.T, marked string) (string, []text.Span) {
	t.Helper()
	var out strings.Builder
	var open []int
	var spans []text.Span
	for _, r := range marked {
		switch r {
		case '⟦':
			open = append(open, out.Len())
		case '⟧':
			if len(open) == 0 {
				t.Fatalf("unbalanced: %q", marked)
			}
			spans = append(spans, text.Span{Start: open[len(open)-1], End: out.Len()})
			open = open[:len(open)-1]
		default:
			out.WriteRune(r)
		}
	}
	if len(open) > 0 {
		t.Fatalf("unbalanced: %q", marked)
	}
	sort.SliceStable(spans, func(i, j int) bool {
		return spans[i].Start < spans[j].Start || spans[i].Start == spans[j].Start && spans[i].End > spans[j].End
	})
	return out.String(), spans
}

// bracketed puts the brackets in again.
func bracketed(s string, spans []text.Span) string {
	var out strings.Builder
	for i := 0; i <= len(s); i++ {
		for _, sp := range spans {
			if sp.End == i {
				out.WriteString("⟧")
			}
		}
		for _, sp := range spans {
			if sp.Start == i {
				out.WriteString("⟦")
			}
		}
		if i < len(s) {
			out.WriteByte(s[i])
		}
	}
	return out.String()
}

func spansOf(d *text.Document, k text.RegionKind) (out []text.Span) {
	for _, r := range d.Regions.All {
		if r.Kind == k {
			out = append(out, r.Span)
		}
	}
	return out
}

// expect segments each text without its brackets and compares the regions of the kind with them.
func expect(t *testing.T, k text.RegionKind, lang string, cases ...string) {
	t.Helper()
	for _, c := range cases {
		s, _ := strip(t, c)
		d := Document(plain(s), lang)
		if got := bracketed(s, spansOf(d, k)); got != c {
			t.Errorf("%v:\n got %s\nwant %s", k, got, c)
		}
	}
}

func TestQuotations(t *testing.T) {
	expect(t, text.Quotation, "en",
		"Nothing here.",
		"She said, ⟦“Go ⟦‘now’⟧.”⟧",
		"⟦‘Go ⟦“now”⟧,’⟧ he said. ⟦‘I can’t,’⟧ she said.",
		"⟦“Combination,”⟧ he writes, ⟦“levels out.”⟧",
		"⟦\"Go ⟦'now'⟧,\"⟧ he said. It's the workers' party, isn't it? ⟦\"Yes.\"⟧",
		"⟦''Patented techniques''⟧ and ⟦``these''⟧ and ⟦‘‘those’’⟧.",
		"Il dit : ⟦« Oui, ⟦“peut-être”⟧ »⟧ et partit. ⟦«Non»⟧, dit-elle.",
		"Er sagte: ⟦„Ja, ⟦‚gewiß‘⟧.“⟧ Und: ⟦»Nein, ⟦›nie‹⟧.«⟧ Und ⟦,,so“⟧.",

		"⟦`Ay, ay,´⟧ said he. ⟦`Do you see?´⟧",

		// apostrophes
		"The workers’ rule, the Peasants’ Inspection and Hertz’ work.",
		"’Tis said that ’em and the ’40s went o’clock.",
		"⟦“’Tis the workers’ own,”⟧ said ’e.",
		"‘Tis not the hour.",
		"⟦‘The workers’ party is theirs,’⟧ he said, ‘tis so.",
		"the party ana’ state apparatus",

		// broken marks
		"believe ⟦“that ⟦’everything will come out alright,’⟧ that all is calm.”⟧ So.",
		"who had been ⟦’picked for a lambasting’⟧ and who had been ⟦’flayed’⟧, he said.",
		"⟦“... door... .\"⟧ So spoke he of ⟦“dogmatic Marxism”⟧.",
		"⟦”Go,”⟧ he said.",
		"⟦“It has capital. “In 1907 it had more.”⟧ In 1902, more.",
		"⟦“Apples and “pears”⟧ and ⟦“grapes”⟧.",
		"A stray mark” stands here, and ⟦“this”⟧ is quoted.",
		"say⟦\"Go.\"⟧he did",

		// paragraphs
		"⟦“One never ends.⟧\n\nTwo has no mark.",
		"⟦“One goes on.\n\n“Two goes on.\n\n“Three ends.”⟧ He stopped.",
		"⟦‘One goes on.\n\n‘Two ends.’⟧ He stopped, and ⟦‘went’⟧.",
		"⟦“One goes on.⟧\n\nTwo.\n\n⟦“Three.”⟧",
		"⟦“One goes\n\n- 46 -\n\nover the page.”⟧ Yes.",

		// nesting and punctuation
		"the ⟦“A Worker’s”⟧ pamphlet ⟦“pin [!] it”⟧—so ⟦“(pure)”⟧",
		"⟦“What ⟦‘he ⟦“said”⟧ then’⟧ was”⟧ so.",
		"a non-⟦“Marxist”⟧-looking ⟦“thing”⟧/⟦“other”⟧",
	)
}

func TestDepth(t *testing.T) {
	d := Document(plain("“What ‘he “said” then’ was” so. “Yes.”"), "en")
	var got []int
	for _, r := range d.Regions.All {
		if r.Kind == text.Quotation {
			got = append(got, r.Depth)
		}
	}
	if want := []int{0, 1, 2, 0}; len(got) != 4 || got[0] != 0 || got[1] != 1 || got[2] != 2 || got[3] != 0 {
		t.Errorf("depths %v, want %v", got, want)
	}
}

func TestExhibits(t *testing.T) {
	expect(t, text.Exhibit, "en",
		"in the same posts ⟦“interminally”⟧ or ⟦“up”⟧ and never ⟦“down”⟧ or ⟦“so it goes”⟧.",
		"“Yes,” he said. “Go on!” Then: “No.”",
		"The ⟦“Jacobin”⟧ Pillars. This ⟦“mistake,”⟧ too.",
		"the “clear and quiet way” of it",
	)
}
