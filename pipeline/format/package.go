package format

import (
	"encoding/hex"
	"fmt"
	"html"
	"path"
	"strings"

	"emend/pipeline/text"
)

// A member is a file in a package whose text is read.
type member struct {
	entry int
	read  func(src []byte, enc Encoding) Reading
}

// zipped is a package: the bytes of the file, and what of it is read.
type zipped struct {
	archive *archive
	members []member
}

func (p *zipped) File() []byte { return p.archive.src }

func (p *zipped) Pack(parts [][]byte) ([]byte, error) {
	content := make(map[int][]byte)
	for i, src := range parts {
		if src != nil {
			content[p.members[i].entry] = src
		}
	}
	return p.archive.replace(content)
}

// readPackage reads the members of a package as one text, a paragraph's gap between them.
func readPackage(f *Format, at string, src []byte, opts Options) (*text.Document, []Warning, error) {
	fail := func(err error) (*text.Document, []Warning, error) { return nil, nil, fmt.Errorf("%s: %w", at, err) }
	a, err := newArchive(src)
	if err != nil {
		if strings.HasPrefix(string(src), "\xD0\xCF\x11\xE0") {
			err = fmt.Errorf("has a password, or is an old Word file; save it as .docx without one")
		}
		return fail(err)
	}
	members, warnings, err := f.Members(a, opts)
	if err != nil {
		return fail(err)
	}
	d := &text.Document{Path: at, Format: f.Name, Encoding: "utf-8", Text: &text.Text{}, Package: &zipped{a, members}}
	var unpacked []byte
	var content strings.Builder
	var regions []text.Region
	for i := range warnings {
		warnings[i].Path, warnings[i].Line, warnings[i].Column = at, 1, 1
	}
	total := 0
	for _, m := range members {
		name := a.entries[m.entry].name
		if total += a.entries[m.entry].size; total > maxUnpacked {
			return fail(fmt.Errorf("unpacks to more than %d bytes, which is no text", maxUnpacked))
		}
		part, err := a.unpack(m.entry)
		if err != nil {
			return fail(err)
		}
		enc, warned, err := detect(part, xmlCharset(part), opts)
		if err != nil {
			return fail(fmt.Errorf("%s: %w", name, err))
		}
		r := m.read(part, enc)
		warned = append(warned, r.Warnings...)
		if w, bad := unreadable(r.Text, part, enc); bad {
			warned = append(warned, w)
		}
		if len(warned) > 0 {
			lines := text.NewLines(part, enc.Name)
			for _, w := range warned {
				w.Path = at + text.PartMark + name
				w.Line, w.Column = lines.At(w.Offset)
				warnings = append(warnings, w)
			}
		}
		if len(d.Parts) == 0 {
			d.Encoding = enc.Name
		}
		d.Parts = append(d.Parts, text.Part{
			Name: name, Encoding: enc.Name,
			Source: text.Range{Start: len(unpacked), End: len(unpacked) + len(part)},
			Text:   d.Text.Append(&content, r.Text, len(unpacked)),
		})
		shift := d.Parts[len(d.Parts)-1].Text.Start
		for _, region := range r.Regions {
			region.Start, region.End = region.Start+shift, region.End+shift
			regions = append(regions, region)
		}
		for _, c := range r.Comments {
			c.Start, c.End = c.Start+len(unpacked), c.End+len(unpacked)
			d.Comments = append(d.Comments, c)
		}
		for _, b := range r.Breaks {
			d.Breaks = append(d.Breaks, text.PageBreak{At: b.At + shift, Number: b.Number})
		}
		unpacked = append(unpacked, part...)
	}
	d.Text.Content, d.Source, d.Regions = content.String(), unpacked, text.NewRegions(regions)
	return d, warnings, nil
}

// isZip reports whether a file begins as a ZIP does that has a member.
func isZip(src []byte) bool { return strings.HasPrefix(string(src[:min(len(src), 4)]), "PK\x03\x04") }

// markupOf is a member of a package as a scanner of its tags; nil if it is not there.
func (a *archive) markupOf(name string) (*scanner, error) {
	i, err := a.find(name)
	if i < 0 || err != nil {
		return nil, err
	}
	src, err := a.unpack(i)
	if err != nil {
		return nil, err
	}
	enc, _, err := detect(src, xmlCharset(src), Options{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &scanner{s: enc.Text(src).Content, xml: true}, nil
}

// nextTag goes to the next start tag.
func (k *scanner) nextTag() bool {
	for k.next() {
		if k.kind == startTag {
			return true
		}
	}
	return false
}

// value is the value of an attribute, whatever its prefix, with its references read. // w:val -> val
func (k *scanner) value(local string) string {
	for i := k.inside.Start; i < k.inside.End; {
		n, v, next, ok := attribute(k.s, i)
		if !ok {
			break
		}
		name := k.s[n.Start:n.End]
		if name[strings.IndexByte(name, ':')+1:] == local {
			return html.UnescapeString(k.s[v.Start:v.End])
		}
		i = next
	}
	return ""
}

// target is the member that a reference from another one names. // OEBPS/content.opf, ../a%20b.xhtml#c -> a b.xhtml
func target(from, ref string) string {
	ref, _, _ = strings.Cut(ref, "#")
	ref = percentDecoded(ref)
	if strings.HasPrefix(ref, "/") {
		return strings.TrimPrefix(path.Clean(ref), "/")
	}
	return path.Join(path.Dir(from), ref)
}

// percentDecoded is a reference with what stands in it as %20; a % that begins nothing stays.
func percentDecoded(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if b, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				out, i = append(out, b...), i+2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}
