package witness

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"sort"
)

// An index file holds, in this order:
//
//	head        magic, version
//	postings    of each fingerprint kept: check (what of its hash the bucket does not say), block; sorted by hash, then block
//	directory   for each bucket, which is the first bits of a hash, the number of its first posting; 4 bytes each, and one more at the end
//	catalogue   the witnesses: files, lengths, pages
//	foot        the lengths and widths of all that, checksums
//
// Numbers are little-endian. A block is blockSize bytes of the reading text of a witness; each witness begins a new one.
const (
	magic     = "emend witness\n\x00\x00"
	version   = 1
	headSize  = len(magic) + 4 + 4
	footSize  = 64
	blockSize = 64
)

var (
	// ErrFormat: these bytes are no index, or a damaged one.
	ErrFormat = errors.New("no index of sources, or a damaged one")
	// ErrVersion: an index that another version of this program made.
	ErrVersion = errors.New("an index of another version")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// An Index finds passages. It reads in place what it needs and may be used from several goroutines.
type Index struct {
	r         io.ReaderAt
	foot      foot
	Witnesses []Witness
}

// foot is the end of an index file.
type foot struct {
	postings     uint64
	catalogue    uint64 // bytes
	blocks       uint32
	bits         uint8 // of a bucket
	check, place uint8 // bytes of a posting's two parts
	body         uint32
	catalogueSum uint32
}

func (f *foot) posting() int64     { return int64(f.check) + int64(f.place) }
func (f *foot) directoryAt() int64 { return int64(headSize) + int64(f.postings)*f.posting() }
func (f *foot) catalogueAt() int64 { return f.directoryAt() + (1<<f.bits+1)*4 }
func (f *foot) size() int64        { return f.catalogueAt() + int64(f.catalogue) + footSize }

func (f *foot) encode() []byte {
	b := make([]byte, 0, footSize)
	le := binary.LittleEndian
	b = le.AppendUint64(b, f.postings)
	b = le.AppendUint64(b, f.catalogue)
	b = le.AppendUint64(b, uint64(f.size()))
	b = le.AppendUint32(b, f.blocks)
	b = append(b, f.bits, f.check, f.place, blockSize, gram, window, 0, 0)
	b = le.AppendUint32(b, f.body)
	b = le.AppendUint32(b, f.catalogueSum)
	b = append(b, make([]byte, footSize-4-len(b))...)
	return le.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

func (f *foot) decode(b []byte, size int64) error {
	le := binary.LittleEndian
	if crc32.Checksum(b[:footSize-4], castagnoli) != le.Uint32(b[footSize-4:]) {
		return fmt.Errorf("%w: its end is cut off or damaged", ErrFormat)
	}
	f.postings, f.catalogue = le.Uint64(b), le.Uint64(b[8:])
	f.blocks = le.Uint32(b[24:])
	f.bits, f.check, f.place = b[28], b[29], b[30]
	f.body, f.catalogueSum = le.Uint32(b[36:]), le.Uint32(b[40:])
	if b[31] != blockSize || b[32] != gram || b[33] != window {
		return fmt.Errorf("%w: its fingerprints are made in another way", ErrVersion)
	}
	if f.bits < 1 || f.bits > 28 || f.check != uint8(checkWidth(int(f.bits))) || f.place < 1 || f.place > 4 ||
		f.postings > 1<<32-1 || f.catalogue > uint64(size) || le.Uint64(b[16:]) != uint64(size) || f.size() != size {
		return fmt.Errorf("%w: its parts do not add up", ErrFormat)
	}
	return nil
}

// checkWidth is how many bytes hold what a bucket leaves of a hash.
func checkWidth(bits int) int { return (32 - bits + 7) / 8 }

// Open reads the ends of an index and its catalogue. The error wraps ErrFormat or ErrVersion, or is of the reader.
func Open(r io.ReaderAt, size int64) (*Index, error) {
	head := make([]byte, headSize)
	if size < int64(headSize+footSize) {
		return nil, fmt.Errorf("%w: %d bytes", ErrFormat, size)
	}
	if _, err := r.ReadAt(head, 0); err != nil {
		return nil, err
	}
	if string(head[:len(magic)]) != magic {
		return nil, ErrFormat
	}
	if v := binary.LittleEndian.Uint32(head[len(magic):]); v != version {
		return nil, fmt.Errorf("%w: %d, this program reads %d", ErrVersion, v, version)
	}
	end := make([]byte, footSize)
	if _, err := r.ReadAt(end, size-footSize); err != nil {
		return nil, err
	}
	ix := &Index{r: r}
	if err := ix.foot.decode(end, size); err != nil {
		return nil, err
	}
	raw := make([]byte, ix.foot.catalogue)
	if _, err := r.ReadAt(raw, ix.foot.catalogueAt()); err != nil && len(raw) > 0 {
		return nil, err
	}
	if crc32.Checksum(raw, castagnoli) != ix.foot.catalogueSum {
		return nil, fmt.Errorf("%w: its catalogue is damaged", ErrFormat)
	}
	var err error
	ix.Witnesses, err = decodeCatalogue(raw, ix.foot.blocks)
	return ix, err
}

// Size is how many bytes the index takes.
func (ix *Index) Size() int64 { return ix.foot.size() }

// Postings is how many fingerprints the index holds.
func (ix *Index) Postings() int64 { return int64(ix.foot.postings) }

// Verify reads all of the index and compares it with its checksum. O(size).
func (ix *Index) Verify() error {
	sum := crc32.New(castagnoli)
	if _, err := io.Copy(sum, io.NewSectionReader(ix.r, 0, ix.foot.catalogueAt()+int64(ix.foot.catalogue))); err != nil {
		return err
	}
	if sum.Sum32() != ix.foot.body {
		return fmt.Errorf("%w: its checksum is wrong", ErrFormat)
	}
	return nil
}

// A lookup finds the blocks of one fingerprint after the other; its buffer is used again. It remembers what it found: a text that says the same
// over and over asks the same over and over.
type lookup struct {
	ix   *Index
	buf  []byte
	dir  [8]byte
	memo map[uint32]remembered
}

// remembered is what was found of a hash: the number of its blocks, and the blocks if they are few enough.
type remembered struct {
	n      int
	blocks []uint32
}

const memoMost = 1 << 14 // hashes

// remember is blocks with a memory. most is the same in every call.
func (l *lookup) remember(hash uint32, most int, f func(block uint32)) (int, error) {
	r, ok := l.memo[hash]
	if !ok {
		var err error
		r.n, err = l.blocks(hash, most, func(block uint32) { r.blocks = append(r.blocks, block) })
		if err != nil {
			return 0, err
		}
		if l.memo == nil || len(l.memo) >= memoMost {
			l.memo = make(map[uint32]remembered)
		}
		l.memo[hash] = r
	}
	for _, b := range r.blocks {
		f(b)
	}
	return r.n, nil
}

// bucketMost is how many postings of a bucket are read. A larger one belongs to a text that says the same over and over.
const bucketMost = 1 << 14

// blocks calls f with every block that a fingerprint with this hash begins in, in order, if they are most at most; n is their
// number. Postings that cannot be are passed over.
func (l *lookup) blocks(hash uint32, most int, f func(block uint32)) (n int, err error) {
	foot := &l.ix.foot
	bucket := int64(hash >> (32 - foot.bits))
	if _, err := l.ix.r.ReadAt(l.dir[:], foot.directoryAt()+4*bucket); err != nil {
		return 0, err
	}
	start, end := binary.LittleEndian.Uint32(l.dir[:]), binary.LittleEndian.Uint32(l.dir[4:])
	if start >= end || uint64(end) > foot.postings || end-start > bucketMost {
		return 0, nil
	}
	size := int(foot.posting())
	count := int(end - start)
	if cap(l.buf) < count*size {
		l.buf = make([]byte, count*size+512)
	}
	b := l.buf[:count*size]
	if _, err := l.ix.r.ReadAt(b, int64(headSize)+int64(start)*int64(size)); err != nil {
		return 0, err
	}
	check := hash & (1<<(32-foot.bits) - 1)
	width := int(foot.check)
	at := func(i int) uint32 { return number(b[i*size:], width) }
	first := sort.Search(count, func(i int) bool { return at(i) >= check })
	last := first
	for last < count && at(last) == check {
		last++
	}
	if last-first > most {
		return last - first, nil
	}
	for i := first; i < last; i++ {
		if block := number(b[i*size+width:], int(foot.place)); block < foot.blocks {
			f(block)
		}
	}
	return last - first, nil
}

// number is a little-endian number of some bytes.
func number(b []byte, width int) (n uint32) {
	for i := width - 1; i >= 0; i-- {
		n = n<<8 | uint32(b[i])
	}
	return n
}

// of is the number of the witness that holds a block.
func (ix *Index) of(block uint32) int {
	return sort.Search(len(ix.Witnesses), func(i int) bool {
		w := &ix.Witnesses[i]
		return uint64(w.first)+uint64(w.blocks()) > uint64(block)
	})
}
