package patch

import (
	"strconv"
	"strings"
)

const nowhere = "/dev/null"

// Unquote is a name of a header. git quotes odd ones like strings of C; diff puts a tab and a time after it.
func Unquote(s string) string {
	if !strings.HasPrefix(s, `"`) {
		name, _, _ := strings.Cut(s, "\t")
		return name
	}
	var b []byte
	for i := 1; i < len(s) && s[i] != '"'; i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b = append(b, s[i])
			continue
		}
		i++
		if c := s[i]; c >= '0' && c <= '7' {
			end := i + 1
			for end < len(s) && end < i+3 && s[end] >= '0' && s[end] <= '7' {
				end++
			}
			v, _ := strconv.ParseUint(s[i:end], 8, 16)
			b = append(b, byte(v))
			i = end - 1
		} else if e := strings.IndexByte(`abtnvfr`, c); e >= 0 {
			b = append(b, "\a\b\t\n\v\f\r"[e])
		} else {
			b = append(b, c)
		}
	}
	return string(b)
}

// patchedName is the file that a patch makes: without the letters that git puts before both names, and
// empty where it takes the file away.
func patchedName(old, new string) string {
	if new == nowhere {
		return ""
	}
	if prefixed(new) && (old == nowhere || prefixed(old) && old[0] != new[0]) {
		return new[2:]
	}
	return new
}

func prefixed(name string) bool {
	return len(name) > 2 && name[1] == '/' && strings.IndexByte("abciow", name[0]) >= 0
}

// headerName is the file of a line diff --git a/NAME b/NAME; empty if the names differ.
func headerName(header string) string {
	names := strings.TrimPrefix(header, "diff --git ")
	if strings.HasPrefix(names, `"`) {
		if i := strings.LastIndex(names, ` "`); i > 0 {
			return patchedName(Unquote(names[:i]), Unquote(names[i+1:]))
		}
		return ""
	}
	if half := len(names) / 2; len(names)%2 == 1 && names[half] == ' ' && half > 2 && names[2:half] == names[half+3:] {
		return patchedName(names[:half], names[half+1:])
	}
	return ""
}
