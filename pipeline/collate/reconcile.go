package collate

import (
	"cmp"
	"slices"
	"strings"

	"emend/pipeline/review"
	"emend/pipeline/text"
)

// A Reading is what the other version reads at one place: what a finding proposes, something else where a finding doubts, or what no
// rule has doubted.
type Reading struct {
	text.Change                 // in the reading text of the file
	Finding     *review.Finding // nil: no rule doubts this place
	Suggestion  int             // which of the finding's the other version has; None: a reading of its own
}

// None is no suggestion.
const None = -1

// most is how many ways to put findings together are tried for one place.
const most = 4096

// Reconcile says which findings of a file the changes carry out. Where findings proposed just what a change makes, it is theirs; a
// change within a doubted reading is a reading of the editor's own for that finding; what is left has no finding. All
// readings together make the changes. untouched are the findings that no change comes near: the other version leaves them as they
// are. Findings that cannot be written are passed over. O(n log n) but for findings that lie over one another.
func Reconcile(c *review.Changeset, changes []text.Change) (readings []Reading, untouched []*review.Finding) {
	r := &reconciler{base: c.Document.Text}
	for i := range c.Findings {
		if f := &c.Findings[i]; f.Status != review.Unwritable {
			r.claims = append(r.claims, r.claim(f))
		}
	}
	slices.SortStableFunc(r.claims, func(a, b *claim) int { return a.span.Start - b.span.Start })
	for _, g := range r.groups(changes) {
		readings = append(readings, r.settle(g)...)
	}
	for _, cl := range r.claims {
		if !cl.touched {
			untouched = append(untouched, cl.finding)
		}
	}
	slices.SortStableFunc(readings, func(a, b Reading) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	return readings, untouched
}

type reconciler struct {
	base   *text.Text
	claims []*claim    // by span
	owned  []text.Span // of readings of the editor's own, in order
}

// free reports whether a span overlaps no reading of the editor's own, and takes it.
func (r *reconciler) free(s text.Span) bool {
	i, _ := slices.BinarySearchFunc(r.owned, s.Start, func(o text.Span, at int) int { return cmp.Compare(o.End, at+1) })
	if i < len(r.owned) && r.owned[i].Overlaps(s) {
		return false
	}
	r.owned = slices.Insert(r.owned, i, s)
	return true
}

// A claim is a finding in the reading text of its file.
type claim struct {
	finding *review.Finding
	at      text.Span       // of Finding.Range
	ways    [][]text.Change // what each suggestion changes
	span    text.Span       // of all that
	touched bool
}

func (r *reconciler) claim(f *review.Finding) *claim {
	c := &claim{finding: f, at: r.base.Locate(f.Range)}
	c.span = c.at
	for _, s := range f.Suggestions {
		var way []text.Change
		for _, e := range s.Edits {
			if at := r.base.Locate(e.Range); at.Len() > 0 { // or it is a copy
				way = append(way, text.Change{Span: at, New: e.Reads})
				c.span = text.Span{Start: min(c.span.Start, at.Start), End: max(c.span.End, at.End)}
			}
		}
		c.ways = append(c.ways, way)
	}
	return c
}

// near reports whether a change overlaps what the finding doubts or would change.
func (c *claim) near(s text.Span) bool {
	if c.at.Overlaps(s) {
		return true
	}
	for _, way := range c.ways {
		for _, w := range way {
			if w.Overlaps(s) {
				return true
			}
		}
	}
	return false
}

// A group is changes and the findings that they come near, apart from all others.
type group struct {
	changes []text.Change
	claims  []*claim
}

// groups parts the changes, which are in order.
func (r *reconciler) groups(changes []text.Change) []*group {
	parent := make([]int, len(changes))
	for i := range parent {
		parent[i] = i
	}
	var root func(int) int
	root = func(i int) int {
		if parent[i] != i {
			parent[i] = root(parent[i])
		}
		return parent[i]
	}
	owner := make(map[*claim]int)
	for _, c := range r.claims {
		i, _ := slices.BinarySearchFunc(changes, c.span.Start, func(x text.Change, at int) int { return cmp.Compare(x.End, at+1) })
		for ; i < len(changes) && changes[i].Start < c.span.End; i++ {
			if !c.near(changes[i].Span) {
				continue
			}
			c.touched = true
			if o, ok := owner[c]; ok {
				parent[root(i)] = root(o)
			}
			owner[c] = i
		}
	}
	byRoot := make(map[int]*group)
	var all []*group
	for i, x := range changes {
		g := byRoot[root(i)]
		if g == nil {
			g = &group{}
			byRoot[root(i)] = g
			all = append(all, g)
		}
		g.changes = append(g.changes, x)
	}
	for _, c := range r.claims {
		if i, ok := owner[c]; ok {
			g := byRoot[root(i)]
			g.claims = append(g.claims, c)
		}
	}
	return all
}

// settle finds whose readings the changes of a group are.
func (r *reconciler) settle(g *group) []Reading {
	if len(g.claims) == 0 {
		return variants(g.changes)
	}
	slices.SortStableFunc(g.claims, func(a, b *claim) int { return cmp.Compare(b.finding.Confidence, a.finding.Confidence) })
	if found, ok := r.solve(g.changes, g.claims); ok {
		return found
	}
	var out []Reading
	var rest []text.Change
	used := make(map[*claim]bool)
	for _, x := range g.changes {
		var within []*claim
		for _, c := range g.claims {
			if !used[c] && c.near(x.Span) && !slices.ContainsFunc(g.changes, func(y text.Change) bool { return y.Start != x.Start && c.near(y.Span) }) {
				within = append(within, c)
			}
		}
		if found, ok := r.solve([]text.Change{x}, within); ok && len(within) > 0 {
			for _, c := range within {
				used[c] = true
			}
			out = append(out, found...)
			continue
		}
		rest = append(rest, x)
	}
	for len(rest) > 0 {
		x := rest[0]
		own, n := r.own(rest, g, used)
		if n == 0 {
			out = append(out, variants([]text.Change{x})...)
			rest = rest[1:]
			continue
		}
		out = append(out, own)
		rest = rest[n:]
	}
	return out
}

func variants(changes []text.Change) (out []Reading) {
	for _, x := range changes {
		out = append(out, Reading{Change: x, Suggestion: None})
	}
	return out
}

// own is a reading of the editor's own for a finding that doubts all of the first change, and how many changes it takes in. What a
// normalizing rule doubts is how letters are written down, not which: other letters are none of its readings.
func (r *reconciler) own(changes []text.Change, g *group, used map[*claim]bool) (Reading, int) {
	for _, c := range g.claims {
		old := r.base.Content[c.at.Start:c.at.End]
		if used[c] || c.finding.Stage < review.DetectStage && c.finding.Rule != review.VariantRule || old != c.finding.Old || old == "" {
			continue
		}
		n := 0
		for n < len(changes) && changes[n].Start < c.at.End && c.at.Covers(r.least(changes[n]).Span) {
			n++
		}
		if n == 0 || !c.at.Overlaps(changes[0].Span) || slices.ContainsFunc(g.changes, func(x text.Change) bool {
			return x.Overlaps(c.at) && !slices.Contains(changes[:n], x)
		}) || !r.free(c.at) {
			continue
		}
		least := make([]text.Change, n)
		for i := range least {
			least[i] = r.least(changes[i])
		}
		used[c] = true
		return Reading{text.Change{Span: c.at, New: r.reads(c.at, least)}, c.finding, None}, n
	}
	return Reading{}, 0
}

// least is a change without what both sides have in common at their ends.
func (r *reconciler) least(x text.Change) text.Change {
	old := r.base.Content[x.Start:x.End]
	n := 0
	for n < len(old) && n < len(x.New) && old[n] == x.New[n] {
		n++
	}
	for n > 0 && (n < len(old) && !start(old[n]) || n < len(x.New) && !start(x.New[n])) {
		n--
	}
	m := 0
	for m < len(old)-n && m < len(x.New)-n && old[len(old)-1-m] == x.New[len(x.New)-1-m] {
		m++
	}
	for m > 0 && !start(old[len(old)-m]) {
		m--
	}
	return text.Change{Span: text.Span{Start: x.Start + n, End: x.End - m}, New: x.New[n : len(x.New)-m]}
}

func start(b byte) bool { return b&0xC0 != 0x80 }

// reads is a span with the changes in it made.
func (r *reconciler) reads(s text.Span, changes []text.Change) string {
	var b strings.Builder
	at := s.Start
	for _, x := range changes {
		b.WriteString(r.base.Content[at:x.Start])
		b.WriteString(x.New)
		at = x.End
	}
	b.WriteString(r.base.Content[at:s.End])
	return b.String()
}

// solve puts suggestions of the claims together so that they make the changes and nothing else; the surest findings first.
func (r *reconciler) solve(changes []text.Change, claims []*claim) ([]Reading, bool) {
	tries := 0
	chosen := make([]int, len(claims))
	var try func(i int, made []text.Change) bool
	try = func(i int, made []text.Change) bool {
		if tries++; tries > most {
			return false
		}
		if i == len(claims) {
			return len(made) > 0 && r.same(changes, made)
		}
		for k, way := range claims[i].ways {
			if len(way) == 0 || slices.ContainsFunc(way, func(w text.Change) bool {
				return slices.ContainsFunc(made, func(m text.Change) bool { return m.Overlaps(w.Span) })
			}) {
				continue
			}
			chosen[i] = k
			if try(i+1, append(made[:len(made):len(made)], way...)) {
				return true
			}
		}
		chosen[i] = None
		return try(i+1, made)
	}
	if !try(0, nil) {
		return nil, false
	}
	var out []Reading
	for i, c := range claims {
		if k := chosen[i]; k != None {
			way := slices.Clone(c.ways[k])
			slices.SortFunc(way, func(a, b text.Change) int { return a.Start - b.Start })
			s := text.Span{Start: way[0].Start, End: way[len(way)-1].End}
			out = append(out, Reading{text.Change{Span: s, New: r.reads(s, way)}, c.finding, k})
		}
	}
	return out, true
}

// same reports whether two lists of changes make the same of the text.
func (r *reconciler) same(a, b []text.Change) bool {
	b = slices.Clone(b)
	slices.SortFunc(b, func(x, y text.Change) int { return x.Start - y.Start })
	s := text.Span{Start: min(a[0].Start, b[0].Start), End: max(a[len(a)-1].End, b[len(b)-1].End)}
	return r.reads(s, a) == r.reads(s, b)
}
