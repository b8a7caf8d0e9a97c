package train

import (
	"fmt"
	"io"
	"path"
	"strings"
)

// TryOptions say what Try shows.
type TryOptions struct {
	Above float64 // show findings of at least this confidence
	Held  bool    // the texts held out for the ranker; else those left out for measuring
	All   bool    // every text
	Quiet bool    // figures only
}

// Try prints what the corrector finds in clean text, for people to look at, with the number of findings per 1,000 words.
func (t *Training) Try(w io.Writer, o TryOptions) error {
	c, err := t.corrector()
	if err != nil {
		return err
	}
	sources, err := t.sources()
	if err != nil {
		return err
	}
	words, bytes := 0, 0
	levels := []float64{0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98}
	counts := make([]int, len(levels))
	for i, s := range sources {
		t.progress("try", i, len(sources))
		if !o.All && (o.Held && s.fate != held || !o.Held && s.fate != left) {
			continue
		}
		data, err := s.read()
		if err != nil {
			return err
		}
		base := path.Base(s.path)
		d := t.document(base, data)
		found := c.Correct(d)
		words += len(d.Tokens)
		bytes += len(data)
		for _, f := range found {
			for i, l := range levels {
				if f.Confidence >= l {
					counts[i]++
				}
			}
			if f.Confidence >= o.Above && !o.Quiet {
				var cs []string
				for _, c := range f.Candidates {
					cs = append(cs, fmt.Sprintf("%s %.2f", c.New, c.Confidence))
				}
				fmt.Fprintf(w, "%s:%d %.2f %s [%s] %s | %s\n", base[:min(len(base), 16)], f.Start, f.Confidence, f.Kind, strings.Join(cs, ", "), f.Reason, around(d.Text.Content, f.Start, f.End))
			}
		}
	}
	fmt.Fprintf(w, "%d words, %d bytes;", words, bytes)
	for i, l := range levels {
		fmt.Fprintf(w, " >=%.2f: %d (%.3f/1k)", l, counts[i], 1000*float64(counts[i])/float64(max(1, words)))
	}
	fmt.Fprintln(w)
	return nil
}

func around(s string, start, end int) string {
	return strings.ReplaceAll(s[max(0, start-30):start]+"⟦"+s[start:end]+"⟧"+s[end:min(len(s), end+30)], "\n", "¶")
}
