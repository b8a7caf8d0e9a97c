package format

import (
	"slices"
	"strings"

	"emend/pipeline/text"
)

// pairs finds where each {{ and [[ ends. O(n).
func (w *wiki) pairs() {
	s := w.s
	var open []int
	var count [256]int
	for i := 0; i+1 < len(s); i++ {
		n := strings.IndexAny(s[i:], "{}[]<")
		if n < 0 || i+n+1 >= len(s) {
			return
		}
		i += n
		c := s[i]
		if c == '<' {
			if end := w.skips(i); end > 0 {
				i = end - 1
			}
			continue
		}
		if c != s[i+1] {
			continue
		}
		if c == '{' || c == '[' {
			open = append(open, len(w.opens))
			w.opens, w.ends = append(w.opens, i), append(w.ends, 0)
			count[c]++
			i++
			continue
		}
		want := c - 2 // } -> {, ] -> [
		if count[want] == 0 {
			continue
		}
		for found := false; !found; {
			o := open[len(open)-1]
			open = open[:len(open)-1]
			kind := s[w.opens[o]]
			count[kind]--
			if found = kind == want; found {
				w.ends[o] = i + 2
			}
		}
		i++
	}
}

// closes is where the {{ or [[ ends that begins at i; 0 if it does not.
func (w *wiki) closes(i int) int {
	if n, ok := slices.BinarySearch(w.opens, i); ok {
		return w.ends[n]
	}
	return 0
}

// skips is where the comment or <nowiki> ends that begins at i, 0 if none does.
func (w *wiki) skips(i int) int {
	switch rest := w.s[i:]; {
	case strings.HasPrefix(rest, "<!--"):
		return after(w.s, i+4, "-->")
	case strings.HasPrefix(rest, "<nowiki>"):
		return after(w.s, i+8, "</nowiki>")
	}
	return 0
}

// link reads a [[link]] or an [address with a text].
func (w *wiki) link(i, to, depth int) int {
	s := w.s
	if i+1 < to && s[i+1] == '[' {
		end := w.closes(i)
		if end == 0 || end > to {
			return 0
		}
		w.saw(3)
		inside := s[i+2 : end-2]
		target, _, labelled := strings.Cut(inside, "|")
		space, _, named := strings.Cut(target, ":")
		space = strings.TrimSpace(space)
		switch {
		case named && (strings.EqualFold(space, "file") || strings.EqualFold(space, "image")):
			w.object()
		case named && strings.EqualFold(space, "category"):
		case labelled && depth < wikiDepth:
			w.read(i+2+len(target)+1, end-2, depth+1)
		case target != "" && !labelled: // the target is the text: an edit would break the link
			w.fixed(target)
		}
		return end
	}
	if rest := s[i+1 : to]; strings.HasPrefix(rest, "http") || strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, "mailto:") {
		if w.absent["]"] >= to {
			return 0
		}
		n := strings.IndexAny(rest, "]\n")
		if n < 0 {
			w.lacks("]", to)
		}
		if n < 0 || rest[n] != ']' {
			return 0
		}
		w.saw(5)
		if blank := strings.IndexByte(rest[:n], ' '); blank >= 0 && depth < wikiDepth {
			w.read(i+1+blank+1, i+1+n, depth+1)
		} else {
			w.object()
		}
		return i + 1 + n + 1
	}
	return 0
}

// fixed reads text that is never edited.
func (w *wiki) fixed(s string) {
	if s = strings.Join(strings.Fields(s), " "); s != "" {
		w.before()
		w.add(s, text.Range{}, text.Synthetic, 0)
	}
}

// wikiDepth is how deep templates, links and notes in each other are read.
const wikiDepth = 40
