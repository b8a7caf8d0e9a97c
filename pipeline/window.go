package pipeline

import (
	"strings"
	"unicode/utf8"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// largeText is how many bytes of plain text are checked at a time where Config.Window does not say. What is known of a text while it is checked takes some
// ten times its size; of a longer one only a window is held at a time, and what is learnt in one window (its names, its
// habits) does not count in the next.
const largeText = 8 << 20

// windows are the parts of a text that are checked one by one: all of it, or of a long plain text runs of whole paragraphs
// of at most size bytes. Where no paragraph ends in the last quarter of one a line ends there, or a word, or a character.
func windows(doc *text.Document, size int) []text.Span {
	content := doc.Text.Content
	if doc.Format != "plain" || len(content) <= size {
		return []text.Span{{End: len(content)}}
	}
	var spans []text.Span
	for at := 0; at < len(content); {
		end := len(content)
		if end-at > size {
			end = at + size
			for !utf8.RuneStart(content[end]) {
				end--
			}
			last := content[at+size/4*3 : end]
			for _, gap := range []string{"\n\n", "\n", " "} {
				if i := strings.LastIndex(last, gap); i >= 0 {
					end = end - len(last) + i + len(gap)
					break
				}
			}
		}
		spans = append(spans, text.Span{Start: at, End: end})
		at = end
	}
	return spans
}

// in is the run on one window.
func (r *run) in(window text.Span, whole bool) {
	w := *r
	w.found, w.words, w.hidden, w.collated, w.part = nil, 0, 0, nil, text.Range{End: len(r.base.Source)}
	if !whole {
		doc := *r.base
		doc.Text = r.base.Text.Window(window)
		w.base, w.part = &doc, r.base.Text.Origin(window)
	}
	last := w.normalize()
	w.words = len(last.Tokens)
	w.protect(last)
	w.detect(last)
	w.judge(last)
	stale := r.config.Ledger.Stale(r.path, r.used, w.base.Text.Content, last.Text.Content)
	if window.Start == 0 {
		r.stale = stale
	} else {
		r.stale = both(r.stale, stale)
	}
	if !whole {
		for i := range w.found {
			own(&w.found[i])
		}
	}
	r.found = append(r.found, w.found...)
	r.noises = append(r.noises, noise{w.part.End, w.noise})
	r.words, r.hidden, r.failures = r.words+w.words, r.hidden+w.hidden, w.failures
	r.asked = w.asked
	if !whole && r.config.Progress != nil {
		r.config.Progress(w.part.Len())
	}
}

// own makes a finding hold its strings alone, and not the text of the window, normalized, that they are parts of.
func own(f *review.Finding) {
	clone := func(ss ...*string) {
		for _, s := range ss {
			*s = strings.Clone(*s)
		}
	}
	clone(&f.Old, &f.Before, &f.After, &f.Reason, &f.Because)
	for i := range f.Suggestions {
		s := &f.Suggestions[i]
		clone(&s.New)
		for k := range s.Edits {
			clone(&s.Edits[k].New, &s.Edits[k].Reads)
		}
	}
}

// noise is how noisy a window is, as the corrector sees it, that ends at a byte of the source.
type noise struct {
	end   int
	noise float64
}

func (r *run) noiseAt(offset int) float64 {
	for _, n := range r.noises {
		if offset < n.end {
			return n.noise
		}
	}
	return r.noises[len(r.noises)-1].noise
}

// both are the decisions that are in either list. Both are in the order of the ledger.
func both(a, b []review.Decision) []review.Decision {
	in := make(map[string]bool)
	for i := range b {
		in[b[i].Finding] = true
	}
	var out []review.Decision
	for i := range a {
		if in[a[i].Finding] {
			out = append(out, a[i])
		}
	}
	return out
}
