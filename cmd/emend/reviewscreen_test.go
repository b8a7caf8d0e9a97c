//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// A goldLine is an annotated error: rune offsets in a 1-based line.
type goldLine struct {
	Line, Start, End     int
	Text, Fix, Certainty string
}

func splice(line string, start, end int, with string) string {
	rs := []rune(line)
	return string(rs[:start]) + with + string(rs[end:])
}

// TestReviewScreen is a sitting in a terminal of 80 by 24: every finding that is a certain error is
// accepted, everything else left, and fix writes those corrections and no other byte.
func TestReviewScreen(t *testing.T) {
	seed := filepath.Join("..", "..", "testdata", "seed")
	article, err := os.ReadFile(filepath.Join(seed, "article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	gold := certain(t, filepath.Join(seed, "gold.jsonl"))
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "article.txt"), article, 0o666); err != nil {
		t.Fatal(err)
	}

	keys, want := plan(t, dir, string(article), gold)
	terminal := startReview(t, dir, "article.txt")
	for n, k := range keys {
		terminal.wait("a question", func() bool { return strings.Contains(terminal.text(), "article.txt:") })
		io.WriteString(terminal.tty, k)
		terminal.wait("answer "+k, func() bool { return len(ledgerOf(t, dir)) == n+1 })
	}
	io.WriteString(terminal.tty, "u")
	terminal.wait("undo", func() bool { return len(ledgerOf(t, dir)) == len(keys)-1 })
	io.WriteString(terminal.tty, keys[len(keys)-1])
	terminal.wait("the last answer again", func() bool { return len(ledgerOf(t, dir)) == len(keys) })
	io.WriteString(terminal.tty, "q")
	if code := terminal.end(); code != 0 {
		t.Errorf("exit code %d with all decided", code)
	}
	if out := terminal.text(); !strings.Contains(out, "\x1b[?1049h") || !strings.Contains(out, "\x1b[?1049l") {
		t.Error("the screen was not entered and left")
	}

	got, err := emendCommand(t, dir, "fix", "article.txt").Output()
	if err != nil {
		t.Errorf("fix: %v", err)
	}
	if string(got) != want {
		t.Errorf("the corrected file differs:\n%s", firstDifferentLine(string(got), want))
	}
	if now, _ := os.ReadFile(filepath.Join(dir, "article.txt")); !bytes.Equal(now, article) {
		t.Error("review changed the text")
	}
}

// certain are the annotated errors that are beyond doubt.
func certain(t *testing.T, path string) (gold []goldLine) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var g goldLine
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		if g.Certainty == "certain" {
			gold = append(gold, g)
		}
	}
	return gold
}

// plan is the answer to each finding in turn, and the text that those answers make.
func plan(t *testing.T, dir, article string, gold []goldLine) (keys []string, want string) {
	out, _ := emendCommand(t, dir, "check", "--output", "jsonl", "article.txt").Output()
	lines := strings.Split(article, "\n")
	accepted := make(map[goldLine]bool)
	for report := bufio.NewScanner(bytes.NewReader(out)); report.Scan(); {
		var f struct {
			ID, Old      string
			Line, Column int
			Candidates   []struct{ New string }
		}
		if err := json.Unmarshal(report.Bytes(), &f); err != nil || f.ID == "" {
			continue
		}
		line, start := lines[f.Line-1], f.Column-1
		end := start + len([]rune(f.Old))
		key := "n"
		for _, g := range gold {
			if g.Line != f.Line || g.Start >= end || g.End <= start {
				continue
			}
			right := splice(line, g.Start, g.End, g.Fix)
			for k, c := range f.Candidates {
				if splice(line, start, end, c.New) == right {
					key = string(rune('1' + k))
					break
				}
			}
			if key == "n" && start <= g.Start && g.End <= end {
				key = "e\x15" + splice(f.Old, g.Start-start, g.End-start, g.Fix) + "\r"
			}
			if key != "n" {
				accepted[g] = true
			}
		}
		keys = append(keys, key)
	}
	t.Logf("%d findings, %d of %d certain errors among them", len(keys), len(accepted), len(gold))
	if len(accepted) < len(gold)/2 {
		t.Fatalf("check finds %d of %d certain errors", len(accepted), len(gold))
	}
	for i := len(gold) - 1; i >= 0; i-- { // the last in a line first
		if g := gold[i]; accepted[g] {
			lines[g.Line-1] = splice(lines[g.Line-1], g.Start, g.End, g.Fix)
		}
	}
	return keys, strings.Join(lines, "\n")
}

func firstDifferentLine(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "got  " + a[i] + "\nwant " + b[i]
		}
	}
	return "one is longer"
}

// A pseudo is emend review in a pseudo-terminal.
type pseudo struct {
	t    *testing.T
	tty  *os.File
	mu   sync.Mutex
	out  bytes.Buffer
	done chan int
}

func startReview(t *testing.T, dir string, args ...string) *pseudo {
	cmd := emendCommand(t, dir, append([]string{"review"}, args...)...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "EMEND_REVIEWER=Tester")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Skipf("no pseudo-terminal: %v", err)
	}
	p := &pseudo{t: t, tty: tty, done: make(chan int, 1)}
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := tty.Read(buf)
			p.mu.Lock()
			p.out.Write(buf[:n])
			p.mu.Unlock()
			if err != nil {
				break
			}
		}
		cmd.Wait()
		p.done <- cmd.ProcessState.ExitCode()
	}()
	t.Cleanup(func() { cmd.Process.Kill(); tty.Close() })
	return p
}

func (p *pseudo) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

func (p *pseudo) wait(what string, ok func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("%s did not come; the terminal got %q", what, p.text())
		}
	}
}

func (p *pseudo) end() int {
	p.t.Helper()
	select {
	case code := <-p.done:
		return code
	case <-time.After(2 * time.Minute):
		p.t.Fatalf("review does not end; the terminal got %q", p.text())
		return -1
	}
}
