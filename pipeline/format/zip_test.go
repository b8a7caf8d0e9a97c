package format

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"strings"
	"testing"
)

// A packing is how a test writes a ZIP file: every way that the format knows.
type packing struct {
	described  string // "", "32", "64", "marked 32", "marked 64": the descriptor behind a member
	wideLocal  bool   // sizes of 8 bytes in front of the members
	wideTotal  bool   // and in the directory
	wideOffset bool
	wideEnd    bool
	method     uint16
	between    string // bytes that belong to no member
	comment    string
}

func (p packing) zip(members ...string) []byte {
	var out, directory []byte
	count := 0
	for i := 0; i+1 < len(members); i += 2 {
		name, content := members[i], []byte(members[i+1])
		count++
		var packed bytes.Buffer
		if p.method == deflated {
			w, _ := flate.NewWriter(&packed, 9)
			w.Write(content)
			w.Close()
		} else {
			packed.Write(content)
		}
		crc, size, length := crc32.ChecksumIEEE(content), uint64(len(content)), uint64(packed.Len())
		flags := uint16(0)
		if p.described != "" {
			flags = hasDescribed
		}
		sums := func(b []byte, hidden, wide bool) (fields, extra []byte) {
			c, l, s := crc, length, size
			if hidden {
				c, l, s = 0, 0, 0
			}
			b = le.AppendUint32(b, c)
			if !wide {
				return le.AppendUint32(le.AppendUint32(b, uint32(l)), uint32(s)), nil
			}
			extra = le.AppendUint16(le.AppendUint16(nil, 1), 16)
			return le.AppendUint32(le.AppendUint32(b, 0xFFFFFFFF), 0xFFFFFFFF), le.AppendUint64(le.AppendUint64(extra, s), l)
		}
		at := uint64(len(out))
		head := le.AppendUint32(le.AppendUint16(le.AppendUint16(le.AppendUint16(nil, 20), flags), p.method), 0x21<<16|0x42)
		fields, extra := sums(head, flags != 0, p.wideLocal)
		extra = append([]byte("xx\x02\x00hi"), extra...)
		out = append(out, "PK\x03\x04"...)
		out = append(out, fields...)
		out = le.AppendUint16(le.AppendUint16(out, uint16(len(name))), uint16(len(extra)))
		out = append(append(append(out, name...), extra...), packed.Bytes()...)
		if d, marked := strings.CutPrefix(p.described, "marked "); d != "" {
			if marked {
				out = append(out, "PK\x07\x08"...)
			}
			out = append(out, describe(crc, int(length), int(size), d == "64")...)
		}
		out = append(out, p.between...)

		fields, extra = sums(append([]byte{20, 3}, head...), false, p.wideTotal)
		offset := uint32(at)
		if p.wideOffset {
			if offset = 0xFFFFFFFF; extra == nil {
				extra = le.AppendUint16(le.AppendUint16(nil, 1), 0)
			}
			extra = le.AppendUint64(extra, at)
			le.PutUint16(extra[2:], uint16(len(extra)-4))
		}
		extra = append([]byte("yy\x01\x00!"), extra...)
		directory = append(append(directory, "PK\x01\x02"...), fields...)
		directory = le.AppendUint16(le.AppendUint16(le.AppendUint16(directory, uint16(len(name))), uint16(len(extra))), 3)
		directory = append(directory, 0, 0, 0, 0, 1, 2, 3, 4)
		directory = append(append(append(le.AppendUint32(directory, offset), name...), extra...), "cmt"...)
	}
	start := len(out)
	out = append(out, directory...)
	n, size, where := uint16(count), uint32(len(directory)), uint32(start)
	if p.wideEnd {
		at := uint64(len(out))
		out = le.AppendUint64(append(out, "PK\x06\x06"...), 44)
		out = append(out, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0)
		out = le.AppendUint64(le.AppendUint64(out, uint64(count)), uint64(count))
		out = le.AppendUint64(le.AppendUint64(out, uint64(len(directory))), uint64(start))
		out = append(append(out, "PK\x06\x07"...), 0, 0, 0, 0)
		out = append(le.AppendUint64(out, at), 1, 0, 0, 0)
		n, size, where = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF
	}
	out = append(out, "PK\x05\x06\x00\x00\x00\x00"...)
	out = le.AppendUint32(le.AppendUint32(le.AppendUint16(le.AppendUint16(out, n), n), size), where)
	return append(le.AppendUint16(out, uint16(len(p.comment))), p.comment...)
}

var packings = map[string]packing{
	"stored":               {},
	"deflated":             {method: deflated},
	"described":            {method: deflated, described: "32"},
	"described, wide":      {method: deflated, described: "64"},
	"described, marked":    {method: deflated, described: "marked 32"},
	"marked and wide":      {method: deflated, described: "marked 64", wideLocal: true},
	"stored and described": {described: "marked 32"},
	"wide sizes":           {method: deflated, wideLocal: true, wideTotal: true},
	"wide offsets":         {method: deflated, wideOffset: true},
	"all wide":             {method: deflated, wideLocal: true, wideTotal: true, wideOffset: true, wideEnd: true},
	"with a comment":       {method: deflated, comment: "PK\x05\x06 is no end"},
	"with gaps":            {method: deflated, between: "nothing"},
}

// TestReplace: another reader of ZIP files reads what was put in, and nothing else has changed: with the old content put back, not
// a byte.
func TestReplace(t *testing.T) {
	long := strings.Repeat("a text that has been corrected; ", 90)
	for name, p := range packings {
		t.Run(name, func(t *testing.T) {
			members := []string{"mimetype", "a/b", "one", "one one one", "two", "two two two", "three", ""}
			src := p.zip(members...)
			a, err := newArchive(src)
			if err != nil {
				t.Fatal(err)
			}
			if same, err := a.replace(nil); err != nil || !bytes.Equal(same, src) {
				t.Fatalf("nothing replaced, and other bytes: %v", err)
			}
			for _, put := range []map[int][]byte{{1: []byte(long)}, {2: []byte("")}, {0: []byte("c"), 1: []byte(long), 3: []byte("x")}} {
				out, err := a.replace(put)
				if err != nil {
					t.Fatal(err)
				}
				z, err := zip.NewReader(bytes.NewReader(out), int64(len(out)))
				if err != nil {
					t.Fatal(err)
				}
				b, err := newArchive(out)
				if err != nil {
					t.Fatal(err)
				}
				for i, f := range z.File {
					want := members[2*i+1]
					if now, changed := put[i]; changed {
						want = string(now)
					}
					r, err := f.Open()
					if err != nil {
						t.Fatal(err)
					}
					if got, err := io.ReadAll(r); err != nil || string(got) != want {
						t.Errorf("%s: %q, %v; want %q", f.Name, got, err, want)
					}
					if got, err := b.unpack(i); err != nil || string(got) != want {
						t.Errorf("%s: unpacked %q, %v", f.Name, got, err)
					}
				}
				back := map[int][]byte{}
				for i := range put {
					back[i] = []byte(members[2*i+1])
				}
				if p.method == stored { // deflate levels differ
					if again, err := b.replace(back); err != nil || !bytes.Equal(again, src) {
						t.Errorf("put back, and other bytes: %v", err)
					}
				}
			}
		})
	}
}

// TestRefusals: what other readers may take differently is not taken at all.
func TestRefusals(t *testing.T) {
	good := packing{method: deflated}.zip("one", strings.Repeat("one ", 300), "two", "2")
	edited := func(edit func(b []byte)) []byte {
		b := bytes.Clone(good)
		edit(b)
		return b
	}
	central := bytes.Index(good, []byte("PK\x01\x02"))
	for _, test := range []struct {
		name, want string
		src        []byte
	}{
		{"empty", "no ZIP file", nil},
		{"cut off", "no ZIP file", good[:len(good)-1]},
		{"in front", "not where its end says", append([]byte("#!/bin/sh"), good...)},
		{"encrypted", "encrypted", edited(func(b []byte) { b[central+8] |= 1 })},
		{"unknown method", "method 12", edited(func(b []byte) { b[central+10], b[8] = 12, 12 })},
		{"other name", "disagree", edited(func(b []byte) { b[30] = 'O' })},
		{"checksum", "checksum", edited(func(b []byte) { b[central+16]++ })},
		{"more than it says", "does not unpack", edited(func(b []byte) { b[central+25] = 0 })},
		{"less than it says", "does not unpack", edited(func(b []byte) { b[central+25] = 9 })},
		{"bomb", "unpacks to", edited(func(b []byte) { b[central+27] = 0x7F })},
		{"two of a name", "two members", packing{}.zip("one", "1", "one", "2")},
		{"two of a name but for case", "two members", packing{}.zip("One", "1", "onE", "2")},
		{"parts", "several parts", edited(func(b []byte) { b[len(b)-18] = 1 })},
		{"overlap", "overlaps", edited(func(b []byte) {
			second := central + 46 + int(le.Uint16(b[central+28:])) + int(le.Uint16(b[central+30:])) + 3
			le.PutUint32(b[second+42:], le.Uint32(b[central+42:]))
		})},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, err := newArchive(test.src)
			if err == nil {
				var i int
				if i, err = a.find("one"); err == nil {
					_, err = a.unpack(i)
				}
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// FuzzArchive: whatever the bytes, no panic; nothing replaced, the same bytes; a member put back is read back.
func FuzzArchive(f *testing.F) {
	for _, p := range packings {
		f.Add(p.zip("one", "1 1 1", "two", "2"), []byte("another"))
	}
	f.Fuzz(func(t *testing.T, src, put []byte) {
		a, err := newArchive(src)
		if err != nil {
			return
		}
		if same, err := a.replace(nil); err != nil || !bytes.Equal(same, src) {
			t.Fatalf("nothing replaced, and other bytes: %v", err)
		}
		for i := range a.entries {
			if _, err := a.unpack(i); err != nil {
				continue
			}
			out, err := a.replace(map[int][]byte{i: put})
			if err != nil {
				continue
			}
			b, err := newArchive(out)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := b.unpack(i); err != nil || !bytes.Equal(got, put) {
				t.Fatalf("put %q, got %q, %v", put, got, err)
			}
			for j := range a.entries {
				if x, err := a.unpack(j); err == nil && j != i {
					if y, err := b.unpack(j); err != nil || !bytes.Equal(x, y) {
						t.Fatalf("member %d reads %q, %v; %q before", j, y, err, x)
					}
				}
			}
		}
	})
}
