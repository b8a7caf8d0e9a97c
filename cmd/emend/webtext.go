package main

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/report"
	"emend/pipeline/review/sitting"
	"emend/pipeline/text"
)

// A webBlock is a paragraph, or a part of a long one, as the page shows it.
type webBlock struct {
	I     int      `json:"i"`
	Kind  string   `json:"kind"`
	Flow  bool     `json:"flow,omitempty"` // its lines are wrapped: their ends are no more than spaces
	More  bool     `json:"more,omitempty"` // it goes on in the next block
	Page  int      `json:"page,omitempty"` // of the scan, 1-based, where one begins here
	Runs  []webRun `json:"runs"`
	start int
	end   int
}

// A webRun is text of one look.
type webRun struct {
	T        string `json:"t"`
	N        *int   `json:"n,omitempty"` // the finding that it is doubted by
	Quote    bool   `json:"q,omitempty"`
	Citation bool   `json:"c,omitempty"`
	Kept     bool   `json:"k,omitempty"` // an editor's hand: never changed
}

// A webMark is what has become of a finding, for its place in the text.
type webMark struct {
	State string `json:"state"`
	New   string `json:"new,omitempty"`
	Old   string `json:"old"`
}

// How much text a block holds, and a window of blocks around a finding, in bytes.
const (
	blockBytes  = 8 << 10
	windowBytes = 24 << 10
)

// cut makes the blocks of a page, without their runs. Together they hold all of the text but white space between paragraphs.
// O(text).
func (p *page) cut() []webBlock {
	if p.blocks != nil {
		return p.blocks
	}
	content, at := p.doc.Text.Content, 0
	p.blocks = []webBlock{}
	for _, para := range p.doc.Regions.Of(text.Paragraph) {
		if strings.TrimSpace(content[at:para.Start]) != "" {
			p.cutOne(text.Span{Start: at, End: para.Start})
		}
		p.cutOne(para)
		at = para.End
	}
	if strings.TrimSpace(content[at:]) != "" {
		p.cutOne(text.Span{Start: at, End: len(content)})
	}
	for k, sp := range p.doc.Scan.Pages {
		if i := p.blockAt(sp.Start); i < len(p.blocks) && len(p.doc.Scan.Pages) > 0 && p.blocks[i].Page == 0 {
			p.blocks[i].Page = k + 1
		}
	}
	return p.blocks
}

func (p *page) cutOne(s text.Span) {
	content := p.doc.Text.Content
	kind, flow := p.kindOf(s), flows(content[s.Start:s.End])
	for s.Len() > 0 {
		end := s.End
		if s.Len() > blockBytes {
			end = s.Start + blockBytes
			if space := strings.LastIndexAny(content[s.Start:end], " \n"); space > 0 {
				end = s.Start + space + 1
			}
			for end > s.Start+1 && !utf8.RuneStart(content[end]) {
				end--
			}
		}
		p.blocks = append(p.blocks, webBlock{I: len(p.blocks), Kind: kind, Flow: flow, More: end < s.End, start: s.Start, end: end})
		s.Start = end
	}
}

func (p *page) kindOf(s text.Span) string {
	for _, k := range []text.RegionKind{text.Header, text.RunningHead, text.Heading, text.Note, text.BlockQuotation} {
		if r, ok := p.doc.Regions.Around(k, s.Start); ok && r.End >= s.End {
			return k.String()
		}
	}
	return text.Paragraph.String()
}

// flows reports whether the line ends of a paragraph are those of a narrow page: most lines but the last are about as long as the
// longest. Verse and lists are not.
func flows(s string) bool {
	lines := strings.Split(s, "\n")
	if len(lines) < 3 {
		return false
	}
	lengths, most := make([]int, len(lines)-1), 0
	for k, l := range lines[:len(lines)-1] {
		lengths[k] = utf8.RuneCountInString(strings.TrimSpace(l))
		most = max(most, lengths[k])
	}
	long := 0
	for _, n := range lengths {
		if n*4 > most*3 {
			long++
		}
	}
	return most > 30 && long*5 >= len(lengths)*4
}

// blockAt is the block that holds an offset, or the last before it.
func (p *page) blockAt(at int) int {
	i := sort.Search(len(p.blocks), func(i int) bool { return p.blocks[i].end > at })
	if i > 0 && (i == len(p.blocks) || p.blocks[i].start > at) {
		i-- // between paragraphs
	}
	return i
}

// around is the blocks that fill a window around one.
func (p *page) around(i int) (from, to int) {
	from, to = i, min(i+1, len(p.blocks))
	for n := 0; from > 0 && n < windowBytes && i-from < 60; n += p.blocks[from].end - p.blocks[from].start {
		from--
	}
	for n := 0; to < len(p.blocks) && n < windowBytes && to-i < 60; n += p.blocks[to-1].end - p.blocks[to-1].start {
		to++
	}
	return from, to
}

// A place of a finding in the text.
type marked struct {
	text.Span
	n int
}

// getText is a window of a file's text: around a finding (finding=), or blocks from= to to= of a file (file=). With the
// marks of its findings, and how many blocks there are.
func (w *web) getText(r *http.Request) (any, error) {
	q := r.URL.Query()
	n, err := whole(q.Get("finding"), sitting.None)
	if err == nil && n != sitting.None {
		n, err = w.asked(n)
	}
	file, err2 := whole(q.Get("file"), -1)
	if err = cmp.Or(err, err2); err != nil {
		return nil, err
	}
	if n == sitting.None {
		if n = w.firstOf(file); n == sitting.None {
			return nil, refuse(http.StatusNotFound, "no findings in file %d", file)
		}
	}
	p, changed, err := w.open(n)
	if changed {
		w.revision++
		p, _, err = w.open(n)
	}
	it := w.sit.Item(n)
	if err != nil || p == nil {
		return nil, refuse(http.StatusNotFound, "%s cannot be read: %v", w.inputs[it.File].shown, err)
	}
	blocks := p.cut()
	from, to := p.around(p.blockAt(p.doc.Text.Locate(it.Range).Start))
	if q.Get("from") != "" || q.Get("to") != "" {
		from, err = whole(q.Get("from"), 0)
		to, err2 = whole(q.Get("to"), 0)
		if err = cmp.Or(err, err2); err != nil || from < 0 || to < from || to-from > 400 {
			return nil, refuse(http.StatusBadRequest, "want blocks from= to to=, 400 at most")
		}
		from, to = min(from, len(blocks)), min(to, len(blocks))
	}
	marks := make(map[string]webMark)
	window := w.runs(p, it.File, from, to, marks)
	return map[string]any{
		"file": it.File, "path": report.Escape(w.inputs[it.File].shown), "blocks": window, "of": len(blocks), "marks": marks, "edition": w.edition(it.File),
		"scans": len(p.doc.Scan.Pages),
	}, nil
}

// firstOf is a finding of a file, or none.
func (w *web) firstOf(file int) int {
	for _, i := range w.sit.OfFile(file) {
		if w.sit.State(int(i)) != sitting.Gone {
			return int(i)
		}
	}
	return sitting.None
}

// runs fills the blocks of a window. O(text of the window + findings of the file).
func (w *web) runs(p *page, file, from, to int, marks map[string]webMark) []webBlock {
	if from >= to {
		return []webBlock{}
	}
	blocks := slices.Clone(p.blocks[from:to])
	whole := text.Span{Start: blocks[0].start, End: blocks[len(blocks)-1].end}
	if from == 0 {
		whole.Start = 0
	}
	if whole.End = len(p.doc.Text.Content) + 1; to < len(p.blocks) {
		whole.End = p.blocks[to].start
	}
	var found []marked
	for _, k := range w.sit.OfFile(file) {
		i := int(k)
		if w.sit.State(i) == sitting.Gone || !w.sit.Placed(i) {
			continue
		}
		if s := p.doc.Text.Locate(w.sit.Item(i).Range); s.Start < whole.End && s.End >= whole.Start {
			found = append(found, marked{s, i})
			marks[strconv.Itoa(i)] = w.mark(i)
		}
	}
	slices.SortFunc(found, func(a, b marked) int { return cmp.Or(a.Start-b.Start, b.End-a.End, a.n-b.n) })
	for k := range blocks {
		b := &blocks[k]
		s := text.Span{Start: b.start, End: b.end}
		for _, m := range found { // what stands between this paragraph and the next belongs to this one
			if from+k == 0 && m.End <= b.start {
				s.Start = min(s.Start, m.Start)
			}
			if m.Start >= b.end && (from+k+1 == len(p.blocks) || m.Start < p.blocks[from+k+1].start) {
				s.End = max(s.End, m.End)
			}
		}
		b.Runs = w.run(p, s, found)
	}
	return blocks
}

// mark is what has become of a finding.
func (w *web) mark(i int) webMark {
	m := webMark{State: w.sit.State(i).String(), Old: oneLine(w.sit.Item(i).Old)}
	if r := w.sit.Ruling(i); r != nil {
		m.New = oneLine(r.New)
	} else if d, ok := w.others[w.sit.Item(i).ID]; ok && w.sit.State(i) == sitting.Settled {
		m.New = oneLine(d.New)
	}
	return m
}

// run cuts a span where its look changes.
func (w *web) run(p *page, s text.Span, found []marked) []webRun {
	doc := p.doc
	cuts := []int{s.Start, s.End}
	within := func(o text.Span) bool {
		return o.Start < s.End && o.End > s.Start || o.Len() == 0 && s.Start <= o.Start && o.Start <= s.End
	}
	var here []marked
	for _, m := range found {
		if within(m.Span) {
			here, cuts = append(here, m), append(cuts, m.Start, m.End)
		}
	}
	for _, kind := range []text.RegionKind{text.Quotation, text.Citation, text.Editorial} {
		of := doc.Regions.Of(kind)
		for k := sort.Search(len(of), func(k int) bool { return of[k].End > s.Start }); k < len(of) && of[k].Start < s.End; k++ {
			cuts = append(cuts, of[k].Start, of[k].End)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	runs := []webRun{}
	for k, at := range cuts {
		if at < s.Start || at > s.End {
			continue
		}
		for _, m := range here { // where nothing stands that something should
			if m.Len() == 0 && m.Start == at {
				runs = append(runs, webRun{N: &m.n})
			}
		}
		if k+1 == len(cuts) || at == s.End || cuts[k+1] > s.End {
			continue
		}
		part := text.Span{Start: at, End: cuts[k+1]}
		run := webRun{N: w.chosen(here, part)}
		if run.N != nil {
			run.T = report.Escape(strings.NewReplacer("\t", "⇥", "\r\n", "↵", "\n", "↵").Replace(doc.Text.Content[part.Start:part.End]))
		} else {
			run.T = harmless(doc.Text.Content[part.Start:part.End])
		}
		_, run.Quote = doc.Regions.Around(text.Quotation, at)
		_, run.Citation = doc.Regions.Around(text.Citation, at)
		_, run.Kept = doc.Regions.Around(text.Editorial, at)
		runs = append(runs, run)
	}
	return runs
}

// chosen is the finding that a part of the text is shown for: of several the undecided one, then the shortest.
func (w *web) chosen(here []marked, part text.Span) *int {
	best := -1
	for k, m := range here {
		if m.Start > part.Start || m.End < part.End {
			continue
		}
		if best < 0 {
			best = k
			continue
		}
		a, b := w.sit.State(m.n) == sitting.Undecided, w.sit.State(here[best].n) == sitting.Undecided
		if a && !b || a == b && m.Len() < here[best].Len() {
			best = k
		}
	}
	if best < 0 {
		return nil
	}
	return &here[best].n
}

// harmless names what would drive or deceive a screen: control and bidirectional characters. Spaces of all kinds, and
// joiners that a script needs, stay.
func harmless(s string) string {
	bad := func(r rune) bool {
		return r != '\n' && r != '\t' && r != '\r' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r))
	}
	if strings.IndexFunc(s, bad) < 0 {
		return strings.ReplaceAll(s, "\r\n", "\n")
	}
	var b strings.Builder
	for _, r := range strings.ReplaceAll(s, "\r\n", "\n") {
		if bad(r) {
			fmt.Fprintf(&b, "<U+%04X>", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
