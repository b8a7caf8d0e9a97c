package pack

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
)

func build(t testing.TB, parts ...Part) []byte {
	t.Helper()
	data, err := Build(parts)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestPack(t *testing.T) {
	data := build(t, Part{"about", []byte("lang = \"de\"\n")}, Part{"empty", nil}, Part{"model", []byte{1, 2, 3}})
	p, err := Open(data)
	if err != nil || p.Verify() != nil {
		t.Fatal(err, p.Verify())
	}
	if string(p.Part("about")) != "lang = \"de\"\n" || len(p.Part("empty")) != 0 || !bytes.Equal(p.Part("model"), []byte{1, 2, 3}) || p.Part("none") != nil {
		t.Errorf("%q", p.Parts())
	}
}

func TestBuildRefuses(t *testing.T) {
	for _, parts := range [][]Part{{{"", nil}}, {{"a", nil}, {"a", nil}}, {{strings.Repeat("a", 17), nil}}, {{"é", nil}}, make([]Part, 65)} {
		if _, err := Build(parts); err == nil {
			t.Errorf("%v", parts)
		}
	}
}

// TestDamage: whatever byte is changed and wherever the file is cut, it is refused.
func TestDamage(t *testing.T) {
	data := build(t, Part{"about", []byte("x")}, Part{"model", bytes.Repeat([]byte{7}, 100)})
	verify := func(b []byte) error {
		p, err := Open(b)
		if err == nil {
			err = p.Verify()
		}
		return err
	}
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 0x10
		if verify(bad) == nil {
			t.Errorf("byte %d changed and nobody saw it", i)
		}
		if verify(data[:i]) == nil {
			t.Errorf("cut at %d and nobody saw it", i)
		}
	}
	if verify(append(bytes.Clone(data), 0)) == nil {
		t.Error("a byte too many")
	}
	other := bytes.Clone(data)
	binary.LittleEndian.PutUint32(other[8:], 2)
	if err := verify(other); !errors.Is(err, ErrVersion) {
		t.Error(err)
	}
}

// FuzzOpen: no bytes make the reader fail otherwise than by an error, and what it reads lies inside.
func FuzzOpen(f *testing.F) {
	f.Add(build(f, Part{"about", []byte("x")}, Part{"model", []byte("yz")}))
	f.Add([]byte("emendPCK"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Open(data)
		if err != nil {
			return
		}
		n := 0
		for _, part := range p.Parts() {
			n += len(p.Part(part.Name))
		}
		if n > 64*len(data) {
			t.Error("parts larger than the file")
		}
		_ = p.Verify()
	})
}
