package correct

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/correct/ngram"
	"emend/pipeline/text"
)

// A Weight is how plausible a change of another corrector's is as the mending of a misreading.
type Weight struct {
	Probability float64 // that the new reading is what was printed
	Reason      string  // one sentence that names what speaks for it, or against
	Features    [WeightFeatures]float32
}

// Plausible reports whether the change is more likely right than not.
func (w *Weight) Plausible() bool { return w.Probability >= 0.5 }

// What is looked at. A paraphrase is far from what was read, however well it reads; a slip of the scanner's is near and reads better.
const (
	wBias        = iota
	wChannel     // what the scanner's errors cost that turn the new reading into the old one, at most 40 nats
	wCheap       // the same, at most 12
	wPerLetter   // the same by letters
	wGain        // how much better the new reading goes with the words around, in nats
	wLoss        // how much worse
	wOldStrange  // words of the old reading that are none
	wNewStrange  // words of the new reading that are none
	wNewUsed     // how often the document has the new reading
	wDropped     // words that go
	wAdded       // words that come
	wSplit       // a blank too many was read
	wMerged      // or one too few
	wReal        // all words on both sides are such
	wRealChannel // and the channel's cost then
	wRealGain    // and what context gains then
	WeightMarks  // only marks differ
	wMarkAdded   // and the new reading has one more
	wMarkLost    // or one less
	wJunk        // a mark goes that print seldom has
	wDash        // dashes, quotation marks or ellipses of another style are all the difference
	WeightCase   // only capitals differ
	wDigits      // figures differ
	wShort       // three letters or fewer were read
	wFinalS      // a final s is all the difference
	wEnding      // d, t, ed, ing or e at the end is
	wSpelling    // an older or another spelling is
	wNoise       // share of strange words in the document
	wCorrector   // the corrector proposes the same: its log odds, 0 if it does not
	wAgrees      // it does
	wDiffers     // it proposes something else here
	// WeightFeatures is how many there are.
	WeightFeatures
)

// WeightNames are the features' names.
var WeightNames = [WeightFeatures]string{
	"bias", "channel", "cheap", "perLetter", "gain", "loss", "oldStrange", "newStrange", "newUsed", "dropped", "added", "split", "merged",
	"real", "realChannel", "realGain", "marks", "markAdded", "markLost", "junk", "dash", "case", "digits", "short", "finalS", "ending", "spelling", "noise", "corrector", "agrees", "differs",
}

// Weigh says how plausible changes are, which are in order and of whole words. It asks the channel, the lexicon and the language model, and what
// this corrector would do itself. The document must have tokens. O(words) + O(letters²) for each change.
func (c *Corrector) Weigh(doc *text.Document, changes []text.Change) []Weight {
	if len(changes) == 0 {
		return nil
	}
	p := c.page(doc)
	own := c.page(doc).correct()
	out := make([]Weight, len(changes))
	k := 0
	for i, x := range changes {
		for k < len(own) && own[k].End <= x.Start {
			k++
		}
		var here []Correction
		for j := k; j < len(own) && own[j].Start < x.End; j++ {
			here = append(here, own[j])
		}
		w := &out[i]
		p.weigh1(w, x, here)
		w.Probability = 1 / (1 + math.Exp(-weighing().Logit(w.Features[:])))
		if w.Features[wDash] == 1 {
			w.Probability = min(w.Probability, styleAtMost)
		}
		w.Reason = p.plea(w, x)
	}
	return out
}

// styleAtMost is how plausible a change of style can be: no scanner's error explains it, whatever house it follows.
const styleAtMost = 0.3

// farther than this nothing is measured, in letters: it is no misreading of a word or two.
const farLetters = 80

// weigh1 fills in the features of a change.
func (p *page) weigh1(w *Weight, x text.Change, own []Correction) {
	old := p.doc.Text.Content[x.Start:x.End]
	f := &w.Features
	f[wBias] = 1
	o, n := wordsOf(old), wordsOf(x.New)
	read, truth := loose(old), loose(x.New)
	letters := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s)
	}
	rl, tl := letters(read), letters(truth)
	same := rl == tl
	cost := float32(40)
	if size := utf8.RuneCountInString(read) + utf8.RuneCountInString(truth); size <= farLetters {
		cost, _ = p.channel.Explain(read, truth)
		cost = min(40, cost)
	}
	f[WeightMarks] = flag(same && read != truth && len(o) == len(n))
	if f[WeightMarks] == 1 {
		more := marksOf(x.New) - marksOf(old)
		f[wMarkAdded], f[wMarkLost] = flag(more > 0), flag(more < 0)
	}
	f[wJunk] = flag(junk(old) > junk(x.New))
	f[wDash] = flag(plainMarks(old) == plainMarks(x.New))
	f[WeightCase] = flag(read == truth && old != x.New)
	if f[WeightMarks] == 0 && f[WeightCase] == 0 {
		f[wChannel], f[wCheap] = cost, min(12, cost)
		f[wPerLetter] = cost / float32(max(1, utf8.RuneCountInString(rl)))
		gain := p.cheaper(x, o, n)
		f[wGain], f[wLoss] = min(20, max(0, gain)), min(20, max(0, -gain))
		f[wSplit] = flag(same && len(o) > len(n))
		f[wMerged] = flag(same && len(o) < len(n))
		f[wDropped] = min(3, max(0, float32(len(o)-len(n)))) * (1 - f[wSplit])
		f[wAdded] = min(3, max(0, float32(len(n)-len(o)))) * (1 - f[wMerged])
		f[wOldStrange] = min(2, p.strangers(o))
		f[wNewStrange] = min(2, p.strangers(n))
		if f[wOldStrange] == 0 && f[wNewStrange] == 0 {
			f[wReal], f[wRealChannel], f[wRealGain] = 1, f[wCheap], max(-10, min(10, gain))
		}
		var shape [featureCount]float32
		shapeOfEdit(&shape, rl, tl)
		short, long := rl, tl
		if len(short) > len(long) {
			short, long = long, short
		}
		f[wFinalS] = shape[fFinalS]
		f[wEnding] = max(shape[fEnding], flag(short+"ing" == long || short+"ed" == long || short+"ly" == long || short+"er" == long || short+"es" == long))
		f[wSpelling] = flag(isVariant(variantsOf(p.lexicon.Language()), rl, tl))
	}
	f[wDigits] = flag(strings.ContainsAny(old+x.New, "0123456789") && digitsOf(old) != digitsOf(x.New))
	f[wShort] = flag(utf8.RuneCountInString(rl) <= 3)
	for _, word := range n {
		f[wNewUsed] = max(f[wNewUsed], ln1(float64(p.uses(word))))
	}
	f[wNoise] = float32(min(0.3, p.unknowns))
	p.compared(f, x, own)
}

// compared sets what the corrector itself thinks of the place.
func (p *page) compared(f *[WeightFeatures]float32, x text.Change, own []Correction) {
	content := p.doc.Text.Content
	for _, c := range own {
		s := text.Span{Start: min(c.Start, x.Start), End: max(c.End, x.End)}
		theirs := content[s.Start:x.Start] + x.New + content[x.End:s.End]
		for _, cand := range c.Candidates {
			if content[s.Start:c.Start]+cand.New+content[c.End:s.End] == theirs {
				f[wAgrees], f[wCorrector] = 1, ratio(cand.Confidence, 1-cand.Confidence)
				f[wDiffers] = 0
				return
			}
		}
		if c.Confidence >= 0.5 {
			f[wDiffers] = 1
		}
	}
}

// wordsOf are the words of a reading.
func wordsOf(s string) (ws []string) {
	ngram.Scan(s, func(kind ngram.Kind, start, end int) {
		if kind != ngram.KindBound {
			ws = append(ws, s[start:end])
		}
	})
	return ws
}

// loose is a reading in small letters, white space folded, hyphens at line ends out.
func loose(s string) string {
	for _, h := range []string{"-\n", "¬\n", "\u00ad\n", "\u00ad"} {
		s = strings.ReplaceAll(s, h, "")
	}
	return strings.Join(strings.Fields(ngram.Fold(s)), " ")
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// marksOf counts what is neither a letter, a digit nor a blank.
func marksOf(s string) (n int) {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.M, r) {
			n++
		}
	}
	return n
}

// junk counts marks that print seldom has and scanners often read.
func junk(s string) (n int) {
	for _, r := range s {
		if strings.ContainsRune("^*|~_\\<>{}■•°¬¦§¢£¥©®¿¡#=+`´¨", r) {
			n++
		}
	}
	return n
}

// plainMarks writes marks that differ in style alone as one. // “so” -> "so"
func plainMarks(s string) string {
	return strings.Join(strings.Fields(styles.Replace(s)), " ")
}

var styles = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'", "—", "-", "–", "-", "--", "-", "…", "...", "ﬁ", "fi", "ﬂ", "fl", "ſ", "s", "\u00a0", " ")

// strangers counts the words that are none.
func (p *page) strangers(ws []string) (n float32) {
	for _, w := range ws {
		if i, _, ok := p.index.find(p.forms, w); ok && p.forms[i].state == settled {
			continue
		}
		if !p.lexicon.Accepts(w) && !isFigure(w) {
			n++
		}
	}
	return n
}

// cheaper is how much less the new reading costs than the old between the words around, in nats.
func (p *page) cheaper(x text.Change, old, new []string) float32 {
	first := p.doc.TokenAt(x.Start)
	next := first
	for next < len(p.atoms) && p.atoms[next].Start < x.End {
		next++
	}
	u, v := ngram.Bound, ngram.Bound
	for i := max(0, first-2); i < first; i++ {
		u, v = p.advance(i, v)
	}
	if first < len(p.atoms) && p.atoms[first].bound && v != ngram.Bound {
		u, v = v, ngram.Bound
	}
	return p.along(u, v, old, next) - p.along(u, v, new, next)
}

// along is what words cost behind two others, and the next two of the document behind them.
func (p *page) along(u, v ngram.Word, ws []string, next int) (cost float32) {
	say := func(w ngram.Word, spelled int) {
		cost += p.model.Cost(u, v, w)
		if spelled > 0 {
			cost += letter * float32(min(9, spelled))
		}
		u, v = v, w
	}
	for _, w := range ws {
		fold := ngram.Fold(w)
		id, ok := p.model.Lookup(fold)
		switch {
		case isFigure(w):
			say(ngram.Number, 0)
		case ok:
			say(id, 0)
		case p.lexicon.Accepts(w):
			say(ngram.Unknown, 4)
		default:
			say(ngram.Unknown, utf8.RuneCountInString(fold))
		}
	}
	for i := next; i < min(len(p.atoms), next+2); i++ {
		if p.atoms[i].bound {
			say(ngram.Bound, 0)
			break
		}
		f := &p.forms[p.atoms[i].form]
		for _, w := range f.words[:f.n] {
			say(w, 0)
		}
	}
	return cost
}

// plea says what speaks for a change, or against it.
func (p *page) plea(w *Weight, x text.Change) string {
	old, f := p.doc.Text.Content[x.Start:x.End], &w.Features
	switch {
	case f[wDash] == 1:
		return fmt.Sprintf("“%s” is “%s” in another style of print", x.New, old)
	case f[WeightCase] == 1:
		return fmt.Sprintf("“%s” differs from “%s” in capitals alone", x.New, old)
	case f[WeightMarks] == 1:
		return fmt.Sprintf("“%s” differs from “%s” in marks alone", x.New, old)
	}
	var parts []string
	switch {
	case f[wOldStrange] > 0 && f[wNewStrange] == 0:
		parts = append(parts, fmt.Sprintf("“%s” is no word, “%s” is", old, x.New))
	case f[wNewStrange] > f[wOldStrange]:
		parts = append(parts, fmt.Sprintf("“%s” is in no dictionary", x.New))
	}
	switch {
	case f[wSplit] == 1:
		parts = append(parts, "a blank fell into a word")
	case f[wMerged] == 1:
		parts = append(parts, "two words ran together")
	case f[wDropped] > 0:
		parts = append(parts, fmt.Sprintf("words of “%s” are left out", old))
	case f[wAdded] > 0:
		parts = append(parts, fmt.Sprintf("“%s” has words that are not there", x.New))
	case f[wChannel] >= 20:
		parts = append(parts, fmt.Sprintf("no scanner reads “%s” for “%s”", old, x.New))
	default:
		parts = append(parts, p.slip(old, x.New))
	}
	switch gain := f[wGain] - f[wLoss]; {
	case gain >= 2:
		parts = append(parts, "the new reading goes better with the words around")
	case gain <= -2:
		parts = append(parts, "the old reading goes better with the words around")
	}
	return strings.Join(parts, "; ")
}

// slip names the scanner's errors between two readings.
func (p *page) slip(old, new string) string {
	cost, edits := p.channel.Explain(loose(old), loose(new))
	var parts []string
	for _, d := range edits {
		switch {
		case d.Read == "":
			parts = append(parts, "“"+d.True+"” lost")
		case d.True == "":
			parts = append(parts, "“"+d.Read+"” put in")
		default:
			parts = append(parts, d.Read+" for "+d.True)
		}
	}
	s := "it differs by " + strings.Join(parts, ", ")
	if len(edits) > 0 && cost < 7.5*float32(len(edits)) {
		s += ", which scanners do"
	}
	return s
}
