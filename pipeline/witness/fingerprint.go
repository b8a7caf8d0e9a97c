package witness

// gram is how many folded letters a fingerprint is made of: about two words and a half. window is of how many
// fingerprints in a row one at least is kept (winnowing: a passage of gram+window-1 letters that two texts share is never overlooked).
const (
	gram   = 14
	window = 24
)

// A print is a fingerprint: the hash of gram folded letters in a row, and the byte of the text that the first began at.
type fingerprint struct {
	hash uint32
	at   int
}

// base of the rolling hash (Karp and Rabin 1987), modulo 2^64; power is base^gram.
const base = 0x9e3779b97f4a7c15 | 1

var power = func() uint64 {
	p := uint64(1)
	for range gram {
		p *= base
	}
	return p
}()

// mix scatters the rolling hash, whose low bits are those of the last letters alone (the finalizer of MurmurHash3).
func mix(h uint64) uint32 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return uint32(h >> 32)
}

// fingerprints calls f with every fingerprint of a text, in order. O(n), no allocation.
func fingerprints(s string, f func(fingerprint)) {
	l := letters{s: s}
	var classes [gram]byte
	var starts [gram]int
	var h uint64
	for n := 0; ; n++ {
		c, at, ok := l.next()
		if !ok {
			return
		}
		i := n % gram
		h = h*base + uint64(c)
		if n >= gram {
			h -= power * uint64(classes[i])
		}
		classes[i], starts[i] = c, at
		if n >= gram-1 {
			f(fingerprint{mix(h), starts[(n+1)%gram]})
		}
	}
}

// winnow calls f with the fingerprints that an index keeps: of each window the one with the lowest hash, each once. Of equal
// ones that kept before stays, so that a text of one letter is not kept letter by letter (robust winnowing). O(n).
func winnow(s string, f func(fingerprint)) {
	var ring [window]fingerprint
	n, least := 0, 0 // least is the number of the lowest one in the ring
	fingerprints(s, func(p fingerprint) {
		ring[n%window] = p
		switch {
		case n == 0 || p.hash < ring[least%window].hash:
			least = n
			if n >= window-1 {
				f(p)
			}
		case n-least >= window: // it has left the window
			least = n - window + 1
			for i := least + 1; i <= n; i++ {
				if ring[i%window].hash <= ring[least%window].hash {
					least = i
				}
			}
			f(ring[least%window])
		case n == window-1:
			f(ring[least%window])
		}
		n++
	})
	if n > 0 && n < window { // a text shorter than a window
		f(ring[least%window])
	}
}
