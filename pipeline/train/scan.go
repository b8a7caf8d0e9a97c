package train

import (
	"math"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/correct/channel"
)

// Pages read much worse than those of most sets teach what a doubt is worth there: text whose truth is known is misread as a learnt channel says.

// A scanner misreads words.
type scanner struct {
	of    map[string][]channel.Entry // by what was printed
	order []channel.Edit             // the same on every run
}

func newScanner(ps ...[]pair) *scanner {
	l := channel.NewLearner()
	for _, set := range ps {
		for _, p := range set {
			l.Add(p.read, p.truth, false)
		}
	}
	s := &scanner{of: map[string][]channel.Entry{}}
	for _, e := range l.Entries() {
		s.of[e.True] = append(s.of[e.True], e)
		s.order = append(s.order, e.Edit)
	}
	return s
}

// dice is a xorshift generator: the same throws on every machine.
type dice uint64

// throw is uniform in [0, 1).
func (d *dice) throw() float64 {
	s := uint64(*d)
	s ^= s << 13
	s ^= s >> 7
	s ^= s << 17
	*d = dice(s)
	return float64(s>>11) / (1 << 53)
}

// habits are how much oftener than usual the scanner of one page makes each error.
func (s *scanner) habits(d *dice) map[channel.Edit]float64 {
	own := make(map[channel.Edit]float64, len(s.order))
	for _, e := range s.order {
		own[e] = 0.3 + math.Exp(2*(d.throw()+d.throw()+d.throw()-1.5))
	}
	return own
}

// misread makes one error in a word, chosen by its probability.
func (s *scanner) misread(word string, d *dice, own map[channel.Edit]float64) string {
	type slip struct {
		from, to int // runes
		read     string
		upTo     float64 // the sum of the weights so far
	}
	rs := []rune(word)
	var slips []slip
	total := 0.0
	for i := 0; i <= len(rs); i++ {
		for n := 0; n <= channel.MaxSegment && i+n <= len(rs); n++ {
			for _, e := range s.of[strings.ToLower(string(rs[i:i+n]))] {
				p := own[e.Edit] * float64(e.Count) / float64(e.Of)
				if n == 0 {
					p /= 2
				}
				total += p
				slips = append(slips, slip{i, i + n, e.Read, total})
			}
		}
	}
	if len(slips) == 0 {
		return word
	}
	x := d.throw() * total
	k := sort.Search(len(slips)-1, func(k int) bool { return slips[k].upTo >= x })
	read := slips[k].read
	if slips[k].from == 0 && read != "" && unicode.IsUpper(rs[0]) {
		r, n := utf8.DecodeRuneInString(read)
		read = string(unicode.ToUpper(r)) + read[n:]
	}
	if out := string(rs[:slips[k].from]) + read + string(rs[slips[k].to:]); out != "" {
		return out
	}
	return word
}

// scan misreads about the given share of a text's words, long ones sooner than short ones, on some lines more than on others; of those
// misread a few are broken in two or run together with the next.
func (s *scanner) scan(text string, share float64, number int) string {
	d := dice(uint64(number)*0x9e3779b97f4a7c15 + 1)
	own := s.habits(&d)
	var b strings.Builder
	local := share
	for i, w := range strings.SplitAfter(text, " ") {
		if i%12 == 0 {
			local = 2 * share * d.throw()
			if d.throw() < 0.1 {
				local *= 2
			}
		}
		core := strings.Trim(w, " .,;:!?\n\"'“”()")
		if core == "" || strings.Contains(w, "\n") || d.throw() > local*(0.5+0.1*float64(len(core))) {
			b.WriteString(w)
			continue
		}
		read := s.misread(core, &d, own)
		for n := 0; n < 3 && d.throw() < 0.15+local; n++ {
			read = s.misread(read, &d, own)
		}
		lot := d.throw()
		if lot < 0.06 {
			if d.throw() < 0.6 {
				read = core
			}
			read = parted(read, &d)
		}
		w = strings.Replace(w, core, read, 1)
		if lot > 0.95 {
			w = strings.TrimSuffix(w, " ")
		}
		b.WriteString(w)
	}
	return b.String()
}

// parted puts a blank into a word of more than three letters.
func parted(word string, d *dice) string {
	rs := []rune(word)
	if len(rs) < 4 {
		return word
	}
	at := 1 + int(d.throw()*float64(len(rs)-1))
	return string(rs[:at]) + " " + string(rs[at:])
}
