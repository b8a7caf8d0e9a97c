package segment

import (
	"slices"

	"emend/pipeline/text"
)

// Document is d with its tokens and regions. Regions that a format gave stay, and where it gave paragraphs they
// are the paragraphs. lang is the main language (BCP 47); it decides which words are foreign.
//
// Every block of the text is a Paragraph; what it is besides (Heading, Header, Note, RunningHead,
// BlockQuotation) is a second region of the same span. Quotations nest properly. O(n).
func Document(d *text.Document, lang string) *text.Document {
	content := d.Text.Content
	main := languageOf(lang)
	g := &segmenter{s: content, given: d.Regions.All, main: main}
	g.blocks = blocks(content, g.given)
	g.classify()
	g.tokens = words(content, g.blocks, main)
	for i := range g.blocks {
		if b := &g.blocks[i]; b.kind != text.Header && b.kind != text.RunningHead {
			g.brackets(b)
		}
	}
	g.quotations()
	g.blockQuotations()
	g.foreign()

	out := *d
	out.Tokens = g.tokens
	out.Regions = text.NewRegions(g.all())
	return &out
}

type segmenter struct {
	s       string
	given   []text.Region
	main    languages
	blocks  []block
	tokens  []text.Token
	regions []text.Region // found here
}

func (g *segmenter) add(kind text.RegionKind, start, end int) {
	g.regions = append(g.regions, text.Region{Span: text.Span{Start: start, End: end}, Kind: kind})
}

// all is the given regions and the found ones, none twice.
func (g *segmenter) all() []text.Region {
	for i := range g.blocks {
		b := &g.blocks[i]
		g.add(text.Paragraph, b.Start, b.End)
		if b.kind != text.Paragraph {
			g.add(b.kind, b.Start, b.End)
		}
	}
	if len(g.given) == 0 {
		depths(g.regions)
		return g.regions
	}
	type key struct {
		text.Span
		kind text.RegionKind
	}
	given := make(map[key]bool, len(g.given))
	for _, r := range g.given {
		given[key{r.Span, r.Kind}] = true
	}
	all := slices.Clone(g.given)
	for _, r := range g.regions {
		if !given[key{r.Span, r.Kind}] {
			all = append(all, r)
		}
	}
	depths(all)
	return all
}

// depths numbers the quotations by how many others hold them.
func depths(all []text.Region) {
	var quotes []*text.Region
	for i := range all {
		if all[i].Kind == text.Quotation {
			quotes = append(quotes, &all[i])
		}
	}
	slices.SortStableFunc(quotes, func(a, b *text.Region) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	var open []int
	for _, q := range quotes {
		for len(open) > 0 && open[len(open)-1] <= q.Start {
			open = open[:len(open)-1]
		}
		q.Depth = len(open)
		open = append(open, q.End)
	}
}
