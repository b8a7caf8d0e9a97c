package witness

import (
	"cmp"
	"slices"
)

// A seed is a fingerprint of a passage that a witness has, too.
type seed struct {
	witness  int
	diagonal int64 // where the passage would begin in the reading text of the witness, give or take a block
	at       int   // in the passage
	weight   float32
}

// A candidate is where a passage may stand.
type candidate struct {
	witness    int
	start, end int // of the passage, roughly; start may be negative
	weight     float32
}

const (
	seedMost  = 64      // a fingerprint that stands in more places says too little
	seedsMost = 1 << 15 // of one passage
)

// candidates are where a passage may stand, the likeliest first, most at most: seeds on about one diagonal speak for each other (seed and
// extend, as in BLAST: Altschul et al. 1990), rare ones more than common ones. skip says which witnesses not to ask.
func (ix *Index) candidates(passage string, most int, skip func(int) bool) ([]candidate, error) {
	l := lookup{ix: ix}
	var seeds []seed
	var failure error
	one := func(hash uint32, at int) {
		first := len(seeds)
		n, err := l.remember(hash, seedMost, func(block uint32) {
			w := ix.of(block)
			if w == len(ix.Witnesses) || skip != nil && skip(w) {
				return
			}
			start := int64(block-ix.Witnesses[w].first) * blockSize
			seeds = append(seeds, seed{w, start - int64(at), at, 0})
		})
		if err != nil {
			failure = err
		}
		for i := first; i < len(seeds); i++ {
			seeds[i].weight = 4 / float32(4+n)
		}
	}
	fingerprints(passage, func(p fingerprint) {
		if failure == nil && len(seeds) < seedsMost {
			one(p.hash, p.at)
		}
	})
	if failure != nil || len(seeds) == 0 {
		return nil, failure
	}
	slices.SortFunc(seeds, func(a, b seed) int {
		return cmp.Or(cmp.Compare(a.witness, b.witness), cmp.Compare(a.diagonal, b.diagonal), cmp.Compare(a.at, b.at))
	})
	return clusters(seeds, len(passage), most), nil
}

// clusters joins the seeds of about one diagonal, each passage's fingerprint counted once.
func clusters(seeds []seed, length, most int) []candidate {
	drift := int64(2*blockSize + length/8)
	var all []candidate
	for i := 0; i < len(seeds); {
		c := candidate{witness: seeds[i].witness}
		first, last := seeds[i].diagonal, seeds[i].diagonal
		used := -1
		j := i
		for ; j < len(seeds) && seeds[j].witness == c.witness && seeds[j].diagonal-first <= drift; j++ {
			last = seeds[j].diagonal
			if seeds[j].at != used {
				c.weight += seeds[j].weight
				used = seeds[j].at
			}
		}
		c.start, c.end = int(first), int(last)+blockSize+length
		all = append(all, c)
		i = j
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.witness, b.witness), cmp.Compare(a.start, b.start))
	})
	return all[:min(most, len(all))]
}
