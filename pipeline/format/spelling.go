package format

import (
	"fmt"
	"html"
	"strings"
	"unicode/utf8"
)

// A spelling is how a file of markup writes characters. It is filled in while the file is read, and fixed
// from then on.
type spelling struct {
	enc      Encoding
	plain    func(string) (string, error) // line ends and letters; nil: as they are
	html     bool
	declared map[string]string     // entities of an XML DOCTYPE
	read     map[string]*reference // references met
	often    []*reference          // the first few of them: most files have no others
	any      bool
	of       map[rune]string // characters that the file writes as references
	ascii    bool            // all beyond ASCII are references
	hex      bool            // &#x2019;
	named    bool            // &rsquo;
}

func newSpelling(enc Encoding, html bool) *spelling {
	return &spelling{enc: enc, html: html, read: map[string]*reference{}, often: make([]*reference, 0, 8)}
}

// A reference that the file has.
type reference struct {
	name, said string
	count      int
}

// met is the reference of that name if the file had it before, nil otherwise.
func (p *spelling) met(name string) *reference {
	for _, r := range p.often {
		if r.name == name {
			return r
		}
	}
	if len(p.often) < cap(p.often) {
		return nil
	}
	return p.read[name]
}

// maxName is the length of the longest name of an entity.
const maxName = 32

// reference reads the character reference at the & that s begins with: what it says, and its length; 0 if it
// is none. Numbers 128 to 159 are those of windows-1252, in XML as well: nobody means the controls.
func (p *spelling) reference(s string) (string, int) {
	i := 1
	if i < len(s) && s[i] == '#' {
		i++
	}
	for limit := i + maxName; i < len(s) && i < limit && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] >= '0' && s[i] <= '9' || !p.html && (s[i] == '.' || s[i] == '-' || s[i] == '_')); {
		i++
	}
	name := s[:i]
	ended := i < len(s) && s[i] == ';'
	if ended {
		name = s[:i+1]
	} else if !p.html || i < 2 {
		return "", 0
	}
	met := p.met(name)
	if met == nil {
		met = &reference{name: name, said: p.meaning(name, ended)}
		p.read[name] = met
		if len(p.often) < cap(p.often) {
			p.often = append(p.often, met)
		}
	}
	said := met.said
	if said == "" {
		if p.html && name[1] != '#' { // &nbspfoo; &copy2
			for n := min(7, len(name)); n > 2; n-- {
				if short := html.UnescapeString(name[:n]); utf8.RuneCountInString(short) == 1 && name[n-1] != ';' {
					return short, n
				}
			}
		}
		return "", 0
	}
	met.count++
	p.any = true
	return said, len(name)
}

// meaning is what a reference says, "" if nothing.
func (p *spelling) meaning(name string, ended bool) string {
	if !p.html {
		if said, ok := p.declared[name]; ok {
			return said
		}
		if name == "&apos;" {
			return "'"
		}
	}
	if name[1] == '#' {
		digits := strings.TrimSuffix(name[2:], ";")
		if rest := strings.TrimLeft(digits, "0123456789"); rest != "" {
			if digits[0]|0x20 != 'x' || len(digits) == 1 || strings.Trim(digits[1:], "0123456789abcdefABCDEF") != "" {
				return ""
			}
		} else if digits == "" {
			return ""
		}
		if len(strings.TrimLeft(digits, "0xX")) > 8 {
			return "\uFFFD" // no such number
		}
	}
	said := html.UnescapeString(name)
	if said == name || strings.HasSuffix(said, ";") && len(said) > 1 || !ended && name[1] != '#' && utf8.RuneCountInString(said) > 1 {
		return ""
	}
	return said
}

// settle fixes the habits, once the whole text has been read.
func (p *spelling) settle(content string) {
	best := map[rune]int{}
	p.of = map[rune]string{}
	styles := [3]int{}
	for ref, met := range p.read {
		n := met.count
		r, size := utf8.DecodeRuneInString(met.said)
		if n == 0 || size != len(met.said) || !strings.HasSuffix(ref, ";") || r == utf8.RuneError {
			continue
		}
		if r >= utf8.RuneSelf {
			styles[style(ref)] += n
		}
		if was := p.of[r]; n > best[r] || n == best[r] && ref < was {
			best[r], p.of[r] = n, ref
		}
	}
	p.named = styles[2] > styles[0]+styles[1]
	p.hex = styles[1] > styles[0]
	p.ascii = styles[0]+styles[1]+styles[2] > 0
	if !p.any {
		return
	}
	raw := map[rune]int{}
	for i := 0; i < len(content); {
		if i += asciiLen(content[i:]); i == len(content) {
			break
		}
		r, size := utf8.DecodeRuneInString(content[i:])
		i += size
		p.ascii = false
		if best[r] > 0 {
			raw[r]++
		}
	}
	for r, n := range raw {
		if n > best[r] {
			delete(p.of, r)
		}
	}
}

func style(ref string) int {
	switch {
	case ref[1] != '#':
		return 2
	case ref[2]|0x20 == 'x':
		return 1
	}
	return 0
}

// escape is the text.Escape of text in which a line end is written as lf says.
func (p *spelling) escape(lf func() string) func(string) (string, error) {
	return func(s string) (string, error) {
		var out strings.Builder
		for _, r := range s {
			switch ref := p.of[r]; {
			case r == '\n':
				out.WriteString(lf())
			case ref != "" && (r >= utf8.RuneSelf || r == '"' || r == '\''):
				out.WriteString(ref)
			case r == '&':
				out.WriteString("&amp;")
			case r == '<':
				out.WriteString("&lt;")
			case r == '>':
				out.WriteString("&gt;")
			case r >= utf8.RuneSelf && (p.ascii || r == '\u00A0' || r == '\u00AD' || !p.holds(r)):
				out.WriteString(p.refer(r))
			default:
				out.WriteRune(r)
			}
		}
		return p.bytes(out.String())
	}
}

// quoted is the text.Escape of the value of an attribute, whichever marks it stands in.
func (p *spelling) quoted() func(string) (string, error) {
	inner := p.escape(func() string { return "&#10;" })
	return func(s string) (string, error) {
		var out strings.Builder
		for s != "" {
			i := strings.IndexAny(s, `"'`)
			if i < 0 {
				i = len(s)
			}
			part, err := inner(s[:i])
			if err != nil {
				return "", err
			}
			out.WriteString(part)
			if i < len(s) {
				ref := "&quot;"
				if s[i] == '\'' {
					ref = "&#39;"
				}
				mark, err := p.bytes(ref)
				if err != nil {
					return "", err
				}
				out.WriteString(mark)
				i++
			}
			s = s[i:]
		}
		return out.String(), nil
	}
}

// section is the text.Escape of a CDATA section, where nothing is escaped.
func (p *spelling) section() func(string) (string, error) {
	return func(s string) (string, error) {
		if strings.Contains(s, "]]>") {
			return "", fmt.Errorf("]]> %w in a CDATA section; leave this finding", ErrUnencodable)
		}
		return p.bytes(s)
	}
}

func (p *spelling) bytes(s string) (string, error) {
	if p.plain == nil {
		return s, nil
	}
	return p.plain(s)
}

func (p *spelling) holds(r rune) bool {
	if r == utf8.RuneError || p.enc.unit == 1 && p.enc.page != nil {
		_, ok := p.enc.byteOf(r)
		return ok && r != utf8.RuneError
	}
	return true
}

func (p *spelling) refer(r rune) string {
	if p.html && (p.named || r == '\u00A0' && !p.hex && !p.ascii) {
		if name := nameOf(r); name != "" {
			return "&" + name + ";"
		}
	}
	return p.number(r)
}

// number is the numeric reference of a character, as the file writes them.
func (p *spelling) number(r rune) string {
	if p.hex {
		return fmt.Sprintf("&#x%X;", r)
	}
	return fmt.Sprintf("&#%d;", r)
}

// nameOf is the name of a character among those of HTML 4 that texts are made of; "" if it has none.
func nameOf(r rune) string {
	if r >= 0xA0 && r <= 0xFF {
		i := 0
		for name := range strings.FieldsSeq(latin1Names) {
			if i == int(r-0xA0) {
				return name
			}
			i++
		}
	}
	return otherNames[r]
}

const latin1Names = `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr
deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest
Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml
ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig
agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml
eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`

var otherNames = map[rune]string{
	'–': "ndash", '—': "mdash", '‘': "lsquo", '’': "rsquo", '‚': "sbquo", '“': "ldquo", '”': "rdquo", '„': "bdquo",
	'‹': "lsaquo", '›': "rsaquo", '…': "hellip", '†': "dagger", '‡': "Dagger", '•': "bull", '€': "euro", '™': "trade",
	'Œ': "OElig", 'œ': "oelig", 'Š': "Scaron", 'š': "scaron", 'Ÿ': "Yuml", 'ƒ': "fnof", '′': "prime", '″': "Prime",
}
