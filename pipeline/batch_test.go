package pipeline_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"emend/pipeline"
	"emend/pipeline/correct"
)

// TestBatch: a batch learns from all its texts, whatever stands beside it, and keeps to the budget of all.
func TestBatch(t *testing.T) {
	src, err := os.ReadFile("../testdata/seed/article.txt")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for i, p := range strings.SplitAfter(string(src), "\n\n") {
		if len(p) > 300 && len(texts) < 12 {
			if i%2 == 0 {
				p = strings.ReplaceAll(p, "the ", "tlle ") // one scanner's habit
			}
			texts = append(texts, p)
		}
	}
	config := standard()
	if pipeline.NewBatch(config) != nil {
		t.Error("a batch without a budget")
	}
	config.MaxHarm = 0.5
	together := func() (*pipeline.Config, pipeline.Stake) {
		b := pipeline.NewBatch(config)
		var habits []correct.Habit
		for i, s := range texts {
			h, err := b.Habit(fmt.Sprint(i), []byte(s))
			if err != nil {
				t.Fatal(err)
			}
			habits = append(habits, h)
		}
		b.Adapt(habits)
		var stakes []pipeline.Stake
		var all pipeline.Stake
		for i, s := range texts {
			k, err := b.Stake(fmt.Sprint(i), []byte(s))
			if err != nil {
				t.Fatal(err)
			}
			stakes = append(stakes, k)
			all.Risks, all.Words = append(all.Risks, k.Risks...), all.Words+k.Words
		}
		return b.Settle(stakes), all
	}
	c, all := together()
	if again, _ := together(); again.LeastWorth != c.LeastWorth {
		t.Errorf("the same batch: %v, then %v", c.LeastWorth, again.LeastWorth)
	}
	expected := 0.0
	for _, r := range all.Risks {
		if r.Worth() > c.LeastWorth {
			expected += 1 - r.Wrong
		}
	}
	if limit := config.MaxHarm * float64(all.Words) / 1000; expected > limit {
		t.Errorf("%.3f right words expected to break, at most %.3f may", expected, limit)
	}
	applied := func(config *pipeline.Config) (n int) {
		for i, s := range texts {
			cs, err := pipeline.Check(config, fmt.Sprint(i), []byte(s))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range cs.Findings {
				if f.Because == "harm budget" {
					n++
				}
			}
		}
		return n
	}
	if alone, batched := applied(config), applied(c); batched <= alone {
		t.Errorf("together %d corrections, one by one %d", batched, alone)
	}
}
