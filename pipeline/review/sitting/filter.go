package sitting

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A filter is what an item must have, all of it.
type filter struct {
	text         string
	words        []string // somewhere in readings, context, rule or path, in lower case
	rules, paths []string
	least        float64
}

// Filter hides the items that do not fit: rule:NAME, path:PART, sure:0.8, and words that stand
// in the readings, the words around, the rule or the path, upper and lower case alike. An
// empty one shows all. The editor stays where he is if that still fits, or else goes on.
func (s *Sitting) Filter(text string) error {
	f, err := parseFilter(text)
	if err != nil {
		return err
	}
	s.filter = f
	for i := range s.items {
		s.hidden[i] = !f.fits(&s.items[i])
	}
	if s.at == None || s.hidden[s.at] || s.states[s.at] != Undecided {
		s.Next()
	}
	return nil
}

// Filtered is the filter that holds, as it was given.
func (s *Sitting) Filtered() string { return s.filter.text }

// Visible is how many undecided items the filter lets through.
func (s *Sitting) Visible() int {
	if s.filter.text == "" {
		return s.open
	}
	n := 0
	for i, hidden := range s.hidden {
		if !hidden && s.states[i] == Undecided {
			n++
		}
	}
	return n
}

func parseFilter(text string) (filter, error) {
	f := filter{text: strings.TrimSpace(text)}
	for _, w := range strings.Fields(strings.ToLower(text)) {
		key, value, _ := strings.Cut(w, ":")
		switch {
		case key == "rule" && value != "":
			f.rules = append(f.rules, value)
		case key == "path" && value != "":
			f.paths = append(f.paths, value)
		case key == "sure":
			least, err := strconv.ParseFloat(value, 64)
			if err != nil || !(least >= 0 && least <= 1) {
				return filter{}, fmt.Errorf("%s: want sure: and a number from 0 to 1", w)
			}
			f.least = least
		default:
			f.words = append(f.words, w)
		}
	}
	return f, nil
}

func (f *filter) fits(it *Item) bool {
	if f.text == "" {
		return true
	}
	if it.gain() < f.least {
		return false
	}
	for _, r := range f.rules {
		if !strings.HasPrefix(it.Rule, r) {
			return false
		}
	}
	for _, p := range f.paths {
		if !strings.Contains(strings.ToLower(it.Path), p) {
			return false
		}
	}
	for _, w := range f.words {
		if !it.mentions(w) {
			return false
		}
	}
	return true
}

// mentions reports whether a text in lower case stands in the item.
func (it *Item) mentions(lower string) bool {
	for _, field := range [...]string{it.Old, it.best(), it.Before, it.After, it.Rule, it.Path} {
		if containsFold(field, lower) {
			return true
		}
	}
	return false
}

// containsFold reports whether a text in lower case stands in s, whatever the case there. Without an allocation where both are ASCII.
func containsFold(s, lower string) bool {
	if lower == "" {
		return true
	}
	first, up := lower[0], lower[0]
	if 'a' <= first && first <= 'z' {
		up -= 'a' - 'A'
	}
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return strings.Contains(strings.ToLower(s), lower)
		}
	}
	for i := 0; i+len(lower) <= len(s); i++ {
		if (s[i] == first || s[i] == up) && strings.EqualFold(s[i:i+len(lower)], lower) {
			return true
		}
	}
	return false
}

// Search goes to the next item, decided or not, that a text stands in, upper and lower case alike;
// the search goes on at the beginning. It stays, and reports false, where there is none.
func (s *Sitting) Search(text string) bool {
	s.sort()
	text = strings.ToLower(text)
	from := -1
	if s.at != None {
		from = int(s.rank[s.at])
	}
	n := len(s.queue)
	for k := 1; k <= n; k++ {
		i := int(s.queue[(from+k)%n])
		if s.states[i] != Gone && !s.hidden[i] && s.items[i].mentions(text) {
			s.at = i
			return true
		}
	}
	return false
}
