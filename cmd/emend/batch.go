package main

import "context"

// inOrder does work on 0 to n-1, at most jobs at a time, and emits the results in that order.
// At most twice jobs results are held, so memory does not grow with n. It ends early where
// emit returns false or ctx is done; it does not wait then for what is still at work.
func inOrder[T any](ctx context.Context, jobs, n int, work func(int) T, emit func(T) bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan chan T, jobs)
	go func() {
		defer close(queue)
		free := make(chan struct{}, jobs)
		for i := range n {
			done := make(chan T, 1)
			select {
			case free <- struct{}{}:
			case <-ctx.Done():
				return
			}
			select {
			case queue <- done:
			case <-ctx.Done():
				return
			}
			go func() {
				defer func() { <-free }()
				done <- work(i)
			}()
		}
	}()
	for done := range queue {
		select {
		case r := <-done:
			if !emit(r) {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}
