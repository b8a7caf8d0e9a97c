package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A lineRange is lines of the new version of a file, from 1, the last one counted in. A line ends in the
// byte LF, as it does for git.
type lineRange struct{ first, last int }

// fileChanges are the lines that a patch puts into a file.
type fileChanges struct {
	lines []lineRange // in order, apart from each other
	all   bool        // every line: the patch does not say which
}

// touches reports whether one of the lines from first to last is new.
func (c *fileChanges) touches(first, last int) bool {
	if c.all {
		return true
	}
	for _, r := range c.lines {
		if r.first > last {
			return false
		}
		if r.last >= first {
			return true
		}
	}
	return false
}

func (c *fileChanges) add(line int) {
	if n := len(c.lines); n > 0 && c.lines[n-1].last == line-1 {
		c.lines[n-1].last = line
		return
	}
	c.lines = append(c.lines, lineRange{line, line})
}

var hunkHead = regexp.MustCompile(`^@@ -\d{1,9}(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@`)

// patchReader reads a unified diff line by line.
type patchReader struct {
	rest  []byte
	line  int // of the line that next gave last
	files map[string]*fileChanges
}

// parsePatch is what a unified diff, of git or of diff -u, puts into which file. A file that it takes away
// is not in it; one that it only takes lines from or renames is, without lines. O(n).
func parsePatch(src []byte) (map[string]*fileChanges, error) {
	p := &patchReader{rest: src, files: make(map[string]*fileChanges)}
	var header, old string // of the file: the line diff --git, the line ---
	var current *fileChanges
	for {
		line, ok := p.next()
		switch {
		case !ok:
			return p.files, nil
		case strings.HasPrefix(line, "diff --git "):
			header, old, current = line, "", nil
		case strings.HasPrefix(line, "rename to "), strings.HasPrefix(line, "copy to "):
			_, name, _ := strings.Cut(line, " to ")
			current = p.file(unquoted(name))
		case strings.HasPrefix(line, "Binary files "), line == "GIT binary patch":
			if name := headerName(header); name != "" {
				p.file(name).all = true
			}
		case strings.HasPrefix(line, "--- "):
			old, current = line[4:], nil
		case strings.HasPrefix(line, "+++ ") && old != "":
			current = nil
			if name := patchedName(unquoted(old), unquoted(line[4:])); name != "" {
				current = p.file(name)
			} else {
				current = new(fileChanges) // taken away
			}
		case strings.HasPrefix(line, "@@@"):
			return nil, fmt.Errorf("%d: a combined diff of a merge; give the diff of two versions", p.line)
		case strings.HasPrefix(line, "@@ "):
			if current == nil {
				return nil, fmt.Errorf("%d: a hunk of no file: the lines --- and +++ are missing", p.line)
			}
			if err := p.hunk(line, current); err != nil {
				return nil, err
			}
		}
	}
}

func (p *patchReader) next() (string, bool) {
	if len(p.rest) == 0 {
		return "", false
	}
	p.line++
	line, rest, _ := bytes.Cut(p.rest, []byte{'\n'})
	p.rest = rest
	return strings.TrimSuffix(string(line), "\r"), true
}

func (p *patchReader) file(name string) *fileChanges {
	if p.files[name] == nil {
		p.files[name] = new(fileChanges)
	}
	return p.files[name]
}

// hunk reads as many lines as its head announces, so that no line of a text is taken for a head.
func (p *patchReader) hunk(head string, c *fileChanges) error {
	m := hunkHead.FindStringSubmatch(head)
	if m == nil {
		return fmt.Errorf("%d: no head of a hunk; want @@ -LINE,COUNT +LINE,COUNT @@", p.line)
	}
	at, old, new := number(m[2]), number(m[1]), number(m[3])
	if n := len(c.lines); n > 0 && new > 0 && at <= c.lines[n-1].last {
		return fmt.Errorf("%d: this hunk begins before the last one ends", p.line)
	}
	for old > 0 || new > 0 {
		line, ok := p.next()
		if !ok {
			return fmt.Errorf("%d: the patch breaks off in a hunk", p.line)
		}
		sign := byte(' ') // of an empty line, whose blank was lost
		if line != "" {
			sign = line[0]
		}
		switch sign {
		case '+':
			c.add(at)
			at, new = at+1, new-1
		case '-':
			old--
		case ' ':
			at, old, new = at+1, old-1, new-1
		case '\\':
		default:
			return fmt.Errorf("%d: no line of a hunk; it begins with none of +, - and blank", p.line)
		}
		if old < 0 || new < 0 {
			return fmt.Errorf("%d: the hunk has more lines than its head says", p.line)
		}
	}
	return nil
}

// number is a count of a head; one that is not there is 1.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 1
	}
	return n
}

// unquoted is a name of a header. git quotes odd ones like strings of C; diff puts a tab and a time after it.
func unquoted(s string) string {
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

const nowhere = "/dev/null"

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
			return patchedName(unquoted(names[:i]), unquoted(names[i+1:]))
		}
		return ""
	}
	if half := len(names) / 2; len(names)%2 == 1 && names[half] == ' ' && half > 2 && names[2:half] == names[half+3:] {
		return patchedName(names[:half], names[half+1:])
	}
	return ""
}
