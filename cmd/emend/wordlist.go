package main

import (
	"slices"
	"strings"
)

// A wordList is the lines of a word list. Comments and their order stay; words are kept sorted
// within the run of lines that they stand in.
type wordList struct {
	lines []string
	end   string // what lines end in
}

func parseWordList(src []byte) *wordList {
	l := &wordList{end: "\n"}
	text := string(src)
	if strings.Contains(text, "\r\n") {
		l.end = "\r\n"
	}
	if text == "" {
		return l
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		l.lines = append(l.lines, strings.TrimSuffix(line, "\r"))
	}
	return l
}

func (l *wordList) bytes() []byte {
	if len(l.lines) == 0 {
		return nil
	}
	return []byte(strings.Join(l.lines, l.end) + l.end)
}

// wordOf is the word of a line, its mark counted in; "" for a comment.
func wordOf(line string) string {
	line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
	if strings.HasPrefix(line, "#") {
		return ""
	}
	for _, gap := range []string{" #", "\t#"} {
		if at := strings.Index(line, gap); at >= 0 {
			line = strings.TrimSpace(line[:at])
		}
	}
	return line
}

func bare(word string) string { return strings.TrimLeft(word, "-!") }

// drop removes the lines of a word, whatever mark it bears, and reports whether it stood
// there as right.
func (l *wordList) drop(word string) (was bool) {
	l.lines = slices.DeleteFunc(l.lines, func(line string) bool {
		w := wordOf(line)
		if w == "" || bare(w) != word {
			return false
		}
		was = was || w == word
		return true
	})
	return was
}

// insert puts a word into the last run of words, before the first that sorts after it.
func (l *wordList) insert(word string) {
	end := len(l.lines)
	for end > 0 && wordOf(l.lines[end-1]) == "" {
		end--
	}
	if end == 0 { // comments alone
		l.lines = append(l.lines, word)
		return
	}
	start := end
	for start > 0 && wordOf(l.lines[start-1]) != "" {
		start--
	}
	at := start
	for at < end && !sortsAfter(wordOf(l.lines[at]), word) {
		at++
	}
	l.lines = slices.Insert(l.lines, at, word)
}

func sortsAfter(a, b string) bool {
	a, b = bare(a), bare(b)
	if la, lb := strings.ToLower(a), strings.ToLower(b); la != lb {
		return la > lb
	}
	return a > b
}
