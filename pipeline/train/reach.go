package train

import (
	"fmt"
	"io"
	"sort"
	"strings"
	"unicode/utf8"

	"emend/pipeline/correct/align"
)

// Reach tells, of the words read wrongly, which were proposed rightly, which wrongly, and which not at all: what is missing and why.
// show prints every nth error of each class; batch adapts the channel to the set before.
func (t *Training) Reach(w io.Writer, set string, show int, batch bool) error {
	pages, err := t.gather(set, batch)
	if err != nil {
		return err
	}
	counts := map[string]int{}
	total := 0
	for _, p := range pages {
		runs := align.Texts(p.read, p.truth)
		d := t.document(p.name, p.read)
		for _, k := range d.Tokens {
			old := d.Text.Content[k.Start:k.End]
			truth := printed(runs, p.truth, k.Start, k.End)
			if plain(truth) == plain(old) || unhyphened(truth) == unhyphened(old) {
				continue
			}
			total++
			class := "none"
			what := ""
			for i := range p.judged {
				j := &p.judged[i]
				if j.Start < k.End && k.Start < j.End {
					if j.right {
						class = "right"
					} else if class == "none" {
						class = "other"
					}
					what = fmt.Sprintf("%s p=%.2f", j.New, j.Features[1])
				}
			}
			if class != "right" {
				switch {
				case plain(truth) == "":
					class += ", nothing printed"
				case strings.ContainsAny(old, "0123456789") && len(old) < 5:
					class += ", digits"
				case strings.Contains(plain(truth), " "):
					class += ", two words printed"
				case strings.ContainsAny(truth, "0123456789"):
					class += ", a number printed"
				case utf8.RuneCountInString(old) <= 2:
					class += ", fragment or short"
				case strings.EqualFold(plain(truth), plain(old)):
					class += ", case only"
				}
			}
			counts[class]++
			if show > 0 && class != "right" && counts[class]%show == 1%show {
				fmt.Fprintf(w, "%-24s %q (%q) %s  …%s\n", class, old, truth, what, around(p.read, k.Start, k.End))
			}
		}
	}
	var names []string
	for n := range counts {
		names = append(names, n)
	}
	sort.Slice(names, func(a, b int) bool { return counts[names[a]] > counts[names[b]] })
	for _, n := range names {
		fmt.Fprintf(w, "%5d %5.1f%% %s\n", counts[n], 100*float64(counts[n])/float64(total), n)
	}
	return nil
}
