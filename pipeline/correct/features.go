package correct

import (
	"math"
	"strings"
	"unicode/utf8"

	"emend/dictionaries"
	"emend/pipeline/correct/channel"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
	"emend/pipeline/text"
)

// What the ranker looks at, in the order of Example.Features. Changing the list asks for new weights.
const (
	fBias       = iota
	fOdds       // log odds of the reading within the lattice
	fKeep       // its log odds against what stands there
	fSecond     // and against the next best reading
	fChannel    // cost of its errors
	fPerLetter  // the same by letters
	fDearest    // cost of its dearest error
	fEdits      // how many
	fLength     // letters read
	fShort      // 3 letters or fewer
	fUni        // -ln of the reading's share of text
	fUnseen     // the model does not know the reading
	fTier       // which list of the lexicon has it
	fName       // always with a capital
	fUnlisted   // in no dictionary
	fTitle      // what stands there has a capital in mid-sentence
	fStart      // a capital at a sentence's start
	fCapitals   // in capitals throughout
	fInner      // capitals inside
	fCount      // how often the document has it
	fMid        // share of them with a capital in mid-sentence
	fProposed   // how often the document has the reading
	fSplit      // a blank too many
	fMerged     // a blank lost
	fReal       // what stands there is a word
	fFamiliar   // or may be one
	fMark       // a mark is read as a letter
	fUnknowns   // share of unknown words in the document
	fAround     // of ten words either side
	fFirst      // the first letter differs
	fFinalS     // a final s is all the difference
	fEnding     // d, t or ed at the end is
	fDoubled    // a letter doubled or not is
	fOmission   // only letters lost or put in, unseen as an error
	fApostrophe // an apostrophe is among the letters
	fDigit      // a digit is
	fAccent     // a letter outside ASCII is
	fHyphen     // part of a hyphenated word
	fQuoted     // in a quotation
	fExhibit    // held up in quotation marks
	fBeside     // a neighbour is strange too
	fContext    // how much better the reading goes with its neighbours than at random
	fSpelling   // an older or another spelling is all the difference
	fOld        // share of such places in the document
	fOldHere    // the same, where this is one of them
	fNoise      // how many of the document's words are surely misread
	fRank       // how many readings of the place the lattice likes better
	featureCount
)

// featureNames are the features' names in the file of weights.
var featureNames = [featureCount]string{
	fBias: "bias", fOdds: "odds", fKeep: "keep", fSecond: "second", fChannel: "channel", fPerLetter: "perLetter",
	fDearest: "dearest", fEdits: "edits", fLength: "length", fShort: "short", fUni: "uni", fUnseen: "unseen",
	fTier: "tier", fName: "name", fUnlisted: "unlisted", fTitle: "title", fStart: "start", fCapitals: "capitals",
	fInner: "inner", fCount: "count", fMid: "mid", fProposed: "proposed", fSplit: "split", fMerged: "merged",
	fReal: "real", fFamiliar: "familiar", fMark: "mark", fUnknowns: "unknowns", fAround: "around", fFirst: "first",
	fFinalS: "finalS", fEnding: "ending", fDoubled: "doubled", fOmission: "omission", fApostrophe: "apostrophe",
	fDigit: "digit", fAccent: "accent", fHyphen: "hyphen", fQuoted: "quoted", fExhibit: "exhibit", fBeside: "beside",
	fContext: "context", fSpelling: "spelling", fOld: "old", fOldHere: "oldHere", fNoise: "noise", fRank: "rank",
}

// An Example is one reading of a place as the ranker sees it.
type Example struct {
	text.Span
	Place    int // readings of one place share it
	Old, New string
	Kind     string
	Features [featureCount]float32
}

// features fills in what the ranker sees of a proposal.
func (p *page) features(r *reading, rank int, l *lattice, first int) {
	e := &r.edge
	x := &r.features
	at := first + int(e.from)
	f := &p.forms[p.atoms[at].form]

	var keep, second, rest float64
	for i := range l.edges {
		o := &l.edges[i]
		if o.to <= e.from || e.to <= o.from || o.new == e.new && o.start == e.start && o.end == e.end && o.kind != "" {
			continue
		}
		rest += float64(o.posterior)
		if o.kind == "" {
			keep += float64(o.posterior)
		} else {
			second = max(second, float64(o.posterior))
		}
	}
	mine := float64(e.posterior)
	span := float64(e.to - e.from)
	x[fBias] = 1
	x[fRank] = float32(rank)
	x[fOdds] = ratio(mine, rest/span)
	x[fKeep] = ratio(mine, keep/span)
	x[fSecond] = ratio(mine, second)

	cost, edits := e.cand.cost, []channel.Edit(nil)
	if e.kind != MergedWord {
		cost, edits = p.channel.Explain(e.read, e.cand.fold)
	}
	n := utf8.RuneCountInString(e.read)
	x[fChannel] = cost
	x[fPerLetter] = cost / float32(max(n, 1))
	for _, d := range edits {
		c, ok := p.channel.Cost(d)
		if !ok {
			c = channel.Lost
			if d.Read == "" || d.True == "" {
				x[fOmission] = 1
			}
			if d.Read != "" {
				c = channel.Unseen(firstRune(d.Read))
			}
		}
		x[fDearest] = max(x[fDearest], c)
	}
	x[fEdits] = float32(len(edits))
	x[fLength] = min(12, float32(n))
	x[fShort] = flag(n <= 3)
	x[fUni] = e.cand.uni
	x[fUnseen] = flag(e.cand.word == ngram.Unknown)
	x[fTier] = float32(e.cand.class & near.TierMask)
	x[fName] = flag(e.cand.class&near.Name != 0)
	x[fUnlisted] = flag(e.cand.class&near.Unlisted != 0)
	x[fTitle] = flag(f.caps == dictionaries.Title && !p.atoms[at].start && !p.atoms[at].bound)
	x[fStart] = flag(f.caps == dictionaries.Title && (p.atoms[at].start || p.atoms[at].bound))
	x[fCapitals] = flag(f.caps == dictionaries.Allcaps && n > 1)
	x[fInner] = flag(f.caps == dictionaries.Mixed)
	x[fCount] = ln1(float64(f.count - 1))
	x[fMid] = float32(f.mid) / float32(f.count)
	x[fProposed] = ln1(float64(p.uses(e.new)))
	x[fSplit] = flag(e.kind == SplitWord)
	x[fMerged] = flag(e.kind == MergedWord)
	x[fReal] = flag(f.state == settled)
	x[fFamiliar] = flag(f.state == familiar)
	x[fMark] = flag(e.start < p.atoms[at].Start || e.end > p.atoms[first+int(e.to)-1].End)
	x[fUnknowns] = float32(min(0.3, p.unknowns))
	x[fAround] = p.unknownAround(at)
	shapeOfEdit(x, e.read, e.cand.fold)
	x[fHyphen] = flag(p.atoms[at].gap == hyphen || p.atoms[at].gap == broken || p.joined(first+int(e.to)))
	span2 := text.Span{Start: e.start, End: e.end}
	x[fQuoted] = flag(p.doc.Quoted(span2))
	x[fExhibit] = flag(p.doc.Regions.Touches(text.Exhibit, span2))
	x[fBeside] = flag(p.strangeAt(at-1) || p.strangeAt(first+int(e.to)))
	x[fContext] = p.fit(e, first)
	if e.kind != MergedWord && e.kind != SplitWord {
		x[fSpelling] = flag(isVariant(e.read, e.cand.fold))
	}
}

// fit is how much cheaper the reading's words are between their neighbours than by themselves, in nats.
func (p *page) fit(e *edge, first int) float32 {
	from, to := first+int(e.from), first+int(e.to)
	u, v := ngram.Bound, ngram.Bound
	for i := max(0, from-2); i < from; i++ {
		u, v = p.advance(i, u, v)
	}
	if p.atoms[from].bound && v != ngram.Bound {
		u, v = v, ngram.Bound
	}
	var sum float32
	for _, w := range e.words[:e.n] {
		sum += p.model.Uni(w) - p.model.Cost(u, v, w)
		u, v = v, w
	}
	if to < len(p.atoms) {
		w := p.forms[p.atoms[to].form].words[0]
		if p.atoms[to].bound {
			w = ngram.Bound
		}
		sum += p.model.Uni(w) - p.model.Cost(u, v, w)
	}
	return sum
}

// advance takes atom i as it stands into a state of the model.
func (p *page) advance(i int, u, v ngram.Word) (ngram.Word, ngram.Word) {
	if p.atoms[i].bound && v != ngram.Bound {
		u, v = v, ngram.Bound
	}
	f := &p.forms[p.atoms[i].form]
	for _, w := range f.words[:f.n] {
		u, v = v, w
	}
	return u, v
}

// shapeOfEdit notes differences that are mostly the author's or the language's, not the scanner's.
func shapeOfEdit(x *[featureCount]float32, read, fold string) {
	x[fFirst] = flag(firstRune(read) != firstRune(fold))
	x[fFinalS] = flag(read+"s" == fold || fold+"s" == read)
	short, long := read, fold
	if len(short) > len(long) {
		short, long = long, short
	}
	tail, ok := strings.CutPrefix(long, short)
	x[fEnding] = flag(ok && (tail == "d" || tail == "t" || tail == "ed" || tail == "e") ||
		len(read) == len(fold) && len(read) > 2 && read[:len(read)-1] == fold[:len(fold)-1] && strings.Contains("dt", read[len(read)-1:]) && strings.Contains("dt", fold[len(fold)-1:]))
	x[fDoubled] = flag(short != long && single(short) == single(long))
	x[fApostrophe] = flag(strings.Contains(read, "'"))
	x[fDigit] = flag(strings.ContainsAny(read, "0123456789"))
	for i := 0; i < len(read); i++ {
		if read[i] >= utf8.RuneSelf {
			x[fAccent] = 1
		}
	}
}

// single writes each doubled letter once.
func single(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if i == 0 || s[i] != s[i-1] {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// uses counts a reading in the document, in small letters too.
func (p *page) uses(word string) int {
	n := 0
	if i, ok := p.index[word]; ok {
		n += int(p.forms[i].count)
	}
	if low := strings.ToLower(word); low != word {
		if i, ok := p.index[low]; ok {
			n += int(p.forms[i].count)
		}
	}
	return n
}

func (p *page) strangeAt(i int) bool {
	return i >= 0 && i < len(p.atoms) && p.forms[p.atoms[i].form].state == strange
}

func (p *page) joined(i int) bool {
	return i < len(p.atoms) && (p.atoms[i].gap == hyphen || p.atoms[i].gap == broken)
}

// unknownAround is the share of strange words among ten on either side.
func (p *page) unknownAround(at int) float32 {
	n, strangers := 0, 0
	for i := max(0, at-10); i <= at+10 && i < len(p.atoms); i++ {
		if i == at {
			continue
		}
		n++
		if p.strangeAt(i) {
			strangers++
		}
	}
	return float32(strangers) / float32(max(n, 1))
}

func flag(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func ln1(n float64) float32 { return float32(math.Log1p(max(0, n))) }

// ratio is ln(a/b), within limits.
func ratio(a, b float64) float32 {
	return float32(min(25, max(-25, math.Log(max(a, 1e-12))-math.Log(max(b, 1e-12)))))
}

// Noise is how noisy the example's document is: the logarithm of its surely misread words in 1,000, and one.
func (e *Example) Noise() float64 { return float64(e.Features[fNoise]) }

// FeatureNames are the names of Example.Features, in their order.
func FeatureNames() []string { return featureNames[:] }

// Examples gives what the ranker sees of a document: for training it.
func (c *Corrector) Examples(doc *text.Document) []Example {
	p := c.page(doc)
	var out []Example
	for n, pr := range p.weigh() {
		for i := range pr.readings {
			e := &pr.readings[i].edge
			out = append(out, Example{text.Span{Start: e.start, End: e.end}, n, doc.Text.Content[e.start:e.end], e.new, e.kind, pr.readings[i].features})
		}
	}
	return out
}
