package dictionaries

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestEnglishFile(t *testing.T) {
	l := English()
	if err := l.layers[0].check(); err != nil {
		t.Fatal(err)
	}
	if n := l.Len(); n < 290_000 || n > 310_000 {
		t.Errorf("%d forms", n)
	}
	last, n := "", 0
	l.Forms(func(form string, e Entry) bool {
		if form <= last {
			t.Fatalf("%q after %q", form, last)
		}
		if got, ok := l.Lookup(form); !ok || got != e {
			t.Fatalf("Lookup(%q) = %v %v, walked to %v", form, got, ok, e)
		}
		if e.Category == 0 || e.Size < 10 || e.Size > 80 || e.Region == 0 {
			t.Fatalf("%q: %+v", form, e)
		}
		if strings.HasSuffix(form, "'s") {
			t.Errorf("possessive %q", form)
		}
		last, n = form, n+1
		return true
	})
	if n != l.Len() {
		t.Errorf("walked %d of %d forms", n, l.Len())
	}
}

func TestLookup(t *testing.T) {
	l := English()
	for _, c := range []struct {
		form string
		want Entry // but for the frequency
	}{
		{"the", Entry{Category: Word, Region: Common, Size: 10}},
		{"labour", Entry{Category: Word, Region: British | BritishIze, Size: 10}},
		{"Stalin", Entry{Category: Upper, Region: Common, Size: 50}},
	} {
		e, ok := l.Lookup(c.form)
		e.logFreq = 0
		if !ok || e != c.want {
			t.Errorf("Lookup(%q) = %+v, %v", c.form, e, ok)
		}
	}
	for _, s := range []string{"", "tbe", "stalin", "thes\x00", "\xff", strings.Repeat("a", 1000)} {
		if _, ok := l.Lookup(s); ok {
			t.Errorf("%q found", s)
		}
	}
	if l.Frequency("The") != l.Frequency("the") || l.Frequency("the") < 30_000 {
		t.Errorf("the: %v per million", l.Frequency("the"))
	}
	if l.Frequency("to-day") != l.Frequency("today") || l.Frequency("working-class") != 0 || l.Frequency("tbe") != 0 {
		t.Errorf("to-day %v, working-class %v", l.Frequency("to-day"), l.Frequency("working-class"))
	}
	if rare, common := l.Frequency("abecedarian"), l.Frequency("people's"); rare <= 0 || rare >= common {
		t.Errorf("abecedarian %v, people's %v", rare, common)
	}
}

func TestCompileIsDeterministic(t *testing.T) {
	var forms []Form
	for i, w := range strings.Fields("an ant ants apple apples Ann O'Neill état be bee bees beetle zoö") {
		forms = append(forms, Form{Text: w, Category: Word, Region: Common, Size: uint8(10 + 10*(i%3)), PerMillion: float64(i)})
	}
	first, err := Compile(forms)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 6))
	for range 20 {
		r.Shuffle(len(forms), func(i, j int) { forms[i], forms[j] = forms[j], forms[i] })
		again, err := Compile(forms)
		if err != nil || !bytes.Equal(first, again) {
			t.Fatal("other bytes in another order", err)
		}
	}
	l, err := ReadLexicon("small", bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	l.Forms(func(s string, e Entry) bool { got = append(got, s); return true })
	var want []string
	for _, f := range forms {
		want = append(want, f.Text)
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%q instead of %q", got, want)
	}
}

func TestCompileRefuses(t *testing.T) {
	many := make([]Form, 0, 300)
	for i := range 300 {
		many = append(many, Form{Text: string(rune(0x4e00 + i))})
	}
	for _, forms := range [][]Form{{{Text: ""}}, {{Text: "a\nb"}}, {{Text: "\xff"}}, {{Text: strings.Repeat("é", 65)}}, many} {
		if _, err := Compile(forms); err == nil {
			t.Errorf("no error for %.40q", forms[0].Text)
		}
	}
	if b, err := Compile(nil); err != nil {
		t.Error(err)
	} else if l, err := ReadLexicon("empty", bytes.NewReader(b)); err != nil || l.Accepts("the") {
		t.Error("empty lexicon:", err)
	}
}

// TestDamagedFile: every changed byte and every cut is found.
func TestDamagedFile(t *testing.T) {
	good, err := Compile([]Form{{Text: "and", Category: Word}, {Text: "ant", Category: Word}, {Text: "land", Category: Word}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 0x41
		if _, err := ReadLexicon("bad", bytes.NewReader(bad)); !errors.Is(err, ErrFormat) {
			t.Errorf("byte %d changed: %v", i, err)
		}
		if _, err := ReadLexicon("cut", bytes.NewReader(good[:i])); !errors.Is(err, ErrFormat) {
			t.Errorf("cut at %d: %v", i, err)
		}
	}
}

// FuzzRead: a hostile file with a right checksum is refused or harmless.
func FuzzRead(f *testing.F) {
	good, _ := Compile([]Form{{Text: "and", Category: Word}, {Text: "ant", Category: Word}, {Text: "Land", Category: Name}})
	f.Add(good)
	english, _ := Compile([]Form{{Text: "aé'b", Category: Word, Size: 10}, {Text: "the", Category: Word}})
	f.Add(english)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > headerSize {
			data = bytes.Clone(data)
			seal(data)
		}
		l, err := ReadLexicon("fuzz", bytes.NewReader(data))
		if err != nil {
			return
		}
		n := 0
		l.Forms(func(s string, e Entry) bool {
			l.Lookup(s)
			n++
			return n < 1000
		})
		l.Accepts("and")
	})
}
