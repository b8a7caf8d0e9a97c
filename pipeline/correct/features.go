package correct

import (
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
	r.features[fBias] = 1
	r.features[fRank] = float32(rank)
	r.odds(l)
	p.errors(r)
	p.place(r, first)
	shapeOfEdit(&r.features, r.read, r.cand.fold)
	if r.kind != MergedWord && r.kind != SplitWord {
		r.features[fSpelling] = flag(isVariant(variantsOf(p.lexicon.Language()), r.read, r.cand.fold))
	}
}

// odds sets what the lattice thinks of a reading.
func (r *reading) odds(l *lattice) {
	var keep, second, rest float64
	for i := range l.edges {
		o := &l.edges[i]
		if o.to <= r.from || r.to <= o.from || o.new == r.new && o.start == r.start && o.end == r.end && o.kind != "" {
			continue
		}
		rest += float64(o.posterior)
		if o.kind == "" {
			keep += float64(o.posterior)
		} else {
			second = max(second, float64(o.posterior))
		}
	}
	mine, span := float64(r.posterior), float64(r.to-r.from)
	r.features[fOdds] = ratio(mine, rest/span)
	r.features[fKeep] = ratio(mine, keep/span)
	r.features[fSecond] = ratio(mine, second)
}

// errors sets what the errors of a reading cost, and what its word is.
func (p *page) errors(r *reading) {
	e, x := &r.edge, &r.features
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
	x[fProposed] = ln1(float64(p.uses(e.new)))
	x[fSplit] = flag(e.kind == SplitWord)
	x[fMerged] = flag(e.kind == MergedWord)
}

// place sets what stands there and around it.
func (p *page) place(r *reading, first int) {
	e, x := &r.edge, &r.features
	at, next := first+int(e.from), first+int(e.to)
	a := &p.atoms[at]
	f := &p.forms[a.form]
	x[fTitle] = flag(f.caps == dictionaries.Title && !a.start && !a.bound)
	x[fStart] = flag(f.caps == dictionaries.Title && (a.start || a.bound))
	x[fCapitals] = flag(f.caps == dictionaries.Allcaps && utf8.RuneCountInString(e.read) > 1)
	x[fInner] = flag(f.caps == dictionaries.Mixed)
	x[fCount] = ln1(float64(f.count - 1))
	x[fMid] = float32(f.mid) / float32(f.count)
	x[fReal] = flag(f.state == settled)
	x[fFamiliar] = flag(f.state == familiar)
	x[fMark] = flag(e.start < a.Start || e.end > p.atoms[next-1].End)
	x[fUnknowns] = float32(min(0.3, p.unknowns))
	x[fAround] = p.unknownAround(at)
	x[fHyphen] = flag(a.gap == hyphen || a.gap == broken || p.joined(next))
	span := text.Span{Start: e.start, End: e.end}
	x[fQuoted] = flag(p.doc.Quoted(span))
	x[fExhibit] = flag(p.doc.Regions.Touches(text.Exhibit, span))
	x[fBeside] = flag(p.strangeAt(at-1) || p.strangeAt(next))
	x[fContext] = p.fit(e, first)
}

// fit is how much cheaper the reading's words are between their neighbours than by themselves, in nats.
func (p *page) fit(e *edge, first int) float32 {
	from, to := first+int(e.from), first+int(e.to)
	u, v := ngram.Bound, ngram.Bound
	for i := max(0, from-2); i < from; i++ {
		u, v = p.advance(i, v)
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

// advance is the state of the model after atom i as it stands, v being the word before.
func (p *page) advance(i int, v ngram.Word) (ngram.Word, ngram.Word) {
	if p.atoms[i].bound {
		v = ngram.Bound
	}
	w := p.atoms[i].word
	if p.atoms[i].tail {
		return w, p.genitive
	}
	return v, w
}

// Noise is how noisy the example's document is: the logarithm of its surely misread words in 1,000, and one.
func (e *Example) Noise() float64 { return float64(e.Features[fNoise]) }

// Risk is the example as the harm budget sees it when a ranker has judged it.
func (e *Example) Risk(r *Ranker) Risk {
	right, wrong := r.Answers(e.Features[:])
	return Risk{Right: right, Wrong: wrong, Noise: e.Noise(), Quoted: e.Features[fQuoted] > 0}
}

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
