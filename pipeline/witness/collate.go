package witness

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

// A Quotation is a quoted passage with where it stands, and what of it is otherwise there.
type Quotation struct {
	Span        text.Span
	Witness     int
	Start, End  int // in the reading text of the witness
	Differences []Difference
	Variants    int         // differences that editions have
	Marked      int         // differences that whoever quotes has marked
	Free        bool        // it is a paraphrase, or of another version: its differences are not given
	Others      int         // further witnesses that were heard
	Confirmed   []text.Span // runs of words that stand so in the source, letter by letter
}

// confirm notes the words that the source has, too.
func (q *Quotation) confirm(content string, p *piece, pl *Placement) {
	for _, o := range pl.ops {
		if o.distance > 0 || o.to-o.from != o.upto-o.like ||
			!strings.EqualFold(pl.content[pl.source[o.like].start:pl.source[o.like].end], content[p.words[o.from].start:p.words[o.from].end]) {
			continue
		}
		s := text.Span{Start: p.words[o.from].start, End: p.words[o.to-1].end}
		if n := len(q.Confirmed); n > 0 && o.from > 0 && q.Confirmed[n-1].End == p.words[o.from-1].end {
			q.Confirmed[n-1].End = s.End
			continue
		}
		q.Confirmed = append(q.Confirmed, s)
	}
}

// freeShare of the words of a passage that nothing explains make it another version of the text.
const freeShare = 0.2

// Collate finds the quotations of a document and lays each beside its source. skip says which witnesses not to ask, such as the document
// itself. O(n) look-ups in the index, and as many alignments as passages are found.
func (l *Library) Collate(doc *text.Document, skip func(witness int) bool) ([]Quotation, error) {
	var found []Quotation
	a := &aligner{}
	spans := doc.Regions.Of(text.BlockQuotation)
	block := make([]bool, 0)
	var all []text.Span
	runs := doc.Regions.Of(text.Quotation)
	for i, j := 0, 0; i < len(spans) || j < len(runs); {
		if j == len(runs) || i < len(spans) && spans[i].Start <= runs[j].Start {
			all, block = append(all, spans[i]), append(block, true)
			i++
		} else {
			all, block = append(all, runs[j]), append(block, false)
			j++
		}
	}
	taken := 0 // up to where a block quotation that was found reaches
	for i, span := range all {
		if span.Start < taken {
			continue
		}
		q, ok, err := l.quotation(a, doc, span, skip)
		if err != nil {
			return found, err
		}
		if !ok {
			continue
		}
		if block[i] {
			taken = span.End
		}
		found = append(found, q)
	}
	return found, nil
}

// quotation locates and collates one passage.
func (l *Library) quotation(a *aligner, doc *text.Document, span text.Span, skip func(int) bool) (Quotation, bool, error) {
	q := Quotation{Span: span}
	if span.Len() < leastLetters {
		return q, false, nil
	}
	ps := pieces(doc, span)
	placed := make([][]Placement, len(ps))
	votes := map[int]float64{}
	main, most := -1, 0.0
	for i := range ps {
		var err error
		if placed[i], err = l.locate(a, doc.Text.Content, &ps[i], skip); err != nil {
			return q, false, err
		}
		for k, pl := range placed[i] {
			if k > 0 && pl.Witness == placed[i][k-1].Witness {
				continue
			}
			votes[pl.Witness] += pl.Quality * float64(len(ps[i].words))
			if v := votes[pl.Witness]; v > most+1e-9 || v > most-1e-9 && pl.Witness < main {
				main, most = pl.Witness, v
			}
		}
	}
	if main < 0 {
		return q, false, nil
	}
	if err := l.neighbours(a, ps, placed, main); err != nil {
		return q, false, err
	}
	words, odd := 0, 0
	for i := range ps {
		if len(placed[i]) == 0 {
			continue
		}
		for k := range placed[i] { // the main witness speaks first
			if placed[i][k].Witness == main {
				placed[i][0], placed[i][k] = placed[i][k], placed[i][0]
				break
			}
		}
		if words == 0 {
			q.Witness, q.Start = placed[i][0].Witness, placed[i][0].Start
		}
		if placed[i][0].Witness == q.Witness {
			q.End = max(q.End, placed[i][0].End)
		}
		q.Others = max(q.Others, len(placed[i])-1)
		q.confirm(doc.Text.Content, &ps[i], &placed[i][0])
		words += len(ps[i].words)
		odd += l.differences(&q, doc.Text.Content, &ps[i], placed[i])
	}
	if float64(odd) > freeShare*float64(words)+1 {
		q.Free, q.Differences = true, nil
	}
	return q, true, nil
}

// neighbours looks for the pieces that were too short, or too damaged, to be found by themselves, beside those that were.
func (l *Library) neighbours(a *aligner, ps []piece, placed [][]Placement, main int) error {
	in := func(i int) *Placement {
		for k := range placed[i] {
			if placed[i][k].Witness == main {
				return &placed[i][k]
			}
		}
		return nil
	}
	try := func(i, from int, after bool) error {
		near := in(from)
		if near == nil || len(placed[i]) > 0 || len(ps[i].words) < nearWords {
			return nil
		}
		pl, ok, err := l.beside(a, &ps[i], *near, after)
		if ok {
			placed[i] = []Placement{pl}
		}
		return err
	}
	for i := 1; i < len(ps); i++ {
		if err := try(i, i-1, true); err != nil {
			return err
		}
	}
	for i := len(ps) - 2; i >= 0; i-- {
		if err := try(i, i+1, false); err != nil {
			return err
		}
	}
	return nil
}

// differences adds those of a piece; it gives the number of words that nothing explains.
func (l *Library) differences(q *Quotation, content string, p *piece, placed []Placement) (odd int) {
	pl := &placed[0]
	for k := 0; k < len(pl.ops); {
		o := pl.ops[k]
		class, sure := l.class(content, p, pl, k)
		if o.distance == 0 && o.to-o.from == 1 && o.upto-o.like == 1 && class != Misreading {
			k++
			continue
		}
		n := 1
		if !class.Mechanical() && class > Editorial {
			// What nothing explains runs on to the next word that is explained.
			for k+n < len(pl.ops) {
				next := pl.ops[k+n]
				if c, _ := l.class(content, p, pl, k+n); next.distance == 0 && next.to > next.from && next.upto > next.like || c.Mechanical() || c <= Editorial {
					break
				}
				n++
			}
		}
		d := l.difference(content, p, pl, k, n, class, sure)
		if d.Class > Dittography {
			if minor(p.words[d.from:d.to], pl.source[d.like:d.upto]) {
				d.Confidence = minorSure
			}
			if d.Class == Addition && inRound(content, d.Span) {
				d.Class = Editorial // (the settlement of agricultural land)
			}
			// At its ends whoever quotes fits a passage to his own sentence, or goes on in words of his own.
			if d.from < d.to && (d.from == 0 || d.to == len(p.words)) {
				d.Class = Editorial
			}
		}
		switch {
		case d.Class == Variant || agreed(placed[1:], d.from, d.to):
			q.Variants++
		case d.Class == Editorial:
			q.Marked++
		default:
			if !d.Class.Mechanical() {
				odd += l.unexplained(content, p.words[d.from:d.to], d.upto-d.like)
			}
			if d.Difference.New != "" || !d.Class.Mechanical() {
				q.Differences = append(q.Differences, d.Difference)
			}
		}
		k += n
	}
	return odd
}

// inRound: round brackets hold a span and nothing else.
func inRound(content string, s text.Span) bool {
	before, after := strings.TrimRight(content[:s.Start], " “‘\"'_*"), strings.TrimLeft(content[s.End:], " .,;:!?”’\"'_*")
	return strings.HasSuffix(before, "(") && strings.HasPrefix(after, ")")
}

// unexplained is how many words speak for a paraphrase: what was read there as words, or is left out. What is no word at all is the scanner's, however little
// it is like the source.
func (l *Library) unexplained(content string, here []word, there int) (n int) {
	if len(here) == 0 {
		return there
	}
	for i := range here {
		if l.accepts(content[here[i].start:here[i].end]) {
			n++
		}
	}
	return n
}

// class classes one step of an alignment.
func (l *Library) class(content string, p *piece, pl *Placement, k int) (Class, float64) {
	o := pl.ops[k]
	here, there := p.words[o.from:o.to], pl.source[o.like:o.upto]
	switch {
	case len(here) == 0:
		if o.from < len(p.words) && (p.words[o.from].after || p.words[o.from].editor) || o.from > 0 && p.words[o.from-1].editor {
			return Editorial, 0
		}
		raw := pl.content[there[0].start:there[0].end]
		if numberWord(there[0].form) && (figuresHere(p, pl, k-1) || figuresHere(p, pl, k+1)) { // 500 for five hundred
			return Variant, 0
		}
		if numeral(there[0].form) || len(there[0].form) > 3 && !strings.ContainsFunc(raw, unicode.IsLower) { // a page's number, a running head
			return Variant, 0
		}
		return Omission, noteSure
	case len(there) == 0:
		w := &here[0]
		if w.editor || numeral(w.form) && len(w.form) <= 3 {
			return Editorial, 0
		}
		if numberWord(w.form) && (figuresThere(pl, k-1) || figuresThere(pl, k+1)) {
			return Variant, 0
		}
		if doubled(p.words, o.from) && !doubledThere(pl, k) {
			return Dittography, 0.95
		}
		return Addition, noteSure
	}
	class, sure := l.differ(content, here, there, pl.content, o.distance)
	if class == Substitution && len(here) == 1 && len(there) == 1 {
		switch {
		case markedLetter(content, here[0], there[0].form) != (text.Span{}):
			return Misreading, 0.85
		case agrees(pl, k-1) && agrees(pl, k+1) && l.garbled(content, here[0]) && l.accepts(pl.content[there[0].start:there[0].end]):
			return Misreading, 0.75
		}
	}
	return class, sure
}

// figuresHere, figuresThere: the kth step has a number in figures in the passage, in the source.
func figuresHere(p *piece, pl *Placement, k int) bool {
	return k >= 0 && k < len(pl.ops) && pl.ops[k].to > pl.ops[k].from && figures(p.words[pl.ops[k].from].form)
}

func figuresThere(pl *Placement, k int) bool {
	return k >= 0 && k < len(pl.ops) && pl.ops[k].upto > pl.ops[k].like && figures(pl.source[pl.ops[k].like].form)
}

// agrees: the kth step is of one word that stands so in the source.
func agrees(pl *Placement, k int) bool {
	return k >= 0 && k < len(pl.ops) && pl.ops[k].distance == 0 && pl.ops[k].to-pl.ops[k].from == 1 && pl.ops[k].upto-pl.ops[k].like == 1
}

// garbled: no word, and no name: nobody who quotes puts it for another. // tua, lio, ci
func (l *Library) garbled(content string, w word) bool {
	s := content[w.start:w.end]
	r, _ := utf8.DecodeRuneInString(s)
	return !l.accepts(s) && !numeral(w.form) && (!unicode.IsUpper(r) || len(w.form) <= 3)
}

// markedLetter is a word and a mark beside it that was its last letter, or its first; empty if that is not so. // debt« for debts, *he for she
func markedLetter(content string, w word, printed string) text.Span {
	const marks = "«»*^~°¢£€"
	if rest, ok := strings.CutPrefix(printed, w.form); ok && len(rest) == 1 {
		if r, n := utf8.DecodeRuneInString(content[w.end:]); strings.ContainsRune(marks, r) {
			return text.Span{Start: w.start, End: w.end + n}
		}
	}
	if rest, ok := strings.CutSuffix(printed, w.form); ok && len(rest) == 1 {
		if r, n := utf8.DecodeLastRuneInString(content[:w.start]); strings.ContainsRune(marks, r) {
			return text.Span{Start: w.start - n, End: w.end}
		}
	}
	return text.Span{}
}

// doubled: the word at i is the word beside it again.
func doubled(ws []word, i int) bool {
	return i > 0 && ws[i-1].form == ws[i].form || i+1 < len(ws) && ws[i+1].form == ws[i].form
}

// doubledThere: the source has the word twice, too.
func doubledThere(pl *Placement, k int) bool {
	at := pl.ops[k].like
	return at > 0 && at < len(pl.source) && pl.source[at-1].form == pl.source[at].form
}

// run is a Difference with the words it is made of.
type run struct {
	Difference
	from, to, like, upto int
}

const around5 = 6 // words either side that a Difference shows

// difference makes one of n steps from the kth on.
func (l *Library) difference(content string, p *piece, pl *Placement, k, n int, class Class, sure float64) run {
	first, last := pl.ops[k], pl.ops[k+n-1]
	d := run{from: first.from, to: last.to, like: first.like, upto: last.upto}
	d.Class, d.Confidence, d.Witness = class, sure, pl.Witness
	if !class.Mechanical() && class > Editorial {
		switch {
		case d.from == d.to:
			d.Class = Omission
			if d.from > 0 && d.from < len(p.words) &&
				(p.words[d.from-1].form == pl.source[d.upto-1].form || p.words[d.from].form == pl.source[d.like].form) {
				d.Class = Saltus
			}
		case d.like == d.upto:
			d.Class = Addition
		default:
			d.Class = Substitution
		}
	}
	ws := p.words
	switch {
	case d.from < d.to:
		d.Span = text.Span{Start: ws[d.from].start, End: ws[d.to-1].end}
	case d.from > 0 && d.from < len(ws):
		d.Span = text.Span{Start: ws[d.from-1].start, End: ws[d.from].end} // the words that the gap is between
	case d.from > 0:
		d.Span = text.Span{Start: ws[d.from-1].start, End: ws[d.from-1].end}
	default:
		d.Span = text.Span{Start: ws[0].start, End: ws[0].end}
	}
	d.Here = oneLine(content[ws[max(0, d.from-around5)].start:ws[min(len(ws), d.to+around5)-1].end])
	lo, hi := max(0, d.like-around5), min(len(pl.source), d.upto+around5)
	d.There = oneLine(pl.content[pl.source[lo].start:pl.source[hi-1].end])
	d.At = pl.base + pl.source[min(d.like, len(pl.source)-1)].start
	if d.like < d.upto {
		d.Source = oneLine(pl.content[pl.source[d.like].start:pl.source[d.upto-1].end])
	}
	if strings.Contains(content[d.Start:d.End], "\n") {
		return d // a line end stays where it is: nothing is proposed
	}
	switch d.Class {
	case Misreading:
		if d.to-d.from == 1 && d.upto-d.like == 1 {
			if s := markedLetter(content, ws[d.from], pl.source[d.like].form); s.Len() > 0 {
				d.Span = s
			}
		}
		d.New = fitted(content, content[d.Start:d.End], d.Source)
	case Dittography:
		// The word goes with the blank beside it: // to to place -> to place
		if d.from > 0 && ws[d.from-1].form == ws[d.from].form {
			d.Span = text.Span{Start: ws[d.from-1].start, End: ws[d.from].end}
			d.New = content[ws[d.from-1].start:ws[d.from-1].end]
		} else {
			d.Span = text.Span{Start: ws[d.from].start, End: ws[d.from+1].end}
			d.New = content[ws[d.from+1].start:ws[d.from+1].end]
		}
	}
	return d
}

// fitted is the source's reading as this text would write it: with its own apostrophes, and a capital where it has one.
func fitted(content, old, new string) string {
	new = strings.ReplaceAll(new, "- ", "")
	if strings.Contains(content, "’") {
		new = strings.ReplaceAll(new, "'", "’")
	} else {
		new = strings.ReplaceAll(new, "’", "'")
	}
	was, _ := utf8.DecodeRuneInString(old)
	is, size := utf8.DecodeRuneInString(new)
	switch {
	case unicode.IsUpper(was) && unicode.IsLower(is) && len(old) > 1 && !isUpper(old):
		new = string(unicode.ToUpper(is)) + new[size:]
	case unicode.IsLower(was) && unicode.IsUpper(is) && !isUpper(new) && unicode.ToLower(is) == was:
		new = string(was) + new[size:]
	}
	if new == old {
		return ""
	}
	return new
}

func isUpper(s string) bool { return strings.ToUpper(s) == s && strings.ToLower(s) != s }

// agreed: another witness reads these words as the passage does.
func agreed(others []Placement, from, to int) bool {
	for i := range others {
		same, broken := 0, false
		for _, o := range others[i].ops {
			switch {
			case o.to > o.from && o.from >= from && o.to <= to && o.upto-o.like == o.to-o.from && o.distance == 0:
				same += o.to - o.from
			case o.from == o.to && o.from >= from && o.from <= to:
				broken = true
			}
		}
		if same == to-from && !broken {
			return true
		}
	}
	return false
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
