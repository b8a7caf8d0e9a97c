package patch

import (
	"bytes"
	"fmt"
	"slices"
)

// A Result is a file on both sides of a patch.
type Result struct {
	Before, After []byte // without and with all of its hunks
	Made          int    // hunks that stood in the file already
}

// Apply finds the place of each hunk of f in the bytes of a file: at the line its head names, moved as the hunks before it were,
// or else at the only place where it fits. A hunk whose new side stands there was made already. An error begins with the line of the
// patch; then nothing is to be done with the file. O(bytes x hunks) at worst, O(bytes) where the heads are right.
func Apply(src []byte, f *File) (*Result, error) {
	lines := starts(src)
	f = restored(src, f)
	shift, least := 0, 0 // lines that the hunks before have moved by; the first line that is free
	end := 0             // of the last place, in bytes
	r := &Result{}
	for i := range f.Hunks {
		h := &f.Hunks[i]
		old, new := h.Old(), h.New()
		if bytes.Equal(old, new) {
			continue // an editor left nothing of it
		}
		want := h.OldStart - 1
		if len(old) == 0 {
			want = h.OldStart // the line before where there is nothing
		}
		at, made, err := find(src, lines, old, new, want+shift, least, h.ends())
		if err != nil {
			return nil, fmt.Errorf("%d: %w", h.At, err)
		}
		side := old
		if made {
			side = new
			r.Made++
		}
		from := lines[at]
		to := from + len(side)
		count := countLines(side)
		shift, least = at-want, at+count
		if made {
			shift += count - countLines(old)
		}
		r.Before = append(append(r.Before, src[end:from]...), old...)
		r.After = append(append(r.After, src[end:from]...), new...)
		end = to
	}
	r.Before, r.After = append(r.Before, src[end:]...), append(r.After, src[end:]...)
	return r, nil
}

// restored is the patch with the CR at line ends that some editors drop, where every line of the file ends in CR LF.
func restored(src []byte, f *File) *File {
	if ends := bytes.Count(src, []byte{'\n'}); ends == 0 || bytes.Count(src, []byte("\r\n")) < ends {
		return f
	}
	out := *f
	out.Hunks = slices.Clone(f.Hunks)
	for i := range out.Hunks {
		lines := slices.Clone(out.Hunks[i].Lines)
		for k, l := range lines {
			if bytes.HasSuffix(l.Text, []byte("\r\n")) {
				return f
			}
			if line, ok := bytes.CutSuffix(l.Text, []byte{'\n'}); ok {
				lines[k].Text = append(slices.Clone(line), '\r', '\n')
			}
		}
		out.Hunks[i].Lines = lines
	}
	return &out
}

// starts is where each line begins, and the end of the last.
func starts(src []byte) []int {
	at := []int{0}
	for i := 0; i < len(src); {
		n := bytes.IndexByte(src[i:], '\n')
		if n < 0 {
			n = len(src) - i - 1
		}
		i += n + 1
		at = append(at, i)
	}
	return at
}

func countLines(b []byte) int {
	n := bytes.Count(b, []byte{'\n'})
	if len(b) > 0 && b[len(b)-1] != '\n' {
		n++
	}
	return n
}

// find is the line, 0-based, where a hunk stands, and whether it was made already.
func find(src []byte, lines []int, old, new []byte, want, least int, ends bool) (at int, made bool, err error) {
	fit := func(side []byte, at int) bool {
		return fits(src, lines, side, at, least) && (!ends || lines[at]+len(side) == len(src))
	}
	if len(old) == 0 && len(new) > 0 && fit(new, want) {
		return want, true, nil // nothing fits everywhere
	}
	if fit(old, want) {
		return want, false, nil
	}
	if fit(new, want) {
		return want, true, nil
	}
	if len(old) == 0 {
		return 0, false, fmt.Errorf("line %d is not in the file; make the patch again, with lines around each change", want)
	}
	todo, done := everywhere(lines, old, least, fit), everywhere(lines, new, least, fit)
	switch {
	case len(todo) == 1:
		return todo[0], false, nil
	case len(todo) > 1:
		return 0, false, fmt.Errorf("the hunk fits at lines %d and %d; make the patch again, from the file as it is", todo[0]+1, todo[1]+1)
	case len(done) == 1:
		return done[0], true, nil
	}
	return 0, false, mismatch(src, lines, old, want)
}

// fits reports whether a side stands at a line: whole lines, and the end of the file where it ends without one.
func fits(src []byte, lines []int, side []byte, at, least int) bool {
	if at < least || at >= len(lines) {
		return false
	}
	from := lines[at]
	if from == len(src) && len(side) > 0 || !bytes.HasPrefix(src[from:], side) {
		return false
	}
	end := from + len(side)
	return len(side) == 0 || side[len(side)-1] == '\n' || end == len(src)
}

// everywhere are the lines from least on where a side fits; two at most.
func everywhere(lines []int, side []byte, least int, fit func([]byte, int) bool) (at []int) {
	if len(side) == 0 {
		return nil
	}
	for i := least; i < len(lines)-1 && len(at) < 2; i++ {
		if fit(side, i) {
			at = append(at, i)
		}
	}
	return at
}

// ends reports whether a hunk stands at the end of its file: it has lines before the change, but none after it, and nobody took those out.
func (h *Hunk) ends() bool {
	n := len(h.Lines)
	return n > 0 && !h.edited && h.Lines[0].Sign == ' ' && h.Lines[n-1].Sign != ' '
}

// mismatch says which line of a hunk is not in the file.
func mismatch(src []byte, lines []int, old []byte, want int) error {
	i := max(want, 0)
	for _, part := range bytes.SplitAfter(old, []byte{'\n'}) {
		if len(part) == 0 {
			break
		}
		if i >= len(lines)-1 {
			return fmt.Errorf("the hunk does not fit: the file ends at line %d, the patch wants %.60q there", len(lines)-1, part)
		}
		if is := src[lines[i]:lines[i+1]]; !bytes.Equal(is, part) {
			is, part = aside(is, part)
			return fmt.Errorf("the hunk does not fit: line %d has %q, the patch %q", i+1, is, part)
		}
		i++
	}
	return fmt.Errorf("the hunk does not fit: it has no lines after its change, and the file goes on")
}

// aside is what two lines have around their first difference.
func aside(a, b []byte) ([]byte, []byte) {
	const around = 24
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	from := max(0, n-around)
	return a[from:min(len(a), n+around)], b[from:min(len(b), n+around)]
}
