package main

import (
	"context"
	"sync/atomic"
	"testing"
	"time"
)

// Results come in order and are held within bounds, whatever the speed of each.
func TestInOrder(t *testing.T) {
	for _, jobs := range []int{1, 2, 7, 64} {
		var running, most, emitted, ahead atomic.Int64
		next := 0
		inOrder(context.Background(), jobs, 200, func(i int) int {
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			ahead.Store(max(ahead.Load(), int64(i)-emitted.Load()))
			if i%10 == 0 {
				time.Sleep(time.Millisecond)
			}
			return i
		}, func(i int) bool {
			if i != next {
				t.Fatalf("jobs %d: got %d, want %d", jobs, i, next)
			}
			next++
			emitted.Add(1)
			return true
		})
		if next != 200 {
			t.Errorf("jobs %d: %d results of 200", jobs, next)
		}
		if most.Load() > int64(jobs) {
			t.Errorf("jobs %d: %d at a time", jobs, most.Load())
		}
		if ahead.Load() > int64(2*jobs+1) {
			t.Errorf("jobs %d: %d results held", jobs, ahead.Load())
		}
	}
}

func TestInOrderEndsEarly(t *testing.T) {
	n := 0
	inOrder(context.Background(), 4, 1000, func(i int) int { return i }, func(i int) bool { n++; return i < 10 })
	if n != 11 {
		t.Errorf("emitted %d, want 11", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	block := make(chan struct{})
	defer close(block)
	time.AfterFunc(10*time.Millisecond, cancel)
	inOrder(ctx, 2, 10, func(int) int { <-block; return 0 }, func(int) bool { t.Error("emitted"); return true })
}
