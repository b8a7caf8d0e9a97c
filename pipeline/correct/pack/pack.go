// Package pack is the file in which a language travels: its lexicon, model, words, rivals, channel and ranker, each as a part by name, and
// what they were made from.
package pack

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
)

// A Part is a named run of bytes.
type Part struct {
	Name string // at most 16 bytes of ASCII
	Data []byte
}

// The file, little-endian, read in place:
//
//	0   8  magic
//	8   4  version
//	12  4  CRC-32C of everything from byte 16 on
//	16  4  length of the file
//	20  4  parts
//	24     24 bytes a part: 16 its name, filled with zeros, 4 where it begins, 4 its length
//	       the parts in that order, each from the next byte whose place divides by 8
const (
	magic   = "emendPCK"
	version = 1
	header  = 24
	entry   = 24
	nameMax = 16
	most    = 64
)

// Errors of Open and Verify.
var (
	ErrFormat   = errors.New("not a pack")
	ErrVersion  = errors.New("a pack of another version")
	ErrChecksum = errors.New("the checksum does not match: the file is damaged")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Build makes the bytes of a pack. The same parts give the same bytes.
func Build(parts []Part) ([]byte, error) {
	if len(parts) > most {
		return nil, fmt.Errorf("pack: %d parts, %d at most", len(parts), most)
	}
	out := make([]byte, header+entry*len(parts))
	copy(out, magic)
	binary.LittleEndian.PutUint32(out[8:], version)
	binary.LittleEndian.PutUint32(out[20:], uint32(len(parts)))
	seen := map[string]bool{}
	for i, p := range parts {
		if p.Name == "" || len(p.Name) > nameMax || strings.ContainsFunc(p.Name, func(r rune) bool { return r <= ' ' || r > '~' }) || seen[p.Name] {
			return nil, fmt.Errorf("pack: %q is no name of a part, or there are two of it", p.Name)
		}
		seen[p.Name] = true
		for len(out)%8 != 0 {
			out = append(out, 0)
		}
		e := out[header+entry*i:]
		copy(e[:nameMax], p.Name)
		binary.LittleEndian.PutUint32(e[16:], uint32(len(out)))
		binary.LittleEndian.PutUint32(e[20:], uint32(len(p.Data)))
		if out = append(out, p.Data...); len(out) >= 1<<31 {
			return nil, errors.New("pack: larger than 2 GiB")
		}
	}
	binary.LittleEndian.PutUint32(out[16:], uint32(len(out)))
	binary.LittleEndian.PutUint32(out[12:], crc32.Checksum(out[16:], castagnoli))
	return out, nil
}

// A Pack is read in place; its data must not change while it is in use.
type Pack struct {
	data  []byte
	parts []Part
}

// Open reads the table of parts and checks that they lie inside the file, not every byte: that is Verify's task.
func Open(data []byte) (*Pack, error) {
	switch {
	case len(data) < 12 || string(data[:8]) != magic:
		return nil, ErrFormat
	case binary.LittleEndian.Uint32(data[8:]) != version:
		return nil, fmt.Errorf("%w: %d, this program reads %d; train it again", ErrVersion, binary.LittleEndian.Uint32(data[8:]), version)
	case len(data) < header:
		return nil, fmt.Errorf("%w: cut short", ErrFormat)
	}
	size, n := uint64(binary.LittleEndian.Uint32(data[16:])), uint64(binary.LittleEndian.Uint32(data[20:]))
	if size != uint64(len(data)) {
		return nil, fmt.Errorf("%w: %d bytes instead of %d", ErrFormat, len(data), size)
	}
	if n > most || header+entry*n > size {
		return nil, fmt.Errorf("%w: %d parts", ErrFormat, n)
	}
	p := &Pack{data: data}
	for i := range n {
		e := data[header+entry*i:]
		from, length := uint64(binary.LittleEndian.Uint32(e[16:])), uint64(binary.LittleEndian.Uint32(e[20:]))
		if from < header+entry*n || from+length > size {
			return nil, fmt.Errorf("%w: part %d lies outside", ErrFormat, i)
		}
		p.parts = append(p.parts, Part{strings.TrimRight(string(e[:nameMax]), "\x00"), data[from : from+length : from+length]})
	}
	return p, nil
}

// Verify compares the checksum. O(size).
func (p *Pack) Verify() error {
	if crc32.Checksum(p.data[16:], castagnoli) != binary.LittleEndian.Uint32(p.data[12:]) {
		return ErrChecksum
	}
	return nil
}

// Part is the bytes of a part, nil if there is none of that name.
func (p *Pack) Part(name string) []byte {
	for i := range p.parts {
		if p.parts[i].Name == name {
			return p.parts[i].Data
		}
	}
	return nil
}

// Parts are all parts in their order.
func (p *Pack) Parts() []Part { return p.parts }
