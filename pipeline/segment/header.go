package segment

import (
	"strings"

	"emend/pipeline/text"
)

// headerZone is how many blocks at either end of a text may belong to the block that names source, transcriber and
// licence; headerBytes, how far from the beginning; maxHeader, how many bytes one of them may have: a text that is all one
// line holds its header and is none.
const (
	headerZone  = 40
	headerBytes = 12_000
	maxHeader   = 4096
)

// headers finds the blocks that say where the text comes from, who transcribed it and what may be done with it.
// Titles and authors' names above them are no part of it: they are text.
func (g *segmenter) headers() {
	n := len(g.blocks)
	for i := range g.blocks {
		b := &g.blocks[i]
		head := i < headerZone && b.Start < headerBytes
		if !head && i < n-headerZone {
			continue
		}
		if b.kind != text.Paragraph && b.kind != text.Note || b.Len() > maxHeader {
			continue
		}
		s := g.s[b.Start:b.End]
		switch {
		case licence(s) >= 2, head && (labelled(s) || credit(s)), !head && labelled(s) && labelWeight(s) > 1:
			b.kind = text.Header
		}
	}
	// *** START OF THE PROJECT GUTENBERG EBOOK ... ***: all before it, and all from its END on.
	for i := range g.blocks {
		s := g.s[g.blocks[i].Start:min(g.blocks[i].End, g.blocks[i].Start+80)]
		if !strings.HasPrefix(s, "***") {
			continue
		}
		from, to := 0, 0
		switch s = strings.ToUpper(strings.TrimLeft(s, "* ")); {
		case strings.HasPrefix(s, "START OF ") && i < 4*headerZone:
			to = i + 1
		case strings.HasPrefix(s, "END OF ") && i > n/2:
			from, to = i, n
		}
		for j := from; j < to; j++ {
			g.blocks[j].kind = text.Header
		}
	}
}

// labelled reports whether the block begins with a label of publication or transcription:
// // First Published: Iskra, No. 4, May 1901.
func labelled(s string) bool { return labelWeight(s) > 0 }

// labelWeight is the number of lines of s that begin with such a label; 0 if the first does not.
func labelWeight(s string) int {
	n := 0
	for line := range strings.Lines(s) {
		line = strings.TrimLeft(line, " \t*_#>")
		label, _, ok := strings.Cut(line[:min(len(line), 60)], ":")
		low := strings.ToLower(label)
		if ok && label != "" && !strings.HasPrefix(low, "the ") && !strings.HasPrefix(low, "this ") && allIn(low, labelWords) {
			n++
		} else if n == 0 {
			return 0
		}
	}
	return n
}

// labelWords are what labels of a header block are made of.
const labelWords = ` archive author authors available by character checked citation collection conversion converted copyright copyleft credit credits
 date delivered digital digitised digitized distributed document edited editing edition editor editors ebook encoded encoding etext file first format
 from html in information isbn issn issued keyed language last licence license mark markup marked note of on online original originally page posted posting prepared printed produced proofed
 proofread proofreader proofreaders proofreading public domain publication published publisher reformatted release released reproduced rights scan scanned scanning scanner series set
 source sources text the this title to transcribed transcriber transcribers transcript transcription translated translation translator translators
 typed updated url version web with written xml ocr ocred
 quelle erstveröffentlichung veröffentlicht übersetzt übersetzung herausgegeben lizenz verlag transkription
 éditeur édition licence numérisation traduction transcription première publication `

// allIn reports whether every word of the label is in the list.
func allIn(label, list string) bool {
	n := 0
	for _, w := range strings.FieldsFunc(label, func(r rune) bool {
		return r == ' ' || r == ',' || r == '/' || r == '&' || r == '-' || r == '*' || r == '_'
	}) {
		w = strings.ToLower(w)
		if w == "and" || w == "und" || w == "et" {
			continue
		}
		if n++; n > 6 || strings.ContainsRune(w, '\n') || !strings.Contains(list, " "+w+" ") && !strings.Contains(list, " "+w+"\n") {
			return false
		}
	}
	return n > 0
}

// credit reports whether the block names the makers of the transcription. // Transcribed by Sally Ryan
func credit(s string) bool {
	if len(s) > 600 {
		return false
	}
	low := strings.ToLower(s[:min(len(s), 80)])
	for _, verb := range [...]string{
		"transcribed", "marked up", "proofread", "proofed", "scanned", "digitized", "digitised", "encoded", "converted", "typed", "keyed in", "keyed",
		"html by", "html markup", "html-markup", "produced", "prepared", "e-text", "etext", "this transcription", "this text was transcribed", "this e-text", "this etext", "online version",
		"transcription by", "markup by", "mark-up by", "copyright", "(c) ", "©", "all rights reserved", "licensed under",
	} {
		if rest, ok := strings.CutPrefix(low, verb); ok {
			switch verb {
			case "copyright":
				// Copyright 1909, by …, not: Copyright was then unknown
				rest = strings.TrimLeft(rest, " ,:")
				return rest != "" && (digits(rest[:1]) || strings.HasPrefix(rest, "©") || strings.HasPrefix(rest, "(c)") || strings.HasPrefix(rest, "by ") || strings.HasPrefix(rest, "notice"))
			case "transcribed", "marked up", "proofread", "proofed", "scanned", "digitized", "digitised", "encoded", "converted", "typed", "keyed in", "keyed", "produced", "prepared":
				rest = strings.TrimLeft(rest, " ,")
				return strings.HasPrefix(rest, "by ") || strings.HasPrefix(rest, "and ") || strings.HasPrefix(rest, "& ") || strings.HasPrefix(rest, "from ") || strings.HasPrefix(rest, "for ")
			}
			return true
		}
	}
	return false
}

// licence counts the different phrases of licences in s.
func licence(s string) int {
	low := strings.ToLower(s)
	n := 0
	for _, p := range [...]string{
		"public domain", "creative commons", "project gutenberg", "all rights reserved", "copyright", "licence", "license", "freely copy",
		"permission is", "permission to", "this ebook", "this work", "derivative", "as your source", "distribute", "free documentation", "terms of use", "attribution", "reproduce",
		"transcribers", "proofreaders", "warranty", "©",
	} {
		if strings.Contains(low, p) {
			n++
		}
	}
	return n
}
