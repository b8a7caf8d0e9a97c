package review

// Summary is what a whole run came to.
type Summary struct {
	Files     int     // files read
	Words     int     // words read
	Findings  int     // shown: open, accepted, conflicting and unwritable
	Open      int     // nobody has decided, conflicting and unwritable ones counted in
	Applied   int     // accepted, by the ledger or by a mode
	Unasked   int     // those of them that no editor decided
	Rejected  int     // silenced by the ledger
	Stale     int     // decisions that fit nothing any more
	Expected  float64 // errors that probably remain once what is accepted is written
	Among     float64 // those of them that the open findings show: their summed confidence
	Skipped   []Skipped
	Shard     string         // the part of the run that this is, such as 2/4; empty: all of it
	RuleCount map[string]int // findings shown, by rule
}

// Skipped is a file that could not be checked, and why.
type Skipped struct{ Path, Reason string }

// Complete reports whether every file that was asked for was checked.
func (s *Summary) Complete() bool { return len(s.Skipped) == 0 }

// Add counts a file in.
func (s *Summary) Add(c *Changeset) {
	s.Files++
	s.Words += c.Words
	s.Stale += len(c.Stale)
	s.Expected += c.Hidden
	for _, err := range c.Failures {
		s.Skipped = append(s.Skipped, Skipped{c.Document.Path, err.Error()})
	}
	if s.RuleCount == nil {
		s.RuleCount = make(map[string]int)
	}
	for i := range c.Findings {
		f := &c.Findings[i]
		if f.Status == Rejected || f.Status == Superseded {
			if f.Status == Rejected {
				s.Rejected++
			}
			continue
		}
		s.Findings++
		s.RuleCount[f.Rule]++
		if f.Applied() {
			s.Applied++
			if f.Because != ByLedger {
				s.Unasked++
			}
			if t := f.Taken(); t != nil && t.Confidence < f.Confidence && f.Because != ByLedger {
				s.Expected += f.Confidence - t.Confidence
			}
			continue
		}
		s.Open++
		s.Expected += f.Confidence
		s.Among += f.Confidence
	}
}
