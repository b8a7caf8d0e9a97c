//go:build unix

package main

import (
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives f the owner and group of another file, as far as the system allows.
func keepOwner(f *os.File, of fs.FileInfo) {
	if st, ok := of.Sys().(*syscall.Stat_t); ok {
		if f.Chown(int(st.Uid), int(st.Gid)) != nil {
			f.Chown(-1, int(st.Gid))
		}
	}
}

func linksOf(info fs.FileInfo) uint64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Nlink)
	}
	return 1
}

// lock waits until no other run holds the folder; the system lets go of it when a run dies. Where
// a file system has no locks there is none.
func lock(dir *os.Root) (unlock func()) {
	d, err := dir.Open(".")
	if err != nil {
		return func() {}
	}
	for {
		if err := syscall.Flock(int(d.Fd()), syscall.LOCK_EX); err != syscall.EINTR {
			return func() { d.Close() }
		}
	}
}
