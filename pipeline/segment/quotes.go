package segment

import (
	"strings"
	"unicode"

	"emend/pipeline/text"
)

// maxDepth is how many quotations may be open in each other; deeper marks are not read.
const maxDepth = 8

// An opening is a mark whose partner has not come yet.
type opening struct {
	mark
	unsure bool // may be an apostrophe
	limit  int  // end of its paragraph
}

// quoter pairs the marks of one paragraph after the other.
type quoter struct {
	*segmenter
	singles bool // ‘ ’ are the outer marks of this text
	marks   []mark
	strong  []int // for each mark the next single one that closes without doubt; len(marks) if there is none
	stack   []opening
	found   []text.Span
	nested  bool // a mark opened in an open quotation with the same marks
}

// quotations finds what stands in quotation marks, at most three passes over the marks of a paragraph. A quotation ends with
// its paragraph at the latest, unless the next one opens with the same mark again.
func (g *segmenter) quotations() {
	q := &quoter{segmenter: g}
	q.singles = strings.Count(g.s, "‘") > strings.Count(g.s, "“")+strings.Count(g.s, "\"")/2+strings.Count(g.s, "«")
	for i := 0; i < len(g.blocks); {
		kind := g.blocks[i].kind
		if kind == text.Header || kind == text.RunningHead {
			if kind == text.Header {
				q.give(0)
			}
			i++
			continue
		}
		q.marks = q.marks[:0]
		first := g.blocks[i].Start
		last := i
		for j := i; j < len(g.blocks) && (j == i || g.blocks[j].kind == text.RunningHead || g.blocks[j].continues); j++ {
			if b := &g.blocks[j]; b.kind != text.RunningHead {
				q.marks = marksIn(q.marks, g.s, b.Start, b.End)
				last = j
			}
		}
		if kind != text.Paragraph && kind != text.BlockQuotation {
			q.give(0)
		}
		q.paragraph(first, g.blocks[last].End)
		i = last + 1
	}
	q.give(0)
}

// give makes regions of the openings from n on that no mark will close now: to the end of their paragraph.
func (q *quoter) give(n int) {
	for _, o := range q.stack[n:] {
		if o.unsure || o.family == single && !q.singles {
			continue
		}
		q.quoted(o.at, o.limit)
		break
	}
	q.stack = q.stack[:n]
}

func (q *quoter) quoted(start, end int) { q.add(text.Quotation, start, end) }

func (q *quoter) paragraph(start, end int) {
	// Marks repeated from the paragraph before.
	again, at := 0, start
	for again < len(q.stack) && again < len(q.marks) && q.marks[again].at == at && q.marks[again].family == q.stack[again].family &&
		q.marks[again].after != 0 && !unicode.IsSpace(q.marks[again].after) {
		at = q.marks[again].end
		again++
	}
	q.give(again)
	if len(q.marks) == 0 {
		return
	}
	q.look()
	var carried [maxDepth]opening
	copy(carried[:], q.stack)
	for _, nest := range [...]bool{true, false} {
		q.found, q.nested = q.found[:0], false
		q.stack = append(q.stack[:0], carried[:again]...)
		for i := again; i < len(q.marks); i++ {
			q.read(i, nest)
		}
		if len(q.stack) == 0 || !q.nested {
			break
		}
	}
	for _, s := range q.found {
		q.quoted(s.Start, s.End)
		q.exhibit(s)
	}
	for i := range q.stack {
		q.stack[i].limit = end
	}
}

// look prepares strong.
func (q *quoter) look() {
	q.strong = append(q.strong[:0], make([]int, len(q.marks))...)
	next := len(q.marks)
	for i := len(q.marks) - 1; i >= 0; i-- {
		q.strong[i] = next
		m := &q.marks[i]
		if m.family == single && m.canClose && !m.canOpen && m.before != 's' && m.before != 'S' {
			next = i
		}
	}
}

// top is the index of the innermost open mark of a family, -1 if there is none.
func (q *quoter) top(f family) int {
	for i := len(q.stack) - 1; i >= 0; i-- {
		if q.stack[i].family == f {
			return i
		}
	}
	return -1
}

func (q *quoter) open(m *mark, unsure bool) {
	if len(q.stack) < maxDepth {
		q.stack = append(q.stack, opening{mark: *m, unsure: unsure})
	}
}

// close ends the quotation that is open at index i of the stack; what is open in it has lost its partner.
func (q *quoter) close(i int, m *mark) {
	q.found = append(q.found, text.Span{Start: q.stack[i].at, End: m.end})
	q.stack = q.stack[:i]
}

// read decides what mark i is: it opens, closes, continues or is an apostrophe.
func (q *quoter) read(i int, nest bool) {
	m := &q.marks[i]
	if m.family == single {
		q.single(i)
		return
	}
	at := q.top(m.family)
	if m.form == '"' && at >= 0 && q.stack[at].form == '“' && q.adjoins(m) {
		return // a letter misread, of a quotation that will be closed as it was opened: “a mo"asure of it”
	}
	switch {
	case q.opens(m, at):
		if at < 0 {
			q.open(m, false)
			return
		}
		q.nested = true
		if nest {
			q.open(m, false)
		}
		// Otherwise it repeats the open one, as before each paragraph of a long quotation.
	case at >= 0:
		q.close(at, m)
	}
}

// opens decides for marks that are no apostrophes; at is the index of the open one of the family.
func (q *quoter) opens(m *mark, at int) bool {
	switch m.form {
	case '„', '‟', '‹', '«':
		if at >= 0 && (q.stack[at].form == '»' || q.stack[at].form == '›') {
			return false
		}
		return m.form == '„' || m.form == '‟' || at < 0 || m.canOpen || !m.canClose
	case '»', '›':
		return at < 0 && m.canOpen && !m.canClose
	case '“':
		if at >= 0 && (q.stack[at].form == '„' || q.stack[at].form == '‟') && !m.canOpen {
			return false
		}
		return !m.canClose || m.canOpen
	case '”':
		return at < 0 && m.canOpen && !m.canClose
	}
	if m.canOpen != m.canClose {
		return m.canOpen
	}
	return at < 0
}

// single decides for the marks that may be apostrophes.
func (q *quoter) single(i int) {
	m := &q.marks[i]
	at := q.top(single)
	if lettered(m.before) && lettered(m.after) && m.end-m.at <= 3 && q.adjoins(m) {
		return
	}
	straight := m.form == '’' || m.form == '\'' || m.form == '´'
	switch {
	case m.form == '‚':
		if m.canOpen {
			q.open(m, true)
		}
	case m.canOpen && !m.canClose:
		if elided(q.s, m.end, straight) {
			return
		}
		if !straight {
			if at >= 0 && at == len(q.stack)-1 {
				q.stack = q.stack[:at] // the open one has lost its partner
			}
			q.open(m, m.form == '`')
			return
		}
		// A closing mark used as an opening one, where a partner follows: ’everything will come out alright,’
		if at < 0 && (q.strong[i] < len(q.marks) || i == 0 || q.nextCloses(i)) {
			q.open(m, true)
		}
	case m.canClose || !unicode.IsSpace(m.before) && m.before != 0 && !lettered(m.before):
		if at < 0 {
			return
		}
		punctuated := !lettered(m.before)
		if at < len(q.stack)-1 && !punctuated {
			return // an apostrophe in a quotation in the open one
		}
		if (m.before == 's' || m.before == 'S') && straight && q.closesLater(i) {
			return // ‘the workers’ party’
		}
		q.close(at, m)
	}
}

func lettered(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// adjoins reports whether no other mark stands beside m.
func (q *quoter) adjoins(m *mark) bool {
	b, a := beside1(q.s, m.at, m.end)
	return lettered(b) && lettered(a)
}

// nextCloses reports whether the next mark is a single one three words away at most that can close. // ’classes’
func (q *quoter) nextCloses(i int) bool {
	if i+1 >= len(q.marks) {
		return false
	}
	n := &q.marks[i+1]
	return n.family == single && n.canClose && n.at-q.marks[i].end < 40 && strings.Count(q.s[q.marks[i].end:n.at], " ") < 3
}

// closesLater reports whether another single mark can close before one opens or a double one comes.
func (q *quoter) closesLater(i int) bool {
	for j := i + 1; j < len(q.marks) && j < i+8; j++ {
		n := &q.marks[j]
		if n.family != single || n.canOpen {
			return false
		}
		if n.canClose {
			return true
		}
	}
	return false
}

// exhibit adds the quotation as an Exhibit if it has one to three words that are held up, not spoken:
// // the “vigilance” of the machine, not “Yes,” he said.
func (q *quoter) exhibit(s text.Span) {
	if s.Len() > 80 {
		return
	}
	i := tokenAt(q.tokens, s.Start)
	n := i
	for n < len(q.tokens) && q.tokens[n].Start < s.End {
		if n++; n-i > 3 {
			return
		}
	}
	if n == i {
		return
	}
	before, _ := beside(q.s, 0, len(q.s), s.Start, s.Start)
	spoken := q.tokens[i].Is(text.Initial) && !strings.HasSuffix(strings.TrimRight(q.s[max(0, s.Start-8):s.Start], " \n"), "the")
	if spoken && unicode.IsSpace(before) {
		head := strings.TrimRight(q.s[max(0, s.Start-8):s.Start], " \n\t")
		spoken = head == "" || !lettered(lastRune(head))
	}
	inside := strings.TrimRight(q.s[s.Start:s.End], "\"'`”’“»›")
	if spoken && inside != "" && strings.ContainsAny(inside[len(inside)-1:], ".,!?—-") || before == 0 && spoken {
		return
	}
	q.add(text.Exhibit, s.Start, s.End)
}
