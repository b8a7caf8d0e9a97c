package review

import (
	"slices"
	"strings"

	"emend/pipeline/text"
)

// says reports whether two decisions want the same.
func (d *Decision) says(o *Decision) bool { return d.Verdict == o.Verdict && d.New == o.New }

// key orders decisions so that those on the same thing stand together.
func (d *Decision) key() string {
	k := d.Finding + "\x00" + string(d.Scope)
	if d.Scope == File {
		k += "\x00" + d.Path
	}
	return k
}

// A Contradiction is decisions that cannot all be meant.
type Contradiction struct {
	Decisions []Decision // in the order of the ledger
	Why       string
}

// Contradictions finds decisions on the same thing that say different things, and readings of a
// rule that were both accepted and rejected between the same words. O(n log n).
func Contradictions(ds []Decision) []Contradiction {
	byKey := group(ds, func(d *Decision) string { return d.key() })
	var all []Contradiction
	for _, g := range byKey {
		if slices.ContainsFunc(g, func(d Decision) bool { return !d.says(&g[0]) }) {
			all = append(all, Contradiction{g, "decided twice; the later line stands"})
		}
	}
	var last []Decision // what stands
	for _, g := range byKey {
		if d := g[len(g)-1]; d.Scope == Here {
			last = append(last, d)
		}
	}
	for _, g := range group(last, func(d *Decision) string {
		return pair(d.Rule, d.Old) + "\x00" + fold(d.Before) + "\x00" + fold(d.After)
	}) {
		of := func(v Verdict) bool {
			return slices.ContainsFunc(g, func(d Decision) bool { return d.Verdict == v })
		}
		if of(Accept) && (of(Reject) || of(Sic)) {
			all = append(all, Contradiction{g, "the same words around, decided both ways"})
		}
	}
	return all
}

// group puts decisions of one key together, groups in the order of their keys.
func group(ds []Decision, key func(*Decision) string) [][]Decision {
	keys := make([]string, len(ds))
	order := make([]int, len(ds))
	for i := range ds {
		keys[i], order[i] = key(&ds[i]), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(keys[a], keys[b]) })
	var groups [][]Decision
	for n, i := range order {
		if n == 0 || keys[i] != keys[order[n-1]] {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], ds[i])
	}
	return groups
}

// A Conflict is one thing that two ledgers decide differently.
type Conflict struct{ Ours, Theirs Decision }

// Merge takes another ledger in: merged is what only one of them decides, or both alike, ours with
// its note and name. Of what they decide differently nothing is in merged: those are the
// conflicts. added is how many of theirs are new.
func Merge(ours, theirs []Decision) (merged []Decision, conflicts []Conflict, added int) {
	mine := make(map[string]Decision, len(ours))
	for i := range ours {
		mine[ours[i].key()] = ours[i]
	}
	other := make(map[string]Decision, len(theirs))
	for i := range theirs {
		other[theirs[i].key()] = theirs[i]
	}
	contested := make(map[string]bool)
	for i := range theirs {
		k := theirs[i].key()
		if t := other[k]; t != theirs[i] { // a later line stands in its place
			continue
		}
		o, ok := mine[k]
		switch {
		case !ok:
			mine[k] = theirs[i]
			merged = append(merged, theirs[i])
			added++
		case !o.says(&theirs[i]) && !contested[k]:
			contested[k] = true
			conflicts = append(conflicts, Conflict{o, theirs[i]})
		}
	}
	kept := make([]Decision, 0, len(ours)+len(merged))
	for i := range ours {
		if !contested[ours[i].key()] {
			kept = append(kept, ours[i])
		}
	}
	return append(kept, merged...), conflicts, added
}

// Find is where a decision of scope here stands in a text: its old reading, or the new one where it has
// been carried out, between words at least half of which are those it quotes. Of several places
// the one with the most words alike is taken, then the first.
func (d *Decision) Find(content string) (at text.Span, ok bool) {
	best := 0.0
	for _, reading := range []string{d.Old, d.New} {
		if reading == "" {
			continue
		}
		for from := 0; ; {
			i := strings.Index(content[from:], reading)
			if i < 0 {
				break
			}
			s := text.Span{Start: from + i, End: from + i + len(reading)}
			before, after := Context(content, s)
			if l := likeness(d.Before, d.After, before, after); l >= 0.5 && l > best {
				at, ok, best = s, true, l
			}
			from = s.Start + 1
		}
	}
	return at, ok
}
