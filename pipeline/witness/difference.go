package witness

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/correct/channel"
	"emend/pipeline/text"
)

// A Class is what a difference between a passage and its source is, in the terms of textual criticism.
type Class uint8

const (
	Variant      Class = iota // spelling, word division, accents: editions differ so
	Editorial                 // marked by whoever quotes
	Misreading                // the scanner's: the channel explains how the source's word came to be read so
	Dittography               // a word written twice
	Substitution              // another word stands there
	Omission                  // words left out without a mark
	Saltus                    // words left out between two that are the same (saut du même au même)
	Addition                  // words that the source has not
)

var classNames = [...]string{"variant", "editorial", "misreading", "dittography", "substitution", "omission", "saut du même au même", "addition"}

func (c Class) String() string { return classNames[c] }

// Mechanical reports whether it is an error of a machine or a hand and not of whoever quoted: the source's reading may be proposed.
func (c Class) Mechanical() bool { return c == Misreading || c == Dittography }

// A Difference is a place where a passage and its source differ.
type Difference struct {
	text.Span
	Class      Class
	New        string  // the source's reading, for Mechanical ones
	Confidence float64 // that something is wrong here
	Source     string  // the source's words, as they stand there; empty: none
	Here       string  // the words around it in the text
	There      string  // and in the source
	Witness    int
	At         int // in the reading text of the witness
}

// garbledMost is how many of a word's letters may differ where what was read is no word at all.
const garbledMost = 0.8

// unknownMost is what the misreading of a word may cost, in nats, that no dictionary has on either side.
const unknownMost = 12.0

// differ classes one step of an alignment. The words are those of the step.
func (l *Library) differ(content string, p, w []word, source string, distance float32) (Class, float64) {
	for i := range p {
		if p[i].editor {
			return Editorial, 0
		}
	}
	read, printed := join(p), join(w)
	if read == printed {
		if len(p) == len(w) && p[0].form == w[0].form {
			for i := range p { // général, a tittle read as an accent
				if l.accented(content[p[i].start:p[i].end], source[w[i].start:w[i].end]) {
					return Misreading, 0.9
				}
			}
			return Variant, 0
		}
		if len(p) < len(w) && strings.Contains(source[w[0].end:w[len(w)-1].start+1], "-") {
			return Variant, 0 // No-man's, Noman's
		}
		if len(p) > len(w) && strings.Contains(content[p[0].end:p[len(p)-1].start], "-") {
			return Variant, 0 // heart-rending, heartrending
		}
		for i := range p { // a blank lost or put in
			if !l.accepts(content[p[i].start:p[i].end]) {
				return Misreading, 0.93
			}
		}
		if !compound(p, w) && divisionOdds*l.together(p) < l.together(w) {
			return Misreading, 0.85 // look ed for looked, tocome for to come, tot his for to this
		}
		return Variant, 0
	}
	if stray(content, p) && len(w) == 1 && len(printed) <= 2 && l.accepts(printed) {
		return Misreading, 0.85
	}
	if numberWord(read) && figures(printed) || figures(read) && numberWord(printed) || figures(read) && sameFigures(read, printed) || shortened(content, p, w, source) {
		return Variant, 0
	}
	if numeral(read) || numeral(printed) {
		if numeral(read) && numeral(printed) || distance > nearMost {
			return Substitution, noteSure
		}
	}
	reads := true // it is a word as it stands
	for i := range p {
		reads = reads && l.accepts(content[p[i].start:p[i].end])
	}
	known := true
	for i := range w {
		known = known && l.accepts(source[w[i].start:w[i].end])
	}
	if distance > nearMost && max(len(read), len(printed)) > 1 {
		if !reads && known && distance <= garbledMost && len(p) == 1 && len(w) == 1 {
			return Misreading, 0.85
		}
		return Substitution, noteSure
	}
	if (reads == known) && spelled(read) == spelled(printed) {
		return Variant, 0
	}
	switch {
	case !reads && known:
		return Misreading, 0.97
	case !known && reads:
		return Variant, 0 // the source's own scanner, or a name
	}
	cost, edits := l.Channel.Explain(read, printed)
	if !known {
		if len(edits) <= 2 && cost <= unknownMost || len(p) != len(w) {
			return Misreading, 0.6
		}
		return Variant, 0
	}
	if sure := l.misread(read, printed, cost); sure >= 0.8 && l.seen(edits) {
		// The source may be misread as well, and the commoner of two words is the likelier.
		if sure = min(sure, 0.95) * l.commoner(printed, read); sure >= 0.5 {
			return Misreading, sure
		}
	}
	if len(p) == 1 && len(w) == 1 && len(printed) <= shortWord && len(read) <= shortWord && !inflected(read, printed) && l.rarer(read, printed) {
		return Misreading, 0.8 // tilt for the, goo for good
	}
	return Substitution, noteSure
}

// divisionOdds is how many times commoner one division of letters into words must be than another for the rare one to be the scanner's.
const divisionOdds = 100

// together is how often the words stand side by side by chance, in a million words.
func (l *Library) together(ws []word) float64 {
	if l.Lexicon == nil {
		return 1
	}
	f := 1.0
	for i := range ws {
		if f *= l.Lexicon.Frequency(ws[i].form) + 1e-3; i > 0 {
			f /= 1e6
		}
	}
	return f
}

// compound: words that were written apart in older print, and are written as one. // every thing, some body, mean while
func compound(p, w []word) bool {
	if len(p) == 1 {
		p, w = w, p
	}
	if len(p) != 2 || len(w) != 1 {
		return false
	}
	switch p[0].form {
	case "any", "every", "some", "no", "mean", "what", "when", "where", "who", "how", "which", "to", "for", "can", "may", "all", "an", "there", "here", "my", "your", "him", "them", "our", "it", "one":
		return l2(p[1].form)
	}
	return false
}

// l2: the second half is a word that stands by itself everywhere.
func l2(s string) bool { return len(s) >= 3 }

// stray: a letter by itself that is no word, no initial and no item of a list.
func stray(content string, p []word) bool {
	if len(p) != 1 || len(p[0].form) != 1 || p[0].end-p[0].start != 1 {
		return false
	}
	c := content[p[0].start]
	if c < 'b' || c > 'z' || c == 'i' || c == 'o' {
		return false
	}
	return p[0].end < len(content) && content[p[0].end] == ' ' && p[0].start > 0 && content[p[0].start-1] == ' '
}

// shortWord is of how many letters at most one word becomes another by whatever happens to it, and nobody puts the rare one for the common one.
const shortWord = 5

// rarer: a word is a hundred times rarer than another.
func (l *Library) rarer(a, b string) bool {
	return l.Lexicon != nil && 100*(l.Lexicon.Frequency(a)+0.1) < l.Lexicon.Frequency(b)
}

// seen: scanners are known to make each of the edits.
func (l *Library) seen(edits []channel.Edit) bool {
	for _, e := range edits {
		if _, ok := l.Channel.Cost(e); !ok {
			return false
		}
	}
	return true
}

// commoner is how far the one word is likelier than the other, by their frequencies, damped; 0 to 1.
func (l *Library) commoner(a, b string) float64 {
	if l.Lexicon == nil {
		return 1
	}
	x, y := math.Sqrt(l.Lexicon.Frequency(a)+0.01), math.Sqrt(l.Lexicon.Frequency(b)+0.01)
	return x / (x + y)
}

// numberWord: // fifty, eighteenth
func numberWord(s string) bool {
	for _, n := range [...]string{"ty", "teen", "tieth", "teenth", "hundred", "thousand", "million", "dollars", "pounds"} {
		if strings.HasSuffix(s, n) && len(s) > 3 {
			return true
		}
	}
	switch s {
	case "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth":
		return true
	}
	return false
}

// shortened: one of two words is the beginning of the other, with a stop. // Feb. for February
func shortened(content string, p, w []word, source string) bool {
	if len(p) != 1 || len(w) != 1 {
		return false
	}
	stop := func(s string, end int) bool { return end < len(s) && s[end] == '.' }
	here, there := stop(content, p[0].end), stop(source, w[0].end)
	return here && !there && strings.HasPrefix(w[0].form, p[0].form) || there && !here && strings.HasPrefix(p[0].form, w[0].form)
}

// minor: words that are changed, lost or put in without a change of sense, or other forms of the same word.
func minor(p, w []word) bool {
	if len(p) == 1 && len(w) == 1 && inflected(p[0].form, w[0].form) {
		return true
	}
	for _, ws := range [...][]word{p, w} {
		for i := range ws {
			switch ws[i].form {
			case "a", "an", "the", "and", "that", "which", "of", "to", "in", "on", "upon", "for", "by", "it", "its", "as", "at", "so", "this", "these", "those", "all":
			default:
				return false
			}
		}
	}
	return true
}

// What a note is worth: one that an editor is likely to look into, and one that is below what is shown unless asked for.
const (
	noteSure  = 0.6
	minorSure = 0.4
)

// How often whoever quotes puts another word for one of the source: one that he happens on, and another form of the same.
const (
	otherWord = 2e-3
	otherForm = 0.5 // of those, and it is the very form that is read
)

// misread is the probability that a word of the source was misread as another word, and not changed by whoever quotes it (Bayes): what the channel makes
// of it stands against how common the other word is. // he -> be is misread, work -> works is not
func (l *Library) misread(read, printed string, cost float32) float64 {
	scanner := math.Exp(-float64(cost))
	common := 1e-6
	if l.Lexicon != nil {
		common += l.Lexicon.Frequency(read) / 1e6
	}
	if inflected(read, printed) {
		form := otherForm
		if l.Lexicon != nil { // a rare form is seldom put for a common one: boar is not board changed
			form *= min(1, 5*l.Lexicon.Frequency(read)/(l.Lexicon.Frequency(printed)+1e-3))
		}
		common = max(common, form)
	}
	return scanner / (scanner + otherWord*common)
}

// inflected: two forms of one word, as far as their ends tell.
func inflected(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	x, y := a[n:], b[n:]
	if len(x) > len(y) {
		x, y = y, x
	}
	return n >= 3 && endings[x+" "+y] || irregular[a+" "+b] || irregular[b+" "+a]
}

var endings = pairs(` s, d, r, n, es, ed, er, ly, y, ing, en, st, est, th, ity, al, ion|s d|s r|s n|d r|e ing|y ies|y ied|ed es|er es|d st|es ed|s ed|ed ing|es ing|s ing|se te|ce ng|ce t|ent ence`)
var irregular = pairs(`man men|woman women|come came|run ran|become became|give gave|know knew|grow grew|write wrote|was were|is was|has had|has have|had have|this these|that those|this that|these those|who whom|who whose|he her|his her|he she|him his|his this|it its|me my|we us|they them|their them|their there|then than|then them|these there|which who|what that|thing things|shall should|will would|can could|may might|hold held|lead led|a an|on in|in on|of on|of off|to too|no not|or nor|for from|around round|upon on|aught ought|till until|le la|le les|un une|du de|de des`)

func pairs(list string) map[string]bool {
	m := map[string]bool{}
	for _, p := range strings.Split(list, "|") {
		if first, rest, ok := strings.Cut(p, " "); ok {
			for _, r := range strings.Split(rest, ", ") {
				m[first+" "+r] = true
			}
		}
	}
	return m
}

func (l *Library) accepts(w string) bool {
	if l.Lexicon == nil {
		return true
	}
	if strings.ContainsAny(w, oddMarks+"*€£") {
		return false
	}
	return l.Lexicon.Accepts(w) || l.Lexicon.Accepts(strings.ToLower(w))
}

// figures: a number in figures, whatever is counted. // 500, 18th, $4
func figures(s string) bool {
	return strings.Trim(strings.TrimRight(s, "stndrh"), "0123456789$£€") == "" && strings.ContainsAny(s, "0123456789")
}

// sameFigures: two numbers are one. // 2nd, 2
func sameFigures(a, b string) bool {
	only := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, s)
	}
	return figures(b) && only(a) == only(b)
}

func numeral(s string) bool {
	n := 0
	for i := range len(s) {
		if digit(s[i]) {
			n++
		}
	}
	return n*2 > len(s)
}

// spellings are what editions of one text spell differently; words are compared with all of them folded.
var spellings = strings.NewReplacer("grey", "gray", "shew", "show", "chuse", "choose", "burthen", "burden", "learnt", "learned", "burnt", "burned", "dreamt", "dreamed", "spelt", "spelled",
	"mme", "m", "our", "or", "ise", "yze", "isa", "yza", "isi", "yzi", "yse", "yze", "ysi", "yzi", "ize", "yze", "iza", "yza", "izi", "yzi", "ae", "e", "oe", "e", "ph", "f",
	"xion", "ction", "enses", "ences", "ense", "ence", "ogue", "og", "oo", "u", "eth", "s", "ck", "k", "ey", "y", "ie", "y", "i", "y",
	"bb", "b", "cc", "c", "dd", "d", "ff", "f", "gg", "g", "ll", "l", "mm", "m", "nn", "n", "pp", "p", "rr", "r", "ss", "s", "tt", "t", "zz", "z")

func spelled(form string) string {
	if strings.HasSuffix(form, "re") {
		form = form[:len(form)-2] + "er"
	}
	s := spellings.Replace(form)
	s = strings.TrimSuffix(s, "e")
	if strings.HasSuffix(s, "wards") || strings.HasSuffix(s, "wyse") || strings.HasSuffix(s, "tymes") {
		s = strings.TrimSuffix(s, "s")
	}
	return s
}

// accented: what was read has an accent too many: it is no word, and the source's, without it, is one.
func (l *Library) accented(read, printed string) bool {
	wide := func(s string) bool {
		return strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) })
	}
	return wide(read) && !wide(printed) && !l.accepts(read) && l.accepts(printed)
}
