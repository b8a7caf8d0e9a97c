package pipeline

import (
	"slices"
	"sort"

	"emend/pipeline/review"
	"emend/pipeline/text"
	"emend/rules"
)

// BySilence is Finding.Because for what a comment of the file silences.
const BySilence = "emend:off"

// silences are the marks of a file that put rules off and on again, by place.
type silences struct {
	marks []rules.Mark
	all   []int            // those that name no rule
	of    map[string][]int // those that name the rule
	used  map[use]bool
}

type use struct {
	mark int
	rule string // "" where the mark names none
}

func newSilences(comments []text.Comment) *silences {
	s := &silences{of: make(map[string][]int), used: make(map[use]bool)}
	for _, c := range comments {
		if m, ok := rules.ParseMark(c); ok {
			s.marks = append(s.marks, m)
		}
	}
	slices.SortStableFunc(s.marks, func(a, b rules.Mark) int { return a.Start - b.Start })
	for i := range s.marks {
		m := &s.marks[i]
		switch {
		case !m.Off() && !m.On() || len(m.Rules) == 0 && m.Unknown != nil:
			continue
		case len(m.Rules) == 0:
			s.all = append(s.all, i)
		}
		for _, r := range m.Rules {
			s.of[r] = append(s.of[r], i)
		}
	}
	return s
}

// over is the mark that silences a rule at an offset of the source, the last before it that speaks of the rule; -1 if
// none does. O(log marks).
func (s *silences) over(rule string, at int) int {
	last := func(marks []int) int {
		if n := sort.Search(len(marks), func(i int) bool { return s.marks[marks[i]].End > at }); n > 0 {
			return marks[n-1]
		}
		return -1
	}
	if k := max(last(s.all), last(s.of[rule])); k >= 0 && s.marks[k].Off() {
		return k
	}
	return -1
}

// apply puts the findings to rest that a mark silences; what the ledger decided stands. A finding counts as silenced
// however sure it is, so that another threshold makes no mark idle.
func (s *silences) apply(fs []review.Finding) {
	if len(s.marks) == 0 {
		return
	}
	for i := range fs {
		f := &fs[i]
		k := s.over(f.Rule, f.Range.Start)
		if k < 0 {
			continue
		}
		name := f.Rule
		if len(s.marks[k].Rules) == 0 {
			name = ""
		}
		s.used[use{k, name}] = true
		if f.Status == review.Open || f.Status == review.Unwritable {
			f.Status, f.Because = review.Rejected, BySilence
		}
	}
}

// judged are the marks with what is idle of them, now that all rules have run. A rule that did not run is not judged; in a narrowed run
// only marks that end nothing are.
func (s *silences) judged(config *Config) []rules.Mark {
	for i := range s.marks {
		m := &s.marks[i]
		named := m.Rules
		if len(named) == 0 {
			named = []string{""}
		}
		for _, r := range named {
			idle := m.Off() && !config.Narrowed && !s.used[use{i, r}] && (r == "" || config.Modes[r] >= rules.Suggest) ||
				m.On() && !s.silent(r, m.Start)
			if idle {
				m.Idle = append(m.Idle, r)
			}
		}
	}
	return s.marks
}

// silent reports whether the rule, or with "" any rule, is off at an offset.
func (s *silences) silent(rule string, at int) bool {
	if rule != "" {
		return s.over(rule, at) >= 0
	}
	for r := range s.of {
		if s.over(r, at) >= 0 {
			return true
		}
	}
	return s.over("", at) >= 0
}
