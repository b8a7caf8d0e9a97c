package train

import (
	"path"
	"slices"
	"strings"

	"emend/pipeline/correct/align"
)

// sow puts about four misreadings into a clean page: words of the page that stand misread in one of the sets. Which and where follows from the
// page's number.
func sow(p pair, n int, seeds map[string][]string) pair {
	words := strings.SplitAfter(p.read, " ")
	state := uint64(n)*0x9e3779b97f4a7c15 + 1
	next := func(k int) int { // xorshift: the same on every machine
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return int(state % uint64(k))
	}
	for sown, tries := 0, 0; sown < 4 && tries < 4000; tries++ {
		i := next(len(words))
		core := strings.Trim(words[i], " .,;:!?\n\"'“”()")
		if reads := seeds[core]; len(reads) > 0 && !strings.Contains(words[i], "\n") {
			words[i] = strings.Replace(words[i], core, reads[next(len(reads))], 1)
			sown++
		}
	}
	p.read = strings.Join(words, "")
	return p
}

// misreadings lists for words as printed how they were read in the sets that say so, or in all.
func (t *Training) misreadings(sets map[string][]pair) map[string][]string {
	seeds := map[string][]string{}
	chosen := slices.ContainsFunc(t.Recipe.Sets, func(s Set) bool { return s.Sow })
	for _, set := range t.Recipe.Sets {
		if chosen && !set.Sow {
			continue
		}
		for _, p := range sets[set.Name] {
			runs := align.Texts(p.read, p.truth)
			d := t.document(p.name, p.read)
			for _, k := range d.Tokens {
				read := d.Text.Content[k.Start:k.End]
				printed := plain(printed(runs, p.truth, k.Start, k.End))
				if read != printed && printed != "" && !strings.ContainsAny(printed, " .,-") && len(printed) > 1 && len(read)+2 >= len(printed) && !strings.EqualFold(read, printed) {
					seeds[printed] = append(seeds[printed], read)
				}
			}
		}
	}
	return seeds
}

// cleanPages cuts the texts held out into pages of about 3,000 words.
func (t *Training) cleanPages() ([]pair, error) {
	sources, err := t.sources()
	if err != nil {
		return nil, err
	}
	var out []pair
	for _, s := range sources {
		if s.fate != held {
			continue
		}
		text, err := s.read()
		if err != nil {
			return nil, err
		}
		for rest := text; rest != ""; {
			cut := len(rest)
			if cut > pageBytes {
				if i := strings.IndexByte(rest[pageBytes:], '\n'); i >= 0 {
					cut = pageBytes + i + 1
				}
			}
			out = append(out, pair{path.Base(s.path), rest[:cut], rest[:cut]})
			rest = rest[cut:]
		}
	}
	return out, nil
}

// pageBytes is the length of a clean page; it ends with the next paragraph.
const pageBytes = 18000
