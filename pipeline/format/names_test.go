package format

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"

	"emend/pipeline/text"
)

// Every name in the IANA registry that x/text has a single-byte table for is known, and means that table.
func TestNames(t *testing.T) {
	for _, all := range charmap.All {
		table, ok := all.(*charmap.Charmap)
		if !ok { // iso-8859-8-i and the like: the same letters, for another order of showing them
			continue
		}
		found := false
		for _, n := range names {
			found = found || n.table == table
		}
		if !found {
			t.Errorf("%v has no name", table)
		}
	}
	seen := map[string]string{}
	for _, n := range names {
		for _, key := range append(strings.Fields(n.aliases), bare(n.name)) {
			if key != bare(key) {
				t.Errorf("%s: alias %s can never be found", n.name, key)
			}
			if other, ok := seen[key]; ok && other != n.name {
				t.Errorf("%s is both %s and %s", key, other, n.name)
			}
			seen[key] = n.name
			var e encoding.Encoding
			if e, _ = ianaindex.IANA.Encoding(key); e == nil {
				continue
			}
			if table, ok := e.(*charmap.Charmap); ok && table != n.table {
				t.Errorf("%s: %s, but to IANA it is %v", key, n.name, table)
			}
		}
		if n.table == nil || strings.HasPrefix(n.name, "x-") {
			continue
		}
		if mime, err := ianaindex.MIME.Name(n.table); err != nil || strings.ToLower(mime) != n.name {
			t.Errorf("%s, but MIME says %s, %v", n.name, mime, err)
		}
		if got, err := Lookup(strings.ToUpper(n.name)); err != nil || got.Name != n.name {
			t.Errorf("%s: %v, %v", n.name, got.Name, err)
		}
	}
}

// All bytes decode as x/text has it, encode back to themselves, and none is lost.
func TestCharmapRoundTrip(t *testing.T) {
	for _, n := range names {
		if n.table == nil {
			continue
		}
		t.Run(n.name, func(t *testing.T) {
			var src []byte
			for b := range 256 {
				if r := n.table.DecodeByte(byte(b)); r != '\r' && r != '\n' {
					src = append(src, byte(b), byte(255-b), byte(b))
				}
			}
			src = bytes.ReplaceAll(bytes.ReplaceAll(src, []byte{'\r'}, nil), []byte{'\n'}, nil)
			d, _ := mustRead(t, string(src), Options{Encoding: n.name})
			want, err := n.table.NewDecoder().Bytes(src)
			if err != nil || d.Text.Content != string(want) {
				t.Fatalf("%q, want %q, %v", d.Text.Content, want, err)
			}
			covered := 0
			enc, _ := Lookup(n.name)
			if got, err := enc.Encode("\uFFFD"); err == nil {
				t.Errorf("U+FFFD is written %q", got)
			}
			for _, s := range d.Text.Segments {
				covered += s.Source.Len()
				if s.Kind == text.Synthetic {
					continue
				}
				got, err := enc.Encode(d.Text.Content[s.Text.Start:s.Text.End])
				if err != nil || got != string(src[s.Source.Start:s.Source.End]) {
					t.Errorf("%v: %q, %v; want %q", s.Text, got, err, src[s.Source.Start:s.Source.End])
				}
			}
			if covered != len(src) {
				t.Errorf("%d of %d bytes are under a segment", covered, len(src))
			}
		})
	}
}

func TestUnencodable(t *testing.T) {
	for _, c := range []struct{ encoding, letter, want string }{
		{"iso-8859-1", "“", "“ (U+201C) cannot be written in iso-8859-1; convert the file to utf-8, or leave this finding"},
		{"windows-1252", "щ", "щ (U+0449) cannot be written in windows-1252; convert the file to utf-8, or leave this finding"},
		{"windows-1252", "\u0081", "U+0081 cannot be written in windows-1252; convert the file to utf-8, or leave this finding"},
		{"us-ascii", "é", "é (U+00E9) cannot be written in us-ascii; convert the file to utf-8, or leave this finding"},
		{"koi8-r", "\uFFFD", "\uFFFD (U+FFFD) cannot be written in koi8-r; convert the file to utf-8, or leave this finding"},
		{"windows-1252", "\uFFFD", "\uFFFD (U+FFFD) cannot be written in windows-1252; convert the file to utf-8, or leave this finding"},
		{"windows-1252", "“€", ""},
		{"utf-16le", "щ😀", ""},
		{"utf-8", "щ\uFFFD", ""},
	} {
		d, _ := mustRead(t, "\x00\x00\x00\x00", Options{Encoding: c.encoding})
		_, err := d.Text.Source(text.Change{Span: text.Span{Start: 0, End: 1}, New: c.letter})
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s in %s: %v", c.letter, c.encoding, err)
		case c.want != "" && (!errors.Is(err, ErrUnencodable) || err.Error() != c.want):
			t.Errorf("%s in %s: %v, want %s", c.letter, c.encoding, err, c.want)
		}
	}
}
