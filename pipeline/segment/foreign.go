package segment

import (
	"sort"
	"strings"

	"emend/pipeline/text"
)

// evidence is what a run of words says for one language.
type evidence struct {
	function int // function words of that language and not of the main one
	long     int // of them, those of three letters and more: the shorter ones also come of specks
	particle int // of them, those that are particles of names
	hint     int // endings and letters
	against  int // function words of the main language
	words    int
}

// clear reports whether the run is in the language beyond reasonable doubt. nearby: a clear run of the same language stands in
// the same paragraph, or quotation marks hold this one alone.
func (e evidence) clear(nearby bool) bool {
	own := e.function - e.particle
	switch {
	case own == 0 || e.long+e.hint == 0 || e.against > e.words/12:
		return false
	case e.function >= 3 && e.words >= 6:
		return true
	case e.function >= 2 && e.hint >= 2 && e.words >= 4, e.hint >= 3 && e.words >= 5:
		return true
	}
	return nearby && (e.function >= 2 || e.hint >= 1) && e.words >= 2
}

// A run is a candidate: tokens from first to last with the sum of their weights.
type run struct {
	first, last int
	weight      float32
	lang        languages
	evidence
}

// foreign finds runs in another language than the main one: for each language the runs of tokens with the greatest sum of
// weights (Bentley, 1984), function words and endings counting for, function words of the main language against. O(tokens).
func (g *segmenter) foreign() {
	if g.main == 0 {
		return
	}
	masks := make([]languages, 0, 256)
	quoted := g.ends(text.Quotation)
	t := 0
	for i := range g.blocks {
		b := &g.blocks[i]
		first := t
		masks = masks[:0]
		var seen languages
		for ; t < len(g.tokens) && g.tokens[t].Start < b.End; t++ {
			m := functionWord(g.word(t))
			if g.main != english {
				m &^= homograph
			}
			if m&(g.main|homograph|particle) == 0 {
				seen |= m
			}
			masks = append(masks, m)
		}
		if seen == 0 || b.kind == text.Header {
			continue
		}
		var runs []run
		for lang := english; lang <= latin; lang <<= 1 {
			if lang != g.main && seen&lang != 0 {
				runs = g.runs(runs, first, masks, lang)
			}
		}
		g.choose(runs, quoted)
	}
}

func (g *segmenter) word(i int) string { return g.s[g.tokens[i].Start:g.tokens[i].End] }

// weigh is what a token says for lang, in about bits.
func (g *segmenter) weigh(i int, m, lang languages, e *evidence) float32 {
	e.words++
	switch {
	case m&g.main != 0:
		if m&lang != 0 {
			return 0
		}
		e.against++
		return -4
	case m&lang != 0 && m&homograph != 0:
		return 0.5
	case m&lang != 0:
		e.function++
		if g.tokens[i].Len() > 2 {
			e.long++
		}
		if m&particle != 0 {
			e.particle++
		}
		return 2
	case m&(latin<<1-1) != 0 && m&homograph == 0:
		return -1
	}
	if w := hint(g.word(i), lang); w > 0 {
		e.hint++
		return w
	}
	if g.tokens[i].Is(text.Initial) {
		return -0.3
	}
	return -0.6
}

// runs adds the candidates of one language among the tokens from first on.
func (g *segmenter) runs(out []run, first int, masks []languages, lang languages) []run {
	var best run
	var sum float32
	var e evidence
	start := -1
	flush := func() {
		if start >= 0 && best.function > best.particle {
			out = append(out, best)
		}
		start, sum, e = -1, 0, evidence{}
	}
	for k, m := range masks {
		i := first + k
		at := e
		w := g.weigh(i, m, lang, &at)
		if start < 0 {
			if w <= 0 {
				continue
			}
			start, best = i, run{}
			at = evidence{}
			g.weigh(i, m, lang, &at)
		}
		e = at
		if sum += w; sum <= 0 {
			flush()
			continue
		}
		if sum > best.weight {
			best = run{first: start, last: i, weight: sum, lang: lang, evidence: e}
		}
		if sum < best.weight-3 {
			flush()
		}
	}
	flush()
	return out
}

// choose keeps of overlapping runs the weightiest, and of those the clear ones.
func (g *segmenter) choose(runs []run, quoted []text.Span) {
	sort.SliceStable(runs, func(i, j int) bool { return runs[i].weight > runs[j].weight })
	var spoken languages
	var kept []run
	for pass := range 2 {
		for _, r := range runs {
			nearby := spoken&r.lang != 0
			if !nearby && pass == 0 {
				nearby = g.fills(r, quoted)
			}
			if !r.clear(nearby) && !(nearby && pass == 1 && g.framed(r)) || !free(kept, r) {
				continue
			}
			kept = append(kept, r)
			if pass == 0 {
				spoken |= r.lang
			}
			g.speak(r)
		}
	}
}

// free reports whether the run misses all kept ones. Only the nearest of a paragraph's few are compared.
func free(kept []run, r run) bool {
	for i := len(kept) - 1; i >= max(0, len(kept)-64); i-- {
		if r.first <= kept[i].last && kept[i].first <= r.last {
			return false
		}
	}
	return true
}

// fills reports whether the run is all that a pair of quotation marks holds, a word at either end more or less.
func (g *segmenter) fills(r run, quoted []text.Span) bool {
	i := sort.Search(len(quoted), func(i int) bool { return quoted[i].End >= g.tokens[r.last].End })
	if i == len(quoted) || quoted[i].Start > g.tokens[r.first].Start {
		return false
	}
	a, b := tokenAt(g.tokens, quoted[i].Start), tokenAt(g.tokens, quoted[i].End-1)
	return r.first-a <= 1 && b-1-r.last <= 1
}

// joined reports whether a blank and nothing else stands between token i and the one before, and neither is a function word
// of the main language.
func (g *segmenter) joined(i int) bool {
	if i <= 0 || i >= len(g.tokens) {
		return false
	}
	gap := g.s[g.tokens[i-1].End:g.tokens[i].Start]
	return len(gap) == 1 && blank(gap[0]) && (functionWord(g.word(i-1))|functionWord(g.word(i)))&g.main == 0
}

// framed reports whether the run is one function word between two capitals. // Kausalität und Teleologie
func (g *segmenter) framed(r run) bool {
	return r.first == r.last && r.function > r.particle && g.joined(r.first) && g.joined(r.last+1) &&
		g.tokens[r.first-1].Is(text.Initial) && g.tokens[r.last+1].Is(text.Initial)
}

// speak makes the region. A function word governs the word after it, a conjunction also the one before it, and a word cut off
// from its article gets it back: // Die philosophisehen [Voraussetzungen der …]
func (g *segmenter) speak(r run) {
	is := func(i int) bool { return functionWord(g.word(i))&r.lang != 0 }
	if is(r.last) && g.joined(r.last+1) {
		r.last++
	}
	// Up to two words more where a mark ends the run: // the history of class [struggles],
	for i := r.last + 1; i <= r.last+2 && g.joined(i); i++ {
		if i+1 == len(g.tokens) || strings.Trim(g.s[g.tokens[i].End:g.tokens[i+1].Start], " \n") != "" {
			r.last = i
			break
		}
	}
	switch {
	case !g.joined(r.first):
	case is(r.first - 1), conjunction(g.word(r.first)):
		r.first--
	case g.joined(r.first-1) && is(r.first-2):
		r.first -= 2
	}
	g.regions = append(g.regions, text.Region{
		Span: text.Span{Start: g.tokens[r.first].Start, End: g.tokens[r.last].End},
		Kind: text.Foreign,
		Lang: tagOf(r.lang),
	})
}

func conjunction(w string) bool {
	switch w {
	case "und", "oder", "et", "ou", "e", "y", "o", "als":
		return true
	}
	return false
}

func tagOf(l languages) string {
	for i, tag := range languageTags {
		if l == 1<<i {
			return tag
		}
	}
	return ""
}

// hints are endings and letters that are common in one language and rare in English.
var hints = map[languages]struct{ letters, endings, beginnings []string }{
	german: {[]string{"ä", "ö", "ü", "ß", "Ä", "Ö", "Ü"},
		[]string{"ung", "ungen", "schaft", "schaften", "heit", "keit", "keiten", "lich", "liche", "lichen", "licher", "liches",
			"isch", "ische", "ischen", "ischer", "isches", "ismus", "ieren", "tät"}, nil},
	french: {[]string{"é", "è", "ê", "à", "ç", "î", "ô", "û", "œ", "É"},
		[]string{"aux", "eux", "euse", "ique", "iques", "oire", "aient", "ité"},
		[]string{"l’", "l'", "qu’", "qu'", "n’", "n'", "j’", "c’", "c'", "d’", "d'", "s’", "s'"}},
	italian: {[]string{"à", "ò", "ù", "ì"},
		[]string{"zione", "zioni", "ità", "mente", "ismo", "aggio"}, []string{"dell’", "dell'", "all’", "all'", "nell’", "nell'", "l’", "l'", "un’"}},
	spanish: {[]string{"ñ", "á", "í", "ó", "ú", "¿", "¡"},
		[]string{"ción", "ciones", "dad", "mente", "ismo", "ando", "iendo"}, nil},
	latin: {nil, []string{"orum", "arum", "ibus", "ntur", "atur", "itur", "ae", "tis"}, nil},
}

func hint(w string, lang languages) float32 {
	h := hints[lang]
	for _, b := range h.beginnings {
		if len(w) > len(b)+1 && strings.EqualFold(w[:len(b)], b) {
			return 1
		}
	}
	for _, e := range h.endings {
		if len(w) > len(e)+1 && strings.HasSuffix(w, e) {
			return 1
		}
	}
	for _, l := range h.letters {
		if strings.Contains(w, l) {
			return 1.5
		}
	}
	return 0
}
