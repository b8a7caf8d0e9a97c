package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"slices"

	"emend/pipeline/format"
	"emend/pipeline/review"
	"emend/pipeline/text"
)

// A Memory keeps what was found in files, by a key that is another as soon as anything is that has its part in it. It may
// forget; what it gives is what was put under that key. It is used from many goroutines.
type Memory interface {
	Get(key string) ([]byte, bool)
	Put(key string, value []byte)
}

// remembers reports whether the configuration is one whose results are kept. What other texts are asked for, what hangs on those beside it
// and what is marked in the file is not.
func (c *Config) remembers() bool {
	return c.Memory != nil && c.Tool != "" && c.Library == nil && c.Mark == nil && !c.Batched
}

// key is the digest of all that the result of a check hangs on: program and words (Tool), configuration, what the ledger
// says of the file, its path, its bytes. False: the ledger says what no key can hold.
func (c *Config) key(path string, src []byte) (string, bool) {
	h := sha256.New()
	put := func(v any) { fmt.Fprintf(h, "%v\x00", v) }
	for _, v := range []any{
		c.Tool, c.Format, c.Encoding, c.Fallback, c.ClassMap, c.Classes, c.Lang, c.Corrector != nil, c.Words != nil, c.MinConfidence, c.MinVariant, c.FixConfidence, c.MaxHarm,
		c.Narrowed, c.Propose, c.Fallen, c.Window, path, len(src),
	} {
		put(v)
	}
	for _, rule := range slices.Sorted(maps.Keys(c.Modes)) {
		put(rule)
		put(c.Modes[rule])
	}
	own := c.concerns(path, h)
	h.Write(src)
	return hex.EncodeToString(h.Sum(nil)), own
}

func (c *Config) concerns(path string, h hash.Hash) bool {
	own := c.Ledger.Concerns(path, h)
	h.Write([]byte{0})
	return own
}

// recall is what was found in the file before, under the same key; nil if nobody remembers.
func (c *Config) recall(key, path string, doc *text.Document, warnings []format.Warning) *review.Changeset {
	value, ok := c.Memory.Get(key)
	if !ok {
		return nil
	}
	cs, err := review.Restore(value, doc, c.Ledger, path)
	if err != nil {
		return nil
	}
	for _, w := range warnings {
		cs.Warnings = append(cs.Warnings, w.String())
	}
	return cs
}
