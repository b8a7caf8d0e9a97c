package format

import (
	"fmt"
	"testing"
)

func TestSmoke(t *testing.T) {
	for _, s := range []string{"", "abc", "abc\n", "a\r\nb\rc\nd\r\n", "\xef\xbb\xbfabc", "h\x00i\x00", "\xff\xfeh\x00\r\x00\n\x00\x3d\xd8\x00\xde\x00", "Gr\xf6\xdfe \x93q\x81", "größe öäü „“ \xff a"} {
		d, w, err := Read("x", []byte(s), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Text.Check(); err != nil {
			t.Error(err)
		}
		fmt.Printf("%q -> %s %q %v\n", s, d.Encoding, d.Text.Content, w)
		for _, g := range d.Text.Segments {
			fmt.Println("   ", g.Text, g.Source, g.Kind, g.Width)
		}
	}
	_, _, err := Read("x", nil, Options{Encoding: "windows1259"})
	fmt.Println(err)
}
