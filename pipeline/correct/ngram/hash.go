package ngram

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"sort"
)

// A placement is a nearly minimal perfect hash over 64-bit keys, read in place: it sends each
// key it was built from to a slot of its own, and any other key to some slot. After Belazzougui,
// Botelho and Dietzfelbinger, "Hash, displace, and compress" (2009): keys fall into buckets, and each
// bucket carries the one number (its pilot) that sends all its keys to free slots. A look-up reads
// one pilot and computes one slot, so an n-gram costs two cache lines and no probing.
type placement struct {
	pilots  []byte // one little-endian uint16 a bucket
	buckets uint64
	slots   uint64
}

const (
	bucketLoad = 4    // keys a bucket
	slotLoad   = 0.97 // keys a slot
)

// mix is the finalizer of splitmix64 (Steele, Lea and Flood 2014): every bit of the key reaches every bit of the hash.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// slot returns where a key with the hash h lives, if it lives anywhere.
func (p *placement) slot(h uint64) uint64 {
	return p.place(h, binary.LittleEndian.Uint16(p.pilots[2*p.bucket(h):]))
}

func (p *placement) bucket(h uint64) uint64 {
	b, _ := bits.Mul64(h, p.buckets)
	return b
}

func (p *placement) place(h uint64, pilot uint16) uint64 {
	s, _ := bits.Mul64(mix(h+uint64(pilot)*0x9e3779b97f4a7c15), p.slots)
	return s
}

var errPlacement = errors.New("ngram: no pilot found for a bucket; two keys may be equal")

// newPlacement builds a placement for distinct keys given by their hashes. It takes O(n) expected time.
func newPlacement(hashes []uint64) (placement, error) {
	n := uint64(len(hashes))
	p := placement{buckets: n/bucketLoad + 1, slots: uint64(float64(n)/slotLoad) + 1}
	p.pilots = make([]byte, 2*p.buckets)

	first := make([]uint32, p.buckets+1)
	for _, h := range hashes {
		b, _ := bits.Mul64(h, p.buckets)
		first[b+1]++
	}
	order := make([]uint32, p.buckets)
	for b := range order {
		order[b] = uint32(b)
	}
	sort.SliceStable(order, func(i, j int) bool { return first[order[i]+1] > first[order[j]+1] })
	for b := uint64(0); b < p.buckets; b++ {
		first[b+1] += first[b]
	}
	members := make([]uint64, n)
	next := append([]uint32(nil), first...)
	for _, h := range hashes {
		b, _ := bits.Mul64(h, p.buckets)
		members[next[b]] = h
		next[b]++
	}

	taken := make([]bool, p.slots)
	var slots []uint64
	for _, b := range order {
		keys := members[first[b]:first[b+1]]
		if len(keys) == 0 {
			break
		}
		pilot, ok := findPilot(&p, keys, taken, &slots)
		if !ok {
			return p, fmt.Errorf("%w (%d keys in a bucket)", errPlacement, len(keys))
		}
		binary.LittleEndian.PutUint16(p.pilots[2*b:], pilot)
	}
	return p, nil
}

func findPilot(p *placement, keys []uint64, taken []bool, slots *[]uint64) (uint16, bool) {
search:
	for pilot := 0; pilot < 1<<16; pilot++ {
		s := (*slots)[:0]
		for _, h := range keys {
			at := p.place(h, uint16(pilot))
			if taken[at] {
				continue search
			}
			for _, other := range s {
				if other == at {
					continue search
				}
			}
			s = append(s, at)
		}
		for _, at := range s {
			taken[at] = true
		}
		*slots = s
		return uint16(pilot), true
	}
	return 0, false
}

// hashWord hashes the bytes of a folded word (FNV-1a, then mixed).
func hashWord[T string | []byte](w T) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := 0; i < len(w); i++ {
		h ^= uint64(w[i])
		h *= 0x100000001b3
	}
	return mix(h)
}

func hashPair(u, v Word) uint64 { return mix(uint64(u)<<20 | uint64(v) | 1<<62) }

func hashTriple(u, v, w Word) uint64 {
	return mix(uint64(u)<<40 | uint64(v)<<20 | uint64(w) | 1<<61)
}
