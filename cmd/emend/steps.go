package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

// steps is the progress of work that has parts of its own: a bar for each.
type steps struct {
	session *session
	mu      sync.Mutex
	last    time.Time
	what    string
	began   time.Time
	ended   bool
	release func() bool // an interruption ends the program no more
}

// barWidth is how many signs a bar has.
const barWidth = 30

// draw shows how much of a part is done, ten times a second at most, if standard error is a terminal and nobody says no.
func (p *steps) draw(what string, done, total int) {
	if _, ok := terminal(p.session.errs); !ok || p.session.opts.quiet || os.Getenv("CI") != "" || os.Getenv("TERM") == "dumb" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if what != p.what {
		p.what, p.began, p.last = what, now, time.Time{}
	}
	if p.ended || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last = now
	s := p.session
	s.mu.Lock()
	defer s.mu.Unlock()
	s.progress.shown = true
	io.WriteString(s.errs, "\r\x1b[K"+stepLine(what, done, total, now.Sub(p.began)))
}

// stepLine is: model [######------] 12 of 94, 8s left
func stepLine(what string, done, total int, spent time.Duration) string {
	if total <= 0 {
		return what
	}
	full := min(barWidth, barWidth*done/total)
	line := fmt.Sprintf("%s [%s%s] %d of %d", what, strings.Repeat("#", full), strings.Repeat("-", barWidth-full), done, total)
	if done > 0 && spent > time.Second {
		left := time.Duration(float64(spent) * float64(total-done) / float64(done))
		line += fmt.Sprintf(", %s left", left.Round(time.Second))
	}
	return line
}

func (p *steps) stop() {
	p.release()
	p.mu.Lock()
	p.ended = true
	p.mu.Unlock()
	p.session.progress.stop()
}

func defaultJobs() int { return runtime.GOMAXPROCS(0) }
