package main

import (
	"context"
	"sync"

	"emend/pipeline"
	"emend/pipeline/correct"
)

// batchBytes is how much of a batch its scanner's errors and the bound of its harm budget are learnt from; of a larger one, every second
// text, or every third …
const batchBytes = 4 << 20

// A group is what inputs that are checked together have shown, and what they are checked with for that.
type group struct {
	habits []correct.Habit
	stakes []pipeline.Stake
	config *pipeline.Config
}

// groups are those of a run, by what their inputs would be checked with alone.
type groups struct {
	sync.Mutex
	of map[*pipeline.Config]*group
}

// together makes one batch of the inputs that are checked with the same settings, where there is a harm budget: what one page shows of its
// scanner is worth much for the others, and pages in good order leave room in the budget for bad ones. The result depends on the inputs and their
// order only, not on how many are worked on at a time.
func (s *session) together(ctx context.Context, inputs []*input) {
	alike := make(map[*pipeline.Config][]*input)
	var order []*pipeline.Config
	for _, in := range inputs {
		c := in.settings.pipeline
		if c == nil {
			continue
		}
		if alike[c] == nil {
			order = append(order, c)
		}
		alike[c] = append(alike[c], in)
	}
	of := make(map[*pipeline.Config]*group)
	for _, c := range order {
		if b := pipeline.NewBatch(c); b != nil && len(alike[c]) > 1 {
			of[c] = s.settle(ctx, b, sample(alike[c]))
		}
	}
	s.groups.Lock()
	s.groups.of = of
	s.groups.Unlock()
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
func (s *session) settle(ctx context.Context, b *pipeline.Batch, inputs []*input) *group {
	g := &group{}
	g.habits = listenTo(ctx, s, inputs, b.Habit)
	b.Adapt(g.habits)
	g.stakes = listenTo(ctx, s, inputs, b.Stake)
	g.config = b.Settle(g.stakes)
	return g
}

// listenTo overhears inputs and keeps what they show, in their order.
func listenTo[T any](ctx context.Context, s *session, inputs []*input, listen func(path string, src []byte) (T, error)) (all []T) {
	inOrder(ctx, s.opts.jobs, len(inputs), func(i int) *T {
		return overhear(s, inputs[i], listen)
	}, func(t *T) bool {
		if t != nil {
			all = append(all, *t)
		}
		return true
	})
	return all
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
	if noText(in, src) != "" || isPaper(src) {
		return nil
	}
	t, err := listen(in.key, src)
	if err != nil {
		return nil
	}
	return &t
}

// groupOf is the group of inputs that would be checked alone with a configuration; nil: there is none.
func (s *session) groupOf(c *pipeline.Config) *group {
	s.groups.Lock()
	defer s.groups.Unlock()
	return s.groups.of[c]
}

// configuration is what an input is checked with: its batch's, if it belongs to one.
func (s *session) configuration(in *input) *pipeline.Config {
	if in.joined != nil {
		return in.joined
	}
	if g := s.groupOf(in.settings.pipeline); g != nil {
		return g.config
	}
	return in.settings.pipeline
}

// join checks an input whose settings were read again with what its batch, known by its old ones, has shown.
func (s *session) join(in *input, old *settings) {
	g := s.groupOf(old.pipeline)
	if g == nil || in.settings.pipeline == nil {
		return
	}
	if b := pipeline.NewBatch(in.settings.pipeline); b != nil {
		b.Adapt(g.habits)
		in.joined = b.Settle(g.stakes)
	}
}
