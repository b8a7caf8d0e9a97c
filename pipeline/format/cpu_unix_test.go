//go:build unix

package format

import (
	"syscall"
	"time"
)

// processor is the time that this process has had on a processor; 0 if unknown.
func processor() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
