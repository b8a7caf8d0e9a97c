package sitting

import (
	"slices"

	"emend/pipeline/review"
)

// Accept is the answer that an item is to become a reading, which need not be a candidate.
func (s *Sitting) Accept(i int, reading, note string) Step {
	return s.plan(Accepted, []int{i}, func(it *Item) review.Decision { return s.decision(it, review.Accept, reading, note) })
}

// Leave is the answer that an item is no error.
func (s *Sitting) Leave(i int, note string) Step {
	return s.plan(Left, []int{i}, func(it *Item) review.Decision { return s.decision(it, review.Reject, "", note) })
}

// Sic is the answer that an item is an error of the print, which stays.
func (s *Sitting) Sic(i int, note string) Step {
	return s.plan(Sic, []int{i}, func(it *Item) review.Decision { return s.decision(it, review.Sic, "", note) })
}

// AcceptAll accepts the first candidate of each of the items that are undecided; those that cannot
// be written, or have none, are left out.
func (s *Sitting) AcceptAll(items []int, note string) Step {
	items = slices.DeleteFunc(slices.Clone(items), func(i int) bool {
		return s.states[i] != Undecided || s.items[i].Barrier != "" || len(s.items[i].Candidates) == 0
	})
	return s.plan(Accepted, items, func(it *Item) review.Decision { return s.decision(it, review.Accept, it.best(), note) })
}

// LeaveAll leaves each of the items that are undecided as it is.
func (s *Sitting) LeaveAll(items []int, note string) Step {
	items = slices.DeleteFunc(slices.Clone(items), func(i int) bool { return s.states[i] != Undecided })
	return s.plan(Left, items, func(it *Item) review.Decision { return s.decision(it, review.Reject, "", note) })
}

// Never is the answer that an old reading is no error of its rule anywhere in the project.
func (s *Sitting) Never(i int, note string) Step {
	return s.Reach(i, review.Everywhere, review.Reject, "", note)
}

// Reach is an answer that reaches beyond its place: it decides every undecided finding of the same rule and old reading, in the
// file (review.File) or in the project (review.Everywhere), and all that come later. What a file cannot hold is not accepted.
func (s *Sitting) Reach(i int, scope review.Scope, v review.Verdict, reading, note string) Step {
	it := &s.items[i]
	var items []int
	for j := range s.items {
		o := &s.items[j]
		if s.states[j] == Undecided && o.Project == it.Project && o.Rule == it.Rule && o.Old == it.Old &&
			(scope == review.Everywhere || o.Path == it.Path) && (v != review.Accept || o.Barrier == "") {
			items = append(items, j)
		}
	}
	d := s.decision(it, v, reading, note)
	d.Scope = scope
	st := s.prepare(stateOf(v), items)
	st.Rulings = []Ruling{{it.Project, d}}
	st.rulings = slices.Repeat([]*Ruling{&st.Rulings[0]}, len(items))
	return st
}

func stateOf(v review.Verdict) State {
	switch v {
	case review.Accept:
		return Accepted
	case review.Sic:
		return Sic
	}
	return Left
}

// Word is the answer that the old reading of an item is a word: the undecided findings of its
// rule that doubt it go, in this project.
func (s *Sitting) Word(i int) Step {
	it := &s.items[i]
	items := []int{i}
	for j := range s.items {
		if o := &s.items[j]; j != i && s.states[j] == Undecided && o.Project == it.Project && o.Rule == it.Rule && o.Old == it.Old {
			items = append(items, j)
		}
	}
	st := s.prepare(Silenced, items)
	st.Word = it.Old
	st.Replaced = nil // what was ruled of it before stays in the ledger
	for _, j := range items {
		st.rulings = append(st.rulings, s.rulings[j])
	}
	return st
}

func (s *Sitting) decision(it *Item, v review.Verdict, reading, note string) review.Decision {
	return review.Decision{
		Finding: it.ID, Verdict: v, Scope: review.Here, Rule: it.Rule, Old: it.Old, New: reading,
		Before: it.Before, After: it.After, Path: it.Path, By: s.By, Note: note, Witness: it.Witness,
	}
}

// plan is a step that rules on each of the items once, twins together.
func (s *Sitting) plan(to State, items []int, rule func(*Item) review.Decision) Step {
	var all []int
	var rulings []Ruling
	var which []int // of rulings, by all
	seen := make(map[int]bool, len(items))
	for _, i := range items {
		if seen[i] {
			continue
		}
		it := &s.items[i]
		rulings = append(rulings, Ruling{it.Project, rule(it)})
		for _, t := range s.twins[twinKey(it.Project, it.ID)] {
			if !seen[int(t)] && s.states[t] != Gone {
				seen[int(t)] = true
				all, which = append(all, int(t)), append(which, len(rulings)-1)
			}
		}
	}
	st := s.prepare(to, all)
	st.Rulings = rulings
	for _, k := range which {
		st.rulings = append(st.rulings, &st.Rulings[k])
	}
	return st
}

func (s *Sitting) prepare(to State, items []int) Step {
	st := Step{Items: items, State: to, at: s.at}
	replaced := make(map[*Ruling]bool)
	for _, i := range items {
		st.before = append(st.before, s.states[i])
		// A ruling on every place of a reading is not taken back by one on a single place.
		if r := s.rulings[i]; r != nil && !replaced[r] && r.Scope == review.Here {
			replaced[r] = true
			st.Replaced = append(st.Replaced, *r)
		}
	}
	return st
}

// Take carries out a step whose rulings are written down, and goes to the next undecided item if
// the current one is decided by it.
func (s *Sitting) Take(st Step) {
	before := make([]*Ruling, len(st.Items))
	for k, i := range st.Items {
		before[k] = s.rulings[i]
		s.set(i, st.State)
		s.rulings[i] = st.rulings[k]
	}
	st.rulings = before
	s.tally(&st, 1)
	if b, ok := s.blanket(&st); ok {
		s.blankets[b] = len(s.steps)
	}
	s.steps = append(s.steps, st)
	if s.at != None && s.states[s.at] != Undecided {
		s.Next()
	}
}

// Last is the step that Untake would undo, or nil.
func (s *Sitting) Last() *Step {
	if len(s.steps) == 0 {
		return nil
	}
	return &s.steps[len(s.steps)-1]
}

// Untake undoes the last step, once its rulings are gone from the ledgers and those it replaced
// are back, and returns to the item that was asked then.
func (s *Sitting) Untake() {
	st := s.Last()
	if st == nil {
		return
	}
	for k, i := range st.Items {
		if s.states[i] != Gone {
			s.set(i, st.before[k])
		}
		s.rulings[i] = st.rulings[k]
	}
	if b, ok := s.blanket(st); ok {
		delete(s.blankets, b)
	}
	s.tally(st, -1)
	s.at = st.at
	s.steps = s.steps[:len(s.steps)-1]
}

func (s *Sitting) set(i int, to State) {
	switch from := s.states[i]; {
	case from == Undecided && to != Undecided:
		s.open--
	case from != Undecided && to == Undecided:
		s.open++
	}
	s.states[i] = to
}

func (s *Sitting) tally(st *Step, sign int) {
	for i := range st.Rulings {
		s.count(st.Rulings[i].Rule, st.Rulings[i].Old, st.Rulings[i].Verdict, sign)
	}
	for i := range st.Replaced {
		s.count(st.Replaced[i].Rule, st.Replaced[i].Old, st.Replaced[i].Verdict, -sign)
	}
}

// A blanket is a reading that a step decides wherever it stands in a project, or in one of its files.
type blanket struct{ project, path, rule, old string }

// blanket is the one that a step lays.
func (s *Sitting) blanket(st *Step) (b blanket, ok bool) {
	if len(st.Items) == 0 || st.Word == "" && (len(st.Rulings) != 1 || st.Rulings[0].Scope == review.Here) {
		return b, false
	}
	it := &s.items[st.Items[0]]
	if b = (blanket{it.Project, "", it.Rule, it.Old}); st.Word == "" && st.Rulings[0].Scope == review.File {
		b.path = it.Path
	}
	return b, true
}
