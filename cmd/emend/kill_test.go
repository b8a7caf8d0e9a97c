//go:build unix

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const oldText, newText = "The ﬁeld and the sol\u00ADdiers’ house, number %d.\n", "The field and the soldiers’ house, number %d.\n"

// manyFiles makes a folder of n files that fix has something to do in.
func manyFiles(t testing.TB, n int) string {
	dir := t.TempDir()
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d.txt", i)), fmt.Appendf(nil, oldText, i), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// emendCommand is this test binary as emend (testscript.Main puts it on the path).
func emendCommand(t testing.TB, dir string, args ...string) *exec.Cmd {
	path, err := exec.LookPath("emend")
	if err != nil {
		t.Skip("emend is not on the path")
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = dir
	return cmd
}

// oldOrNew counts the files of each kind and the temporary ones; any other content is an error.
func oldOrNew(t *testing.T, dir string, n int) (old, new, temporary int) {
	t.Helper()
	for i := range n {
		name := fmt.Sprintf("%04d.txt", i)
		got, err := os.ReadFile(filepath.Join(dir, name))
		switch {
		case err != nil:
			t.Errorf("%v", err)
		case bytes.Equal(got, fmt.Appendf(nil, oldText, i)):
			old++
		case bytes.Equal(got, fmt.Appendf(nil, newText, i)):
			new++
		default:
			t.Errorf("%s is neither old nor new: %q", name, got)
		}
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if isTemporary(e.Name()) {
			temporary++
		} else if len(e.Name()) != len("0000.txt") {
			t.Errorf("%s is left behind", e.Name())
		}
	}
	return old, new, temporary
}

// TestKill: whenever the writing of a thousand files is killed, each is the old or the new one. An
// interrupt leaves no temporary file either, and says 130.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("writes thousands of files")
	}
	const n = 1000
	for _, signal := range []syscall.Signal{syscall.SIGKILL, syscall.SIGINT, syscall.SIGTERM} {
		partly := 0
		for try := 0; try < 6 || partly == 0 && try < 20; try++ { // a busy machine may need more tries
			dir := manyFiles(t, n)
			cmd := emendCommand(t, dir, "fix", "--write", "-q", ".")
			var errs bytes.Buffer
			cmd.Stderr = &errs
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			// Wait for the writing to have begun, then a little: the moment differs with each try.
			for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
				if got, _ := os.ReadFile(filepath.Join(dir, "0000.txt")); bytes.Equal(got, fmt.Appendf(nil, newText, 0)) {
					break
				}
			}
			time.Sleep(time.Duration(try%6*(try%6)) * 3 * time.Millisecond)
			cmd.Process.Signal(signal)
			err := cmd.Wait()
			old, new, temporary := oldOrNew(t, dir, n)
			t.Logf("%v: %d old, %d new, %d temporary: %v", signal, old, new, temporary, err)
			if old > 0 && new > 0 {
				partly++
			}
			var ee *exec.ExitError
			if signal == syscall.SIGKILL || !errors.As(err, &ee) {
				continue // killed, or done before the signal came
			}
			if ee.ExitCode() != interrupted || temporary > 0 || !strings.Contains(errs.String(), "interrupted") {
				t.Errorf("%v: exit code %d, %d temporary files, said %q", signal, ee.ExitCode(), temporary, errs.String())
			}
		}
		if partly == 0 {
			t.Errorf("%v never came in the middle of the work", signal)
		}
	}
}

// An interrupt ends the wait for standard input.
func TestInterruptedWait(t *testing.T) {
	cmd := emendCommand(t, t.TempDir(), "check", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: once it is written, the other side has begun to read.
	if _, err := in.Write(make([]byte, 1<<20)); err != nil {
		t.Fatal(err)
	}
	cmd.Process.Signal(syscall.SIGINT)
	late := time.AfterFunc(3*time.Minute, func() { cmd.Process.Kill() })
	defer late.Stop()
	var ee *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &ee) || ee.ExitCode() != interrupted {
		t.Errorf("got %v, want exit code %d", err, interrupted)
	}
}

// What a killed run left is removed by a later one, once it is too old to be anybody's.
func TestSweep(t *testing.T) {
	dir := manyFiles(t, 1)
	stale, fresh := filepath.Join(dir, ".emend-0000000000000000.tmp"), filepath.Join(dir, ".emend-1111111111111111.tmp")
	for _, f := range []string{stale, fresh} {
		os.WriteFile(f, nil, 0o600)
	}
	long := time.Now().Add(-2 * staleAfter)
	os.Chtimes(stale, long, long)
	if out, err := emendCommand(t, dir, "fix", "--write", ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if exists(stale) || !exists(fresh) {
		t.Errorf("stale file there: %v, fresh file there: %v", exists(stale), exists(fresh))
	}
}

func TestReplaceRefusesWhatChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	os.WriteFile(path, []byte("old"), 0o640)
	dir, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	sum := sha256.Sum256([]byte("older"))
	if _, err := replace(dir, "a.txt", []byte("new"), hex.EncodeToString(sum[:])); !errors.Is(err, errChanged) {
		t.Errorf("got %v, want errChanged", err)
	}
	entries, _ := os.ReadDir(dir.Name())
	if got, _ := os.ReadFile(path); string(got) != "old" || len(entries) != 1 {
		t.Errorf("file is %q, folder has %d entries", got, len(entries))
	}
	sum = sha256.Sum256([]byte("old"))
	if _, err := replace(dir, "a.txt", []byte("new"), hex.EncodeToString(sum[:])); err != nil {
		t.Error(err)
	}
	info, _ := os.Stat(path)
	if got, _ := os.ReadFile(path); string(got) != "new" || info.Mode().Perm() != 0o640 {
		t.Errorf("file is %q with mode %v", got, info.Mode())
	}
}

// A ledger written by two at once holds what both said.
func TestLedgerTogether(t *testing.T) {
	dir := t.TempDir()
	const n = 8
	for i := range n {
		os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.txt", i)), fmt.Appendf(nil, "She went home by the  road number %d and slept.\n", i), 0o666)
	}
	var cmds []*exec.Cmd
	for i := range n {
		cmd := emendCommand(t, dir, "accept", "--all", "--rule", "double-space", "-q", fmt.Sprintf("%d.txt", i))
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v: %s", err, cmd.Stdout)
		}
	}
	got, _ := os.ReadFile(filepath.Join(dir, ".emend", "ledger.jsonl"))
	if lines := bytes.Count(got, []byte("\n")); lines != n {
		t.Errorf("%d decisions, want %d:\n%s", lines, n, got)
	}
}

// BenchmarkStart is the time from nothing to a checked file.
func BenchmarkStart(b *testing.B) {
	dir := manyFiles(b, 1)
	for _, args := range [][]string{{"version"}, {"check", "-q", "--exit-zero", "0000.txt"}} {
		b.Run(args[0], func(b *testing.B) {
			for range b.N {
				if out, err := emendCommand(b, dir, args...).CombinedOutput(); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
			}
		})
	}
}
