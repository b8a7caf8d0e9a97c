package train

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/segment"
	"emend/pipeline/text"
)

// document reads content as running text.
func document(path, content string) *text.Document {
	d := &text.Document{Path: path, Source: []byte(content), Text: &text.Text{Content: content}}
	return segment.Document(d, "en")
}

// TryOptions say what Try shows.
type TryOptions struct {
	Above float64 // show findings of at least this confidence
	Set   string  // tuning or testing: only these books
	Quiet bool    // figures only
}

// Try prints what the corrector finds in clean text, for people to look at, with the number of findings per 1,000 words.
func Try(w io.Writer, folders []Folder, o TryOptions) error {
	c := correct.New(dictionaries.English())
	words, bytes := 0, 0
	levels := []float64{0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98}
	counts := make([]int, len(levels))
	for _, f := range folders {
		names, err := fs.Glob(f.FS, f.Prefix+"*.txt")
		if err != nil {
			return err
		}
		for _, name := range names {
			base := path.Base(name)
			if o.Set == "tuning" && !within(base, tuning) || o.Set == "testing" && !within(base, testing) {
				continue
			}
			data, err := fs.ReadFile(f.FS, name)
			if err != nil {
				return err
			}
			d := document(name, string(data))
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
