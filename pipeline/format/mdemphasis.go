package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// emphasis pairs the delimiters from the nth on (CommonMark 0.31, appendix A).
func (in *mdInline) emphasis(from int) {
	runs := in.delimiters[from:]
	live := runs[:0] // those that may open, seen so far
	var floor [3][3][2]int
	for _, at := range runs {
		c := &in.marks[at]
		for c.closes && c.left < c.end-c.start {
			kind, size := strings.IndexByte("*_~", in.b[c.start]), c.end-c.start
			both := 0
			if c.opens {
				both = 1
			}
			bottom := &floor[kind][size%3][both]
			o := len(live) - 1
			for ; o >= *bottom; o-- {
				if in.pairs(&in.marks[live[o]], c) {
					break
				}
			}
			if o < *bottom {
				*bottom = len(live)
				break
			}
			op := &in.marks[live[o]]
			use := min(2, op.end-op.start-op.left-op.right, size-c.left)
			op.right, c.left = op.right+use, c.left+use
			if live = live[:o+1]; op.left+op.right == op.end-op.start {
				live = live[:o]
			}
			for i := range floor {
				for j := range floor[i] {
					for k := range floor[i][j] {
						floor[i][j][k] = min(floor[i][j][k], len(live))
					}
				}
			}
		}
		if c.opens && c.left < c.end-c.start {
			live = append(live, at)
		}
	}
	in.delimiters = in.delimiters[:from]
}

// pairs reports whether a run of delimiters that opens and one that closes belong together.
func (in *mdInline) pairs(o, c *mdMark) bool {
	if in.b[o.start] != in.b[c.start] {
		return false
	}
	m, n := o.end-o.start, c.end-c.start
	if in.b[o.start] == '~' {
		return m == n
	}
	return !(o.closes || c.opens) || (m+n)%3 != 0 || m%3 == 0 && n%3 == 0
}

// flanks says whether a run of delimiters from i to j may open and close emphasis (CommonMark 0.31, 6.2).
func flanks(b string, i, j int) (opens, closes bool) {
	before, _ := utf8.DecodeLastRuneInString(b[:i])
	after, _ := utf8.DecodeRuneInString(b[j:])
	space := func(r rune, edge bool) bool { return edge || unicode.IsSpace(r) }
	punct := func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSymbol(r) }
	spaceBefore, spaceAfter := space(before, i == 0), space(after, j == len(b))
	left := !spaceAfter && (!punct(after) || spaceBefore || punct(before))
	right := !spaceBefore && (!punct(before) || spaceAfter || punct(after))
	if b[i] == '_' {
		return left && (!right || punct(before)), right && (!left || punct(after))
	}
	return left, right
}
