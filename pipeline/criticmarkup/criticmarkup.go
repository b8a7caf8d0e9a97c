// Package criticmarkup writes changes into a text as CriticMarkup and reads them out again.
//
// The marks are {~~old~>new~~}, {++new++}, {--old--}, {>>comment<<} and {==highlighted==}. CriticMarkup knows no escape; here a backslash before
// what would be a mark says that it is none, and of several backslashes there each stands for itself when doubled. Law: what Write writes,
// Read reads back, whatever the texts hold.
package criticmarkup

import (
	"slices"
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

// Escape writes a text so that no sign in it is read as one, nor one that its end makes with the sign that follows ("" for none): {--0{ before --}.
// Backslashes at its end are doubled before a sign.
func Escape(s, follows string) string {
	if !strings.ContainsAny(s, `{~+-<=\`) {
		return s
	}
	out := make([]byte, 0, len(s)+8) // from the end to the beginning: what follows a place decides
	ahead := follows                 // what is read after the place
	double := follows != ""          // what follows is a sign, or a backslash that says it is none
	for i := len(s) - 1; i >= 0; i-- {
		c := s[i : i+1]
		switch {
		case c == `\`:
			if out = append(out, '\\'); double {
				out = append(out, '\\')
			}
		case signAt(c+ahead) != "":
			out, c, double = append(out, c[0], '\\'), `\`+c, true
		default:
			out, double = append(out, c[0]), false
		}
		ahead = c + ahead
		ahead = ahead[:min(len(ahead), 2)]
	}
	slices.Reverse(out)
	return string(out)
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
		old := content[m.Start:m.End]
		before := content[at:m.Start]
		switch {
		case old == m.New:
			b.WriteString(Escape(before, openMark) + openMark + Escape(old, closeMark) + closeMark)
		case m.New == "":
			b.WriteString(Escape(before, openDel) + openDel + Escape(old, closeDel) + closeDel)
		case old == "":
			b.WriteString(Escape(before, openIns) + openIns + Escape(m.New, closeIns) + closeIns)
		default:
			b.WriteString(Escape(before, openSubst) + openSubst + Escape(old, arrow) + arrow + Escape(m.New, closeSubst) + closeSubst)
		}
		if m.Comment != "" {
			b.WriteString(openNote + Escape(m.Comment, closeNote) + closeNote)
		}
		at = m.End
	}
	b.WriteString(Escape(content[at:], ""))
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
			if literal { // only where it begins: another may begin within it
				b.WriteByte(s[i])
				i++
				continue
			}
			for _, want := range of {
				if want == any {
					return b.String(), any, s[i+len(any):]
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
