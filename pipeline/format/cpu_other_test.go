//go:build !unix

package format

import "time"

func processor() time.Duration { return 0 }
