package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Temporary files are called .emend-XXXXXXXXXXXXXXXX.tmp. One is alive for the time that it takes
// to write one file, so an older one than this was left by a run that was killed, and is removed.
const staleAfter = time.Hour

func isTemporary(name string) bool {
	return strings.HasPrefix(name, ".emend-") && strings.HasSuffix(name, ".tmp")
}

// A temporary is a file that is to take another's place in the same folder.
type temporary struct {
	*os.File
	dir  *os.Root
	name string // empty once it has become something or was removed
}

func newTemporary(dir *os.Root, mode fs.FileMode) (*temporary, error) {
	var random [8]byte
	rand.Read(random[:])
	name := ".emend-" + hex.EncodeToString(random[:]) + ".tmp"
	f, err := dir.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_RDWR, mode)
	if err != nil {
		return nil, err
	}
	return &temporary{f, dir, name}, nil
}

// become flushes the file to the disk and renames it; name is then whole, the old or the new
// one, whatever happens. A mode of 0 leaves the mode that it was made with.
func (t *temporary) become(name string, mode fs.FileMode) error {
	if mode != 0 {
		if err := t.Chmod(mode); err != nil {
			return err
		}
	}
	if err := t.Sync(); err != nil {
		return err
	}
	if err := t.Close(); err != nil {
		return err
	}
	if err := t.dir.Rename(t.name, name); err != nil {
		return err
	}
	t.name = ""
	if d, err := t.dir.Open("."); err == nil {
		d.Sync() // some file systems cannot; the rename stands all the same
		d.Close()
	}
	return nil
}

// abandon removes the file unless it has become something.
func (t *temporary) abandon() {
	if t.name != "" {
		t.Close()
		t.dir.Remove(t.name)
		t.name = ""
	}
}

// sweep removes the temporary files that killed runs have left in a folder.
func sweep(dir *os.Root) {
	d, err := dir.Open(".")
	if err != nil {
		return
	}
	defer d.Close()
	entries, _ := d.ReadDir(-1)
	for _, e := range entries {
		if !isTemporary(e.Name()) || !e.Type().IsRegular() {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > staleAfter {
			dir.Remove(e.Name())
		}
	}
}

// errChanged: the file is not what was checked.
var errChanged = errors.New("changed since it was checked; nothing was written, run again")

// replace puts data in place of the file of that name, if its SHA-256 is still the digest: mode
// is kept, and the owner where the system allows. links is how many names the file had.
func replace(dir *os.Root, name string, data []byte, digest string) (links uint64, err error) {
	// Opened for writing though it is only read: a file that may not be written stays as it is.
	old, err := dir.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	defer old.Close()
	info, err := old.Stat()
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, errors.New("no regular file; only those can be replaced")
	}
	t, err := newTemporary(dir, 0o600)
	if err != nil {
		return 0, fmt.Errorf("no file can be made in its folder: %w", reason(err))
	}
	defer t.abandon()
	if _, err := t.Write(data); err != nil {
		return 0, err
	}
	keepOwner(t.File, info)
	sum := sha256.New()
	if _, err := io.Copy(sum, old); err != nil {
		return 0, err
	}
	now, err := dir.Stat(name)
	if err != nil || !os.SameFile(info, now) || hex.EncodeToString(sum.Sum(nil)) != digest {
		return 0, errChanged
	}
	return linksOf(info), t.become(name, info.Mode()&(fs.ModePerm|fs.ModeSetuid|fs.ModeSetgid|fs.ModeSticky))
}

// writeAtomic makes or replaces a file of emend's own (a ledger, a word list) if it still holds
// old (nil: if there still is none). The folder is made if need be, and locked, so that of
// two runs one sees what the other wrote.
func writeAtomic(path string, data, old []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	dir, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	defer lock(dir)()
	sweep(dir)
	t, err := newTemporary(dir, 0o666)
	if err != nil {
		return err
	}
	defer t.abandon()
	if _, err := t.Write(data); err != nil {
		return err
	}
	now, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		now, err = nil, nil
	}
	if err != nil {
		return err
	}
	if string(now) != string(old) {
		return errChanged
	}
	mode := fs.FileMode(0)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	return t.become(filepath.Base(path), mode)
}
