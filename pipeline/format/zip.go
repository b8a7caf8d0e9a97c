package format

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"
	"sort"
	"strings"

	"emend/pipeline/text"
)

// An archive is a ZIP file as its directory has it (PKWARE APPNOTE 6.3.10). Nothing of it is unpacked until asked for.
// What readers of ZIP files are known to take differently is refused: parts of archives, bytes in front of the first
// member that the offsets do not count, members that overlap.
type archive struct {
	src       []byte
	entries   []entry          // in the order of the directory
	directory text.Range       // the headers of the members once more
	end       int              // the record at the end of the archive
	wide      int              // the 64-bit record at the end; -1: there is none
	names     map[string][]int // members of a name
	folded    map[string][]int // and of one in lower case
}

// An entry is a member of an archive.
type entry struct {
	name       string
	flags      uint16
	method     uint16
	crc        uint32
	size       int        // unpacked
	packed     text.Range // its bytes
	header     int        // in front of them
	local      sums       // of header
	central    sums       // of its header in the directory
	offset     number     // of header, in the directory
	descriptor text.Range // behind its bytes: checksum and sizes once more; empty: none
}

// A number is where one is written: at an offset of the archive, in 4 or 8 bytes.
type number struct{ at, bytes int }

// sums is where a header has checksum, packed and unpacked size.
type sums struct{ crc, packed, size number }

// put writes the number, in an archive that has shifted; it reports whether there is room.
func (n number) put(b []byte, shift int, v uint64) bool {
	if n.bytes == 8 {
		le.PutUint64(b[n.at+shift:], v)
		return true
	}
	le.PutUint32(b[n.at+shift:], uint32(v))
	return v < 0xFFFFFFFF
}

func (s *sums) put(b []byte, shift int, e *entry) bool {
	le.PutUint32(b[s.crc.at+shift:], e.crc)
	return s.packed.put(b, shift, uint64(e.packed.Len())) && s.size.put(b, shift, uint64(e.size))
}

const (
	stored   = 0
	deflated = 8

	encrypted    = 1 << 0
	hasDescribed = 1 << 3  // checksum and sizes stand behind the member
	masked       = 1 << 13 // an encrypted directory

	maxUnpacked = 256 << 20 // bytes of all members that are read: what unpacks to more is no text
	maxRatio    = 200       // and that many times its size, from
	fromSize    = 16 << 20  // on: markup packs to a tenth, that of a table to a fiftieth
)

var le = binary.LittleEndian

var errNoZip = errors.New("no ZIP file, or the end of it is missing")

// newArchive reads the directory. O(directory).
func newArchive(src []byte) (*archive, error) {
	a := &archive{src: src, end: -1, wide: -1, names: map[string][]int{}, folded: map[string][]int{}}
	for i := len(src) - 22; i >= 0 && i >= len(src)-22-0xFFFF; i-- {
		if bytes.HasPrefix(src[i:], []byte("PK\x05\x06")) && i+22+int(le.Uint16(src[i+20:])) == len(src) {
			a.end = i
			break
		}
	}
	if a.end < 0 {
		return nil, errNoZip
	}
	end := src[a.end:]
	count, size, at := uint64(le.Uint16(end[10:])), uint64(le.Uint32(end[12:])), uint64(le.Uint32(end[16:]))
	behind := a.end // of the directory
	if i := a.end - 20; i >= 0 && bytes.HasPrefix(src[i:], []byte("PK\x06\x07")) {
		w := le.Uint64(src[i+8:])
		if w > uint64(i) || uint64(i)-w < 56 || !bytes.HasPrefix(src[w:], []byte("PK\x06\x06")) || le.Uint64(src[w+4:])+12 != uint64(i)-w {
			return nil, errors.New("the 64-bit record at the end of the ZIP file is broken")
		}
		a.wide, behind = int(w), int(w)
		record := src[w:]
		if le.Uint32(record[16:]) != 0 || le.Uint32(record[20:]) != 0 {
			return nil, errors.New("one of several parts of a ZIP file; join them first")
		}
		wide := [3]uint64{le.Uint64(record[32:]), le.Uint64(record[40:]), le.Uint64(record[48:])}
		if count != 0xFFFF && count != wide[0] || size != 0xFFFFFFFF && size != wide[1] || at != 0xFFFFFFFF && at != wide[2] {
			return nil, errors.New("the two records at the end of the ZIP file disagree; repack it")
		}
		count, size, at = wide[0], wide[1], wide[2]
	} else if le.Uint16(end[4:]) != 0 || le.Uint16(end[6:]) != 0 {
		return nil, errors.New("one of several parts of a ZIP file; join them first")
	}
	if at > uint64(behind) || size > uint64(behind)-at || at+size != uint64(behind) {
		return nil, errors.New("the directory of the ZIP file is not where its end says; repack it")
	}
	a.directory = text.Range{Start: int(at), End: behind}
	for i := a.directory.Start; i < a.directory.End; {
		e, next, err := a.entry(i)
		if err != nil {
			return nil, err
		}
		k, low := len(a.entries), strings.ToLower(e.name)
		a.names[e.name], a.folded[low] = append(a.names[e.name], k), append(a.folded[low], k)
		a.entries, i = append(a.entries, e), next
	}
	if uint64(len(a.entries)) != count {
		return nil, fmt.Errorf("the directory of the ZIP file has %d members, and says %d", len(a.entries), count)
	}
	return a, a.disjoint()
}

// entry reads the header at i of the directory, and says where the next one begins.
func (a *archive) entry(i int) (e entry, next int, err error) {
	broken := errors.New("the directory of the ZIP file is broken")
	h := a.src[i:a.directory.End]
	if len(h) < 46 || !bytes.HasPrefix(h, []byte("PK\x01\x02")) {
		return e, 0, broken
	}
	name, extra, comment := int(le.Uint16(h[28:])), int(le.Uint16(h[30:])), int(le.Uint16(h[32:]))
	if next = 46 + name + extra + comment; next > len(h) {
		return e, 0, broken
	}
	e = entry{name: string(h[46 : 46+name]), flags: le.Uint16(h[8:]), method: le.Uint16(h[10:]), crc: le.Uint32(h[16:])}
	e.central = sums{number{i + 16, 4}, number{i + 20, 4}, number{i + 24, 4}}
	e.offset = number{i + 42, 4}
	at, n := extraField(h[46+name:46+name+extra], 1)
	values := [3]uint64{}
	for k, field := range []*number{&e.central.size, &e.central.packed, &e.offset} {
		if values[k] = uint64(le.Uint32(a.src[field.at:])); values[k] != 0xFFFFFFFF {
			continue
		}
		if n < 8 {
			return e, 0, broken
		}
		*field = number{i + 46 + name + at, 8}
		values[k] = le.Uint64(a.src[field.at:])
		at, n = at+8, n-8
	}
	size, packed, header := values[0], values[1], values[2]
	limit := uint64(a.directory.Start)
	if d := le.Uint16(h[34:]); d != 0 && d != 0xFFFF || header > limit || limit-header < 30 || !bytes.HasPrefix(a.src[header:], []byte("PK\x03\x04")) {
		return e, 0, fmt.Errorf("%s: the ZIP file has no such member where its directory says", e.name)
	}
	l := a.src[header:]
	from := 30 + int(le.Uint16(l[26:]))
	start := header + uint64(from) + uint64(le.Uint16(l[28:]))
	if start > limit || packed > limit-start || size > 1<<40 {
		return e, 0, fmt.Errorf("%s: the member reaches beyond the ZIP file", e.name)
	}
	e.header, e.size, e.packed = int(header), int(size), text.Range{Start: int(start), End: int(start + packed)}
	e.local = sums{number{e.header + 14, 4}, number{e.header + 18, 4}, number{e.header + 22, 4}}
	at, n = extraField(l[from:start-header], 1)
	for _, field := range []*number{&e.local.size, &e.local.packed} {
		if le.Uint32(a.src[field.at:]) == 0xFFFFFFFF && n >= 8 {
			*field = number{e.header + from + at, 8}
			at, n = at+8, n-8
		}
	}
	if e.flags&hasDescribed != 0 {
		e.descriptor = a.describedBy(&e)
	}
	return e, i + next, nil
}

// extraField is where a field of that number begins in the extra part of a header, and its length.
func extraField(extra []byte, id uint16) (at, n int) {
	for i := 0; i+4 <= len(extra); {
		n := int(le.Uint16(extra[i+2:]))
		if i+4+n > len(extra) {
			break
		}
		if le.Uint16(extra[i:]) == id {
			return i + 4, n
		}
		i += 4 + n
	}
	return 0, 0
}

// describedBy is the descriptor behind a member: with or without its mark, its sizes of 4 or of 8 bytes. It is empty
// if none of the four says what the directory says.
func (a *archive) describedBy(e *entry) text.Range {
	for _, mark := range []string{"PK\x07\x08", ""} {
		for _, wide := range []bool{false, true} {
			d := append([]byte(mark), describe(e.crc, e.packed.Len(), e.size, wide)...)
			if bytes.HasPrefix(a.src[e.packed.End:a.directory.Start], d) {
				return text.Range{Start: e.packed.End, End: e.packed.End + len(d)}
			}
		}
	}
	return text.Range{}
}

func describe(crc uint32, packed, size int, wide bool) []byte {
	d := le.AppendUint32(nil, crc)
	if wide {
		return le.AppendUint64(le.AppendUint64(d, uint64(packed)), uint64(size))
	}
	return le.AppendUint32(le.AppendUint32(d, uint32(packed)), uint32(size))
}

// disjoint refuses members that share bytes: what is changed in one would be in the other. (So do the
// bombs of David Fifield, 2019.)
func (a *archive) disjoint() error {
	order := make([]*entry, len(a.entries))
	for i := range a.entries {
		order[i] = &a.entries[i]
	}
	slices.SortFunc(order, func(x, y *entry) int { return x.header - y.header })
	for i := 1; i < len(order); i++ {
		if order[i].header < max(order[i-1].packed.End, order[i-1].descriptor.End) {
			return fmt.Errorf("%s: the member overlaps another one of the ZIP file", order[i].name)
		}
	}
	return nil
}

// find is the index of the member of that name; of those alike but for case, if the name itself is not there. -1: none. An
// error: there are two.
func (a *archive) find(name string) (int, error) {
	for _, found := range [][]int{a.names[name], a.folded[strings.ToLower(name)]} {
		switch len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return -1, fmt.Errorf("%s: the ZIP file has two members of that name; which one counts is anybody's guess", name)
		}
	}
	return -1, nil
}

// unpack is the content of a member. Its checksum and its size are as the directory says, or it is an error.
func (a *archive) unpack(i int) ([]byte, error) {
	e := &a.entries[i]
	l := a.src[e.header:]
	packed := a.src[e.packed.Start:e.packed.End]
	switch {
	case e.flags&(encrypted|masked) != 0 || le.Uint16(l[6:])&encrypted != 0:
		return nil, fmt.Errorf("%s: encrypted; save it without a password", e.name)
	case string(l[30:30+int(le.Uint16(l[26:]))]) != e.name || le.Uint16(l[8:]) != e.method:
		return nil, fmt.Errorf("%s: the header of the member and the directory of the ZIP file disagree", e.name)
	case e.size > maxUnpacked:
		return nil, fmt.Errorf("%s: unpacks to %d bytes, more than the %d that are read", e.name, e.size, maxUnpacked)
	case e.size > fromSize && e.size/maxRatio > len(packed):
		return nil, fmt.Errorf("%s: unpacks to %d bytes, %d times what it is packed in, which no text does", e.name, e.size, e.size/max(len(packed), 1))
	case e.method == stored && len(packed) != e.size:
		return nil, fmt.Errorf("%s: damaged: its sizes disagree", e.name)
	case e.method != stored && e.method != deflated:
		return nil, fmt.Errorf("%s: packed by method %d, which is not read; repack the file", e.name, e.method)
	}
	src := packed
	if e.method == deflated {
		var out bytes.Buffer
		out.Grow(min(e.size, 64*len(packed)) + bytes.MinRead) // a size is only a claim
		n, err := io.Copy(&out, io.LimitReader(flate.NewReader(bytes.NewReader(packed)), int64(e.size)+1))
		if err != nil || int(n) != e.size {
			return nil, fmt.Errorf("%s: damaged: it does not unpack to its size", e.name)
		}
		src = out.Bytes()
	}
	if crc32.ChecksumIEEE(src) != e.crc {
		return nil, fmt.Errorf("%s: damaged: its checksum is another", e.name)
	}
	return src, nil
}

// replace is the archive with other content in some members, packed as they were. Every byte that is not a changed
// member, its checksum or sizes, or an offset of what stands behind it, is as it was.
func (a *archive) replace(content map[int][]byte) ([]byte, error) {
	order := make([]int, 0, len(content))
	for i := range content {
		order = append(order, i)
	}
	slices.SortFunc(order, func(x, y int) int { return a.entries[x].header - a.entries[y].header })
	var out bytes.Buffer
	out.Grow(len(a.src) + len(a.src)/16)
	at := 0
	var shifts []shift
	now := make(map[int]*entry)
	for _, i := range order {
		e := a.entries[i]
		if e.flags&hasDescribed != 0 && e.descriptor.Len() == 0 {
			return nil, fmt.Errorf("%s: what stands behind the member does not describe it; repack the file", e.name)
		}
		out.Write(a.src[at:e.header])
		start := out.Len()
		out.Write(a.src[e.header:e.packed.Start])
		from, src := out.Len(), content[i]
		if e.method == stored {
			out.Write(src)
		} else if err := deflate(&out, src); err != nil {
			return nil, err
		}
		e.crc, e.size, e.packed = crc32.ChecksumIEEE(src), len(src), text.Range{Start: from, End: out.Len()}
		if e.flags&hasDescribed == 0 || le.Uint32(a.src[e.local.crc.at:]) != 0 {
			if !e.local.put(out.Bytes(), start-e.header, &e) {
				return nil, errTooLarge
			}
		}
		at = a.entries[i].packed.End
		if d := e.descriptor; d.Len() > 0 {
			mark := 0
			if d.Len()%8 == 0 { // 16 or 24 bytes, not 12 or 20
				mark = 4
			}
			out.Write(a.src[d.Start : d.Start+mark])
			out.Write(describe(e.crc, e.packed.Len(), e.size, d.Len() >= 20))
			at = d.End
		}
		shifts, now[i] = append(shifts, shift{at, out.Len() - at}), &e
	}
	out.Write(a.src[at:])
	return a.settle(out.Bytes(), shifts, now)
}

// A shift says that what stood from an offset on stands further on now, or further back.
type shift struct{ from, by int }

var errTooLarge = errors.New("the ZIP file would be too large for its kind")

// settle corrects the directory and the end of an archive whose members have moved.
func (a *archive) settle(out []byte, shifts []shift, now map[int]*entry) ([]byte, error) {
	by := 0
	if n := len(shifts); n > 0 {
		by = shifts[n-1].by
	}
	room := true
	for i := range a.entries {
		e := &a.entries[i]
		if e := now[i]; e != nil {
			room = e.central.put(out, by, e) && room
		}
		n := sort.Search(len(shifts), func(k int) bool { return shifts[k].from > e.header })
		if n > 0 {
			room = e.offset.put(out, by, uint64(e.header+shifts[n-1].by)) && room
		}
	}
	start := uint64(a.directory.Start + by)
	if at := a.end + 16; le.Uint32(a.src[at:]) != 0xFFFFFFFF {
		room = number{at, 4}.put(out, by, start) && room
	}
	if a.wide >= 0 {
		le.PutUint64(out[a.wide+by+48:], start)
		le.PutUint64(out[a.end-20+by+8:], uint64(a.wide+by))
	}
	if !room {
		return nil, errTooLarge
	}
	return out, nil
}

func deflate(to io.Writer, src []byte) error {
	w, err := flate.NewWriter(to, flate.DefaultCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(src); err != nil {
		return err
	}
	return w.Close()
}
