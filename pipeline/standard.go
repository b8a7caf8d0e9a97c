package pipeline

import (
	"emend/dictionaries"
	"emend/pipeline/correct"
	"emend/pipeline/review"
	"emend/rules"
)

// The thresholds that hold where nobody says otherwise.
const (
	ShownFrom = 0.5 // the Config.MinConfidence of Standard
	FixedFrom = 0.9 // its FixConfidence
)

// Standard is what the command checks with where nothing is configured: the modes of a profile, words, and the
// corrector over them. The language is English; a Config for another one names it. It may be changed before the first run.
func Standard(profile rules.Profile, words *dictionaries.Lexicon) *Config {
	return &Config{
		Lang:          "en",
		Modes:         profile.Modes,
		Words:         words,
		Corrector:     correct.New(words),
		MinConfidence: ShownFrom,
		FixConfidence: FixedFrom,
	}
}

// Decided is the configuration with decisions: what they speak of is accepted or left by the next Check. Of two on one
// thing the later stands.
func (c *Config) Decided(ds []review.Decision) *Config {
	with := *c
	with.Ledger = review.NewLedger(ds)
	return &with
}
