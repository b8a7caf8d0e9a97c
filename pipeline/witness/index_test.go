package witness

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// memory is Scratch in memory.
type memory struct{ bytes.Buffer }

func (m *memory) ReadAt(p []byte, at int64) (int, error) {
	return bytes.NewReader(m.Bytes()).ReadAt(p, at)
}

func room() (Scratch, error) { return &memory{}, nil }

// prose is n sentences, none twice, the same for the same seed.
func prose(seed, n int) string {
	nouns := strings.Fields("village railway harvest parliament machine letter winter river teacher factory kingdom prisoner violin merchant harbour cathedral shepherd general")
	verbs := strings.Fields("carried forgot examined described followed abandoned repaired invented welcomed remembered divided questioned")
	adjectives := strings.Fields("narrow ancient silent crowded foreign copper patient distant ordinary famous broken eastern")
	var b strings.Builder
	state := uint64(seed)*0x9e3779b97f4a7c15 + 1
	next := func(list []string) string {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		return list[state%uint64(len(list))]
	}
	for i := range n {
		fmt.Fprintf(&b, "The %s %s %s the %s %s beside a %s %s. ", next(adjectives), next(nouns), next(verbs), next(adjectives), next(nouns), next(adjectives), next(nouns))
		if i%5 == 4 {
			b.WriteString("\n\n")
		}
	}
	return b.String()
}

func build(tb testing.TB, old *Index, keep func(*Witness) bool, texts map[string]string, names ...string) []byte {
	tb.Helper()
	b := NewBuilder(room)
	if old != nil {
		b.Keep(old, keep)
	}
	for i, name := range names {
		if err := b.Add(Witness{Path: name, Size: int64(len(texts[name])), Modified: int64(i), Plain: true, Pages: FindPages(texts[name], 0)}, texts[name]); err != nil {
			tb.Fatal(err)
		}
	}
	var out bytes.Buffer
	n, err := b.WriteTo(&out)
	if err != nil || n != int64(out.Len()) {
		tb.Fatalf("wrote %d of %d: %v", n, out.Len(), err)
	}
	return out.Bytes()
}

func open(tb testing.TB, src []byte) *Index {
	tb.Helper()
	ix, err := Open(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		tb.Fatal(err)
	}
	if err := ix.Verify(); err != nil {
		tb.Fatal(err)
	}
	if ix.Size() != int64(len(src)) {
		tb.Fatalf("size %d, want %d", ix.Size(), len(src))
	}
	return ix
}

var shelf = map[string]string{"a": prose(1, 400), "b": prose(2, 300), "c": prose(3, 500), "empty": "", "short": "too short to find"}

func TestEachPassageIsFound(t *testing.T) {
	ix := open(t, build(t, nil, nil, shelf, "a", "b", "empty", "c", "short"))
	for i, name := range []string{"a", "b", "", "c"} {
		text := shelf[name]
		for at := 0; at+200 < len(text); at += 997 {
			cs, err := ix.candidates(text[at:at+120], candidatesMost, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(cs, func(c candidate) bool {
				return c.witness == i && c.start-blockSize <= at && c.end+blockSize >= at+120 && at-c.start <= 3*blockSize
			}) {
				t.Fatalf("%s at %d: %+v", name, at, cs)
			}
		}
	}
}

// An index that grew is the index made at once.
func TestIncremental(t *testing.T) {
	all := func(*Witness) bool { return true }
	whole := build(t, nil, nil, shelf, "a", "b", "c")
	first := open(t, build(t, nil, nil, shelf, "a"))
	second := open(t, build(t, first, all, shelf, "b"))
	third := build(t, second, all, shelf, "c")
	a, b := open(t, whole), open(t, third)
	for i := range a.Witnesses {
		a.Witnesses[i].Modified, b.Witnesses[i].Modified = 0, 0
	}
	if !bytes.Equal(whole[:a.foot.catalogueAt()], third[:b.foot.catalogueAt()]) {
		t.Error("it differs")
	}
	without := open(t, build(t, b, func(w *Witness) bool { return w.Path != "b" }, shelf))
	once := open(t, build(t, nil, nil, shelf, "a", "c"))
	if without.Postings() != once.Postings() {
		t.Errorf("%d fingerprints without b, want %d", without.Postings(), once.Postings())
	}
	if cs, _ := without.candidates(shelf["c"][5000:5200], 1, nil); len(cs) != 1 || without.Witnesses[cs[0].witness].Path != "c" {
		t.Errorf("c is not found after b went: %+v", cs)
	}
	if cs, _ := without.candidates(shelf["b"][5000:5200], 1, nil); len(cs) > 0 && cs[0].weight > 2 {
		t.Errorf("b is still found: %+v", cs)
	}
}

func TestSpills(t *testing.T) {
	b := NewBuilder(room)
	b.limit = 500
	for _, name := range []string{"a", "b", "c"} {
		if err := b.Add(Witness{Path: name, Size: int64(len(shelf[name])), Plain: true}, shelf[name]); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.runs) < 5 {
		t.Fatalf("%d runs", len(b.runs))
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	ix := open(t, out.Bytes())
	whole := open(t, build(t, nil, nil, shelf, "a", "b", "c"))
	if !bytes.Equal(out.Bytes()[:ix.foot.catalogueAt()], build(t, nil, nil, shelf, "a", "b", "c")[:whole.foot.catalogueAt()]) {
		t.Error("it differs from the index made in memory")
	}
}

func TestSize(t *testing.T) {
	text := prose(9, 20000)
	src := build(t, nil, nil, map[string]string{"a": text}, "a")
	if len(src)*2 > len(text) {
		t.Errorf("%d bytes for %d of text", len(src), len(text))
	}
	same := strings.Repeat("a", 1<<20)
	if src := build(t, nil, nil, map[string]string{"a": same}, "a"); len(src)*2 > len(same) {
		t.Errorf("%d bytes for %d of one letter", len(src), len(same))
	}
}

func TestDamaged(t *testing.T) {
	src := build(t, nil, nil, shelf, "a", "b")
	for n := 0; n < len(src); n += 1 + n/7 {
		if _, err := Open(bytes.NewReader(src[:n]), int64(n)); !errors.Is(err, ErrFormat) {
			t.Fatalf("cut to %d bytes: %v", n, err)
		}
	}
	for at := 0; at < len(src); at += 1 + at/50 {
		bad := bytes.Clone(src)
		bad[at] ^= 0x10
		ix, err := Open(bytes.NewReader(bad), int64(len(bad)))
		if err == nil {
			err = ix.Verify()
		}
		if err == nil {
			t.Fatalf("bit of byte %d turned: no error", at)
		}
	}
	later := bytes.Clone(src)
	later[len(magic)]++
	if _, err := Open(bytes.NewReader(later), int64(len(later))); !errors.Is(err, ErrVersion) {
		t.Errorf("of another version: %v", err)
	}
}

// Whatever the bytes of an index, nothing panics, and what is found lies in the texts.
func FuzzOpen(f *testing.F) {
	shelf := map[string]string{"a": prose(1, 20), "short": "short"}
	src := build(f, nil, nil, shelf, "a", "short")
	f.Add(src, 100, byte(1))
	f.Add(src, len(src)-40, byte(255))
	f.Add([]byte(magic), 0, byte(0))
	f.Fuzz(func(t *testing.T, src []byte, at int, v byte) {
		src = bytes.Clone(src)
		if at >= 0 && at < len(src) {
			src[at] ^= v
		}
		ix, err := Open(bytes.NewReader(src), int64(len(src)))
		if err != nil {
			return
		}
		cs, err := ix.candidates(shelf["a"][300:900], 10, nil)
		if err != nil {
			return
		}
		for _, c := range cs {
			if c.witness < 0 || c.witness >= len(ix.Witnesses) {
				t.Fatalf("witness %d of %d", c.witness, len(ix.Witnesses))
			}
		}
		b := NewBuilder(room)
		b.Keep(ix, func(*Witness) bool { return true })
		var out bytes.Buffer
		b.WriteTo(&out)
	})
}

func FuzzWinnow(f *testing.F) {
	f.Add("The working class m rn 1 c1ass [35] Ünïcode ſ ß", "and more")
	f.Fuzz(func(t *testing.T, s, more string) {
		// A passage of gram+window-1 letters shares a fingerprint that is kept with any text it stands in.
		passage := s + "the quick brown fox jumps over the lazy dog at noon"
		all := map[uint32]bool{}
		fingerprints(passage, func(p fingerprint) { all[p.hash] = true })
		found, last := false, -1
		winnow(more+" "+passage+" "+more, func(p fingerprint) {
			found = found || all[p.hash]
			if p.at < last {
				t.Fatalf("fingerprint at %d after %d", p.at, last)
			}
			last = p.at
		})
		if !found {
			t.Fatal("overlooked")
		}
	})
}

func books(tb testing.TB) []string {
	dir := os.Getenv("EMEND_TEXT")
	if dir == "" {
		tb.Skip("EMEND_TEXT names no folder of books")
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		tb.Skip(err)
	}
	var texts []string
	for _, e := range entries {
		if src, err := os.ReadFile(dir + "/" + e.Name()); err == nil {
			texts = append(texts, string(src))
		}
	}
	return texts
}

func BenchmarkBuild(b *testing.B) {
	text := prose(5, 20000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		build(b, nil, nil, map[string]string{"a": text}, "a")
	}
}

func BenchmarkCandidates(b *testing.B) {
	texts := map[string]string{}
	var names []string
	for i, s := range books(b) {
		name := fmt.Sprint(i)
		texts[name] = s
		names = append(names, name)
	}
	ix := open(b, build(b, nil, nil, texts, names...))
	s := texts["0"]
	at := 0
	for b.Loop() {
		at = (at + 9973) % (len(s) - 300)
		if _, err := ix.candidates(s[at:at+300], candidatesMost, nil); err != nil {
			b.Fatal(err)
		}
	}
}
