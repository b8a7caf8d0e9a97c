package main

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"emend/pipeline/correct/channel"
)

// chance is xorshift: the same on every machine.
type chance uint64

func (c *chance) next(n int) int {
	*c ^= *c << 13
	*c ^= *c >> 7
	*c ^= *c << 17
	return int(uint64(*c) % uint64(n))
}

func (c *chance) unit() float64 { return float64(c.next(1<<30)) / (1 << 30) }

// damage reads texts as scanners do: what it makes of a letter follows the counts of the channel.
type damage struct {
	edits map[string][]channel.Entry // by the first character of what was printed
}

func newDamage(entries []channel.Entry) *damage {
	d := &damage{edits: map[string][]channel.Entry{}}
	for _, e := range entries {
		if e.True == "" {
			continue
		}
		_, n := utf8.DecodeRuneInString(e.True)
		d.edits[e.True[:n]] = append(d.edits[e.True[:n]], e)
	}
	for _, list := range d.edits {
		sort.Slice(list, func(i, j int) bool {
			return list[i].True+"\x00"+list[i].Read < list[j].True+"\x00"+list[j].Read
		})
	}
	return d
}

// read gives words as a scanner reads them, with about the share cer of the characters wrong: nine in ten errors of letters by the channel's counts, the
// others a blank lost or put in. The word spared is read rightly.
func (d *damage) read(words []string, cer float64, c *chance, spared string) []string {
	out := make([]string, 0, len(words))
	for _, w := range words {
		if w == spared {
			out = append(out, w)
			continue
		}
		var b strings.Builder
		for i := 0; i < len(w); {
			r, n := utf8.DecodeRuneInString(w[i:])
			if unicode.IsLetter(r) && c.unit() < cer*1.15 {
				if c.next(10) == 0 {
					b.WriteByte(' ')
				} else if e, ok := d.pick(w[i:], c); ok {
					b.WriteString(e.Read)
					i += len(e.True)
					continue
				}
			}
			b.WriteString(w[i : i+n])
			i += n
		}
		if len(out) > 0 && out[len(out)-1] != spared && c.unit() < cer*0.3 {
			out[len(out)-1] += b.String() // a blank lost
			continue
		}
		out = append(out, b.String())
	}
	return out
}

// pick chooses an edit for what stands at the beginning of s, each as often as it was counted.
func (d *damage) pick(s string, c *chance) (channel.Entry, bool) {
	low := strings.ToLower(s)
	if len(low) != len(s) {
		return channel.Entry{}, false
	}
	_, n := utf8.DecodeRuneInString(low)
	total := 0.0
	for _, e := range d.edits[low[:n]] {
		if strings.HasPrefix(low, e.True) {
			total += float64(e.Count) / float64(e.Of)
		}
	}
	at := c.unit() * total
	for _, e := range d.edits[low[:n]] {
		if strings.HasPrefix(low, e.True) {
			if at -= float64(e.Count) / float64(e.Of); at < 0 {
				return e, true
			}
		}
	}
	return channel.Entry{}, false
}
