package witness

import (
	"math"
	"strconv"

	"emend/pipeline/correct/channel"
)

// Lexicon says which words are right.
type Lexicon interface {
	Accepts(word string) bool
	Frequency(word string) float64 // per million words of running text
}

// A Library finds passages in the texts of an index. Its fields are not changed once it is used; then it may be used
// from several goroutines, if Read may.
type Library struct {
	Index *Index
	// Read is the reading text of a witness, by its number in the index: the bytes from..to, cut to its length.
	Read func(witness, from, to int) (string, error)
	// Source is what the manifest says of a witness; nil: nothing.
	Source   func(witness int) *Source
	Manifest *Manifest // nil: none
	Lexicon  Lexicon
	Channel  *channel.Table
	Every    bool // the witnesses are of one text: every reading in which they differ is a Vote, however unlikely
}

// A Placement is where a piece of a passage stands in a witness.
type Placement struct {
	Witness    int
	Start, End int     // in its reading text
	Quality    float64 // the share of the words that are there, those that are nearly so by what they share

	content string // of the witness, from base on
	base    int
	source  []word
	ops     []op
}

// What makes a passage the same passage: shorter ones must agree better. Half the words of two unrelated sentences can be aligned, and
// commonplaces ("there can be no doubt that it") are in many books.
const (
	leastQuality = 0.62 // of sureWords and more
	shortQuality = 0.74 // of shortWords and less
	sureWords    = 40
	shortWords   = 16
)

// enough is the quality that a piece of so many words needs.
func enough(words int) float64 {
	share := float64(min(max(words, shortWords), sureWords)-shortWords) / (sureWords - shortWords)
	return shortQuality - share*(shortQuality-leastQuality)
}

// place aligns a piece with the text of a witness from..to. ok says that it stands there; a short one must tell so many bits.
func (l *Library) place(a *aligner, p *piece, witness, from, to int, bits float64) (Placement, bool, error) {
	from = max(0, from)
	to = min(to, l.Index.Witnesses[witness].Length)
	if from >= to {
		return Placement{}, false, nil
	}
	content, err := l.Read(witness, from, to)
	if err != nil {
		return Placement{}, false, err
	}
	pl := Placement{Witness: witness, content: content, base: from}
	pl.source = words(content, 0, len(content), notes(content))
	var ok bool
	if pl.ops, _, ok = a.align(p.words, pl.source); !ok {
		return pl, false, nil
	}
	same, letters := pl.judge(p)
	return pl, pl.Quality >= enough(len(p.words)) && (len(p.words) > shortWords || l.told(p, &pl) >= bits) && same >= nearWords && (letters >= leastLetters/2 || pl.Quality > 0.95), nil
}

// judge sets quality and place; it gives how many words are the same, and their letters.
func (pl *Placement) judge(p *piece) (same, letters int) {
	share, lost := float32(0), 0
	first, last := -1, -1
	for _, o := range pl.ops {
		switch {
		case o.from == o.to:
			lost += o.upto - o.like
			continue
		case o.like == o.upto:
			continue
		}
		if d := o.distance; d <= nearMost {
			share += float32(o.to-o.from) * (1 - d)
			if d == 0 {
				same += o.to - o.from
				for _, w := range p.words[o.from:o.to] {
					letters += len(w.form)
				}
			}
			if first < 0 {
				first = o.like
			}
			last = o.upto - 1
		}
	}
	if first < 0 {
		return 0, 0
	}
	pl.Start, pl.End = pl.base+pl.source[first].start, pl.base+pl.source[last].end
	pl.Quality = float64(share) / (float64(len(p.words)) + 0.5*float64(lost))
	return same, letters
}

// notes skips what stands in square brackets in a source: numbers of notes and pages.
func notes(s string) func(int) int {
	return func(at int) int {
		if s[at] != '[' {
			return at
		}
		for i := at + 1; i < len(s) && i < at+12; i++ {
			if s[i] == ']' {
				return i + 1
			}
			if !digit(s[i]) && s[i] != 'p' && s[i] != '.' && s[i] != ' ' && s[i] != '*' {
				break
			}
		}
		return at
	}
}

const (
	candidatesMost = 8
	placementsMost = 4    // witnesses that are heard of one piece
	besides        = 0.12 // how much worse than the best a witness may be and is heard
)

// locate finds where a piece stands, the best place first; places are given only of those nearly as good.
func (l *Library) locate(a *aligner, content string, p *piece, skip func(int) bool) ([]Placement, error) {
	if len(p.words) < leastWords || p.letters() < leastLetters {
		return nil, nil
	}
	span := p.span()
	cs, err := l.Index.candidates(content[span.Start:span.End], candidatesMost, skip)
	if err != nil {
		return nil, err
	}
	var found []Placement
	for _, c := range cs {
		if len(found) > 0 && found[0].Quality > 0.8 && c.weight < cs[0].weight/5 {
			break
		}
		margin := blockSize + 40
		pl, ok, err := l.place(a, p, c.witness, c.start-margin, c.end+margin+span.Len()/8, leastTold)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		at := len(found)
		for at > 0 && found[at-1].Quality < pl.Quality {
			at--
		}
		found = append(found, Placement{})
		copy(found[at+1:], found[at:])
		found[at] = pl
	}
	for i := range found {
		if i == placementsMost || found[i].Quality < found[0].Quality-besides {
			return found[:i], nil
		}
	}
	return found, nil
}

// beside finds a short piece in the neighbourhood of where another one of the passage stands: after it, or before it.
func (l *Library) beside(a *aligner, p *piece, near Placement, after bool) (Placement, bool, error) {
	const reach = 6000
	from, to := near.End, near.End+reach
	if !after {
		from, to = near.Start-reach, near.Start
	}
	pl, ok, err := l.place(a, p, near.Witness, from, to, besideTold)
	return pl, ok && pl.Quality >= 0.8, err
}

// name is how a witness is cited. // Stalin, Collected Works, vol. 11
func (l *Library) name(witness int) string {
	if l.Source != nil && l.Manifest != nil {
		if s := l.Source(witness); s != nil {
			return l.Manifest.Name(s)
		}
	}
	return l.Index.Witnesses[witness].Path
}

// Cite is how a place in a witness is cited: its name, and the page where one is known. // Stalin, Collected Works, vol. 11, p. 40
func (l *Library) Cite(witness, at int) string {
	name := l.name(witness)
	if page, ok := l.Index.Witnesses[witness].PageAt(at); ok {
		name += ", p. " + strconv.Itoa(page)
	}
	return name
}

// Witnesses reports whether a text is one of the archive: a witness of what it has in common with others, and no source.
func (l *Library) Witnesses(witness int) bool {
	if l.Source == nil {
		return false
	}
	s := l.Source(witness)
	return s != nil && s.Witness
}

// leastTold is how many bits the words must tell that a short piece shares with a witness: "at the same time the ... of the" is everywhere.
const leastTold = 60

// besideTold is the same of a piece beside another that was found: it is looked for among a thousand words, not among all.
const besideTold = 30

// told is what the words of a piece that stand in the witness tell, in bits, each by how rare it is, 16 at most.
func (l *Library) told(p *piece, pl *Placement) (bits float64) {
	if l.Lexicon == nil {
		return leastTold
	}
	for _, o := range pl.ops {
		if o.distance > joinedMost || o.from == o.to || o.like == o.upto {
			continue
		}
		for _, w := range pl.source[o.like:o.upto] {
			bits += min(16, max(3, -math.Log2(l.Lexicon.Frequency(w.form)/1e6+1e-9))) * float64(1-o.distance)
		}
	}
	return bits
}
