package correct

import (
	"slices"
)

// proposal is a place with what may stand there, as the lattice likes it.
type proposal struct {
	readings []reading
}

// reading is one edge with what the ranker sees of it.
type reading struct {
	edge
	features [featureCount]float32
}

// bestReadings is how many readings of a place the ranker is asked about.
const bestReadings = 4

// proposals picks the best readings of a window, one a place, best first, each with the others of the same span.
func (p *page) proposals(l *lattice) []proposal {
	var order []int32
	for i := range l.edges {
		if l.edges[i].kind != "" && l.edges[i].posterior > minPosterior {
			order = append(order, int32(i))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		switch x, y := l.edges[a].posterior, l.edges[b].posterior; {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	var out []proposal
	for _, i := range order {
		e := &l.edges[i]
		clash := false
		for k := range out {
			o := &out[k].readings[0].edge
			if o.from < e.to && e.from < o.to {
				clash = true
				if o.start == e.start && o.end == e.end && !out[k].has(e.new) && len(out[k].readings) < bestReadings {
					out[k].readings = append(out[k].readings, reading{edge: *e})
				}
				break
			}
		}
		if !clash {
			out = append(out, proposal{[]reading{{edge: *e}}})
		}
	}
	return out
}

func (pr *proposal) has(reading string) bool {
	for i := range pr.readings {
		if pr.readings[i].new == reading {
			return true
		}
	}
	return false
}

// minPosterior: below it a reading is not worth the ranker's time.
const minPosterior = 0.01

// settle fills in what only the whole document tells.
func (p *page) settle(all []proposal) {
	old, sure := 0, 0
	for i := range all {
		r := &all[i].readings[0]
		switch {
		case r.posterior <= 0.5:
		case r.features[fSpelling] > 0:
			old++
		case r.posterior > 0.9 && r.features[fTitle] == 0:
			sure++
		}
	}
	share := 100 * float32(old) / float32(max(100, len(p.atoms)))
	noise := float32(noisiness(sure, len(p.atoms)))
	for i := range all {
		for k := range all[i].readings {
			x := &all[i].readings[k].features
			x[fOld] = min(5, share)
			x[fOldHere] = x[fOld] * x[fSpelling]
			x[fNoise] = noise
		}
	}
}
