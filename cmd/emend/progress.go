package main

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"
)

// progress is one line at the foot of the terminal, on work longer than a second.
type progress struct {
	session   *session
	total     int
	bytes     int64 // of all files
	doneFiles atomic.Int64
	doneBytes atomic.Int64
	began     time.Time
	quit      chan struct{}
	shown     bool // guarded by session.mu
}

// start shows progress on the inputs, if standard error is a terminal and nobody says no.
func (p *progress) start(inputs []*input) {
	if _, ok := terminal(p.session.errs); !ok || p.session.opts.quiet || os.Getenv("CI") != "" || os.Getenv("TERM") == "dumb" {
		return
	}
	p.total, p.began, p.quit = len(inputs), time.Now(), make(chan struct{})
	for _, in := range inputs {
		p.bytes += in.size
	}
	go func(quit chan struct{}) {
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-quit:
				return
			case now := <-tick.C:
				if spent := now.Sub(p.began); spent > time.Second {
					p.draw(quit, spent)
				}
			}
		}
	}(p.quit)
}

func (p *progress) bytesDone(n int64) { p.doneBytes.Add(n) }

func (p *progress) add(size int64) {
	p.doneFiles.Add(1)
	p.doneBytes.Add(size)
}

func (p *progress) draw(quit chan struct{}, spent time.Duration) {
	done := p.doneBytes.Load()
	line := progressLine(int(p.doneFiles.Load()), p.total, done, p.bytes, spent)
	p.session.mu.Lock()
	defer p.session.mu.Unlock()
	select {
	case <-quit:
		return
	default:
	}
	p.shown = true
	io.WriteString(p.session.errs, "\r\x1b[K"+line)
}

// progressLine is: 120 of 900 files, 3.4 of 20.1 MB, 2.1 MB/s, 8s left
func progressLine(files, total int, done, all int64, spent time.Duration) string {
	rate := float64(done) / spent.Seconds()
	line := fmt.Sprintf("%d of %d files, %.1f of %.1f MB, %.1f MB/s", files, total, float64(done)/1e6, float64(all)/1e6, rate/1e6)
	if rate > 0 {
		left := time.Duration(float64(all-done) / rate * float64(time.Second))
		line += fmt.Sprintf(", %s left", left.Round(time.Second))
	}
	return line
}

// clear takes the line away for a message; session.mu is held.
func (p *progress) clear() {
	if p.shown {
		p.shown = false
		io.WriteString(p.session.errs, "\r\x1b[K")
	}
}

func (p *progress) stop() {
	p.session.mu.Lock()
	defer p.session.mu.Unlock()
	if p.quit != nil {
		close(p.quit)
		p.quit = nil
	}
	p.clear()
}
