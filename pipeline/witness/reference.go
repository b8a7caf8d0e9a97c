package witness

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/text"
)

// A Reference is what a citation in a text says. // [SCW, Vol. 11, pp. 40-41]
type Reference struct {
	Span    text.Span // of the citation, its brackets included
	Work    string    // abbreviation of the manifest; empty: it is not known which
	Volume  int       // 0: none
	From    int       // page; 0: none
	To      int       // last page, From where there is one only
	FromAt  text.Span // of the number
	ToAt    text.Span // of the second number, as it is written; empty: none
	Section string    // a section of the work that the citation names
	said    bool      // the work is named here, and not carried over
}

var (
	volumeWord = regexp.MustCompile(`(?i)\b(?:vols?|volume|bd|band|tome)\b[\s.,]*([0-9]{1,3}|[ivxl]{1,7})\b`)
	pageWord   = regexp.MustCompile(`(?i)\b(?:pp?|pages?|pgs?)\b[\s.,]*([0-9]{1,4})(?:\s*[-–—]\s*([0-9]{1,4}))?(?:[^0-9]|$)`)
)

// References reads the citations of a document. A citation that names no work speaks of the work that the one before named, or of the only
// one there is. O(citations * works).
func (m *Manifest) References(doc *text.Document) []Reference {
	var refs []Reference
	current := ""
	if len(m.Works) == 1 {
		for only := range m.Works {
			current = only
		}
	}
	volume := 0
	for _, span := range doc.Regions.Of(text.Citation) {
		in := doc.Text.Content[span.Start:span.End]
		r := Reference{Span: span}
		head := len(in)
		if at := volumeWord.FindStringSubmatchIndex(in); at != nil {
			r.Volume, head = ordinal(in[at[2]:at[3]]), at[0]
		}
		if at := pageWord.FindStringSubmatchIndex(in); at != nil {
			head = min(head, at[0])
			r.From, _ = strconv.Atoi(in[at[2]:at[3]])
			r.To = r.From
			r.FromAt = text.Span{Start: span.Start + at[2], End: span.Start + at[3]}
			if at[4] >= 0 {
				r.ToAt = text.Span{Start: span.Start + at[4], End: span.Start + at[5]}
				r.To = through(in[at[2]:at[3]], in[at[4]:at[5]])
			}
		}
		named := strings.Trim(in[:head], " \n\t[](){}.,;:–—-")
		switch work := m.named(named); {
		case work != "":
			r.Work, r.said = work, true
			if r.Volume == 0 && work == current {
				r.Volume = volume
			}
		case named == "" || again(named):
			r.Work = current
			if r.Volume == 0 {
				r.Volume = volume
			}
		default: // of another work, that the manifest does not know
			current, volume = "", 0
			continue
		}
		r.Section = m.section(r.Work, in)
		current, volume = r.Work, r.Volume
		if r.Work != "" {
			refs = append(refs, r)
		}
	}
	return refs
}

// again: the work named before. // ibid.
func again(s string) bool {
	low := strings.ToLower(s)
	for _, w := range [...]string{"ibid", "idem", "see ibid", "op. cit", "loc. cit"} {
		if strings.HasPrefix(low, w) {
			return true
		}
	}
	return low == "see" || low == "cf" || low == "see also"
}

// named is the work of which a citation begins with the abbreviation or the title.
func (m *Manifest) named(head string) string {
	best := ""
	low := strings.ToLower(head)
	for abbreviation, title := range m.Works {
		if has(head, abbreviation) || len(title) > 3 && strings.Contains(low, strings.ToLower(title)) {
			if len(abbreviation) > len(best) || len(abbreviation) == len(best) && abbreviation < best {
				best = abbreviation
			}
		}
	}
	return best
}

// has reports whether a word or words stand in s, whole.
func has(s, words string) bool {
	for at := 0; ; {
		i := strings.Index(s[at:], words)
		if i < 0 || words == "" {
			return false
		}
		at += i
		before, _ := utf8.DecodeLastRuneInString(s[:at])
		after, _ := utf8.DecodeRuneInString(s[at+len(words):])
		if !inWord(before) && !inWord(after) {
			return true
		}
		at += len(words)
	}
}

func (m *Manifest) section(work, in string) string {
	low, best := strings.ToLower(in), ""
	for i := range m.Pages {
		p := &m.Pages[i]
		if p.Work == work && len(p.Section) > len(best) && strings.Contains(low, strings.ToLower(p.Section)) {
			best = p.Section
		}
	}
	return best
}

// ordinal is a number, Arabic or Roman; 0 for none.
func ordinal(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	values := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50}
	n := 0
	for i := range len(s) {
		v := values[s[i]|0x20]
		if i+1 < len(s) && v < values[s[i+1]|0x20] {
			v = -v
		}
		n += v
	}
	return n
}

// through is the last page of a range, whose first digits may be left out. // 235-37
func through(from, to string) int {
	if len(to) < len(from) {
		to = from[:len(from)-len(to)] + to
	}
	n, _ := strconv.Atoi(to)
	return n
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
