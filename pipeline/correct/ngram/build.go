package ngram

import (
	"cmp"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Options say how much of what was counted goes into a model.
type Options struct {
	MinCount  int     // a word seen less often is Unknown
	PruneBi   float64 // see prune
	PruneTri  float64
	KeepWords func(folded string, count int) bool // nil: MinCount decides
	Scanner   Scanner
}

// A Builder counts texts and makes a Model of them. The same texts in the same order give the same bytes.
type Builder struct {
	options Options
	texts   []string
}

// NewBuilder returns a Builder with nothing counted.
func NewBuilder(o Options) *Builder { return &Builder{options: o} }

// Add counts a text, one paragraph a line.
func (b *Builder) Add(text string) { b.texts = append(b.texts, text) }

// gram is a sequence of up to three words in one number, 20 bits each, the last word lowest.
type gram uint64

const (
	wordBits = 20
	wordMask = 1<<wordBits - 1
)

func pair(u, v Word) gram          { return gram(u)<<wordBits | gram(v) }
func triple(u, v, w Word) gram     { return pair(u, v)<<wordBits | gram(w) }
func (g gram) last() Word          { return Word(g & wordMask) }
func (g gram) context() gram       { return g >> wordBits }
func (g gram) shorter() gram       { return g & (1<<(2*wordBits) - 1) }
func hashGram(g gram) uint64       { return hashTriple(Word(g>>40), Word(g>>20)&wordMask, g.last()) }
func hashBigram(g gram) uint64     { return hashPair(Word(g>>20), g.last()) }
func (e entry) against(g gram) int { return cmp.Compare(e.gram, g) }

// entry is one n-gram on its way into the model.
type entry struct {
	gram  gram
	count uint32  // as counted
	kn    uint32  // the count Kneser-Ney uses: how many different words stood before
	p     float64 // interpolated probability, for one who comes from a longer context
	top   float64 // of a bigram: the same from counts as they are, for one who has no longer context
	keep  bool
}

// Build makes the model.
func (b *Builder) Build() ([]byte, error) {
	spellings, ids := b.vocabulary()
	stream := b.stream(ids)
	bi, tri := count(stream)
	uni := unigrams(bi, len(spellings)+int(First))
	top(bi, uni)
	interpolate(bi, func(g gram) float64 { return uni[g.last()] })
	interpolate(tri, func(g gram) float64 { return find(bi, g.shorter()).p })
	prune(bi, tri, uni, b.options)
	bi, tri = kept(bi), kept(tri)
	return encode(spellings, uni, bi, tri, uint64(len(stream)))
}

// vocabulary counts the words and orders those that stay by count, then spelling.
func (b *Builder) vocabulary() ([]string, map[string]Word) {
	counts := map[string]int{}
	var buf []byte
	for _, t := range b.texts {
		b.options.Scanner.Scan(t, func(k Kind, start, end int) {
			if k == KindWord {
				buf = AppendFold(buf[:0], t[start:end])
				counts[string(buf)]++
			}
		})
	}
	var words []string
	for w, n := range counts {
		keep := n >= b.options.MinCount
		if b.options.KeepWords != nil {
			keep = b.options.KeepWords(w, n)
		}
		if keep {
			words = append(words, w)
		}
	}
	slices.SortFunc(words, func(x, y string) int {
		return cmp.Or(cmp.Compare(counts[y], counts[x]), cmp.Compare(x, y))
	})
	words = words[:min(len(words), maxWord-int(First))]
	ids := make(map[string]Word, len(words))
	for i, w := range words {
		ids[w] = Word(i) + First
	}
	return words, ids
}

// stream turns the texts into word numbers; a sentence is closed by Bound.
func (b *Builder) stream(ids map[string]Word) []Word {
	var s []Word
	var buf []byte
	for _, t := range b.texts {
		s = append(s, Bound)
		b.options.Scanner.Scan(t, func(k Kind, start, end int) {
			w := Number
			switch k {
			case KindBound:
				if s[len(s)-1] == Bound {
					return
				}
				w = Bound
			case KindWord:
				buf = AppendFold(buf[:0], t[start:end])
				var ok bool
				if w, ok = ids[string(buf)]; !ok {
					w = unknown(t[start:end])
				}
			}
			s = append(s, w)
		})
	}
	return append(s, Bound)
}

func unknown(w string) Word {
	if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
		return UnknownC
	}
	return Unknown
}

// count gives the bigrams and trigrams of the stream, sorted. No trigram reaches over a sentence's end.
func count(stream []Word) (bi, tri []entry) {
	grams := make([]gram, 0, len(stream))
	for i := 2; i < len(stream); i++ {
		if stream[i-1] != Bound {
			grams = append(grams, triple(stream[i-2], stream[i-1], stream[i]))
		}
	}
	tri = tally(grams)
	grams = grams[:0]
	for i := 1; i < len(stream); i++ {
		grams = append(grams, pair(stream[i-1], stream[i]))
	}
	bi = tally(grams)
	for i := range tri {
		tri[i].kn = tri[i].count
		find(bi, tri[i].gram.shorter()).kn++
	}
	for i := range bi {
		if Word(bi[i].gram.context()) == Bound {
			bi[i].kn = bi[i].count // nothing stands before a sentence
		}
		bi[i].kn = max(bi[i].kn, 1)
	}
	return bi, tri
}

func tally(grams []gram) []entry {
	slices.Sort(grams)
	distinct := 0
	for i := range grams {
		if i == 0 || grams[i] != grams[i-1] {
			distinct++
		}
	}
	es := make([]entry, 0, distinct)
	for i, g := range grams {
		if i == 0 || g != grams[i-1] {
			es = append(es, entry{gram: g})
		}
		es[len(es)-1].count++
	}
	return es
}

// find returns the entry of g, or an empty one.
func find(es []entry, g gram) *entry {
	i, ok := slices.BinarySearchFunc(es, g, entry.against)
	if !ok {
		return &entry{}
	}
	return &es[i]
}

// unigrams are continuation probabilities with a little kept for every word (add one half).
func unigrams(bi []entry, words int) []float64 {
	p := make([]float64, words)
	total := 0.0
	for i := range p {
		p[i] = 0.5
		total += 0.5
	}
	for _, e := range bi {
		p[e.gram.last()]++
		total++
	}
	for i := range p {
		p[i] /= total
	}
	return p
}

// discounts are D1, D2 and D3+ of Chen and Goodman (1998, section 3.4).
func discounts(es []entry) [4]float64 {
	var n [5]float64
	for _, e := range es {
		if e.kn <= 4 {
			n[e.kn]++
		}
	}
	var d [4]float64
	y := n[1] / (n[1] + 2*n[2])
	for k := 1; k <= 3; k++ {
		d[k] = float64(k) - float64(k+1)*y*n[k+1]/n[k]
		if !(d[k] > 0) || d[k] > float64(k) { // a tiny text has no counts of counts
			d[k] = 0.5
		}
	}
	return d
}

func (e entry) discounted(d [4]float64) float64 { return float64(e.kn) - d[min(e.kn, 3)] }

// interpolate sets p of every entry, given the probability of the shorter gram.
func interpolate(es []entry, lower func(gram) float64) {
	d := discounts(es)
	groups(es, func(g []entry) {
		var total, spare float64
		for _, e := range g {
			total += float64(e.kn)
			spare += d[min(e.kn, 3)]
		}
		for i := range g {
			g[i].p = g[i].discounted(d)/total + spare/total*lower(g[i].gram)
		}
	})
}

// top sets top of every bigram. Kneser-Ney's lower order is made for words that were not seen in a longer context that
// was: "of the" follows few different words for its number, so it makes the rare behind of. Where the longer context was never
// seen itself, as beside a misread word, the counts as they are say more.
func top(bi []entry, uni []float64) {
	raw := slices.Clone(bi)
	for i := range raw {
		raw[i].kn = raw[i].count
	}
	interpolate(raw, func(g gram) float64 { return uni[g.last()] })
	for i := range bi {
		bi[i].top = raw[i].p
	}
}

// groups calls f for each run of entries with the same context.
func groups(es []entry, f func([]entry)) {
	for i := 0; i < len(es); {
		j := i + 1
		for j < len(es) && es[j].gram.context() == es[i].gram.context() {
			j++
		}
		f(es[i:j])
		i = j
	}
}

// leftover is the weight that a context gives to words not kept with it.
func leftover(group []entry, all bool, lower func(gram) float64) float64 {
	here, there := 0.0, 0.0
	for _, e := range group {
		if e.keep || all {
			here += e.p
			there += lower(e.gram)
		}
	}
	return max(1-here, 1e-6) / max(1-there, 1e-6)
}

// prune marks what stays. An n-gram goes when leaving its word to the shorter context costs little: count times the
// difference of log probabilities below the bound (the weighted difference of Seymore and Rosenfeld 1996).
// A bigram that is the context of a trigram stays.
func prune(bi, tri []entry, uni []float64, o Options) {
	mark := func(es []entry, bound float64, lower func(gram) float64) {
		groups(es, func(g []entry) {
			back := leftover(g, true, lower)
			for i := range g {
				gain := float64(g[i].count) * math.Log(g[i].p/(back*lower(g[i].gram)))
				g[i].keep = g[i].keep || math.Abs(gain) >= bound && g[i].count > 1
			}
		})
	}
	mark(tri, o.PruneTri, func(g gram) float64 { return find(bi, g.shorter()).p })
	groups(tri, func(g []entry) {
		if slices.ContainsFunc(g, func(e entry) bool { return e.keep }) {
			find(bi, g[0].gram.context()).keep = true
		}
	})
	mark(bi, o.PruneBi, func(g gram) float64 { return uni[g.last()] })
}
