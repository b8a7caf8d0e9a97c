package sitting

import (
	"cmp"
	"slices"

	"emend/pipeline/review"
)

// None is no item.
const None = -1

// A Sitting is the findings, what was decided of them, and where the editor is. It is not safe
// for use from several goroutines. Memory is O(findings), none of it text of the files.
type Sitting struct {
	By string // who decides

	items    []Item
	states   []State
	hidden   []bool    // by the filter
	rulings  []*Ruling // of this sitting, by item
	pairOf   []int32
	fileOf   []int32            // of an item: what is counted over all of them stays small
	gains    []float64          // likewise
	ofFile   map[int][]int32    // the items of a file
	lost     map[int]bool       // see Placed
	twins    map[string][]int32 // by project and ID: one ruling holds for all of them
	pairs    []pair
	pairNo   map[Pair]int32
	readings map[reading][]int32 // the pairs with a rule and an old reading
	tallies  map[reading]*tally
	blankets map[blanket]int // steps that decide on what arrives later, too

	order  Order
	queue  []int32 // items in order
	rank   []int32 // where in the queue an item is
	sorted bool
	filter filter
	at     int
	open   int // undecided, the filter not heeded
	steps  []Step
	names  map[string]string // strings held once
}

// New is a sitting without findings.
func New(order Order, by string) *Sitting {
	return &Sitting{
		By: by, order: order, at: None, sorted: true,
		twins: make(map[string][]int32), pairNo: make(map[Pair]int32), readings: make(map[reading][]int32), tallies: make(map[reading]*tally), ofFile: make(map[int][]int32), lost: make(map[int]bool), blankets: make(map[blanket]int),
		names: make(map[string]string),
	}
}

// hold is the one copy of a string that all its equals share.
func (s *Sitting) hold(v string) string {
	if v == "" {
		return ""
	}
	h, ok := s.names[v]
	if !ok {
		h = v
		s.names[v] = v
	}
	return h
}

// Add takes findings in; see Item.Own. The editor stays where he is.
func (s *Sitting) Add(items ...Item) {
	for _, it := range items {
		s.add(it)
	}
}

func (s *Sitting) add(it Item) {
	it.Rule, it.Project, it.Path, it.Old = s.hold(it.Rule), s.hold(it.Project), s.hold(it.Path), s.hold(it.Old)
	it.Candidates = slices.Clone(it.Candidates)
	for i := range it.Candidates {
		it.Candidates[i].New = s.hold(it.Candidates[i].New)
	}
	i := len(s.items)
	s.items = append(s.items, it)
	s.states = append(s.states, Undecided)
	s.rulings = append(s.rulings, nil)
	s.hidden = append(s.hidden, !s.filter.fits(&it))
	s.queue = append(s.queue, int32(i))
	s.rank = append(s.rank, int32(i))
	s.sorted = s.sorted && s.order == ByFile && (i == 0 || compareItems(&s.items[i-1], &it) <= 0)
	s.pairOf = append(s.pairOf, s.join(i, it.Rule, it.Old, it.best()))
	s.fileOf, s.gains = append(s.fileOf, int32(it.File)), append(s.gains, it.gain())
	s.ofFile[it.File] = append(s.ofFile[it.File], int32(i))
	key := twinKey(it.Project, it.ID)
	s.open++
	if st := s.decidedBy(&it, s.twins[key]); st != nil {
		s.enlarge(st, i)
	} else if slices.ContainsFunc(s.twins[key], func(t int32) bool { return s.states[t] == Settled }) {
		s.settle(i)
	}
	s.twins[key] = append(s.twins[key], int32(i))
}

// decidedBy is the step that decides on an item which arrives after it: it ruled on a twin, on
// the reading everywhere, or on the word.
func (s *Sitting) decidedBy(it *Item, twins []int32) *Step {
	for _, path := range []string{it.Path, ""} {
		if k, ok := s.blankets[blanket{it.Project, path, it.Rule, it.Old}]; ok && (s.steps[k].State != Accepted || it.Barrier == "") {
			return &s.steps[k]
		}
	}
	if !slices.ContainsFunc(twins, func(t int32) bool { return s.rulings[t] != nil }) {
		return nil
	}
	for k := len(s.steps) - 1; k >= 0; k-- {
		for _, t := range twins {
			if slices.Contains(s.steps[k].Items, int(t)) {
				return &s.steps[k]
			}
		}
	}
	return nil
}

// enlarge makes a step decide one more item, so that Untake knows of it.
func (s *Sitting) enlarge(st *Step, i int) {
	st.Items = append(st.Items, i)
	st.before = append(st.before, Undecided)
	st.rulings = append(st.rulings, nil)
	if len(st.Rulings) == 1 {
		s.rulings[i] = &st.Rulings[0]
	} else if t := slices.IndexFunc(st.Items, func(t int) bool { return s.items[t].ID == s.items[i].ID }); t >= 0 {
		s.rulings[i] = s.rulings[st.Items[t]]
	}
	s.set(i, st.State)
}

func twinKey(project, id string) string { return project + "\x00" + id }

func compareItems(a, b *Item) int {
	switch {
	case a.File != b.File:
		return cmp.Compare(a.File, b.File)
	case a.Range.Start != b.Range.Start:
		return cmp.Compare(a.Range.Start, b.Range.Start)
	case a.Range.End != b.Range.End:
		return cmp.Compare(a.Range.End, b.Range.End)
	}
	return cmp.Compare(a.Rule, b.Rule)
}

// sort puts the queue in order. O(n log n) after findings came in, nothing otherwise.
func (s *Sitting) sort() {
	if s.sorted {
		return
	}
	s.sorted = true
	gains := make([]float64, len(s.pairs))
	if s.order == ByGain {
		for p := range s.pairs {
			gains[p] = s.rate(s.pairs[p].members)
		}
	}
	slices.SortStableFunc(s.queue, func(x, y int32) int {
		a, b := &s.items[x], &s.items[y]
		if (s.order != ByFile || a.File == b.File) && (a.Witness != "") != (b.Witness != "") {
			if a.Witness != "" { // what another text says comes before what is guessed
				return -1
			}
			return 1
		}
		switch s.order {
		case ByConfidence:
			if c := cmp.Compare(b.gain(), a.gain()); c != 0 {
				return c
			}
		case ByGain:
			p, q := s.pairOf[x], s.pairOf[y]
			if c := cmp.Or(cmp.Compare(gains[q], gains[p]), cmp.Compare(p, q)); c != 0 {
				return c
			}
		}
		return compareItems(a, b)
	})
	for r, i := range s.queue {
		s.rank[i] = int32(r)
	}
}

// Reorder changes which finding comes first; the editor stays where he is.
func (s *Sitting) Reorder(order Order) { s.order, s.sorted = order, false }

// Len is how many findings there are, Open how many nobody has decided.
func (s *Sitting) Len() int  { return len(s.items) }
func (s *Sitting) Open() int { return s.open }

// Item is a finding by its number, in the order they were added. It must not be changed.
func (s *Sitting) Item(i int) *Item { return &s.items[i] }

// State is what has become of an item.
func (s *Sitting) State(i int) State { return s.states[i] }

// Ruling is what this sitting decided of an item, or nil.
func (s *Sitting) Ruling(i int) *Ruling { return s.rulings[i] }

// Place is an item's 1-based place in the order.
func (s *Sitting) Place(i int) int {
	s.sort()
	return int(s.rank[i]) + 1
}

// InFile is the 1-based place of an item among those of its file, and their number. O(items of the file).
func (s *Sitting) InFile(i int) (place, of int) {
	for _, j := range s.ofFile[s.items[i].File] {
		if s.states[j] != Gone {
			of++
			if int(j) == i || compareItems(&s.items[j], &s.items[i]) < 0 {
				place++
			}
		}
	}
	return place, of
}

// OfFile are the items of a file, in the order they were added. The slice must not be changed.
func (s *Sitting) OfFile(file int) []int32 { return s.ofFile[file] }

// Placed reports whether an item's Range is where it stands: of one that was decided before its file changed it may be not.
func (s *Sitting) Placed(i int) bool { return !s.lost[i] }

// Twins is how many findings, this one counted in, share its ID: the words around are the same,
// and what is decided of one is decided of all.
func (s *Sitting) Twins(i int) int { return len(s.twins[twinKey(s.items[i].Project, s.items[i].ID)]) }

// Current is the item that is asked; None if nothing is left, or nothing has come yet.
func (s *Sitting) Current() int { return s.at }

// Next goes to the next undecided item that the filter lets through, after the last to the first;
// wrapped says so. It stays, and reports false, where there is no other; where even the
// current one is decided, there is none.
func (s *Sitting) Next() (wrapped, ok bool) { return s.move(1, true) }

// Previous is Next the other way.
func (s *Sitting) Previous() (wrapped, ok bool) { return s.move(-1, true) }

// Step goes one item forward (1) or back (-1), decided or not.
func (s *Sitting) Step(by int) (wrapped, ok bool) { return s.move(by, false) }

func (s *Sitting) move(by int, undecided bool) (wrapped, ok bool) {
	s.sort()
	n := len(s.queue)
	from := -1
	if by < 0 {
		from = n
	}
	if s.at != None {
		from = int(s.rank[s.at])
	}
	for k := 1; k <= n; k++ {
		r := from + by*k
		if r < 0 || r >= n {
			wrapped = true
			r = ((r % n) + n) % n
		}
		i := int(s.queue[r])
		if i == s.at || s.hidden[i] || s.states[i] == Gone || undecided && s.states[i] != Undecided {
			continue
		}
		s.at = i
		return wrapped && from >= 0 && from < n, true
	}
	if s.at != None && undecided && (s.states[s.at] != Undecided || s.hidden[s.at]) {
		s.at = None
	}
	return false, false
}

// Goto goes to the item at a 1-based place in the order.
func (s *Sitting) Goto(place int) bool {
	s.sort()
	if place < 1 || place > len(s.queue) || s.states[s.queue[place-1]] == Gone {
		return false
	}
	s.at = int(s.queue[place-1])
	return true
}

// Visit goes to an item by its number.
func (s *Sitting) Visit(i int) { s.at = i }

// Learn takes in what a ledger says beyond this sitting: what others decided while it lasted, and,
// for the tallies, what was decided before.
func (s *Sitting) Learn(project string, ds []review.Decision) (settled int) {
	for i := range ds {
		d := &ds[i]
		s.count(d.Rule, d.Old, d.Verdict, 1)
		if d.Scope == review.Here {
			for _, t := range s.twins[twinKey(project, d.Finding)] {
				if it := &s.items[t]; it.Rule == d.Rule && it.Old == d.Old {
					settled += s.settle(int(t))
				}
			}
			continue
		}
		for j := range s.items {
			if it := &s.items[j]; it.Project == project && it.Rule == d.Rule && it.Old == d.Old && (d.Scope == review.Everywhere || it.Path == d.Path) {
				settled += s.settle(j)
			}
		}
	}
	if s.at != None && s.states[s.at] == Settled {
		s.Next()
	}
	return settled
}

func (s *Sitting) settle(i int) int {
	if s.states[i] != Undecided {
		return 0
	}
	s.states[i] = Settled
	s.open--
	return 1
}

// Replace takes in a file that was checked again, because it has changed: undecided findings that are no more
// are Gone, those that moved are where they are now, new ones join. Of decided ones that are not among the
// items nobody knows where they stand: see Placed.
func (s *Sitting) Replace(file int, items []Item) {
	now := make(map[string][]int, len(items)) // twins share an ID
	for k := range items {
		now[items[k].ID] = append(now[items[k].ID], k)
	}
	for _, i := range s.ofFile[file] {
		it := &s.items[i]
		if ks := now[it.ID]; len(ks) > 0 && items[ks[0]].Rule == it.Rule {
			it.Range, it.Line, it.Column = items[ks[0]].Range, items[ks[0]].Line, items[ks[0]].Column
			now[it.ID] = ks[1:]
			delete(s.lost, int(i))
			continue
		}
		if s.lost[int(i)] = true; s.states[i] == Undecided {
			s.states[i] = Gone
			s.open--
		}
	}
	for k := range items {
		if slices.Contains(now[items[k].ID], k) {
			s.add(items[k])
		}
	}
	s.sorted = false
	for p := range s.pairs {
		s.pairs[p].unsorted = true
	}
	if s.at != None && s.states[s.at] == Gone {
		s.Next()
	}
}
