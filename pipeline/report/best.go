package report

import (
	"cmp"
	"container/heap"
	"slices"
)

// best keeps the surest of what it is given, of equals the earlier, and no more than its limit.
// Adding costs O(log limit).
type best[T any] struct {
	limit int
	given int // how many have been offered
	heap  []ranked[T]
}

type ranked[T any] struct {
	confidence float64 // as by rounded
	order      int
	value      T
}

// offer counts one, and takes it if it belongs to the best so far. The value is asked for only then.
func (b *best[T]) offer(confidence float64, value func() T) {
	r := ranked[T]{confidence: rounded(confidence), order: b.given}
	b.given++
	switch {
	case len(b.heap) < b.limit:
		r.value = value()
		heap.Push(b, r)
	case r.confidence > b.heap[0].confidence:
		r.value = value()
		b.heap[0] = r
		heap.Fix(b, 0)
	}
}

// surest is what was kept, the surest first.
func (b *best[T]) surest() []ranked[T] {
	slices.SortFunc(b.heap, func(x, y ranked[T]) int {
		return cmp.Or(cmp.Compare(y.confidence, x.confidence), cmp.Compare(x.order, y.order))
	})
	return b.heap
}

// earliest is what was kept, in the order in which it was offered.
func (b *best[T]) earliest() []ranked[T] {
	slices.SortFunc(b.heap, func(x, y ranked[T]) int { return cmp.Compare(x.order, y.order) })
	return b.heap
}

// The heap has at its top what is to give way first.

func (b *best[T]) Len() int      { return len(b.heap) }
func (b *best[T]) Swap(i, j int) { b.heap[i], b.heap[j] = b.heap[j], b.heap[i] }
func (b *best[T]) Push(x any)    { b.heap = append(b.heap, x.(ranked[T])) }
func (b *best[T]) Pop() any      { panic("never called") }
func (b *best[T]) Less(i, j int) bool {
	x, y := &b.heap[i], &b.heap[j]
	return x.confidence < y.confidence || x.confidence == y.confidence && x.order > y.order
}
