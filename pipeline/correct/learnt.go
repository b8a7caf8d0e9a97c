package correct

import (
	"math"
	"sync"

	"emend/pipeline/correct/channel"
)

// ownTrust is how many sightings of a segment what was known before counts for against those on an archive: the decided places are the bad ones, so
// that a share among them says more than it is worth.
const ownTrust = 2000

// Learn is the corrector with an archive's own errors: those counted on it are cheaper, never dearer, and a correction's log odds are changed by the
// offset. What words a known word may be misread from stays as it was.
func (c *Corrector) Learn(own []channel.Entry, offset float64) *Corrector {
	d := *c
	if len(own) > 0 {
		d.table = sync.OnceValue(func() *channel.Table {
			costs := make(map[channel.Edit]float32, len(c.table().Costs())+len(own))
			for e, cost := range c.table().Costs() {
				costs[e] = cost
			}
			for _, e := range own {
				before, ok := costs[e.Edit]
				if !ok {
					before = channel.MaxCost
				}
				p := (float64(e.Count) + ownTrust*math.Exp(-float64(before))) / (float64(e.Of) + ownTrust)
				costs[e.Edit] = min(before, max(channel.MinCost, float32(-math.Log(p))))
			}
			return channel.FromCosts(costs)
		})
	}
	if offset != 0 {
		d.ranker = sync.OnceValue(func() *Ranker {
			r := *c.ranker()
			r.Right.Shift += offset
			r.Wrong.Shift += offset
			return &r
		})
	}
	return &d
}
