package main

import (
	"math/rand"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"emend/pipeline/review"
	"emend/pipeline/review/sitting"
)

// someErrors is a folder of three files with errors of several kinds, some of them alike.
func someErrors(t *testing.T) string {
	dir := t.TempDir()
	for name, src := range map[string]string{
		"a.txt": "She went home by the the road.\n\nIt was the goverment of France.\n\nHe came and and saw it.\n\nHe saw the the sea in winter.\n",
		"b.txt": "Nobody knew the the captain.\n\nHe met the goverment of Spain.\n\nIt was one of of them.\n",
		"c.txt": "She went home by the the road.\n\nIt was an unprecendented storm.\n", // the first is a twin
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// ledgerOf are the lines of a folder's ledger, which must be readable.
func ledgerOf(t *testing.T, dir string) []review.Decision {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(ledgerName)))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ds, err := review.ReadLedger(f)
	if err != nil {
		t.Fatalf("the ledger cannot be read: %v", err)
	}
	return ds
}

// stands is what a ledger says, whatever lines it says it with.
func stands(t *testing.T, dir string) map[string]string {
	said := make(map[string]string)
	for _, d := range ledgerOf(t, dir) {
		said[d.Finding+" "+string(d.Scope)] = string(d.Verdict) + " " + d.New + " " + d.Note
	}
	return said
}

// disk is all that a sitting writes.
func disk(t *testing.T, dir string) any {
	words, _ := os.ReadFile(filepath.Join(dir, "words.txt"))
	return []any{stands(t, dir), string(words)}
}

// TestDeskUndo: whatever keys were pressed, undo leads back through the same decisions and words on disk,
// another editor's among them or not.
func TestDeskUndo(t *testing.T) {
	for seed := range int64(25) {
		r := rand.New(rand.NewSource(seed))
		dir := someErrors(t)
		d := testDesk(t, dir, sitting.Order(r.Intn(3)))
		d.projects.cwd = dir
		d.begin()
		if d.sit.Open() < 7 {
			t.Fatalf("only %d findings", d.sit.Open())
		}
		var before []any
		for range 40 {
			was, steps := disk(t, dir), d.answers
			at := d.sit.Current()
			key := []string{"y", "n", "s", "1", "e", "a", "d", "v", "w", "J", "K", "N", "S", "enter", "x"}[r.Intn(15)]
			d.press(key, map[string]string{"e": "typed", "N": "noted"}[key])
			if d.ask != nil {
				d.reply("y", r.Intn(4) > 0)
			}
			d.rows(80, 22)
			t.Log(seed, key, at, d.message, d.answers)
			switch {
			case d.answers > steps:
				before = append(before, was)
				if undecided := len(undecidedOnDisk(t, d)); undecided != d.sit.Open() {
					t.Fatalf("seed %d: %q leaves %d open, on disk %d", seed, key, d.sit.Open(), undecided)
				}
			case !reflect.DeepEqual(disk(t, dir), was):
				t.Fatalf("seed %d: %q is no answer and writes: %s", seed, key, d.message)
			}
			if r.Intn(8) == 0 && len(before) > 0 {
				d.press("u", "")
				if got, want := disk(t, dir), before[len(before)-1]; !reflect.DeepEqual(got, want) {
					t.Fatalf("seed %d: undo leads to\n%v\nwant\n%v", seed, got, want)
				}
				before = before[:len(before)-1]
			}
			if r.Intn(20) == 0 { // another run sorts the ledger
				d.journals[d.roots[0]].compact()
			}
		}
		for len(before) > 0 {
			d.press("u", "")
			if got, want := disk(t, dir), before[len(before)-1]; !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: undo leads to\n%v\nwant\n%v (%s)", seed, got, want, d.message)
			}
			before = before[:len(before)-1]
		}
		if len(stands(t, dir)) != 0 || d.sit.Open() != d.sit.Len() {
			t.Fatalf("seed %d: %d decisions, %d of %d open", seed, len(stands(t, dir)), d.sit.Open(), d.sit.Len())
		}
	}
}

// undecidedOnDisk are the items that the ledger on disk leaves open and no added word silences.
func undecidedOnDisk(t *testing.T, d *desk) (open []int) {
	said := stands(t, d.roots[0])
	l := review.NewLedger(ledgerOf(t, d.roots[0]))
	for i := range d.sit.Len() {
		it := d.sit.Item(i)
		f := []review.Finding{{ID: it.ID, Rule: it.Rule, Old: it.Old, Before: it.Before, After: it.After}}
		if _, ok := said[it.ID+" here"]; !ok {
			l.Decide("no such path", f)
		} else {
			f[0].Status = review.Accepted
		}
		if f[0].Status == review.Open && d.sit.State(i) != sitting.Silenced {
			open = append(open, i)
		}
	}
	return open
}

// Two editors at one ledger: what one has decided is not asked of the other, and a different answer to the
// same question is given only by one who knows.
func TestDeskTogether(t *testing.T) {
	dir := someErrors(t)
	ann, bob := testDesk(t, dir, sitting.ByFile), testDesk(t, dir, sitting.ByFile)
	ann.sit.By, bob.sit.By = "Ann", "Bob"
	ann.begin()
	bob.begin()
	all := bob.sit.Open()
	ann.press("y", "") // the first finding and its twin
	ann.press("n", "") // the second
	bob.press("n", "") // of the first
	if !strings.Contains(bob.message, "Ann has meanwhile decided: accept “the”") || bob.answers != 0 {
		t.Errorf("said: %q", bob.message)
	}
	bob.press("n", "")
	if bob.answers != 1 || bob.sit.Open() != all-3 || bob.sit.State(1) != sitting.Settled {
		t.Errorf("%d answers, %d of %d open: %s", bob.answers, bob.sit.Open(), all, bob.message)
	}
	bob.press("u", "")
	said := stands(t, dir)
	if len(said) != 2 || said[ann.sit.Item(0).ID+" here"] != "accept the " {
		t.Errorf("after Bob's undo the ledger says %v", said)
	}
	for _, d := range []*desk{bob, ann} {
		if err := d.close(nil); err != nil {
			t.Error(err)
		}
	}
	if ds := ledgerOf(t, dir); !slices.IsSortedFunc(ds, func(a, b review.Decision) int { return strings.Compare(a.Finding, b.Finding) }) {
		t.Errorf("not sorted: %v", ds)
	}
}
