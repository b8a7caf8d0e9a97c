package witness

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"math/bits"
	"slices"
)

// Scratch is room for what does not fit in memory: written once, then read.
type Scratch interface {
	io.Writer
	io.ReaderAt
}

// A Builder makes an index of texts, and of what of an earlier index still holds. Memory is bounded, whatever the size of the
// texts: runLength fingerprints, and the directory of the index. It is for one goroutine.
type Builder struct {
	scratch   func() (Scratch, error)
	old       *Index
	moved     []uint32 // where the blocks of each old witness begin now; gone: it is not kept
	witnesses []Witness
	blocks    uint64
	limit     int      // of a run
	run       []uint64 // hash and block
	runs      []Scratch
	lengths   []int
}

const (
	runLength = 4 << 20 // fingerprints
	gone      = ^uint32(0)
)

// ErrTooLarge: texts of more than 256 GiB.
var ErrTooLarge = errors.New("too much text for one index")

// NewBuilder begins an index; scratch gives room for one run after the other, and is not asked for
// small indexes; nil: all is kept in memory.
func NewBuilder(scratch func() (Scratch, error)) *Builder {
	return &Builder{scratch: scratch, limit: runLength}
}

// Keep takes over the witnesses of an earlier index that keep speaks for. It comes before the first Add. The index is read
// when the new one is written.
func (b *Builder) Keep(old *Index, keep func(*Witness) bool) {
	b.old, b.moved = old, make([]uint32, len(old.Witnesses))
	for i := range old.Witnesses {
		w := old.Witnesses[i]
		if !keep(&w) {
			b.moved[i] = gone
			continue
		}
		b.moved[i] = uint32(b.blocks)
		b.place(w)
	}
}

func (b *Builder) place(w Witness) {
	w.first = uint32(b.blocks)
	b.blocks += uint64(w.blocks())
	b.witnesses = append(b.witnesses, w)
}

// Add takes in a witness with its reading text; Length need not be set. O(bytes), and now and then the sorting of a run.
func (b *Builder) Add(w Witness, content string) error {
	w.Length = len(content)
	if b.blocks+uint64(w.blocks()) >= uint64(gone) {
		return ErrTooLarge
	}
	first := b.blocks
	b.place(w)
	var err error
	winnow(content, func(p fingerprint) {
		if len(b.run) == b.limit && b.scratch != nil && err == nil {
			err = b.spill()
		}
		b.run = append(b.run, uint64(p.hash)<<32|(first+uint64(p.at/blockSize)))
	})
	return err
}

func (b *Builder) spill() error {
	out, err := b.scratch()
	if err != nil {
		return err
	}
	slices.Sort(b.run)
	w := bufio.NewWriterSize(out, 1<<20)
	var buf [8]byte
	for _, v := range b.run {
		binary.LittleEndian.PutUint64(buf[:], v)
		if _, err := w.Write(buf[:]); err != nil {
			return err
		}
	}
	b.runs, b.lengths = append(b.runs, out), append(b.lengths, len(b.run))
	b.run = b.run[:0]
	return w.Flush()
}

// WriteTo writes the index. The Builder is of no use afterwards.
func (b *Builder) WriteTo(w io.Writer) (int64, error) {
	slices.Sort(b.run)
	f := foot{blocks: uint32(b.blocks)}
	f.bits = uint8(min(24, max(8, bits.Len64(b.blocks*2/3))))
	f.check = uint8(checkWidth(int(f.bits)))
	f.place = uint8(max(1, (bits.Len32(f.blocks)+7)/8))
	out := &counted{w: bufio.NewWriterSize(w, 1<<20), sum: crc32.New(castagnoli)}
	out.write([]byte(magic))
	out.write(binary.LittleEndian.AppendUint32(nil, version))
	out.write(make([]byte, 4))

	directory := make([]uint32, 1<<f.bits+1)
	shift := 32 - f.bits
	buf := make([]byte, f.posting())
	last, bucket := ^uint64(0), 0
	err := b.merged(func(v uint64) {
		if v == last {
			return // the same again within a block
		}
		last = v
		hash, block := uint32(v>>32), uint32(v)
		for bucket <= int(hash>>shift) {
			directory[bucket] = uint32(f.postings)
			bucket++
		}
		put(buf, hash&(1<<shift-1), int(f.check))
		put(buf[f.check:], block, int(f.place))
		out.write(buf)
		f.postings++
	})
	if err != nil {
		return out.n, err
	}
	if f.postings > 1<<32-1 {
		return out.n, ErrTooLarge
	}
	for ; bucket < len(directory); bucket++ {
		directory[bucket] = uint32(f.postings)
	}
	var word [4]byte
	for _, n := range directory {
		binary.LittleEndian.PutUint32(word[:], n)
		out.write(word[:])
	}
	catalogue := encodeCatalogue(b.witnesses)
	f.catalogue, f.catalogueSum = uint64(len(catalogue)), crc32.Checksum(catalogue, castagnoli)
	out.write(catalogue)
	f.body = out.sum.Sum32()
	out.write(f.encode())
	if out.err == nil {
		out.err = out.w.Flush()
	}
	return out.n, out.err
}

func put(b []byte, n uint32, width int) {
	for i := range width {
		b[i] = byte(n)
		n >>= 8
	}
}

// counted writes, counts and sums until the first error.
type counted struct {
	w   *bufio.Writer
	sum hash.Hash32
	n   int64
	err error
}

func (c *counted) write(b []byte) {
	if c.err != nil {
		return
	}
	c.sum.Write(b)
	n, err := c.w.Write(b)
	c.n, c.err = c.n+int64(n), err
}

// A stream gives hashes with their blocks in rising order.
type stream struct {
	next func() (uint64, bool, error)
	head uint64
}

// merged calls f with all fingerprints in order.
func (b *Builder) merged(f func(uint64)) error {
	var streams []*stream
	add := func(next func() (uint64, bool, error)) error {
		s := &stream{next: next}
		head, ok, err := next()
		if s.head = head; ok {
			streams = append(streams, s)
		}
		return err
	}
	rest := b.run
	err := add(func() (uint64, bool, error) {
		if len(rest) == 0 {
			return 0, false, nil
		}
		v := rest[0]
		rest = rest[1:]
		return v, true, nil
	})
	for i, r := range b.runs {
		if err == nil {
			err = add(numbers(r, b.lengths[i]))
		}
	}
	if b.old != nil && err == nil {
		err = add(b.old.postings(b.moved))
	}
	for err == nil && len(streams) > 0 {
		least := 0
		for i, s := range streams {
			if s.head < streams[least].head {
				least = i
			}
		}
		s := streams[least]
		f(s.head)
		var ok bool
		if s.head, ok, err = s.next(); !ok {
			streams = slices.Delete(streams, least, least+1)
		}
	}
	return err
}

// numbers reads a run.
func numbers(r io.ReaderAt, n int) func() (uint64, bool, error) {
	in := bufio.NewReaderSize(io.NewSectionReader(r, 0, int64(n)*8), 1<<18)
	var buf [8]byte
	return func() (uint64, bool, error) {
		if n == 0 {
			return 0, false, nil
		}
		n--
		_, err := io.ReadFull(in, buf[:])
		return binary.LittleEndian.Uint64(buf[:]), err == nil, err
	}
}

// postings reads those of the witnesses that have moved and are not gone.
func (ix *Index) postings(moved []uint32) func() (uint64, bool, error) {
	f := &ix.foot
	size := f.posting()
	in := bufio.NewReaderSize(io.NewSectionReader(ix.r, int64(headSize), int64(f.postings)*size), 1<<18)
	dir := bufio.NewReaderSize(io.NewSectionReader(ix.r, f.directoryAt()+4, (1<<f.bits)*4), 1<<18)
	buf, word := make([]byte, size), make([]byte, 4)
	bucket, end := -1, uint64(0)
	done := uint64(0)
	last := uint64(0)
	return func() (uint64, bool, error) {
		for done < f.postings {
			for done >= end {
				if bucket++; bucket >= 1<<f.bits {
					return 0, false, ErrFormat
				}
				if _, err := io.ReadFull(dir, word); err != nil {
					return 0, false, err
				}
				end = uint64(binary.LittleEndian.Uint32(word))
			}
			if _, err := io.ReadFull(in, buf); err != nil {
				return 0, false, err
			}
			done++
			block := number(buf[f.check:], int(f.place))
			w := ix.of(block)
			if w == len(ix.Witnesses) || ix.Witnesses[w].first > block {
				return 0, false, ErrFormat
			}
			if moved[w] == gone {
				continue
			}
			v := (uint64(bucket)<<(32-f.bits)|uint64(number(buf, int(f.check))))<<32 | uint64(moved[w]+block-ix.Witnesses[w].first)
			if v < last {
				return 0, false, ErrFormat
			}
			last = v
			return v, true, nil
		}
		return 0, false, nil
	}
}

// Empty is an index of no texts.
func Empty() (*Index, error) {
	var out bytes.Buffer
	if _, err := NewBuilder(nil).WriteTo(&out); err != nil {
		return nil, err
	}
	return Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
}
