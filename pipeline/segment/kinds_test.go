package segment

import (
	"reflect"
	"strings"
	"testing"

	"emend/pipeline/text"
)

// long is a paragraph of no particular kind.
var long = strings.TrimSpace(strings.Repeat("The state was weak and the men who held it were few in number. ", 5))

func TestParagraphs(t *testing.T) {
	expect(t, text.Paragraph, "en",
		"", "\n\n \n",
		"⟦One.⟧\n\n  ⟦Two.⟧  \n\n\n⟦Three.⟧\n",
		// hard line breaks
		"⟦It was the spirit of revolution,\nnot making its ghost walk\nagain.⟧\n\n⟦From 1848 to 1851 only the\nghost.⟧",
		// one paragraph a line
		"⟦No traveller can ride within sight of it.⟧\n⟦“Whose house?”⟧\n⟦It forms, indeed, an object.⟧\n⟦Those who are admitted.⟧",
		"⟦Title⟧\n⟦"+long+"⟧\n⟦"+long+"⟧",
		// lines set in
		"  ⟦It was so\nand the men\nwent.⟧\n  ⟦Then they\ncame back\nagain.⟧",
		"⟦He said to all\nthat were there\nand heard:⟧\n    ⟦A rose is\n    a rose⟧\n⟦and left them\nto it.⟧",
		// pages
		"⟦The men went⟧\n⟦- 46 -⟧\n⟦home at night\nand slept.⟧\f⟦Then\nthey rose.⟧",
	)
}

func TestHeadings(t *testing.T) {
	expect(t, text.Heading, "en",
		"⟦Encyclopedia of Anti-Revisionism On-Line⟧\n\n⟦Mark Evans⟧\n\n⟦Lessons of Capitalist Restoration in the U.S.S.R.⟧\n\n"+long,
		"⟦The Existence of a Separate Stratum⟧\n\n"+long+"\n\n⟦Isolation of cadres from labor.⟧\n\n"+long,
		"⟦WHAT DO SOCIALISTS SAY?⟧\n\n⟦CHAPTER VII.⟧\n\n"+long,
		"⟦### (2) The General Relation⟧\n\n"+long,
		"“Where is he?”\n\nHe went home.\n\nIt was late.\n\n“Yes.”",
		long+"\n\nHe asked them:\n\n"+long+"\n\nand so they went",
		"Wine was brought us then, and my master and\n\n"+long,
	)
}

func TestHeaders(t *testing.T) {
	expect(t, text.Header, "en",
		"Mark Evans\n\nLessons\n\n⟦Published: Workers Herald, Vol. 1, January 1981.⟧\n⟦Transcription, Editing and Markup: Paul Saba⟧\n"+
			"⟦Copyright: This work is in the Public Domain under the Creative Commons Common Deed. You can freely copy, distribute and display this work; as well as make derivative and commercial works. Please credit us.⟧\n\n"+long,
		"The Theses\n\n⟦Source: Collected Works, Vol. 5\nTranscription/Markup: Jane Doe\nPublic Domain: Archive 2003.\nYou may freely copy, distribute and display it.⟧\n\n"+long+"\n\n"+long,
		"A Title\n\n⟦First Published: Iskra, No. 4, 1901⟧\n\n⟦Transcribed by Jane Doe⟧\n\n⟦Proofread and marked up by John Doe, 2005.⟧\n\n"+long,
		"⟦The Project Gutenberg eBook of Utopia⟧\n\n⟦This ebook is for the use of anyone anywhere.⟧\n\n⟦*** START OF THE PROJECT GUTENBERG EBOOK UTOPIA ***⟧\n\nUTOPIA\n\n"+
			long+"\n\n"+long+"\n\n⟦*** END OF THE PROJECT GUTENBERG EBOOK UTOPIA ***⟧\n\n⟦Updated editions will replace the previous one.⟧",
		strings.Repeat(long+" Copyright: This work is in the Public Domain under the Creative Commons Deed. ", 12),
		long+"\n\nThe question: who shall own the land?\n\nThe source: a spring in the hills.\n\nCopyright was then unknown to the law, and men printed what they liked.",
	)
}

func TestNotes(t *testing.T) {
	expect(t, text.Note, "en",
		"He wrote it.⟦[1]⟧ And again.⟦[^2]⟧ In [1848] too.\n\n⟦[1] See the first.⟧\n\n⟦[2] See the second.⟧",
		"The scanner saw ⟦[I6]⟧ and ⟦[ll]⟧ there.",
		long+"⟦[1]⟧\n\n"+long+"⟦[2]⟧\n\n⟦1. See Marx.⟧\n\n⟦2. See Engels.⟧",
		long+"\n\n1. We want peace.\n\n2. We want bread.",
		long+"\n\nNotes\n\n⟦1. See Marx.⟧\n\n⟦2. See Engels.⟧",
	)
}

func TestRunningHeads(t *testing.T) {
	expect(t, text.RunningHead, "en",
		"the men went\n\n⟦46⟧\n\nhome\n\n⟦- 8 -⟧\n\nat\n\n⟦[p. 40]⟧\n\nnight\n\n⟦xiv⟧\n\nand\n\n⟦Page 12⟧\n\nslept",
		"1848\n\n"+long+"\n\n⟦— 46.4⟧",
		"⟦246 VIOLENCE AND THE LABOR MOVEMENT⟧\n\nthe men went",
		"⟦The Corset⟧\n\nthe men went\n\n⟦The Corset 19⟧\n\nhome at\n\n⟦20 The Corset⟧\n\nnight",
		"Chapter 1\n\n"+long+"\n\nChapter 2\n\n"+long+"\n\nChapter 3\n\n"+long,
		"“Yes”\n\n“Yes”\n\n“Yes”\n\nNever.\n\nNever.\n\nNever.",
	)
}

func TestCitations(t *testing.T) {
	expect(t, text.Citation, "en",
		"to power. ⟦[SCW, Vol. 11, pp. 40-41]⟧ and ⟦[Vol. 11, p. 40]⟧ and ⟦(Vol 11, p, 235)⟧ and ⟦[Lenin, Collected Works, Moscow]⟧",
		"as said ⟦(1900, No. 8, p. 204)⟧ and ⟦(No. 1, p. 68)⟧ and ⟦(Novoye Slovo, September 1897)⟧ and ⟦[Albania Today, No. 1, 1980]⟧",
		"regime” ⟦(p. 41)⟧. “common cause” ⟦(63)⟧. “Marxism” ⟦(4, c)⟧; but (63) and (4, c) alone not.",
		"⟦(ibid., p. 80)⟧ ⟦(Ibid.)⟧ ⟦(cf. Engels, Anti-Dühring)⟧ ⟦(see Vperyod, No. 3)⟧ ⟦(Marx, op. cit.)⟧",
		// damaged
		"lost ⟦[Vol 11, p. 76⟧ here.", "A lost ⟦Vol. 11, p. 40]⟧ here, ⟦SCW, Vol. 11, p. 40]⟧ here. Mixed ⟦(Vol. 11, p. 40]⟧. ⟦[Vol. xxl, p. 322]⟧ ⟦(No. .62)⟧",
		// none
		"the men (of all ages) went (in 1918) and [was] home (Mr. Bulgakov, when citing some of these figures on page 114 and using others of them, takes them wrongly) [December 10, 1848]",
		"(cf., for example, the demands advanced by the weavers in the Moscow district in 1885)",
	)
}

func TestEditorial(t *testing.T) {
	expect(t, text.Editorial, "en",
		"a harmful ⟦canker [sic!]⟧, and ⟦recieve (sic)⟧ and “⟦alright” [sic]⟧ it",
		"It ⟦[was]⟧ so ⟦[emphasis added – Ed.]⟧ and ⟦[...]⟧ he ⟦[in the original]⟧ went ⟦(our italics)⟧ home ⟦[!]⟧.",
		"of December 10 ⟦[1848, when Louis Bonaparte was elected]⟧ and ⟦[Mass executions by drowning.—Ed.]⟧",
		"He wrote[12] so [Vol. 11, p. 40] and [a link](http://example.org/a) and (as they say) so",
		"the [ had the impression that something was there and went on ] so",
		"an unclosed [in Russian and so", "a lone in Russian] too",
	)
}

func TestBlockQuotations(t *testing.T) {
	cited := "We must see to it that all are drawn in. [Vol. 11, p. 39]"
	expect(t, text.BlockQuotation, "en",
		long+"\n\n⟦... of all the ruling classes, this one is new.⟧\n\n"+long,
		long+"\n\n⟦"+cited+"⟧\n\n"+long,
		long+"\n\n“"+cited[:len(cited)-17]+"” [Vol. 11, p. 39]\n\nHe held that all must be drawn in (Vol. 11, p. 39).",
		"He explained it so:\n\n⟦"+long+"⟧\n\n⟦"+cited+"⟧\n\n"+long,
		long+"\n\n⟦"+cited+"⟧\n\n⟦"+cited+"⟧",
		"... The men went home.",
		"He said to all\nthat were there\nand heard it:\n\n    ⟦A rose is a rose\n    and no more than\n    a rose⟧\n\nand left them\nto it.",
	)
}

func TestForeign(t *testing.T) {
	expect(t, text.Foreign, "en",
		"in E. Untermann’s ⟦Die logischen Mängel des engeren Marxismus⟧, Munich, 1910, and ⟦Kausalität und Teleologie⟧, Vienna",
		"Stammler, ⟦Wirtschaft und Recht nach der materialistischen Geschichtsauffassung⟧, 2nd ed.",
		"He cried that ⟦les feuilles des bois et l’écume des eaux⟧ were all he had.",
		"It was “⟦C’est le premier vol de l’aigle⟧,” he said.",
		"The words ⟦nec sine te nec cum te vivere⟧ possum are old.",
		// not
		"The coup d’etat, et al., the idée fixe, Katzenjammer, vis-a-vis the Rue de la Paix and Los Angeles.",
		"They die in war, on a pour, and also the man has a hat; von Moltke, de Gaulle and Vasco da Gama.",
		"bread und butter, the mcn und thc women of der town",
		"Ho, ho! O—o! ne io 1* ne J",
	)
	expect(t, text.Foreign, "de",
		"Er schrieb ⟦the history of all hitherto existing society is the history of class struggles⟧, und dann war es aus.",
		"Die Geschichte aller bisherigen Gesellschaft ist die Geschichte von Klassenkämpfen.",
	)
	d := Document(plain("He cried that les feuilles des bois et l’écume des eaux were his."), "en")
	if r := d.Regions.All; len(r) < 2 || r[len(r)-1].Lang != "fr" {
		t.Errorf("language of %v, want fr", r)
	}
}

// TestGivenRegions: what a format says stays and is not said twice; its paragraphs are the paragraphs.
func TestGivenRegions(t *testing.T) {
	const s = "One line\nand “more” of it. Title Two\n\nthree"
	at := func(sub string) text.Span {
		i := strings.Index(s, sub)
		return text.Span{Start: i, End: i + len(sub)}
	}
	given := []text.Region{
		{Span: at("“more”"), Kind: text.Quotation},
		{Span: at("One line\nand “more” of it."), Kind: text.Paragraph},
		{Span: at("Title"), Kind: text.Heading},
		{Span: at("Two\n\nthree"), Kind: text.Note},
	}
	d := plain(s)
	d.Regions = text.NewRegions(given)
	got := map[text.RegionKind][]string{}
	for _, r := range Document(d, "en").Regions.All {
		got[r.Kind] = append(got[r.Kind], s[r.Start:r.End])
	}
	want := map[text.RegionKind][]string{
		text.Paragraph: {"One line\nand “more” of it.", "Title", "Two\n\nthree"},
		text.Heading:   {"Title"},
		text.Note:      {"Two\n\nthree"},
		text.Quotation: {"“more”"},
		text.Exhibit:   {"“more”"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
