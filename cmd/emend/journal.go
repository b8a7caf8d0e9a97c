package main

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"emend/pipeline/review"
)

// A journal writes into a project's ledger while it is being decided upon: each answer is appended,
// flushed, and only then believed. A later line of the same ID stands, so the ledger is whole at
// any moment; compact sorts it when the work is done. A line that broke off, because its writer was
// killed, is cut off by the next.
type journal struct {
	session *session
	root    string
	path    string
	size    int64  // how much of the file was read
	tail    []byte // the end of that: a file in which it stands there has only been appended to
	own     []appended
	known   map[uint64]struct{} // what was read or written
	seed    maphash.Seed
}

// appended is what one answer wrote: undo cuts it off if it is still the end of the file.
type appended struct {
	start int64
	bytes []byte
}

// errMeanwhile: somebody else has decided the finding since it was shown.
var errMeanwhile = errors.New("decided by somebody else meanwhile")

// openJournal reads the ledger of a project.
func (s *session) openJournal(root string) (*journal, []review.Decision, error) {
	j := &journal{session: s, root: root, path: filepath.Join(root, filepath.FromSlash(ledgerName)), known: make(map[uint64]struct{}), seed: maphash.MakeSeed()}
	if target, err := filepath.EvalSymlinks(j.path); err == nil {
		j.path = target
	}
	ds, err := j.news()
	return j, ds, err
}

func (j *journal) fail(err error) error {
	if err == nil || errors.Is(err, errMeanwhile) || errors.Is(err, errInterrupted) {
		return err
	}
	return fmt.Errorf("%s: %w", j.session.projects.shown(j.path), reason(err))
}

// news is what others have written since the last look.
func (j *journal) news() ([]review.Decision, error) {
	f, err := os.Open(j.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, j.fail(err)
	}
	defer f.Close()
	ds, err := j.read(f)
	return ds, j.fail(err)
}

// read reads what was appended to the file that was seen last, or all of another one.
func (j *journal) read(f *os.File) ([]review.Decision, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	from := int64(0)
	tail := make([]byte, len(j.tail))
	if _, err := f.ReadAt(tail, j.size-int64(len(tail))); err == nil && len(tail) > 0 && bytes.Equal(tail, j.tail) {
		from = j.size
	}
	src, err := io.ReadAll(io.NewSectionReader(f, from, info.Size()-from))
	if err != nil {
		return nil, err
	}
	whole := int64(bytes.LastIndexByte(src, '\n') + 1)
	ds, err := review.ReadLedger(bytes.NewReader(src))
	if err != nil {
		return nil, err
	}
	// A last line that does not end is read again next time.
	j.size = from + whole
	j.remembered(src[:whole], from > 0)
	return slices.DeleteFunc(ds, func(d review.Decision) bool { return !j.remember(d) }), nil
}

// remember reports whether a decision is new.
func (j *journal) remember(d review.Decision) bool {
	h := maphash.Comparable(j.seed, d)
	_, was := j.known[h]
	j.known[h] = struct{}{}
	return !was
}

// append writes decisions and returns what others have decided since the last look. Where that
// speaks of the same findings otherwise, nothing is written: errMeanwhile.
func (j *journal) append(ds []review.Decision) (others []review.Decision, err error) {
	if len(ds) == 0 {
		return nil, nil
	}
	if err := os.MkdirAll(filepath.Dir(j.path), 0o777); err != nil {
		return nil, j.fail(err)
	}
	if !j.session.gate.enter() {
		return nil, errInterrupted
	}
	defer j.session.gate.leave()
	dir, err := os.OpenRoot(filepath.Dir(j.path))
	if err != nil {
		return nil, j.fail(err)
	}
	defer dir.Close()
	defer lock(dir)()
	f, err := dir.OpenFile(filepath.Base(j.path), os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, j.fail(err)
	}
	defer f.Close()
	if others, err = j.read(f); err != nil {
		return nil, j.fail(err)
	}
	if slices.ContainsFunc(others, contradicting(ds)) {
		return others, errMeanwhile
	}
	return others, j.fail(j.add(dir, f, ds))
}

// disagree reports whether two decisions on the same thing say different things.
func disagree(a, b review.Decision) bool {
	return a.Finding == b.Finding && a.Rule == b.Rule && a.Old == b.Old && a.Scope == b.Scope &&
		(a.Verdict != b.Verdict || a.New != b.New) && (a.Scope != review.File || a.Path == b.Path)
}

// contradicting is whether a decision disagrees with one of those.
func contradicting(ds []review.Decision) func(review.Decision) bool {
	byID := make(map[string][]review.Decision, len(ds))
	for _, d := range ds {
		byID[d.Finding] = append(byID[d.Finding], d)
	}
	return func(o review.Decision) bool {
		return slices.ContainsFunc(byID[o.Finding], func(d review.Decision) bool { return disagree(o, d) })
	}
}

func (j *journal) add(dir *os.Root, f *os.File, ds []review.Decision) error {
	out, err := encode(ds)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	start := j.size
	if rest := info.Size() - j.size; rest > 0 {
		// The last line does not end: it broke off, or an editor left the end of line out.
		line := make([]byte, rest)
		if _, err := f.ReadAt(line, j.size); err != nil {
			return err
		}
		if ds, err := review.ReadLedger(bytes.NewReader(line)); err == nil && len(ds) == 0 && bytes.HasPrefix(bytes.TrimSpace(line), []byte("{")) {
			if err := f.Truncate(start); err != nil {
				return err
			}
		} else {
			out = append([]byte("\n"), out...)
			start = info.Size()
		}
	}
	// Where a system has no locks, O_APPEND still keeps two writers apart.
	end, err := dir.OpenFile(filepath.Base(j.path), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer end.Close()
	if _, err := end.Write(out); err != nil {
		f.Truncate(start) // a full disk: what stands is what stood
		return err
	}
	if err := end.Sync(); err != nil {
		return err
	}
	j.size = start + int64(len(out))
	j.remembered(out, start > 0)
	for _, d := range ds {
		j.remember(d)
	}
	j.own = append(j.own, appended{start, out})
	return nil
}

// enough of the end of a file to know it by, in bytes: more than a line.
const enough = 512

// remembered keeps the end of what was read or written, after what was before or alone.
func (j *journal) remembered(src []byte, after bool) {
	if after {
		src = append(j.tail, src...)
	}
	j.tail = slices.Clone(src[max(0, len(src)-enough):])
}

func encode(ds []review.Decision) ([]byte, error) {
	var out bytes.Buffer
	for i := range ds {
		if err := review.WriteLedger(&out, ds[i:i+1]); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

// takeBack removes decisions that this journal wrote and puts back those they replaced.
func (j *journal) takeBack(ds, replaced []review.Decision) error {
	if len(ds) == 0 {
		return nil
	}
	if len(replaced) == 0 {
		if done, err := j.cut(ds); done || err != nil {
			return j.fail(err)
		}
	}
	gone := make(map[review.Decision]bool, len(ds))
	for _, d := range slices.Concat(ds, replaced) {
		gone[d] = true
	}
	err := j.session.editLedger(j.root, func(old []review.Decision) []review.Decision {
		return append(slices.DeleteFunc(old, func(d review.Decision) bool { return gone[d] }), replaced...)
	})
	if err != nil {
		return err
	}
	for d := range gone {
		delete(j.known, maphash.Comparable(j.seed, d))
	}
	for _, d := range replaced {
		j.remember(d)
	}
	j.own, j.size, j.tail = nil, 0, nil
	return nil
}

// cut takes the last append off the end of the file, if it is that still.
func (j *journal) cut(ds []review.Decision) (done bool, err error) {
	n := len(j.own)
	if n == 0 {
		return false, nil
	}
	last := j.own[n-1]
	if out, err := encode(ds); err != nil || !bytes.Equal(bytes.TrimPrefix(last.bytes, []byte("\n")), out) {
		return false, err
	}
	dir, err := os.OpenRoot(filepath.Dir(j.path))
	if err != nil {
		return false, err
	}
	defer dir.Close()
	defer lock(dir)()
	f, err := dir.OpenFile(filepath.Base(j.path), os.O_RDWR, 0)
	if err != nil {
		return false, err
	}
	defer f.Close()
	info, err := f.Stat()
	end := last.start + int64(len(last.bytes))
	if err != nil || info.Size() != end {
		return false, err
	}
	tail := make([]byte, len(last.bytes))
	if _, err := f.ReadAt(tail, last.start); err != nil || !bytes.Equal(tail, last.bytes) {
		return false, err
	}
	start := last.start
	if last.bytes[0] == '\n' {
		start++ // it ends the line before
	}
	if err := f.Truncate(start); err != nil {
		return false, err
	}
	for _, d := range ds {
		delete(j.known, maphash.Comparable(j.seed, d))
	}
	j.own, j.size = j.own[:n-1], start
	j.tail = make([]byte, min(start, enough))
	if _, err := f.ReadAt(j.tail, start-int64(len(j.tail))); err != nil {
		return true, err
	}
	return true, f.Sync()
}

// compact sorts the ledger, each thing decided once.
func (j *journal) compact() error {
	if len(j.own) == 0 {
		return nil
	}
	return j.session.editLedger(j.root, func(ds []review.Decision) []review.Decision { return ds })
}
