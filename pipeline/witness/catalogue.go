package witness

import (
	"encoding/binary"
	"fmt"
)

// A Witness is one text of an index.
type Witness struct {
	Path     string // of its file, as whoever built the index names it
	Size     int64  // of its file, in bytes
	Modified int64  // of its file: any number that changes when it is written
	Length   int    // of its reading text, in bytes
	Plain    bool   // the file is its reading text, byte for byte
	Pages    []Page // by At
	First    int    // the number of the first page that Pages were found with
	first    uint32 // its first block
}

// A Page begins at a byte of the reading text.
type Page struct{ At, Number int }

func (w *Witness) blocks() uint32 { return uint32((w.Length + blockSize - 1) / blockSize) }

// PageAt is the number of the page that a byte of the reading text stands on; false before the first mark of a page, and in
// a text that has none. O(log pages).
func (w *Witness) PageAt(at int) (int, bool) {
	lo, hi := 0, len(w.Pages)
	for lo < hi {
		if mid := (lo + hi) / 2; w.Pages[mid].At <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return 0, false
	}
	return w.Pages[lo-1].Number, true
}

func encodeCatalogue(ws []Witness) []byte {
	b := binary.AppendUvarint(nil, uint64(len(ws)))
	for i := range ws {
		w := &ws[i]
		b = binary.AppendUvarint(b, uint64(len(w.Path)))
		b = append(b, w.Path...)
		b = binary.AppendVarint(b, w.Size)
		b = binary.AppendVarint(b, w.Modified)
		b = binary.AppendUvarint(b, uint64(w.Length))
		plain := byte(0)
		if w.Plain {
			plain = 1
		}
		b = append(b, plain)
		b = binary.AppendVarint(b, int64(w.First))
		b = binary.AppendUvarint(b, uint64(len(w.Pages)))
		at, number := 0, 0
		for _, p := range w.Pages {
			b = binary.AppendVarint(b, int64(p.At-at))
			b = binary.AppendVarint(b, int64(p.Number-number))
			at, number = p.At, p.Number
		}
	}
	return b
}

// reader takes numbers off bytes; after the first that is not there it gives zeros.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) unsigned(most uint64) uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > most || r.bad {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) signed() int64 {
	v, n := binary.Varint(r.b)
	if n <= 0 || r.bad {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *reader) text(n uint64) string {
	if r.bad || n > uint64(len(r.b)) {
		r.bad = true
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

// maxLength is the longest reading text, in bytes.
const maxLength = 1 << 40

// decodeCatalogue refuses what no Builder writes. Memory is in proportion to the bytes.
func decodeCatalogue(raw []byte, blocks uint32) ([]Witness, error) {
	r := reader{b: raw}
	n := r.unsigned(uint64(len(raw)))
	ws := make([]Witness, 0, min(n, uint64(len(raw)/6+1)))
	first := uint64(0)
	for range n {
		w := Witness{Path: r.text(r.unsigned(uint64(len(raw)))), Size: r.signed(), Modified: r.signed(), Length: int(r.unsigned(maxLength))}
		w.Plain = r.text(1) == "\x01"
		w.First = int(r.signed())
		pages := r.unsigned(uint64(len(raw)))
		at, number := int64(0), int64(0)
		for range pages {
			at, number = at+r.signed(), number+r.signed()
			if r.bad || at < 0 || at > int64(w.Length) || len(w.Pages) > 0 && int(at) < w.Pages[len(w.Pages)-1].At {
				r.bad = true
				break
			}
			w.Pages = append(w.Pages, Page{int(at), int(number)})
		}
		if r.bad {
			break
		}
		w.first = uint32(first)
		if first += uint64(w.Length+blockSize-1) / blockSize; first > uint64(blocks) {
			r.bad = true
			break
		}
		ws = append(ws, w)
	}
	if r.bad || len(r.b) > 0 || first != uint64(blocks) {
		return nil, fmt.Errorf("%w: its catalogue makes no sense", ErrFormat)
	}
	return ws, nil
}
