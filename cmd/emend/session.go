package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/term"

	"emend/pipeline/review"
)

// A session is one run of the program: its streams, its flags, and what it has come to.
type session struct {
	ctx      context.Context
	in       io.Reader
	out      *output
	errs     io.Writer
	mu       sync.Mutex // of errs
	opts     options
	projects *projects
	cache    *cache // nil: nothing is kept
	groups   groups // of inputs checked together
	progress *progress
	steps    *steps
	gate     gate
	swept    swept
	large    sync.Mutex       // held by the one large file that is worked on
	skipped  []review.Skipped // what was asked for and not read
	code     int
}

func newSession(ctx context.Context, in io.Reader, out, errs io.Writer) *session {
	s := &session{ctx: ctx, in: in, out: &output{to: out}, errs: errs}
	s.out.buf = bufio.NewWriterSize(writerFunc(s.out.write), 64<<10)
	s.progress = &progress{session: s}
	if _, ok := terminal(out); ok {
		s.out.before = func() {
			s.mu.Lock()
			s.progress.clear()
			s.mu.Unlock()
		}
	}
	return s
}

// raise makes the exit code at least that.
func (s *session) raise(code int) { s.code = max(s.code, code) }

// say writes one message, in one line.
func (s *session) say(format string, args ...any) {
	line := "emend: " + escape(fmt.Sprintf(format, args...)) + "\n"
	s.mu.Lock()
	defer s.mu.Unlock()
	s.progress.clear()
	io.WriteString(s.errs, line) // nobody is left to be told that this failed
}

// note is a message that -q silences.
func (s *session) note(format string, args ...any) {
	if !s.opts.quiet {
		s.say(format, args...)
	}
}

// detail is a message that only -v shows.
func (s *session) detail(format string, args ...any) {
	if s.opts.verbose {
		s.say(format, args...)
	}
}

// complain says an error; of joined errors, each.
func (s *session) complain(err error) {
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		for _, e := range many.Unwrap() {
			s.complain(e)
		}
		return
	}
	s.say("%v", err)
}

// skip says that a file could not be read or written, and goes on.
func (s *session) skip(shown string, err error) {
	s.skipped = append(s.skipped, review.Skipped{Path: shown, Reason: strings.TrimPrefix(err.Error(), shown+": ")})
	s.complain(err)
	s.raise(failed)
}

// reason strips an error of the operation and the path that the message names anyway.
func reason(err error) error {
	var pe *os.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		return pe.Err
	case errors.As(err, &le):
		return le.Err
	}
	return err
}

// escape shows control and bidirectional characters, and bytes that are no UTF-8, by their
// numbers, so that a name cannot play with the terminal, nor with the log of GitHub's runner, where "##[" is a command.
func escape(s string) string {
	s = strings.ReplaceAll(s, "##[", `##\x5b`)
	plain := func(r rune) bool { return unicode.IsPrint(r) && r != utf8.RuneError }
	if strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if plain(r) {
			b.WriteRune(r)
		} else {
			q := strconv.Quote(s[:n])
			b.WriteString(q[1 : len(q)-1])
		}
		s = s[n:]
	}
	return b.String()
}

// nearest is the word of a list that another was probably meant to be: a third of its letters differ at
// most, or two of four and more. "" if none is that near. // chekc -> check
func nearest(word string, of []string) string {
	limit := max(1, len(word)/3)
	if len(word) > 3 {
		limit = max(2, limit)
	}
	best, least := "", limit+1
	for _, w := range of {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), w); d < least {
			best, least = w, d
		}
	}
	return best
}

func didYouMean(word string, of []string, otherwise string) string {
	if n := nearest(word, of); n != "" {
		return fmt.Sprintf("did you mean %q?", n)
	}
	return otherwise
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// output is standard output. Once its reader has gone, what is written is dropped without an
// error: whoever said head has seen enough.
type output struct {
	to     io.Writer
	buf    *bufio.Writer
	broken bool
	before func() // called before each write to a terminal
}

func (o *output) Write(b []byte) (int, error) { return o.buf.Write(b) }
func (o *output) Flush() error                { return o.buf.Flush() }

func (o *output) write(b []byte) (int, error) {
	if o.broken {
		return len(b), nil
	}
	if o.before != nil {
		o.before()
	}
	n, err := o.to.Write(b)
	switch {
	case errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe):
		o.broken = true
		return len(b), nil
	case err != nil:
		return n, fmt.Errorf("standard output: %w", reason(err))
	}
	return n, nil
}

// terminal is the file descriptor of a stream that is a terminal.
func terminal(stream any) (fd int, ok bool) {
	f, isFile := stream.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	return int(f.Fd()), true
}

// colored decides on colours for standard output: --color, then NO_COLOR, then
// CLICOLOR_FORCE, then whether it is a terminal.
func (s *session) colored() bool {
	switch s.opts.color {
	case "always":
		return true
	case "never":
		return false
	}
	if os.Getenv("NO_COLOR") != "" {
		return false
	}
	if v := os.Getenv("CLICOLOR_FORCE"); v != "" && v != "0" {
		return true
	}
	_, ok := terminal(s.out.to)
	return ok && os.Getenv("TERM") != "dumb"
}

func (s *session) width() int {
	if fd, ok := terminal(s.out.to); ok {
		if w, _, err := term.GetSize(fd); err == nil {
			return w
		}
	}
	return 0
}

// A gate lets writers in until it is closed; close waits for those inside. So an interrupt
// leaves no file half-written and no temporary file behind.
type gate struct {
	sync.RWMutex
	shut bool
}

// enter reports whether a file may still be written; if so, leave must be called.
func (g *gate) enter() bool {
	g.RLock()
	if g.shut {
		g.RUnlock()
		return false
	}
	return true
}

func (g *gate) leave() { g.RUnlock() }

func (g *gate) close() {
	g.Lock()
	g.shut = true
	g.Unlock()
}
