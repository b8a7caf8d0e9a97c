package main

import (
	"emend/pipeline"
	"emend/pipeline/correct"
)

// batchBytes is how much of a batch its scanner's errors and the bound of its harm budget are learnt from; of a larger one, every second
// text, or every third …
const batchBytes = 4 << 20

// together makes one batch of the inputs that are checked with the same settings, where there is a harm budget: what one page shows of its
// scanner is worth much for the others, and pages in good order leave room in the budget for bad ones. The result depends on the inputs and their
// order only, not on how many are worked on at a time.
func (s *session) together(inputs []*input) {
	groups := make(map[*pipeline.Config][]*input)
	var order []*pipeline.Config
	for _, in := range inputs {
		c := in.settings.pipeline
		if c == nil {
			continue
		}
		if groups[c] == nil {
			order = append(order, c)
		}
		groups[c] = append(groups[c], in)
	}
	s.batches = make(map[*pipeline.Config]*pipeline.Config)
	for _, c := range order {
		if b := pipeline.NewBatch(c); b != nil && len(groups[c]) > 1 {
			s.batches[c] = s.settle(b, sample(groups[c]))
		}
	}
}

// sample is every nth of the inputs, so that they come to no more than batchBytes, more or less.
func sample(inputs []*input) []*input {
	size := int64(0)
	for _, in := range inputs {
		size += min(in.size, largeFile)
	}
	n := int(size/batchBytes) + 1
	var out []*input
	for i := 0; i < len(inputs); i += n {
		if inputs[i].size <= batchBytes || n == 1 {
			out = append(out, inputs[i])
		}
	}
	return out
}

// settle goes over a batch twice.
func (s *session) settle(b *pipeline.Batch, inputs []*input) *pipeline.Config {
	var habits []correct.Habit
	inOrder(s.ctx, s.opts.jobs, len(inputs), func(i int) *correct.Habit {
		return overhear(s, inputs[i], b.Habit)
	}, func(h *correct.Habit) bool {
		if h != nil {
			habits = append(habits, *h)
		}
		return true
	})
	b.Adapt(habits)
	var stakes []pipeline.Stake
	inOrder(s.ctx, s.opts.jobs, len(inputs), func(i int) *pipeline.Stake {
		return overhear(s, inputs[i], b.Stake)
	}, func(t *pipeline.Stake) bool {
		if t != nil {
			stakes = append(stakes, *t)
		}
		return true
	})
	return b.Settle(stakes)
}

// overhear reads an input for what it shows of its batch. What goes wrong is said when it is checked.
func overhear[T any](s *session, in *input, listen func(path string, src []byte) (T, error)) (heard *T) {
	defer func() {
		if recover() != nil {
			heard = nil
		}
	}()
	src := in.data
	if in.path != "" {
		var err error
		if src, _, err = s.read(in); err != nil {
			return nil
		}
	}
	if noText(in, src) != "" {
		return nil
	}
	t, err := listen(in.key, src)
	if err != nil {
		return nil
	}
	return &t
}

// configuration is what an input is checked with: its batch's, if it belongs to one.
func (s *session) configuration(in *input) *pipeline.Config {
	if c := s.batches[in.settings.pipeline]; c != nil {
		return c
	}
	return in.settings.pipeline
}
