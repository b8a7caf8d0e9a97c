package main

import (
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/report"
	"emend/pipeline/text"
)

// A webChange is one changed run of lines of the diff.
type webChange struct {
	Line   int        `json:"line"`
	Pieces []webPiece `json:"pieces"`
}

// A webPiece stays ("="), goes ("-") or comes ("+"); "…" stands for text between that is left out.
type webPiece struct {
	Kind string `json:"kind"`
	T    string `json:"t"`
}

// getDiff is what emend fix will write into a file (file=), as changes of its lines. The ledger is read from the disk: what is
// shown is what was decided by all.
func (w *web) getDiff(r *http.Request) (any, error) {
	file, err := whole(r.URL.Query().Get("file"), -1)
	if err != nil {
		return nil, err
	}
	if file < 0 || file >= len(w.inputs) {
		return nil, refuse(http.StatusNotFound, "no file %d; there are %d", file, len(w.inputs))
	}
	select {
	case <-w.feed.settled:
	default:
		return nil, refuse(http.StatusServiceUnavailable, "the files are still being read for what they share; a moment")
	}
	in, err := w.afresh(file)
	if err != nil {
		return nil, err
	}
	res := w.examine(in)
	if res.err != nil {
		return nil, res.err
	}
	if res.changes == nil {
		return nil, refuse(http.StatusNotFound, "%s is no text", in.shown)
	}
	doc, edits := res.changes.Document, res.changes.Edits()
	return map[string]any{"path": report.Escape(in.shown), "edits": len(edits), "changes": changesOf(doc, edits)}, nil
}

// A rewording is words that go and words that come: what the edits of a word have in common.
type rewording struct {
	text.Span
	new string
}

// changesOf are the edits with the lines around them, widened to words. Of a file in UTF-8 its bytes are shown, markup and
// all; of another what it reads.
func changesOf(doc *text.Document, edits []text.Edit) []webChange {
	lines := text.NewLines(doc.Source, doc.Encoding)
	src, raw := string(doc.Source), utf8.Valid(doc.Source)
	if !raw {
		src = doc.Text.Content
	}
	line := make(map[int]int, len(edits)) // of where a rewording begins
	var all []rewording
	for _, e := range edits {
		r := rewording{text.Span(e.Range), e.New}
		if !raw {
			r = rewording{doc.Text.Locate(e.Range), e.Reads}
		}
		r = r.widened(src)
		if n := len(all); n > 0 && r.Start < all[n-1].End { // a second edit of the same word
			last := &all[n-1]
			last.new = last.new[:len(last.new)-(last.End-r.Start)] + r.new
			last.End = r.End
			continue
		}
		line[r.Start], _ = lines.At(e.Start)
		all = append(all, r)
	}
	out := []webChange{}
	for k := 0; k < len(all); {
		c := webChange{Line: line[all[k].Start]}
		from := strings.LastIndexByte(src[:all[k].Start], '\n') + 1
		at := from
		for ; k < len(all) && (at == from || !strings.Contains(src[at:all[k].Start], "\n")); k++ {
			c.same(src[at:all[k].Start], at == from, false)
			c.add("-", src[all[k].Start:all[k].End])
			c.add("+", all[k].new)
			at = all[k].End
		}
		rest, _, _ := strings.Cut(src[at:], "\n")
		c.same(rest, false, true)
		out = append(out, c)
	}
	return out
}

// widened takes in the letters around. // t -> f in trom: trom -> from
func (r rewording) widened(src string) rewording {
	letter := func(c rune) bool { return unicode.In(c, unicode.L, unicode.M, unicode.N) }
	const most = 64 // bytes: there are words without an end
	before, after := src[max(r.Start-most, 0):r.Start], src[r.End:min(r.End+most, len(src))]
	head, tail := len(before)-len(strings.TrimRightFunc(before, letter)), len(after)-len(strings.TrimLeftFunc(after, letter))
	r.new = src[r.Start-head:r.Start] + r.new + src[r.End:r.End+tail]
	r.Start, r.End = r.Start-head, r.End+tail
	return r
}

func (c *webChange) add(kind, t string) {
	if t != "" {
		c.Pieces = append(c.Pieces, webPiece{kind, report.Escape(strings.NewReplacer("\t", "⇥", "\r\n", "↵", "\n", "↵").Replace(t))})
	}
}

// How much unchanged text stands on each side of a change, in bytes.
const unchanged = 160

// same is text that stays: of a long one its ends.
func (c *webChange) same(t string, first, last bool) {
	t = strings.TrimSuffix(t, "\r")
	head, tail := unchanged, unchanged
	if first {
		head = 0
	}
	if last {
		tail = 0
	}
	if len(t) <= head+tail+40 {
		c.add("=", t)
		return
	}
	h := strings.LastIndexByte(t[:head], ' ')
	if h < 0 {
		h = runeStart(t, head)
	}
	s := len(t) - tail
	if space := strings.IndexByte(t[s:], ' '); space >= 0 && tail > 0 {
		s += space + 1
	} else {
		s = runeStart(t, s)
	}
	c.add("=", t[:h])
	c.Pieces = append(c.Pieces, webPiece{"…", ""})
	c.add("=", t[s:])
}

// runeStart is the offset, or the next before it, where a character begins.
func runeStart(s string, at int) int {
	for at > 0 && at < len(s) && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}
