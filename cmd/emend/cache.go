package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"emend/pipeline/config"
)

// Of the cache an entry is dropped that nobody has asked for in that time; it is looked through at most once a day.
const (
	cacheAge   = 30 * 24 * time.Hour
	cacheSweep = 24 * time.Hour
	cacheUsed  = 12 * time.Hour // an entry that was asked for is marked as used this often
)

// A cache keeps what was found in files in the user's cache folder, one file an entry: the SHA-256 of the value, then the
// value. What does not fit its checksum, or cannot be read or written, is as if it were not there.
type cache struct {
	dir         string
	hits, asked atomic.Int64
	wrote       atomic.Bool
}

// cacheFolder is where the cache is: EMEND_CACHE, or emend in the user's cache folder.
func cacheFolder() (string, error) {
	if dir := os.Getenv("EMEND_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "emend"), nil
}

// openCache is the cache, or nil where there can be none.
func (s *session) openCache() *cache {
	dir, err := cacheFolder()
	if err != nil || s.opts.noCache {
		return nil
	}
	dir = filepath.Join(dir, "results")
	if os.MkdirAll(dir, 0o700) != nil {
		return nil
	}
	return &cache{dir: dir}
}

func (c *cache) path(key string) string { return filepath.Join(c.dir, key[:2], key[2:]) }

func (c *cache) Get(key string) ([]byte, bool) {
	c.asked.Add(1)
	f, err := os.Open(c.path(key))
	if err != nil {
		return nil, false
	}
	defer f.Close()
	src, err := io.ReadAll(f)
	if err != nil || len(src) < sha256.Size {
		return nil, false
	}
	value := src[sha256.Size:]
	if sum := sha256.Sum256(value); !bytes.Equal(sum[:], src[:sha256.Size]) {
		return nil, false
	}
	if info, err := f.Stat(); err == nil && time.Since(info.ModTime()) > cacheUsed {
		os.Chtimes(f.Name(), time.Time{}, time.Now())
	}
	c.hits.Add(1)
	return value, true
}

func (c *cache) Put(key string, value []byte) {
	path := c.path(key)
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if errors.Is(err, fs.ErrNotExist) {
		if os.Mkdir(filepath.Dir(path), 0o700) != nil {
			return
		}
		f, err = os.CreateTemp(filepath.Dir(path), ".new-*")
	}
	if err != nil {
		return
	}
	sum := sha256.Sum256(value)
	_, err = f.Write(slices.Concat(sum[:], value))
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return
	}
	c.wrote.Store(true)
}

// end drops what has not been used for long.
func (c *cache) end() {
	if c == nil || !c.wrote.Load() {
		return
	}
	stamp := filepath.Join(c.dir, "swept")
	if info, err := os.Stat(stamp); err == nil && time.Since(info.ModTime()) < cacheSweep {
		return
	}
	first := !exists(stamp)
	if os.WriteFile(stamp, nil, 0o600) != nil || first {
		return
	}
	filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path == stamp {
			return nil
		}
		if info, err := d.Info(); err == nil && time.Since(info.ModTime()) > cacheAge {
			os.Remove(path)
		}
		return nil
	})
}

// tool says which program this is, and with which data: the version, the commit, and the file that it is.
func tool() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	commit, _ := built()
	return fmt.Sprintf("%s %s %d %d", version(), commit, info.Size(), info.ModTime().UnixNano())
}

// fingerprint is what settings hang on that pipeline.Config does not spell out: each value, and the content of each file that
// one names. Empty: it cannot be told.
func (p *projects) fingerprint(s *settings) string {
	h := sha256.New()
	t := tool()
	if t == "" {
		return ""
	}
	fmt.Fprintf(h, "%s\x00", t)
	if names, err := readBounded(filepath.Join(s.place.root, filepath.FromSlash(authorityName)), maxListSize); err == nil {
		fmt.Fprintf(h, "%x\x00", sha256.Sum256(names))
	}
	for _, k := range slices.Sorted(func(yield func(string) bool) {
		for name := range s.values {
			if !yield(name) {
				return
			}
		}
	}) {
		v := s.values[k]
		fmt.Fprintf(h, "%s\x00%s\x00%v\x00%q\x00", k, v.Text, v.Number, v.List)
		for _, name := range append([]string{v.Text}, v.List...) {
			if !p.fileOf(h, s, v, name) {
				return ""
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// fileOf takes in the content of a file that a value names, if it names one.
func (p *projects) fileOf(h io.Writer, s *settings, v config.Value, name string) bool {
	if name == "" || strings.ContainsAny(name, "\x00*?") {
		return true
	}
	path := filepath.FromSlash(name)
	if !filepath.IsAbs(path) {
		dir := s.place.root
		if v.File != nil {
			dir = v.File.Dir
		}
		path = filepath.Join(dir, path)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) || err == nil && info.IsDir():
		return true
	case err != nil || !info.Mode().IsRegular():
		return true // no file that is read as a list
	}
	src, err := readBounded(path, maxLedgerSize)
	if err != nil {
		return false
	}
	sum := sha256.Sum256(src)
	fmt.Fprintf(h, "%s\x00%x\x00", p.shown(path), sum)
	return true
}

func (s *session) cacheCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "cache",
		GroupID: "reference",
		Short:   "say where results are kept, and how much there is; cache clean removes them",
		Long: `What was found in a file is kept in the user's cache folder (EMEND_CACHE names another), and not looked for
again while the file, the configuration, the word lists, the decisions on the file and the program are the same. So a run that was
cut short goes on where it was. No result is ever another for it; --no-cache does without.`,
		Example: "  emend cache\n  emend cache clean",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			dir, err := cacheFolder()
			if err != nil {
				return err
			}
			n, size := 0, int64(0)
			filepath.WalkDir(filepath.Join(dir, "results"), func(_ string, d fs.DirEntry, err error) error {
				if err == nil && d.Type().IsRegular() && d.Name() != "swept" {
					if info, err := d.Info(); err == nil {
						n, size = n+1, size+info.Size()
					}
				}
				return nil
			})
			_, err = fmt.Fprintf(s.out, "%s: %s, %s\n", dir, count(n, "result"), showSize(size))
			return err
		},
	}
	c.AddCommand(&cobra.Command{
		Use:     "clean",
		Short:   "remove all results that are kept",
		Example: "  emend cache clean",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			dir, err := cacheFolder()
			if err == nil {
				err = os.RemoveAll(filepath.Join(dir, "results"))
			}
			return err
		},
	})
	return c
}
