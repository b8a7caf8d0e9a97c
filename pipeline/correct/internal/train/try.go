package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

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

// try prints what the corrector finds in clean text, for people to look at, with the number of findings per 1,000 words.
func try(args []string) error {
	flags := flag.NewFlagSet("try", flag.ContinueOnError)
	above := flags.Float64("c", 0.5, "show findings of at least this confidence")
	set := flags.String("set", "", "tuning or testing: only these books")
	quiet := flags.Bool("q", false, "figures only")
	if err := flags.Parse(args); err != nil {
		return err
	}
	c := correct.New(dictionaries.English())
	words, bytes := 0, 0
	levels := []float64{0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98}
	counts := make([]int, len(levels))
	var spent time.Duration
	for _, arg := range flags.Args() {
		names := []string{arg}
		if info, err := os.Stat(arg); err == nil && info.IsDir() {
			names, _ = filepath.Glob(filepath.Join(arg, "*.txt"))
		}
		for _, name := range names {
			base := filepath.Base(name)
			if *set == "tuning" && !within(base, tuning) || *set == "testing" && !within(base, testing) {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			d := document(name, string(data))
			start := time.Now()
			found := c.Correct(d)
			spent += time.Since(start)
			words += len(d.Tokens)
			bytes += len(data)
			for _, f := range found {
				for i, l := range levels {
					if f.Confidence >= l {
						counts[i]++
					}
				}
				if f.Confidence >= *above && !*quiet {
					var cs []string
					for _, c := range f.Candidates {
						cs = append(cs, fmt.Sprintf("%s %.2f", c.New, c.Confidence))
					}
					fmt.Printf("%s:%d %.2f %s [%s] %s | %s\n", base[:min(len(base), 16)], f.Start, f.Confidence, f.Kind, strings.Join(cs, ", "), f.Reason, around(d.Text.Content, f.Start, f.End))
				}
			}
		}
	}
	fmt.Printf("%d words, %d bytes, %.1f ms/MB;", words, bytes, spent.Seconds()*1e9/float64(max(1, bytes)))
	for i, l := range levels {
		fmt.Printf(" >=%.2f: %d (%.3f/1k)", l, counts[i], 1000*float64(counts[i])/float64(max(1, words)))
	}
	fmt.Println()
	return nil
}

func around(s string, start, end int) string {
	return strings.ReplaceAll(s[max(0, start-30):start]+"⟦"+s[start:end]+"⟧"+s[end:min(len(s), end+30)], "\n", "¶")
}
