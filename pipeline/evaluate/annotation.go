package evaluate

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Annotation is an error that an editor marked in a text, one JSON object a line. The truth of an annotated text is the text with
// its errors mended.
type Annotation struct {
	File      string `json:"file"`  // its base name; empty where all are of one text
	Line      int    `json:"line"`  // 1-based
	Start     int    `json:"start"` // code points of the line, 0-based
	End       int    `json:"end"`   // exclusive
	Text      string `json:"text"`  // what stands there
	Fix       string `json:"fix"`   // what should
	Certainty string `json:"certainty"`
}

// Doubtful is the Certainty of what may be no error: it is left as it is.
const Doubtful = "doubtful"

// ReadAnnotations reads one object a line. An error names the line, 1-based.
func ReadAnnotations(r io.Reader) ([]Annotation, error) {
	var all []Annotation
	in := bufio.NewReader(r)
	for line := 1; ; line++ {
		raw, err := in.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, err
		}
		if raw = strings.TrimSpace(raw); raw != "" {
			var a Annotation
			if jerr := json.Unmarshal([]byte(raw), &a); jerr != nil {
				return nil, fmt.Errorf("%d: not an annotation: %v", line, jerr)
			}
			all = append(all, a)
		}
		if err == io.EOF {
			return all, nil
		}
	}
}

// Annotated is the truth of a text: its annotated errors mended, but for the doubtful ones. An error means that the annotations are of
// another text.
func Annotated(content string, all []Annotation) (string, error) {
	var starts []int
	for at := 0; at >= 0; {
		starts = append(starts, at)
		next := strings.IndexByte(content[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	type fix struct {
		start, end int
		new        string
	}
	var fixes []fix
	for _, a := range all {
		if a.Certainty == Doubtful {
			continue
		}
		start, end := located(content, starts, &a)
		if end < 0 || content[start:end] != a.Text {
			return "", fmt.Errorf("%d:%d: annotated %q, but that does not stand there", a.Line, a.Start+1, a.Text)
		}
		fixes = append(fixes, fix{start, end, a.Fix})
	}
	slices.SortStableFunc(fixes, func(a, b fix) int { return a.start - b.start })
	var b strings.Builder
	at := 0
	for _, f := range fixes {
		if f.start < at {
			continue // said twice
		}
		b.WriteString(content[at:f.start])
		b.WriteString(f.new)
		at = f.end
	}
	b.WriteString(content[at:])
	return b.String(), nil
}

// located are the bytes of an annotation; the end is -1 if there is no such place.
func located(content string, starts []int, a *Annotation) (start, end int) {
	if a.Line < 1 || a.Line > len(starts) || a.Start < 0 {
		return 0, -1
	}
	line := content[starts[a.Line-1]:]
	if i := strings.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	start, end = offset(line, a.Start), offset(line, a.End)
	if start < 0 || end < start {
		return 0, -1
	}
	return start + starts[a.Line-1], end + starts[a.Line-1]
}

// offset is where in a line its code point of that number begins; -1 if the line is shorter.
func offset(line string, runes int) int {
	i := 0
	for ; runes > 0; runes-- {
		if i == len(line) {
			return -1
		}
		_, n := utf8.DecodeRuneInString(line[i:])
		i += n
	}
	return i
}
