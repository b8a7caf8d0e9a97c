package train

import (
	"io/fs"
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

// misreadings lists for words as printed how they were read in the sets of modern print.
func misreadings(sets map[string][]pair) map[string][]string {
	seeds := map[string][]string{}
	for _, name := range []string{"tess-dev", "oldbooks-tess5-en", "impresso-snippets-en", "overproof-hipe-en"} {
		for _, p := range sets[name] {
			runs := align.Texts(p.read, p.truth)
			d := document(p.name, p.read)
			for _, t := range d.Tokens {
				read := d.Text.Content[t.Start:t.End]
				printed := plain(printed(runs, p.truth, t.Start, t.End))
				if read != printed && printed != "" && !strings.ContainsAny(printed, " .,-") && len(printed) > 1 && len(read)+2 >= len(printed) && !strings.EqualFold(read, printed) {
					seeds[printed] = append(seeds[printed], read)
				}
			}
		}
	}
	return seeds
}

// cleanPages cuts the tuning books into pages of about 3,000 words.
func cleanPages(texts fs.FS) ([]pair, error) {
	var out []pair
	if texts == nil {
		return nil, nil
	}
	names, err := fs.Glob(texts, "*.txt")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if !within(name, tuning) {
			continue
		}
		data, err := fs.ReadFile(texts, name)
		if err != nil {
			return nil, err
		}
		for rest := string(data); rest != ""; {
			cut := len(rest)
			if cut > 18000 {
				if i := strings.IndexByte(rest[18000:], '\n'); i >= 0 {
					cut = 18000 + i + 1
				}
			}
			out = append(out, pair{name, rest[:cut], rest[:cut]})
			rest = rest[cut:]
		}
	}
	return out, nil
}
