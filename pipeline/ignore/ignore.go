// Package ignore reads .gitignore files as git does (gitignore(5)), from bytes: it knows no
// file system.
//
// Paths are matched byte by byte, as git does it: ? is one byte. Patterns become regular
// expressions, which take time linear in the path whatever the pattern.
package ignore

import (
	"bytes"
	"regexp"
	"strings"
)

// A List is the patterns of one .gitignore, in order.
type List []pattern

type pattern struct {
	negated bool // !pattern: takes back what an earlier one ignored
	dirOnly bool // pattern/: folders only
	base    bool // no slash: the last part of the path alone is matched
	literal string
	re      *regexp.Regexp // nil: literal
}

// Parse reads a file. Lines that git would not use match nothing.
func Parse(src []byte) List {
	var l List
	src = bytes.TrimPrefix(src, []byte("\xEF\xBB\xBF"))
	for line := range strings.SplitSeq(string(src), "\n") {
		if p, ok := parseLine(strings.TrimSuffix(line, "\r")); ok {
			l = append(l, p)
		}
	}
	return l
}

// Match reports whether the list ignores a path, relative to the folder of its file and with
// slashes; decided is false where no pattern fits, and then a list farther up decides.
func (l List) Match(path string, dir bool) (ignored, decided bool) {
	base := path[strings.LastIndexByte(path, '/')+1:]
	for i := len(l) - 1; i >= 0; i-- {
		p := &l[i]
		if p.dirOnly && !dir {
			continue
		}
		name := path
		if p.base {
			name = base
		}
		if p.re == nil && name == p.literal || p.re != nil && p.re.MatchString(latin(name)) {
			return !p.negated, true
		}
	}
	return false, false
}

// latin makes each byte a character of its own, so that a regular expression sees bytes.
func latin(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			r := make([]rune, len(s))
			for i := range len(s) {
				r[i] = rune(s[i])
			}
			return string(r)
		}
	}
	return s
}

func parseLine(line string) (p pattern, ok bool) {
	if line == "" || line[0] == '#' {
		return p, false
	}
	if line = trimBlanks(line); line != "" && line[0] == '!' {
		p.negated, line = true, line[1:]
	}
	if strings.HasSuffix(line, "/") {
		p.dirOnly, line = true, line[:len(line)-1]
	}
	p.base = !strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if line == "" {
		return p, false
	}
	if !strings.ContainsAny(line, `*?[\`) {
		p.literal = line
		return p, true
	}
	expr, ok := translate(line, p.base)
	if !ok {
		return p, false
	}
	re, err := regexp.Compile(expr)
	p.re = re
	return p, err == nil
}

// trimBlanks takes spaces off the end, but not one that a backslash guards.
func trimBlanks(line string) string {
	end := 0
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
			end = min(i+1, len(line))
		case line[i] != ' ':
			end = i + 1
		}
	}
	return line[:end]
}

// translate makes a regular expression of a pattern. ok is false for a pattern that matches
// nothing: an open bracket, a backslash at the end.
func translate(pat string, base bool) (expr string, ok bool) {
	var b strings.Builder
	b.WriteString(`(?s)^`)
	for i := 0; i < len(pat); {
		switch c := pat[i]; c {
		case '*':
			n := len(pat[i:]) - len(strings.TrimLeft(pat[i:], "*"))
			before, after := i == 0 || pat[i-1] == '/', i+n == len(pat) || pat[i+n] == '/'
			switch {
			case n < 2 || !before || !after || base:
				b.WriteString(`[^/]*`)
			case i+n == len(pat): // a/** is all inside a
				b.WriteString(`.*`)
			default: // a/**/b is a/b, too
				b.WriteString(`(?:.*/)?`)
				n++
			}
			i += n
		case '?':
			b.WriteString(`[^/]`)
			i++
		case '[':
			class, n, good := bracket(pat[i:])
			if !good {
				return "", false
			}
			b.WriteString(class)
			i += n
		case '\\':
			if i++; i == len(pat) {
				return "", false
			}
			b.WriteString(regexp.QuoteMeta(latin(pat[i : i+1])))
			i++
		default:
			b.WriteString(regexp.QuoteMeta(latin(pat[i : i+1])))
			i++
		}
	}
	b.WriteString(`$`)
	return b.String(), true
}

// bracket translates [a-z], [!a] and [[:alpha:]] at the start of pat; n is how long it is. It
// never matches a slash.
func bracket(pat string) (class string, n int, ok bool) {
	i, negated := 1, false
	if i < len(pat) && (pat[i] == '!' || pat[i] == '^') {
		negated = true
		i++
	}
	var set [256]bool
	last := -1 // what a range may begin with
	for first := true; ; first = false {
		if i >= len(pat) {
			return "", 0, false
		}
		c := pat[i]
		switch {
		case c == ']' && !first:
			return render(&set, negated), i + 1, true
		case c == '[' && strings.HasPrefix(pat[i:], "[:"):
			end := strings.IndexByte(pat[i+2:], ']')
			if end < 0 {
				return "", 0, false
			}
			if name := pat[i+2 : i+2+end]; strings.HasSuffix(name, ":") {
				members, known := posix(strings.TrimSuffix(name, ":"))
				if !known {
					return "", 0, false
				}
				for b := range set {
					set[b] = set[b] || members(byte(b))
				}
				i, last = i+2+end+1, -1
				continue
			}
		case c == '-' && last >= 0 && i+1 < len(pat) && pat[i+1] != ']':
			if i++; pat[i] == '\\' {
				if i++; i >= len(pat) {
					return "", 0, false
				}
			}
			for b := last; b <= int(pat[i]); b++ {
				set[b] = true
			}
			i, last = i+1, -1
			continue
		case c == '\\':
			if i++; i >= len(pat) {
				return "", 0, false
			}
			c = pat[i]
		}
		set[c], last = true, int(c)
		i++
	}
}

func render(set *[256]bool, negated bool) string {
	var b strings.Builder
	b.WriteByte('[')
	for c, in := range set {
		if in != negated && c != '/' {
			b.WriteString(`\x{`)
			b.WriteByte("0123456789abcdef"[c>>4])
			b.WriteByte("0123456789abcdef"[c&15])
			b.WriteByte('}')
		}
	}
	if b.Len() == 1 {
		return `[^\x{00}-\x{10ffff}]` // nothing at all
	}
	b.WriteByte(']')
	return b.String()
}

// posix is the membership of a class such as alpha, in ASCII.
func posix(name string) (func(byte) bool, bool) {
	between := func(lo, hi byte) func(byte) bool { return func(b byte) bool { return b >= lo && b <= hi } }
	or := func(fs ...func(byte) bool) func(byte) bool {
		return func(b byte) bool {
			for _, f := range fs {
				if f(b) {
					return true
				}
			}
			return false
		}
	}
	upper, lower, digit := between('A', 'Z'), between('a', 'z'), between('0', '9')
	punct := or(between('!', '/'), between(':', '@'), between('[', '`'), between('{', '~'))
	f, ok := map[string]func(byte) bool{
		"alnum": or(upper, lower, digit), "alpha": or(upper, lower), "blank": func(b byte) bool { return b == ' ' || b == '\t' },
		"cntrl": or(between(0, 31), between(127, 127)), "digit": digit, "graph": between('!', '~'), "lower": lower,
		"print": between(' ', '~'), "punct": punct, "space": or(between('\t', '\r'), between(' ', ' ')), "upper": upper,
		"xdigit": or(digit, between('a', 'f'), between('A', 'F')),
	}[name]
	return f, ok
}
