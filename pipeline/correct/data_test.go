package correct

import (
	"bytes"
	"strings"
	"testing"

	"emend/dictionaries"
	"emend/pipeline/correct/channel"
	"emend/pipeline/correct/near"
	"emend/pipeline/correct/ngram"
)

// smallData is a language of nine words.
func smallData(t testing.TB) *Data {
	t.Helper()
	b := ngram.NewBuilder(ngram.Options{MinCount: 1})
	b.Add(strings.Repeat("der mann geht. die frau geht nach haus.\n", 20))
	d := &Data{Lang: "de", About: "nine words"}
	var err error
	if d.Model, err = b.Build(); err != nil {
		t.Fatal(err)
	}
	var forms []near.Form
	var words []dictionaries.Form
	for _, w := range strings.Fields("der mann geht die frau nach haus") {
		forms = append(forms, near.Form{Text: w})
		words = append(words, dictionaries.Form{Text: w, Category: dictionaries.Word, Size: 10, PerMillion: 1000})
	}
	if d.Words, err = near.Build(forms); err != nil {
		t.Fatal(err)
	}
	if d.Lexicon, err = dictionaries.Compile(words); err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	if err := channel.Write(&table, []channel.Entry{{Edit: channel.Edit{Read: "c", True: "e"}, Count: 3, Of: 40}}); err != nil {
		t.Fatal(err)
	}
	d.Channel, d.Ranker = table.String(), rankData
	return d
}

func packed(t testing.TB, d *Data) []byte {
	t.Helper()
	data, err := d.Pack()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestReadPack(t *testing.T) {
	data := packed(t, smallData(t))
	if again := packed(t, smallData(t)); !bytes.Equal(data, again) {
		t.Error("the same data give other bytes")
	}
	d, err := ReadPack(data)
	if err != nil {
		t.Fatal(err)
	}
	l, err := d.Dictionary()
	if err != nil || !l.Accepts("haus") || l.Accepts("the") {
		t.Fatal("not the lexicon of the pack: ", err)
	}
	c, err := d.Corrector(l)
	if err != nil {
		t.Fatal(err)
	}
	cs := c.Correct(document("der mann gcht. die frau geht nach haus."))
	if len(cs) != 1 || cs[0].Candidates[0].New != "geht" {
		t.Errorf("%+v", cs)
	}
}

// TestPackOfParts: what a pack leaves out is what is built in.
func TestPackOfParts(t *testing.T) {
	d, err := ReadPack(packed(t, &Data{Lang: "en", Channel: channelData}))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(d.Model, modelData) || d.Ranker != rankData {
		t.Error("not what is built in")
	}
	if _, err := ReadPack(packed(t, &Data{Lang: "tlh", Channel: channelData})); err == nil {
		t.Error("a language of a channel alone was taken")
	}
	if _, err := ReadPack(packed(t, &Data{Channel: channelData})); err == nil {
		t.Error("a pack of no language was taken")
	}
}

// TestReadPackRefuses: a part that is damaged before it was packed is found too.
func TestReadPackRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*Data){
		"model":          func(d *Data) { d.Model = spoiled(d.Model) },
		"words":          func(d *Data) { d.Words = spoiled(d.Words) },
		"lexicon":        func(d *Data) { d.Lexicon = spoiled(d.Lexicon) },
		"cut model":      func(d *Data) { d.Model = d.Model[:len(d.Model)/2] },
		"channel":        func(d *Data) { d.Channel = "# emend channel 0\n" },
		"ranker":         func(d *Data) { d.Ranker = strings.Replace(d.Ranker, "bias", "bios", 1) },
		"rivals":         func(d *Data) { d.Rivals = rivalsOf(t, d, [][]near.Rival{{{Word: 1 << 20}}}, d.Channel) },
		"other's rivals": func(d *Data) { d.Rivals = rivalsOf(t, d, nil, "another channel") },
	} {
		d := smallData(t)
		spoil(d)
		if _, err := ReadPack(packed(t, d)); err == nil {
			t.Errorf("%s: taken though damaged", name)
		}
	}
}

func rivalsOf(t *testing.T, d *Data, lists [][]near.Rival, channel string) []byte {
	words, err := near.Open(d.Words)
	if err != nil {
		t.Fatal(err)
	}
	return near.BuildRivals(lists, channel, words, func(uint32) string { return "" })
}

func spoiled(b []byte) []byte {
	b = bytes.Clone(b)
	b[len(b)-3] ^= 0x41
	return b
}

// FuzzReadPack: no bytes make reading a pack, or correcting with one that was read, fail otherwise than by an error.
func FuzzReadPack(f *testing.F) {
	data := packed(f, smallData(f))
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ReadPack(data)
		if err != nil {
			return
		}
		l, err := d.Dictionary()
		if err != nil {
			t.Fatal(err)
		}
		c, err := d.Corrector(l)
		if err != nil {
			t.Fatal(err)
		}
		c.Correct(document("der mann gcht. dic frau"))
	})
}
