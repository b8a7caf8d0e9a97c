// Package criticmarkup writes changes into a text as CriticMarkup and reads them out again.
//
// The marks are {~~old~>new~~}, {++new++}, {--old--}, {>>comment<<} and {==highlighted==}. CriticMarkup knows no escape; here a backslash before
// what would be a mark says that it is none, and of several backslashes there each stands for itself when doubled. Law: what Write writes,
// Read reads back, whatever the texts hold.
package criticmarkup

import (
	"strings"

	"emend/pipeline/text"
)

// The signs, by what they begin.
const (
	openSubst, arrow, closeSubst = "{~~", "~>", "~~}"
	openIns, closeIns            = "{++", "++}"
	openDel, closeDel            = "{--", "--}"
	openNote, closeNote          = "{>>", "<<}"
	openMark, closeMark          = "{==", "==}"
)

var signs = []string{openSubst, openIns, openDel, openNote, openMark, arrow, closeSubst, closeIns, closeDel, closeNote, closeMark}

// signAt is the sign that s begins with, or "".
func signAt(s string) string {
	if s == "" || strings.IndexByte("{~+-<=", s[0]) < 0 {
		return ""
	}
	for _, sign := range signs {
		if strings.HasPrefix(s, sign) {
			return sign
		}
	}
	return ""
}

// Escape writes a text so that no sign in it is read as one. before a mark: backslashes at its end are doubled, for a sign follows.
func Escape(s string, before bool) string {
	if !strings.ContainsAny(s, `{~+-<=\`) {
		return s
	}
	var b strings.Builder
	slashes := 0
	for i := 0; i < len(s); {
		if s[i] == '\\' {
			slashes++
			b.WriteByte('\\')
			i++
			continue
		}
		sign := signAt(s[i:])
		if sign != "" {
			b.WriteString(strings.Repeat(`\`, slashes+1))
			b.WriteString(sign)
			i += len(sign)
		} else {
			b.WriteByte(s[i])
			i++
		}
		slashes = 0
	}
	if before {
		b.WriteString(strings.Repeat(`\`, slashes))
	}
	return b.String()
}

// A Mark is a change with a comment.
type Mark struct {
	text.Change        // of the text without any mark
	Comment     string // empty: none
}

// Write writes a text with marks, which are in order and do not overlap.
func Write(content string, marks []Mark) string {
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(Escape(content[at:m.Start], true))
		old := content[m.Start:m.End]
		switch {
		case old == m.New:
			b.WriteString(openMark + Escape(old, true) + closeMark)
		case m.New == "":
			b.WriteString(openDel + Escape(old, true) + closeDel)
		case old == "":
			b.WriteString(openIns + Escape(m.New, true) + closeIns)
		default:
			b.WriteString(openSubst + Escape(old, true) + arrow + Escape(m.New, true) + closeSubst)
		}
		if m.Comment != "" {
			b.WriteString(openNote + Escape(m.Comment, true) + closeNote)
		}
		at = m.End
	}
	b.WriteString(Escape(content[at:], false))
	return b.String()
}

// A Part of a marked text. Plain text has no Sign.
type Part struct {
	Sign     string // "{~~", "{++", "{--", "{>>" or "{=="; empty: text
	Old, New string // of "{~~" both, of "{--" and "{==" Old, of "{++" New; of a comment and of text New
}

// Reads is what the part reads if its change is made, or if it is not.
func (p *Part) Reads(made bool) string {
	switch p.Sign {
	case openSubst:
		if made {
			return p.New
		}
		return p.Old
	case openIns:
		if made {
			return p.New
		}
		return ""
	case openDel:
		if made {
			return ""
		}
		return p.Old
	case openMark:
		return p.Old
	case openNote:
		return ""
	}
	return p.New
}

// IsChange reports whether the part changes the text, IsComment whether it only speaks of it.
func (p *Part) IsChange() bool  { return p.Sign == openSubst || p.Sign == openIns || p.Sign == openDel }
func (p *Part) IsComment() bool { return p.Sign == openNote }

// Read parses a marked text. A mark that does not end is text. O(n²) at worst for many marks that do not end, O(n) otherwise.
func Read(s string) (parts []Part) {
	plain := func(t string) {
		if n := len(parts); n > 0 && parts[n-1].Sign == "" {
			parts[n-1].New += t
		} else if t != "" {
			parts = append(parts, Part{New: t})
		}
	}
	closers := map[string]string{openSubst: closeSubst, openIns: closeIns, openDel: closeDel, openNote: closeNote, openMark: closeMark}
	missing := make(map[string]bool) // closers that do not come any more
	for s != "" {
		before, sign, after := next(s, openSubst, openIns, openDel, openNote, openMark)
		plain(before)
		if sign == "" {
			return parts
		}
		closer := closers[sign]
		old, rest, new, ok := "", after, "", !missing[closer]
		if ok && sign == openSubst {
			var found string
			if old, found, rest = next(after, arrow); found == "" {
				ok = false
			}
		}
		if ok {
			var found string
			if new, found, rest = next(rest, closer); found == "" {
				ok = false
			}
		}
		if !ok {
			missing[closer] = true
			plain(sign)
			s = after
			continue
		}
		p := Part{Sign: sign, Old: old, New: new}
		if sign == openDel || sign == openMark {
			p.Old, p.New = new, ""
		}
		parts = append(parts, p)
		s = rest
	}
	return parts
}

// next is what stands before the first of some signs that is not escaped, without its backslashes, that sign, and what follows; all of it if
// there is none.
func next(s string, of ...string) (before, sign, after string) {
	var b strings.Builder
	slashes := 0
	for i := 0; i < len(s); {
		if s[i] == '\\' {
			slashes++
			i++
			continue
		}
		if any := signAt(s[i:]); any != "" {
			b.WriteString(strings.Repeat(`\`, slashes/2))
			literal := slashes%2 == 1
			slashes = 0
			if !literal {
				for _, want := range of {
					if want == any {
						return b.String(), any, s[i+len(any):]
					}
				}
			}
			b.WriteString(any)
			i += len(any)
			continue
		}
		b.WriteString(strings.Repeat(`\`, slashes))
		slashes = 0
		b.WriteByte(s[i])
		i++
	}
	b.WriteString(strings.Repeat(`\`, slashes))
	return b.String(), "", ""
}
