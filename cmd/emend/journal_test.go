//go:build unix

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"emend/pipeline/review"
)

// twoFiles makes a.txt and b.txt with n doubled words each, no two with the same words around.
func twoFiles(t testing.TB, n int) string {
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "She went home by the the road %s%d and slept.\n", name, i)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".txt"), []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestReviewKilled: two reviews write one ledger and are killed at any moment. Each answer that was
// confirmed is in the ledger, no other is but the one that was under way, and the ledger can be read.
func TestReviewKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	const findings = 3000
	dir := twoFiles(t, findings)
	r := rand.New(rand.NewSource(1))
	confirmed := map[string]int{}
	began := map[string]int{}
	for round := range 12 {
		type running struct {
			name  string
			kill  func() error
			due   chan struct{} // closed at the answer that it is to be killed after, or at its end
			count chan int
		}
		var both []running
		// Fewer answers a round than findings: however slow or quick the machine is, there is one to be killed at.
		const answers = findings/12 - 10
		for _, name := range []string{"a", "b"} {
			cmd := emendCommand(t, dir, "review", "--plain", "-q", "--select", "doubled-word", name+".txt")
			in, _ := cmd.StdinPipe()
			out, _ := cmd.StdoutPipe()
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			count, due := make(chan int, 1), make(chan struct{})
			go func() {
				io.WriteString(in, strings.Repeat("y\n", answers)) // and no end: it waits for more
			}()
			last := 1 + r.Intn(answers*3/4)
			go func() {
				n := 0
				defer func() {
					if n < last {
						close(due)
					}
				}()
				for lines := bufio.NewScanner(out); lines.Scan(); {
					if strings.Contains(lines.Text(), "becomes") {
						if n++; n == last {
							close(due)
						}
					}
				}
				cmd.Wait()
				count <- n
			}()
			both = append(both, running{name, cmd.Process.Kill, due, count})
		}
		for _, p := range both {
			<-p.due
			p.kill()
			time.Sleep(time.Duration(r.Intn(10)) * time.Millisecond)
		}
		for _, p := range both {
			confirmed[p.name] += <-p.count
			began[p.name]++ // one answer may be on disk that was not confirmed
		}
		have := map[string]int{}
		seen := map[string]bool{}
		for _, d := range ledgerOf(t, dir) {
			if !seen[d.Finding] {
				seen[d.Finding] = true
				have[d.Path[:1]]++
			}
		}
		for _, name := range []string{"a", "b"} {
			if have[name] < confirmed[name] || have[name] > confirmed[name]+began[name] {
				t.Fatalf("round %d: %s.txt has %d decisions in the ledger, %d were confirmed", round, name, have[name], confirmed[name])
			}
		}
	}
	t.Logf("confirmed %v", confirmed)
	if confirmed["a"] == 0 || confirmed["b"] == 0 || confirmed["a"] >= findings-1 {
		t.Errorf("no process was killed between its first and its last answer: %v", confirmed)
	}
}

// testJournal is a journal on a ledger of its own.
func testJournal(t *testing.T, root string) *journal {
	t.Helper()
	s := newSession(context.Background(), nil, io.Discard, io.Discard)
	var err error
	if s.projects, err = newProjects(s); err != nil {
		t.Fatal(err)
	}
	j, _, err := s.openJournal(root)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func decisionOf(id string, v review.Verdict) review.Decision {
	return review.Decision{Finding: id, Verdict: v, Scope: review.Here, Rule: "misspelling", Old: "tbe", New: "the", Path: "a.txt"}
}

func TestJournal(t *testing.T) {
	dir := t.TempDir()
	one, two := testJournal(t, dir), testJournal(t, dir)
	must := func(ds []review.Decision, err error) []review.Decision {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return ds
	}
	a, b, c := decisionOf("aaaa", review.Accept), decisionOf("bbbb", review.Accept), decisionOf("cccc", review.Reject)
	must(one.append([]review.Decision{b}))
	if others := must(two.append([]review.Decision{a})); !slices.Equal(others, []review.Decision{b}) {
		t.Errorf("the second learns %v", others)
	}
	if others := must(one.append([]review.Decision{c})); !slices.Equal(others, []review.Decision{a}) {
		t.Errorf("the first learns %v", others)
	}
	// The last append is cut off; one in the middle is taken out, what stands around it stays.
	must(nil, one.takeBack([]review.Decision{c}, nil))
	if got := ledgerOf(t, dir); !slices.Equal(got, []review.Decision{b, a}) {
		t.Errorf("after the first undo: %v", got)
	}
	must(nil, one.takeBack([]review.Decision{b}, []review.Decision{c}))
	if got := ledgerOf(t, dir); !slices.Equal(got, []review.Decision{a, c}) {
		t.Errorf("after the second undo: %v", got)
	}
	// The other one does not notice that the file is another.
	if others := must(two.append([]review.Decision{b})); !slices.Equal(others, []review.Decision{c}) {
		t.Errorf("the second learns %v", others)
	}
	// Somebody else says otherwise: once that is said, the second try overrules.
	no := a
	no.Verdict, no.New = review.Reject, ""
	must(two.append([]review.Decision{no}))
	if _, err := one.append([]review.Decision{a}); err != errMeanwhile {
		t.Errorf("got %v, want errMeanwhile", err)
	}
	must(one.append([]review.Decision{a}))
	must(nil, one.compact())
	if got := ledgerOf(t, dir); !slices.Equal(got, []review.Decision{a, b, c}) {
		t.Errorf("compacted: %v", got)
	}
}

// What a killed writer left of a line is cut off; a line without an end keeps its place.
func TestJournalTorn(t *testing.T) {
	whole, err := encode([]review.Decision{decisionOf("aaaa", review.Accept)})
	if err != nil {
		t.Fatal(err)
	}
	for cut := range whole {
		dir := t.TempDir()
		path := filepath.Join(dir, filepath.FromSlash(ledgerName))
		os.MkdirAll(filepath.Dir(path), 0o777)
		os.WriteFile(path, append(slices.Clone(whole), whole[:cut]...), 0o666)
		j := testJournal(t, dir)
		c := decisionOf("cccc", review.Reject)
		if _, err := j.append([]review.Decision{c}); err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		got := ledgerOf(t, dir)
		if n := len(got); n < 2 || got[0].Finding != "aaaa" || got[n-1] != c || n > 2 && cut < len(whole)-1 {
			t.Fatalf("cut at %d: %v", cut, got)
		}
		if err := j.takeBack([]review.Decision{c}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := j.append([]review.Decision{decisionOf("dddd", review.Sic)}); err != nil {
			t.Fatal(err)
		}
		if got := ledgerOf(t, dir); got[len(got)-1].Finding != "dddd" {
			t.Fatalf("cut at %d, undone, appended: %v", cut, got)
		}
	}
}
