package pipeline

import "emend/pipeline/correct"

// A Batch is texts that are corrected together: one scanner's errors are learnt from all of them, and the harm budget is that of
// all. It goes over the texts twice, in any order and on any number of goroutines; what it comes to depends on the texts and the order in which
// their results are handed in, and on nothing else. Then every text is checked with the configuration that Settle returns.
type Batch struct {
	config    Config
	corrector *correct.Corrector
	progress  func(int)
}

// NewBatch begins a batch. It is nil where there is nothing to do together: no budget, or no corrector that learns.
func NewBatch(config *Config) *Batch {
	c, ok := config.Corrector.(*correct.Corrector)
	if !ok || config.MaxHarm <= 0 {
		return nil
	}
	b := &Batch{*config, c, config.Progress}
	b.config.Memory, b.config.Progress = nil, nil
	return b
}

// Habit reads one text for its scanner's errors.
func (b *Batch) Habit(path string, src []byte) (correct.Habit, error) {
	r, _, err := newRun(&b.config, path, src)
	if err != nil {
		return correct.Habit{}, err
	}
	return b.corrector.Habit(r.normalize()), nil
}

// Adapt learns from the habits of all texts.
func (b *Batch) Adapt(habits []correct.Habit) { b.config.Corrector = b.corrector.Adapt(habits) }

// A Stake is what one text brings to the harm budget.
type Stake struct {
	Risks []correct.Risk
	Words int
}

// Stake weighs the corrections of one text, once the batch has learnt.
func (b *Batch) Stake(path string, src []byte) (Stake, error) {
	r, _, err := newRun(&b.config, path, src)
	if err != nil {
		return Stake{}, err
	}
	r.look()
	r.acceptSure()
	risks, _ := r.risks()
	return Stake{risks, r.words}, nil
}

// Settle is the configuration with which every text of the batch is checked.
func (b *Batch) Settle(stakes []Stake) *Config {
	c := b.config
	c.Progress = b.progress
	var all Stake
	for _, s := range stakes {
		all.Risks = append(all.Risks, s.Risks...)
		all.Words += s.Words
	}
	c.Batched, c.LeastWorth = true, correct.Least(all.Risks, all.Words, c.MaxHarm)
	return &c
}
