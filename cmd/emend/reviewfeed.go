package main

import (
	"context"
	"crypto/sha256"
	"sync"

	"emend/pipeline/review/sitting"
	"emend/pipeline/text"
)

// lineIndex makes the lines of a document when they are first asked for.
type lineIndex struct{ *text.Lines }

func (l *lineIndex) of(doc *text.Document) *text.Lines {
	if l.Lines == nil {
		l.Lines = doc.Lines()
	}
	return l.Lines
}

// A batch is what the check of one file came to. Nothing in it keeps the file's text alive once the
// sitting has taken the items in.
type batch struct {
	file     int
	items    []sitting.Item
	digest   [sha256.Size]byte
	problems []string
	err      error
}

// A feed checks files while the editor decides.
type feed struct {
	mu      sync.Mutex
	pending []batch
	done    bool
	ready   chan struct{} // holds one where something is pending or done
	cancel  context.CancelFunc
	settled chan struct{} // closed once it is known what the files share
	ended   chan struct{}
}

// startFeed begins to check the inputs, in their order, together where emend fix does.
func (s *session) startFeed(inputs []*input) *feed {
	ctx, cancel := context.WithCancel(s.ctx)
	f := &feed{ready: make(chan struct{}, 1), cancel: cancel, settled: make(chan struct{}), ended: make(chan struct{})}
	go func() {
		defer close(f.ended)
		s.together(ctx, inputs)
		close(f.settled)
		inOrder(ctx, s.opts.jobs, len(inputs), func(i int) batch {
			if inputs[i].size > largeFile {
				s.large.Lock()
				defer s.large.Unlock()
			}
			return s.checkFor(inputs[i], i)
		}, func(b batch) bool {
			f.mu.Lock()
			f.pending = append(f.pending, b)
			f.mu.Unlock()
			f.wake()
			return true
		})
		f.mu.Lock()
		f.done = true
		f.mu.Unlock()
		f.wake()
	}()
	return f
}

// checkFor checks one file and keeps what a sitting needs of it.
func (s *session) checkFor(in *input, file int) batch {
	r := s.examine(in)
	b := batch{file: file, err: r.err}
	if r.changes == nil {
		return b
	}
	b.digest = sha256.Sum256(r.changes.Document.File())
	b.problems = append(b.problems, r.changes.Warnings...)
	for _, d := range r.changes.Stale {
		b.problems = append(b.problems, in.shown+": decision "+d.Finding+" ("+string(d.Verdict)+" \""+d.Old+"\") fits nothing in this file any more; emend ledger prune takes it out")
	}
	for _, err := range r.changes.Failures {
		b.problems = append(b.problems, in.shown+": "+err.Error())
	}
	// Items are copied here, not when they are taken in: until then they would hold the file's text.
	items := itemsOf(&r, file)
	for i := range items {
		items[i].Own()
	}
	b.items = items
	return b
}

func (f *feed) wake() {
	select {
	case f.ready <- struct{}{}:
	default:
	}
}

// drain is what has come since the last time.
func (f *feed) drain() []batch {
	f.mu.Lock()
	defer f.mu.Unlock()
	bs := f.pending
	f.pending = nil
	return bs
}

// finished reports whether all is checked, or the check was stopped, and drained.
func (f *feed) finished() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.done && len(f.pending) == 0
}

func (f *feed) stop() { f.cancel() }
